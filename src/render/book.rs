//! What a book has that a site has not: notes that pop up, XML, a cover and a table of contents.

use super::block::{Pass, totals};
use super::html::{Syntax, Tag};
use super::texts::Text;
use super::theme::Theme;
use crate::corpus::Target;
use crate::diagnostic::Findings;
use crate::document::{Body, Note};
use serde::Serialize;

/// Folder of a book's templates.
pub const TEMPLATES: &str = "epub";

/// A book as a whole, for its cover and its table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct BookView {
    pub title: String,
    /// The title in lines that fit on a cover.
    pub title_lines: Vec<String>,
    pub description: String,
    /// BCP 47 tag of the interface's language.
    pub language: &'static str,
    /// Date of the build, ISO 8601.
    pub date: Option<String>,
    /// Titles of what the book holds, where it is a part of the site.
    pub part: Vec<String>,
    /// Where the site is published.
    pub address: Option<String>,
    /// The program's version.
    pub version: &'static str,
    pub contents: Vec<BookEntry>,
    /// Address of the first chapter.
    pub start: Option<String>,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookEntry {
    pub href: String,
    pub text: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
    pub children: Vec<BookEntry>,
}

/// The context of the templates of a book as a whole.
#[derive(Serialize)]
struct Shown<'a> {
    book: &'a BookView,
}

/// A file of a book that is about the whole: `cover.html`, `cover-svg.html`, `nav.html`, `style.css`.
///
/// # Errors
/// Findings where the template cannot be rendered.
pub fn book_file(theme: &Theme, template: &str, book: &BookView) -> Result<Vec<u8>, Findings> {
    theme.render_bytes(&format!("{TEMPLATES}/{template}"), &Shown { book })
}

impl Pass<'_> {
    /// Raw HTML. In XML only its words can stand: it need not be well-formed, and comes in pieces.
    pub(super) fn raw(&mut self, html: &str) {
        match self.renderer.syntax {
            Syntax::Html => self.writer.raw(html),
            Syntax::Xhtml => self.writer.raw(&words_of(html)),
        }
    }

    /// The notes of a book, each in an element that reading systems show where its mark is touched.
    pub(super) fn note_asides(&mut self, body: &Body<Target>) {
        let leaves = body.leaves();
        let totals = totals(&leaves);
        let heading = self.renderer.links.id("_notes");
        self.writer.open(Tag::new("section").attr("class", "notes").attr("aria-labelledby", &heading));
        let title = self.renderer.strings.text(Text::NOTES);
        self.writer.element("h2", Tag::new("h2").attr("id", &heading), &title);
        self.writer.line_end();
        for note in &body.notes {
            self.note_aside(note, totals.get(note.label.as_str()).copied().unwrap_or_default());
        }
        self.writer.close("section");
    }

    fn note_aside(&mut self, note: &Note<Target>, marks: usize) {
        let tag = self.tag("aside", &note.id);
        self.writer.open(tag.attr("epub:type", "footnote").attr("role", "doc-footnote"));
        self.writer.open(Tag::new("p"));
        self.writer.element("span", Tag::new("span").attr("class", "note-label"), &note.label);
        self.writer.text(" ");
        self.before(&note.id);
        self.inlines(&note.lead);
        for nth in 1..=marks {
            self.way_back(note, nth);
        }
        self.writer.close("p");
        self.beside(&note.id);
        self.children(&note.children);
        self.writer.close("aside");
        self.writer.line_end();
    }
}

/// What stands outside the tags and comments of raw HTML. Named entities of HTML are none in XML, and `<` is none of a
/// tag's where it ends nowhere.
fn words_of(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        let end = match rest[at..].strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|end| at + "<!--".len() + end + "-->".len()),
            None => rest[at..].find('>').map(|end| at + end + 1),
        };
        rest = end.map_or("", |end| &rest[end..]);
    }
    words.push_str(rest);
    escape_ampersands(&words)
}

fn escape_ampersands(text: &str) -> String {
    let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#"];
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' if !known.iter().any(|entity| text[at..].starts_with(entity)) => out.push_str("&amp;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_leaves_its_words() {
        for (html, words) in [
            ("<p>a <b>b</b><br>c</p>", "a bc"),
            ("<!-- x > y -->d", "d"),
            ("e & f &amp; g &nbsp; <", "e &amp; f &amp; g &amp;nbsp; "),
            ("<b class=\"x", ""),
        ] {
            assert_eq!(words_of(html), words, "{html}");
        }
    }
}
