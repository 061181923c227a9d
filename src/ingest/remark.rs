//! What a text says against itself, for an editor's note on its page and a warning in the report.

use crate::diagnostic::{Code, Diagnostic, FilePath, Span};
use crate::document::PartialDate;

/// Words of the document, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// As printed.
    pub text: String,
    pub place: Place,
    /// Their place in the decoded seed, in bytes.
    pub span: Span,
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Before the text: on the title page, in the title or the header.
    Front,
    /// Index of their leaf in [`crate::document::Body::leaves`] of the converted body.
    Leaf(usize),
}

/// Something that cannot be so: two places that contradict each other, or one that is impossible. It
/// is told, never mended: the text stays as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Remark {
    /// The fiche says that the document was received on one day and published on another.
    Dates { received: Words, published: Words },
    /// The number in the field and the CELEX number in its EUR-Lex field are not of the same document.
    NumberAgainstCelex { number: Words, celex: Words },
    /// A number of a year that had not begun when the document was written or, where that is not known,
    /// received: `dated` is that date.
    FutureYear { number: Words, dated: PartialDate },
    /// A number of a year in which no such number was given out: "COM(3025) 165".
    ImpossibleYear { number: Words },
    /// A date that no calendar has: "31 april 2025".
    NoSuchDate { date: Words },
}

impl Remark {
    /// The code of its warning.
    pub fn code(&self) -> Code {
        Code::Contradiction
    }

    /// The warning, with both places.
    pub fn warning(&self, file: &FilePath) -> Diagnostic {
        let about = |words: &Words, message: String| {
            Diagnostic::new(self.code(), message).at(file, words.span.clone())
        };
        let warning = match self {
            Remark::Dates { received, published } => about(
                published,
                format!(
                    "published on {} and received on {}: one cannot be so",
                    published.text, received.text
                ),
            )
            .also(file, received.span.clone(), "received"),
            Remark::NumberAgainstCelex { number, celex } => about(
                celex,
                format!("{} is not the CELEX number of {}", celex.text, number.text),
            )
            .also(file, number.span.clone(), "the document's number"),
            Remark::FutureYear { number, dated } => {
                about(number, format!("`{}` did not exist yet on {dated}", number.text))
            }
            Remark::ImpossibleYear { number } => {
                about(number, format!("`{}` has a year that cannot be", number.text))
            }
            Remark::NoSuchDate { date } => about(date, format!("there is no {}", date.text)),
        };
        warning.hint("the text stays as it is printed; its page says what is wrong")
    }

    /// The words that a note about it stands at.
    pub fn subject(&self) -> &Words {
        match self {
            Remark::Dates { published, .. } => published,
            Remark::NumberAgainstCelex { celex, .. } => celex,
            Remark::FutureYear { number, .. } | Remark::ImpossibleYear { number } => number,
            Remark::NoSuchDate { date } => date,
        }
    }

    /// What they cannot be true beside: other words of the document, or its date.
    pub fn against(&self) -> Option<String> {
        match self {
            Remark::Dates { received: other, .. } | Remark::NumberAgainstCelex { number: other, .. } => {
                Some(other.text.clone())
            }
            Remark::FutureYear { dated, .. } => Some(dated.to_string()),
            Remark::ImpossibleYear { .. } | Remark::NoSuchDate { .. } => None,
        }
    }

    /// The word in the data.
    pub fn as_str(&self) -> &'static str {
        match self {
            Remark::Dates { .. } => "dates",
            Remark::NumberAgainstCelex { .. } => "number-against-celex",
            Remark::FutureYear { .. } => "future-year",
            Remark::ImpossibleYear { .. } => "impossible-year",
            Remark::NoSuchDate { .. } => "no-such-date",
        }
    }

    /// The words it is about, the one that the reader meets first before the other.
    pub fn words(&self) -> Vec<&Words> {
        let mut words = match self {
            Remark::Dates { received, published } => vec![received, published],
            Remark::NumberAgainstCelex { number, celex } => vec![number, celex],
            Remark::FutureYear { number, .. } | Remark::ImpossibleYear { number } => vec![number],
            Remark::NoSuchDate { date } => vec![date],
        };
        words.sort_by_key(|words| (words.place, words.span.start));
        words
    }

    /// The places of the first and the last of its words; the same twice where it is about one.
    pub fn places(&self) -> (Place, Place) {
        let words = self.words();
        let place = |at: Option<&&Words>| at.map_or(Place::Front, |words| words.place);
        (place(words.first()), place(words.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_come_in_the_order_of_the_text() {
        let words = |leaf| Words { text: String::new(), place: Place::Leaf(leaf), span: 0..0 };
        let remark = Remark::Dates { received: words(9), published: words(4) };
        assert_eq!(remark.places(), (Place::Leaf(4), Place::Leaf(9)));
        assert_eq!(Remark::NoSuchDate { date: words(3) }.places(), (Place::Leaf(3), Place::Leaf(3)));
    }
}
