// A small stand-in for the server, over fixtures of our own: what the browser tests talk to.
//
//   node tests/mock/server.mjs 8321

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { reports, codes, explain } from './fixtures.mjs';

const DIST = new URL('../../dist/', import.meta.url).pathname;
export const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8' };

const fold = (s) => (s ?? '').normalize('NFKC').replace(/[\u064b-\u065f\u0670\u0640]/g, '').replace(/[أإآ]/g, 'ا').replace(/ى/g, 'ي').toLowerCase();
const all = reports.flatMap((r) => r.items);
const byKey = new Map(reports.map((r) => [r.report, r]));

function derive(corrections) {
  const rejected = new Set(corrections.filter((c) => c.kind === 'reject').flatMap((c) => c.mentions));
  const touched = new Set(corrections.flatMap((c) => c.mentions));
  const claims = new Map();
  for (const e of all) {
    if (!e.claim || rejected.has(e.key)) continue;
    const c = claims.get(e.claim) ?? { claim: e.claim, mentions: [] };
    c.mentions.push(e);
    claims.set(e.claim, c);
  }
  return [...claims.values()].map((c) => {
    const m = c.mentions;
    const often = (of) => {
      const n = new Map();
      for (const v of of) if (v) n.set(v, (n.get(v) ?? 0) + 1);
      return [...n].sort((a, b) => b[1] - a[1]).map(([v]) => v);
    };
    const strand = new Map();
    for (const e of m) for (const ch of e.chains) {
      const group = byKey.get(e.report).group ?? e.report;
      const near = ch.at(-1);
      strand.set(group + near.who + near.stance, near.stance);
    }
    const count = (s) => [...strand.values()].filter((x) => x === s).length;
    const figures = [];
    for (const e of m) for (const f of e.counts) {
      const same = figures.find((g) => g.of === f.of && g.low === f.low && g.high === f.high);
      if (same) same.reports++;
      else figures.push({ of: f.of, low: f.low, high: f.high, reports: 1 });
    }
    const dates = m.map((e) => e.date_from).filter(Boolean).sort();
    const seen = m.map((e) => e.day).sort();
    const contested = count('denies') > 0 && count('asserts') + count('alleges') > 0;
    const ids = [...strand.keys()];
    return {
      row: {
        claim: c.claim, type: m[0].type, mode: m[0].mode, status: m[0].status, actors: often(m.flatMap((e) => e.actors.map((p) => p.code))), recipients: often(m.flatMap((e) => e.recipients.map((p) => p.code))),
        date_from: dates[0] ?? null, date_to: dates[0] ?? null, place: often(m.map((e) => e.place?.text))[0] ?? null, place_country: often(m.map((e) => e.place?.country))[0] ?? null,
        mentions: m.length, reports: new Set(m.map((e) => e.report)).size, chains: strand.size, asserts: count('asserts'), alleges: count('alleges'), doubts: count('doubts'), denies: count('denies'),
        contested, contested_why: contested ? `${count('asserts') + count('alleges')} chains against ${count('denies')} that deny it` : null, figures, first_seen: seen[0], last_seen: seen.at(-1), corrected: m.some((e) => touched.has(e.key)),
      },
      mentions: m,
      voices: m.flatMap((e) => e.chains.map((ch) => {
        const near = ch.at(-1);
        const group = byKey.get(e.report).group ?? e.report;
        return { report: e.report, event: e.event, who: near.who, code: near.code, stance: near.stance, chain: ids.indexOf(group + near.who + near.stance) + 1, title: e.title, publisher: e.publisher, day: e.day, group };
      })),
      why: m.slice(1).map((e) => `${e.key} with ${m[0].key}: same day, same actor, same place: 7 points`),
    };
  });
}

const inCode = (code, wanted) => code === wanted || (wanted.length === 3 && (code ?? '').startsWith(wanted));
const near = (e) => e.chains.map((c) => c.at(-1));
const VALUES = {
  type: (e) => [e.type], mode: (e) => (e.mode ? [e.mode] : []), status: (e) => [e.status], stance: (e) => near(e).map((v) => v.stance), actor: (e) => e.actors.map((p) => p.code).filter(Boolean), recipient: (e) => e.recipients.map((p) => p.code).filter(Boolean),
  source: (e) => near(e).map((v) => v.code).filter(Boolean), country: (e) => (e.place?.country ? [e.place.country] : []), publisher: (e) => [e.publisher], lang: (e) => [e.lang ?? 'ar'], report: (e) => [e.report], claim: (e) => (e.claim ? [e.claim] : []),
};
const KNOWN = new Set([...Object.keys(VALUES), 'q', 'from', 'to', 'seen_from', 'seen_to', 'min_confidence', 'min_chains', 'contested', 'corrected', 'bbox', 'sort', 'limit', 'cursor', 'of', 'how', 'fields', 'top', 'by', 'unit', 'version']);

class Bad extends Error {}

function filtered(params, without, claims) {
  const wants = [];
  const byClaim = new Map(claims.map((c) => [c.row.claim, c.row]));
  for (const name of new Set(params.keys())) {
    const bare = name.replace(/^not\./, '');
    if (!KNOWN.has(bare)) throw new Bad(name);
    if (bare === without || !VALUES[bare]) continue;
    const values = params.getAll(name);
    const hit = (e) => VALUES[bare](e).some((v) => values.some((w) => (['actor', 'recipient', 'source', 'country'].includes(bare) ? inCode(v, w) : v === w)));
    wants.push(name === bare ? hit : (e) => !hit(e));
  }
  const one = (n) => (n === without ? null : params.get(n));
  const q = one('q');
  if (q) {
    const words = (q.match(/"[^"]+"|\S+/g) ?? []).map((w) => fold(w.replaceAll('"', '')));
    wants.push((e) => words.every((w) => fold(byKey.get(e.report).text).includes(w)));
  }
  if (one('from')) wants.push((e) => e.date_to && e.date_to >= one('from'));
  if (one('to')) wants.push((e) => e.date_from && e.date_from <= one('to'));
  if (one('seen_from')) wants.push((e) => e.day >= one('seen_from'));
  if (one('seen_to')) wants.push((e) => e.day <= one('seen_to'));
  if (one('min_confidence')) wants.push((e) => e.confidence >= Number(one('min_confidence')));
  if (one('min_chains')) wants.push((e) => e.claim && byClaim.get(e.claim)?.chains >= Number(one('min_chains')));
  if (one('contested')) wants.push((e) => e.claim && byClaim.get(e.claim)?.contested);
  if (one('corrected')) wants.push((e) => e.claim && byClaim.get(e.claim)?.corrected);
  if (one('bbox')) {
    const [w, s, east, n] = one('bbox').split(',').map(Number);
    wants.push((e) => e.place?.latitude && e.place.longitude >= w && e.place.longitude <= east && e.place.latitude >= s && e.place.latitude <= n);
  }
  return all.filter((e) => wants.every((want) => want(e)));
}

function units(of, events) {
  if (of === 'events') return events.map((e) => ({ id: e.key, events: [e] }));
  const groups = new Map();
  for (const e of events) {
    const id = of === 'claims' ? e.claim : e.report;
    if (!id) continue;
    if (!groups.has(id)) groups.set(id, { id, events: [] });
    groups.get(id).events.push(e);
  }
  return [...groups.values()];
}

export function start(port = 0) {
  let lines = [];
  let version = 1;
  let state = 41;
  let claims = derive([]);
  const asked = [];
  const answer = (request, response, url, body) => {
    const path = url.pathname.replace('/api/v1/', '');
    const p = url.searchParams;
    const of = p.get('of') ?? path.split('.')[0];
    const send = (data, code = 200, kind = 'application/json') => {
      response.writeHead(code, { 'content-type': kind, 'content-security-policy': CSP, 'cache-control': 'no-store' });
      response.end(typeof data === 'string' ? data : JSON.stringify(data));
    };
    const wrong = (code, what, where, todo) => send({ error: { what, where, do: todo } }, code);
    const rows = (without) => units(of, filtered(p, without, claims)).filter((u) => of !== 'claims' || claims.some((c) => c.row.claim === u.id));
    const itemsOf = (us) => us.map((u) => (of === 'events' ? u.events[0] : of === 'claims' ? claims.find((c) => c.row.claim === u.id).row : brief(byKey.get(u.id))));
    const brief = ({ text, attributions, events, items, copies, group, origin, relation, ...rest }) => ({ ...rest, events: events.length, attributions: attributions.length });
    if (path === 'state') return send({ state, reports: reports.length, events: all.length, claims: claims.length, built: '2023-07-01T00:00:00Z', busy: false, version: '0.1.0' });
    if (path === 'codes') return send(codes);
    if (path === 'corrections' && request.method === 'GET') return send({ items: lines, version: String(version) });
    if (request.method !== 'GET') {
      if (request.headers['x-isnad'] !== '1') return wrong(403, 'the request has no x-isnad header', path, 'send x-isnad: 1');
      if (path === 'corrections') {
        const said = JSON.parse(body);
        if (said.version !== String(version)) return wrong(409, 'the corrections have changed', 'version', 'read them again');
        const line = (lines.at(-1)?.line ?? 0) + 1;
        if (said.mentions.length !== (said.kind === 'same' || said.kind === 'different' ? 2 : 1)) return wrong(400, 'too many mentions', 'mentions', 'write each as REPORT/EVENT');
        lines.push({ line, kind: said.kind, mentions: said.mentions, value: said.value ?? null, why: said.why ?? null });
      } else if (path.startsWith('corrections/')) lines = lines.filter((l) => l.line !== Number(path.split('/')[1]));
      else if (path === 'code') {
        const said = JSON.parse(body);
        const text = said.body;
        return send({ schema: 'isnad/1', id: 'text', lang: 'ar', text, publishers: [], attributions: [], events: [{ id: 'e1', type: 'AGREE', status: 'actual', trigger: { start: 0, end: [...text].length > 3 ? 3 : [...text].length, text: [...text].slice(0, 3).join('') }, actor: [], recipient: [], date: null, place: null, in: [], isnad: [[]], confidence: 0.5, rule: 'mock' }], diagnostics: [] });
      }
      version++;
      state++;
      claims = derive(lines);
      return send({ version: String(version) });
    }
    if (path === 'facets') {
      const out = {};
      for (const field of p.get('fields').split(',')) {
        const n = new Map();
        for (const u of rows(field)) for (const v of new Set(u.events.flatMap(VALUES[field]))) n.set(v, (n.get(v) ?? 0) + 1);
        out[field] = [...n].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count).slice(0, Number(p.get('top') ?? 20));
      }
      return send({ state, total: rows().length, facets: out });
    }
    if (path === 'timeline') {
      const us = rows();
      const dayOf = (u) => (p.get('by') === 'seen' ? u.events[0].day : u.events.map((e) => e.date_from).find(Boolean));
      const dated = us.map(dayOf).filter(Boolean).sort();
      // The server has a finer measure; here the days around the one in the middle are the usual ones.
      const middle = dated[dated.length >> 1];
      const near = dated.filter((d) => Math.abs(Date.parse(d) - Date.parse(middle)) < 366 * 864e5);
      const usual = near.length > 0 ? { from: near[0], to: near.at(-1) } : null;
      const unit = p.get('unit') === 'auto' || !p.get('unit') ? (usual && Date.parse(usual.to) - Date.parse(usual.from) < 92 * 864e5 ? 'day' : 'month') : p.get('unit');
      const cut = unit === 'year' ? 4 : unit === 'month' ? 7 : 10;
      const n = new Map();
      for (const d of dated) n.set(d.slice(0, cut), (n.get(d.slice(0, cut)) ?? 0) + 1);
      const last = (k) => (unit === 'day' ? k : unit === 'year' ? k + '-12-31' : new Date(Date.UTC(+k.slice(0, 4), +k.slice(5), 0)).toISOString().slice(0, 10));
      const bins = [...n].sort().map(([k, count]) => ({ k, from: (k + '-01-01').slice(0, 10), to: last(k), count }));
      return send({ unit, bins: bins.filter((b) => b.count > 0).map(({ k, ...b }) => b), undated: us.length - dated.length, usual });
    }
    if (path === 'places') {
      const n = new Map();
      let unplaced = 0;
      for (const u of rows()) {
        const place = u.events.map((e) => e.place).find((x) => x?.geonames);
        if (!place) unplaced++;
        else n.set(place.geonames, { place, count: (n.get(place.geonames)?.count ?? 0) + 1 });
      }
      return send({ items: [...n.values()].map(({ place, count }) => ({ geonames: place.geonames, name: place.name, country: place.country, latitude: place.latitude, longitude: place.longitude, precision: place.precision, count })), unplaced });
    }
    if (path === 'voices') {
      const n = new Map();
      for (const u of rows()) for (const e of u.events) for (const v of near(e)) for (const [role, list] of [['actor', e.actors], ['recipient', e.recipients]]) for (const party of list) {
        const k = JSON.stringify([v.code ?? '', party.code, v.stance, role]);
        n.set(k, (n.get(k) ?? 0) + 1);
      }
      const HOW = { ACCUSE: 'accuses', SUPPORT: 'backs' };
      for (const u of rows()) for (const e of u.events) if (HOW[e.type] && e.status === 'actual' && e.mode !== 'investigate') for (const a of e.actors) for (const b of e.recipients) {
        const k = JSON.stringify([a.code ?? '', b.code, HOW[e.type], 'recipient']);
        n.set(k, (n.get(k) ?? 0) + 1);
      }
      return send({ items: [...n].map(([k, count]) => { const [source, o, stance, role] = JSON.parse(k); return { source, of: o, stance, role, count }; }).filter((i) => !p.get('how') || p.get('how').split(',').includes(i.stance)) });
    }
    if (path.startsWith('claims/')) {
      const c = claims.find((x) => x.row.claim === decodeURIComponent(path.slice(7)));
      if (!c) return wrong(404, 'there is no such claim', path, 'look for it in the list of claims');
      return send({ ...c.row, voices: c.voices, mentions: c.mentions, why: c.why, corrections: lines.filter((l) => l.mentions.some((m) => c.mentions.some((e) => e.key === m))) });
    }
    const explained = /^reports\/([^/]+)\/explain$/.exec(path);
    if (explained) return byKey.has(explained[1]) ? send(explain(byKey.get(explained[1]))) : wrong(404, 'there is no such report', path, 'look for it in the list of reports');
    if (path.startsWith('reports/')) {
      const r = byKey.get(decodeURIComponent(path.slice(8)));
      if (!r) return wrong(404, 'there is no such report', path, 'look for it in the list of reports');
      const { items, group, origin, relation, ...rest } = r;
      return send({ ...rest, claims: Object.fromEntries(items.filter((e) => e.claim).map((e) => [e.event, e.claim])) });
    }
    const list = /^(events|claims|reports)(?:\.(ndjson|csv))?$/.exec(path);
    if (list) {
      const us = rows();
      const found = itemsOf(us);
      if (of === 'reports' && url.search.replace(/[?&](sort|limit|cursor)=[^&]*/g, '') === '') for (const r of reports) if (!found.some((f) => f.report === r.report)) found.push(brief(r));
      const sort = p.get('sort') ?? '';
      const by = (x) => ({ date: x.date_from ?? x.day, seen: x.last_seen ?? x.day, confidence: x.confidence, chains: x.chains, reports: x.reports })[sort.replace('-', '')];
      if (by(found[0] ?? {}) !== undefined) found.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (sort.startsWith('-') ? -1 : 1));
      if (list[2] === 'ndjson') return send(found.map((x) => JSON.stringify(x)).join('\n') + '\n', 200, 'application/x-ndjson');
      if (list[2] === 'csv') return send('key\r\n' + found.map((x) => x.key ?? x.claim ?? x.report).join('\r\n') + '\r\n', 200, 'text/csv');
      const limit = Number(p.get('limit') ?? 50);
      const from = Number(p.get('cursor') ?? 0);
      return send({ state, total: found.length, items: found.slice(from, from + limit), next: from + limit < found.length ? String(from + limit) : null });
    }
    return wrong(404, 'there is nothing at this address', path, 'see /openapi.json');
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://mock');
    asked.push(request.method + ' ' + request.url);
    if (url.pathname.startsWith('/api/v1/')) {
      let body = '';
      request.on('data', (d) => (body += d));
      request.on('end', () => {
        try {
          answer(request, response, url, body);
        } catch (e) {
          if (!(e instanceof Bad)) console.error(e);
          response.writeHead(e instanceof Bad ? 400 : 500, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ error: { what: 'cannot read the filter ' + e.message, where: url.search, do: 'see /openapi.json for the filters' } }));
        }
      });
      return;
    }
    try {
      const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1).replace(/\.\./g, '');
      const data = readFileSync(DIST + name);
      response.writeHead(200, { 'content-type': KINDS[extname(name)] ?? 'application/octet-stream', 'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      response.end(data);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ server, asked, origin: 'http://127.0.0.1:' + server.address().port, reset: () => { lines = []; version = 1; claims = derive([]); } })));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { origin } = await start(Number(process.argv[2] ?? 8321));
  console.log('mock server at ' + origin);
}
