/* On a page that was opened from the search: marks the words that were searched, which the address names
   (`?zoek=woord,nog een woord`). Without this script the page is what it is. An edition in one file has one address: it
   asks for marks itself. */
(function () {
  "use strict";
  const letters = { "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "’": "'", "ʼ": "'" };
  const fold = (text) => text.replace(/\u00ad/g, "").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/[łøđıæœß’ʼ]/g, (c) => letters[c]);
  const pattern = /[\p{Alphabetic}\p{N}\u00ad]+(?:['’][\p{Alphabetic}\p{N}\u00ad]+)*/gu;

  const markIn = (node, phrases) => {
    const words = Array.from(node.data.matchAll(pattern), (found) => ({
      at: found.index, end: found.index + found[0].length, text: fold(found[0]),
    }));
    const ranges = [];
    for (let i = 0; i < words.length; i += 1) {
      const phrase = phrases.find((of) => of.every((text, k) => words[i + k] && words[i + k].text === text));
      if (!phrase) continue;
      const last = words[i + phrase.length - 1];
      ranges.push([words[i].at, last.end]);
      i += phrase.length - 1;
    }
    /* From the end on, so that the places before it stay right. */
    ranges.reverse().forEach(([from, to]) => {
      const rest = node.splitText(from);
      rest.splitText(to - from);
      const box = document.createElement("mark");
      box.className = "search-mark";
      rest.replaceWith(box);
      box.append(rest);
    });
  };

  /** Marks phrases in all text below an element. */
  window.fichewijzerZoekMarkeren = (place, texts) => {
    const phrases = texts.slice(0, 20).map((text) => fold(text).split(" ").filter(Boolean)).filter((phrase) => phrase.length);
    if (!phrases.length) return;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest("script, style, svg, textarea, select")
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach((node) => markIn(node, phrases));
  };

  const wanted = new URLSearchParams(location.search).get("zoek");
  const main = document.querySelector("main");
  if (wanted && main) window.fichewijzerZoekMarkeren(main, wanted.split(","));
})();
