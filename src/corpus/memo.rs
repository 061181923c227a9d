//! What a run leaves for the next: what it found in each document, and the corpus that it made of that.

use super::analyse::Analysed;
use super::content::{Content, Read};
use super::heard::Heard;
use super::links;
use super::quotes::Texts;
use super::relations::Said;
use super::{Celex, Corpus, Target};
use crate::document::{BlockId, DocumentFront, RawLink};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run can take over from the runs before it, all of them with the same settings.
#[derive(Debug, Default)]
pub struct Memo {
    pub(super) keeping: Keeping,
    /// The last run.
    pub(super) before: Option<Before>,
    /// The last run before it of which there is a corpus, where there is none of the last.
    pub(super) good: Option<Before>,
}

/// Whether a run leaves anything for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keeping {
    #[default]
    All,
    Nothing,
}

impl Memo {
    /// Keeps a run for the next.
    pub(super) fn keep(&mut self, run: Before) {
        let last = self.before.replace(run);
        let is_good = |run: &Before| run.corpus.is_some();
        if self.before.as_ref().is_some_and(is_good) {
            self.good = None;
        } else if last.as_ref().is_some_and(is_good) {
            self.good = last;
        }
    }

    /// For a single run: keeps nothing.
    pub fn of_one_run() -> Self {
        Memo { keeping: Keeping::Nothing, ..Memo::default() }
    }

    /// What was found in the documents, by their ids.
    pub(super) fn by_id(&self) -> BTreeMap<&str, &Kept> {
        let kept = self.before.iter().flat_map(|before| &before.documents);
        kept.map(|kept| (kept.read.slug.as_str(), kept)).collect()
    }
}

/// A run before this one.
#[derive(Debug)]
pub(super) struct Before {
    /// What it was made of, but its documents.
    pub(super) rest: Content,
    /// In the order of the content.
    pub(super) documents: Vec<Kept>,
    pub(super) heard: Heard,
    /// What it came to, where there was nothing to tell of it.
    pub(super) corpus: Option<Corpus>,
    /// The words of documents that are quoted.
    pub(super) quoted: Texts,
}

impl Before {
    /// Which documents, by their places, are other versions of themselves: with the same front matter, other words.
    /// None where more than that changed.
    pub(super) fn other_versions(&self, content: &Content) -> Option<Vec<usize>> {
        let Content { documents, terms, pages, files, pictures } = content;
        let same_terms = || {
            let before = self.rest.terms.iter();
            before.len() == terms.len() && before.zip(terms).all(|(a, b)| a.0 == b.0 && all_same(a.1, b.1))
        };
        let same_pages = || all_same(&self.rest.pages, pages);
        let same_files = || self.rest.files == *files && self.rest.pictures == *pictures;
        (self.documents.len() == documents.len() && same_terms() && same_pages() && same_files())
            .then_some(())?;
        let pairs = self.documents.iter().map(|kept| &kept.read).zip(documents).enumerate();
        let other = pairs.filter(|(_, (before, now))| !Arc::ptr_eq(before, now));
        other.map(|(at, (before, now))| front_is_same(before, now).then_some(at)).collect()
    }
}

impl Before {
    /// Whether a link names one of these places, in whatever page.
    pub(super) fn names(&self, places: &[BlockId]) -> bool {
        let any = |links: &[RawLink]| {
            let mut named = links.iter().filter_map(|link| link.split_once('#'));
            named.any(|(_, place)| places.contains(&BlockId::new(place)))
        };
        !places.is_empty()
            && (self.documents.iter().any(|kept| any(&kept.links))
                || self.rest.terms.values().flatten().any(|term| any(&links::internal(&**term)))
                || self.rest.pages.iter().any(|page| any(&links::internal(&**page))))
    }
}

fn all_same<T>(before: &[Arc<T>], now: &[Arc<T>]) -> bool {
    before.len() == now.len() && before.iter().zip(now).all(|(a, b)| Arc::ptr_eq(a, b))
}

/// Whether two versions of a document are alike in all but what their blocks say.
fn front_is_same(before: &Read<DocumentFront>, now: &Read<DocumentFront>) -> bool {
    let all = |read: &Read<DocumentFront>| (read.slug.clone(), read.section.clone(), read.file.clone());
    all(before) == all(now)
        && before.front == now.front
        && before.provenance.former == now.provenance.former
        && before.provenance.seed == now.provenance.seed
}

/// What is kept of a document.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) read: Arc<Read<DocumentFront>>,
    /// Its links to pages and files of the dossier, in their order.
    pub(super) links: Arc<[RawLink]>,
    /// What it says of others, by the names that the run had.
    pub(super) said: Arc<[Said]>,
    /// None where a link leads nowhere, which is told anew in each run, with what it may have meant.
    pub(super) analysed: Option<KeptAnalysis>,
}

/// What was found in a document, and what of the dossier concerns it alone.
#[derive(Debug, Clone)]
pub(super) struct KeptAnalysis {
    pub(super) own: Arc<Own>,
    pub(super) analysed: Arc<Analysed>,
}

impl KeptAnalysis {
    /// Whether all links of the document do.
    pub(super) fn leads_somewhere(&self) -> bool {
        self.own.targets.iter().all(Option::is_some)
    }
}

/// What the dossier tells one document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Own {
    pub(super) celex: Option<Celex>,
    pub(super) is_about_the_plan: bool,
    /// Where its links lead; none where one leads nowhere.
    pub(super) targets: Vec<Option<Target>>,
}
