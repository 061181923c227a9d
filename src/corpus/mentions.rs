//! Where a document names terms.

use super::gazetteer::Hit;

/// The places in a document where terms are named, by the number of the leaf among all of the document.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// In the words in which names are searched.
    searched: Vec<Mention>,
    /// In the words that are shown, of each leaf that shows others than those.
    shown: Vec<(usize, Vec<Hit>)>,
}

/// A hit in a leaf. Many are kept for a while: in few bytes.
#[derive(Debug)]
struct Mention {
    leaf: u32,
    term: u32,
    start: u32,
    end: u32,
}

impl Mentions {
    /// Adds the hits in a leaf behind those added before.
    pub(super) fn add(&mut self, leaf: usize, hits: Vec<Hit>) {
        let number = |number: usize| u32::try_from(number).expect("far fewer than four thousand million");
        self.searched.extend(hits.into_iter().map(|hit| Mention {
            leaf: number(leaf),
            term: number(hit.term),
            start: number(hit.span.start),
            end: number(hit.span.end),
        }));
    }

    /// Adds the hits in the words that a leaf shows, where they are others than those in which names are searched.
    pub(super) fn add_shown(&mut self, leaf: usize, hits: Vec<Hit>) {
        self.shown.push((leaf, hits));
    }

    /// The hits in the words in which names are searched, in the order of the text.
    pub(super) fn in_searched(&self, leaf: usize) -> impl Iterator<Item = Hit> {
        let from = self.searched.partition_point(|mention| (mention.leaf as usize) < leaf);
        let of_leaf = self.searched[from..].iter().take_while(move |mention| mention.leaf as usize == leaf);
        of_leaf.map(|mention| Hit {
            term: mention.term as usize,
            span: mention.start as usize..mention.end as usize,
        })
    }

    /// The hits in the words that are shown, addresses apart.
    pub(super) fn in_shown(&self, leaf: usize) -> Vec<Hit> {
        match self.shown.binary_search_by_key(&leaf, |(leaf, _)| *leaf) {
            Ok(at) => self.shown[at].1.clone(),
            Err(_) => self.in_searched(leaf).collect(),
        }
    }
}
