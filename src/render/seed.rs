//! The raw text of a seed, line by line, with what became of each line.

use super::html::{Syntax, Tag, Writer};
use super::links::FileLinks;
use super::provenance::line_id;
use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{Document, LineFate, SeedLine};
use crate::document::BlockId;

/// Writes the lines of a document's seed as a list whose numbers are the lines'.
pub(super) fn lines(document: &Document, links: &FileLinks<'_>, strings: &Strings) -> String {
    let writer = Writer::new(Syntax::Html);
    let mut list = Lines { document, links, strings, writer, block: None };
    list.writer.open(Tag::new("ol").attr("class", "raw"));
    for (i, line) in document.provenance.seed_lines().iter().enumerate() {
        list.writer.line_end();
        list.line(i + 1, line);
    }
    list.writer.line_end();
    list.writer.close("ol");
    list.writer.finish()
}

struct Lines<'a> {
    document: &'a Document,
    links: &'a FileLinks<'a>,
    strings: &'a Strings,
    writer: Writer,
    /// The block that the last line of the body belongs to: its other lines carry no link of their own.
    block: Option<BlockId>,
}

impl Lines<'_> {
    fn line(&mut self, number: usize, line: &SeedLine<'_>) {
        let class = match line.fate {
            LineFate::Blank => "",
            LineFate::Body(_) => "body",
            LineFate::Omitted => "omitted",
            LineFate::Title => "title",
            LineFate::Ledger => "ledger",
        };
        self.writer.open(Tag::new("li").attr("id", &line_id(number)).attr_unless_empty("class", class));
        if !line.text.is_empty() {
            self.writer.element("code", Tag::new("code"), line.text);
        }
        match line.fate {
            LineFate::Body(block) => self.way_to(block),
            LineFate::Omitted => self.word("editorial-mark", Text::SOURCE_OMITTED),
            LineFate::Title => self.word("kind", Text::SOURCE_TITLE),
            LineFate::Blank | LineFate::Ledger => {}
        }
        for kind in &line.ledger {
            self.word("kind", (*kind).into());
        }
        self.writer.close("li");
    }

    /// The link to a block, on the first of its lines and wherever the text comes back to it.
    fn way_to(&mut self, block: &BlockId) {
        if self.block.as_ref() == Some(block) {
            return;
        }
        self.block = Some(block.clone());
        let href = self.links.place(&self.document.id, block);
        self.writer.text(" ");
        self.writer.element("a", Tag::new("a").attr("href", &href), &self.strings.text(Text::SOURCE_BLOCK));
        if self.document.provenance.is_editorial(block) {
            self.word("editorial-mark", Text::EDITORIAL);
        }
    }

    fn word(&mut self, class: &str, text: Text) {
        self.writer.text(" ");
        self.writer.element("span", Tag::new("span").attr("class", class), &self.strings.text(text));
    }
}
