/* Search: finds places in the index that the build wrote (`zoek/`), and puts them in order. It knows letters and
   lists, no language: stems, compounds and other forms stand in the index. It knows no page and no address: the parts
   of the index come from a function that it is given, so that the same code runs on a page, in an edition in one file
   and in tests. `search-page.js` shows what it finds. */
(function (root) {
  "use strict";

  /* Parts of the index that are here already, by name; each script of the index hands over one. */
  const parts = root.fichewijzerZoekDelen = root.fichewijzerZoekDelen || new Map();
  root.fichewijzerZoek = (name, data) => { parts.set(name, data); };

  /* ---- Letters and numbers ---- */

  const LETTERS = { "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "’": "'", "ʼ": "'" };
  const lower = (text) => text.toLowerCase().replace(/’/g, "'");
  const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
    : text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđıæœß’ʼ]/g, (c) => LETTERS[c]));

  const WORD = /[\p{Alphabetic}\p{N}\u00ad]+(?:['’][\p{Alphabetic}\p{N}\u00ad]+)*/gu;
  /* The words of a text with their places in it. */
  const wordsOf = (text) => Array.from(text.matchAll(WORD), (found) => ({
    at: found.index,
    end: found.index + found[0].length,
    text: lower(found[0].replace(/\u00ad/g, "")),
  })).filter((word) => word.text);

  const DIGITS = " !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  const VALUES = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i += 1) VALUES[DIGITS.charCodeAt(i)] = i;

  /* Reads the numbers of a text one by one; `next` gives -1 at its end. */
  class Numbers {
    constructor(text, at) {
      this.text = text;
      this.at = at || 0;
    }
    next() {
      const { text } = this;
      if (this.at >= text.length) return -1;
      const digit = () => VALUES[text.charCodeAt(this.at++)];
      const lead = digit();
      if (lead < 60) return lead;
      if (lead < 84) return 60 + (lead - 60) * 92 + digit();
      if (lead < 91) return 2268 + ((lead - 84) * 92 + digit()) * 92 + digit();
      let value = digit();
      for (let i = 0; i < 3; i += 1) value = value * 92 + digit();
      return 61516 + value;
    }
  }
  const numbersOf = (text) => {
    const out = [];
    const numbers = new Numbers(text);
    for (let value = numbers.next(); value >= 0; value = numbers.next()) out.push(value);
    return out;
  };
  const rising = (text) => {
    let sum = 0;
    return numbersOf(text).map((step) => (sum += step));
  };

  /* Calls `f` with block and position of each place in a list. */
  const eachPlace = (list, f) => {
    const numbers = new Numbers(list);
    let block = 0;
    let position = 0;
    for (let value = numbers.next(); value >= 0; value = numbers.next()) {
      if (value & 1) {
        position += value >> 1;
      } else {
        block += value >> 1;
        position = numbers.next();
      }
      f(block, position);
    }
  };

  /* The last entry of a sorted list that is not greater than the key. */
  const lastNotAfter = (list, key) => {
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (list[middle] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  /* ---- Queries ---- */

  /* Printed forms of numbers of documents, and what they are looked up by. Two keys: either may be meant. */
  const year = (text) => (text.length === 4 ? text : `20${text}`);
  const NUMBERS = [
    [/\b(com|join|swd|sec|c)\s*(?:\(\s*(\d{4})\s*\)|[\s/-]?(\d{4}))\s*[\s/-]?\s*(\d{1,5})(?:\s*(?:final|definitief|def\.?))?\b/giu,
      (m) => [`${m[1]}(${m[2] || m[3]})${Number(m[4])}`]],
    [/\b(?:celex\s*:?\s*)?([1-9]\d{4}[a-z]{1,2}\d{4})\b/giu, (m) => [`celex${m[1]}`]],
    [/\b(\d{4}[dz]\d{5})\b/giu, (m) => [m[1]]],
    [/\b(?:kamerstuk(?:ken)?\s*)?(?:(?:i|ii|tk|ek)\s+)?(?:\d{4}\s*[-–/]\s*\d{2,4}\s*,\s*)?(\d{2})[\s.]?(\d{3})(?:\s*[-–]?\s*\(?([ivx]+)\)?)?\s*(?:,?\s*n(?:r|o|umme)r?\.?\s*|\s*[-–]\s*|\s+)([a-z]{1,2}|\d{1,4})\b/giu,
      (m) => [`kst-${m[1]}${m[2]}${m[3] ? `-${m[3]}` : ""}-${m[4]}`]],
    [/\b(?:art(?:ikel|\.)?\s*)(\d{1,3})(?:\s*,?\s*(?:lid|leden)\s*\d+)?[\s,]*(vweu|veu|tfeu|teu)\b/giu,
      (m) => [`${{ tfeu: "vweu", teu: "veu" }[m[2].toLowerCase()] || m[2]}${m[1]}`]],
    [/\b(?:st\s*)(\d{4,5})\s*[/-]\s*(\d{2}|\d{4})\b/giu, (m) => [`st${m[1]}/${m[2].slice(-2)}`]],
    [/\b(?:(?:verordening|richtlijn|besluit|aanbeveling)\s*)?(?:\((?:eu|eg|eeg)\)\s*)?(?:nr\.?\s*)?(\d{1,5})\s*\/\s*(\d{1,5})(?:\s*\/\s*(?:eu|eg))?\b/giu,
      (m) => [`${Number(m[1])}/${Number(m[2])}`, `st${m[1]}/${m[2].slice(-2)}`]],
  ];

  /* What a query asks for, part by part: a number, a phrase, a word. */
  const parse = (query) => {
    const asked = [];
    let rest = query.normalize("NFC");
    rest = rest.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]?/gu, (_, phrase) => {
      const words = wordsOf(phrase).map((word) => word.text);
      if (words.length) asked.push({ kind: words.length > 1 ? "phrase" : "word", words, exact: true });
      return " ";
    });
    NUMBERS.forEach(([pattern, keys]) => {
      rest = rest.replace(pattern, (...m) => {
        asked.push({ kind: "number", keys: keys(m).map((key) => key.toLowerCase()), words: wordsOf(m[0]).map((w) => w.text) });
        return " ";
      });
    });
    wordsOf(rest).forEach((word) => asked.push({ kind: "word", words: [word.text] }));
    return asked;
  };

  /* Whether one error of typing makes one word of the other: a letter too many, too few, another, or two that changed places. */
  const oneError = (a, b) => {
    if (Math.abs(a.length - b.length) > 1 || a === b) return false;
    let i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
    const restA = a.slice(i);
    const restB = b.slice(i);
    if (a.length > b.length) return restA.slice(1) === restB;
    if (a.length < b.length) return restA === restB.slice(1);
    return restA.slice(1) === restB.slice(1)
      || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
  };

  /* ---- Weights: what the manual tells readers of the order of results ---- */

  /* How well a word fits: as typed, but for signs, another form, part of a longer word; of what else it can stand for. */
  const FITS = { exact: 100, folded: 96, form: 85, part: 55 };
  const INSTEAD = { error: 0.7, beginning: 0.75 };
  const FIELD = { name: 0, heading: 1, body: 2, note: 3 };
  const FIELD_WEIGHT = [1, 1.25, 1, 0.8];
  /* Paragraphs of an editor's page on a term come behind those of documents; the program's manual behind all. */
  const KIND_WEIGHT = { term: 0.6, page: 0.3 };
  const ERROR_FROM = 5;
  const BEGINNING_FROM = 3;
  const CHECKED = 400;

  /* ---- The index ---- */

  class Search {
    /** `load(name)` promises a part of the index. */
    constructor(load) {
      this.promises = new Map();
      this.load = (name) => {
        if (!this.promises.has(name)) {
          this.promises.set(name, parts.has(name) ? Promise.resolve(parts.get(name)) : load(name));
        }
        return this.promises.get(name);
      };
      this.read = new Map();
    }

    async core() {
      if (!this.ready) this.ready = this.load("kern").then((core) => this.unfold(core));
      return this.ready;
    }

    unfold(core) {
      const numbers = new Numbers(core.pages);
      const names = new Numbers(core.names);
      const kinds = [];
      const starts = [0];
      const counts = [];
      for (let kind = numbers.next(); kind >= 0; kind = numbers.next()) {
        const of = [numbers.next(), numbers.next(), numbers.next(), numbers.next()];
        kinds.push(kind);
        counts.push(of);
        starts.push(starts[starts.length - 1] + of[0] + of[1] + of[2] + of[3]);
      }
      const blocks = starts[starts.length - 1];
      const page = new Int32Array(blocks);
      const field = new Uint8Array(blocks);
      const nameLength = new Map();
      counts.forEach((of, at) => {
        let block = starts[at];
        of.forEach((count, which) => {
          page.fill(at, block, block + count);
          field.fill(which, block, block + count);
          if (which === FIELD.name) for (let i = 0; i < count; i += 1) nameLength.set(block + i, names.next());
          block += count;
        });
      });
      const own = core.kinds.map(([name, title]) => (title ? KIND_WEIGHT.term : name === "page" ? KIND_WEIGHT.page : 1));
      return Object.assign({}, core, {
        pageKinds: kinds, starts, blocks, page, field, nameLength, kindWeight: own,
        groups: rising(core.groups), texts: rising(core.texts), small: new Set(core.small),
      });
    }

    /* A part in the form that is worked with; `make` is called once. */
    async once(name, make) {
      if (!this.read.has(name)) this.read.set(name, this.load(name).then(make));
      return this.read.get(name);
    }

    forms(shard) {
      return this.once(`w${shard}`, (text) => {
        const forms = [];
        const groups = [];
        let before = "";
        let group = 0;
        const numbers = new Numbers(text);
        while (numbers.at < text.length) {
          const shared = numbers.next();
          const end = text.indexOf(" ", numbers.at);
          before = Array.from(before).slice(0, shared).join("") + text.slice(numbers.at, end);
          numbers.at = end + 1;
          const of = [];
          for (let more = 1; more;) {
            const value = numbers.next();
            more = value & 1;
            const step = value >> 1;
            group += step & 1 ? -((step + 1) >> 1) : step >> 1;
            of.push(group);
          }
          forms.push(before);
          groups.push(of);
        }
        return { forms, groups };
      });
    }

    reversed(shard) {
      return this.once(`r${shard}`, (text) => {
        const forms = [];
        let before = "";
        const numbers = new Numbers(text);
        while (numbers.at < text.length) {
          const shared = numbers.next();
          const end = text.indexOf(" ", numbers.at);
          before = Array.from(before).slice(0, shared).join("") + text.slice(numbers.at, end);
          numbers.at = end + 1;
          forms.push(before);
        }
        return { forms };
      });
    }

    /* The entries of a sorted list in shards that begin with some letters. */
    async beginningWith(beginning, starts, load) {
      const first = lastNotAfter(starts, beginning);
      const out = [];
      for (let shard = first; shard < starts.length; shard += 1) {
        if (shard > first && !(starts[shard] <= beginning + "\uffff")) break;
        const { forms, groups } = await load(shard);
        let at = lastNotAfter(forms, beginning);
        if (forms[at] < beginning) at += 1;
        for (; at < forms.length && forms[at].startsWith(beginning); at += 1) {
          out.push({ form: forms[at], groups: groups && groups[at] });
        }
      }
      return out;
    }

    async look(form) {
      const core = await this.core();
      const { forms, groups } = await this.forms(lastNotAfter(core.forms, form));
      const at = lastNotAfter(forms, form);
      return forms[at] === form ? groups[at] : null;
    }

    /* The forms that one error makes of a word: its first half or its last half is right. */
    async near(word) {
      const core = await this.core();
      const letters = Array.from(word);
      const half = letters.length >> 1;
      const head = letters.slice(0, half).join("");
      const tail = letters.slice(half + 1).reverse().join("");
      const backwards = core.reversed.map((form) => Array.from(form).reverse().join(""));
      const [heads, tails] = await Promise.all([
        this.beginningWith(head, core.forms, (shard) => this.forms(shard)),
        this.beginningWith(tail, backwards, (shard) => this.reversed(shard)),
      ]);
      const found = new Map();
      heads.forEach(({ form, groups }) => { if (oneError(word, form)) found.set(form, groups); });
      const others = tails.map(({ form }) => Array.from(form).reverse().join(""));
      await Promise.all(others.filter((form) => !found.has(form) && oneError(word, form)).map(async (form) => {
        found.set(form, await this.look(form));
      }));
      return Array.from(found, ([form, groups]) => ({ form, groups: groups || [] }));
    }

    /* What a typed word may stand for: groups of words, each with what the fit is worth. */
    async meant(word, how) {
      const core = await this.core();
      const typed = fold(word);
      const groups = await this.look(typed);
      const out = [];
      const add = (list, form, factor) => list.forEach((group) => {
        if (!out.some((other) => other.group === group)) out.push({ group, form, factor });
      });
      if (groups) add(groups, typed, 1);
      const begins = how.typing || (!groups && typed.length > BEGINNING_FROM);
      if (begins && typed.length >= BEGINNING_FROM - 1) {
        const longer = await this.beginningWith(typed, core.forms, (shard) => this.forms(shard));
        longer.sort((a, b) => a.form.length - b.form.length || (a.form < b.form ? -1 : 1));
        longer.slice(0, 40).forEach(({ form, groups: of }) => add(of, form, INSTEAD.beginning));
      }
      if (!out.length && typed.length >= ERROR_FROM) {
        (await this.near(typed)).forEach(({ form, groups: of }) => add(of, form, INSTEAD.error));
      }
      return out;
    }

    async group(number) {
      const core = await this.core();
      const shard = lastNotAfter(core.groups, number);
      const groups = await this.load(`p${shard}`);
      return groups[number - core.groups[shard]];
    }

    /* The lists of places that a typed word leads to, each with how well its word fits. */
    async listsOf(word, how) {
      const typed = fold(word);
      const meant = await this.meant(word, how);
      const groups = await Promise.all(meant.map(({ group }) => this.group(group)));
      const best = new Map();
      meant.forEach(({ form, factor }, i) => {
        const words = groups[i];
        /* A form that the texts have themselves is rather meant than one that only the word list has. */
        const known = factor === 1 || words.some((text, at) => at % 3 === 0 && fold(text) === form) ? 1 : 0.8;
        for (let at = 0; at < words.length; at += 3) {
          const text = words[at];
          const folded = fold(text);
          let fit = words[at + 1] ? FITS.part : FITS.form;
          if (text === word) fit = FITS.exact;
          else if (folded === typed) fit = FITS.folded;
          else if (folded === form && factor < 1) fit = FITS.exact;
          if (how.exact && folded !== typed) continue;
          const weight = Math.round(fit * factor * known);
          const list = words[at + 2];
          const key = `${text} ${at} ${list.length}`;
          const old = best.get(key);
          if (!old || old.weight < weight) best.set(key, { text: folded, weight, list });
        }
      });
      return Array.from(best.values());
    }

    /* What a part of a query finds: for each block how well it fits, and its places on demand. */
    async clause(asked, how) {
      const core = await this.core();
      const fits = new Uint8Array(core.blocks);
      const clause = { asked, fits, marks: new Set(), own: new Set(), places: () => new Map() };
      if (asked.kind === "number") return (await this.numberClause(clause)) || this.wordsClause(asked, how);
      if (asked.kind === "phrase") return this.phraseClause(clause);
      const lists = await this.listsOf(asked.words[0], Object.assign({ exact: asked.exact }, how));
      lists.forEach(({ text, weight, list }) => {
        clause.marks.add(text);
        eachPlace(list, (block) => { if (fits[block] < weight) fits[block] = weight; });
      });
      clause.places = (wanted) => placesOf(lists, wanted);
      return count(clause);
    }

    async numberClause(clause) {
      const core = await this.core();
      const found = await Promise.all(clause.asked.keys.map(async (key) => {
        const shard = lastNotAfter(core.numbers, key);
        return (await this.load(`n${shard}`))[key];
      }));
      const places = found.filter(Boolean);
      if (!places.length) return null;
      places.forEach(([pages, blocks]) => {
        rising(pages).forEach((page) => {
          clause.fits[core.starts[page]] = FITS.exact;
          clause.own.add(core.starts[page]);
        });
        rising(blocks).forEach((block) => { clause.fits[block] = FITS.exact; });
      });
      clause.asked.words.filter((word) => /\d/.test(word)).forEach((word) => clause.marks.add(word));
      return count(clause);
    }

    /* A number that nothing here has: its words, next to each other. */
    wordsClause(asked, how) {
      const kind = asked.words.length > 1 ? "phrase" : "word";
      return this.clause({ kind, words: asked.words, exact: kind === "phrase" }, how);
    }

    /* The rarest word first: only where it stands the others are looked for. */
    async phraseClause(clause) {
      const { words } = clause.asked;
      const lists = await Promise.all(words.map((word) => this.listsOf(word, { exact: true })));
      const length = (of) => of.reduce((sum, { list }) => sum + list.length, 0);
      const order = words.map((_, i) => i).sort((a, b) => length(lists[a]) - length(lists[b]));
      const mask = new Uint8Array(clause.fits.length);
      let starts = null;
      order.forEach((nth) => {
        const next = new Map();
        lists[nth].forEach(({ list }) => eachPlace(list, (block, position) => {
          const start = position - nth;
          if (starts && !(mask[block] && starts.get(block).includes(start))) return;
          const of = next.get(block);
          if (!of) next.set(block, [start]);
          else if (!of.includes(start)) of.push(start);
        }));
        mask.fill(0);
        next.forEach((_, block) => { mask[block] = 1; });
        starts = next;
      });
      const places = new Map();
      starts.forEach((of, block) => {
        clause.fits[block] = FITS.exact;
        places.set(block, of.sort((x, y) => x - y).map((position) => [position, FITS.exact]));
      });
      clause.phrase = words.map(fold);
      clause.places = () => places;
      return count(clause);
    }

    /* ---- Searching ---- */

    /** Finds places. `how.typing`: the last word may go on. Gives all pages found, the best first, each with its blocks. */
    async find(query, how) {
      const core = await this.core();
      let asked = parse(query);
      const big = asked.filter(({ kind, words }) => kind !== "word" || !core.small.has(words[0]));
      if (big.length) asked = big;
      const clauses = await Promise.all(asked.map((one, i) => this.clause(one, {
        typing: Boolean(how && how.typing) && i === asked.length - 1 && one.kind === "word" && !/\s$/.test(query),
      })));
      const found = this.gather(clauses, core);
      return { query, clauses, pages: found.pages, missing: found.missing, asked };
    }

    /* The blocks that have all parts of the query; where there are none, those that have the most. */
    gather(clauses, core) {
      const live = clauses.filter((clause) => clause.found > 0);
      const rarity = live.map((clause) => Math.log(1 + core.blocks / clause.found));
      const all = rarity.reduce((sum, value) => sum + value, 0);
      const blocks = new Int32Array(core.blocks);
      let most = 0;
      let length = 0;
      for (let block = 0; block < core.blocks; block += 1) {
        let covered = 0;
        for (let i = 0; i < live.length; i += 1) if (live[i].fits[block]) covered += rarity[i];
        if (covered > most + 1e-9) {
          most = covered;
          length = 0;
        }
        if (covered && covered > most - 1e-9) blocks[length++] = block;
      }
      const found = blocks.subarray(0, length);
      const scores = new Float64Array(core.blocks);
      found.forEach((block) => { scores[block] = this.rough(block, live, rarity, core); });
      this.refine(best(found, scores), scores, live, core);
      const pages = [];
      for (let from = 0; from < length;) {
        const page = core.page[found[from]];
        let to = from;
        let score = 0;
        for (; to < length && core.page[found[to]] === page; to += 1) score = Math.max(score, scores[found[to]]);
        pages.push(new PageFound(page, score, found.subarray(from, to), scores, core));
        from = to;
      }
      pages.sort((a, b) => b.score - a.score || a.page - b.page);
      return { pages, missing: all > most + 1e-9 || live.length < clauses.length };
    }

    /* What fit, rarity, field and kind are worth. */
    rough(block, live, rarity, core) {
      let score = 0;
      for (let i = 0; i < live.length; i += 1) score += rarity[i] * live[i].fits[block] / 100;
      const field = core.field[block];
      const kind = core.kindWeight[core.pageKinds[core.page[block]]];
      if (field === FIELD.name) {
        /* Its own number: of a document and of a term that share one the document comes first. */
        if (live.some((clause) => clause.own.has(block))) return score * (kind === 1 ? 6 : 5);
        return score * (kind === KIND_WEIGHT.page ? kind : 1);
      }
      return score * FIELD_WEIGHT[field] * kind;
    }

    /* What nearness, and the share of a name that was typed, are worth. */
    refine(blocks, scores, live, core) {
      const wanted = new Uint8Array(core.blocks);
      blocks.forEach((block) => { wanted[block] = 1; });
      const places = live.map((clause) => clause.places(wanted));
      blocks.forEach((block) => {
        const of = places.map((map) => map.get(block)).filter(Boolean);
        if (!of.length) return;
        let factor = 1;
        if (of.length > 1) factor *= nearness(of, live.every((clause) => clause.fits[block] <= FITS.part));
        factor += 0.04 * Math.min(3, Math.max(...of.map((list) => list.length)) - 1);
        if (core.field[block] === FIELD.heading) factor *= 1 + 0.3 / (1 + Math.min(...of.map((list) => list[0][0])));
        if (core.field[block] === FIELD.name) factor *= nameFactor(of, live, core.nameLength.get(block));
        scores[block] *= factor;
      });
    }

    /* ---- What is shown ---- */

    /** Address in the site, title, number, date of a page. */
    async info(page) {
      const core = await this.core();
      const infos = await this.load(`i${Math.floor(page / core.infos)}`);
      const [path, title, number, date] = infos[page % core.infos];
      return { path, title, number, date };
    }

    /** Id, headings and text of a block. */
    async text(block) {
      const core = await this.core();
      const shard = lastNotAfter(core.texts, block);
      const [paths, blocks] = await this.load(`t${shard}`);
      const [id, path, text] = blocks[block - core.texts[shard]];
      return { id, path: paths[path], text };
    }

    /** Years, and pages by term, of all pages. */
    async facets() {
      if (!this.allFacets) {
        this.allFacets = this.load("f").then(({ years, taxonomies }) => ({
          years: numbersOf(years),
          taxonomies: taxonomies.map(({ key, title, terms }) => ({
            key, title, terms: terms.map(([id, name, pages]) => ({ id, name, pages: new Set(rising(pages)) })),
          })),
        }));
      }
      return this.allFacets;
    }
  }

  /* A page with what was found on it. Its blocks are put in order when they are asked for. */
  class PageFound {
    constructor(page, score, found, scores, core) {
      Object.assign(this, { page, score, kind: core.pageKinds[page], count: found.length });
      this.order = () => {
        const blocks = Array.from(found, (block) => ({ block, score: scores[block] }));
        blocks.sort((a, b) => b.score - a.score || a.block - b.block);
        return onlyBestName(blocks, core);
      };
    }
    get blocks() {
      if (!this.ordered) this.ordered = this.order();
      return this.ordered;
    }
  }

  /* The blocks with the highest scores: about CHECKED of them, without putting all in order. */
  const best = (found, scores) => {
    if (found.length <= CHECKED) return found;
    let top = 0;
    found.forEach((block) => { top = Math.max(top, scores[block]); });
    const STEPS = 4096;
    const steps = new Uint32Array(STEPS + 1);
    const step = (block) => Math.floor(scores[block] / top * STEPS);
    found.forEach((block) => { steps[step(block)] += 1; });
    let least = STEPS;
    for (let sum = steps[STEPS]; least > 0 && sum + steps[least - 1] <= CHECKED; least -= 1) sum += steps[least - 1];
    const above = found.filter((block) => step(block) >= least);
    /* Of equals as many as fit, the first ones. */
    const equals = found.filter((block) => step(block) === least - 1).subarray(0, CHECKED - above.length);
    const out = new Int32Array(above.length + equals.length);
    out.set(above);
    out.set(equals, above.length);
    return out;
  };

  const count = (clause) => {
    let found = 0;
    for (let block = 0; block < clause.fits.length; block += 1) if (clause.fits[block]) found += 1;
    clause.found = found;
    return clause;
  };

  /* Of some blocks the positions that lists have there: position and weight, in order. */
  const placesOf = (lists, wanted) => {
    const out = new Map();
    lists.forEach(({ weight, list }) => eachPlace(list, (block, position) => {
      if (!wanted[block]) return;
      if (!out.has(block)) out.set(block, []);
      out.get(block).push([position, weight]);
    }));
    out.forEach((places) => places.sort((a, b) => a[0] - b[0] || b[1] - a[1]));
    return out;
  };

  /* How near to each other the parts of a query stand: the shortest stretch with one of each, and whether in their order. */
  const nearness = (of, onlyParts) => {
    const all = [];
    of.forEach((places, part) => places.forEach(([position]) => all.push([position, part])));
    all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const counts = new Array(of.length).fill(0);
    let missing = of.length;
    let from = 0;
    let best = Infinity;
    all.forEach(([position, part]) => {
      if (counts[part] === 0) missing -= 1;
      counts[part] += 1;
      while (!missing) {
        best = Math.min(best, position - all[from][0]);
        const first = all[from][1];
        counts[first] -= 1;
        if (counts[first] === 0) missing += 1;
        from += 1;
      }
    });
    const inOrder = of.every((places, i) => i === 0 || places.some(([b]) => of[i - 1].some(([a]) => a === b || a + 1 === b)));
    const near = 1 + 0.8 / (1 + Math.max(0, best - of.length + 1) / 6) + (inOrder ? 0.3 : 0);
    /* All in one word: the reader typed a compound in pieces. */
    return best === 0 && onlyParts ? near * 1.9 : near;
  };

  /* A name counts the more, the more of it was typed, and the better. */
  const nameFactor = (of, live, length) => {
    const positions = new Map();
    of.forEach((places) => places.forEach(([position, weight]) => {
      positions.set(position, Math.max(weight, positions.get(position) || 0));
    }));
    /* Two words that are one in the name are as good as that one. */
    const together = of.length > 1 && positions.size === 1;
    let sum = 0;
    positions.forEach((weight) => { sum += together ? FITS.exact : weight; });
    const share = Math.min(1, sum / 100 / length);
    return 0.9 + 3 * share * share;
  };

  /* A page is opened as a whole by the best of its names only. */
  const onlyBestName = (blocks, core) => {
    let named = false;
    return blocks.filter(({ block }) => {
      if (core.field[block] !== FIELD.name) return true;
      const first = !named;
      named = true;
      return first;
    });
  };

  /** The stretches of a text, those that a query is about marked. */
  const marked = (text, clauses) => {
    const words = wordsOf(text);
    const folded = words.map((word) => fold(word.text));
    const hit = new Uint8Array(words.length);
    clauses.forEach(({ marks, phrase }) => {
      folded.forEach((word, i) => {
        if (phrase) {
          if (phrase.every((part, k) => folded[i + k] === part)) hit.fill(1, i, i + phrase.length);
        } else if (marks.has(word)) {
          hit[i] = 1;
        } else if (i + 1 < folded.length && marks.has(word + folded[i + 1])) {
          hit.fill(1, i, i + 2);
        }
      });
    });
    const out = [];
    let at = 0;
    for (let i = 0; i < words.length; i += 1) {
      if (!hit[i]) continue;
      const from = words[i].at;
      while (phraseGoesOn(clauses, hit, i)) i += 1;
      if (from > at) out.push({ text: text.slice(at, from), mark: false });
      out.push({ text: text.slice(from, words[i].end), mark: true });
      at = words[i].end;
    }
    if (at < text.length) out.push({ text: text.slice(at), mark: false });
    return out;
  };
  /* The words of a phrase are marked as one. */
  const phraseGoesOn = (clauses, hit, i) => clauses.some(({ phrase }) => phrase) && hit[i + 1] === 1;

  root.FichewijzerSearch = { Search, parse, fold, wordsOf, marked, oneError, FIELD };
})(typeof window === "undefined" ? globalThis : window);
