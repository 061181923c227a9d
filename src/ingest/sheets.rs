//! Pages of a PDF dump whose lines stand right below each other: page numbers and running heads, and the
//! notes at the foot of each page.
//!
//! Such a dump tells its pages by form feeds, or only by the page numbers that count up through it.

use super::flow::{Definition, Flow, MarkForm, TextRow, leading_number, open};
use super::ledger::{Account, EntryKind};
use super::marks;
use super::pages::{self, head_key};
use super::shape::{Shape, ends_sentence, starts_lower};
use super::source::{Row, Source};
use super::targets::Targets;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer page numbers than this in a row may number anything.
const FEWEST_PAGES: usize = 3;
/// How often a first or last row must come back to be a running head.
const HEAD_REPEATS: usize = 3;
/// The official languages, as the institutions print them in the corners of a page.
const LANGUAGES: [&str; 24] = [
    "BG", "CS", "DA", "DE", "EL", "EN", "ES", "ET", "FI", "FR", "GA", "HR", "HU", "IT", "LT", "LV", "MT",
    "NL", "PL", "PT", "RO", "SK", "SL", "SV",
];

/// Takes page furniture and notes out of the rows, where the dump shows its pages.
pub(super) fn read(source: &Source, rows: &[Row], account: &mut Account) -> Option<Flow> {
    let numbers = page_numbers(source, rows);
    let pages = pages(source, rows, &numbers)?;
    let flow = Flow {
        shape: Shape::Wrapped,
        rows: Vec::new(),
        notes: Vec::new(),
        form: MarkForm::Glued,
        targets: Targets::default(),
    };
    let heads = running_heads(source, &pages, &numbers);
    let mut reader = SheetReader { source, numbers, heads, flow, account, page: 0 };
    for page in pages {
        reader.read(page);
    }
    Some(reader.flow)
}

/// Starts of the rows that are page numbers: the longest run in which each is one more than the one before.
fn page_numbers(source: &Source, rows: &[Row]) -> BTreeSet<usize> {
    // Each candidate with its run's length and the candidate before it in the run.
    let mut runs: Vec<(usize, usize, Option<usize>)> = Vec::new();
    let mut last: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(value) = page_number(source, row, rows.get(at + 1)) else { continue };
        let before = value.checked_sub(1).and_then(|before| last.get(&before).copied());
        let length = 1 + before.map_or(0, |at| runs[at].1);
        if last.get(&value).is_none_or(|at| length >= runs[*at].1) {
            last.insert(value, runs.len());
        }
        runs.push((row.span.start, length, before));
    }
    let mut at = (0..runs.len()).max_by_key(|at| runs[*at].1).filter(|at| runs[*at].1 >= FEWEST_PAGES);
    let mut numbers = BTreeSet::new();
    while let Some(index) = at {
        numbers.insert(runs[index].0);
        at = runs[index].2;
    }
    numbers
}

/// The number that a row prints if it could be a page's: with nothing right above or below it.
fn page_number(source: &Source, row: &Row, next: Option<&Row>) -> Option<u32> {
    let text = source.get(&row.span);
    let above = row.gap > 0 || is_after_form_feed(source, row);
    let below = next.is_none_or(|next| next.gap > 0 || is_after_form_feed(source, next));
    let between_codes = || {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [first, number, last] = words.as_slice() else { return None };
        let codes = first == last && LANGUAGES.contains(first);
        codes.then(|| pages::page_number(number)).flatten()
    };
    pages::page_number(text).or_else(between_codes).filter(|_| above && below)
}

fn is_after_form_feed(source: &Source, row: &Row) -> bool {
    let before = source.text[..row.span.start].trim_end_matches(|c: char| c.is_whitespace() && c != '\u{c}');
    before.ends_with('\u{c}')
}

/// Parts the rows into pages, if anything tells them.
fn pages(source: &Source, rows: &[Row], numbers: &BTreeSet<usize>) -> Option<Vec<Vec<Row>>> {
    let fed = rows.iter().skip(1).any(|row| is_after_form_feed(source, row));
    if !fed && numbers.is_empty() {
        return None;
    }
    let mut pages: Vec<Vec<Row>> = Vec::new();
    let mut numbered = false;
    for row in rows {
        let first = if fed { is_after_form_feed(source, row) } else { numbered };
        numbered = numbers.contains(&row.span.start);
        match pages.last_mut() {
            Some(page) if !first => page.push(row.clone()),
            _ => pages.push(vec![row.clone()]),
        }
    }
    Some(pages)
}

/// Outermost rows of pages that come back, by their text without digits.
fn running_heads(source: &Source, pages: &[Vec<Row>], numbers: &BTreeSet<usize>) -> BTreeSet<String> {
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let mut words = page.iter().filter(|row| !numbers.contains(&row.span.start));
        for row in [words.next(), words.next_back()].into_iter().flatten() {
            *heads.entry(head_key(source.get(&row.span))).or_default() += 1;
        }
    }
    heads
        .into_iter()
        .filter(|(key, count)| *count >= HEAD_REPEATS && !key.is_empty())
        .map(|(key, _)| key)
        .collect()
}

struct SheetReader<'a> {
    source: &'a Source,
    numbers: BTreeSet<usize>,
    heads: BTreeSet<String>,
    flow: Flow,
    account: &'a mut Account,
    page: usize,
}

impl SheetReader<'_> {
    fn read(&mut self, mut page: Vec<Row>) {
        self.take_furniture(&mut page);
        let notes = match self.notes_start(&page) {
            Some(at) => page.split_off(at),
            None => Vec::new(),
        };
        for (index, row) in page.into_iter().enumerate() {
            let torn = index == 0 && self.page > 0;
            self.flow.rows.push(TextRow { row, page: self.page, torn });
        }
        self.notes(notes);
        self.page += 1;
    }

    /// Takes page numbers and running heads off both ends of the page, and language codes off any place: those
    /// at the foot of a cover without a number do not part it from the next page.
    fn take_furniture(&mut self, page: &mut Vec<Row>) {
        for code in page.extract_if(.., |row| LANGUAGES.contains(&self.source.get(&row.span))) {
            self.account.ledger(code.span, EntryKind::RunningHead);
        }
        while let Some(kind) = page.last().and_then(|row| self.furniture(row)) {
            let row = page.pop().expect("it was just looked at");
            self.account.ledger(row.span, kind);
        }
        while let Some(kind) = page.first().and_then(|row| self.furniture(row)) {
            let row = page.remove(0);
            self.account.ledger(row.span, kind);
        }
    }

    fn furniture(&self, row: &Row) -> Option<EntryKind> {
        let text = self.source.get(&row.span);
        if self.numbers.contains(&row.span.start) {
            return Some(EntryKind::PageNumber);
        }
        let is_head = self.heads.contains(&head_key(text)) || LANGUAGES.contains(&text);
        is_head.then_some(EntryKind::RunningHead)
    }

    fn due(&self) -> u32 {
        self.flow.notes.last().map_or(1, |note| note.label.saturating_add(1))
    }

    /// The number that a row begins with, or is, and the rest.
    fn number(&self, row: &Row) -> Option<(u32, Row)> {
        if let Some((value, _, rest)) = leading_number(self.source, row) {
            return Some((value, rest));
        }
        let value = self.source.get(&row.span).parse().ok()?;
        Some((value, Row { span: row.span.end..row.span.end, ..row.clone() }))
    }

    /// Where the page's notes begin: at the note that is due, if its mark stands in the page's text, or
    /// before it with the rest of a note from the page before.
    fn notes_start(&self, page: &[Row]) -> Option<usize> {
        let due = self.due();
        let begins = |at: &usize| {
            let alone = self
                .number(&page[*at])
                .filter(|(value, _)| *value == due)
                .map(|(_, rest)| rest.span.is_empty());
            alone.is_some_and(|alone| alone || page[*at].gap > 0)
        };
        let first = (1..page.len()).rev().find(begins).filter(|at| self.has_mark(&page[..*at], due))?;
        let rest = (1..first).rev().find(|at| page[*at].gap > 0);
        Some(rest.filter(|at| self.is_rest(&page[..first], *at)).unwrap_or(first))
    }

    fn has_mark(&self, text: &[Row], label: u32) -> bool {
        let mut texts = text.iter().map(|row| self.source.get(&row.span));
        texts.any(|text| marks::labels(text, MarkForm::Glued).any(|found| found == label))
    }

    /// Whether the rows from a place on are the rest of the last note.
    fn is_rest(&self, page: &[Row], at: usize) -> bool {
        let text = |row: &Row| self.source.get(&row.span);
        let open = |note: &Definition| note.rows.last().is_some_and(|row| !ends_sentence(text(row)));
        self.flow.notes.last().is_some_and(open)
            && starts_lower(text(&page[at]))
            && ends_sentence(text(&page[at - 1]))
    }

    fn notes(&mut self, rows: Vec<Row>) {
        for row in rows {
            let due = self.due();
            let number = self.number(&row).filter(|(value, _)| *value == due);
            match (number, self.flow.notes.last_mut()) {
                (Some(number), _) => {
                    let note = open(number, &row, self.page);
                    self.flow.notes.push(note);
                }
                (None, Some(note)) => note.rows.push(row),
                (None, None) => self.flow.rows.push(TextRow { row, page: self.page, torn: true }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], notes: &[(u32, &str)], ledger: &[&str]) {
        let source = Source::new(text.into());
        let mut account = Account::default();
        let flow = read(&source, &source.rows(), &mut account).expect("it has pages");
        let rows: Vec<_> = flow.rows.iter().map(|r| source.get(&r.row.span)).collect();
        assert_eq!(rows, words);
        let joined = |note: &Definition| {
            note.rows.iter().map(|row| source.get(&row.span)).collect::<Vec<_>>().join(" ")
        };
        let found: Vec<_> = flow.notes.iter().map(|note| (note.label, joined(note))).collect();
        let expected: Vec<_> = notes.iter().map(|(n, text)| (*n, (*text).to_owned())).collect();
        assert_eq!(found, expected);
        account.sort();
        let entries: Vec<_> = account.entries(&source).into_iter().map(|e| e.text).collect();
        assert_eq!(entries, ledger);
    }

    #[test]
    fn page_numbers_tell_the_pages_and_notes_stand_at_their_feet() {
        check(
            "EN\n\nHet plan1 telt\ntwee2 delen.\n\n1\nZie het plan.\n2 Een noot die\n\n1\n\nHet gaat om 3 zaken.\n\nhier verder\nloopt.\n\n2\n\nEen3 rest.\n\n3\nSlot.\n\n3\n",
            &[
                "Het plan1 telt",
                "twee2 delen.",
                "Het gaat om 3 zaken.",
                "hier verder",
                "loopt.",
                "Een3 rest.",
            ],
            &[(1, "Zie het plan."), (2, "Een noot die"), (3, "Slot.")],
            &["EN", "1", "2", "3"],
        );
        check(
            "Het plan1.\n\n1 Zie het plan, dat\n\n1\n\nEen zin.2\n\nhier verdergaat.\n\n2 Slot.\n\n2\n\nEinde.\n\n3\n",
            &["Het plan1.", "Een zin.2", "Einde."],
            &[(1, "Zie het plan, dat hier verdergaat."), (2, "Slot.")],
            &["1", "2", "3"],
        );
    }

    #[test]
    fn form_feeds_tell_them_too() {
        check(
            "Kop 1\nEen regel1.\n\n1 Noot.\n\u{c}Kop 2\nTwee\n\u{c}Kop 3\ndrie.\n",
            &["Een regel1.", "Twee", "drie."],
            &[(1, "Noot.")],
            &["Kop 1", "Kop 2", "Kop 3"],
        );
    }

    #[test]
    fn a_text_without_pages_is_none() {
        let source = Source::new("Een regel\n\n1\n\ntwee\n\n2\n\ndrie".into());
        assert!(read(&source, &source.rows(), &mut Account::default()).is_none());
    }
}
