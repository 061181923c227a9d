// Measures the search of built sites: the size of the index, what a query loads, and how long a reader waits.
//
// Usage: node benches/search/measure.mjs SITE_DIR…
// Needs: sites built with the synthetic documents (`cargo bench --bench build -- --documents N --keep DIR`, then
//   `fichewijzer build`) and this dossier's own; the packages of tests/browser and a Chromium.
// Gives: a table in Markdown, a row a site: medians over the queries of tests/facts/search. Loaded is what came before
//   the first result was painted; the time is from Enter to that frame, in a fresh profile, from disk.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch } from '../../tests/browser/lib/browser.mjs';
import { queries } from '../../tests/browser/lib/search.mjs';

const asked = queries().filter((_, i) => !process.env.EVERY || i % Number(process.env.EVERY) === 0);
const median = (values) => values.slice().sort((a, b) => a - b)[Math.floor(values.length / 2)];
const kb = (bytes) => (bytes / 1000).toFixed(0);

console.log('| site | queries | files | index raw KB | gzipped KB | loaded raw KB | loaded gzipped KB | most raw KB | Enter to painted ms | most ms |');
console.log('| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |');
for (const dir of process.argv.slice(2)) console.log(await measure(path.resolve(dir)));

async function measure(dir) {
  const sizes = new Map();
  const sizeOf = (file) => {
    if (!sizes.has(file)) {
      const bytes = readFileSync(path.join(dir, 'zoek', file));
      sizes.set(file, [bytes.length, gzipSync(bytes).length]);
    }
    return sizes.get(file);
  };
  const files = readdirSync(path.join(dir, 'zoek'));
  const raw = files.reduce((sum, file) => sum + statSync(path.join(dir, 'zoek', file)).size, 0);
  // Of a large index one file in a hundred stands for its neighbours: gzip alone would take minutes.
  const sample = files.length > 2000 ? files.filter((_, i) => i % 100 === 0) : files;
  const share = sample.reduce((sum, file) => sum + sizeOf(file)[1], 0) / sample.reduce((sum, file) => sum + sizeOf(file)[0], 0);
  const loads = [];
  const times = [];
  for (const { query } of asked) {
    const { loaded, time } = await once(dir, query);
    times.push(time);
    loads.push(loaded.reduce(([a, b], file) => [a + sizeOf(file)[0], b + sizeOf(file)[1]], [0, 0]));
  }
  const first = loads.map(([bytes]) => bytes);
  return `| ${path.basename(dir)} | ${asked.length} | ${files.length} | ${kb(raw)} | ${kb(raw * share)} | ${kb(median(first))} | ${kb(median(loads.map(([, bytes]) => bytes)))} | ${kb(Math.max(...first))} | ${median(times).toFixed(0)} | ${Math.max(...times).toFixed(0)} |`;
}

/** One query in a browser that was started for it. */
async function once(dir, query) {
  const browser = await launch();
  const page = await browser.newPage();
  const loaded = [];
  page.on('request', (request) => {
    const found = request.url().match(/\/zoek\/([^/]+\.js)$/);
    if (found) loaded.push(found[1]);
  });
  await page.goto(pathToFileURL(path.join(dir, 'zoeken.html')).href);
  await page.evaluate((text) => {
    document.querySelector('#_q').value = text;
    const list = document.querySelector('[data-search-results]');
    window.painted = new Promise((resolve) => {
      const seen = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      new MutationObserver((_, observer) => {
        if (list.children.length) { observer.disconnect(); seen(); }
      }).observe(list, { childList: true });
      setTimeout(() => resolve(NaN), 20000);
    });
    document.querySelector('#_q').addEventListener('keydown', () => { window.pressed = performance.now(); });
  }, query);
  await page.locator('#_q').press('Enter');
  const time = await page.evaluate(async () => (await window.painted) - window.pressed);
  const before = loaded.slice();
  await browser.close();
  return { loaded: before, time };
}
