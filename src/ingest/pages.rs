//! Pages of a spaced PDF dump: where they begin, their notes, their page numbers and the link targets
//! printed at their ends.
//!
//! In such a dump the lines of one piece of text have one blank line between them (a gap of 1), and a
//! new piece (a page, a note, a printed target) begins right behind the line before, or behind a
//! line that holds only blanks: an even gap. An odd gap of 3 and more is an empty paragraph.

use super::flow::{Flow, MarkForm, TextRow, leading_number, open};
use super::ledger::{Account, EntryKind};
use super::shape::{Shape, ends_sentence};
use super::source::{Row, Source};
use super::targets::{PrintedTarget, Targets};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Reads all pages.
pub(super) fn read(source: &Source, rows: Vec<Row>, account: &mut Account) -> Flow {
    let pages = pages(source, rows);
    let starts = pages.iter().filter_map(|page| Some(page.rows.first()?.span.start)).collect();
    let flow = Flow {
        shape: Shape::Spaced,
        rows: Vec::new(),
        notes: Vec::new(),
        form: MarkForm::Glued,
        targets: Targets { lines: Vec::new(), pages: starts },
    };
    let heads = running_heads(source, &pages);
    let mut reader = PageReader { source, heads, flow, account, page: 0, gap: 1 };
    for page in pages {
        reader.read(page);
    }
    reader.flow
}

fn is_fresh(row: &Row) -> bool {
    row.gap.is_multiple_of(2)
}

/// A page's rows.
#[derive(Default)]
struct Page {
    rows: Vec<Row>,
    /// Whether the last row is its number.
    numbered: bool,
}

/// Parts the rows into pages. A page's first row stands right behind the line before and is indented
/// by a blank; behind a page number the next page begins in any case.
fn pages(source: &Source, rows: Vec<Row>) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut last_number = None;
    let after: Vec<usize> = rows.iter().skip(1).map(|r| r.gap).chain([usize::MAX]).collect();
    for (row, gap_after) in rows.into_iter().zip(after) {
        let first = pages.last().is_none_or(|page| page.numbered) || (row.gap == 0 && row.indent > 0);
        if first {
            pages.push(Page::default());
        }
        let Some(page) = pages.last_mut() else { continue };
        if let Some(number) = page_number(source.get(&row.span)) {
            let apart = row.gap >= 3 && (gap_after == 0 || gap_after >= 3);
            let due = last_number.map_or(number <= LAST_FIRST, |last| number == last + 1);
            if apart || (due && gap_after >= 2 && row.gap > 0) {
                page.numbered = true;
                last_number = Some(number);
            }
        }
        page.rows.push(row);
    }
    pages
}

/// Highest number of the first page that has one.
const LAST_FIRST: u32 = 3;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:pagina|page|blz\.?)\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:van|of|/)\s*\d{1,4})?$")
        .expect("pattern compiles")
});

/// The number of a page, where a row holds nothing else.
pub(super) fn page_number(text: &str) -> Option<u32> {
    PAGE_NUMBER.captures(text)?.get(1)?.as_str().parse().ok()
}

/// How often the same short first or last row must come back to be a running head.
const HEAD_REPEATS: usize = 3;

/// First and last rows of pages that come back, by their text without digits.
fn running_heads(source: &Source, pages: &[Page]) -> BTreeMap<String, usize> {
    let mut heads = BTreeMap::new();
    for page in pages {
        for row in [page.rows.first(), page.rows.last()].into_iter().flatten() {
            *heads.entry(head_key(source.get(&row.span))).or_insert(0) += 1;
        }
    }
    heads.retain(|key, count| *count >= HEAD_REPEATS && !key.is_empty());
    heads
}

/// What rows have in common that are the same but for a number; nothing for what is no head.
pub(super) fn head_key(text: &str) -> String {
    if text.chars().count() > 80 || is_address(text) || !text.contains(char::is_alphabetic) {
        return String::new();
    }
    text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().trim().to_lowercase()
}

/// Whether a row is an address and nothing else.
fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
}

struct PageReader<'a> {
    source: &'a Source,
    heads: BTreeMap<String, usize>,
    flow: Flow,
    account: &'a mut Account,
    page: usize,
    /// Blank lines that part the next page's first row from the text before it.
    gap: usize,
}

impl PageReader<'_> {
    fn read(&mut self, page: Page) {
        let mut page = self.take_furniture(page);
        let notes = match self.notes_start(&page) {
            Some(at) => page.split_off(at),
            None => Vec::new(),
        };
        self.text(page);
        // An empty paragraph between the text and its notes ends the text's last paragraph.
        self.gap = notes.first().map_or(1, |row| if row.gap >= 3 { 3 } else { 1 });
        self.notes(notes);
        self.page += 1;
    }

    /// Takes page number, running heads and printed link targets off the page.
    fn take_furniture(&mut self, page: Page) -> Vec<Row> {
        let Page { rows: mut page, numbered } = page;
        let mut number = page.last().filter(|_| numbered).map(|row| row.span.start);
        if page.first().is_some_and(|row| self.is_head(row)) {
            let row = page.remove(0);
            self.account.ledger(row.span, EntryKind::RunningHead);
        }
        while let Some(row) = page.last() {
            let alone = row.gap != 1 || number.take() == Some(row.span.start);
            let kind = if alone && page_number(self.source.get(&row.span)).is_some() {
                EntryKind::PageNumber
            } else if self.is_head(row) {
                EntryKind::RunningHead
            } else {
                break;
            };
            self.account.ledger(row.span.clone(), kind);
            page.pop();
        }
        let mut taken: Vec<Row> = Vec::new();
        while self.ends_in_target(&page, taken.last()) {
            taken.extend(page.pop());
        }
        let targets = taken.into_iter().rev();
        let targets = targets.map(|row| PrintedTarget { span: row.span, page: self.page });
        self.flow.targets.lines.extend(targets);
        page
    }

    fn is_head(&self, row: &Row) -> bool {
        self.heads.contains_key(&head_key(self.source.get(&row.span)))
    }

    /// Whether the page's last row is a printed target: an address by itself, unless the words before
    /// it lead up to it. An address that ends like a sentence is one only where it is printed again, as
    /// targets are that carry words on two lines.
    fn ends_in_target(&self, page: &[Row], taken: Option<&Row>) -> bool {
        let [.., before, last] = page else { return false };
        let text = |row: &Row| self.source.get(&row.span);
        let again = text(before) == text(last) || taken.is_some_and(|row| text(row) == text(last));
        let led_up_to = last.gap == 1 && text(before).ends_with([':', ',', '-', '/', '_', '=']);
        is_address(text(last)) && !led_up_to && (again || !text(last).ends_with(['.', ',', ';']))
    }

    /// Where the page's notes begin: at the next note that is due, or before it with the rest of a
    /// note from the page before.
    fn notes_start(&self, page: &[Row]) -> Option<usize> {
        let due = self.due();
        let is_due = |row: &Row| is_fresh(row) && self.number_of(row) == Some(due);
        let first = (0..page.len()).find(|at| is_due(&page[*at]))?;
        let rest = (1..=first).rev().find(|at| is_fresh(&page[*at]) && page[*at].gap >= 2);
        Some(rest.filter(|_| due > 1).unwrap_or(first))
    }

    /// The number that the next note must have.
    fn due(&self) -> u32 {
        self.flow.notes.last().map_or(1, |note| note.label.saturating_add(1))
    }

    fn number_of(&self, row: &Row) -> Option<u32> {
        leading_number(self.source, row).map(|(value, _, _)| value)
    }

    fn text(&mut self, page: Vec<Row>) {
        for (index, mut row) in page.into_iter().enumerate() {
            let torn = index == 0 && self.page > 0;
            if torn {
                row.gap = self.gap;
            }
            self.flow.rows.push(TextRow { row, page: self.page, torn });
        }
    }

    fn notes(&mut self, rows: Vec<Row>) {
        let mut inside = true;
        let mut torn = true;
        for row in rows {
            let due = self.due();
            let number = leading_number(self.source, &row).filter(|(n, _, _)| *n == due && is_fresh(&row));
            inside &= !self.leaves_notes(&row);
            match (number, self.flow.notes.last_mut()) {
                (Some((value, form, rest)), _) => {
                    self.flow.form = form;
                    let note = open((value, rest), &row, self.page);
                    self.flow.notes.push(note);
                    (inside, torn) = (true, true);
                }
                (None, Some(note)) if inside => note.rows.push(row),
                _ => {
                    let torn = std::mem::take(&mut torn);
                    self.flow.rows.push(TextRow { row, page: self.page, torn });
                }
            }
        }
    }

    /// Whether the text of a page that nothing marks begins behind the notes of the one before: the last
    /// note is complete, and an empty paragraph follows.
    fn leaves_notes(&self, row: &Row) -> bool {
        let last = self.flow.notes.last().and_then(|note| note.rows.last());
        let last = last.map_or("", |row| self.source.get(&row.span));
        row.gap >= 3 && !is_fresh(row) && (ends_sentence(last) || is_address(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], notes: &[(u32, &str)], ledger: &[EntryKind]) -> Vec<String> {
        let source = Source::new(text.into());
        let mut account = Account::default();
        let flow = read(&source, source.rows(), &mut account);
        let rows: Vec<_> = flow.rows.iter().map(|r| source.get(&r.row.span)).collect();
        assert_eq!(rows, words);
        let found: Vec<_> = flow
            .notes
            .iter()
            .map(|n| (n.label, n.rows.iter().map(|r| source.get(&r.span)).collect::<Vec<_>>().join(" ")))
            .collect();
        let expected: Vec<_> = notes.iter().map(|(n, text)| (*n, (*text).to_owned())).collect();
        assert_eq!(found, expected);
        account.sort();
        let kinds: Vec<_> = account.entries(&source).into_iter().map(|e| e.kind).collect();
        assert_eq!(kinds, ledger);
        flow.targets.lines.iter().map(|line| source.get(&line.span).to_owned()).collect()
    }

    #[test]
    fn notes_stand_at_page_ends_and_may_run_over_them() {
        check(
            " Het plan1 \n\nvan de \n\n \n1 Zie het plan. \n2 Een noot die \n Commissie2 helpt \n\nons3. \n\n \nverder loopt. \n3 Slot. \n Einde. ",
            &["Het plan1", "van de", "Commissie2 helpt", "ons3.", "Einde."],
            &[(1, "Zie het plan."), (2, "Een noot die verder loopt."), (3, "Slot.")],
            &[],
        );
    }

    #[test]
    fn numbers_that_begin_a_line_are_no_notes() {
        check(
            " In het jaar \n\n1 en in het jaar \n\n2 gebeurt er iets. ",
            &["In het jaar", "1 en in het jaar", "2 gebeurt er iets."],
            &[],
            &[],
        );
    }

    #[test]
    fn targets_and_page_numbers_end_a_page() {
        let targets = check(
            " Zie het plan1 \n\n \n1 Bron: \n\nhttps://a.eu/b. \n\nhttps://a.eu/c\nhttps://a.eu/c\n\n\n\n3 \n\n \n\nen verder. ",
            &["Zie het plan1", "en verder."],
            &[(1, "Bron: https://a.eu/b.")],
            &[EntryKind::PageNumber],
        );
        assert_eq!(targets, ["https://a.eu/c", "https://a.eu/c"]);
    }

    #[test]
    fn a_page_number_in_its_order_ends_a_page_wherever_it_stands() {
        check(
            " Het plan1 \n\nvan de \n\n \n1 Zie het plan. \n\n1 \n\n \n\nCommissie2 helpt. \n\n \n2 Een noot. \n\n2 \n\n \n\nSlot. ",
            &["Het plan1", "van de", "Commissie2 helpt.", "Slot."],
            &[(1, "Zie het plan."), (2, "Een noot.")],
            &[EntryKind::PageNumber; 2],
        );
    }

    #[test]
    fn a_complete_note_does_not_swallow_the_next_page() {
        check(
            " Het plan1 \n\n \n1 Zie het plan. \n\n \n\nNieuwe tekst. \n\nMeer2. \n\n \n2 Noot. ",
            &["Het plan1", "Nieuwe tekst.", "Meer2."],
            &[(1, "Zie het plan."), (2, "Noot.")],
            &[],
        );
    }

    #[test]
    fn a_head_on_every_page_is_no_text() {
        check(
            " NL 1\n\nEen regel die\n NL 2\n\nnog doorgaat en\n NL 3\n\ndan eindigt.",
            &["Een regel die", "nog doorgaat en", "dan eindigt."],
            &[],
            &[EntryKind::RunningHead; 3],
        );
    }
}
