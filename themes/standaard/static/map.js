// On the map: the lines of the box under the pointer or with the focus stand out. Without this script all lines are alike.
(() => {
  'use strict';
  /** The drawing and the box that stand out now. */
  let lit = null;

  const light = () => {
    const { drawing, node } = lit;
    const boxes = new Map(Array.from(drawing.querySelectorAll('[data-node]'), (box) => [box.dataset.node, box]));
    const isThere = boxes.has(node);
    drawing.classList.toggle('map-lit', isThere);
    for (const [name, box] of boxes) box.classList.toggle('map-on', name === node);
    for (const line of drawing.querySelectorAll('[data-ends]')) {
      const ends = line.dataset.ends.split(' ');
      const on = isThere && ends.includes(node);
      line.classList.toggle('map-on', on);
      if (on) for (const end of ends) boxes.get(end)?.classList.add('map-on');
    }
  };

  const prepare = () => {
    for (const drawing of document.querySelectorAll('.map-drawing:not([data-lights])')) {
      drawing.dataset.lights = '';
      for (const kind of ['pointerover', 'focusin']) {
        drawing.addEventListener(kind, (event) => {
          lit = { drawing, node: event.target.closest?.('[data-node]')?.dataset.node };
          light();
        });
      }
      for (const kind of ['pointerleave', 'focusout']) {
        drawing.addEventListener(kind, () => {
          lit = null;
          drawing.classList.remove('map-lit');
        });
      }
    }
    if (lit) light();
  };
  prepare();
  // The preview put a new version of the drawing in the page: other boxes, other lines.
  document.addEventListener('fichewijzer:patched', prepare);
})();
