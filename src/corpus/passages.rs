//! The passages of a term, by document.

use super::Passage;
use std::collections::BTreeMap;
use std::ops::{Deref, Range};

/// Passages of a term: by document, oldest first, then in reading order. Every document's page asks how many of them
/// are its own, and every list of terms how many there are, so that their places are found once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    list: Vec<Passage>,
    /// Where each document's are in the list.
    ranges: BTreeMap<String, Range<usize>>,
}

impl Passages {
    /// Those of a document, in reading order.
    pub fn in_document(&self, document: &str) -> &[Passage] {
        self.ranges.get(document).map_or(&[], |range| &self.list[range.clone()])
    }

    /// How many stand in a document.
    pub fn count_in(&self, document: &str) -> usize {
        self.in_document(document).len()
    }

    /// In how many documents they stand.
    pub fn documents(&self) -> usize {
        self.ranges.len()
    }
}

impl From<Vec<Passage>> for Passages {
    /// Keeps the order, but that passages of a document come together where its first one is.
    fn from(mut list: Vec<Passage>) -> Self {
        let mut order: BTreeMap<String, usize> = BTreeMap::new();
        for passage in &list {
            if !order.contains_key(&passage.document) {
                order.insert(passage.document.clone(), order.len());
            }
        }
        list.sort_by_key(|passage| order[&passage.document]);
        let mut ranges = BTreeMap::new();
        let mut start = 0;
        for of_document in list.chunk_by(|a, b| a.document == b.document) {
            let end = start + of_document.len();
            ranges.insert(of_document[0].document.clone(), start..end);
            start = end;
        }
        Passages { list, ranges }
    }
}

impl Deref for Passages {
    type Target = [Passage];

    fn deref(&self) -> &[Passage] {
        &self.list
    }
}
