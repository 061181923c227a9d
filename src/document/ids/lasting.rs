//! Ids that last: which blocks keep theirs, and where those lead that no block has any more.

use super::{Seen, hash};
use crate::document::align::{ALIKE, Alignment, Piece, align};
use crate::document::block::BlockId;
use crate::document::map::{BlockMap, MapEntry};
use crate::document::number::{Printed, printed_number};
use crate::document::walk::LeafKind;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What became of the ids that a map knows and no block has any more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    /// Where each leads: to the block that took its block's place; else to the following one of the same
    /// section, else to the one before it. None where the document has no blocks at all.
    pub former: BTreeMap<BlockId, Option<BlockId>>,
    /// Those of them whose blocks were deleted in this version, in their order.
    pub lost: Vec<BlockId>,
}

/// Ids of headings, of notes and of the rest never stand in for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Heading,
    Note,
    Other,
}

impl Class {
    pub(super) fn of_kind(kind: LeafKind) -> Self {
        match kind {
            LeafKind::Heading(_) => Class::Heading,
            LeafKind::Note => Class::Note,
            _ => Class::Other,
        }
    }

    pub(super) fn of_id(id: &BlockId) -> Self {
        match id.as_str() {
            id if id.starts_with("p-") => Class::Other,
            id if id.starts_with("fn-") => Class::Note,
            _ => Class::Heading,
        }
    }
}

/// A document's leaves against its map.
pub(super) struct Against<'a> {
    map: &'a BlockMap,
    alignment: Alignment,
}

impl<'a> Against<'a> {
    pub(super) fn of(leaves: &[Seen], map: &'a BlockMap) -> Self {
        let new = leaves.iter().map(|leaf| Piece {
            key: (Class::of_kind(leaf.kind), leaf.fingerprint.as_str()),
            is_note: leaf.kind == LeafKind::Note,
            words: Cow::Borrowed(&leaf.text),
        });
        let old = map.entries.iter().map(|entry| Piece {
            key: (Class::of_id(&entry.id), entry.fingerprint.as_str()),
            is_note: Class::of_id(&entry.id) == Class::Note,
            words: Cow::Borrowed(entry.words.as_deref().unwrap_or_default()),
        });
        let alignment = align(&new.collect::<Vec<_>>(), &old.collect::<Vec<_>>());
        Against { map, alignment }
    }

    /// The id of each leaf that has one already, or that the map has one for.
    pub(super) fn kept(&self, leaves: &[Seen]) -> Vec<Option<BlockId>> {
        let written = |leaf: &Seen| (!leaf.id.is_empty()).then(|| leaf.id.clone());
        let mut kept: Vec<Option<BlockId>> = leaves.iter().map(written).collect();
        let mut given: BTreeSet<BlockId> = kept.iter().flatten().cloned().collect();
        let same = self.alignment.same.iter().enumerate().filter_map(|(n, o)| Some((n, (*o)?)));
        for (n, o) in same.chain(self.reworded(leaves)) {
            let id = &self.map.entries[o].id;
            // A note's id is its label's, whatever the map says.
            if kept[n].is_none() && leaves[n].kind != LeafKind::Note && given.insert(id.clone()) {
                kept[n] = Some(id.clone());
            }
        }
        kept
    }

    /// Leaves that are others reworded, the most alike first.
    fn reworded(&self, leaves: &[Seen]) -> Vec<(usize, usize)> {
        let mut pairs: Vec<(Reverse<u64>, usize, usize)> = self
            .alignment
            .likeness
            .iter()
            .filter(|(_, likeness)| **likeness >= ALIKE)
            .map(|((n, o), likeness)| (Reverse(*likeness), *n, *o))
            .filter(|(_, n, o)| {
                let leaf = &leaves[*n];
                let numbered = Class::of_kind(leaf.kind) == Class::Heading
                    && printed_number(&leaf.text) != Printed::None;
                Class::of_kind(leaf.kind) == Class::of_id(&self.map.entries[*o].id) && !numbered
            })
            .collect();
        pairs.sort_unstable();
        pairs.into_iter().map(|(_, n, o)| (n, o)).collect()
    }

    /// What became of the map's ids, now that the leaves have theirs.
    pub(super) fn moved(&self, ids: &[BlockId]) -> Moved {
        let there: BTreeSet<&BlockId> = ids.iter().collect();
        let successors = self.successors();
        let no_words = hash("", 12);
        let mut moved = Moved::default();
        for (o, entry) in self.map.entries.iter().enumerate().filter(|(_, e)| !there.contains(&e.id)) {
            let place = successors[o].or_else(|| self.nearest(o, &successors)).map(|n| &ids[n]);
            moved.former.insert(entry.id.clone(), place.or(ids.first()).cloned());
            if successors[o].is_none() && entry.fingerprint != no_words {
                moved.lost.push(entry.id.clone());
            }
        }
        for (id, target) in self.map.former.iter().filter(|(id, _)| !there.contains(id)) {
            let target = target.as_ref().and_then(|target| match there.contains(target) {
                true => Some(target.clone()),
                false => moved.former.get(target).cloned().flatten(),
            });
            moved.former.insert(id.clone(), target.or_else(|| ids.first().cloned()));
        }
        moved
    }

    /// For each block of the map the leaf that is it, or that took its place.
    fn successors(&self) -> Vec<Option<usize>> {
        let mut best: Vec<Option<(Reverse<u64>, usize)>> = vec![None; self.map.entries.len()];
        let taken = self.alignment.likeness.iter().map(|((n, o), likeness)| (*o, Reverse(*likeness), *n));
        let same = self.alignment.same.iter().enumerate();
        let same = same.filter_map(|(n, o)| Some(((*o)?, Reverse(u64::MAX), n)));
        for (o, likeness, n) in taken.chain(same) {
            let found = Some((likeness, n));
            best[o] = if best[o].is_none() { found } else { best[o].min(found) };
        }
        best.into_iter().map(|best| best.map(|(_, n)| n)).collect()
    }

    /// The leaf nearest to where a block stood that is gone.
    fn nearest(&self, gone: usize, successors: &[Option<usize>]) -> Option<usize> {
        let class = |entry: &MapEntry| Class::of_id(&entry.id);
        let entries = &self.map.entries;
        let after = gone + 1..entries.len();
        let within = after.take_while(|o| match class(&entries[gone]) {
            Class::Other => class(&entries[*o]) == Class::Other,
            Class::Heading => class(&entries[*o]) != Class::Note,
            Class::Note => true,
        });
        let mut following =
            within.filter(|o| class(&entries[gone]) != Class::Note || class(&entries[*o]) == Class::Note);
        following.find_map(|o| successors[o]).or_else(|| (0..gone).rev().find_map(|o| successors[o]))
    }
}
