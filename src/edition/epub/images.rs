//! The images of a book.

use crate::corpus::Target;
use crate::document::walk::each_inline;
use crate::document::{Body, Inline};
use crate::output::{OutputTree, PortablePath};
use crate::site::{PageKind, Planned, Site};
use std::collections::BTreeMap;

/// Images of the chapters, by their path in the site, with their media types.
#[derive(Debug, Default)]
pub(super) struct Images(BTreeMap<String, &'static str>);

impl Images {
    /// Images of the site that stand in the texts of these pages and that every reading system can show.
    pub(super) fn of(site: &Site, chapters: &[Planned], tree: &OutputTree) -> Self {
        let mut images = BTreeMap::new();
        for body in chapters.iter().filter_map(|planned| body(site, &planned.kind)) {
            for path in files(body) {
                let there = PortablePath::new(path).ok().and_then(|path| tree.get(&path)).is_some();
                if let Some(media_type) = media_type(path).filter(|_| there) {
                    images.insert(path.to_owned(), media_type);
                }
            }
        }
        Images(images)
    }

    /// Whether the book has an image.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Their paths in the site.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Their paths with their media types.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.0.iter().map(|(path, media_type)| (path.as_str(), *media_type))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text of a page's own.
fn body<'a>(site: &'a Site, kind: &PageKind) -> Option<&'a Body<Target>> {
    let corpus = &site.corpus;
    match kind {
        PageKind::Document(id) => corpus.documents.get(id).map(|d| &d.body),
        PageKind::Page(key) => corpus.pages.get(key).map(|p| &p.body),
        PageKind::Term { taxonomy, id, part: 1 } => {
            corpus.taxonomy(taxonomy)?.terms.iter().find(|t| t.id == *id).map(|t| &t.body)
        }
        _ => None,
    }
}

/// The files that are shown as images in a text.
fn files(body: &Body<Target>) -> Vec<&str> {
    let mut files = Vec::new();
    for leaf in body.leaves() {
        for part in leaf.parts.iter().copied() {
            each_inline(part, &mut |inline| {
                if let Inline::Image(image) = inline
                    && let Target::File(path) = &image.target
                {
                    files.push(path.as_str());
                }
            });
        }
    }
    files
}

/// The media type of an image that every reading system must show (EPUB 3.3, "Core media types").
fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_every_reader_shows_is_an_image() {
        assert_eq!(media_type("x/Foto.JPG"), Some("image/jpeg"));
        assert_eq!(media_type("x/foto.tiff"), None);
        assert_eq!(media_type("foto"), None);
    }
}
