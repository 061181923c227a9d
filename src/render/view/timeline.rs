//! The view of the timeline: deadlines and the documents' own dates in one order.

use super::Views;
use crate::corpus::{Action, ActionState, Document, Voice};
use crate::deadline::{Due, Period};
use crate::document::PartialDate;
use crate::render::texts::Text;
use crate::render::timeline::{self, Drawing, Layout, Row, Shape};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows beyond this number are left out of the drawing; the list of actions has them all.
const ROWS: usize = 60;

/// The timeline, drawn and as the rows of a table.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineView {
    /// An SVG element, finished.
    pub svg: String,
    /// The same for narrow screens.
    pub svg_narrow: String,
    /// The same in the order of time.
    pub rows: Vec<TimelineRow>,
    /// How many rows are left out because the drawing would be too long; the list of actions has them.
    pub omitted: usize,
}

/// A deadline with the number of its actions, or the date of a document.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineRow {
    /// `deadline`, `document`, `received`
    pub kind: &'static str,
    /// When, in words.
    pub when: String,
    /// What: "5 acties, 1 gedaan", or the document.
    pub what: String,
    /// The document's page.
    pub href: Option<String>,
}

/// A document's own date.
struct Mark<'a> {
    date: PartialDate,
    kind: &'static str,
    document: &'a Document,
}

impl Views<'_> {
    /// The timeline of all deadlines; `None` where no action has one.
    pub(super) fn timeline(&self) -> Option<TimelineView> {
        let due = self.by_due();
        let first = due.keys().map(|d| d.from.first()).min()?;
        let mut rows: Vec<(Row, TimelineRow)> =
            self.marks(first).iter().map(|mark| self.mark_row(mark)).collect();
        rows.extend(due.iter().map(|(due, actions)| self.due_row(*due, actions)));
        rows.sort_by_key(|(row, _)| (row.first, row.last));
        let omitted = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        let (drawn, rows): (Vec<Row>, Vec<TimelineRow>) = rows.into_iter().unzip();
        let today = self.site.date.map(|date| Period::Date(date).first());
        let today_label = self.site.date.map(|date| {
            let date = crate::render::format::date(self.strings.language(), date);
            self.strings.text_with(Text::TIMELINE_TODAY, &[("date", &date)])
        });
        let drawing = Drawing {
            title: self.strings.text(Text::TIMELINE),
            about: self.strings.text(Text::TIMELINE_ABOUT),
            rows: drawn,
            today: today.zip(today_label),
        };
        let svg = timeline::svg(&drawing, Layout::Beside)?;
        Some(TimelineView { svg, svg_narrow: timeline::svg(&drawing, Layout::Above)?, rows, omitted })
    }

    fn by_due(&self) -> BTreeMap<Due, Vec<&Action>> {
        let mut out: BTreeMap<Due, Vec<&Action>> = BTreeMap::new();
        for action in self.site.corpus.actions.iter() {
            let due: BTreeSet<Due> = action.deadlines.iter().map(|d| d.due).collect();
            due.into_iter().for_each(|due| out.entry(due).or_default().push(action));
        }
        out
    }

    /// The dates of the documents with actions and of those that are related to them, not much before the first
    /// deadline.
    fn marks(&self, first: jiff::civil::Date) -> Vec<Mark<'_>> {
        let corpus = &self.site.corpus;
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for action in corpus.actions.iter() {
            ids.insert(&action.document);
            ids.extend(action.done.iter().map(|done| done.document.as_str()));
            ids.extend(corpus.relations_from(&action.document).map(|r| r.to.as_str()));
        }
        let mut out = Vec::new();
        for document in ids.iter().filter_map(|id| corpus.documents.get(*id)) {
            let front = &document.front;
            for (kind, date) in [("document", front.date), ("received", front.received)] {
                out.extend(date.map(|date| Mark { date, kind, document }));
            }
        }
        out.retain(|mark| i32::from(mark.date.year()) >= i32::from(first.year()) - 1);
        out
    }

    fn mark_row(&self, mark: &Mark<'_>) -> (Row, TimelineRow) {
        let front = &mark.document.front;
        let name = front.number.map_or_else(|| front.title.clone(), |n| n.to_string());
        let assessed = front.assesses.first().map_or_else(|| name.clone(), ToString::to_string);
        let kind_label = self.strings.text(front.kind.into());
        let named = if front.number.is_some() { name } else { format!("{kind_label}: {assessed}") };
        let what = match mark.kind {
            "received" => self.strings.text_with(Text::TIMELINE_RECEIVED, &[("name", &assessed)]),
            _ => self.strings.text_with(Text::TIMELINE_DOCUMENT, &[("name", &named)]),
        };
        let when = crate::render::format::date(self.strings.language(), mark.date);
        let voice = match Voice::of(front.kind, &[]) {
            Voice::Fiche => Voice::Cabinet,
            voice => voice,
        };
        let period = Period::Date(mark.date);
        let row = Row {
            first: period.first(),
            last: period.last(),
            label: when.clone(),
            note: what.clone(),
            shape: Shape::Mark(voice.as_str()),
        };
        let href = self.links.document(&mark.document.id);
        (row, TimelineRow { kind: mark.kind, when, what, href: Some(href) })
    }

    fn due_row(&self, due: Due, actions: &[&Action]) -> (Row, TimelineRow) {
        let when = self.due(due);
        let states: Vec<ActionState> = actions.iter().map(|a| a.state(self.site.date)).collect();
        let done = states.iter().filter(|s| **s == ActionState::Done).count();
        let count = match actions.len() {
            1 => self.strings.text(Text::TIMELINE_COUNT_ONE),
            n => self.strings.text_with(Text::TIMELINE_COUNT, &[("count", &n.to_string())]),
        };
        let what = match done {
            0 => count,
            done => {
                format!(
                    "{count}, {}",
                    self.strings.text_with(Text::TIMELINE_DONE, &[("done", &done.to_string())])
                )
            }
        };
        let today = self.site.date.map(|date| Period::Date(date).first());
        let over = today.is_some_and(|today| due.to.last() < today);
        let row = Row {
            first: due.from.first(),
            last: due.to.last(),
            label: when.clone(),
            note: what.clone(),
            shape: Shape::Bar { over },
        };
        (row, TimelineRow { kind: "deadline", when, what, href: None })
    }
}
