// Reads what the site says to programs with parsers that others wrote, and compares it with the open data.
// Needs: SITE_DIR (the built site); BASED_SITE_DIR, the same dossier built with a base_url, for feeds and the site
// map (tests/run builds it; without it those tests are skipped). Gives: a failed test that names file and difference.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed } from 'feedsmith';
import jsonld from 'jsonld';
import { assertNone, listFiles, siteDir } from './lib/files.mjs';

const SCHEMA = 'https://schema.org/';

const plain = siteDir();
const based = process.env.BASED_SITE_DIR && path.resolve(process.env.BASED_SITE_DIR);
const needsBase = { skip: based ? false : 'BASED_SITE_DIR is not set' };

const read = (dir, file) => readFileSync(path.join(dir, file), 'utf8');
const data = (dir, name) => JSON.parse(read(dir, `data/${name}.json`));
const beside = (document, ending) => document.path.replace(/html$/, ending);

/** The keys of all taxonomies: data files that are lists of terms. */
function taxonomies(dir) {
  const lists = listFiles(dir).filter((file) => /^data\/[^/]+\.json$/.test(file));
  const keys = lists.map((file) => path.basename(file, '.json'));
  return keys.filter((key) => data(dir, key)[0]?.passages);
}

function unescaped(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
  return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (all, name) => named[name.toLowerCase()] ?? all);
}

/** The contents of all meta elements of a page by their name. */
function metaOf(html) {
  const found = {};
  for (const [, name, content] of html.matchAll(/<meta name="([^"]*)" content="([^"]*)">/g)) {
    (found[name] ??= []).push(unescaped(content));
  }
  return found;
}

const baseOf = (dir) => /<link rel="canonical" href="([^"]*)index\.html">/.exec(read(dir, 'index.html'))?.[1];

describe('references', () => {
  const dateOf = (csl) => csl.issued?.['date-parts']?.[0].map((n) => String(n).padStart(2, '0')).join('-') ?? null;

  for (const [name, dir] of [['without an address', plain], ['with an address', based]]) {
    if (!dir) continue;
    it(`BibTeX, RIS and CSL-JSON say what data/documents.json says, ${name}`, () => {
      const faults = [];
      for (const document of data(dir, 'documents')) {
        const csl = JSON.parse(read(dir, beside(document, 'csl.json')))[0];
        const parsed = {
          bibtex: new Cite(read(dir, beside(document, 'bib')), { forceType: '@bibtex/text' }).data,
          biblatex: new Cite(read(dir, beside(document, 'bib')), { forceType: '@biblatex/text' }).data,
          ris: new Cite(read(dir, beside(document, 'ris')), { forceType: '@ris/file' }).data,
        };
        const base = baseOf(dir);
        const expected = {
          title: document.title,
          number: document.number ?? document.tk_number ?? null,
          date: document.date,
          authors: (csl.author ?? []).map((a) => a.literal).join('; '),
          url: base ? base + document.path : (csl.URL ?? null),
        };
        const facts = (entry) => ({
          title: entry.title,
          number: entry.number ?? null,
          date: dateOf(entry),
          authors: (entry.author ?? []).map((a) => a.literal ?? [a.given, a.family].filter(Boolean).join(' ')).join('; '),
          url: entry.URL ?? null,
        });
        // BibTeX has fields for year and month only; of a RIS date without a day this parser reads the year.
        const precision = { bibtex: 7, ris: document.date?.length === 10 ? 10 : 4 };
        const compare = (kind, entry) => {
          const date = expected.date?.slice(0, precision[kind]) ?? null;
          try {
            assert.deepEqual(facts(entry), { ...expected, date });
          } catch (error) {
            faults.push(`${document.id} as ${kind}: ${error.message}`);
          }
        };
        compare('csl.json', csl);
        for (const [kind, entries] of Object.entries(parsed)) {
          if (entries.length === 1) compare(kind, entries[0]);
          else faults.push(`${document.id} as ${kind}: ${entries.length} entries, expected one`);
        }
        if (document.kind !== 'news' && document.kind !== 'document' && !expected.authors) {
          faults.push(`${document.id}: no author, expected the institution`);
        }
      }
      assertNone(faults);
    });
  }

  it('a page shows the reference that its files have', () => {
    assertNone(
      data(plain, 'documents').flatMap((document) => {
        const shown = /<pre class="copy"[^>]*>([^<]*)<\/pre>/.exec(read(plain, document.path));
        const expected = read(plain, beside(document, 'bib')).trim();
        return unescaped(shown?.[1] ?? '').trim() === expected ? [] : [`${document.path}: the BibTeX shown is another one`];
      }),
    );
  });
});

describe('the head', () => {
  it('Dublin Core and Highwire tags say what data/documents.json says', () => {
    const faults = [];
    for (const document of data(plain, 'documents')) {
      const meta = metaOf(read(plain, document.path));
      const number = document.number ?? document.tk_number ?? null;
      const expect = (name, value) => {
        if ((meta[name]?.[0] ?? null) !== value) faults.push(`${document.path}: ${name} is ${meta[name]}, expected ${value}`);
      };
      expect('DC.title', document.title);
      expect('DC.date', document.date);
      expect('DC.language', document.language ?? null);
      const report = document.kind === 'fiche' || document.kind === 'communication';
      expect('citation_title', report ? document.title : null);
      expect('citation_publication_date', report && document.date ? document.date.replaceAll('-', '/') : null);
      expect('citation_technical_report_number', report ? number : null);
      const empty = Object.entries(meta).filter(([, values]) => values.some((value) => value.trim() === ''));
      faults.push(...empty.map(([name]) => `${document.path}: ${name} is empty`));
    }
    assertNone(faults);
  });

  it('every alternate leads to a file of the site, and its type is that of its ending', () => {
    const types = {
      'application/json': '.json',
      'text/markdown': '.md',
      'application/x-bibtex': '.bib',
      'application/x-research-info-systems': '.ris',
      'application/vnd.citationstyles.csl+json': '.csl.json',
      'application/atom+xml': '.xml',
      'text/csv': '.csv',
      'text/calendar': '.ics',
    };
    for (const dir of [plain, based].filter(Boolean)) {
      const files = new Set(listFiles(dir));
      const faults = [];
      for (const page of [...files].filter((file) => file.endsWith('.html'))) {
        for (const [link, type, href] of read(dir, page).matchAll(/<link rel="alternate" type="([^"]*)"(?: title="[^"]*")? href="([^"]*)">/g)) {
          const file = path.posix.normalize(path.posix.join(path.posix.dirname(page), href));
          if (!files.has(file) || !file.endsWith(types[type] ?? '?')) faults.push(`${page}: ${link}`);
        }
      }
      assertNone(faults);
    }
  });
});

describe('JSON-LD', () => {
  /** The facts of a page as a processor reads them: full names of properties, lists of values. */
  async function factsOf(dir, page) {
    const text = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(read(dir, page))?.[1];
    if (!text) return null;
    // The vocabulary's own context is not fetched: all its words are below one address.
    const documentLoader = async () => ({ document: { '@context': { '@vocab': SCHEMA } } });
    const [expanded] = await jsonld.expand(JSON.parse(text), { documentLoader, safe: true });
    return expanded;
  }
  const values = (node, name) => (node[SCHEMA + name] ?? []).map((value) => value['@value'] ?? value);
  const typeOf = (node) => node['@type']?.[0].slice(SCHEMA.length);

  for (const [name, dir] of [['without an address', plain], ['with an address', based]]) {
    if (!dir) continue;
    it(`says of every document what data/documents.json says, ${name}`, async () => {
      const documents = data(dir, 'documents');
      const faults = [];
      for (const document of documents) {
        const facts = await factsOf(dir, document.path);
        assert.ok(facts, `${document.path} has no JSON-LD`);
        const type = { fiche: 'Report', communication: 'Report', news: 'NewsArticle', document: 'CreativeWork' }[document.kind];
        const is = {
          type: typeOf(facts),
          title: values(facts, document.kind === 'news' ? 'headline' : 'name')[0],
          date: values(facts, 'datePublished')[0] ?? null,
          number: values(facts, 'reportNumber')[0] ?? null,
          about: values(facts, 'about').map((work) => values(work, 'reportNumber')[0]),
        };
        const expected = {
          type,
          title: document.title,
          date: document.date,
          number: document.number ?? document.tk_number ?? null,
          about: document.assesses ?? [],
        };
        try {
          assert.deepEqual(is, expected);
        } catch (error) {
          faults.push(`${document.path}: ${error.message}`);
        }
      }
      assertNone(faults);
    });
  }

  it('calls an act legislation, and nothing else', async () => {
    const faults = [];
    let acts = 0;
    for (const key of taxonomies(plain)) {
      for (const term of data(plain, key)) {
        const facts = await factsOf(plain, term.path);
        const isAct = term.number !== null && !/^(COM|JOIN|SWD|SEC|C)\b/.test(term.number);
        acts += isAct;
        const expected = isAct ? 'Legislation' : 'DefinedTerm';
        if (typeOf(facts) !== expected) faults.push(`${term.path}: ${typeOf(facts)}, expected ${expected}`);
        if (values(facts, 'name')[0] !== term.name) faults.push(`${term.path}: ${values(facts, 'name')}`);
        if (isAct && values(facts, 'legislationIdentifier')[0] !== term.number) faults.push(`${term.path}: no number`);
      }
    }
    assert.ok(acts > 0, 'no act among the terms');
    assertNone(faults);
  });

  it('names data files that exist', needsBase, async () => {
    const home = await factsOf(based, 'index.html');
    assert.equal(typeOf(home), 'WebSite');
    const [catalog] = values(home, 'hasPart');
    const addresses = values(catalog, 'dataset').flatMap((set) => values(set, 'distribution')).flatMap((d) => values(d, 'contentUrl'));
    assert.ok(addresses.length >= 3, `${addresses}`);
    assertNone(addresses.filter((a) => !existsSync(path.join(based, a.slice(baseOf(based).length)))));
  });
});

describe('llms.txt', () => {
  it('has a name, a quotation, and lists of links to files that exist; every document with a text is there', () => {
    for (const dir of [plain, based].filter(Boolean)) {
      const lines = read(dir, 'llms.txt').split('\n');
      assert.match(lines[0], /^# \S/);
      assert.match(lines[2], /^> \S/);
      const base = baseOf(dir) ?? '';
      const linked = [];
      const faults = [];
      let inList = false;
      for (const line of lines.slice(3).filter(Boolean)) {
        inList ||= line.startsWith('## ');
        if (!inList || line.startsWith('## ')) continue;
        const entry = /^- \[[^\]]+\]\(([^)\s]+)\)(: \S.*)?$/.exec(line);
        if (!entry?.[1].startsWith(base)) faults.push(`no link: ${line}`);
        else linked.push(entry[1].slice(base.length));
      }
      faults.push(...linked.filter((file) => !existsSync(path.join(dir, file))).map((file) => `no file ${file}`));
      const texts = data(dir, 'documents').filter((document) => !document.stub);
      faults.push(...texts.map((d) => beside(d, 'md')).filter((file) => !linked.includes(file)).map((file) => `not linked: ${file}`));
      assertNone(faults);
    }
  });
});

describe('without an address', () => {
  it('nothing stands there that needs one', () => {
    const files = listFiles(plain);
    assertNone(files.filter((file) => file.endsWith('.xml')));
    assertNone(files.filter((file) => file.endsWith('.html') && read(plain, file).includes('rel="canonical"')));
    assert.doesNotMatch(read(plain, 'robots.txt'), /Sitemap/);
  });
});

describe('feeds', needsBase, () => {
  /** The date of a document in feeds: its own, or that on which the Council received what it assesses. */
  const dateOf = (document) => document.date ?? document.received ?? null;
  const instant = (date) => `${date}${'-01'.repeat(3 - date.split('-').length)}T00:00:00Z`;
  const dated = () => data(based, 'documents').filter((d) => !d.stub && dateOf(d));

  function feedAt(file, page) {
    const text = read(based, file);
    assert.equal(XMLValidator.validate(text), true, file);
    const feed = parseAtomFeed(text);
    const base = baseOf(based);
    assert.equal(feed.links.find((l) => l.rel === 'self').href, base + file);
    assert.equal(feed.links.find((l) => l.rel === 'alternate').href, base + page);
    const newest = feed.entries.map((e) => e.updated).sort().at(-1);
    assert.equal(feed.updated, newest, `${file}: updated`);
    assert.ok(feed.authors?.length > 0, `${file}: no author`);
    const ids = [feed.id, ...feed.entries.map((e) => e.id)];
    assert.equal(new Set(ids).size, ids.length, `${file}: an id stands twice`);
    assertNone(ids.filter((id) => !id.startsWith(base)));
    return feed;
  }

  const facts = (entries) =>
    entries.map((e) => [e.links.find((l) => l.rel === 'alternate').href.slice(baseOf(based).length), e.title?.value, e.updated].join(' | '));
  const expected = (documents) =>
    documents
      .toSorted((a, b) => (dateOf(a) === dateOf(b) ? (a.id < b.id ? -1 : 1) : dateOf(a) < dateOf(b) ? 1 : -1))
      .map((d) => [d.path, d.title, instant(dateOf(d))].join(' | '));

  it('the feed of the site has every document with a date, the newest first', () => {
    const feed = feedAt('feed.xml', 'index.html');
    assert.deepEqual(facts(feed.entries), expected(dated()));
  });

  it('the feed of a term has its documents with their passages; a term without a document has none', () => {
    let feeds = 0;
    for (const key of taxonomies(based)) {
      for (const term of data(based, key)) {
        const file = term.path.replace(/html$/, 'xml');
        const named = dated().filter((d) => term.passages.some((p) => p.document === d.id));
        assert.equal(existsSync(path.join(based, file)), named.length > 0, file);
        assert.equal(read(based, term.path).includes(`href="${term.id}.xml"`), named.length > 0, term.path);
        if (named.length === 0) continue;
        feeds += 1;
        const feed = feedAt(file, term.path);
        assert.deepEqual(facts(feed.entries), expected(named), file);
        for (const entry of feed.entries) {
          const id = entry.id.split('#')[1];
          const texts = term.passages.filter((p) => p.document === id).map((p) => p.text);
          const words = (text) => text.replace(/\s+/g, ' ').trim();
          assert.equal(words(entry.content?.value ?? entry.content), words(texts.join(' ')), `${file}: ${id}`);
        }
      }
    }
    assert.ok(feeds > 5, `${feeds} feeds of terms`);
  });
});

describe('the site map', needsBase, () => {
  /** Former addresses and unknown ones are no pages: they ask not to be listed. */
  const isPage = (file) => file.endsWith('.html') && file !== '404.html' && !read(based, file).includes('name="robots" content="noindex"');

  it('names every page but former addresses and the one for unknown ones, and robots.txt names the map', () => {
    const base = baseOf(based);
    const text = read(based, 'sitemap.xml');
    assert.equal(XMLValidator.validate(text), true);
    const map = new XMLParser({ ignoreAttributes: false }).parse(text);
    assert.equal(map.urlset['@_xmlns'], 'http://www.sitemaps.org/schemas/sitemap/0.9');
    const pages = listFiles(based).filter(isPage);
    assert.deepEqual(map.urlset.url.map((entry) => entry.loc).sort(), pages.map((file) => base + file).sort());
    assert.match(read(based, 'robots.txt'), new RegExp(`^Sitemap: ${base.replaceAll('.', '\\.')}sitemap\\.xml$`, 'm'));
  });

  it('every page in it names its own address', () => {
    const pages = listFiles(based).filter(isPage);
    assertNone(pages.filter((page) => !read(based, page).includes(`<link rel="canonical" href="${baseOf(based)}${page}">`)));
  });
});
