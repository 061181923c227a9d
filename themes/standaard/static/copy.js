// Copying. Beside the link to a paragraph's own place a button appears that copies its address, by mouse, touch and
// keyboard, and says so. The link stays a link. `copyText` is for the other scripts.
(() => {
  'use strict';
  const words = document.currentScript.dataset;

  /** Copies a text and calls `done` when it is copied; `near` is an element that a helper may stand in for a moment. */
  const copyText = (text, near, done) => {
    // A page opened from disk may have no clipboard of its own.
    const old = () => {
      const area = document.createElement('textarea');
      area.value = text;
      near.append(area);
      area.select();
      const copied = document.execCommand('copy');
      area.remove();
      if (copied) done();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, old);
    else old();
  };
  globalThis.copyText = copyText;

  const main = document.querySelector('main');
  if (!main?.querySelector('a.anchor')) return;

  // A message is read out only where its place was there before it.
  const status = document.createElement('p');
  status.className = 'aid-status';
  status.setAttribute('role', 'status');
  main.append(status);

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-address';
  button.lang = document.documentElement.lang;
  let current = null;

  /** The address that lasts: the published one where the page knows it. */
  const addressOf = (anchor) => {
    if (anchor.pathname !== location.pathname) return anchor.href;
    const published = document.querySelector('link[rel="canonical"]')?.href;
    return (published ?? location.href.replace(/#.*/s, '')) + anchor.hash;
  };

  const hide = () => {
    button.remove();
    current = null;
  };

  const show = (anchor) => {
    if (current === anchor) return;
    current = anchor;
    status.textContent = '';
    button.textContent = words.copy;
    button.classList.remove('copy-address-end');
    anchor.after(button);
    if (button.getBoundingClientRect().right > document.documentElement.clientWidth) button.classList.add('copy-address-end');
  };

  // The preview put a new version of the text in the page, maybe without the paragraph that the button stood in.
  document.addEventListener('fichewijzer:patched', () => {
    if (current && !current.isConnected) hide();
  });

  button.addEventListener('click', () => {
    copyText(addressOf(current), current.parentElement, () => {
      button.textContent = words.copied;
      status.textContent = words.copied;
      button.focus({ preventScroll: true });
    });
  });

  const anchorAt = (event) => event.target.closest?.('main a.anchor');
  const isOver = (target) => target === button || current?.parentElement.contains(target);
  document.addEventListener('focusin', (event) => {
    const anchor = anchorAt(event);
    if (anchor) show(anchor);
    else if (current && event.target !== button) hide();
  });
  document.addEventListener('click', (event) => {
    const anchor = anchorAt(event);
    if (anchor) show(anchor);
    else if (current && !isOver(event.target)) hide();
  });
  document.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return;
    const anchor = anchorAt(event);
    const focused = document.activeElement;
    if (anchor) show(anchor);
    else if (current && !isOver(event.target) && focused !== button && focused !== current) hide();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !current) return;
    const anchor = current;
    if (document.activeElement === button) anchor.focus({ preventScroll: true });
    hide();
  });
})();
