//! Genres of documents: what each prints around its text, how its headings look, what its front matter
//! is read from. One recogniser a genre; how a text lies on its lines is none of their business.

mod communication;
mod contradictions;
mod fiche;
mod fields;
mod labels;
mod news;

pub(super) use contradictions::{LeafText, find as find_contradictions};

use super::flow::{Flow, TextRow};
use super::ledger::{Account, EntryKind, Fate};
use super::shape::Shape;
use super::source::Source;
use super::strand::Strand;
use super::units::Unit;
use crate::citation::DocumentNumber;
use crate::diagnostic::Span;
use crate::document::{Kind, PartialDate};

/// What a text itself tells about a document.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Printed {
    pub(super) title: Option<String>,
    pub(super) fiche_number: Option<String>,
    pub(super) number: Option<DocumentNumber>,
    pub(super) date: Option<PartialDate>,
    pub(super) celex: Option<String>,
    pub(super) language: Option<String>,
    pub(super) assesses: Vec<DocumentNumber>,
    pub(super) received: Option<PartialDate>,
    pub(super) council: Option<String>,
    pub(super) ministry: Vec<String>,
    pub(super) impact_assessment: Option<String>,
    pub(super) council_number: Option<String>,
    pub(super) tk_number: Option<String>,
    pub(super) case_number: Option<String>,
}

/// A heading that a recogniser found at the start of some rows.
#[derive(Debug)]
pub(super) struct HeadingAt {
    pub(super) level: u8,
    /// How many rows it takes.
    pub(super) rows: usize,
    /// Where its words begin in the seed.
    pub(super) start: usize,
    /// What of its first row is no part of it.
    pub(super) dropped: Vec<(Span, EntryKind)>,
    /// The number that it must have and the dump lost.
    pub(super) restored: Option<String>,
}

/// A seed's text and how it lies on its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) source: &'a Source,
    pub(super) shape: Shape,
}

/// A recogniser of a genre.
pub(super) trait Genre {
    /// Kind of document.
    fn kind(&self) -> Kind;

    /// Takes title and whatever stands around it off the rows, and notes down what became of them.
    /// `titled` tells that somebody already knows the title.
    fn header(&mut self, text: Text<'_>, rows: &mut Vec<TextRow>, titled: Titled, account: &mut Account);

    /// The heading that the rows begin with; `waiting` tells what else they may begin with.
    fn heading(&mut self, text: Text<'_>, rows: &[TextRow], waiting: Waiting) -> Option<HeadingAt>;

    /// The level of unnumbered headings below a heading, where there can be any.
    fn level_below(&self, heading: &Unit, level: u8) -> Option<u8>;

    /// The level of unnumbered headings before any other heading, where there can be any.
    fn top_level(&self) -> Option<u8>;

    /// What the text tells about the document.
    fn printed(&self, units: &[Unit]) -> Printed;
}

/// Whether a counted list before a row waits for the point that the row begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    ForPoint,
    ForNothing,
}

/// Whether a title is known from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titled {
    Known,
    Unknown,
}

/// Tells the genre of a text, or takes the one that is known. The second is whether it was told.
pub(super) fn choose(source: &Source, flow: &Flow, known: Option<Kind>) -> (Box<dyn Genre>, bool) {
    let recognised: Option<Box<dyn Genre>> = match known {
        Some(Kind::Fiche) => Some(Box::new(fiche::Fiche::new(source, &flow.rows))),
        Some(Kind::Communication) => Some(Box::new(communication::Communication::default())),
        Some(Kind::News) => Some(Box::new(news::Article::new(Kind::News))),
        Some(Kind::Document) => Some(Box::new(news::Article::new(Kind::Document))),
        None if labels::is_fiche(flow.rows.iter().map(|r| source.get(&r.row.span))) => {
            Some(Box::new(fiche::Fiche::new(source, &flow.rows)))
        }
        None if communication::recognises(source, &flow.rows) => {
            Some(Box::new(communication::Communication::default()))
        }
        None if news::recognises(source, &flow.rows) => Some(Box::new(news::Article::new(Kind::News))),
        None => None,
    };
    match recognised {
        Some(genre) => (genre, true),
        None => (Box::new(news::Article::new(Kind::Document)), false),
    }
}

/// Puts rows into the ledger.
fn discard(rows: impl IntoIterator<Item = TextRow>, kind: EntryKind, account: &mut Account) {
    for row in rows {
        account.ledger(row.row.span, kind);
    }
}

/// Makes rows the title: without stars around it and without a blank at its end.
fn take_title(source: &Source, rows: &[TextRow], start: usize, account: &mut Account) -> Option<String> {
    let mut strand = Strand::default();
    for (index, row) in rows.iter().enumerate() {
        let mut span = row.row.span.clone();
        if index == 0 {
            span.start = start;
        }
        strand.space();
        let text = source.get(&span);
        let inner = text.trim_matches(['*', '#', ' ']);
        let from = span.start + text.find(inner).unwrap_or(0);
        account.ledger(span.start..from, EntryKind::Markup);
        account.ledger(from + inner.len()..span.end, EntryKind::Markup);
        account.note(from..from + inner.len(), Fate::Title);
        strand.push(source, from..from + inner.len());
    }
    let title = strand.text().trim().to_owned();
    (!title.is_empty()).then_some(title)
}
