//! What is found in one document: a function of the document and of what the whole dossier tells it.

use super::actions::{self, Action, Plans};
use super::amounts::Owned;
use super::citations::{self, Citation, Known, Pages};
use super::content::Read;
use super::definitions::{self, Definition};
use super::links::{self, Targets};
use super::outline::Outline;
use super::terms::{About, TermAt, Terms};
use super::{Celex, Document, PageRef, Passage};
use crate::diagnostic::Findings;
use crate::document::DocumentFront;
use std::collections::BTreeMap;

/// What was found in a document.
pub(super) struct Found {
    /// In reading order, those of the front matter first.
    pub(super) citations: Vec<Citation>,
    /// In reading order.
    pub(super) passages: Vec<(TermAt, Passage)>,
    pub(super) amounts: Vec<Owned>,
    /// What it promises; nothing is said yet of what is done.
    pub(super) actions: Vec<Action>,
    pub(super) definitions: Vec<Definition>,
}

/// What the whole dossier tells a document.
pub(super) struct Context<'a> {
    pub(super) targets: &'a Targets,
    /// CELEX numbers by the ids of documents.
    pub(super) celex: &'a BTreeMap<String, Celex>,
    pub(super) known: &'a Known,
    pub(super) pages: &'a Pages,
    pub(super) terms: &'a Terms<'a>,
    pub(super) about: &'a About,
    pub(super) plans: &'a Plans<'a>,
}

impl Context<'_> {
    /// Resolves a document's links, marks its references and short forms, and finds what is in it. Links that lead
    /// nowhere are findings.
    pub(super) fn analyse(&self, mut read: Read<DocumentFront>) -> (Document, Found, Findings) {
        let mut findings = Findings::default();
        let body = std::mem::take(&mut read.body);
        let page = PageRef::Document(read.slug.clone());
        let body = links::resolve(&read, page, body, self.targets, &mut findings);
        let mut document = Document {
            celex: self.celex.get(&read.slug).cloned(),
            outline: Outline::of(&body),
            id: read.slug,
            file: read.file,
            front: read.front,
            body,
            provenance: read.provenance,
        };
        let citations = citations::cite(&mut document, self.known, self.pages);
        let passages = self.terms.passages_in(&document, self.about);
        let amounts = self.terms.amounts_in(&document);
        let actions = actions::promised(&document, self.plans, &passages);
        let definitions = definitions::define(&mut document);
        (document, Found { citations, passages, amounts, actions, definitions }, findings)
    }
}
