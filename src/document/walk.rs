//! Walking the block tree: leaves in reading order, plain text, a change of the links' type.

use super::block::{Block, BlockId, BlockKind, Body, Definition, Image, Inline, Item, Link, Note, Row};
use crate::diagnostic::Span;
use std::ops::Deref;

/// What kind of leaf a [`Leaf`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeafKind {
    /// With its level, 2 to 6.
    Heading(u8),
    Paragraph,
    Item,
    /// The row of a table; header rows are rows too.
    Row,
    Note,
    Code,
    /// The term of a definition list.
    DefinitionTerm,
}

impl LeafKind {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            LeafKind::Heading(_) => "heading",
            LeafKind::Paragraph => "paragraph",
            LeafKind::Item => "item",
            LeafKind::Row => "row",
            LeafKind::Note => "note",
            LeafKind::Code => "code",
            LeafKind::DefinitionTerm => "definition-term",
        }
    }

    /// Whether such a leaf can be a passage of a term: paragraph, item, row or note.
    pub fn is_passage(self) -> bool {
        matches!(self, LeafKind::Paragraph | LeafKind::Item | LeafKind::Row | LeafKind::Note)
    }
}

/// A block that holds words of its own, without what is nested in it.
#[derive(Debug)]
pub struct Leaf<'a, L> {
    pub kind: LeafKind,
    pub id: &'a BlockId,
    pub span: &'a Span,
    /// The inline texts: one of most leaves, one a cell of a row, none of code.
    pub parts: Parts<'a, L>,
    /// Verbatim text of a code block.
    pub code: Option<&'a str>,
}

/// The inline texts of a leaf. That of most leaves is one, and takes no list.
#[derive(Debug)]
pub enum Parts<'a, L> {
    One([&'a [Inline<L>]; 1]),
    Cells(Vec<&'a [Inline<L>]>),
}

impl<'a, L> Deref for Parts<'a, L> {
    type Target = [&'a [Inline<L>]];

    fn deref(&self) -> &Self::Target {
        match self {
            Parts::One(part) => part,
            Parts::Cells(cells) => cells,
        }
    }
}

impl<'a, 'p, L> IntoIterator for &'p Parts<'a, L> {
    type Item = &'p &'a [Inline<L>];
    type IntoIter = std::slice::Iter<'p, &'a [Inline<L>]>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, L> Leaf<'a, L> {
    /// The words without marks and marking; cells are parted by a space.
    pub fn text(&self) -> String {
        let letters = match self.code {
            Some(code) => code.len(),
            None => self.parts.iter().map(|part| letters(part) + 1).sum(),
        };
        let mut out = String::with_capacity(letters);
        self.text_into(&mut out);
        out
    }

    /// Adds its words as [`Leaf::text`] gives them.
    pub fn text_into(&self, out: &mut String) {
        out.push_str(self.code.unwrap_or_default());
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            plain_into(part, out);
        }
    }

    /// Labels of the footnotes marked in it, in order.
    pub fn note_marks(&self) -> Vec<&'a str> {
        let mut marks = Vec::new();
        for part in &self.parts {
            each_inline(part, &mut |inline| {
                if let Inline::NoteRef(label) = inline {
                    marks.push(label.as_str());
                }
            });
        }
        marks
    }

    /// The words as [`Leaf::text`] gives them, borrowed where they stand in one piece, as most do.
    pub fn words(&self) -> std::borrow::Cow<'a, str> {
        match (self.code, &self.parts[..]) {
            (Some(code), _) => code.into(),
            (None, [[Inline::Text(text)]]) => text.into(),
            _ => self.text().into(),
        }
    }
}

impl<L> Body<L> {
    /// All leaves in the order of the file: blocks, then the notes' definitions.
    pub fn leaves(&self) -> Vec<Leaf<'_, L>> {
        // Most blocks are one leaf, or more.
        let mut walk = Walk { out: Vec::with_capacity(self.blocks.len() + self.notes.len()) };
        walk.blocks(&self.blocks);
        self.notes.iter().for_each(|note| walk.note(note));
        walk.out
    }

    /// The same, each with the number of its part, for [`Body::leaves_in`].
    pub fn leaves_with_parts(&self) -> impl Iterator<Item = (usize, Leaf<'_, L>)> {
        let mut walk = Walk { out: Vec::with_capacity(self.blocks.len() + self.notes.len()) };
        let mut ends = Vec::with_capacity(self.blocks.len() + self.notes.len());
        for block in &self.blocks {
            walk.blocks(std::slice::from_ref(block));
            ends.push(walk.out.len());
        }
        for note in &self.notes {
            walk.note(note);
            ends.push(walk.out.len());
        }
        let mut part = 0;
        walk.out.into_iter().enumerate().map(move |(at, leaf)| {
            while ends[part] <= at {
                part += 1;
            }
            (part, leaf)
        })
    }

    /// The leaves of a part, which is a block that stands in no other, or a note, by its number in the order of the file; none
    /// where there is no such part.
    pub fn leaves_in(&self, part: usize) -> Vec<Leaf<'_, L>> {
        let mut walk = Walk { out: Vec::new() };
        match part.checked_sub(self.blocks.len()) {
            None => walk.blocks(&self.blocks[part..=part]),
            Some(note) => self.notes.get(note).into_iter().for_each(|note| walk.note(note)),
        }
        walk.out
    }

    /// Calls `f` with the id of each leaf and its kind, in the order of [`Body::leaves`].
    pub fn each_id_mut(&mut self, f: &mut impl FnMut(LeafKind, &mut BlockId)) {
        ids_of(&mut self.blocks, f);
        for note in &mut self.notes {
            f(LeafKind::Note, &mut note.id);
            ids_of(&mut note.children, f);
        }
    }

    /// Calls `f` with each text of each leaf and the leaf's id, in the order of [`Body::leaves`].
    pub fn each_text_mut(&mut self, f: &mut impl FnMut(&BlockId, &mut Vec<Inline<L>>)) {
        texts_of(&mut self.blocks, f);
        for note in &mut self.notes {
            f(&note.id, &mut note.lead);
            texts_of(&mut note.children, f);
        }
    }

    /// The same body with links of another type.
    pub fn map_links<M>(self, f: &mut impl FnMut(L, &Span) -> M) -> Body<M> {
        Body {
            blocks: map_blocks(self.blocks, f),
            notes: self
                .notes
                .into_iter()
                .map(|n| Note {
                    id: n.id,
                    span: n.span,
                    label: n.label,
                    lead: map_inlines(n.lead, f),
                    children: map_blocks(n.children, f),
                })
                .collect(),
        }
    }
}

impl<L> Item<L> {
    /// Its own leaf and those nested in it, in reading order.
    pub fn leaves(&self) -> Vec<Leaf<'_, L>> {
        let mut walk = Walk { out: Vec::new() };
        walk.item(self);
        walk.out
    }
}

/// Collects leaves.
struct Walk<'a, L> {
    out: Vec<Leaf<'a, L>>,
}

impl<'a, L> Walk<'a, L> {
    fn leaf(&mut self, kind: LeafKind, id: &'a BlockId, span: &'a Span, parts: Parts<'a, L>) {
        self.out.push(Leaf { kind, id, span, parts, code: None });
    }

    fn note(&mut self, note: &'a Note<L>) {
        self.leaf(LeafKind::Note, &note.id, &note.span, Parts::One([&note.lead]));
        self.blocks(&note.children);
    }

    fn blocks(&mut self, blocks: &'a [Block<L>]) {
        for block in blocks {
            let (id, span) = (&block.id, &block.span);
            match &block.kind {
                BlockKind::Heading { level, content } => {
                    self.leaf(LeafKind::Heading(*level), id, span, Parts::One([content]));
                }
                BlockKind::Paragraph(content) => {
                    self.leaf(LeafKind::Paragraph, id, span, Parts::One([content]));
                }
                BlockKind::Code { text, .. } => {
                    let (parts, code) = (Parts::Cells(Vec::new()), Some(text.as_str()));
                    self.out.push(Leaf { kind: LeafKind::Code, id, span, parts, code });
                }
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.item(item)),
                BlockKind::Quote { blocks, .. } => self.blocks(blocks),
                BlockKind::Table { header, rows, .. } => {
                    for row in std::iter::once(&**header).chain(rows) {
                        let cells = Parts::Cells(row.cells.iter().map(Vec::as_slice).collect());
                        self.leaf(LeafKind::Row, &row.id, &row.span, cells);
                    }
                }
                BlockKind::Definitions(entries) => {
                    for entry in entries {
                        match entry {
                            Definition::Term { id, span, content } => {
                                self.leaf(LeafKind::DefinitionTerm, id, span, Parts::One([content]));
                            }
                            Definition::Description(item) => self.item(item),
                        }
                    }
                }
                BlockKind::Rule | BlockKind::Html(_) => {}
            }
        }
    }

    fn item(&mut self, item: &'a Item<L>) {
        self.leaf(LeafKind::Item, &item.id, &item.span, Parts::One([&item.lead]));
        self.blocks(&item.children);
    }
}

fn ids_of<L>(blocks: &mut [Block<L>], f: &mut impl FnMut(LeafKind, &mut BlockId)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { level, .. } => f(LeafKind::Heading(*level), &mut block.id),
            BlockKind::Paragraph(_) => f(LeafKind::Paragraph, &mut block.id),
            BlockKind::Code { .. } => f(LeafKind::Code, &mut block.id),
            BlockKind::List { items, .. } => {
                for item in items {
                    f(LeafKind::Item, &mut item.id);
                    ids_of(&mut item.children, f);
                }
            }
            BlockKind::Quote { blocks, .. } => ids_of(blocks, f),
            BlockKind::Table { header, rows, .. } => {
                for row in std::iter::once(&mut **header).chain(rows) {
                    f(LeafKind::Row, &mut row.id);
                }
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    match entry {
                        Definition::Term { id, .. } => f(LeafKind::DefinitionTerm, id),
                        Definition::Description(item) => {
                            f(LeafKind::Item, &mut item.id);
                            ids_of(&mut item.children, f);
                        }
                    }
                }
            }
            BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

fn texts_of<L>(blocks: &mut [Block<L>], f: &mut impl FnMut(&BlockId, &mut Vec<Inline<L>>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => f(&block.id, content),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| texts_of_item(item, f)),
            BlockKind::Quote { blocks, .. } => texts_of(blocks, f),
            BlockKind::Table { header, rows, .. } => {
                for row in std::iter::once(&mut **header).chain(rows) {
                    row.cells.iter_mut().for_each(|cell| f(&row.id, cell));
                }
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    match entry {
                        Definition::Term { id, content, .. } => f(id, content),
                        Definition::Description(item) => texts_of_item(item, f),
                    }
                }
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

fn texts_of_item<L>(item: &mut Item<L>, f: &mut impl FnMut(&BlockId, &mut Vec<Inline<L>>)) {
    f(&item.id, &mut item.lead);
    texts_of(&mut item.children, f);
}

fn map_blocks<L, M>(blocks: Vec<Block<L>>, f: &mut impl FnMut(L, &Span) -> M) -> Vec<Block<M>> {
    blocks
        .into_iter()
        .map(|block| Block { id: block.id, span: block.span, kind: map_kind(block.kind, f) })
        .collect()
}

fn map_kind<L, M>(kind: BlockKind<L>, f: &mut impl FnMut(L, &Span) -> M) -> BlockKind<M> {
    match kind {
        BlockKind::Heading { level, content } => {
            BlockKind::Heading { level, content: map_inlines(content, f) }
        }
        BlockKind::Paragraph(content) => BlockKind::Paragraph(map_inlines(content, f)),
        BlockKind::List { start, tight, items } => {
            BlockKind::List { start, tight, items: items.into_iter().map(|i| map_item(i, f)).collect() }
        }
        BlockKind::Quote { alert, blocks } => BlockKind::Quote { alert, blocks: map_blocks(blocks, f) },
        BlockKind::Code { info, text } => BlockKind::Code { info, text },
        BlockKind::Table { align, header, rows } => BlockKind::Table {
            align,
            header: Box::new(map_row(*header, f)),
            rows: rows.into_iter().map(|r| map_row(r, f)).collect(),
        },
        BlockKind::Definitions(entries) => BlockKind::Definitions(
            entries
                .into_iter()
                .map(|entry| match entry {
                    Definition::Term { id, span, content } => {
                        Definition::Term { id, span, content: map_inlines(content, f) }
                    }
                    Definition::Description(item) => Definition::Description(map_item(item, f)),
                })
                .collect(),
        ),
        BlockKind::Rule => BlockKind::Rule,
        BlockKind::Html(html) => BlockKind::Html(html),
    }
}

fn map_item<L, M>(item: Item<L>, f: &mut impl FnMut(L, &Span) -> M) -> Item<M> {
    Item {
        id: item.id,
        span: item.span,
        lead: map_inlines(item.lead, f),
        children: map_blocks(item.children, f),
    }
}

fn map_row<L, M>(row: Row<L>, f: &mut impl FnMut(L, &Span) -> M) -> Row<M> {
    let cells = row.cells.into_iter().map(|c| map_inlines(c, f)).collect();
    Row { id: row.id, span: row.span, cells }
}

fn map_inlines<L, M>(content: Vec<Inline<L>>, f: &mut impl FnMut(L, &Span) -> M) -> Vec<Inline<M>> {
    content
        .into_iter()
        .map(|inline| match inline {
            Inline::Text(text) => Inline::Text(text),
            Inline::Code(text) => Inline::Code(text),
            Inline::Emphasis(inner) => Inline::Emphasis(map_inlines(inner, f)),
            Inline::Strong(inner) => Inline::Strong(map_inlines(inner, f)),
            Inline::Strikethrough(inner) => Inline::Strikethrough(map_inlines(inner, f)),
            Inline::Link(link) => {
                let Link { target, span, title, content } = *link;
                let content = map_inlines(content, f);
                Link { target: f(target, &span), span, title, content }.into()
            }
            Inline::Image(image) => {
                let Image { target, span, title, alt } = *image;
                Image { target: f(target, &span), span, title, alt }.into()
            }
            Inline::NoteRef(label) => Inline::NoteRef(label),
            Inline::SoftBreak => Inline::SoftBreak,
            Inline::HardBreak => Inline::HardBreak,
            Inline::Html(html) => Inline::Html(html),
        })
        .collect()
}

/// Calls `f` with each inline, outer before inner.
pub fn each_inline<'a, L>(content: &'a [Inline<L>], f: &mut impl FnMut(&'a Inline<L>)) {
    for inline in content {
        f(inline);
        match inline {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                each_inline(inner, f);
            }
            Inline::Link(link) => each_inline(&link.content, f),
            _ => {}
        }
    }
}

/// How many bytes [`plain_into`] adds. A text that grows as it is put together is copied three times on its way.
fn letters<L>(content: &[Inline<L>]) -> usize {
    let letters = |inline: &Inline<L>| match inline {
        Inline::Text(text) | Inline::Code(text) => text.len(),
        Inline::SoftBreak | Inline::HardBreak => 1,
        Inline::Image(image) => image.alt.len(),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => letters(inner),
        Inline::Link(link) => letters(&link.content),
        Inline::NoteRef(_) | Inline::Html(_) => 0,
    };
    content.iter().map(letters).sum()
}

/// The words of inline texts: no marking, no footnote marks; a line end is a space.
pub fn plain<L>(content: &[Inline<L>]) -> String {
    let mut out = String::with_capacity(letters(content));
    plain_into(content, &mut out);
    out
}

fn plain_into<L>(content: &[Inline<L>], out: &mut String) {
    each_inline(content, &mut |inline| match inline {
        Inline::Text(text) | Inline::Code(text) => out.push_str(text),
        Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        Inline::Image(image) => out.push_str(&image.alt),
        _ => {}
    });
}
