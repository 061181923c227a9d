// "Cite this" as a reader uses it: closed at first, complete without scripts, and with scripts the paragraph that
// the address names and buttons that copy.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test that names the page and what was expected.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone, siteDir } from './lib/files.mjs';

const dir = siteDir();
const documents = JSON.parse(readFileSync(path.join(dir, 'data/documents.json'), 'utf8'));
const document_ = documents.find((d) => d.kind === 'communication' && !d.stub);
const twin = JSON.parse(readFileSync(path.join(dir, document_.path.replace(/html$/, 'json')), 'utf8'));

/** A paragraph below a numbered heading, a note, and the numbers by which a reader would name them. */
const paragraph = twin.blocks.find((b) => b.kind === 'paragraph' && /^s\d+\.\d+$/.test(b.section.at(-1) ?? ''));
const note = twin.blocks.find((b) => b.kind === 'note');

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

describe('Cite this', () => {
  for (const name of ['http', 'file']) {
    it(`names the paragraph that the address names, and copies, from ${name}`, async () => {
      const site = opened.find((way) => way.name === name);
      const context = await browser.newContext({ permissions: name === 'http' ? ['clipboard-read', 'clipboard-write'] : [] });
      const page = await context.newPage();
      const faults = record(page, site);
      await page.goto(`${addressOf(site, document_.path)}#${paragraph.id}`, { waitUntil: 'load' });
      assert.equal(await page.locator('details.cite').getAttribute('open'), null, 'it is closed at first');
      await page.locator('details.cite > summary').click();
      const form = (await page.locator('[data-cite=form]').textContent()).trim();
      assert.ok(form.includes(document_.number), form);
      const shown = () => page.locator('[data-cite=block-form]').textContent();
      assert.equal(await shown(), `${form}, par. ${paragraph.section.at(-1).slice(1)}`);
      const address = await page.locator('[data-cite=block-address]').textContent();
      assert.ok(address.endsWith(`${document_.path}#${paragraph.id}`), address);
      await page.evaluate((id) => (location.hash = id), note.id);
      await page.waitForFunction((last) => document.querySelector('[data-cite=block-form]').textContent.endsWith(last), `noot ${note.id.slice(3)}`);
      const button = page.locator('details.cite .copy-button').first();
      await button.click();
      await page.waitForFunction((b) => b.textContent !== 'Kopieer' && b.textContent !== 'Copy', await button.elementHandle());
      if (name === 'http') assert.equal(await page.evaluate(() => navigator.clipboard.readText()), form);
      assertNone(faults);
      await context.close();
    });
  }

  it('is complete without scripts, and shows nothing that only scripts fill', async () => {
    const site = opened.find((way) => way.name === 'file');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf(site, document_.path));
    await page.locator('details.cite > summary').click();
    assert.ok(await page.locator('[data-cite=form]').isVisible());
    assert.ok(await page.locator('.cite pre').isVisible());
    assert.equal(await page.locator('[data-cite=block]').isVisible(), false);
    assert.equal(await page.locator('.copy-button').count(), 0);
    await context.close();
  });
});
