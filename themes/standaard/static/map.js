// On the map: the lines of the box under the pointer or with the focus stand out. Without this script all lines are alike.
(() => {
  'use strict';
  for (const drawing of document.querySelectorAll('.map-drawing')) {
    const lines = Array.from(drawing.querySelectorAll('[data-ends]'), (line) => ({ line, ends: line.dataset.ends.split(' ') }));
    const boxes = new Map(Array.from(drawing.querySelectorAll('[data-node]'), (box) => [box.dataset.node, box]));
    const light = (event) => {
      const node = event.target.closest?.('[data-node]')?.dataset.node;
      drawing.classList.toggle('map-lit', Boolean(node));
      for (const box of boxes.values()) box.classList.toggle('map-on', box.dataset.node === node);
      for (const { line, ends } of lines) {
        const on = ends.includes(node);
        line.classList.toggle('map-on', on);
        if (on) for (const end of ends) boxes.get(end).classList.add('map-on');
      }
    };
    for (const kind of ['pointerover', 'focusin']) drawing.addEventListener(kind, light);
    for (const kind of ['pointerleave', 'focusout']) drawing.addEventListener(kind, () => drawing.classList.remove('map-lit'));
  }
})();
