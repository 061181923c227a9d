// How long a one-file edition takes to open and to answer, as its reader meets it: a browser begun anew for each run,
// the file from disk, a query right after the load event.
// Takes: the file, a query, how many runs (3). Gives: a line of JSON a run, in milliseconds: the load event; of the
// query, of one after it: when results stand in the page, and the frame after. What the browser complains of goes along.
// Needs the packages of tests/browser.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../../tests/browser/lib/browser.mjs';

const [file, query = 'gigafabriek', runs = '3'] = process.argv.slice(2);
if (!file) throw new Error('usage: measure.mjs FILE.html [QUERY [RUNS]]');

/** Runs in the page. */
const ask = (text) => new Promise((resolve) => {
  const input = document.querySelector('#_q');
  const list = document.querySelector('[data-search-results]');
  const begun = performance.now();
  const since = () => Math.round(performance.now() - begun);
  const watcher = new MutationObserver(() => {
    if (!list.children.length) return;
    watcher.disconnect();
    const there = since();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve({ there, painted: since() });
      channel.port2.postMessage(0);
    });
  });
  watcher.observe(list, { childList: true });
  input.value = text;
  input.form.requestSubmit();
});

for (let run = 0; run < Number(runs); run += 1) {
  const browser = await launch();
  const page = await browser.newPage();
  const faults = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(pathToFileURL(path.resolve(file)).href);
  const opened = await page.evaluate(() => Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd));
  const first = await page.evaluate(ask, query);
  const next = await page.evaluate(ask, 'toezicht');
  console.log(JSON.stringify({ opened, first, next, faults }));
  await browser.close();
}
