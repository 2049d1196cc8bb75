//! Decides how a report is shown: its text unchanged, its records marked in it, and a side list that steps through them.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Attribution, EventItem, EventRow, Explained, Marked, Place, ReportWhole, Stance } from './record';
import { Offsets } from './code-points';
import { Address, pageOf } from './address';
import { A, go, useHere } from './router';
import { forget, useAnswer } from './server';
import { day, named, number, t } from './language';
import { ChainSaid, CountSaid, PartySaid, PlaceSaid, StanceSaid, Waiting, Wrong } from './parts';
import { Beside, Kind, Publishers } from './lists';
import { Correct } from './correct';
import { Lines } from './explain';
import { Quoted, W, Words } from './words';
import { languageName } from './language';
import { SaveRows } from './saving';

/** An attribution or event, with where it begins and how deep it stands in attributions. */
export interface Rec { id: string; start: number; end: number; depth: number; attribution?: Attribution; event?: EventRow }

const has = (start: number | null | undefined, end: number | null | undefined): start is number => typeof start === 'number' && typeof end === 'number' && start < end;

export function records(report: ReportWhole): Rec[] {
  const within = new Map(report.attributions.map((a) => [a.attribution, a.within ?? null]));
  const depth = (id: string | null | undefined): number => {
    let n = 0;
    for (let at = id ?? null; at && n < 20; at = within.get(at) ?? null) n++;
    return n;
  };
  const all: Rec[] = [];
  for (const a of report.attributions) {
    const own: [number | null | undefined, number | null | undefined] = has(a.cue_start, a.cue_end) ? [a.cue_start, a.cue_end] : [a.content_start, a.content_end];
    all.push({ id: a.attribution, start: own[0] ?? 0, end: own[1] ?? 0, depth: depth(a.within), attribution: a });
  }
  for (const e of report.events) all.push({ id: e.event, start: e.trigger_start, end: e.trigger_end, depth: Math.max(0, ...(e.within ?? []).map(depth)), event: e });
  return all.sort((a, b) => a.start - b.start || b.end - a.end || a.id.localeCompare(b.id));
}

/** The spans to be marked: of all records while none is chosen, else of that one and what it stands in. */
export function marksOf(report: ReportWhole, all: Rec[], chosen: Rec | null): Marked[] {
  const out: Marked[] = [];
  const put = (role: string, start: number | null | undefined, end: number | null | undefined, stance?: Stance, depth?: number) => {
    // What two voices say in the same words has a rail for each.
    if (has(start, end) && (stance || !out.some((m) => m.role === role && m.start === start && m.end === end))) out.push({ role, start, end: end!, stance, depth });
  };
  const byId = new Map(report.attributions.map((a) => [a.attribution, a]));
  if (!chosen) {
    for (const r of all) {
      if (r.event) put('trigger', r.event.trigger_start, r.event.trigger_end);
      else put('content', r.attribution!.content_start, r.attribution!.content_end, r.attribution!.stance, r.depth), put('cue', r.attribution!.cue_start, r.attribution!.cue_end);
    }
    return out;
  }
  const outer = (first: (string | null | undefined)[]) => {
    const seen = new Set<string>();
    for (const start of first)
      for (let at = start ? byId.get(start) : undefined; at && !seen.has(at.attribution); at = at.within ? byId.get(at.within) : undefined) {
        seen.add(at.attribution);
        put('outer', at.content_start, at.content_end, at.stance, -seen.size);
      }
  };
  if (chosen.event) {
    const e = chosen.event;
    put('trigger', e.trigger_start, e.trigger_end);
    for (const p of e.actors) put('actor', p.start, p.end);
    for (const p of e.recipients) put('recipient', p.start, p.end);
    const place = placeOf(e);
    put('place', place?.start, place?.end);
    put('date', e.date_words_start, e.date_words_end);
    for (const c of e.counts ?? []) put('count', c.start, c.end);
    outer(e.within ?? []);
  } else {
    const a = chosen.attribution!;
    put('cue', a.cue_start, a.cue_end);
    put('source', a.source_start, a.source_end);
    put('via', a.via_start, a.via_end);
    put('content', a.content_start, a.content_end, a.stance);
    outer([a.within]);
  }
  for (const r of all) if (r.event && r.id !== chosen.id && !out.some((m) => m.role === 'trigger' && m.start === r.start && m.end === r.end)) put('other', r.start, r.end);
  return out;
}

export function placeOf(e: EventRow): Place | null {
  if (e.place && typeof e.place === 'object') return e.place;
  if (!e.place && !e.place_name) return null;
  return { text: e.place as string | null, start: e.place_start ?? undefined, end: e.place_end ?? undefined, name: e.place_name, country: e.place_country };
}

export function Report({ id }: { id: string }) {
  const { data, fault, busy } = useAnswer<ReportWhole>('reports/' + encodeURIComponent(id));
  const explained = useAnswer<Explained[] | { items: Explained[] }>('reports/' + encodeURIComponent(id) + '/explain').data;
  if (fault) return <section class="results alone"><h1 id="title" tabIndex={-1}>{t('report')}</h1><Wrong fault={fault} again={forget} /></section>;
  if (!data) return <section class="results alone"><h1 id="title" tabIndex={-1}>{t('report')}</h1>{busy && <Waiting />}</section>;
  return <ReportBody report={data} explained={Array.isArray(explained) ? explained : (explained?.items ?? [])} />;
}

export function ReportBody({ report, explained, level = 1 }: { report: ReportWhole; explained: Explained[]; level?: 1 | 2 }) {
  const here = useHere();
  const all = useMemo(() => records(report), [report]);
  const chosen = all.find((r) => r.id === here.one('at')) ?? null;
  const spans = useMemo(() => marksOf(report, all, chosen), [report, all, chosen?.id]);
  const choose = (id: string | null) => go(here.set({ at: id }), true);
  const rtl = ['ar', 'fa', 'he', 'ur'].includes(report.lang ?? 'ar');
  const Title = level === 1 ? 'h1' : 'h2';

  /** The record that a reader points at: the narrowest one whose words these are. */
  const point = (at: number) => {
    const near = all.flatMap((r) => {
      const out: { r: Rec; size: number }[] = [];
      if (r.start <= at && at < r.end) out.push({ r, size: r.end - r.start });
      const a = r.attribution;
      if (a && has(a.content_start, a.content_end) && a.content_start! <= at && at < a.content_end!) out.push({ r, size: 1000 + a.content_end! - a.content_start! });
      return out;
    }).sort((x, y) => x.size - y.size)[0];
    choose(near ? near.r.id : null);
  };

  return (
    <article class="report results alone" aria-labelledby={level === 1 ? "title" : "read-title"}>
      <header>
        <p class="crumb quiet">{t('report')} <bdi class="code" lang="en" dir="ltr">{report.report}</bdi></p>
        <Title id={level === 1 ? "title" : "read-title"} tabIndex={-1}><W lang={report.lang ?? undefined}>{report.title || t('untitled')}</W></Title>
        <p class="meta">
          <Publishers report={report} />
          <time dateTime={report.day ?? undefined}>{day(report.published ?? report.day, 'long')}</time>
          {report.lang && <span>{languageName(report.lang)}</span>}
          {report.withdrawn && <span class="contested">{t('withdrawn')}</span>}
          {report.words ? <span>{t('wordsN', { n: report.words })}</span> : null}
          {report.url && <span class="quiet">{t('original')}: <bdi class="code url" dir="ltr">{report.url}</bdi></span>}
          {level === 1 && <A to={Address.parse('').set({ view: 'events', report: report.report })}>{t('showEvents')}</A>}
          <span class="saving"><span class="quiet" aria-hidden="true">{t('export')}</span> <SaveRows name={'isnad-' + (report.report || 'report')} rows={() => rowsOf(report, all)} /></span>
        </p>
        {report.copies?.group && (
          <p class="meta">
            {report.copies.origin && report.copies.origin !== report.report
              ? <span>{t('copiedFrom')} <A to={pageOf('report', report.copies.origin)}><bdi class="code" lang="en" dir="ltr">{report.copies.origin}</bdi></A> <span class="quiet">{named('relation_', report.copies.relation ?? '')}{typeof report.copies.share === 'number' ? <> <bdi>{number(Math.round(report.copies.share * 100))}%</bdi></> : null}</span></span>
              : <span>{t('isOrigin')}</span>}
          </p>
        )}
        {(report.diagnostics ?? []).length > 0 && <details class="table"><summary>{t('diagnostics')}</summary><ul class="lines">{report.diagnostics!.map((d, i) => <li key={i} dir="auto">{d}</li>)}</ul></details>}
      </header>
      <div class="reading">
        <div class="page-of-text" dir={rtl ? 'rtl' : 'ltr'}>
          <Words class="report-text" whole text={report.text} spans={spans} lang={report.lang} show={chosen ? { start: chosen.start, end: chosen.end } : null} onPoint={point} />
        </div>
        <Records all={all} report={report} chosen={chosen} choose={choose} explained={explained} />
      </div>
    </article>
  );
}

function Legend({ chosen }: { chosen: Rec | null }) {
  const roles = !chosen ? ['trigger', 'cue', 'content'] : chosen.event ? ['trigger', 'actor', 'recipient', 'place', 'date', 'count', 'content'] : ['cue', 'source', 'content', 'via'];
  return <ul class="legend roles" aria-label={t('legend')}>{roles.map((r) => <li key={r}><span class={'swatch-' + r}>{named('role_', r)}</span></li>)}</ul>;
}

function Records({ all, report, chosen, choose, explained }: { all: Rec[]; report: ReportWhole; chosen: Rec | null; choose: (id: string | null) => void; explained: Explained[] }) {
  const list = useRef<HTMLOListElement>(null);
  const at = chosen ? all.indexOf(chosen) : -1;
  useEffect(() => {
    const card = list.current?.querySelector<HTMLElement>('li.current');
    const box = list.current;
    if (!card || !box) return;
    const [c, b] = [card.getBoundingClientRect(), box.getBoundingClientRect()];
    if (box.scrollHeight > box.clientHeight && (c.top < b.top || c.bottom > b.bottom)) box.scrollTop += c.top - b.top - 12;
  }, [chosen?.id]);
  const step = (by: number) => {
    const to = all[(at + by + all.length) % all.length] ?? all[0];
    if (to) choose(to.id);
  };
  const rest = explained.filter((x) => typeof x.about !== 'string' || !all.some((r) => r.id === x.about));
  return (
    <aside class="records" aria-labelledby="records-title">
      <div class="head">
        <h2 id="records-title">{t('records')}</h2>
        <span class="quiet" role="status">{chosen ? t('showing', { n: at + 1, total: all.length }) : number(all.length)}</span>
        <span class="buttons">
          <button type="button" onClick={() => step(chosen ? -1 : 0)} disabled={all.length === 0}>{t('previous')}</button>
          <button type="button" onClick={() => step(1)} disabled={all.length === 0}>{t('next')}</button>
          {chosen && <button type="button" class="plain" onClick={() => choose(null)}>{t('unchoose')}</button>}
        </span>
      </div>
      <Legend chosen={chosen} />
      {all.length === 0 && <p class="quiet">{t('recordsNone')}</p>}
      {all.length > 0 && <p class="hint quiet">{t('recordsHint')}</p>}
      <ol ref={list} class="record-list" onKeyDown={(e) => {
        // Radios step with the arrows by themselves; Home and End are what they lack.
        if (e.key === 'Escape') choose(null);
        const to = e.key === 'Home' ? all[0] : e.key === 'End' ? all.at(-1) : null;
        if (!to || !(e.target instanceof HTMLInputElement)) return;
        e.preventDefault();
        choose(to.id);
        list.current?.querySelector<HTMLInputElement>(`input[value="${to.id}"]`)?.focus();
      }}>
        {all.map((r) => (
          <li key={r.id} class={(r === chosen ? 'current ' : '') + (r.event ? 'an-event' : 'an-attribution')} data-depth={Math.min(4, r.depth)}>
            <label>
              <input type="radio" name="record" value={r.id} checked={r === chosen} aria-describedby={r === chosen ? 'record-more' : undefined} onChange={() => choose(r.id)} />
              <span class="card">{r.event ? <EventCard event={r.event} /> : <AttributionCard attribution={r.attribution!} />}</span>
            </label>
            {r === chosen && (
              <div class="more-of-record" id="record-more">
                {r.event ? <EventMore event={r.event} report={report} /> : <AttributionMore attribution={r.attribution!} text={report.text} />}
                <Explanation lines={explained.find((x) => x.about === r.id)?.lines} rule={r.event?.rule ?? r.attribution?.rule} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {rest.length > 0 && (
        <details class="table rest"><summary>{t('explainRest')} ({number(rest.length)})</summary>
          {rest.map((x, i) => <div key={i}><h3>{typeof x.about === 'string' ? x.about : t('sentenceN', { n: x.about.sentence + 1 })}</h3><Lines lines={x.lines} /></div>)}
        </details>
      )}
    </aside>
  );
}

function Explanation({ lines, rule }: { lines?: string[]; rule?: string | null }) {
  const all = lines?.length ? lines : rule ? [rule] : [];
  return <details class="table"><summary>{t('explanation')}</summary>{all.length > 0 ? <Lines lines={all} /> : <p class="quiet">{t('explanationNone')}</p>}</details>;
}

function EventCard({ event: e }: { event: EventRow }) {
  return <><bdi class="code id" lang="en" dir="ltr">{e.event}</bdi> <Kind type={e.type} mode={e.mode} status={e.status} /> <Quoted>{e.trigger}</Quoted> <Beside of={e} /></>;
}

function AttributionCard({ attribution: a }: { attribution: Attribution }) {
  return <><bdi class="code id" lang="en" dir="ltr">{a.attribution}</bdi> <StanceSaid stance={a.stance} /> {a.source ? <W>{a.source}</W> : <span class="quiet">{t('nothingSaid')}</span>} {a.cue && <Quoted>{a.cue}</Quoted>}</>;
}

function Row({ role, children }: { role: string; children: preact.ComponentChildren }) {
  return <div class="fact"><dt><span class={'swatch-' + role}>{named('role_', role)}</span></dt><dd>{children}</dd></div>;
}

function EventMore({ event: e, report }: { event: EventRow; report: ReportWhole }) {
  const claim = e.claim ?? report.claims?.[e.event] ?? null;
  const place = placeOf(e);
  const missing = <span class="quiet">{t('nothingSaid')}</span>;
  return (
    <>
      <dl>
        <Row role="actor">{e.actors.length > 0 ? e.actors.map((p, i) => <div key={i}><PartySaid party={p} /></div>) : missing}</Row>
        <Row role="recipient">{e.recipients.length > 0 ? e.recipients.map((p, i) => <div key={i}><PartySaid party={p} /></div>) : missing}</Row>
        <Row role="date">{e.date ? <>{day(e.date)} {e.date_words && <Quoted>{e.date_words}</Quoted>}</> : missing}</Row>
        <Row role="place">{place ? <PlaceSaid place={place} /> : missing}</Row>
        {(e.counts ?? []).length > 0 && <Row role="count">{e.counts!.map((c, i) => <div key={i}><CountSaid count={c} /></div>)}</Row>}
      </dl>
      <div class="voices">{e.chains.map((c, i) => <ChainSaid key={i} chain={c} />)}</div>
      <p class="meta">
        {(e.within ?? []).length > 0 && <span>{t('inside', { x: e.within!.join(', ') })}</span>}
        {typeof e.confidence === 'number' && <span class="quiet">{t('confidence')} <bdi>{number(e.confidence)}</bdi></span>}
        {claim && <A to={pageOf('claim', claim)}>{t('openClaim')}</A>}
        {report.report && <Correct mention={report.report + '/' + e.event} event={{ ...e, key: report.report + '/' + e.event, report: report.report, place: null, claim, publisher: report.publisher, day: report.day } as EventItem} />}
      </p>
    </>
  );
}

function AttributionMore({ attribution: a, text }: { attribution: Attribution; text: string }) {
  const content = useMemo(() => a.content ?? (has(a.content_start, a.content_end) ? new Offsets(text).slice(a.content_start!, a.content_end!) : ''), [a, text]);
  return (
    <>
      <dl>
        <Row role="source"><PartySaid party={{ text: a.source, code: a.source_code, name: a.source_name }} /></Row>
        {a.via && <Row role="via"><W>{a.via}</W></Row>}
        <Row role="content"><Quoted>{content}</Quoted></Row>
      </dl>
      {a.within && <p class="meta">{t('inside', { x: a.within })}</p>}
    </>
  );
}

function rowsOf(report: ReportWhole, all: Rec[]): unknown[][] {
  return [
    ['record', 'type', 'mode', 'status_or_stance', 'words', 'start', 'end', 'actors_or_source', 'recipients_or_content', 'date', 'place', 'within'],
    ...all.map((r) => r.event
      ? [r.id, r.event.type, r.event.mode, r.event.status, r.event.trigger, r.event.trigger_start, r.event.trigger_end, r.event.actors.map((p) => `${p.text ?? ''} [${p.code ?? ''}]`).join('; '), r.event.recipients.map((p) => `${p.text ?? ''} [${p.code ?? ''}]`).join('; '), r.event.date, placeOf(r.event)?.text, (r.event.within ?? []).join(' ')]
      : [r.id, 'attribution', '', r.attribution!.stance, r.attribution!.cue, r.attribution!.cue_start, r.attribution!.cue_end, `${r.attribution!.source ?? ''} [${r.attribution!.source_code ?? ''}]`, r.attribution!.content, '', '', r.attribution!.within]),
  ];
}

