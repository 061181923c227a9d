//! Numbers of the Tweede Kamer: documents (`2025D22022`) and cases (`2025Z09639`).

use super::id::{CitationKind, Id};
use super::reason::Reason;
use super::reference::Found;
use regex::Regex;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A number of the Tweede Kamer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParliamentNumber {
    pub year: u16,
    /// `D` for a document, `Z` for a case.
    pub letter: char,
    /// Five digits.
    pub number: u32,
}

impl ParliamentNumber {
    /// The page of a document; a case has none that could be made from its number.
    pub fn address(self) -> Option<String> {
        (self.letter == 'D')
            .then(|| format!("https://www.tweedekamer.nl/kamerstukken/detail?id={self}&did={self}"))
    }
}

impl fmt::Display for ParliamentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{:05}", self.year, self.letter, self.number)
    }
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(20[0-9]{2})([DZ])([0-9]{5})\b").expect("pattern compiles"));

impl FromStr for ParliamentNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let found = NUMBER.captures(text).filter(|f| f[0].len() == text.len()).ok_or(())?;
        Ok(ParliamentNumber {
            year: found[1].parse().map_err(|_| ())?,
            letter: found[2].chars().next().ok_or(())?,
            number: found[3].parse().map_err(|_| ())?,
        })
    }
}

/// The numbers of a cleaned text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for found in NUMBER.find_iter(text) {
        let Ok(number) = found.as_str().parse::<ParliamentNumber>() else { continue };
        let reason = (number.letter == 'Z').then_some(Reason::CaseNumber);
        let id = Id::Parliament(number);
        out.push(Found { reason, ..Found::certain(found.range(), CitationKind::Tk, id) });
    }
    out
}
