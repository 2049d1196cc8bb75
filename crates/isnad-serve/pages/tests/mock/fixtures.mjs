// Decides what the mock server tells: reports of our own making about things that never happened, in the shapes of docs/LEDGER.md.

import { createHash } from 'node:crypto';
import { parse } from './markup.mjs';
import { hostile } from './hostile.mjs';

const AR_MONTHS = ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر'];

export const codes = {
  countries: {
    SWE: { ar: 'السويد', en: 'Sweden' }, NOR: { ar: 'النرويج', en: 'Norway' }, DNK: { ar: 'الدنمارك', en: 'Denmark' }, FIN: { ar: 'فنلندا', en: 'Finland' },
    ISL: { ar: 'آيسلندا', en: 'Iceland' }, DEU: { ar: 'ألمانيا', en: 'Germany' }, GBR: { ar: 'المملكة المتحدة', en: 'United Kingdom' }, IGO: { ar: 'منظمة دولية', en: 'International organization' },
    NGO: { ar: 'منظمة غير حكومية', en: 'Non-governmental organization' }, EST: { ar: 'إستونيا', en: 'Estonia' }, NLD: { ar: 'هولندا', en: 'Netherlands' },
  },
  sectors: {
    GOV: { ar: 'الحكومة', en: 'government' }, MIL: { ar: 'الجيش', en: 'military' }, COP: { ar: 'الشرطة', en: 'police' }, JRN: { ar: 'صحفيون', en: 'journalists' }, LAB: { ar: 'عمال', en: 'labour' },
    BUS: { ar: 'أعمال', en: 'business' }, CVL: { ar: 'مدنيون', en: 'civilians' }, MED: { ar: 'طب', en: 'medical' }, LEG: { ar: 'البرلمان', en: 'legislature' },
  },
  types: {
    ACCUSE: { ar: 'اتهام', en: 'Accuse' }, COERCE: { ar: 'إكراه', en: 'Coerce' }, ASSAULT: { ar: 'اعتداء', en: 'Assault' }, CONSULT: { ar: 'تشاور', en: 'Consult' }, PROTEST: { ar: 'احتجاج', en: 'Protest' },
    AID: { ar: 'عون', en: 'Aid' }, AGREE: { ar: 'موافقة', en: 'Agree' }, REQUEST: { ar: 'طلب', en: 'Request' }, MOBILIZE: { ar: 'حشد', en: 'Mobilize' }, SUPPORT: { ar: 'دعم', en: 'Support' },
  },
  modes: { allege: { ar: 'ادعاء', en: 'allegation' }, arrest: { ar: 'توقيف', en: 'arrest' }, seize: { ar: 'مصادرة', en: 'seize' }, visit: { ar: 'زيارة', en: 'visit' }, demo: { ar: 'مظاهرة', en: 'demonstration' }, investigate: { ar: 'تحقيق', en: 'investigate' }, primitive: { ar: 'بدائي', en: 'primitive' }, troops: { ar: 'قوات', en: 'troops' } },
  statuses: { actual: { ar: 'وقع', en: 'actual' }, future: { ar: 'مقبل', en: 'future' }, hypothetical: { ar: 'مفترض', en: 'hypothetical' }, negated: { ar: 'منفي', en: 'negated' } },
  stances: { asserts: { ar: 'يؤكد', en: 'asserts' }, alleges: { ar: 'يزعم', en: 'alleges' }, doubts: { ar: 'يشكك', en: 'doubts' }, denies: { ar: 'ينفي', en: 'denies' } },
};

const PLACES = {
  oslo: { name: 'Oslo', country: 'NOR', latitude: 59.91, longitude: 10.75, precision: 'point', geonames: 3143244 },
  stavanger: { name: 'Stavanger', country: 'NOR', latitude: 58.97, longitude: 5.73, precision: 'point', geonames: 3137115 },
  bergen: { name: 'Bergen', country: 'NOR', latitude: 60.39, longitude: 5.32, precision: 'point', geonames: 3161732 },
  tromso: { name: 'Tromsø', country: 'NOR', latitude: 69.65, longitude: 18.96, precision: 'point', geonames: 3133895 },
  stockholm: { name: 'Stockholm', country: 'SWE', latitude: 59.33, longitude: 18.07, precision: 'point', geonames: 2673730 },
  gothenburg: { name: 'Gothenburg', country: 'SWE', latitude: 57.71, longitude: 11.97, precision: 'point', geonames: 2711537 },
  malmo: { name: 'Malmö', country: 'SWE', latitude: 55.61, longitude: 13.0, precision: 'point', geonames: 2692969 },
  norrland: { name: 'Norrbotten', country: 'SWE', latitude: 66.83, longitude: 20.4, precision: 'region', geonames: 604010 },
  rogaland: { name: 'Rogaland', country: 'NOR', latitude: 59.0, longitude: 6.25, precision: 'region', geonames: 3141558 },
  copenhagen: { name: 'Copenhagen', country: 'DNK', latitude: 55.68, longitude: 12.57, precision: 'point', geonames: 2618425 },
  aalborg: { name: 'Aalborg', country: 'DNK', latitude: 57.05, longitude: 9.92, precision: 'point', geonames: 2624886 },
  helsinki: { name: 'Helsinki', country: 'FIN', latitude: 60.17, longitude: 24.94, precision: 'point', geonames: 658225 },
  turku: { name: 'Turku', country: 'FIN', latitude: 60.45, longitude: 22.27, precision: 'point', geonames: 633679 },
  reykjavik: { name: 'Reykjavík', country: 'ISL', latitude: 64.15, longitude: -21.94, precision: 'point', geonames: 3413829 },
  iceland: { name: 'Iceland', country: 'ISL', latitude: null, longitude: null, precision: 'country', geonames: 2629691 },
  finland: { name: 'Finland', country: 'FIN', latitude: null, longitude: null, precision: 'country', geonames: 660013 },
  tallinn: { name: 'Tallinn', country: 'EST', latitude: 59.44, longitude: 24.75, precision: 'point', geonames: 588409 },
  hamburg: { name: 'Hamburg', country: 'DEU', latitude: 53.55, longitude: 9.99, precision: 'point', geonames: 2911298 },
};

export const reports = [];
const key = (n) => createHash('sha256').update('mock' + n).digest('hex').slice(0, 16);
const sentences = (text) => {
  const out = [];
  const points = [...text];
  let start = 0;
  points.forEach((c, i) => {
    if (c === '\n' || ((c === '.' || c === '؟') && (points[i + 1] === ' ' || points[i + 1] === '\n' || i + 1 === points.length))) {
      if (points.slice(start, i + 1).join('').trim()) out.push({ start, end: i + 1 });
      start = i + 1;
    }
  });
  if (points.slice(start).join('').trim()) out.push({ start, end: points.length });
  return out.map(({ start: s, end }) => {
    while (/\s/.test(points[s])) s++;
    while (/\s/.test(points[end - 1])) end--;
    return { text: points.slice(s, end).join(''), start: s, end };
  });
};

/** A report from marked text and what its labels mean. */
export function report({ title, body, publisher, publishers, day, lang = 'ar', attributions = [], events = [], group = null, origin = null, relation = null, diagnostics = [], name }) {
  const { text, spans } = parse(title + '\n\n' + body);
  const id = key(name ?? text + publisher);
  const at = (label) => {
    if (label === undefined || label === null) return { text: null, start: null, end: null };
    if (!spans[label]) throw new Error('no span ' + label + ' in ' + text.slice(0, 60));
    return spans[label];
  };
  const heads = publishers ?? [publisher];
  const plain = parse(title).text;
  const rows = attributions.map((a, i) => {
    const [cue, source, content, via] = [at(a.cue), at(a.source), at(a.content), at(a.via)];
    return {
      attribution: a.id ?? 'a' + (i + 1), sentence: 0, cue: cue.text, cue_start: cue.start, cue_end: cue.end,
      source: source.text, source_start: source.start, source_end: source.end, source_code: a.code ?? '', source_name: a.name ?? null,
      stance: a.stance ?? 'asserts', content: content.text, content_start: content.start, content_end: content.end,
      within: a.within ?? null, via: via.text, via_start: via.start, via_end: via.end, rule: a.rule ?? 'verb with content: frames/verbs.txt:12',
    };
  });
  const chain = (a) => {
    const links = [];
    for (let row = rows.find((r) => r.attribution === a); row; row = rows.find((r) => r.attribution === row.within)) links.unshift({ who: row.source ?? '', code: row.source_code, stance: row.stance });
    return [...heads.map((who) => ({ who, code: '', stance: 'asserts' })), ...links];
  };
  const cut = sentences(text);
  const party = ([label, code, known]) => ({ ...at(label), code: code ?? '', name: known ?? null, id: known ? known.toLowerCase().replaceAll(' ', '-') : null });
  const made = events.map((e, i) => {
    const trigger = at(e.trigger);
    const within = e.in ?? [];
    const chains = within.length > 0 ? within.map(chain) : [heads.map((who) => ({ who, code: '', stance: 'asserts' }))];
    const date = at(e.dated);
    const place = e.place ? { ...at(e.place), ...(PLACES[e.at] ?? {}) } : null;
    const counts = (e.counts ?? []).map(([label, of, low, high]) => ({ of, low, high, ...at(label) }));
    const actors = (e.actors ?? []).map(party);
    const recipients = (e.recipients ?? []).map(party);
    const n = Math.max(0, cut.findIndex((s) => s.start <= trigger.start && trigger.start < s.end));
    const sentence = cut[n];
    const inside = (s) => typeof s.start === 'number' && s.start >= sentence.start && s.end <= sentence.end;
    const marks = [{ role: 'trigger', ...trigger }, ...actors.map((s) => ({ role: 'actor', ...s })), ...recipients.map((s) => ({ role: 'recipient', ...s })), ...(place ? [{ role: 'place', ...place }] : []), { role: 'date', ...date }, ...counts.map((c) => ({ role: 'count', ...c }))];
    const day_ = e.date ?? null;
    const whole = day_ && day_.length === 10;
    return {
      row: {
        event: 'e' + (i + 1), sentence: n, type: e.type, mode: e.mode ?? (e.type === 'ACCUSE' ? 'allege' : null), status: e.status ?? 'actual', trigger: trigger.text, trigger_start: trigger.start, trigger_end: trigger.end,
        actors, recipients, date: day_, date_from: day_ ? (whole ? day_ : day_ + '-01') : null, date_to: day_ ? (whole ? day_ : day_ + '-28') : null,
        date_words: date.text, date_words_start: date.start, date_words_end: date.end,
        place: place?.text ?? null, place_start: place?.start ?? null, place_end: place?.end ?? null, place_name: place?.name ?? null, place_country: place?.country ?? null, latitude: place?.latitude ?? null, longitude: place?.longitude ?? null, geonames: place?.geonames ?? null,
        counts, within, chains, confidence: e.confidence ?? 0.83, rule: e.rule ?? 'verb: frames/verbs.txt:' + (20 + i), claim: e.claim ?? null,
      },
      item: {
        key: id + '/e' + (i + 1), report: id, event: 'e' + (i + 1), claim: e.claim ?? null, type: e.type, mode: e.mode ?? (e.type === 'ACCUSE' ? 'allege' : null), status: e.status ?? 'actual', trigger: trigger.text, actors, recipients,
        date: day_, date_from: day_ ? (whole ? day_ : day_ + '-01') : null, date_to: day_ ? (whole ? day_ : day_ + '-28') : null, place, counts, confidence: e.confidence ?? 0.83, rule: e.rule ?? 'verb: frames/verbs.txt:' + (20 + i),
        chains, stances: [...new Set(chains.map((c) => c.at(-1).stance))], publisher, publishers: heads, published: day + 'T08:00:00Z', day, title: plain, lang,
        sentence, spans: marks.filter(inside).map(({ role, start, end }) => ({ role, start, end })),
      },
    };
  });
  const out = {
    report: id, id: 'mock-' + (reports.length + 1), url: 'https://news.example/' + (reports.length + 1), publisher, publishers: heads, published: day + 'T08:00:00Z', day, lang, title: plain, text,
    text_sha256: createHash('sha256').update(text).digest('hex'), words: text.split(/\s+/).length, sentences: cut.length, diagnostics, coder: '0.1.0', pack: 'ar 0.1.0',
    attributions: rows, events: made.map((m) => m.row), items: made.map((m) => m.item), group, origin, relation,
    copies: group ? { group, origin, relation: relation ?? 'origin', share: origin ? 0.94 : null, why: origin ? 'later by two hours' : null } : null,
  };
  reports.push(out);
  return out;
}

// One claim told in many ways: a fishing boat that never was.
const BOAT = 'c-boat-0001';
const INJURED = 'c-injured-0002';
const CALL = 'c-call-0003';

const agencyBody = `(وكالة أنباء الشمال) ⟦s1|قالت⟧ ⟦S1|وزارة الصيد السويدية⟧ في ⟦v1|بيان⟧ إن ⟦k1|⟦x1|خفر السواحل النرويجي⟧ ⟦t1|احتجز⟧ ⟦d1|يوم الثلاثاء 14 آذار/مارس 2023⟧ ⟦y1|قارب صيد سويديا⟧ قبالة ⟦p1|ستافانغر⟧، وعلى متنه 7 بحارة، وإن ⟦n2|ثلاثة⟧ منهم ⟦t2|أصيبوا⟧ بجروح⟧. ⟦t3|واتهمت⟧ ⟦x3|الوزارة⟧ ⟦y3|الجانب النرويجي⟧ بمخالفة اتفاق عام 1977.

⟦s2|ونفى⟧ ⟦S2|متحدث باسم الحكومة النرويجية⟧ ذلك، ⟦s3|مؤكدا⟧ أن ⟦k3|⟦x5|القوات النرويجية⟧ لم ⟦t5|تحتجز⟧ أي قارب خارج مياهها⟧. وأضاف: "⟦k4|هذه أقوال لا أساس لها، ونحن مستعدون لأي ⟦t6|تحقيق⟧ مشترك⟧".

⟦s5|ونقل⟧ ⟦S5|التلفزيون الدنماركي⟧ عن ⟦S6|صيادين⟧ ⟦s6|قولهم⟧ إن ⟦k5|⟦k6|القارب أُوقف ساعتين ثم أُطلق، وإن ⟦n7|خمسة⟧ بحارة ⟦t7|جُرحوا⟧ في التدافع⟧⟧.`;
const agency = {
  attributions: [
    { id: 'a1', cue: 's1', source: 'S1', content: 'k1', via: 'v1', code: 'SWEGOV', name: 'Ministry of Fisheries of Sweden' },
    { id: 'a2', cue: 's2', source: 'S2', content: 'k3', code: 'NORGOV', stance: 'denies', name: 'Government of Norway' },
    { id: 'a3', cue: 's3', source: 'S2', content: 'k3', code: 'NORGOV' },
    { id: 'a4', cue: null, source: 'S2', content: 'k4', code: 'NORGOV', within: 'a3' },
    { id: 'a5', cue: 's5', source: 'S5', content: 'k5', code: 'DNKJRN' },
    { id: 'a6', cue: 's6', source: 'S6', content: 'k6', code: 'CVL', stance: 'alleges', within: 'a5' },
  ],
  events: [
    { type: 'COERCE', mode: 'seize', trigger: 't1', actors: [['x1', 'NORMIL', 'Coast Guard of Norway']], recipients: [['y1', 'SWECVL']], date: '2023-03-14', dated: 'd1', place: 'p1', at: 'stavanger', in: ['a1'], claim: BOAT, confidence: 0.94 },
    { type: 'ASSAULT', trigger: 't2', actors: [], recipients: [['y1', 'SWECVL']], date: '2023-03-14', dated: 'd1', place: 'p1', at: 'stavanger', counts: [['n2', 'wounded', 3, 3]], in: ['a1'], claim: INJURED, confidence: 0.71 },
    { type: 'ACCUSE', trigger: 't3', actors: [['x3', 'SWEGOV', 'Ministry of Fisheries of Sweden']], recipients: [['y3', 'NORGOV', 'Norway']], claim: null, confidence: 0.9 },
    { type: 'COERCE', mode: 'seize', status: 'negated', trigger: 't5', actors: [['x5', 'NORMIL', 'Armed Forces of Norway']], recipients: [], in: ['a2'], claim: BOAT, confidence: 0.77 },
    { type: 'ACCUSE', mode: 'investigate', status: 'hypothetical', trigger: 't6', actors: [['S2', 'NORGOV', 'Government of Norway']], recipients: [], in: ['a4'], confidence: 0.52 },
    { type: 'ASSAULT', trigger: 't7', actors: [], recipients: [], counts: [['n7', 'wounded', 5, 5]], in: ['a6'], claim: INJURED, confidence: 0.63 },
  ],
};
const first = report({ name: 'boat-agency', title: 'السويد والنرويج تتبادلان الاتهامات بشأن قارب صيد', body: agencyBody, publisher: 'وكالة أنباء الشمال', day: '2023-03-15', ...agency, diagnostics: ['sentence 4: two readings of «أُوقف» were equally good'] });
first.group = first.report;
first.copies = { group: first.report, origin: null, relation: 'origin', share: null, why: null };
for (const [i, publisher] of ['صحيفة الضفتين', 'موقع الميناء', 'إذاعة الساحل', 'جريدة المرفأ', 'بوابة البلطيق'].entries())
  report({ name: 'boat-copy-' + i, title: 'السويد والنرويج تتبادلان الاتهامات بشأن قارب صيد', body: agencyBody, publisher, publishers: [publisher, 'وكالة أنباء الشمال'], day: i < 3 ? '2023-03-15' : '2023-03-16', ...agency, group: first.report, origin: first.report, relation: i % 2 ? 'retitled' : 'same' });

report({
  name: 'boat-danish', title: 'صيادون: القارب أُطلق بعد ساعتين', publisher: 'صحيفة المضيق', day: '2023-03-15',
  body: `⟦s1|أفاد⟧ ⟦S1|مراسلنا⟧ في ألبورغ بأن ⟦k1|⟦x1|دورية نرويجية⟧ ⟦t1|أوقفت⟧ ⟦y1|القارب السويدي⟧ ⟦d1|الثلاثاء⟧ قرب ⟦p1|روغالاند⟧ مدة ساعتين⟧. ⟦s2|وزعم⟧ ⟦S2|أحد البحارة⟧ أن ⟦k2|⟦n2|ما بين أربعة وستة⟧ من زملائه ⟦t2|جُرحوا⟧⟧.`,
  attributions: [{ cue: 's1', source: 'S1', content: 'k1', code: 'DNKJRN' }, { cue: 's2', source: 'S2', content: 'k2', code: 'SWELAB', stance: 'alleges' }],
  events: [
    { type: 'COERCE', mode: 'seize', trigger: 't1', actors: [['x1', 'NORMIL']], recipients: [['y1', 'SWECVL']], date: '2023-03-14', dated: 'd1', place: 'p1', at: 'rogaland', in: ['a1'], claim: BOAT, confidence: 0.88 },
    { type: 'ASSAULT', trigger: 't2', recipients: [], counts: [['n2', 'wounded', 4, 6]], in: ['a2'], claim: INJURED, confidence: 0.66 },
  ],
});
report({
  name: 'boat-doubt', title: 'خبراء يشككون في رواية القارب', publisher: 'مجلة الفنار', day: '2023-03-17',
  body: `⟦s1|شكك⟧ ⟦S1|خبراء في القانون البحري⟧ في أن ⟦k1|تكون ⟦x1|البحرية النرويجية⟧ قد ⟦t1|احتجزت⟧ ⟦y1|قاربا سويديا⟧ في المياه الدولية⟧. ⟦s2|وقالت⟧ ⟦S2|النقابة السويدية للبحارة⟧ إن ⟦k2|⟦n2|عشرات⟧ الصيادين ⟦t2|تضرروا⟧ من الحادث⟧.`,
  attributions: [{ cue: 's1', source: 'S1', content: 'k1', code: 'EDU', stance: 'doubts' }, { cue: 's2', source: 'S2', content: 'k2', code: 'SWELAB' }],
  events: [
    { type: 'COERCE', mode: 'seize', trigger: 't1', actors: [['x1', 'NORMIL']], recipients: [['y1', 'SWECVL']], in: ['a1'], claim: BOAT, confidence: 0.69 },
    { type: 'ASSAULT', trigger: 't2', counts: [['n2', '', 20, null]], in: ['a2'], claim: INJURED, confidence: 0.41 },
  ],
});
report({
  name: 'boat-own', title: 'احتجاز قارب سويدي قبالة ستافانغر', publisher: 'يومية الموانئ', day: '2023-03-15',
  body: `⟦t1|احتجز⟧ ⟦x1|خفر السواحل النرويجي⟧ ⟦y1|قارب صيد سويديا⟧ ⟦d1|أول أمس الثلاثاء⟧ قبالة ⟦p1|ستافانغر⟧. ولم يُعرف عدد من كانوا عليه.`,
  events: [{ type: 'COERCE', mode: 'seize', trigger: 't1', actors: [['x1', 'NORMIL', 'Coast Guard of Norway']], recipients: [['y1', 'SWECVL']], date: '2023-03-14', dated: 'd1', place: 'p1', at: 'stavanger', claim: BOAT, confidence: 0.95 }],
});
report({
  name: 'injured-denied', title: 'شرطة ستافانغر: لم يُصب أحد', publisher: 'The Harbour Post', publishers: ['The Harbour Post', 'وكالة أنباء المضيق'], day: '2023-03-16',
  body: `⟦s1|نفت⟧ ⟦S1|الشرطة النرويجية⟧ أن ⟦k1|يكون ⟦y1|أحد بحارة القارب السويدي⟧ قد ⟦t1|أُصيب⟧ قرب ⟦p1|ستافانغر⟧ ⟦d1|يوم 14 آذار/مارس⟧⟧. ⟦s2|وذكر⟧ ⟦S2|مستشفى ستافانغر⟧ أنه ⟦k2|⟦t2|عالج⟧ ⟦n2|3⟧ صيادين من إصابات خفيفة⟧.`,
  attributions: [{ cue: 's1', source: 'S1', content: 'k1', code: 'NORCOP', stance: 'denies' }, { cue: 's2', source: 'S2', content: 'k2', code: 'NORMED' }],
  events: [
    { type: 'ASSAULT', trigger: 't1', recipients: [['y1', 'SWECVL']], date: '2023-03-14', dated: 'd1', place: 'p1', at: 'stavanger', in: ['a1'], claim: INJURED, confidence: 0.81 },
    { type: 'ASSAULT', trigger: 't2', counts: [['n2', 'wounded', 3, 3]], in: ['a2'], claim: INJURED, confidence: 0.58 },
  ],
});
report({
  name: 'call', title: 'دعوة فنلندية إلى التهدئة بين أوسلو وستوكهولم', publisher: 'وكالة أنباء الشمال', day: '2023-03-18',
  body: `⟦t1|دعا⟧ ⟦x1|وزير الخارجية الفنلندي⟧ ⟦y1|السويد⟧ ⟦y2|والنرويج⟧ إلى التهدئة، ⟦s1|وقال⟧ إن ⟦k1|⟦x2|بلاده⟧ ⟦t2|ستستضيف⟧ لقاء في ⟦p2|هلسنكي⟧ ⟦d2|الخميس المقبل⟧⟧.`,
  attributions: [{ cue: 's1', source: 'x1', content: 'k1', code: 'FINGOV', name: 'Foreign Minister of Finland' }],
  events: [
    { type: 'REQUEST', trigger: 't1', actors: [['x1', 'FINGOV', 'Foreign Minister of Finland']], recipients: [['y1', 'SWE', 'Sweden'], ['y2', 'NOR', 'Norway']], claim: CALL },
    { type: 'CONSULT', status: 'future', trigger: 't2', actors: [['x2', 'FIN', 'Finland']], date: '2023-03-23', dated: 'd2', place: 'p2', at: 'helsinki', in: ['a1'] },
  ],
});

// Many short reports, so that counts, bars and the map have something to count.
let seed = 7;
const chance = (n) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * n);
};
const among = (list) => list[chance(list.length)];
const SOURCES = [['وزارة الخارجية السويدية', 'SWEGOV', 'قالت'], ['الحكومة النرويجية', 'NORGOV', 'أعلنت'], ['الشرطة الدنماركية', 'DNKCOP', 'ذكرت'], ['نقابة الصيادين', 'SWELAB', 'زعمت'], ['متحدث باسم البرلمان الفنلندي', 'FINLEG', 'صرح'], ['صحيفة محلية', 'NORJRN', 'أوردت'], ['منظمة بحر نظيف', 'NGO', 'اتهمت'], ['وزارة الدفاع الآيسلندية', 'ISLMIL', 'نفت'], ['مسؤول ألماني', 'DEUGOV', 'شكك في']];
const ACTORS = [['خفر السواحل النرويجي', 'NORMIL'], ['الشرطة السويدية', 'SWECOP'], ['متظاهرون', 'SWECVL'], ['الحكومة الدنماركية', 'DNKGOV'], ['شركة صيد', 'NORBUS'], ['الوزير الفنلندي', 'FINGOV'], ['عمال المرفأ', 'DNKLAB'], ['البحرية الآيسلندية', 'ISLMIL'], ['وفد إستوني', 'ESTGOV']];
const DEEDS = [['COERCE', 'arrest', 'أوقفوا'], ['PROTEST', 'demo', 'تظاهروا ضد'], ['CONSULT', 'visit', 'التقوا'], ['AID', null, 'ساعدوا'], ['ASSAULT', 'primitive', 'هاجموا'], ['AGREE', null, 'وافقوا على مطالب'], ['MOBILIZE', 'troops', 'حشدوا قرب'], ['SUPPORT', null, 'أيدوا']];
const WHERE = [['أوسلو', 'oslo'], ['بيرغن', 'bergen'], ['ستوكهولم', 'stockholm'], ['غوتنبرغ', 'gothenburg'], ['مالمو', 'malmo'], ['نوربوتن', 'norrland'], ['كوبنهاغن', 'copenhagen'], ['ألبورغ', 'aalborg'], ['هلسنكي', 'helsinki'], ['توركو', 'turku'], ['ريكيافيك', 'reykjavik'], ['آيسلندا', 'iceland'], ['فنلندا', 'finland'], ['تالين', 'tallinn'], ['هامبورغ', 'hamburg'], ['ترومسو', 'tromso'], ['روغالاند', 'rogaland']];
const PAPERS = ['صحيفة الضفتين', 'وكالة أنباء الشمال', 'موقع الميناء', 'إذاعة الساحل', 'مجلة الفنار', 'The Harbour Post', 'يومية الموانئ'];
for (let i = 0; i < 180; i++) {
  const [source, scode, cue] = among(SOURCES);
  const [actor, acode] = among(ACTORS);
  const [recipient, rcode] = among(ACTORS.filter(([a]) => a !== actor));
  const [type, mode, verb] = among(DEEDS);
  const [where, at] = among(WHERE);
  const month = 1 + Math.min(11, Math.floor((chance(12) + chance(12)) / 2));
  const dayOf = 1 + chance(28);
  const date = `2023-${String(month).padStart(2, '0')}-${String(dayOf).padStart(2, '0')}`;
  const n = 2 + chance(40);
  const stance = cue === 'نفت' ? 'denies' : cue === 'شكك في' ? 'doubts' : cue === 'زعمت' || cue === 'اتهمت' ? 'alleges' : 'asserts';
  const dated = i % 5 !== 0;
  report({
    name: 'bulk-' + i, publisher: among(PAPERS), day: date,
    title: `${source}: ${actor} ${verb} ${recipient}`,
    body: `⟦s|${cue}⟧ ⟦S|${source}⟧ أن ⟦k|⟦x|${actor}⟧ ⟦t|${verb}⟧ ⟦y|${recipient}⟧ في ⟦p|${where}⟧${dated ? ` ⟦d|يوم ${dayOf} ${AR_MONTHS[month - 1]} 2023⟧` : ''}، بمشاركة ⟦n|${n}⟧ شخصا⟧.`,
    attributions: [{ cue: 's', source: 'S', content: 'k', code: scode, stance }],
    events: [{ type, mode, trigger: 't', actors: [['x', acode]], recipients: [['y', rcode]], ...(dated ? { date, dated: 'd' } : {}), place: 'p', at, counts: i % 4 === 0 ? [['n', '', n, n]] : [], in: ['a1'], claim: 'c-bulk-' + String(i % 90).padStart(4, '0'), confidence: 0.4 + chance(60) / 100, status: i % 9 === 0 ? 'future' : 'actual' }],
  });
}

report({
  name: 'old', title: 'حين خرجت السويد من اتحاد كالمار', publisher: 'مجلة الفنار', day: '2023-06-06',
  body: `⟦t1|انسحبت⟧ ⟦x1|السويد⟧ من الاتحاد عام ⟦d1|1523⟧.`,
  events: [{ type: 'REQUEST', trigger: 't1', actors: [['x1', 'SWE', 'Sweden']], date: '1523-06-06', dated: 'd1' }],
});

export const hostileReports = hostile(report);

export const explain = (r) => [
  ...r.attributions.map((a) => ({ about: a.attribution, lines: [`«${a.cue ?? ''}» brings in what «${a.source ?? ''}» says`, `rule: ${a.rule}`] })),
  ...r.events.map((e) => ({ about: e.event, lines: [`«${e.trigger}» evokes ${e.type}`, `actor: ${e.actors.map((p) => '«' + p.text + '»').join(', ') || 'none in the words'}`, `rule: ${e.rule}`] })),
  { about: { sentence: 1 }, lines: ['«مخالفة اتفاق» was found and came to nothing: no actor in the sentence'] },
];
