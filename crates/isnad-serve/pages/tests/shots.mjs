// Takes pictures of the pages over the mock's own reports.
//
//   node tests/shots.mjs FOLDER [ar|en] [light|dark] [WIDTH]

import { start } from './mock/server.mjs';
import { launch, open } from './browser.mjs';
import { reports } from './mock/fixtures.mjs';

const [folder = 'tests/shots', language = 'ar', scheme = 'light', width = '1280', only = ''] = process.argv.slice(2);
const mock = process.env.ORIGIN ? { origin: process.env.ORIGIN, server: { close() {} } } : await start();
const browser = await launch();
const { page, go, seen, close } = await open(browser, mock.origin, { language, scheme, width: Number(width), height: Number(width) < 600 ? 800 : 900 });
const boat = reports[0].report;
const views = process.env.VIEWS ? JSON.parse(process.env.VIEWS) : {
  search: '?view=events&q=' + encodeURIComponent('قارب'), claims: '?', claim: '?view=claim&id=c-boat-0001', report: '?view=report&id=' + boat + '&at=e1', reportall: '?view=report&id=' + boat,
  overview: '?view=overview', corrections: '?view=corrections', naughty: '?view=report&id=' + reports.at(-6).report, bidi: '?view=report&id=' + reports.at(-5).report + '&at=e1', letters: '?view=report&id=' + reports.at(-4).report + '&at=e1', injured: '?view=claim&id=c-injured-0002',
};
for (const [name, address] of Object.entries(views)) {
  if (only && !only.split(',').includes(name)) continue;
  await go(address);
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${folder}/${name}-${language}-${scheme}-${width}.png`, fullPage: !process.env.VIEW });
}
for (const [what, list] of Object.entries(seen)) if (list.length) console.log(what, list.slice(0, 5));
await close();
await browser.close();
mock.server.close();
