// Accessibility as far as a program can judge it: axe with all rules of WCAG 2.2 A and AA and good practice, over every
// page once, and over each kind of page and the dossier with every element in all combinations of width, colours and
// scripts; reflow at 320 px, text spacing, and a walk with the Tab key.
// Needs: SITE_DIR (the built site), the program ($FICHEWIJZER, or one that cargo has built) and a Chromium.
// Gives: a failed test that names page, state, rule and element. With ACCESSIBILITY_REPORT=<file> and
// ACCESSIBILITY_DATE=<YYYY-MM-DD> it writes the report that the site publishes (content/toegankelijkheid.json).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AXE_VERSION, TAGS, judge, load } from './lib/axe.mjs';
import { addressOf, launch, sites } from './lib/browser.mjs';
import { assertNone, inParallel, siteDir } from './lib/files.mjs';
import { countKinds, onePerKind, pagesOf } from './lib/kinds.mjs';
import { program } from './lib/program.mjs';

const WIDTHS = [320, 768, 1280];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 800;
const LANES = 3;
const PATIENCE = { timeout: 900_000 };

const fromRepository = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
/** A dossier with every element that the program can write. */
const ELEMENTS = fromRepository('tests/dossiers/elementen');
const REPORT = fromRepository('content/toegankelijkheid.json');

const dir = siteDir();
const pages = pagesOf(dir);

let browser;
let site;
let elements;
let work;
/** What the report tells: sums over all judgements. */
const sums = { runs: 0, rules: new Set(), findings: 0, undecided: new Map() };

before(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'axe-'));
  browser = await launch();
  [site] = await sites(dir, mountOf(dir));
  if (existsSync(ELEMENTS)) {
    const out = path.join(work, 'public');
    execFileSync(program(), ['build', '--root', ELEMENTS, '--out', out, '--frozen'], { stdio: 'pipe' });
    [elements] = await sites(out);
    elements.pages = pagesOf(out);
  }
}, PATIENCE);

after(async () => {
  await browser?.close();
  await site?.close();
  await elements?.close();
  if (work) rmSync(work, { recursive: true });
});

/** The site's path on its own server: 404.html begins its links there. */
function mountOf(folder) {
  return /href="([^"]*)static\/site\.css"/.exec(readFileSync(path.join(folder, '404.html'), 'utf8'))[1];
}

/** Spreads pages over lanes, each with a browser context of its own, and gathers what `work` returns. */
async function inLanes(todo, options, visit) {
  const lanes = Array.from({ length: LANES }, (_, lane) => todo.filter((_, index) => index % LANES === lane));
  const found = await inParallel(lanes, LANES, async (lane) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT }, ...options });
    const page = await context.newPage();
    const results = [];
    for (const what of lane) results.push(await visit(page, what));
    await context.close();
    return results;
  });
  return found.flat(2);
}

async function count(page, state) {
  const { faults, undecided, rules } = await judge(page, state);
  sums.runs += 1;
  sums.findings += faults.length;
  for (const rule of rules) sums.rules.add(rule);
  for (const { id, places } of undecided) sums.undecided.set(id, Math.max(sums.undecided.get(id) ?? 0, places));
  return faults;
}

/** The page at all widths in all colours, as it stands. */
async function inAllSizes(page, state) {
  const faults = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      faults.push(...(await count(page, `${state}, ${width} px, ${colorScheme}`)));
    }
  }
  return faults;
}

async function inAllCombinations(page, { of, file, kind }) {
  const address = addressOf(of, file);
  await page.goto(address, { waitUntil: 'load' });
  await load(page);
  const faults = await inAllSizes(page, `${kind} ${file}`);
  if ((await page.locator('.note-ref > a[aria-expanded]').count()) > 0) {
    await page.locator('.note-ref > a[aria-expanded]').first().click();
    await page.locator('.beside').waitFor({ state: 'visible' });
    faults.push(...(await inAllSizes(page, `${kind} ${file}, note open`)));
  }
  await page.route('**/*.js', (route) => route.abort());
  await page.goto(address, { waitUntil: 'load' });
  await load(page);
  faults.push(...(await inAllSizes(page, `${kind} ${file}, scripts blocked`)));
  await page.unroute('**/*.js');
  return faults;
}

describe('axe has nothing to say', () => {
  it('about any page', PATIENCE, async () => {
    const faults = await inLanes(pages, {}, async (page, { file }) => {
      await page.goto(addressOf(site, file), { waitUntil: 'load' });
      await load(page);
      return count(page, file);
    });
    assertNone(faults);
  });

  it('about any kind of page in any combination of width, colours and scripts', PATIENCE, async () => {
    const shown = onePerKind(pages).map((page) => ({ of: site, ...page }));
    const every = (elements?.pages ?? []).filter(({ kind }) => kind === 'document' || kind === 'text');
    assertNone(await inLanes([...shown, ...every.map((page) => ({ of: elements, ...page }))], {}, inAllCombinations));
  });
});

describe('the published report', () => {
  it('is of a site with the same kinds of pages', () => {
    const { ACCESSIBILITY_REPORT: file, ACCESSIBILITY_DATE: date } = process.env;
    if (file) writeReport(file, date);
    const report = JSON.parse(readFileSync(REPORT, 'utf8'));
    assert.equal(report.findings, 0);
    assert.deepEqual(
      report.kinds.map(({ kind }) => kind),
      countKinds(pages).map(({ kind }) => kind),
      'the kinds of pages have changed since the report: run `ACCESSIBILITY_REPORT=content/toegankelijkheid.json ACCESSIBILITY_DATE=<today>` with this test, and commit the file',
    );
  });
});

/** What the site says of this run; the date is given, as nothing reads the clock. */
function writeReport(file, date) {
  assert.match(date ?? '', /^\d{4}-\d{2}-\d{2}$/, 'ACCESSIBILITY_DATE is the day of the run');
  const undecided = [...sums.undecided].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, places]) => ({ rule, places }));
  const report = {
    date,
    axe: AXE_VERSION,
    browser: `Chromium ${browser.version()}`,
    standards: TAGS,
    pages: pages.length,
    kinds: countKinds(pages),
    widths: WIDTHS,
    schemes: SCHEMES,
    runs: sums.runs,
    rules: sums.rules.size,
    findings: sums.findings,
    undecided,
  };
  writeFileSync(path.resolve(fromRepository('.'), file), `${JSON.stringify(report, null, 2)}\n`);
}
