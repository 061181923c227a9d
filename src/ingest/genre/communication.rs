//! A document of the Commission: communication, strategy, action plan.

use super::super::dates;
use super::super::flow::TextRow;
use super::super::ledger::{Account, EntryKind};
use super::super::shape::{ends_sentence, starts_lower, starts_upper};
use super::super::source::Source;
use super::super::units::{Unit, heading_rows};
use super::{Genre, HeadingAt, Printed, Text, Titled, Waiting, discard, take_title};
use crate::citation::{DocumentNumber, find_numbers};
use crate::document::Kind;
use regex::Regex;
use std::sync::LazyLock;

/// The recogniser of Commission documents.
#[derive(Debug, Default)]
pub(super) struct Communication {
    /// Number of the last heading: `[3, 2]` for 3.2.
    last: Vec<u32>,
    /// Of the last part, where the text has parts with Roman numbers above its sections.
    part: u32,
    printed: Printed,
}

/// Roman numbers of parts, in their order.
const ROMAN: [&str; 15] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"];

/// How far from the top a cover may reach, in rows.
const COVER_ROWS: usize = 120;

static DOCUMENT_TYPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\**(?:
            (?:GEZAMENLIJKE\ )?(?:MEDEDELING|VERSLAG|WITBOEK|GROENBOEK|AANBEVELING|VOORSTEL)\b.*\b(?:COMMISSIE|RAAD|PARLEMENT)
          | (?:JOINT\ )?(?:COMMUNICATION|REPORT|WHITE\ PAPER|GREEN\ PAPER|RECOMMENDATION|PROPOSAL)\b.*\b(?:COMMISSION|COUNCIL|PARLIAMENT)
        )\b",
    )
    .expect("pattern compiles")
});
static COUNCIL_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([0-9]{4,5}/[0-9]{2}(?: (?:INIT|(?:REV|ADD|COR) [0-9]+))*)$").expect("pattern compiles")
});
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?|[0-9]{1,2}\.)(\s*)(\S.*)$").expect("pattern compiles")
});
/// What EUR-Lex puts over a text: "Document 52023DC0901".
static EUR_LEX_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^Document\s([0-9]{5}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?)$").expect("pattern compiles")
});

/// Whether a text is a Commission document: it has a cover that says so, or speaks of itself as a
/// communication and has numbered sections.
pub(super) fn recognises(source: &Source, rows: &[TextRow]) -> bool {
    if cover(source, rows).is_some() {
        return true;
    }
    let mut probe = Communication::default();
    let mut sections = 0;
    for (path, _) in rows.iter().filter_map(|row| numbered(source.get(&row.row.span))) {
        if probe.is_due(&path) {
            probe.last = path;
            sections += 1;
        }
    }
    let speaks_of_itself = |row: &TextRow| {
        let text = source.get(&row.row.span).to_lowercase();
        ["deze mededeling", "this communication"].into_iter().any(|words| text.contains(words))
    };
    sections >= 3 && rows.iter().any(speaks_of_itself)
}

/// The row of a cover that names the type of document in capitals.
fn cover(source: &Source, rows: &[TextRow]) -> Option<usize> {
    rows.iter().take(COVER_ROWS).rposition(|row| DOCUMENT_TYPE.is_match(source.get(&row.row.span)))
}

/// Number and words of a heading. Web pages print the number without a blank behind it.
fn numbered(text: &str) -> Option<(Vec<u32>, &str)> {
    let found = NUMBERED.captures(text)?;
    let number = found[1].trim_end_matches('.');
    let path = number.split('.').map(|n| n.parse().ok()).collect::<Option<Vec<u32>>>()?;
    let words = found.get(3)?.as_str();
    let glued = found[2].is_empty();
    (is_title(words) && (!glued || starts_upper(words))).then_some((path, words))
}

/// The place of a Roman number in its sequence, and the words of the heading behind it.
fn roman(text: &str) -> Option<(u32, &str)> {
    let (number, words) = text.split_once('.')?;
    let value = ROMAN.iter().position(|roman| *roman == number)? + 1;
    let words = words.trim_start();
    (starts_upper(words) && is_title(words)).then_some((u32::try_from(value).ok()?, words))
}

/// Whether words could be a heading's: no sentence, and not in the middle of one.
fn is_title(words: &str) -> bool {
    !starts_lower(words)
        && words.chars().nth(200).is_none()
        && !ends_sentence(words.trim_end_matches('?'))
        && !words.ends_with(',')
}

/// How far to look for a heading of the same number, in rows.
const FAR: usize = 2000;

/// Whether a number comes back at the head of a later row: then the section begins there, and what stands
/// here is the point of a list.
fn comes_back(source: &Source, path: &[u32], rows: &[TextRow]) -> bool {
    let same = |row: &TextRow| numbered(source.get(&row.row.span)).is_some_and(|(other, _)| other == path);
    rows.iter().take(FAR).any(same)
}

impl Communication {
    /// Whether a number is the next: the next section, or the next or first part of this one.
    fn is_due(&self, path: &[u32]) -> bool {
        let (parent, last) = path.split_at(path.len() - 1);
        match self.last.get(parent.len()) {
            Some(before) => self.last[..parent.len()] == *parent && last[0] == before + 1,
            None => self.last == parent && last[0] == 1,
        }
    }

    /// Level and words of the heading that a text is, if it is the next.
    fn due<'t>(&mut self, text: &'t str) -> Option<(u8, &'t str)> {
        if let Some((part, title)) = roman(text) {
            let due = part == self.part + 1 && (part > 1 || self.last.is_empty());
            self.part += u32::from(due);
            if due {
                self.last.clear();
            }
            return due.then_some((2, title));
        }
        let (path, title) = numbered(text)?;
        if !self.is_due(&path) {
            return None;
        }
        let above = 1 + usize::from(self.part > 0);
        let level = u8::try_from(path.len() + above).unwrap_or(6).min(6);
        self.last = path;
        Some((level, title))
    }

    /// Cover note and title page; `at` is the row with the type of document.
    fn cover(&mut self, source: &Source, rows: &mut Vec<TextRow>, at: usize, account: &mut Account) {
        let mut cover: Vec<TextRow> = rows.drain(..=at).collect();
        let text = |row: &TextRow| source.get(&row.row.span);
        let on_page = |row: &&TextRow| {
            let text = text(row);
            DOCUMENT_TYPE.is_match(text) || text.parse::<DocumentNumber>().is_ok() || is_place(text)
        };
        let page = cover.len() - cover.iter().rev().take_while(on_page).count();
        let more = rows.iter().take_while(|row| is_capitals(source.get(&row.row.span))).count();
        let page: Vec<TextRow> = cover.split_off(page).into_iter().chain(rows.drain(..more)).collect();
        let texts = |rows: &[TextRow]| rows.iter().map(text).collect::<Vec<_>>();
        self.read_cover(&texts(&page), &texts(&cover));
        if let Some(head) = cover.iter().position(|row| EUR_LEX_HEAD.is_match(text(row))) {
            self.printed.celex = EUR_LEX_HEAD.captures(text(&cover[head])).map(|found| found[1].to_owned());
            discard(cover.drain(..=head), EntryKind::WebHeader, account);
        }
        discard(cover, EntryKind::CoverNote, account);
        discard(page, EntryKind::TitleBlock, account);
    }

    /// Number and dates: the title page goes before the cover note.
    fn read_cover(&mut self, page: &[&str], note: &[&str]) {
        self.printed.council_number =
            note.iter().find_map(|row| Some(COUNCIL_NUMBER.captures(row)?[1].to_owned()));
        let rows = || page.iter().chain(note);
        self.printed.number = rows().find_map(|row| find_numbers(row).first().map(|(_, number)| *number));
        self.printed.date = rows().filter(|row| is_place(row)).find_map(|row| dates::find(row));
    }
}

/// The seats of the institutions, in Dutch and in English.
const PLACES: [&str; 6] =
    ["Brussel,", "Straatsburg,", "Luxemburg,", "Brussels,", "Strasbourg,", "Luxembourg,"];

/// "Brussel, 8 oktober 2025".
fn is_place(text: &str) -> bool {
    let place = PLACES.into_iter().any(|place| text.starts_with(place));
    place && text.len() < 60
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

impl Genre for Communication {
    fn kind(&self) -> Kind {
        Kind::Communication
    }

    fn header(&mut self, text: Text<'_>, rows: &mut Vec<TextRow>, titled: Titled, account: &mut Account) {
        let source = text.source;
        let covered = cover(source, rows);
        if let Some(at) = covered {
            self.cover(source, rows, at, account);
        }
        let Some(first) = rows.first() else { return };
        let words = source.get(&first.row.span);
        let titles = covered.is_some() || titled == Titled::Unknown || !ends_sentence(words);
        if !titles || ends_sentence(words) || numbered(words).is_some() {
            return;
        }
        let goes_on = |row: &&TextRow| {
            let words = source.get(&row.row.span);
            let near = row.row.gap <= text.shape.line_gap() && !row.torn;
            near && numbered(words).is_none() && !ends_sentence(words)
        };
        let more = rows.iter().skip(1).take(4).take_while(goes_on).count();
        let title: Vec<TextRow> = rows.drain(..=more).collect();
        self.printed.title = take_title(source, &title, title[0].row.span.start, account);
        // A web page has it once more, as the title page's and as the first page's.
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let title = self.printed.title.as_deref().map(bare);
        let again = |row: &TextRow| Some(bare(source.get(&row.row.span))) == title;
        if rows.first().is_some_and(again) {
            discard(rows.drain(..1), EntryKind::RepeatedParagraph, account);
        }
    }

    fn heading(&mut self, text: Text<'_>, rows: &[TextRow], waiting: Waiting) -> Option<HeadingAt> {
        let row = &rows.first()?.row;
        let words = text.source.get(&row.span);
        let path = numbered(words).map(|(path, _)| path).filter(|_| waiting == Waiting::ForPoint);
        if path.is_some_and(|path| comes_back(text.source, &path, &rows[1..])) {
            return None;
        }
        let (level, title) = self.due(words)?;
        let rows = heading_rows(text, rows);
        let start = row.span.start;
        let number = &words[..words.len() - title.len()];
        if number.ends_with(char::is_whitespace) {
            return Some(HeadingAt { level, rows, start, dropped: Vec::new(), restored: None });
        }
        // Written again with the blank that it lacks.
        let end = start + number.len();
        let dropped = vec![(start..end, EntryKind::RenumberedMark)];
        Some(HeadingAt { level, rows, start: end, dropped, restored: Some(number.to_owned()) })
    }

    fn level_below(&self, _: &Unit, level: u8) -> Option<u8> {
        Some((level + 1).min(6))
    }

    /// A text without numbered sections may have headings without numbers.
    fn top_level(&self) -> Option<u8> {
        (self.last.is_empty() && self.part == 0).then_some(2)
    }

    fn printed(&self, _: &[Unit]) -> Printed {
        self.printed.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_in_their_order() {
        let mut genre = Communication::default();
        for (number, due) in [
            (vec![2], false),
            (vec![1], true),
            (vec![1, 2], false),
            (vec![1, 1], true),
            (vec![1, 1, 1], true),
            (vec![1, 2], true),
            (vec![1, 1], false),
            (vec![3], false),
            (vec![2], true),
            (vec![1, 3], false),
        ] {
            assert_eq!(genre.is_due(&number), due, "{number:?}");
            if due {
                genre.last = number;
            }
        }
    }

    #[test]
    fn parts_with_roman_numbers_stand_above_sections() {
        let mut genre = Communication::default();
        for (text, level) in [
            ("II. Te vroeg", None),
            ("I. INLEIDING", Some(2)),
            ("1. Doel", Some(3)),
            ("1.1. Nader", Some(4)),
            ("II.Aanpak", Some(2)),
            ("1. Stappen", Some(3)),
            ("V. Te laat", None),
            ("III. is een zin", None),
        ] {
            assert_eq!(genre.due(text).map(|(level, _)| level), level, "{text}");
        }
    }

    #[test]
    fn a_numbered_heading_is_no_sentence() {
        for (text, is) in [
            ("1. Inleiding", true),
            ("2.10. Culturele sectoren", true),
            ("1.3 Vaststelling van het kader", true),
            ("1.Inleiding", true),
            ("2.1.Droogte en vraag", true),
            ("2.500 huishoudens", false),
            ("1.“Schoon” is een norm", true),
            ("1. dit is een punt", false),
            ("1. Dit is een zin.", false),
            ("2025 was een jaar", false),
        ] {
            assert_eq!(numbered(text).is_some(), is, "{text}");
        }
    }
}
