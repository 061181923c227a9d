//! What earlier runs made of single files, kept with exactly what they made it from.
//!
//! The key of what is kept is the inputs themselves, not their hashes: they are shared, so that to compare them is to
//! compare pointers as long as a file is the one that was read before, and to compare bytes where it was read anew.

use super::addresses::Base;
use super::tree::Laid;
use crate::corpus::{self, Read};
use crate::diagnostic::{FilePath, Findings, Sources};
use crate::document::{self, DocumentFront, HandwrittenFront, WordlessMap};
use crate::ingest::{Converted, SeedFacts};
use crate::render::Theme;
use crate::site::Site;
use crate::taxonomy::TermFront;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run can take over from the runs before it. Whoever runs again and again on a dossier that changes little
/// hands the same memo to each [`super::build_with`]; the outcome is that of a clean build.
#[derive(Debug, Default)]
pub struct Memo {
    keeping: Keeping,
    /// The settings that all of it was made with, as written.
    site: Option<Arc<[u8]>>,
    /// By the seeds' names.
    pub(super) seeds: BTreeMap<String, KeptSeed>,
    /// By the paths of the content files.
    pub(super) documents: BTreeMap<FilePath, KeptDocument>,
    pub(super) others: BTreeMap<FilePath, KeptOther>,
    pub(super) theme: Option<KeptTheme>,
    /// The last site, where nothing was wrong with its plan.
    pub(super) planned: Option<Arc<Site>>,
    /// Where its files stood.
    pub(super) laid: Option<Laid>,
    pub(super) corpus: corpus::Memo,
}

/// Whether a run leaves anything for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keeping {
    #[default]
    All,
    /// For a single run: what is needed no more goes at once.
    Nothing,
}

impl Memo {
    /// For a single run: keeps nothing.
    pub(super) fn of_one_run() -> Self {
        Memo { keeping: Keeping::Nothing, corpus: corpus::Memo::of_one_run(), ..Memo::default() }
    }

    /// Forgets everything where the settings are not the ones that it was made with.
    pub(super) fn made_with(&mut self, site: Option<&Arc<[u8]>>) {
        if self.site.as_ref() != site {
            *self = match self.keeping {
                Keeping::All => Memo::default(),
                Keeping::Nothing => Memo::of_one_run(),
            };
            self.site = site.cloned();
        }
    }

    pub(super) fn keeps(&self) -> bool {
        self.keeping == Keeping::All
    }
}

/// A theme with the dossier's own templates, as it was loaded.
#[derive(Debug, Clone)]
pub(super) struct KeptTheme {
    pub(super) files: Vec<(FilePath, Arc<[u8]>)>,
    /// None where something is wrong with it.
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) findings: Findings,
    /// What findings show excerpts from.
    pub(super) sources: Sources,
}

/// A conversion.
#[derive(Debug)]
pub(super) struct KeptSeed {
    pub(super) bytes: Arc<[u8]>,
    pub(super) facts: SeedFacts,
    pub(super) made: MadeSeed,
}

/// What a conversion gave.
#[derive(Debug, Clone)]
pub(super) struct MadeSeed {
    /// None where there is no text.
    pub(super) converted: Option<ConvertedText>,
    pub(super) findings: Findings,
}

/// A conversion with its ids, and as Markdown.
#[derive(Debug, Clone)]
pub(super) struct ConvertedText {
    pub(super) converted: Arc<Converted>,
    pub(super) printed: Arc<str>,
}

/// A document that was read and settled.
#[derive(Debug)]
pub(super) struct KeptDocument {
    pub(super) from: MadeFrom,
    pub(super) settled: Settled,
}

/// A page that is no document, with which nothing was wrong.
#[derive(Debug)]
pub(super) struct KeptOther {
    pub(super) from: Arc<[u8]>,
    pub(super) page: OtherPage,
}

#[derive(Debug, Clone)]
pub(super) enum OtherPage {
    Term(Arc<Read<TermFront>>),
    Handwritten(Arc<Read<HandwrittenFront>>),
}

/// What a settled document is made from, besides the settings.
#[derive(Debug, Clone)]
pub(super) struct MadeFrom {
    pub(super) file: Arc<[u8]>,
    pub(super) map: Option<Arc<[u8]>>,
    pub(super) base: Option<Arc<[u8]>>,
    /// The base before this run, where there is a seed.
    pub(super) old_base: Option<Arc<str>>,
    pub(super) seed: Option<Arc<Converted>>,
    /// Whether a new map is asked for.
    pub(super) map_is_wanted: bool,
}

impl MadeFrom {
    /// Whether a document is what its map tells, and is measured against nothing else; it then has its ids.
    pub(super) fn stands_as_told(&self, document: &mut Read<DocumentFront>) -> bool {
        let is_alone = self.seed.is_none() && self.base.is_none() && self.old_base.is_none();
        is_alone
            && document.front.retired.is_empty()
            && self.map.as_ref().is_some_and(|map| document::assign_as_told(&mut document.body, map))
    }
}

impl KeptDocument {
    /// What its base says, for another version of the document with this front matter; nothing is read of it yet where
    /// the base is another.
    pub(super) fn base_for(&self, from: &MadeFrom, front: &DocumentFront) -> Arc<Base> {
        let same_seed = match (&self.from.seed, &from.seed) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        let is_same = same_seed
            && self.from.base == from.base
            && self.from.old_base == from.old_base
            && self.settled.read.front.kind == front.kind;
        self.settled.base.clone().filter(|_| is_same).unwrap_or_default()
    }
}

impl PartialEq for MadeFrom {
    /// Of conversions it is enough that they are the same one.
    fn eq(&self, other: &Self) -> bool {
        let same_seed = match (&self.seed, &other.seed) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same_seed
            && self.map_is_wanted == other.map_is_wanted
            && self.file == other.file
            && self.map == other.map
            && self.base == other.base
            && self.old_base == other.old_base
    }
}

/// A document's map as it is now.
#[derive(Debug, Clone)]
pub(super) enum MapNow {
    /// As it stands in its file, or is to stand there.
    Text(Arc<[u8]>),
    /// Of a document that has none: its text is made when it is written.
    Late(WordlessMap),
}

/// A document with its ids, and where its words come from.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    pub(super) read: Arc<Read<DocumentFront>>,
    /// Its map as it is now, where it was asked for.
    pub(super) map: Option<MapNow>,
    pub(super) findings: Findings,
    /// Old addresses of the page, and whether another page is there now.
    pub(super) addresses: Vec<(String, bool)>,
    /// What its base says, of documents that were changed while runs followed each other.
    pub(super) base: Option<Arc<Base>>,
}

impl Settled {
    /// A document that is what its map tells; `findings` are those of its text.
    pub(super) fn as_told(document: Read<DocumentFront>, from: &MadeFrom, findings: Findings) -> Self {
        let map = from.map.as_ref().filter(|_| from.map_is_wanted);
        Settled {
            read: Arc::new(document),
            map: map.map(|map| MapNow::Text(map.clone())),
            findings,
            addresses: Vec::new(),
            base: None,
        }
    }
}
