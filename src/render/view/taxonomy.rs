//! The view of a taxonomy's index.

use super::term::{FieldValue, aliases};
use super::{TermLink, Views};
use crate::config::Role;
use crate::corpus::{Taxonomy, Term};
use serde::Serialize;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Taxonomies with more terms than this are grouped by initial.
const UNGROUPED: usize = 20;

/// The index of a taxonomy.
#[derive(Debug, Clone, Serialize)]
pub struct TaxonomyView {
    pub key: String,
    pub title: String,
    pub singular: String,
    pub description: Option<String>,
    /// `pillar`, `instrument`, or nothing.
    pub role: Option<&'static str>,
    pub count: usize,
    /// One group without initial, or one for each initial.
    pub groups: Vec<TermGroup>,
}

/// Terms that begin with the same letter.
#[derive(Debug, Clone, Serialize)]
pub struct TermGroup {
    /// A capital letter, or `0–9` for all that begins with none.
    pub initial: Option<String>,
    /// The group's id on the page.
    pub anchor: String,
    pub terms: Vec<TermRow>,
}

/// A term in the index.
#[derive(Debug, Clone, Serialize)]
pub struct TermRow {
    pub term: TermLink,
    /// Values of the keys that the taxonomy declares, such as its kind.
    pub fields: Vec<FieldValue>,
    /// Of an instrument: its pillars.
    pub pillars: Vec<TermLink>,
    /// Other names, for a filter.
    pub aliases: Vec<String>,
}

impl Views<'_> {
    pub(in crate::render) fn taxonomy(&self, taxonomy: &Taxonomy) -> TaxonomyView {
        let settings = &taxonomy.settings;
        TaxonomyView {
            key: settings.key.clone(),
            title: settings.title.clone(),
            singular: settings.singular.clone(),
            description: settings.description.clone(),
            role: settings.role.map(Role::as_str),
            count: taxonomy.terms.len(),
            groups: self.groups(taxonomy),
        }
    }

    fn groups(&self, taxonomy: &Taxonomy) -> Vec<TermGroup> {
        let row = |term: &Term| TermRow {
            term: self.term_link(taxonomy, term),
            fields: self.fields(taxonomy, term),
            pillars: self.pillars_of(term),
            aliases: also(term),
        };
        if taxonomy.terms.len() <= UNGROUPED {
            let terms = taxonomy.terms.iter().map(row).collect();
            return vec![TermGroup { initial: None, anchor: "_terms".into(), terms }];
        }
        let mut by_initial: BTreeMap<String, Vec<TermRow>> = BTreeMap::new();
        for term in &taxonomy.terms {
            by_initial.entry(initial(&term.front.name)).or_default().push(row(term));
        }
        by_initial
            .into_iter()
            .map(|(initial, terms)| TermGroup {
                anchor: format!("_{}", if initial == DIGITS { "0" } else { &initial }),
                initial: Some(initial),
                terms,
            })
            .collect()
    }
}

/// All other names of a term.
fn also(term: &Term) -> Vec<String> {
    let mut names = aliases(term);
    names.extend(term.front.names.values().cloned());
    names
}

const DIGITS: &str = "0–9";

/// The letter that a name is filed under: without accents, capital.
fn initial(name: &str) -> String {
    let letter = name.nfd().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic());
    letter.map_or_else(|| DIGITS.to_owned(), |c| c.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filed_under_their_letter_without_accents() {
        for (name, expected) in
            [("écart", "E"), ("AI-wet", "A"), ("'s Rijks", "S"), ("5G", "0–9"), ("", "0–9"), ("(x)", "X")]
        {
            assert_eq!(initial(name), expected, "{name}");
        }
    }
}
