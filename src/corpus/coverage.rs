//! What a dossier lacks: documents without a fiche, documents without their text, fiches without their document.

use super::{Corpus, Document, Relation, RelationKind};
use crate::citation::DocumentNumber;
use crate::document::{Kind, PartialDate};
use std::collections::BTreeSet;

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub kind: GapKind,
    /// The document or stub that misses it, by id.
    pub document: String,
    /// Ids of documents that tell of it: what it is known by, or what it should stand beside.
    pub others: Vec<String>,
    /// Numbers under which a reader finds officially what is not here, or what it is about.
    pub numbers: Vec<DocumentNumber>,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// A Commission document that no fiche here assesses.
    NoFiche,
    /// A document that is known by reference only.
    NoText,
    /// A fiche of which no assessed document is here with its text.
    NoDocument,
    /// A fiche without the number of what it assesses, or without its EUR-Lex number.
    NoNumber,
}

impl GapKind {
    /// In the order in which they are shown.
    pub const ALL: [GapKind; 4] = [GapKind::NoFiche, GapKind::NoText, GapKind::NoDocument, GapKind::NoNumber];

    /// The word in templates.
    pub fn as_str(self) -> &'static str {
        match self {
            GapKind::NoFiche => "no_fiche",
            GapKind::NoText => "no_text",
            GapKind::NoDocument => "no_document",
            GapKind::NoNumber => "no_number",
        }
    }
}

/// All that is missing, by kind, then from old to new as far as dates or years are known.
pub(super) fn coverage(corpus: &Corpus) -> Vec<Gap> {
    let mut out: Vec<Gap> = GapKind::ALL.into_iter().flat_map(|kind| gaps(corpus, kind)).collect();
    out.sort_by_cached_key(|gap| (gap.kind, age(corpus, &gap.document), gap.document.clone()));
    out
}

fn gaps(corpus: &Corpus, kind: GapKind) -> Vec<Gap> {
    match kind {
        GapKind::NoFiche => without_fiche(corpus),
        GapKind::NoText => corpus
            .stubs
            .values()
            .map(|stub| gap(kind, &stub.id, tellers(corpus, &stub.id), vec![stub.number]))
            .collect(),
        GapKind::NoDocument => fiches(corpus)
            .filter(|fiche| fiche.front.assesses.iter().all(|n| !corpus.documents.contains_key(&n.id())))
            .map(|fiche| {
                let assessed = fiche.front.assesses.iter().map(DocumentNumber::id).collect();
                gap(kind, &fiche.id, assessed, fiche.front.assesses.clone())
            })
            .collect(),
        GapKind::NoNumber => fiches(corpus)
            .filter(|fiche| fiche.front.assesses.is_empty() || fiche.front.celex.is_none())
            .map(|fiche| {
                let assessed = fiche.front.assesses.iter().map(DocumentNumber::id).collect();
                gap(kind, &fiche.id, assessed, fiche.front.assesses.clone())
            })
            .collect(),
    }
}

fn gap(kind: GapKind, document: &str, others: Vec<String>, numbers: Vec<DocumentNumber>) -> Gap {
    Gap { kind, document: document.to_owned(), others, numbers }
}

fn without_fiche(corpus: &Corpus) -> Vec<Gap> {
    let documents = corpus.documents.values().filter(|d| d.front.kind == Kind::Communication);
    let documents = documents.map(|d| (&d.id, d.front.number));
    let stubs = corpus.stubs.values().map(|s| (&s.id, Some(s.number)));
    let is_assessed = |id: &str| corpus.relations_from(id).any(|r| r.kind == RelationKind::AssessedBy);
    documents
        .chain(stubs)
        .filter(|(id, _)| !is_assessed(id))
        .map(|(id, number)| gap(GapKind::NoFiche, id, tellers(corpus, id), number.into_iter().collect()))
        .collect()
}

fn fiches(corpus: &Corpus) -> impl Iterator<Item = &Document> {
    corpus.documents.values().filter(|d| d.front.kind == Kind::Fiche)
}

/// The documents that tell of another: that assess, announce, follow up or cite it.
fn tellers(corpus: &Corpus, id: &str) -> Vec<String> {
    let tells = |r: &&Relation| {
        let kinds = [
            RelationKind::AssessedBy,
            RelationKind::AnnouncedIn,
            RelationKind::FollowedUpBy,
            RelationKind::CitedBy,
        ];
        kinds.contains(&r.kind)
    };
    let ids: BTreeSet<String> = corpus.relations_from(id).filter(tells).map(|r| r.to.clone()).collect();
    ids.into_iter().collect()
}

/// What a document is put in order by: its date, else the year of its number; those without either last. Then its
/// number.
fn age(corpus: &Corpus, id: &str) -> (bool, Option<PartialDate>, Option<DocumentNumber>) {
    let (date, number) = match (corpus.documents.get(id), corpus.stubs.get(id)) {
        (Some(document), _) => (document.front.date, document.front.number),
        (None, Some(stub)) => {
            let year = stub.number.year.try_into().ok();
            (year.and_then(|year| PartialDate::new(year, None, None)), Some(stub.number))
        }
        (None, None) => (None, None),
    };
    (date.is_none(), date, number)
}
