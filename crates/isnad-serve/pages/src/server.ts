//! Decides how the server is asked: one place that knows its addresses, its errors and the token.

import { useEffect, useState } from 'preact/hooks';

const ROOT = 'api/v1/';
const TOKEN = 'isnad.token';

/** An error as the server words it: what happened, where, and what to do. */
export class Fault extends Error {
  constructor(readonly what: string, readonly where: string, readonly todo: string, readonly status: number) {
    super(what);
  }
}

/** Takes a token out of the address's fragment, once, so that it is neither shown nor shared. */
export function takeToken(): boolean {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) return false;
  sessionStorage.setItem(TOKEN, decodeURIComponent(found[1]!));
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

function headers(more: Record<string, string> = {}): Record<string, string> {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...more, authorization: 'Bearer ' + token } : more;
}

async function told(answer: Response): Promise<Fault> {
  let said: { what?: string; where?: string; do?: string } = {};
  try {
    said = ((await answer.json()) as { error?: typeof said }).error ?? {};
  } catch {
    // No body that says more than the status.
  }
  return new Fault(said.what ?? answer.status + ' ' + answer.statusText, said.where ?? '', said.do ?? '', answer.status);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(ROOT + path, { ...init, credentials: 'same-origin' });
  } catch (e) {
    if ((e as Error).name === 'AbortError') throw e;
    throw new Fault('unreachable', '', '', 0);
  }
  if (!answer.ok) throw await told(answer);
  return answer;
}

const kept = new Map<string, unknown>();
const KEPT = 60;
const waiting = new Set<() => void>();
let epoch = 0;

/** Forgets all answers and asks again: the ledger has changed. */
export function forget(): void {
  kept.clear();
  epoch++;
  for (const again of waiting) again();
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send(path, { headers: headers({ accept: 'application/json' }), signal })).json() as Promise<T>;
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await send(path, {
    method: 'POST',
    headers: headers({ 'content-type': 'application/json', 'x-isnad': '1' }),
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return (text ? JSON.parse(text) : {}) as T;
}

export async function remove(path: string): Promise<void> {
  await send(path, { method: 'DELETE', headers: headers({ 'x-isnad': '1' }) });
}

/** The address of a file to be saved. */
export const fileAddress = (path: string) => ROOT + path;

/** A file to be saved, where a link cannot carry the token. */
export async function file(path: string): Promise<Blob> {
  return (await send(path, { headers: headers() })).blob();
}

export interface Answer<T> { data: T | null; fault: Fault | null; busy: boolean; asked: string | null }

/** Asks whenever `path` changes, and shows the last answer until the next one comes. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>(() => ({
    data: path !== null ? ((kept.get(path) as T | undefined) ?? null) : null, fault: null, busy: path !== null && !kept.has(path), asked: path,
  }));
  const [turn, setTurn] = useState(epoch);
  useEffect(() => {
    const again = () => setTurn(epoch);
    waiting.add(again);
    return () => void waiting.delete(again);
  }, []);
  useEffect(() => {
    if (path === null) {
      setAnswer({ data: null, fault: null, busy: false, asked: null });
      return;
    }
    const before = kept.get(path) as T | undefined;
    if (before !== undefined) {
      setAnswer({ data: before, fault: null, busy: false, asked: path });
      return;
    }
    const stop = new AbortController();
    setAnswer((a) => ({ ...a, fault: null, busy: true }));
    get<T>(path, stop.signal).then(
      (data) => {
        kept.set(path, data);
        if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
        setAnswer({ data, fault: null, busy: false, asked: path });
      },
      (fault: unknown) => {
        if (stop.signal.aborted) return;
        setAnswer({ data: null, fault: fault instanceof Fault ? fault : new Fault(String(fault), '', '', 0), busy: false, asked: path });
      },
    );
    return () => stop.abort();
  }, [path, turn]);
  // What is shown until then is the answer to another question.
  return answer.asked === path ? answer : { ...answer, busy: path !== null };
}
