//! Decides how one claim is shown: who asserts, alleges, doubts and denies it, through which chains, with which figures.

import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ClaimWhole, EventItem, Stance, Voice } from './record';
import { STANCES } from './record';
import { pageOf } from './address';
import { A } from './router';
import { forget, useAnswer } from './server';
import { codeName } from './names';
import { day, named, number, shortDay, t, type Word } from './language';
import { Code, Parties, range, Some, StanceMark, Waiting, Wrong } from './parts';
import { Arrow, EventRow, Kind, When } from './lists';
import { Chains, strands } from './chains';
import { CorrectionSaid } from './corrections';
import { W } from './words';

const WHO: Record<Stance, Word> = { asserts: 'whoAsserts', alleges: 'whoAlleges', doubts: 'whoDoubts', denies: 'whoDenies' };

interface Teller { who: string; code: string; stance: Stance; own: boolean; chains: Set<string>; voices: Voice[] }

/** One entry for each voice and stance, with the reports that carry it. */
function tellers(voices: Voice[]): Teller[] {
  const out = new Map<string, Teller>();
  for (const v of voices) {
    const id = v.stance + '\n' + v.who + '\n' + (v.code ?? '');
    const teller = out.get(id) ?? { who: v.who, code: v.code ?? '', stance: v.stance, own: !v.code && v.who === v.publisher, chains: new Set<string>(), voices: [] };
    teller.chains.add(v.group ?? v.report);
    if (!teller.voices.some((w) => w.report === v.report)) teller.voices.push(v);
    out.set(id, teller);
  }
  return [...out.values()].sort((a, b) => b.chains.size - a.chains.size || b.voices.length - a.voices.length || a.who.localeCompare(b.who));
}

interface Given { of: string; low: number | null; high: number | null; mentions: EventItem[] }

function given(mentions: EventItem[]): Map<string, Given[]> {
  const out = new Map<string, Given[]>();
  for (const mention of mentions)
    for (const c of mention.counts ?? []) {
      const list = out.get(c.of) ?? [];
      const [low, high] = [c.low ?? null, c.high ?? null];
      const same = list.find((g) => g.low === low && g.high === high);
      if (same) same.mentions.push(mention);
      else list.push({ of: c.of, low, high, mentions: [mention] });
      out.set(c.of, list);
    }
  for (const list of out.values()) list.sort((a, b) => (a.low ?? 0) - (b.low ?? 0) || (a.high ?? Infinity) - (b.high ?? Infinity));
  return out;
}

/** Mentions with the same words in reports of one group of copies, together; the group's origin first. */
function once(mentions: EventItem[], groupOf: (report: string) => string): EventItem[][] {
  const out = new Map<string, EventItem[]>();
  for (const m of [...mentions].sort((a, b) => Number(groupOf(b.report) === b.report) - Number(groupOf(a.report) === a.report))) {
    const id = [groupOf(m.report), m.trigger, m.sentence?.text ?? m.key].join('\n');
    out.set(id, [...(out.get(id) ?? []), m]);
  }
  return [...out.values()];
}

interface Carried { report: string; event: string; publisher?: string | null; day?: string | null }

/** The reports that carry something, by publisher; each is a link to the words. */
function Sources({ of }: { of: readonly Carried[] }) {
  const by = new Map<string, Carried[]>();
  for (const v of [...of].sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''))) by.set(v.publisher || v.report, [...(by.get(v.publisher || v.report) ?? []), v]);
  return (
    <Some of={[...by]} most={5}>{(some) => (
      <ul class="sources">
        {some.map(([publisher, carried]) => (
          <li key={publisher}>
            {carried.length === 1
              ? <><A to={pageOf('report', carried[0]!.report, carried[0]!.event)} title={t('openWords')}><W>{publisher}</W></A> <span class="quiet">{day(carried[0]!.day)}</span></>
              : <><W>{publisher}</W> {carried.map((v, i) => <Fragment key={v.report + v.event}>{i > 0 && <span class="quiet">، </span>}<A to={pageOf('report', v.report, v.event)} title={t('openWords')}>{v.day ? shortDay(v.day) : number(i + 1)}</A></Fragment>)}</>}
          </li>
        ))}
      </ul>
    )}</Some>
  );
}

function Figures({ mentions }: { mentions: EventItem[] }) {
  const all = useMemo(() => given(mentions), [mentions]);
  if (all.size === 0) return null;
  return (
    <section class="panel figures" aria-labelledby="figures-title">
      <h2 id="figures-title">{t('figures')}</h2>
      <p class="hint quiet">{t('figuresHint')}</p>
      {[...all].map(([of, list]) => {
        const most = Math.max(1, ...list.map((g) => Math.max(g.low ?? 0, g.high ?? 0))) * 1.08;
        return (
          <div key={of}>
            <h3>{named('figure_', of)}</h3>
            <ul class="bars">
              {list.map((g, i) => {
                const low = g.low ?? 0;
                const open = g.high === null;
                const high = open ? most : g.high!;
                return (
                  <li key={i}>
                    <b class="number"><bdi dir="auto">{range(g.low, g.high)}</bdi></b>
                    <span class="track" aria-hidden="true"><i class={open ? 'open' : ''} style={{ insetInlineStart: (low / most) * 100 + '%', inlineSize: Math.max(0, ((high - low) / most) * 100) + '%' }} /></span>
                    <div><Sources of={g.mentions} /></div>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

export function Claim({ id }: { id: string }) {
  const { data, fault, busy } = useAnswer<ClaimWhole>('claims/' + encodeURIComponent(id));
  const groups = useMemo(() => new Map((data?.voices ?? []).map((v) => [v.report, v.group ?? v.report])), [data]);
  const all = useMemo(() => (data ? strands(data.mentions, (r) => groups.get(r) ?? r) : []), [data]);
  const apart = useMemo(() => (data ? once(data.mentions, (r) => groups.get(r) ?? r) : []), [data]);
  const told = useMemo(() => tellers(data?.voices ?? []), [data]);
  if (fault) return <section class="results alone"><h1 id="title" tabIndex={-1}>{t('claim')}</h1><Wrong fault={fault} again={forget} /></section>;
  if (!data) return <section class="results alone"><h1 id="title" tabIndex={-1}>{t('claim')}</h1>{busy && <Waiting />}</section>;
  return (
    <article class="claim results alone" aria-labelledby="title">
      <header>
        <p class="crumb quiet">{t('claim')} <bdi class="code" lang="en" dir="ltr">{data.claim}</bdi></p>
        <h1 id="title" tabIndex={-1}><Kind type={data.type} mode={data.mode} status={data.status} /> <span class="who"><Parties codes={data.actors} />{data.recipients.length > 0 && <><Arrow /><Parties codes={data.recipients} /></>}</span></h1>
        <p class="meta">
          <When from={data.date_from} to={data.date_to} />
          {(data.place || data.place_country) && <span><W>{data.place}</W> <Code code={data.place_country} /></span>}
          <span>{t('chainsN', { n: data.chains })}</span><span>{t('reportsN', { n: data.reports })}</span>
          <span class="quiet">{t('firstSeen')} {day(data.first_seen)}{data.last_seen && data.last_seen !== data.first_seen ? <>، {t('lastSeen')} {day(data.last_seen)}</> : null}</span>
        </p>
        {data.contested && <p class="contested-note"><span class="contested">{t('contestedWhy')}</span> {contested(data.contested_why)}</p>}
        {(data.corrections ?? []).length > 0 && (
          <div class="corrected-note"><span class="corrected">{t('userWord')}</span>
            <ul>{data.corrections!.map((c) => <li key={c.line}><CorrectionSaid item={c} /></li>)}</ul></div>
        )}
      </header>
      <div class="stances">
        {STANCES.map((stance) => {
          const here = told.filter((x) => x.stance === stance);
          return (
            <section key={stance} class={'panel is-' + stance} aria-labelledby={'who-' + stance}>
              <h2 id={'who-' + stance}><StanceMark stance={stance} />{t(WHO[stance])} <span class="count">{number(data[stance])}</span></h2>
              {here.length === 0 && <p class="quiet">{t('nobody')}</p>}
              <Some of={here} most={7}>{(some) => <ul>
                {some.map((x) => (
                  <li key={x.who + x.code}>
                    <p><b><W>{x.who}</W></b> {x.code && <bdi class="code" lang="en" dir="ltr" title={codeName(x.code)}>{x.code}</bdi>} {x.own && <span class="quiet">{t('ownVoice')}</span>}</p>
                    <Sources of={x.voices} />
                  </li>
                ))}
              </ul>}</Some>
            </section>
          );
        })}
      </div>
      <section class="panel" aria-labelledby="chains-title">
        <h2 id="chains-title">{t('chains')}</h2>
        <Chains all={all} />
      </section>
      <Figures mentions={data.mentions} />
      <section aria-labelledby="mentions-title" class="mentions">
        <div class="head"><h2 id="mentions-title">{t('mentions')}</h2> <span class="quiet">{t('mentionsN', { n: data.mention_count ?? data.mentions.length })}{(data.mention_count ?? 0) > data.mentions.length && <> ({t('shown', { n: data.mentions.length, total: data.mention_count! })})</>}</span></div>
        <Some of={apart} most={12}>{(some) => <div class="rows">
          {some.map(([m, ...copies]) => (
            <div key={m!.key}>
              <EventRow event={m!} within />
              {copies.length > 0 && <details class="copies"><summary>{t('withCopies', { n: copies.length })}</summary><div class="rows">{copies.map((c) => <EventRow key={c.key} event={c} within />)}</div></details>}
            </div>
          ))}
        </div>}</Some>
      </section>
      <Why why={data.why} />
    </article>
  );
}

/** What makes a claim contested, in the reader's language where the ledger's words are known. */
function contested(why: string | null | undefined) {
  return (why ?? '').split('; ').filter(Boolean).map((part, i) => {
    const denied = /^(\d+) chains? against (\d+) that deny it$/.exec(part);
    const clash = /^(\w*): (.+?) against (.+)$/.exec(part);
    const figure = (words: string) => {
      const found = /^(?:(\d+) to )?(\d+)$/.exec(words);
      const least = /^at least (\d+)$/.exec(words);
      return least ? range(Number(least[1]), null) : found ? range(Number(found[1] ?? found[2]), Number(found[2])) : words;
    };
    return <span key={i} class="reason">{denied ? t('deniedBy', { a: Number(denied[1]), b: Number(denied[2]) }) : clash ? <>{named('figure_', clash[1]!)}: <bdi>{figure(clash[2]!)}</bdi> {t('against')} <bdi>{figure(clash[3]!)}</bdi></> : <bdi lang="en">{part}</bdi>}</span>;
  });
}

/** Why mentions were put together, in whatever form the ledger says it. */
function Why({ why }: { why: unknown }) {
  const lines = (Array.isArray(why) ? why : typeof why === 'string' ? why.split(/\n|; /) : []).map((w: unknown) => (typeof w === 'string' ? w : Object.values(w as object).join(' · '))).filter(Boolean);
  if (lines.length === 0) return null;
  return <details class="table"><summary>{t('why')}</summary><ul class="lines">{lines.map((l, i) => <li key={i} dir="auto">{l}</li>)}</ul></details>;
}
