/* The one file's search. It reads the text of the file itself, block by block, when somebody is about to search: nothing
   is loaded, and nothing stands in the file twice. Words are found within words, as Dutch compounds want it; whole
   words, and words in titles and headings, come first. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-edition-search]");
  const status = document.querySelector("[data-edition-status]");
  const list = document.querySelector("[data-edition-found]");
  if (!form || !status || !list) return;
  const input = form.querySelector("input");
  const language = document.documentElement.lang || undefined;

  const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : foldAll(text));
  const foldAll = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\u00ad/g, "").replace(/’/g, "'").toLowerCase();
  const inWord = /[\p{L}\p{N}]/u;

  /* ---- The text: each chapter with its blocks, made once, in slices that keep the page alive ---- */

  const SLICE = 20;
  const chapters = Array.from(document.querySelectorAll(".chapter"));
  const read = [];
  let reading = null;

  /* What is quoted from elsewhere in the file is not found twice. */
  const QUOTED = /(?:^| )(?:passage|quote|compared-sides|citing|facts|status|amounts|chapter-toc|action-list|to-top|named|note-back)(?: |$)/;
  const BLOCKS = new Set(["P", "LI", "TR", "DT", "DD", "DIV", "H2", "H3", "H4", "H5", "H6"]);

  /* Adds the text below `node` to that of the nearest block that can be led to. */
  const collect = (node, owner, blocks) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) blocks.set(owner, (blocks.get(owner) || "") + child.data);
      else if (child.nodeType === Node.ELEMENT_NODE && !QUOTED.test(child.getAttribute("class") || "")) {
        collect(child, child.id && BLOCKS.has(child.tagName) ? child : owner, blocks);
      }
    }
  };

  const readChapter = (chapter) => {
    const title = chapter.querySelector("h2");
    const entry = { id: chapter.id, title: title ? title.textContent : chapter.id, blocks: [] };
    const blocks = new Map();
    collect(chapter, chapter, blocks);
    let heading = "";
    blocks.forEach((text, element) => {
      const words = text.replace(/\s+/g, " ").trim();
      if (!words) return;
      const head = /^H[2-6]$/.test(element.tagName);
      if (head && element.tagName !== "H2") heading = words;
      entry.blocks.push({ id: element.id, text: words, folded: fold(words), heading, weight: element.tagName === "H2" ? 20 : head ? 6 : /\.fn-[^.]*$/.test(element.id) ? 1 : 2 });
    });
    return entry;
  };

  const prepare = () => {
    if (!reading) {
      reading = new Promise((resolve) => {
        const slice = () => {
          const until = performance.now() + SLICE;
          while (read.length < chapters.length && performance.now() < until) read.push(readChapter(chapters[read.length]));
          if (read.length < chapters.length) setTimeout(slice);
          else resolve();
        };
        slice();
      });
    }
    return reading;
  };

  /* ---- Finding ---- */

  /* Words and "phrases" of a query, folded. */
  const parse = (query) => Array.from(fold(query).matchAll(/["“”]([^"“”]+)["“”]|[\p{L}\p{N}()/.'-]+/gu),
    (found) => (found[1] || found[0]).trim().replace(/^[.'-]+|[.'-]+$/g, "")).filter(Boolean);

  /* How well a block has a word: as a word of its own, at the beginning of one, within one, not at all. */
  const fits = (text, word) => {
    let best = 0;
    for (let at = text.indexOf(word); at >= 0 && best < 4; at = text.indexOf(word, at + 1)) {
      const begins = at === 0 || !inWord.test(text[at - 1]);
      const ends = at + word.length === text.length || !inWord.test(text[at + word.length]);
      best = Math.max(best, begins && ends ? 4 : begins ? 2 : 1);
    }
    return best;
  };

  const find = (words) => {
    const found = [];
    read.forEach((chapter, order) => {
      const hits = [];
      chapter.blocks.forEach((block) => {
        let score = 0;
        for (const word of words) {
          const fit = fits(block.folded, word);
          if (!fit) return;
          score += fit;
        }
        const share = Math.min(1, words.join(" ").length / block.folded.length);
        hits.push({ block, score: score * block.weight * (1 + share) });
      });
      if (!hits.length) return;
      hits.sort((a, b) => b.score - a.score);
      found.push({ chapter, hits, order, score: hits[0].score + Math.log2(1 + hits.length) });
    });
    return found.sort((a, b) => b.score - a.score || a.order - b.order);
  };

  /* ---- Showing ---- */

  const CHAPTERS = 20;
  const PLACES = 4;
  const AROUND = 110;

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  };

  /* The text around the first word, with the words marked. Where folding changes the length of a text nothing is marked. */
  const snippet = (block, words) => {
    const same = block.folded.length === block.text.length;
    const first = Math.min(...words.map((word) => block.folded.indexOf(word)).filter((at) => at >= 0));
    let from = Math.max(0, first - AROUND);
    if (from > 0) from = block.text.indexOf(" ", from) + 1;
    let to = Math.min(block.text.length, first + 2 * AROUND);
    if (to < block.text.length) to = Math.max(block.text.lastIndexOf(" ", to), first);
    const out = document.createDocumentFragment();
    if (from > 0) out.append("… ");
    let at = from;
    while (at < to) {
      const next = !same ? [] : words.map((word) => [block.folded.indexOf(word, at), word.length]).filter(([place]) => place >= 0 && place < to);
      if (!next.length) break;
      const [place, length] = next.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      out.append(block.text.slice(at, place), element("mark", block.text.slice(place, place + length)));
      at = place + length;
    }
    out.append(block.text.slice(at, Math.max(at, to)));
    if (to < block.text.length) out.append(" …");
    return out;
  };

  const link = (id, ...children) => {
    const made = element("a");
    made.href = `#${id}`;
    made.append(...children);
    return made;
  };

  const show = (found, words) => {
    list.replaceChildren(...found.slice(0, CHAPTERS).map(({ chapter, hits }) => {
      const item = element("li");
      item.append(link(chapter.id, chapter.title));
      const places = hits.filter(({ block }) => block.weight < 20);
      const inner = element("ul");
      places.slice(0, PLACES).forEach(({ block }) => {
        const place = element("li");
        if (block.text === block.heading) place.append(link(block.id, snippet(block, words)));
        else place.append(link(block.id, block.heading || chapter.title), element("br"), snippet(block, words));
        inner.append(place);
      });
      if (places.length) item.append(inner);
      if (places.length > PLACES) item.append(element("p", form.dataset.more.replace("#", (places.length - PLACES).toLocaleString(language))));
      return item;
    }));
    const places = found.reduce((sum, { hits }) => sum + hits.length, 0);
    const text = found.length ? form.dataset.some : form.dataset.none;
    status.textContent = text.replace("##", found.length.toLocaleString(language)).replace("#", places.toLocaleString(language)).replace("@", input.value.trim());
  };

  let run = 0;
  const search = () => {
    const words = parse(input.value);
    run += 1;
    const mine = run;
    if (!words.some((word) => word.length > 1)) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    prepare().then(() => { if (mine === run) show(find(words), words); });
  };

  /* Begun when the page has nothing else to do, so that it is done before the first word is typed. */
  if (window.requestIdleCallback) requestIdleCallback(prepare, { timeout: 3000 });
  input.addEventListener("focus", prepare);
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement === input) { input.value = ""; search(); }
    /* Only within what was found: a key on its own for the whole page would be in the way of speech programs. */
    if (event.key !== "/" || !form.parentElement.contains(document.activeElement) || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    input.focus();
  });
  form.hidden = false;
})();
