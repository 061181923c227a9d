// Needs: a folder. Gives: a static web server for it on 127.0.0.1, on a port that the system picks. It answers
// as a plain web host does: a folder's index.html, the right media types, and 404.html for what is not there.

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const MEDIA_TYPES = {
  '.atom': 'application/atom+xml; charset=utf-8',
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.epub': 'application/epub+zip',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/vnd.microsoft.icon',
  '.ics': 'text/calendar; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.otf': 'font/otf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
  '.zip': 'application/zip',
};

/** The file that answers the address's path, or null. */
function fileFor(dir, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = path.join(dir, decoded);
  if (file !== dir && !file.startsWith(dir + path.sep)) return null;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile()) return decoded.endsWith('/') ? null : file;
  const index = path.join(file, 'index.html');
  return found?.isDirectory() && decoded.endsWith('/') && statSync(index, { throwIfNoEntry: false })?.isFile() ? index : null;
}

function answer(response, status, file, withBody) {
  response.writeHead(status, {
    'content-type': MEDIA_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
    'x-content-type-options': 'nosniff',
  });
  if (!withBody) return response.end();
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

/**
 * Serves `dir` under the path `mount` (it begins and ends with a slash).
 * Returns the base address and a function that stops the server.
 */
export async function serve(dir, mount = '/') {
  const server = createServer((request, response) => {
    const withBody = request.method === 'GET';
    if (!withBody && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = pathname.startsWith(mount) ? fileFor(dir, pathname.slice(mount.length - 1)) : null;
    if (file) return answer(response, 200, file, withBody);
    const missing = path.join(dir, '404.html');
    if (statSync(missing, { throwIfNoEntry: false })?.isFile()) return answer(response, 404, missing, withBody);
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404: not found\n');
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${server.address().port}${mount}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
