//! Views of what leads from a document to others.

use super::Views;
use super::references::{CITED_BY, MentionView};
use crate::corpus::{PageRef, Relation, RelationKind, RelationPlace};
use serde::Serialize;
use std::collections::BTreeSet;
use tera::Value;

/// Relations of one type.
#[derive(Debug, Clone, Serialize)]
pub struct RelationGroup {
    /// The type's word in the data: `assesses`.
    pub kind: &'static str,
    pub label: String,
    /// All; of many, on the page of a document or stub in the site, the newest.
    pub links: Vec<RelationLink>,
    /// How many others there are.
    pub left: usize,
    /// The others, for a list that is folded.
    pub rest: Vec<RelationLink>,
    /// Instead of the others, of what cites a document: the place of the page that has all, with their sentences.
    pub all: Option<String>,
}

/// The other end of a relation.
#[derive(Debug, Clone, Serialize)]
pub struct RelationLink {
    /// The [`DocumentLink`](super::DocumentLink), made ready for templates: many pages show it alike.
    pub document: Value,
    /// Whether an editor set the relation.
    pub editorial: bool,
    /// The sentence that states it: the first, of what is announced or followed up.
    pub sentence: Option<Value>,
    /// The other sentences, for a list that is folded.
    pub more: Vec<Value>,
    /// The language of the sentences, where that is not the interface's.
    pub language: Option<String>,
}

/// Whether relations are shown with the sentences that state them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sentences {
    Shown,
    Left,
}

/// More relations of a kind than this would keep the text of a document from its reader: then some are shown, and the
/// rest folded.
const MANY: usize = 8;
/// How many of many are shown.
const SHOWN: usize = 5;

/// The order in which relations are shown.
const RELATIONS: [RelationKind; 8] = [
    RelationKind::Assesses,
    RelationKind::AssessedBy,
    RelationKind::FollowsUp,
    RelationKind::FollowedUpBy,
    RelationKind::Announces,
    RelationKind::AnnouncedIn,
    RelationKind::Cites,
    RelationKind::CitedBy,
];

impl Views<'_> {
    pub(super) fn relations(&self, id: &str, sentences: Sentences) -> Vec<RelationGroup> {
        let of_kind = |kind: RelationKind| {
            let all = self.site.corpus.relations_from(id).filter(|r| r.kind == kind);
            self.relation_group(kind, all.collect(), sentences)
        };
        // In a list of documents citing says little: who assesses a document cites it too.
        let listed = |kind: &RelationKind| {
            sentences == Sentences::Shown || !matches!(kind, RelationKind::Cites | RelationKind::CitedBy)
        };
        RELATIONS.into_iter().filter(listed).filter_map(of_kind).collect()
    }

    fn relation_group(
        &self,
        kind: RelationKind,
        mut all: Vec<&Relation>,
        sentences: Sentences,
    ) -> Option<RelationGroup> {
        let is_folded = sentences == Sentences::Shown && self.links.in_site() && all.len() > MANY;
        if is_folded {
            self.newest_first(&mut all, |relation| &relation.to);
        }
        let shown = if is_folded { SHOWN } else { all.len() };
        let in_full = (is_folded && kind == RelationKind::CitedBy && self.cites_all(&all))
            .then(|| format!("#{CITED_BY}"));
        let rest = if in_full.is_some() { &[] } else { &all[shown..] };
        let views =
            |of: &[&Relation]| of.iter().filter_map(|r| self.relation(r, sentences)).collect::<Vec<_>>();
        let links = views(&all[..shown]);
        (!links.is_empty()).then(|| RelationGroup {
            kind: kind.as_str(),
            label: self.strings.text(kind.into()),
            links,
            left: all.len() - shown,
            rest: views(rest),
            all: in_full,
        })
    }

    /// Whether the section of what cites a document has all of these relations, or as many as there is room for.
    fn cites_all(&self, relations: &[&Relation]) -> bool {
        let Some(first) = relations.first() else { return false };
        let cited = PageRef::Document(first.from.clone());
        let citing: BTreeSet<&str> = self.site.corpus.citations.to(&cited).map(|c| &*c.document).collect();
        relations.iter().all(|r| citing.contains(&*r.to))
    }

    fn relation(&self, relation: &Relation, sentences: Sentences) -> Option<RelationLink> {
        let mut places = match (sentences, relation.kind) {
            // What cites a document has a section of its own on the page.
            (Sentences::Left, _) | (_, RelationKind::CitedBy) => [].iter(),
            (Sentences::Shown, _) => relation.places.iter(),
        };
        let first = match relation.kind {
            RelationKind::Cites => None,
            _ => places.next(),
        };
        let teller = relation.places.first().and_then(|p| self.site.document(&p.document));
        Some(RelationLink {
            document: self.document_value(&relation.to)?,
            editorial: relation.editorial,
            sentence: first.map(|place| self.told(place)),
            more: places.map(|place| self.told(place)).collect(),
            language: teller.and_then(|document| self.foreign(document.front.language.as_deref())),
        })
    }

    /// The [`MentionView`] of a sentence, made ready for templates.
    fn told(&self, told: &RelationPlace) -> Value {
        Value::from_serializable(&MentionView {
            href: self.links.place(&told.document, &told.anchor),
            place: self.place(&told.document, &told.anchor),
            before: &told.before,
            words: &told.words,
            after: &told.after,
            note: None,
        })
    }
}
