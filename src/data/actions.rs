//! Actions as open data: what the page, the table, the calendar and the JSON file say, in one struct.

use super::csv::Table;
use crate::corpus::{Action, Corpus};
use crate::deadline::Deadline;
use crate::document::BlockId;
use serde::Serialize;

/// A promise in a communication.
#[derive(Debug, Clone, Serialize)]
pub struct ActionEntry<'a> {
    pub id: &'a str,
    pub document: &'a str,
    pub anchor: &'a str,
    /// Id of the innermost heading above it.
    pub section: Option<&'a str>,
    pub pillars: &'a [String],
    pub instruments: &'a [String],
    pub text: &'a str,
    pub deadlines: Vec<DeadlineEntry<'a>>,
    pub done: Option<DoneEntry<'a>>,
}

/// When something falls due; both ends are included.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineEntry<'a> {
    pub printed: &'a str,
    /// `2025`, `2025-Q2`, `2025-07`, `2025-04-09`.
    pub from: String,
    pub to: String,
    pub of: Option<&'a str>,
}

/// Where a text says that an action is done: an editor's choice.
#[derive(Debug, Clone, Serialize)]
pub struct DoneEntry<'a> {
    pub document: &'a str,
    pub anchor: &'a str,
}

/// All actions, the oldest document first, in reading order.
pub fn actions(corpus: &Corpus) -> Vec<ActionEntry<'_>> {
    corpus.actions.iter().map(ActionEntry::of).collect()
}

impl<'a> ActionEntry<'a> {
    /// What an action says of itself.
    pub fn of(action: &'a Action) -> Self {
        ActionEntry {
            id: &action.id,
            document: &action.document,
            anchor: action.anchor.as_str(),
            section: action.section.as_ref().map(BlockId::as_str),
            pillars: &action.pillars,
            instruments: &action.instruments,
            text: &action.text,
            deadlines: action.deadlines.iter().map(DeadlineEntry::of).collect(),
            done: action
                .done
                .as_ref()
                .map(|done| DoneEntry { document: &done.document, anchor: done.anchor.as_str() }),
        }
    }
}

impl<'a> DeadlineEntry<'a> {
    fn of(deadline: &'a Deadline) -> Self {
        DeadlineEntry {
            printed: &deadline.printed,
            from: deadline.due.from.to_string(),
            to: deadline.due.to.to_string(),
            of: deadline.of.as_deref(),
        }
    }
}

/// The columns of `acties.csv`, named as in the JSON file.
const COLUMNS: [&str; 13] = [
    "id",
    "document",
    "anchor",
    "section",
    "pillars",
    "instruments",
    "text",
    "deadline_printed",
    "deadline_from",
    "deadline_to",
    "deadline_of",
    "done_document",
    "done_anchor",
];

/// `acties.csv`: a row for each deadline, and one for an action without; ids in one cell are parted by a space.
pub(super) fn table(actions: &[ActionEntry<'_>]) -> Vec<u8> {
    let mut table = Table::new(COLUMNS);
    for action in actions {
        if action.deadlines.is_empty() {
            table.row(row(action, None));
        }
        action.deadlines.iter().for_each(|deadline| table.row(row(action, Some(deadline))));
    }
    table.finish()
}

fn row(action: &ActionEntry<'_>, deadline: Option<&DeadlineEntry<'_>>) -> [String; COLUMNS.len()] {
    let of_deadline = |part: fn(&DeadlineEntry<'_>) -> String| deadline.map(part).unwrap_or_default();
    let done = action.done.as_ref();
    [
        action.id.to_owned(),
        action.document.to_owned(),
        action.anchor.to_owned(),
        action.section.unwrap_or_default().to_owned(),
        action.pillars.join(" "),
        action.instruments.join(" "),
        action.text.to_owned(),
        of_deadline(|d| d.printed.to_owned()),
        of_deadline(|d| d.from.clone()),
        of_deadline(|d| d.to.clone()),
        of_deadline(|d| d.of.unwrap_or_default().to_owned()),
        done.map(|d| d.document.to_owned()).unwrap_or_default(),
        done.map(|d| d.anchor.to_owned()).unwrap_or_default(),
    ]
}
