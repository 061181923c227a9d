//! What a text says against itself.

use super::super::dates;
use super::super::remark::{Place, Remark, Words};
use super::super::strand::Strand;
use super::labels::{self, Field, Label};
use crate::citation::{CelexNumber, DocumentNumber, find_celex, find_impossible_numbers, find_numbers};
use crate::document::walk::LeafKind;
use crate::document::{Kind, PartialDate};
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A leaf of the document with its text.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct LeafText<'a> {
    pub(in super::super) kind: LeafKind,
    pub(in super::super) strand: &'a Strand,
}

/// Finds the contradictions in a document of a kind that was written on a date, in the order of the text.
/// `opening` is what stands before the text: title page, title, lines of data.
pub(in super::super) fn find(
    opening: &[Strand],
    leaves: &[LeafText<'_>],
    kind: Kind,
    written: Option<PartialDate>,
) -> Vec<Remark> {
    let mut finder = Finder { leaves, remarks: Vec::new() };
    if kind == Kind::Fiche {
        let fields = Fields::of(leaves);
        finder.dates(&fields);
        finder.number_against_celex(&fields);
        finder.number_against_received(&fields);
    }
    let opening = opening.iter().map(|strand| Here { strand, place: Place::Front });
    for here in opening.chain((0..leaves.len()).map(|leaf| Here::in_leaf(leaves, leaf))) {
        finder.impossible(here);
        if let Some(written) = written {
            finder.later_than(here, written);
        }
    }
    let mut remarks = finder.remarks;
    remarks.sort_by_key(|remark| remark.words().first().map(|words| words.span.start));
    remarks.dedup_by(|a, b| a.words() == b.words());
    remarks
}

/// The leaves of a fiche's fields, and the one with which its section about the proposal begins.
#[derive(Default)]
struct Fields {
    leaves: BTreeMap<Field, Vec<usize>>,
    essence: Option<usize>,
}

impl Fields {
    fn of(leaves: &[LeafText<'_>]) -> Self {
        let mut fields = Fields::default();
        let (mut field, mut in_essence) = (None, false);
        for (index, leaf) in leaves.iter().enumerate() {
            if let LeafKind::Heading(_) = leaf.kind {
                let label = labels::read(leaf.strand.text()).map(|found| found.label);
                field = match label {
                    Some(Label::Field(field)) => Some(field),
                    _ => None,
                };
                if let Some(Label::Section(number)) = label {
                    in_essence = number == labels::ESSENCE;
                }
            } else if let Some(field) = field {
                fields.leaves.entry(field).or_default().push(index);
            } else if in_essence && fields.essence.is_none() {
                fields.essence = Some(index);
            }
        }
        fields
    }

    fn of_field(&self, field: Field) -> &[usize] {
        self.leaves.get(&field).map_or(&[], Vec::as_slice)
    }
}

/// A document reaches the capitals when it is published, or within weeks: more days than this between
/// the two cannot be.
const MOST_DAYS: i32 = 31;

/// How a fiche says that a proposal was published, in whatever order the words stand.
static PUBLISHES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:gepubliceerd|publiceerde|gepresenteerd|presenteerde|uitgebracht|uitgekomen|verschenen|bekendgemaakt)\b")
        .expect("pattern compiles")
});

/// A parliamentary year, which begins in September: "Kamerstukken 2025-2026".
static SESSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bkamerstuk(?:ken)?\s+(?:I{1,2}\s+)?([0-9]{4})\s*[-–/]\s*[0-9]{4}\b")
        .expect("pattern compiles")
});

const SEPTEMBER: i8 = 9;

/// A piece of text and where it stands.
#[derive(Clone, Copy)]
struct Here<'a> {
    strand: &'a Strand,
    place: Place,
}

impl<'a> Here<'a> {
    fn in_leaf(leaves: &[LeafText<'a>], leaf: usize) -> Here<'a> {
        Here { strand: leaves[leaf].strand, place: Place::Leaf(leaf) }
    }

    /// Words of it with their place in the seed.
    fn words(self, at: Range<usize>) -> Words {
        let mut spans = self.strand.spans(&at);
        let first = spans.next().unwrap_or(0..0);
        let end = spans.last().map_or(first.end, |last| last.end);
        Words { text: self.strand.text()[at].to_owned(), place: self.place, span: first.start..end }
    }
}

struct Finder<'a> {
    leaves: &'a [LeafText<'a>],
    remarks: Vec<Remark>,
}

impl Finder<'_> {
    fn text(&self, leaf: usize) -> &str {
        self.leaves[leaf].strand.text()
    }

    /// Words of a leaf with their place in the seed.
    fn words(&self, leaf: usize, at: Range<usize>) -> Words {
        Here::in_leaf(self.leaves, leaf).words(at)
    }

    fn first_number(&self, fields: &Fields) -> Option<(usize, Range<usize>, DocumentNumber)> {
        let mut leaves = fields.of_field(Field::Number).iter();
        leaves.find_map(|leaf| {
            let (at, number) = find_numbers(self.text(*leaf)).into_iter().next()?;
            Some((*leaf, at, number))
        })
    }

    fn received(&self, fields: &Fields) -> Option<(usize, Range<usize>, PartialDate)> {
        let mut leaves = fields.of_field(Field::Received).iter();
        leaves.find_map(|leaf| {
            let found = dates::find_all(self.text(*leaf)).next()?;
            Some((*leaf, found.at, found.date?))
        })
    }

    /// The first sentence about the proposal says when it was published.
    fn dates(&mut self, fields: &Fields) {
        let (Some((leaf, at, received)), Some(essence)) = (self.received(fields), fields.essence) else {
            return;
        };
        let text = self.text(essence);
        let sentence = &text[..text.find(". ").unwrap_or(text.len())];
        let first = dates::find_all(sentence).find_map(|found| Some((found.at, found.date?)));
        let Some((published_at, published)) = first.filter(|_| PUBLISHES.is_match(sentence)) else { return };
        if contradict(received, published) {
            let (received, published) = (self.words(leaf, at), self.words(essence, published_at));
            self.remarks.push(Remark::Dates { received, published });
        }
    }

    /// The CELEX number must be that of one of the numbers.
    fn number_against_celex(&mut self, fields: &Fields) {
        let Some((leaf, at, _)) = self.first_number(fields) else { return };
        let numbers = fields.of_field(Field::Number).iter();
        let numbers: Vec<DocumentNumber> =
            numbers.flat_map(|leaf| find_numbers(self.text(*leaf))).map(|(_, number)| number).collect();
        let celex = fields.of_field(Field::EurLex).iter().find_map(|leaf| {
            let text = self.text(*leaf);
            let decoded = text.replace("%3A", ":").replace("%3a", ":");
            let celex = find_celex(&decoded)?;
            let start = text.find(celex)?;
            Some((*leaf, start..start + celex.len()))
        });
        let Some((celex_leaf, celex_at)) = celex else { return };
        let celex: Result<CelexNumber, ()> = self.text(celex_leaf)[celex_at.clone()].parse();
        if !celex.is_ok_and(|celex| numbers.iter().any(|number| celex.is_of(*number))) {
            let (number, celex) = (self.words(leaf, at), self.words(celex_leaf, celex_at));
            self.remarks.push(Remark::NumberAgainstCelex { number, celex });
        }
    }

    /// What was received cannot have a number of a later year.
    fn number_against_received(&mut self, fields: &Fields) {
        let Some((_, _, received)) = self.received(fields) else { return };
        for leaf in fields.of_field(Field::Number) {
            self.numbers_later_than(Here::in_leaf(self.leaves, *leaf), received);
        }
    }

    fn numbers_later_than(&mut self, here: Here<'_>, dated: PartialDate) {
        for (at, number) in find_numbers(here.strand.text()) {
            if i32::from(number.year) > i32::from(dated.year()) {
                let number = here.words(at);
                self.remarks.push(Remark::FutureYear { number, dated });
            }
        }
    }

    /// References to what did not exist when the text was written.
    fn later_than(&mut self, here: Here<'_>, written: PartialDate) {
        self.numbers_later_than(here, written);
        let text = here.strand.text();
        for found in SESSION.captures_iter(text) {
            let (Some(whole), Some(Ok(year))) =
                (found.get(0), found.get(1).map(|y| y.as_str().parse::<i16>()))
            else {
                continue;
            };
            let month = written.month().unwrap_or(SEPTEMBER);
            if (year, SEPTEMBER) > (written.year(), month) {
                let number = here.words(whole.range());
                self.remarks.push(Remark::FutureYear { number, dated: written });
            }
        }
    }

    /// Dates and years that cannot be.
    fn impossible(&mut self, here: Here<'_>) {
        let text = here.strand.text();
        // Digits with full stops are certainly a date only on the title page.
        let certain = |in_words: bool| in_words || here.place == Place::Front;
        let no_dates = dates::find_all(text).filter(|found| found.date.is_none() && certain(found.in_words));
        for found in no_dates {
            let date = here.words(found.at);
            self.remarks.push(Remark::NoSuchDate { date });
        }
        for at in find_impossible_numbers(text) {
            let number = here.words(at);
            self.remarks.push(Remark::ImpossibleYear { number });
        }
    }
}

/// Whether something received on one day cannot have been published on the other: later than it was
/// received, or too long before. Of partial dates what is known must not contradict.
fn contradict(received: PartialDate, published: PartialDate) -> bool {
    match (received.full(), published.full()) {
        (Some(received), Some(published)) => {
            let days = (received - published).get_days();
            !(0..=MOST_DAYS).contains(&days)
        }
        _ => received.year() < published.year() || received.year() > published.year() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::source::Source;
    use super::*;

    /// A fiche of headings (`# `) and paragraphs; its contradictions as words, parted by " / ".
    fn check(lines: &[&str], written: Option<&str>, expected: &[&str]) {
        let source = Source::new(lines.join("\n"));
        let strands: Vec<(LeafKind, Strand)> = source
            .rows()
            .into_iter()
            .map(|row| match source.get(&row.span).starts_with("# ") {
                true => (LeafKind::Heading(3), Strand::of(&source, row.span.start + 2..row.span.end)),
                false => (LeafKind::Paragraph, Strand::of(&source, row.span)),
            })
            .collect();
        let leaves: Vec<LeafText> =
            strands.iter().map(|(kind, strand)| LeafText { kind: *kind, strand }).collect();
        let written = written.map(|date| date.parse().unwrap());
        let found: Vec<String> = find(&[], &leaves, Kind::Fiche, written)
            .iter()
            .map(|remark| {
                let words = remark.words();
                for word in &words {
                    assert_eq!(source.get(&word.span), word.text);
                }
                words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" / ")
            })
            .collect();
        assert_eq!(found, expected, "{lines:?}");
    }

    const RECEIVED: &str = "# b) Datum ontvangst Commissiedocument";
    const ESSENCE: &str = "# 2. Essentie voorstel";

    #[test]
    fn published_and_received() {
        let published = "Op 24 januari 2025 heeft de Commissie een plan gepubliceerd. Dat was op 3 mei 2020.";
        check(&[RECEIVED, "9 april 2025", ESSENCE, published], None, &["9 april 2025 / 24 januari 2025"]);
        check(&[RECEIVED, "26 januari 2025", ESSENCE, published], None, &[]);
        check(
            &[RECEIVED, "23 januari 2025", ESSENCE, published],
            None,
            &["23 januari 2025 / 24 januari 2025"],
        );
        check(&[RECEIVED, "april 2025", ESSENCE, published], None, &[]);
        check(&[RECEIVED, "april 2024", ESSENCE, published], None, &["april 2024 / 24 januari 2025"]);
        let other = "Sinds 1 mei 2014 geldt een verordening. Op 8 april 2025 is een plan gepubliceerd.";
        check(&[RECEIVED, "9 april 2025", ESSENCE, other], None, &[]);
        check(
            &[RECEIVED, "9 april 2025", ESSENCE, "# a) Inhoud voorstel", published],
            None,
            &["9 april 2025 / 24 januari 2025"],
        );
    }

    #[test]
    fn number_and_celex() {
        let fiche = |number: &str, celex: &str, expected: &[&str]| {
            check(&["# c) Nr. Commissiedocument", number, "# d) EUR-Lex", celex], None, expected);
        };
        fiche("COM(2025) 165", "EUR-Lex - 52025DC0165 - EN - EUR-Lex", &[]);
        fiche("COM(2025) 165", "EUR-Lex - 52025PC0165 - EN", &[]);
        fiche("COM(2025) 165", "EUR-Lex - 52025DC0156 - EN", &["COM(2025) 165 / 52025DC0156"]);
        fiche("COM(2024) 165", "uri=CELEX%3A52025DC0165&qid=1", &["COM(2024) 165 / 52025DC0165"]);
        fiche("COM (2020) 18", "52020JC0018", &["COM (2020) 18 / 52020JC0018"]);
        fiche("JOIN(2023) 20 en COM(2023) 7", "52023JC0020", &[]);
        fiche("COM(2025) 165 en COM(2025) 166", "52025DC0166", &[]);
        fiche("COM(2025) 165", "https://eur-lex.europa.eu/…uri=C…", &[]);
    }

    #[test]
    fn years_and_dates_that_cannot_be() {
        check(
            &[RECEIVED, "9 april 2025", "# c) Nr. Commissiedocument", "COM(2026) 165"],
            None,
            &["COM(2026) 165"],
        );
        check(
            &["Zie COM(2026) 3 en Kamerstuk 2025-2026, nr. 5."],
            Some("2025-05-16"),
            &["COM(2026) 3", "Kamerstuk 2025-2026"],
        );
        check(&["Zie COM(2025) 3 en kamerstukken 2024–2025, 22112."], Some("2025-05-16"), &[]);
        check(&["Zie Kamerstuk 2025-2026, nr. 5."], Some("2025-10"), &[]);
        check(&["Zie Kamerstuk 2025-2026, nr. 5."], Some("2025"), &[]);
        check(&["Op 31 april 2025 en op 31.4.2025, COM(3025) 16."], None, &["31 april 2025", "COM(3025) 16"]);
    }
}
