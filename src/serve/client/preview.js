// The preview's part in the browser: hears of every new state of the site and brings the open page up to date
// where it stands. Needs nothing of the page and leaves nothing on it that a patch or a script could meet,
// but the elements whose classes begin with `fichewijzer-`.
//
// Scripts and readers change a page: panels are opened, rows sorted, buttons added. So the page as the server
// sent it is kept as a second tree, the base. A new version is compared with the base, and only what differs
// there is changed on the page; whatever else became of the page stays.
(function () {
  'use strict';

  const script = document.currentScript;
  const OWN = '/.fichewijzer/';
  const MARK = 'fichewijzer-changed';
  const words = document.documentElement.lang.startsWith('en')
    ? {
      problems: 'Cannot be built', last: '; this is the last good version', hide: 'Hide', gone: 'This page is no longer there.',
      on: 'On to the home page', lost: 'The preview no longer answers. This page is as it was last.',
    }
    : {
      problems: 'De bouw lukt niet', last: '; dit is de laatste goede versie', hide: 'Verberg', gone: 'Deze pagina is er niet meer.',
      on: 'Verder naar de voorpagina', lost: 'Het voorbeeld antwoordt niet meer. Deze pagina is zoals ze het laatst was.',
    };

  // ---- The base, and which node of the page belongs to which of its nodes ----------------------------------

  const shownAs = new WeakMap();
  const baseOf = new WeakMap();

  /** Elements in which blanks separate nothing. */
  const LISTS = /^(TABLE|THEAD|TBODY|TFOOT|TR|UL|OL|DL)$/;
  const isBlank = (node) => node.nodeType === Node.TEXT_NODE && !node.data.trim();
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const address = (element) => element.getAttribute('src') ?? element.getAttribute('href') ?? '';
  const isOurs = (node) => isElement(node) && (address(node).startsWith(OWN) || /^fichewijzer-/.test(node.className));

  /** Ties a node of the base to the one on the page. */
  function tie(base, shown) {
    shownAs.set(base, shown);
    baseOf.set(shown, base);
  }

  /** A base of what is on the page now. */
  function baseFor(shown) {
    const base = shown.cloneNode(false);
    tie(base, shown);
    // Parsed as text where scripts run and as elements where they do not; never shown here.
    if (base.nodeName !== 'NOSCRIPT') {
      for (const child of shown.childNodes) if (!isOurs(child)) base.append(baseFor(child));
    }
    return base;
  }

  // This script runs before all others that are deferred: the page is still as it was sent.
  const base = baseFor(document.documentElement);

  // ---- Comparing two lists of nodes --------------------------------------------------------------------------

  /** What makes two nodes the same one: the id where there is one, all they are where there is none. */
  function signature(node) {
    if (!isElement(node)) return `${node.nodeType} ${node.data ?? ''}`;
    return node.id ? `${node.nodeName}#${node.id}` : node.outerHTML;
  }

  /** Pairs of positions in two lists that hold the same, both rising; as many as there can be. */
  function longestCommon(before, after) {
    const width = after.length + 1;
    const lengths = new Uint32Array((before.length + 1) * width);
    for (let i = before.length - 1; i >= 0; i--) {
      for (let j = after.length - 1; j >= 0; j--) {
        lengths[i * width + j] = before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    const pairs = [];
    for (let i = 0, j = 0; i < before.length && j < after.length;) {
      if (before[i] === after[j]) pairs.push([i++, j++]);
      else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
      else j++;
    }
    return pairs;
  }

  /** The same for lists that are too long to compare each with each: whatever comes next. */
  function nextCommon(before, after) {
    const places = new Map();
    before.forEach((text, i) => places.set(text, [...(places.get(text) ?? []), i]));
    const pairs = [];
    let from = 0;
    after.forEach((text, j) => {
      const place = (places.get(text) ?? []).find((i) => i >= from);
      if (place === undefined) return;
      pairs.push([place, j]);
      from = place + 1;
    });
    return pairs;
  }

  /** Which old node each new one continues: a Map from new to old, in rising order on both sides. */
  function match(before, after) {
    // Mostly there is one of each; what it says need not be written out then.
    if (before.length === 1 && after.length === 1) {
      return new Map(before[0].nodeName === after[0].nodeName ? [[after[0], before[0]]] : []);
    }
    const [old, now] = [before.map(signature), after.map(signature)];
    const pairs = old.length * now.length > 1_000_000 ? nextCommon(old, now) : longestCommon(old, now);
    const matched = new Map(pairs.map(([i, j]) => [after[j], before[i]]));
    // Between two that are certain, nodes of the same kind continue each other in their order.
    let [i, j] = [0, 0];
    for (const [nextI, nextJ] of [...pairs, [before.length, after.length]]) {
      for (; j < nextJ; j++) {
        const found = before.slice(i, nextI).findIndex((node) => node.nodeName === after[j].nodeName);
        if (found < 0) continue;
        matched.set(after[j], before[i + found]);
        i += found + 1;
      }
      [i, j] = [nextI + 1, nextJ + 1];
    }
    return matched;
  }

  // ---- Patching ------------------------------------------------------------------------------------------------

  /** What a patch did: the nodes that changed, and whether it takes a reload to show the page rightly. */
  class Patch {
    changed = new Set();
    added = [];
    needsReload = false;

    children(old, now) {
      const [before, after] = [[...old.childNodes], [...now.childNodes]];
      let start = 0;
      while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
      let end = 0;
      const most = Math.min(before.length, after.length) - start;
      while (end < most && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
      const [middle, fresh] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
      const matched = match(middle, fresh);
      const kept = new Set(matched.values());
      for (const node of middle) if (!kept.has(node)) this.remove(node);
      let last = start > 0 ? before[start - 1] : null;
      for (const node of fresh) {
        const continued = matched.get(node);
        if (continued) this.node(continued, node);
        last = continued ?? this.insert(old, node, last);
      }
    }

    node(old, now) {
      if (old.isEqualNode(now)) return;
      if (!isElement(old)) return this.text(old, now);
      if (runs(old) || runs(now)) this.needsReload = true;
      this.attributes(old, now);
      this.children(old, now);
    }

    /** Changes no more of a text than differs, so that what a reader selected beside it stays selected. */
    text(old, now) {
      const shown = shownAs.get(old);
      const [from, to] = [old.data, now.data];
      let start = 0;
      while (start < from.length && start < to.length && from[start] === to[start]) start++;
      let end = 0;
      const most = Math.min(from.length, to.length) - start;
      while (end < most && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
      if (shown.data === from) shown.replaceData(start, from.length - start - end, to.slice(start, to.length - end));
      else shown.data = to;
      old.data = to;
      this.changed.add(shown);
    }

    attributes(old, now) {
      const shown = shownAs.get(old);
      for (const { name, value } of [...now.attributes]) {
        if (old.getAttribute(name) === value) continue;
        shown.setAttribute(name, value);
        old.setAttribute(name, value);
        if (name === 'src' || name === 'srcset') this.changed.add(shown);
      }
      for (const { name } of [...old.attributes]) {
        if (now.hasAttribute(name)) continue;
        shown.removeAttribute(name);
        old.removeAttribute(name);
      }
    }

    remove(old) {
      if (runs(old)) this.needsReload = true;
      const shown = shownAs.get(old);
      if (isElement(shown) && shown.parentElement) this.changed.add(shown.parentElement);
      shown.remove();
      old.remove();
    }

    /** Puts a copy of a new node behind `last`, or first; gives its base. */
    insert(parent, node, last) {
      if (runs(node)) this.needsReload = true;
      const shown = document.importNode(node, true);
      const mine = baseFor(shown);
      if (last) last.after(mine);
      else parent.prepend(mine);
      const where = shownAs.get(parent);
      let before = mine.previousSibling;
      // A script may have moved or removed what stood there. Rows and items that it sorts leave the line ends between
      // them behind.
      const counts = (node) => shownAs.get(node)?.parentNode === where && !(LISTS.test(parent.nodeName) && isBlank(node));
      while (before && !counts(before)) before = before.previousSibling;
      if (before) shownAs.get(before).after(shown);
      else where.prepend(shown);
      this.changed.add(shown);
      if (isElement(shown)) this.added.push(shown);
      return mine;
    }
  }

  /** Loads the page again, where a patch cannot do. The browser keeps scroll and what is filled in. */
  function reload(why) {
    console.info('fichewijzer: loads the page again:', why);
    location.reload();
  }

  /** Whether a node is a script that a browser runs; JSON-LD is not. */
  function runs(node) {
    return node.nodeName === 'SCRIPT' && /^$|javascript|^module$/i.test(node.getAttribute('type') ?? '');
  }

  /** Brings the page up to date with the text of a new version. */
  function patch(text) {
    const now = new DOMParser().parseFromString(text, 'text/html').documentElement;
    for (const element of now.querySelectorAll(`[src^="${OWN}"], [href^="${OWN}"]`)) element.remove();
    for (const element of now.querySelectorAll('noscript')) element.replaceChildren();
    const body = (root) => root.querySelector('body')?.className;
    // Another kind of page, such as one that leads on to where the page is now.
    if (body(base) !== body(now)) return reload('another kind of page');
    const done = new Patch();
    done.node(base, now);
    if (done.needsReload) return reload('a script changed');
    show(done.changed);
    // For scripts of a theme that prepare elements: these are new.
    document.dispatchEvent(new CustomEvent('fichewijzer:patched', { detail: { added: done.added } }));
  }

  // ---- Showing what changed --------------------------------------------------------------------------------------

  const BLOCKS = 'p, li, tr, h1, h2, h3, h4, h5, h6, dt, dd, summary, caption, figure, pre, blockquote';
  /** More changes than these are a new design or a new structure; there is no place to show. */
  const FEW = 12;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  /** Marks the blocks that changed, for a moment, and goes to the first when none of them is in sight. */
  function show(nodes) {
    const blocks = new Set();
    for (const node of nodes) {
      const element = isElement(node) ? node : node.parentElement;
      const block = element?.closest(BLOCKS) ?? element;
      if (block?.isConnected && block.closest('main') && block.nodeName !== 'MAIN') blocks.add(block);
    }
    if (blocks.size === 0 || blocks.size > FEW) return;
    for (const block of blocks) mark(block);
    const visible = [...blocks].filter((block) => block.checkVisibility() && !block.closest('nav'));
    // Blocks of the text, which have ids, before what is made of them elsewhere on the page.
    const texts = visible.filter((block) => block.id);
    const seen = texts.length > 0 ? texts : visible;
    if (seen.length === 0 || seen.some(isInSight)) return;
    seen[0].scrollIntoView({ block: 'center', behavior: calm.matches ? 'instant' : 'smooth' });
  }

  function mark(block) {
    const colour = 'color-mix(in srgb, gold 45%, transparent)';
    const frames = [{ backgroundColor: colour }, { backgroundColor: calm.matches ? colour : 'transparent' }];
    block.animate(frames, { id: MARK, duration: 2500 });
  }

  function isInSight(block) {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  // ---- Styles, pictures and scripts --------------------------------------------------------------------------

  const pathOf = (url) => {
    const { origin, pathname } = new URL(url, location.href);
    return origin === location.origin && !pathname.startsWith(OWN) ? pathname : null;
  };

  /** Takes over files of the page that changed: addresses and what they are now. */
  function refreshAll(changed) {
    const written = [...document.scripts].filter((element) => element.src).map((element) => pathOf(element.src));
    const isScript = ([path]) => path.endsWith('.js') || written.includes(path);
    changed.filter((file) => !isScript(file)).forEach(([path, tag]) => refresh(path, tag));
    const scripts = changed.filter(isScript).map(([path]) => path);
    if (scripts.length === 0) return;
    // Scripts that others loaded may be data, such as a search index, of which those take the new version.
    const event = new CustomEvent('fichewijzer:files', { cancelable: true, detail: { paths: scripts } });
    const isTaken = !scripts.some((path) => written.includes(path)) && !document.dispatchEvent(event);
    if (!isTaken) reload(`${scripts.join(', ')} changed`);
  }

  /** Takes over a file that is no script. */
  function refresh(path, tag) {
    const uses = (element, name) => element[name] && pathOf(element[name]) === path;
    const fresh = `${path}?${tag.replaceAll('"', '')}`;
    const styles = [...document.querySelectorAll('link[rel~="stylesheet"]')].filter((link) => pathOf(link.href));
    const own = styles.filter((link) => uses(link, 'href'));
    const pictures = [...document.images].filter((image) => uses(image, 'src'));
    pictures.forEach((image) => { image.src = fresh; });
    const icons = [...document.querySelectorAll('link[rel~="icon"]')].filter((link) => uses(link, 'href'));
    icons.forEach((link) => { link.href = fresh; });
    if (own.length > 0) own.forEach((link) => swap(link, fresh));
    // A font, a picture or a style sheet that a style sheet asks for.
    else if (pictures.length + icons.length === 0) styles.forEach((link) => swap(link, `${pathOf(link.href)}?${Date.now()}`));
  }

  /** Puts a new style sheet in the place of an old one, which stays until the new one is there: no flash. */
  function swap(link, href) {
    const fresh = link.cloneNode(false);
    fresh.href = href;
    const old = baseOf.get(link);
    fresh.addEventListener('load', () => {
      if (old) tie(old, fresh);
      link.remove();
    });
    fresh.addEventListener('error', () => fresh.remove());
    link.after(fresh);
  }

  const isWaiting = document.body.classList.contains('fichewijzer-waiting');

  // ---- What is wrong -------------------------------------------------------------------------------------------

  function make(name, kind, ...content) {
    const element = document.createElement(name);
    if (kind) element.className = `fichewijzer-${kind}`;
    element.append(...content);
    return element;
  }

  const place = ({ file, line, column }) => (file ? (line ? `${file}:${line}:${column}` : file) : '');

  /** One problem, as text: severity, code, sentence, place, the line with its marks, hint. */
  function problem(of) {
    const item = make('li', 'problem');
    const code = of.code ? `[${of.code}]` : '';
    item.append(make('p', 'message', make('strong', '', `${of.severity}${code}`), `: ${of.message}`));
    if (place(of)) item.append(make('p', 'place', place(of)));
    if (of.excerpt) {
      const width = of.end_line === of.line ? of.end_column - of.column : of.excerpt.length - of.column + 1;
      const marks = ' '.repeat(of.column - 1) + '^'.repeat(Math.max(1, width)) + (of.label ? ` ${of.label}` : '');
      item.append(make('pre', '', `${of.excerpt}\n${marks}`));
    }
    for (const also of of.also ?? []) item.append(make('p', 'place', `${place(also)} ${also.label ?? ''}`));
    if (of.hint) item.append(make('p', 'hint', `hint: ${of.hint}`));
    return item;
  }

  let overlay = null;
  let overlaid = '';

  /** Shows these problems over the page, or none. Those that were hidden stay hidden until others come. */
  function showProblems(problems) {
    const text = JSON.stringify(problems);
    if (text === overlaid) return;
    overlaid = text;
    overlay?.remove();
    overlay = null;
    if (problems.length === 0) return;
    const hide = make('button', '', words.hide);
    hide.type = 'button';
    overlay = make('section', 'problems', make('div', 'bar', make('strong', '', words.problems + (isWaiting ? '' : words.last)), hide));
    overlay.setAttribute('role', 'alert');
    const list = make('ol', '', ...problems.map(problem));
    list.lang = 'en';
    overlay.append(list);
    const shown = overlay;
    hide.addEventListener('click', () => shown.remove());
    document.body.append(overlay);
  }

  let notice = null;

  /** Shows a line over the page, or none. */
  function say(kind, ...content) {
    if (notice?.dataset.kind === kind) return;
    notice?.remove();
    notice = null;
    if (!kind) return;
    notice = make('p', 'notice', ...content);
    notice.dataset.kind = kind;
    notice.setAttribute('role', 'status');
    document.body.append(notice);
  }

  // ---- A page that is gone -------------------------------------------------------------------------------------

  const LEAVE_AFTER = 6000;
  let leaving = 0;

  function vanished() {
    if (leaving) return;
    const on = make('a', '', words.on);
    on.href = '/';
    say('gone', `${words.gone} `, on);
    leaving = setTimeout(() => location.replace('/'), LEAVE_AFTER);
  }

  function returned() {
    clearTimeout(leaving);
    leaving = 0;
    if (notice?.dataset.kind === 'gone') say('');
  }

  // ---- The channel -----------------------------------------------------------------------------------------------

  /** The version of the page that is shown, as the server names it; empty for one that stands in for another. */
  let shown = script.dataset.page;
  let wanted = shown;
  let busy = false;
  /** The version that came along with the news of it, where one did. */
  let sent = null;

  /** The page as the server has it now: its version and its text; null where there is none. */
  async function get() {
    const answer = await fetch(location.pathname + location.search, { cache: 'no-store' });
    const tag = answer.headers.get('ETag')?.replaceAll('"', '');
    return answer.ok && tag ? { tag, text: await answer.text() } : null;
  }

  /** Brings the page up to date until it is the one that was told of last. */
  async function update() {
    if (busy) return;
    busy = true;
    try {
      while (wanted !== shown) {
        const fresh = sent?.tag === wanted ? sent : await get();
        // Another event tells when it is there again.
        if (!fresh) return;
        sent = null;
        if (fresh.tag !== shown) patch(fresh.text);
        // Newer than what was told of, perhaps; then the next event tells the same.
        wanted = shown = fresh.tag;
      }
    } catch (error) {
      // The server went away; it is asked again when it is back. Anything else is a fault of this script.
      if (!(error instanceof TypeError && /fetch|network|load/i.test(error.message))) reload(error);
      wanted = shown;
    } finally {
      busy = false;
    }
  }

  const tags = new Map();
  /** The state that was told of last, or that the page came with. */
  let heard = script.dataset.state;
  /** The states that had been told of when files were first seen here. */
  const loadedAt = new Map();

  function hear(told) {
    heard = told.state;
    showProblems(told.problems);
    if (!told.site) return;
    if (shown === '') {
      if (typeof told.page === 'string' || (isWaiting && told.page === null)) reload('there is a page now');
      return;
    }
    if (told.page === null) return vanished();
    returned();
    const changed = Object.entries(told.files).filter(([path, tag]) => {
      const before = tags.get(path);
      // What is told of for the first time may have been loaded from an earlier state.
      return before === undefined ? told.state !== loadedAt.get(path) : before !== tag;
    });
    for (const [path, tag] of Object.entries(told.files)) tags.set(path, tag);
    refreshAll(changed);
    if (told.page === false) return;
    wanted = told.page.replaceAll('"', '');
    sent = told.text === undefined ? null : { tag: wanted, text: told.text };
    update();
  }

  /** The fonts that a style sheet names; a browser loads each when it needs it, which may be later. */
  function fonts(sheet) {
    try {
      const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
      const addresses = rules.flatMap((rule) => [...rule.style.getPropertyValue('src').matchAll(/url\("([^"]+)"\)/g)]);
      return addresses.map(([, address]) => pathOf(new URL(address, sheet.href ?? location.href)));
    } catch {
      // It is not there yet, or not for us to read.
      return [];
    }
  }

  /** The files that the page was made with, and loads. */
  function files() {
    const loaded = performance.getEntriesByType('resource').map((entry) => pathOf(entry.name));
    const written = [...document.querySelectorAll('link[rel~="stylesheet"], link[rel~="icon"], script[src], img[src]')]
      .map((element) => pathOf(element.href ?? element.src));
    const named = [...document.styleSheets].flatMap(fonts);
    const others = (path) => path && path !== location.pathname;
    const all = [...new Set([...written, ...named, ...loaded])].filter(others).sort();
    for (const path of all) if (!loadedAt.has(path)) loadedAt.set(path, heard);
    return all;
  }

  const PATIENCE = 12_000;
  let stream = null;
  let asked = '';
  let watchdog = 0;

  function connect() {
    clearTimeout(watchdog);
    stream?.close();
    stream = null;
    // A hidden page hears nothing: browsers have six connections to a server for all pages together.
    if (document.hidden) return;
    asked = files().join('\n');
    const query = [`page=${location.pathname}`, ...asked.split('\n').filter(Boolean).map((path) => `file=${path}`)]
      .map((pair) => pair.replaceAll('&', '%26'));
    stream = new EventSource(`${OWN}events?${query.join('&')}`);
    const alive = () => {
      clearTimeout(watchdog);
      if (notice?.dataset.kind === 'lost') say('');
      // A connection that died while the machine slept says nothing, and no error either.
      watchdog = setTimeout(() => { lost(); connect(); }, PATIENCE);
    };
    const lost = () => say('lost', words.lost);
    stream.addEventListener('message', (event) => { alive(); hear(JSON.parse(event.data)); });
    stream.addEventListener('beat', alive);
    stream.addEventListener('error', () => {
      lost();
      // A browser gives up after an answer that is none of a stream.
      if (stream?.readyState === EventSource.CLOSED) watchdog = setTimeout(connect, 1000);
    });
    watchdog = setTimeout(connect, PATIENCE);
  }

  document.addEventListener('visibilitychange', connect);
  addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
  addEventListener('pagehide', () => stream?.close());
  let late = 0;
  // What is loaded later is asked after from then on.
  new PerformanceObserver(() => {
    files();
    clearTimeout(late);
    late = setTimeout(() => { if (stream && files().join('\n') !== asked) connect(); }, 300);
  }).observe({ type: 'resource' });
  connect();
}());
