//! Dates as Dutch texts print them.

use crate::document::PartialDate;
use regex::Regex;
use std::sync::LazyLock;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    Regex::new(&format!(
        r"(?ix)\b(?:
          (?:(?<day>[0-9]{{1,2}})\s+)? (?<month>{months}) \s+ (?<year>[0-9]{{4}})
        | (?<nday>[0-9]{{1,2}}) [./-] (?<nmonth>[0-9]{{1,2}}) [./-] (?<nyear>[0-9]{{4}})
        )\b"
    ))
    .expect("pattern compiles")
});

/// The first date in a text: "9 april 2025", "april 2025", "8.10.2025", "09-04-2025". A date that does
/// not exist is none.
pub(super) fn find(text: &str) -> Option<PartialDate> {
    let found = DATE.captures(text)?;
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let small = |value: i16| i8::try_from(value).ok();
    if let Some(month) = found.name("month") {
        let month = month.as_str().to_lowercase();
        let month = MONTHS.iter().position(|m| *m == month)? + 1;
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
        ] {
            assert_eq!(find(text).map(|d| d.to_string()).as_deref(), date, "{text}");
        }
    }
}
