//! The account: what became of every character of a seed.

use super::source::{Source, is_blank};
use crate::diagnostic::Span;
use crate::document::SeedLines;

/// What kind of text did not become body or title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Navigation and header of a web page.
    WebHeader,
    /// The Council's cover note.
    CoverNote,
    /// The Commission's title page around the title.
    TitleBlock,
    /// "Fiche 1:" before the title.
    FicheLabel,
    /// A line of data that the dump adds, such as a date.
    DataLine,
    PageNumber,
    RunningHead,
    /// An address that a PDF dump prints at the end of the page, attached to the words that carried it.
    AttachedLink,
    /// One whose words the page does not tell.
    PrintedLink,
    /// One that the text prints itself.
    RepeatedLink,
    RepeatedParagraph,
    /// A heading's mark in place of which the lost number stands again.
    RenumberedMark,
    /// A note's number, at its word or before its definition.
    NoteMark,
    ListMark,
    /// The arrow that leads back from a note of a web page.
    ReturnArrow,
    /// A hyphen that only a line end needed.
    DroppedHyphen,
    /// Marks of Markdown: stars, brackets, empty targets.
    Markup,
}

impl EntryKind {
    /// The name that a report prints.
    pub fn as_str(self) -> &'static str {
        match self {
            EntryKind::WebHeader => "web header",
            EntryKind::CoverNote => "cover note",
            EntryKind::TitleBlock => "title block",
            EntryKind::FicheLabel => "fiche label",
            EntryKind::DataLine => "data line",
            EntryKind::PageNumber => "page number",
            EntryKind::RunningHead => "running head",
            EntryKind::AttachedLink => "printed link target, attached to its words",
            EntryKind::PrintedLink => "printed link target, not attached",
            EntryKind::RepeatedLink => "printed link target, repeated",
            EntryKind::RepeatedParagraph => "repeated paragraph",
            EntryKind::RenumberedMark => "renumbered mark",
            EntryKind::NoteMark => "note mark",
            EntryKind::ListMark => "list mark",
            EntryKind::ReturnArrow => "return arrow",
            EntryKind::DroppedHyphen => "dropped hyphen",
            EntryKind::Markup => "markup",
        }
    }

    /// Whether neighbouring entries of this kind are one piece of text.
    fn runs_on(self) -> bool {
        matches!(self, EntryKind::WebHeader | EntryKind::CoverNote | EntryKind::TitleBlock)
    }
}

/// A piece of a seed that became neither body nor title.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    pub kind: EntryKind,
    pub lines: SeedLines,
    /// First byte in the decoded seed.
    pub start: usize,
    pub text: String,
}

/// Words of a seed: its title, or something in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub lines: SeedLines,
    /// First byte in the decoded seed.
    pub start: usize,
    pub text: String,
}

/// Words that may mean something else than they were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub suspicion: Suspicion,
    pub piece: Piece,
}

/// What words in doubt may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// A word with a hyphen at a line end, of which the seed does not show how it is written; the hyphen stays.
    Hyphen,
    /// Rows that look like a table without certain columns; they stay paragraphs.
    Table,
}

impl Suspicion {
    /// What a report says.
    pub fn as_str(self) -> &'static str {
        match self {
            Suspicion::Hyphen => "a hyphen at a line end, kept",
            Suspicion::Table => "rows like a table, kept as paragraphs",
        }
    }
}

impl Piece {
    fn of(source: &Source, span: Span, text: String) -> Self {
        Piece { lines: source.lines_of(&span), start: span.start, text }
    }
}

/// What a piece of a seed became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Body,
    Title,
    Ledger(EntryKind),
}

/// A fault of the account.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Imbalance {
    /// This became nothing.
    Lost(Span),
    /// This became two things.
    Twice(Span),
}

/// Collects what became of each piece, in any order.
#[derive(Debug, Default)]
pub(super) struct Account {
    claims: Vec<(Span, Fate)>,
    /// Places in doubt, each with its words.
    doubts: Vec<(Suspicion, Span, String)>,
}

impl Account {
    /// Notes down what a piece became. Empty spans are nothing.
    pub(super) fn note(&mut self, span: Span, fate: Fate) {
        if !span.is_empty() {
            self.claims.push((span, fate));
        }
    }

    /// Notes down a piece that became neither body nor title.
    pub(super) fn ledger(&mut self, span: Span, kind: EntryKind) {
        self.note(span, Fate::Ledger(kind));
    }

    /// Puts the claims in the order of the text.
    pub(super) fn sort(&mut self) {
        self.claims.sort_by_key(|(span, _)| (span.start, span.end));
    }

    /// The ledger's entries in the order of the text; call [`Account::sort`] first.
    pub(super) fn entries(&self, source: &Source) -> Vec<Entry> {
        let mut merged: Vec<(Span, EntryKind)> = Vec::new();
        for (span, fate) in &self.claims {
            let Fate::Ledger(kind) = fate else { continue };
            match merged.last_mut() {
                Some((last, same)) if same == kind && kind.runs_on() => last.end = span.end,
                _ => merged.push((span.clone(), *kind)),
            }
        }
        merged
            .into_iter()
            .map(|(span, kind)| Entry {
                kind,
                lines: source.lines_of(&span),
                start: span.start,
                text: source.get(&span).to_owned(),
            })
            .collect()
    }

    /// What became the title, line by line; call [`Account::sort`] first.
    pub(super) fn title(&self, source: &Source) -> Vec<Piece> {
        let spans = self.claims.iter().filter(|(_, fate)| *fate == Fate::Title);
        spans.map(|(span, _)| Piece::of(source, span.clone(), source.get(span).to_owned())).collect()
    }

    /// The pieces that tell about the document before its text begins, in the order of the text: title page,
    /// cover note, title, lines of data.
    pub(super) fn opening(&self) -> Vec<Span> {
        let tells = |fate: &Fate| match fate {
            Fate::Title => true,
            Fate::Ledger(kind) => {
                matches!(kind, EntryKind::CoverNote | EntryKind::TitleBlock | EntryKind::DataLine)
            }
            Fate::Body => false,
        };
        let mut spans: Vec<Span> =
            self.claims.iter().filter(|(_, fate)| tells(fate)).map(|(span, _)| span.clone()).collect();
        spans.sort_by_key(|span| span.start);
        spans
    }

    /// Visible characters that became body.
    pub(super) fn body_characters(&self, source: &Source) -> usize {
        let body = self.claims.iter().filter(|(_, fate)| *fate == Fate::Body);
        body.map(|(span, _)| visible(source.get(span))).sum()
    }

    /// Notes down what is in doubt: its place, and the words that a report shows.
    pub(super) fn doubt(&mut self, suspicion: Suspicion, place: Span, words: String) {
        self.doubts.push((suspicion, place, words));
    }

    /// What is in doubt, by suspicion and in the order of the text.
    pub(super) fn doubts(&self, source: &Source) -> Vec<Doubt> {
        let doubt = |(suspicion, span, words): &(Suspicion, Span, String)| Doubt {
            suspicion: *suspicion,
            piece: Piece::of(source, span.clone(), words.clone()),
        };
        let mut doubts: Vec<Doubt> = self.doubts.iter().map(doubt).collect();
        doubts.sort_by_key(|doubt| (doubt.suspicion, doubt.piece.start));
        doubts
    }

    /// Every character but blanks must be claimed exactly once; call [`Account::sort`] first.
    pub(super) fn balance(&self, source: &Source) -> Vec<Imbalance> {
        let mut faults = Vec::new();
        let mut at = 0;
        for (span, _) in &self.claims {
            if span.start < at && !blank(source, &(span.start..at.min(span.end))) {
                faults.push(Imbalance::Twice(span.start..at.min(span.end)));
            }
            if span.start > at {
                lost(source, at..span.start, &mut faults);
            }
            at = at.max(span.end);
        }
        lost(source, at..source.text.len(), &mut faults);
        faults
    }
}

/// Characters of a text but blanks: those that the account is about.
pub fn visible(text: &str) -> usize {
    text.chars().filter(|c| !is_blank(*c)).count()
}

fn blank(source: &Source, span: &Span) -> bool {
    source.get(span).chars().all(is_blank)
}

fn lost(source: &Source, span: Span, faults: &mut Vec<Imbalance>) {
    let text = source.get(&span);
    let inner = text.trim_matches(is_blank);
    if !inner.is_empty() {
        let start = span.start + (text.len() - text.trim_start_matches(is_blank).len());
        faults.push(Imbalance::Lost(start..start + inner.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(claims: &[(Span, Fate)], expected: &[Imbalance]) {
        let source = Source::new("een twee drie".into());
        let mut account = Account::default();
        for (span, fate) in claims {
            account.note(span.clone(), *fate);
        }
        account.sort();
        assert_eq!(account.balance(&source), expected);
    }

    #[test]
    fn the_account_balances_or_tells_what_does_not() {
        let mark = Fate::Ledger(EntryKind::NoteMark);
        check(&[(9..13, Fate::Title), (0..3, Fate::Body), (4..8, mark)], &[]);
        check(&[(0..3, Fate::Body), (9..13, Fate::Body)], &[Imbalance::Lost(4..8)]);
        check(&[(0..8, Fate::Body), (4..13, mark)], &[Imbalance::Twice(4..8)]);
        check(&[(0..4, Fate::Body), (3..13, Fate::Body)], &[]);
        check(&[], &[Imbalance::Lost(0..13)]);
    }

    #[test]
    fn a_header_over_several_lines_is_one_entry() {
        let source = Source::new("a\nb\n1\n2".into());
        let mut account = Account::default();
        for (span, kind) in
            [(0..1, EntryKind::WebHeader), (2..3, EntryKind::WebHeader), (4..5, EntryKind::PageNumber)]
        {
            account.ledger(span, kind);
        }
        account.sort();
        let entries = account.entries(&source);
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[0].text.as_str(), entries[0].lines.last), ("a\nb", 2));
    }
}
