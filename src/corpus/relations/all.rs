//! The relations of all documents, by the document that they lead from.

use super::{Relation, RelationKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Both directions of each relation, sorted by ends and types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// By the id that they lead from.
    from: BTreeMap<String, Arc<[Relation]>>,
}

impl Relations {
    /// All, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Relation> + Clone {
        self.from.values().flat_map(|of_one| of_one.iter())
    }

    /// Those that lead from a document or stub.
    pub fn from(&self, id: &str) -> &[Relation] {
        self.from.get(id).map_or(&[], |of_one| of_one)
    }

    /// Whether the same relations lead between the same ends, whatever states them.
    pub(in crate::corpus) fn have_ends_of(&self, other: &Relations) -> bool {
        let ends = |r: &Relation| (r.to.clone(), r.kind);
        let same = |a: &Arc<[Relation]>, b: &Arc<[Relation]>| {
            Arc::ptr_eq(a, b) || a.iter().map(ends).eq(b.iter().map(ends))
        };
        self.from.len() == other.from.len()
            && self.from.iter().zip(&other.from).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
    }

    /// The same, where one document states other relations than before: `stated`, in both directions.
    pub(in crate::corpus) fn with(&self, document: &str, stated: Vec<Relation>) -> Self {
        let mut fresh: BTreeMap<String, Vec<Relation>> = BTreeMap::new();
        let before = self.from(document).iter().filter(|relation| is_stated_by(relation, document));
        let others = before.map(|relation| relation.to.clone());
        for end in others.chain([document.to_owned()]) {
            fresh.entry(end).or_default();
        }
        for relation in stated {
            fresh.entry(relation.from.clone()).or_default().push(relation);
        }
        let mut from = self.from.clone();
        for (end, mut all) in fresh {
            all.extend(self.from(&end).iter().filter(|r| !is_stated_by(r, document)).cloned());
            all.sort_by(|a, b| (&a.to, a.kind).cmp(&(&b.to, b.kind)));
            match all.is_empty() {
                true => from.remove(&end),
                false => from.insert(end, all.into()),
            };
        }
        Relations { from }
    }
}

/// Whether a relation, or that of which it is the reverse, is one that the document states.
fn is_stated_by(relation: &Relation, document: &str) -> bool {
    match relation.kind {
        RelationKind::Assesses | RelationKind::Cites | RelationKind::Announces | RelationKind::FollowsUp => {
            relation.from == document
        }
        RelationKind::AssessedBy
        | RelationKind::CitedBy
        | RelationKind::AnnouncedIn
        | RelationKind::FollowedUpBy => relation.to == document,
    }
}

impl From<Vec<Relation>> for Relations {
    /// Of sorted ones.
    fn from(mut all: Vec<Relation>) -> Self {
        let mut from = BTreeMap::new();
        while let Some(last) = all.last() {
            let id = last.from.clone();
            let start = all.iter().rposition(|relation| relation.from != id).map_or(0, |at| at + 1);
            from.insert(id, all.drain(start..).collect());
        }
        Relations { from }
    }
}
