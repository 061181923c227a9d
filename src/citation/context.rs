//! What the recogniser knows of the text besides its words.

use super::celex::CelexNumber;
use super::id::CitationKind;
use super::number::DocumentNumber;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of the document that a text stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    pub place: PlaceKind,
    /// CELEX numbers that somebody printed for a document: a fiche's EUR-Lex field for what it assesses, a title
    /// page for its own document. Shared by all documents.
    pub celex: Arc<BTreeMap<DocumentNumber, CelexNumber>>,
    /// A number and the CELEX number beside it that cannot be its own.
    pub contradicted: Option<(DocumentNumber, CelexNumber)>,
    pub annexes: Option<Annexes>,
    /// Labels of notes that are defined and marked nowhere: digits that end in one may hold its mark.
    pub unmarked_notes: BTreeSet<String>,
}

/// What part of a document a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlaceKind {
    /// The text proper.
    #[default]
    Text,
    /// The Council's cover note: a number of the Council stands there by itself.
    CoverNote,
}

/// The annexes of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annexes {
    /// What the document is: an annex that is missing is a part of it.
    pub of: CitationKind,
    /// Numbers of the annexes that stand in it, as printed: "I", "1".
    pub here: BTreeSet<String>,
}
