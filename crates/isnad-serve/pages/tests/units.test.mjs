// What needs no browser: code points, rails, addresses, cells, and what stands in `dist`.

import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'isnad-pages-'));
after(() => rmSync(folder, { recursive: true }));
const load = async (name) => {
  const outfile = join(folder, name.replace(/\W/g, '-') + '.mjs');
  await build({ entryPoints: [root + 'src/' + name], bundle: true, format: 'esm', outfile, jsx: 'automatic', jsxImportSource: 'preact', define: { 'navigator.languages': '[]' }, logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
};

test('code points are counted as the record counts them', async () => {
  const { Offsets, paragraphs } = await load('code-points.ts');
  for (const text of ['', 'abc', 'قال 😀 ثم', '🇸🇪👩‍👩‍👧x', 'مُحَمَّدٌ', 'a\u202eb', '\ud83d', 'س\n\n🇳🇴ص\r\nع']) {
    const points = [...text];
    const offsets = new Offsets(text);
    assert.equal(offsets.length, points.length);
    for (let i = 0; i <= points.length; i++) {
      assert.equal(offsets.unit(i), points.slice(0, i).join('').length);
      assert.equal(offsets.point(offsets.unit(i)), i);
      for (let j = i; j <= points.length; j++) assert.equal(offsets.slice(i, j), points.slice(i, j).join(''));
    }
    assert.equal(offsets.unit(points.length + 9), text.length);
    assert.equal(offsets.unit(-1), 0);
    const parts = paragraphs(text);
    assert.equal(parts.map((p) => p.text).join('\n'), text);
    for (const p of parts) assert.equal(points.slice(p.start, p.start + p.offsets.length).join(''), p.text);
  }
});

test('rails of nested spans lie below each other and never on one line where they overlap', async () => {
  const { levels } = await load('marks.ts');
  assert.deepEqual(levels([{ start: 0, end: 10 }, { start: 2, end: 6 }, { start: 3, end: 4 }, { start: 20, end: 25 }]), [2, 1, 0, 0]);
  assert.deepEqual(levels([{ start: 0, end: 5, depth: 0 }, { start: 0, end: 5, depth: 1 }]), [1, 0]);
  let seed = 3;
  const chance = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round++) {
    const spans = Array.from({ length: 8 }, () => {
      const start = chance(40);
      return { start, end: start + 1 + chance(20) };
    });
    const at = levels(spans);
    spans.forEach((a, i) => spans.forEach((b, j) => {
      if (i < j && a.start < b.end && b.start < a.end) assert.notEqual(at[i], at[j], JSON.stringify([a, b]));
      if (i !== j && a.start <= b.start && b.end <= a.end && a.end - a.start > b.end - b.start) assert.ok(at[i] > at[j], 'inner nearer to the words');
    }));
  }
});

test('a view has one address, and the address gives the view back', async () => {
  const { Address, pageOf } = await load('address.ts');
  const a = Address.parse('?type=ASSAULT&view=events&q=%22%D8%AE%D9%81%D8%B1+%D8%A7%D9%84%D8%B3%D9%88%D8%A7%D8%AD%D9%84%22&not.source=SYRGOV&type=ACCUSE&type=ASSAULT');
  const b = Address.parse('?not.source=SYRGOV&type=ACCUSE&type=ASSAULT&q=%22%D8%AE%D9%81%D8%B1+%D8%A7%D9%84%D8%B3%D9%88%D8%A7%D8%AD%D9%84%22&view=events');
  assert.equal(String(a), String(b));
  assert.equal(String(Address.parse(String(a))), String(a));
  assert.deepEqual(a.all('type'), ['ACCUSE', 'ASSAULT']);
  const out = a.exclude('type', 'ASSAULT');
  assert.deepEqual([out.all('type'), out.all('not.type')], [['ACCUSE'], ['ASSAULT']]);
  assert.deepEqual(out.include('type', 'ASSAULT').all('not.type'), []);
  assert.equal(String(out.exclude('type', 'ASSAULT').include('type', 'ASSAULT')), String(a));
  assert.equal(String(Address.parse('?evil=1&not.q=x&type=')), '?', 'what is no filter is not kept');
  assert.equal(pageOf('report', 'ab/c', 'e1'), '?view=report&id=ab%2Fc&at=e1');
  assert.deepEqual(a.clear().filters(), []);
  assert.equal(Address.parse('?view=<script>').view, 'claims');
});

test('an explanation is said in the reader’s words, and what it quotes stands as it is', async () => {
  const { pieces } = await load('explain.tsx');
  const said = (line) => pieces(line).map((p) => (p.own !== undefined ? '[' + p.own + ']' : p.quoted)).join(' ');
  for (const [line, quoted] of [
    ['actor قوات سورية (SYRMIL)', ['قوات سورية (SYRMIL)']], ['source المصدر (no code)', ['المصدر']], ['entry frames/assault.txt:12: قصف | ASSAULT', ['frames/assault.txt:12: قصف | ASSAULT']],
    ['no record of غارة: the coder is not sure enough of it', ['غارة']], ['rule passive verb', []], ['confidence 0.97: finite, actor', []],
    ['date 2015-07-21 الثلاثاء place, in the gazetteer عدن inside a2', ['2015-07-21 الثلاثاء', 'عدن']], ['date 2015-07-20 أمس place كابل told again by تقتل told again by قتل', ['2015-07-20 أمس', 'كابل', 'تقتل', 'قتل']], ['inside a1 told again by قتل', ['قتل']], ['content أن <b>x</b> inside a1 speaks of a2', ['أن <b>x</b>']],
    ['e1 ASSAULT firearms, actual: أطلقوا', ['أطلقوا']], ['a1 asserts: no cue in print', []], ['what has no known shape', ['what has no known shape']],
  ]) assert.deepEqual(pieces(line).filter((p) => p.quoted !== undefined).map((p) => p.quoted), quoted, line + ': ' + said(line));
});

test('numbers and what is counted agree', async () => {
  const { t } = await load('language.ts');
  assert.deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 1203].map((n) => t('total_events', { n })), ['لا أحداث', 'حدث واحد', 'حدثان', '3 أحداث', '10 أحداث', '11 حدثا', '99 حدثا', '100 حدث', '1,203 أحداث']);
});

test('cells of saved tables are text to a spreadsheet', async () => {
  const { cell, csv } = await load('saving.tsx');
  for (const evil of ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1']) assert.ok(cell(evil).replace(/^"/, '').startsWith("'"), evil);
  assert.equal(cell(-5), '-5');
  assert.equal(cell('قال: "نعم", ثم'), '"قال: ""نعم"", ثم"');
  assert.equal(csv([['a', null], [1, 'b']]), '\ufeffa,\r\n1,b\r\n');
});

test('the pages are small, whole and hold nothing that the policy forbids', (t) => {
  let packed = 0;
  for (const name of readdirSync(root + 'dist')) {
    const size = gzipSync(readFileSync(root + 'dist/' + name), { level: 9 }).length;
    packed += size;
    t.diagnostic(`${name}: ${size} bytes compressed`);
  }
  t.diagnostic(`dist: ${packed} bytes compressed`);
  assert.ok(packed < 300_000, `dist is ${packed} bytes compressed`);
  const page = readFileSync(root + 'dist/index.html', 'utf8');
  assert.ok(!/<script(?![^>]*\bsrc=)/.test(page) && !/<style|\sstyle=|\son\w+=/.test(page), 'nothing inline in the page');
  assert.ok(!/https?:|\/\//.test(page.replace('<!doctype html>', '')), 'the page names no other server');
  assert.ok(!/url\((?!#)/.test(readFileSync(root + 'dist/pages.css', 'utf8')), 'the style loads nothing');
});

test('the sources put no text into the page but as text', () => {
  for (const name of readdirSync(root + 'src'))
    if (/\.tsx?$/.test(name)) assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(readFileSync(root + 'src/' + name, 'utf8')), name);
});

test('what was built is what the sources say, and the lock file names no server', async () => {
  const before = readFileSync(root + 'dist/pages.js', 'utf8');
  const { outputFiles } = await build({ entryPoints: [root + 'src/main.tsx'], bundle: true, minify: true, format: 'esm', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', write: false, outfile: root + 'dist/pages.js' });
  assert.equal(outputFiles.find((f) => f.path.endsWith('.js')).text, before, 'run npm run build');
  assert.ok(!readFileSync(root + 'package-lock.json', 'utf8').includes('"resolved"'));
});
