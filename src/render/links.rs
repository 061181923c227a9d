//! Where links lead: the first of the block renderer's two parameters.

use crate::corpus::{PageRef, Target};
use crate::document::BlockId;
use crate::site::Site;
use std::collections::BTreeMap;

/// Decides what the addresses in rendered blocks are. A site links to files; one long page jumps within
/// itself; a book links to its chapters.
pub trait LinkPolicy {
    /// The address that a link to `target` carries, unescaped.
    fn href(&self, target: &Target) -> String;

    /// The `id` attribute of a place of the text that is being rendered. Where several texts share a page
    /// the policy makes it unique.
    fn id(&self, place: &str) -> String {
        place.to_owned()
    }

    /// The address that the mark of a footnote leads to.
    fn note(&self, note: &BlockId) -> String {
        format!("#{}", self.id(note.as_str()))
    }

    /// The address of a block that readers may copy, or `None` where no such links are shown.
    fn permalink(&self, block: &BlockId) -> Option<String> {
        Some(format!("#{}", self.id(block.as_str())))
    }
}

/// Links of a site: relative, each names a file.
#[derive(Debug, Clone, Copy)]
pub struct FileLinks<'a> {
    site: &'a Site,
    from: &'a str,
}

impl<'a> FileLinks<'a> {
    /// Links on the page at `from`.
    pub fn new(site: &'a Site, from: &'a str) -> Self {
        FileLinks { site, from }
    }

    /// The address of a page.
    pub fn page(&self, page: PageRef) -> String {
        self.href(&Target::Page { page, fragment: None })
    }

    /// The address of a block of a document.
    pub fn place(&self, document: &str, block: &BlockId) -> String {
        let page = PageRef::Document(document.to_owned());
        self.href(&Target::Page { page, fragment: Some(block.clone()) })
    }

    /// The address of a document or stub.
    pub fn document(&self, id: &str) -> String {
        self.page(PageRef::Document(id.to_owned()))
    }
}

impl LinkPolicy for FileLinks<'_> {
    fn href(&self, target: &Target) -> String {
        self.site.href(self.from, target)
    }
}

/// Links of blocks that stand on another page than their document's: a block's own address is its place in the
/// document.
pub(super) struct ExcerptLinks<'a> {
    /// Links of the page that the blocks stand on.
    pub(super) links: FileLinks<'a>,
    /// The document that they are from.
    pub(super) document: &'a str,
    /// Those of its blocks that a mark can lead to on this page, with their ids here.
    pub(super) shown: BTreeMap<&'a BlockId, String>,
}

impl LinkPolicy for ExcerptLinks<'_> {
    fn href(&self, target: &Target) -> String {
        self.links.href(target)
    }

    fn note(&self, note: &BlockId) -> String {
        match self.shown.get(note) {
            Some(id) => format!("#{id}"),
            None => self.links.place(self.document, note),
        }
    }

    fn permalink(&self, block: &BlockId) -> Option<String> {
        Some(self.links.place(self.document, block))
    }
}
