// "Cite this" with scripts: a button beside every reference that copies it, and the paragraph that the address names.
// Without scripts the page says the same in words. copy.js copies.
(() => {
  'use strict';
  const cite = document.querySelector('details.cite');
  if (!cite) return;
  const part = (name) => cite.querySelector(`[data-cite="${name}"]`);
  const block = part('block');

  const addButton = (element) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-button';
    button.textContent = block.dataset.copy;
    button.addEventListener('click', () => {
      const text = element.textContent;
      copyText(text, cite, () => {
        button.textContent = block.dataset.copied;
        setTimeout(() => (button.textContent = block.dataset.copy), 2000);
      });
      button.focus();
    });
    element.after(button);
  };
  const addButtons = () => {
    for (const element of cite.querySelectorAll('.copy')) {
      if (!element.nextElementSibling?.matches('.copy-button')) addButton(element);
    }
  };
  addButtons();
  // The preview put a new version of the text in the page.
  document.addEventListener('fichewijzer:patched', addButtons);

  if (!part('block-form')) return;
  // The id of a numbered heading is its printed number: s2.1, s4e-regeldruk.
  const numberOf = (id) => /^s(\d+(?:\.\d+)*[a-z]?)(?:-|$)/.exec(id)?.[1];

  const placeOf = (target) => {
    const note = target.closest('[id^="fn-"]');
    if (note) return `${block.dataset.note} ${note.id.slice(3)}`;
    let number;
    for (const heading of document.querySelectorAll('.text :is(h2, h3, h4, h5, h6)[id]')) {
      const after = target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (after && heading !== target) break;
      number = numberOf(heading.id) ?? number;
    }
    return number && `${block.dataset.part} ${number}`;
  };

  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    const known = target && target.closest('.text');
    block.hidden = !known;
    if (!known) return;
    const place = placeOf(target);
    const form = part('form').textContent;
    part('block-form').textContent = place ? `${form}, ${place}` : form;
    part('block-address').textContent = `${part('address').textContent}#${id}`;
  };
  addEventListener('hashchange', show);
  show();
})();
