// Needs: a browser and a site. Gives: which kinds of pages the site has, and for each the pages that show most of it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './files.mjs';

/** The kind of page, as the theme writes it on the body. */
const KIND = /<body class="page-([a-z]+)"/;
/** Documents and terms look different by their own kind and by their taxonomy. */
const SORT = /data-kind="([a-z]+)"|data-taxonomy="([a-z-]+)"/;

/** Every html file of a site with its kind, and what sort of that kind it is. */
export function pagesOf(dir) {
  return listFiles(dir)
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const html = readFileSync(path.join(dir, file), 'utf8');
      const kind = KIND.exec(html)?.[1];
      if (!kind) throw new Error(`${file}: the body names no kind of page (class="page-…")`);
      const sort = kind === 'document' || kind === 'term' ? (SORT.exec(html.slice(html.indexOf('<main')))?.slice(1).join('') ?? '') : '';
      return { file, kind, sort, size: html.length };
    });
}

/** How many pages there are of each kind, by its name. */
export function countKinds(pages) {
  const counts = new Map();
  for (const { kind } of [...pages].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => ({ kind, pages: count }));
}

/**
 * One page of each kind and sort: of average length, so that what is rare on long pages is left to the look at every
 * page, and the many combinations stay quick; and the longest document, for its notes and tables.
 */
export function onePerKind(pages) {
  const groups = new Map();
  for (const page of pages) {
    const key = `${page.kind} ${page.sort}`;
    groups.set(key, [...(groups.get(key) ?? []), page]);
  }
  return [...groups.values()].map((group) => {
    const bySize = [...group].sort((a, b) => a.size - b.size || (a.file < b.file ? -1 : 1));
    return bySize[Math.floor(bySize.length / 2)];
  });
}
