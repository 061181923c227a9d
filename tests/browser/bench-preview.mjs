// How long it takes from the save of one paragraph until it is in the open page of a real browser, with the real
// program. Not a test: `node bench-preview.mjs [--runs N] DOSSIER…`, each DOSSIER a folder such as this repository or
// what `cargo bench --bench build -- --documents 1000 --keep DIR` keeps. The file that is edited is put back.
// Needs: the program ($FICHEWIJZER, best a release build) and a Chromium. Gives: one row a dossier, milliseconds.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launch } from './lib/browser.mjs';
import { preview } from './lib/preview.mjs';

const RUNS = 15;

const now = () => performance.timeOrigin + performance.now();
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A document of the dossier, and the place of a paragraph in it. */
function aDocument(dossier) {
  for (const section of ['documenten', 'fiches', 'nieuws']) {
    const folder = path.join(dossier, 'content', section);
    for (const name of readdirSync(folder, { withFileTypes: true }).filter((e) => e.name.endsWith('.md')).map((e) => e.name).sort()) {
      const file = path.join(folder, name);
      const text = readFileSync(file, 'utf8');
      const body = text.indexOf('\n+++\n', 4) + 5;
      const paragraph = /\n\n([A-Z][^\n]{200,})\n/.exec(text.slice(body));
      if (paragraph) return { file, page: `${section}/${name.replace('.md', '.html')}`, text, at: body + paragraph.index + 2 };
    }
  }
  throw new Error(`${dossier} has no document with a paragraph`);
}

async function measure(browser, dossier, runs) {
  const { file, page, text, at } = aDocument(dossier);
  const started = now();
  const server = await preview(path.resolve(dossier));
  try {
    await fetch(server.base);
    const first = now() - started;
    const tab = await browser.newPage();
    await tab.goto(server.base + page);
    await tab.evaluate(() => {
      window.seen = (words) => new Promise((resolve) => {
        const look = () => {
          if (!document.querySelector('main').textContent.includes(words)) return;
          observer.disconnect();
          // Shown, not only there: what follows the next frame.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, characterData: true });
      });
    });
    const times = [];
    for (let run = 0; run <= runs; run++) {
      const words = `Proef ${run} van ${runs}: `;
      const seen = tab.evaluate((expected) => window.seen(expected), words);
      // Until the observer is there, and what the last round started is over.
      await new Promise((resolve) => { setTimeout(resolve, 400); });
      const saved = now();
      writeFileSync(file, text.slice(0, at) + words + text.slice(at));
      times.push((await seen) - saved);
    }
    const built = [...server.said.err.matchAll(/pages \((\d+\.\d+) s\)/g)].map((m) => Number(m[1]) * 1000);
    await tab.close();
    // The first round warms up.
    return { first, edit: median(times.slice(1)), slowest: Math.max(...times.slice(1)), build: median(built.slice(2)) };
  } finally {
    writeFileSync(file, text);
    await server.stop();
  }
}

const [, , ...given] = process.argv;
const runs = given[0] === '--runs' ? Number(given.splice(0, 2)[1]) : RUNS;
const browser = await launch();
try {
  console.log('| dossier | first page ms | save to page ms (median) | slowest | of which building |');
  console.log('| --- | --: | --: | --: | --: |');
  for (const dossier of given) {
    const { first, edit, slowest, build } = await measure(browser, dossier, runs);
    const row = [path.resolve(dossier).split(path.sep).slice(-2).join('/'), ...[first, edit, slowest, build].map((n) => n.toFixed(0))];
    console.log(`| ${row.join(' | ')} |`);
  }
} finally {
  await browser.close();
}
