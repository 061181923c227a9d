//! Block tree → canonical Markdown.
//!
//! One paragraph one line, headings with `#`, items with `-`, notes at the end in order. Of a normalised
//! tree ([`super::normalise()`]) the parser makes the same tree again, up to spans and the ids of blocks
//! that are no headings.

mod escape;
mod inline;

use super::block::{Alert, Align, Block, BlockKind, Body, Definition, Inline, Item, Row};
use inline::{Place, words};

/// Prints a body; the text ends with a line end unless it is empty.
pub fn print_body(body: &Body) -> String {
    let mut lines = blocks(&body.blocks, Gap::BlankLine);
    for note in &body.notes {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let content = contents(&note.lead, &note.children, Gap::BlankLine);
        lines.extend(hang(&format!("{}: ", escape::mark(&note.label, false)), "    ", content));
    }
    let mut out = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    for line in &lines {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// What stands between two blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    BlankLine,
    Nothing,
}

fn blocks(list: &[Block], gap: Gap) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut marker = Marker::First;
    for (i, block) in list.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &list[i].kind);
        marker = if before.is_some_and(|before| joins(before, &block.kind)) {
            marker.other()
        } else {
            Marker::First
        };
        if gap == Gap::BlankLine && !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines(block, marker));
    }
    out
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
fn joins(before: &BlockKind, after: &BlockKind) -> bool {
    match (before, after) {
        (BlockKind::List { start: a, .. }, BlockKind::List { start: b, .. }) => a.is_some() == b.is_some(),
        _ => false,
    }
}

fn lines(block: &Block, marker: Marker) -> Vec<String> {
    match &block.kind {
        BlockKind::Heading { level, content } => {
            let marks = "#".repeat(usize::from(*level));
            let place = if block.id.is_empty() { Place::HeadingEnd } else { Place::Heading };
            let id = if block.id.is_empty() { String::new() } else { format!(" {{#{}}}", block.id) };
            vec![format!("{marks} {}{id}", words(content, place))]
        }
        BlockKind::Paragraph(content) => paragraph(content),
        BlockKind::List { start, tight, items } => list(*start, *tight, items, marker),
        BlockKind::Quote { alert, blocks: inner } => quote(*alert, inner),
        BlockKind::Code { info, text } => code(info, text),
        BlockKind::Table { align, header, rows } => table(align, header, rows),
        BlockKind::Definitions(entries) => definitions(entries),
        // Neither `---` nor `___` is a rule everywhere: they underline headings and open lists.
        BlockKind::Rule => vec!["***".to_owned()],
        BlockKind::Html(html) => html.lines().map(str::to_owned).collect(),
    }
}

fn paragraph(content: &[Inline]) -> Vec<String> {
    let words = words(content, Place::Lines);
    match words.contains('\n') {
        true => words.lines().map(str::to_owned).collect(),
        false if words.is_empty() => Vec::new(),
        false => vec![words],
    }
}

/// The lines of a container that begins with words.
fn contents(lead: &[Inline], children: &[Block], gap: Gap) -> Vec<String> {
    let mut out = paragraph(lead);
    let rest = blocks(children, gap);
    if gap == Gap::BlankLine && !out.is_empty() && !rest.is_empty() {
        out.push(String::new());
    }
    out.extend(rest);
    out
}

/// Puts a marker before the first line and indents the others, blank lines excepted.
fn hang(marker: &str, indent: &str, content: Vec<String>) -> Vec<String> {
    if content.is_empty() {
        return vec![marker.trim_end().to_owned()];
    }
    content
        .into_iter()
        .enumerate()
        .map(|(i, line)| match (i, line.as_str()) {
            (0, line) => format!("{marker}{line}"),
            (_, "") => String::new(),
            (_, line) => format!("{indent}{line}"),
        })
        .collect()
}

fn list(start: Option<u64>, tight: bool, items: &[Item], marker: Marker) -> Vec<String> {
    // Without words nothing tells a tight list from a loose one, and blank lines do no harm.
    let has_words = items.iter().any(|item| !item.lead.is_empty());
    let gap = if tight && has_words { Gap::Nothing } else { Gap::BlankLine };
    let mut out: Vec<String> = Vec::new();
    for (item, number) in items.iter().zip(start.unwrap_or_default()..) {
        if gap == Gap::BlankLine && !out.is_empty() {
            out.push(String::new());
        }
        let sign = match (start.is_some(), marker) {
            (false, Marker::First) => "- ".to_owned(),
            (false, Marker::Second) => "+ ".to_owned(),
            (true, Marker::First) => format!("{number}. "),
            (true, Marker::Second) => format!("{number}) "),
        };
        let content = contents(&item.lead, &item.children, gap);
        out.extend(hang(&sign, &" ".repeat(sign.len()), content));
    }
    out
}

fn quote(alert: Option<Alert>, inner: &[Block]) -> Vec<String> {
    let mark = alert.map(|alert| match alert {
        Alert::Note => "[!NOTE]",
        Alert::Tip => "[!TIP]",
        Alert::Important => "[!IMPORTANT]",
        Alert::Warning => "[!WARNING]",
        Alert::Caution => "[!CAUTION]",
    });
    // The line after the mark counts as the continuation of a paragraph.
    let has_words_first = matches!(inner.first(), Some(Block { kind: BlockKind::Paragraph(_), .. }));
    let blank = mark.filter(|_| !has_words_first).map(|_| String::new());
    mark.map(str::to_owned)
        .into_iter()
        .chain(blank)
        .chain(blocks(inner, Gap::BlankLine))
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect()
}

fn code(info: &str, text: &str) -> Vec<String> {
    let sign = if info.contains('`') { '~' } else { '`' };
    let longest = text.split(|c| c != sign).map(str::len).max().unwrap_or(0);
    let fence = sign.to_string().repeat(longest.max(2) + 1);
    let gap = if info.starts_with(sign) { " " } else { "" };
    let mut out = vec![format!("{fence}{gap}{}", escape::info(info))];
    if !text.is_empty() {
        out.extend(text.split('\n').map(str::to_owned));
    }
    out.push(fence);
    out
}

fn table(align: &[Align], header: &Row, rows: &[Row]) -> Vec<String> {
    let rule: Vec<&str> = align
        .iter()
        .map(|align| match align {
            Align::None => "---",
            Align::Left => ":--",
            Align::Center => ":-:",
            Align::Right => "--:",
        })
        .collect();
    let mut out = vec![row(header), format!("| {} |", rule.join(" | "))];
    out.extend(rows.iter().map(row));
    out
}

fn row(row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| words(cell, Place::Cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn definitions(entries: &[Definition]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for entry in entries {
        match entry {
            Definition::Term { content, .. } => {
                if !out.is_empty() {
                    out.push(String::new());
                }
                out.extend(words(content, Place::Term).lines().map(str::to_owned));
            }
            Definition::Description(item) => {
                let content = contents(&item.lead, &item.children, Gap::BlankLine);
                out.extend(hang(": ", "  ", content));
            }
        }
    }
    out
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
