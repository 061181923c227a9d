/* Sorting and filtering of the list of actions. Without this script the table is complete and in reading order. */
(function () {
  "use strict";
  let table = null;
  let form = null;
  let shown = null;
  let body = null;
  let rows = [];
  let words = new Map();
  let heads = [];
  let sort = "";
  const language = document.documentElement.lang || undefined;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const states = ["done", "past", "ahead", "undated"];

  /* The rows as they are now, in reading order. One that the preview put in stands behind the one that it follows in the
     text, however the table is sorted. */
  const read = () => {
    let last = -1;
    const places = new Map();
    for (const row of body.rows) {
      last = row.dataset.order === undefined ? last + 1e-6 : Number(row.dataset.order);
      places.set(row, last);
    }
    rows = Array.from(body.rows).sort((a, b) => places.get(a) - places.get(b));
    rows.forEach((row, order) => { row.dataset.order = String(order); });
    words = new Map(rows.map((row) => [row, fold(row.textContent)]));
  };

  const fits = (row, choice) => Object.entries(choice).every(([name, value]) => {
    if (!value) return true;
    if (name === "q") return fold(value).split(/\s+/).every((word) => words.get(row).includes(word));
    return (row.dataset[name] || "").split(" ").includes(value);
  });

  const keys = {
    order: (row) => Number(row.dataset.order),
    text: (row) => row.cells[0].textContent,
    first: (row) => row.dataset.first || "9999",
    state: (row) => states.indexOf(row.dataset.state),
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, language));

  const applySort = () => {
    const [name, direction] = sort.split("-");
    const key = keys[name] || keys.order;
    const sign = direction === "down" ? -1 : 1;
    const sorted = rows.slice().sort((a, b) =>
      sign * compare(key(a), key(b)) || Number(a.dataset.order) - Number(b.dataset.order));
    /* Rows that move lose the focus in them. */
    if (sorted.some((row, at) => row !== body.rows[at])) body.append(...sorted);
    heads.forEach((head) => head.setAttribute("aria-sort",
      head.dataset.sort !== name ? "none" : direction === "down" ? "descending" : "ascending"));
  };

  const choice = () => Object.fromEntries(Array.from(new FormData(form), ([k, v]) => [k, String(v).trim()]));
  const applyFilter = () => {
    const wanted = choice();
    let count = 0;
    rows.forEach((row) => {
      row.hidden = !fits(row, wanted);
      if (!row.hidden) count += 1;
    });
    const text = count === rows.length ? shown.dataset.all : count ? shown.dataset.some : shown.dataset.none;
    shown.textContent = text.replace("##", String(rows.length)).replace("#", String(count));
  };

  /* The choice stands in the address, so that it can be shared; where that is not allowed it is only not kept. */
  const remember = () => {
    const query = new URLSearchParams();
    Object.entries(choice()).forEach(([name, value]) => { if (value) query.set(name, value); });
    if (sort) query.set("sort", sort);
    const text = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
    } catch (error) { /* an address that cannot be changed */ }
  };

  const recall = () => {
    const query = new URLSearchParams(location.search);
    Array.from(form.elements).forEach((field) => {
      if (field.name && query.has(field.name)) field.value = query.get(field.name);
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.selectedIndex = 0;
    });
    const asked = query.get("sort") || "";
    sort = /^(order|text|first|state)-(up|down)$/.test(asked) ? asked : "";
  };

  const addButton = (head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sort = head.dataset.sort + (sort === head.dataset.sort + "-up" ? "-down" : "-up");
      applySort();
      remember();
    });
  };

  const addFilters = () => {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { applyFilter(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { applyFilter(); remember(); }));
    recall();
    form.hidden = false;
  };

  /* Gives whether there is a list. */
  const prepare = () => {
    table = document.querySelector("table[data-actions]");
    shown = document.querySelector("[data-shown]");
    const found = document.querySelector("form[data-filters]");
    if (!table || !found || !shown) return false;
    body = table.tBodies[0];
    read();
    heads = Array.from(table.tHead.rows[0].cells).filter((head) => head.dataset.sort);
    heads.filter((head) => !head.querySelector("button")).forEach(addButton);
    if (found !== form) {
      form = found;
      addFilters();
    }
    shown.hidden = false;
    applySort();
    applyFilter();
    return true;
  };

  /* The preview put a new version of the list in the page. */
  document.addEventListener("fichewijzer:patched", prepare);
  if (!prepare()) return;
  /* The row that the address names must be seen. */
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.hidden) { form.reset(); }
  if (target) target.scrollIntoView();
})();
