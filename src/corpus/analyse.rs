//! What is found in one document: a function of the document and of what the whole dossier tells it.

use super::actions::{self, Action, Plans};
use super::amounts::Owned;
use super::citations::{self, Cited, Known, Pages};
use super::content::Read;
use super::definitions::{self, Definition};
use super::links::{self, Targets};
use super::memo::Own;
use super::mentions::Mentions;
use super::outline::Outline;
use super::terms::{About, TermAt, Terms};
use super::{Celex, Document, PageRef, Passage};
use crate::diagnostic::Findings;
use crate::document::{DocumentFront, RawLink};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document with its links resolved and marked, and what was found in it.
#[derive(Debug)]
pub(super) struct Analysed {
    pub(super) document: Arc<Document>,
    pub(super) found: Found,
    /// Links that lead nowhere.
    pub(super) faults: Findings,
}

/// What was found in a document.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// In reading order, those of the front matter first.
    pub(super) citations: Arc<[Cited]>,
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
    /// What of the dossier concerns one document alone; `links` are those to pages and files of the dossier.
    pub(super) fn own(&self, read: &Read<DocumentFront>, links: &[RawLink]) -> Own {
        let page = PageRef::Document(read.slug.clone());
        Own {
            celex: self.celex.get(&read.slug).cloned(),
            is_about_the_plan: self.about.about_plan(&read.slug),
            targets: links::targets(read, &page, links, self.targets),
        }
    }

    /// Resolves a document's links, marks its references and short forms, and finds what is in it; `mentions` are where it
    /// names terms.
    pub(super) fn analyse(&self, read: Arc<Read<DocumentFront>>, mentions: &Mentions) -> Analysed {
        // The last owner gives its text; where a memo keeps it, it is copied.
        let mut read = Arc::unwrap_or_clone(read);
        let mut faults = Findings::default();
        let body = std::mem::take(&mut read.body);
        let page = PageRef::Document(read.slug.clone());
        let body = links::resolve(&read, page, body, self.targets, &mut faults);
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
        let citations = citations.into_iter().map(Cited::from).collect();
        let of_terms = || {
            let passages = self.terms.passages_in(&document, mentions, self.about);
            let actions = actions::promised(&document, self.plans, &passages);
            let amounts = self.terms.amounts_in(&document, mentions);
            (passages, actions, amounts)
        };
        // Side by side where a long document is the only one.
        let ((passages, actions, amounts), (definitions, marks)) =
            rayon::join(of_terms, || definitions::define(&document));
        definitions::mark(&mut document, marks);
        let found = Found { citations, passages, amounts, actions, definitions };
        Analysed { document: Arc::new(document), found, faults }
    }
}
