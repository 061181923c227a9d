// The names of a long list, narrowed by what is typed. Without this script the list is whole, with its letters.
(() => {
  'use strict';
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  let form = null;
  let shown = null;
  let groups = [];

  const read = () => Array.from(document.querySelectorAll('.term-list'), (of) => ({
    of,
    heading: of.previousElementSibling,
    letter: document.querySelector(`.initials a[href="#${of.previousElementSibling.id}"]`)?.parentElement,
    rows: Array.from(of.children, (row) => ({ row, words: fold(`${row.textContent} ${row.dataset.also}`) })),
  }));

  const apply = () => {
    const wanted = fold(form.querySelector('input').value).split(/\s+/).filter(Boolean);
    let [count, all] = [0, 0];
    for (const { of, heading, letter, rows } of groups) {
      let here = 0;
      for (const { row, words } of rows) {
        row.hidden = !wanted.every((word) => words.includes(word));
        if (!row.hidden) here += 1;
      }
      for (const part of [of, heading, letter]) if (part) part.hidden = here === 0;
      count += here;
      all += rows.length;
    }
    const text = count === 0 ? shown.dataset.none : count === all ? '' : shown.dataset.some;
    shown.textContent = text.replace('##', String(all)).replace('#', String(count));
  };

  const prepare = () => {
    const found = document.querySelector('form[data-filter]');
    shown = document.querySelector('[data-shown]');
    // A list that became short has no form any more.
    if (!found || !shown) return;
    groups = read();
    if (found !== form) {
      form = found;
      form.addEventListener('submit', (event) => event.preventDefault());
      form.addEventListener('input', apply);
      form.hidden = false;
    }
    apply();
  };
  prepare();
  // The preview put a new version of the list in the page: other rows, perhaps other letters.
  document.addEventListener('fichewijzer:patched', prepare);
})();
