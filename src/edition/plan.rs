//! Which pages an edition has as chapters, and in which order: that of the site, but that a part begins with what was
//! asked for.

use super::Selection;
use crate::render::{Chapter, Group};
use crate::site::PageKind;

/// Pages that stand together in an edition.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The index of the section or taxonomy, or the first part of the list, where the edition holds it.
    pub(super) index: Option<Chapter<'a>>,
    pub(super) chapters: Vec<Chapter<'a>>,
}

/// What becomes of the indexes of sections and taxonomies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Indexes {
    /// They are chapters.
    Chapters,
    /// The table of contents says what they say.
    Contents,
}

/// The chapters of an edition in their groups; groups without any are left out.
pub(super) fn parts<'a>(order: Vec<Group<'a>>, selection: &Selection, indexes: Indexes) -> Vec<Part<'a>> {
    let listed = |kind: &PageKind| {
        indexes == Indexes::Contents && matches!(kind, PageKind::Section { .. } | PageKind::Taxonomy { .. })
    };
    let held = |c: &Chapter<'_>| selection.holds_page(&c.planned.kind) && !listed(&c.planned.kind);
    let mut parts: Vec<Part<'a>> = order
        .into_iter()
        .map(|group| {
            let mut chapters: Vec<_> = group.chapters.into_iter().filter(held).collect();
            // Both sorts are stable: what was not asked for stays in its order, behind.
            chapters.sort_by_key(|chapter| asked(selection, chapter));
            Part { index: Some(group.index).filter(held), chapters }
        })
        .filter(|part| part.chapters().next().is_some())
        .collect();
    parts.sort_by_key(|part| part.chapters().map(|chapter| asked(selection, chapter)).min());
    parts
}

impl<'a> Part<'a> {
    /// All of its pages in their order.
    pub(super) fn chapters(&self) -> impl Iterator<Item = &Chapter<'a>> {
        self.index.iter().chain(&self.chapters)
    }
}

/// The place of a page among those that were asked for by name.
fn asked(selection: &Selection, chapter: &Chapter<'_>) -> usize {
    let page = chapter.planned.kind.page();
    let named = selection.named().iter().position(|named| Some(named) == page.as_ref());
    named.unwrap_or(usize::MAX)
}
