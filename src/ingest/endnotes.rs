//! Notes of texts without pages: between the paragraphs, or all at the end.

use super::flow::{Definition, Flow, MarkForm, TextRow, leading_number, open};
use super::ledger::{Account, EntryKind};
use super::marks;
use super::shape::{Shape, ends_in_arrow, ends_sentence, starts_lower};
use super::source::{Row, Source};
use super::targets::Targets;
use std::collections::BTreeSet;

/// How definitions of notes look in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `¹ Zie …` or `[1] Zie …`, anywhere in the text.
    Marked(MarkForm),
    /// `1. Zie … ↩︎`, from this row on.
    Arrows {
        from: usize,
    },
    /// `1 Zie …`, from this row to the end.
    Tail {
        from: usize,
    },
    /// `(1) Zie …` or the number on a row of its own, from this row to the end.
    Numbered {
        from: usize,
        marks: MarkForm,
    },
    None,
}

/// Parts notes from text.
pub(super) fn read(source: &Source, mut rows: Vec<Row>, shape: Shape, account: &mut Account) -> Flow {
    while let Some(foot) =
        rows.pop_if(|row| TOP.contains(&source.get(&row.span).replace('\u{a0}', " ").as_str()))
    {
        account.ledger(foot.span, EntryKind::WebHeader);
    }
    let style = style(source, &rows, shape);
    let form = match style {
        Style::Marked(form) | Style::Numbered { marks: form, .. } => form,
        _ => MarkForm::Glued,
    };
    let flow = Flow { shape, rows: Vec::new(), notes: Vec::new(), form, targets: Targets::default() };
    let plan = Plan::of(source, &rows, style);
    let mut reader = Reader { source, style, plan, flow, account, inside: false, torn: false };
    let next: Vec<bool> = rows.iter().skip(1).map(|row| reader.could_define(row)).chain([true]).collect();
    for ((index, row), before_note) in rows.into_iter().enumerate().zip(next) {
        reader.row(index, row, before_note);
    }
    reader.flow
}

fn style(source: &Source, rows: &[Row], shape: Shape) -> Style {
    let number = |row: &Row| leading_number(source, row).map(|(value, form, _)| (value, form));
    for form in [MarkForm::Superscript, MarkForm::Bracketed] {
        if rows.iter().any(|row| number(row) == Some((1, form))) {
            return Style::Marked(form);
        }
    }
    if let Some(arrow) = rows.iter().position(|row| ends_in_arrow(source.get(&row.span))) {
        let from =
            (0..=arrow).rev().find(|at| dotted_number(source, &rows[*at]).is_some_and(|(n, _)| n == 1));
        return from.map_or(Style::None, |from| Style::Arrows { from });
    }
    if let Some((from, marks)) = numbered_notes(source, rows, shape) {
        return Style::Numbered { from, marks };
    }
    match rows.iter().rposition(|row| number(row) == Some((1, MarkForm::Glued))) {
        Some(from) if from > 0 && is_tail(source, rows, from) => Style::Tail { from },
        _ => Style::None,
    }
}

/// Whether a run of notes up to the end begins here: behind a gap, with a mark for the first in the
/// text before, and each further number being the next.
fn is_tail(source: &Source, rows: &[Row], from: usize) -> bool {
    let glued = rows[..from].iter().any(|row| {
        let text = source.get(&row.span);
        text.match_indices('1').any(|(at, _)| {
            let after = text[at + 1..].chars().next();
            text[..at].ends_with(|c: char| c.is_alphabetic() || ".,)”’".contains(c))
                && !after.is_some_and(char::is_alphanumeric)
        })
    });
    rows[from].gap > 0 && glued && runs_to_the_end(source, &rows[from..])
}

/// So many rows at most has a note at the end of a text.
const LONGEST_LAST: usize = 30;

/// Whether numbers in their order come back in the rows before long, up to the end.
fn runs_to_the_end(source: &Source, rows: &[Row]) -> bool {
    let (mut due, mut length) = (1, 0);
    for row in rows {
        length += 1;
        if leading_number(source, row).is_some_and(|(value, _, _)| value == due) {
            (due, length) = (due + 1, 0);
        }
        if length > LONGEST_LAST {
            return false;
        }
    }
    true
}

/// The link at the end of a web page that leads back to its beginning.
const TOP: [&str; 3] = ["Top", "Naar boven", "Terug naar boven"];

/// What the official gazette's web page prints above the number of a note.
const NOTE_LABELS: [&str; 3] = ["X", "Noot", "X Noot"];

/// So many rows at most has a note whose number stands so: where more stand behind it, it numbers something
/// else.
const LONGEST_NOTE: usize = 12;

/// The row from which on notes with numbers in round brackets or on rows of their own stand, and how their
/// marks look: their numbers run from 1 to the end of the text, and most of them are found in the text before.
fn numbered_notes(source: &Source, rows: &[Row], shape: Shape) -> Option<(usize, MarkForm)> {
    let number = |row: &Row| set_off_number(source, row).map(|(value, _)| value);
    let mut from = rows.iter().rposition(|row| number(row) == Some(1)).filter(|from| *from > 0)?;
    // On broken lines a number by itself may end a page.
    let labelled =
        |at: usize| is_note_label(source, &rows[at - 1]) || source.get(&rows[at].span).starts_with('(');
    if shape != Shape::Flowing && !labelled(from) {
        return None;
    }
    let (mut last, mut length) = (1, 0);
    for row in &rows[from + 1..] {
        length += 1;
        if number(row) == Some(last + 1) {
            (last, length) = (last + 1, 0);
        } else if length > LONGEST_NOTE {
            return None;
        }
    }
    let marked = |form: &MarkForm| {
        let texts = rows[..from].iter().map(|row| source.get(&row.span));
        let labels: BTreeSet<u32> = texts.flat_map(|text| marks::labels(text, *form)).collect();
        labels.range(1..=last).count()
    };
    let forms = [MarkForm::Apart, MarkForm::Parenthesised, MarkForm::Glued];
    let form = forms.into_iter().max_by_key(marked)?;
    let found = marked(&form);
    while from > 1 && is_note_label(source, &rows[from - 1]) {
        from -= 1;
    }
    (found * 3 >= last as usize * 2).then_some((from, form))
}

fn is_note_label(source: &Source, row: &Row) -> bool {
    let words: Vec<&str> = source.get(&row.span).split_whitespace().collect();
    NOTE_LABELS.contains(&words.join(" ").as_str())
}

/// `(12)` at the start of a row, or `12` that is all of it: the number and the rest, which may be empty.
fn set_off_number(source: &Source, row: &Row) -> Option<(u32, Row)> {
    let text = source.get(&row.span);
    let (number, rest) = match text.strip_prefix('(') {
        Some(inner) => inner.split_once(')')?,
        None => (text, ""),
    };
    let value = number.parse().ok().filter(|_| number.len() <= 3)?;
    let rest = rest.trim_start_matches(super::source::is_blank);
    Some((value, Row { span: row.span.end - rest.len()..row.span.end, ..row.clone() }))
}

/// `12. ` at the start of a row: the number and the rest.
fn dotted_number(source: &Source, row: &Row) -> Option<(u32, Row)> {
    let text = source.get(&row.span);
    let (number, rest) = text.split_once('.')?;
    let rest = rest.trim_start();
    let value = number.parse().ok().filter(|_| !rest.is_empty())?;
    Some((value, Row { span: row.span.end - rest.len()..row.span.end, ..row.clone() }))
}

/// What the whole text tells about where notes end.
struct Plan {
    /// For each row the next one, itself included, that ends with the arrow of a note.
    arrows: Vec<usize>,
    /// The rows between the first definition and the last, where all notes stand behind the text: then
    /// nothing but notes is among them.
    endnotes: std::ops::Range<usize>,
}

/// So many rows at most stand before the arrow of a note.
const FAR_ARROW: usize = 40;

impl Plan {
    fn of(source: &Source, rows: &[Row], style: Style) -> Plan {
        let mut arrows = vec![usize::MAX; rows.len()];
        let mut next = usize::MAX;
        for (index, row) in rows.iter().enumerate().rev() {
            if ends_in_arrow(source.get(&row.span)) {
                next = index;
            }
            arrows[index] = next;
        }
        let endnotes = match style {
            Style::Marked(form) => endnotes(source, rows, form).unwrap_or(0..0),
            _ => 0..0,
        };
        Plan { arrows, endnotes }
    }
}

/// The rows of the notes, if the mark of the last stands before the first definition.
fn endnotes(source: &Source, rows: &[Row], form: MarkForm) -> Option<std::ops::Range<usize>> {
    let mut due = 1;
    let mut range: Option<std::ops::Range<usize>> = None;
    for (index, row) in rows.iter().enumerate() {
        let number = leading_number(source, row).filter(|(value, own, _)| *value == due && *own == form);
        if number.is_some() {
            due += 1;
            range = Some(range.map_or(index, |range| range.start)..index);
        }
    }
    let range = range?;
    let last = due - 1;
    let mark = match form {
        MarkForm::Bracketed => format!("[{last}]"),
        _ => last
            .to_string()
            .chars()
            .filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize))
            .collect(),
    };
    let marked = rows[..range.start].iter().any(|row| source.get(&row.span).contains(&mark));
    marked.then_some(range)
}

struct Reader<'a> {
    source: &'a Source,
    style: Style,
    plan: Plan,
    flow: Flow,
    account: &'a mut Account,
    /// Whether the row before belongs to a note.
    inside: bool,
    /// Whether notes stood since the last row of text.
    torn: bool,
}

impl Reader<'_> {
    fn row(&mut self, index: usize, row: Row, before_note: bool) {
        if let Some(number) = self.definition(index, &row) {
            let note = open(number, &row, 0);
            self.flow.notes.push(note);
            self.inside = true;
            self.torn = true;
            self.strip_arrow();
        } else if self.is_label(index, &row) {
            self.account.ledger(row.span, EntryKind::NoteMark);
        } else if self.goes_on(index, &row) {
            self.extend(row);
        } else if self.repeats(&row) {
            self.account.ledger(row.span, EntryKind::RepeatedParagraph);
        } else if let Some(note) = self.unfinished(&row, before_note) {
            self.flow.notes[note].rows.push(row);
        } else {
            self.inside = false;
            let torn = std::mem::take(&mut self.torn);
            self.flow.rows.push(TextRow { row, page: 0, torn });
        }
    }

    fn due(&self) -> u32 {
        self.flow.notes.last().map_or(1, |note| note.label.saturating_add(1))
    }

    /// Whether a row looks like a definition, whatever its number.
    fn could_define(&self, row: &Row) -> bool {
        let form = leading_number(self.source, row).map(|(_, form, _)| form);
        matches!(self.style, Style::Marked(own) if Some(own) == form)
    }

    /// The definition that is due, if the row begins it.
    fn definition(&self, index: usize, row: &Row) -> Option<(u32, Row)> {
        let due = self.due();
        let number = match self.style {
            Style::Arrows { from } if index >= from => dotted_number(self.source, row),
            Style::Tail { from } if index >= from => {
                leading_number(self.source, row).map(|(value, _, rest)| (value, rest))
            }
            Style::Marked(own) => leading_number(self.source, row)
                .filter(|(_, form, _)| *form == own)
                .map(|(value, _, rest)| (value, rest)),
            Style::Numbered { from, .. } if index >= from => set_off_number(self.source, row),
            _ => None,
        };
        number.filter(|(value, _)| *value == due)
    }

    /// Whether a row is only the label above a note's number.
    fn is_label(&self, index: usize, row: &Row) -> bool {
        matches!(self.style, Style::Numbered { from, .. } if index >= from) && is_note_label(self.source, row)
    }

    /// Whether a row without a number goes on with the definition before it.
    fn goes_on(&self, index: usize, row: &Row) -> bool {
        if !self.inside || self.flow.notes.is_empty() {
            return false;
        }
        match self.style {
            Style::Arrows { .. } => {
                let near = self.plan.arrows[index].checked_sub(index).is_some_and(|rows| rows < FAR_ARROW);
                row.gap == 0 || (near && dotted_number(self.source, row).is_none())
            }
            Style::Tail { .. } | Style::Numbered { .. } => true,
            _ => row.gap == 0 || self.is_paragraph_of_note(index, row),
        }
    }

    /// Whether a row behind a blank line is a further paragraph of the note: it is indented more than the
    /// note's first line, or stands among notes that all stand behind the text.
    fn is_paragraph_of_note(&self, index: usize, row: &Row) -> bool {
        let first = self.flow.notes.last().and_then(|note| note.rows.first());
        let indented = first.is_some_and(|first| row.indent >= first.indent + 2);
        (indented || self.plan.endnotes.contains(&index)) && !self.repeats(row)
    }

    fn extend(&mut self, row: Row) {
        if let Some(note) = self.flow.notes.last_mut() {
            note.rows.push(row);
        }
        self.strip_arrow();
    }

    /// Takes the arrow off the last definition's last row.
    fn strip_arrow(&mut self) {
        let Some(row) = self.flow.notes.last_mut().and_then(|note| note.rows.last_mut()) else { return };
        let text = self.source.get(&row.span);
        if matches!(self.style, Style::Arrows { .. }) && ends_in_arrow(text) {
            let words = text.trim_end_matches(['↩', '\u{fe0e}', ' ', '\u{a0}']);
            let end = row.span.start + words.len();
            self.account.ledger(end..row.span.end, EntryKind::ReturnArrow);
            row.span.end = end;
            self.inside = false;
        }
    }

    /// Whether a row between notes repeats the one before it.
    fn repeats(&self, row: &Row) -> bool {
        let Some(Definition { rows, .. }) = self.flow.notes.last().filter(|_| self.inside) else {
            return false;
        };
        let [only] = rows.as_slice() else { return false };
        let bare = |row: &Row| self.source.get(&row.span).trim_end_matches('.').to_owned();
        bare(only) == bare(row)
    }

    /// The note whose rest this row is: a paragraph that goes on with a sentence where none was left
    /// open in the text, beside the notes, while a note before it breaks off.
    fn unfinished(&self, row: &Row, before_note: bool) -> Option<usize> {
        let beside_notes = self.inside || before_note;
        let before = self.flow.rows.last()?;
        let orphan =
            starts_lower(self.source.get(&row.span)) && ends_sentence(self.source.get(&before.row.span));
        if !orphan || !beside_notes || self.flow.notes.is_empty() {
            return None;
        }
        self.flow.notes.iter().rposition(|note| {
            let last = note.rows.last().map_or("", |row| self.source.get(&row.span));
            !last.contains("://") && last.ends_with(|c: char| c.is_lowercase() || c == ',')
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], notes: &[&str], ledger: &[EntryKind]) {
        let source = Source::new(text.into());
        let mut account = Account::default();
        let flow = read(&source, source.rows(), Shape::Flowing, &mut account);
        assert_eq!(flow.rows.iter().map(|r| source.get(&r.row.span)).collect::<Vec<_>>(), words);
        let found: Vec<_> = flow
            .notes
            .iter()
            .map(|n| n.rows.iter().map(|r| source.get(&r.span)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(found, notes);
        account.sort();
        let kinds: Vec<_> = account.entries(&source).into_iter().map(|e| e.kind).collect();
        assert_eq!(kinds, ledger);
    }

    use EntryKind::{RepeatedParagraph, ReturnArrow};

    #[test]
    fn superscript_notes_between_paragraphs() {
        check(
            "Tekst¹ die\n\n¹\u{2009}Zie het plan\n\nZie het plan.\n\n² En dit,\n\ndoorloopt².\n\nKlaar.\n\nmet rest.\n\n³ Slot.",
            &["Tekst¹ die", "doorloopt².", "Klaar."],
            &["Zie het plan", "En dit, met rest.", "Slot."],
            &[RepeatedParagraph],
        );
    }

    #[test]
    fn notes_of_a_web_page() {
        check(
            "Tekst.1\n\n  1. Een lijst.\n\n  1. Noot een.↩︎\n\n  2. Noot\ntwee↩︎",
            &["Tekst.1", "1. Een lijst."],
            &["Noot een.", "Noot twee"],
            &[ReturnArrow, ReturnArrow],
        );
    }

    #[test]
    fn notes_of_several_paragraphs() {
        // Indented; among notes that all stand at the end; up to the arrow.
        check(
            "Tekst¹ en meer.\n\n¹ Zie het plan.\n\n   Ook de bijlage.\n\nNog tekst².\n\n² Slot.",
            &["Tekst¹ en meer.", "Nog tekst²."],
            &["Zie het plan. Ook de bijlage.", "Slot."],
            &[],
        );
        check(
            "Tekst[1] en meer[2].\n\n[1] Zie het plan.\n\nOok de bijlage.\n\n[2] Slot.\n\nBijlage.",
            &["Tekst[1] en meer[2].", "Bijlage."],
            &["Zie het plan. Ook de bijlage.", "Slot."],
            &[],
        );
        check(
            "Tekst.1\n\n  1. Noot een.\n\n  Met meer.\n\n  En slot.↩︎\n\n  2. Noot twee.↩︎",
            &["Tekst.1"],
            &["Noot een. Met meer. En slot.", "Noot twee."],
            &[ReturnArrow, ReturnArrow],
        );
    }

    #[test]
    fn notes_in_brackets_and_at_the_end() {
        check("Tekst[1].\n\n[1] Noot.\n[2] Nog een.", &["Tekst[1]."], &["Noot.", "Nog een."], &[]);
        check("Tekst1.\n\n1 Noot.\nverder\n2 Nog een.", &["Tekst1."], &["Noot. verder", "Nog een."], &[]);
        check(
            "Tekst 1 , en 2 .\n\n(1)\n\nNoot.\n\n(2)\n\nNog\n\neen.",
            &["Tekst 1 , en 2 ."],
            &["Noot.", "Nog een."],
            &[],
        );
        check(
            "Tekst (1) en (2).\n\n(1) Noot.\n(2) Nog een.",
            &["Tekst (1) en (2)."],
            &["Noot.", "Nog een."],
            &[],
        );
        check(
            "Tekst1 en2.\n\nX Noot\n1\n\nNoot.\n\nX Noot\n2\n\nNog een.",
            &["Tekst1 en2."],
            &["Noot.", "Nog een."],
            &[EntryKind::NoteMark, EntryKind::NoteMark],
        );
        check("Tekst.\n\n(1) paard\n(2) koeien", &["Tekst.", "(1) paard", "(2) koeien"], &[], &[]);
        check("Tekst.\n\n1 paard\n2 koeien", &["Tekst.", "1 paard", "2 koeien"], &[], &[]);
    }
}
