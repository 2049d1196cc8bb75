// The pages over a real server, where one runs: `SERVER=http://127.0.0.1:8080 npm test`. Nothing is written into its ledger.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, settled, skip as none } from './browser.mjs';

const origin = process.env.SERVER;
const skip = none || (origin ? false : 'no server named by SERVER: the pages were tested over the mock server alone');
let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());
const ask = async (path) => (await fetch(origin + '/api/v1/' + path)).json();

test('reports of the ledger stand unchanged, and their marks are their offsets', { skip, timeout: 300_000 }, async (t) => {
  const { page, go, seen, close } = await open(browser, origin);
  const keys = new Set();
  for (const query of ['sort=-seen', 'sort=seen', 'sort=-confidence', 'stance=denies', 'stance=alleges', 'status=future', 'type=PROTEST', 'type=AID'])
    for (const e of (await ask('events?limit=40&' + query)).items.filter((_, i) => i % 7 === 0)) keys.add(e.report);
  let [marks, records, points] = [0, 0, 0];
  for (const key of [...keys].slice(0, 40)) {
    const report = await ask('reports/' + key);
    const text = [...report.text];
    points += text.length;
    for (const event of report.events.slice(0, 3)) {
      await go(`?view=report&id=${key}&at=${event.event}`);
      const shown = await page.evaluate(() => {
        const text = document.querySelector('.report-text .text');
        const out = [];
        for (const [name, highlight] of CSS.highlights)
          for (const range of highlight) {
            const lead = document.createRange();
            lead.selectNodeContents(text);
            lead.setEnd(range.startContainer, range.startOffset);
            const start = [...lead.toString()].length;
            out.push([name.replace('isnad-', ''), start, start + [...range.toString()].length, range.toString()]);
          }
        return { text: text.textContent, nodes: [...text.children].every((p) => p.childNodes.length <= 1), marks: out };
      });
      assert.equal(shown.text, report.text, key);
      assert.ok(shown.nodes, key);
      const has = (role, start, end) => shown.marks.some((m) => m[0] === role && m[1] === start && m[2] === end);
      assert.ok(has('trigger', event.trigger_start, event.trigger_end), `${key}/${event.event}`);
      // A span over a line break is one range in each paragraph.
      for (const [role, list] of [['actor', event.actors], ['recipient', event.recipients]])
        for (const p of list) assert.ok(has(role, p.start, p.end) || text.slice(p.start, p.end).includes('\n') || !(p.start < p.end), `${key}/${event.event}: ${role} ${p.start}–${p.end}`);
      for (const [, start, end, words] of shown.marks) assert.equal(words, text.slice(start, end).join(''));
      marks += shown.marks.length;
      records++;
    }
  }
  t.diagnostic(`${Math.min(40, keys.size)} reports, ${points} code points, ${records} records, ${marks} marks`);
  assert.deepEqual([...seen.violations, ...seen.outside, ...seen.errors], []);
  await close();
});

test('every page works over the ledger, axe finds nothing serious, a phone scrolls one way', { skip, timeout: 300_000 }, async (t) => {
  const claims = (await ask('claims?limit=1&contested=true&stance=denies')).items;
  const event = (await ask('events?limit=1&sort=-confidence')).items[0];
  const views = ['?', '?view=events&q=' + encodeURIComponent('"مجلس الأمن"'), '?view=events&stance=denies&not.type=ASSAULT', '?view=reports', '?view=overview', '?view=overview&of=claims&type=PROTEST', '?view=claim&id=' + claims[0].claim, `?view=report&id=${event.report}&at=${event.event}`, '?view=corrections', '?view=code'];
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const [language, scheme] of [['ar', 'light'], ['en', 'dark']]) {
    const { page, go, seen, close } = await open(browser, origin, { language, scheme });
    for (const view of views) {
      const began = Date.now();
      await go(view);
      t.diagnostic(`${view}: ${Date.now() - began} ms`);
      assert.equal(await page.locator('.wrong').count(), 0, view + ': ' + (await page.locator('.wrong').allTextContents()).join());
      await page.evaluate(axe);
      const bad = (await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))).violations.filter((v) => ['serious', 'critical'].includes(v.impact));
      assert.deepEqual(bad.map((v) => [view, v.id, v.nodes.slice(0, 2).map((n) => n.html.slice(0, 200) + n.failureSummary)]), []);
    }
    assert.deepEqual([...seen.violations, ...seen.outside, ...seen.errors], []);
    await close();
    const phone = await open(browser, origin, { language, scheme, width: 360, height: 740, touch: true });
    for (const view of views) {
      await phone.go(view);
      const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${view} is ${wide} pixels too wide`);
    }
    await phone.close();
  }
});

test('a list goes on, counts follow, and files hold what the list shows', { skip, timeout: 120_000 }, async () => {
  const { page, go, close } = await open(browser, origin);
  await go('?view=events&type=PROTEST&stance=denies');
  const total = Number(await page.getAttribute('.total', 'data-total'));
  const href = await page.getAttribute('.saving a', 'href');
  const lines = (await (await fetch(origin + '/' + href)).text()).trim().split('\n').filter(Boolean).length;
  assert.equal(lines, total);
  await go('?view=events');
  const all = Number(await page.getAttribute('.total', 'data-total'));
  const first = await page.locator('.row').count();
  assert.ok(first > 0);
  // A small ledger has one page.
  if (all > first) {
    await page.click('.on button');
    await settled(page);
    await page.waitForFunction((n) => document.querySelectorAll('.row').length > n, first);
  }
  await close();
});

test('a text is read and shown with its records', { skip, timeout: 60_000 }, async () => {
  const { page, go, close } = await open(browser, origin);
  await go('?view=code');
  const text = 'قالت وزارة الدفاع السويدية 😀 إن الشرطة الدنماركية اعتقلت ثلاثة صحفيين في كوبنهاغن أمس.';
  await page.fill('textarea', text);
  await page.click('.try button.main');
  await page.waitForSelector('.report-text .text');
  assert.equal(await page.$eval('.report-text .text', (e) => e.textContent), text);
  assert.ok((await page.locator('.record-list li').count()) > 0);
  await close();
});
