//! The block tree.

use crate::diagnostic::Span;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Address of a block within its document: `s3b`, `p-k3x9qa`, `fn-12`. Lower-case letters, digits, dots
/// and hyphens; unique in a document; stable as described in the contract.
///
/// Its letters are shared: what is found in a block names the block, and so do outline, provenance and map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BlockId(Arc<str>);

impl BlockId {
    /// An id as given; see [`BlockId::is_valid`] for what may stand in one.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        BlockId(id.into())
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its letters stand in memory: equal ids that share them have the same address.
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// Whether no id was given yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text can be an id: it works unescaped in an address and in CSS after escaping dots.
    pub fn is_valid(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
    }
}

impl FromStr for BlockId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        BlockId::is_valid(text).then(|| BlockId::new(text)).ok_or(())
    }
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link's target as an editor or a source wrote it.
pub type RawLink = String;

/// The text of a document: its blocks and, apart, the definitions of its footnotes in the order in
/// which they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Body<L = RawLink> {
    pub blocks: Vec<Block<L>>,
    pub notes: Vec<Note<L>>,
}

impl<L> Default for Body<L> {
    fn default() -> Self {
        Body { blocks: Vec::new(), notes: Vec::new() }
    }
}

/// A block with its address and its place in the Markdown file (an empty span where it has none).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Block<L = RawLink> {
    /// Empty for blocks that only hold others (lists, quotes, definition lists) and for rules.
    pub id: BlockId,
    pub span: Span,
    pub kind: BlockKind<L>,
}

impl<L> Block<L> {
    /// A block without address or place.
    pub fn new(kind: BlockKind<L>) -> Self {
        Block { id: BlockId::default(), span: 0..0, kind }
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockKind<L = RawLink> {
    /// Level 2 to 6; the source's own number stands in the text.
    Heading {
        level: u8,
        content: Vec<Inline<L>>,
    },
    Paragraph(Vec<Inline<L>>),
    /// `start` is the first number of an ordered list. A tight list's items hold no paragraphs.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item<L>>,
    },
    /// A quotation, or a callout when it has an alert mark (`> [!NOTE]`).
    Quote {
        alert: Option<Alert>,
        blocks: Vec<Block<L>>,
    },
    /// A code block; `info` is what stands after the fence.
    Code {
        info: String,
        text: String,
    },
    Table {
        align: Vec<Align>,
        /// Apart: few blocks are tables, and every block takes the place of the largest.
        header: Box<Row<L>>,
        rows: Vec<Row<L>>,
    },
    /// A definition list; each item is a term or a description.
    Definitions(Vec<Definition<L>>),
    Rule,
    /// Raw HTML, where the dossier allows it.
    Html(String),
}

/// An entry of a definition list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Definition<L = RawLink> {
    Term { id: BlockId, span: Span, content: Vec<Inline<L>> },
    Description(Item<L>),
}

/// A list item: its own text, and what is nested in it. The item's id is the address of its own text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item<L = RawLink> {
    pub id: BlockId,
    pub span: Span,
    pub lead: Vec<Inline<L>>,
    pub children: Vec<Block<L>>,
}

/// A row of a table, header rows included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row<L = RawLink> {
    pub id: BlockId,
    pub span: Span,
    pub cells: Vec<Vec<Inline<L>>>,
}

/// The definition of a footnote. Its id is `fn-` and its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note<L = RawLink> {
    pub id: BlockId,
    pub span: Span,
    /// The source's own number, as in `[^12]`.
    pub label: String,
    pub lead: Vec<Inline<L>>,
    pub children: Vec<Block<L>>,
}

/// Alignment of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    None,
    Left,
    Center,
    Right,
}

/// Kind of callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// Text within a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inline<L = RawLink> {
    Text(String),
    /// Code, kept as written.
    Code(String),
    Emphasis(Vec<Inline<L>>),
    Strong(Vec<Inline<L>>),
    Strikethrough(Vec<Inline<L>>),
    /// Apart, as an image is: most inlines are text, and a list of them takes the place of its largest.
    Link(Box<Link<L>>),
    Image(Box<Image<L>>),
    /// A footnote mark, with the label of its note.
    NoteRef(String),
    /// An end of line in the file, which reads as a space.
    SoftBreak,
    HardBreak,
    /// Raw HTML, where the dossier allows it.
    Html(String),
}

impl<L> From<Link<L>> for Inline<L> {
    fn from(link: Link<L>) -> Self {
        Inline::Link(Box::new(link))
    }
}

impl<L> From<Image<L>> for Inline<L> {
    fn from(image: Image<L>) -> Self {
        Inline::Image(Box::new(image))
    }
}

impl<L> Inline<L> {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text(text.into())
    }
}

/// A link and the words that carry it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link<L = RawLink> {
    pub target: L,
    pub span: Span,
    pub title: String,
    pub content: Vec<Inline<L>>,
}

/// An image with its alternative text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Image<L = RawLink> {
    pub target: L,
    pub span: Span,
    pub title: String,
    pub alt: String,
}
