// Marks the reader's place in the table of contents, and puts footnotes beside their marks where there is room.
// Without scripts the contents are a list, and the notes stand at the end.
(() => {
  'use strict';
  const here = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  const toc = document.querySelector('article > .toc');
  if (toc && 'IntersectionObserver' in window) {
    const places = [...toc.querySelectorAll('a[href^="#"]')].map((link) => ({ link, heading: here(link) })).filter((p) => p.heading);
    let current = null;
    const mark = () => {
      const line = innerHeight / 3;
      const last = places.findLast((p) => p.heading.getBoundingClientRect().top <= line) ?? null;
      if (last === current) return;
      current?.link.removeAttribute('aria-current');
      current = last;
      if (!last) return;
      last.link.setAttribute('aria-current', 'true');
      // Only the list itself scrolls, never the page.
      const { top, bottom } = toc.getBoundingClientRect();
      const at = last.link.getBoundingClientRect();
      if (at.top < top || at.bottom > bottom) toc.scrollTop += at.top - top - toc.clientHeight / 2;
    };
    const seen = new IntersectionObserver(mark, { rootMargin: '0px 0px -66% 0px' });
    for (const { heading } of places) seen.observe(heading);
  }

  const notes = document.querySelector('.text > .notes');
  if (!notes) return;
  const text = notes.parentElement;
  const wide = matchMedia('screen and (min-width: 78rem)');
  const pairs = [...notes.querySelectorAll(':scope > :is(ol, ul) > li')].map((note) => {
    const back = note.querySelector('.note-back');
    return { note, mark: back && here(back) };
  });
  const place = () => {
    if (!wide.matches) return;
    const origin = text.getBoundingClientRect().top;
    const tops = pairs.map(({ mark }) => (mark ? mark.getBoundingClientRect().top - origin - 4 : 0));
    const heights = pairs.map(({ note }) => note.offsetHeight);
    let free = 0;
    pairs.forEach(({ note }, i) => {
      const top = Math.max(free, Math.round(tops[i]));
      note.style.setProperty('--top', `${top}px`);
      free = top + heights[i] + 10;
    });
    text.style.setProperty('--notes-end', `${free}px`);
  };
  // Notes that move while they are seen would count as a jump: they go, and come back in their places.
  notes.hidden = wide.matches;
  requestAnimationFrame(() => {
    notes.hidden = false;
    text.classList.add('side-notes');
    place();
    new ResizeObserver(place).observe(text);
  });
  document.fonts?.ready.then(place);
  wide.addEventListener('change', place);
})();
