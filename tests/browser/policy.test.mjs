// The Content-Security-Policy in a real browser, from a web server and as files: no page breaks it, whatever it loads;
// it does forbid what it says; and nothing is kept in the browser.
// Needs: SITE_DIR (the built site) and a Chromium. Gives: a failed test that names the page and the directive.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { addressOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone, inParallel, listFiles, siteDir } from './lib/files.mjs';

const PATIENCE = { timeout: 600_000 };
const PAGES_AT_ONCE = 3;
const dir = siteDir();
const htmlFiles = listFiles(dir).filter((file) => file.endsWith('.html'));

/** Runs in every page before its own scripts: keeps what the policy forbade, where the page can be asked for it. */
function listen() {
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.violations.push(`${event.effectiveDirective} forbids ${event.blockedURI || 'inline'} (${event.sourceFile}:${event.lineNumber})`);
  });
}

/** What the page keeps in the browser, beyond itself. */
const kept = () => [
  ...(document.cookie ? [`the cookie ${document.cookie}`] : []),
  ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
];

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

for (const name of ['http', 'file']) {
  describe(`the policy, from ${name}`, () => {
    it('is broken by no page, and no page keeps anything in the browser', PATIENCE, async () => {
      const site = opened.find((way) => way.name === name);
      const context = await browser.newContext();
      await context.addInitScript(listen);
      // Several pages, each used for many files: a new page for each would take most of the time.
      // The page for unknown addresses begins its links at the server's top: it is no page to open from disk.
      const files = htmlFiles.filter((file) => name === 'http' || file !== '404.html');
      const lanes = Array.from({ length: PAGES_AT_ONCE }, (_, lane) => files.filter((_, index) => index % PAGES_AT_ONCE === lane));
      const faults = await inParallel(lanes, PAGES_AT_ONCE, async (lane) => {
        const page = await context.newPage();
        const found = record(page, site);
        for (const file of lane) {
          await page.goto(addressOf(site, file), { waitUntil: 'load' });
          await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
          for (const fault of await page.evaluate(() => globalThis.violations)) found.push(`${file} (${name}): ${fault}`);
          for (const what of await page.evaluate(kept)) found.push(`${file} (${name}): keeps ${what}, expected nothing`);
        }
        return found;
      });
      const cookies = await context.cookies();
      await context.close();
      assertNone([...faults.flat(), ...cookies.map((cookie) => `${name}: a cookie ${cookie.name}`)]);
    });
  });
}

describe('what the policy forbids', () => {
  /** A page of the site with a fault written into it, each of which the policy must stop. */
  const FAULTS = {
    'script-src-elem': '<script>document.title = "ran"</script>',
    'style-src-elem': '<style>body { color: red }</style>',
    'style-src-attr': '<p style="color: red">x</p>',
    'script-src-attr': '<img src="static/favicon.svg" alt="" onload="document.title = \'ran\'">',
    'img-src': '<img src="http://127.0.0.1:9/x.png" alt="">',
    'frame-src': '<iframe src="404.html" title="x"></iframe>',
    'base-uri': '<base href="elsewhere/">',
  };

  it('does not happen, from http and from disk', PATIENCE, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
    cpSync(path.join(dir, 'static'), path.join(folder, 'static'), { recursive: true });
    const page_ = readFileSync(path.join(dir, 'index.html'), 'utf8').replace('</main>', `${Object.values(FAULTS).join('\n')}</main>`);
    writeFileSync(path.join(folder, 'index.html'), page_);
    const copies = await sites(folder);
    try {
      for (const site of copies) {
        const context = await browser.newContext();
        await context.addInitScript(listen);
        const page = await context.newPage();
        await page.goto(addressOf(site, 'index.html'), { waitUntil: 'load' });
        await page.waitForFunction((count) => globalThis.violations.length >= count, Object.keys(FAULTS).length);
        const violations = await page.evaluate(() => globalThis.violations);
        for (const directive of Object.keys(FAULTS)) {
          assert.ok(violations.some((line) => line.startsWith(`${directive} `)), `${site.name}: ${directive} stopped nothing: ${violations.join('; ')}`);
        }
        assert.notEqual(await page.title(), 'ran');
        await context.close();
      }
    } finally {
      for (const site of copies) await site.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves JSON-LD, styles and a form that sends to the site as they are, from disk too', PATIENCE, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
    cpSync(path.join(dir, 'static'), path.join(folder, 'static'), { recursive: true });
    const form = '<form action="index.html"><input name="q" value="a"><button id="send">x</button></form></main>';
    writeFileSync(path.join(folder, 'index.html'), readFileSync(path.join(dir, 'index.html'), 'utf8').replace('</main>', form));
    try {
      const context = await browser.newContext();
      await context.addInitScript(listen);
      const page = await context.newPage();
      await page.goto(pathToFileURL(path.join(folder, 'index.html')).href, { waitUntil: 'load' });
      assert.ok(await page.locator('script[type="application/ld+json"]').count() > 0);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.site-header')).display), 'flex', 'the style sheet is applied');
      await page.click('#send');
      await page.waitForURL(/index\.html\?q=a$/);
      assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
      await context.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
