// The preview as an editor has it: the real program, a real file system, a real browser. Open pages are patched
// where they stand, errors lie over them and go, pages that vanish lead on; nobody else gets in.
// Needs: the program ($FICHEWIJZER, or one that cargo has built) and a Chromium.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { PATIENCE, copyOf, isSame, overlay, preview, previews, remember, texts, until } from './lib/preview.mjs';

const DOCUMENT = 'content/documenten/com-2026-951.md';
const PAGE = 'documenten/com-2026-951.html';
const OWN = 'content/uitleg/over-dit-dossier.md';
const OWN_PAGE = 'uitleg/over-dit-dossier.html';
/** Words of the first paragraph and of a late one. */
const FIRST = 'Water is de basis van ons leven';
const LATE = 'Van het gezuiverde afvalwater in de Unie';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const withPreview = previews(() => browser);

describe('an open page', () => {
  it('is patched where it stands: scroll, focus, open panels and selections stay', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(PAGE);
    await remember(tab);
    const kept = await tab.evaluate(() => {
      // A panel of the page that a reader opens, a link that has the focus, words that are selected.
      const details = document.querySelector('main details');
      details.open = true;
      const paragraph = [...document.querySelectorAll('main p')].find((p) => p.textContent.includes('De Commissie ziet vier opgaven'));
      paragraph.scrollIntoView({ block: 'center', behavior: 'instant' });
      document.querySelector('main a[href]').focus({ preventScroll: true });
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      window.nodes = { details, paragraph, focused: document.activeElement };
      return { top: paragraph.getBoundingClientRect().top, id: paragraph.id };
    });
    dossier.edit(DOCUMENT, 'Ten tweede moet het water', 'Ten tweede moet het heldere water');
    await texts(tab, 'het heldere water');
    const now = await tab.evaluate(() => ({
      open: window.nodes.details.open && window.nodes.details.isConnected,
      focused: document.activeElement === window.nodes.focused,
      connected: window.nodes.paragraph.isConnected,
      selected: getSelection().toString(),
      top: window.nodes.paragraph.getBoundingClientRect().top,
      id: window.nodes.paragraph.id,
      marked: window.nodes.paragraph.getAnimations().some((a) => a.id === 'fichewijzer-changed'),
    }));
    assert.ok(now.open, 'the panel is open');
    assert.ok(now.focused, 'the focus is where it was');
    assert.ok(now.connected, 'the paragraph is the same element');
    assert.ok(now.marked, 'the changed paragraph is marked');
    assert.ok(now.selected.includes('heldere water'), now.selected);
    assert.ok(Math.abs(now.top - kept.top) < 1, `nothing moved: ${kept.top}, ${now.top}`);
    assert.equal(now.id, kept.id);
    assert.ok(await isSame(tab), 'the page was not loaded again');
  }));

  it('goes to what changed when that is out of sight, and not when it is in sight', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(PAGE);
    await tab.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    dossier.edit(DOCUMENT, LATE, `Nieuw: ${LATE}`);
    await texts(tab, `Nieuw: ${LATE}`);
    const inSight = () => tab.evaluate((words) => {
      const block = [...document.querySelectorAll('main p')].find((p) => p.textContent.includes(words));
      const { top, bottom } = block.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }, LATE);
    await until(inSight, () => 'the changed paragraph stays out of sight');
  }, { context: { reducedMotion: 'reduce' } }));

  it('takes what is new, drops what is gone, and keeps what a script added', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    await remember(tab);
    await tab.evaluate(() => {
      const button = document.createElement('button');
      button.textContent = 'van een script';
      document.querySelector('main p:not(.eyebrow)').before(button);
      document.querySelector('main').setAttribute('data-script', 'was here');
    });
    const before = dossier.read(OWN);
    dossier.write(OWN, `${before}\nEen nieuwe alinea.\n\n- een punt\n- nog een punt\n`);
    await texts(tab, 'nog een punt');
    dossier.write(OWN, `${before}\n- een punt\n- ertussen\n- nog een punt\n`);
    await texts(tab, 'ertussen');
    const main = await tab.locator('main').innerText();
    assert.ok(!main.includes('Een nieuwe alinea.'), main);
    assert.ok(main.includes('van een script'), main);
    assert.equal(await tab.locator('main').getAttribute('data-script'), 'was here');
    const items = await tab.locator('main li').allInnerTexts();
    assert.deepEqual(items.slice(-3), ['een punt', 'ertussen', 'nog een punt']);
    assert.ok(await isSame(tab));
  }));

  it('follows in every tab, and a page that did not change does nothing', PATIENCE, withPreview(async ({ dossier, open }) => {
    const [one, two, other] = [await open(PAGE), await open(PAGE), await open('404.html')];
    const asked = [];
    other.on('request', (request) => { if (!/events|favicon/.test(request.url())) asked.push(request.url()); });
    await other.evaluate(() => {
      window.mutations = 0;
      new MutationObserver((list) => { window.mutations += list.length; })
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    dossier.edit(DOCUMENT, FIRST, `Voorwaar: ${FIRST}`);
    await Promise.all([texts(one, 'Voorwaar'), texts(two, 'Voorwaar')]);
    assert.equal(await other.evaluate(() => window.mutations), 0);
    assert.deepEqual(asked, []);
  }));

  it('gets new styles without a flash, and keeps its state', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(PAGE);
    await remember(tab);
    await tab.evaluate(() => {
      // Every frame is looked at: without any style sheet the body would have no padding.
      window.bare = 0;
      const look = () => {
        if (![...document.styleSheets].some((sheet) => sheet.href?.includes('site.css'))) window.bare += 1;
        requestAnimationFrame(look);
      };
      look();
    });
    const colour = () => tab.evaluate(() => getComputedStyle(document.querySelector('main')).outlineColor);
    dossier.write('themes/standaard/static/site.css', `${readSite()}\nmain { outline: 3px solid rgb(1, 2, 3); }\n`);
    await until(async () => (await colour()) === 'rgb(1, 2, 3)', () => 'the new style is not there');
    dossier.write('themes/standaard/static/site.css', `${readSite()}\nmain { outline: 3px solid rgb(4, 5, 6); }\n`);
    await until(async () => (await colour()) === 'rgb(4, 5, 6)', () => 'the next style is not there');
    assert.equal(await tab.locator('link[rel=stylesheet][href*="site.css"]').count(), 1);
    assert.equal(await tab.evaluate(() => window.bare), 0);
    assert.ok(await isSame(tab));
  }));

  it('shows drafts, marked, which a build leaves out', PATIENCE, withPreview(async ({ dossier, open }) => {
    dossier.write('content/uitleg/plan.md', '+++\ntitle = "Een plan"\ndraft = true\n+++\n\nNog niet af.\n');
    const tab = await open('uitleg/index.html');
    await texts(tab, 'Een plan');
    await tab.click('main a:text-is(\"Een plan\")');
    await texts(tab, 'Nog niet af.');
    assert.equal(await tab.locator('.draft').first().innerText(), 'Concept');
  }));

  it('gets templates, words and settings from disk', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    dossier.edit('site.toml', /^title = .*$/m.exec(dossier.read('site.toml'))[0], 'title = "Andere naam"');
    await tab.locator('.site-title', { hasText: 'Andere naam' }).waitFor();
    dossier.write('templates/page.html', '{% extends "theme/page.html" %}\n{% block main %}<h1>Eigen sjabloon</h1>{% endblock main %}\n');
    await texts(tab, 'Eigen sjabloon');
    rmSync(dossier.at('templates/page.html'));
    await tab.locator('h1', { hasText: 'Eigen sjabloon' }).waitFor({ state: 'detached' });
  }));

  it('finds the server again when that was away', PATIENCE, withPreview(async ({ dossier, open, server, base }) => {
    const tab = await open(PAGE);
    await remember(tab);
    // A page that heard nothing yet cannot know that its scripts are those of the next server too.
    dossier.edit(DOCUMENT, LATE, `Vooraf: ${LATE}`);
    await texts(tab, 'Vooraf');
    await server.stop();
    await tab.locator('.fichewijzer-notice').waitFor();
    dossier.edit(DOCUMENT, FIRST, `Intussen: ${FIRST}`);
    const again = await preview(dossier.dir, '--port', new URL(base).port);
    try {
      assert.equal(again.base, base);
      await texts(tab, 'Intussen');
      await tab.locator('.fichewijzer-notice').waitFor({ state: 'detached' });
      assert.ok(await isSame(tab));
    } finally {
      await again.stop();
    }
  }));
});

/** The standard theme's style sheet. */
function readSite() {
  return readFileSync(new URL('../../themes/standaard/static/site.css', import.meta.url), 'utf8');
}

describe('an error', () => {
  const BROKEN = '[kapotte verwijzing](doc:nergens)';

  it('lies over the page as text, in later tabs too, and goes with the next good build', PATIENCE, withPreview(async ({ dossier, open, server }) => {
    const tab = await open(OWN_PAGE);
    await remember(tab);
    const before = dossier.read(OWN);
    dossier.write(OWN, `${before}\n${BROKEN} <b>\n`);
    await overlay(tab).waitFor();
    const text = await overlay(tab).innerText();
    for (const part of [`${OWN}:${before.split('\n').length + 1}:`, 'doc:nergens', '^^^', 'error[']) {
      assert.ok(text.includes(part), `${part} is not in\n${text}`);
    }
    assert.equal(await overlay(tab).locator('b').count(), 0, 'it is text, whatever it says');
    assert.ok(!(await tab.locator('main').innerText()).includes('kapotte'), 'the last good page stays');
    const later = await open(PAGE);
    await overlay(later).waitFor();
    await texts(later, FIRST);
    // Another save with the same fault: the terminal says it once.
    dossier.write('static/x.txt', 'x');
    dossier.write(OWN, `${before}\n${BROKEN} <b> \n`);
    dossier.write(OWN, `${before}\nWeer goed.\n`);
    await texts(tab, 'Weer goed.');
    await Promise.all([tab, later].map((page) => overlay(page).waitFor({ state: 'detached' })));
    assert.ok(await isSame(tab));
    await server.says('all is well again');
    assert.equal(server.said.err.split('error[broken-link]').length - 1, 1, server.said.err);
  }));

  it('of a template is one too', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    dossier.write('templates/page.html', '{% extends "theme/page.html" %}\n{% block main %}{{ nergens.iets }}{% endblock main %}\n');
    await overlay(tab).waitFor();
    assert.match(await overlay(tab).innerText(), /templates\/page\.html:2:/);
    // Loaded again, the last good page is still there.
    await tab.reload();
    await overlay(tab).waitFor();
    await texts(tab, 'Waterplan');
    rmSync(dossier.at('templates/page.html'));
    await overlay(tab).waitFor({ state: 'detached' });
  }));

  it('at the start shows the diagnostics at every address, until it is mended', PATIENCE, withPreview(async ({ dossier, open, base }) => {
    assert.equal((await fetch(`${base}${PAGE}`)).status, 503);
    const tabs = [await open(PAGE), await open('nergens.html')];
    for (const tab of tabs) {
      await overlay(tab).waitFor();
      assert.match(await overlay(tab).innerText(), /nergens/);
    }
    dossier.write(OWN, dossier.read(OWN).replace(BROKEN, ''));
    await texts(tabs[0], FIRST);
    await tabs[1].locator('.site-title').waitFor();
    assert.equal((await fetch(`${base}nergens.html`)).status, 404);
  }, { prepare: (dossier) => dossier.write(OWN, `${dossier.read(OWN)}\n${BROKEN}\n`) }));

  it('of the settings is one too, also when they are gone', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    renameSync(dossier.at('site.toml'), dossier.at('elsewhere'));
    await overlay(tab).getByText('there is no site.toml any more').waitFor();
    renameSync(dossier.at('elsewhere'), dossier.at('site.toml'));
    await overlay(tab).waitFor({ state: 'detached' });
  }));
});

describe('a page that vanishes', () => {
  it('says so and leads on to the home page', PATIENCE, withPreview(async ({ dossier, open, base }) => {
    dossier.write('content/uitleg/even.md', '+++\ntitle = "Even"\n+++\n\nEven hier.\n');
    const tab = await open('uitleg/index.html');
    await tab.click('main a:text-is(\"Even\")');
    await texts(tab, 'Even hier.');
    rmSync(dossier.at('content/uitleg/even.md'));
    await tab.locator('.fichewijzer-notice', { hasText: 'niet meer' }).waitFor();
    await tab.waitForURL(base, { timeout: 30_000 });
  }));

  it('stays when it comes back', PATIENCE, withPreview(async ({ dossier, open }) => {
    dossier.write('content/uitleg/even.md', '+++\ntitle = "Even"\n+++\n\nEven hier.\n');
    const tab = await open('uitleg/index.html');
    await tab.click('main a:text-is(\"Even\")');
    await texts(tab, 'Even hier.');
    await remember(tab);
    renameSync(dossier.at('content/uitleg/even.md'), dossier.at('even.md'));
    await tab.locator('.fichewijzer-notice').waitFor();
    renameSync(dossier.at('even.md'), dossier.at('content/uitleg/even.md'));
    await tab.locator('.fichewijzer-notice').waitFor({ state: 'detached' });
    assert.ok(await isSame(tab));
  }));

  it('leads to where its former address leads', PATIENCE, withPreview(async ({ dossier, open }) => {
    dossier.write('content/uitleg/oud.md', '+++\ntitle = "Oud"\n+++\n\nEen bladzijde.\n');
    const tab = await open('uitleg/index.html');
    await tab.click('main a:text-is(\"Oud\")');
    await texts(tab, 'Een bladzijde.');
    dossier.write('content/uitleg/nieuw.md', '+++\ntitle = "Nieuw"\nformer = ["uitleg/oud.html"]\n+++\n\nEen bladzijde.\n');
    rmSync(dossier.at('content/uitleg/oud.md'));
    await tab.waitForURL(/uitleg\/nieuw\.html/, { timeout: 30_000 });
  }));
});

describe('the watcher', () => {
  const rebuilt = (server) => server.said.err.split(' pages (').length - 1;

  it('follows editors that save by renaming, links, dates in the future and in the past', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    const text = dossier.read(OWN);
    const save = (words) => `${text}\n${words}\n`;
    dossier.write(`${OWN}.tmp`, save('Opgeslagen met hernoemen.'));
    renameSync(dossier.at(`${OWN}.tmp`), dossier.at(OWN));
    await texts(tab, 'Opgeslagen met hernoemen.');
    // As vim does with backups: move away, write anew.
    renameSync(dossier.at(OWN), dossier.at(`${OWN}~`));
    dossier.write(OWN, save('Opnieuw geschreven.'));
    await texts(tab, 'Opnieuw geschreven.');
    rmSync(dossier.at(`${OWN}~`));
    for (const [seconds, words] of [[4e9, 'Uit de toekomst.'], [1e8, 'Uit het verleden.']]) {
      dossier.write(OWN, save(words));
      utimesSync(dossier.at(OWN), seconds, seconds);
      await texts(tab, words);
    }
    const elsewhere = copyOf('tests/dossiers/water/content/uitleg');
    try {
      elsewhere.write('over-dit-dossier.md', save('Achter een koppeling.'));
      rmSync(dossier.at(OWN));
      symlinkSync(elsewhere.at('over-dit-dossier.md'), dossier.at(OWN));
      await texts(tab, 'Achter een koppeling.');
      elsewhere.write('over-dit-dossier.md', save('Daarachter veranderd.'));
      await texts(tab, 'Daarachter veranderd.');
    } finally {
      elsewhere.remove();
    }
  }));

  it('takes folders that come, go and come back', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    renameSync(dossier.at('content'), dossier.at('aside'));
    await until(async () => (await tab.locator('.fichewijzer-notice, .fichewijzer-problems').count()) > 0);
    renameSync(dossier.at('aside'), dossier.at('content'));
    await until(async () => (await tab.locator('.fichewijzer-notice, .fichewijzer-problems').count()) === 0);
    dossier.edit(OWN, '\n+++\n\n', '\n+++\n\nWeer terug. ');
    await texts(tab, 'Weer terug.');
    mkdirSync(dossier.at('static/nieuw'), { recursive: true });
    dossier.write('static/nieuw/diep/x.txt', 'diep');
    const at = new URL('/nieuw/diep/x.txt', tab.url());
    await until(async () => (await fetch(at)).ok);
    dossier.write('static/nieuw/diep/x.txt', 'dieper');
    await until(async () => (await (await fetch(at)).text()) === 'dieper');
  }));

  it('takes a thousand files at once as one change, and nothing for a touch', PATIENCE, withPreview(async ({ dossier, server, base }) => {
    await server.says(' pages (');
    const from = copyOf('tests/dossiers/water/static');
    try {
      for (let n = 0; n < 1000; n++) from.write(`veel/${n}.txt`, `${n}`);
      cpSync(from.at('veel'), dossier.at('veel'), { recursive: true });
    } finally {
      from.remove();
    }
    const before = rebuilt(server);
    renameSync(dossier.at('veel'), dossier.at('static/veel'));
    await until(async () => (await fetch(`${base}veel/999.txt`)).ok);
    assert.equal((await fetch(`${base}veel/0.txt`)).status, 200);
    assert.equal(rebuilt(server), before + 1, server.said.err);
    utimesSync(dossier.at(OWN), 1e9, 1e9);
    dossier.write(OWN, dossier.read(OWN));
    dossier.write('public/index.html', 'not an input');
    // The next real change is the next build: the touches made none.
    dossier.write('static/veel/0.txt', 'anders');
    await until(async () => (await (await fetch(`${base}veel/0.txt`)).text()) === 'anders');
    assert.equal(rebuilt(server), before + 2, server.said.err);
  }));

  it('looks by itself with --poll', PATIENCE, withPreview(async ({ dossier, open }) => {
    const tab = await open(OWN_PAGE);
    dossier.edit(OWN, '\n+++\n\n', '\n+++\n\nVan een netwerk. ');
    await texts(tab, 'Van een netwerk.');
  }, { options: ['--poll'] }));
});

describe('what is written', () => {
  const files = (dossier) => readdirSync(dossier.dir, { recursive: true }).map(String).sort()
    .map((name) => [name, statSync(dossier.at(name)).isFile() ? dossier.read(name) : '']);

  it('is nothing, and nothing is left behind', PATIENCE, async () => {
    const dossier = copyOf('tests/dossiers/water');
    dossier.write('seeds/nieuw.txt', 'Een nieuwe tekst\n\nMet een alinea.\n');
    const before = files(dossier);
    const server = await preview(dossier.dir);
    await until(async () => (await fetch(`${server.base}documenten/nieuw.html`)).ok);
    assert.deepEqual(await server.stop('SIGINT'), { code: 0, signal: null });
    assert.deepEqual(files(dossier), before);
    dossier.remove();
  });

  it('is what ingest makes, with --write, and then nothing more', PATIENCE, withPreview(async ({ dossier, server, base }) => {
    dossier.write('seeds/nieuw.txt', 'Een nieuwe tekst\n\nMet een alinea.\n');
    await until(() => existsSync(dossier.at('content/documenten/nieuw.md')));
    await until(async () => (await fetch(`${base}documenten/nieuw.html`)).ok);
    const before = server.said.err.split('wrote ').length;
    dossier.edit('content/documenten/nieuw.md', 'Met een alinea.', 'Met een alinea van de redactie.');
    await until(async () => (await (await fetch(`${base}documenten/nieuw.html`)).text()).includes('van de redactie'));
    await server.says('nieuw.map');
    assert.ok(dossier.read('content/documenten/nieuw.md').includes('van de redactie'));
    const after = server.said.err.slice(0).split('wrote ').length;
    assert.ok(after - before <= 1, server.said.err);
  }, { options: ['--write'] }));
});

describe('others', () => {
  /** Sends bytes as they are and gives the whole answer. */
  const raw = (base, text) => new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (bytes) => { answer += bytes; });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
  const get = (base, target, headers = '') => {
    const { host } = new URL(base);
    return raw(base, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`);
  };
  const status = (answer) => Number(answer.split(' ')[1]);

  it('get nothing outside the site, under other names, or for other sites', PATIENCE, withPreview(async ({ dossier, base, server }) => {
    await server.says(' pages (');
    symlinkSync('/etc/hostname', dossier.at('secret.txt'));
    for (const target of [
      '/../site.toml', '/..%2fsite.toml', '/%2e%2e/site.toml', '/..%5csite.toml', '/..\\site.toml', '//etc/passwd',
      '/site.toml', '/secret.txt', '/content/uitleg/over-dit-dossier.md', '/.fichewijzer/', '/.fichewijzer/../site.toml',
      '/index.html%00', '/documenten/../../site.toml', '/.git/config',
    ]) {
      const answer = await get(base, target);
      assert.ok([400, 404].includes(status(answer)), `${target}: ${answer.slice(0, 80)}`);
      assert.ok(!answer.includes('[taxonomies') && !answer.includes('root:'), target);
    }
    const { host } = new URL(base);
    for (const [text, expected] of [
      ['GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
      [`GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 403],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://evil.example\r\n\r\n`, 403],
      [`GET /.fichewijzer/events HTTP/1.1\r\nHost: ${host}\r\nOrigin: null\r\n\r\n`, 403],
      [`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\n\r\nabc`, 405],
      [`GET / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 999999999\r\n\r\n`, 413],
      [`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 431],
      [`GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
      [`GET / HTTP/1.1\r\nHost: ${host}\r\n${'X: y\r\n'.repeat(500)}\r\n`, 431],
    ]) {
      assert.equal(status(await raw(base, text)), expected, text.slice(0, 60));
    }
    const good = await get(base, '/');
    assert.equal(status(good), 200);
    assert.match(good, /cache-control: no-store/);
    assert.match(good, /content-security-policy: default-src 'none'.*connect-src 'self'/);
    assert.match(await get(base, '/uitleg/'), /^HTTP\/1\.1 200/);
    assert.match(await get(base, '/uitleg'), /^HTTP\/1\.1 307.*\r\n[^]*location: \/uitleg\/\r\n/);
    assert.match(await get(base, '/static/'), /^HTTP\/1\.1 404/);
  }));

  it('who say nothing, read nothing or leave hold nobody', PATIENCE, withPreview(async ({ dossier, base, open }) => {
    const { hostname, port, host } = new URL(base);
    const sockets = [];
    for (let n = 0; n < 60; n++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      // Half a head, a stream that nobody reads, and one that is left at once.
      if (n % 3 === 0) socket.write('GET / HTTP/1.1\r\nHo');
      else socket.write(`GET /.fichewijzer/events?page=/index.html HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      if (n % 3 === 1) socket.pause();
      if (n % 3 === 2) socket.on('connect', () => socket.destroy());
      sockets.push(socket);
    }
    const tab = await open(OWN_PAGE);
    for (let n = 0; n < 5; n++) {
      dossier.write(OWN, `${dossier.read(OWN)}\nRonde ${n}.\n`);
      await texts(tab, `Ronde ${n}.`);
    }
    const slow = sockets[0];
    await until(() => slow.destroyed || slow.readyState === 'closed', () => 'half a head is waited for for ever');
    sockets.forEach((socket) => socket.destroy());
  }));

  it('take the next port', PATIENCE, withPreview(async ({ dossier, base }) => {
    const { port } = new URL(base);
    const second = await preview(dossier.dir, '--port', port);
    try {
      assert.ok(Number(new URL(second.base).port) > Number(port));
      assert.ok(second.said.err.includes(`port ${port} is taken`), second.said.err);
    } finally {
      assert.deepEqual(await second.stop('SIGTERM'), { code: 0, signal: null });
    }
  }));
});
