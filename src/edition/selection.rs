//! Which pages an edition holds: all, or those that `--only` names.

use crate::corpus::{PageRef, RelationKind};
use crate::diagnostic::nearest;
use crate::site::{PageKind, Site};
use std::collections::BTreeSet;

/// The pages of an edition.
///
/// An id names one page, and what it cannot be read without: a fiche brings the documents that it assesses and its
/// comparison with them; any other document, a stub, a term (`data`, or `pijlers/data` where two taxonomies have one
/// of that id) and a hand-written page (`handleiding/acties`) stand by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    asked: Vec<String>,
    /// The pages that those ids name, without what they bring along.
    named: Vec<PageRef>,
    /// `None` for all pages.
    pages: Option<BTreeSet<PageRef>>,
}

/// Why an id names no part of a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    #[error("there is no document, term or page `{id}`{}", near.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Unknown { id: String, near: Option<String> },
    #[error("`{id}` is the id of several pages; write one of: {}", of.join(", "))]
    Ambiguous { id: String, of: Vec<String> },
}

impl Selection {
    /// All pages.
    pub fn whole() -> Self {
        Selection { asked: Vec::new(), named: Vec::new(), pages: None }
    }

    /// The pages that the ids name; all where none is given.
    pub fn of(site: &Site, ids: &[String]) -> Result<Self, SelectionError> {
        if ids.is_empty() {
            return Ok(Selection::whole());
        }
        let named: Vec<PageRef> = ids.iter().map(|id| named(site, id)).collect::<Result<_, _>>()?;
        let companions = named.iter().flat_map(|page| companions(site, page));
        let pages = companions.chain(named.iter().cloned()).collect();
        Ok(Selection { asked: ids.to_vec(), named, pages: Some(pages) })
    }

    /// Whether the edition holds a page.
    pub fn holds(&self, page: &PageRef) -> bool {
        self.pages.as_ref().is_none_or(|pages| pages.contains(page))
    }

    /// Whether the edition holds what a planned page shows.
    pub fn holds_page(&self, kind: &PageKind) -> bool {
        kind.page().is_some_and(|page| self.holds(&page))
    }

    /// Whether it holds all pages.
    pub fn is_whole(&self) -> bool {
        self.pages.is_none()
    }

    /// The pages that the ids name, in the order of the ids; none for the whole.
    pub fn named(&self) -> &[PageRef] {
        &self.named
    }

    /// The ids as they were given; none for the whole.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }
}

/// All pages that can be named, each with its full name and its id.
fn nameable(site: &Site) -> Vec<(String, String, PageRef)> {
    let corpus = &site.corpus;
    let documents = corpus.documents.keys().chain(corpus.stubs.keys());
    let mut out: Vec<(String, String, PageRef)> =
        documents.map(|id| (id.clone(), id.clone(), PageRef::Document(id.clone()))).collect();
    for taxonomy in &corpus.taxonomies {
        let key = &taxonomy.settings.key;
        out.extend(taxonomy.terms.iter().map(|term| {
            let page = PageRef::Term { taxonomy: key.clone(), id: term.id.clone() };
            (format!("{key}/{}", term.id), term.id.clone(), page)
        }));
    }
    out.extend(
        corpus.pages.iter().map(|(key, page)| (key.clone(), page.slug.clone(), PageRef::Page(key.clone()))),
    );
    out
}

fn named(site: &Site, id: &str) -> Result<PageRef, SelectionError> {
    let all = nameable(site);
    if let Some((_, _, page)) = all.iter().find(|(full, ..)| full == id) {
        return Ok(page.clone());
    }
    let mut found: Vec<_> = all.iter().filter(|(_, short, _)| short == id).collect();
    match found.len() {
        0 => {
            let known = all.iter().flat_map(|(full, short, _)| [full.as_str(), short.as_str()]);
            let near = nearest(id, known).map(str::to_owned);
            Err(SelectionError::Unknown { id: id.to_owned(), near })
        }
        1 => Ok(found.remove(0).2.clone()),
        _ => {
            let of = found.iter().map(|(full, ..)| full.clone()).collect();
            Err(SelectionError::Ambiguous { id: id.to_owned(), of })
        }
    }
}

/// What a page brings along.
fn companions(site: &Site, page: &PageRef) -> Vec<PageRef> {
    let PageRef::Document(id) = page else { return Vec::new() };
    let relations = site.corpus.relations_from(id).filter(|r| r.kind == RelationKind::Assesses);
    let assessed = relations.map(|r| PageRef::Document(r.to.clone()));
    assessed.chain(site.comparison(id)).collect()
}
