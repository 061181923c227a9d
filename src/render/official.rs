//! The Dutch official form of a reference, in words.
//!
//! Commission documents: the Interinstitutionele schrijfwijzer of the European Union, Dutch edition, annex C
//! ("Diversen"), at "documenten": "COM(2012) 558 final van 7 november 2012" since 2012, "definitief" in the
//! years 2000 to 2011, "def." before; the same for JOIN, SEC and SWD. It says nothing of C documents, whose
//! number stands as it is. No guide has a form for a BNC-fiche: it is named in the same order, by kind, title,
//! date, the document that it assesses, and the number that the Tweede Kamer gave it.

use super::format;
use crate::citation::{DocumentNumber, Series};
use crate::config::Language;
use crate::data::cite::Bibliographic;
use crate::document::{Kind, PartialDate};

/// The reference, without a full stop at its end, so that a place in the document can follow.
pub(super) fn form(of: &Bibliographic<'_>) -> String {
    let title = format!("‘{}’", of.title);
    let dated = |words: String| match of.date {
        Some(date) => format!("{words} van {}", in_dutch(date)),
        None => words,
    };
    let mut parts: Vec<String> = Vec::new();
    match (of.kind, of.number) {
        (Kind::Fiche, _) => {
            parts.extend((!of.authors.is_empty()).then(|| of.authors.join(", ")));
            parts.push(dated(format!("BNC-fiche {title}")));
            let about: Vec<String> = of.assesses.iter().map(ToString::to_string).collect();
            parts.extend((!about.is_empty()).then(|| format!("over {}", about.join(" en "))));
            parts.extend(of.tk_number.map(|n| format!("Tweede Kamer, document {n}")));
        }
        (_, Some(number)) => {
            parts.push(of.authors.join(" en "));
            // A stub whose title nobody knows is called by its number.
            parts.extend((of.title != number.to_string()).then_some(title));
            parts.push(dated(printed(number)));
        }
        (_, None) => {
            parts.extend((!of.authors.is_empty()).then(|| of.authors.join(" en ")));
            parts.push(title);
            parts.extend(of.date.map(in_dutch));
        }
    }
    parts.join(", ")
}

/// A number with the word for its last version.
fn printed(number: DocumentNumber) -> String {
    let version = match (number.series, number.year) {
        (Series::C, _) => return number.to_string(),
        (_, 2012..) => "final",
        (_, 2000..=2011) => "definitief",
        _ => "def.",
    };
    match number.year {
        // Until 1998 the year has its last two digits only.
        ..1998 => format!("{}({:02}) {} {version}", number.series.as_str(), number.year % 100, number.number),
        _ => format!("{number} {version}"),
    }
}

fn in_dutch(date: PartialDate) -> String {
    format::date(Language::Dutch, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(kind: Kind, number: Option<&str>, date: Option<&str>) -> Bibliographic<'static> {
        Bibliographic {
            id: "x",
            kind,
            title: "Actieplan".into(),
            authors: vec!["Europese Commissie"],
            number: number.and_then(|n| n.parse().ok()),
            tk_number: None,
            celex: None,
            date: date.and_then(|d| d.parse().ok()),
            language: Some("nl"),
            assesses: &[],
            path: "documenten/x.html",
            address: None,
            official: None,
            accessed: None,
        }
    }

    #[test]
    fn commission_documents_are_named_as_the_style_guide_has_it() {
        for (number, date, expected) in [
            ("COM(2012) 558", "2012-11-07", "COM(2012) 558 final van 7 november 2012"),
            ("SWD(2012) 558", "2012-11-07", "SWD(2012) 558 final van 7 november 2012"),
            ("COM(2011) 558", "2011-11-07", "COM(2011) 558 definitief van 7 november 2011"),
            ("SEC(1997) 558", "1997-11-07", "SEC(97) 558 def. van 7 november 1997"),
            ("COM(1998) 5", "1998-01", "COM(1998) 5 def. van januari 1998"),
            ("C(2024) 390", "2024-01-24", "C(2024) 390 van 24 januari 2024"),
        ] {
            let of = document(Kind::Communication, Some(number), Some(date));
            assert_eq!(form(&of), format!("Europese Commissie, ‘Actieplan’, {expected}"));
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut stub = document(Kind::Communication, Some("COM(2024) 28"), None);
        stub.title = "COM(2024) 28".into();
        assert_eq!(form(&stub), "Europese Commissie, COM(2024) 28 final");
        let news = Bibliographic { authors: vec![], ..document(Kind::News, None, Some("2025-04")) };
        assert_eq!(form(&news), "‘Actieplan’, april 2025");
    }

    #[test]
    fn a_fiche_names_what_it_assesses() {
        let assesses: [DocumentNumber; 2] =
            ["COM(2025) 165", "SWD(2025) 80"].map(|n| n.parse().expect("a number"));
        let fiche = Bibliographic {
            authors: vec!["Ministerie van Economische Zaken"],
            tk_number: Some("2025D22022"),
            assesses: &assesses,
            ..document(Kind::Fiche, None, Some("2025-05-16"))
        };
        assert_eq!(
            form(&fiche),
            "Ministerie van Economische Zaken, BNC-fiche ‘Actieplan’ van 16 mei 2025, \
             over COM(2025) 165 en SWD(2025) 80, Tweede Kamer, document 2025D22022"
        );
    }
}
