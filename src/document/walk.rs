//! Walking the block tree: leaves in reading order, plain text, a change of the links' type.

use super::block::{Block, BlockId, BlockKind, Body, Definition, Image, Inline, Item, Link, Note, Row};
use crate::diagnostic::Span;

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
    pub parts: Vec<&'a [Inline<L>]>,
    /// Verbatim text of a code block.
    pub code: Option<&'a str>,
}

impl<'a, L> Leaf<'a, L> {
    /// The words without marks and marking; cells are parted by a space.
    pub fn text(&self) -> String {
        match self.code {
            Some(code) => code.to_owned(),
            None => self.parts.iter().map(|p| plain(p)).collect::<Vec<_>>().join(" "),
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
}

impl<L> Body<L> {
    /// All leaves in the order of the file: blocks, then the notes' definitions.
    pub fn leaves(&self) -> Vec<Leaf<'_, L>> {
        let mut out = Vec::new();
        leaves_of(&self.blocks, &mut out);
        for note in &self.notes {
            out.push(Leaf {
                kind: LeafKind::Note,
                id: &note.id,
                span: &note.span,
                parts: vec![&note.lead],
                code: None,
            });
            leaves_of(&note.children, &mut out);
        }
        out
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
        let mut out = Vec::new();
        item_leaves(self, &mut out);
        out
    }
}

fn leaves_of<'a, L>(blocks: &'a [Block<L>], out: &mut Vec<Leaf<'a, L>>) {
    for block in blocks {
        let mut leaf = |kind, parts, code| {
            out.push(Leaf { kind, id: &block.id, span: &block.span, parts, code });
        };
        match &block.kind {
            BlockKind::Heading { level, content } => {
                leaf(LeafKind::Heading(*level), vec![content.as_slice()], None);
            }
            BlockKind::Paragraph(content) => leaf(LeafKind::Paragraph, vec![content.as_slice()], None),
            BlockKind::Code { text, .. } => leaf(LeafKind::Code, Vec::new(), Some(text.as_str())),
            BlockKind::List { items, .. } => items.iter().for_each(|item| item_leaves(item, out)),
            BlockKind::Quote { blocks, .. } => leaves_of(blocks, out),
            BlockKind::Table { header, rows, .. } => {
                for row in std::iter::once(header).chain(rows) {
                    out.push(Leaf {
                        kind: LeafKind::Row,
                        id: &row.id,
                        span: &row.span,
                        parts: row.cells.iter().map(Vec::as_slice).collect(),
                        code: None,
                    });
                }
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    match entry {
                        Definition::Term { id, span, content } => out.push(Leaf {
                            kind: LeafKind::DefinitionTerm,
                            id,
                            span,
                            parts: vec![content],
                            code: None,
                        }),
                        Definition::Description(item) => item_leaves(item, out),
                    }
                }
            }
            BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

fn item_leaves<'a, L>(item: &'a Item<L>, out: &mut Vec<Leaf<'a, L>>) {
    out.push(Leaf {
        kind: LeafKind::Item,
        id: &item.id,
        span: &item.span,
        parts: vec![&item.lead],
        code: None,
    });
    leaves_of(&item.children, out);
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
                for row in std::iter::once(header).chain(rows) {
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
                for row in std::iter::once(header).chain(rows) {
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
            header: map_row(header, f),
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

/// The words of inline texts: no marking, no footnote marks; a line end is a space.
pub fn plain<L>(content: &[Inline<L>]) -> String {
    let mut out = String::new();
    each_inline(content, &mut |inline| match inline {
        Inline::Text(text) | Inline::Code(text) => out.push_str(text),
        Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        Inline::Image(image) => out.push_str(&image.alt),
        _ => {}
    });
    out
}
