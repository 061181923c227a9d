//! Open data: the facts of the site for other people's programs, sorted and stable.
//!
//! One struct a fact; pages and feeds are to show the same structs, so that no two outputs differ.

mod actions;
mod amount;
mod calendar;
mod citations;
pub mod cite;
mod csv;
mod feed;
mod files;
mod indented;
pub mod linked;
mod sitemap;
mod twin;
pub(crate) mod xml;

pub use actions::{ActionEntry, DeadlineEntry, DoneEntry, actions};
pub use amount::AmountEntry;
pub use citations::{CitationEntry, citations};
pub use feed::feed;
pub use files::{DataFile, files, lists};
pub use twin::{BlockEntry, DocumentTwin, LinesEntry, SourceWordsEntry, twin, twin_front, twins};

use crate::corpus::{
    Corpus, Document, Documents, PageRef, Passage, Position, Relation, Stub, Taxonomy, Term, passage_leaves,
};
use crate::document::{BlockId, DocumentRef, Kind};
use crate::site::Site;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A document or a stub.
#[derive(Debug, Serialize)]
pub struct DocumentEntry<'a> {
    pub id: &'a str,
    /// `fiche`, `communication`, `news` or `document`; a stub is a communication.
    pub kind: &'a str,
    pub title: &'a str,
    pub number: Option<String>,
    pub celex: Option<&'a str>,
    /// The fiche that prints the CELEX number, where the document itself does not.
    pub celex_taken_from: Option<&'a str>,
    pub date: Option<String>,
    /// Address in the site.
    pub path: &'a str,
    pub stub: bool,
    /// The official address, of stubs.
    pub address: Option<&'a str>,
    #[serde(flatten)]
    pub front: Option<FrontEntry<'a>>,
}

/// The rest of a document's front matter.
#[derive(Debug, Serialize)]
pub struct FrontEntry<'a> {
    pub fiche_number: Option<&'a str>,
    pub language: Option<&'a str>,
    pub assesses: Vec<String>,
    pub received: Option<String>,
    pub council: Option<&'a str>,
    pub ministry: &'a [String],
    pub impact_assessment: Option<&'a str>,
    pub council_number: Option<&'a str>,
    pub tk_number: Option<&'a str>,
    pub case_number: Option<&'a str>,
    pub cites: Vec<String>,
    pub announces: Vec<String>,
    pub follows_up: Vec<String>,
    pub source: Option<SourceEntry<'a>>,
    /// Keys and blocks that are the editors' own.
    pub editorial: EditorialEntry<'a>,
    /// What the source says against itself, as the editors note it.
    pub remarks: Vec<RemarkEntry<'a>>,
    /// Of a fiche: the cabinet's basic positions, those that it states.
    pub positions: Vec<PositionEntry<'a>>,
}

/// A basic position of the cabinet.
#[derive(Debug, Serialize)]
pub struct PositionEntry<'a> {
    pub subject: &'static str,
    pub value: &'static str,
    /// The sentence, as printed.
    pub text: &'a str,
    /// The block with it.
    pub anchor: &'a str,
}

impl<'a> From<&'a Position> for PositionEntry<'a> {
    fn from(position: &'a Position) -> Self {
        PositionEntry {
            subject: position.subject.as_str(),
            value: position.stance.as_str(),
            text: &position.text,
            anchor: position.anchor.as_str(),
        }
    }
}

/// What a source says against itself.
#[derive(Debug, Serialize)]
pub struct RemarkEntry<'a> {
    /// The block with the words; none where they stand before the text.
    pub anchor: Option<&'a str>,
    pub kind: &'static str,
    /// The words, as printed.
    pub text: &'a str,
    /// What they cannot be true beside: other words as printed, or the document's date.
    pub against: Option<String>,
}

/// Where a document's text comes from.
#[derive(Debug, Serialize)]
pub struct SourceEntry<'a> {
    pub file: &'a str,
    pub sha256: &'a str,
    pub address: Option<&'a str>,
    pub retrieved: Option<String>,
}

/// What of a document is the editors' own.
#[derive(Debug, Serialize)]
pub struct EditorialEntry<'a> {
    pub keys: Vec<&'a str>,
    pub blocks: Vec<&'a str>,
}

/// All documents and stubs by id.
pub fn documents(site: &Site) -> Vec<DocumentEntry<'_>> {
    let corpus = &site.corpus;
    let mut out: Vec<DocumentEntry<'_>> = corpus.documents.values().map(|d| document(site, d)).collect();
    out.extend(corpus.stubs.values().map(|s| stub(s, site.document_path(&s.id))));
    out.sort_by_key(|d| d.id);
    out
}

fn document<'a>(site: &'a Site, document: &'a Document) -> DocumentEntry<'a> {
    let front = &document.front;
    let numbers = |refs: &[DocumentRef]| refs.iter().map(DocumentRef::id).collect();
    let source = front.source.as_ref();
    DocumentEntry {
        id: &document.id,
        kind: front.kind.as_str(),
        title: &front.title,
        number: front.number.map(|n| n.to_string()),
        celex: document.celex.as_ref().map(|c| c.number.as_str()),
        celex_taken_from: document.celex.as_ref().and_then(|c| c.taken_from.as_deref()),
        date: front.date.map(|d| d.to_string()),
        path: site.document_path(&document.id),
        stub: false,
        address: None,
        front: Some(FrontEntry {
            fiche_number: front.fiche_number.as_deref(),
            language: front.language.as_deref(),
            assesses: front.assesses.iter().map(ToString::to_string).collect(),
            received: front.received.map(|d| d.to_string()),
            council: front.council.as_deref(),
            ministry: &front.ministry,
            impact_assessment: front.impact_assessment.as_deref(),
            council_number: front.council_number.as_deref(),
            tk_number: front.tk_number.as_deref(),
            case_number: front.case_number.as_deref(),
            cites: numbers(&front.cites),
            announces: numbers(&front.announces),
            follows_up: numbers(&front.follows_up),
            source: source.map(|s| SourceEntry {
                file: &s.file,
                sha256: &s.sha256,
                address: s.address.as_deref(),
                retrieved: s.retrieved.map(|d| d.to_string()),
            }),
            editorial: EditorialEntry {
                keys: source.into_iter().flat_map(|s| &s.editorial).map(String::as_str).collect(),
                blocks: document.provenance.editorial.keys().map(BlockId::as_str).collect(),
            },
            remarks: remarks(document),
            positions: site.positions(document).iter().map(PositionEntry::from).collect(),
        }),
    }
}

fn remarks(document: &Document) -> Vec<RemarkEntry<'_>> {
    let opening = document.provenance.opening_remarks.iter().map(|remark| (None, remark));
    let all = document.provenance.remarks.iter();
    let all =
        all.flat_map(|(anchor, remarks)| remarks.iter().map(move |remark| (Some(anchor.as_str()), remark)));
    opening
        .chain(all)
        .map(|(anchor, remark)| RemarkEntry {
            anchor,
            kind: remark.as_str(),
            text: &remark.subject().text,
            against: remark.against(),
        })
        .collect()
}

fn stub<'a>(stub: &'a Stub, path: &'a str) -> DocumentEntry<'a> {
    DocumentEntry {
        id: &stub.id,
        kind: Kind::Communication.as_str(),
        title: &stub.title,
        number: Some(stub.number.to_string()),
        celex: stub.celex.as_ref().map(|c| c.number.as_str()),
        celex_taken_from: stub.celex.as_ref().and_then(|c| c.taken_from.as_deref()),
        date: None,
        path,
        stub: true,
        address: Some(&stub.address),
        front: None,
    }
}

/// One direction of a relation.
#[derive(Debug, Serialize)]
pub struct RelationEntry<'a> {
    pub from: &'a str,
    pub to: &'a str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub editorial: bool,
    /// Where texts state it, each block once; none where only front matter does.
    pub places: Vec<PlaceEntry<'a>>,
}

/// A block of a document.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PlaceEntry<'a> {
    pub document: &'a str,
    pub anchor: &'a str,
}

/// All relations, both directions of each.
pub fn relations(corpus: &Corpus) -> Vec<RelationEntry<'_>> {
    corpus.relations.iter().map(relation).collect()
}

fn relation(relation: &Relation) -> RelationEntry<'_> {
    let mut places: Vec<PlaceEntry<'_>> = Vec::new();
    for place in &relation.places {
        let entry = PlaceEntry { document: &place.document, anchor: place.anchor.as_str() };
        if !places.contains(&entry) {
            places.push(entry);
        }
    }
    RelationEntry {
        from: &relation.from,
        to: &relation.to,
        kind: relation.kind.as_str(),
        editorial: relation.editorial,
        places,
    }
}

/// A term with its passages.
#[derive(Debug, Serialize)]
pub struct TermEntry<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub names: &'a BTreeMap<String, String>,
    pub abbreviation: Option<&'a str>,
    pub aliases: Vec<&'a str>,
    pub path: &'a str,
    /// Of a pillar: its number in the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<i64>,
    /// Of an instrument: ids of its pillars.
    pub pillars: Vec<&'a str>,
    pub number: Option<&'a str>,
    pub document: Option<&'a str>,
    /// The editors' words.
    pub summary: Option<&'a str>,
    /// Values of the keys that the taxonomy declares.
    #[serde(flatten)]
    pub fields: &'a BTreeMap<String, String>,
    pub passages: PassageList<'a>,
    /// Of an instrument: the money that sentences say is for it.
    pub amounts: Vec<AmountEntry<'a>>,
}

/// The passages of a term; those of a large dossier's never stand in memory with their words together.
#[derive(Debug)]
pub struct PassageList<'a> {
    documents: &'a Documents,
    passages: &'a [Passage],
}

impl Serialize for PassageList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Those of a document stand together.
        let documents = self.passages.chunk_by(|a, b| a.document == b.document);
        let entries = documents.flat_map(|of_one| {
            let leaves = passage_leaves(&self.documents[&*of_one[0].document], of_one);
            leaves.map(|(passage, leaf)| {
                PassageEntry::of(passage, leaf.expect("passages are found in documents").words())
            })
        });
        serializer.collect_seq(entries)
    }
}

/// A passage of a term.
#[derive(Debug, Serialize)]
struct PassageEntry<'a> {
    document: &'a str,
    anchor: &'a str,
    text: Cow<'a, str>,
    #[serde(rename = "match")]
    found_by: &'static str,
}

impl<'a> PassageEntry<'a> {
    fn of(passage: &'a Passage, text: Cow<'a, str>) -> Self {
        let Passage { document, anchor, found_by, .. } = passage;
        PassageEntry { document, anchor: anchor.as_str(), text, found_by: found_by.as_str() }
    }
}

/// The terms of a taxonomy in the order in which they are shown.
pub fn terms<'a>(site: &'a Site, taxonomy: &'a Taxonomy) -> Vec<TermEntry<'a>> {
    taxonomy.terms.iter().map(|t| term(site, &taxonomy.settings.key, t)).collect()
}

fn term<'a>(site: &'a Site, taxonomy: &str, term: &'a Term) -> TermEntry<'a> {
    let front = &term.front;
    TermEntry {
        id: &term.id,
        name: &front.name,
        names: &front.names,
        abbreviation: front.abbreviation.as_deref(),
        aliases: front.aliases.iter().map(|a| a.text.as_str()).collect(),
        path: site.path(&PageRef::Term { taxonomy: taxonomy.to_owned(), id: term.id.clone() }),
        ordinal: front.ordinal,
        pillars: front.pillars.iter().map(|p| p.value.as_str()).collect(),
        number: front.number.as_deref(),
        document: front.document.as_ref().map(|d| d.value.as_str()),
        summary: front.summary.as_deref(),
        fields: &front.fields,
        passages: PassageList { documents: &site.corpus.documents, passages: &term.passages },
        amounts: term.amounts.iter().map(amount::amount).collect(),
    }
}
