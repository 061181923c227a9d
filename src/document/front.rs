//! What stands in a document's front matter.

mod print;
mod read;

pub use print::print_front;
pub use read::read_document;
pub(crate) use read::take_actions;

use super::block::BlockId;
use super::date::PartialDate;
use crate::citation::DocumentNumber;
use crate::diagnostic::Span;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Kind of document, which also decides its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The Dutch cabinet's assessment of a Commission proposal.
    Fiche,
    /// The Commission document itself.
    Communication,
    /// A press article.
    News,
    /// A text of no known genre.
    Document,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Fiche, Kind::Communication, Kind::News, Kind::Document];

    /// The word in the front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Fiche => "fiche",
            Kind::Communication => "communication",
            Kind::News => "news",
            Kind::Document => "document",
        }
    }

    /// The folder in `content/` and in the site.
    pub fn section(self) -> &'static str {
        match self {
            Kind::Fiche => "fiches",
            Kind::Communication | Kind::Document => "documenten",
            Kind::News => "nieuws",
        }
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Kind::ALL.into_iter().find(|k| k.as_str() == word).ok_or(())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A document named in front matter: by its page's id or by its number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentRef {
    Id(String),
    Number(DocumentNumber),
}

impl DocumentRef {
    /// The id of the page that it has or would have.
    pub fn id(&self) -> String {
        match self {
            DocumentRef::Id(id) => id.clone(),
            DocumentRef::Number(number) => number.id(),
        }
    }
}

/// Front matter of a document. Values stand as the source prints them; a key is absent where neither
/// the source nor an editor has it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentFront {
    pub title: String,
    pub kind: Kind,
    /// A communication's own number.
    pub number: Option<DocumentNumber>,
    /// "1" of "Fiche 1: …".
    pub fiche_number: Option<String>,
    pub date: Option<PartialDate>,
    /// As printed in a fiche's EUR-Lex field; on a communication its own.
    pub celex: Option<String>,
    /// BCP 47, such as `nl`.
    pub language: Option<String>,
    pub assesses: Vec<DocumentNumber>,
    /// When the Council received the assessed document.
    pub received: Option<PartialDate>,
    /// The Council formation, as printed.
    pub council: Option<String>,
    pub ministry: Vec<String>,
    /// `none`, or the printed words.
    pub impact_assessment: Option<String>,
    pub council_number: Option<String>,
    pub tk_number: Option<String>,
    pub case_number: Option<String>,
    pub cites: Vec<DocumentRef>,
    pub announces: Vec<DocumentRef>,
    pub follows_up: Vec<DocumentRef>,
    /// By action id: the place that says it is done, `document#block`.
    pub actions: BTreeMap<String, String>,
    /// Block ids given up on purpose.
    pub retired: Vec<BlockId>,
    pub source: Option<Source>,
    pub page: PageFront,
    /// Byte spans of the values in the file, by key, for diagnostics; empty when not read from a file.
    pub spans: BTreeMap<String, Span>,
}

impl DocumentFront {
    /// Front matter with a title and a kind and nothing else.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        DocumentFront {
            title: title.into(),
            kind,
            number: None,
            fiche_number: None,
            date: None,
            celex: None,
            language: None,
            assesses: Vec::new(),
            received: None,
            council: None,
            ministry: Vec::new(),
            impact_assessment: None,
            council_number: None,
            tk_number: None,
            case_number: None,
            cites: Vec::new(),
            announces: Vec::new(),
            follows_up: Vec::new(),
            actions: BTreeMap::new(),
            retired: Vec::new(),
            source: None,
            page: PageFront::default(),
            spans: BTreeMap::new(),
        }
    }
}

/// Where a document's text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Name of the seed's file in `seeds/`.
    pub file: String,
    /// SHA-256 of the seed, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Names of the front matter keys that the seed does not print.
    pub editorial: Vec<String>,
    /// Where the text was found, when known.
    pub address: Option<String>,
    pub retrieved: Option<PartialDate>,
}

/// Keys that every page may have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageFront {
    pub description: Option<String>,
    /// Place among its neighbours; pages without one come after those with one.
    pub order: Option<i64>,
    pub draft: bool,
    /// Old addresses, such as `fiches/oud.html`.
    pub former: Vec<String>,
    /// For the dossier's own templates.
    pub extra: toml::Table,
}

/// Keys that the front matter of a document can have at its top, in the order in which they are printed.
pub const KEYS: &[&str] = &[
    "title",
    "kind",
    "number",
    "fiche_number",
    "date",
    "celex",
    "language",
    "assesses",
    "received",
    "council",
    "ministry",
    "impact_assessment",
    "council_number",
    "tk_number",
    "case_number",
    "cites",
    "announces",
    "follows_up",
    "retired",
    "description",
    "order",
    "draft",
    "former",
];

/// Keys of `[source]` that an editor may know of a seed.
pub const SOURCE_KEYS: &[&str] = &["address", "retrieved"];

#[cfg(test)]
mod tests;
