// The one file and its print, as readers open them: from disk, with the network cut off.
// Needs: FICHEWIJZER (the program), a Chromium, poppler's pdfinfo and pdftotext. Gives: a failed test that names the
// file and what is wrong in it. The editions are made of this repository's dossier.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { findChromium, launch, record } from './lib/browser.mjs';
import { assertNone } from './lib/files.mjs';
import { formFaults, inspect } from './lib/inspect.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = process.env.FICHEWIJZER;
const PATIENCE = { timeout: 600_000 };
const CHECKER = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The Nu checker knows neither digests in a policy nor `data:` as the place of a picture: what the policy really forbids
 * the browser tells, and a test asks it whether the pictures are shown.
 */
const LEFT_OUT = '(Inline (style|script)|Resource) violates Content Security Policy .*';

const PARTS = { whole: [], fiche: ['fiche-com-2025-165'], pillar: ['data'], instrument: ['investai'] };

let dir;
let browser;
const fileOf = (name) => path.join(dir, `${name}.html`);

function make(format, name, only, ...more) {
  const target = path.join(dir, `${name}.${format}`);
  const ids = only.length ? ['--only', ...only] : [];
  execFileSync(PROGRAM, ['export', '--root', ROOT, '--format', format, '--out', target, ...ids, ...more], { stdio: 'pipe' });
  return target;
}

before(async () => {
  assert.ok(PROGRAM, 'FICHEWIJZER is not set: it names the program whose editions are read');
  dir = mkdtempSync(path.join(tmpdir(), 'edition-'));
  for (const [name, only] of Object.entries(PARTS)) make('html', name, only);
  browser = await launch();
}, PATIENCE);

after(async () => {
  await browser?.close();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

/** Opens a file without a network; `work` gets the page; what went wrong is returned, and every request made. */
async function opened(name, options, work) {
  const context = await browser.newContext(options);
  await context.setOffline(true);
  const page = await context.newPage();
  const faults = record(page, { name: 'file', base: pathToFileURL(`${dir}/`).href });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(fileOf(name)).href);
  await work?.(page);
  await context.close();
  const own = pathToFileURL(fileOf(name)).href;
  const others = requests.filter((url) => url.split('#')[0] !== own && !url.startsWith('data:'));
  return [...faults, ...others.map((url) => `${name}: asked for ${url}`)];
}

describe('the one file', () => {
  for (const name of Object.keys(PARTS)) {
    it(`${name}: opens without a request and without an error, and is well formed`, PATIENCE, async () => {
      const faults = await opened(name, {}, async (page) => {
        const facts = await page.evaluate(inspect, null);
        assertNone(formFaults(facts));
        const ids = new Set(facts.ids.map(({ id }) => id));
        const jumps = facts.links.filter(({ href }) => href.startsWith('#'));
        assert.ok(jumps.length > 0);
        assertNone(jumps.filter(({ href }) => !ids.has(decodeURIComponent(href.slice(1)))).map(({ element }) => `${element} leads nowhere`));
      });
      assertNone(faults);
    });
  }

  it('a jump leads to its place, and a note back to its mark', PATIENCE, async () => {
    const faults = await opened('whole', {}, async (page) => {
      await page.click('nav.contents a[href="#fiche-com-2025-165"]');
      const near = (id) => page.waitForFunction((id) => {
        const box = document.getElementById(id).getBoundingClientRect();
        return box.top > -50 && box.top < innerHeight;
      }, id);
      await near('fiche-com-2025-165');
      await page.click('[id="fiche-com-2025-165.fnref-3"]');
      await near('fiche-com-2025-165.fn-3');
      await page.click('[id="fiche-com-2025-165.fn-3"] a[role="doc-backlink"]');
      await near('fiche-com-2025-165.fnref-3');
    });
    assertNone(faults);
  });

  /** Types a query and waits for what is said of it. */
  const ask = async (page, query, said) => {
    await page.fill('#_q', query);
    await page.press('#_q', 'Enter');
    await page.waitForFunction((said) => new RegExp(said).test(document.querySelector('[data-search-status]').textContent), said);
    await page.waitForFunction(() => document.querySelector('[data-search-results]').children.length > 0 || !document.querySelector('[data-search-nothing]').hidden);
  };

  /** Results that lead to no place. */
  const lost = (page) => page.evaluate(() => [...document.querySelectorAll('[data-search-results] a')].map((a) => decodeURIComponent(a.hash.slice(1))).filter((id) => !document.getElementById(id)));

  it('finds what the site finds: forms, parts of words, numbers, phrases, words with an error in them', PATIENCE, async () => {
    const faults = await opened('whole', {}, async (page) => {
      await page.keyboard.press('/');
      assert.notEqual(await page.evaluate(() => document.activeElement.id), '_q', 'a key on its own does nothing elsewhere on the page');
      await page.focus('#_q');
      await page.keyboard.type('gigafabr');
      await page.waitForSelector('[data-search-results] > li');
      assert.match(await page.textContent('[data-search-results] > li:first-child h2'), /AI-gigafabrieken/);
      assert.match(await page.textContent('[data-search-results] mark'), /gigafabr/i);
      await page.focus('[data-search-results] a');
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.id), '_q', 'among the results it leads to the field');
      for (const [query, first] of [
        ['gigafabreiken', /AI-gigafabriek/],
        ['COM(2025) 165', /Actieplan voor het AI-continent/],
        ['pijler 2', /./],
      ]) {
        await ask(page, query, 'voor');
        assert.match(await page.textContent('[data-search-results] > li:first-child h2'), first, query);
        assert.deepEqual(await lost(page), [], query);
      }
      await ask(page, 'xyzzyxyzzy', 'xyzzyxyzzy');
      await page.press('#_q', 'Escape');
      assert.equal(await page.textContent('[data-search-status]'), '');
    });
    assertNone(faults);
  });

  it('a result is a jump, and its words are marked, those of the one before no longer', PATIENCE, async () => {
    const faults = await opened('whole', {}, async (page) => {
      const follow = async (query) => {
        await ask(page, query, 'voor');
        await page.click('[data-search-results] ul a');
        await page.waitForFunction(() => location.hash && Math.abs(document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top) < innerHeight);
        return page.evaluate(() => [...document.querySelectorAll('main mark.search-mark')].map((mark) => mark.textContent));
      };
      const text = await page.evaluate(() => document.querySelector('main').textContent);
      const first = await follow('"publiek-private samenwerking"');
      assert.ok(first.length > 0 && first.every((words) => /^publiek-private samenwerking$/i.test(words)), first.join());
      assert.ok(await page.evaluate(() => document.querySelectorAll('[data-search-results] > li').length > 0), 'a jump leaves the results');
      const second = await follow('InvestAI');
      assert.ok(second.length > 0 && second.every((words) => /investai/i.test(words)), second.join());
      assert.equal(await page.evaluate(() => document.querySelector('main').textContent), text);
    });
    assertNone(faults);
  });

  it('a part finds what it has, and nothing else', PATIENCE, async () => {
    const faults = await opened('fiche', {}, async (page) => {
      await ask(page, 'data', 'voor');
      await page.waitForFunction(() => document.querySelectorAll('[data-search-results] > li').length === 2);
      assert.deepEqual(await lost(page), []);
      const pages = await page.$$eval('[data-search-results] > li h2 a', (links) => links.map((a) => a.getAttribute('href')));
      assert.deepEqual(pages.sort(), ['#com-2025-165', '#fiche-com-2025-165']);
      await page.click('.search-facets > details > summary');
      await page.click('.search-facets label >> text=Fiche');
      await page.waitForFunction(() => document.querySelectorAll('[data-search-results] > li').length === 1);
    });
    assertNone(faults);
  });

  it('axe finds nothing, on wide and narrow screens, light and dark', PATIENCE, async () => {
    const faults = [];
    for (const [name, width, colorScheme] of [
      ['whole', 1280, 'light'],
      ['fiche', 1280, 'dark'],
      ['fiche', 320, 'light'],
      ['pillar', 768, 'light'],
      ['instrument', 320, 'dark'],
    ]) {
      await opened(name, { viewport: { width, height: 800 }, colorScheme }, async (page) => {
        // What is out of sight has no place yet that could be measured.
        await page.evaluate(() => document.styleSheets[0].insertRule('.chapter { content-visibility: visible !important }'));
        await page.fill('#_q', 'data');
        await page.waitForSelector('[data-search-results] > li');
        await page.evaluate(AXE);
        const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        faults.push(...found.violations.map((v) => `${name} at ${width}, ${colorScheme}: ${v.id}: ${v.nodes[0].html.slice(0, 150)} (${v.nodes.length})`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (wide) faults.push(`${name} at ${width}: wider than the screen`);
      });
    }
    assertNone(faults);
  });

  it('nothing runs in it that is not its own', PATIENCE, async () => {
    const faults = await opened('fiche', {}, async (page) => {
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.ran = true';
        document.body.append(script);
      });
      assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    });
    assert.equal(faults.length, 1, 'the browser says that it refused the script');
    assert.match(faults[0], /Content Security Policy/);
  });

  it('its policy lets the browser show its pictures', PATIENCE, async () => {
    const faults = await opened('whole', {}, async (page) => {
      const hidden = await page.evaluate(async () => {
        const pictures = Array.from(document.images);
        const decoded = await Promise.allSettled(pictures.map((picture) => {
          picture.loading = 'eager';
          return picture.decode();
        }));
        return { all: pictures.length, not: decoded.filter((d) => d.status === 'rejected').length };
      });
      assert.ok(hidden.all > 0, 'there are pictures');
      assert.equal(hidden.not, 0);
    });
    assertNone(faults);
  });

  it('the Nu checker has nothing to say', PATIENCE, () => {
    const files = Object.keys(PARTS).map(fileOf);
    const run = spawnSync('java', ['-jar', CHECKER, '--format', 'json', '--stdout', '--filterpattern', LEFT_OUT, ...files], { maxBuffer: 1 << 28 });
    const { messages } = JSON.parse(run.stdout.toString());
    assertNone(messages.map((m) => `${path.basename(m.url)}:${m.lastLine}: ${m.message} [${m.extract}]`));
  });
});

/**
 * Runs in the page, in print: what paper says of an element, without spaces. The words, and what the style sheets
 * and numbered lists add to them; bullets are drawn beside the lines, not in them.
 */
function onPaper(selector) {
  const out = [];
  const added = (element, which) => {
    const { content } = getComputedStyle(element, which);
    if (content === 'none' || content === 'normal') return;
    for (const [, string, name] of content.matchAll(/"((?:[^"\\]|\\.)*)"|attr\(([\w-]+)\)/g)) {
      out.push(name ? element.getAttribute(name) ?? '' : string);
    }
  };
  const marker = (item) => {
    const list = item.parentElement;
    if (getComputedStyle(list).listStyleType === 'none') return;
    if (list.localName === 'ul') return;
    const before = [...list.children].indexOf(item);
    out.push(`${item.hasAttribute('value') ? item.value : list.start + before}.`);
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return void out.push(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || getComputedStyle(node).display === 'none') return;
    if (node.localName === 'li') marker(node);
    added(node, '::before');
    for (const child of node.childNodes) walk(child);
    added(node, '::after');
  };
  walk(document.querySelector(selector));
  return out.join('').replace(/[\s•◦▪]+/g, '');
}

describe('the print', () => {
  let pdf;
  let parsed;
  before(async () => {
    pdf = make('pdf', 'fiche', PARTS.fiche, '--chromium', findChromium());
    parsed = await PDFDocument.load(readFileSync(pdf), { updateMetadata: false });
  }, PATIENCE);

  const text = (value) => (value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : undefined);
  const info = (file) => Object.fromEntries(execFileSync('pdfinfo', [file]).toString().split('\n').map((line) => line.split(/:\s+/, 2)));

  /** The page's words inside its margins, or all of them, without spaces. */
  const stream = (...options) => execFileSync('pdftotext', ['-raw', ...options, pdf, '-'], { maxBuffer: 1 << 28 })
    .toString().normalize('NFKC').replace(/[\s•◦▪]+/g, '');

  it('is tagged, has a title and a language', () => {
    const facts = info(pdf);
    assert.equal(facts.Tagged, 'yes');
    assert.match(facts.Title, /^Mededeling AI Continent Actieplan – AI-continent/);
    assert.equal(facts['Page size'].includes('A4'), true);
    assert.equal(parsed.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked')).toString(), 'true');
    assert.ok(parsed.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict).get(PDFName.of('K')));
    assert.equal(text(parsed.catalog.get(PDFName.of('Lang'))), 'nl');
  });

  it('has an outline of its chapters and their headings', () => {
    const titles = [];
    const walk = (item, depth) => {
      for (let at = item; at; at = at.lookupMaybe(PDFName.of('Next'), PDFDict)) {
        titles.push(`${depth} ${text(at.lookup(PDFName.of('Title')))}`);
        const first = at.lookupMaybe(PDFName.of('First'), PDFDict);
        if (first) walk(first, depth + 1);
      }
    };
    walk(parsed.catalog.lookup(PDFName.of('Outlines'), PDFDict).lookup(PDFName.of('First'), PDFDict), 1);
    for (const title of [
      '1 Mededeling AI Continent Actieplan',
      '2 Inhoud',
      '2 Mededeling AI Continent Actieplan',
      '3 1. Algemene gegevens',
      '4 a) Titel voorstel',
      '3 4. Grondhouding ten aanzien van bevoegdheid, subsidiariteit, proportionaliteit, financiële gevolgen en gevolgen voor regeldruk, concurrentiekracht en geopolitieke aspecten',
      '2 Actieplan voor het AI-continent',
    ]) {
      assert.ok(titles.includes(title), `${title} is not in the outline: ${titles.slice(0, 30).join('; ')}`);
    }
  });

  it('links notes both ways and jumps to nothing that is not there', () => {
    const names = new Set();
    const dests = parsed.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict);
    for (const [name] of dests?.entries() ?? []) names.add(name.decodeText());
    const jumps = new Set();
    for (const page of parsed.getPages()) {
      for (const reference of page.node.lookupMaybe(PDFName.of('Annots'), PDFArray)?.asArray() ?? []) {
        const annotation = parsed.context.lookup(reference, PDFDict);
        const target = annotation.lookup(PDFName.of('Dest')) ?? annotation.lookupMaybe(PDFName.of('A'), PDFDict)?.lookup(PDFName.of('D'));
        if (target instanceof PDFName) jumps.add(target.decodeText());
      }
    }
    assertNone([...jumps].filter((name) => !names.has(name)).map((name) => `${name} is nowhere`));
    const html = readFileSync(fileOf('fiche'), 'utf8');
    const notes = [...html.matchAll(/ id="((?:fiche-)?com-2025-165\.fn(?:ref)?-[\d-]+)"/g)].map((match) => match[1]);
    assert.ok(notes.length > 100);
    assertNone(notes.filter((name) => !jumps.has(name)).map((name) => `nothing leads to ${name}`));
  });

  it('says the words of each document, no more and no less', PATIENCE, async () => {
    // A4 in points, less the margins of print.css: 24 mm above, 22 mm below.
    const inside = stream('-x', '0', '-y', '66', '-W', '596', '-H', '714');
    const faults = await opened('fiche', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      for (const id of ['fiche-com-2025-165', 'com-2025-165']) {
        const said = (await page.evaluate(onPaper, `[id="${id}"] .text`)).normalize('NFKC');
        assert.ok(said.length > 10_000);
        assert.ok(inside.includes(said), `${id}: ${firstDifference(said, inside)}`);
      }
    });
    assertNone(faults);
  });

  it('has running heads with title and number, and counts its pages', () => {
    const pages = execFileSync('pdftotext', ['-layout', pdf, '-']).toString().split('\f').slice(0, -1);
    assert.equal(pages.length, Number(info(pdf).Pages));
    const last = pages.length;
    pages.forEach((page, i) => assert.match(page, new RegExp(`${i + 1} ?/ ?${last}\\s*$`), `page ${i + 1} has no number`));
    assert.doesNotMatch(pages[0].split('\n')[0], /COM\(2025\) 165/);
    const heads = pages.slice(2).map((page) => page.split('\n').find((line) => line.trim()));
    assert.match(heads[0], /Mededeling AI Continent Actieplan +COM\(2025\) 165/);
    assert.ok(heads.some((head) => /^Actieplan voor het AI-continent +COM\(2025\) 165/.test(head)));
    assert.ok(heads.every((head) => /COM\(2025\) 165/.test(head)));
  });

  it('leaves nothing behind, and replaces only what it wrote', () => {
    assert.deepEqual(readdirSync(dir).filter((name) => name.includes('printing') || name.startsWith('.')), []);
    make('pdf', 'fiche', PARTS.fiche, '--chromium', findChromium());
    const other = path.join(dir, 'whole.html');
    const run = spawnSync(PROGRAM, ['export', '--root', ROOT, '--format', 'pdf', '--out', other, '--chromium', findChromium()]);
    assert.notEqual(run.status, 0, 'an HTML file is no PDF of ours');
  });

  it('says how to get a Chromium where there is none', () => {
    for (const named of [['--chromium', path.join(dir, 'nowhere')], []]) {
      const run = spawnSync(PROGRAM, ['export', '--root', ROOT, '--format', 'pdf', '--out', path.join(dir, 'none.pdf'), ...named], { env: { PATH: dir } });
      if (named.length === 0 && run.status === 0) continue; // A browser in one of the usual places of its system.
      assert.equal(run.status, 3, run.stderr.toString());
      assert.match(run.stderr.toString(), /apt install chromium[\s\S]*--chromium PATH/);
    }
    assert.equal(existsSync(path.join(dir, 'none.pdf')), false);
  });
});

/** Where `said` stops standing in `inside`, for people. */
function firstDifference(said, inside) {
  let from = 0;
  let length = said.length;
  while (length > 0 && !inside.includes(said.slice(0, length))) length = Math.floor(length / 2);
  from = length;
  while (from < said.length && inside.includes(said.slice(0, from + 1))) from += 1;
  const at = inside.indexOf(said.slice(0, from)) + from;
  return `expected …${said.slice(Math.max(0, from - 40), from)}>>>${said.slice(from, from + 40)}, printed >>>${inside.slice(at, at + 40)}`;
}
