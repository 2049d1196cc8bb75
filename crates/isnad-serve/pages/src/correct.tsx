//! Decides how a reader corrects: merges, splits, rejects or recodes mentions. What is sent goes into the user's own file; evidence
//! stays as it is.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Codes, Correction, EventItem, Facets, Kind, State } from './record';
import { Fault, forget, get, post, remove, useAnswer } from './server';
import { modeName, typeName } from './names';
import { day, t, typedIn } from './language';
import { Wrong } from './parts';
import { Quoted, W } from './words';

interface Picked { key: string; type: string; words: string; publisher: string; day: string }
const KEY = 'isnad.picked';

let picked: Picked[] = read();
const heard = new Set<() => void>();

function read(): Picked[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Picked[];
  } catch {
    return [];
  }
}

function pick(to: Picked[]): void {
  picked = to;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(to));
  } catch {
    // They hold for this page alone, then.
  }
  for (const hear of heard) hear();
}

function usePicked(): Picked[] {
  const [, turn] = useState(0);
  useEffect(() => {
    const hear = () => turn((n) => n + 1);
    heard.add(hear);
    return () => void heard.delete(hear);
  }, []);
  return picked;
}

export interface Told { items: Correction[]; version: string; faults?: string[] }
const MOST = 6;

/** Appends corrections and waits until claims are derived with them. Merging and splitting are told in pairs: of several, all are one
 * with the first, or each is apart from each other. */
async function append(kind: Kind, mentions: string[], value: string | undefined, why: string): Promise<void> {
  let { version } = await get<Told>('corrections');
  const [first, ...rest] = mentions;
  const told = kind === 'same' ? rest.map((m) => [first!, m]) : kind === 'different' ? mentions.flatMap((a, i) => mentions.slice(i + 1).map((b) => [a, b])) : [mentions];
  for (const about of told) version = (await post<{ version?: string }>('corrections', { kind, mentions: about, ...(value ? { value } : {}), ...(why ? { why } : {}), version })).version ?? version;
  void settle();
}

export async function takeBack(line: number, version: string): Promise<void> {
  await remove('corrections/' + line + '?version=' + encodeURIComponent(version));
  void settle();
}

/** Forgets what was read, at once and again when the new state is there. */
async function settle(): Promise<void> {
  forget();
  for (let i = 0; i < 150; i++) {
    await new Promise((done) => setTimeout(done, i < 5 ? 400 : 2000));
    try {
      if (!(await get<State>('state')).busy) break;
    } catch {
      break;
    }
  }
  forget();
}

/** A window over the page, closed by Escape. */
export function Window({ title, children, onClose }: { title: string; children: ComponentChildren; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const held = dialog.current;
    held?.showModal();
    return () => held?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose} onClick={(e) => e.target === dialog.current && dialog.current?.close()}>
      <div class="window">
        <div class="head"><h2 id={id}>{title}</h2><button type="button" class="plain" onClick={() => dialog.current?.close()}>{t('close')}</button></div>
        {children}
      </div>
    </dialog>
  );
}

function useSending(done: () => void) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const sendIt = (what: () => Promise<void>) => {
    setBusy(true);
    setFault(null);
    what().then(
      () => {
        setBusy(false);
        done();
      },
      (e: unknown) => {
        setBusy(false);
        setFault(e instanceof Fault ? (e.status === 409 ? new Fault(t('conflict'), '', '', 409) : e) : new Fault(String(e), '', '', 0));
      },
    );
  };
  return { fault, busy, sendIt };
}

/** The button beside an event, and the window that it opens. */
export function Correct({ mention, event }: { mention: string; event: EventItem }) {
  const all = usePicked();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<'reject' | 'recode'>('reject');
  const [type, setType] = useState(event.type);
  const [mode, setMode] = useState(event.mode ?? '');
  const [why, setWhy] = useState('');
  const { fault, busy, sendIt } = useSending(() => setOpen(false));
  const codes = useAnswer<Codes>(open ? 'codes' : null).data;
  // Only the server knows which modes a type has; those in use are offered.
  const used = useAnswer<Facets>(open && kind === 'recode' ? 'facets?of=events&fields=mode&top=60&type=' + encodeURIComponent(type) : null).data?.facets.mode ?? [];
  const isPicked = all.some((p) => p.key === mention);
  const name = useId();
  return (
    <>
      <button type="button" class="plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t('correct')}</button>
      {open && (
        <Window title={t('correct')} onClose={() => setOpen(false)}>
          <p><b>{typeName(event.type)}</b> <Quoted>{event.trigger}</Quoted> <bdi class="code" lang="en" dir="ltr">{mention}</bdi></p>
          <p class="quiet">{t('correctHint')}</p>
          <p><button type="button" aria-pressed={isPicked} onClick={() => {
            pick(isPicked ? all.filter((p) => p.key !== mention) : [...all.slice(0, MOST - 1), { key: mention, type: event.type, words: event.trigger ?? '', publisher: event.publisher ?? '', day: event.day ?? '' }]);
            setOpen(false);
          }}>{isPicked ? t('unpick') : t('pick')}</button></p>
          <form onSubmit={(e) => {
            e.preventDefault();
            sendIt(() => append(kind, [mention], kind === 'recode' ? recoded(type, mode) : undefined, why.trim()));
          }}>
            <fieldset>
              <legend class="hidden">{t('kind')}</legend>
              <label class="tick"><input type="radio" name={name} checked={kind === 'reject'} onChange={() => setKind('reject')} /> {t('reject')}</label>
              <label class="tick"><input type="radio" name={name} checked={kind === 'recode'} onChange={() => setKind('recode')} /> {t('recode')}</label>
            </fieldset>
            {kind === 'recode' && (
              <p class="fields">
                <label><span>{t('type')}</span> <select value={type} onChange={(e) => (setType(e.currentTarget.value), setMode(''))}>
                  {[...new Set([event.type, ...Object.keys(codes?.types ?? {})])].map((v) => <option key={v} value={v}>{typeName(v)}</option>)}</select></label>
                <label><span>{t('mode')}</span> <select value={mode} onChange={(e) => setMode(e.currentTarget.value)}>
                  <option value="">—</option>{[...new Set([...(event.mode && type === event.type ? [event.mode] : []), ...used.map((u) => u.value)])].map((v) => <option key={v} value={v}>{modeName(v)}</option>)}</select></label>
              </p>
            )}
            <label class="why"><span>{t('whyNote')}</span> <input dir={typedIn(why)} value={why} placeholder={t('whyHint')} onInput={(e) => setWhy(e.currentTarget.value)} /></label>
            {fault && <Wrong fault={fault} />}
            <p><button type="submit" class="main" disabled={busy}>{t('save')}</button> <button type="button" onClick={() => setOpen(false)}>{t('cancel')}</button></p>
          </form>
        </Window>
      )}
    </>
  );
}

const recoded = (type: string, mode: string) => (mode ? type + '/' + mode : type);

/** What was picked to be merged or split, at the foot of every page while there is any. */
export function Basket() {
  const all = usePicked();
  const [kind, setKind] = useState<'same' | 'different' | null>(null);
  const [why, setWhy] = useState('');
  const { fault, busy, sendIt } = useSending(() => {
    setKind(null);
    setWhy('');
    pick([]);
  });
  if (all.length === 0) return null;
  return (
    <section class="basket" aria-label={t('basket')}>
      <span role="status">{t('picked', { n: all.length })}</span>
      <button type="button" disabled={all.length < 2} onClick={() => setKind('same')}>{t('same')}</button>
      <button type="button" disabled={all.length < 2} onClick={() => setKind('different')}>{t('different')}</button>
      <button type="button" class="plain" onClick={() => pick([])}>{t('emptyBasket')}</button>
      {all.length < 2 && <span class="quiet">{t('needTwo')}</span>}
      {kind && (
        <Window title={t(kind)} onClose={() => setKind(null)}>
          <ul class="picked">
            {all.map((p) => (
              <li key={p.key}><b>{typeName(p.type)}</b> <Quoted>{p.words}</Quoted> <W>{p.publisher}</W> {day(p.day)} <bdi class="code" lang="en" dir="ltr">{p.key}</bdi></li>
            ))}
          </ul>
          <p class="quiet">{t('correctHint')}</p>
          <form onSubmit={(e) => {
            e.preventDefault();
            sendIt(() => append(kind, all.map((p) => p.key), undefined, why.trim()));
          }}>
            <label class="why"><span>{t('whyNote')}</span> <input dir={typedIn(why)} value={why} placeholder={t('whyHint')} onInput={(e) => setWhy(e.currentTarget.value)} /></label>
            {fault && <Wrong fault={fault} />}
            <p><button type="submit" class="main" disabled={busy}>{t('save')}</button> <button type="button" onClick={() => setKind(null)}>{t('cancel')}</button></p>
          </form>
        </Window>
      )}
    </section>
  );
}
