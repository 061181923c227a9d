//! Numbers of Council documents. `13731/25` looks like much else: its place or the words before it must prove it.

use super::context::{Context, PlaceKind};
use super::id::{CitationKind, Id};
use super::reference::Found;
use regex::Regex;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// The number of a Council document, `ST 13731/25`, or of its revision, `ST 13731/25 REV 1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CouncilNumber {
    pub number: u32,
    /// Four digits.
    pub year: u16,
    /// "REV 1", "ADD 2"; none of the document itself.
    pub part: Option<String>,
}

impl CouncilNumber {
    /// Its address in the Council's register.
    pub fn address(&self) -> String {
        let part = self.part.as_deref().unwrap_or("INIT").replace(' ', "-");
        let CouncilNumber { number, year, .. } = self;
        format!("https://data.consilium.europa.eu/doc/document/ST-{number}-{year}-{part}/nl/pdf")
    }

    fn parse(number: &str, year: &str, part: Option<&str>) -> Option<Self> {
        let number = number.parse().ok().filter(|n| *n > 0)?;
        let year: u16 = year.parse().ok()?;
        let year = if year >= 90 { 1900 + year } else { 2000 + year };
        Some(CouncilNumber { number, year, part: part.filter(|p| *p != "INIT").map(str::to_owned) })
    }
}

impl fmt::Display for CouncilNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ST {}/{:02}", self.number, self.year % 100)?;
        self.part.iter().try_for_each(|part| write!(f, " {part}"))
    }
}

static WHOLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^(?:ST )?{NUMBER}$")).expect("pattern compiles"));

const NUMBER: &str =
    r"(?P<number>[0-9]{1,5})/(?P<year>[0-9]{2})(?: (?P<part>INIT|(?:REV|ADD|COR|AMD) [0-9]{1,2}))?";

impl FromStr for CouncilNumber {
    type Err = ();

    /// With or without "ST" before it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let found = WHOLE.captures(text.trim()).ok_or(())?;
        let part = found.name("part").map(|m| m.as_str());
        CouncilNumber::parse(&found["number"], &found["year"], part).ok_or(())
    }
}

static PRINTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?P<st>\bST )?\b{NUMBER}\b")).expect("pattern compiles"));

/// Words before a number that make it one of the Council.
static PROOF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\b(?:no\.?|nr\.?) (?:cion|prev\.?|vorig) ?(?:doc\.?)?|\bcion doc\.?|\bcomdoc\.?|\braadsdocument|\braadsdoc\.|\bdocument van de raad|\bcouncil document|\bdoc\. st)(?: (?:nr|no)\.?)?:? ?$",
    )
    .expect("pattern compiles")
});

/// The Council numbers of a cleaned text.
pub(super) fn find(text: &str, context: &Context) -> Vec<Found> {
    let mut out = Vec::new();
    for found in PRINTED.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
        let in_cover_note = context.place == PlaceKind::CoverNote && found["number"].len() >= 3;
        let proved = found.name("st").is_some() || in_cover_note || PROOF.is_match(before);
        let apart = !before.ends_with(['/', '-', '.']) && !after.starts_with(['/', '-']);
        let part = found.name("part").map(|m| m.as_str());
        let number = CouncilNumber::parse(&found["number"], &found["year"], part);
        if let Some(number) = number.filter(|_| proved && apart) {
            out.push(Found::certain(whole.range(), CitationKind::Council, Id::Council(number)));
        }
    }
    out
}
