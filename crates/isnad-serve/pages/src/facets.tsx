//! Decides how filters are chosen, left out and taken back, with counts that follow the others.

import { useEffect, useId, useState } from 'preact/hooks';
import type { Address, Many, Of, One } from './address';
import { MANY, ONE } from './address';
import { go, useHere } from './router';
import type { Facets as Counted } from './record';
import { useAnswer } from './server';
import { codeOf, isCode, isWords, typed, valueName } from './names';
import { day, named, number, t, type Word, typedIn } from './language';
import { Wrong } from './parts';
import { forget } from './server';

export const FIELDS: Record<Of, Many[]> = {
  claims: ['type', 'stance', 'source', 'actor', 'recipient', 'country', 'status', 'publisher', 'mode', 'lang'],
  events: ['type', 'stance', 'source', 'actor', 'recipient', 'country', 'status', 'publisher', 'mode', 'lang'],
  reports: ['publisher', 'lang', 'type', 'actor', 'recipient', 'source', 'country'],
};
const FEW = 7;

export function Value({ field, value }: { field: string; value: string }) {
  const name = valueName(field, value);
  if (isWords(field)) return <bdi class="w">{name}</bdi>;
  return <>{<bdi>{name}</bdi>}{isCode(field) && name !== value && <> <bdi class="code" lang="en" dir="ltr">{value}</bdi></>}</>;
}

function Facet({ field, counts }: { field: Many; counts: { value: string; count: number }[] }) {
  const here = useHere();
  const [all, setAll] = useState(false);
  const [other, setOther] = useState('');
  const id = useId();
  const inside = here.all(field);
  const outside = here.all('not.' + field);
  const chosen = [...inside, ...outside];
  const rows = [...counts, ...chosen.filter((v) => !counts.some((c) => c.value === v)).map((value) => ({ value, count: -1 }))];
  const most = Math.max(1, ...counts.map((c) => c.count));
  const shown = all ? rows : rows.filter((r, i) => i < FEW || chosen.includes(r.value));
  if (rows.length === 0 && field !== 'actor' && field !== 'recipient' && field !== 'source') return null;
  const offered = typed(field);
  return (
    <details class="facet" open={chosen.length > 0 || ['type', 'stance', 'source', 'actor', 'country'].includes(field) || undefined}>
      <summary><h3>{t(field as Word)}</h3>{chosen.length > 0 && <span class="badge">{number(chosen.length)}</span>}</summary>
      <ul>
        {shown.map(({ value, count }) => {
          const out = outside.includes(value);
          return (
            <li key={value} class={out ? 'out' : ''}>
              <span class="bar" aria-hidden="true" style={{ inlineSize: (Math.max(0, count) / most) * 100 + '%' }} />
              <label>
                <input type="checkbox" checked={inside.includes(value)} onChange={() => go(here.include(field, value))} />
                <span class="value"><Value field={field} value={value} /></span>
                {count >= 0 && <span class="count">{number(count)}</span>}
              </label>
              <button type="button" class="leave" aria-pressed={out} aria-label={t('excludeX', { x: valueName(field, value) })} title={t('exclude')} onClick={() => go(here.exclude(field, value))}>
                <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4.4" class="line" /><path d="M3 9l6-6" class="line" /></svg>
              </button>
            </li>
          );
        })}
      </ul>
      {rows.length > shown.length && <button type="button" class="plain small" onClick={() => setAll(true)}>{t('more')} ({number(rows.length - shown.length)})</button>}
      {(isCode(field) || field === 'publisher' || field === 'type') && (all || rows.length <= FEW) && (
        <form class="other" onSubmit={(e) => {
          e.preventDefault();
          const value = codeOf(field, other);
          if (value) go(here.has(field, value) ? here : here.include(field, value));
          setOther('');
        }}>
          <input list={id} value={other} dir={typedIn(other)} aria-label={t(isCode(field) ? 'addCodeFor' : 'addOtherFor', { x: t(field as Word) })} placeholder={t(isCode(field) ? 'addCode' : 'addOther')} onInput={(e) => setOther(e.currentTarget.value)} />
          {offered.length > 0 && <datalist id={id}>{offered.map((o) => <option key={o.value} value={o.label}>{o.value}</option>)}</datalist>}
          <button type="submit" class="small">{t('add')}</button>
        </form>
      )}
    </details>
  );
}

function Dates({ from, to, title }: { from: 'from' | 'seen_from'; to: 'to' | 'seen_to'; title: Word }) {
  const here = useHere();
  return (
    <fieldset class="dates">
      <legend>{t(title)}</legend>
      {[from, to].map((name) => (
        <label key={name}><span>{t(name as Word)}</span>
          <input type="date" value={here.one(name)} onChange={(e) => go(here.set({ [name]: e.currentTarget.value }))} /></label>
      ))}
    </fieldset>
  );
}

/** A number that a reader writes; taken up when the field is left or sent. */
function Least({ name, step, max }: { name: One; step: number; max?: number }) {
  const here = useHere();
  const [value, setValue] = useState(here.one(name));
  useEffect(() => setValue(here.one(name)), [here.one(name)]);
  const take = () => value !== here.one(name) && go(here.set({ [name]: value }));
  return (
    <label class="least"><span>{t(name as Word)}</span>
      <input type="number" min="0" max={max} step={step} value={value} dir="ltr" onInput={(e) => setValue(e.currentTarget.value)} onBlur={take} onKeyDown={(e) => e.key === 'Enter' && take()} />
    </label>
  );
}

/** All that narrows a view. */
export function Filters() {
  const here = useHere();
  const of = here.of;
  const wide = useWide();
  const answer = useAnswer<Counted>('facets?' + here.query({ of, fields: FIELDS[of].join(','), top: 20 }));
  const body = (
    <>
      {answer.fault && <Wrong fault={answer.fault} again={forget} />}
      <div class={answer.busy ? 'busy' : ''}>
        {FIELDS[of].map((field) => <Facet key={of + field} field={field} counts={answer.data?.facets[field] ?? []} />)}
        <details class="facet" open={['from', 'to', 'seen_from', 'seen_to', 'min_confidence', 'min_chains', 'contested', 'corrected'].some((n) => here.one(n)) || undefined}>
          <summary><h3>{t('more')}</h3></summary>
          <Dates from="from" to="to" title="eventDates" />
          <Dates from="seen_from" to="seen_to" title="seenDates" />
          {of === 'events' && <Least name="min_confidence" step={0.05} max={1} />}
          {of === 'claims' && <Least name="min_chains" step={1} />}
          {of === 'claims' && (['contested', 'corrected'] as const).map((name) => (
            <label key={name} class="tick"><input type="checkbox" checked={here.one(name) === 'true'} onChange={(e) => go(here.set({ [name]: e.currentTarget.checked ? 'true' : null }))} /> {t(name)}</label>
          ))}
        </details>
      </div>
    </>
  );
  const n = here.filters().length;
  return (
    <section class="filters" aria-labelledby="filters-title">
      {wide ? <><h2 id="filters-title">{t('filters')}</h2>{body}</> : (
        <details class="sheet"><summary><h2 id="filters-title">{t('filters')}</h2>{n > 0 && <span class="badge">{number(n)}</span>}</summary>{body}</details>
      )}
    </section>
  );
}

export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia('(min-width: 60rem)').matches);
  useEffect(() => {
    const query = matchMedia('(min-width: 60rem)');
    const hear = () => setWide(query.matches);
    query.addEventListener('change', hear);
    return () => query.removeEventListener('change', hear);
  }, []);
  return wide;
}

/** What is chosen, each with a way to take it back. */
export function Chosen() {
  const here = useHere();
  const filters = here.filters();
  if (filters.length === 0) return null;
  const said = (name: string, value: string): string => {
    if (['from', 'to', 'seen_from', 'seen_to'].includes(name)) return day(value);
    if (name === 'bbox' || name === 'contested' || name === 'corrected') return '';
    return valueName(name, value);
  };
  return (
    <div class="chosen" role="group" aria-label={t('activeFilters')}>
      <ul>
        {filters.map(([name, value]) => {
          const bare = name.replace(/^not\./, '');
          const out = bare !== name;
          const known = ([...MANY, ...ONE] as string[]).includes(bare);
          return (
            <li key={name + value} class={out ? 'chip out' : 'chip'}>
              {(MANY as readonly string[]).includes(bare) ? (
                <button type="button" class="turn" aria-pressed={out} title={t(out ? 'include' : 'exclude')}
                  onClick={() => go(out ? here.include(bare as Many, value) : here.exclude(bare as Many, value))}>
                  {out && <b>{t('without')} </b>}<span class="quiet">{known ? t(bare as Word) : bare}</span> <Value field={bare} value={said(bare, value)} />
                </button>
              ) : (
                <span class="turn"><span class="quiet">{named('', bare)}</span> {said(bare, value) && <bdi class="w">{said(bare, value)}</bdi>}</span>
              )}
              <button type="button" class="away" aria-label={t('removeFilter', { x: (out ? t('without') + ' ' : '') + named('', bare) + ' ' + said(bare, value) })} onClick={() => go(here.drop(name, value))}>
                <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M2.5 2.5l7 7M9.5 2.5l-7 7" class="line" /></svg>
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" class="plain small" onClick={() => go(here.clear())}>{t('clearAll')}</button>
    </div>
  );
}

export type { Address };
