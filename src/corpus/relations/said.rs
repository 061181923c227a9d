//! What the texts themselves say of other documents: that one is to come, or that they carry on where one left off.
//!
//! Verb and name stand in one sentence, and the dates fit. Only Commission documents announce: a fiche and a press
//! article tell what the Commission announces. Nothing is said of a document that no name or number tells apart.

use super::super::content::{Content, Read};
use super::super::gazetteer::Name;
use super::super::names::Names;
use super::super::sentence::{has_digit, spans};
use super::super::terms::{is_address, names_of};
use super::super::{RelationKind, RelationPlace};
use super::phrases::{self, Own, Place, Saying};
use crate::citation::{Context, DocumentNumber, Id, recognise};
use crate::config::Settings;
use crate::document::walk::{Leaf, LeafKind};
use crate::document::{DocumentFront, Kind, PartialDate, RawLink};
use crate::taxonomy::{Case, Compounds};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A relation that a text states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Said {
    pub(in crate::corpus) from: String,
    pub(in crate::corpus) to: String,
    pub(in crate::corpus) kind: RelationKind,
    pub(in crate::corpus) place: Arc<RelationPlace>,
}

/// The documents that others may name: the names that they are known by, and what is known of when they appeared.
#[derive(Debug, PartialEq, Eq, Default)]
pub(in crate::corpus) struct Others {
    /// What texts are searched for.
    pub(in crate::corpus) names: Vec<Name>,
    /// Ids of the documents, what the names' indices stand for.
    ids: Vec<String>,
    dates: BTreeMap<String, PartialDate>,
    /// The names in words, by id.
    words: BTreeMap<String, Vec<String>>,
}

/// Titles of fewer words may be everyday words.
const WORDS_OF_A_TITLE: usize = 3;

impl Others {
    /// Those of a dossier.
    pub(in crate::corpus) fn of(content: &Content, settings: &Settings) -> Self {
        let mut told = Others::default();
        for taxonomy in &settings.taxonomies {
            for term in content.terms.get(&taxonomy.key).into_iter().flatten() {
                let Some(document) = &term.front.document else { continue };
                let of_term = names_of(&term.front, taxonomy.matching, told.ids.len());
                let own = told.words.entry(document.value.clone()).or_default();
                own.extend(of_term.iter().map(|n| n.text.clone()));
                told.names.extend(of_term);
                told.ids.push(document.value.clone());
            }
        }
        for document in content.documents.iter().filter(|d| may_carry_on(d.front.kind)) {
            let title = &document.front.title;
            told.words.entry(document.slug.clone()).or_default().push(title.clone());
            if title.split_whitespace().count() >= WORDS_OF_A_TITLE {
                let (case, compounds) = (Case::Any, Compounds::Closed);
                told.names.push(Name { term: told.ids.len(), text: title.clone(), case, compounds });
                told.ids.push(document.slug.clone());
            }
        }
        told.dates = content.documents.iter().filter_map(|d| Some((d.slug.clone(), d.front.date?))).collect();
        told
    }
}

/// Documents that speak for their author. "Deze mededeling" in a fiche is the one that it assesses.
fn may_carry_on(kind: Kind) -> bool {
    matches!(kind, Kind::Communication | Kind::Document)
}

/// Whether a name is neither part of a compound nor of an address.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let word_start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    !before.ends_with('-') && !after.starts_with('-') && !is_address(text[word_start..].trim_start())
}

/// A document whose sentences are read.
pub(in crate::corpus) struct Teller<'a> {
    names: &'a Names,
    document: &'a Read<DocumentFront>,
    own: OnceCell<Own>,
}

impl<'a> Teller<'a> {
    /// Of a document; none where it is of a kind that says nothing of others for itself.
    pub(in crate::corpus) fn of(document: &'a Read<DocumentFront>, names: &'a Names) -> Option<Self> {
        may_carry_on(document.front.kind).then(|| Teller { names, document, own: OnceCell::new() })
    }

    /// Adds what a leaf with this text says; `places` are those where documents may be named in it.
    pub(in crate::corpus) fn read(
        &self,
        leaf: &Leaf<'_, RawLink>,
        text: &str,
        places: &[usize],
        out: &mut Vec<Said>,
    ) {
        // Most texts name no document: it is dearer to part them into sentences than to look for names and numbers. Every
        // number of a document has digits.
        if places.is_empty() && !has_digit(text) {
            return;
        }
        let place = if leaf.kind == LeafKind::Item { Place::Item } else { Place::Running };
        let may_name = |at: &Range<usize>| {
            let next = places.get(places.partition_point(|from| *from < at.start));
            next.is_some_and(|from| *from < at.end) || has_digit(&text[at.clone()])
        };
        let sentences = spans(text).into_iter().filter(may_name).map(|at| &text[at]);
        for sentence in sentences.filter(|sentence| phrases::worth_reading(sentence)) {
            for (span, to) in self.named(sentence) {
                if to == self.document.slug {
                    continue;
                }
                let saying = Saying::of(sentence, &span, place);
                if let Some(kind) = self.kind(&saying, &to) {
                    let place = Arc::new(self.place(leaf, sentence, &span));
                    out.push(Said { from: self.document.slug.clone(), to, kind, place });
                }
            }
        }
    }

    /// The documents that a sentence names, by name or number; a name that two documents share names neither.
    fn named(&self, sentence: &str) -> Vec<(Range<usize>, String)> {
        let mut found: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
        for hit in self.names.documents_in(sentence) {
            let key = (hit.span.start, hit.span.end);
            found.entry(key).or_default().insert(self.names.others.ids[hit.term].clone());
        }
        for reference in recognise(sentence, &[], &Context::default()) {
            let number = match &reference.id {
                Some(Id::Document(number)) => Some(*number),
                Some(Id::Celex(celex)) => celex.document(),
                _ => None,
            };
            if let Some(number) = number {
                let key = (reference.span.start, reference.span.end);
                found.entry(key).or_default().insert(number.id());
            }
        }
        let single = |((start, end), mut ids): ((usize, usize), BTreeSet<String>)| {
            let id = ids.pop_first().filter(|_| ids.is_empty())?;
            stands_alone(sentence, &(start..end)).then_some((start..end, id))
        };
        found.into_iter().filter_map(single).collect()
    }

    fn kind(&self, saying: &Saying<'_>, to: &str) -> Option<RelationKind> {
        let front = &self.document.front;
        let announces = front.kind == Kind::Communication && phrases::is_to_come(saying, front.date);
        if announces && self.may_precede(to) {
            return Some(RelationKind::Announces);
        }
        let own = || self.own.get_or_init(|| self.own_names());
        (phrases::is_followed_up(saying, own) && self.may_follow(to)).then_some(RelationKind::FollowsUp)
    }

    fn own_names(&self) -> Own {
        let names = self.names.others.words.get(&self.document.slug);
        Own::new(&names.into_iter().flatten().map(String::as_str).collect::<Vec<_>>())
    }

    fn may_precede(&self, other: &str) -> bool {
        self.order(other).is_none_or(std::cmp::Ordering::is_le)
    }

    fn may_follow(&self, other: &str) -> bool {
        self.order(other).is_none_or(std::cmp::Ordering::is_ge)
    }

    /// How the document stands in time to another, as far as their dates or else their numbers tell: numbers of a
    /// series are given in the order of the year.
    fn order(&self, other: &str) -> Option<std::cmp::Ordering> {
        let front = &self.document.front;
        let dates = front.date.zip(self.names.others.dates.get(other).copied());
        if let Some((here, there)) = dates {
            let parts = |d: PartialDate| (d.year(), d.month(), d.day());
            let known = |d: PartialDate, e: PartialDate| match (parts(d), parts(e)) {
                ((y, Some(m), Some(d)), (z, Some(n), Some(e))) => (y, m, d).cmp(&(z, n, e)),
                ((y, Some(m), _), (z, Some(n), _)) => (y, m).cmp(&(z, n)),
                ((y, ..), (z, ..)) => y.cmp(&z),
            };
            return Some(known(here, there));
        }
        let there = DocumentNumber::from_id(other)?;
        match front.number {
            Some(here) if here.series == there.series => {
                Some((here.year, here.number).cmp(&(there.year, there.number)))
            }
            _ => Some(i32::from(front.date?.year()).cmp(&i32::from(there.year))),
        }
    }

    fn place(&self, leaf: &Leaf<'_, RawLink>, sentence: &str, span: &Range<usize>) -> RelationPlace {
        RelationPlace {
            document: self.document.slug.clone(),
            anchor: leaf.id.clone(),
            before: sentence[..span.start].into(),
            words: sentence[span.clone()].to_owned(),
            after: sentence[span.end..].into(),
        }
    }
}
