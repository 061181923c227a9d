//! Dates, numbers and titles as readers of a language write them.

use crate::config::Language;
use crate::document::PartialDate;
use jiff::civil::Date;

const DUTCH_MONTHS: [&str; 12] = [
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

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "9 april 2025", "april 2025" or "2025", as precise as the date is.
pub fn date(language: Language, date: PartialDate) -> String {
    let months = match language {
        Language::Dutch => DUTCH_MONTHS,
        Language::English => ENGLISH_MONTHS,
    };
    let mut parts = Vec::new();
    parts.extend(date.day().map(|day| day.to_string()));
    parts
        .extend(date.month().and_then(|m| months.get(usize::try_from(m).ok()? - 1)).map(|m| (*m).to_owned()));
    parts.push(date.year().to_string());
    parts.join(" ")
}

/// A day that is known: "9 april 2025".
pub fn day(language: Language, day: Date) -> String {
    PartialDate::new(day.year(), Some(day.month()), Some(day.day()))
        .map_or_else(|| day.to_string(), |day| date(language, day))
}

/// From one day to another: "9 april – 30 juni 2025", "9 april 2025" where they are one.
pub fn days(language: Language, first: Date, last: Date) -> String {
    let (from, to) = (day(language, first), day(language, last));
    if first == last {
        return to;
    }
    let year = format!(" {}", first.year());
    let from = if first.year() == last.year() { from.trim_end_matches(&year) } else { &from };
    format!("{from} – {to}")
}

/// A whole number with its thousands marked: "1.234" in Dutch, "1,234" in English.
pub fn number(language: Language, number: i64) -> String {
    let mark = match language {
        Language::Dutch => '.',
        Language::English => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A title as it is written within a sentence: without its capital, unless its first word has another one or is a
/// single letter ("AI-middelen", "A-lijst").
pub fn within_sentence(title: &str) -> String {
    let mut letters = title.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest = letters.as_str();
    let word = rest.split(|c: char| c.is_whitespace() || c == '-').next().unwrap_or_default();
    if word.is_empty() || word.chars().any(char::is_uppercase) {
        return title.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}

/// Words cut to at most `fitting` characters, with a sign that they are.
pub fn shortened(words: &str, fitting: usize) -> String {
    if words.chars().count() <= fitting {
        return words.to_owned();
    }
    let cut: String = words.chars().take(fitting.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_it_is_known() {
        for (iso, dutch, english) in [
            ("2025-04-09", "9 april 2025", "9 April 2025"),
            ("2025-03", "maart 2025", "March 2025"),
            ("2025", "2025", "2025"),
            ("2024-12-31", "31 december 2024", "31 December 2024"),
        ] {
            let parsed: PartialDate = iso.parse().expect("a date");
            assert_eq!(date(Language::Dutch, parsed), dutch);
            assert_eq!(date(Language::English, parsed), english);
        }
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(
            shortened("COM(2025) 165 ontvangen door de Raad", 38),
            "COM(2025) 165 ontvangen door de Raad"
        );
        assert_eq!(shortened(&"é".repeat(60), 38), format!("{}…", "é".repeat(37)));
        assert_eq!(shortened("een twee", 5), "een…");
    }

    #[test]
    fn a_title_loses_its_capital_within_a_sentence() {
        for (title, written) in [
            ("Middelen", "middelen"),
            ("Énergiebronnen", "énergiebronnen"),
            ("Wetten en regels", "wetten en regels"),
            ("AI-middelen", "AI-middelen"),
            ("A-lijst", "A-lijst"),
            ("EuroHPC-centra", "EuroHPC-centra"),
            ("", ""),
        ] {
            assert_eq!(within_sentence(title), written);
        }
    }

    #[test]
    fn a_range_of_days_says_its_year_once() {
        let date = |text: &str| text.parse().expect("a date");
        for (first, last, expected) in [
            ("2025-04-01", "2025-06-30", "1 april – 30 juni 2025"),
            ("2025-10-01", "2026-03-31", "1 oktober 2025 – 31 maart 2026"),
            ("2025-04-09", "2025-04-09", "9 april 2025"),
        ] {
            assert_eq!(days(Language::Dutch, date(first), date(last)), expected);
        }
    }

    #[test]
    fn thousands_are_marked() {
        for (n, dutch, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (-1234567, "-1.234.567", "-1,234,567"),
        ] {
            assert_eq!(number(Language::Dutch, n), dutch);
            assert_eq!(number(Language::English, n), english);
        }
    }
}
