//! What earlier runs found in single documents, kept with what it was found by.

use super::analyse::Analysed;
use super::citations::{Known, Pages};
use super::content::Read;
use super::relations::{Names, Said};
use super::terms::KeptGazetteer;
use super::{Celex, Target};
use crate::document::{DocumentFront, RawLink};
use crate::taxonomy::TermFront;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run can take over from the runs before it, all of them with the same settings.
#[derive(Debug, Default)]
pub struct Memo {
    pub(super) keeping: Keeping,
    /// The names by which the texts call other documents.
    pub(super) names: Option<Arc<Names>>,
    /// What the whole dossier told the documents.
    pub(super) told: Option<Told>,
    /// Of the names of the terms.
    pub(super) gazetteer: Option<KeptGazetteer>,
    /// By id.
    pub(super) documents: BTreeMap<String, Kept>,
}

/// Whether a run leaves anything for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keeping {
    #[default]
    All,
    Nothing,
}

impl Memo {
    /// For a single run: keeps nothing.
    pub fn of_one_run() -> Self {
        Memo { keeping: Keeping::Nothing, ..Memo::default() }
    }

    /// What is kept of a document as it was read.
    pub(super) fn kept(&self, read: &Arc<Read<DocumentFront>>) -> Option<&Kept> {
        self.documents.get(&read.slug).filter(|kept| Arc::ptr_eq(&kept.read, read))
    }

    /// Keeps what the next run is compared with.
    pub(super) fn remember(&mut self, names: Arc<Names>, told: Told, gazetteer: KeptGazetteer) {
        if self.keeping == Keeping::All {
            (self.names, self.told, self.gazetteer) = (Some(names), Some(told), Some(gazetteer));
        }
    }
}

/// What all documents are told alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) known: Known,
    pub(super) pages: Pages,
    /// Terms by taxonomy: id and front matter.
    pub(super) terms: Vec<Vec<(String, TermFront)>>,
}

/// What is kept of a document.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) read: Arc<Read<DocumentFront>>,
    /// Its links to pages and files of the dossier, in their order.
    pub(super) links: Arc<[RawLink]>,
    /// What it says of others, by the names that the memo has.
    pub(super) said: Arc<[Said]>,
    pub(super) analysed: Option<KeptAnalysis>,
}

/// What was found in a document, and what of the dossier concerns it alone.
#[derive(Debug, Clone)]
pub(super) struct KeptAnalysis {
    pub(super) own: Own,
    pub(super) analysed: Arc<Analysed>,
}

/// What the dossier tells one document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Own {
    pub(super) celex: Option<Celex>,
    pub(super) is_about_the_plan: bool,
    /// Where its links lead; none where one leads nowhere.
    pub(super) targets: Vec<Option<Target>>,
}
