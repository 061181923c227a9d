//! The documents of each section in the order of their dates: a page leads to those beside its own.

use super::Site;
use crate::corpus::{Corpus, Document};
use crate::document::PartialDate;
use std::collections::BTreeMap;

/// By section its documents by date, then by id.
#[derive(Debug, Default)]
pub(super) struct Order(BTreeMap<&'static str, Vec<(Option<PartialDate>, String)>>);

/// What stands beside a document in its section.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    pub previous: Option<&'a Document>,
    pub next: Option<&'a Document>,
}

impl Order {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut sections: BTreeMap<&'static str, Vec<(Option<PartialDate>, String)>> = BTreeMap::new();
        for document in corpus.documents.values() {
            let section = sections.entry(document.front.kind.section()).or_default();
            section.push((document.front.date, document.id.clone()));
        }
        sections.values_mut().for_each(|section| section.sort_unstable());
        Order(sections)
    }
}

impl Site {
    /// The documents of a section as its list has them: the newest first, those of one day by id; what has no date comes
    /// last.
    pub fn newest(&self, section: &str) -> impl Iterator<Item = &Document> {
        let section = self.order.0.get(section).map_or(&[][..], Vec::as_slice);
        let days = section.chunk_by(|(a, _), (b, _)| a == b).rev();
        days.flatten().filter_map(|(_, id)| self.document(id))
    }

    /// The documents before and after one in its section, by date, then by id.
    pub fn beside(&self, document: &Document) -> Beside<'_> {
        let section = self.order.0.get(document.front.kind.section()).map_or(&[][..], Vec::as_slice);
        let here = (document.front.date, document.id.as_str());
        let at = section.partition_point(|(date, id)| (*date, id.as_str()) < here);
        let document = |at: usize| section.get(at).and_then(|(_, id)| self.document(id));
        Beside { previous: at.checked_sub(1).and_then(document), next: document(at + 1) }
    }
}
