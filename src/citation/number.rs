//! Numbers of Commission and joint documents.

use super::celex::CelexNumber;
use regex::Regex;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

/// Series of Commission and joint documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    Com,
    Join,
    Swd,
    Sec,
    C,
}

impl Series {
    /// The series as the institutions print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Series::Com => "COM",
            Series::Join => "JOIN",
            Series::Swd => "SWD",
            Series::Sec => "SEC",
            Series::C => "C",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "COM" | "KOM" => Series::Com,
            "JOIN" => Series::Join,
            "SWD" => Series::Swd,
            "SEC" => Series::Sec,
            "C" => Series::C,
            _ => return None,
        })
    }
}

/// Number of a Commission or joint document in its canonical form, `COM(2025) 165`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber {
    pub series: Series,
    /// Four digits.
    pub year: u16,
    pub number: u32,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}) {}", self.series.as_str(), self.year, self.number)
    }
}

impl FromStr for DocumentNumber {
    type Err = ();

    /// Accepts every printed form when the whole text is one number.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        match find_numbers(text).as_slice() {
            [(span, number)] if span.start == 0 && ends_number(&text[span.end..]) => Ok(*number),
            _ => Err(()),
        }
    }
}

/// Whether what follows the digits may still belong to the same printed number.
fn ends_number(rest: &str) -> bool {
    let rest = rest.trim_start();
    ["", "final", "definitief", "endg."].contains(&rest)
        || rest.strip_prefix("final").is_some_and(|r| r.trim_start().starts_with('/'))
}

impl DocumentNumber {
    /// The id of its page: `com-2025-165`.
    pub fn id(&self) -> String {
        format!("{}-{}-{}", self.series.as_str().to_ascii_lowercase(), self.year, self.number)
    }

    /// The number whose page has this id.
    pub fn from_id(id: &str) -> Option<Self> {
        let mut parts = id.split('-');
        let series = Series::parse(parts.next()?)?;
        let year = parts.next()?.parse().ok().filter(|y| plausible_year(*y))?;
        let number = parts.next()?.parse().ok()?;
        let number = DocumentNumber { series, year, number };
        (parts.next().is_none() && number.id() == id).then_some(number)
    }

    /// Where the document officially stands. With a CELEX number that can be its own by that; without one by the
    /// neutral address that EUR-Lex resolves, since DC and PC cannot be told from the number; a `C` document
    /// in the Commission's register.
    pub fn official_address(&self, celex: Option<&str>) -> String {
        let by_celex =
            |celex: &str| format!("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:{celex}");
        let celex = celex.filter(|celex| celex.parse().is_ok_and(|own: CelexNumber| own.is_of(*self)));
        match (celex, self.series) {
            (Some(celex), _) => by_celex(celex),
            (None, Series::Join) => by_celex(&format!("5{}JC{:04}", self.year, self.number)),
            (None, Series::Swd | Series::Sec) => by_celex(&format!("5{}SC{:04}", self.year, self.number)),
            (None, Series::C) => format!(
                "https://ec.europa.eu/transparency/documents-register/detail?ref=C({}){}&lang=nl",
                self.year, self.number
            ),
            (None, Series::Com) => format!(
                "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:{}:{}:FIN",
                self.year, self.number
            ),
        }
    }
}

fn plausible_year(year: u16) -> bool {
    (1950..2100).contains(&year)
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        \b (COM|KOM|JOIN|SWD|SEC|C)            # series
        (?: \s* \( \s* ([0-9]{4}) \s* \) \s*   # (2025)
          | / ([0-9]{4}) / )                   # /2014/
        ([0-9]{1,5})",
    )
    .expect("pattern compiles")
});

/// All document numbers in a text with their byte spans (series to last digit), in order. A span never
/// includes "final". A word that only ends in the letters of a series, as "Telecom (2020)", is none.
pub fn find_numbers(text: &str) -> Vec<(Range<usize>, DocumentNumber)> {
    printed_numbers(text).filter_map(|(span, printed)| Some((span, printed.ok()?))).collect()
}

/// Byte spans of what is printed like a document number, of a year in which none was given out:
/// "COM(3025) 165".
pub fn find_impossible_numbers(text: &str) -> Vec<Range<usize>> {
    printed_numbers(text).filter(|(_, printed)| printed.is_err()).map(|(span, _)| span).collect()
}

/// The year of something printed like a document number is none in which one was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ImpossibleYear;

/// What is printed like a document number, with its byte span, in order.
pub(super) fn printed_numbers(
    text: &str,
) -> impl Iterator<Item = (Range<usize>, Result<DocumentNumber, ImpossibleYear>)> {
    NUMBER.captures_iter(text).filter_map(|found| {
        let span = found.get(0)?.range();
        if text[..span.start].ends_with(char::is_alphanumeric) {
            return None;
        }
        let year = found.get(2).or_else(|| found.get(3))?.as_str().parse().ok()?;
        if !plausible_year(year) {
            return Some((span, Err(ImpossibleYear)));
        }
        let (series, number) = (Series::parse(&found[1])?, found[4].parse().ok()?);
        Some((span, Ok(DocumentNumber { series, year, number })))
    })
}

static CELEX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9A-Za-z])([1-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4})(?:[^0-9]|$)")
        .expect("pattern compiles")
});

/// The CELEX number in a text such as "EUR-Lex - 52025DC0165 - EN - EUR-Lex", when there is exactly one.
/// CELEX: sector, year of four digits, letters, number padded to four digits.
pub fn find_celex(text: &str) -> Option<&str> {
    let mut found = CELEX.captures_iter(text).filter_map(|c| c.get(1)).map(|m| m.as_str());
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printed_form_gives_one_number() {
        for (printed, canonical) in [
            ("COM(2025) 165", "COM(2025) 165"),
            ("COM(2025) 723 final", "COM(2025) 723"),
            ("COM(2018)703", "COM(2018) 703"),
            ("COM (2015) 216", "COM(2015) 216"),
            ("COM(2021)141 final/2", "COM(2021) 141"),
            ("COM(2008) 19 definitief", "COM(2008) 19"),
            ("COM/2014/0572 final", "COM(2014) 572"),
            ("KOM (2007) 640 endg.", "COM(2007) 640"),
            ("COM(2015)0216", "COM(2015) 216"),
            ("Join(2021) 30", "JOIN(2021) 30"),
            ("SWD(2018) 282", "SWD(2018) 282"),
            ("C (2023)\n1862 final", "C(2023) 1862"),
            ("COM(2024)\u{a0}28", "COM(2024) 28"),
        ] {
            assert_eq!(
                printed.parse::<DocumentNumber>().map(|n| n.to_string()),
                Ok(canonical.into()),
                "{printed}"
            );
        }
    }

    #[test]
    fn glued_text_ends_at_the_digits_and_telecom_is_no_com() {
        let numbers: Vec<_> = find_numbers("Telecom (2020) 18, [COM(2006) 848] COM(2024)28PDF-document")
            .into_iter()
            .map(|(_, n)| n.to_string())
            .collect();
        assert_eq!(numbers, ["COM(2006) 848", "COM(2024) 28"]);
    }

    #[test]
    fn a_number_of_an_impossible_year_is_told_apart() {
        let text = "COM(3025) 165, COM(2025) 165, Telecom (1820) 18 en SWD(0225) 1";
        let found: Vec<&str> = find_impossible_numbers(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, ["COM(3025) 165", "SWD(0225) 1"]);
    }

    #[test]
    fn ids_go_both_ways() {
        let number: DocumentNumber = "COM(2025) 165".parse().unwrap();
        assert_eq!(number.id(), "com-2025-165");
        assert_eq!(DocumentNumber::from_id("com-2025-165"), Some(number));
        assert_eq!(DocumentNumber::from_id("com-2025-0165"), None);
        assert_eq!(DocumentNumber::from_id("fiche-com-2025-165"), None);
    }

    #[test]
    fn celex_comes_from_the_printed_field_only() {
        assert_eq!(find_celex("EUR-Lex - 52025DC0165 - EN - EUR-Lex"), Some("52025DC0165"));
        assert_eq!(
            find_celex("uri=CELEX%3A52025DC0030&qid=1"),
            None,
            "an escaped colon needs decoding first"
        );
        assert_eq!(find_celex("…uri=C…"), None);
    }
}
