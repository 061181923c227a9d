//! Folding of text for comparison, with a way back to the original's bytes.

use crate::citation::{Origins, plain_beginning};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text, with the places that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) text: String,
    origins: Origins,
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
    let mut out = Folded { text: String::with_capacity(text.len()), origins: Origins::default(), end: 0 };
    let mut at = 0;
    while at < text.len() {
        let plain = at + plain_beginning(&text.as_bytes()[at..], stays);
        if plain > at {
            out.copy(text, at..plain, letters);
            at = plain;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        match c {
            '“' | '”' | '„' | '"' | '«' | '»' | '\u{ad}' => {}
            '’' | '‘' | 'ʼ' => out.push('\'', at, end),
            '\u{2010}' | '\u{2011}' => out.push('-', at, end),
            c if c.is_whitespace() => {
                if !out.text.ends_with(' ') {
                    out.push(' ', at, end);
                }
            }
            c => {
                for d in std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d)) {
                    out.push_letter(d, letters, at, end);
                }
            }
        }
        at = end;
    }
    out
}

/// Whether a byte is ASCII that stays wherever it stands, but for capitals, and blanks behind blanks.
#[inline]
fn stays(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') & (byte != b'"')
}

impl Folded {
    /// Takes over a range of the original that is plain letters.
    fn copy(&mut self, original: &str, range: Range<usize>, letters: Letters) {
        let here = self.text.len();
        self.origins.copied(here, range.start);
        self.text.push_str(&original[range.clone()]);
        if letters == Letters::Lower {
            self.text[here..].make_ascii_lowercase();
        }
        self.end = range.end;
    }

    fn push(&mut self, c: char, at: usize, end: usize) {
        self.origins.replaced(self.text.len(), at..end);
        self.text.push(c);
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
        let place = |at: usize| if at < self.text.len() { self.origins.start(at) } else { self.end };
        let (start, end) = (place(range.start), place(range.end));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Character by character, as the comment on [`fold`] says.
    fn plainly(text: &str) -> (String, Vec<Range<usize>>) {
        let (mut out, mut places) = (String::new(), Vec::new());
        for (at, c) in text.char_indices() {
            let mut push = |c: char| {
                out.push(c);
                places
                    .extend(vec![at..at + text[at..].chars().next().map_or(0, char::len_utf8); c.len_utf8()]);
            };
            match c {
                '“' | '”' | '„' | '"' | '«' | '»' | '\u{ad}' => {}
                '’' | '‘' | 'ʼ' => push('\''),
                '\u{2010}' | '\u{2011}' => push('-'),
                c if c.is_whitespace() => push(' '),
                c => {
                    let kept = std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d));
                    kept.flat_map(char::to_lowercase).for_each(push);
                }
            }
        }
        let mut before = '\0';
        let is_kept = |c: char| !(std::mem::replace(&mut before, c) == ' ' && c == ' ');
        let kept: Vec<bool> = out.chars().map(is_kept).collect();
        let mut bytes = out.chars().zip(&kept).flat_map(|(c, kept)| vec![*kept; c.len_utf8()]);
        places.retain(|_| bytes.next().unwrap_or(true));
        (out.chars().zip(kept).filter(|(_, kept)| *kept).map(|(c, _)| c).collect(), places)
    }

    proptest! {
        #[test]
        fn long_stretches_fold_as_single_characters_do(parts in prop::collection::vec(prop::sample::select(vec![
            "a", "Zin", " ", " ", "  ", "\n", "\t", "\u{a0}", "\"", "“", "’", "é", "Ü", "ﬁ", "…", "–", "€", "\u{ad}", "\u{2011}",
            "Een zin zonder iets bijzonders erin, lang genoeg. ", "een stretch van ruim dertig letters", "\u{7f}", "\u{1c}",
        ]), 0..24)) {
            let text = parts.concat();
            let (folded, (expected, places)) = (fold(&text, Letters::Lower), plainly(&text));
            prop_assert_eq!(&folded.text, &expected);
            for (at, place) in places.iter().enumerate() {
                prop_assert_eq!(folded.original(at..at).start, place.start);
            }
        }
    }

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
