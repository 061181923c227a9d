//! The text as it runs, freed from pages and with its notes apart.

use super::ledger::Account;
use super::shape::Shape;
use super::source::{Row, Source};
use super::targets::Targets;
use super::{endnotes, pages, sheets};
use crate::diagnostic::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A row of the running text.
#[derive(Debug, Clone)]
pub(super) struct TextRow {
    pub(super) row: Row,
    /// Number of its page, where the dump tells pages apart.
    pub(super) page: usize,
    /// Whether a page ended or notes stood between it and the row before.
    pub(super) torn: bool,
}

/// The definition of a note: the rows it stands on, without its number.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) label: u32,
    pub(super) page: usize,
    pub(super) rows: Vec<Row>,
    /// Its number as printed.
    pub(super) number: Span,
}

/// How the marks of notes look in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkForm {
    /// Digits behind a word without anything between.
    Glued,
    Superscript,
    /// `[12]`
    Bracketed,
    /// Digits with a blank on either side, as web pages print raised ones.
    Apart,
    /// `(12)`
    Parenthesised,
}

impl MarkForm {
    /// Whether a mark is one only where the sequence expects its number. The other forms cannot be anything
    /// else, and may come back.
    pub(super) fn by_sequence(self) -> bool {
        matches!(self, MarkForm::Glued | MarkForm::Apart | MarkForm::Parenthesised)
    }
}

/// Running text and notes.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) shape: Shape,
    pub(super) rows: Vec<TextRow>,
    pub(super) notes: Vec<Definition>,
    pub(super) form: MarkForm,
    /// Link targets printed apart.
    pub(super) targets: Targets,
}

/// Takes page furniture and notes out of the rows.
pub(super) fn read(source: &Source, account: &mut Account) -> Flow {
    let rows = source.rows();
    let shape = Shape::of(source, &rows);
    let mut flow = match shape {
        Shape::Spaced => return pages::read(source, rows, account),
        Shape::Wrapped => match sheets::read(source, &rows, account) {
            Some(flow) => flow,
            None => endnotes::read(source, rows, shape, account),
        },
        Shape::Flowing => endnotes::read(source, rows, shape, account),
    };
    flow.rows = join_lone_marks(source, flow.rows);
    flow
}

static LONE_MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[a-z][.)]|[•▪●·○◦‣\u{f0b7}\u{f0a7}])$")
        .expect("pattern compiles")
});

/// Puts the number of a heading or the sign of an item that stands on a row of its own before the row that it
/// belongs to.
fn join_lone_marks(source: &Source, rows: Vec<TextRow>) -> Vec<TextRow> {
    let mut out: Vec<TextRow> = Vec::with_capacity(rows.len());
    let mut lone = false;
    for row in rows {
        let is_mark = LONE_MARK.is_match(source.get(&row.row.span));
        match out.last_mut() {
            Some(mark) if lone && !is_mark && !row.torn => {
                mark.row =
                    Row { span: mark.row.span.start..row.row.span.end, tail: row.row.tail, ..mark.row };
            }
            _ => out.push(row),
        }
        lone = is_mark;
    }
    out
}

/// A note's number at the start of a row: its value, its form, and the row's rest after it.
pub(super) fn leading_number(source: &Source, row: &Row) -> Option<(u32, MarkForm, Row)> {
    let text = source.get(&row.span);
    let (value, form, len) = if let Some(inner) = text.strip_prefix('[') {
        let close = inner.find(']').filter(|at| *at <= 5)?;
        (inner[..close].parse().ok()?, MarkForm::Bracketed, close + 2)
    } else if text.starts_with(|c: char| superscript(c).is_some()) {
        let (value, len) = superscript_number(text)?;
        (value, MarkForm::Superscript, len)
    } else {
        let len = text.bytes().take_while(u8::is_ascii_digit).count();
        text[len..].starts_with(char::is_whitespace).then_some(())?;
        (text[..len].parse().ok()?, MarkForm::Glued, len)
    };
    let rest = text[len..].trim_start_matches(super::source::is_blank);
    let start = row.span.end - rest.len();
    (!rest.is_empty()).then(|| (value, form, Row { span: start..row.span.end, ..row.clone() }))
}

/// The number that a text's leading superscripts write, and their length.
pub(super) fn superscript_number(text: &str) -> Option<(u32, usize)> {
    let mut value: u32 = 0;
    let mut len = 0;
    for c in text.chars() {
        let Some(digit) = superscript(c) else { break };
        value = value.checked_mul(10)?.checked_add(digit)?;
        len += c.len_utf8();
    }
    (len > 0).then_some((value, len))
}

/// The digit that a superscript writes.
pub(super) fn superscript(c: char) -> Option<u32> {
    match c {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(c as u32 - '⁰' as u32),
        _ => None,
    }
}

/// Opens a definition whose number the row begins with, or is.
pub(super) fn open(number: (u32, Row), row: &Row, page: usize) -> Definition {
    let (label, rest) = number;
    let number = row.span.start..rest.span.start;
    let rows = if rest.span.is_empty() { Vec::new() } else { vec![rest] };
    Definition { label, page, number, rows }
}
