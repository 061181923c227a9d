//! All documents of a dossier together: links and references resolved, passages found for every term,
//! relations in both directions.

mod accessibility;
mod actions;
mod again;
mod age;
mod amounts;
mod analyse;
mod build;
mod citations;
mod comparison;
mod content;
mod coverage;
mod definitions;
mod documents;
mod fold;
mod gazetteer;
mod heard;
mod links;
mod memo;
mod mentions;
mod names;
mod outline;
mod passages;
mod pictures;
mod positions;
mod provenance;
mod quotes;
mod relations;
mod roster;
mod sentence;
mod terms;

pub use accessibility::{REPORT, TestReport, TestedKind, Undecided};
pub use actions::{Action, ActionState, Actions, Done, Proposal, proposals};
pub use amounts::Words as AmountWords;
pub use build::{build, build_with};
pub use citations::{Around, Citation, CitationPlace, CitationStatus, Citations};
pub use comparison::{ComparedPillar, ComparedRow, Comparison, Side, compared, compared_with};
pub use content::{Content, Read};
pub use coverage::{Gap, GapKind};
pub use definitions::{Definition, DefinitionKind, Meaning, ShortForm, definition_anchor};
pub use documents::Documents;
pub use memo::Memo;
pub use outline::{Heading, Outline, Voice};
pub use passages::{PartHint, PassageWords, Passages, passage_leaves};
pub use pictures::PictureSize;
pub use positions::{Position, Stance, Subject, positions};
pub use provenance::{CitedWords, LineFate, Provenance, Seed, SeedLine, SourceWords};
pub use relations::Relations;
pub use roster::Roster;
pub use sentence::sentences;

use crate::citation::DocumentNumber;
use crate::config::TaxonomySettings;
use crate::diagnostic::FilePath;
use crate::document::{BlockId, Body, DocumentFront, HandwrittenFront};
use crate::taxonomy::TermFront;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where a resolved link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A page of this site, and a place in it.
    Page { page: PageRef, fragment: Option<BlockId> },
    /// A file that is copied to the site, by its path there.
    File(String),
    /// An http, https or mailto address.
    External(String),
}

/// A page of this site, whatever its address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageRef {
    Home,
    /// A document or a stub, by id.
    Document(String),
    /// The raw text of a document, by the document's id.
    Source(String),
    /// The index of a section or a taxonomy, by its folder.
    Section(String),
    Term {
        taxonomy: String,
        id: String,
    },
    /// What communications promise.
    Actions,
    /// A hand-written page, by section and slug: `handleiding/bewerken`.
    Page(String),
    /// A fiche beside what it assesses, by the fiche's id.
    Comparison(String),
    /// The list of what is cited.
    References,
    /// The list of short forms and what they stand for.
    Definitions,
    /// What has no fiche, and what has no document.
    Coverage,
    /// Where readers search.
    Search,
    /// Documents and terms, and what connects them.
    Map,
    /// The report of the accessibility tests.
    Accessibility,
}

/// Everything that the site is made from. To copy it takes little: what is large is shared.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// Which pages it has.
    pub roster: Roster,
    /// By id.
    pub documents: Documents,
    /// Documents known only by reference, by id.
    pub stubs: Arc<BTreeMap<String, Stub>>,
    /// In the order of `site.toml`.
    pub taxonomies: Vec<Taxonomy>,
    /// Hand-written pages by section and slug.
    pub pages: BTreeMap<String, Arc<Page>>,
    pub relations: Relations,
    /// What the documents cite.
    pub citations: Citations,
    /// What communications promise, the oldest first, in reading order.
    pub actions: Arc<Actions>,
    /// Short forms that the documents define: by document, in reading order.
    pub definitions: Arc<[Definition]>,
    /// What is missing, by kind.
    pub coverage: Arc<[Gap]>,
    /// Sizes of the pictures beside the pages, by their address in the site.
    pub pictures: BTreeMap<String, PictureSize>,
    /// The report of the accessibility tests, where the dossier keeps one.
    pub accessibility: Option<TestReport>,
}

impl Corpus {
    /// The taxonomy with this key.
    pub fn taxonomy(&self, key: &str) -> Option<&Taxonomy> {
        self.taxonomies.iter().find(|t| t.settings.key == key)
    }

    /// The relations that lead from a document.
    pub fn relations_from(&self, id: &str) -> std::slice::Iter<'_, Relation> {
        self.relations.from(id).iter()
    }

    /// The CELEX number of a document or stub, where one is known.
    pub fn celex(&self, id: &str) -> Option<&str> {
        let of_document = self.documents.get(id).map(|d| &d.celex);
        let celex = of_document.or_else(|| self.stubs.get(id).map(|s| &s.celex))?;
        celex.as_ref().map(|c| c.number.as_str())
    }

    /// Title of a document or stub.
    pub fn title(&self, id: &str) -> Option<&str> {
        let document = self.documents.get(id).map(|d| d.front.title.as_str());
        document.or_else(|| self.stubs.get(id).map(|s| s.title.as_str()))
    }
}

/// A document with its links resolved.
#[derive(Debug, Clone)]
pub struct Document {
    pub id: String,
    pub file: FilePath,
    pub front: DocumentFront,
    /// Its CELEX number, where one is known.
    pub celex: Option<Celex>,
    pub body: Body<Target>,
    pub outline: Outline,
    /// Where its words come from.
    pub provenance: Provenance,
}

/// The CELEX number of a Commission document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Celex {
    pub number: String,
    /// The fiche whose EUR-Lex field prints it, where the document itself does not.
    pub taken_from: Option<String>,
}

/// A document that is only the target of a relation: what others say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    pub id: String,
    pub number: DocumentNumber,
    /// The title, where a document that assesses it prints it, otherwise the number.
    pub title: String,
    pub celex: Option<Celex>,
    /// Its official address.
    pub address: String,
}

/// A taxonomy with its terms.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    pub settings: TaxonomySettings,
    /// In the order in which they are shown: by ordinal or `order`, then by name.
    pub terms: Vec<Term>,
}

/// A term with all that was found for it.
#[derive(Debug, Clone)]
pub struct Term {
    pub id: String,
    pub file: FilePath,
    pub front: TermFront,
    pub body: Body<Target>,
    pub outline: Outline,
    pub passages: Passages,
    pub quotes: Vec<FoundQuote>,
    /// Of an instrument: the money that sentences say is for it, in the order of its passages.
    pub amounts: Vec<Amount>,
}

/// An amount of money that is for an instrument, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub document: String,
    pub anchor: BlockId,
    pub voice: Voice,
    pub words: AmountWords,
}

/// A leaf block that belongs to a term. Its words stand in its document: see [`PassageWords`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its document's id, shared by the passages of the document.
    pub document: Arc<str>,
    pub anchor: BlockId,
    pub voice: Voice,
    pub found_by: FoundBy,
    /// Where it first names the term, counted in bytes of its words without addresses; only good for comparing
    /// the terms of one block. None where it does not name the term.
    pub named_at: Option<usize>,
    /// Where to look for its block first.
    pub near: PartHint,
}

impl Passage {
    /// Its id where it is quoted, on a term's page. It begins as no block's id does, and no document's id has a dot.
    pub fn quoted_id(&self) -> String {
        ["_", &self.document, ".", self.anchor.as_str()].concat()
    }
}

/// Why a passage belongs to a term. Where several reasons hold, the first of this order is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundBy {
    /// It names the term.
    Name,
    /// It stands in a section mapped to the term.
    Section,
    /// It names an instrument of the pillar.
    Instrument,
    /// An editor says so.
    Editor,
}

impl FoundBy {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            FoundBy::Name => "name",
            FoundBy::Section => "section",
            FoundBy::Instrument => "instrument",
            FoundBy::Editor => "editor",
        }
    }
}

/// An editor's quotation, found again in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundQuote {
    pub document: String,
    pub anchor: BlockId,
    /// As the document has it.
    pub text: String,
}

/// A hand-written page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its folder, which is also its section.
    pub section: String,
    pub slug: String,
    pub file: FilePath,
    pub front: HandwrittenFront,
    pub body: Body<Target>,
    pub outline: Outline,
}

/// A typed relation between two documents that both have a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    pub from: String,
    pub to: String,
    pub kind: RelationKind,
    /// Set by hand, not printed by a source.
    pub editorial: bool,
    /// The sentences that state it, in reading order; none where only front matter does. A relation and its reverse
    /// share them.
    pub places: Vec<Arc<RelationPlace>>,
}

/// A sentence that states a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelationPlace {
    /// The document with the sentence.
    pub document: String,
    pub anchor: BlockId,
    /// The sentence up to the other document's name.
    pub before: Arc<str>,
    /// The other document's name or number as printed.
    pub words: String,
    pub after: Arc<str>,
}

/// Types of relation; each has its reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationKind {
    Assesses,
    AssessedBy,
    Cites,
    CitedBy,
    Announces,
    AnnouncedIn,
    FollowsUp,
    FollowedUpBy,
}

impl RelationKind {
    /// The word in the data and in the theme's strings.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationKind::Assesses => "assesses",
            RelationKind::AssessedBy => "assessed_by",
            RelationKind::Cites => "cites",
            RelationKind::CitedBy => "cited_by",
            RelationKind::Announces => "announces",
            RelationKind::AnnouncedIn => "announced_in",
            RelationKind::FollowsUp => "follows_up",
            RelationKind::FollowedUpBy => "followed_up_by",
        }
    }

    /// The same relation seen from the other end.
    pub fn reverse(self) -> Self {
        match self {
            RelationKind::Assesses => RelationKind::AssessedBy,
            RelationKind::AssessedBy => RelationKind::Assesses,
            RelationKind::Cites => RelationKind::CitedBy,
            RelationKind::CitedBy => RelationKind::Cites,
            RelationKind::Announces => RelationKind::AnnouncedIn,
            RelationKind::AnnouncedIn => RelationKind::Announces,
            RelationKind::FollowsUp => RelationKind::FollowedUpBy,
            RelationKind::FollowedUpBy => RelationKind::FollowsUp,
        }
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
