//! The citations of all documents, and what leads to them.

use super::{Citation, CitationStatus, Cited, listed};
use crate::citation::{CitationKind, Id};
use crate::corpus::PageRef;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All citations by document, each document's in reading order, those of its front matter first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citations {
    /// Of the documents that have any, in their order; shared with what a memo keeps.
    of: Vec<Arc<[Cited]>>,
    index: Arc<Index>,
}

/// What leads to the citations: no word of the sentences around them counts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Index {
    /// Of each page the citations that lead to it from elsewhere.
    to: BTreeMap<PageRef, Vec<At>>,
    /// Those about something else than their own document, as lists show them.
    listed: Vec<At>,
    /// How many documents have one of those.
    listing: usize,
}

/// Which document of those that have citations, and which of its citations.
type At = (u32, u32);

impl Index {
    fn of(all: &[Arc<[Cited]>]) -> Self {
        let number = |at: usize| u32::try_from(at).expect("far fewer than four thousand million");
        let (mut places, mut citations): (Vec<At>, Vec<&Citation>) = (Vec::new(), Vec::new());
        for (document, of_one) in all.iter().enumerate() {
            for (at, cited) in of_one.iter().enumerate() {
                places.push((number(document), number(at)));
                citations.push(&cited.citation);
            }
        }
        let from_elsewhere = || {
            let mut to: BTreeMap<PageRef, Vec<At>> = BTreeMap::new();
            for (place, citation) in places.iter().zip(&citations).filter(|(_, c)| !c.is_own()) {
                let Some(page) = &citation.local else { continue };
                match to.get_mut(page) {
                    Some(places) => places.push(*place),
                    None => {
                        to.insert(page.clone(), vec![*place]);
                    }
                }
            }
            to
        };
        let in_order = || listed::order(&citations).into_iter().map(|at| places[at]).collect();
        let (to, listed) = rayon::join(from_elsewhere, in_order);
        let listing = all.iter().filter(|of_one| of_one.iter().any(|c| !c.citation.is_own())).count();
        Index { to, listed, listing }
    }
}

impl Citations {
    /// Of all documents, in their order.
    pub(in crate::corpus) fn of(documents: impl IntoIterator<Item = Arc<[Cited]>>) -> Self {
        let of: Vec<Arc<[Cited]>> = documents.into_iter().filter(|cited| !cited.is_empty()).collect();
        Citations { index: Arc::new(Index::of(&of)), of }
    }

    /// The same, where one document cites otherwise than before; the documents are in the order of their ids.
    pub(in crate::corpus) fn with(&self, document: &str, now: &Arc<[Cited]>) -> Self {
        let mut of = self.of.clone();
        match of.binary_search_by(|cited| cited[0].citation.document.as_str().cmp(document)) {
            Ok(at) if of[at].iter().map(lead).eq(now.iter().map(lead)) => {
                of[at] = now.clone();
                return Citations { of, index: self.index.clone() };
            }
            Ok(at) => of[at] = now.clone(),
            Err(at) => of.insert(at, now.clone()),
        }
        Citations::of(of)
    }

    /// All, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Citation> + Clone {
        self.with_places().map(|(citation, _)| citation)
    }

    /// Those that are about something else than their own document: by kind, what needs an editor's eye last, then
    /// by name as readers count.
    pub fn listed(&self) -> impl ExactSizeIterator<Item = &Citation> + Clone {
        self.index.listed.iter().map(|at| self.at(*at))
    }

    /// How many documents have one of those that are listed.
    pub fn listing_documents(&self) -> usize {
        self.index.listing
    }

    /// The citations in other documents that are about a page.
    pub fn to(&self, page: &PageRef) -> impl Iterator<Item = &Citation> {
        self.index.to.get(page).into_iter().flatten().map(|at| self.at(*at))
    }

    /// All, in their order, each with the place of the relation that it states.
    pub(in crate::corpus) fn with_places(
        &self,
    ) -> impl Iterator<Item = (&Citation, Option<&Arc<super::RelationPlace>>)> + Clone {
        self.of.iter().flat_map(|of_one| of_one.iter()).map(|cited| (&*cited.citation, cited.place.as_ref()))
    }

    fn at(&self, (document, at): At) -> &Citation {
        &self.of[document as usize][at as usize].citation
    }
}

/// What of a citation tells its place in the index.
fn lead(cited: &Cited) -> (CitationStatus, CitationKind, Option<&Id>, Option<&PageRef>, &str) {
    let Citation { status, kind, id, local, text, .. } = &*cited.citation;
    // One with an id is filed under it.
    (*status, *kind, id.as_ref(), local.as_ref(), if id.is_some() { "" } else { text.as_str() })
}
