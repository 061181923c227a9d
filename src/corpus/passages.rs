//! The passages of a term, by document.

use super::{Document, Documents, Passage, Target, age};
use crate::document::BlockId;
use crate::document::walk::Leaf;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Passages of a term: by document, oldest first, then in reading order. Every document's page asks how many of them
/// are its own, and every list of terms how many there are, so that their places are found once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    list: Arc<Vec<Passage>>,
    /// Where each document's are in the list.
    ranges: Arc<HashMap<Arc<str>, Range<usize>>>,
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

    /// The same, where one document has others than before.
    pub(super) fn with(&self, document: &str, now: Vec<Passage>, documents: &Documents) -> Self {
        let same_count = !now.is_empty() && now.len() == self.count_in(document);
        let by_age = |id: &str| documents.get(id).map(age::of);
        let list = age::replaced(&self.list, |p| &p.document, by_age, document, now);
        let ranges = if same_count { self.ranges.clone() } else { Arc::new(ranges_of(&list).0) };
        Passages { list: Arc::new(list), ranges }
    }
}

impl From<Vec<Passage>> for Passages {
    /// Keeps the order, but that passages of a document come together where its first one is.
    fn from(mut list: Vec<Passage>) -> Self {
        list.shrink_to_fit();
        let (ranges, parts) = ranges_of(&list);
        // Mostly they are together already.
        if ranges.len() == parts {
            return Passages { list: Arc::new(list), ranges: Arc::new(ranges) };
        }
        let mut order: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for of_document in list.chunk_by(is_of_one) {
            let next = order.len();
            order.entry(of_document[0].document.clone()).or_insert(next);
        }
        list.sort_by_key(|passage| order[&passage.document]);
        Passages { ranges: Arc::new(ranges_of(&list).0), list: Arc::new(list) }
    }
}

fn is_of_one(a: &Passage, b: &Passage) -> bool {
    a.document == b.document
}

/// Where the last part of each document is in a list, and how many parts there are.
fn ranges_of(list: &[Passage]) -> (HashMap<Arc<str>, Range<usize>>, usize) {
    let (mut parts, mut start) = (Vec::new(), 0);
    for of_document in list.chunk_by(is_of_one) {
        let end = start + of_document.len();
        parts.push((of_document[0].document.clone(), start..end));
        start = end;
    }
    let count = parts.len();
    (parts.into_iter().collect(), count)
}

/// Finds the words of passages. Those of a document in reading order cost one walk through it, however many they are.
#[derive(Debug)]
pub struct PassageWords<'a> {
    documents: &'a Documents,
    /// The document of the last one that was asked for, and its leaves behind that one.
    here: Option<(&'a Document, std::vec::IntoIter<Leaf<'a, Target>>)>,
}

impl<'a> PassageWords<'a> {
    /// For passages of these documents.
    pub fn new(documents: &'a Documents) -> Self {
        PassageWords { documents, here: None }
    }

    /// The words of a passage's block, without marks.
    ///
    /// # Panics
    /// When the document has no such block: passages are found in documents.
    pub fn of(&mut self, passage: &Passage) -> Cow<'a, str> {
        let is_it = |leaf: &Leaf<'a, Target>| *leaf.id == passage.anchor;
        let here = self.here.as_mut().filter(|(document, _)| *document.id == *passage.document);
        let ahead = here.and_then(|(_, leaves)| leaves.find(is_it));
        let leaf = ahead.or_else(|| {
            let document = self.documents.get(&*passage.document)?;
            let (_, leaves) = self.here.insert((document, document.body.leaves().into_iter()));
            leaves.find(is_it)
        });
        leaf.expect("passages are found in documents").words()
    }
}

/// In which part of its document's text a block stood when it was found, see [`crate::document::Body::leaves_in`]. Blocks
/// that are put in before it move it on: it may not stand there any more, and two hints never differ.
#[derive(Debug, Clone, Copy, Default)]
pub struct PartHint(u32);

impl PartHint {
    /// That it stands in this part.
    pub fn at(part: usize) -> Self {
        PartHint(u32::try_from(part).unwrap_or_default())
    }
}

impl PartialEq for PartHint {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for PartHint {}

/// Passages of one document, each with the leaf that it is; none where the document has no such block.
///
/// Terms that many documents name ask this for each of them: only the parts that have the passages are walked through, and
/// outlines are not looked at, which are far from the texts in memory.
pub fn passage_leaves<'a>(
    document: &'a Document,
    passages: &'a [Passage],
) -> impl Iterator<Item = (&'a Passage, Option<Leaf<'a, Target>>)> {
    let mut here = Here { document, part: 0, leaves: Vec::new().into_iter() };
    passages.iter().map(move |passage| {
        let near = passage.near.0 as usize;
        let leaf = here.ahead(near, &passage.anchor).or_else(|| here.within(near, &passage.anchor));
        let leaf = leaf.or_else(|| here.within(document.outline.part(&passage.anchor)?, &passage.anchor));
        (passage, leaf)
    })
}

/// The leaves of a part that were not passed yet.
struct Here<'a> {
    document: &'a Document,
    part: usize,
    leaves: std::vec::IntoIter<Leaf<'a, Target>>,
}

impl<'a> Here<'a> {
    /// A leaf that stands further on in this part.
    fn ahead(&mut self, part: usize, id: &BlockId) -> Option<Leaf<'a, Target>> {
        if self.part == part { self.leaves.find(|leaf| leaf.id == id) } else { None }
    }

    /// A leaf of a part.
    fn within(&mut self, part: usize, id: &BlockId) -> Option<Leaf<'a, Target>> {
        self.leaves = self.document.body.leaves_in(part).into_iter();
        self.part = part;
        self.ahead(part, id)
    }
}

impl Deref for Passages {
    type Target = [Passage];

    fn deref(&self) -> &[Passage] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{FoundBy, Voice};

    #[test]
    fn passages_of_a_document_stand_together_in_their_order() {
        let list =
            [("b", "p-1"), ("a", "p-2"), ("b", "p-3"), ("a", "p-0")].map(|(document, anchor)| Passage {
                document: document.into(),
                anchor: BlockId::new(anchor),
                voice: Voice::Other,
                found_by: FoundBy::Name,
                named_at: None,
                near: PartHint::default(),
            });
        let passages = Passages::from(list.to_vec());
        let anchors = |list: &[Passage]| list.iter().map(|p| p.anchor.to_string()).collect::<Vec<_>>();
        assert_eq!(anchors(&passages), ["p-1", "p-3", "p-2", "p-0"]);
        assert_eq!(anchors(passages.in_document("a")), ["p-2", "p-0"]);
        assert_eq!((passages.count_in("b"), passages.count_in("c"), passages.documents()), (2, 0, 2));
    }
}
