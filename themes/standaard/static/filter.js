// The names of a long list, narrowed by what is typed. Without this script the list is whole, with its letters.
(() => {
  'use strict';
  const form = document.querySelector('form[data-filter]');
  const shown = document.querySelector('[data-shown]');
  const list = document.querySelectorAll('.term-list');
  if (!form || !shown || list.length === 0) return;
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const groups = Array.from(list, (of) => ({
    of,
    heading: of.previousElementSibling,
    letter: document.querySelector(`.initials a[href="#${of.previousElementSibling.id}"]`)?.parentElement,
    rows: Array.from(of.children, (row) => ({ row, words: fold(`${row.textContent} ${row.dataset.also}`) })),
  }));
  const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const field = form.querySelector('input');

  const apply = () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { of, heading, letter, rows } of groups) {
      let here = 0;
      for (const { row, words } of rows) {
        row.hidden = !wanted.every((word) => words.includes(word));
        if (!row.hidden) here += 1;
      }
      for (const part of [of, heading, letter]) if (part) part.hidden = here === 0;
      count += here;
    }
    const text = count === 0 ? shown.dataset.none : count === all ? '' : shown.dataset.some;
    shown.textContent = text.replace('##', String(all)).replace('#', String(count));
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('input', apply);
  form.hidden = false;
  apply();
})();
