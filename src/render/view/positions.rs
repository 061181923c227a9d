//! Views of what a fiche says outright of what it assesses.

use super::{DocumentLink, Views};
use crate::corpus::{Document, PageRef, Position, RelationKind};
use crate::document::Kind;
use serde::Serialize;

/// What one fiche says.
#[derive(Debug, Clone, Serialize)]
pub struct AssessmentView {
    pub fiche: DocumentLink,
    /// Whether this is the fiche's own page.
    pub own: bool,
    /// Its basic positions; only those that it states.
    pub positions: Vec<PositionView>,
    /// Address of the page that shows it beside what it assesses, where there is one.
    pub comparison: Option<String>,
}

/// A basic position of the cabinet.
#[derive(Debug, Clone, Serialize)]
pub struct PositionView {
    /// `competence`, `subsidiarity` or `proportionality`.
    pub subject: &'static str,
    pub subject_label: String,
    /// `positive`, `positive-qualified`, `mixed`, `neutral`, `negative-qualified` or `negative`.
    pub value: &'static str,
    pub value_label: String,
    /// The sentence that says so, as printed.
    pub text: String,
    /// Address of its place.
    pub href: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
}

impl Views<'_> {
    /// What a fiche says, or what the fiches say that assess a document; those with nothing to show left out.
    pub(super) fn assessments(&self, id: &str) -> Vec<AssessmentView> {
        self.fiches(id)
            .map(|fiche| AssessmentView {
                fiche: self.link_to_document(fiche),
                own: fiche.id == id,
                positions: self.positions(fiche),
                comparison: self.comparison_of(fiche, id),
            })
            .filter(|assessment| !assessment.positions.is_empty() || assessment.comparison.is_some())
            .collect()
    }

    /// Addresses of the pages that show a fiche, or a document that fiches assess, beside its other side.
    pub(super) fn comparisons(&self, id: &str) -> Vec<String> {
        self.fiches(id).filter_map(|fiche| self.comparison_of(fiche, id)).collect()
    }

    /// The fiche itself, or the fiches that assess a document.
    fn fiches<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Document> {
        let corpus = &self.site.corpus;
        let is_fiche = |d: &&Document| d.front.kind == Kind::Fiche;
        let own = self.site.document(id).filter(is_fiche);
        let assessing = corpus.relations_from(id).filter(|r| r.kind == RelationKind::AssessedBy);
        own.into_iter().chain(assessing.filter_map(|r| self.site.document(&r.to)).filter(is_fiche))
    }

    /// Where a fiche stands beside a document, or beside all that it assesses when asked of the fiche itself.
    fn comparison_of(&self, fiche: &Document, asked: &str) -> Option<String> {
        let page: PageRef = self.site.comparison(&fiche.id)?;
        let shown = fiche.id == asked || self.site.corpus.documents.contains_key(asked);
        shown.then(|| self.links.page(page))
    }

    /// The basic positions that a fiche states.
    pub(super) fn positions(&self, fiche: &Document) -> Vec<PositionView> {
        self.site.positions(fiche).iter().map(|position| self.position(fiche, position)).collect()
    }

    fn position(&self, fiche: &Document, position: &Position) -> PositionView {
        PositionView {
            subject: position.subject.as_str(),
            subject_label: self.strings.text(position.subject.into()),
            value: position.stance.as_str(),
            value_label: self.strings.text(position.stance.into()),
            href: self.links.place(&fiche.id, &position.anchor),
            text: position.text.clone(),
            language: self.foreign(fiche.front.language.as_deref()),
        }
    }
}
