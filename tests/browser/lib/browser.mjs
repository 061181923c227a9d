// Needs: a Chromium of the system ($CHROMIUM, or one of the usual places). Gives: a headless browser with a new,
// empty profile that reaches nothing but 127.0.0.1 and files; both base addresses of a site; and a record of what
// goes wrong on a page. No flag relaxes the browser's file or web security: what works here works for readers.

import { accessSync, constants } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  // Any other host is unknown to this browser, so that a foreign request fails at once and leaves the machine never.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM names no executable file: ${named}`);
    return named;
  }
  const found = USUAL_PLACES.find(isExecutable);
  if (!found) throw new Error(`no Chromium found; looked at $CHROMIUM (not set), ${USUAL_PLACES.join(', ')}`);
  return found;
}

/** Starts the browser; Playwright makes an empty profile folder for it and removes it on close. */
export function launch() {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
}

/** The site in `dir` as readers open it: from a web server, and as files. `mount` is the path on the server. */
export async function sites(dir, mount = '/') {
  const server = await serve(dir, mount);
  return [
    { name: 'http', base: server.base, close: server.close },
    { name: 'file', base: pathToFileURL(`${dir}/`).href, close: async () => {} },
  ];
}

/** The address of a file of the site. */
export function addressOf(site, file) {
  return site.base + file.split('/').map(encodeURIComponent).join('/');
}

/** The path inside the site, without query and fragment, or null for an address elsewhere. */
export function fileOf(site, address) {
  const bare = address.replace(/[?#].*$/s, '');
  return bare.startsWith(site.base) ? decodeURIComponent(bare.slice(site.base.length)) : null;
}

const isForeign = (site, address) => !/^(data|blob|about):/.test(address) && !address.startsWith(site.base);

/**
 * Records what goes wrong on `page` from now on, one line a fault: errors in the console, uncaught exceptions,
 * requests that fail or answer with an error, and requests to anything but this site. Returns the growing list.
 */
export function record(page, site) {
  const faults = [];
  const note = (what) => faults.push(`${fileOf(site, page.url()) ?? page.url()} (${site.name}): ${what}`);
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url, lineNumber } = message.location();
    // Asked for by the browser of its own accord, and late; the tests look for the pages' icons as written.
    if (url === new URL('/favicon.ico', site.base).href) return;
    note(`error in the console: ${message.text()}${url ? ` [${url}:${lineNumber + 1}]` : ''}`);
  });
  page.on('pageerror', (error) => note(`uncaught exception: ${error.stack ?? error}`));
  page.on('request', (request) => {
    if (isForeign(site, request.url())) note(`request outside the site: ${request.url()} (${request.resourceType()})`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Given up by the browser itself, because the page was left before it had come.
    if (why === 'net::ERR_ABORTED') return;
    note(`request failed: ${request.url()} (${request.resourceType()}): ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) note(`answered ${response.status()}: ${response.url()}`);
  });
  page.on('crash', () => note('the page crashed'));
  return faults;
}
