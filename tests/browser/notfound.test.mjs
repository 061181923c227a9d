// 404.html as a web server shows it: at any depth under the path that base_url names, with its styles and links.
// Needs: the program ($FICHEWIJZER, or one that cargo has built) and a Chromium.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launch, record } from './lib/browser.mjs';
import { assertNone } from './lib/files.mjs';
import { program } from './lib/program.mjs';
import { serve } from './lib/server.mjs';

const MOUNT = '/a/b/';
const PATIENCE = { timeout: 120_000 };

let folder;
let browser;
let server;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'notfound-'));
  mkdirSync(path.join(folder, 'content/uitleg'), { recursive: true });
  writeFileSync(path.join(folder, 'site.toml'), `title = "Proef"\ndescription = "Een proef"\nbase_url = "https://example.org${MOUNT}"\n[sections.uitleg]\ntitle = "Uitleg"\n`);
  writeFileSync(path.join(folder, 'content/uitleg/een.md'), '+++\ntitle = "Een"\n+++\n\nTekst.\n');
  execFileSync(program(), ['build', '--root', folder, '--out', path.join(folder, 'public')], { stdio: 'pipe' });
  browser = await launch();
  server = await serve(path.join(folder, 'public'), MOUNT);
}, PATIENCE);

after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

describe('an address that is not there', () => {
  for (const address of ['x', 'x.html', 'x/y/z', 'x/y/z/', 'uitleg/niet.html']) {
    it(`${MOUNT}${address} is answered with a page that looks and leads as the others do`, PATIENCE, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const asked = server.base + address;
      const faults = record(page, { name: 'http', base: server.base });
      const response = await page.goto(asked, { waitUntil: 'load' });
      assert.equal(response.status(), 404);
      assert.equal(await page.locator('.site-header').evaluate((header) => getComputedStyle(header).display), 'flex');
      const links = await page.locator('a[href]:not([href^="#"])').evaluateAll((all) => all.map((link) => link.href));
      assert.ok(links.length >= 3, links.join(' '));
      for (const link of links) assert.equal((await context.request.get(link)).status(), 200, link);
      // That the page itself was not found is what was asked for.
      assertNone(faults.filter((fault) => !fault.includes(asked)));
      await page.locator('main a').first().click();
      assert.equal(page.url(), `${server.base}index.html`);
      await context.close();
    });
  }
});
