/* The one file's search is the site's: `search.js` finds, `search-page.js` shows. This script tells them where the file
   has the parts of the index, and the places that they lead to. A part is data in an element, read when it is asked for. */
(function () {
  "use strict";
  window.fichewijzerZoekLaden = (name) => new Promise((resolve) => {
    resolve(JSON.parse(document.getElementById(`_index.${name}`).textContent));
  });

  /* Pages are chapters here: what the index gives as a page's address is its chapter's id. */
  const marksOf = new Map();
  window.fichewijzerZoekAdres = (chapter, id, marks) => {
    const place = id && document.getElementById(`${chapter}.${id}`) ? `${chapter}.${id}` : chapter;
    const address = `#${encodeURI(place)}`;
    marksOf.set(address, { chapter, marks });
    return address;
  };

  /* The words of the result that was followed are marked in its chapter, and no others. */
  const results = document.querySelector("[data-search-results]");
  if (!results) return;
  results.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const found = link && marksOf.get(link.getAttribute("href"));
    const chapter = found && document.getElementById(found.chapter);
    if (!chapter) return;
    document.querySelectorAll("mark.search-mark").forEach((mark) => {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    });
    window.fichewijzerZoekMarkeren(chapter, found.marks);
  });
})();
