//! Links of the one file: everything that it holds is a jump away; the rest is where the site is published.

use super::links::EditionLinks;
use crate::corpus::{PageRef, Target};
use crate::document::BlockId;
use crate::site::{Site, list_path};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Finds the bytes of a picture by its path in the site, as an address: `data:image/png;base64,…`.
pub type Embed = dyn Fn(&str) -> Option<String> + Send + Sync;

/// The place of the cover. No document's id begins with `_`.
pub const COVER: &str = "_top";
/// The place of the table of contents; its groups are `_contents.<section>`.
pub const CONTENTS: &str = "_contents";

/// The place of a page's title.
const TITLE: &str = "_title";

/// Which pages one file holds, and where in it they begin.
pub struct Jumps<'a> {
    site: &'a Site,
    /// Ids of the places where pages begin, by page and by every address that the page's parts have in the site.
    anchors: BTreeMap<PageRef, String>,
    by_path: BTreeMap<String, String>,
    /// Sections that the file holds a page of.
    sections: BTreeSet<String>,
    embed: Box<Embed>,
}

impl fmt::Debug for Jumps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jumps").field("anchors", &self.anchors).finish_non_exhaustive()
    }
}

impl<'a> Jumps<'a> {
    /// Jumps between these pages, or parts of pages, each with its address in the site. A document's place is its own id; that of another page begins with `_`, as no
    /// document's id does, and goes on with its address in the site: `_acties`.
    pub fn new<'p>(
        site: &'a Site,
        pages: impl IntoIterator<Item = (PageRef, &'p str)>,
        embed: Box<Embed>,
    ) -> Self {
        let (anchors, by_path) = (BTreeMap::new(), BTreeMap::new());
        let mut jumps = Jumps { site, anchors, by_path, sections: BTreeSet::new(), embed };
        for (page, path) in pages {
            let stem = stem(site.path(&page));
            jumps.sections.extend(stem.split_once('/').map(|(folder, _)| folder.to_owned()));
            let anchor = match &page {
                PageRef::Document(id) => id.clone(),
                _ => format!("_{stem}"),
            };
            jumps.by_path.insert(path.to_owned(), anchor.clone());
            jumps.anchors.insert(page, anchor);
        }
        jumps
    }

    /// The id of the place where a page, or what stands for it, begins; `None` where the file does not hold it.
    pub fn anchor(&self, page: &PageRef) -> Option<String> {
        match page {
            PageRef::Home => Some(COVER.to_owned()),
            PageRef::Section(key) if self.sections.contains(key) => Some(format!("{CONTENTS}.{key}")),
            other => self.anchors.get(other).cloned(),
        }
    }

    /// The pages that the file holds, each with the id of the place where it begins.
    pub fn places(&self) -> &BTreeMap<PageRef, String> {
        &self.anchors
    }

    /// The id of the place where part `part` of a long list begins.
    pub(super) fn part_anchor(&self, page: &PageRef, part: usize) -> Option<String> {
        let first = self.anchor(page)?;
        Some(if part == 1 {
            first
        } else {
            format!("_{}", stem(&list_path(stem(self.site.path(page)), part)))
        })
    }

    /// The place of the page that stands at an address of the site.
    fn anchor_of_path(&self, path: &str) -> &str {
        self.by_path.get(path).map_or("", String::as_str)
    }

    /// Whether a page, and no later part of it, stands at an address of the site.
    fn begins(&self, path: &str) -> bool {
        self.anchors.keys().any(|page| self.site.path(page) == path)
    }

    fn published(&self, path: &str, place: Option<&str>) -> Option<String> {
        let address = self.site.settings.base_url.as_ref()?.join(path);
        Some(place.map_or_else(|| address.clone(), |place| format!("{address}#{place}")))
    }
}

/// A page's address without its ending.
fn stem(path: &str) -> &str {
    path.strip_suffix(".html").unwrap_or(path)
}

/// The ids of a page's places begin with the page's own and a dot, which no id of a page has in it.
impl EditionLinks for Jumps<'_> {
    fn href(&self, _from: &str, target: &Target) -> Option<String> {
        match target {
            Target::External(address) => Some(address.clone()),
            Target::File(path) => self.published(path, None),
            Target::Page { page, fragment } => match (self.anchor(page), fragment) {
                (Some(anchor), Some(place)) => Some(format!("#{anchor}.{place}")),
                (Some(anchor), None) => Some(format!("#{anchor}")),
                (None, place) => self
                    .published(self.site.path_to(page, place.as_ref()), place.as_ref().map(BlockId::as_str)),
            },
        }
    }

    fn src(&self, from: &str, target: &Target) -> Option<String> {
        match target {
            Target::File(path) => (self.embed)(path),
            // Nothing is loaded from elsewhere.
            Target::External(_) => None,
            Target::Page { .. } => self.href(from, target),
        }
    }

    /// The file's title is the first heading, its pages' titles are the second.
    fn rank(&self, level: u8) -> u8 {
        (level + 1).clamp(3, 6)
    }

    fn id(&self, from: &str, place: &str) -> String {
        format!("{}.{place}", self.anchor_of_path(from))
    }

    /// Every document has notes: their sections are told apart by the documents' titles.
    fn notes_name(&self, from: &str) -> String {
        format!("{} {}", self.id(from, "_notes"), self.id(from, TITLE))
    }

    fn path(&self, _from: &str, path: &str, place: Option<&str>) -> Option<String> {
        let Some(list) = self.by_path.get(path) else { return self.published(path, place) };
        Some(match place {
            Some(place) => format!("#{list}.{place}"),
            None if self.begins(path) => format!("#{list}"),
            None => format!("#_{}", stem(path)),
        })
    }
}
