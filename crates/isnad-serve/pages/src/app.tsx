//! Decides the frame of every page: who we are, where one can go, words to search, language, colours and the ledger's state.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewName } from './address';
import { Address } from './address';
import { A, go, Router, useHere } from './router';
import type { Codes, State } from './record';
import { useAnswer, forget, get } from './server';
import { setCodes } from './names';
import { direction, language, setLanguage, t, typedIn } from './language';
import { List } from './lists';
import { Overview } from './overview';
import { Claim } from './claim';
import { Report } from './report';
import { Corrections } from './corrections';
import { Code } from './code';
import { Basket } from './correct';

const PLACES: ViewName[] = ['claims', 'events', 'reports', 'overview', 'corrections', 'code'];
const SCHEME = 'isnad.scheme';

export function App() {
  return <Router><Frame /></Router>;
}

function Frame() {
  const here = useHere();
  const [, redraw] = useState(0);
  const codes = useAnswer<Codes>('codes');
  if (codes.data) setCodes(codes.data);
  const main = useRef<HTMLElement>(null);
  const page = here.view + ' ' + here.one('id');
  const before = useRef(page);

  useEffect(() => {
    document.documentElement.lang = language();
    document.documentElement.dir = direction();
  });
  useEffect(() => {
    document.title = [here.view === 'claim' || here.view === 'report' ? t(here.view) + (/^[\w-]+$/.test(here.one('id')) ? ' ' + here.one('id') : '') : t(here.view), t('brand')].join(' · ');
    if (before.current === page) return;
    before.current = page;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [page, language()]);

  return (
    <>
      <a class="skip" href="#main" onClick={(e) => {
        e.preventDefault();
        main.current?.focus();
      }}>{t('skip')}</a>
      <Head redraw={() => redraw((n) => n + 1)} />
      <main id="main" ref={main} tabIndex={-1} key={language()}>
        <Shown />
      </main>
      <Basket />
      <Foot />
    </>
  );
}

function Shown() {
  const here = useHere();
  const id = here.one('id');
  switch (here.view) {
    case 'overview': return <Overview />;
    case 'claim': return <Claim key={id} id={id} />;
    case 'report': return <Report key={id} id={id} />;
    case 'corrections': return <Corrections />;
    case 'code': return <Code />;
    default: return <List key={here.of} of={here.of} />;
  }
}

function Head({ redraw }: { redraw: () => void }) {
  const here = useHere();
  const [q, setQ] = useState(here.one('q'));
  useEffect(() => setQ(here.one('q')), [here.one('q')]);
  const keeps = ['claims', 'events', 'reports', 'overview'].includes(here.view);
  const to = (view: ViewName) => (keeps && view !== 'corrections' && view !== 'code' ? Address.parse('?' + here.query()) : Address.parse('')).set({ view: view === 'claims' ? null : view });
  return (
    <header class="top">
      <A class="brand" to={Address.parse('')}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true"><circle cx="24" cy="8" r="3.4" /><circle cx="16" cy="16" r="3.4" /><circle cx="8" cy="24" r="3.4" /><path d="M21.6 10.4l-3.2 3.2M13.6 18.4l-3.2 3.2" /></svg>
        <span>{t('brand')}</span>
      </A>
      <form role="search" onSubmit={(e) => {
        e.preventDefault();
        go((keeps ? here : Address.parse('')).set({ q: q.trim(), sort: null }));
      }}>
        <input type="search" dir={typedIn(q)} aria-label={t('searchLabel')} placeholder={t('searchHint')} value={q} onInput={(e) => setQ(e.currentTarget.value)} />
        <button type="submit">{t('search')}</button>
      </form>
      <div class="own">
        <button type="button" class="plain" lang={language() === 'ar' ? 'en' : 'ar'} onClick={() => {
          setLanguage(language() === 'ar' ? 'en' : 'ar');
          document.documentElement.lang = language();
          document.documentElement.dir = direction();
          redraw();
        }}>{language() === 'ar' ? t('toEnglish') : t('toArabic')}</button>
        <Scheme />
      </div>
      <nav aria-label={t('pages')}>
        <ul>{PLACES.map((view) => <li key={view}><A to={to(view)} aria-current={here.view === view ? 'page' : undefined}>{t(view as 'claims')}</A></li>)}</ul>
      </nav>
    </header>
  );
}

function Scheme() {
  const [scheme, setScheme] = useState(document.documentElement.dataset.scheme ?? '');
  const next = scheme === '' ? 'light' : scheme === 'light' ? 'dark' : '';
  const said = t(scheme === 'light' ? 'schemeLight' : scheme === 'dark' ? 'schemeDark' : 'schemeAuto');
  return (
    <button type="button" class="plain" title={t('scheme')} onClick={() => {
      setScheme(next);
      takeScheme(next);
    }}><svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true"><circle cx="8" cy="8" r="6" class="line" /><path d="M8 2a6 6 0 0 1 0 12z" class="full" /></svg> <span class="hidden">{t('scheme')}: </span><span class="scheme-said">{said}</span></button>
  );
}

export function takeScheme(scheme?: string): void {
  try {
    if (scheme === undefined) scheme = localStorage.getItem(SCHEME) ?? '';
    else if (scheme) localStorage.setItem(SCHEME, scheme);
    else localStorage.removeItem(SCHEME);
  } catch {
    // It holds for this page alone, then.
  }
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.scheme = scheme;
  else delete document.documentElement.dataset.scheme;
}

function Foot() {
  const { data } = useAnswer<State>('state');
  const state = data?.state;
  const busy = data?.busy;
  useEffect(() => {
    if (state === undefined) return;
    // A ledger that grows shows its new state whole, not in parts.
    const again = setInterval(() => {
      if (document.hidden) return;
      void get<State>('state').then((now) => {
        if ((now.state !== state || (busy && !now.busy))) forget();
      }, () => undefined);
    }, busy ? 2000 : 15_000);
    return () => clearInterval(again);
  }, [state, busy]);
  return (
    <footer>
      <p>{t('footer')} {t('license')} <a href="licences.txt">{t('licences')}</a></p>
      {data && <p class="quiet">{t('total_reports', { n: data.reports })} · {t('total_events', { n: data.events })} · {t('total_claims', { n: data.claims })} · {t('state', { n: data.state })}{data.busy ? ' · ' + t('deriving') : ''}{data.trouble ? <> · <bdi>{t('trouble')}: {data.trouble}</bdi></> : null}</p>}
    </footer>
  );
}
