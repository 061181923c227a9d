//! Block tree → canonical Markdown.
//!
//! One paragraph one line, headings with `#`, items with `-`, notes at the end in order. Of a normalised
//! tree ([`super::normalise()`]) the parser makes the same tree again, up to spans and the ids of blocks
//! that are no headings.

mod escape;
mod inline;
mod lines;

use super::block::{Alert, Align, Block, BlockId, BlockKind, Body, Definition, Inline, Item, RawLink, Row};
use crate::scan::any_odd;
use inline::{Place, words};
use lines::Lines;
use std::borrow::Cow;

/// In what the prints of one tree differ.
pub trait Printing<L> {
    /// Where a link or an image leads; none where its words alone are printed.
    fn address<'a>(&self, target: &'a L) -> Option<Cow<'a, str>>;

    /// Words that are put in emphasis before those of a block.
    fn mark(&self, block: &BlockId) -> Option<&str>;
}

/// As the tree has it.
struct AsItIs;

impl Printing<RawLink> for AsItIs {
    fn address<'a>(&self, target: &'a RawLink) -> Option<Cow<'a, str>> {
        Some(target.into())
    }

    fn mark(&self, _: &BlockId) -> Option<&str> {
        None
    }
}

/// Prints a body; the text ends with a line end unless it is empty.
pub fn print_body(body: &Body) -> String {
    print_body_with(body, &AsItIs)
}

/// As [`print_body`], with links that lead elsewhere and words before blocks.
pub fn print_body_with<L>(body: &Body<L>, with: &impl Printing<L>) -> String {
    let mut printer = Printer { with, lines: Lines::default() };
    printer.blocks(&body.blocks, Gap::BlankLine);
    for note in &body.notes {
        if printer.lines.count() > 0 {
            printer.lines.blank();
        }
        let marker = format!("{}: ", escape::mark(&note.label, false));
        printer.hang(&marker, "    ", |p| p.contents(&note.id, &note.lead, &note.children, Gap::BlankLine));
    }
    printer.lines.into_text()
}

/// What stands between two blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    BlankLine,
    Nothing,
}

/// Which of the two markers of a list's kind to use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    First,
    Second,
}

impl Marker {
    fn other(self) -> Marker {
        match self {
            Marker::First => Marker::Second,
            Marker::Second => Marker::First,
        }
    }
}

/// Whether two neighbours are lists of one kind, which the parser would take for one list.
fn joins<L>(before: &BlockKind<L>, after: &BlockKind<L>) -> bool {
    match (before, after) {
        (BlockKind::List { start: a, .. }, BlockKind::List { start: b, .. }) => a.is_some() == b.is_some(),
        _ => false,
    }
}

/// The marks of headings.
const HASHES: &str = "######";

struct Printer<'p, P> {
    with: &'p P,
    lines: Lines,
}

impl<P> Printer<'_, P> {
    fn blocks<L>(&mut self, list: &[Block<L>], gap: Gap)
    where
        P: Printing<L>,
    {
        let start = self.lines.count();
        let mut marker = Marker::First;
        for (i, block) in list.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| &list[i].kind);
            marker = match before.is_some_and(|before| joins(before, &block.kind)) {
                true => marker.other(),
                false => Marker::First,
            };
            if gap == Gap::BlankLine && self.lines.count() > start {
                self.lines.blank();
            }
            self.block(block, marker);
        }
    }

    fn block<L>(&mut self, block: &Block<L>, marker: Marker)
    where
        P: Printing<L>,
    {
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(*level, &block.id, content),
            BlockKind::Paragraph(content) => self.paragraph(&block.id, content, Place::Lines),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items, marker),
            BlockKind::Quote { alert, blocks } => self.quote(*alert, blocks),
            BlockKind::Code { info, text } => self.code(info, text),
            BlockKind::Table { align, header, rows } => self.table(align, header, rows),
            BlockKind::Definitions(entries) => self.definitions(entries),
            // Neither `---` nor `___` is a rule everywhere: they underline headings and open lists.
            BlockKind::Rule => self.lines.line(&["***"]),
            BlockKind::Html(html) => html.lines().for_each(|line| self.lines.line(&[line])),
        }
    }

    fn heading<L>(&mut self, level: u8, id: &BlockId, content: &[Inline<L>])
    where
        P: Printing<L>,
    {
        let hashes = &HASHES[..HASHES.len().min(level.into())];
        let place = if id.is_empty() { Place::HeadingEnd } else { Place::Heading };
        let words = words(self.with, self.with.mark(id), content, place);
        match id.is_empty() {
            true => self.lines.line(&[hashes, " ", &words]),
            false => self.lines.line(&[hashes, " ", &words, " {#", id.as_str(), "}"]),
        }
    }

    /// The lines of words; none where there are none.
    fn paragraph<L>(&mut self, id: &BlockId, content: &[Inline<L>], place: Place)
    where
        P: Printing<L>,
    {
        let words = words(self.with, self.with.mark(id), content, place);
        match any_odd(&words, |byte| byte == b'\n') {
            true => words.lines().for_each(|line| self.lines.line(&[line])),
            false if words.is_empty() => {}
            false => self.lines.line(&[&words]),
        }
    }

    /// The lines of a container that begins with words.
    fn contents<L>(&mut self, id: &BlockId, lead: &[Inline<L>], children: &[Block<L>], gap: Gap)
    where
        P: Printing<L>,
    {
        let start = self.lines.count();
        self.paragraph(id, lead, Place::Lines);
        if children.is_empty() {
            return;
        }
        let before = self.lines.place();
        if gap == Gap::BlankLine && self.lines.count() > start {
            self.lines.blank();
        }
        let start = self.lines.count();
        self.blocks(children, gap);
        if self.lines.count() == start {
            self.lines.back_to(before);
        }
    }

    /// Puts a marker before the first line of what `content` prints and indents the others.
    fn hang(&mut self, marker: &str, indent: &str, content: impl FnOnce(&mut Self)) {
        let outer = self.lines.open(marker, indent);
        content(self);
        self.lines.close(outer);
    }

    fn list<L>(&mut self, start: Option<u64>, tight: bool, items: &[Item<L>], marker: Marker)
    where
        P: Printing<L>,
    {
        // Without words nothing tells a tight list from a loose one, and blank lines do no harm.
        let has_words = |item: &Item<L>| !item.lead.is_empty() || self.with.mark(&item.id).is_some();
        let gap = if tight && items.iter().any(has_words) { Gap::Nothing } else { Gap::BlankLine };
        for (i, (item, number)) in items.iter().zip(start.unwrap_or_default()..).enumerate() {
            if gap == Gap::BlankLine && i > 0 {
                self.lines.blank();
            }
            let sign: Cow<'_, str> = match (start.is_some(), marker) {
                (false, Marker::First) => "- ".into(),
                (false, Marker::Second) => "+ ".into(),
                (true, Marker::First) => format!("{number}. ").into(),
                (true, Marker::Second) => format!("{number}) ").into(),
            };
            let indent = " ".repeat(sign.len());
            self.hang(&sign, &indent, |p| p.contents(&item.id, &item.lead, &item.children, gap));
        }
    }

    fn quote<L>(&mut self, alert: Option<Alert>, inner: &[Block<L>])
    where
        P: Printing<L>,
    {
        let mark = alert.map(|alert| match alert {
            Alert::Note => "[!NOTE]",
            Alert::Tip => "[!TIP]",
            Alert::Important => "[!IMPORTANT]",
            Alert::Warning => "[!WARNING]",
            Alert::Caution => "[!CAUTION]",
        });
        let outer = self.lines.open_quote();
        if let Some(mark) = mark {
            self.lines.line(&[mark]);
            // The line after the mark counts as the continuation of a paragraph.
            if !matches!(inner.first(), Some(Block { kind: BlockKind::Paragraph(_), .. })) {
                self.lines.blank();
            }
        }
        self.blocks(inner, Gap::BlankLine);
        self.lines.close_quote(outer);
    }

    fn code(&mut self, info: &str, text: &str) {
        let sign = if info.contains('`') { '~' } else { '`' };
        let longest = text.split(|c| c != sign).map(str::len).max().unwrap_or(0);
        let fence = sign.to_string().repeat(longest.max(2) + 1);
        let gap = if info.starts_with(sign) { " " } else { "" };
        self.lines.line(&[&fence, gap, &escape::info(info)]);
        if !text.is_empty() {
            text.split('\n').for_each(|line| self.lines.line(&[line]));
        }
        self.lines.line(&[&fence]);
    }

    fn table<L>(&mut self, align: &[Align], header: &Row<L>, rows: &[Row<L>])
    where
        P: Printing<L>,
    {
        self.row(header);
        let rule: Vec<&str> = align
            .iter()
            .map(|align| match align {
                Align::None => "---",
                Align::Left => ":--",
                Align::Center => ":-:",
                Align::Right => "--:",
            })
            .collect();
        self.lines.line(&["| ", &rule.join(" | "), " |"]);
        rows.iter().for_each(|row| self.row(row));
    }

    fn row<L>(&mut self, row: &Row<L>)
    where
        P: Printing<L>,
    {
        // A mark stands in the first cell.
        let marks = std::iter::once(self.with.mark(&row.id)).chain(std::iter::repeat(None));
        let cells: Vec<Cow<'_, str>> = row
            .cells
            .iter()
            .zip(marks)
            .map(|(cell, mark)| words(self.with, mark, cell, Place::Cell))
            .collect();
        self.lines.line(&["| ", &cells.join(" | "), " |"]);
    }

    fn definitions<L>(&mut self, entries: &[Definition<L>])
    where
        P: Printing<L>,
    {
        let start = self.lines.count();
        for entry in entries {
            match entry {
                Definition::Term { id, content, .. } => {
                    if self.lines.count() > start {
                        self.lines.blank();
                    }
                    self.paragraph(id, content, Place::Term);
                }
                Definition::Description(item) => {
                    let gap = Gap::BlankLine;
                    self.hang(": ", "  ", |p| p.contents(&item.id, &item.lead, &item.children, gap));
                }
            }
        }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
