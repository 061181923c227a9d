//! The passages of a term, counted once.

use super::Passage;
use std::collections::BTreeMap;
use std::ops::Deref;

/// Passages of a term: by document, oldest first, then in reading order. Every document's page asks how many of them
/// are its own, and every list of terms how many there are, so that the counts are made with the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    list: Vec<Passage>,
    /// How many each document has.
    counts: BTreeMap<String, usize>,
}

impl Passages {
    /// How many stand in a document.
    pub fn count_in(&self, document: &str) -> usize {
        self.counts.get(document).copied().unwrap_or(0)
    }

    /// In how many documents they stand.
    pub fn documents(&self) -> usize {
        self.counts.len()
    }
}

impl From<Vec<Passage>> for Passages {
    fn from(list: Vec<Passage>) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for passage in &list {
            match counts.get_mut(&passage.document) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(passage.document.clone(), 1);
                }
            }
        }
        Passages { list, counts }
    }
}

impl Deref for Passages {
    type Target = [Passage];

    fn deref(&self) -> &[Passage] {
        &self.list
    }
}
