//! Units and notes become the block tree, with the lines of each leaf.

use super::inline::{Markup, inlines, inlines_of};
use super::ledger::Account;
use super::marks::Mark;
use super::source::is_blank;
use super::strand::Strand;
use super::targets::Carried;
use super::units::{ItemMark, RowPlace, Sign, Unit};
use crate::document::walk::each_inline;
use crate::document::{Align, Block, BlockId, BlockKind, Body, Inline, Item, Note, RawLink, Row, normalise};
use std::ops::Range;

/// A note with its text.
#[derive(Debug)]
pub(super) struct NoteText {
    pub(super) label: u32,
    pub(super) strand: Strand,
    pub(super) links: Vec<Carried>,
    /// Its further paragraphs.
    pub(super) more: Vec<Strand>,
}

/// A unit with what stands in its text beside words.
#[derive(Debug)]
pub(super) struct MarkedUnit {
    pub(super) unit: Unit,
    pub(super) marks: Vec<Mark>,
    pub(super) links: Vec<Carried>,
}

/// Builds the tree. The strands are those of its leaves, in the order of [`Body::leaves`].
pub(super) fn build(
    units: Vec<MarkedUnit>,
    notes: Vec<NoteText>,
    markup: Markup,
    account: &mut Account,
) -> (Body<RawLink>, Vec<Strand>) {
    let mut tree = Tree { markup, account, strands: Vec::new() };
    let blocks = tree.blocks(units);
    let notes = notes.into_iter().map(|note| tree.note(note)).collect();
    // What is left of markup may be blanks at edges and the like, which Markdown cannot write.
    (normalise(Body { blocks, notes }), tree.strands)
}

struct Tree<'a> {
    markup: Markup,
    account: &'a mut Account,
    /// The texts of the leaves so far.
    strands: Vec<Strand>,
}

/// A list item and how deep it stands.
struct Deep {
    depth: usize,
    /// Its number in a list that Markdown counts.
    ordinal: Option<u32>,
    item: Item<RawLink>,
}

impl Tree<'_> {
    fn leaf(&mut self, strand: Strand, marks: &[Mark], links: &[Carried]) -> Vec<Inline> {
        let content = inlines(&strand, marks, links, self.markup, self.account);
        self.strands.push(strand);
        content
    }

    fn blocks(&mut self, units: Vec<MarkedUnit>) -> Vec<Block<RawLink>> {
        let mut blocks = Vec::new();
        let mut list = Vec::new();
        let mut marks = Nesting::default();
        for MarkedUnit { mut unit, marks: note_marks, links } in units {
            if let Unit::Row { place, strand, cells } = unit {
                end_list(&mut list, &mut marks, &mut blocks);
                let row = self.row(strand, &cells, &note_marks, &links);
                add_row(row, place, &mut blocks);
                continue;
            }
            let content = self.leaf(unit.take_strand(), &note_marks, &links);
            match unit {
                // Markup without words, as an empty link, leaves nothing.
                Unit::Paragraph(_) | Unit::Item { .. } | Unit::Heading { restored: None, .. }
                    if is_nothing(&content) =>
                {
                    self.strands.pop();
                }
                Unit::Item { mark, .. } => {
                    let depth = marks.depth(mark, self.strands.last().map_or("", Strand::text));
                    let ordinal = if let Sign::Point(_, ordinal) = mark.sign { ordinal } else { None };
                    list.push(Deep { depth, ordinal, item: item(content) });
                    continue;
                }
                Unit::Heading { level, restored, .. } => {
                    end_list(&mut list, &mut marks, &mut blocks);
                    let content = numbered(restored, content);
                    blocks.push(Block::new(BlockKind::Heading { level, content }));
                }
                // Rows are done above.
                Unit::Paragraph(_) | Unit::Row { .. } => {
                    end_list(&mut list, &mut marks, &mut blocks);
                    blocks.push(Block::new(BlockKind::Paragraph(content)));
                }
            }
        }
        end_list(&mut list, &mut marks, &mut blocks);
        blocks
    }

    fn row(
        &mut self,
        strand: Strand,
        cells: &[Range<usize>],
        marks: &[Mark],
        links: &[Carried],
    ) -> Row<RawLink> {
        let cell =
            |part: &Range<usize>| inlines_of(&strand, part.clone(), marks, links, self.markup, self.account);
        let cells = cells.iter().map(cell).collect();
        self.strands.push(strand);
        Row { id: BlockId::default(), span: 0..0, cells }
    }

    fn note(&mut self, note: NoteText) -> Note<RawLink> {
        let lead = self.leaf(note.strand, &[], &note.links);
        let mut children = Vec::new();
        for paragraph in note.more {
            let content = self.leaf(paragraph, &[], &[]);
            if is_nothing(&content) {
                self.strands.pop();
            } else {
                children.push(Block::new(BlockKind::Paragraph(content)));
            }
        }
        Note { id: BlockId::default(), span: 0..0, label: note.label.to_string(), lead, children }
    }
}

/// Whether inline text has neither words nor note marks.
fn is_nothing(content: &[Inline]) -> bool {
    let mut nothing = true;
    each_inline(content, &mut |inline| match inline {
        Inline::Text(text) => nothing &= text.chars().all(is_blank),
        Inline::NoteRef(_) => nothing = false,
        _ => {}
    });
    nothing
}

/// Adds a row to the table before it, or begins one.
fn add_row(row: Row<RawLink>, place: RowPlace, blocks: &mut Vec<Block<RawLink>>) {
    match (place, blocks.last_mut().map(|block| &mut block.kind)) {
        (RowPlace::Below, Some(BlockKind::Table { rows, .. })) => rows.push(row),
        _ => {
            let align = vec![Align::None; row.cells.len()];
            blocks.push(Block::new(BlockKind::Table { align, header: Box::new(row), rows: Vec::new() }));
        }
    }
}

fn item(lead: Vec<Inline>) -> Item<RawLink> {
    Item { id: BlockId::default(), span: 0..0, lead, children: Vec::new() }
}

/// A heading's content behind its restored number.
fn numbered(number: Option<String>, mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(number) = number {
        match content.first_mut() {
            Some(Inline::Text(text)) => text.insert_str(0, &format!("{number} ")),
            _ => content.insert(0, Inline::Text(format!("{number} "))),
        }
    }
    content
}

fn end_list(list: &mut Vec<Deep>, marks: &mut Nesting, blocks: &mut Vec<Block<RawLink>>) {
    if !list.is_empty() {
        let mut items = std::mem::take(list).into_iter().peekable();
        while items.peek().is_some() {
            blocks.push(nested(&mut items, 0));
        }
    }
    *marks = Nesting::default();
}

/// The list of all items from here on that stand at least this deep and, if Markdown counts them, have the
/// number that is due.
fn nested(items: &mut std::iter::Peekable<std::vec::IntoIter<Deep>>, depth: usize) -> Block<RawLink> {
    let mut list: Vec<Item<RawLink>> = Vec::new();
    let mut due = items.peek().and_then(|first| first.ordinal);
    let start = due.map(u64::from);
    while let Some(next) = items.peek() {
        if next.depth < depth {
            break;
        }
        match list.last_mut() {
            Some(parent) if next.depth > depth => parent.children.push(nested(items, depth + 1)),
            _ if next.ordinal != due => break,
            _ => {
                due = due.map(|number| number + 1);
                list.extend(items.next().map(|deep| deep.item));
            }
        }
    }
    Block::new(BlockKind::List { start, tight: true, items: list })
}

/// Deepest list that is built.
const DEEPEST: usize = 6;

/// The list signs above the current item, outermost first.
#[derive(Default)]
struct Nesting {
    stack: Vec<ItemMark>,
    /// Whether the item before leads on to a list of its own.
    opens: bool,
}

impl Nesting {
    /// How deep an item stands. An item is within the one before it if it stands in more counted lists, is
    /// indented more, or has another sign and the one before ends with a colon.
    fn depth(&mut self, mark: ItemMark, text: &str) -> usize {
        while let Some(top) = self.stack.last() {
            let level = mark.level == top.level;
            let other = !mark.sign.is_of_list(top.sign);
            let inside =
                mark.level > top.level || level && (mark.indent > top.indent + 1 || (other && self.opens));
            let beside = level && !other && mark.indent + 1 >= top.indent;
            if inside || beside || self.stack.len() == 1 {
                if inside && self.stack.len() < DEEPEST {
                    self.stack.push(mark);
                }
                break;
            }
            self.stack.pop();
        }
        if self.stack.is_empty() {
            self.stack.push(mark);
        }
        self.opens = text.ends_with(':');
        self.stack.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[(char, usize, &str)], expected: &[usize]) {
        let mut nesting = Nesting::default();
        let depths: Vec<_> = items
            .iter()
            .map(|(sign, indent, text)| {
                nesting.depth(ItemMark { sign: Sign::Bullet(*sign), indent: *indent, level: 0 }, text)
            })
            .collect();
        assert_eq!(depths, expected);
    }

    #[test]
    fn signs_and_indents_nest_lists() {
        check(
            &[('-', 0, "een;"), ('-', 0, "met:"), ('o', 0, "x;"), ('o', 0, "y;"), ('-', 0, "twee.")],
            &[0, 0, 1, 1, 0],
        );
        check(&[('-', 0, "een"), ('-', 2, "x"), ('-', 4, "y"), ('-', 0, "twee")], &[0, 1, 2, 0]);
        check(&[('-', 0, "een;"), ('•', 0, "ander teken")], &[0, 0]);
    }
}
