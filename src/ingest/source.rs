//! The decoded seed, its lines and rows. Every later stage points back here with byte spans.

use crate::diagnostic::Span;
use crate::document::SeedLines;

/// Whether a character is nothing to account for: white space of any kind, controls, and characters
/// without width.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_zero_width(c)
}

/// Characters that take no room and part no words.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A decoded seed.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) text: String,
    /// Start of each line.
    starts: Vec<usize>,
}

/// A line with something on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// 1-based.
    pub(super) line: usize,
    /// Without the blanks around it.
    pub(super) span: Span,
    /// Blank characters before it.
    pub(super) indent: usize,
    /// Blank characters after it.
    pub(super) tail: usize,
    /// Blank lines between the row before and this one; for the first row from the start of the text.
    pub(super) gap: usize,
}

impl Source {
    /// Splits a text at its line ends: LF, CRLF, CR, form feed and the Unicode separators.
    pub(super) fn new(text: String) -> Self {
        let starts = starts(&text);
        Source { text, starts }
    }

    /// The text of a span.
    pub(super) fn get(&self, span: &Span) -> &str {
        &self.text[span.clone()]
    }

    /// The 1-based line of a byte.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// The lines of a span that is not empty.
    pub(super) fn lines_of(&self, span: &Span) -> SeedLines {
        let last = span.end.saturating_sub(1).max(span.start);
        SeedLines { first: self.line_at(span.start), last: self.line_at(last) }
    }

    /// The lines that have something on them.
    pub(super) fn rows(&self) -> Vec<Row> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        let mut rows = Vec::new();
        let mut gap = 0;
        for (index, (start, end)) in self.starts.iter().copied().zip(ends).enumerate() {
            match self.row(index + 1, start..end, gap) {
                Some(row) => {
                    rows.push(row);
                    gap = 0;
                }
                None => gap += 1,
            }
        }
        rows
    }

    fn row(&self, line: usize, span: Span, gap: usize) -> Option<Row> {
        let text = self.get(&span).trim_end_matches(ends_line);
        let inner = text.trim_matches(is_blank);
        if inner.is_empty() {
            return None;
        }
        let before = text.len() - text.trim_start_matches(is_blank).len();
        let start = span.start + before;
        let end = start + inner.len();
        Some(Row {
            line,
            indent: text[..before].chars().count(),
            tail: text[before + inner.len()..].chars().count(),
            span: start..end,
            gap,
        })
    }
}

/// The lines of a decoded seed without their ends, counted as [`SeedLines`] counts them. An end of a line
/// at the end of the text begins no further one.
pub fn lines(text: &str) -> Vec<&str> {
    let starts = starts(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let spans = starts.iter().zip(ends).filter(|(start, end)| *start < end);
    spans.map(|(start, end)| text[*start..end].trim_end_matches(ends_line)).collect()
}

/// Where each line starts.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let crlf = c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n');
        if ends_line(c) && !crlf {
            starts.push(at + c.len_utf8());
        }
    }
    starts
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_line_margin_and_gap() {
        let source = Source::new("een\r\n \r\n\r\n  twee \u{a0}\ndrie".into());
        let rows: Vec<_> = source
            .rows()
            .into_iter()
            .map(|r| (r.line, source.get(&r.span).to_owned(), r.indent, r.tail, r.gap))
            .collect();
        assert_eq!(
            rows,
            [
                (1, "een".to_owned(), 0, 0, 0),
                (4, "twee".to_owned(), 2, 2, 2),
                (5, "drie".to_owned(), 0, 0, 0)
            ]
        );
    }

    #[test]
    fn lines_are_without_their_ends() {
        for (text, expected) in [
            ("", vec![]),
            ("a", vec!["a"]),
            ("a\n", vec!["a"]),
            ("a\r\n\r\n b \n\n", vec!["a", "", " b ", ""]),
            ("a\u{c}b\rc", vec!["a", "b", "c"]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_of_places() {
        let source = Source::new("a\nbc\n\nd".into());
        for (at, line) in [(0, 1), (1, 1), (2, 2), (3, 2), (5, 3), (6, 4)] {
            assert_eq!(source.line_at(at), line, "{at}");
        }
        assert_eq!(source.lines_of(&(2..7)).to_string(), "2-4");
        assert_eq!(source.lines_of(&(2..4)).to_string(), "2");
    }
}
