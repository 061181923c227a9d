//! The recogniser: all families over one cleaned copy of a text.

use super::anchors::Anchors;
use super::celex::CelexNumber;
use super::clean::Clean;
use super::context::Context;
use super::id::{CitationKind, Id};
use super::reason::{Reason, Standing};
use super::{act, address, annex, celex, council, document, journal, kamerstuk, parliament, treaty};
use std::ops::Range;

/// A reference in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its bytes in the text: no note mark, no brackets around, no full stop behind.
    pub span: Range<usize>,
    /// The words as printed; white space of any kind is one space.
    pub printed: String,
    pub kind: CitationKind,
    /// The canonical id, where it is known.
    pub id: Option<Id>,
    /// The official address, where there is one.
    pub address: Option<String>,
    /// What is doubtful about it, or what a reader should know.
    pub reason: Option<Reason>,
}

impl Reference {
    /// How sure it is.
    pub fn standing(&self) -> Standing {
        self.reason.as_ref().map_or(Standing::Certain, Reason::standing)
    }
}

/// What a family found in the cleaned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) kind: CitationKind,
    pub(super) id: Option<Id>,
    pub(super) address: Option<String>,
    pub(super) reason: Option<Reason>,
}

impl Found {
    /// A reference whose id is certain.
    pub(super) fn certain(span: Range<usize>, kind: CitationKind, id: Id) -> Self {
        let address = id.address(None);
        Found { span, kind, id: Some(id), address, reason: None }
    }

    /// A reference without an id.
    pub(super) fn unknown(span: Range<usize>, kind: CitationKind, reason: Reason) -> Self {
        Found { span, kind, id: None, address: None, reason: Some(reason) }
    }
}

/// All references of a text in its order, none overlapping. `opaque` are the ranges of it that are not to be
/// read: code, in bytes.
pub fn recognise(text: &str, opaque: &[Range<usize>], context: &Context) -> Vec<Reference> {
    let mut clean = Clean::of(text, opaque);
    let mut anchors = Anchors::of(&clean.text);
    if anchors == Anchors::default() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if anchors.address || anchors.eurlex {
        found = address::find(&mut clean);
        anchors = Anchors::of(&clean.text);
    }
    let words = clean.text.as_str();
    let mut family = |is_possible: bool, find: &dyn Fn() -> Vec<Found>| {
        if is_possible {
            find().into_iter().for_each(|one| add(one, &mut found));
        }
    };
    family(anchors.journal, &|| journal::find(words));
    family(anchors.fraction, &|| act::find(words));
    family(anchors.dossier, &|| kamerstuk::find(words));
    family(anchors.treaty, &|| treaty::find(words));
    family(anchors.year, &|| document::find(words, context));
    family(anchors.fraction, &|| council::find(words, context));
    family(anchors.capital, &|| parliament::find(words));
    family(anchors.capital, &|| celex::find(words).into_iter().map(bare_celex).collect());
    if anchors.annex {
        for one in annex::find(words, context, &found) {
            add(one, &mut found);
        }
    }
    found.sort_by_key(|f| f.span.start);
    found.into_iter().map(|one| reference(text, &clean, one)).collect()
}

fn bare_celex((span, celex): (Range<usize>, CelexNumber)) -> Found {
    Found::certain(span, CitationKind::Celex, Id::Celex(celex))
}

/// Adds what a family found, where no family before it found something.
fn add(one: Found, found: &mut Vec<Found>) {
    let overlaps = found.iter().any(|f| f.span.start < one.span.end && one.span.start < f.span.end);
    if !overlaps && !one.span.is_empty() {
        found.push(one);
    }
}

fn reference(text: &str, clean: &Clean, found: Found) -> Reference {
    let Found { span, kind, id, address, reason } = found;
    let span = clean.original(&span);
    let printed = text[span.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    Reference { span, printed, kind, id, address, reason }
}
