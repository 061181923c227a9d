//! The amounts of a dossier's documents, by instrument.

use super::super::terms::{TermAt, Terms, is_address, is_searched_whole, may_hold_address};
use super::super::{Amount, Document, FoundBy, Passage, Taxonomy, Voice};
use crate::config::Role;
use crate::document::BlockId;
use std::borrow::Cow;
use std::collections::BTreeSet;

impl Terms<'_> {
    /// The money for every instrument in a document, in reading order; `passages` are those of the document.
    pub(in crate::corpus) fn amounts_in(
        &self,
        document: &Document,
        passages: &[(TermAt, Passage)],
    ) -> Vec<Owned> {
        let mut out = Vec::new();
        let naming =
            passages.iter().filter(|(at, found)| self.is_instrument(*at) && found.found_by == FoundBy::Name);
        let naming: BTreeSet<&BlockId> = naming.map(|(_, found)| &found.anchor).collect();
        for leaf in document.body.leaves().iter().filter(|l| l.kind.is_passage() && !l.id.is_empty()) {
            let text = leaf.words();
            // Where names are searched in the same words, what they found is known, and most texts name nothing.
            if !naming.contains(leaf.id) && is_searched_whole(leaf) && !may_hold_address(&text) {
                continue;
            }
            if !crate::money::names_currency(&text) {
                continue;
            }
            let mut hits = self.gazetteer.find(&without_addresses(&text));
            hits.retain(|hit| self.is_instrument(self.at[hit.term]));
            if hits.is_empty() {
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

/// The text with blanks in the place of its addresses, so that all other words stay where they are.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !may_hold_address(text) {
        return Cow::Borrowed(text);
    }
    let blank = |word: &str| if is_address(word) { " ".repeat(word.len()) } else { word.to_owned() };
    text.split_inclusive(char::is_whitespace).map(blank).collect()
}
