//! Trees without their places, for comparing what was read from different texts.

use fichewijzer::document::{Block, BlockKind, Body, Definition, Inline, Item, Note, Row};

/// The same body, every span empty.
pub(crate) fn bare(mut body: Body) -> Body {
    blocks(&mut body.blocks);
    for Note { span, lead, children, .. } in &mut body.notes {
        *span = 0..0;
        inlines(lead);
        blocks(children);
    }
    body
}

fn blocks(list: &mut [Block]) {
    for block in list {
        block.span = 0..0;
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => inlines(content),
            BlockKind::List { items, .. } => items.iter_mut().for_each(item),
            BlockKind::Quote { blocks: inner, .. } => blocks(inner),
            BlockKind::Table { header, rows, .. } => {
                row(header);
                rows.iter_mut().for_each(row);
            }
            BlockKind::Definitions(entries) => entries.iter_mut().for_each(definition),
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

fn definition(entry: &mut Definition) {
    match entry {
        Definition::Term { span, content, .. } => {
            *span = 0..0;
            inlines(content);
        }
        Definition::Description(description) => item(description),
    }
}

fn item(item: &mut Item) {
    item.span = 0..0;
    inlines(&mut item.lead);
    blocks(&mut item.children);
}

fn row(row: &mut Row) {
    row.span = 0..0;
    row.cells.iter_mut().for_each(|cell| inlines(cell));
}

fn inlines(list: &mut [Inline]) {
    for inline in list {
        match inline {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => inlines(inner),
            Inline::Link(link) => {
                link.span = 0..0;
                inlines(&mut link.content);
            }
            Inline::Image(image) => image.span = 0..0,
            _ => {}
        }
    }
}
