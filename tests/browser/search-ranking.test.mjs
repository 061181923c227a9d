// The order of results, against a list of queries that was written by hand before there was any order
// (tests/facts/search). Runs the site's own script outside a browser.
// Needs: SITE_DIR (the built site of this repository's dossier).

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { siteDir } from './lib/files.mjs';
import { asSeen, openSearch, queries } from './lib/search.mjs';

const OVERALL = 0.9;
const EACH = 0.8;

const dir = siteDir();
const hasIndex = existsSync(path.join(dir, 'documenten/com-2025-165.html'));

describe('the order of results', { skip: hasIndex ? false : 'the site is another dossier' }, () => {
  it(`has the right answer first: a mean reciprocal rank of ${OVERALL}, and ${EACH} in every class`, async () => {
    const engine = openSearch(dir);
    const ranks = new Map();
    const late = [];
    for (const { query, kind, answers, line } of queries()) {
      const seen = await asSeen(engine, query);
      const at = seen.findIndex((place) => answers.includes(place));
      const value = at < 0 ? 0 : 1 / (at + 1);
      ranks.set(kind, [...(ranks.get(kind) ?? []), value]);
      if (value < 1) late.push(`  line ${line}, ${query}: ${at < 0 ? 'not found' : `place ${at + 1}`}; first ${seen.slice(0, 3).join(', ')}; expected ${answers.join(' | ')}`);
    }
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const overall = mean([...ranks.values()].flat());
    const lines = [...ranks].map(([kind, values]) => `  ${kind}: ${mean(values).toFixed(3)} (${values.length})`);
    console.log([`mean reciprocal rank ${overall.toFixed(3)}`, ...lines, 'not first:', ...late].join('\n'));
    assert.ok(overall >= OVERALL, `${overall} is less than ${OVERALL}`);
    for (const [kind, values] of ranks) assert.ok(mean(values) >= EACH, `${kind}: ${mean(values)} is less than ${EACH}`);
  });
});
