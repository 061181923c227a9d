/* The page that searches: what is typed, chosen and found, and the address that says it. `search.js` finds. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-search]");
  const engine = window.FichewijzerSearch;
  if (!form || !engine) return;

  const part = (name) => document.querySelector(`[data-search-${name}]`);
  const input = form.querySelector("input[type=search]");
  const [status, found, facetsBox, list, more, nothing] =
    ["status", "found", "facets", "results", "more", "nothing"].map(part);
  const words = new Map(Array.from(part("words").querySelectorAll("dt"), (dt) => [dt.textContent, dt.nextElementSibling.textContent]));
  const word = (key, number, query) => words.get(key).replace("#", String(number)).replace("@", query);
  const language = document.documentElement.lang || undefined;

  /* An edition in one file brings the parts of the index and the addresses of places with it. Its own address says where
     in it a reader is, and no query. */
  const inFile = Boolean(window.fichewijzerZoekLaden);
  const load = window.fichewijzerZoekLaden || ((name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${form.dataset.root}zoek/${name}.js`;
    script.onload = () => {
      script.remove();
      const data = window.fichewijzerZoekDelen.get(name);
      if (data === undefined) reject(new Error(name));
      else resolve(data);
    };
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  }));
  const addressOf = window.fichewijzerZoekAdres || ((path, id, marks) =>
    `${form.dataset.root}${path}${marks.length ? `?zoek=${encodeURIComponent(marks.join(","))}` : ""}${id ? `#${id}` : ""}`);

  const PAGES = 10;
  const FIRST = 3;
  const PLACES = 3;
  const OPTIONS = 8;
  const SNIPPET = 240;
  let search = new engine.Search(load);

  /* What was chosen beside the query: kind, year, a term of each taxonomy. */
  let chosen = {};
  let result = null;
  let shown = 0;
  let run = 0;
  let allWays = null;

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    });
    made.append(...children);
    return made;
  };

  /* ---- The address ---- */

  const remember = () => {
    if (inFile) return;
    const query = new URLSearchParams();
    if (input.value.trim()) query.set("q", input.value.trim());
    Object.keys(chosen).sort().forEach((key) => { if (chosen[key]) query.set(key, chosen[key]); });
    const text = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
    } catch (error) { /* an address that cannot be changed */ }
  };

  const recall = () => {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") || "";
    chosen = {};
    query.forEach((value, key) => { if (key !== "q") chosen[key] = value; });
  };

  /* ---- Facets ---- */

  /* Each way to choose: its key, its title, the options of a page, the name of an option. */
  const waysOf = (core, facets) => {
    const kindName = (name) => words.get(`kind.${name}`) || (core.kinds.find(([key]) => key === name) || [])[1] || name;
    const ways = [
      { key: "kind", title: words.get("facet.kind"), of: (page) => [core.kinds[core.pageKinds[page]][0]], name: kindName },
    ];
    facets.taxonomies.forEach(({ key, title, terms }) => {
      const names = new Map(terms.map(({ id, name }) => [id, name]));
      ways.push({
        key, title, name: (id) => names.get(id) || id,
        of: (page) => terms.filter(({ pages }) => pages.has(page)).map(({ id }) => id),
      });
    });
    ways.push({
      key: "year", title: words.get("facet.year"), name: (year) => year, newestFirst: true,
      of: (page) => (facets.years[page] ? [String(facets.years[page])] : []),
    });
    /* Each page is asked for its options again and again. */
    ways.forEach((way) => {
      const { of } = way;
      const known = new Map();
      way.of = (page) => {
        if (!known.has(page)) known.set(page, of(page));
        return known.get(page);
      };
    });
    return ways;
  };

  const fitting = (pages, ways, but) => pages.filter(({ page }) =>
    ways.every(({ key, of }) => key === but || !chosen[key] || of(page).includes(chosen[key])));

  const drawFacets = (ways) => {
    const focused = document.activeElement && document.activeElement.id;
    facetsBox.replaceChildren(...ways.map((way) => {
      const pages = fitting(result.pages, ways, way.key);
      const counts = new Map();
      pages.forEach(({ page }) => way.of(page).forEach((option) => counts.set(option, (counts.get(option) || 0) + 1)));
      if (chosen[way.key] && !counts.has(chosen[way.key])) counts.set(chosen[way.key], 0);
      const options = Array.from(counts).sort(([a, m], [b, n]) => (way.newestFirst ? b.localeCompare(a) : n - m)
        || way.name(a).localeCompare(way.name(b), language));
      if (!options.length) return "";
      const radio = ([option, count], i) => {
        const id = `_f-${way.key}-${i}`;
        const box = element("input", { type: "radio", name: way.key, id, value: option });
        box.checked = (chosen[way.key] || "") === option;
        const name = option ? way.name(option) : words.get("all");
        return element("div", { class: "search-option" }, box, element("label", { for: id }, `${name} `,
          element("span", { class: "count" }, `(${count.toLocaleString(language)})`)));
      };
      const radios = [["", pages.length], ...options].map(radio);
      const open = options.findIndex(([option]) => option === chosen[way.key]) >= OPTIONS;
      const rest = radios.slice(OPTIONS + 1);
      const box = element("fieldset", {}, element("legend", {}, way.title), ...radios.slice(0, OPTIONS + 1));
      if (rest.length) box.append(element("details", { open }, element("summary", {}, `+ ${rest.length}`), ...rest));
      return box;
    }));
    const again = focused && document.getElementById(focused);
    if (again && facetsBox.contains(again)) again.focus();
  };

  /* ---- Results ---- */

  const dateOf = (date) => {
    if (!date) return "";
    const [year, month, day] = date.split("-").map(Number);
    const form = { year: "numeric", month: month && "long", day: day && "numeric", timeZone: "UTC" };
    const text = new Intl.DateTimeFormat(language, form).format(new Date(Date.UTC(year, (month || 1) - 1, day || 1)));
    return text.replaceAll(" ", "\u00a0");
  };

  /* The text around the first marked words, in whole words. */
  const snippet = (text) => {
    const parts = engine.marked(text, result.clauses);
    const nodes = [];
    const first = parts.findIndex(({ mark }) => mark);
    const before = parts.slice(0, Math.max(0, first)).reduce((sum, { text: t }) => sum + t.length, 0);
    let from = before > SNIPPET / 3 ? before - SNIPPET / 3 : 0;
    if (from) from = text.indexOf(" ", from) + 1;
    const end = from + SNIPPET;
    const to = text.length > end ? Math.max(text.lastIndexOf(" ", end), from) : text.length;
    let at = 0;
    if (from) nodes.push("… ");
    parts.forEach(({ text: t, mark }) => {
      const cut = t.slice(Math.max(0, from - at), Math.max(0, to - at));
      at += t.length;
      if (cut) nodes.push(mark ? element("mark", {}, cut) : cut);
    });
    if (to < text.length) nodes.push(" …");
    return nodes;
  };

  /* The words of a text that are marked, for the page that is opened. */
  const marksOf = (text) => Array.from(new Set(engine.marked(text, result.clauses).filter(({ mark }) => mark)
    .map(({ text: t }) => engine.wordsOf(t).map((w) => engine.fold(w.text)).join(" ")))).slice(0, 8);

  const place = (info, text) => {
    const note = text.id.match(/^fn-(.+)$/);
    const path = text.path.length || note ? text.path.slice() : [text.id ? words.get("start") : info.title];
    if (note) path.push(word("note", note[1]));
    const at = path.join(" › ");
    const link = element("a", { href: addressOf(info.path, text.id, marksOf(text.text)) }, at);
    return element("li", {}, link, element("p", {}, ...snippet(text.text)));
  };

  const group = async ({ page, kind, blocks }) => {
    const core = await search.core();
    const named = blocks.find(({ block }) => core.field[block] === engine.FIELD.name);
    const places = blocks.filter((one) => one !== named);
    const [info, ...texts] = await Promise.all([search.info(page), ...places.slice(0, PLACES).map(({ block }) => search.text(block))]);
    const [name, title] = core.kinds[kind];
    const facts = [title || words.get(`kind.${name}`), info.number, dateOf(info.date)].filter(Boolean).join(" · ");
    const heading = engine.marked(info.title, result.clauses).map(({ text, mark }) => (mark ? element("mark", {}, text) : text));
    const item = element("li", {},
      element("h2", {}, element("a", { href: addressOf(info.path, "", []) }, ...heading)),
      element("p", { class: "search-facts" }, facts));
    const rows = element("ul", {}, ...texts.map((text) => place(info, text)));
    if (texts.length) item.append(rows);
    if (places.length > PLACES) {
      const button = element("button", { type: "button" }, word("here", places.length - PLACES));
      button.addEventListener("click", async () => {
        const rest = await Promise.all(places.slice(PLACES).map(({ block }) => search.text(block)));
        button.remove();
        rows.append(...rest.map((text) => place(info, text)));
        rows.children[PLACES].querySelector("a").focus();
      });
      item.append(button);
    }
    return item;
  };

  /* Shows further results; the first ones as soon as they are there. */
  const show = async (pages, mine, count) => {
    const steps = !count ? [] : shown ? [count] : [Math.min(FIRST, count), count];
    for (const upTo of steps) {
      const items = await Promise.all(pages.slice(shown, upTo).map(group));
      if (mine !== run) return;
      /* The same results drawn anew, after Enter say: the reader stays at the link that has the focus. */
      const held = shown ? -1 : links().indexOf(document.activeElement);
      if (!shown) list.replaceChildren();
      list.append(...items);
      const again = links();
      if (held >= 0 && again.length) again[Math.min(held, again.length - 1)].focus();
      shown = upTo;
      found.hidden = false;
    }
    more.hidden = shown >= pages.length;
  };

  /* Only a choice from the address needs the facets before the first result. */
  const draw = async (mine) => {
    const core = await search.core();
    const chosenOnes = Object.values(chosen).some(Boolean);
    let pages = result.pages;
    let ways = null;
    if (chosenOnes) {
      ways = allWays = allWays || waysOf(core, await search.facets());
      pages = fitting(pages, ways);
    }
    if (mine !== run) return;
    say(pages.length);
    shown = 0;
    nothing.hidden = pages.length > 0;
    if (!pages.length) list.replaceChildren();
    found.hidden = !result.pages.length;
    await show(pages, mine, Math.min(PAGES, pages.length));
    ways = allWays = allWays || waysOf(core, await search.facets());
    if (mine !== run) return;
    drawFacets(ways);
    more.onclick = async () => {
      const next = shown;
      await show(pages, run, Math.min(shown + PAGES, pages.length));
      if (list.children[next]) list.children[next].querySelector("a").focus();
    };
  };

  const say = (count) => {
    const text = count === 0 ? word("none", 0, result.query.trim())
      : word(count === 1 ? "one" : "many", count.toLocaleString(language), result.query.trim());
    status.textContent = count && result.missing ? `${text} ${words.get("fewer")}` : text;
  };

  const clear = () => {
    result = null;
    status.textContent = "";
    found.hidden = true;
    nothing.hidden = true;
    list.replaceChildren();
  };

  const go = async (typing) => {
    const mine = run += 1;
    remember();
    const query = input.value;
    if (!query.trim()) return clear();
    if (!result) status.textContent = words.get("busy");
    try {
      const next = await search.find(query, { typing });
      if (mine !== run) return undefined;
      result = next;
      await draw(mine);
    } catch (error) {
      if (mine === run) status.textContent = words.get("failed");
    }
    return undefined;
  };

  /* ---- Keys ---- */

  const links = () => Array.from(list.querySelectorAll("a[href]"));
  /* A key on its own can be pressed by a speech program: it can be switched off (WCAG 2.1.4). The choice is kept in
     this browser alone, and only when it is to be off. In one file the key works among the results alone. */
  const keyBox = form.querySelector("[data-search-key]");
  const KEY_OFF = "fichewijzer-zoektoets-uit";
  const remembered = (act) => {
    try { return act(window.localStorage); } catch (error) { return null; /* kept for this page alone */ }
  };
  if (keyBox) {
    keyBox.checked = remembered((kept) => kept.getItem(KEY_OFF)) === null;
    keyBox.addEventListener("change", () => {
      remembered((kept) => (keyBox.checked ? kept.removeItem(KEY_OFF) : kept.setItem(KEY_OFF, "1")));
    });
  }
  const isKeyFor = (target) => (keyBox ? keyBox.checked : found.contains(target));
  const isField = (target) => target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target } = event;
    if (event.key === "/" && isKeyFor(target) && !isField(target)) {
      event.preventDefault();
      input.focus();
      input.select();
      return;
    }
    const at = links().indexOf(target);
    if (event.key === "Escape" && target === input) {
      event.preventDefault();
      input.value = "";
      go(false);
    } else if (event.key === "Escape" && (at >= 0 || found.contains(target))) {
      input.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (at >= 0 || target === input)) {
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      if (next === -2 || next >= links().length) return;
      event.preventDefault();
      (next < 0 ? input : links()[next]).focus();
    }
  });

  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => go(true), 120);
  });
  /* The index is on its way before the first letter is. */
  input.addEventListener("focus", () => { search.core().catch(() => {}); }, { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    go(false);
  });
  facetsBox.addEventListener("change", (event) => {
    chosen[event.target.name] = event.target.value;
    run += 1;
    remember();
    draw(run).catch(() => { status.textContent = words.get("failed"); });
  });

  const box = facetsBox.closest("details");
  if (box) box.open = !inFile && window.matchMedia("(min-width: 52rem)").matches;
  form.hidden = false;
  if (inFile) {
    /* Before the first letter, but after the file is there. */
    setTimeout(() => { search.core().catch(() => {}); });
    return;
  }
  window.addEventListener("popstate", () => { recall(); go(false); });
  /* The preview has a new index. What was found is looked up in it again. */
  document.addEventListener("fichewijzer:files", (event) => {
    if (!event.detail.paths.every((path) => /\/zoek\/\w+\.js$/.test(path))) return;
    event.preventDefault();
    window.fichewijzerZoekDelen.clear();
    search = new engine.Search(load);
    allWays = null;
    go(false);
  });
  recall();
  /* The focus stays at the beginning of the page: whoever goes by keys would miss what stands before the field. */
  if (input.value) {
    /* The lists below come after the results, or they would be pushed away by them. */
    const lists = document.querySelector(".search-indexes");
    lists.hidden = true;
    go(false).finally(() => { lists.hidden = false; });
  }
})();
