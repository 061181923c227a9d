//! Rows become headings, paragraphs and list items.

use super::flow::{TextRow, superscript};
use super::genre::{Genre, HeadingAt, Text, Waiting};
use super::joins::Joiner;
use super::ledger::{Account, EntryKind, Suspicion};
use super::points::{self, OpenPoints, Point};
use super::shape::{Measure, Shape, ends_sentence, starts_lower, starts_upper};
use super::source::Source;
use super::strand::Strand;
use super::tables::{self, Found};
use crate::diagnostic::Span;
use std::ops::Range;

/// A block of the text before its inline parts are read.
#[derive(Debug)]
pub(super) enum Unit {
    Heading {
        level: u8,
        /// A number that the dump lost.
        restored: Option<String>,
        strand: Strand,
    },
    Paragraph(Strand),
    Item {
        mark: ItemMark,
        strand: Strand,
    },
    /// A row of a table.
    Row {
        /// Whether it begins the table.
        place: RowPlace,
        strand: Strand,
        /// The cells, as ranges of the strand's text.
        cells: Vec<Range<usize>>,
    },
}

/// Where a row stands in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowPlace {
    Header,
    Below,
}

impl Unit {
    /// Its text.
    pub(super) fn strand(&self) -> &Strand {
        match self {
            Unit::Heading { strand, .. }
            | Unit::Paragraph(strand)
            | Unit::Item { strand, .. }
            | Unit::Row { strand, .. } => strand,
        }
    }

    /// Takes its text out.
    pub(super) fn take_strand(&mut self) -> Strand {
        std::mem::take(self.strand_mut())
    }

    fn strand_mut(&mut self) -> &mut Strand {
        match self {
            Unit::Heading { strand, .. }
            | Unit::Paragraph(strand)
            | Unit::Item { strand, .. }
            | Unit::Row { strand, .. } => strand,
        }
    }
}

/// What stands before a list item, and how deep it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ItemMark {
    pub(super) sign: Sign,
    /// Blanks before it.
    pub(super) indent: usize,
    /// How many counted lists it stands in.
    pub(super) level: usize,
}

/// The mark of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Bullet(char),
    /// A point of a counted list, with the number that Markdown prints before it, where it does.
    Point(Point, Option<u32>),
}

impl Sign {
    /// Whether it marks items of the same list as another: it is the same, or counts in the same way.
    pub(super) fn is_of_list(self, other: Sign) -> bool {
        match (self, other) {
            (Sign::Bullet(one), Sign::Bullet(other)) => one == other,
            (Sign::Point(one, _), Sign::Point(other, _)) => one.form == other.form,
            _ => false,
        }
    }
}

/// Groups the rows of a text into units.
pub(super) fn read(
    text: Text<'_>,
    mut rows: &[TextRow],
    joiner: &Joiner<'_>,
    genre: &mut dyn Genre,
    account: &mut Account,
) -> Vec<Unit> {
    let Text { source, shape } = text;
    let measure = Measure::of(source, shape, rows.iter().map(|r| &r.row));
    let mut builder = Builder {
        source,
        shape,
        measure,
        joiner,
        account,
        units: Vec::new(),
        last: None,
        doubtful_to: 0,
        open: OpenPoints::default(),
    };
    while let Some((row, rest)) = rows.split_first() {
        let waiting = builder.waiting(row);
        match genre.heading(text, rows, waiting) {
            Some(heading) => {
                let (own, after) = rows.split_at(heading.rows.clamp(1, rows.len()));
                builder.heading(heading, own);
                rows = after;
            }
            None => match builder.table(text, rows) {
                Some(count) => rows = &rows[count..],
                None => {
                    builder.row(row, rest);
                    rows = rest;
                }
            },
        }
    }
    let mut units = builder.units;
    points::find_lists(&mut units, account);
    units
}

/// Signs that always make a list item where they begin a paragraph.
const BULLETS: [char; 11] = ['-', '•', '▪', '●', '*', '·', '○', '◦', '‣', '\u{f0b7}', '\u{f0a7}'];
/// Those of them that stand for nothing else: they make one in the middle of a paragraph too, as under a
/// heading that nobody could know.
const ONLY_BULLETS: [char; 9] = ['•', '▪', '●', '○', '◦', '‣', '·', '\u{f0b7}', '\u{f0a7}'];
/// Signs that do so only in a list or behind a colon: a letter, and dashes that texts use otherwise.
const WEAK_BULLETS: [char; 3] = ['o', '–', '—'];

/// The sign of a list item at the start of a row, and the length up to its text.
pub(super) fn list_sign(text: &str) -> Option<(char, usize)> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let words = rest.trim_start();
    ((BULLETS.contains(&sign) || WEAK_BULLETS.contains(&sign))
        && words.len() < rest.len()
        && !words.is_empty())
    .then(|| (sign, text.len() - words.len()))
}

/// Length of a heading's number at the start of a text, which has words behind it: "a)", "a.", "1.",
/// "10)".
pub(super) fn heading_number(text: &str) -> Option<usize> {
    let mark = text.split_whitespace().next()?;
    let inner = mark.strip_suffix(['.', ')'])?;
    let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase());
    let digits = (1..=2).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    ((letter || digits) && mark.len() < text.len()).then_some(mark.len())
}

/// How many rows a heading that begins here goes on for: those that go on in lower case without a gap.
pub(super) fn heading_rows(text: Text<'_>, rows: &[TextRow]) -> usize {
    let goes_on = |row: &&TextRow| {
        let words = text.source.get(&row.row.span);
        let near = row.row.gap <= text.shape.line_gap() && !row.torn;
        near && starts_lower(words) && list_sign(words).is_none() && heading_number(words).is_none()
    };
    1 + rows.iter().skip(1).take(5).take_while(goes_on).count()
}

struct Builder<'a> {
    source: &'a Source,
    shape: Shape,
    measure: Measure,
    joiner: &'a Joiner<'a>,
    account: &'a mut Account,
    units: Vec<Unit>,
    /// The last row of a paragraph or item that may go on.
    last: Option<&'a TextRow>,
    /// Up to here the rows are no table for certain.
    doubtful_to: usize,
    /// The counted lists that may go on.
    open: OpenPoints,
}

impl<'a> Builder<'a> {
    fn heading(&mut self, heading: HeadingAt, rows: &[TextRow]) {
        let mut strand = Strand::default();
        for (index, text_row) in rows.iter().enumerate() {
            let mut row = text_row.row.clone();
            if index == 0 {
                row.span.start = heading.start;
            }
            self.joiner.add(&mut strand, &row, self.account);
        }
        for (span, kind) in heading.dropped {
            self.account.ledger(span, kind);
        }
        self.units.push(Unit::Heading { level: heading.level, restored: heading.restored, strand });
        self.last = None;
        self.open.close();
    }

    /// Takes a table at the start of the rows; tells how many of them it has.
    fn table(&mut self, text: Text<'_>, rows: &[TextRow]) -> Option<usize> {
        let first = &rows.first().filter(|first| first.row.span.start >= self.doubtful_to)?.row.span;
        match tables::find(text, rows) {
            Found::Table(table) => {
                table.dropped.into_iter().for_each(|bar| self.account.ledger(bar, EntryKind::Markup));
                for (index, cells) in table.cells.iter().enumerate() {
                    let place = if index == 0 { RowPlace::Header } else { RowPlace::Below };
                    self.units.push(table_row(self.source, cells, place));
                }
                self.last = None;
                Some(table.rows)
            }
            Found::Doubtful(count) => {
                self.doubtful_to = rows[count - 1].row.span.end;
                let words = self.source.get(first).to_owned();
                self.account.doubt(Suspicion::Table, first.start..self.doubtful_to, words);
                None
            }
            Found::Nothing => None,
        }
    }

    /// Whether a list waits for the point that a row begins with.
    fn waiting(&self, row: &TextRow) -> Waiting {
        if self.open.is_due(self.source.get(&row.row.span)) { Waiting::ForPoint } else { Waiting::ForNothing }
    }

    fn row(&mut self, row: &'a TextRow, rest: &[TextRow]) {
        let text = self.source.get(&row.row.span);
        let sign = list_sign(text).or_else(|| self.glued_sign(text, row));
        if let Some((_, len)) = sign
            && self.is_rest_of_item(row, len)
        {
            self.append(row, if self.in_parenthesis() { 0 } else { len });
        } else if let Some((sign, len)) = sign.filter(|(sign, _)| self.is_item(*sign, row)) {
            self.account.ledger(row.row.span.start..row.row.span.start + len, EntryKind::ListMark);
            let mark = ItemMark { sign: Sign::Bullet(sign), indent: row.row.indent, level: 0 };
            let strand = Strand::of(self.source, row.row.span.start + len..row.row.span.end);
            self.units.push(Unit::Item { mark, strand });
        } else if self.goes_on(row) && !self.begins_point(text, rest) {
            self.append(row, 0);
        } else {
            self.open.begin(text);
            self.units.push(Unit::Paragraph(Strand::of(self.source, row.row.span.clone())));
        }
        self.last = Some(row);
    }

    /// Adds a row to the last unit, without the list sign of this length.
    fn append(&mut self, row: &TextRow, sign: usize) {
        let Some(unit) = self.units.last_mut() else { return };
        let mut row = row.row.clone();
        self.account.ledger(row.span.start..row.span.start + sign, EntryKind::ListMark);
        row.span.start += sign;
        self.joiner.add(unit.strand_mut(), &row, self.account);
    }

    /// The text of the last unit if it may go on.
    fn open_text(&self) -> Option<(&TextRow, &Unit)> {
        Some((self.last?, self.units.last()?))
    }

    /// Whether a row that could go on with the text before it begins a point: one that is due, or the
    /// first behind what leads up to a list or behind a sentence, with the second in the rows that follow.
    fn begins_point(&self, text: &str, rest: &[TextRow]) -> bool {
        let Some((last, unit)) = self.open_text() else { return false };
        let before = unit.strand().text();
        if self.open.is_due(text) {
            return self.ends_point(before, last, text);
        }
        let Some(first) = Point::first(text) else { return false };
        before.ends_with(':') || (ends_sentence(before) && self.is_followed(first, rest))
    }

    /// Whether a point may have ended in a row: at its own stop, or because the next began on a new line.
    fn ends_point(&self, before: &str, last: &TextRow, next: &str) -> bool {
        !before.ends_with(char::is_alphanumeric)
            || ends_sentence(before)
            || self.measure.left_short(self.source.get(&last.row.span), next)
    }

    /// Whether the second point begins a row before long, behind one that may have ended the first.
    fn is_followed(&self, first: Point, rest: &[TextRow]) -> bool {
        let text = |row: &TextRow| self.source.get(&row.row.span);
        rest.iter().take(LONGEST_POINT).zip(rest.iter().skip(1)).any(|(before, row)| {
            first.next(text(row)).is_some() && self.ends_point(text(before), before, text(row))
        })
    }

    /// The sign of a list item without a blank behind it, as web pages print it: "-in 2026", "·de rest",
    /// "ohet meten". A letter is one only in a list, and where the text has the word without it.
    fn glued_sign(&self, text: &str, row: &TextRow) -> Option<(char, usize)> {
        if self.shape != Shape::Flowing {
            return None;
        }
        let sign = text.chars().next()?;
        let words = &text[sign.len_utf8()..];
        let is_sign = match sign {
            '*' => false,
            'o' => self.in_list() && starts_lower(words) && self.joiner.is_letter_glued(text),
            '-' | '–' | '—' => {
                let begins =
                    row.row.gap > 0 || self.open_text().is_none_or(|(_, u)| !breaks_off(u.strand().text()));
                begins && (starts_lower(words) || starts_upper(words))
            }
            _ => BULLETS.contains(&sign) && words.starts_with(|c: char| !c.is_whitespace()),
        };
        is_sign.then_some((sign, sign.len_utf8()))
    }

    fn in_list(&self) -> bool {
        self.open_text().is_some_and(|(_, unit)| matches!(unit, Unit::Item { .. }))
    }

    fn is_item(&self, sign: char, row: &TextRow) -> bool {
        let Some((_, unit)) = self.open_text() else { return BULLETS.contains(&sign) };
        let text = unit.strand().text();
        if self.in_list() || ONLY_BULLETS.contains(&sign) && self.shape != Shape::Spaced {
            return true;
        }
        if WEAK_BULLETS.contains(&sign) {
            return text.ends_with(':');
        }
        let parted = match self.shape {
            Shape::Spaced => row.row.gap >= 3,
            Shape::Wrapped | Shape::Flowing => row.row.gap > 0,
        };
        parted || !breaks_off(text)
    }

    /// Whether an item that notes or a page end interrupted goes on here behind a list sign of its own.
    fn is_rest_of_item(&self, row: &TextRow, sign: usize) -> bool {
        let Some((_, unit @ Unit::Item { .. })) = self.open_text() else { return false };
        let rest = &self.source.get(&row.row.span)[sign..];
        let items_end = self.units.iter().rev().skip(1).take_while(|u| matches!(u, Unit::Item { .. }));
        row.torn
            && breaks_off(unit.strand().text())
            && starts_lower(rest)
            && ends_sentence(rest)
            && items_end.take(3).all(|u| ends_sentence(u.strand().text()))
    }

    /// Whether the last sentence so far opened a parenthesis with a dash: the next dash closes it.
    fn in_parenthesis(&self) -> bool {
        let text = self.units.last().map_or("", |unit| unit.strand().text());
        let sentence = &text[text.rfind(". ").unwrap_or(0)..];
        let dashes = sentence.split(' ').filter(|word| ["–", "—", "-"].contains(word)).count();
        dashes % 2 == 1
    }

    fn goes_on(&self, row: &TextRow) -> bool {
        let Some((last, unit)) = self.open_text() else { return false };
        let text = unit.strand().text();
        let next = self.source.get(&row.row.span);
        match self.shape {
            Shape::Spaced => row.row.gap < 3 && !self.ends_by_geometry(last, text, row),
            Shape::Wrapped if row.row.gap == 0 && !row.torn => !self.ends_by_geometry(last, text, row),
            Shape::Flowing if row.row.gap == 0 && !row.torn => {
                let full = self.source.get(&last.row.span).chars().count() >= SHORTEST_BROKEN;
                full && !ends_sentence(text)
            }
            Shape::Wrapped | Shape::Flowing => self.resumes(unit, next),
        }
    }

    /// Whether the last row was left short, so that something ended there.
    fn ends_by_geometry(&self, last: &TextRow, text: &str, row: &TextRow) -> bool {
        let (last_text, next) = (self.source.get(&last.row.span), self.source.get(&row.row.span));
        if !starts_upper(next) {
            return false;
        }
        let measure = if self.in_list() { self.measure.of_list() } else { self.measure };
        let blank_behind = self.shape == Shape::Spaced && last.row.tail >= 2;
        if ends_sentence(text) {
            blank_behind || measure.left_short(last_text, next)
        } else {
            measure.left_half_empty(last_text)
        }
    }

    /// Whether a paragraph that was interrupted goes on: it breaks off in a sentence, and the next
    /// goes on in lower case, or both are running text and no heading.
    fn resumes(&self, unit: &Unit, next: &str) -> bool {
        let text = unit.strand().text();
        let words = |text: &str, count: usize| text.split_whitespace().nth(count - 1).is_some();
        if !breaks_off(text) {
            return false;
        }
        if starts_lower(next) {
            // Verses and lists without signs run on in lower case too, but on shorter lines.
            return words(text, 9);
        }
        matches!(unit, Unit::Paragraph(_)) && words(text, 12) && words(next, 8) && ends_sentence(next)
    }
}

/// Longest point of a list, in rows.
const LONGEST_POINT: usize = 40;

fn table_row(source: &Source, spans: &[Span], place: RowPlace) -> Unit {
    let mut strand = Strand::default();
    let mut cells = Vec::new();
    for span in spans {
        if !span.is_empty() {
            strand.space();
        }
        let start = strand.text().len();
        strand.push(source, span.clone());
        cells.push(start..strand.text().len());
    }
    Unit::Row { place, strand, cells }
}

/// A row shorter than this, in characters, was not broken by a line end in a text that breaks no lines: it
/// is a row of a table, a line of an address, a verse.
const SHORTEST_BROKEN: usize = 40;

/// Whether a text stops in a sentence: at a word, a comma or a dash, whatever notes or stars follow.
fn breaks_off(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| superscript(c).is_some() || c == '*' || c == ' ');
    text.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '–' | '—' | '-'))
}

/// Makes short lines between paragraphs headings. `marks` are the note marks of each unit: they do not
/// belong to its last word.
pub(super) fn find_subheadings(units: &mut [Unit], note_marks: &[Vec<Range<usize>>], genre: &dyn Genre) {
    let mut above = None;
    for index in 0..units.len() {
        if let Unit::Heading { level, .. } = units[index] {
            above = genre.level_below(&units[index], level);
            continue;
        }
        let before = index.checked_sub(1).map(|i| &units[i]);
        let after = units.get(index + 1);
        let Some(level) = above.or_else(|| genre.top_level()) else { continue };
        let marks = note_marks.get(index).map_or(&[][..], Vec::as_slice);
        if !looks_like_heading(&units[index], marks) || !frames_heading(before, after) {
            continue;
        }
        let strand = units[index].take_strand();
        units[index] = Unit::Heading { level, restored: None, strand };
    }
}

/// Longest heading without a number, in words.
const LONGEST_SUBHEADING: usize = 24;

fn looks_like_heading(unit: &Unit, marks: &[Range<usize>]) -> bool {
    let Unit::Paragraph(strand) = unit else { return false };
    let text = strand.text();
    let end = marks.last().filter(|mark| mark.end == text.len()).map_or(text.len(), |mark| mark.start);
    let text = text[..end].trim_end();
    starts_upper(text)
        && text.split_whitespace().count() <= LONGEST_SUBHEADING
        && text.ends_with(|c: char| c.is_alphanumeric() || ")”’\"?".contains(c))
        && !ends_sentence(text.trim_end_matches('?'))
        && !text.contains("://")
}

/// Whether what stands around allows a heading: something complete or nothing before, running text
/// after.
fn frames_heading(before: Option<&Unit>, after: Option<&Unit>) -> bool {
    let complete = match before {
        None | Some(Unit::Heading { .. } | Unit::Row { .. }) => true,
        Some(unit) => !breaks_off(unit.strand().text()),
    };
    let followed = match after {
        Some(
            Unit::Paragraph(strand) | Unit::Item { mark: ItemMark { sign: Sign::Point(..), .. }, strand },
        ) => {
            let text = strand.text();
            text.ends_with(':') || (ends_sentence(text) && text.split_whitespace().count() >= 8)
        }
        _ => false,
    };
    complete && followed
}
