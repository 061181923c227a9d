// What scripts add for a reader, from a web server and as files: notes beside their marks by mouse, keyboard and touch,
// the full words of short forms, the copied address of a paragraph; and what a reader has without scripts.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test that names the page and what was expected.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone, siteDir } from './lib/files.mjs';

const PATIENCE = { timeout: 120_000 };
const dir = siteDir();
const documents = JSON.parse(readFileSync(path.join(dir, 'data/documents.json'), 'utf8'));

/** The document with the most notes, and two of its notes with words of their own. */
const twins = documents.filter((d) => !d.stub).map((d) => ({ file: d.path, twin: twinOf(d) }));
const { file, twin } = twins.reduce((most, one) => (notesOf(one.twin).length > notesOf(most.twin).length ? one : most));
const [first, second] = notesOf(twin);

function twinOf(document) {
  return JSON.parse(readFileSync(path.join(dir, document.path.replace(/html$/, 'json')), 'utf8'));
}
function notesOf(twin_) {
  return twin_.blocks.filter((block) => block.kind === 'note' && block.text.length > 10);
}
const markOf = (page, note) => page.locator(`a[href="#${note.id}"][role=doc-noteref]`).first();
const panelOf = (page) => page.locator('.beside');
/** Words without spaces: those around links and at places to break differ. */
const bare = (text) => text.replace(/\s+/g, '');

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

/** Runs a check on a new page of each way to open the site, and insists that nothing went wrong on it. */
async function onBoth(check, options = {}, start = file) {
  for (const site of opened) {
    const clipboard = site.name === 'http' ? { permissions: ['clipboard-read', 'clipboard-write'] } : {};
    const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...clipboard, ...options });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const faults = record(page, site);
      await page.goto(addressOf(site, start), { waitUntil: 'load' });
      await check(page, site);
      assertNone(faults);
    } finally {
      await context.close();
    }
  }
}

async function assertShows(page, note) {
  await panelOf(page).waitFor({ state: 'visible' });
  assert.ok(bare(await panelOf(page).textContent()).includes(bare(note.text)), `the panel shows ${await panelOf(page).textContent()}, expected ${note.text}`);
  assert.equal(await markOf(page, note).getAttribute('aria-expanded'), 'true');
  assert.equal(await markOf(page, note).getAttribute('aria-describedby'), await panelOf(page).getAttribute('id'));
  const box = await panelOf(page).boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, `the panel is out of view: ${JSON.stringify(box)}`);
  assert.equal(await panelOf(page).locator('.beside-text [id]').count(), 0, 'a copy has no id');
}

async function assertClosed(page, note) {
  await panelOf(page).waitFor({ state: 'detached' });
  assert.equal(await markOf(page, note).getAttribute('aria-expanded'), 'false');
  assert.equal(await markOf(page, note).getAttribute('aria-describedby'), null);
}

describe('a note beside its mark', PATIENCE, () => {
  it('comes with the mouse, stays while the mouse is in it, and goes after it', () =>
    onBoth(async (page) => {
      await markOf(page, first).hover();
      await assertShows(page, first);
      await panelOf(page).hover();
      await page.waitForTimeout(600);
      await assertShows(page, first);
      await page.locator('h1').hover();
      await assertClosed(page, first);
    }));

  it('does not come under the mouse where the note itself is in sight', () =>
    onBoth(async (page) => {
      const mark = page.locator(`#${first.id} .note-back`).first();
      await page.locator(`#${first.id}`).scrollIntoViewIfNeeded();
      // A mark brought beside its note, as on a wide page.
      await page.evaluate((id) => {
        const sup = document.querySelector(`a[href="#${id}"][role=doc-noteref]`).parentElement;
        document.getElementById(id).prepend(sup);
      }, first.id);
      await markOf(page, first).hover();
      await page.waitForTimeout(500);
      assert.equal(await panelOf(page).count(), 0);
      assert.ok(await mark.isVisible());
    }));

  it('stays after a click until it is dismissed: by Escape, its button, a click elsewhere, a second click', () =>
    onBoth(async (page) => {
      const address = page.url();
      const ways = [
        () => page.keyboard.press('Escape'),
        () => panelOf(page).getByRole('button').click(),
        () => page.mouse.click(3, 300),
        () => markOf(page, first).click(),
      ];
      for (const dismiss of ways) {
        await markOf(page, first).click();
        await assertShows(page, first);
        await page.mouse.move(3, 300);
        await page.waitForTimeout(500);
        await assertShows(page, first);
        await dismiss();
        await assertClosed(page, first);
        await page.mouse.move(3, 300);
      }
      assert.equal(page.url(), address, 'the address stays');
      await markOf(page, first).click();
      await markOf(page, second).click();
      await assertShows(page, second);
      assert.equal(await panelOf(page).count(), 1, 'one note at a time');
    }));

  it('opens and closes by keyboard, is the next stop after its mark, and gives the focus back', () =>
    onBoth(async (page) => {
      const mark = markOf(page, first);
      const focused = (locator) => locator.evaluate((element) => element === document.activeElement);
      await mark.focus();
      await page.keyboard.press('Enter');
      await assertShows(page, first);
      assert.ok(await focused(mark), 'the focus stays at the mark');
      await page.keyboard.press('Tab');
      assert.ok(await panelOf(page).evaluate((panel) => panel.contains(document.activeElement)), 'the next stop is in the panel');
      await page.keyboard.press('Escape');
      await assertClosed(page, first);
      assert.ok(await focused(mark), 'Escape gives the focus back');
      await page.keyboard.press('Enter');
      await assertShows(page, first);
      await page.keyboard.press('Shift+Tab');
      await assertClosed(page, first);
      await mark.focus();
      await page.keyboard.press('Enter');
      await panelOf(page).getByRole('button').focus();
      await page.keyboard.press('Enter');
      await assertClosed(page, first);
      assert.ok(await focused(mark), 'the button gives the focus back');
    }));

  it('opens and closes by touch, on a small screen', () =>
    onBoth(async (page) => {
      await markOf(page, first).tap();
      await assertShows(page, first);
      await page.touchscreen.tap(3, 3);
      await assertClosed(page, first);
    }, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }));

  it('has a link to the note itself', () =>
    onBoth(async (page) => {
      await markOf(page, first).click();
      await panelOf(page).locator('.beside-controls a').click();
      await page.waitForURL((url) => url.hash === `#${first.id}`);
      await assertClosed(page, first);
    }));

  it('is a plain note with a way back without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf(opened[1], file));
    await markOf(page, first).click();
    assert.equal(new URL(page.url()).hash, `#${first.id}`);
    assert.ok(await page.locator(`#${first.id}`).isVisible());
    await page.locator(`#${first.id} .note-back`).first().click();
    assert.equal(new URL(page.url()).hash, `#fnref-${first.id.slice(3)}`);
    await context.close();
  });
});

describe('a short form', PATIENCE, () => {
  it('shows its full words by touch and by key, with the way to the list', () =>
    onBoth(async (page) => {
      const mark = page.locator('a.short-form:visible').first();
      const words = await mark.locator('abbr').getAttribute('title');
      await mark.tap();
      assert.ok((await panelOf(page).textContent()).includes(words));
      await page.keyboard.press('Escape');
      await mark.focus();
      await page.keyboard.press('Enter');
      assert.ok((await panelOf(page).textContent()).includes(words));
      const list = await mark.evaluate((link) => link.href);
      await panelOf(page).locator('.beside-controls a').click();
      await page.waitForURL(list);
    }, { hasTouch: true }));
});

describe('the address of a paragraph', PATIENCE, () => {
  const paragraph = twin.blocks.find((block) => block.kind === 'paragraph' && block.text.length > 200);
  const button = (page) => page.locator('.copy-address');
  const anchor = (page) => page.locator(`#${paragraph.id} > a.anchor`);

  async function assertCopied(page, site) {
    const said = page.locator('.aid-status');
    await page.waitForFunction(() => document.querySelector('.aid-status').textContent !== '');
    assert.equal(await said.getAttribute('role'), 'status');
    const published = await page.evaluate(() => document.querySelector('link[rel=canonical]')?.href ?? location.href.replace(/#.*/, ''));
    if (site.name === 'http') assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${published}#${paragraph.id}`);
  }

  it('is copied by keyboard, and the page says so', () =>
    onBoth(async (page, site) => {
      await anchor(page).focus();
      await page.keyboard.press('Tab');
      assert.ok(await button(page).evaluate((element) => element === document.activeElement), 'the button is the next stop');
      await page.keyboard.press('Enter');
      await assertCopied(page, site);
      await page.keyboard.press('Escape');
      assert.equal(await button(page).count(), 0);
      assert.ok(await anchor(page).evaluate((element) => element === document.activeElement));
    }));

  it('is copied by mouse, and the link still leads there', () =>
    onBoth(async (page, site) => {
      await anchor(page).hover();
      await button(page).click();
      await assertCopied(page, site);
      await page.locator('h1').hover();
      await anchor(page).click();
      assert.equal(new URL(page.url()).hash, `#${paragraph.id}`);
    }));

  it('is copied by touch, and the button stays in the window', () =>
    onBoth(async (page, site) => {
      await anchor(page).tap();
      const box = await button(page).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.height >= 24, JSON.stringify(box));
      await button(page).tap();
      await assertCopied(page, site);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    }, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }));
});

describe('the letters and the filter of a long list', PATIENCE, () => {
  const LIST = 'instrumenten/index.html';
  const visible = (page) => page.locator('.term-list > li:visible');

  it('lead to what is asked for, and say how much is shown', () =>
    onBoth(async (page) => {
      const all = await visible(page).count();
      const letter = page.locator('.initials a').nth(2);
      await letter.click();
      assert.equal(new URL(page.url()).hash, new URL(await letter.evaluate((link) => link.href)).hash);
      const first = await visible(page).nth(7).locator('a').first().textContent();
      await page.fill('#_filter', first.toUpperCase());
      const names = await visible(page).locator('p > a').allTextContents();
      assert.ok(names.length > 0 && names.length < all && names.includes(first), names.join(', '));
      assert.ok((await page.locator('[data-shown]').textContent()).startsWith(`${names.length} van ${all}`));
      assert.equal(await page.locator('h2:visible').count(), new Set(names.map((name) => name.normalize('NFD')[0].toUpperCase())).size, 'a letter without names is gone');
      await page.fill('#_filter', 'zzzz');
      assert.equal(await visible(page).count(), 0);
      assert.ok((await page.locator('[data-shown]').textContent()).length > 0);
      await page.fill('#_filter', '');
      assert.equal(await visible(page).count(), all);
    }, {}, LIST));

  it('find other names too, accents or not', () =>
    onBoth(async (page) => {
      const row = page.locator('.term-list > li[data-also*="·"]').first();
      const other = (await row.getAttribute('data-also')).split(' · ')[0];
      await page.fill('#_filter', other);
      assert.ok(await row.isVisible());
    }, {}, LIST));

  it('are the letters alone without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf(opened[1], LIST));
    assert.equal(await page.locator('#_filter').isVisible(), false);
    assert.ok((await visible(page).count()) > 20);
    await context.close();
  });
});

describe('the map', PATIENCE, () => {
  const skip = existsSync(path.join(dir, 'kaart.html')) ? false : 'the site has none';

  it('has links that work, and its lines stand out for the box with the focus', { skip }, () =>
    onBoth(async (page, site) => {
      const box = page.locator('.map-node').nth(1);
      await box.focus();
      const on = await page.locator('.map-line.map-on').count();
      assert.ok(on > 0 && on < (await page.locator('.map-line').count()));
      const href = await box.getAttribute('href');
      await box.press('Enter');
      await page.waitForURL(addressOf(site, href));
    }, {}, 'kaart.html'));

  it('says in its tables what it draws', { skip }, () =>
    onBoth(async (page) => {
      const drawn = await page.locator('.map-node').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      const told = new Set(await page.locator('.map-table th a').evaluateAll((all) => all.map((link) => link.getAttribute('href'))));
      for (const href of drawn) assert.ok(told.has(href), `${href} is drawn and in no table`);
    }, {}, 'kaart.html'));
});

describe('the documents of a section', PATIENCE, () => {
  it('lead to each other, by date', () =>
    onBoth(async (page, site) => {
      const dated = documents.filter((d) => d.kind === 'communication' && !d.stub && d.date).sort((a, b) => (a.date < b.date ? -1 : 1));
      await page.goto(addressOf(site, dated[0].path), { waitUntil: 'load' });
      for (const next of dated.slice(1)) {
        await page.locator('a[rel=next]').click();
        await page.waitForURL(addressOf(site, next.path));
      }
      assert.equal(await page.locator('a[rel=next]').count(), 0);
      await page.locator('a[rel=prev]').click();
      await page.waitForURL(addressOf(site, dated.at(-2).path));
    }));
});
