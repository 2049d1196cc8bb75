// Who can use the pages: axe on every page in both languages and both colour schemes, the keyboard alone, a phone, another's link.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { start } from './mock/server.mjs';
import { launch, open, settled, skip } from './browser.mjs';
import { reports, hostileReports } from './mock/fixtures.mjs';

let mock, browser;
before(async () => {
  if (skip) return;
  mock = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  mock?.server.close();
});

const boat = reports[0];
const VIEWS = {
  claims: '?', events: '?view=events&type=COERCE&not.publisher=' + encodeURIComponent('موقع الميناء'), reports: '?view=reports', nothing: '?view=events&q=zzz', overview: '?view=overview', claim: '?view=claim&id=c-boat-0001', figures: '?view=claim&id=c-injured-0002',
  report: '?view=report&id=' + boat.report, chosen: '?view=report&id=' + boat.report + '&at=e1', corrections: '?view=corrections', code: '?view=code', fault: '?view=claim&id=none',
};
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const language of ['ar', 'en'])
  for (const scheme of ['light', 'dark'])
    test(`axe finds no serious fault: ${language}, ${scheme}`, { skip }, async (t) => {
      const { page, go, close, seen } = await open(browser, mock.origin, { language, scheme });
      let [passes, minor] = [0, 0];
      for (const [name, view] of Object.entries(VIEWS)) {
        await go(view);
        if (name === 'chosen') await page.$eval('.more-of-record details', (d) => (d.open = true));
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        const bad = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        passes += found.passes.length;
        minor += found.violations.length - bad.length;
        assert.deepEqual(bad.map((v) => [name, v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' :: ' + n.failureSummary)]), []);
        assert.equal(await page.evaluate(() => document.documentElement.lang + document.documentElement.dir), language === 'ar' ? 'arrtl' : 'enltr');
      }
      t.diagnostic(`${Object.keys(VIEWS).length} pages, ${passes} rules passed, ${minor} lesser remarks`);
      assert.deepEqual(seen.violations, []);
      await close();
    });

/** Presses Tab until the focused element is wanted. */
async function tabTo(page, wanted, most = 120) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((w) => document.activeElement?.matches(w) ?? false, wanted)) return;
  }
  assert.fail('Tab never came to ' + wanted);
}

test('by keyboard alone: words, a facet, leaving out, a claim, a report, its records', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.skip')), 'the first stop leads past the frame');
  await tabTo(page, 'input[type=search]');
  await page.keyboard.type('قارب');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('q'), 'قارب');
  await tabTo(page, '.facet input[type=checkbox]');
  await page.keyboard.press('Space');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.getAll('type').length, 1);
  assert.ok(await page.evaluate(() => document.activeElement.matches('.facet input[type=checkbox]:checked')), 'the focus stays');
  await tabTo(page, '.leave');
  await page.keyboard.press('Enter');
  await settled(page);
  const after = new URL(page.url()).searchParams;
  assert.equal(after.getAll('not.type').length, 1);
  assert.equal(after.getAll('type').length, 0, 'included and left out at once is nothing');
  await page.keyboard.press('Enter');
  await settled(page);
  await tabTo(page, '.claim-row a');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('view'), 'claim');
  assert.ok(await page.evaluate(() => document.activeElement.matches('main')), 'a new page begins at its beginning');
  await tabTo(page, '.sources a');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('view'), 'report');
  await tabTo(page, '.record-list input');
  await page.keyboard.press('Home');
  await settled(page);
  const seen = [new URL(page.url()).searchParams.get('at')];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('ArrowDown');
    await settled(page);
    seen.push(new URL(page.url()).searchParams.get('at'));
    const shown = await page.evaluate(() => ({ focus: document.activeElement.matches('.record-list input:checked'), card: document.activeElement.closest('li').classList.contains('current'), described: !!document.getElementById(document.activeElement.getAttribute('aria-describedby')) }));
    assert.deepEqual(shown, { focus: true, card: true, described: true });
  }
  assert.equal(new Set(seen).size, 4, seen.join());
  await page.keyboard.press('ArrowUp');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('at'), seen[2]);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('at'), null);
  await page.goBack();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('view'), 'claim', 'stepping leaves no trail to go back through');
  await close();
});

const shown = (page) => page.evaluate(() => ({
  rows: [...document.querySelectorAll('.row')].map((r) => r.textContent), chips: [...document.querySelectorAll('.chip')].map((c) => c.textContent), ticked: [...document.querySelectorAll('.facet input:checked')].map((c) => c.closest('label').textContent),
  out: [...document.querySelectorAll('.leave[aria-pressed=true]')].map((b) => b.getAttribute('aria-label')), total: document.querySelector('.total')?.textContent, brushed: document.querySelector('.brush .selection')?.getAttribute('width') ?? null, sort: document.querySelector('.sort select')?.value,
  records: document.querySelector('.record-list .current')?.textContent ?? null, map: [...document.querySelectorAll('.places circle')].length,
}));

test('a link shows another reader the same view', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=events');
  await page.locator('.facet', { hasText: 'النوع' }).locator('input').first().check();
  await settled(page);
  await page.locator('.facet', { hasText: 'المصدر' }).locator('.leave').first().click();
  await settled(page);
  await page.selectOption('.sort select', 'date');
  await settled(page);
  const total = await page.textContent('.total');
  await page.click('nav a:has-text("نظرة عامة")');
  await settled(page);
  // A time is brushed over the bars.
  const plot = await page.locator('.timeline .overlay').boundingBox();
  await page.mouse.move(plot.x + plot.width * 0.2, plot.y + plot.height / 2);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.6, plot.y + plot.height / 2, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  const params = new URL(page.url()).searchParams;
  assert.ok(params.get('from') && params.get('to') && params.get('from') < params.get('to'));
  assert.notEqual(await page.textContent('.total'), total, 'what is brushed filters the rest');
  await page.click('.matrix .cell');
  await settled(page);
  for (const view of [page.url(), page.url().replace('view=overview', 'view=events'), page.url().replace('view=overview&', ''), mock.origin + '/?view=report&id=' + boat.report + '&at=e2']) {
    await page.goto(view);
    await settled(page);
    const mine = await shown(page);
    const other = await open(browser, mock.origin);
    await other.page.goto(view);
    await settled(other.page);
    assert.deepEqual(await shown(other.page), mine, view);
    await other.close();
  }
  await close();
});

test('counts follow the filters, and a list goes on to its end', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=events');
  const number = async () => Number(await page.getAttribute('.total', 'data-total'));
  const all = await number();
  const row = page.locator('.facet', { hasText: 'النوع' }).locator('li').first();
  const count = Number(await row.locator('.count').textContent());
  await row.locator('input').check();
  await settled(page);
  assert.equal(await number(), count);
  await row.locator('.leave').click();
  await settled(page);
  assert.equal(await number(), all - count);
  await page.click('.chip .turn');
  await settled(page);
  assert.equal(await number(), count, 'a chip turns from left out to included');
  while (await page.locator('.on button').count()) {
    await page.click('.on button');
    await settled(page);
  }
  assert.equal(await page.locator('.row').count(), count);
  assert.equal(await page.locator('.row .text').count(), count);
  await close();
});

test('one text about long ago does not press all others into one bar', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin, { language: 'en' });
  await go('?view=overview&unit=month');
  const bars = await page.locator('.timeline .plot rect:not(.overlay, .selection, .handle)').count();
  assert.ok(bars > 8 && bars < 14, bars + ' bars');
  assert.match(await page.textContent('.timeline .hint'), /[12] before/);
  await page.click('.timeline .hint button');
  await settled(page);
  assert.ok((await page.locator('.timeline .plot rect:not(.overlay, .selection, .handle)').count()) > bars);
  await close();
});

test('a number of who speaks of whom is what the list shows once it is chosen', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin, { language: 'en' });
  await go('?view=overview');
  for (const how of ['accuses', 'backs', 'denies', 'alleges']) {
    await go('?view=overview');
    const cell = page.locator(`.matrix .cell[title="${how}"]`).first();
    if ((await cell.count()) === 0) {
      assert.notEqual(how, 'accuses', 'somebody accuses somebody');
      continue;
    }
    const count = Number(await cell.locator('.n').textContent());
    await cell.click();
    await settled(page);
    await page.click('h1 + * a, .head a');
    await settled(page);
    assert.equal(Number(await page.getAttribute('.total', 'data-total')), count, how);
  }
  await close();
});

test('the map claims no point for what is no town', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=overview');
  const places = await (await fetch(mock.origin + '/api/v1/places?of=events')).json();
  const of = (p) => places.items.filter((x) => x.precision === p).length;
  assert.equal(await page.locator('.places .region').count(), of('region'));
  assert.ok((await page.locator('.places .point').count()) <= of('point') && (await page.locator('.places .point').count()) > 5);
  const hatched = await page.$$eval('.hatched path', (all) => all.map((p) => p.dataset.country).sort());
  assert.deepEqual(hatched, places.items.filter((x) => x.precision === 'country').map((x) => x.country).sort());
  // The list below says the same, with each place's precision.
  await page.click('.map details summary');
  assert.equal(await page.locator('.map tbody tr').count(), places.items.length);
  await page.locator('.map tbody button').first().click();
  await settled(page);
  assert.ok(/bbox|country/.test(page.url()));
  await close();
});

test('a phone needs no sideways scrolling', { skip }, async () => {
  for (const language of ['ar', 'en']) {
    const { page, go, close } = await open(browser, mock.origin, { language, width: 360, height: 740, touch: true });
    for (const [name, view] of [...Object.entries(VIEWS), ...hostileReports.map((r) => ['hostile', '?view=report&id=' + r.report]), ['hostile list', '?view=events&seen_from=2023-06-01']]) {
      await go(view);
      const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
      assert.ok(scroll <= client, `${name}: ${scroll} > ${client}`);
    }
    await close();
  }
});

test('a reader merges, splits, rejects, recodes and takes back', { skip }, async () => {
  mock.reset();
  const { page, go, close, seen } = await open(browser, mock.origin);
  await go('?view=claim&id=c-injured-0002');
  const before = boat.text;
  const rows = page.locator('.mentions > .rows > div > .event-row');
  await rows.nth(0).locator('button').click();
  await page.click('dialog fieldset label:nth-of-type(1)');
  await page.fill('dialog .why input', 'سطر | من قصة');
  await page.click('dialog button.main');
  await page.waitForSelector('dialog', { state: 'detached' });
  await settled(page);
  for (const i of [0, 1]) {
    await rows.nth(i).locator('button').click();
    await page.click('dialog button[aria-pressed]');
  }
  await page.click('.basket button:nth-of-type(2)');
  await page.click('dialog button.main');
  await page.waitForSelector('.basket', { state: 'detached' });
  await settled(page);
  await rows.nth(1).locator('button').click();
  await page.click('dialog fieldset label:nth-of-type(2)');
  await page.selectOption('dialog select >> nth=0', 'AID');
  await page.click('dialog button.main');
  await page.waitForSelector('dialog', { state: 'detached' });
  await go('?view=corrections');
  const said = await page.$$eval('.corrections tbody tr', (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  assert.deepEqual(said.map((r) => r[1]), ['رفض', 'فصل', 'إعادة ترميز']);
  assert.equal(said[0][4], 'سطر | من قصة');
  assert.equal(said[2][3], 'AID');
  await page.click('.corrections tbody tr:first-child button');
  await page.waitForFunction(() => document.querySelectorAll('.corrections tbody tr').length === 2);
  await go('?view=report&id=' + boat.report);
  assert.equal(await page.$eval('.report-text .text', (e) => e.textContent), before, 'evidence is as it was');
  assert.deepEqual(seen.errors, []);
  await close();
  mock.reset();
});

test('a fault of the server is told with what to do', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin, { language: 'en' });
  await go('?view=claim&id=none');
  const told = await page.textContent('.wrong');
  assert.match(told, /there is no such claim/);
  assert.match(told, /look for it in the list of claims/);
  await close();
});

test('language and colours are the reader’s own and stay', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=events');
  await page.click('.own button[lang=en]');
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'ltr');
  assert.equal(await page.textContent('h1'), 'Events');
  await page.click('.own button:last-child');
  await page.click('.own button:last-child');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await go('?view=overview');
  assert.equal(await page.evaluate(() => document.documentElement.lang + getComputedStyle(document.documentElement).colorScheme), 'endark');
  await close();
});

test('everything comes from the program itself', { skip }, async () => {
  const { seen, go, close } = await open(browser, mock.origin);
  for (const view of Object.values(VIEWS)) await go(view);
  assert.deepEqual(seen.outside, []);
  assert.deepEqual(seen.violations, []);
  await close();
});
