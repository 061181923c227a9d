// Needs: the facts of all pages of a site and the list of its files. Gives: what each link and each loaded file
// points to, and what is wrong with it.

/** Stands for the site's folder, so that "../" out of the site can be told from "../" inside it. */
const ROOT = 'http://site.invalid/:site:/';
/** Link relations for which a browser loads something or opens a connection. */
const LOADS = /^(stylesheet|(apple-touch-|mask-)?icon|preload|prefetch|modulepreload|manifest|preconnect|dns-prefetch|prerender)$/i;

/**
 * What `href` on the page `from` points to: `{ foreign: true }` for another host or a mail address,
 * `{ file, id }` inside the site, or `{ fault }`. `mount` is the site's own path on its server, which 404.html alone
 * may write, as it is shown at addresses of any depth.
 */
export function resolve(href, from, mount) {
  const address = href.trim();
  if (address === '') return { fault: 'the address is empty, expected a file' };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1].toLowerCase();
  if (scheme === 'javascript') return { fault: 'the address is a script, expected a file' };
  if (scheme === 'file' || scheme === 'blob') return { fault: `the address begins with ${scheme}:, expected a relative path` };
  if (scheme) return { foreign: true };
  let relative = address;
  if (address.startsWith('/')) {
    if (from !== '404.html' || !address.startsWith(mount)) return { fault: 'the address begins with a slash, expected a relative path' };
    relative = ROOT + address.slice(mount.length);
  }
  const url = new URL(relative, ROOT + from.split('/').map(encodeURIComponent).join('/'));
  if (!url.href.startsWith(ROOT)) return { fault: 'the address leaves the site, expected a file inside it' };
  try {
    const file = decodeURIComponent(url.pathname.slice(new URL(ROOT).pathname.length));
    if (file === '' || file.endsWith('/')) return { fault: `the address names the folder "${file}", expected a file (index.html)` };
    return { file, id: decodeURIComponent(url.hash.slice(1)).split(':~:')[0] };
  } catch {
    return { fault: 'the address has a wrong percent sign' };
  }
}

/** Faults of the links of one page. `pages` maps each html file to its facts as written. */
export function linkFaults(from, links, { files, pages, mount }) {
  return links.flatMap(({ href, element }) => {
    const { fault, foreign, file, id } = resolve(href, from, mount);
    if (foreign) return [];
    if (fault) return [`${from}: ${element}: ${fault}`];
    if (!files.has(file)) return [`${from}: ${element}: there is no file ${file}`];
    const target = pages.get(file);
    if (id && target && !target.ids.some((entry) => entry.id === id)) return [`${from}: ${element}: ${file} has no element with id "${id}"`];
    return [];
  });
}

/** Faults of what one page loads: style sheets, scripts, pictures, icons, connections. */
export function resourceFaults(from, resources, { files, mount }) {
  return resources.flatMap(({ href, rel, element }) => {
    if (/^data:/i.test(href.trim())) return [];
    const loads = rel.length === 0 || rel.some((name) => LOADS.test(name));
    if (href.startsWith('#') && loads) return [];
    const { fault, foreign, file } = resolve(href, from, mount);
    if (foreign || /^\/\//.test(href)) return loads ? [`${from}: ${element}: loads from elsewhere, expected a file of the site`] : [];
    if (fault) return [`${from}: ${element}: ${fault}`];
    return files.has(file) ? [] : [`${from}: ${element}: there is no file ${file}`];
  });
}

/** Without an icon of its own a page makes each browser ask the server for one, and write an error where none is. */
export function iconFaults(from, resources, { files }) {
  if (files.has('favicon.ico') || resources.some(({ rel }) => rel.includes('icon'))) return [];
  return [`${from}: no <link rel="icon">, expected one (or a favicon.ico in the site's folder)`];
}

/** The html files that a reader reaches by links from `start`, nearest first, each with the page that links to it. */
export function reach(start, { files, pages, mount }) {
  const from = new Map([[start, null]]);
  for (const page of from.keys()) {
    for (const { href } of pages.get(page)?.links ?? []) {
      const { file } = resolve(href, page, mount);
      if (file && files.has(file) && pages.has(file) && !from.has(file)) from.set(file, page);
    }
  }
  return from;
}
