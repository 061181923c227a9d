// Needs: the program, as $FICHEWIJZER names it or as cargo has built it. Gives: where it is.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program: as named, or the newest one that cargo has built. */
export function program() {
  const named = process.env.FICHEWIJZER;
  if (named) return path.resolve(named);
  const target = fileURLToPath(new URL('../../../target/', import.meta.url));
  const built = ['release', 'debug']
    .map((profile) => path.join(target, profile, 'fichewijzer'))
    .map((file) => ({ file, stat: statSync(file, { throwIfNoEntry: false }) }))
    .filter(({ stat }) => stat?.isFile())
    .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
  assert.ok(built.length > 0, 'no program found: set FICHEWIJZER, or run cargo build');
  return built[0].file;
}
