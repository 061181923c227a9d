// Notes beside their marks, and the full words of a short form beside it: by mouse, by touch and by keyboard. What is
// shown is a copy of the note at the end of the page; without this script the mark leads there, and back.
//
// It can be dismissed (Escape, its button, a click elsewhere), the pointer may move into it, and it stays until it is
// dismissed or pointer and focus have gone elsewhere (WCAG 1.4.13). It is the next stop of the Tab key after its mark.
(() => {
  'use strict';
  const words = document.currentScript.dataset;
  const NOTES = '.note-ref > a[href^="#"]';
  const MARKS = `${NOTES}, a.short-form`;
  const FOR_THE_NOTE_ONLY = '.note-back, .anchor, .lines, .copy-address, wbr';
  if (!HTMLElement.prototype.showPopover) return;
  /** A mark that is open already stays so. */
  const prepare = (root) => {
    for (const mark of root.querySelectorAll(MARKS)) {
      if (!mark.hasAttribute('aria-expanded')) mark.setAttribute('aria-expanded', 'false');
    }
  };
  prepare(document);

  const OPENING = 150;
  const CLOSING = 300;
  const GAP = 6;
  const EDGE = 8;

  const panel = document.createElement('div');
  panel.id = '_beside';
  panel.className = 'beside';
  panel.popover = 'manual';
  panel.setAttribute('role', 'note');

  let current = null;
  /** Opened by a click or a key: stays when the pointer goes elsewhere. */
  let pinned = false;
  let timer = 0;
  const after = (delay, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };

  const element = (name, className, text = '') => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const noteOf = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));

  /** Where there is room the notes stand beside the text: one that is seen needs no copy under the pointer. */
  const isSeen = (mark) => {
    const { top, bottom } = noteOf(mark)?.getBoundingClientRect() ?? {};
    return top >= 0 && bottom <= innerHeight;
  };

  /** What is shown for a mark, and where its link leads; null where the page has no such note. */
  const contentOf = (mark) => {
    const content = element('div', 'beside-text');
    if (!mark.matches(NOTES)) {
      content.append(element('strong', '', mark.textContent), `: ${mark.firstElementChild?.title ?? ''}`);
      return { content, name: mark.textContent, label: words.definitions };
    }
    const note = noteOf(mark);
    if (!note) return null;
    const copy = note.cloneNode(true);
    for (const part of copy.querySelectorAll(FOR_THE_NOTE_ONLY)) part.remove();
    for (const part of copy.querySelectorAll('[id]')) part.removeAttribute('id');
    content.append(...copy.childNodes);
    return { content, name: mark.getAttribute('aria-label'), label: words.notes };
  };

  const controls = (mark, label) => {
    const line = element('p', 'beside-controls');
    line.lang = document.documentElement.lang;
    const link = element('a', '', label);
    link.href = mark.href;
    const button = element('button', '', words.close);
    button.type = 'button';
    button.addEventListener('click', () => hide('focus'));
    line.append(link, ' ', button);
    return line;
  };

  /** Below the mark, or above it where there is more room; never wider than the window. */
  const place = () => {
    const [at] = current.getClientRects();
    if (!at) return;
    const { width, height } = panel.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(at.left - 2 * EDGE, document.documentElement.clientWidth - width - EDGE));
    const below = at.bottom + GAP + height <= innerHeight || at.top < innerHeight - at.bottom;
    const top = below ? at.bottom + GAP : at.top - GAP - height;
    panel.style.setProperty('--beside-left', `${left + scrollX}px`);
    panel.style.setProperty('--beside-top', `${Math.max(top + scrollY, EDGE)}px`);
  };

  const hide = (focus) => {
    clearTimeout(timer);
    if (!current) return;
    const mark = current;
    const within = panel.contains(document.activeElement);
    current = null;
    panel.remove();
    mark.setAttribute('aria-expanded', 'false');
    mark.removeAttribute('aria-describedby');
    if (within || focus) mark.focus({ preventScroll: true });
  };

  const show = (mark) => {
    clearTimeout(timer);
    if (current === mark) return;
    hide();
    const shown = contentOf(mark);
    if (!shown) return;
    current = mark;
    panel.setAttribute('aria-label', shown.name);
    panel.replaceChildren(shown.content, controls(mark, shown.label));
    // Beside the mark, for the order of the Tab key; a heading's name must not grow by it.
    (mark.closest('h1, h2, h3, h4, h5, h6, dt, th') ?? mark.closest('sup') ?? mark).after(panel);
    panel.showPopover();
    place();
    mark.setAttribute('aria-expanded', 'true');
    mark.setAttribute('aria-describedby', panel.id);
  };

  const markAt = (event) => {
    const mark = event.target.closest?.(MARKS);
    return mark && !panel.contains(mark) ? mark : null;
  };

  document.addEventListener('click', (event) => {
    const mark = markAt(event);
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!mark || !plain || (mark.matches(NOTES) && !noteOf(mark))) {
      if (!panel.contains(event.target)) hide();
      return;
    }
    event.preventDefault();
    if (current === mark && pinned) return hide();
    show(mark);
    pinned = true;
  });

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return;
    const mark = markAt(event);
    if (current && pinned) return;
    if (mark?.matches(NOTES) && mark !== current && !isSeen(mark)) {
      after(OPENING, () => {
        show(mark);
        pinned = false;
      });
    } else if (current && mark !== current && !panel.contains(event.target)) {
      after(CLOSING, () => panel.contains(document.activeElement) || hide());
    } else {
      clearTimeout(timer);
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !current) return;
    event.preventDefault();
    hide();
  });
  document.addEventListener('focusin', (event) => {
    if (current && pinned && event.target !== current && !panel.contains(event.target)) hide();
  });
  addEventListener('hashchange', () => hide());
  // The preview put a new version of the text in the page, maybe without the mark that a note stands beside.
  document.addEventListener('fichewijzer:patched', () => {
    if (current && !current.isConnected) hide();
    prepare(document);
  });
  addEventListener('resize', () => current && place());
})();
