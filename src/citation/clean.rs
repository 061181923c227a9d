//! The copy of a text in which references are looked for, with the way back to the text itself.

use std::ops::Range;

/// Stands for what must not be read: code, addresses, and what another family has found.
pub(super) const MASK: char = '\u{1}';

/// A cleaned text and, for each of its bytes, the place of the character that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) text: String,
    origins: Vec<(usize, usize)>,
}

impl Clean {
    /// Runs of white space of any kind become one space, dashes become hyphens, soft hyphens and hyphens that
    /// only a line end needed go. Each of the ranges of `opaque` becomes one [`MASK`].
    pub(super) fn of(text: &str, opaque: &[Range<usize>]) -> Self {
        let mut out =
            Clean { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let end = at + c.len_utf8();
            if let Some(range) = opaque.iter().find(|r| r.contains(&at)) {
                out.push(MASK, at, range.end.max(end));
                at = next_boundary(text, range.end.max(end));
                continue;
            }
            at = match c {
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => after_line_end(text, end).unwrap_or(end),
                '-' | '\u{2010}' | '\u{2011}' | '–' | '−' => out.hyphen(text, at, end),
                c if c.is_whitespace() => {
                    out.space(at, end);
                    end
                }
                c => {
                    out.push(c, at, end);
                    end
                }
            };
        }
        out
    }

    /// Where in the original text a range of the cleaned text stands.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origins.get(range.start).map_or(0, |o| o.0);
        let end = range.end.checked_sub(1).and_then(|last| self.origins.get(last)).map_or(start, |o| o.1);
        start..end.max(start)
    }

    /// The same text with a range of it made unreadable, byte for byte.
    pub(super) fn mask(&mut self, range: Range<usize>) {
        let masked = MASK.to_string().repeat(range.len());
        self.text.replace_range(range, &masked);
    }

    fn push(&mut self, c: char, at: usize, end: usize) {
        self.text.push(c);
        self.origins.resize(self.text.len(), (at, end));
    }

    fn space(&mut self, at: usize, end: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', at, end);
        }
    }

    /// A hyphen at a line's end between letters was only needed there; between digits it belongs to them.
    fn hyphen(&mut self, text: &str, at: usize, end: usize) -> usize {
        let Some(next) = after_line_end(text, end) else {
            self.push('-', at, end);
            return end;
        };
        let before = self.text.chars().next_back();
        let follows = text[next..].chars().next();
        if before.is_some_and(char::is_alphabetic) && follows.is_some_and(char::is_lowercase) {
            return next;
        }
        self.push('-', at, end);
        let joins = before.is_some_and(|c| c.is_ascii_digit()) && follows.is_some_and(|c| c.is_ascii_digit());
        if joins { next } else { end }
    }
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
