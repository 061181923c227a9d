//! The JSON twin of a document's page: its front matter and its blocks in order.

use super::files::json;
use super::{DocumentEntry, document};
use crate::corpus::{Document, Outline, PageRef, SourceWords};
use crate::document::walk::{Leaf, LeafKind};
use crate::document::{BlockId, SeedLines};
use crate::site::Site;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A document with its text.
#[derive(Debug, Serialize)]
pub struct DocumentTwin<'a> {
    pub id: &'a str,
    /// As in `data/documents.json`.
    pub front: DocumentEntry<'a>,
    /// Address of the page with the raw text, where the seed is there.
    pub source_path: Option<&'a str>,
    /// In reading order; notes last.
    pub blocks: Vec<BlockEntry<'a>>,
    /// What the source says and the editors left out.
    pub omitted: Vec<SourceWordsEntry<'a>>,
}

/// A block with words of its own.
#[derive(Debug, Serialize)]
pub struct BlockEntry<'a> {
    /// Its anchor on the page.
    pub id: &'a str,
    /// Further anchors at the same place: ids of blocks that it took the place of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<&'a str>,
    pub kind: &'static str,
    /// Of a heading: 2 to 6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Without marks and marking.
    pub text: Cow<'a, str>,
    /// Labels of the footnotes marked in it, in order.
    pub notes: Vec<&'a str>,
    /// Of an editors' block those of the words that it replaces.
    pub lines: Option<LinesEntry>,
    /// The headings above it, outermost first. A note stands where its first mark stands.
    pub section: Vec<&'a str>,
    pub editorial: bool,
    /// Of an editors' block: what the source says in its place, if anything.
    pub source_text: Option<String>,
}

/// Words of the source that the document does not have.
#[derive(Debug, Serialize)]
pub struct SourceWordsEntry<'a> {
    pub text: &'a str,
    pub lines: Option<LinesEntry>,
}

/// Lines of a seed, counted from 1.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LinesEntry {
    pub first: usize,
    pub last: usize,
}

impl From<SeedLines> for LinesEntry {
    fn from(lines: SeedLines) -> Self {
        LinesEntry { first: lines.first, last: lines.last }
    }
}

/// The twins of all documents: address in the site, id of the document. [`twin`] makes the bytes.
pub fn twins(site: &Site) -> impl Iterator<Item = (String, &str)> {
    site.corpus.documents.keys().map(|id| (site.twin_path(id), id.as_str()))
}

/// What a document's twin says besides its text.
pub fn twin_front<'a>(site: &'a Site, of: &'a Document) -> impl Serialize + 'a {
    (document(site, of), source_path(site, of))
}

/// The bytes of a document's twin.
pub fn twin(site: &Site, of: &Document) -> Vec<u8> {
    let entry = entry(site, of);
    // Room for the texts and about as much for what is said of each block, so that it need not be moved while it grows.
    let room = entry.blocks.iter().map(|block| block.text.len() + 512).sum();
    json(&entry, room)
}

fn source_path<'a>(site: &'a Site, of: &Document) -> Option<&'a str> {
    of.provenance.seed.as_ref().map(|_| site.path(&PageRef::Source(of.id.clone())))
}

fn entry<'a>(site: &'a Site, of: &'a Document) -> DocumentTwin<'a> {
    let leaves = of.body.leaves();
    let above = headings_above(&of.outline);
    DocumentTwin {
        id: &of.id,
        front: document(site, of),
        source_path: source_path(site, of),
        blocks: leaves.iter().map(|leaf| block(of, leaf, &above)).collect(),
        omitted: of.provenance.omitted.iter().map(source_words).collect(),
    }
}

fn block<'a>(
    document: &'a Document,
    leaf: &Leaf<'a, crate::corpus::Target>,
    above: &BTreeMap<&'a BlockId, Vec<&'a BlockId>>,
) -> BlockEntry<'a> {
    let provenance = &document.provenance;
    let section: Vec<&BlockId> = match above.get(leaf.id) {
        Some(headings) => headings.clone(),
        None => document.outline.path(leaf.id).iter().collect(),
    };
    BlockEntry {
        id: leaf.id.as_str(),
        former: provenance.former.get(leaf.id).into_iter().flatten().map(BlockId::as_str).collect(),
        kind: leaf.kind.as_str(),
        level: match leaf.kind {
            LeafKind::Heading(level) => Some(level),
            _ => None,
        },
        text: leaf.words(),
        notes: leaf.note_marks(),
        lines: provenance.lines_of(leaf.id).map(LinesEntry::from),
        section: section.into_iter().map(BlockId::as_str).collect(),
        editorial: provenance.is_editorial(leaf.id),
        source_text: provenance.editorial.get(leaf.id).and_then(|words| source_text(words)),
    }
}

fn source_text(words: &[SourceWords]) -> Option<String> {
    let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn source_words(words: &SourceWords) -> SourceWordsEntry<'_> {
    SourceWordsEntry { text: &words.text, lines: words.lines.map(LinesEntry::from) }
}

/// For each heading the headings above it, outermost first.
fn headings_above(outline: &Outline) -> BTreeMap<&BlockId, Vec<&BlockId>> {
    let mut open: Vec<(u8, &BlockId)> = Vec::new();
    let mut out = BTreeMap::new();
    for heading in &outline.headings {
        open.retain(|(level, _)| *level < heading.level);
        out.insert(&heading.id, open.iter().map(|(_, id)| *id).collect());
        open.push((heading.level, &heading.id));
    }
    out
}
