//! From a seed to a document: nothing of its text is lost, nothing invented.
//!
//! ```text
//! bytes ─decode→ Source ─flow→ rows of running text, notes apart ─genre+units→ headings, paragraphs,
//!       items ─marks→ note marks ─blocks→ Body, lines ─front→ front matter
//! ```
//!
//! Text travels as `Strand`s, which remember where in the seed each piece of them stands, and
//! whoever lets a piece go or turns it into body or title tells the `Account`. In the end every
//! character but blanks has become exactly one thing, or that is an error.
//!
//! How a text lies on its lines (`shape`, `pages`, `endnotes`, `units`) and what genre it has (`genre`)
//! know nothing of each other.

mod blocks;
mod dates;
mod decode;
mod endnotes;
mod flow;
mod front;
mod genre;
mod inline;
mod joins;
mod language;
mod ledger;
mod marks;
mod pages;
mod points;
mod remark;
mod shape;
mod sheets;
mod source;
mod strand;
mod tables;
mod targets;
mod units;

pub use front::SeedFacts;
pub use ledger::{Doubt, Entry, EntryKind, Piece, Suspicion, visible};
pub use remark::{Place, Remark, Words};
pub use source::lines;

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{Body, DocumentFront, RawLink, SeedLines};
use blocks::{MarkedUnit, NoteText};
use flow::{Definition, Flow};
use genre::{Genre, LeafText, Printed, Text, Titled};
use inline::Markup;
use joins::Joiner;
use ledger::{Account, Imbalance};
use marks::Mark;
use sha2::{Digest, Sha256};
use shape::{Shape, ends_sentence, starts_lower};
use source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;
use strand::Strand;
use units::Unit;

/// A raw text as somebody got it.
#[derive(Debug, Clone, Copy)]
pub struct Seed<'a> {
    /// Name of its file in `seeds/`.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What became of a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// Derived from the text and the facts.
    pub front: DocumentFront,
    /// All ids are empty: they are assigned later.
    pub body: Body<RawLink>,
    /// For each leaf of the body, in the order of [`Body::leaves`], its lines in the seed.
    pub lines: Vec<Option<SeedLines>>,
    /// For each leaf, the byte of the decoded seed where it begins.
    pub starts: Vec<usize>,
    /// The title as the seed prints it, line by line; empty where it does not print one.
    pub title: Vec<Piece>,
    /// The document's id without the suffix that tells clashing ones apart.
    pub slug: String,
    /// Characters of the seed, but blanks, that became body.
    pub body_characters: usize,
    /// The decoded seed.
    pub text: Arc<str>,
    /// What became neither body nor title, in the order of the text.
    pub ledger: Vec<Entry>,
    /// What the seed does not tell for certain.
    pub doubts: Vec<Doubt>,
    /// What the text says against itself, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// Converts a seed. Faults of its text are pushed on `findings`, with places in the decoded text; none
/// is returned only where there is no text to convert.
pub fn convert(seed: &Seed<'_>, facts: &SeedFacts, findings: &mut Findings) -> Option<Converted> {
    let file: FilePath = format!("seeds/{}", seed.name).into();
    let source = Source::new(decode::decode(seed.bytes, &file, findings)?);
    let mut run = Run { file: &file, source: &source, account: Account::default(), findings };
    let mut flow = flow::read(&source, &mut run.account);
    let mut genre = run.genre(&flow, facts);
    let titled = if facts.title.is_some() { Titled::Known } else { Titled::Unknown };
    let text = Text { source: &source, shape: flow.shape };
    genre.header(text, &mut flow.rows, titled, &mut run.account);
    let joiner = Joiner::new(&source);
    let units = units::read(text, &flow.rows, &joiner, genre.as_mut(), &mut run.account);
    let language = language::tell(&source.text).map(str::to_owned);
    let printed = Printed { language, ..genre.printed(&units) };
    let (mut units, mut notes) = run.attach_notes(units, &flow, &joiner, genre.as_ref());
    run.attach_targets(&flow, &mut units, &mut notes);
    let markup = Markup::of(&source.text);
    let (body, strands) = blocks::build(units, notes, markup, &mut run.account);
    let front = front::front(printed, facts, genre.kind(), provenance(seed));
    let slug = front::id(&front, seed.name);
    run.report_truncated(&strands);
    let remarks = run.remarks(&body, &strands, &front);
    let account = run.close();
    Some(Converted {
        front,
        body,
        lines: strands.iter().map(|strand| strand.lines(&source)).collect(),
        starts: strands.iter().map(|strand| strand.source_at(0).unwrap_or(0)).collect(),
        title: account.title(&source),
        slug,
        body_characters: account.body_characters(&source),
        ledger: account.entries(&source),
        doubts: account.doubts(&source),
        remarks,
        text: source.text.into(),
    })
}

fn provenance(seed: &Seed<'_>) -> crate::document::Source {
    let digest = Sha256::digest(seed.bytes);
    let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    crate::document::Source { file: seed.name.to_owned(), sha256, ..Default::default() }
}

/// What all steps of one conversion share.
struct Run<'a> {
    file: &'a FilePath,
    source: &'a Source,
    account: Account,
    findings: &'a mut Findings,
}

impl Run<'_> {
    fn genre(&mut self, flow: &Flow, facts: &SeedFacts) -> Box<dyn Genre> {
        let (genre, told) = genre::choose(self.source, flow, facts.kind);
        if !told {
            self.findings.push(
                Diagnostic::new(
                    Code::UnknownGenre,
                    "the seed's genre is not known; it becomes a plain document",
                )
                .in_file(self.file)
                .hint("name its `kind` in seeds.toml"),
            );
        }
        genre
    }

    /// Finds the marks of the notes. A note without a mark in the text becomes a paragraph at the end.
    fn attach_notes(
        &mut self,
        mut units: Vec<Unit>,
        flow: &Flow,
        joiner: &Joiner<'_>,
        genre: &dyn Genre,
    ) -> (Vec<MarkedUnit>, Vec<NoteText>) {
        let marks = self.marks(&units, flow);
        let ranges: Vec<_> = marks.iter().map(|m| m.iter().map(|mark| mark.at.clone()).collect()).collect();
        units::find_subheadings(&mut units, &ranges, genre);
        let used: BTreeSet<u32> = marks.iter().flatten().map(|mark| mark.label).collect();
        let marked = |(unit, marks)| MarkedUnit { unit, marks, links: Vec::new() };
        let mut units: Vec<_> = units.into_iter().zip(marks).map(marked).collect();
        let mut notes = Vec::new();
        for note in &flow.notes {
            let mut strand = Strand::default();
            if used.contains(&note.label) {
                self.account.ledger(note.number.clone(), EntryKind::NoteMark);
                let more = self.join(&mut strand, note, flow.shape, joiner);
                notes.push(NoteText { label: note.label, strand, links: Vec::new(), more });
            } else {
                self.report_unused(note);
                strand.push(self.source, note.number.clone());
                let more = self.join(&mut strand, note, flow.shape, joiner);
                let paragraphs = std::iter::once(strand).chain(more).map(Unit::Paragraph);
                units.extend(paragraphs.map(|unit| marked((unit, Vec::new()))));
            }
        }
        (units, notes)
    }

    /// Gives the link targets that were printed apart to the words that carried them.
    fn attach_targets(&mut self, flow: &Flow, units: &mut [MarkedUnit], notes: &mut [NoteText]) {
        let strands: Vec<(targets::Place, &Strand)> = units
            .iter()
            .map(|unit| (targets::Place::Text, unit.unit.strand()))
            .chain(notes.iter().map(|note| (targets::Place::Note, &note.strand)))
            .collect();
        let carried = targets::attach(self.source, &flow.targets, &strands, &mut self.account);
        let links = units.iter_mut().map(|u| &mut u.links).chain(notes.iter_mut().map(|n| &mut n.links));
        links.zip(carried).for_each(|(place, links)| *place = links);
    }

    fn marks(&self, units: &[Unit], flow: &Flow) -> Vec<Vec<Mark>> {
        let strands: Vec<&Strand> = units.iter().map(Unit::strand).collect();
        let starts: Vec<(usize, usize)> =
            flow.rows.iter().map(|row| (row.row.span.start, row.page)).collect();
        let paged = flow.rows.last().is_some_and(|row| row.page > 0);
        let page_of = |strand: usize, at: usize| {
            let place = strands[strand].source_at(at).filter(|_| paged)?;
            let row = starts.partition_point(|(start, _)| *start <= place).checked_sub(1)?;
            Some(starts[row].1)
        };
        marks::find(&strands, &flow.notes, flow.form, &page_of)
    }

    /// Joins the rows of a note; gives the paragraphs behind the first. A blank line parts them where the
    /// dump does not put one between all lines, and the sentence before it has ended.
    fn join(
        &mut self,
        strand: &mut Strand,
        note: &Definition,
        shape: Shape,
        joiner: &Joiner<'_>,
    ) -> Vec<Strand> {
        let mut more: Vec<Strand> = Vec::new();
        for (index, row) in note.rows.iter().enumerate() {
            let open = more.last_mut().unwrap_or(&mut *strand);
            let apart = index > 0 && shape != Shape::Spaced && row.gap > 0;
            let goes_on = open.text().ends_with([':', ';']) || !ends_sentence(open.text());
            if apart && !goes_on && !starts_lower(self.source.get(&row.span)) {
                more.push(Strand::of(self.source, row.span.clone()));
            } else {
                joiner.add(open, row, &mut self.account);
            }
        }
        more
    }

    fn report_unused(&mut self, note: &Definition) {
        let message = format!("note {} has no mark in the text", note.label);
        self.findings.push(
            Diagnostic::new(Code::Footnote, message)
                .at(self.file, note.number.clone())
                .hint("it stands as a paragraph at the end"),
        );
    }

    /// What the text says against itself, each also a warning.
    fn remarks(&mut self, body: &Body<RawLink>, strands: &[Strand], front: &DocumentFront) -> Vec<Remark> {
        let leaves: Vec<LeafText<'_>> = body
            .leaves()
            .iter()
            .zip(strands)
            .map(|(leaf, strand)| LeafText { kind: leaf.kind, strand })
            .collect();
        let opening: Vec<Strand> =
            self.account.opening().into_iter().map(|span| Strand::of(self.source, span)).collect();
        let remarks = genre::find_contradictions(&opening, &leaves, front.kind, front.date);
        remarks.iter().for_each(|remark| self.findings.push(remark.warning(self.file)));
        remarks
    }

    /// Reports addresses that were cut short; they stay words.
    fn report_truncated(&mut self, strands: &[Strand]) {
        for strand in strands {
            for at in inline::truncated_addresses(strand.text()) {
                let Some(start) = strand.source_at(at.start) else { continue };
                let end = strand.spans(&at).last().map_or(start, |span| span.end);
                self.findings.push(
                    Diagnostic::new(Code::TruncatedAddress, "this address was cut short")
                        .at(self.file, start..end)
                        .hint("it is no link; an editor who knows the whole address can make one"),
                );
            }
        }
    }

    /// Checks the account and returns it in the order of the text.
    fn close(mut self) -> Account {
        self.account.sort();
        for fault in self.account.balance(self.source) {
            let (span, message) = match fault {
                Imbalance::Lost(span) => (span, "this text got lost in the conversion"),
                Imbalance::Twice(span) => (span, "this text would stand in the document twice"),
            };
            let fault = Diagnostic::new(Code::Unaccounted, message).at(self.file, span);
            self.findings.push(fault.hint("this is a fault of the program: please report it with the seed"));
        }
        self.account
    }
}
