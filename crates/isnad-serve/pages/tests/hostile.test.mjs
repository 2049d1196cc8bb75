// Hostile texts in a real browser: nothing in them runs, nothing leaves the origin, and what stands beside them stays in its order.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start } from './mock/server.mjs';
import { launch, open, settled, skip } from './browser.mjs';
import { reports, hostileReports } from './mock/fixtures.mjs';
import { BIDI, NAUGHTY } from './mock/hostile.mjs';

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

const [naughty, bidi] = hostileReports;
const day = '?view=reports&seen_from=2023-06-01&seen_to=2023-06-01';
const VIEWS = ['?view=events&seen_from=2023-06-01', '?q=' + encodeURIComponent(NAUGHTY[1]), '?view=claim&id=c-hostile-0001', '?view=overview&publisher=' + encodeURIComponent(NAUGHTY[1]), day, ...hostileReports.map((r) => `?view=report&id=${r.report}&at=e1`), '?view=claim&id=' + encodeURIComponent(NAUGHTY[0]), '?view=events&type=' + encodeURIComponent(NAUGHTY[3]) + '&not.source=%22%3E%3Cimg+src%3Dx%3E', '?view=report&id=%2e%2e%2fstate', '?sort=%3Cscript%3E&bbox=%3Cscript%3E&unit=x&by=y&at=%22'];

test('nothing in a text runs, loads, or breaks the policy', { skip }, async () => {
  for (const language of ['ar', 'en']) {
    const { page, go, seen, close } = await open(browser, mock.origin, { language });
    const ours = new Set(['svg', 'path', 'circle', 'g', 'line', 'text', 'rect', 'defs', 'pattern', 'title']);
    for (const view of VIEWS) {
      await go(view);
      const found = await page.evaluate(() => ({
        ran: window.__ran ?? null,
        title: document.title,
        foreign: [...document.querySelectorAll('script:not([src="pages.js"]), img, iframe, object, embed, base, meta[http-equiv], link:not([href="icon.svg"]):not([href="pages.css"]), form[action], style, [onload], [onerror], [onclick], [onfocus], [ontoggle], [srcdoc]')].map((e) => e.outerHTML.slice(0, 80)),
        links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')).filter((h) => !/^(\?|#main$|licences\.txt$|api\/v1\/)/.test(h)),
        inText: [...document.querySelectorAll('.text, bdi, q')].flatMap((e) => [...e.querySelectorAll('*')]).map((e) => e.localName),
      }));
      assert.equal(found.ran, null, view);
      assert.deepEqual(found.foreign, [], view);
      assert.deepEqual(found.links, [], view);
      assert.deepEqual(found.inText.filter((n) => n !== 'div' && n !== 'bdi' && !ours.has(n)), [], view);
      assert.ok(!/[\u202a-\u202e\u2066-\u2069<]/.test(found.title), view);
    }
    assert.deepEqual(seen.dialogs, []);
    assert.deepEqual(seen.violations, []);
    assert.deepEqual(seen.outside, []);
    assert.deepEqual(seen.errors, []);
    await close();
  }
});

test('controls of direction do not reach beyond the words that hold them', { skip }, async () => {
  for (const language of ['ar', 'en']) {
    const { page, go, close } = await open(browser, mock.origin, { language });
    await go(day);
    const rows = await page.evaluate(() => [...document.querySelectorAll('.report-row')].map((row) => {
      const [publisher, time] = row.querySelector('.meta').children;
      const node = time.firstChild;
      const left = time.getBoundingClientRect().left;
      const places = Array.from({ length: node.length }, (_, i) => {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        return Math.round(range.getBoundingClientRect().left - left);
      });
      const [p, t] = [publisher.getBoundingClientRect(), time.getBoundingClientRect()];
      return { words: node.data, places: places.join(), publisher: publisher.textContent, sameLine: Math.abs(p.top - t.top) < 8, before: document.documentElement.dir === 'rtl' ? p.left >= t.right - 1 : p.right <= t.left + 1 };
    }));
    assert.ok(rows.some((r) => r.publisher === BIDI[0]) && rows.some((r) => r.publisher === NAUGHTY[1]), 'the hostile publishers are there');
    for (const r of rows) {
      assert.equal(r.places, rows[0].places, 'the day beside «' + r.publisher + '» keeps the order of its digits');
      assert.ok(!r.sameLine || r.before, 'the publisher stands before the day');
    }
    // Within one line of running words: the day behind each publisher of a claim, and what stands behind it in turn.
    await go('?view=claim&id=c-hostile-0001');
    const lines = await page.evaluate(() => [...document.querySelectorAll('.sources li')].map((line) => {
      const node = line.querySelector('.quiet').firstChild;
      const words = line.querySelector('a').getBoundingClientRect();
      const at = Array.from({ length: node.length }, (_, i) => {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        return range.getBoundingClientRect().left;
      });
      const day = line.querySelector('.quiet').getBoundingClientRect();
      const oneLine = words.height < 40 && Math.abs(words.top - day.top) < 12;
      return { publisher: line.querySelector('a').textContent, day: node.data, places: at.map((x) => Math.round(x - at[0])).join(), after: !oneLine || (document.documentElement.dir === 'rtl' ? day.right <= words.left + 1 : day.left >= words.right - 1) };
    }));
    assert.ok(lines.some((l) => l.publisher === BIDI[0]));
    for (const l of lines) {
      assert.equal(l.places, lines.find((x) => x.publisher !== BIDI[0]).places, `the day behind «${l.publisher}»`);
      assert.ok(l.after, `«${l.publisher}» stands before its day`);
    }
    // The frame of the page is where it is beside a harmless report.
    const frame = () => page.evaluate(() => [...document.querySelectorAll('.top nav a, .top .brand, .own button, .records h2, footer p:first-child')].map((e) => [Math.round(e.getBoundingClientRect().left), e.textContent].join()));
    await go('?view=report&id=' + reports[0].report);
    const calm = await frame();
    for (const r of [naughty, bidi]) {
      await go('?view=report&id=' + r.report);
      assert.deepEqual(await frame(), calm);
    }
    await close();
  }
});

test('words of a text stand as they are wherever they are quoted', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=report&id=' + naughty.report);
  assert.equal(await page.$eval('h1', (e) => e.textContent), naughty.title);
  assert.equal(await page.$eval('.publishers bdi', (e) => e.textContent), naughty.publisher);
  await go('?view=events&report=' + bidi.report);
  assert.equal(await page.$eval('.event-row .foot bdi', (e) => e.textContent), bidi.title);
  await close();
});

test('hostile words typed into the search stay words', { skip }, async () => {
  const { page, go, seen, close } = await open(browser, mock.origin);
  await go('?view=events');
  for (const words of [NAUGHTY[0], NAUGHTY[2], BIDI[0], '"']) {
    await page.fill('input[type=search]', words);
    await page.press('input[type=search]', 'Enter');
    await settled(page);
    assert.equal(new URL(page.url()).searchParams.get('q'), words.trim());
    assert.equal(await page.evaluate(() => window.__ran ?? null), null);
  }
  assert.deepEqual([...seen.dialogs, ...seen.violations, ...seen.outside], []);
  await close();
});

test('a token is taken out of the address once and sent only to the server itself', { skip }, async () => {
  const { page, seen, close } = await open(browser, mock.origin);
  const sent = [];
  page.on('request', (r) => sent.push([r.url(), r.headers().authorization]));
  await page.goto(mock.origin + '/?view=events#token=se%20cret');
  await settled(page);
  assert.ok(!page.url().includes('token'));
  assert.ok(sent.filter(([u]) => u.includes('/api/v1/')).every(([, a]) => a === 'Bearer se cret'));
  assert.ok(sent.filter(([u]) => !u.includes('/api/v1/')).every(([, a]) => !a));
  assert.equal(await page.$('a[download]'), null, 'files are fetched with the token, not linked');
  await page.evaluate(() => (location.hash = '#token=another'));
  await page.waitForFunction(() => !location.hash);
  await settled(page);
  assert.ok(sent.some(([, a]) => a === 'Bearer another'), 'a token behind the address of open pages is taken, too');
  assert.deepEqual(seen.outside, []);
  await close();
});
