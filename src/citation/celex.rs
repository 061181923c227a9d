//! CELEX numbers: sector, year, letters, number, as EUR-Lex files everything.

use super::number::{DocumentNumber, Series};
use regex::Regex;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

/// A CELEX number such as `52025DC0165`; a treaty's article is `12016E004`, a consolidated act ends in its date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CelexNumber(String);

static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9CE][0-9]{4}[A-Z]{1,2}(?:[0-9]{3}|[0-9]{4}(?:\([0-9]{2}\))?(?:-[0-9]{8})?)$")
        .expect("pattern compiles")
});

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:-[0-9]{8})?\b").expect("pattern compiles")
});

impl CelexNumber {
    /// The number as EUR-Lex writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The CELEX number of an act: `letter` as in `R` for a regulation.
    pub(super) fn act(letter: char, year: u16, number: u32) -> Self {
        CelexNumber(format!("3{year}{letter}{number:04}"))
    }

    /// The CELEX number of a Commission or joint document with these letters.
    pub(super) fn preparatory(letters: &str, number: DocumentNumber) -> Self {
        CelexNumber(format!("5{}{letters}{:04}", number.year, number.number))
    }

    /// The Commission or joint document that has this number. A `PC` or `DC` is a COM document.
    pub fn document(&self) -> Option<DocumentNumber> {
        let rest = self.0.strip_prefix('5')?;
        let (year, rest) = (rest.get(..4)?, rest.get(4..)?);
        let letters = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let series = match letters {
            "PC" | "DC" => Series::Com,
            "JC" => Series::Join,
            "SC" => Series::Swd,
            _ => return None,
        };
        let number = DocumentNumber {
            series,
            year: year.parse().ok()?,
            number: rest.strip_prefix(letters)?.parse().ok()?,
        };
        Some(number)
    }

    /// Whether it can be the number of a document: the same year and number, and letters of its series.
    ///
    /// Source: the sectors and descriptors of CELEX numbers in EUR-Lex's own help: 5, year, two letters
    /// (`JC` for joint documents, `SC` for staff working documents, `DC`, `PC` and others for COM), number.
    pub fn is_of(&self, number: DocumentNumber) -> bool {
        let Some((year, rest)) = self.0.get(1..5).zip(self.0.get(5..)) else { return false };
        let letters = rest.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let fits = match number.series {
            Series::Join => letters == "JC",
            Series::Swd | Series::Sec => letters == "SC",
            Series::Com | Series::C => !["JC", "SC"].contains(&letters),
        };
        let own = rest.get(letters.len()..).unwrap_or_default();
        fits && year == number.year.to_string() && own.parse() == Ok(number.number)
    }

    /// The address of the document on EUR-Lex, in Dutch.
    pub fn address(&self) -> String {
        format!("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:{}", self.0)
    }
}

impl FromStr for CelexNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let valid = WHOLE.is_match(text) && plausible(text);
        valid.then(|| CelexNumber(text.to_owned())).ok_or(())
    }
}

impl fmt::Display for CelexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the year is one of the Communities' or the Union's.
fn plausible(text: &str) -> bool {
    text.get(1..5).and_then(|y| y.parse::<u16>().ok()).is_some_and(|year| (1950..2100).contains(&year))
}

/// Bare CELEX numbers of a cleaned text.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, CelexNumber)> {
    BARE.find_iter(text).filter_map(|m| Some((m.range(), m.as_str().parse().ok()?))).collect()
}
