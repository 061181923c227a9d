//! Views of where a text comes from: its raw text, and what of it the document does not have.

use super::{DocumentLink, Views};
use crate::corpus::{Document, PageRef};
use crate::render::provenance::{line_id, lines_label, remark_words};
use crate::render::seed;
use crate::render::texts::Text;
use serde::Serialize;

/// The page with the raw text of a document's seed.
#[derive(Debug, Clone, Serialize)]
pub struct SourceTextView {
    pub document: DocumentLink,
    /// Name of the seed.
    pub file: String,
    pub sha256: String,
    /// The full address of the page's line 12, or its fragment where the site has no address.
    pub address: String,
    /// The document's language, where that is not the interface's.
    pub language: Option<String>,
    /// The lines, as HTML.
    pub html: String,
}

/// Words of the source that the editors left out.
#[derive(Debug, Clone, Serialize)]
pub struct OmittedView {
    pub text: String,
    /// `bron: regels 120–134`, and the address of the first of them.
    pub lines: Option<String>,
    pub href: Option<String>,
}

impl Views<'_> {
    pub(in crate::render) fn source_text(&self, document: &Document) -> SourceTextView {
        let source = document.front.source.clone().unwrap_or_default();
        let fragment = format!("#{}", line_id(12));
        SourceTextView {
            document: self.link_to_document(document),
            file: source.file,
            sha256: source.sha256,
            address: self.canonical().map(|page| page + &fragment).unwrap_or(fragment),
            language: self.foreign(document.front.language.as_deref()),
            html: seed::lines(document, &self.links, self.strings),
        }
    }

    /// The address of the page with a document's raw text, where its seed is there.
    pub(in crate::render) fn seed_page(&self, document: &Document) -> Option<String> {
        document.provenance.seed.as_ref()?;
        Some(self.links.page(PageRef::Source(document.id.clone()))).filter(|href| !href.is_empty())
    }

    pub(super) fn opening_remarks(&self, document: &Document) -> Vec<String> {
        let remarks = document.provenance.opening_remarks.iter();
        let words = |remark| remark_words(self.strings, remark);
        remarks.map(|r| self.strings.text_with(Text::REMARK_OPENING, &[("remark", &words(r))])).collect()
    }

    pub(super) fn omitted(&self, document: &Document) -> Vec<OmittedView> {
        let page = self.seed_page(document);
        let view = |words: &crate::corpus::SourceWords| OmittedView {
            text: words.text.clone(),
            lines: words.lines.map(|lines| lines_label(self.strings, lines)),
            href: words.lines.zip(page.as_ref()).map(|(l, page)| format!("{page}#{}", line_id(l.first))),
        };
        document.provenance.omitted.iter().map(view).collect()
    }
}
