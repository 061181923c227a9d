// Reading on any screen and by keyboard alone: nothing sticks out at 320 px, wider spacing of text hides nothing, the Tab
// key reaches everything in sight of the reader, and no page weighs more than it may.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test that names the page and the element.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addressOf, launch, sites } from './lib/browser.mjs';
import { assertNone, inParallel, siteDir } from './lib/files.mjs';
import { inspect } from './lib/inspect.mjs';
import { onePerKind, pagesOf } from './lib/kinds.mjs';
import { resolve } from './lib/links.mjs';

const PATIENCE = { timeout: 600_000 };
const LANES = 3;
const NARROW = { width: 320, height: 640 };
/** What a document's page may weigh with all it loads, fonts apart, gzipped. */
const MOST_BYTES = 100 * 1024;
/** WCAG 1.4.12. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';

const dir = siteDir();
const pages = pagesOf(dir);

let browser;
let site;
before(async () => {
  browser = await launch();
  [site] = await sites(dir);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function inLanes(todo, options, visit) {
  const lanes = Array.from({ length: LANES }, (_, lane) => todo.filter((_, index) => index % LANES === lane));
  const found = await inParallel(lanes, LANES, async (lane) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const results = [];
    for (const what of lane) results.push(await visit(page, what));
    await context.close();
    return results;
  });
  return found.flat(2);
}

/** Runs in the browser: what sticks out of the window at its right, and text that its box cuts off. */
function misfits() {
  const show = (element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">${element.textContent.trim().slice(0, 40)}`;
  const found = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    const out = [...document.querySelectorAll('main *, header *, footer *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} px, ${out.slice(-1).map(show)}`);
  }
  for (const element of document.querySelectorAll('body *')) {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    // What is hidden from sight on purpose is one pixel in size.
    if (clipPath !== 'none' || element.clientHeight <= 1 || element instanceof SVGElement) continue;
    const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip';
    if (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1) found.push(`cut off at its end: ${show(element)}`);
    if (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1) found.push(`cut off at its side: ${show(element)}`);
  }
  return found;
}

describe('on a narrow screen', () => {
  it('no page scrolls sideways or cuts off its text', PATIENCE, async () => {
    const faults = await inLanes(pages, { viewport: NARROW }, async (page, { file }) => {
      await page.goto(addressOf(site, file), { waitUntil: 'load' });
      return (await page.evaluate(misfits)).map((fault) => `${file}: ${fault}`);
    });
    assertNone(faults);
  });

  it('no kind of page does with wider spacing, nor on a wide screen', PATIENCE, async () => {
    // The policy forbids styles of others, a reader's own among them where a test gives them.
    const faults = await inLanes(onePerKind(pages), { viewport: NARROW, bypassCSP: true }, async (page, { file }) => {
      await page.goto(addressOf(site, file), { waitUntil: 'load' });
      await page.addStyleTag({ content: SPACING });
      const found = [];
      for (const width of [NARROW.width, 1280]) {
        await page.setViewportSize({ width, height: NARROW.height });
        found.push(...(await page.evaluate(misfits)).map((fault) => `${file}, ${width} px: ${fault}`));
      }
      return found;
    });
    assertNone(faults);
  });
});

/** Runs in the browser: where the focus is, and what is wrong with how that is shown. */
function focus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const faults = [];
  const [box] = [...element.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) faults.push(`no outline (${outlineStyle} ${outlineWidth})`);
  if (!box || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    faults.push(`out of view${box ? ` at ${Math.round(box.left)}, ${Math.round(box.top)}` : ''}`);
  } else {
    const front = document.elementFromPoint(Math.max(1, box.left + box.width / 2), Math.min(Math.max(1, box.top + box.height / 2), innerHeight - 1));
    if (front && !element.contains(front) && !front.contains(element)) faults.push(`covered by <${front.localName} class="${front.getAttribute('class') ?? ''}">`);
  }
  element.dataset.walked = String(Number(element.dataset.walked ?? 0) + 1);
  return { what: `<${element.localName} class="${element.getAttribute('class') ?? ''}" href="${element.getAttribute('href') ?? ''}">${element.textContent.trim().slice(0, 30)}`, again: element.dataset.walked !== '1', faults };
}

/** Runs in the browser: what the Tab key should reach and did not. */
function unreached() {
  const can = 'a[href], button, input, select, summary, [tabindex="0"]';
  return [...document.querySelectorAll(can)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.dataset.walked === undefined)
    .map((element) => `not reached: <${element.localName} class="${element.getAttribute('class') ?? ''}">${element.textContent.trim().slice(0, 30)}`);
}

describe('by keyboard alone', () => {
  it('every kind of page is walked through, in sight, without a trap', PATIENCE, async () => {
    const faults = await inLanes(onePerKind(pages), { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' }, async (page, { file }) => {
      await page.goto(addressOf(site, file), { waitUntil: 'load' });
      const found = [];
      await page.keyboard.press('Tab');
      const first = await page.evaluate(focus);
      if (!first?.what.includes('href="#_main"')) found.push(`${file}: the first stop is ${first?.what}, expected the skip link`);
      found.push(...(first?.faults ?? []).map((fault) => `${file}: ${first.what}: ${fault}`));
      // A page has fewer stops than elements; more would be a trap.
      const most = await page.locator('*').count();
      for (let stops = 0; ; stops++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(focus);
        // The end of the page gives the focus to the browser, or back to the first stop.
        if (stop === null || (stop.again && stop.what === first?.what)) break;
        // A button that comes with the focus may be passed again and again: it is one button.
        if (stop.again && !stop.what.includes('copy-address')) found.push(`${file}: a second stop at ${stop.what}`);
        found.push(...stop.faults.map((fault) => `${file}: ${stop.what}: ${fault}`));
        if (stops > most || found.length > 20) break;
      }
      found.push(...(await page.evaluate(unreached)).map((fault) => `${file}: ${fault}`));
      return found;
    });
    assertNone(faults);
  });

  it('the skip link leads past the navigation', PATIENCE, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(addressOf(site, pages.find(({ kind }) => kind === 'document').file), { waitUntil: 'load' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
    await context.close();
  });
});

describe('the weight', () => {
  it(`of every document's page with all it loads is at most ${MOST_BYTES / 1024} KB gzipped, fonts apart`, PATIENCE, async () => {
    const context = await browser.newContext();
    const parser = await context.newPage();
    const gzipped = (file) => gzipSync(readFileSync(path.join(dir, file))).length;
    const rows = [];
    for (const { file } of pages.filter(({ kind }) => kind === 'document')) {
      const { resources } = await parser.evaluate(inspect, readFileSync(path.join(dir, file), 'utf8'));
      const loaded = resources.filter(({ rel }) => rel.length === 0 || rel.some((name) => ['stylesheet', 'icon'].includes(name)));
      const files = new Set(loaded.map(({ href }) => resolve(href, file, '/').file).filter(Boolean));
      const whole = [file, ...files].reduce((sum, one) => sum + gzipped(one), 0);
      rows.push({ page: file, itself: gzipped(file), whole });
    }
    await context.close();
    assert.ok(rows.length > 0);
    console.table(rows);
    assertNone(rows.filter(({ whole }) => whole > MOST_BYTES).map(({ page, whole }) => `${page}: ${whole} bytes`));
  });
});
