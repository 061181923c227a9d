//! Text that remembers where it comes from.

use super::source::{Source, is_blank, is_zero_width};
use crate::diagnostic::Span;
use crate::document::SeedLines;
use std::ops::Range;

/// Running text put together from pieces of the seed: lines joined, blanks folded. Each of its words
/// points back to its place; only the single spaces between pieces come from nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Strand {
    text: String,
    /// In order; between them stand single spaces that the seed has otherwise.
    pieces: Vec<Piece>,
}

/// `text[at..at + len]` is the seed's text from `source` on, letter for letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    at: usize,
    source: usize,
    len: usize,
}

impl Strand {
    /// A piece of the seed as a strand.
    pub(super) fn of(source: &Source, span: Span) -> Self {
        let mut strand = Strand::default();
        strand.push(source, span);
        strand
    }

    /// The text as it reads.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it has no text.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a piece of the seed. Runs of blanks become one space; a single no-break space is kept.
    pub(super) fn push(&mut self, source: &Source, span: Span) {
        let mut open: Option<usize> = None;
        let mut chars = source.get(&span).char_indices().map(|(i, c)| (span.start + i, c)).peekable();
        while let Some((at, c)) = chars.next() {
            if !is_blank(c) {
                open.get_or_insert(at);
                continue;
            }
            let alone = open.is_some() && chars.peek().is_some_and(|(_, next)| !is_blank(*next));
            if alone && matches!(c, ' ' | '\u{a0}' | '\u{202f}') {
                continue;
            }
            if let Some(start) = open.take() {
                self.piece(source, start..at);
            }
            if !is_zero_width(c) {
                self.space();
            }
        }
        if let Some(start) = open {
            self.piece(source, start..span.end);
        }
    }

    fn piece(&mut self, source: &Source, span: Span) {
        self.pieces.push(Piece { at: self.text.len(), source: span.start, len: span.len() });
        self.text.push_str(source.get(&span));
    }

    /// Adds a space that the seed does not have there, unless there is one or nothing stands before.
    pub(super) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// The place in the seed of the last character, if it came from there.
    pub(super) fn last_span(&self) -> Option<Span> {
        let last = self.text.chars().next_back()?.len_utf8();
        self.spans(&(self.text.len() - last..self.text.len())).next()
    }

    /// Takes the last character off and tells where it stood in the seed, if it came from there.
    pub(super) fn pop(&mut self) -> Option<Span> {
        let last = self.text.pop()?.len_utf8();
        let piece = self.pieces.last_mut()?;
        if piece.at + piece.len <= self.text.len() {
            return None;
        }
        piece.len -= last;
        let start = piece.source + piece.len;
        if piece.len == 0 {
            self.pieces.pop();
        }
        Some(start..start + last)
    }

    /// Takes the first bytes off, and the blanks behind them; tells where they stood in the seed.
    pub(super) fn drop_front(&mut self, len: usize) -> Vec<Span> {
        let dropped: Vec<Span> = self.spans(&(0..len)).collect();
        let len = self.text.len() - self.text[len..].trim_start().len();
        self.text.drain(..len);
        self.pieces.retain(|piece| piece.at + piece.len > len);
        for piece in &mut self.pieces {
            let cut = len.saturating_sub(piece.at);
            *piece = Piece { at: (piece.at + cut) - len, source: piece.source + cut, len: piece.len - cut };
        }
        dropped
    }

    /// The places in the seed of a part of the text, in order.
    pub(super) fn spans(&self, range: &Range<usize>) -> impl Iterator<Item = Span> {
        let first = self.pieces.partition_point(|p| p.at + p.len <= range.start);
        let range = range.clone();
        self.pieces[first..].iter().take_while(move |p| p.at < range.end).map(move |p| {
            let from = range.start.max(p.at) - p.at;
            let to = range.end.min(p.at + p.len) - p.at;
            p.source + from..p.source + to
        })
    }

    /// The place in the seed of the character at an offset of the text, or of the next that has one.
    pub(super) fn source_at(&self, at: usize) -> Option<usize> {
        let piece = self.pieces.get(self.pieces.partition_point(|p| p.at + p.len <= at))?;
        Some(piece.source + at.saturating_sub(piece.at))
    }

    /// The seed's lines that it stands on.
    pub(super) fn lines(&self, source: &Source) -> Option<SeedLines> {
        self.pieces.iter().map(|p| source.lines_of(&(p.source..p.source + p.len))).reduce(|all, piece| {
            SeedLines { first: all.first.min(piece.first), last: all.last.max(piece.last) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_fold_and_places_stay() {
        let source = Source::new("a  b\u{a0}c\u{200b}d\te".into());
        let strand = Strand::of(&source, 0..source.text.len());
        assert_eq!(strand.text(), "a b\u{a0}cd e");
        let e = strand.text().rfind('e').unwrap();
        assert_eq!(source.get(&(strand.source_at(e).unwrap()..source.text.len())), "e");
        let all: Vec<_> =
            strand.spans(&(0..strand.text().len())).map(|s| source.get(&s).to_owned()).collect();
        assert_eq!(all, ["a", "b\u{a0}c", "d", "e"]);
    }

    #[test]
    fn the_last_character_can_be_taken_back() {
        let source = Source::new("ontwik-\nkeling".into());
        let mut strand = Strand::of(&source, 0..7);
        assert_eq!(strand.pop(), Some(6..7));
        strand.push(&source, 8..14);
        assert_eq!(strand.text(), "ontwikkeling");
        assert_eq!(strand.lines(&source), Some(SeedLines { first: 1, last: 2 }));
        strand.space();
        assert_eq!(strand.pop(), None, "that space was not the seed's");
    }

    #[test]
    fn a_mark_can_be_taken_off_the_front() {
        let source = Source::new("12.  een twee\ndrie".into());
        let mut strand = Strand::of(&source, 0..13);
        strand.space();
        strand.push(&source, 14..18);
        assert_eq!(strand.drop_front(3), vec![Span { start: 0, end: 3 }]);
        assert_eq!(strand.text(), "een twee drie");
        let places: Vec<_> = strand.spans(&(0..13)).map(|span| source.get(&span)).collect();
        assert_eq!(places, ["een twee", "drie"]);
    }
}
