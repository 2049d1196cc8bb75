//! Decides what stands on one page to see where, when and between whom: timeline, map and matrix, all of them filters of each other.

import { go, useHere } from './router';
import { Chosen, Filters } from './facets';
import { A } from './router';
import { Address } from './address';
import { Timeline } from './timeline';
import { WorldMap } from './map';
import { Voices } from './voices';
import { t } from './language';
import { useAnswer } from './server';
import type { Facets } from './record';

export function Overview() {
  const here = useHere();
  const of = here.of === 'claims' ? 'claims' : 'events';
  const { data } = useAnswer<Facets>('facets?' + here.query({ of, fields: 'type', top: 1 }));
  const list = Address.parse('?' + here.query()).set({ view: of === 'claims' ? null : of });
  return (
    <div class="with-side">
      <Filters />
      <section class="results" aria-labelledby="title">
        <div class="head">
          <h1 id="title" tabIndex={-1}>{t('overview')}</h1>
          <p class="total" role="status">{data ? <A to={list}>{t(of === 'claims' ? 'total_claims' : 'total_events', { n: data.total })}</A> : ''}</p>
          <label class="sort"><span>{t('countsOf')}</span>
            <select value={of} onChange={(e) => go(here.set({ of: e.currentTarget.value === 'claims' ? 'claims' : null }))}>
              <option value="events">{t('events')}</option><option value="claims">{t('claims')}</option>
            </select></label>
        </div>
        <Chosen />
        <Timeline />
        <WorldMap />
        <Voices />
      </section>
    </div>
  );
}
