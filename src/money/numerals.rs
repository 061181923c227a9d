//! Numbers as texts print them: digits with marks of thousands and decimals, and Dutch and English numerals.

use serde::{Serialize, Serializer};
use std::fmt;

/// A sum in whole units of a currency, to the hundredth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    hundredths: u64,
}

impl Value {
    /// A whole number of units; `None` where it is too large to be money.
    pub fn units(units: u64) -> Option<Self> {
        units.checked_mul(100).map(|hundredths| Value { hundredths })
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hundredths % 100 {
            0 => write!(f, "{}", self.hundredths / 100),
            rest => write!(f, "{}.{rest:02}", self.hundredths / 100),
        }
    }
}

impl Serialize for Value {
    /// As a number: a whole one where it is one.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.hundredths % 100 {
            0 => serializer.serialize_u64(self.hundredths / 100),
            // Below 2^53 hundredths the nearest f64 prints as the two decimals that it has.
            _ => serializer.serialize_f64(self.hundredths as f64 / 100.0),
        }
    }
}

/// A size word, which also tells the language that a comma is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    factor: u64,
    english: bool,
}

/// Size words, without a full stop behind.
const SCALES: [(&str, u64, bool); 15] = [
    ("duizend", 1_000, false),
    ("miljoen", 1_000_000, false),
    ("mln", 1_000_000, false),
    ("mio", 1_000_000, false),
    ("miljard", 1_000_000_000, false),
    ("mld", 1_000_000_000, false),
    ("mrd", 1_000_000_000, false),
    ("biljoen", 1_000_000_000_000, false),
    ("thousand", 1_000, true),
    ("million", 1_000_000, true),
    ("mn", 1_000_000, true),
    ("billion", 1_000_000_000, true),
    ("bn", 1_000_000_000, true),
    ("trillion", 1_000_000_000_000, true),
    ("tn", 1_000_000_000_000, true),
];

/// The size words as a pattern. A full stop belongs to an abbreviation only.
pub(super) fn scale_pattern() -> String {
    let word = |(word, ..): &(&str, u64, bool)| {
        let stop = if word.len() < 4 { r"\.?" } else { "" };
        format!(r"{word}\b{stop}")
    };
    format!("(?:{})", SCALES.iter().map(word).collect::<Vec<_>>().join("|"))
}

/// The size word that a text is.
pub(super) fn scale(word: &str) -> Option<Scale> {
    let word = word.trim_end_matches('.').to_lowercase();
    let found = SCALES.iter().find(|(known, ..)| *known == word)?;
    Some(Scale { factor: found.1, english: found.2 })
}

/// A number before its size word is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// Digits and marks, as printed.
    Digits(String),
    /// Halves: 3 is one and a half.
    Halves(u64),
}

impl Number {
    /// The sum that the number stands for with a size word. `None` where marks and digits fit no way of
    /// writing, or the sum is too large.
    pub(super) fn value(&self, scale: Option<Scale>) -> Option<Value> {
        let factor = scale.map_or(1, |s| s.factor);
        match self {
            Number::Halves(halves) => {
                Some(Value { hundredths: halves.checked_mul(factor)?.checked_mul(50)? })
            }
            Number::Digits(printed) => {
                let (whole, decimals) = parts(printed, scale)?;
                let power = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
                let mantissa: u64 = format!("{whole}{decimals}").parse().ok()?;
                let hundredths = u128::from(mantissa) * u128::from(factor) * 100 / u128::from(power);
                Some(Value { hundredths: u64::try_from(hundredths).ok()? })
            }
        }
    }
}

/// The digits before and behind the decimal mark. Blanks mark thousands. A full stop or comma that stands
/// twice, or before the other one, marks thousands; alone before three digits a full stop does so in Dutch and
/// a comma in English, where the size word tells the language, and either does where none tells.
fn parts(printed: &str, scale: Option<Scale>) -> Option<(String, String)> {
    let bare: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    let marks: Vec<char> = bare.chars().filter(|c| !c.is_ascii_digit()).collect();
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let Some(last) = marks.last() else { return Some((bare, String::new())) };
    let (before, behind) = bare.rsplit_once(*last)?;
    let thousands_alone = match (last, scale.map(|s| s.english)) {
        ('.', Some(true)) | (',', Some(false)) => false,
        _ => behind.len() == 3,
    };
    let decimal = match marks.len() {
        1 => !thousands_alone,
        _ => marks[..marks.len() - 1].iter().all(|m| m != last),
    };
    let grouped = |text: &str| text.split(['.', ',']).skip(1).all(|group| group.len() == 3);
    let whole = if decimal { before } else { &bare };
    grouped(whole).then(|| (digits(whole), if decimal { behind.to_owned() } else { String::new() }))
}

const DUTCH_TEENS: [&str; 19] = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];
const DUTCH_TENS: [&str; 8] =
    ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];
const ENGLISH: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const ENGLISH_TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The number that a word names: Dutch to 999, halves, English to twelve and the tens.
pub(super) fn word(word: &str) -> Option<Number> {
    let mut word = word.to_lowercase();
    if !word.is_ascii() {
        word = word.replace(['ë', 'é'], "e");
    }
    let halves = match word.as_str() {
        "half" | "halve" => Some(1),
        "anderhalf" | "anderhalve" => Some(3),
        _ => dutch(&word).or_else(|| english(&word)).map(|n| n * 2),
    };
    halves.map(Number::Halves)
}

fn dutch(word: &str) -> Option<u64> {
    let place = |list: &[&str], word: &str| list.iter().position(|w| *w == word).map(|at| at as u64);
    if let Some((hundreds, rest)) = word.split_once("honderd") {
        let hundreds = if hundreds.is_empty() { 1 } else { place(&DUTCH_TEENS[..9], hundreds)? + 1 };
        let rest = rest.strip_prefix("en").unwrap_or(rest);
        return Some(hundreds * 100 + if rest.is_empty() { 0 } else { dutch(rest)? });
    }
    if let Some(at) = place(&DUTCH_TEENS, word) {
        return Some(at + 1);
    }
    let (at, tens) = DUTCH_TENS.iter().enumerate().find(|(_, tens)| word.ends_with(*tens))?;
    let tens_value = (at as u64 + 2) * 10;
    match word.strip_suffix(tens)? {
        "" => Some(tens_value),
        units => Some(tens_value + place(&DUTCH_TEENS[..9], units.strip_suffix("en")?)? + 1),
    }
}

fn english(word: &str) -> Option<u64> {
    let teens = ENGLISH.iter().position(|w| *w == word).map(|at| at as u64 + 1);
    teens.or_else(|| ENGLISH_TENS.iter().position(|w| *w == word).map(|at| (at as u64 + 2) * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_the_language_has_them() {
        for (printed, size, expected) in [
            ("200", Some("miljard"), Some("200000000000")),
            ("2,5", Some("miljard"), Some("2500000000")),
            ("2.5", Some("billion"), Some("2500000000")),
            ("1.200", Some("miljard"), Some("1200000000000")),
            ("1,200", Some("billion"), Some("1200000000000")),
            ("1,234", Some("mld."), Some("1234000000")),
            ("1.234", Some("bn"), Some("1234000000")),
            ("25 000", None, Some("25000")),
            ("75.000", None, Some("75000")),
            ("75,000", None, Some("75000")),
            ("1.234.567,89", None, Some("1234567.89")),
            ("1,234,567.89", None, Some("1234567.89")),
            ("12,50", None, Some("12.50")),
            ("1.23.4", None, None),
            ("99999999999", Some("miljard"), None),
        ] {
            let value = Number::Digits(printed.into()).value(size.and_then(scale));
            assert_eq!(value.map(|v| v.to_string()).as_deref(), expected, "{printed} {size:?}");
        }
    }

    #[test]
    fn words_are_numbers() {
        for (text, expected) in [
            ("twintig", Some(40)),
            ("Eén", Some(2)),
            ("vijfentwintig", Some(50)),
            ("tweeëntwintig", Some(44)),
            ("driehonderd", Some(600)),
            ("honderdvijftig", Some(300)),
            ("anderhalf", Some(3)),
            ("half", Some(1)),
            ("fifty", Some(100)),
            ("miljarden", None),
            ("enige", None),
            ("zoveeltwintig", None),
        ] {
            assert_eq!(word(text), expected.map(Number::Halves), "{text}");
        }
    }

    #[test]
    fn sums_are_written_as_numbers() {
        let json = |hundredths| serde_json::to_string(&Value { hundredths }).expect("a number");
        assert_eq!(json(2_000_000_000_000), "20000000000");
        assert_eq!(json(1250), "12.5");
    }
}
