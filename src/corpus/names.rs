//! The names that the texts are searched for: those of terms and those of documents, all in one look at each text.

use super::content::{Content, Read};
use super::gazetteer::{Gazetteer, Hit, Name};
use super::mentions::Mentions;
use super::relations::{Others, Said, Teller};
use super::terms::{Terms, is_searched_whole, may_hold_address, searched_text, without_addresses};
use crate::config::Settings;
use crate::document::walk::Leaf;
use crate::document::{DocumentFront, RawLink};
use std::ops::Range;
use std::sync::Arc;

/// All names of a dossier.
#[derive(Debug)]
pub(super) struct Names {
    /// Those of the terms.
    terms: Vec<Name>,
    /// The documents, their names, and what else is told of them.
    pub(super) others: Others,
    /// Both: the documents are numbered on behind the terms.
    gazetteer: Gazetteer,
    /// The numbers of the terms.
    numbers: Range<usize>,
}

impl Names {
    /// The names of a dossier; the ones that are known already where these are the same.
    pub(super) fn of(content: &Content, settings: &Settings, known: Option<&Arc<Names>>) -> Arc<Names> {
        let others = Others::of(content, settings);
        let terms = Terms::new(settings, &content.terms);
        let names = terms.names();
        if let Some(known) = known.filter(|known| known.terms == names && known.others == others) {
            return known.clone();
        }
        let numbers = 0..terms.at.len();
        let of_document = |name: &Name| Name { term: name.term + numbers.end, ..name.clone() };
        let all = names.iter().cloned().chain(others.names.iter().map(of_document)).collect();
        Arc::new(Names { terms: names, others, gazetteer: Gazetteer::new(all), numbers })
    }

    /// What a document says of others, in reading order, and where it names terms.
    pub(super) fn read(&self, document: &Read<DocumentFront>) -> (Vec<Said>, Mentions) {
        let (mut said, mut mentions) = (Vec::new(), Mentions::default());
        let teller = Teller::of(document, self);
        for (number, leaf) in document.body.leaves().iter().enumerate() {
            if leaf.kind.is_passage() && !leaf.id.is_empty() {
                let text = leaf.words();
                let places = self.look(number, leaf, &text, &mut mentions);
                if let Some(teller) = &teller {
                    teller.read(leaf, &text, &places, &mut said);
                }
            }
        }
        (said, mentions)
    }

    /// Notes where a leaf with this text names terms, and gives the places where it may name documents.
    fn look(
        &self,
        number: usize,
        leaf: &Leaf<'_, RawLink>,
        text: &str,
        mentions: &mut Mentions,
    ) -> Vec<usize> {
        let (hits, places) = self.gazetteer.look(text, &self.numbers);
        if is_searched_whole(leaf) && !may_hold_address(text) {
            mentions.add(number, hits);
        } else {
            let terms_in = |text: &str| self.gazetteer.find_among(text, &self.numbers);
            mentions.add(number, terms_in(&searched_text(leaf)));
            mentions.add_shown(number, terms_in(&without_addresses(text)));
        }
        places
    }

    /// The documents that a text names, by their numbers, with places.
    pub(super) fn documents_in(&self, text: &str) -> impl Iterator<Item = Hit> {
        let behind = self.numbers.end;
        let hits = self.gazetteer.find_among(text, &(behind..usize::MAX)).into_iter();
        hits.map(move |hit| Hit { term: hit.term - behind, ..hit })
    }
}
