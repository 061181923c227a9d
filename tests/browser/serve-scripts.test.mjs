// What the theme's scripts made of a page, and what readers did with it, holds when the preview patches the page: lists
// stay narrowed and sorted, with the new rows in their places and the counts right, notes and panels stay open, lines
// stay lit, and search answers from the new text.
// Needs: the program ($FICHEWIJZER, or one that cargo has built) and a Chromium.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { PATIENCE, isSame, previews, remember, texts, until } from './lib/preview.mjs';

const DOCUMENT = 'content/documenten/com-2026-951.md';
const PAGE = 'documenten/com-2026-951.html';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });
const withPreview = previews(() => browser);

const seen = (tab, selector) => tab.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent.trim()));
const shown = (tab) => tab.locator('[data-shown]').innerText();

describe('a list that was narrowed', () => {
  const term = (name) => `+++\nname = "${name}"\n+++\n`;
  /** Enough terms for letters and a field. */
  const many = (dossier) => {
    for (let n = 10; n < 60; n++) dossier.write(`content/gebieden/gebied-${n}.md`, term(`${n % 2 ? 'Beek' : 'Plas'} n${n}`));
  };

  it('stays narrowed, with new rows and right counts', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open('gebieden/index.html');
    await remember(tab);
    const field = tab.locator('form[data-filter] input');
    await field.pressSequentially('beek n1');
    assert.equal((await seen(tab, '.term-list > li')).length, 5);
    const before = await shown(tab);
    assert.match(before, /5\D+56/);
    dossier.write('content/gebieden/nieuwe-beek.md', term('Beek n1 bis'));
    dossier.write('content/gebieden/nieuwe-plas.md', term('Plas n1 bis'));
    // A letter that no name had.
    dossier.write('content/gebieden/zijbeek.md', term('Zijbeek n1'));
    await tab.locator('.term-list > li', { hasText: 'Zijbeek n1' }).waitFor();
    await until(async () => (await shown(tab)) !== before, () => 'the count is the old one');
    assert.match(await shown(tab), /7\D+59/);
    const rows = await seen(tab, '.term-list > li a');
    assert.deepEqual(rows, ['Beek n1 bis', 'Beek n11', 'Beek n13', 'Beek n15', 'Beek n17', 'Beek n19', 'Zijbeek n1']);
    assert.equal(await tab.locator('.term-list > li', { hasText: 'Plas n1 bis' }).isVisible(), false);
    assert.deepEqual(await seen(tab, '.initials a'), ['B', 'Z']);
    rmSync(dossier.at('content/gebieden/gebied-11.md'));
    await until(async () => /6\D+58/.test(await shown(tab)), () => 'the count is the old one');
    await field.fill('');
    assert.equal((await seen(tab, '.term-list > li')).length, 58);
    assert.equal(await field.evaluate((input) => input === document.activeElement), true);
    assert.ok(await isSame(tab));
  }, { prepare: many }));

  it('gets its field when it becomes long, and works', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open('gebieden/index.html');
    assert.equal(await tab.locator('form[data-filter]').count(), 0);
    many(dossier);
    await tab.locator('.term-list > li', { hasText: 'Beek n59' }).waitFor();
    await tab.locator('form[data-filter]').waitFor();
    await tab.locator('form[data-filter] input').fill('plas n2');
    assert.equal((await seen(tab, '.term-list > li')).length, 5);
  }));
});

describe('the list of actions', () => {
  const POINT = '- de lidstaten helpen om de KRW na 2027 uit te voeren.';

  it('stays sorted and narrowed, with new rows in their places', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open('acties.html');
    await remember(tab);
    const rows = () => seen(tab, 'table[data-actions] tbody th');
    const all = await rows();
    await tab.locator('th[data-sort="text"] button').click();
    await tab.locator('th[data-sort="text"] button').click();
    const sorted = [...all].sort((a, b) => b.localeCompare(a, 'nl'));
    assert.deepEqual(await rows(), sorted);
    await tab.locator('#_filter-text').fill('raadpleging');
    const narrowed = await rows();
    const old = await shown(tab);
    const added = ['- aan het begin een raadpleging houden (2031);', '- zo spoedig mogelijk iets heel anders (2030);', '- een plan met raadpleging maken (2029);'];
    dossier.edit(DOCUMENT, POINT, `${added.join('\n')}\n${POINT}`);
    await tab.locator('table[data-actions] tbody th', { hasText: 'heel anders' }).waitFor({ state: 'attached' });
    await until(async () => (await shown(tab)) !== old, () => 'the count is the old one');
    assert.match(await shown(tab), new RegExp(`${narrowed.length + 2}\\D+${all.length + 3}`));
    const now = await rows();
    assert.equal(now.length, narrowed.length + 2);
    assert.deepEqual(now, [...now].sort((a, b) => b.localeCompare(a, 'nl')));
    assert.equal(await tab.locator('table[data-actions] tbody th', { hasText: 'heel anders' }).isVisible(), false);
    // In the order of the text again: the new ones stand before the one that they were put before.
    await tab.locator('#_filter-text').fill('');
    await tab.locator('th[data-sort="order"] button').click();
    const inOrder = await rows();
    const at = inOrder.findIndex((text) => text.includes('aan het begin'));
    assert.deepEqual(inOrder.slice(at, at + 4).map((text) => text.slice(0, 12)), ['aan het begi', 'zo spoedig m', 'een plan met', 'de lidstaten']);
    assert.match(inOrder[at - 1], /Nutriëntenpact sluiten/);
    assert.equal(inOrder.length, all.length + 3);
    assert.ok(await isSame(tab));
  }));
});

describe('the map', () => {
  it('keeps the lines lit of the box that has the focus', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open('kaart.html');
    await remember(tab);
    const state = () => tab.evaluate(() => {
      const drawing = document.querySelector('.map-lit');
      const on = drawing?.querySelector('[data-node].map-on:is(:focus, :focus-within)') ?? drawing?.querySelector('[data-node].map-on');
      const node = document.activeElement.closest?.('[data-node]')?.dataset.node;
      const lines = [...(drawing?.querySelectorAll('[data-ends]') ?? [])];
      const of = lines.filter((line) => line.dataset.ends.split(' ').includes(node));
      return {
        node, on: Boolean(on), lines: of.length,
        right: lines.every((line) => line.classList.contains('map-on') === of.includes(line)),
      };
    });
    await tab.locator('.map-drawing a', { hasText: 'Nutriëntenpact' }).first().focus();
    const first = await state();
    assert.ok(first.node && first.on && first.right, JSON.stringify(first));
    // A term that belongs to another one more: another line.
    const file = 'content/middelen/nutrientenpact.md';
    const pillars = /^pillars = \[(.*)\]$/m.exec(dossier.read(file));
    assert.ok(pillars && !pillars[1].includes('waterveiligheid'), pillars?.[0]);
    dossier.edit(file, pillars[0], `pillars = [${pillars[1]}, "waterveiligheid"]`);
    await until(async () => (await state()).lines === first.lines + 1, async () => 'the new line is not there');
    const now = await state();
    assert.ok(now.on && now.right, JSON.stringify(now));
    assert.ok(await isSame(tab));
  }));
});

describe('what a reader opened', () => {
  it('stays open: a note beside its mark, a panel', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(PAGE);
    await remember(tab);
    const mark = tab.locator('.note-ref > a[href="#fn-4"]').first();
    const summary = tab.locator('main details > summary').first();
    await summary.click();
    await mark.click();
    const note = tab.locator('#_beside');
    await note.waitFor();
    assert.match(await note.innerText(), /ultraperifere gebieden/);
    // In the paragraph of the mark, before and behind it, and elsewhere.
    for (const [from, to] of [
      ['Gezonde bodems werken', 'Voorwaar: gezonde bodems werken'],
      ['de eerste projecten in 2027 beginnen', 'de allereerste projecten in 2027 beginnen'],
      ['Europa verliest zoet water', 'Ons Europa verliest zoet water'],
    ]) {
      dossier.edit(DOCUMENT, from, to);
      await texts(tab, to);
      assert.equal(await note.isVisible(), true, to);
      assert.equal(await note.evaluate((panel) => panel.matches(':popover-open')), true, to);
      assert.equal(await mark.getAttribute('aria-expanded'), 'true', to);
      assert.equal(await summary.evaluate((one) => one.parentElement.open), true, to);
    }
    await tab.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
    assert.equal(await mark.evaluate((one) => one === document.activeElement), true);
    assert.ok(await isSame(tab));
  }));
});

describe('search', () => {
  const results = (tab) => tab.locator('[data-search-results] > li');
  const says = (tab, what) => tab.waitForFunction((text) => document.querySelector('[data-search-status]').textContent.includes(text), what);

  it('answers from the new text after a save, and not from the old one', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open('zoeken.html');
    await remember(tab);
    const field = tab.locator('form[data-search] input[type=search]');
    await field.fill('sponsachtige');
    await says(tab, 'sponsachtige');
    assert.equal(await results(tab).count(), 0);
    // The page that asked sees the answer change, without anybody typing again.
    dossier.edit(DOCUMENT, 'Gezonde bodems werken als een spons.', 'Gezonde bodems zijn sponsachtige lagen.');
    await results(tab).first().waitFor();
    assert.match(await results(tab).first().innerText(), /sponsachtige lagen/);
    assert.equal(await field.inputValue(), 'sponsachtige');
    assert.ok(await isSame(tab), 'the page was not loaded again');
    // What is gone is found no more, there and in a page that is opened now.
    dossier.edit(DOCUMENT, 'Gezonde bodems zijn sponsachtige lagen.', 'Gezonde bodems houden vocht vast.');
    await results(tab).first().waitFor({ state: 'detached' });
    const later = await open('zoeken.html?q=sponsachtige');
    await says(later, 'sponsachtige');
    assert.equal(await results(later).count(), 0);
    await later.locator('form[data-search] input[type=search]').fill('vocht vast');
    await results(later).first().waitFor();
  }));
});
