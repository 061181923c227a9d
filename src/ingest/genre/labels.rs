//! The headings of a fiche, by the words of its template: neither the number before them nor their
//! layout tells them apart in the wild.
//!
//! Source: the templates for fiches of the interdepartmental working group that assesses new Commission
//! proposals (for communications, and the longer one for legislation), and the variants seen in print.

use super::super::units::{heading_number, list_sign};
use std::ops::Range;

/// What a heading of a fiche stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// A section; with the number that the template for communications gives it, 0 where it differs.
    Section(u32),
    /// A field of "Algemene gegevens".
    Field(Field),
    /// A lettered part of a section.
    Part,
}

/// The number of the section about the proposal itself.
pub(super) const ESSENCE: u32 = 2;

/// The fields of "Algemene gegevens".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Title,
    Received,
    Number,
    EurLex,
    ImpactAssessment,
    Council,
    Ministry,
    LegalBasis,
    Procedure,
    Parliament,
}

/// How much of a heading must be given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// The heading is these words and no more.
    Whole,
    /// The heading begins with these words.
    Start,
}

use Extent::{Start, Whole};

const LABELS: &[(&str, Extent, Label)] = &[
    ("algemene gegevens", Whole, Label::Section(1)),
    ("titel voorstel", Whole, Label::Field(Field::Title)),
    ("titel mededeling", Whole, Label::Field(Field::Title)),
    ("datum ontvangst commissiedocument", Whole, Label::Field(Field::Received)),
    ("nr. commissiedocument", Whole, Label::Field(Field::Number)),
    ("nummer commissiedocument", Whole, Label::Field(Field::Number)),
    ("eur-lex", Whole, Label::Field(Field::EurLex)),
    ("nr. impact assessment", Start, Label::Field(Field::ImpactAssessment)),
    ("nr. impact-assessment", Start, Label::Field(Field::ImpactAssessment)),
    ("behandelingstraject raad", Whole, Label::Field(Field::Council)),
    ("eerstverantwoordelijk ministerie", Whole, Label::Field(Field::Ministry)),
    ("eerstverantwoordelijke ministerie", Whole, Label::Field(Field::Ministry)),
    ("eerstverantwoordelijk(e) ministerie", Whole, Label::Field(Field::Ministry)),
    ("rechtsbasis", Whole, Label::Field(Field::LegalBasis)),
    ("besluitvormingsprocedure raad", Whole, Label::Field(Field::Procedure)),
    ("rol europees parlement", Whole, Label::Field(Field::Parliament)),
    ("essentie voorstel", Whole, Label::Section(ESSENCE)),
    ("inhoud voorstel", Whole, Label::Part),
    ("impact assessment commissie", Whole, Label::Part),
    ("nederlandse positie ten aanzien van", Start, Label::Section(3)),
    ("essentie nederlands beleid op dit terrein", Whole, Label::Part),
    ("beoordeling + inzet ten aanzien van dit voorstel", Whole, Label::Part),
    ("eerste inschatting van krachtenveld", Whole, Label::Part),
    ("eerste inschatting van het krachtenveld", Whole, Label::Part),
    ("grondhouding ten aanzien van", Start, Label::Section(4)),
    ("beoordeling bevoegdheid, subsidiariteit", Start, Label::Section(0)),
    ("beoordeling van bevoegdheid, subsidiariteit", Start, Label::Section(0)),
    ("bevoegdheid", Whole, Label::Part),
    ("subsidiariteit", Whole, Label::Part),
    ("proportionaliteit", Whole, Label::Part),
    ("financiële gevolgen", Whole, Label::Part),
    ("gevolgen voor regeldruk", Start, Label::Part),
    ("financiële consequenties, gevolgen voor regeldruk", Start, Label::Section(0)),
    ("financiële gevolgen, gevolgen voor regeldruk", Start, Label::Section(0)),
    ("consequenties eu-begroting", Whole, Label::Part),
    ("financiële consequenties", Start, Label::Part),
    ("implicaties juridisch", Whole, Label::Section(0)),
    ("consequenties voor nationale en decentrale regelgeving", Start, Label::Part),
    ("voorgestelde implementatietermijn", Start, Label::Part),
    ("wenselijkheid evaluatie-/horizonbepaling", Whole, Label::Part),
    ("implicaties voor uitvoering en/of handhaving", Whole, Label::Section(0)),
    ("uitvoerbaarheid", Whole, Label::Part),
    ("handhaafbaarheid", Whole, Label::Part),
    ("implicaties voor ontwikkelingslanden", Whole, Label::Section(0)),
];

/// A heading found by its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled {
    pub(super) label: Label,
    /// Whether the row may break off before the label does.
    pub(super) goes_on: bool,
    pub(super) marks: Marks,
}

/// What stands before a heading's words, as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    /// A list sign, as in "• a)".
    pub(super) bullet: Option<Range<usize>>,
    /// A number or letter, as in "a)", "2.".
    pub(super) number: Option<Range<usize>>,
    /// Where the words begin.
    pub(super) words: usize,
}

/// The label of a heading's text.
pub(super) fn read(text: &str) -> Option<Labelled> {
    let marks = marks(text);
    let words = &text[marks.words..];
    if words.chars().nth(LONGEST_LABEL).is_some() {
        return None;
    }
    let folded = fold(words);
    let (_, extent, label) = LABELS.iter().find(|(label, extent, _)| match extent {
        Whole => folded == *label,
        Start => folded.starts_with(label),
    })?;
    let sentence = *extent == Start && words.ends_with('.');
    (!sentence).then_some(Labelled { label: *label, goes_on: *extent == Start, marks })
}

/// Longest heading, in characters.
const LONGEST_LABEL: usize = 250;

fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(':').trim_matches('*').trim_end().to_owned()
}

/// List sign and number before a heading's words.
pub(super) fn marks(text: &str) -> Marks {
    let bullet = list_sign(text).map(|(_, len)| 0..len);
    let mut words = bullet.as_ref().map_or(0, |b| b.end);
    let number = heading_number(&text[words..]).map(|len| {
        let start = words;
        words = text.len() - text[start + len..].trim_start().len();
        start..start + len
    });
    Marks { bullet, number, words }
}

/// How many different labels make a text a fiche.
const ENOUGH: usize = 4;

/// Whether a text has the headings of a fiche: several labels, fields and a section among them.
pub(super) fn is_fiche<'a>(rows: impl Iterator<Item = &'a str>) -> bool {
    let mut labels: Vec<Label> = rows.filter_map(read).map(|found| found.label).collect();
    let parts = labels.iter().filter(|l| **l == Label::Part).count();
    labels.sort_unstable();
    labels.dedup();
    let fields = labels.iter().filter(|l| matches!(l, Label::Field(_))).count();
    let sections = labels.iter().filter(|l| matches!(l, Label::Section(_))).count();
    fields >= 2 && sections >= 1 && fields + sections + parts >= ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, label: Option<Label>) {
        assert_eq!(read(text).map(|l| l.label), label, "{text}");
    }

    #[test]
    fn the_words_tell_the_label_whatever_stands_before_them() {
        for text in [
            "a) Titel voorstel",
            "• a) Titel Voorstel",
            "1. titel voorstel:",
            "Titel voorstel",
            "a. Titel  voorstel",
        ] {
            check(text, Some(Label::Field(Field::Title)));
        }
        check("d) EUR-lex", Some(Label::Field(Field::EurLex)));
        check("EUR-Lex - 52025DC0165 - EN - EUR-Lex", None);
        check("g) Eerstverantwoordelijke ministerie", Some(Label::Field(Field::Ministry)));
        check(
            "Nr. impact assessment Commissie en Opinie Raad voor Regelgevingstoetsing",
            Some(Label::Field(Field::ImpactAssessment)),
        );
        check("1. Algemene gegevens", Some(Label::Section(1)));
        check("4. Grondhouding ten aanzien van bevoegdheid, subsidiariteit,", Some(Label::Section(4)));
        check("De grondhouding ten aanzien van de bevoegdheid is positief.", None);
        check("Bevoegdheid is verdeeld", None);
    }

    #[test]
    fn a_fiche_has_several_labels() {
        assert!(is_fiche(
            ["Titel voorstel", "Nr. Commissiedocument", "Essentie voorstel", "Bevoegdheid"].into_iter()
        ));
        assert!(!is_fiche(
            ["Bevoegdheid", "Subsidiariteit", "Proportionaliteit", "Essentie voorstel"].into_iter()
        ));
        assert!(!is_fiche(["Titel voorstel", "Titel voorstel"].into_iter()));
    }
}
