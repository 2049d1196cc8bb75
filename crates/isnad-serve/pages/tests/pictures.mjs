// Takes the pictures of the documentation over the mock's own reports: `node tests/pictures.mjs` writes docs/pages-*.png.

import { statSync } from 'node:fs';
import { start } from './mock/server.mjs';
import { launch, open } from './browser.mjs';
import { reports } from './mock/fixtures.mjs';

const docs = new URL('../../../../docs/', import.meta.url).pathname;
const mock = await start();
const browser = await launch();
const pictures = {
  search: ['?view=events&type=ASSAULT&type=COERCE&not.publisher=' + encodeURIComponent('موقع الميناء'), 1280, 960],
  claim: ['?view=claim&id=c-injured-0002', 1280, 1150],
  report: ['?view=report&id=' + reports[0].report + '&at=e1', 1280, 960],
  overview: ['?view=overview', 1180, 1520],
};
for (const [name, [view, width, height]] of Object.entries(pictures)) {
  const { page, go, close } = await open(browser, mock.origin, { language: 'ar', scheme: 'light', width, height });
  await go(view);
  const path = `${docs}pages-${name}.png`;
  await page.screenshot({ path });
  console.log(`pages-${name}.png: ${statSync(path).size} bytes`);
  await close();
}
await browser.close();
mock.server.close();
