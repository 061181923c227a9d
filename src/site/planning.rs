//! Which pages a site gets, and at which addresses.

use super::kind::{PageKind, Planned, Section, SectionKind};
use super::{Placed, Site};
use crate::config::Settings;
use crate::corpus::{self, Corpus, Document, PageRef};
use crate::document::Kind;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Entries on one page of a list; longer lists go on at `<name>-2.html`, as the contract has it.
pub const LIST_LENGTH: usize = 500;

/// Folder of the pages with raw texts. They stand in no section: their documents lead to them.
pub(super) const SOURCES: &str = "bron";

/// Folder of the comparisons. Their fiches lead to them.
const COMPARISONS: &str = "vergelijk";
/// Address of the list of what is cited, without its ending.
pub const REFERENCES: &str = "verwijzingen";
/// Address of the list of what is missing, without its ending.
pub(super) const COVERAGE: &str = "dekking";

/// Address of the list of actions, without ending.
pub(super) const ACTIONS: &str = "acties";
/// Address of the page where readers search.
const SEARCH: &str = "zoeken.html";
/// Address of the list of short forms, without its ending.
pub(super) const DEFINITIONS: &str = "begrippen";

/// Address of the map of documents and terms.
const MAP: &str = "kaart.html";
/// Address of the report of the accessibility tests.
const ACCESSIBILITY: &str = "toegankelijkheid.html";

/// Address of the page that a web server shows where there is none.
pub const NOT_FOUND: &str = "404.html";

/// The pages of a site, as they are planned.
pub(super) struct Planning<'a> {
    pub(super) site: &'a Site,
    pub(super) pages: Vec<Planned>,
    pub(super) documents: HashMap<Arc<str>, Placed>,
    pub(super) routes: HashMap<PageRef, String>,
}

impl<'a> Planning<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        Planning { site, pages: Vec::new(), documents: HashMap::new(), routes: HashMap::new() }
    }

    /// Plans all pages.
    pub(super) fn add_pages(&mut self) {
        let corpus = &self.site.corpus;
        self.add(PageRef::Home, "index.html".into(), PageKind::Home);
        self.pages.push(Planned { path: NOT_FOUND.into(), kind: PageKind::NotFound });
        self.add(PageRef::Search, SEARCH.into(), PageKind::Search);
        for section in &self.site.sections {
            self.add_index(section);
        }
        for (id, document) in corpus.documents.shared() {
            let path = format!("{}/{id}.html", document.front.kind.section());
            self.place(id, &path, Some(document.clone()));
            self.pages.push(Planned { path, kind: PageKind::Document(id.clone()) });
            if document.provenance.seed.is_some() {
                self.add(
                    PageRef::Source(id.clone()),
                    format!("{SOURCES}/{id}.html"),
                    PageKind::Source(id.clone()),
                );
            }
        }
        for id in corpus.stubs.keys() {
            let path = format!("{}/{id}.html", Kind::Communication.section());
            self.place(id, &path, None);
            self.pages.push(Planned { path, kind: PageKind::Stub(id.clone()) });
        }
        for taxonomy in &corpus.taxonomies {
            let key = &taxonomy.settings.key;
            for term in &taxonomy.terms {
                for part in 1..=parts(term.passages.len()) {
                    let path = list_path(&format!("{key}/{}", term.id), part);
                    let kind = PageKind::Term { taxonomy: key.clone(), id: term.id.clone(), part };
                    let page = PageRef::Term { taxonomy: key.clone(), id: term.id.clone() };
                    self.add(page, path, kind);
                }
            }
        }
        for id in corpus::compared(corpus) {
            let path = format!("{COMPARISONS}/{id}.html");
            self.add(PageRef::Comparison(id.to_owned()), path, PageKind::Comparison(id.to_owned()));
        }
        if !corpus.actions.is_empty() {
            for part in 1..=parts(corpus.actions.len()) {
                self.add(PageRef::Actions, list_path(ACTIONS, part), PageKind::Actions { part });
            }
        }
        for part in 1..=parts(corpus.citations.listed().len()) {
            self.add(PageRef::References, list_path(REFERENCES, part), PageKind::References { part });
        }
        if corpus.has_short_forms() {
            for part in 1..=parts(self.site.short_forms.len()) {
                let path = list_path(DEFINITIONS, part);
                self.add(PageRef::Definitions, path, PageKind::Definitions { part });
            }
        }
        for part in 1..=parts(corpus.coverage.len()) {
            self.add(PageRef::Coverage, list_path(COVERAGE, part), PageKind::Coverage { part });
        }
        if !corpus.documents.is_empty() {
            self.add(PageRef::Map, MAP.into(), PageKind::Map);
        }
        if corpus.accessibility.is_some() {
            self.add(PageRef::Accessibility, ACCESSIBILITY.into(), PageKind::Accessibility);
        }
        for key in corpus.pages.keys() {
            self.add(PageRef::Page(key.clone()), format!("{key}.html"), PageKind::Page(key.clone()));
        }
        self.add_former();
    }

    fn add_index(&mut self, section: &Section) {
        let (page, stem) = (PageRef::Section(section.key.clone()), format!("{}/index", section.key));
        for part in 1..=parts(section.count) {
            let key = section.key.clone();
            let kind = match section.kind {
                SectionKind::Terms => PageKind::Taxonomy { key, part },
                SectionKind::Documents | SectionKind::Pages => PageKind::Section { key, part },
            };
            self.add(page.clone(), list_path(&stem, part), kind);
        }
    }

    fn add(&mut self, page: PageRef, path: String, kind: PageKind) {
        self.routes.entry(page).or_insert_with(|| path.clone());
        self.pages.push(Planned { path, kind });
    }

    fn place(&mut self, id: &str, path: &str, document: Option<Arc<Document>>) {
        let number = self.documents.len();
        self.documents.entry(id.into()).or_insert_with(|| Placed { path: path.into(), number, document });
    }
}

/// How many pages a list takes: one, or a first page of counts and one for every [`LIST_LENGTH`] entries.
pub fn parts(entries: usize) -> usize {
    if entries <= LIST_LENGTH { 1 } else { 1 + entries.div_ceil(LIST_LENGTH) }
}

/// The entries of a list that stand on one of its parts.
pub fn on_part<T>(all: &[T], part: usize) -> &[T] {
    if all.len() <= LIST_LENGTH {
        return all;
    }
    part.checked_sub(2).and_then(|before| all.chunks(LIST_LENGTH).nth(before)).unwrap_or_default()
}

/// On which part of a list of so many entries one stands, by its place.
pub fn part_with(at: usize, entries: usize) -> usize {
    if entries <= LIST_LENGTH { 1 } else { 2 + at / LIST_LENGTH }
}

/// Address of part `part` of a list: `x.html`, `x-2.html`, …
pub fn list_path(stem: &str, part: usize) -> String {
    if part == 1 { format!("{stem}.html") } else { format!("{stem}-{part}.html") }
}

/// The sections of a site, in the order of the navigation.
pub(super) fn sections(settings: &Settings, corpus: &Corpus) -> Vec<Section> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in corpus.documents.values() {
        *counts.entry(document.front.kind.section()).or_default() += 1;
    }
    if !corpus.stubs.is_empty() {
        *counts.entry(Kind::Communication.section()).or_default() += corpus.stubs.len();
    }
    let mut out: Vec<Section> = ["documenten", "fiches", "nieuws"]
        .into_iter()
        .filter_map(|key| {
            let count = *counts.get(key)?;
            Some(Section { key: key.to_owned(), kind: SectionKind::Documents, count })
        })
        .collect();
    out.extend(corpus.taxonomies.iter().map(|t| Section {
        key: t.settings.key.clone(),
        kind: SectionKind::Terms,
        count: t.terms.len(),
    }));
    let mut own: BTreeMap<&str, usize> = BTreeMap::new();
    for page in corpus.pages.values() {
        *own.entry(&page.section).or_default() += 1;
    }
    let mut own: Vec<_> = own.into_iter().filter(|(key, _)| !key.is_empty()).collect();
    own.sort_by_key(|(key, _)| {
        let order = settings.sections.get(*key).and_then(|s| s.order);
        (order.is_none(), order, *key)
    });
    out.extend(own.into_iter().map(|(key, count)| Section {
        key: key.to_owned(),
        kind: SectionKind::Pages,
        count,
    }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_has_a_first_page_of_counts() {
        assert_eq!([0, 1, 500, 501, 1000, 1001].map(parts), [1, 1, 1, 3, 3, 4]);
        let all: Vec<usize> = (0..501).collect();
        assert_eq!([1, 2, 3, 4].map(|part| on_part(&all, part).len()), [0, 500, 1, 0]);
        assert_eq!(on_part(&all[1..], 1).len(), 500);
        assert_eq!([0, 499, 500].map(|at| part_with(at, all.len())), [2, 2, 3]);
        assert_eq!(part_with(499, 500), 1);
        assert_eq!(list_path("pijlers/data", 1), "pijlers/data.html");
        assert_eq!(list_path("pijlers/data", 2), "pijlers/data-2.html");
    }
}
