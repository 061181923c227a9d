//! The parts of long lists, and what leads to them.

use super::Views;
use crate::corpus::PageRef;
use crate::site::{LIST_LENGTH, list_path, part_with, parts};
use serde::Serialize;
use std::cmp::Reverse;

/// A part of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PartLink {
    pub part: usize,
    pub href: String,
    pub current: bool,
}

/// The runs of a list's entries that belong together, each with the place of its first, from 0.
pub(super) fn runs<T>(all: &[T], same: impl FnMut(&T, &T) -> bool) -> impl Iterator<Item = (usize, &[T])> {
    let mut next = 0;
    all.chunk_by(same).map(move |run| {
        let at = next;
        next += run.len();
        (at, run)
    })
}

impl Views<'_> {
    /// All parts of a list with so many entries, by the page of its first; none of one that fits on a page.
    pub(super) fn list_parts(&self, list: &PageRef, entries: usize, current: usize) -> Vec<PartLink> {
        let count = parts(entries);
        let link = |part| PartLink { part, href: self.list_part(list, part, None), current: part == current };
        (1..=count).filter(|_| count > 1).map(link).collect()
    }

    /// The address of the part of a list that has its entry number `at`, from 0, of so many, and of a place there.
    pub(super) fn list_entry(
        &self,
        list: &PageRef,
        at: usize,
        entries: usize,
        place: Option<&str>,
    ) -> String {
        self.list_part(list, part_with(at, entries), place)
    }

    /// Of a list by document that is longer than a page keeps the newest; gives how many are left out.
    pub(super) fn keep_newest<T>(&self, entries: &mut Vec<T>, document: impl Fn(&T) -> &str) -> usize {
        let left = entries.len().saturating_sub(LIST_LENGTH);
        if left > 0 {
            self.newest_first(entries, document);
            entries.truncate(LIST_LENGTH);
        }
        left
    }

    /// Puts the newest documents first, those of one day by id; what has no date comes last.
    pub(super) fn newest_first<T>(&self, entries: &mut [T], document: impl Fn(&T) -> &str) {
        entries.sort_by_cached_key(|entry| {
            let id = document(entry);
            (Reverse(self.site.document(id).and_then(|of| of.front.date)), id.to_owned())
        });
    }

    fn list_part(&self, list: &PageRef, part: usize, place: Option<&str>) -> String {
        let first = self.site.path(list);
        let stem = first.strip_suffix(".html").unwrap_or(first);
        self.links.at(&list_path(stem, part), place)
    }
}
