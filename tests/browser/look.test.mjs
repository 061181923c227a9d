// What the looks promise: the reader's place is marked in the contents, the colours follow the reader's choice, the
// header takes little room, what a document's page begins with leaves its text in sight, and what the preview puts in a
// page is prepared as the rest of it.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test that says what was seen.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, sites } from './lib/browser.mjs';
import { siteDir } from './lib/files.mjs';
import { onePerKind, pagesOf } from './lib/kinds.mjs';

const DOCUMENT = 'documenten/com-2025-165.html';
const dir = siteDir();
const skip = existsSync(path.join(dir, DOCUMENT)) ? false : 'the site is another dossier';

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

/** Runs a check on a new page of each way to open the site. */
async function onBoth(options, check) {
  for (const site of opened) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await check(page, (file, query = '') => page.goto(addressOf(site, file) + query));
    } finally {
      await context.close();
    }
  }
}

describe('the place of the reader', { skip }, () => {
  it('is marked in the contents, alone, and moves with the text', () => onBoth({}, async (page, open) => {
    await open(DOCUMENT);
    const marked = page.locator('.toc a[aria-current]');
    assert.equal(await marked.count(), 0, 'nothing is marked before the first heading');
    const links = await page.locator('.toc a[href^="#s"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    for (const href of [links[1], links.at(-1), links[2]]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), decodeURIComponent(href.slice(1)));
      await page.waitForFunction((wanted) => document.querySelector('.toc a[aria-current]')?.getAttribute('href') === wanted, href);
      assert.equal(await marked.count(), 1);
      const [link, list] = [await marked.boundingBox(), await page.locator('.toc').boundingBox()];
      assert.ok(link.y >= list.y - 1 && link.y + link.height <= list.y + list.height + 1, `${href} is in sight in the contents`);
    }
  }));
});

describe('the colours', () => {
  /** How light the background and the letters are, of 0 to 255. */
  const shades = (page) => page.evaluate(() => {
    const of = (colour) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const { data } = context.getImageData(0, 0, 1, 1);
      return (data[0] + data[1] + data[2]) / 3;
    };
    const { backgroundColor, color } = getComputedStyle(document.body);
    return { paper: of(backgroundColor), ink: of(color) };
  });

  it('are light or dark as the reader chose, on every kind of page', () => onBoth({}, async (page, open) => {
    for (const { file } of onePerKind(pagesOf(dir)).filter(({ kind, file }) => kind !== 'former' && file !== '404.html')) {
      await open(file);
      await page.emulateMedia({ colorScheme: 'light' });
      const light = await shades(page);
      assert.ok(light.paper > 230 && light.ink < 60, `${file} in light: ${JSON.stringify(light)}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await shades(page);
      assert.ok(dark.paper < 40 && dark.ink > 200, `${file} in dark: ${JSON.stringify(dark)}`);
    }
  }));
});

describe('the first screen', { skip }, () => {
  it('has a low header with the field to search in, at any width', async () => {
    for (const [width, most] of [[320, 130], [360, 110], [768, 110], [1440, 70]]) {
      await onBoth({ viewport: { width, height: 800 } }, async (page, open) => {
        await open(DOCUMENT);
        const { height } = await page.locator('.site-header').boundingBox();
        assert.ok(height <= most, `the header is ${height} px high at ${width} px, expected ${most} at most`);
        const field = await page.locator('.site-header [name=q]').boundingBox();
        assert.ok(field.width >= 90 && field.x + field.width <= width, JSON.stringify(field));
        // The section that the page is part of is in sight, however long the line.
        const current = await page.locator('.site-nav a[aria-current]').boundingBox();
        assert.ok(current.x >= 0 && current.x + current.width <= width, `the section is out of sight at ${width} px`);
      });
    }
  });

  it('shows where the text begins, and keeps source and data one step away', () => onBoth({}, async (page, open) => {
    await open(DOCUMENT);
    const { y } = await page.locator('.text').boundingBox();
    assert.ok(y < 750, `the text begins at ${y} px of 900`);
    assert.equal(await page.locator('[data-fact=sha256]').isVisible(), false);
    await page.locator('.facts-source > summary').click();
    assert.ok(await page.locator('[data-fact=sha256]').isVisible());
  }));
});

describe('what was painted', () => {
  /** Adds up the layout shifts of a page from its first paint on, with what moved most. */
  const watched = () => {
    window.moved = { sum: 0, most: '' };
    let most = 0;
    const name = ({ node }) => node?.id || node?.className || node?.nodeName;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) {
        window.moved.sum += shift.value;
        if (shift.value > most) [most, window.moved.most] = [shift.value, shift.sources.map(name).join(', ')];
      }
    }).observe({ type: 'layout-shift', buffered: true });
  };

  /** Keeps the theme's fonts back until the page was painted without them, as a slow line does. */
  async function late(page) {
    let come;
    const painted = new Promise((done) => { come = done; });
    await page.exposeFunction('painted', () => come());
    await page.addInitScript(() => new PerformanceObserver((list, observer) => {
      if (!list.getEntriesByName('first-contentful-paint').length) return;
      observer.disconnect();
      requestAnimationFrame(() => window.painted());
    }).observe({ type: 'paint', buffered: true }));
    await page.route('**/*.woff2', async (route) => {
      await painted;
      await route.continue();
    });
  }

  // A bar that leaves room for what stands in for the fonts, which is a little wider or narrower.
  async function stays(page, open, [file, query], width) {
    await open(file, query);
    await page.evaluate(() => document.fonts.ready);
    if (query) await page.waitForFunction(() => document.querySelector('[data-search-status]').textContent !== '');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { sum, most } = await page.evaluate(() => window.moved);
    assert.ok(sum <= 0.05, `${file}${query} at ${width} px moved by ${sum.toFixed(3)}: ${most}`);
  }

  const pages = [...onePerKind(pagesOf(dir)).map(({ file }) => [file, '']), ['zoeken.html', '?q=rekencapaciteit']];

  it('stays where it is when scripts, fonts and results come', async () => {
    for (const width of [360, 768, 1440]) {
      await onBoth({ viewport: { width, height: 900 } }, async (page, open) => {
        await page.addInitScript(watched);
        for (const each of pages) await stays(page, open, each, width);
      });
    }
  });

  // Each page in a new context: a font that came once is there for good.
  for (const [faces, gone] of [['the faces of most systems', null], ['the faces of a system without them', /local\("(?:Arial|Times New Roman|Liberation)[^"]*"\)/g]]) {
    it(`stays where it is with late fonts and ${faces}`, async () => {
      for (const width of [360, 1440]) {
        for (const each of pages) {
          const context = await browser.newContext({ viewport: { width, height: 900 } });
          try {
            const page = await context.newPage();
            await page.addInitScript(watched);
            await late(page);
            if (gone) {
              await page.route('**/fonts.css', (route) => route.fulfill({
                contentType: 'text/css',
                body: readFileSync(path.join(dir, 'static/fonts.css'), 'utf8').replace(gone, 'local("No such face")'),
              }));
            }
            await stays(page, (file, query) => page.goto(addressOf(opened[0], file) + query), each, width);
            assert.ok(await page.evaluate(() => [...document.fonts].some((face) => face.family.startsWith('Source') && face.status === 'loaded')));
          } finally {
            await context.close();
          }
        }
      }
    });
  }
});

describe('what the preview puts in a page', { skip }, () => {
  it('is prepared as the rest of it', () => onBoth({}, async (page, open) => {
    await open(DOCUMENT);
    const made = await page.evaluate(() => {
      const mark = document.querySelector('.note-ref > a');
      const paragraph = mark.closest('p, li');
      const copy = paragraph.cloneNode(true);
      for (const element of copy.querySelectorAll('[aria-expanded]')) element.removeAttribute('aria-expanded');
      paragraph.replaceWith(copy);
      document.querySelector('details.cite .copy-button').remove();
      document.dispatchEvent(new CustomEvent('fichewijzer:patched', { detail: { added: [copy] } }));
      return {
        mark: copy.querySelector('.note-ref > a').getAttribute('aria-expanded'),
        buttons: document.querySelectorAll('details.cite .copy-button').length,
        copies: document.querySelectorAll('details.cite .copy').length,
      };
    });
    assert.deepEqual(made, { mark: 'false', buttons: made.copies, copies: made.copies });
  }));
});
