//! Decides how the small things look that every page has: stances, codes, parties, chains, faults.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Count, Link, Manner, Party, Place, Stance } from './record';
import type { Fault } from './server';
import { codeName, stanceName } from './names';
import { named, number, t } from './language';
import { W } from './words';

/** A mark for a stance that differs in shape as well as in colour. */
export function StanceMark({ stance }: { stance: Manner }) {
  return (
    <svg class={'stance is-' + stance} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
      {stance === 'asserts' && <circle cx="6" cy="6" r="4.6" class="full" />}
      {stance === 'alleges' && <><circle cx="6" cy="6" r="4.2" class="line" /><path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" class="full" /></>}
      {stance === 'doubts' && <circle cx="6" cy="6" r="4.2" class="line dashed" />}
      {stance === 'accuses' && <path d="M6 1.4v5.6M6 9v1.8" class="line thick" />}
      {stance === 'backs' && <path d="M6 1.6v8.8M1.6 6h8.8" class="line thick" />}
      {stance === 'denies' && <path d="M2.4 2.4l7.2 7.2M9.6 2.4l-7.2 7.2" class="line thick" />}
    </svg>
  );
}

export function StanceSaid({ stance }: { stance: Stance }) {
  return <span class={'said is-' + stance}><StanceMark stance={stance} />{stanceName(stance)}</span>;
}

/** A code by its name, with the code itself for those who know it. */
export function Code({ code }: { code: string | null | undefined }) {
  if (!code) return null;
  const name = codeName(code);
  return (
    <span class="code-name">
      {name !== code && <bdi>{name}</bdi>} <bdi class="code" lang="en" dir="ltr">{code}</bdi>
    </span>
  );
}

/** Who acts or is acted upon: the words of the text, then the code. */
export function PartySaid({ party }: { party: Party }) {
  return (
    <span class="party">
      {party.text ? <W>{party.text}</W> : party.name ? <W lang="en">{party.name}</W> : null}
      {party.code ? <> <bdi class="code" lang="en" dir="ltr" title={codeName(party.code)}>{party.code}</bdi></> : null}
    </span>
  );
}

export function Parties({ parties, codes }: { parties?: Party[]; codes?: string[] }) {
  const all = parties ?? [];
  if (all.length === 0 && (codes ?? []).length === 0) return <span class="quiet">{t('unknownParty')}</span>;
  return (
    <span class="parties">
      {all.map((p, i) => <span key={i}>{i > 0 && <span class="quiet"> + </span>}<PartySaid party={p} /></span>)}
      {(codes ?? []).map((c, i) => <span key={c}>{i > 0 && <span class="quiet"> + </span>}<Code code={c} /></span>)}
    </span>
  );
}

export function PlaceSaid({ place }: { place: Place | null | undefined }) {
  if (!place || !(place.text || place.name || place.country)) return null;
  return (
    <span class="place">
      <W>{place.text ?? place.name}</W>
      {place.country ? <> <bdi class="code" lang="en" dir="ltr" title={codeName(place.country)}>{place.country}</bdi></> : null}
      {place.precision && place.precision !== 'point' ? <span class="quiet"> ({named('precision_', place.precision)})</span> : null}
    </span>
  );
}

/** A number of people as far as the words tell. */
export function range(low: number | null | undefined, high: number | null | undefined): string {
  if (low === null || low === undefined) return high === null || high === undefined ? t('noBound') : '≤ ' + number(high);
  if (high === null || high === undefined) return t('orMore', { n: low });
  return low === high ? number(low) : number(low) + '–' + number(high);
}

export function CountSaid({ count }: { count: Count }) {
  return <span class="figure"><bdi dir="auto">{range(count.low, count.high)}</bdi> {count.of ? named('figure_', count.of) : ''}{count.text ? <> <span class="quiet">(<W>{count.text}</W>)</span></> : null}</span>;
}

/** A chain in words: from the publisher to the voice nearest the event. */
export function ChainSaid({ chain }: { chain: Link[] }) {
  return (
    <ol class="chain">
      {chain.map((link, i) => (
        <li key={i}>
          {(i > 0 || link.stance !== 'asserts') && <span class={'said is-' + link.stance} title={stanceName(link.stance)}><StanceMark stance={link.stance} /><span class="hidden">{stanceName(link.stance)} </span></span>}
          <W>{link.who}</W>
          {link.code ? <> <bdi class="code" lang="en" dir="ltr" title={codeName(link.code)}>{link.code}</bdi></> : null}
        </li>
      ))}
    </ol>
  );
}

export function Wrong({ fault, again }: { fault: Fault; again?: () => void }) {
  const lost = fault.status === 0 && fault.what === 'unreachable';
  return (
    <div class="wrong" role="alert">
      <p><strong>{t('wrong')}</strong> <bdi>{lost ? t('unreachable') : fault.what}</bdi></p>
      {fault.where && <p class="quiet"><bdi>{fault.where}</bdi></p>}
      <p><bdi>{lost ? t('unreachableDo') : fault.todo}</bdi></p>
      {again && <button type="button" onClick={again}>{t('again')}</button>}
    </div>
  );
}

/** The first of many, and the others when they are asked for. */
export function Some<T>({ of, most, children }: { of: readonly T[]; most: number; children: (some: readonly T[]) => ComponentChildren }) {
  const [all, setAll] = useState(false);
  // One more is not worth a button.
  const few = all || of.length <= most + 1;
  return <>{children(few ? of : of.slice(0, most))}{!few && <button type="button" class="plain" onClick={() => setAll(true)}>{t('moreN', { n: of.length - most })}</button>}</>;
}

export function Waiting() {
  return <p class="waiting quiet" role="status">{t('loading')}</p>;
}
