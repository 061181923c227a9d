// Needs: axe-core. Gives: its judgement on a page as it stands, as lines that name page, state, rule and element.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const AXE_VERSION = require('axe-core/package.json').version;

/** All rules of WCAG 2.0, 2.1 and 2.2, levels A and AA, and axe's own good practice. */
export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Loads axe into the page; once for each document. The page's policy binds the page, not what a test evaluates. */
export const load = (page) => page.evaluate(SOURCE);

/**
 * Judges the page as it stands; `state` says in words how that is. Returns the faults, how many rules were tried, and
 * how often each rule could not decide.
 */
export async function judge(page, state) {
  const { violations, undecided, rules } = await page.evaluate(runAxe, TAGS);
  const faults = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${state}: ${id}: ${node}`));
  return { faults, undecided, rules };
}

/** Runs in the browser. Style sheets are not fetched again: no rule that is asked for needs it. */
async function runAxe(tags) {
  const found = await globalThis.axe.run(document, { runOnly: tags, preload: false, resultTypes: ['violations', 'incomplete'] });
  const words = (text) => text.replace(/\s+/g, ' ').slice(0, 200);
  return {
    violations: found.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => `${words(node.html)} ${words(node.failureSummary)}`),
    })),
    undecided: found.incomplete.map(({ id, nodes }) => ({ id, places: nodes.length })),
    rules: ['passes', 'violations', 'incomplete', 'inapplicable'].flatMap((of) => found[of].map(({ id }) => id)),
  };
}
