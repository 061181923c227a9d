//! What the recogniser is told of a document besides its words.

use crate::citation::{
    Annexes, CelexNumber, CitationKind, Context, DocumentNumber, PlaceKind, class_of_title,
};
use crate::corpus::{Document, Read};
use crate::document::walk::Leaf;
use crate::document::{DocumentFront, Kind};
use crate::ingest::EntryKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// CELEX numbers that the documents of a dossier print for each other and for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Known {
    celex: Arc<BTreeMap<DocumentNumber, CelexNumber>>,
}

impl Known {
    /// A fiche's EUR-Lex field tells that of what it assesses; a document's own, and what its title page says it
    /// is, tell its own. One that cannot be the document's proves nothing.
    pub(in crate::corpus) fn of(documents: &[&Read<DocumentFront>]) -> Self {
        let mut celex = BTreeMap::new();
        for document in documents {
            let printed = printed_celex(&document.front);
            for number in numbers(&document.front) {
                if let Some(printed) = printed.as_ref().filter(|c| c.is_of(number)) {
                    celex.entry(number).or_insert_with(|| printed.clone());
                }
            }
        }
        for document in documents {
            if let Some((number, own)) = by_title_page(document) {
                celex.entry(number).or_insert(own);
            }
        }
        Known { celex: Arc::new(celex) }
    }

    /// The context of a document's texts.
    pub(super) fn context(&self, document: &Document) -> Context {
        Context {
            place: PlaceKind::Text,
            celex: self.celex.clone(),
            contradicted: contradicted(&document.front),
            annexes: annexes(document),
            unmarked_notes: unmarked_notes(document),
        }
    }
}

fn printed_celex(front: &DocumentFront) -> Option<CelexNumber> {
    front.celex.as_deref().and_then(|celex| celex.parse().ok())
}

/// What the CELEX number in the front matter is about: the assessed documents, or the document itself.
fn numbers(front: &DocumentFront) -> Vec<DocumentNumber> {
    if front.assesses.is_empty() { front.number.into_iter().collect() } else { front.assesses.clone() }
}

/// A CELEX number that is of none of the numbers beside it contradicts the first.
fn contradicted(front: &DocumentFront) -> Option<(DocumentNumber, CelexNumber)> {
    let celex = printed_celex(front)?;
    let numbers = numbers(front);
    let first = *numbers.first()?;
    (!numbers.iter().any(|number| celex.is_of(*number))).then_some((first, celex))
}

/// The CELEX number that follows from what a document's title page calls it.
fn by_title_page(document: &Read<DocumentFront>) -> Option<(DocumentNumber, CelexNumber)> {
    let number = document.front.number.filter(|n| CitationKind::from(n.series) == CitationKind::Com)?;
    let seed = document.provenance.seed.as_ref()?;
    let title_page: Vec<&str> =
        seed.ledger.iter().filter(|e| e.kind == EntryKind::TitleBlock).map(|e| e.text.as_str()).collect();
    Some((number, class_of_title(&title_page.join("\n"))?.celex(number)))
}

fn annexes(document: &Document) -> Option<Annexes> {
    if document.front.kind != Kind::Communication {
        return None;
    }
    let of = document.front.number.map_or(CitationKind::Com, |number| number.series.into());
    let here = document.outline.headings.iter().filter_map(|heading| annex_number(&heading.text)).collect();
    Some(Annexes { of, here })
}

/// The number of the annex that a heading begins: "Bijlage I – AI-fabrieken".
fn annex_number(heading: &str) -> Option<String> {
    let mut words = heading.split_whitespace();
    let word = words.next()?.to_lowercase();
    let number = words.next()?.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["bijlage", "annex"].contains(&word.as_str()).then(|| number.to_owned())
}

/// Labels of notes that are defined and marked nowhere.
fn unmarked_notes(document: &Document) -> BTreeSet<String> {
    if document.body.notes.is_empty() {
        return BTreeSet::new();
    }
    let leaves = document.body.leaves();
    let marked: BTreeSet<&str> = leaves.iter().flat_map(Leaf::note_marks).collect();
    let labels = document.body.notes.iter().map(|note| note.label.clone());
    labels.filter(|label| !marked.contains(label.as_str())).collect()
}
