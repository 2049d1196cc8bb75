//! Decides how lists of claims, events and reports look and go on.

import { useEffect, useState } from 'preact/hooks';
import type { ClaimItem, Corrected, EventItem, Figure, Page, ReportItem } from './record';
import { Address, pageOf, type Of } from './address';
import { A, go, useHere } from './router';
import { Fault, forget, get, useAnswer } from './server';
import { modeName, statusName, typeName } from './names';
import { day, days, named, number, t, type Word } from './language';
import { ChainSaid, CountSaid, Parties, PlaceSaid, StanceMark, Waiting, Wrong, range } from './parts';
import { Chosen, Filters } from './facets';
import { SaveList } from './saving';
import { Timeline } from './timeline';
import { Correct } from './correct';
import { W, Words } from './words';
import { codeName } from './names';
import { stanceName } from './names';
import { STANCES } from './record';

const SORTS: Record<Of, string[]> = {
  claims: ['-chains', '-seen', '-date', 'date', '-reports'],
  events: ['-seen', '-date', 'date', '-confidence'],
  reports: ['-seen', 'seen'],
};
const KINDS: Record<Of, string[]> = { claims: ['ndjson', 'csv'], events: ['ndjson', 'csv'], reports: ['ndjson', 'csv'] };

/** What a user or a publisher says of an event beside its record. */
export function Beside({ of }: { of: Corrected }) {
  if (!of.corrected && !of.withdrawn) return null;
  const rejected = (of.corrections ?? []).some((c) => c.kind === 'reject');
  return (
    <>
      {of.corrected && <span class="corrected">{t(rejected ? 'rejected' : 'userWord')}{of.coded_as ? ': ' + t('codedAs', { x: [typeName(of.coded_as.type), of.coded_as.mode ? modeName(of.coded_as.mode) : ''].filter(Boolean).join(' ') }) : ''}</span>}
      {of.withdrawn && <span class="contested">{t('withdrawn')}</span>}
    </>
  );
}

/** What an event or claim is, in a few words. */
export function Kind({ type, mode, status }: { type: string; mode?: string | null; status?: string | null }) {
  return (
    <span class="kind">
      <b>{typeName(type)}</b>{mode ? <span class="mode"> {modeName(mode)}</span> : null}
      {status && status !== 'actual' ? <> <span class={'status is-' + status}>{statusName(status)}</span></> : null}
    </span>
  );
}

export function When({ date, from, to }: { date?: string | null; from?: string | null; to?: string | null }) {
  const said = date ? day(date) : days(from, to);
  return said ? <time dateTime={date ?? from ?? undefined}>{said}</time> : <span class="quiet">{t('undated')}</span>;
}

export function ClaimRow({ claim }: { claim: ClaimItem }) {
  return (
    <article class="row claim-row">
      <h2>
        <A to={pageOf('claim', claim.claim)}>
          <Kind type={claim.type} mode={claim.mode} status={claim.status} />{' '}
          <span class="who"><Parties codes={claim.actors.slice(0, 3)} />{claim.recipients.length > 0 && <><Arrow /><Parties codes={claim.recipients.slice(0, 3)} /></>}</span>
        </A>
      </h2>
      <p class="meta">
        <When from={claim.date_from} to={claim.date_to} />
        {(claim.place || claim.place_country) && <span class="place"><W>{claim.place ?? codeName(claim.place_country ?? '')}</W>{claim.place_country && <> <bdi class="code" lang="en" dir="ltr" title={codeName(claim.place_country)}>{claim.place_country}</bdi></>}{claim.where?.precision && claim.where.precision !== 'point' ? <span class="quiet"> ({named('precision_', claim.where.precision)})</span> : null}</span>}
        <span>{t('chainsN', { n: claim.chains })}</span>
        <span>{t('reportsN', { n: claim.reports })}</span>
        <FiguresSaid figures={claim.figures ?? []} />
      </p>
      <p class="meta">
        <Balance claim={claim} />
        {claim.contested && <span class="contested">{t('contestedWhy')}</span>}
        {claim.corrected && <span class="corrected">{t('userWord')}</span>}
      </p>
    </article>
  );
}

/** The figures that are given, side by side by what they count. */
function FiguresSaid({ figures }: { figures: Figure[] }) {
  const kinds = [...new Set(figures.map((f) => f.of))];
  return (
    <>
      {kinds.map((of) => {
        const given = figures.filter((f) => f.of === of).sort((a, b) => b.reports - a.reports);
        const some = given.slice(0, 4).sort((a, b) => (a.low ?? 0) - (b.low ?? 0));
        return (
          <span key={of} class="figure">{named('figure_', of)}{' '}
            {some.map((f, i) => <span key={i}>{i > 0 && <span class="quiet"> / </span>}<bdi>{range(f.low, f.high)}</bdi></span>)}
            {given.length > some.length && <span class="quiet"> {t('moreN', { n: given.length - some.length })}</span>}
          </span>
        );
      })}
    </>
  );
}

/** How many independent chains take each stance. */
export function Balance({ claim }: { claim: Pick<ClaimItem, 'asserts' | 'alleges' | 'doubts' | 'denies'> }) {
  return (
    <span class="balance">
      {STANCES.filter((s) => claim[s] > 0).map((s) => <span key={s} class={'said is-' + s}><StanceMark stance={s} />{stanceName(s)} <b>{number(claim[s])}</b></span>)}
    </span>
  );
}

export function Arrow() {
  return <span class="arrow" aria-hidden="true"> {document.documentElement.dir === 'rtl' ? '←' : '→'} </span>;
}

export function EventRow({ event, lang, within }: { event: EventItem; lang?: string | null; within?: boolean }) {
  const sentence = event.sentence;
  const Heading = within ? 'h3' : 'h2';
  return (
    <article class="row event-row">
      <div class="title">
        <Heading>
          <A to={pageOf('report', event.report, event.event)}>
            <Kind type={event.type} mode={event.mode} status={event.status} />{' '}
            <span class="who"><Parties parties={event.actors} />{event.recipients.length > 0 && <><Arrow /><Parties parties={event.recipients} /></>}</span>
          </A>
        </Heading>
        <p class="meta">
          <When date={event.date} from={event.date_from} to={event.date_to} />
          <PlaceSaid place={event.place} />
          {(event.counts ?? []).map((c, i) => <CountSaid key={i} count={c} />)}
          <Beside of={event} />
        </p>
      </div>
      {sentence && <Words class="sentence" text={sentence.text} base={sentence.start} spans={event.spans ?? NONE} lang={lang ?? event.lang} />}
      <div class="voices">{event.chains.map((c, i) => <ChainSaid key={i} chain={c} />)}</div>
      <div class="meta foot">
        <span>{event.title ? <W>{event.title}</W> : null}</span>
        <span><time dateTime={event.day ?? undefined}>{day(event.day ?? event.published)}</time></span>
        {event.confidence !== null && event.confidence !== undefined && <span class="quiet">{t('confidence')} <bdi>{number(event.confidence)}</bdi></span>}
        {event.claim && !within && <A to={pageOf('claim', event.claim)}>{t('openClaim')}</A>}
        <A to={pageOf('report', event.report, event.event)}>{t('words')}</A>
        <Correct mention={event.key} event={event} />
      </div>
    </article>
  );
}
const NONE: never[] = [];

export function ReportRow({ report }: { report: ReportItem }) {
  return (
    <article class="row report-row">
      <h2><A to={pageOf('report', report.report)}><W lang={report.lang ?? undefined}>{report.title || t('untitled')}</W></A></h2>
      {report.snippet && <Words class="sentence" text={report.snippet} spans={NONE} lang={report.lang} />}
      <p class="meta">
        <Publishers report={report} />
        <time dateTime={report.day ?? undefined}>{day(report.day ?? report.published)}</time>
        {report.words ? <span>{t('wordsN', { n: report.words })}</span> : null}
        {report.withdrawn && <span class="contested">{t('withdrawn')}</span>}
        {typeof report.events === 'number' ? <span>{t('total_events', { n: report.events })}</span> : null}
      </p>
    </article>
  );
}

export function Publishers({ report }: { report: { publisher?: string | null; publishers?: string[] } }) {
  const all = report.publishers?.length ? report.publishers : report.publisher ? [report.publisher] : [];
  return <span class="publishers">{all.map((p, i) => <span key={i}>{i > 0 && <span class="quiet"> / </span>}<W>{p}</W></span>)}</span>;
}

/** A list that goes on from page to page without losing its place. */
function usePages<T>(of: Of, query: string) {
  const first = useAnswer<Page<T>>(of + '?' + query);
  const [more, setMore] = useState<{ query: string; items: T[]; next: string | null; fault: Fault | null; busy: boolean }>({ query, items: [], next: null, fault: null, busy: false });
  const now = more.query === query ? more : { query, items: [] as T[], next: first.data?.next ?? null, fault: null, busy: false };
  useEffect(() => setMore({ query, items: [], next: first.data?.next ?? null, fault: null, busy: false }), [first.data, query]);
  const goOn = () => {
    if (!now.next || now.busy) return;
    setMore({ ...now, busy: true });
    get<Page<T>>(of + '?' + query + '&cursor=' + encodeURIComponent(now.next)).then(
      (page) => setMore({ query, items: [...now.items, ...page.items], next: page.next, fault: null, busy: false }),
      (fault: unknown) => setMore({ ...now, fault: fault instanceof Fault ? fault : new Fault(String(fault), '', '', 0), busy: false }),
    );
  };
  return { first, items: [...(first.data?.items ?? []), ...now.items], next: first.busy ? null : now.next, goOn, fault: now.fault, busy: now.busy };
}

export function List({ of }: { of: Of }) {
  const here = useHere();
  const sorts = here.one('q') ? ['-relevance', ...SORTS[of]] : SORTS[of];
  const sort = sorts.includes(here.one('sort')) ? here.one('sort') : sorts[0]!;
  const pages = usePages<ClaimItem & EventItem & ReportItem>(of, here.query({ sort, limit: 30 }));
  const { first } = pages;
  const total = first.data?.total ?? 0;
  const totalWord = ('total_' + of) as Word;
  return (
    <div class="with-side">
      <Filters />
      <section class="results" aria-labelledby="title">
        <div class="head">
          <h1 id="title" tabIndex={-1}>{t(of)}</h1>
          <p class="total" role="status" data-total={first.data ? total : undefined}>{first.data ? t(totalWord, { n: total }) : ''}</p>
          <label class="sort"><span>{t('sort')}</span>
            <select value={sort} onChange={(e) => go(here.set({ sort: e.currentTarget.value === sorts[0] ? null : e.currentTarget.value }))}>
              {sorts.map((s) => <option key={s} value={s}>{named('sort_', s)}</option>)}
            </select>
          </label>
          <SaveList path={of} query={here.query({ sort })} kinds={KINDS[of]} />
        </div>
        <Chosen />
        <Timeline small />
        {first.fault && <Wrong fault={first.fault} again={forget} />}
        {!first.data && first.busy && <Waiting />}
        {first.data && total === 0 && <p class="none">{t('none')}</p>}
        <div class={'rows' + (first.busy ? ' busy' : '')} aria-busy={first.busy}>
          {pages.items.map((item, i) =>
            of === 'claims' ? <ClaimRow key={item.claim} claim={item} /> : of === 'events' ? <EventRow key={item.key} event={item} lang={item.lang} /> : <ReportRow key={item.report + i} report={item} />)}
        </div>
        {pages.fault && <Wrong fault={pages.fault} again={pages.fault.status === 410 ? forget : pages.goOn} />}
        {pages.next && <p class="on"><button type="button" onClick={pages.goOn} disabled={pages.busy}>{t('loadMore')}</button> <span class="quiet">{t('shown', { n: pages.items.length, total })}</span></p>}
      </section>
    </div>
  );
}

export const listAddress = (view: Of) => Address.parse('').set({ view: view === 'claims' ? null : view });
