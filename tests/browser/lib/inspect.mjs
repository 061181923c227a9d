// Needs: a page of the browser. Gives: the facts of a document that the tests judge, and the judgement on its form.

/**
 * Runs inside the browser: facts of `html` as written (parsed, scripts not run), or of the page itself when `html`
 * is null (scripts have run).
 */
export function inspect(html) {
  const doc = html === null ? document : new DOMParser().parseFromString(html, 'text/html');
  const cut = (text, length) => (text.length > length ? `${text.slice(0, length)}…` : text);
  const words = (element) => cut(element.textContent.replace(/\s+/g, ' ').trim(), 60);
  const show = (element) => {
    const attributes = [...element.attributes].map((a) => ` ${a.name}="${cut(a.value, 80)}"`).join('');
    return `<${element.localName}${attributes}>${words(element)}`;
  };
  const all = (selector) => [...doc.querySelectorAll(selector)];

  const runs = (script) =>
    /^$|^module$|^importmap$|^speculationrules$|(java|ecma|live|j)script/i.test(script.getAttribute('type') ?? '');
  const inline = [
    // A script element whose type is no script, such as JSON, is data and never runs.
    ...all('script:not([src])').filter(runs).map((e) => `inline script ${show(e)}`),
    ...all('style').map((e) => `style element ${show(e)}`),
    ...all('[style]').map((e) => `style attribute on ${show(e)}`),
    ...all('*').flatMap((e) =>
      [...e.attributes].filter((a) => /^on/i.test(a.name)).map((a) => `event handler ${a.name} on ${show(e)}`),
    ),
  ];

  const links = ['a[href]', 'area[href]'].flatMap(all).map((e) => ({ href: e.getAttribute('href'), element: show(e) }));
  links.push(...all('form[action]').map((e) => ({ href: e.getAttribute('action'), element: show(e) })));

  const resources = all('link[href]').map((e) => ({
    href: e.getAttribute('href'),
    rel: [...e.relList],
    element: show(e),
  }));
  const SOURCES = { '[src]': 'src', '[poster]': 'poster', 'object[data]': 'data', 'image[href]': 'href', 'use[href]': 'href' };
  for (const [selector, attribute] of Object.entries(SOURCES)) {
    resources.push(...all(selector).map((e) => ({ href: e.getAttribute(attribute), rel: [], element: show(e) })));
  }
  for (const e of all('[srcset]')) {
    for (const candidate of e.getAttribute('srcset').split(/,\s+/)) {
      resources.push({ href: candidate.trim().split(/\s+/)[0], rel: [], element: show(e) });
    }
  }

  return {
    lang: doc.documentElement.getAttribute('lang'),
    title: doc.title,
    canonical: doc.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null,
    robots: doc.querySelector('meta[name="robots"]')?.getAttribute('content') ?? null,
    headings: all('h1, h2, h3, h4, h5, h6').map((e) => ({ level: Number(e.localName[1]), element: show(e) })),
    ids: all('[id]').map((e) => ({ id: e.id, element: show(e) })),
    inline,
    links,
    resources,
  };
}

/** What is wrong with the form of one document, by its facts: title, language, headings, ids. */
export function formFaults(facts) {
  const faults = [];
  if (!facts.lang?.trim()) faults.push('<html> has no lang, expected the language of the page');
  if (!facts.title.trim()) faults.push('<title> is missing or empty, expected the title of the page');

  const firsts = facts.headings.filter((heading) => heading.level === 1);
  if (firsts.length !== 1) {
    faults.push(`${firsts.length} h1 elements, expected exactly one${firsts.map((h) => `; ${h.element}`).join('')}`);
  }
  let before = 0;
  for (const { level, element } of facts.headings) {
    if (level > before + 1) faults.push(`heading ${element} follows ${before ? `an h${before}` : 'no heading'}, expected at most h${before + 1}`);
    before = level;
  }

  const seen = new Map();
  for (const { id, element } of facts.ids) {
    if (seen.has(id)) faults.push(`id "${id}" stands twice: on ${seen.get(id)} and on ${element}`);
    else seen.set(id, element);
  }
  return faults;
}
