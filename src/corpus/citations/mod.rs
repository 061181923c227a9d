//! What the documents cite: references found in their texts and front matter, linked, and the way back.

mod all;
mod known;
mod listed;
mod sentence;
mod targets;
mod weave;

pub use all::Citations;
pub(super) use known::Known;
pub use sentence::Around;
pub(super) use targets::Pages;

use super::sentence::{has_digit, spans};
use super::{CitedWords, Document, PageRef, RelationPlace, Target};
use crate::citation::{CitationKind, Context, Id, PlaceKind, Reason, Reference, Standing, recognise};
use crate::document::{BlockId, DocumentFront};
use crate::ingest::Remark;
use crate::scan::each_odd;
use std::ops::Range;
use std::sync::Arc;
use weave::Words;

/// A reference at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Id of the document that has it.
    pub document: String,
    pub place: CitationPlace,
    /// As printed; white space of any kind is one space.
    pub text: String,
    pub kind: CitationKind,
    pub id: Option<Id>,
    /// The official address.
    pub address: Option<String>,
    /// The page of this site that it is about; the document's own where it refers to itself.
    pub local: Option<PageRef>,
    pub status: CitationStatus,
    pub reason: Option<Reason>,
    /// The sentence around it.
    pub around: Around,
}

/// Where in its document a reference stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitationPlace {
    Block(BlockId),
    /// A key of the front matter.
    Front(&'static str),
}

/// What became of a reference, as the data says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CitationStatus {
    /// It has a page here.
    Local,
    /// Its official address is made from its number.
    Derived,
    Ambiguous,
    Conflict,
    Unresolved,
}

impl CitationStatus {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            CitationStatus::Local => "local",
            CitationStatus::Derived => "derived",
            CitationStatus::Ambiguous => "ambiguous",
            CitationStatus::Conflict => "conflict",
            CitationStatus::Unresolved => "unresolved",
        }
    }

    fn of(standing: Standing, local: Option<&PageRef>) -> Self {
        match (standing, local) {
            (Standing::Certain, Some(_)) => CitationStatus::Local,
            (Standing::Certain, None) => CitationStatus::Derived,
            (Standing::Ambiguous, _) => CitationStatus::Ambiguous,
            (Standing::Conflict, _) => CitationStatus::Conflict,
            (Standing::Unresolved, _) => CitationStatus::Unresolved,
        }
    }

    /// Whether an editor has something to look at.
    pub fn needs_work(self) -> bool {
        matches!(self, CitationStatus::Ambiguous | CitationStatus::Conflict | CitationStatus::Unresolved)
    }
}

impl Citation {
    /// The block that it stands in.
    pub fn anchor(&self) -> Option<&BlockId> {
        match &self.place {
            CitationPlace::Block(id) => Some(id),
            CitationPlace::Front(_) => None,
        }
    }

    /// Its canonical id; the printed words where it has none.
    pub fn name(&self) -> String {
        self.id.as_ref().map_or_else(|| self.text.clone(), ToString::to_string)
    }

    /// Whether the document refers to itself.
    pub fn is_own(&self) -> bool {
        matches!(&self.local, Some(PageRef::Document(id)) if *id == self.document)
    }

    /// The other document of this site that it is about, if it is about one.
    pub fn cited_document(&self) -> Option<&str> {
        match &self.local {
            Some(PageRef::Document(id)) if !self.is_own() => Some(id),
            _ => None,
        }
    }
}

/// A citation, and its sentence as the place of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    pub(super) citation: Arc<Citation>,
    /// Where it is about another document of the site.
    pub(super) place: Option<Arc<RelationPlace>>,
}

impl From<Citation> for Cited {
    fn from(citation: Citation) -> Self {
        let anchor = citation.cited_document().and_then(|_| citation.anchor());
        let place = anchor.map(|anchor| RelationPlace {
            document: citation.document.clone(),
            anchor: anchor.clone(),
            before: citation.around.before.clone(),
            words: citation.text.clone(),
            after: citation.around.after.clone(),
        });
        Cited { place: place.map(Arc::new), citation: Arc::new(citation) }
    }
}

/// Finds the references of a document, in reading order, and makes links of their words. What the text says is not
/// changed by it.
pub(super) fn cite(document: &mut Document, known: &Known, pages: &Pages) -> Vec<Citation> {
    let context = known.context(document);
    let mut out = in_front(&document.id, &document.front, &context, pages);
    let id = &document.id;
    document.body.each_text_mut(&mut |block, content| {
        let words = Words::of(content);
        if !worth_reading(&words.text) {
            return;
        }
        let found = recognise(&words.text, &words.opaque, &context);
        if found.is_empty() {
            return;
        }
        let sentences = spans(&words.text);
        let mut links: Vec<(Range<usize>, Target)> = Vec::new();
        for reference in found {
            let span = reference.span.clone();
            let around = Around::within(&sentences, &words.text, &span);
            let citation = citation(id, CitationPlace::Block(block.clone()), reference, pages, around);
            if let Some(target) = target(&citation).filter(|_| !words.is_linked(&span)) {
                links.push((span, target));
            }
            out.push(citation);
        }
        if !links.is_empty() {
            *content = weave::link(std::mem::take(content), &links);
        }
    });
    note(document, &out);
    out
}

/// Where print and register differ, the page shows both; the converter's remark on a fiche's EUR-Lex field says so
/// already.
fn note(document: &mut Document, citations: &[Citation]) {
    let provenance = &mut document.provenance;
    let mut remarks = provenance.remarks.values().flatten();
    let told = remarks.any(|remark| matches!(remark, Remark::NumberAgainstCelex { .. }));
    for citation in citations {
        let reason = match &citation.reason {
            Some(reason @ Reason::DoubleNr) => reason,
            Some(reason @ Reason::AgainstCelex(_)) if !told => reason,
            _ => continue,
        };
        let Some(block) = citation.anchor() else { continue };
        let words =
            CitedWords { text: citation.text.clone(), id: citation.id.clone(), reason: reason.clone() };
        provenance.references.entry(block.clone()).or_default().push(words);
    }
}

/// Every reference has a digit, but that to an annex with a Roman number.
fn worth_reading(text: &str) -> bool {
    has_digit(text) || {
        let mut found = false;
        each_odd(
            text,
            |byte| (byte == b'j') | (byte == b'x'),
            |at| found |= text[at..].starts_with("jlage") || text[..at].ends_with("nne"),
        );
        found
    }
}

fn citation(
    document: &str,
    place: CitationPlace,
    found: Reference,
    pages: &Pages,
    around: Around,
) -> Citation {
    let local = found.id.as_ref().and_then(|id| pages.page(id)).cloned();
    Citation {
        document: document.to_owned(),
        place,
        status: CitationStatus::of(found.standing(), local.as_ref()),
        around,
        text: found.printed,
        kind: found.kind,
        id: found.id,
        address: found.address,
        local,
        reason: found.reason,
    }
}

/// Where the words lead: to the page here, else to the official address; nowhere where it is not certain which
/// document is meant, nor to the page that they stand on. A printed address leads where it says.
fn target(citation: &Citation) -> Option<Target> {
    if matches!(citation.status, CitationStatus::Ambiguous | CitationStatus::Unresolved) || citation.is_own()
    {
        return None;
    }
    if citation.text.starts_with("https://") || citation.text.starts_with("http://") {
        return Some(Target::External(citation.text.clone()));
    }
    match &citation.local {
        Some(page) => Some(Target::Page { page: page.clone(), fragment: None }),
        None => citation.address.clone().map(Target::External),
    }
}

/// The numbers of the document that its front matter has from the source.
fn in_front(document: &str, front: &DocumentFront, context: &Context, pages: &Pages) -> Vec<Citation> {
    let printed = |key: &str| !front.source.as_ref().is_some_and(|s| s.editorial.iter().any(|k| k == key));
    let values = [
        ("number", front.number.map(|n| n.to_string())),
        ("council_number", front.council_number.clone()),
        ("tk_number", front.tk_number.clone()),
        ("case_number", front.case_number.clone()),
    ];
    let context = Context { place: PlaceKind::CoverNote, celex: context.celex.clone(), ..Context::default() };
    let mut out = Vec::new();
    for (key, value) in values.into_iter().filter(|(key, _)| printed(key)) {
        let Some(value) = value else { continue };
        for found in recognise(&value, &[], &context) {
            let around = Around::of(&value, &found.span);
            out.push(citation(document, CitationPlace::Front(key), found, pages, around));
        }
    }
    out
}
