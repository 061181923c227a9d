//! The copy of a text in which references are looked for, with the way back to the text itself.

use super::origins::Origins;
use super::plain::plain_beginning;
use std::ops::Range;

/// Stands for what must not be read: code, addresses, and what another family has found.
pub(super) const MASK: char = '\u{1}';

/// A cleaned text, with the places that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) text: String,
    origins: Origins,
}

impl Clean {
    /// Runs of white space of any kind become one space, dashes become hyphens, soft hyphens and hyphens that
    /// only a line end needed go. Each of the ranges of `opaque` becomes one [`MASK`].
    pub(super) fn of(text: &str, opaque: &[Range<usize>]) -> Self {
        let mut out = Clean { text: String::with_capacity(text.len()), origins: Origins::default() };
        let mut at = 0;
        while at < text.len() {
            if let Some(range) = opaque.iter().find(|r| r.contains(&at)) {
                let end = next_boundary(text, range.end.max(at + 1));
                out.replace(MASK, at, end);
                at = end;
                continue;
            }
            let starts = opaque.iter().map(|r| r.start).filter(|start| *start > at);
            let next = next_boundary(text, starts.min().unwrap_or(text.len()));
            let kept = at + plain_beginning(&text.as_bytes()[at..next], stays);
            if kept > at {
                out.origins.copied(out.text.len(), at);
                out.text.push_str(&text[at..kept]);
                at = kept;
                continue;
            }
            let Some(c) = text[at..].chars().next() else { break };
            let end = at + c.len_utf8();
            at = match c {
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => after_line_end(text, end).unwrap_or(end),
                '-' | '\u{2010}' | '\u{2011}' | '–' | '−' => out.hyphen(text, at, end),
                c if c.is_whitespace() => {
                    if !out.text.ends_with(' ') {
                        out.replace(' ', at, end);
                    }
                    end
                }
                c => {
                    out.replace(c, at, end);
                    end
                }
            };
        }
        out
    }

    /// Where in the original text a range of the cleaned text stands.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = if range.start < self.text.len() { self.origins.start(range.start) } else { 0 };
        let last = range.end.checked_sub(1).filter(|last| *last < self.text.len());
        let end = last.map_or(start, |last| self.origins.end(last));
        start..end.max(start)
    }

    /// The same text with a range of it made unreadable, byte for byte.
    pub(super) fn mask(&mut self, range: Range<usize>) {
        let masked = MASK.to_string().repeat(range.len());
        self.text.replace_range(range, &masked);
    }

    /// Puts a character in the place of a range of the original.
    fn replace(&mut self, c: char, from: usize, to: usize) {
        self.origins.replaced(self.text.len(), from..to);
        self.text.push(c);
    }

    /// A hyphen at a line's end between letters was only needed there; between digits it belongs to them.
    fn hyphen(&mut self, text: &str, at: usize, end: usize) -> usize {
        let Some(next) = after_line_end(text, end) else {
            self.replace('-', at, end);
            return end;
        };
        let before = self.text.chars().next_back();
        let follows = text[next..].chars().next();
        if before.is_some_and(char::is_alphabetic) && follows.is_some_and(char::is_lowercase) {
            return next;
        }
        self.replace('-', at, end);
        let joins = before.is_some_and(|c| c.is_ascii_digit()) && follows.is_some_and(|c| c.is_ascii_digit());
        if joins { next } else { end }
    }
}

/// Whether a byte is the same in the cleaned text wherever it stands, but for blanks behind blanks.
#[inline]
fn stays(byte: u8) -> bool {
    let blank_or_hyphen = matches!(byte, b'\t'..=b'\r') | (byte == b'-');
    // With these begin blanks, dashes, hyphens and marks without width; other letters, too.
    let may_begin_one = matches!(byte, 0xe1..=0xe3) | (byte == 0xc2) | (byte == 0xef);
    !(blank_or_hyphen | may_begin_one)
}

/// Where the text goes on when a line ends at a place, blanks around the end passed over.
fn after_line_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let next = rest.trim_start();
    let blank = &rest[..rest.len() - next.len()];
    blank.contains('\n').then(|| at + blank.len())
}

fn next_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_is_one_spelling_and_leads_back() {
        for (text, cleaned) in [
            ("C (2023)\n   1862\u{a0}final", "C (2023) 1862 final"),
            ("26\u{2009}643", "26 643"),
            ("Kamer-\nstuk 2024-\n2025, AI-\nVerordening", "Kamerstuk 2024-2025, AI- Verordening"),
            ("2019–2020", "2019-2020"),
            ("Ver\u{ad}ordening", "Verordening"),
        ] {
            let clean = Clean::of(text, &[]);
            assert_eq!(clean.text, cleaned);
            assert_eq!(clean.original(&(0..cleaned.len())), 0..text.len());
        }
        let text = "é C(2023)\u{a0}1";
        let clean = Clean::of(text, &[]);
        let at = clean.text.find("C(").expect("there");
        assert_eq!(&text[clean.original(&(at..clean.text.len()))], "C(2023)\u{a0}1");
        let opaque: Vec<_> = std::iter::once(2..5).collect();
        assert_eq!(Clean::of("a `b` c", &opaque).text, "a \u{1} c");
    }
}
