// Decides which browser the tests run in: the first Chromium on the PATH, or the one that CHROMIUM names. Without one, tests that need
// it are skipped with a line that says so.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

export function found() {
  const places = process.env.CHROMIUM ? [process.env.CHROMIUM] : NAMES.flatMap((n) => (process.env.PATH ?? '').split(delimiter).map((d) => join(d, n)));
  return places.find((p) => {
    try {
      accessSync(p, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const skip = found() ? false : 'no Chromium on the PATH (CHROMIUM may name one): browser tests are skipped';

export const launch = () => chromium.launch({
  executablePath: found(),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** A page in a language and colour scheme, which fails the test that leaves its origin or breaks the policy. */
export async function open(browser, origin, { language = 'ar', scheme = 'light', width = 1280, height = 900, touch = false, before } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language === 'ar' ? 'ar' : 'en-GB', hasTouch: touch, reducedMotion: 'reduce', bypassCSP: false });
  const page = await context.newPage();
  const seen = { outside: [], violations: [], errors: [], dialogs: [] };
  page.on('request', (r) => {
    const url = r.url();
    if (!url.startsWith(origin + '/') && !url.startsWith('data:') && !url.startsWith('blob:' + origin)) seen.outside.push(url);
  });
  page.on('pageerror', (e) => seen.errors.push(String(e)));
  page.on('console', (m) => m.type() === 'error' && !/status of 4\d\d/.test(m.text()) && seen.errors.push(m.text()));
  page.on('dialog', (d) => (seen.dialogs.push(d.message()), d.dismiss()));
  await context.exposeFunction('__violated', (what) => seen.violations.push(what));
  await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => window.__violated(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample)));
  if (before) await context.addInitScript(before);
  const go = async (address) => {
    await page.goto(origin + '/' + address);
    await settled(page);
  };
  return { page, context, seen, go, close: () => context.close() };
}

/** Waits until the page shows what it asked for. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('main') && !document.querySelector('main .waiting') && !document.querySelector('main .busy'));
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
}
