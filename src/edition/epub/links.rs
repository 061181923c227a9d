//! Where links in a book lead: to its chapters; to the published page of what it leaves out; else nowhere.

use super::images::Images;
use crate::config::BaseUrl;
use crate::corpus::{PageRef, Target};
use crate::document::BlockId;
use crate::render::EditionLinks;
use crate::site::{Planned, ShortForms, Site, relative};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The links of a book.
#[derive(Debug)]
pub(super) struct BookLinks {
    /// Paths in the site of the pages that are chapters.
    chapters: BTreeSet<String>,
    images: Images,
    /// The path in the site of each page that can be linked to.
    routes: BTreeMap<PageRef, String>,
    short_forms: Arc<ShortForms>,
    base: Option<BaseUrl>,
}

impl BookLinks {
    pub(super) fn new(site: &Site, chapters: &[Planned], images: Images) -> Self {
        BookLinks {
            chapters: chapters.iter().map(|planned| planned.path.clone()).collect(),
            images,
            routes: site.routes().map(|(page, path)| (page, path.to_owned())).collect(),
            short_forms: site.short_forms().clone(),
            base: site.settings.base_url.clone(),
        }
    }

    pub(super) fn images(&self) -> &Images {
        &self.images
    }

    /// The published address of a file of the site.
    fn published(&self, path: &str, place: Option<&str>) -> Option<String> {
        let address = self.base.as_ref()?.join(&encoded(path));
        Some(with_place(address, place))
    }
}

impl EditionLinks for BookLinks {
    fn href(&self, from: &str, target: &Target) -> Option<String> {
        match target {
            Target::External(address) => Some(well_formed(address)),
            Target::File(path) => self.published(path, None),
            Target::Page { page: PageRef::Home, .. } => Some(encoded(&relative(from, "cover.xhtml"))),
            Target::Page { page: PageRef::Definitions, fragment: Some(place) } => {
                let of_part = self.short_forms.path(place);
                let path = of_part.or_else(|| self.routes.get(&PageRef::Definitions).map(String::as_str))?;
                self.path(from, path, Some(place.as_str()))
            }
            Target::Page { page, fragment } => {
                self.path(from, self.routes.get(page)?, fragment.as_ref().map(BlockId::as_str))
            }
        }
    }

    fn path(&self, from: &str, path: &str, place: Option<&str>) -> Option<String> {
        if !self.chapters.contains(path) {
            return self.published(path, place);
        }
        match place {
            Some(place) if path == from => Some(format!("#{place}")),
            _ => Some(with_place(encoded(&relative(&chapter(from), &chapter(path))), place)),
        }
    }

    fn src(&self, from: &str, target: &Target) -> Option<String> {
        match target {
            Target::File(path) if self.images.has(path) => Some(encoded(&relative(from, path))),
            // What stands outside a book is not there without a network.
            _ => None,
        }
    }
}

fn with_place(address: String, place: Option<&str>) -> String {
    match place {
        Some(place) => format!("{address}#{place}"),
        None => address,
    }
}

/// The path in the book of the chapter that shows a page of the site.
pub(super) fn chapter(path: &str) -> String {
    format!("{}.xhtml", path.strip_suffix(".html").unwrap_or(path))
}

/// The address of that chapter from the folder of the package.
pub(super) fn address(path: &str) -> String {
    encoded(&chapter(path))
}

/// A path as it stands in an address.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// An address as a source prints it, with what may not stand in one escaped.
fn well_formed(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, c) in address.char_indices() {
        let hexadecimal = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let forbidden = match c {
            '%' => !(hexadecimal(at + 1) && hexadecimal(at + 2)),
            // A second one: the first begins the fragment.
            '#' => address[..at].contains('#'),
            c => c.is_control() || c.is_whitespace() || "\"<>\\^`{|}".contains(c),
        };
        if forbidden {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_nothing_that_may_not_stand_in_them() {
        for (address, expected) in [
            ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
            ("https://example.org/a b|c", "https://example.org/a%20b%7Cc"),
            ("https://example.org/100%#a#b", "https://example.org/100%25#a%23b"),
            ("https://example.org/%C3%A9", "https://example.org/%C3%A9"),
        ] {
            assert_eq!(well_formed(address), expected);
        }
        assert_eq!(encoded("fiches/één 1.xhtml"), "fiches/%C3%A9%C3%A9n%201.xhtml");
    }
}
