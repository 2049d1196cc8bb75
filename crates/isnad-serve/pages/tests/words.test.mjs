// What is marked in a report, compared with its offsets in a real browser: the ranges, the pixels, and the letters below them.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start } from './mock/server.mjs';
import { launch, open, skip } from './browser.mjs';
import { reports, hostileReports } from './mock/fixtures.mjs';
import { decode, differs } from './png.mjs';

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
const [naughty, bidi, letters, latin, long] = hostileReports;
const subjects = [['a plain report', boat], ['script and odd strings', naughty], ['bidi controls', bidi], ['digits, emoji, marks, tatweel', letters], ['English with Arabic', latin], ['words without end', long]];

/** Marks as the page has them: role, offsets in code points of the whole text, and the words. */
const marksIn = (page) => page.evaluate(() => {
  const text = document.querySelector('.report-text .text');
  const out = [];
  for (const [name, highlight] of CSS.highlights)
    for (const range of highlight) {
      if (!text.contains(range.startContainer)) continue;
      const lead = document.createRange();
      lead.selectNodeContents(text);
      lead.setEnd(range.startContainer, range.startOffset);
      const begin = [...lead.toString()].length;
      out.push({ role: name.replace('isnad-', ''), start: begin, end: begin + [...range.toString()].length, text: range.toString() });
    }
  return out;
});

/** What should be painted behind the words while an event is chosen. */
function expected(report, event) {
  const out = [];
  const put = (role, s) => {
    if (typeof s.start === 'number' && s.start < s.end && !out.some((m) => m.role === role && m.start === s.start && m.end === s.end)) out.push({ role, start: s.start, end: s.end });
  };
  put('trigger', { start: event.trigger_start, end: event.trigger_end });
  for (const p of event.actors) put('actor', p);
  for (const p of event.recipients) put('recipient', p);
  for (const e of report.events) if (e.event !== event.event && !out.some((m) => m.role === 'trigger' && m.start === e.trigger_start && m.end === e.trigger_end)) put('other', { start: e.trigger_start, end: e.trigger_end });
  return out;
}
const sorted = (marks) => marks.map((m) => `${m.role} ${m.start}–${m.end}`).sort();

test('the text stands in the page unchanged, each paragraph one text node', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  for (const [what, report] of subjects) {
    await go('?view=report&id=' + report.report);
    const seen = await page.evaluate(() => {
      const text = document.querySelector('.report-text .text');
      return { whole: text.textContent, paragraphs: [...text.children].map((p) => ({ nodes: p.childNodes.length, kinds: [...p.childNodes].every((n) => n instanceof Text), text: p.textContent })) };
    });
    assert.equal(seen.whole, report.text, what);
    assert.deepEqual(seen.paragraphs.map((p) => p.text), report.text.split('\n'), what);
    assert.ok(seen.paragraphs.every((p) => p.kinds && p.nodes <= 1), what + ': one text node a paragraph');
  }
  await close();
});

test('what is highlighted is what the offsets say', { skip }, async () => {
  const { page, go, close, seen } = await open(browser, mock.origin);
  for (const [what, report] of subjects)
    for (const event of report.events) {
      await go(`?view=report&id=${report.report}&at=${event.event}`);
      const marks = await marksIn(page);
      assert.deepEqual(sorted(marks), sorted(expected(report, event)), `${what}, ${event.event}`);
      const points = [...report.text];
      for (const m of marks) assert.equal(m.text, points.slice(m.start, m.end).join(''), what);
    }
  assert.deepEqual(seen.errors, []);
  await close();
});

test('an attribution shows its cue, its source and what it attributes', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  const a = boat.attributions[0];
  await go(`?view=report&id=${boat.report}&at=${a.attribution}`);
  const marks = await marksIn(page);
  assert.ok(marks.some((m) => m.role === 'cue' && m.start === a.cue_start && m.end === a.cue_end));
  assert.ok(marks.some((m) => m.role === 'source' && m.start === a.source_start && m.end === a.source_end));
  // The rail runs below the very boxes of the content.
  const fits = await page.evaluate(([text]) => {
    const paragraph = [...document.querySelectorAll('.report-text .paragraph')].find((p) => p.textContent.includes(text));
    const node = paragraph.firstChild;
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(text));
    range.setEnd(node, node.data.indexOf(text) + text.length);
    const near = (x, y) => Math.abs(x - y) < 1;
    const boxes = [...range.getClientRects()].filter((r) => r.width > 0.1);
    const rails = [...document.querySelectorAll('.rail.of-content')].map((r) => r.getBoundingClientRect());
    const lines = new Map();
    for (const b of boxes) {
      const line = [...lines.keys()].find((top) => Math.abs(top - b.top) < 2) ?? b.top;
      const was = lines.get(line);
      lines.set(line, was ? { left: Math.min(was.left, b.left), right: Math.max(was.right, b.right) } : { left: b.left, right: b.right });
    }
    return { lines: lines.size, rails: rails.length, all: [...lines.values()].every((l) => rails.some((r) => near(r.left, l.left) && near(r.right, l.right))) };
  }, [a.content]);
  assert.ok(fits.all && fits.rails === fits.lines && fits.lines > 1, JSON.stringify(fits));
  await close();
});

test('nested spans have rails on different lines', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go(`?view=report&id=${boat.report}`);
  const rails = await page.$$eval('.rail.of-content', (all) => all.map((r) => ({ ...r.getBoundingClientRect().toJSON(), level: r.dataset.level, kind: r.className })));
  const overlaps = rails.flatMap((a, i) => rails.slice(i + 1).filter((b) => Math.abs(a.top - b.top) < 2 && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1).map((b) => [a, b]));
  assert.ok(overlaps.length > 0, 'the report has nested attributions');
  for (const [a, b] of overlaps) assert.ok(Math.abs(a.bottom - b.bottom) >= 4, JSON.stringify([a, b]));
  await close();
});

/** Takes marks away, or makes them invisible while they stay. */
const style = (page, css) => page.evaluate((rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = rules ? [sheet] : [];
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}, css);
const CLEAR = ['trigger', 'actor', 'recipient', 'cue', 'source', 'other', 'sought'].map((r) => `::highlight(isnad-${r}){background-color:transparent!important}`).join('') + '.drawn{display:none!important}';

test('painted pixels lie in the boxes of the ranges and fill them', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  for (const [what, report] of subjects.filter(([, r]) => r.events.length > 0 && r !== long)) {
    const event = report.events[0];
    await go(`?view=report&id=${report.report}&at=${event.event}`);
    await style(page, '.drawn{display:none!important}');
    const element = await page.$('.report-text');
    const on = decode(await element.screenshot());
    await style(page, CLEAR);
    const off = decode(await element.screenshot());
    const boxes = await page.evaluate(() => {
      const frame = document.querySelector('.report-text').getBoundingClientRect();
      const text = document.querySelector('.report-text .text');
      return [...CSS.highlights.values()].flatMap((h) => [...h]).filter((r) => text.contains(r.startContainer)).flatMap((r) => [...r.getClientRects()]).filter((r) => r.width > 1).map((r) => ({ left: r.left - frame.left, right: r.right - frame.left, top: r.top - frame.top, bottom: r.bottom - frame.top }));
    });
    const { map, width, height, n } = differs(on, off);
    assert.ok(n > 100, what + ': something is painted');
    let stray = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (map[y * width + x] && !boxes.some((b) => x >= b.left - 2 && x <= b.right + 2 && y >= b.top - 6 && y <= b.bottom + 6)) stray++;
    assert.equal(stray, 0, `${what}: ${stray} pixels painted outside the ranges`);
    for (const b of boxes) {
      const y = Math.round((b.top + b.bottom) / 2);
      let [hit, all] = [0, 0];
      for (let x = Math.ceil(b.left + 1); x < b.right - 1; x++, all++) for (let d = -6; d <= 6; d++) if (map[(y + d) * width + x]) { hit++; break; }
      assert.ok(all === 0 || hit / all > 0.95, `${what}: ${hit} of ${all} columns of a range are painted`);
    }
  }
  await close();
});

test('marks move no letter and break no joining', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  for (const [what, report] of subjects) {
    const event = report.events[0];
    await go(`?view=report&id=${report.report}&at=${event.event}`);
    // With marks that are there but invisible, and then without any: the same letters, pixel for pixel.
    await style(page, CLEAR);
    const element = await page.$('.report-text .text');
    const places = () => page.evaluate(() => [...document.querySelectorAll('.report-text .paragraph')].flatMap((p) => {
      const node = p.firstChild;
      if (!node) return [];
      const range = document.createRange();
      return Array.from({ length: Math.min(600, node.length) }, (_, i) => {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const r = range.getBoundingClientRect();
        return [r.left, r.top, r.width];
      });
    }));
    const marked = decode(await element.screenshot());
    const markedAt = await places();
    await page.evaluate(() => CSS.highlights.clear());
    await style(page, '.drawn{display:none!important}');
    const bare = decode(await element.screenshot());
    const bareAt = await places();
    // Where a painted range ends, a half-covered pixel may be blended in another order; a letter that took another form is hundreds.
    const { n } = differs(marked, bare, 32);
    assert.ok(n <= 2, `${what}: marks change ${n} pixels of the letters`);
    markedAt.forEach((m, i) => m.forEach((v, k) => assert.ok(Math.abs(v - bareAt[i][k]) < 0.5, `${what}: letter ${i} moved`)));
  }
  await close();
});

test('each paragraph looks as the browser draws it by itself: brackets, digits, directions', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  for (const [what, report] of subjects.filter(([, r]) => r !== long)) {
    await go(`?view=report&id=${report.report}`);
    await style(page, CLEAR + 'body{block-size:auto}.report-text .paragraph{background:#fff;color:#000}');
    const paragraphs = await page.$$('.report-text .paragraph');
    for (const [i, paragraph] of paragraphs.entries()) {
      const text = report.text.split('\n')[i];
      if (!/\p{L}/u.test(text)) continue;
      // The same words in a document of their own, in the direction of their first letter.
      const box = await paragraph.evaluate((p) => {
        const s = getComputedStyle(p);
        const host = document.createElement('div');
        host.id = 'alone';
        const shadow = host.attachShadow({ mode: 'open' });
        const inner = document.createElement('p');
        const letter = /[\p{L}\u200e\u200f\u061c]/u.exec(p.textContent)[0];
        inner.dir = /[\u061c\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(letter) ? 'rtl' : 'ltr';
        for (const name of ['fontFamily', 'fontSize', 'lineHeight', 'whiteSpace', 'overflowWrap', 'letterSpacing', 'tabSize']) inner.style[name] = s[name];
        Object.assign(inner.style, { margin: 0, width: s.width, background: '#fff', color: '#000' });
        inner.lang = p.closest('[lang]').lang;
        inner.textContent = p.textContent;
        shadow.append(inner);
        Object.assign(host.style, { position: 'absolute', zIndex: 99, width: s.width });
        const r = p.getBoundingClientRect();
        Object.assign(host.style, { left: r.left + scrollX + 'px', top: r.top + scrollY + 'px' });
        document.body.append(host);
        host.hidden = true;
        return { direction: inner.dir, ours: getComputedStyle(p).direction, clip: { x: Math.floor(r.left + scrollX) - 2, y: Math.floor(r.top + scrollY), width: Math.ceil(r.width) + 4, height: Math.floor(r.height) } };
      });
      assert.equal(box.ours, box.direction, `${what}, paragraph ${i}: direction`);
      const ours = decode(await page.screenshot({ clip: box.clip, fullPage: true }));
      await page.evaluate(() => (document.getElementById('alone').hidden = false));
      const alone = decode(await page.screenshot({ clip: box.clip, fullPage: true }));
      await page.evaluate(() => document.getElementById('alone').remove());
      const { n } = differs(ours, alone, 40);
      assert.ok(n <= 4, `${what}, paragraph ${i}: ${n} pixels differ from the same words alone: ${text.slice(0, 40)}`);
    }
  }
  await close();
});

test('digits run from left to right in every script', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  for (const [report, event] of [[boat, 'e1'], [letters, 'e1'], [bidi, 'e1']]) {
    await go(`?view=report&id=${report.report}&at=${event}`);
    const wrong = await page.evaluate(() => {
      const out = [];
      for (const p of document.querySelectorAll('.report-text .paragraph')) {
        const node = p.firstChild;
        // Inside an override the text itself asks for another order.
        if (!node || /[\u202d\u202e]/.test(node.data)) continue;
        for (const m of node.data.matchAll(/[0-9]{2,}|[\u0660-\u0669]{2,}|[\u06f0-\u06f9]{2,}/g)) {
          let last = -Infinity;
          for (let i = m.index; i < m.index + m[0].length; i++) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { left } = range.getBoundingClientRect();
            if (left <= last) out.push(m[0]);
            last = left;
          }
        }
      }
      return out;
    });
    assert.deepEqual(wrong, []);
  }
  await close();
});

test('without the Highlight API the same spans are boxes laid out from the same ranges', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin, { before: () => { delete window.Highlight; } });
  const event = boat.events[0];
  await go(`?view=report&id=${boat.report}&at=${event.event}`);
  const fit = await page.evaluate((words) => {
    const node = [...document.querySelectorAll('.report-text .paragraph')].map((p) => p.firstChild).find((n) => n?.data.includes(words));
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(words));
    range.setEnd(node, node.data.indexOf(words) + words.length);
    const extent = (rects) => ['left', 'right', 'top', 'bottom'].map((side) => Math[side === 'left' || side === 'top' ? 'min' : 'max'](...rects.map((r) => r[side])));
    const want = extent([...range.getClientRects()]);
    const have = extent([...document.querySelectorAll('.ground.of-actor')].map((g) => g.getBoundingClientRect()));
    return want.every((v, i) => Math.abs(v - have[i]) < 1);
  }, event.actors[0].text);
  assert.ok(fit);
  assert.equal(await page.$eval('.report-text .text', (e) => e.textContent), boat.text);
  await close();
});

test('sentences in lists are marked by the same offsets', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go('?view=events&report=' + letters.report);
  const found = await page.evaluate(() => [...CSS.highlights].flatMap(([name, h]) => [...h].map((r) => name.replace('isnad-', '') + ' ' + r.toString())).sort());
  const points = [...letters.text];
  const want = letters.items.flatMap((e) => e.spans.map((s) => s.role + ' ' + points.slice(s.start, s.end).join(''))).sort();
  assert.deepEqual(found, want);
  await close();
});

test('pointing at words chooses their record, copying gives the words as they are', { skip }, async () => {
  const { page, go, close } = await open(browser, mock.origin);
  await go(`?view=report&id=${boat.report}`);
  const at = await page.evaluate((words) => {
    const node = [...document.querySelectorAll('.report-text .paragraph')].map((p) => p.firstChild).find((n) => n?.data.includes(words));
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(words));
    range.setEnd(node, node.data.indexOf(words) + words.length);
    const r = range.getBoundingClientRect();
    return [r.left + r.width / 2, r.top + r.height / 2];
  }, boat.events[0].trigger);
  await page.mouse.click(...at);
  await page.waitForFunction(() => location.search.includes('at=e1'));
  const copied = await page.evaluate(() => {
    const text = document.querySelector('.report-text .text');
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    text.dispatchEvent(event);
    return event.clipboardData.getData('text/plain');
  });
  assert.equal(copied, boat.text);
  await close();
});
