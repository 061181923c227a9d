//! The Official Journal: issues, and since October 2023 single acts.

use super::id::{CitationKind, Id};
use super::reference::Found;
use regex::Regex;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A place in the Official Journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Journal {
    /// `OJ L 117 2017`: an issue of series L or C.
    Issue { series: char, issue: u16, year: u16 },
    /// `OJ L 2024/1348`: a text published by itself.
    Text { series: char, year: u16, number: u32 },
}

impl Journal {
    /// Its address on EUR-Lex.
    pub fn address(self) -> String {
        let place = match self {
            Journal::Issue { series, issue, year } => format!("OJ:{series}:{year}:{issue}:TOC"),
            Journal::Text { series, year, number } => format!("OJ:{series}_{year}{number:05}"),
        };
        format!("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri={place}")
    }

    pub(super) fn issue(series: &str, issue: &str, year: &str) -> Option<Self> {
        let issue = issue.parse().ok().filter(|n| (1..=999).contains(n))?;
        Some(Journal::Issue { series: letter(series)?, issue, year: year_of(year)? })
    }

    pub(super) fn text(series: &str, year: &str, number: &str) -> Option<Self> {
        let number = number.parse().ok().filter(|n| (1..=99_999).contains(n))?;
        Some(Journal::Text { series: letter(series)?, year: year_of(year)?, number })
    }
}

fn letter(series: &str) -> Option<char> {
    series.chars().next().filter(|c| ['L', 'C'].contains(c) && series.len() == 1)
}

fn year_of(year: &str) -> Option<u16> {
    year.parse().ok().filter(|y| (1952..2100).contains(y))
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Journal::Issue { series, issue, year } => write!(f, "OJ {series} {issue} {year}"),
            Journal::Text { series, year, number } => write!(f, "OJ {series} {year}/{number}"),
        }
    }
}

impl FromStr for Journal {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<&str> = text.split(' ').collect();
        match parts.as_slice() {
            ["OJ", series, issue, year] => Journal::issue(series, issue, year),
            ["OJ", series, text] => text.split_once('/').and_then(|(y, n)| Journal::text(series, y, n)),
            _ => None,
        }
        .ok_or(())
    }
}

static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:PB|OJ|Publicatieblad)(?: nr\.)? ?(?P<series>[LC])[ -]?(?P<issue>[0-9]{1,3})(?: ?[A-Z]\b)?,?(?: van| of)? ",
        r"(?:[0-9]{1,2}\.[0-9]{1,2}\.|[0-9]{1,2} [a-z]+ )(?P<year>[0-9]{4})",
        r"(?:,? (?:blz|p|pp)\. ?[0-9]+(?:-[0-9]+)?)?"
    ))
    .expect("pattern compiles")
});

/// "2022/C 243/02": the year, the issue, the item; or "PB 2022, C 243/2".
static BY_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:(?:PB|OJ) )?(?P<year>[0-9]{4})(?:/|, )(?P<series>[LC]) (?P<issue>[0-9]{1,3})(?: ?[A-Z])?/[0-9]{1,4}\b")
        .expect("pattern compiles")
});

static TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:PB|OJ) (?P<series>[LC]), ?(?:[LC]/)?(?P<year>20[0-9]{2})/(?P<number>[0-9]{1,5})\b",
        r"(?:, [0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})?"
    ))
    .expect("pattern compiles")
});

/// The places in the Official Journal that a cleaned text names.
pub(super) fn find(text: &str) -> Vec<Found> {
    let found =
        |pattern: &Regex, number: &str, make: fn(&str, &str, &str) -> Option<Journal>| -> Vec<Found> {
            let of = |found: regex::Captures<'_>| {
                let journal = make(&found["series"], &found[number], &found["year"])?;
                Some(Found::certain(found.get(0)?.range(), CitationKind::Oj, Id::Journal(journal)))
            };
            pattern.captures_iter(text).filter_map(of).collect()
        };
    let mut out = found(&TEXT, "number", |series, number, year| Journal::text(series, year, number));
    out.extend(found(&ISSUE, "issue", Journal::issue));
    out.extend(found(&BY_YEAR, "issue", Journal::issue));
    out
}
