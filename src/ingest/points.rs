//! Points of counted lists: "1.", "a)", "(iii)". A mark alone tells nothing: a sentence may break before
//! "1." too. Two of them that follow each other, each at the start of a block, make a list.
//!
//! Markdown counts in figures only, and puts a full stop behind them. So "1." and "1)" become its own
//! marks; letters, Roman numbers and brackets stay in the words of the item, where references to "onder
//! b)" find them.

use super::ledger::{Account, EntryKind};
use super::units::{ItemMark, Sign, Unit};
use std::ops::Range;

/// What stands before a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) form: Form,
    pub(super) value: u32,
}

/// How points of one list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    figures: Figures,
    fence: Fence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figures {
    Number,
    Letter,
    /// In small letters.
    Roman,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fence {
    /// "a."
    Stop,
    /// "a)"
    Bracket,
    /// "(a)"
    Brackets,
}

impl Point {
    /// What the start of a text can be read as; "i)" is the ninth letter and the first Roman number.
    pub(super) fn readings(text: &str) -> impl Iterator<Item = Point> + use<> {
        let found = mark(text).and_then(|mark| {
            let inner = &mark[usize::from(mark.starts_with('('))..mark.len() - 1];
            let fence = match (mark.starts_with('('), mark.ends_with(')')) {
                (true, true) => Fence::Brackets,
                (true, false) => return None,
                (false, true) => Fence::Bracket,
                (false, false) => Fence::Stop,
            };
            Some((fence, [number(inner), letter(inner), roman(inner)]))
        });
        let figures = [Figures::Number, Figures::Letter, Figures::Roman];
        found.into_iter().flat_map(move |(fence, values)| {
            let points = figures.into_iter().zip(values);
            points.filter_map(move |(figures, value)| {
                Some(Point { form: Form { figures, fence }, value: value? })
            })
        })
    }

    /// The first point of a list, if a text begins like one.
    pub(super) fn first(text: &str) -> Option<Point> {
        Point::readings(text).find(|point| point.value == 1)
    }

    /// The point after this one, if a text begins like it.
    pub(super) fn next(self, text: &str) -> Option<Point> {
        Point::readings(text).find(|point| point.form == self.form && point.value == self.value + 1)
    }

    /// The number that Markdown prints before it, where it can.
    fn ordinal(self) -> Option<u32> {
        let Form { figures, fence } = self.form;
        (figures == Figures::Number && fence != Fence::Brackets).then_some(self.value)
    }
}

/// The first word, where it can be a mark: it has a fence and words behind it.
fn mark(text: &str) -> Option<&str> {
    let mark = text.split_whitespace().next()?;
    (mark.len() < text.len()
        && (2..=7).contains(&mark.len())
        && mark.is_ascii()
        && mark.ends_with(['.', ')']))
    .then_some(mark)
}

/// One or two digits, without a zero before them.
fn number(text: &str) -> Option<u32> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain && !text.starts_with('0'))
}

fn letter(text: &str) -> Option<u32> {
    match text.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => None,
    }
}

/// A Roman number up to 39, which no list exceeds.
fn roman(text: &str) -> Option<u32> {
    let tens = text.bytes().take_while(|b| *b == b'x').count();
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let ones = ONES.iter().position(|ones| *ones == &text[tens..])?;
    (tens <= 3 && !text.is_empty()).then(|| u32::try_from(tens * 10 + ones).ok())?
}

/// The lists that are open while a text is read, the outermost first: for each its last point.
#[derive(Debug, Default)]
pub(super) struct OpenPoints(Vec<Point>);

impl OpenPoints {
    /// No list goes on.
    pub(super) fn close(&mut self) {
        self.0.clear();
    }

    /// Whether a text begins with the next point of an open list.
    pub(super) fn is_due(&self, text: &str) -> bool {
        self.0.iter().any(|last| last.next(text).is_some())
    }

    /// A text with a point begins a block: the next of the innermost list that waits for it, or the first
    /// of a new one.
    pub(super) fn begin(&mut self, text: &str) {
        let due = self.0.iter().enumerate().rev().find_map(|(at, last)| Some((at, last.next(text)?)));
        if let Some((at, point)) = due {
            self.0.truncate(at);
            self.0.push(point);
        } else if let Some(first) = Point::first(text) {
            self.0.retain(|last| last.form != first.form);
            self.0.push(first);
        }
    }
}

/// Deepest list that is looked for.
const DEEPEST: usize = 6;

/// Makes paragraphs with points that follow each other the items of lists. What stands between two of
/// them is nested in the first.
pub(super) fn find_lists(units: &mut [Unit], account: &mut Account) {
    lists_within(units, 0..units.len(), 0, account);
}

fn lists_within(units: &mut [Unit], range: Range<usize>, level: usize, account: &mut Account) {
    let mut at = range.start;
    while at < range.end {
        let points = sequence(&units[at..range.end]);
        if points.len() < 2 || level >= DEEPEST {
            set_level(&mut units[at], level);
            at += 1;
            continue;
        }
        let ends = points.iter().skip(1).map(|(offset, _)| at + offset);
        let ends: Vec<usize> = ends.chain([at + last_end(&units[at..range.end], &points)]).collect();
        for ((offset, point), end) in points.iter().zip(&ends) {
            lists_within(units, at + offset + 1..*end, level + 1, account);
            make_item(&mut units[at + offset], *point, level, account);
        }
        at = ends.last().map_or(range.end, |end| *end);
    }
}

/// The points of the list that the first unit begins, with their places: each the next of the one before,
/// and nothing between them but items and points of other lists.
fn sequence(units: &[Unit]) -> Vec<(usize, Point)> {
    let Some(Unit::Paragraph(strand)) = units.first() else { return Vec::new() };
    let Some(first) = Point::first(strand.text()) else { return Vec::new() };
    let mut points = vec![(0, first)];
    let mut inner = OpenPoints::default();
    let mut last = first;
    for (offset, unit) in units.iter().enumerate().skip(1) {
        let words = match unit {
            Unit::Item { .. } => continue,
            Unit::Heading { .. } | Unit::Row { .. } => break,
            Unit::Paragraph(strand) => strand.text(),
        };
        if let Some(next) = last.next(words) {
            points.push((offset, next));
            inner.close();
            last = next;
        } else if inner.is_due(words) || Point::first(words).is_some_and(|point| point.form != first.form) {
            inner.begin(words);
        } else {
            break;
        }
    }
    points
}

/// Where the last point of a list ends: behind the list that it leads up to, if there is one.
fn last_end(units: &[Unit], points: &[(usize, Point)]) -> usize {
    let Some((last, _)) = points.last() else { return 0 };
    let leads_up = units[*last].strand().text().ends_with(':');
    let inner = if leads_up { sequence(&units[last + 1..]) } else { Vec::new() };
    if inner.len() < 2 {
        return last + 1;
    }
    last + 1 + last_end(&units[last + 1..], &inner)
}

fn set_level(unit: &mut Unit, level: usize) {
    if let Unit::Item { mark, .. } = unit {
        mark.level = level;
    }
}

fn make_item(unit: &mut Unit, point: Point, level: usize, account: &mut Account) {
    let mut strand = unit.take_strand();
    let ordinal = point.ordinal();
    if ordinal.is_some() {
        let len = mark(strand.text()).map_or(0, str::len);
        let kind = match point.form.fence {
            Fence::Stop => EntryKind::ListMark,
            // Markdown prints "1." in its place.
            Fence::Bracket | Fence::Brackets => EntryKind::RenumberedMark,
        };
        strand.drop_front(len).into_iter().for_each(|span| account.ledger(span, kind));
    }
    let mark = ItemMark { sign: Sign::Point(point, ordinal), indent: 0, level };
    *unit = Unit::Item { mark, strand };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(Figures, Fence, u32)]) {
        let found: Vec<_> = Point::readings(text).map(|p| (p.form.figures, p.form.fence, p.value)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_and_what_they_can_be_read_as() {
        use Fence::{Bracket, Brackets, Stop};
        use Figures::{Letter, Number, Roman};
        check("1. havens", &[(Number, Stop, 1)]);
        check("12) havens", &[(Number, Bracket, 12)]);
        check("(3) havens", &[(Number, Brackets, 3)]);
        check("b. havens", &[(Letter, Stop, 2)]);
        check("i) havens", &[(Letter, Bracket, 9), (Roman, Bracket, 1)]);
        check("(iv) havens", &[(Roman, Brackets, 4)]);
        check("xiv. havens", &[(Roman, Stop, 14)]);
        for none in
            ["1.", "01. x", "100. x", "A. Jansen", "(a. x", "1.1 x", "iiii) x", "1 x", ") x", "(). x", "é) x"]
        {
            check(none, &[]);
        }
    }

    #[test]
    fn a_point_is_due_in_the_list_that_waits_for_it() {
        let mut open = OpenPoints::default();
        for text in ["1. x", "a) x", "b) x", "i) x", "ii) x", "c) x", "2. x"] {
            assert!(open.is_due(text) || Point::first(text).is_some(), "{text}");
            open.begin(text);
        }
        assert_eq!(open.0.len(), 1);
        assert!(open.is_due("3. x") && !open.is_due("d) x"));
    }
}
