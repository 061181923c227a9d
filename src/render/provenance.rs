//! What stands beside a block: whose words it has, where they stand in the seed, what an editor notes.

use super::block::{Pass, Placement};
use super::format;
use super::html::Tag;
use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{CitedWords, SourceWords};
use crate::document::{BlockId, SeedLines};
use crate::ingest::Remark;

/// `bron: regels 120–134`, in the interface's language.
pub(super) fn lines_label(strings: &Strings, lines: SeedLines) -> String {
    let (first, last) = (lines.first.to_string(), lines.last.to_string());
    let text = if lines.first == lines.last { Text::SOURCE_LINE } else { Text::SOURCE_LINES };
    strings.text_with(text, &[("first", &first), ("last", &last)])
}

/// The place of a line on the page with the seed's text.
pub(super) fn line_id(line: usize) -> String {
    format!("r{line}")
}

/// What an editors' note says about a contradiction.
pub(super) fn remark_words(strings: &Strings, remark: &Remark) -> String {
    let against = match remark {
        Remark::FutureYear { dated, .. } => Some(format::date(strings.language(), *dated)),
        other => other.against(),
    };
    let values = [("here", remark.subject().text.as_str()), ("other", &against.unwrap_or_default())];
    strings.text_with(remark.into(), &values)
}

impl Pass<'_> {
    /// What a block begins with: the places of the ids that lead to it, and whose words it has.
    pub(super) fn before(&mut self, id: &BlockId) {
        if self.placement == Placement::Whole {
            for former in self.renderer.provenance.former.get(id).into_iter().flatten() {
                let place = self.renderer.links.id(former.as_str());
                self.writer.element("span", Tag::new("span").attr("class", "former").attr("id", &place), "");
            }
        }
        self.editorial_mark(id);
    }

    /// The word that says whose words an editors' block has.
    fn editorial_mark(&mut self, id: &BlockId) {
        if self.renderer.provenance.is_editorial(id) {
            self.editorial_word();
        }
    }

    fn editorial_word(&mut self) {
        let word = self.renderer.strings.text(Text::EDITORIAL);
        self.writer.element("span", Tag::new("span").attr("class", "editorial-mark"), &word);
        self.writer.text(" ");
    }

    /// The link to the block itself, and the one to its lines in the seed, which the style sheet shows when
    /// the first was followed. They have no text, so that copied passages stay clean: the style sheet draws
    /// a sign for the one and the name of the other.
    pub(super) fn permalink(&mut self, id: &BlockId) {
        if id.is_empty() {
            return;
        }
        if let Some(href) = self.renderer.links.permalink(id) {
            let name = match self.placement {
                Placement::Excerpt => Text::EXCERPT_PLACE,
                Placement::Whole | Placement::Quoted => Text::ANCHOR,
            };
            let name = self.renderer.strings.word(name);
            let tag = Tag::new("a").attr("class", "anchor").attr("href", &href).attr("aria-label", name);
            self.writer.element("a", tag, "");
        }
        if let Some(lines) = self.renderer.provenance.lines_of(id) {
            self.seed_link(lines, "");
        }
    }

    /// The link to lines of the seed. `words` is what can be copied of it.
    fn seed_link(&mut self, lines: SeedLines, words: &str) {
        let Some(page) = self.renderer.seed else { return };
        let tag = Tag::new("a").attr("class", "lines");
        let tag = tag.attr("href", &format!("{page}#{}", line_id(lines.first)));
        if words.is_empty() {
            let name = lines_label(self.renderer.strings, lines);
            self.writer.element("a", tag.attr("aria-label", &name), "");
        } else {
            self.writer.element("a", tag, words);
        }
    }

    /// What follows a block at its own place: the editors' notes on what cannot be so, and the source's
    /// words, on demand, where an editor's block replaces them.
    pub(super) fn beside(&mut self, id: &BlockId) {
        if self.placement != Placement::Whole {
            return;
        }
        let provenance = self.renderer.provenance;
        provenance.remarks.get(id).into_iter().flatten().for_each(|remark| self.remark(remark));
        provenance
            .references
            .get(id)
            .into_iter()
            .flatten()
            .for_each(|reference| self.reference_note(reference));
        match provenance.editorial.get(id) {
            Some(words) if !words.is_empty() => self.source_words(words),
            _ => {}
        }
    }

    fn remark(&mut self, remark: &Remark) {
        let strings = self.renderer.strings;
        let text = remark_words(strings, remark);
        self.note_of_editors(&text);
    }

    /// What differs between the printed reference and the register.
    fn reference_note(&mut self, reference: &CitedWords) {
        let other = reference.reason.against().map(ToString::to_string).unwrap_or_default();
        let id = reference.id.as_ref().map(ToString::to_string).unwrap_or_default();
        let values = [("here", reference.text.as_str()), ("other", &other), ("id", &id)];
        let text = self.renderer.strings.text_with((&reference.reason).into(), &values);
        self.note_of_editors(&text);
    }

    fn note_of_editors(&mut self, text: &str) {
        let strings = self.renderer.strings;
        self.writer.line_end();
        self.writer
            .open(Tag::new("p").attr("class", "editorial remark").attr("lang", strings.language().tag()));
        self.editorial_word();
        self.writer.text(text);
        self.writer.close("p");
    }

    fn source_words(&mut self, words: &[SourceWords]) {
        let strings = self.renderer.strings;
        self.writer.line_end();
        self.writer.open(Tag::new("details").attr("class", "source-words"));
        let summary = Tag::new("summary").attr("lang", strings.language().tag());
        self.writer.element("summary", summary, &strings.text(Text::SOURCE_WORDS));
        for part in words {
            self.writer.open(Tag::new("p"));
            self.writer.text(&part.text);
            if let Some(lines) = part.lines {
                self.writer.text(" ");
                self.seed_link(lines, &lines_label(strings, lines));
            }
            self.writer.close("p");
        }
        self.writer.close("details");
    }
}
