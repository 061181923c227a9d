//! The Markdown twin of a document's page: its front matter and its text, as the content file has them, with
//! links that work where the twin stands, and the editors' blocks marked as such.

use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{Document, PageRef, Provenance, Target};
use crate::document::{self, BlockId, Printing};
use crate::site::Site;
use std::borrow::Cow;

/// The addresses of the twins of all documents, with their ids.
pub fn markdown_twins(site: &Site) -> impl Iterator<Item = (String, &str)> {
    site.corpus.documents.keys().map(|id| (site.path_beside(id, "md"), id.as_str()))
}

/// The front matter of a document's twin.
pub fn twin_front(of: &Document) -> String {
    document::print_front(&of.front)
}

/// The bytes of a document's twin.
pub fn markdown_twin(site: &Site, strings: &Strings, of: &Document) -> Vec<u8> {
    let front = twin_front(of);
    let twin = Twin {
        site,
        path: site.path_beside(&of.id, "md"),
        provenance: &of.provenance,
        mark: format!("{}:", strings.text(Text::EDITORIAL)),
    };
    format!("+++\n{front}+++\n\n{}", document::print_body_with(&of.body, &twin)).into_bytes()
}

/// What a twin's text has otherwise than the document's tree: addresses from where it stands, and the word for the
/// editors' work before their blocks.
struct Twin<'a> {
    site: &'a Site,
    path: String,
    provenance: &'a Provenance,
    mark: String,
}

impl Printing<Target> for Twin<'_> {
    /// The marks of short forms are left out: the page explains them where they stand, a text to work on needs the words.
    fn address<'a>(&self, target: &'a Target) -> Option<Cow<'a, str>> {
        let is_definition = matches!(target, Target::Page { page: PageRef::Definitions, .. });
        (!is_definition).then(|| self.site.href(&self.path, target).into())
    }

    fn mark(&self, block: &BlockId) -> Option<&str> {
        self.provenance.is_editorial(block).then_some(&*self.mark)
    }
}
