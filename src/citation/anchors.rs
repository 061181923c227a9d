//! What a family of references cannot do without, told by one look at the bytes of a cleaned text.
//!
//! Patterns with word boundaries are dear in texts with letters beyond ASCII, and most texts hold nothing for most
//! families. A look may say too often that there may be something, never that there is nothing where there is.

use crate::scan::each_odd;

/// What may be found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Anchors {
    /// `://`, `www.` or a slash behind the name of a domain.
    pub(super) address: bool,
    /// Digits, a slash, digits: acts and papers of the Council.
    pub(super) fraction: bool,
    /// Two digits, three digits, at most one character between them, and around them what may stand there: the number of
    /// a parliamentary dossier.
    pub(super) dossier: bool,
    /// Four digits in brackets or between slashes: documents of the Commission.
    pub(super) year: bool,
    /// A capital between digits: numbers of the Tweede Kamer, CELEX.
    pub(super) capital: bool,
    /// A series of the Official Journal.
    pub(super) journal: bool,
    /// The owner of an article.
    pub(super) treaty: bool,
    /// A link text of EUR-Lex.
    pub(super) eurlex: bool,
    /// The word annex.
    pub(super) annex: bool,
}

impl Anchors {
    /// Looks at a cleaned text.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Anchors::default();
        each_odd(text, may_tell, |at| found.look(text.as_bytes(), at));
        found
    }

    /// Looks at a place with a byte that [`may_tell`].
    fn look(&mut self, bytes: &[u8], at: usize) {
        let follows = |words: &[u8]| bytes[at + 1..].starts_with(words);
        match bytes[at] {
            b'0'..=b'9' => self.digit(bytes, at),
            b'/' => self.slash(bytes, at),
            b'.' => self.address |= ends_with(&bytes[..at], b"www"),
            b'(' => self.year |= holds_year(&bytes[at + 1..]),
            b',' => self.journal |= follows(b" L ") || follows(b" C "),
            b'P' => self.journal |= follows(b"B") || follows(b"ublicatieblad"),
            b'O' => self.journal |= follows(b"J"),
            b'E' => self.treaty |= follows(b"U"),
            _ => self.letter(bytes, at),
        }
    }

    /// Looks at a letter by which words are known in capitals or small letters: a rare one of them.
    fn letter(&mut self, bytes: &[u8], at: usize) {
        let is = |words: &[u8]| begins_with(&bytes[at..], words);
        match bytes[at] {
            b'V' | b'v' => self.treaty |= is(b"verdrag betreffende"),
            b'B' | b'b' => self.annex |= is(b"bijlage"),
            b'X' | b'x' => {
                self.eurlex |= ends_with(&bytes[..at], b"eur-le");
                self.annex |= ends_with(&bytes[..at], b"anne");
            }
            _ => {}
        }
    }

    fn digit(&mut self, bytes: &[u8], at: usize) {
        let is_digit = |at: usize| byte(bytes, at).is_ascii_digit();
        let next = byte(bytes, at + 1);
        self.capital |= next.is_ascii_uppercase();
        if !self.dossier && is_digit(at + 1) && may_precede_dossier(&bytes[..at]) {
            let gap = usize::from(matches!(byte(bytes, at + 2), b' ' | b'.' | b'-'));
            // A comma, "nr.", a part of the dossier.
            let goes_on = |byte: u8| b", -/nNIVX".contains(&byte);
            self.dossier = (2..5).all(|i| is_digit(at + gap + i)) && goes_on(byte(bytes, at + gap + 5));
        }
    }

    fn slash(&mut self, bytes: &[u8], at: usize) {
        let before = &bytes[..at];
        let next = byte(bytes, at + 1);
        self.year |= bytes[at + 1..].get(4) == Some(&b'/') && begins_with_year(&bytes[at + 1..]);
        self.journal |= matches!(next, b'L' | b'C') && byte(bytes, at + 2) == b' ';
        self.fraction |= next.is_ascii_digit() && before.last().is_some_and(u8::is_ascii_digit);
        let domain = || {
            [".eu", ".nl", ".com", ".org", ".int", ".net"].iter().any(|end| ends_with(before, end.as_bytes()))
        };
        self.address |= (next == b'/' && before.last() == Some(&b':')) || domain();
    }
}

fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// Whether four digits and the end of a bracket follow, and blanks among them.
fn holds_year(bytes: &[u8]) -> bool {
    let year = bytes.trim_ascii_start();
    begins_with_year(year) && year[4..].trim_ascii_start().starts_with(b")")
}

fn begins_with_year(bytes: &[u8]) -> bool {
    bytes.first_chunk::<4>().is_some_and(|year| year.iter().all(u8::is_ascii_digit))
}

/// Whether the number of a dossier may follow: it begins as a word does, or behind "kst-".
fn may_precede_dossier(before: &[u8]) -> bool {
    match before.last() {
        Some(b'-') => before.ends_with(b"kst-"),
        Some(byte) => !(byte.is_ascii_alphanumeric() || b"_./".contains(byte)),
        None => true,
    }
}

fn ends_with(bytes: &[u8], end: &[u8]) -> bool {
    bytes.len().checked_sub(end.len()).is_some_and(|from| bytes[from..].eq_ignore_ascii_case(end))
}

/// Whether a text begins with words in capitals or small letters.
fn begins_with(bytes: &[u8], words: &[u8]) -> bool {
    bytes.len() >= words.len() && bytes[..words.len()].eq_ignore_ascii_case(words)
}

/// Whether an anchor may begin with a byte or be looked back for from it: a digit, one of `(,./` or a neighbour of theirs,
/// a rare letter of a word.
#[inline]
fn may_tell(byte: u8) -> bool {
    let small = byte | 0x20;
    matches!(byte, b'('..=b'9')
        | ((byte == b'P') | (byte == b'O') | (byte == b'E'))
        | ((small == b'v') | (small == b'b') | (small == b'x'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::{
        Annexes, CitationKind, Context, act, annex, celex, council, document, journal, kamerstuk, parliament,
        treaty,
    };
    use proptest::prelude::*;

    #[test]
    fn plain_words_hold_nothing() {
        let text =
            "Het kabinet is positief over de verordening (in beginsel) en/of de richtlijn van 2025, nr. 3.";
        assert_eq!(Anchors::of(text), Anchors::default());
    }

    proptest! {
        #[test]
        fn what_is_found_has_its_anchor(parts in proptest::collection::vec(prop::sample::select(vec![
            "COM(2025) 165", "JOIN/2014/31", "Kom ( 2007 )", " 640", "Verordening (EU) 2024/1689", "93/42/EEG", " en ",
            "nr. ", "Kamerstuk ", "26 643", ", nr. 1330", "kst-26643-1330", "(21.501-33, 875)", "2025Z09639", "2025D22022",
            "52025DC0165", "artikel 4 ", "VWEU", "VEU", "van het Verdrag Betreffende de Europese Unie", "PB L 117 van 5.5.2017",
            "OJ C, C/2024/123", "2022/C 243/02", "ST 13731/25", " REV 1", "12", "2", "/", "-", ".", "Bijlagen IV", "annex 3", "é", "“", " ", "(", ")", "L",
            "C(", "2020", " )", "SEC/", "35 925", " IV", "nrs. 5 en 55", "kst-", "10.000", "2021-2027", "Kamerstukken II 2022/23, ",
            "(", "12 345", "-20",
        ]), 0..9)) {
            let text = parts.concat();
            let (anchors, context) = (Anchors::of(&text), Context::default());
            let with_annexes = Context {
                annexes: Some(Annexes { of: CitationKind::Com, here: Default::default() }),
                ..Context::default()
            };
            prop_assert!(anchors.annex || annex::find(&text, &with_annexes, &[]).is_empty());
            prop_assert!(anchors.journal || journal::find(&text).is_empty());
            prop_assert!(anchors.fraction || act::find(&text).is_empty() && council::find(&text, &context).is_empty());
            prop_assert!(anchors.dossier || kamerstuk::find(&text).is_empty());
            prop_assert!(anchors.treaty || treaty::find(&text).is_empty());
            prop_assert!(anchors.year || document::find(&text, &context).is_empty());
            prop_assert!(anchors.capital || parliament::find(&text).is_empty() && celex::find(&text).is_empty());
        }
    }
}
