//! What the whole dossier tells its documents: joins of their front matter, their links, and what they say of each
//! other; and what a new version of a document must leave alone for all of it to hold.

use super::actions::Plans;
use super::analyse::Context;
use super::citations::{Known, Pages};
use super::content::{Content, Read};
use super::links::Targets;
use super::memo::Kept;
use super::names::Names;
use super::relations::{self, Said};
use super::terms::{About, Terms};
use super::{Celex, PageRef, Stub};
use crate::config::Settings;
use crate::document::{BlockId, DocumentFront, RawLink};
use crate::taxonomy::TermFront;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is read from the documents before the dossier is known, in their order.
pub(super) struct Seen {
    pub(super) links: Vec<Arc<[RawLink]>>,
    pub(super) said: Vec<Arc<[Said]>>,
}

/// What the whole dossier tells.
#[derive(Debug)]
pub(super) struct Heard {
    /// The names by which the texts call terms and other documents.
    pub(super) names: Arc<Names>,
    pub(super) stubs: Arc<BTreeMap<String, Stub>>,
    pub(super) targets: Targets,
    /// CELEX numbers by the ids of documents.
    pub(super) celex: BTreeMap<String, Celex>,
    pub(super) about: About,
    pub(super) told: Told,
}

/// What all documents are told alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) known: Known,
    pub(super) pages: Pages,
    /// Terms by taxonomy: id and front matter.
    pub(super) terms: Vec<Vec<(String, TermFront)>>,
}

impl Heard {
    /// Of a dossier's content; `names` are those that the documents were read with.
    pub(super) fn of(content: &Content, seen: &Seen, names: Arc<Names>, settings: &Settings) -> Self {
        let stubs = relations::stubs(content, &seen.said);
        let places = || Targets::of(content, &seen.links, stubs.keys().cloned());
        let numbers = || {
            let celex = relations::celex(content);
            (Pages::of(content, &stubs, &celex), Known::of(&by_id(&content.documents)), celex)
        };
        let (targets, (pages, known, celex)) = rayon::join(places, numbers);
        let about = About::new(settings, &content.documents);
        let told = Told { known, pages, terms: Terms::fronts(settings, &content.terms) };
        Heard { names, stubs: Arc::new(stubs), targets, celex, about, told }
    }

    /// What a document is analysed with.
    pub(super) fn context<'a>(&'a self, terms: &'a Terms<'a>, plans: &'a Plans<'a>) -> Context<'a> {
        Context {
            targets: &self.targets,
            celex: &self.celex,
            known: &self.told.known,
            pages: &self.told.pages,
            terms,
            about: &self.about,
            plans,
        }
    }

    /// Whether all of it is told just so where a document, with the same front matter, has other words, and is among the
    /// targets of links as it is now; but for places in it that are gone, which [`Heard::lost`] gives.
    pub(super) fn holds_for(&self, before: &Kept, read: &Read<DocumentFront>, said: &[Said]) -> bool {
        let ends = |said: &[Said]| said.iter().map(|said| said.to.clone()).collect::<Vec<_>>();
        ends(&before.said) == ends(said)
            && relations::assessed_title(&before.read) == relations::assessed_title(read)
    }

    /// The places that a document had and has no longer, where links name any of its places.
    pub(super) fn lost(&self, before: &Read<DocumentFront>) -> Vec<BlockId> {
        let page = PageRef::Document(before.slug.clone());
        let Some(there) = self.targets.places_in(&page) else { return Vec::new() };
        let had = before.body.leaves();
        had.iter().filter(|leaf| !there.contains(leaf.id)).map(|leaf| leaf.id.clone()).collect()
    }
}

/// The documents by their ids. Of two with one id, which is a fault, the later one stands.
fn by_id(documents: &[Arc<Read<DocumentFront>>]) -> Vec<&Read<DocumentFront>> {
    let by_id: BTreeMap<&str, &Read<DocumentFront>> =
        documents.iter().map(|document| (document.slug.as_str(), &**document)).collect();
    by_id.into_values().collect()
}
