// On a narrow screen the sections stand in one line that scrolls: the section that the page is part of is brought into
// sight. Without this script the line begins with the first.
(() => {
  'use strict';
  const nav = document.querySelector('.site-nav');
  const current = nav?.querySelector('[aria-current]');
  if (!current) return;
  const [line, link] = [nav.getBoundingClientRect(), current.getBoundingClientRect()];
  if (link.right > line.right) nav.scrollLeft += link.left - line.left - line.width / 3;
})();
