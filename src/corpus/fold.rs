//! Folding of text for comparison, with a way back to the original's bytes.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text and, for each of its bytes, where the character that it came from begins in the original. Places are
/// counted in 32 bits: a leaf of more than four gigabytes has no place to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) text: String,
    starts: Vec<u32>,
    /// End of the last character that was kept.
    end: usize,
}

/// What folding does with upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Lower,
    AsWritten,
}

/// Folds a text: compatibility forms and diacritics removed, quotation marks and soft hyphens dropped, one
/// kind of hyphen and apostrophe, runs of white space one space.
pub(crate) fn fold(text: &str, letters: Letters) -> Folded {
    let (folded, starts) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut out = Folded { text: folded, starts, end: 0 };
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            // Most characters of most texts: letters and digits that fold to themselves or to a small letter.
            'a'..='z' | '0'..='9' => out.push(c, at, end),
            'A'..='Z' if letters == Letters::Lower => out.push(c.to_ascii_lowercase(), at, end),
            '“' | '”' | '„' | '"' | '«' | '»' | '\u{ad}' => {}
            '’' | '‘' | '\'' | 'ʼ' => out.push('\'', at, end),
            '-' | '\u{2010}' | '\u{2011}' => out.push('-', at, end),
            c if c.is_whitespace() => {
                if !out.text.ends_with(' ') {
                    out.push(' ', at, end);
                }
            }
            c if c.is_ascii() => out.push_letter(c, letters, at, end),
            c => {
                for d in std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d)) {
                    out.push_letter(d, letters, at, end);
                }
            }
        }
    }
    out
}

impl Folded {
    fn push(&mut self, c: char, at: usize, end: usize) {
        self.text.push(c);
        self.starts.resize(self.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
        self.end = end;
    }

    fn push_letter(&mut self, c: char, letters: Letters, at: usize, end: usize) {
        // Letters that no decomposition takes apart, in the names of people and programmes.
        let c = match c {
            'ł' => 'l',
            'Ł' => 'L',
            'ø' => 'o',
            'Ø' => 'O',
            c => c,
        };
        match letters {
            Letters::AsWritten => self.push(c, at, end),
            Letters::Lower => c.to_lowercase().for_each(|l| self.push(l, at, end)),
        }
    }

    /// The original's bytes that a range of the folded text stands for.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.starts.get(at).map_or(self.end, |start| *start as usize);
        let (start, end) = (place(range.start), place(range.end));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_one_spelling_for_all() {
        for (text, folded) in [
            ("Coördinatie  van\u{a0}“Één”", "coordinatie van een"),
            ("Marie Skłodowska‑Curie", "marie sklodowska-curie"),
            ("EDIH’s", "edih's"),
            ("ﬁnanciering", "financiering"),
        ] {
            assert_eq!(fold(text, Letters::Lower).text, folded);
        }
    }

    #[test]
    fn a_range_leads_back_to_the_original() {
        let text = "de “Coördinatie” van";
        let folded = fold(text, Letters::Lower);
        let at = folded.text.find("coordinatie").expect("is there");
        assert_eq!(&text[folded.original(at..at + 11)], "Coördinatie”");
        assert_eq!(&text[folded.original(0..folded.text.len())], text);
    }
}
