//! The values of a fiche's "Algemene gegevens" and header as facts.

use super::super::dates;
use super::Printed;
use super::labels::Field;
use crate::citation::{find_celex, find_numbers};
use crate::document::PartialDate;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Reads the fields. What cannot be read is left out, not guessed.
pub(super) fn read(values: &BTreeMap<Field, String>) -> Printed {
    let value = |field: Field| values.get(&field).map(String::as_str);
    let mut assesses = Vec::new();
    for (_, number) in find_numbers(value(Field::Number).unwrap_or("")) {
        if !assesses.contains(&number) {
            assesses.push(number);
        }
    }
    Printed {
        assesses,
        received: value(Field::Received).and_then(dates::find),
        celex: value(Field::EurLex).and_then(celex),
        impact_assessment: value(Field::ImpactAssessment).map(impact_assessment),
        council: value(Field::Council).map(one_line),
        ministry: value(Field::Ministry).map(ministries).unwrap_or_default(),
        ..Printed::default()
    }
}

/// A CELEX number, also from an address with an escaped colon.
fn celex(value: &str) -> Option<String> {
    find_celex(&value.replace("%3A", ":").replace("%3a", ":")).map(str::to_owned)
}

fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ';']).to_owned()
}

/// `none` for the ways in which fiches say that there is none, else the printed words.
fn impact_assessment(value: &str) -> String {
    let words = one_line(value);
    let folded = words.to_lowercase();
    let none = ["niet opgesteld", "n.v.t", "nvt", "niet van toepassing", "geen", "-"];
    if none.contains(&folded.trim_end_matches('.')) { "none".to_owned() } else { words }
}

/// The ministries, each as printed. A list parts them by "en", commas or lines, each with the word
/// itself: "Ministerie van A en Ministerie van B". A name may hold "en", so nothing else parts them.
fn ministries(value: &str) -> Vec<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = value.to_lowercase();
    let mut starts: Vec<usize> = folded.match_indices("ministerie").map(|(at, _)| at).collect();
    if folded.len() != value.len() || starts.is_empty() {
        starts = vec![0];
    }
    starts[0] = 0;
    let ends = starts.iter().skip(1).copied().chain([value.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| ministry(&value[*start..end]))
        .filter(|m| !m.is_empty())
        .collect()
}

/// One of a list without what leads on to the next.
fn ministry(text: &str) -> String {
    let mut text = text.trim();
    loop {
        let shorter = text.trim_end_matches([' ', ',', ';', '/', '.', '(', '-']);
        let shorter = [
            "en het",
            "en",
            "het",
            "en de",
            "i.s.m",
            "in samenwerking met",
            "in nauwe samenwerking met",
            "in overleg met",
            "samen met",
        ]
        .into_iter()
        .find_map(|word| shorter.strip_suffix(word).filter(|rest| rest.ends_with([' ', ','])))
        .unwrap_or(shorter);
        if shorter.len() == text.len() {
            return text.to_owned();
        }
        text = shorter;
    }
}

static TK_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[0-9]{4}D[0-9]{5}\b").expect("pattern compiles"));
static CASE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[0-9]{4}Z[0-9]{5}\b").expect("pattern compiles"));
static HEADER_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bdatum(?: document)?\s*:?\s*([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} \w+ [0-9]{4})")
        .expect("pattern compiles")
});

/// Above the letter that the gazette prints before a fiche.
static PLACE_AND_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^(?:Den Haag|’s-Gravenhage|'s-Gravenhage), ([0-9]{1,2} \w+ [0-9]{4})$")
        .expect("pattern compiles")
});

/// The number of the document at the Tweede Kamer, `2025D22022`.
pub(super) fn tk_number(header: &str) -> Option<String> {
    TK_NUMBER.find(header).map(|found| found.as_str().to_owned())
}

/// The number of the case at the Tweede Kamer, `2025Z09639`.
pub(super) fn case_number(header: &str) -> Option<String> {
    CASE_NUMBER.find(header).map(|found| found.as_str().to_owned())
}

/// The date that a header names as the document's, else that of the letter in it.
pub(super) fn header_date(header: &str) -> Option<PartialDate> {
    let found = HEADER_DATE.captures(header).or_else(|| PLACE_AND_DATE.captures(header))?;
    let printed = found.get(1)?.as_str();
    printed.parse().ok().or_else(|| dates::find(printed))
}

/// Whether a line of a header gives facts about the document, rather than what else the page offers.
pub(super) fn is_data(row: &str) -> bool {
    tk_number(row).is_some() || case_number(row).is_some() || header_date(row).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_assessment_is_said_in_many_ways() {
        for printed in ["Niet opgesteld", "Niet opgesteld.", "N.v.t.", "Niet van toepassing", "Geen", "nvt"] {
            assert_eq!(impact_assessment(printed), "none", "{printed}");
        }
        assert_eq!(impact_assessment("SWD(2025) 12\nen opinie"), "SWD(2025) 12 en opinie");
        assert_eq!(
            impact_assessment("Geen impact assessment bij COM(2020) 1."),
            "Geen impact assessment bij COM(2020) 1"
        );
    }

    #[test]
    fn a_list_of_ministries() {
        let one = "Ministerie van Economische Zaken en Klimaat";
        assert_eq!(ministries(one), [one]);
        assert_eq!(
            ministries(
                "Ministerie van Economische Zaken, in samenwerking met het ministerie van Justitie en Veiligheid"
            ),
            ["Ministerie van Economische Zaken", "ministerie van Justitie en Veiligheid"]
        );
        assert_eq!(
            ministries("Ministerie van A\nMinisterie van B"),
            ["Ministerie van A", "Ministerie van B"]
        );
        assert_eq!(ministries("Economische Zaken"), ["Economische Zaken"]);
        assert_eq!(
            ministries("Ministerie van A in nauwe samenwerking met het Ministerie van B"),
            ["Ministerie van A", "Ministerie van B"]
        );
    }

    #[test]
    fn facts_of_a_header() {
        let header =
            "Nummer: 2025D22022, datum: 2025-05-16, bijgewerkt: 2025-05-17\nOnderdeel van zaak 2025Z09639:";
        assert_eq!(tk_number(header).as_deref(), Some("2025D22022"));
        assert_eq!(case_number(header).as_deref(), Some("2025Z09639"));
        assert_eq!(header_date(header).map(|d| d.to_string()).as_deref(), Some("2025-05-16"));
        assert_eq!(
            header_date("Datum document: 16 mei 2025").map(|d| d.to_string()).as_deref(),
            Some("2025-05-16")
        );
        assert_eq!(
            header_date("BRIEF\nDen Haag, 12 april 2024\nBeste").map(|d| d.to_string()).as_deref(),
            Some("2024-04-12")
        );
        assert_eq!(header_date("geen"), None);
    }

    #[test]
    fn several_documents_in_one_fiche() {
        let values = BTreeMap::from([
            (Field::Number, "COM(2025) 1, COM(2025) 2\nen COM(2025) 1".to_owned()),
            (Field::EurLex, "https://eur-lex.europa.eu/?uri=CELEX%3A52025DC0001&from=EN".to_owned()),
            (Field::Received, "april 2025".to_owned()),
        ]);
        let printed = read(&values);
        assert_eq!(
            printed.assesses.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["COM(2025) 1", "COM(2025) 2"]
        );
        assert_eq!(printed.celex.as_deref(), Some("52025DC0001"));
        assert_eq!(printed.received.map(|d| d.to_string()).as_deref(), Some("2025-04"));
    }
}
