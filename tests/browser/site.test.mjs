// Reads the whole built site as a reader's browser does, from a web server and as files.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test for each kind of fault, that names the page,
// the element and what was expected.
//
// The click path rests on these hooks of the theme: a[rel="home"] on every page, a[data-relation="assesses"] on a
// fiche, a[data-relation="assessed_by"] on a communication, .pillar a on the home page, a.passage-link on a pillar's
// page.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { addressOf, fileOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone, inParallel, listFiles, siteDir } from './lib/files.mjs';
import { formFaults, inspect } from './lib/inspect.mjs';
import { iconFaults, linkFaults, reach, resourceFaults } from './lib/links.mjs';

const START = 'index.html';
const NOT_FOUND = '404.html';
/** Html files that no page links to, on purpose: a server shows this one for an unknown address. Pages at former
 * addresses say themselves that nobody is to look for them. */
const UNLINKED = [NOT_FOUND];
const PAGES_AT_ONCE = 4;
const PATIENCE = { timeout: 600_000 };
const VIEW = { viewport: { width: 1280, height: 720 } };

const dir = siteDir();
const files = new Set(listFiles(dir));
const htmlFiles = [...files].filter((file) => file.endsWith('.html'));

/** Set before the first test: the browser, both ways to open the site, what its pages say, and which are reached. */
let browser;
let opened;
let built;
let reached;

before(async () => {
  assert.ok(files.has(START), `${dir} has no ${START}`);
  browser = await launch();
  const pages = await readPages();
  const canonical = pages.get(START).canonical;
  // The site's path on its own server, as its start page's canonical address tells.
  const mount = canonical ? new URL('.', canonical).pathname : '/';
  built = { files, pages, mount };
  reached = reach(START, built);
  opened = await sites(dir, mount);
}, PATIENCE);

after(async () => {
  await browser?.close();
  for (const site of opened ?? []) await site.close();
});

/** The facts of every html file as written; parsed by the browser itself, on a page that belongs to no site. */
async function readPages() {
  const context = await browser.newContext();
  const parser = await context.newPage();
  const pages = new Map();
  for (const file of htmlFiles) pages.set(file, await parser.evaluate(inspect, readFileSync(path.join(dir, file), 'utf8')));
  await context.close();
  return pages;
}

describe('as written', () => {
  const onEach = (judge) => assertNone([...built.pages].flatMap(([file, facts]) => judge(file, facts)));

  it('every page has one h1, a title, a language, headings without gaps and no id twice', () => {
    onEach((file, facts) => formFaults(facts).map((fault) => `${file}: ${fault}`));
  });

  it('no page has an inline style or script', () => {
    onEach((file, facts) => facts.inline.map((found) => `${file}: ${found}, expected none`));
  });

  it('every internal link leads to a file and an element that exist', () => {
    onEach((file, facts) => linkFaults(file, facts.links, built));
  });

  it('every file that a page loads is part of the site, its icon among them', () => {
    onEach((file, facts) => [...resourceFaults(file, facts.resources, built), ...iconFaults(file, facts.resources, built)]);
  });

  it(`every html file is reached by links from ${START}, except ${UNLINKED.join(', ')}`, () => {
    const expected = (file) => !UNLINKED.includes(file) && built.pages.get(file).robots !== 'noindex';
    const lost = htmlFiles.filter((file) => !reached.has(file) && expected(file));
    assertNone([
      ...lost.map((file) => `${file}: no path of links from ${START} leads here`),
      ...UNLINKED.filter((file) => !files.has(file)).map((file) => `${file}: the file is missing`),
      ...UNLINKED.filter((file) => reached.has(file)).map((file) => `${file}: ${reached.get(file)} links to it, expected no link`),
    ]);
  });
});

for (const name of ['http', 'file']) {
  describe(`in the browser, from ${name}`, () => {
    let site;
    before(() => {
      site = opened.find((way) => way.name === name);
    });

    it('every page loads without an error and without a request elsewhere, and its form holds with scripts run', PATIENCE, async () => {
      const context = await browser.newContext(VIEW);
      const faults = await inParallel([...reached.keys()], PAGES_AT_ONCE, (file) => loadFaults(context, site, file));
      await context.close();
      assertNone(faults.flat());
    });

    it('a reader clicks from home to a fiche, its communication and back, to a pillar and to a passage', PATIENCE, async () => {
      const context = await browser.newContext(VIEW);
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(10_000);
        const faults = record(page, site);
        await readersPath(page, site);
        assertNone(faults);
      } finally {
        await context.close();
      }
    });

    if (name === 'http') it(`an unknown address shows ${NOT_FOUND} with its styles`, PATIENCE, () => unknownAddress(site));
    if (name === 'file') it('the browser refuses what a page opened as a file may not do', PATIENCE, filePolicy);
  });
}

/** Faults of one page while it loads and once its scripts have run. */
async function loadFaults(context, site, file) {
  const page = await context.newPage();
  try {
    const faults = record(page, site);
    const address = addressOf(site, file);
    await page.goto(address, { waitUntil: 'load', timeout: 30_000 });
    const facts = await page.evaluate(inspect, null);
    const form = formFaults(facts).map((fault) => `${file} (${site.name}, scripts run): ${fault}`);
    // On the page itself a link may name an element that a script has made; elsewhere it may not.
    const seen = { ...built, pages: new Map([...built.pages, [file, facts]]) };
    const links = linkFaults(file, facts.links, seen).map((fault) => `${site.name}, scripts run: ${fault}`);
    // A round through the page's event loop, so that errors of its last scripts have arrived.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    return [...faults, ...form, ...links];
  } catch (error) {
    return [`${file} (${site.name}): did not load: ${error.message}`];
  } finally {
    await page.close();
  }
}

/** home → fiche → its communication → back → home → pillar → the paragraph of its first and its last passage. */
async function readersPath(page, site) {
  await page.goto(addressOf(site, START));
  const fiche = await openFrom(page, site, 'fiches');
  const communication = await clickOn(page, site, 'a[data-relation="assesses"]');
  await clickOn(page, site, 'a[data-relation="assessed_by"]', fiche);
  await page.goBack({ waitUntil: 'load' });
  assert.equal(fileOf(site, page.url()), communication, `one step back from ${fiche} shows the wrong page`);
  await page.goBack({ waitUntil: 'load' });
  assert.equal(fileOf(site, page.url()), fiche, `one step back from ${communication} shows the wrong page`);
  await clickOn(page, site, 'a[rel="home"]', START);
  const pillar = await clickOn(page, site, '.pillar a');
  for (const which of ['first', 'last']) {
    await clickOn(page, site, 'a.passage-link', null, which);
    await assertTargetInView(page, site, pillar);
    await page.goBack({ waitUntil: 'load' });
    assert.equal(fileOf(site, page.url()), pillar, 'one step back from a passage shows the wrong page');
  }
}

/** Clicks from this page to a page of `section`: straight, or by the section's index. Returns the page's file. */
async function openFrom(page, site, section) {
  const isIndex = (file) => /^index(-\d+)?\.html$/.test(file.slice(section.length + 1));
  const inSection = (file) => file.startsWith(`${section}/`) && file.endsWith('.html');
  const straight = (file) => inSection(file) && !isIndex(file);
  const start = fileOf(site, page.url());
  if (!(await clickFirst(page, site, straight))) {
    const went = await clickFirst(page, site, (file) => file === `${section}/${START}`);
    assert.ok(went, `${start} (${site.name}): no visible link to a page in ${section}/ nor to ${section}/${START}`);
    assert.ok(await clickFirst(page, site, straight), `${section}/${START} (${site.name}): no visible link to a page in ${section}/`);
  }
  return fileOf(site, page.url());
}

/** Clicks the first visible link whose file `wanted` accepts; false when the page has none. */
async function clickFirst(page, site, wanted) {
  const links = page.locator('a[href]:visible');
  const addresses = await links.evaluateAll((found) => found.map((link) => link.href));
  const index = addresses.findIndex((address) => {
    const file = fileOf(site, address);
    return file !== null && wanted(file);
  });
  if (index < 0) return false;
  await click(page, site, links.nth(index));
  return true;
}

/**
 * Clicks the first (or last) visible link that `selector` finds; where `expected` is given, the one that leads to
 * that file. Returns the file that the browser shows then.
 */
async function clickOn(page, site, selector, expected = null, which = 'first') {
  const here = `${fileOf(site, page.url())} (${site.name})`;
  const links = page.locator(`${selector}:visible`);
  const found = (await links.evaluateAll((all) => all.map((link) => link.href))).map((address) => fileOf(site, address));
  assert.ok(found.length > 0, `${here}: no visible ${selector}, expected at least one`);
  if (expected !== null) assert.ok(found.includes(expected), `${here}: ${selector} leads to ${found.join(', ')}, expected ${expected}`);
  const index = expected !== null ? found.indexOf(expected) : which === 'last' ? found.length - 1 : 0;
  await click(page, site, links.nth(index));
  return fileOf(site, page.url());
}

/** Clicks a link and waits until the browser shows where it leads. */
async function click(page, site, link) {
  const here = fileOf(site, page.url());
  const address = await link.evaluate((element) => element.href);
  await link.click();
  try {
    await page.waitForURL(address, { waitUntil: 'load' });
  } catch {
    assert.fail(`${here} (${site.name}): a click on the link to ${address} shows ${page.url()}`);
  }
}

/** The element that the address names must be in view and in front, at least with its first line. */
async function assertTargetInView(page, site, pillar) {
  const file = fileOf(site, page.url());
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  assert.ok(id, `${pillar} (${site.name}): a.passage-link to ${file} has no fragment, expected the paragraph's id`);
  await untilAtRest(page);
  const problem = await page.evaluate(outOfView, id);
  assert.ok(problem === null, `${file}#${id} (${site.name}), opened from ${pillar}: ${problem}`);
}

/** Scrolling may be smooth, and begin late: waits until the page has not moved for half a second, five at most. */
async function untilAtRest(page) {
  let position = null;
  for (let tries = 0, same = 0; tries < 50 && same < 5; tries++) {
    await page.waitForTimeout(100);
    const now = await page.evaluate(() => scrollY);
    same = now === position ? same + 1 : 0;
    position = now;
  }
}

/** Runs in the browser: why a reader does not see the first line of the element with this id, or null. */
function outOfView(id) {
  const target = document.getElementById(id);
  if (!target) return 'there is no element with this id';
  const range = document.createRange();
  range.selectNodeContents(target);
  const line = [...range.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
  if (!line) return 'the element takes no space on the page';
  const x = line.left + Math.min(line.width / 2, 40);
  const y = line.top + line.height / 2;
  const where = `its first line is at ${Math.round(x)}, ${Math.round(y)} in a view of ${innerWidth} by ${innerHeight}`;
  if (y < 0 || y >= innerHeight || x < 0 || x >= innerWidth) return `out of view: ${where}`;
  const front = document.elementFromPoint(x, y);
  return target.contains(front) ? null : `covered by <${front?.localName} class="${front?.className}">: ${where}`;
}

/** A server answers an unknown address, at any depth, with the page that says so, looking as the others do. */
async function unknownAddress(site) {
  const context = await browser.newContext(VIEW);
  const page = await context.newPage();
  const unknown = addressOf(site, 'not/there/at-all.html');
  const faults = record(page, site);
  const response = await page.goto(unknown, { waitUntil: 'load' });
  const facts = await page.evaluate(inspect, null);
  const styles = await page.evaluate(() => document.styleSheets.length);
  await context.close();
  assert.equal(response.status(), 404);
  assert.equal(facts.title, built.pages.get(NOT_FOUND)?.title);
  assert.ok(styles > 0, `${NOT_FOUND}: no style sheet loaded, expected the site's`);
  // That the page itself was answered with 404 is what was asked for; the browser tells it twice.
  assertNone(faults.filter((fault) => !fault.includes(unknown)));
}

/** The proof that no flag of ours opens what is closed to readers: a file may not fetch the file beside it. */
async function filePolicy() {
  const folder = mkdtempSync(path.join(tmpdir(), 'file-policy-'));
  const context = await browser.newContext();
  try {
    writeFileSync(path.join(folder, 'page.html'), '<!doctype html><title>page</title>');
    writeFileSync(path.join(folder, 'beside.txt'), 'beside');
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(folder, 'page.html')).href);
    const outcome = await page.evaluate(() => fetch('beside.txt').then(() => 'read', () => 'refused'));
    assert.equal(outcome, 'refused', 'a page opened as a file read another file');
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
}
