// The list of actions in a real browser, from a web server and as files: complete without scripts; with them it can be
// filtered and sorted, says how much it shows, and keeps the choice in its address.
// Needs: SITE_DIR (the built site of this repository's dossier) and a Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addressOf, launch, sites } from './lib/browser.mjs';
import { siteDir } from './lib/files.mjs';

const PAGE = 'acties.html';
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

const visible = (page) => page.locator('table[data-actions] tbody tr:visible');
const shown = (page) => page.locator('[data-shown]').textContent();

describe('the list of actions', { skip: existsSync(path.join(dir, PAGE)) ? false : 'the site has none' }, () => {
  it('is complete without scripts, and shows no controls', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf(opened[0], PAGE));
    assert.equal(await visible(page).count(), 68);
    assert.equal(await page.locator('form[data-filters]').isVisible(), false);
    assert.equal(await page.locator('table[data-actions] button').count(), 0);
    await context.close();
  });

  it('is filtered, says so, and keeps the choice in its address', () => onBoth(async (page, site) => {
    await page.goto(addressOf(site, PAGE));
    const all = await visible(page).count();
    await page.selectOption('[name=document]', { index: 1 });
    await page.selectOption('[name=state]', 'done');
    assert.equal(await visible(page).count(), 6);
    assert.ok((await shown(page)).startsWith(`6 van ${all} `), await shown(page));
    await page.goto(page.url());
    assert.equal(await visible(page).count(), 6, 'the address brings the choice back');
    await page.fill('form[data-filters] [name=q]', 'HELPDESK verordening');
    assert.deepEqual(await ids(page), ['com-2025-165-a5-1']);
    await page.click('button[type=reset]');
    await page.waitForFunction((count) => document.querySelectorAll('tbody tr[id]:not([hidden])').length === count, all);
    assert.ok(!page.url().includes('?'), page.url());
  }));

  it('is sorted by its headers, and says how', () => onBoth(async (page, site) => {
    await page.goto(addressOf(site, PAGE));
    const header = page.locator('th[data-sort=first]');
    assert.equal(await header.getAttribute('aria-sort'), 'none');
    await header.getByRole('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    const firsts = await page.locator('table[data-actions] tbody tr').evaluateAll((rows) => rows.map((r) => r.dataset.first || '9999'));
    assert.deepEqual(firsts, firsts.slice().sort());
    await header.getByRole('button').press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    assert.match(page.url(), /sort=first-down/);
  }));

  it('shows the row that the address names, whatever was chosen', () => onBoth(async (page, site) => {
    await page.goto(`${addressOf(site, PAGE)}?pillars=data#com-2025-165-a5-1`);
    await page.locator('#com-2025-165-a5-1').waitFor({ state: 'visible' });
  }));
});

const ids = (page) => visible(page).evaluateAll((rows) => rows.map((row) => row.id));

/** Runs a check on a new page of each way to open the site, and insists that nothing went wrong on it. */
async function onBoth(check) {
  for (const site of opened) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await check(page, site);
    await context.close();
    assert.deepEqual(faults, [], site.name);
  }
}
