//! View of the map: documents and terms, what connects them, drawn and as tables.
//!
//! With pillars there is one drawing of documents, pillars and instruments; every other taxonomy has one of documents and
//! its terms. A drawing shows the documents and terms with the most connections, so that it stays a drawing in a large
//! dossier too; the tables have the rest, up to the length of a list.

use super::{DocumentLink, RelationGroup, TermLink, Views};
use crate::config::Role;
use crate::corpus::{RelationKind, Taxonomy, Term, Voice};
use crate::render::map::{self, Column, Drawing, Line, Node};
use crate::render::texts::Text;
use crate::render::view::relations::Sentences;
use crate::site::LIST_LENGTH;
use serde::Serialize;
use std::collections::BTreeMap;

/// The most documents in a drawing.
const DOCUMENTS: usize = 24;
/// The most terms of a taxonomy in a drawing.
const TERMS: usize = 36;
/// The most documents beside a term in its table.
const BESIDE: usize = 8;

/// The page with the map.
#[derive(Debug, Clone, Serialize)]
pub struct MapView {
    pub drawings: Vec<MapDrawing>,
    pub documents: Vec<MapDocument>,
    /// How many documents the table has no room for.
    pub documents_left_out: usize,
    pub taxonomies: Vec<MapTaxonomy>,
}

/// A drawing.
#[derive(Debug, Clone, Serialize)]
pub struct MapDrawing {
    pub id: String,
    /// Names of its columns.
    pub title: String,
    /// The SVG element.
    pub svg: String,
    /// How many documents and terms it has no room for.
    pub left_out: usize,
}

/// A document with what connects it to others.
#[derive(Debug, Clone, Serialize)]
pub struct MapDocument {
    pub document: DocumentLink,
    pub relations: Vec<RelationGroup>,
}

/// The terms of a taxonomy.
#[derive(Debug, Clone, Serialize)]
pub struct MapTaxonomy {
    pub key: String,
    pub title: String,
    pub singular: String,
    /// Title of the pillars, where its terms name theirs.
    pub pillars_title: Option<String>,
    pub terms: Vec<MapTerm>,
    /// How many terms the table has no room for.
    pub left_out: usize,
}

/// A term with what it is connected to.
#[derive(Debug, Clone, Serialize)]
pub struct MapTerm {
    pub term: TermLink,
    pub pillars: Vec<TermLink>,
    /// Documents that have passages of it, those with most first.
    pub documents: Vec<MapCount>,
    /// How many more documents have some.
    pub more: usize,
}

/// A document with the number of a term's passages in it.
#[derive(Debug, Clone, Serialize)]
pub struct MapCount {
    pub document: DocumentLink,
    /// Its short name: a number, or a kind and a number, or its title.
    pub label: String,
    pub count: usize,
}

impl Views<'_> {
    pub(in crate::render) fn map(&self) -> MapView {
        let mut documents = self.map_documents();
        let drawings = self.drawings(&documents);
        let documents_left_out = documents.len().saturating_sub(LIST_LENGTH);
        documents.truncate(LIST_LENGTH);
        let taxonomies = self.site.corpus.taxonomies.iter().filter(|t| !t.terms.is_empty());
        MapView {
            drawings,
            documents: documents
                .into_iter()
                .map(|document| MapDocument {
                    relations: self.relations(&document.id, Sentences::Left),
                    document,
                })
                .collect(),
            documents_left_out,
            taxonomies: taxonomies.map(|taxonomy| self.map_taxonomy(taxonomy)).collect(),
        }
    }

    /// All documents, the oldest first, and those known by reference only.
    fn map_documents(&self) -> Vec<DocumentLink> {
        let corpus = &self.site.corpus;
        let mut links: Vec<DocumentLink> =
            corpus.documents.values().map(|d| self.link_to_document(d)).collect();
        links.sort_by(|a, b| (a.date.is_none(), &a.date, &a.id).cmp(&(b.date.is_none(), &b.date, &b.id)));
        links.extend(corpus.stubs.values().map(|s| self.link_to_stub(s)));
        links
    }

    /// What a document is called where there is little room.
    fn short_name(&self, document: &DocumentLink) -> String {
        let of = self.site.corpus.documents.get(&document.id);
        let assessed = of.and_then(|d| d.front.assesses.first());
        match (&document.number, assessed) {
            (Some(number), _) => number.clone(),
            (None, Some(number)) => format!("{}: {number}", document.kind_label),
            (None, None) => document.title.clone(),
        }
    }

    fn map_taxonomy(&self, taxonomy: &Taxonomy) -> MapTaxonomy {
        let settings = &taxonomy.settings;
        let pillars = self.with_role(Role::Pillar).filter(|_| settings.role == Some(Role::Instrument));
        MapTaxonomy {
            key: settings.key.clone(),
            title: settings.title.clone(),
            singular: settings.singular.clone(),
            pillars_title: pillars.map(|p| p.settings.title.clone()),
            terms: taxonomy.terms.iter().take(LIST_LENGTH).map(|t| self.map_term(taxonomy, t)).collect(),
            left_out: taxonomy.terms.len().saturating_sub(LIST_LENGTH),
        }
    }

    fn map_term(&self, taxonomy: &Taxonomy, term: &Term) -> MapTerm {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for passage in term.passages.iter() {
            *counts.entry(&passage.document).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        let more = counts.len().saturating_sub(BESIDE);
        let shown = counts.into_iter().take(BESIDE).filter_map(|(id, count)| {
            let document = self.document_link(id)?;
            Some(MapCount { label: self.short_name(&document), document, count })
        });
        MapTerm {
            term: self.term_link(taxonomy, term),
            pillars: if taxonomy.settings.role == Some(Role::Instrument) {
                self.pillars_of(term)
            } else {
                Vec::new()
            },
            documents: shown.collect(),
            more,
        }
    }

    /// One drawing with the pillars and their instruments, and one for every other taxonomy.
    fn drawings(&self, documents: &[DocumentLink]) -> Vec<MapDrawing> {
        let pillars = self.with_role(Role::Pillar);
        let instruments = self.with_role(Role::Instrument).filter(|_| pillars.is_some());
        let in_one = |t: &&Taxonomy| {
            [pillars, instruments].iter().flatten().any(|known| known.settings.key == t.settings.key)
        };
        let first: Vec<&Taxonomy> = [pillars, instruments].into_iter().flatten().collect();
        let rest = self.site.corpus.taxonomies.iter().filter(|t| !in_one(t)).map(|t| vec![t]);
        let groups = std::iter::once(first).chain(rest).filter(|group| !group.is_empty());
        groups.filter_map(|group| self.drawing(documents, &group)).collect()
    }

    fn drawing(&self, documents: &[DocumentLink], taxonomies: &[&Taxonomy]) -> Option<MapDrawing> {
        let shown = self.most_connected(documents, taxonomies[0]);
        let terms: Vec<Vec<&Term>> = self.columns_of_terms(taxonomies);
        let mut left_out = documents.len() - shown.len();
        let mut columns = vec![Column {
            title: self.strings.text(Text::SECTION_DOCUMENTS),
            nodes: shown.iter().map(|d| self.document_node(d)).collect(),
        }];
        for (taxonomy, terms) in taxonomies.iter().zip(&terms) {
            left_out += taxonomy.terms.len() - terms.len();
            let nodes = terms.iter().map(|term| self.term_node(taxonomy, term)).collect();
            columns.push(Column { title: taxonomy.settings.title.clone(), nodes });
        }
        let titles: Vec<&str> = columns.iter().map(|c| c.title.as_str()).collect();
        let title = titles.join(", ");
        let id = format!("map-{}", taxonomies[0].settings.key);
        let lines = self.lines(&shown, &terms);
        let about = self.strings.text(Text::MAP_DRAWING_ABOUT);
        let svg = map::svg(&Drawing { id: id.clone(), title: title.clone(), about, columns, lines })?;
        Some(MapDrawing { id, title, svg, left_out })
    }

    /// The documents with most passages and relations, in the order in which they stand.
    fn most_connected<'d>(
        &self,
        documents: &'d [DocumentLink],
        taxonomy: &Taxonomy,
    ) -> Vec<&'d DocumentLink> {
        let weight = |document: &DocumentLink| {
            let passages: usize = taxonomy.terms.iter().map(|t| t.passages.count_in(&document.id)).sum();
            passages + self.site.corpus.relations_from(&document.id).count()
        };
        most(documents.iter().collect(), DOCUMENTS, |document| weight(document))
    }

    /// The terms of each taxonomy with most passages. Instruments stand in the order of their first pillar, so that
    /// few lines cross.
    fn columns_of_terms<'t>(&self, taxonomies: &[&'t Taxonomy]) -> Vec<Vec<&'t Term>> {
        let mut columns: Vec<Vec<&Term>> = taxonomies
            .iter()
            .map(|taxonomy| most(taxonomy.terms.iter().collect(), TERMS, |term| term.passages.len()))
            .collect();
        if let [pillars, instruments] = &mut columns[..] {
            let place = |term: &Term| pillars.iter().position(|p| is_of(term, p)).unwrap_or(pillars.len());
            instruments.sort_by_cached_key(|term| place(term));
        }
        columns
    }

    fn document_node(&self, document: &DocumentLink) -> Node {
        let of = self.site.corpus.documents.get(&document.id);
        let label = self.short_name(document);
        Node {
            name: if label == document.title {
                label.clone()
            } else {
                format!("{label}: {}", document.title)
            },
            label,
            href: document.href.clone(),
            voice: Some(of.map_or(Voice::Commission, |d| Voice::of_whole(d.front.kind)).as_str()),
            language: document.language.clone(),
        }
    }

    fn term_node(&self, taxonomy: &Taxonomy, term: &Term) -> Node {
        let link = self.term_link(taxonomy, term);
        let label = match link.ordinal {
            Some(ordinal) => format!("{ordinal} {}", link.name),
            None => link.name.clone(),
        };
        Node { name: label.clone(), label, href: link.href, voice: None, language: link.language }
    }

    /// Between documents and the terms of the first taxonomy, between those and the instruments, and between documents
    /// that assess, announce or follow up one another.
    fn lines(&self, documents: &[&DocumentLink], terms: &[Vec<&Term>]) -> Vec<Line> {
        let mut lines = Vec::new();
        for (row, document) in documents.iter().enumerate() {
            let at = |id: &str| documents.iter().position(|d| d.id == id);
            let drawn = [RelationKind::Assesses, RelationKind::Announces, RelationKind::FollowsUp];
            let relations = self.site.corpus.relations_from(&document.id).filter(|r| drawn.contains(&r.kind));
            let others = relations.filter_map(|r| at(&r.to));
            lines.extend(others.map(|other| Line { from: (0, row), to: (0, other), weight: 1 }));
            for (other, term) in terms[0].iter().enumerate() {
                let weight = term.passages.count_in(&document.id);
                if weight > 0 {
                    lines.push(Line { from: (0, row), to: (1, other), weight });
                }
            }
        }
        if let [pillars, instruments] = terms {
            for (row, pillar) in pillars.iter().enumerate() {
                let own = instruments.iter().enumerate().filter(|(_, instrument)| is_of(instrument, pillar));
                lines.extend(own.map(|(other, _)| Line { from: (1, row), to: (2, other), weight: 1 }));
            }
        }
        lines.dedup();
        lines
    }
}

/// Whether an instrument names this pillar.
fn is_of(instrument: &Term, pillar: &Term) -> bool {
    instrument.front.pillars.iter().any(|at| at.value == pillar.id)
}

/// The `room` entries with the greatest weight, in the order in which all stand; of equal ones the first.
fn most<T>(all: Vec<T>, room: usize, weight: impl Fn(&T) -> usize) -> Vec<T> {
    if all.len() <= room {
        return all;
    }
    let mut places: Vec<(usize, usize)> = all.iter().map(weight).enumerate().collect();
    places.sort_by_key(|(place, weight)| (std::cmp::Reverse(*weight), *place));
    let mut kept: Vec<usize> = places[..room].iter().map(|(place, _)| *place).collect();
    kept.sort_unstable();
    let mut all: Vec<Option<T>> = all.into_iter().map(Some).collect();
    kept.into_iter().filter_map(|place| all[place].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_stay_in_their_order() {
        let check = |all: &[usize], room, expected: &[usize]| {
            let pairs: Vec<(usize, usize)> = all.iter().copied().enumerate().collect();
            let kept: Vec<usize> =
                most(pairs, room, |(_, weight)| *weight).into_iter().map(|(at, _)| at).collect();
            assert_eq!(kept, expected, "{all:?}, {room}");
        };
        check(&[3, 1, 2], 3, &[0, 1, 2]);
        check(&[3, 1, 2, 9], 2, &[0, 3]);
        check(&[1, 1, 1, 1], 2, &[0, 1]);
        check(&[], 2, &[]);
    }
}
