//! The amounts of a dossier's documents, by instrument.

use super::super::mentions::Mentions;
use super::super::terms::{TermAt, Terms};
use super::super::{Amount, Document, Taxonomy, Voice};
use crate::config::Role;
use crate::document::BlockId;

impl Terms<'_> {
    /// The money for every instrument in a document, in reading order; `mentions` are where the document names terms.
    pub(in crate::corpus) fn amounts_in(&self, document: &Document, mentions: &Mentions) -> Vec<Owned> {
        let mut out = Vec::new();
        let leaves = document.body.leaves();
        for (number, leaf) in
            leaves.iter().enumerate().filter(|(_, l)| l.kind.is_passage() && !l.id.is_empty())
        {
            let mut hits = mentions.in_shown(number);
            hits.retain(|hit| self.is_instrument(self.at[hit.term]));
            if hits.is_empty() {
                continue;
            }
            let text = leaf.words();
            if !crate::money::names_currency(&text) {
                continue;
            }
            for found in super::find(&text, &hits) {
                for term in found.terms.iter().map(|hit| self.at[*hit]) {
                    if !self.excludes(term, document, leaf.id) {
                        let voice = Voice::of(document.front.kind, document.outline.path(leaf.id));
                        let (document, anchor) = (document.id.clone(), leaf.id.clone());
                        let amount = Amount { document, anchor, voice, words: found.words.clone() };
                        out.push(self.owned(term, amount));
                    }
                }
            }
        }
        out
    }

    fn is_instrument(&self, (taxonomy, _): TermAt) -> bool {
        self.taxonomies[taxonomy].0.role == Some(Role::Instrument)
    }

    fn excludes(&self, (taxonomy, term): TermAt, document: &Document, block: &BlockId) -> bool {
        let front = &self.taxonomies[taxonomy].1[term].front;
        front.exclude.iter().any(|p| p.value.document == document.id && p.value.block == *block)
    }

    fn owned(&self, (taxonomy, term): TermAt, amount: Amount) -> Owned {
        let (settings, terms) = self.taxonomies[taxonomy];
        Owned { taxonomy: settings.key.clone(), term: terms[term].slug.clone(), amount }
    }
}

/// An amount and the term that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Owned {
    pub(in crate::corpus) taxonomy: String,
    pub(in crate::corpus) term: String,
    pub(in crate::corpus) amount: Amount,
}

/// Gives every term its amounts.
pub(in crate::corpus) fn give(taxonomies: &mut [Taxonomy], amounts: Vec<Owned>) {
    for Owned { taxonomy, term, amount } in amounts {
        let of = taxonomies.iter_mut().find(|t| t.settings.key == taxonomy);
        let term = of.and_then(|of| of.terms.iter_mut().find(|t| t.id == term));
        if let Some(term) = term {
            term.amounts.push(amount);
        }
    }
}
