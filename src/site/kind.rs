//! What pages and sections a site can have.

use crate::corpus::PageRef;

/// A page that will be written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Planned {
    /// Its address in the site, `fiches/fiche-com-2025-165.html`.
    pub path: String,
    pub kind: PageKind,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageKind {
    Home,
    /// The index of a section of documents or of hand-written pages, `part` as of a term; the first of several parts
    /// shows counts by year.
    Section {
        key: String,
        part: usize,
    },
    Document(String),
    Stub(String),
    /// The raw text of a document, by the document's id.
    Source(String),
    /// The index of a taxonomy, `part` as of a term; the first of several parts shows counts by initial.
    Taxonomy {
        key: String,
        part: usize,
    },
    /// `part` counts from 1; the passages of a term with more than [`LIST_LENGTH`](super::LIST_LENGTH) are on parts 2 and on,
    /// and the first part shows counts by document.
    Term {
        taxonomy: String,
        id: String,
        part: usize,
    },
    Page(String),
    /// A fiche beside what it assesses, by the fiche's id.
    Comparison(String),
    /// An address that a page had before; leads there.
    Former(PageRef),
    /// What is cited, `part` as of a term.
    References {
        part: usize,
    },
    /// What was promised; parts as of a term.
    Actions {
        part: usize,
    },
    /// The short forms and what they stand for, parts as of a taxonomy's index.
    Definitions {
        part: usize,
    },
    /// What has no fiche and what has no document, `part` as of a term.
    Coverage {
        part: usize,
    },
    /// Where readers search.
    Search,
    /// Documents and terms, and what connects them.
    Map,
    /// The report of the accessibility tests.
    Accessibility,
    /// What a web server answers with where there is no page. It is shown at any address, so its own links
    /// begin at the site's root.
    NotFound,
}

impl PageKind {
    /// The page that this is, or is a part of; none of a page that shows nothing of its own.
    pub fn page(&self) -> Option<PageRef> {
        Some(match self {
            PageKind::Home => PageRef::Home,
            PageKind::Section { key, .. } | PageKind::Taxonomy { key, .. } => PageRef::Section(key.clone()),
            PageKind::Document(id) | PageKind::Stub(id) => PageRef::Document(id.clone()),
            PageKind::Source(id) => PageRef::Source(id.clone()),
            PageKind::Term { taxonomy, id, .. } => {
                PageRef::Term { taxonomy: taxonomy.clone(), id: id.clone() }
            }
            PageKind::Page(key) => PageRef::Page(key.clone()),
            PageKind::Comparison(id) => PageRef::Comparison(id.clone()),
            PageKind::References { .. } => PageRef::References,
            PageKind::Actions { .. } => PageRef::Actions,
            PageKind::Definitions { .. } => PageRef::Definitions,
            PageKind::Coverage { .. } => PageRef::Coverage,
            PageKind::Search => PageRef::Search,
            PageKind::Map => PageRef::Map,
            PageKind::Accessibility => PageRef::Accessibility,
            PageKind::Former(_) | PageKind::NotFound => return None,
        })
    }
}

impl PageKind {
    /// Which part of a long list this is, from 1; 1 of every page that is none.
    pub fn part(&self) -> usize {
        match self {
            PageKind::Section { part, .. }
            | PageKind::Taxonomy { part, .. }
            | PageKind::Term { part, .. }
            | PageKind::Actions { part }
            | PageKind::References { part }
            | PageKind::Definitions { part }
            | PageKind::Coverage { part } => *part,
            _ => 1,
        }
    }
}

/// A folder of the site with an index page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Name of the folder.
    pub key: String,
    pub kind: SectionKind,
    /// How many pages it holds.
    pub count: usize,
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    Documents,
    Terms,
    Pages,
}
