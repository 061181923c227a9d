// Opens every page of the folder edition from disk, in a browser that has no network.
// Needs: the program ($FICHEWIJZER, or one that cargo has built) and a Chromium. Gives: a failed test that names each
// page with an error in the console, a request that is not for a file of the edition, or no text.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addressOf, launch, record } from './lib/browser.mjs';
import { assertNone, inParallel, listFiles } from './lib/files.mjs';
import { program } from './lib/program.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE = { timeout: 300_000 };

let folder;
let browser;
let site;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'folder-edition-'));
  const out = path.join(folder, 'dossier');
  execFileSync(program(), ['export', '--format', 'folder', '--root', REPOSITORY, '--out', out], { stdio: 'pipe' });
  site = { name: 'file', dir: out, base: pathToFileURL(`${out}/`).href };
  browser = await launch();
}, PATIENCE);

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** A page's place without a network, with what goes wrong there. */
async function offline() {
  const context = await browser.newContext();
  await context.setOffline(true);
  const page = await context.newPage();
  return { context, page, faults: record(page, site) };
}

describe('the folder edition', () => {
  it('shows every page without a network', PATIENCE, async () => {
    // It is shown by web servers only, at any address.
    const pages = listFiles(site.dir).filter((file) => file.endsWith('.html') && file !== '404.html');
    assert.ok(pages.length > 100, `${pages.length} pages`);
    const faults = await inParallel(pages, 4, async (file) => {
      const { context, page, faults } = await offline();
      await page.goto(addressOf(site, file), { waitUntil: 'load' });
      const text = await page.locator('body').innerText();
      if (!text.trim()) faults.push(`${file}: no text`);
      await context.close();
      return faults;
    });
    assertNone(faults.flat());
  });

  it('leads from page to page', PATIENCE, async () => {
    const { context, page, faults } = await offline();
    await page.goto(addressOf(site, 'index.html'));
    for (const [name, heading] of [['Fiches', 'Fiches'], ['Acties', 'Acties']]) {
      await page.locator('nav').getByRole('link', { name, exact: true }).first().click();
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    }
    await context.close();
    assertNone(faults);
  });

  it('says in a text how to open it', () => {
    const text = readFileSync(path.join(site.dir, 'LEESMIJ.txt'), 'utf8');
    for (const words of ['index.html', 'onofficiële', 'fichewijzer verify']) assert.ok(text.includes(words), text);
  });
});
