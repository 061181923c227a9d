//! The view of a taxonomy's index.

use super::parts::runs;
use super::term::{FieldValue, aliases};
use super::{PartLink, TermLink, Views};
use crate::config::Role;
use crate::corpus::{PageRef, Taxonomy, Term};
use crate::site::{on_part, parts};
use serde::Serialize;
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
    /// How many terms it has, on all parts together.
    pub count: usize,
    /// One group without initial, or one for each initial: on the first of several parts all of them, on the others
    /// those that stand there.
    pub groups: Vec<TermGroup>,
    pub part: usize,
    /// All parts, where there are several.
    pub parts: Vec<PartLink>,
}

/// Terms that begin with the same letter.
#[derive(Debug, Clone, Serialize)]
pub struct TermGroup {
    /// A capital letter, or `0–9` for all that begins with none.
    pub initial: Option<String>,
    /// The group's id on the page.
    pub anchor: String,
    /// How many terms it has, on all parts together.
    pub count: usize,
    /// Where they begin, on the first of several parts.
    pub href: Option<String>,
    /// Those on this part.
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
    pub(in crate::render) fn taxonomy(&self, taxonomy: &Taxonomy, part: usize) -> TaxonomyView {
        let settings = &taxonomy.settings;
        let index = PageRef::Section(settings.key.clone());
        TaxonomyView {
            key: settings.key.clone(),
            title: settings.title.clone(),
            singular: settings.singular.clone(),
            description: settings.description.clone(),
            role: settings.role.map(Role::as_str),
            count: taxonomy.terms.len(),
            groups: self.groups(taxonomy, &index, part),
            part,
            parts: self.list_parts(&index, taxonomy.terms.len(), part),
        }
    }

    fn groups(&self, taxonomy: &Taxonomy, index: &PageRef, part: usize) -> Vec<TermGroup> {
        let row = |term: &Term| TermRow {
            term: self.term_link(taxonomy, term),
            fields: self.fields(taxonomy, term),
            pillars: self.pillars_of(term),
            aliases: also(term),
        };
        let all = taxonomy.terms.len();
        if all <= UNGROUPED {
            let terms = taxonomy.terms.iter().map(row).collect();
            let anchor = "_terms".to_owned();
            return vec![TermGroup { initial: None, anchor, count: all, href: None, terms }];
        }
        let mut filed: Vec<(String, &Term)> =
            taxonomy.terms.iter().map(|term| (initial(&term.front.name), term)).collect();
        filed.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (shown, is_overview) = (on_part(&filed, part), part == 1 && parts(all) > 1);
        let one = |(at, group): (usize, &[(String, &Term)])| {
            let initial = &group[0].0;
            let anchor = format!("_{}", if initial == DIGITS { "0" } else { initial });
            let here = shown.iter().filter(|(filed, _)| filed == initial);
            let terms: Vec<TermRow> = here.map(|(_, term)| row(term)).collect();
            (is_overview || !terms.is_empty()).then(|| TermGroup {
                href: is_overview.then(|| self.list_entry(index, at, all, Some(&anchor))),
                initial: Some(initial.clone()),
                anchor,
                count: group.len(),
                terms,
            })
        };
        runs(&filed, |(a, _), (b, _)| a == b).filter_map(one).collect()
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
pub(super) fn initial(name: &str) -> String {
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
