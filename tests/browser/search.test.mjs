// The page that searches, in a real browser, from a web server and as files: what it shows, how it is chosen from, the
// keys, the address that can be shared, the words marked on the page that is opened, what a screen reader hears.
// Needs: SITE_DIR (the built site of this repository's dossier) and a Chromium.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone, siteDir } from './lib/files.mjs';

const PAGE = 'zoeken.html';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const dir = siteDir();
let browser;
let opened;

before(async () => {
  browser = await launch();
  opened = await sites(dir);
});

after(async () => {
  await browser?.close();
  for (const site of opened ?? []) await site.close();
});

const status = (page) => page.locator('[data-search-status]');
const results = (page) => page.locator('[data-search-results] > li');
const facet = (page, name) => page.locator('[data-search-facets] fieldset').filter({ has: page.locator('legend', { hasText: name }) });

/** Opens the page with a query in its address and waits until everything is drawn. */
async function ask(page, site, query, choice = {}) {
  const address = `${addressOf(site, PAGE)}?${new URLSearchParams({ q: query, ...choice })}`;
  await page.goto(address);
  await done(page);
}

/** Facets are drawn last. */
const done = (page) => page.waitForFunction(() => /gevonden/.test(document.querySelector('[data-search-status]').textContent)
  && (document.querySelector('[data-search-found]').hidden || (document.querySelector('[data-search-facets] fieldset') && document.querySelector('[data-search-results] a[href]'))));

describe('the page that searches', { skip: existsSync(path.join(dir, 'documenten/com-2025-165.html')) ? false : 'the site is another dossier' }, () => {
  it('leads to the lists without scripts, and shows no field that does nothing', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf(opened[0], PAGE));
    assert.equal(await page.locator('form[data-search]').isVisible(), false);
    const lists = await page.locator('.search-indexes a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    for (const list of ['pijlers/index.html', 'instrumenten/index.html', 'documenten/index.html']) assert.ok(lists.includes(list), list);
    await context.close();
  });

  it('finds while one types, and says how many', () => onBoth(async (page, site) => {
    await page.goto(addressOf(site, PAGE));
    await page.locator('#_q').pressSequentially('rijhulps');
    await page.waitForFunction(() => /^1 stuk gevonden/.test(document.querySelector('[data-search-status]').textContent));
    assert.equal(await status(page).getAttribute('role'), 'status');
    assert.match(await results(page).first().locator('mark').first().textContent(), /^rijhulpsystemen$/i);
    assert.equal(new URL(page.url()).searchParams.get('q'), 'rijhulps');
  }));

  it('groups places by document, with the headings above them and the words marked', () => onBoth(async (page, site) => {
    await ask(page, site, 'reken capaciteit defensie');
    const first = results(page).first();
    const place = first.locator('ul li').first();
    assert.match(await place.locator('a').textContent(), /^2\. .+ › 2\.4\. Defensie/);
    assert.match(await place.locator('a').getAttribute('href'), /^documenten\/com-2025-723\.html\?zoek=.*#p-ac37gb$/);
    const marks = await place.locator('mark').allTextContents();
    assert.ok(marks.includes('rekencapaciteit') && marks.includes('defensie'), marks.join(', '));
  }));

  it('counts documents in each facet, and shows only what was chosen', () => onBoth(async (page, site) => {
    await ask(page, site, 'krachtenveld');
    const all = await results(page).count();
    const kind = facet(page, 'Soort');
    const options = await kind.locator('.search-option').allTextContents();
    const counts = Object.fromEntries(options.map((text) => text.trim().match(/^(.+?)\s+\((\d+)\)$/).slice(1)));
    assert.equal(Number(counts.Alles), all);
    assert.equal(Object.entries(counts).filter(([name]) => name !== 'Alles').reduce((sum, [, n]) => sum + Number(n), 0), all);
    await kind.getByLabel(/BNC-fiche/).check();
    await page.waitForFunction((count) => document.querySelectorAll('[data-search-results] > li').length === count, Number(counts['BNC-fiche']));
    assert.match(await status(page).textContent(), new RegExp(`^${counts['BNC-fiche']} stuk`));
    const year = facet(page, 'Jaar');
    await year.getByLabel(/2024/).check();
    await page.waitForFunction(() => document.querySelectorAll('[data-search-results] > li').length === 1);
    assert.match(await results(page).first().locator('h2 a').getAttribute('href'), /fiche-com-2024-28/);
  }));

  it('keeps query and choice in the address', () => onBoth(async (page, site) => {
    await ask(page, site, 'datacenters', { kind: 'communication', pijlers: 'data' });
    const titles = await results(page).locator('h2').allTextContents();
    assert.ok(titles.length > 0);
    assert.equal(await facet(page, 'Soort').getByLabel(/Commissiedocument/).isChecked(), true);
    await facet(page, 'Soort').getByLabel(/Alles/).check();
    await page.waitForURL((url) => !url.searchParams.has('kind') && url.searchParams.get('pijlers') === 'data');
    const shared = page.url();
    await page.goto('about:blank');
    await page.goto(shared);
    await done(page);
    assert.equal(await page.locator('#_q').inputValue(), 'datacenters');
    assert.equal(await facet(page, 'Pijlers').getByLabel(/^Data/).isChecked(), true);
  }));

  it('is used with keys alone', () => onBoth(async (page, site) => {
    await ask(page, site, 'gigafabriek');
    await page.locator('h1').click();
    await page.keyboard.press('/');
    assert.equal(await focused(page), '_q');
    assert.equal(await page.locator('#_q').inputValue(), 'gigafabriek', 'the key itself is not typed');
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), /instrumenten\/ai-gigafabrieken\.html/);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), /#|html/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), '_q');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), '_q');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#_q').inputValue(), '');
    assert.equal(await page.locator('[data-search-found]').isVisible(), false);
    await page.keyboard.type('krachtenveld');
    await page.keyboard.press('Enter');
    await done(page);
    await page.keyboard.press('ArrowDown');
    await Promise.all([page.waitForURL(/fiche-com/), page.keyboard.press('Enter')]);
  }));

  it('lets a reader switch off the key that goes to the field, and remembers it', () => onBoth(async (page, site) => {
    await page.goto(addressOf(site, PAGE));
    await page.locator('#_key').uncheck();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    assert.notEqual(await focused(page), '_q');
    await page.reload();
    assert.equal(await page.locator('#_key').isChecked(), false);
    await page.keyboard.press('/');
    assert.notEqual(await focused(page), '_q');
    await page.locator('#_key').check();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    assert.equal(await focused(page), '_q');
  }));

  it('is reached from the header of any page, with what was typed there', () => onBoth(async (page, site) => {
    await page.goto(addressOf(site, 'fiches/fiche-com-2025-165.html'));
    await page.fill('header [name=q]', 'krachtenveld');
    await page.press('header [name=q]', 'Enter');
    await page.waitForURL(/zoeken\.html\?q=krachtenveld/);
    await done(page);
    assert.equal(await page.locator('#_q').inputValue(), 'krachtenveld');
  }));

  it('marks the words on the page that is opened', () => onBoth(async (page, site) => {
    await ask(page, site, 'reken capaciteit geneesmiddelen');
    await results(page).first().locator('ul a').first().click();
    await page.waitForURL(/#p-3oxhy4$/);
    const marks = await page.locator('#p-3oxhy4 mark').allTextContents();
    assert.ok(marks.includes('reken capaciteit') || (marks.includes('reken') && marks.includes('capaciteit')), marks.join(', '));
    assert.ok(marks.some((text) => /^geneesmiddelen/i.test(text)), marks.join(', '));
    await page.goto(`${addressOf(site, 'documenten/com-2025-723.html')}?zoek=${encodeURIComponent('<img src=x>,,a')}`);
    assert.equal(await page.locator('main mark img').count(), 0);
  }));

  it('says what to try when nothing was found', () => onBoth(async (page, site) => {
    await ask(page, site, 'qwertyuiopas');
    assert.match(await status(page).textContent(), /^Niets gevonden/);
    assert.ok(await page.locator('[data-search-nothing]').isVisible());
    assert.equal(await page.locator('[data-search-found]').isVisible(), false);
  }));

  it('says it when no paragraph has all words', () => onBoth(async (page, site) => {
    await ask(page, site, 'alzheimer slagveld');
    assert.match(await status(page).textContent(), /Geen alinea heeft alle woorden/);
  }));

  it('has no fault that axe finds, with results open', async () => {
    for (const [width, colorScheme, query] of [[320, 'light', 'data'], [768, 'dark', 'ai office'], [1280, 'light', 'data'], [1280, 'dark', 'qwertyuiopas']]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      await ask(page, opened[0], query);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      await context.close();
      assertNone(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${width} ${colorScheme}: ${id}: ${html}`)));
    }
  });
});

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.tagName);

/** Runs a check on a new page of each way to open the site, and insists that nothing went wrong on it. */
async function onBoth(check) {
  for (const site of opened) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const faults = record(page, site);
    await check(page, site);
    await context.close();
    assertNone(faults);
  }
}
