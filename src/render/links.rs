//! Where links lead: the first of the block renderer's two parameters.

use crate::corpus::{PageRef, PictureSize, Target};
use crate::document::BlockId;
use crate::site::{Site, relative};
use std::collections::BTreeMap;

/// Decides what the addresses in rendered blocks are. A site links to files; one long page jumps within
/// itself; a book links to its chapters.
pub trait LinkPolicy {
    /// The address that a link to `target` carries, unescaped; `None` where nothing can be linked to: the words then
    /// stay text.
    fn href(&self, target: &Target) -> Option<String>;

    /// The rank of a heading of this level: higher where the text is a chapter of something.
    fn rank(&self, level: u8) -> u8 {
        level.clamp(2, 6)
    }

    /// The address of an image, unescaped; `None` where it cannot be shown: its words then stand in its place.
    fn src(&self, target: &Target) -> Option<String> {
        self.href(target)
    }

    /// The `id` attribute of a place of the text that is being rendered. Where several texts share a page
    /// the policy makes it unique.
    fn id(&self, place: &str) -> String {
        place.to_owned()
    }

    /// What the section of notes is called after: ids of elements, parted by spaces.
    fn notes_name(&self) -> String {
        self.id("_notes")
    }

    /// The address that the mark of a footnote leads to.
    fn note(&self, note: &BlockId) -> String {
        format!("#{}", self.id(note.as_str()))
    }

    /// The size of a picture, where it is known: the page keeps its place free while it loads.
    fn picture_size(&self, _picture: &Target) -> Option<PictureSize> {
        None
    }

    /// The address of a block that readers may copy, or `None` where no such links are shown.
    fn permalink(&self, block: &BlockId) -> Option<String> {
        Some(format!("#{}", self.id(block.as_str())))
    }
}

/// Where links lead in an edition, which may hold a part of the site only and have its pages elsewhere. `from` is
/// always the address in the site of the page that the link or the id stands on.
pub trait EditionLinks: Sync {
    /// As [`LinkPolicy::href`].
    fn href(&self, from: &str, target: &Target) -> Option<String>;

    /// As [`LinkPolicy::rank`].
    fn rank(&self, level: u8) -> u8 {
        level.clamp(2, 6)
    }

    /// What leads to a file of the site by its path, and to a place in it, as [`LinkPolicy::href`].
    fn path(&self, _from: &str, _path: &str, _place: Option<&str>) -> Option<String> {
        None
    }

    /// As [`LinkPolicy::src`].
    fn src(&self, from: &str, target: &Target) -> Option<String> {
        self.href(from, target)
    }

    /// As [`LinkPolicy::id`].
    fn id(&self, _from: &str, place: &str) -> String {
        place.to_owned()
    }

    /// As [`LinkPolicy::notes_name`].
    fn notes_name(&self, from: &str) -> String {
        self.id(from, "_notes")
    }

    /// As [`LinkPolicy::permalink`].
    fn permalink(&self, _from: &str, _block: &BlockId) -> Option<String> {
        None
    }
}

/// Links of a page: of a site's, relative, each naming a file; of an edition's, as the edition has it.
#[derive(Clone, Copy)]
pub struct FileLinks<'a> {
    site: &'a Site,
    from: &'a str,
    edition: Option<&'a dyn EditionLinks>,
}

impl<'a> FileLinks<'a> {
    /// Links on the page at `from`.
    pub fn new(site: &'a Site, from: &'a str) -> Self {
        FileLinks { site, from, edition: None }
    }

    /// Links on the page that stands at `from` in the site, in an edition.
    pub fn in_edition(site: &'a Site, from: &'a str, edition: &'a dyn EditionLinks) -> Self {
        FileLinks { site, from, edition: Some(edition) }
    }

    /// Whether the page stands in the site itself.
    pub fn in_site(&self) -> bool {
        self.edition.is_none()
    }

    /// The address of a page; empty where an edition does not hold it and it stands nowhere else.
    pub fn page(&self, page: PageRef) -> String {
        self.href(&Target::Page { page, fragment: None }).unwrap_or_default()
    }

    /// The address of a file of the site by its path, and of a place in it; empty as [`FileLinks::page`].
    pub fn at(&self, path: &str, place: Option<&str>) -> String {
        if let Some(edition) = self.edition {
            return edition.path(self.from, path, place).unwrap_or_default();
        }
        let address = relative(self.from, path);
        place.map_or_else(|| address.clone(), |place| format!("{address}#{place}"))
    }

    /// The address of a block of a document; empty as [`FileLinks::page`].
    pub fn place(&self, document: &str, block: &BlockId) -> String {
        self.in_document(document, Some(block))
    }

    /// The address of a document or stub; empty as [`FileLinks::page`].
    pub fn document(&self, id: &str) -> String {
        self.in_document(id, None)
    }

    fn in_document(&self, id: &str, block: Option<&BlockId>) -> String {
        match self.edition {
            None => self.site.href_of_document(self.from, id, block),
            Some(edition) => {
                let page = PageRef::Document(id.to_owned());
                edition.href(self.from, &Target::Page { page, fragment: block.cloned() }).unwrap_or_default()
            }
        }
    }
}

impl LinkPolicy for FileLinks<'_> {
    fn href(&self, target: &Target) -> Option<String> {
        match self.edition {
            None => Some(self.site.href(self.from, target)),
            Some(edition) => edition.href(self.from, target),
        }
    }

    fn notes_name(&self) -> String {
        self.edition.map_or_else(|| self.id("_notes"), |edition| edition.notes_name(self.from))
    }

    fn rank(&self, level: u8) -> u8 {
        self.edition.map_or_else(|| level.clamp(2, 6), |edition| edition.rank(level))
    }

    fn src(&self, target: &Target) -> Option<String> {
        match self.edition {
            None => self.href(target),
            Some(edition) => edition.src(self.from, target),
        }
    }

    fn id(&self, place: &str) -> String {
        self.edition.map_or_else(|| place.to_owned(), |edition| edition.id(self.from, place))
    }

    fn permalink(&self, block: &BlockId) -> Option<String> {
        match self.edition {
            None => Some(["#", block.as_str()].concat()),
            Some(edition) => edition.permalink(self.from, block),
        }
    }

    fn picture_size(&self, picture: &Target) -> Option<PictureSize> {
        match picture {
            Target::File(path) => self.site.corpus.pictures.get(path).copied(),
            _ => None,
        }
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
    fn href(&self, target: &Target) -> Option<String> {
        self.links.href(target)
    }

    fn picture_size(&self, picture: &Target) -> Option<PictureSize> {
        self.links.picture_size(picture)
    }

    fn src(&self, target: &Target) -> Option<String> {
        self.links.src(target)
    }

    fn rank(&self, level: u8) -> u8 {
        self.links.rank(level)
    }

    fn note(&self, note: &BlockId) -> String {
        match self.shown.get(note) {
            Some(id) => format!("#{id}"),
            None => self.links.place(self.document, note),
        }
    }

    fn permalink(&self, block: &BlockId) -> Option<String> {
        let page = PageRef::Document(self.document.to_owned());
        self.href(&Target::Page { page, fragment: Some(block.clone()) })
    }
}
