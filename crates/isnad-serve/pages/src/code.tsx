//! Decides how a text that a reader pastes is read and shown; it is kept nowhere.

import { useState } from 'preact/hooks';
import type { Attribution, Count, EventRow, Link, Party, ReportWhole, Span, Stance } from './record';
import { Fault, post } from './server';
import { ReportBody } from './report';
import { t } from './language';
import { Wrong } from './parts';

type Quote = Span & { text: string };
/** What docs/RECORD.md says of a record. */
interface Coded {
  id: string; lang?: string; title?: string; text: string; publishers?: string[]; published?: string; diagnostics?: string[];
  attributions: { id: string; cue: Quote | null; source: Party | null; stance: Stance; content: Quote; in: string | null; via?: Quote; rule: string }[];
  events: { id: string; type: string; mode?: string; status: string; trigger: Quote; actor: Party[]; recipient: Party[]; date: string | null; date_span?: Quote;
    place: (Quote & { name?: string; country?: string }) | null; counts?: (Omit<Count, 'text'> & { span: Quote })[]; in: string[]; isnad: Link[][]; confidence: number; rule: string }[];
}

/** A record as rows of the ledger. */
export function asReport(coded: Coded): ReportWhole {
  return {
    report: '', title: coded.title ?? null, text: coded.text, lang: coded.lang ?? 'ar', publishers: coded.publishers ?? [], published: coded.published ?? null, diagnostics: coded.diagnostics ?? [],
    attributions: coded.attributions.map((a): Attribution => ({
      attribution: a.id, cue: a.cue?.text ?? null, cue_start: a.cue?.start ?? null, cue_end: a.cue?.end ?? null,
      source: a.source?.text ?? null, source_start: a.source?.start ?? null, source_end: a.source?.end ?? null, source_code: a.source?.code ?? null, source_name: a.source?.name ?? null,
      stance: a.stance, content: a.content.text, content_start: a.content.start, content_end: a.content.end, within: a.in, via: a.via?.text ?? null, via_start: a.via?.start ?? null, via_end: a.via?.end ?? null, rule: a.rule,
    })),
    events: coded.events.map((e): EventRow => ({
      event: e.id, type: e.type, mode: e.mode ?? null, status: e.status, trigger: e.trigger.text, trigger_start: e.trigger.start, trigger_end: e.trigger.end,
      actors: e.actor, recipients: e.recipient, date: e.date, date_words: e.date_span?.text ?? null, date_words_start: e.date_span?.start ?? null, date_words_end: e.date_span?.end ?? null,
      place: e.place, counts: (e.counts ?? []).map((c) => ({ of: c.of, low: c.low, high: c.high, text: c.span.text, start: c.span.start, end: c.span.end })),
      within: e.in, chains: e.isnad, confidence: e.confidence, rule: e.rule,
    })),
  };
}

export function Code() {
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [published, setPublished] = useState('');
  const [read, setRead] = useState<ReportWhole | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  return (
    <section class="results alone try" aria-labelledby="title">
      <h1 id="title" tabIndex={-1}>{t('code')}</h1>
      <p class="quiet">{t('tryHint')}</p>
      <form onSubmit={(e) => {
        e.preventDefault();
        setBusy(true);
        setFault(null);
        post<Coded>('code', { id: 'text', ...(title ? { title } : {}), body, ...(published ? { published } : {}) }).then(
          (coded) => {
            setBusy(false);
            setRead(asReport(coded));
          },
          (wrong: unknown) => {
            setBusy(false);
            setFault(wrong instanceof Fault ? wrong : new Fault(String(wrong), '', '', 0));
          },
        );
      }}>
        <label><span>{t('tryTitle')}</span> <input dir="auto" value={title} onInput={(e) => setTitle(e.currentTarget.value)} /></label>
        <label><span>{t('tryBody')}</span> <textarea dir="auto" rows={8} required value={body} onInput={(e) => setBody(e.currentTarget.value)} /></label>
        <p class="fields"><label><span>{t('tryDay')}</span> <input type="date" value={published} onChange={(e) => setPublished(e.currentTarget.value)} /></label>
          <button type="submit" class="main" disabled={busy}>{t('tryRead')}</button></p>
      </form>
      {fault && <Wrong fault={fault} />}
      {read && <ReportBody report={read} explained={[]} level={2} />}
    </section>
  );
}
