//! Dates as Dutch and English texts print them.

use crate::document::PartialDate;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// The months in Dutch and in English.
const MONTHS: [[&str; 2]; 12] = [
    ["januari", "january"],
    ["februari", "february"],
    ["maart", "march"],
    ["april", "april"],
    ["mei", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["augustus", "august"],
    ["september", "september"],
    ["oktober", "october"],
    ["november", "november"],
    ["december", "december"],
];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = MONTHS.concat().join("|");
    Regex::new(&format!(
        r"(?ix)\b(?:
          (?:(?<day>[0-9]{{1,2}})\s+)? (?<month>{months}) \s+ (?<year>[0-9]{{4}})
        | (?<nday>[0-9]{{1,2}}) [./-] (?<nmonth>[0-9]{{1,2}}) [./-] (?<nyear>[0-9]{{4}})
        )\b"
    ))
    .expect("pattern compiles")
});

/// A date as a text prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedDate {
    pub(super) at: Range<usize>,
    /// None for a date that does not exist.
    pub(super) date: Option<PartialDate>,
    /// Whether the month is a word: digits with full stops may be something else than a date.
    pub(super) in_words: bool,
}

/// The dates in a text: "9 april 2025", "april 2025", "8.10.2025", "09-04-2025".
pub(super) fn find_all(text: &str) -> impl Iterator<Item = PrintedDate> {
    DATE.captures_iter(text).filter_map(|found| {
        let at = found.get(0)?.range();
        let in_words = found.name("month").is_some();
        Some(PrintedDate { at, date: read(&found), in_words })
    })
}

/// The first date in a text. One that does not exist is none.
pub(super) fn find(text: &str) -> Option<PartialDate> {
    find_all(text).next()?.date
}

fn read(found: &Captures<'_>) -> Option<PartialDate> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let small = |value: i16| i8::try_from(value).ok();
    if let Some(month) = found.name("month") {
        let month = month.as_str().to_lowercase();
        let month = MONTHS.iter().position(|names| names.contains(&month.as_str()))? + 1;
        let day = number("day").and_then(small);
        return PartialDate::new(number("year")?, i8::try_from(month).ok(), day);
    }
    PartialDate::new(number("nyear")?, number("nmonth").and_then(small), number("nday").and_then(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_and_digits() {
        for (text, date) in [
            ("9 april 2025", Some("2025-04-09")),
            ("Brussel, 8.10.2025", Some("2025-10-08")),
            ("Brussel, 8\u{a0}oktober 2025", Some("2025-10-08")),
            ("09-04-2025", Some("2025-04-09")),
            ("Mei 2024", Some("2024-05")),
            ("31 april 2025", None),
            ("in 2025", None),
            ("9 april", None),
            ("Brussels, 8 October 2025", Some("2025-10-08")),
        ] {
            assert_eq!(find(text).map(|d| d.to_string()).as_deref(), date, "{text}");
        }
    }
}
