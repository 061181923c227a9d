//! The view of the list of short forms.

use super::{DocumentLink, TermLink, Views};
use crate::corpus::{Meaning, PageRef, ShortForm};
use serde::Serialize;
use std::collections::BTreeSet;

/// The list of short forms and what they stand for.
#[derive(Debug, Clone, Serialize)]
pub struct DefinitionsView {
    /// By the alphabet.
    pub abbreviations: Vec<ShortFormView>,
    /// Ordinary words that stand for a longer name, by the alphabet.
    pub names: Vec<ShortFormView>,
}

/// A short form.
#[derive(Debug, Clone, Serialize)]
pub struct ShortFormView {
    /// Its id on the page.
    pub anchor: String,
    /// As the documents print it.
    pub forms: Vec<String>,
    pub meanings: Vec<MeaningView>,
    /// The terms that have one of the meanings, or the short form, as a name.
    pub terms: Vec<TermLink>,
}

/// Words that a short form stands for.
#[derive(Debug, Clone, Serialize)]
pub struct MeaningView {
    pub full: String,
    /// Their language, where it is known and not the interface's.
    pub language: Option<String>,
    pub places: Vec<PlaceView>,
}

/// Where a document says what a short form stands for.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// Address of the block.
    pub href: String,
    pub document: DocumentLink,
}

impl Views<'_> {
    /// Address of the list, where there is one.
    pub(super) fn definitions_page(&self) -> Option<String> {
        self.site.corpus.has_short_forms().then(|| self.links.page(PageRef::Definitions))
    }

    pub(in crate::render) fn definitions(&self) -> DefinitionsView {
        let (abbreviations, names): (Vec<_>, Vec<_>) =
            self.site.corpus.short_forms().into_iter().partition(|short| short.is_abbreviation);
        let views = |list: Vec<ShortForm>| list.into_iter().map(|short| self.short_form(short)).collect();
        DefinitionsView { abbreviations: views(abbreviations), names: views(names) }
    }

    fn short_form(&self, short: ShortForm) -> ShortFormView {
        let mut terms: Vec<&(String, String)> =
            short.meanings.iter().filter_map(|m| m.term.as_ref()).collect();
        let mut seen = BTreeSet::new();
        terms.retain(|term| seen.insert(*term));
        let link = |(key, id): &(String, String)| {
            let taxonomy = self.site.corpus.taxonomy(key)?;
            let term = taxonomy.terms.iter().find(|t| t.id == *id)?;
            Some(self.term_link(taxonomy, term))
        };
        ShortFormView {
            terms: terms.into_iter().filter_map(link).collect(),
            anchor: short.anchor.to_string(),
            forms: short.forms,
            meanings: short.meanings.into_iter().map(|meaning| self.meaning(meaning)).collect(),
        }
    }

    fn meaning(&self, meaning: Meaning) -> MeaningView {
        let places = meaning.places.iter().filter_map(|(document, block)| {
            Some(PlaceView {
                href: self.links.place(document, block),
                document: self.document_link(document)?,
            })
        });
        MeaningView { language: self.foreign(meaning.language), places: places.collect(), full: meaning.full }
    }
}
