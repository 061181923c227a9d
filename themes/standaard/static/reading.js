// Marks the reader's place in the table of contents, and puts footnotes beside their marks where there is room.
// Without scripts the contents are a list, and the notes stand at the end.
(() => {
  'use strict';
  const here = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  const toc = document.querySelector('article > .toc');
  if (toc && 'IntersectionObserver' in window) {
    let links = [];
    const above = new Set();
    let current = null;
    const mark = () => {
      const last = links.findLast((link) => above.has(here(link))) ?? null;
      if (last === current) return;
      current?.removeAttribute('aria-current');
      current = last;
      if (!last) return;
      last.setAttribute('aria-current', 'true');
      // Only the list itself scrolls, never the page.
      const { top, bottom } = toc.getBoundingClientRect();
      const at = last.getBoundingClientRect();
      if (at.top < top || at.bottom > bottom) toc.scrollTop += at.top - top - toc.clientHeight / 2;
    };
    // All that stands above a line at a third of the window, however far: a jump past a heading counts too.
    const seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) above[isIntersecting ? 'add' : 'delete'](target);
      mark();
    }, { rootMargin: '1000000px 0px -66% 0px' });
    const watch = () => {
      seen.disconnect();
      above.clear();
      links = [...toc.querySelectorAll('a[href^="#"]')].filter(here);
      for (const link of links) seen.observe(here(link));
    };
    watch();
    document.addEventListener('fichewijzer:patched', watch);
  }

  const notes = document.querySelector('.text > .notes');
  if (!notes) return;
  const text = notes.parentElement;
  const wide = matchMedia('screen and (min-width: 78rem)');
  const pairsNow = () => [...notes.querySelectorAll(':scope > :is(ol, ul) > li')].map((note) => {
    const back = note.querySelector('.note-back');
    return { note, mark: back && here(back) };
  });
  let pairs = pairsNow();
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
  // A note that the address names has left the place that the browser went to.
  const follow = () => {
    place();
    const target = document.querySelector(':target');
    if (wide.matches && target && notes.contains(target)) target.scrollIntoView();
  };
  // Notes that move while they are seen would count as a jump: they go, and come back in their places.
  notes.hidden = wide.matches;
  requestAnimationFrame(() => {
    notes.hidden = false;
    text.classList.add('side-notes');
    follow();
    new ResizeObserver(place).observe(text);
    document.fonts?.ready.then(follow);
  });
  wide.addEventListener('change', place);
  addEventListener('hashchange', place);
  document.addEventListener('fichewijzer:patched', () => {
    pairs = pairsNow();
    text.classList.add('side-notes');
    place();
  });
})();
