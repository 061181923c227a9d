//! Text within a block.

use super::block::{Pass, Placement};
use super::html::{Syntax, Tag};
use super::texts::Text;
use crate::corpus::{PageRef, Target};
use crate::document::{BlockId, Image, Inline, Link};
use crate::scan::{any_odd, each_odd};

/// The longest word that is kept whole, in characters: a longer one might be wider than a narrow screen.
const KEPT: usize = 24;

/// Where a word ends that begins with the hyphen at a place, not too long a one.
fn suspended(text: &str, at: usize) -> Option<usize> {
    text[..at].chars().next_back().is_none_or(char::is_whitespace).then_some(())?;
    let word = text[at + 1..].split(char::is_whitespace).next().unwrap_or("");
    let fits = word.starts_with(char::is_alphabetic) && word.chars().count() < KEPT;
    fits.then_some(at + 1 + word.len())
}

impl Pass<'_> {
    /// Writes the texts of one leaf.
    pub(super) fn inlines(&mut self, content: &[Inline<Target>]) {
        let mut before: Option<&Inline<Target>> = None;
        for inline in content {
            if let (Some(Inline::NoteRef(_)), Inline::NoteRef(_)) = (before, inline) {
                self.note_gap();
            }
            self.inline(inline);
            before = Some(inline);
        }
    }

    /// Two marks in a row would read as one number. What parts them is the style sheet's: the text has no sign there.
    fn note_gap(&mut self) {
        if self.placement != Placement::Quoted {
            self.writer.element("sup", Tag::new("sup").attr("class", "note-gap"), "");
        }
    }

    fn inline(&mut self, inline: &Inline<Target>) {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Code(text) => self.writer.element("code", Tag::new("code"), text),
            Inline::Emphasis(inner) => self.wrapped("em", inner),
            Inline::Strong(inner) => self.wrapped("strong", inner),
            Inline::Strikethrough(inner) => self.wrapped("s", inner),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image(image),
            Inline::NoteRef(label) => self.note_mark(label),
            Inline::SoftBreak => self.writer.line_end(),
            Inline::HardBreak => {
                self.writer.void(Tag::new("br"));
                self.writer.line_end();
            }
            // Raw HTML may hold ids, which a quotation must not repeat.
            Inline::Html(html) if self.placement == Placement::Whole => self.raw(html),
            Inline::Html(_) => {}
        }
    }

    fn wrapped(&mut self, name: &str, inner: &[Inline<Target>]) {
        self.writer.open(Tag::new(name));
        self.inlines(inner);
        self.writer.close(name);
    }

    fn link(&mut self, link: &Link<Target>) {
        let Some(href) = self.renderer.links.href(&link.target) else {
            return self.inlines(&link.content);
        };
        if matches!(link.target, Target::Page { page: PageRef::Definitions, .. }) {
            // A mark on a short form. `title` alone reaches neither touch nor keyboard: the link leads to the words.
            self.writer.open(Tag::new("a").attr("class", "short-form").attr("href", &href));
            self.writer.open(Tag::new("abbr").attr_unless_empty("title", &link.title));
            self.inlines(&link.content);
            self.writer.close("abbr");
            return self.writer.close("a");
        }
        // Paper writes the address after the words, unless they are the address.
        let class = if link.content == [Inline::Text(href.clone())] { "address" } else { "" };
        let tag = Tag::new("a").attr("href", &href).attr_unless_empty("class", class);
        self.writer.open(tag.attr_unless_empty("title", &link.title));
        self.inlines(&link.content);
        self.writer.close("a");
    }

    fn image(&mut self, image: &Image<Target>) {
        let Some(src) = self.renderer.links.src(&image.target) else {
            return self.writer.text(&image.alt);
        };
        let mut tag = Tag::new("img").attr("src", &src).attr("alt", &image.alt);
        if let Some(size) = self.renderer.links.picture_size(&image.target) {
            tag = tag.attr("width", &size.width.to_string()).attr("height", &size.height.to_string());
        }
        self.writer.void(tag.attr_unless_empty("title", &image.title));
    }

    /// Text; a long address in it gets places to break at, so that it fits on a narrow screen.
    fn words(&mut self, text: &str) {
        // Most texts have no colon, which is found out fast.
        if !(any_odd(text, |byte| byte == b':') && text.contains("://")) {
            return self.prose(text);
        }
        for piece in text.split_inclusive(char::is_whitespace) {
            match piece.find("://") {
                Some(at) => self.address(piece, at + "://".len()),
                None => self.prose(piece),
            }
        }
    }

    /// Text without an address. A word that begins with the hyphen of a word left out ("modellen en -toepassingen")
    /// is kept whole: browsers break a line after any hyphen, and one alone at a line's end says nothing.
    fn prose(&mut self, text: &str) {
        let mut done = 0;
        each_odd(
            text,
            |byte| byte == b'-',
            |at| {
                if let Some(end) = suspended(text, at).filter(|_| at >= done) {
                    self.writer.text(&text[done..at]);
                    self.writer.element("span", Tag::new("span").attr("class", "keep"), &text[at..end]);
                    done = end;
                }
            },
        );
        self.writer.text(&text[done..]);
    }

    /// An address, breakable before the marks that part it, from byte `from` on.
    fn address(&mut self, address: &str, from: usize) {
        let mut done = 0;
        for (at, _) in address[from..].match_indices(['/', '?', '&', '=', '#', '%']) {
            let at = from + at;
            if at > from {
                self.writer.text(&address[done..at]);
                self.writer.void(Tag::new("wbr"));
                done = at;
            }
        }
        self.writer.text(&address[done..]);
    }

    fn note_mark(&mut self, label: &str) {
        if self.placement == Placement::Quoted {
            return;
        }
        self.writer.open(Tag::new("sup").attr("class", "note-ref"));
        if self.placement == Placement::Excerpt {
            self.note_link(label);
            return self.writer.close("sup");
        }
        match self.notes.get(label) {
            None => self.writer.text(label),
            Some(note) => {
                let count = self.marks.entry(label.to_owned()).or_default();
                *count += 1;
                let links = self.renderer.links;
                let name = self.renderer.strings.text_with(Text::NOTE_MARK, &[("label", label)]);
                let tag = Tag::new("a")
                    .attr("id", &links.id(&mark_id(note.id.as_str(), *count)))
                    .attr("href", &links.note(&note.id))
                    .attr("role", "doc-noteref")
                    .attr("aria-label", &name);
                let tag = if self.renderer.syntax == Syntax::Xhtml {
                    tag.attr("epub:type", "noteref")
                } else {
                    tag
                };
                self.writer.element("a", tag, label);
            }
        }
        self.writer.close("sup");
    }

    /// A mark that has no id of its own: its note may be on another page.
    fn note_link(&mut self, label: &str) {
        let href = self.renderer.links.note(&BlockId::new(format!("fn-{label}")));
        if href.is_empty() {
            return self.writer.text(label);
        }
        let name = self.renderer.strings.text_with(Text::NOTE_MARK, &[("label", label)]);
        self.writer.element("a", Tag::new("a").attr("href", &href).attr("aria-label", &name), label);
    }
}

/// The id of the mark that refers to a note for the `nth` time: `fnref-12`, then `fnref-12-2`.
pub(super) fn mark_id(note: &str, nth: usize) -> String {
    let label = note.strip_prefix("fn-").unwrap_or(note);
    if nth == 1 { format!("fnref-{label}") } else { format!("fnref-{label}-{nth}") }
}
