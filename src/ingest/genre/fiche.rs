//! The Dutch cabinet's assessment of a Commission proposal.

use super::super::flow::TextRow;
use super::super::ledger::{Account, EntryKind};
use super::super::shape::{ends_sentence, starts_upper};
use super::super::source::Source;
use super::super::units::{Unit, heading_rows};
use super::fields;
use super::labels::{self, Field, Label, Labelled, Marks};
use super::{Genre, HeadingAt, Printed, Text, Titled, Waiting, discard, take_title};
use crate::document::Kind;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The recogniser of fiches.
#[derive(Debug)]
pub(super) struct Fiche {
    sections: Numbering,
    parts: Numbering,
    /// Sections and parts so far.
    section: u32,
    part: u32,
    /// Rows of the header, for the facts in them.
    header: Vec<String>,
    title: Option<String>,
    fiche_number: Option<String>,
}

/// What became of the numbers of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    AsPrinted,
    /// None is printed, or the same everywhere: they must be counted anew.
    Lost,
}

static FICHE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:bnc-)?fiche\b\s*([0-9]{1,3})?\s*[:.–-]\s*").expect("pattern compiles")
});

impl Fiche {
    /// A recogniser for these rows: their headings tell together whether the numbers got lost.
    pub(super) fn new(source: &Source, rows: &[TextRow]) -> Self {
        let texts = rows.iter().map(|row| source.get(&row.row.span));
        let found: Vec<(&str, Labelled)> = texts.filter_map(|t| Some((t, labels::read(t)?))).collect();
        let numbering = |is_section: bool| {
            let wanted = found.iter().filter(|(_, l)| matches!(l.label, Label::Section(_)) == is_section);
            Numbering::of(wanted.map(|(text, l)| l.marks.number.as_ref().map(|n| &text[n.clone()])))
        };
        Fiche {
            sections: numbering(true),
            parts: numbering(false),
            section: 0,
            part: 0,
            header: Vec::new(),
            title: None,
            fiche_number: None,
        }
    }

    /// The number that a heading must have, if the dump lost it.
    fn count(&mut self, label: Label) -> Option<String> {
        match label {
            Label::Section(number) => {
                self.section = number.max(self.section + 1);
                self.part = 0;
                (self.sections == Numbering::Lost).then(|| format!("{}.", self.section))
            }
            Label::Field(_) | Label::Part => {
                self.part += 1;
                (self.parts == Numbering::Lost).then(|| format!("{})", letter(self.part)))
            }
        }
    }

    /// A heading that the template does not know, by the letter that is due.
    fn unknown_part(&self, text: &str) -> Option<Labelled> {
        let marks = labels::marks(text);
        let printed = &text[marks.number.clone()?];
        let due = letter(self.part + 1);
        let text = &text[marks.words..];
        let short = text.split_whitespace().count() <= 20;
        let fits = self.parts == Numbering::AsPrinted
            && self.section > 1
            && self.part > 0
            && printed.starts_with(due)
            && short
            && starts_upper(text)
            && !ends_sentence(text)
            && !text.ends_with(',');
        fits.then_some(Labelled { label: Label::Part, goes_on: true, marks })
    }
}

impl Numbering {
    fn of<'a>(printed: impl Iterator<Item = Option<&'a str>>) -> Numbering {
        let mut printed: Vec<Option<&str>> = printed.collect();
        let several = printed.len() > 1;
        let without = printed.iter().filter(|p| p.is_none()).count() * 2 > printed.len();
        printed.dedup();
        if without || (several && printed.len() == 1) { Numbering::Lost } else { Numbering::AsPrinted }
    }
}

/// The letter of the nth part; after z it starts again, which no fiche does.
fn letter(part: u32) -> char {
    let index = part.saturating_sub(1) % 26;
    char::from(b'a' + u8::try_from(index).unwrap_or(0))
}

impl Genre for Fiche {
    fn kind(&self) -> Kind {
        Kind::Fiche
    }

    fn header(&mut self, text: Text<'_>, rows: &mut Vec<TextRow>, _: Titled, account: &mut Account) {
        let source = text.source;
        let body = rows.iter().position(|row| labels::read(source.get(&row.row.span)).is_some()).unwrap_or(0);
        let mut header: Vec<TextRow> = rows.drain(..body).collect();
        let printed = |row: &TextRow| FICHE.is_match(source.get(&row.row.span));
        let at = header.iter().rposition(printed).unwrap_or(header.len().saturating_sub(1));
        let mut title = header.split_off(at);
        let more = title.iter().skip(1).take_while(|row| row.row.gap <= text.shape.line_gap()).count();
        let below = title.split_off(title.len().min(1 + more));
        self.header = header.iter().chain(&below).map(|r| source.get(&r.row.span).to_owned()).collect();
        for row in header.into_iter().chain(below) {
            let data = fields::is_data(source.get(&row.row.span));
            discard([row], if data { EntryKind::DataLine } else { EntryKind::WebHeader }, account);
        }
        let Some(first) = title.first() else { return };
        let mut start = first.row.span.start;
        if let Some(found) = FICHE.captures(source.get(&first.row.span)) {
            let len = found[0].len();
            account.ledger(start..start + len, EntryKind::FicheLabel);
            start += len;
            self.fiche_number = found.get(1).map(|m| m.as_str().to_owned());
        }
        self.title = take_title(source, &title, start, account);
    }

    fn heading(&mut self, text: Text<'_>, rows: &[TextRow], waiting: Waiting) -> Option<HeadingAt> {
        let span = rows.first()?.row.span.clone();
        let words = text.source.get(&span);
        let unknown = || self.unknown_part(words).filter(|_| waiting == Waiting::ForNothing);
        let found = labels::read(words).or_else(unknown)?;
        let restored = self.count(found.label);
        let Marks { bullet, number, words } = found.marks;
        let place = |range: Range<usize>| span.start + range.start..span.start + range.end;
        let mut dropped: Vec<_> = bullet.map(|b| (place(b), EntryKind::ListMark)).into_iter().collect();
        let start = match (&restored, number) {
            (None, Some(kept)) => place(kept).start,
            (Some(_), Some(lost)) => {
                dropped.push((place(lost), EntryKind::RenumberedMark));
                span.start + words
            }
            (_, None) => span.start + words,
        };
        // Without the heading of its section a part stands at the top.
        let below = !matches!(found.label, Label::Section(_)) && self.section > 0;
        let level = if below { 3 } else { 2 };
        let rows = if found.goes_on { heading_rows(text, rows) } else { 1 };
        Some(HeadingAt { level, rows, start, dropped, restored })
    }

    fn level_below(&self, heading: &Unit, level: u8) -> Option<u8> {
        let label = labels::read(heading.strand().text()).map(|found| found.label);
        let in_fields = matches!(label, Some(Label::Field(_) | Label::Section(1)));
        (!in_fields).then(|| (level + 1).min(4))
    }

    fn top_level(&self) -> Option<u8> {
        None
    }

    fn printed(&self, units: &[Unit]) -> Printed {
        let header = self.header.join("\n");
        Printed {
            title: self.title.clone(),
            fiche_number: self.fiche_number.clone(),
            date: fields::header_date(&header),
            tk_number: fields::tk_number(&header),
            case_number: fields::case_number(&header),
            ..fields::read(&values(units))
        }
    }
}

/// The values of the fields: the text of the paragraphs and items below their headings, a line each.
fn values(units: &[Unit]) -> BTreeMap<Field, String> {
    let mut values: BTreeMap<Field, String> = BTreeMap::new();
    let mut field = None;
    for unit in units {
        let text = unit.strand().text();
        match (unit, field) {
            (Unit::Heading { .. }, _) => {
                field = labels::read(text).and_then(|found| match found.label {
                    Label::Field(field) => Some(field),
                    _ => None,
                });
            }
            (_, Some(field)) => {
                let value = values.entry(field).or_default();
                if !value.is_empty() {
                    value.push('\n');
                }
                value.push_str(text);
            }
            (_, None) => {}
        }
    }
    values
}
