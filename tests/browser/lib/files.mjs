// Needs: SITE_DIR, the folder of a built site. Gives: that folder, the paths of all its files, and the
// assertion that all suites report with.

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The folder named by SITE_DIR; without one no suite can run, which is an error and not a skipped test. */
export function siteDir() {
  const dir = process.env.SITE_DIR;
  if (!dir) throw new Error('SITE_DIR is not set: it names the folder of the built site that the tests read');
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`SITE_DIR is not a folder: ${dir}`);
  return path.resolve(dir);
}

/** Paths of all files below `dir`, relative, with forward slashes, sorted. */
export function listFiles(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath ?? entry.path, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

/** Fails with every fault on a line of its own (the first sixty; the rest as a number). */
export function assertNone(faults) {
  const all = [...new Set(faults)];
  if (all.length === 0) return;
  const shown = all.slice(0, 60).map((fault) => `  ${fault}`);
  if (all.length > shown.length) shown.push(`  … and ${all.length - shown.length} more`);
  assert.fail(`${all.length} fault${all.length === 1 ? '' : 's'}:\n${shown.join('\n')}`);
}

/** Runs `work` over `items` with `width` of them at a time; results in the order of the items. */
export async function inParallel(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
