//! The parts of long lists, and what leads to them.

use super::Views;
use crate::corpus::PageRef;
use crate::site::{list_path, part_with, parts};
use serde::Serialize;

/// A part of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PartLink {
    pub part: usize,
    pub href: String,
    pub current: bool,
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

    fn list_part(&self, list: &PageRef, part: usize, place: Option<&str>) -> String {
        let first = self.site.path(list);
        let stem = first.strip_suffix(".html").unwrap_or(first);
        self.links.at(&list_path(stem, part), place)
    }
}
