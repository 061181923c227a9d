//! Which pages an index is of.

use crate::corpus::{Document, PageRef, Passage, Term};
use crate::site::Site;
use std::collections::BTreeMap;

/// The pages that an index is of, and where its readers find each.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// All pages, at their addresses in the site.
    Site,
    /// These pages, at these addresses.
    Places(BTreeMap<PageRef, String>),
}

impl Held {
    pub(super) fn holds(&self, page: &PageRef) -> bool {
        match self {
            Held::Site => true,
            Held::Places(places) => places.contains_key(page),
        }
    }

    /// The address of a page that is held.
    pub(super) fn address<'a>(&'a self, site: &'a Site, page: &PageRef) -> &'a str {
        match self {
            Held::Site => site.path(page),
            Held::Places(places) => places.get(page).expect("asked for pages that are held"),
        }
    }

    /// The passages of a term whose documents are not held: its page, which quotes them, is where their words are.
    pub(super) fn only_quoted<'a>(&self, site: &'a Site, term: &'a Term) -> Vec<(&'a Document, &'a Passage)> {
        let Held::Places(_) = self else { return Vec::new() };
        let documents = &site.corpus.documents;
        term.passages
            .iter()
            .filter(|passage| !self.holds(&PageRef::Document(passage.document.to_string())))
            .filter_map(|passage| Some((documents.get(&*passage.document)?, passage)))
            .collect()
    }
}
