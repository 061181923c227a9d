// Needs: the folder of a built site. Gives: its search outside a browser, the very script of the site with a loader
// that reads the index from disk; how many bytes were loaded; and the list of queries in tests/facts/search.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';

const FACTS = fileURLToPath(new URL('../../facts/search/queries.tsv', import.meta.url));

/** The site's own search. `loaded` is filled with the size of each part that was read: name → bytes, gzipped bytes. */
export function openSearch(dir) {
  const context = vm.createContext({ console });
  const run = (file) => vm.runInContext(readFileSync(path.join(dir, file), 'utf8'), context, { filename: file });
  run('static/search.js');
  const loaded = new Map();
  const load = async (name) => {
    const file = `zoek/${name}.js`;
    const bytes = readFileSync(path.join(dir, file));
    loaded.set(name, { bytes: bytes.length, gzipped: gzipSync(bytes).length });
    run(file);
    return context.fichewijzerZoekDelen.get(name);
  };
  const { Search, ...rest } = context.FichewijzerSearch;
  return { ...rest, search: new Search(load), fresh: () => new Search(load), loaded };
}

/** The queries: what is typed, its class, what may come first, and the line in the file. */
export function queries() {
  return readFileSync(FACTS, 'utf8').split('\n').flatMap((line, at) => {
    if (!line.trim() || line.startsWith('#')) return [];
    const [query, kind, answers] = line.split('\t');
    return [{ query, kind, answers: answers.split(' | '), line: at + 1 }];
  });
}

/** The results from the top as a reader sees them: page by page, `KIND:ID` for a page, `ID#BLOCK` for a place. */
export async function asSeen(engine, query, most = 60) {
  const core = await engine.search.core();
  const found = await engine.search.find(query);
  const seen = [];
  for (const { page, kind, blocks } of found.pages) {
    const { path: address } = await engine.search.info(page);
    const id = path.basename(address, '.html');
    const word = { pijlers: 'pillar', instrumenten: 'instrument' }[core.kinds[kind][0]] ?? core.kinds[kind][0];
    for (const { block } of blocks) {
      const text = await engine.search.text(block);
      seen.push(text.id ? `${id}#${text.id}` : `${word}:${id}`);
      if (seen.length >= most) return seen;
    }
  }
  return seen;
}
