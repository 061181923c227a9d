// Follows the former addresses of a small dossier, from a web server and as files, with scripts and without.
// Needs: the program ($FICHEWIJZER, or one that cargo has built) and a Chromium. Gives: a failed test that names the
// address, where the browser ended, and where it should have.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, record, sites } from './lib/browser.mjs';
import { assertNone } from './lib/files.mjs';
import { program } from './lib/program.mjs';

const PAGE = 'nieuws/nieuwe-naam.html';
/** One in the page's own folder, one in another, one at the top. */
const FORMER = ['nieuws/oude-naam.html', 'berichten/oud.html', 'oud.html'];
/** A heading's id, an id that its block has no more, and one that no block ever had. */
const FRAGMENTS = { kop: 'kop', 'p-eerder': 'p-eerder', nooit: null };
const MOUNT = '/dossier/';
const PATIENCE = { timeout: 120_000 };

let folder;
let browser;
let opened;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'former-'));
  writeDossier(folder);
  execFileSync(program(), ['build', '--root', folder, '--out', path.join(folder, 'public')], { stdio: 'pipe' });
  browser = await launch();
  opened = await sites(path.join(folder, 'public'), MOUNT);
}, PATIENCE);

after(async () => {
  await browser?.close();
  for (const site of opened ?? []) await site.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** A page long enough that a fragment is seen to be followed. */
function writeDossier(root) {
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write('site.toml', `title = "Proef"\ndescription = "Een proef."\nbase_url = "https://example.org${MOUNT}"\n`);
  const sentences = (word) => Array.from({ length: 60 }, (_, i) => `${word} ${i} over stille bossen.\n`).join('\n');
  const front = `+++\ntitle = "Nieuwe naam"\nkind = "news"\nformer = ${JSON.stringify(FORMER)}\n+++\n`;
  write('content/nieuws/nieuwe-naam.md', `${front}\n${sentences('Zin')}\n## Een kop {#kop}\n\n${sentences('Alinea')}`);
  const head = '# Blocks of the content file, written by the program: id, fingerprint, lines in the seed.\n';
  write('content/.ingest/nieuws/nieuwe-naam.map', `${head}p-eerder\tleads to\tkop\n`);
}

/** Opens an address and waits until the browser rests on the page that it leads to; tells where it then is. */
async function follow(context, site, file, fragment) {
  const page = await context.newPage();
  const faults = record(page, site);
  try {
    await page.goto(`${addressOf(site, file)}${fragment ? `#${fragment}` : ''}`, { waitUntil: 'commit' });
    await page.waitForURL((url) => url.href.replace(/#.*/s, '') === addressOf(site, PAGE), { waitUntil: 'load', timeout: 15_000 });
    assertNone(faults);
    return { page, address: page.url() };
  } catch (error) {
    throw new Error(`${file} (${site.name}) ended at ${page.url()}, expected ${PAGE}`, { cause: error });
  }
}

for (const name of ['http', 'file']) {
  describe(`a former address, from ${name}`, () => {
    let site;
    before(() => {
      site = opened.find((way) => way.name === name);
    });

    it('leads to the page and to the place on it', PATIENCE, async () => {
      const context = await browser.newContext();
      for (const file of FORMER) {
        for (const [fragment, id] of Object.entries(FRAGMENTS)) {
          const { page, address } = await follow(context, site, file, fragment);
          assert.equal(address, `${addressOf(site, PAGE)}#${fragment}`, `from ${file}`);
          const top = id && (await page.evaluate((id) => document.getElementById(id)?.getBoundingClientRect().top, id));
          const height = await page.evaluate(() => innerHeight);
          if (id) assert.ok(top >= 0 && top < height, `#${id} is at ${top} in a view of ${height}, from ${file}`);
        }
      }
      await context.close();
    });

    it('does not come between the reader and the page before', PATIENCE, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(addressOf(site, 'index.html'));
      await page.goto(addressOf(site, FORMER[0]), { waitUntil: 'commit' });
      await page.waitForURL(addressOf(site, PAGE));
      await page.goBack();
      assert.equal(page.url(), addressOf(site, 'index.html'));
      await context.close();
    });

    it('leads to the page without scripts too', PATIENCE, async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      for (const file of FORMER) await follow(context, site, file, 'kop');
      await context.close();
    });
  });
}
