//! The view of the list of short forms.

use super::parts::runs;
use super::taxonomy::initial;
use super::{DocumentLink, PartLink, TermLink, Views};
use crate::corpus::{Meaning, PageRef, ShortForm};
use crate::site::{on_part, parts};
use serde::Serialize;
use std::collections::BTreeSet;

/// The list of short forms and what they stand for, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct DefinitionsView {
    /// By the alphabet, those on this part.
    pub abbreviations: Vec<ShortFormView>,
    /// Ordinary words that stand for a longer name, by the alphabet, those on this part.
    pub names: Vec<ShortFormView>,
    pub part: usize,
    /// All parts, where there are several; the first then has counts only.
    pub parts: Vec<PartLink>,
    /// On the first of several parts: the letters that abbreviations begin with.
    pub abbreviation_initials: Vec<InitialView>,
    /// On the first of several parts: the letters that the other short forms begin with.
    pub name_initials: Vec<InitialView>,
}

/// The short forms that begin with a letter.
#[derive(Debug, Clone, Serialize)]
pub struct InitialView {
    /// A capital letter, or `0–9` for all that begins with none.
    pub initial: String,
    pub count: usize,
    /// Where they begin.
    pub href: String,
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

    pub(in crate::render) fn definitions(&self, part: usize) -> DefinitionsView {
        let all = self.site.corpus.short_forms();
        let split = |list: &[ShortForm]| list.partition_point(|short| short.is_abbreviation);
        let names = split(&all);
        let (initials, shown) = match part == 1 && parts(all.len()) > 1 {
            true => (self.initials(&all), &all[..0]),
            false => (Vec::new(), on_part(&all, part)),
        };
        let (mut abbreviation_initials, mut name_initials) = (Vec::new(), Vec::new());
        for (at, initial) in initials {
            if at < names { &mut abbreviation_initials } else { &mut name_initials }.push(initial);
        }
        let views = |list: &[ShortForm]| list.iter().map(|short| self.short_form(short)).collect();
        let (abbreviations, names) = shown.split_at(split(shown));
        DefinitionsView {
            abbreviations: views(abbreviations),
            names: views(names),
            part,
            parts: self.list_parts(&PageRef::Definitions, all.len(), part),
            abbreviation_initials,
            name_initials,
        }
    }

    /// The letters that short forms begin with, abbreviations apart from the others, each with the place where it does.
    fn initials(&self, all: &[ShortForm]) -> Vec<(usize, InitialView)> {
        let filed = |short: &ShortForm| (short.is_abbreviation, initial(&short.forms[0]));
        let one = |(at, group): (usize, &[ShortForm])| {
            let place = group[0].anchor.as_str();
            let href = self.list_entry(&PageRef::Definitions, at, all.len(), Some(place));
            (at, InitialView { initial: filed(&group[0]).1, count: group.len(), href })
        };
        runs(all, |a, b| filed(a) == filed(b)).map(one).collect()
    }

    fn short_form(&self, short: &ShortForm) -> ShortFormView {
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
            forms: short.forms.clone(),
            meanings: short.meanings.iter().map(|meaning| self.meaning(meaning)).collect(),
        }
    }

    fn meaning(&self, meaning: &Meaning) -> MeaningView {
        let places = meaning.places.iter().filter_map(|(document, block)| {
            Some(PlaceView {
                href: self.links.place(document, block),
                document: self.document_link(document)?,
            })
        });
        MeaningView {
            language: self.foreign(meaning.language),
            places: places.collect(),
            full: meaning.full.clone(),
        }
    }
}
