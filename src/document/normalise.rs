//! Block trees as Markdown can say them.
//!
//! A tree that a program puts together may hold what Markdown has no words for: emphasis around blanks,
//! emphasis within emphasis, an empty paragraph, a line end in a heading. [`normalise`] turns such a tree
//! into the nearest one that can be written; of a normalised tree, printing and parsing give the same
//! tree again. Words are never lost, blanks at the edges of a block and control characters are.

mod inline;

use super::block::{Align, Block, BlockKind, Body, Definition, Inline, Item, Note, Row};
use crate::diagnostic::Span;
use inline::{Lines, clean, words};
use std::iter::Peekable;
use std::vec::IntoIter;

/// The nearest tree that can be written; the same tree where it can be written already.
///
/// Notes keep their labels, and marks without a definition stay: the parser reports those.
pub fn normalise(body: Body) -> Body {
    let notes = body.notes.into_iter().map(note).collect();
    Body { blocks: blocks(body.blocks), notes }
}

fn note(note: Note) -> Note {
    let mut children = blocks(note.children);
    let mut lead = words(note.lead, Lines::Many);
    take_lead(&mut lead, &mut children);
    Note { lead, children, ..note }
}

fn blocks(list: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in list {
        for block in one(block) {
            match (out.last_mut().map(|last| &mut last.kind), block) {
                (Some(BlockKind::Definitions(before)), Block { kind: BlockKind::Definitions(more), .. }) => {
                    before.extend(more);
                }
                (_, block) => out.push(block),
            }
        }
    }
    out
}

/// What becomes of a block: itself, nothing when it is empty, several when it has to be taken apart.
fn one(block: Block) -> Vec<Block> {
    let kind = match block.kind {
        BlockKind::Heading { level, content } => {
            let content = words(content, Lines::One);
            (!content.is_empty()).then(|| BlockKind::Heading { level: level.clamp(2, 6), content })
        }
        BlockKind::Paragraph(content) => {
            let content = words(content, Lines::Many);
            (!content.is_empty()).then_some(BlockKind::Paragraph(content))
        }
        BlockKind::List { start, tight, items } => list(start, tight, items),
        BlockKind::Quote { alert, blocks: inner } => {
            let inner = blocks(inner);
            (!inner.is_empty()).then_some(BlockKind::Quote { alert, blocks: inner })
        }
        BlockKind::Code { info, text } => Some(code(&info, &text)),
        BlockKind::Table { align, header, rows } => table(align, header, rows),
        BlockKind::Definitions(entries) => return definitions(&block.span, entries),
        BlockKind::Rule => Some(BlockKind::Rule),
        BlockKind::Html(html) => {
            let html = html.trim().to_owned();
            (!html.is_empty()).then_some(BlockKind::Html(html))
        }
    };
    kind.into_iter().map(|kind| Block { id: block.id.clone(), span: block.span.clone(), kind }).collect()
}

/// Highest number that a list item can have in Markdown: nine digits.
const HIGHEST: u64 = 999_999_999;

fn list(start: Option<u64>, tight: bool, items: Vec<Item>) -> Option<BlockKind> {
    let items: Vec<Item> = items.into_iter().filter_map(item).collect();
    let highest_start = HIGHEST.saturating_sub(items.len() as u64);
    let start = start.map(|n| n.min(highest_start));
    let tight = match looks(&items) {
        Looks::Tight => true,
        Looks::Loose => false,
        Looks::Either => tight,
    };
    (!items.is_empty()).then_some(BlockKind::List { start, tight, items })
}

/// An item, unless nothing stands in it.
fn item(item: Item) -> Option<Item> {
    let mut children = blocks(item.children);
    let mut lead = words(item.lead, Lines::Many);
    let taken = take_lead(&mut lead, &mut children);
    let id = taken.filter(|_| item.id.is_empty()).unwrap_or(item.id);
    (!lead.is_empty() || !children.is_empty()).then_some(Item { id, span: item.span, lead, children })
}

/// Where there is no lead, a first paragraph is one; gives the paragraph's id.
fn take_lead(lead: &mut Vec<Inline>, children: &mut Vec<Block>) -> Option<super::BlockId> {
    if !lead.is_empty() || !matches!(children.first(), Some(Block { kind: BlockKind::Paragraph(_), .. })) {
        return None;
    }
    let first = children.remove(0);
    if let BlockKind::Paragraph(content) = first.kind {
        *lead = content;
    }
    Some(first.id)
}

/// How a list's items can stand: with or without blank lines between them.
enum Looks {
    Tight,
    Loose,
    Either,
}

fn looks(items: &[Item]) -> Looks {
    let is_paragraph = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
    let has_words = |item: &Item| !item.lead.is_empty() || item.children.iter().any(is_paragraph);
    if !items.iter().any(has_words) {
        // Only paragraphs tell a loose list from a tight one, and here are none.
        return Looks::Tight;
    }
    if items.iter().flat_map(|item| &item.children).any(needs_blank_line) {
        return Looks::Loose;
    }
    match items {
        [only] if only.children.is_empty() => Looks::Tight,
        _ => Looks::Either,
    }
}

/// Whether a block cannot follow the line before it directly.
fn needs_blank_line(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Code { .. } => false,
        // Words in front of it would swallow the first item of a list that begins at another number.
        BlockKind::List { start, .. } => start.is_some_and(|n| n != 1),
        _ => true,
    }
}

fn code(info: &str, text: &str) -> BlockKind {
    let info = clean(info).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    BlockKind::Code { info, text }
}

fn table(mut align: Vec<Align>, mut header: Box<Row>, mut rows: Vec<Row>) -> Option<BlockKind> {
    let columns = rows.iter().chain([&*header]).map(|row| row.cells.len()).max().unwrap_or(0);
    for row in rows.iter_mut().chain([&mut *header]) {
        let cells = std::mem::take(&mut row.cells);
        row.cells = cells.into_iter().map(|cell| words(cell, Lines::One)).collect();
        row.cells.resize(columns, Vec::new());
    }
    align.resize(columns, Align::None);
    (columns > 0).then_some(BlockKind::Table { align, header, rows })
}

/// A definition list, or the pieces of one that has terms without or descriptions before their partner.
fn definitions(span: &Span, entries: Vec<Definition>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while let Some(entry) = entries.next() {
        match entry {
            Definition::Term { id, span: place, content } => {
                let described = take_descriptions(&mut entries);
                let content = words(content, Lines::One);
                if content.is_empty() || described.is_empty() {
                    let alone = (!content.is_empty()).then_some(BlockKind::Paragraph(content));
                    out.extend(alone.map(|kind| Block { id, span: place, kind }));
                    out.extend(described.into_iter().flat_map(undefined));
                    continue;
                }
                let mut group = vec![Definition::Term { id, span: place, content }];
                group.extend(described.into_iter().map(Definition::Description));
                out.push(Block { span: span.clone(), ..Block::new(BlockKind::Definitions(group)) });
            }
            Definition::Description(alone) => out.extend(item(alone).into_iter().flat_map(undefined)),
        }
    }
    out
}

fn take_descriptions(entries: &mut Peekable<IntoIter<Definition>>) -> Vec<Item> {
    let mut out = Vec::new();
    while let Some(Definition::Description(_)) = entries.peek() {
        if let Some(Definition::Description(description)) = entries.next() {
            out.extend(item(description));
        }
    }
    out
}

/// The blocks of a description that describes nothing.
fn undefined(item: Item) -> Vec<Block> {
    let mut out = item.children;
    if !item.lead.is_empty() {
        let lead = Block { id: item.id, span: item.span, kind: BlockKind::Paragraph(item.lead) };
        out.insert(0, lead);
    }
    out
}
