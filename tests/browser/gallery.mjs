// Takes the pictures of the manual anew, by hand, after a change of the looks:
//   SITE_DIR=public node tests/browser/gallery.mjs
// Needs: SITE_DIR, the built site of this dossier, and a Chromium (CHROMIUM names it). Gives: WebP files beside the
// manual's page, and a line for each with its size. No test: what they show is for people to judge.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { siteDir } from './lib/files.mjs';

const folder = fileURLToPath(new URL('../../content/handleiding/', import.meta.url));
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 800 };
/** Name of the file, page, window, colours, and the element whose top the picture begins at. */
const PICTURES = [
  ['beeld-begin', 'index.html', WIDE, 'light'],
  ['beeld-document', 'documenten/com-2025-165.html', WIDE, 'light', '[id="s1.1"]'],
  ['beeld-vergelijking', 'vergelijk/fiche-com-2025-165.html', WIDE, 'light', '.compared-row'],
  ['beeld-acties', 'acties.html', WIDE, 'dark', '.timeline'],
  ['beeld-telefoon', 'pijlers/data.html', PHONE, 'dark'],
];
/** Of 0 to 1; letters stay sharp. */
const QUALITY = 0.8;

const site = pathToFileURL(siteDir());
const browser = await launch();
for (const [name, file, viewport, colorScheme, selector] of PICTURES) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${site}/${file}`);
  await page.evaluate(() => document.fonts.ready);
  if (selector) await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
  await page.waitForTimeout(300);
  const bytes = await webp(context, await page.screenshot());
  writeFileSync(path.join(folder, `${name}.webp`), bytes);
  console.log(`${name}.webp ${Math.round(bytes.length / 1024)} KB`);
  await context.close();
}
await browser.close();

/** The browser takes PNG alone, and can write WebP on a canvas. */
async function webp(context, png) {
  const page = await context.newPage();
  const data = await page.evaluate(async ([source, quality]) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', quality);
  }, [`data:image/png;base64,${png.toString('base64')}`, QUALITY]);
  return Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
}
