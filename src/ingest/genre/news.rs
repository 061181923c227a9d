//! Press articles, and texts of no known genre: a title, paragraphs, short lines between them.

use super::super::flow::TextRow;
use super::super::ledger::{Account, EntryKind};
use super::super::shape::{ends_sentence, starts_lower};
use super::super::source::Source;
use super::super::units::Unit;
use super::{Genre, HeadingAt, Printed, Text, Titled, Waiting, take_title};
use crate::document::{Kind, PartialDate};
use regex::Regex;
use std::sync::LazyLock;

/// The recogniser of articles and plain documents.
#[derive(Debug)]
pub(super) struct Article {
    kind: Kind,
    printed: Printed,
}

/// A date that a dump puts before the text: `date 2025-04`.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:date|datum):? ([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)(?:\s+|$)").expect("pattern compiles")
});

/// Whether a text is an article: the dump gives its date before the first words.
pub(super) fn recognises(source: &Source, rows: &[TextRow]) -> bool {
    rows.first().is_some_and(|row| DATE.is_match(source.get(&row.row.span)))
}

/// Whether a first line may be a title: no sentence, no salutation, no verse.
fn could_be_title(words: &str) -> bool {
    !ends_sentence(words)
        && !words.ends_with(',')
        && !starts_lower(words)
        && words.chars().nth(LONGEST_TITLE).is_none()
}

/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

impl Article {
    /// A recogniser for news or for plain documents.
    pub(super) fn new(kind: Kind) -> Self {
        Article { kind, printed: Printed::default() }
    }

    fn date(&mut self, source: &Source, rows: &mut Vec<TextRow>, account: &mut Account) {
        let Some(first) = rows.first_mut() else { return };
        let Some(found) = DATE.captures(source.get(&first.row.span)) else { return };
        let Ok(date) = found[1].parse::<PartialDate>() else { return };
        let start = first.row.span.start;
        account.ledger(start..start + found[0].trim_end().len(), EntryKind::DataLine);
        self.printed.date = Some(date);
        first.row.span.start += found[0].len();
        if first.row.span.is_empty() {
            rows.remove(0);
        }
    }
}

impl Genre for Article {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn header(&mut self, text: Text<'_>, rows: &mut Vec<TextRow>, titled: Titled, account: &mut Account) {
        self.date(text.source, rows, account);
        let Some(first) = rows.first() else { return };
        let words = text.source.get(&first.row.span);
        let apart = rows.get(1).is_some_and(|next| next.row.gap > text.shape.line_gap());
        if titled == Titled::Unknown && apart && could_be_title(words) {
            let title = rows.remove(0);
            let start = title.row.span.start;
            self.printed.title = take_title(text.source, &[title], start, account);
        }
    }

    fn heading(&mut self, _: Text<'_>, _: &[TextRow], _: Waiting) -> Option<HeadingAt> {
        None
    }

    fn level_below(&self, _: &Unit, _: u8) -> Option<u8> {
        Some(2)
    }

    fn top_level(&self) -> Option<u8> {
        Some(2)
    }

    fn printed(&self, _: &[Unit]) -> Printed {
        self.printed.clone()
    }
}
