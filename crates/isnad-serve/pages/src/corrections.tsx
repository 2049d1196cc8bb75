//! Decides how the user's own file of corrections is shown, saved and taken back.

import { useState } from 'preact/hooks';
import { Fault, forget, useAnswer } from './server';
import type { Correction } from './record';
import { takeBack, type Told } from './correct';
import { pageOf } from './address';
import { A } from './router';
import { named, t } from './language';
import { Waiting, Wrong } from './parts';
import { SaveRows } from './saving';
import { W } from './words';

/** A mention by its key, as a link to its words. */
export function Mention({ mention }: { mention: string }) {
  const [report, event] = mention.split('/');
  return <A to={pageOf('report', report ?? mention, event)} aria-label={t('wordsIn', { x: mention })}><bdi class="code" lang="en" dir="ltr">{mention}</bdi></A>;
}

export function CorrectionSaid({ item }: { item: Correction }) {
  return (
    <span class="correction">
      <b class={'kind-' + item.kind}>{named('kind_', item.kind)}</b>{' '}
      {item.mentions.map((m, i) => <span key={m}>{i > 0 && <span class="quiet"> · </span>}<Mention mention={m} /></span>)}
      {item.value && <> → <bdi class="code" lang="en" dir="ltr">{item.value}</bdi></>}
      {item.why && <> <W>{item.why}</W></>}
    </span>
  );
}

export function Corrections() {
  const { data, fault } = useAnswer<Told>('corrections');
  const [wrong, setWrong] = useState<Fault | null>(null);
  const items = data?.items ?? [];
  return (
    <section class="results alone" aria-labelledby="title">
      <div class="head">
        <h1 id="title" tabIndex={-1}>{t('corrections')}</h1>
        <span class="saving"><span class="quiet" aria-hidden="true">{t('export')}</span> <SaveRows name="isnad-corrections" rows={() => [['line', 'kind', 'mentions', 'value', 'why'], ...items.map((i) => [i.line, i.kind, i.mentions.join(' '), i.value, i.why])]} /></span>
      </div>
      <p class="quiet">{t('correctionsHint')}</p>
      {fault && <Wrong fault={fault} again={forget} />}
      {wrong && <Wrong fault={wrong} />}
      {(data?.faults ?? []).length > 0 && <div class="wrong" role="alert"><p>{t('faultyLines')}</p><ul class="lines">{data!.faults!.map((f, i) => <li key={i} dir="auto">{f}</li>)}</ul></div>}
      {!data && !fault && <Waiting />}
      {data && items.length === 0 && <p class="none">{t('correctionsNone')}</p>}
      {items.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label={t('corrections')}>
          <table class="corrections">
            <thead><tr><th scope="col">{t('line')}</th><th scope="col">{t('kind')}</th><th scope="col">{t('mentions')}</th><th scope="col">{t('value')}</th><th scope="col">{t('whyNote')}</th><th scope="col"><span class="hidden">{t('takeBack')}</span></th></tr></thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.line}>
                  <td>{item.line}</td>
                  <th scope="row">{named('kind_', item.kind)}</th>
                  <td>{item.mentions.map((m) => <div key={m}><Mention mention={m} /></div>)}</td>
                  <td>{item.value && <bdi class="code" lang="en" dir="ltr">{item.value}</bdi>}</td>
                  <td><W>{item.why}</W></td>
                  <td><button type="button" class="plain" aria-label={t('takeBackX', { n: item.line })} onClick={() => {
                    setWrong(null);
                    takeBack(item.line, data!.version).catch((e: unknown) => setWrong(e instanceof Fault ? e : new Fault(String(e), '', '', 0)));
                  }}>{t('takeBack')}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
