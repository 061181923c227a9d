//! How a page is cited.

use super::Views;
use crate::corpus::Outline;
use crate::data::cite::{Bibliographic, Format};
use crate::document::Kind;
use crate::render::official;
use crate::site::relative;
use serde::Serialize;

/// "Cite this" on the page of a document or stub.
#[derive(Debug, Clone, Serialize)]
pub struct CiteView {
    /// The Dutch official form.
    pub form: String,
    /// The page's full address; where the site has none, its path in the site.
    pub address: String,
    /// Whether `address` is a full one.
    pub full: bool,
    /// The official address.
    pub official: Option<String>,
    /// The reference as BibTeX.
    pub bibtex: String,
    /// The same in files beside the page.
    pub files: Vec<CiteFile>,
    /// Whether the page has the text, so that its blocks have addresses.
    pub blocks: bool,
    /// The first numbered part of the text, as an example of how a part is named: `2.1`.
    pub part: Option<String>,
}

/// A file with the reference.
#[derive(Debug, Clone, Serialize)]
pub struct CiteFile {
    pub name: &'static str,
    pub href: String,
    pub media_type: &'static str,
}

impl Views<'_> {
    /// How the document or stub is cited whose page this is; `None` for another page.
    pub(super) fn cite(&self, id: &str) -> Option<CiteView> {
        let of = Bibliographic::of(self.site, id)?;
        let outline = self.site.corpus.documents.get(id).map(|d| &d.outline);
        Some(CiteView {
            form: official::form(&of),
            address: of.address.clone().unwrap_or_else(|| of.path.to_owned()),
            full: of.address.is_some(),
            bibtex: Format::BibTex.print(&of),
            files: self.cite_files(id),
            blocks: outline.is_some(),
            part: outline.filter(|_| of.kind != Kind::News).and_then(first_part),
            official: of.official,
        })
    }

    pub(super) fn cite_files(&self, id: &str) -> Vec<CiteFile> {
        let file = |format: Format| CiteFile {
            name: format.name(),
            href: relative(&self.planned.path, &self.site.path_beside(id, format.ending())),
            media_type: format.media_type(),
        };
        Format::ALL.map(file).into()
    }
}

/// The printed number of the first numbered heading: the contract makes its id from that.
fn first_part(outline: &Outline) -> Option<String> {
    outline.headings.iter().find_map(|h| part_number(h.id.as_str())).map(str::to_owned)
}

/// `2.1` of `s2.1`, `4e` of `s4e-regeldruk`; nothing of an id that has no number.
fn part_number(id: &str) -> Option<&str> {
    let number = id.strip_prefix('s')?.split('-').next()?;
    number.starts_with(|c: char| c.is_ascii_digit()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_part_is_in_its_id() {
        for (id, expected) in [
            ("s2.1", Some("2.1")),
            ("s3b", Some("3b")),
            ("s4e-regeldruk", Some("4e")),
            ("strategie", None),
            ("samenvatting-2", None),
            ("p-k3x9qa", None),
        ] {
            assert_eq!(part_number(id), expected, "{id}");
        }
    }
}
