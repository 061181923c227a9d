//! Views of actions: the list of all, and the short lists on other pages.

use super::{DocumentLink, NavLink, PartLink, TermLink, TimelineView, Views};
use crate::config::Role;
use crate::corpus::{Action, ActionState, Done, PageRef, Taxonomy, Term};
use crate::data::{ActionEntry, DeadlineEntry};
use crate::deadline::{Deadline, Due, Period};
use crate::render::format;
use crate::render::texts::Text;
use crate::site::{PageKind, on_part, relative};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The list of actions, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct ActionsView {
    /// How many actions there are on all parts together.
    pub total: usize,
    /// How many documents promise them.
    pub documents: usize,
    /// The day that their states are of.
    pub date: Option<String>,
    /// The actions of this part; none on the first of several.
    pub actions: Vec<ActionView>,
    /// On the first part.
    pub timeline: Option<TimelineView>,
    /// On the first part: how many each document promises, and where they begin.
    pub by_document: Vec<DocumentActions>,
    /// What the actions of this part can be filtered by.
    pub filter_documents: Vec<FilterOption>,
    pub filter_pillars: Vec<FilterOption>,
    pub filter_instruments: Vec<FilterOption>,
    pub filter_years: Vec<FilterOption>,
    pub filter_states: Vec<FilterOption>,
    /// Titles of the taxonomies, where the dossier has them.
    pub pillars_title: Option<String>,
    pub instruments_title: Option<String>,
    /// Which part this is, from 1.
    pub part: usize,
    /// All parts, where there are several.
    pub parts: Vec<PartLink>,
    /// Addresses of the same list in other forms.
    pub csv: String,
    pub ics: Option<String>,
    pub json: String,
}

/// A value to filter by.
#[derive(Debug, Clone, Serialize)]
pub struct FilterOption {
    pub value: String,
    pub text: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
}

/// How many actions a document promises, and where they begin.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentActions {
    pub document: DocumentLink,
    pub count: usize,
    pub href: String,
}

/// A promise in a communication.
#[derive(Debug, Clone, Serialize)]
pub struct ActionView {
    pub id: String,
    pub text: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
    pub document: DocumentLink,
    /// Address of its place in the document.
    pub href: String,
    /// Address of its row in the list of all actions.
    pub list_href: String,
    /// The words of the heading above it.
    pub section: Option<String>,
    pub pillars: Vec<TermLink>,
    pub instruments: Vec<TermLink>,
    pub deadlines: Vec<DeadlineView>,
    /// The years that its deadlines are in.
    pub years: Vec<i16>,
    /// The first day of its first deadline.
    pub first: Option<String>,
    /// `done`, `past`, `ahead` or `undated`.
    pub state: &'static str,
    pub state_label: String,
    /// An editor's choice.
    pub done: Option<DoneView>,
}

/// When something falls due.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineView {
    pub printed: String,
    /// `2025-Q2`
    pub from: String,
    pub to: String,
    pub of: Option<String>,
    /// Its days in words; none where the printed words say the same.
    pub days: Option<String>,
}

/// The passage that says that an action is done.
#[derive(Debug, Clone, Serialize)]
pub struct DoneView {
    pub document: DocumentLink,
    pub href: String,
    pub text: String,
    pub language: Option<String>,
}

impl<'a> Views<'a> {
    /// The link to the list of actions, where there is one.
    pub(super) fn actions_link(&self) -> Option<NavLink> {
        let count = self.site.corpus.actions.len();
        let here = matches!(self.planned.kind, PageKind::Actions { .. });
        (count > 0).then(|| NavLink {
            key: "acties".to_owned(),
            title: self.strings.text(Text::ACTIONS),
            href: self.links.page(PageRef::Actions),
            current: here.then_some("page"),
            count,
        })
    }

    pub(in crate::render) fn actions(&self, part: usize) -> ActionsView {
        let all = &self.site.corpus.actions;
        let actions: Vec<ActionView> = on_part(all, part).iter().map(|a| self.action(a)).collect();
        let path = |path: String| relative(&self.planned.path, &path);
        let title = |role| self.with_role(role).map(|t: &Taxonomy| t.settings.title.clone());
        ActionsView {
            total: all.len(),
            documents: all.iter().map(|a| &a.document).collect::<BTreeSet<_>>().len(),
            date: self.site.date.map(|d| d.to_string()),
            timeline: if part == 1 { self.timeline() } else { None },
            by_document: if part == 1 { self.actions_by_document() } else { Vec::new() },
            filter_documents: documents(&actions),
            filter_pillars: terms(actions.iter().flat_map(|a| &a.pillars)),
            filter_instruments: terms(actions.iter().flat_map(|a| &a.instruments)),
            filter_years: years(&actions),
            filter_states: self.states(&actions),
            pillars_title: title(Role::Pillar),
            instruments_title: title(Role::Instrument),
            part,
            parts: self.list_parts(&PageRef::Actions, all.len(), part),
            csv: path(self.site.actions_path("csv")),
            ics: self.site.date.map(|_| path(self.site.actions_path("ics"))),
            json: path("data/actions.json".to_owned()),
            actions,
        }
    }

    /// The actions of a pillar, or that name an instrument; none of other terms.
    pub(super) fn actions_of_term(&self, taxonomy: &Taxonomy, term: &Term) -> Vec<ActionView> {
        let belongs = |action: &&Action| match taxonomy.settings.role {
            Some(Role::Pillar) => action.pillars.contains(&term.id),
            Some(Role::Instrument) => action.instruments.contains(&term.id),
            None => false,
        };
        self.site.corpus.actions.iter().filter(belongs).map(|a| self.action(a)).collect()
    }

    pub(super) fn action(&self, action: &Action) -> ActionView {
        let entry = ActionEntry::of(action);
        let document = &self.site.corpus.documents[&action.document];
        let heading = |id| document.outline.heading(id).map(|h| h.text.clone());
        let deadlines = action.deadlines.iter().zip(&entry.deadlines);
        let state = action.state(self.site.date);
        let days = action.deadlines.iter().flat_map(|d| [d.due.from.first(), d.due.to.last()]);
        let years = action
            .deadlines
            .iter()
            .flat_map(|d| d.due.from.first().year()..=d.due.to.last().year())
            .collect::<BTreeSet<_>>();
        ActionView {
            id: entry.id.to_owned(),
            text: entry.text.to_owned(),
            language: self.foreign(document.front.language.as_deref()),
            document: self.link_to_document(document),
            href: self.links.place(&document.id, &action.anchor),
            list_href: self.action_href(action),
            section: action.section.as_ref().and_then(heading),
            pillars: self.linked(Role::Pillar, entry.pillars),
            instruments: self.linked(Role::Instrument, entry.instruments),
            deadlines: deadlines.map(|(deadline, entry)| self.deadline(deadline, entry)).collect(),
            years: years.into_iter().collect(),
            first: days.min().map(|day| day.to_string()),
            state: state.as_str(),
            state_label: self.strings.text(state.into()),
            done: action.done.as_ref().and_then(|done| self.done(done)),
        }
    }

    fn linked(&self, role: Role, ids: &[String]) -> Vec<TermLink> {
        let Some(taxonomy) = self.with_role(role) else { return Vec::new() };
        let terms = ids.iter().filter_map(|id| taxonomy.terms.iter().find(|t| t.id == *id));
        terms.map(|term| self.term_link(taxonomy, term)).collect()
    }

    fn deadline(&self, deadline: &Deadline, entry: &DeadlineEntry<'_>) -> DeadlineView {
        let (first, last) = (deadline.due.from.first(), deadline.due.to.last());
        let days = format::days(self.strings.language(), first, last);
        DeadlineView {
            printed: entry.printed.to_owned(),
            from: entry.from.clone(),
            to: entry.to.clone(),
            of: entry.of.map(str::to_owned),
            days: (days != entry.printed).then_some(days),
        }
    }

    fn done(&self, done: &Done) -> Option<DoneView> {
        let document = self.document_link(&done.document)?;
        Some(DoneView {
            href: self.links.place(&done.document, &done.anchor),
            text: done.text.clone(),
            language: document.language.clone(),
            document,
        })
    }

    /// The address of an action's row in the list.
    fn action_href(&self, action: &Action) -> String {
        let all = &self.site.corpus.actions;
        let at = all.position(&action.id).unwrap_or_default();
        self.list_entry(&PageRef::Actions, at, all.len(), Some(&action.id))
    }

    fn actions_by_document(&self) -> Vec<DocumentActions> {
        let mut out: Vec<DocumentActions> = Vec::new();
        for action in self.site.corpus.actions.iter() {
            match out.last_mut().filter(|entry| entry.document.id == action.document) {
                Some(same) => same.count += 1,
                None => out.extend(self.document_link(&action.document).map(|document| DocumentActions {
                    document,
                    count: 1,
                    href: self.action_href(action),
                })),
            }
        }
        out
    }

    fn states(&self, actions: &[ActionView]) -> Vec<FilterOption> {
        ActionState::ALL
            .into_iter()
            .filter(|state| actions.iter().any(|a| a.state == state.as_str()))
            .map(|state| FilterOption {
                value: state.as_str().to_owned(),
                text: self.strings.text(state.into()),
                language: None,
            })
            .collect()
    }

    /// From one period to another in words, as short as a label must be.
    pub(super) fn due(&self, due: Due) -> String {
        match (due.from, due.to) {
            (from, to) if from == to => self.period(from),
            (Period::Quarter { year, quarter: first }, Period::Quarter { year: same, quarter: last })
                if year == same =>
            {
                let (first, last, year) = (first.to_string(), last.to_string(), year.to_string());
                let values = [("first", &*first), ("last", &*last), ("year", &*year)];
                self.strings.text_with(Text::QUARTERS, &values)
            }
            (from, to) => format!("{} – {}", self.period(from), self.period(to)),
        }
    }

    fn period(&self, period: Period) -> String {
        match period {
            Period::Date(date) => format::date(self.strings.language(), date),
            Period::Quarter { year, quarter } => self
                .strings
                .text_with(Text::QUARTER, &[("quarter", &quarter.to_string()), ("year", &year.to_string())]),
        }
    }
}

fn documents(actions: &[ActionView]) -> Vec<FilterOption> {
    let mut out: Vec<FilterOption> = Vec::new();
    for document in actions.iter().map(|a| &a.document) {
        if out.last().is_none_or(|last| last.value != document.id) {
            let number = document.number.as_ref().map(|n| format!("{n}: ")).unwrap_or_default();
            out.push(FilterOption {
                value: document.id.clone(),
                text: format!("{number}{}", document.title),
                language: document.language.clone(),
            });
        }
    }
    out
}

/// Each term once, in the order of their numbers, then of their names.
fn terms<'t>(links: impl Iterator<Item = &'t TermLink>) -> Vec<FilterOption> {
    let by_order: BTreeMap<_, &TermLink> =
        links.map(|t| ((t.ordinal.unwrap_or(i64::MAX), t.name.to_lowercase(), &t.id), t)).collect();
    let option = |t: &TermLink| FilterOption {
        value: t.id.clone(),
        text: t.name.clone(),
        language: t.language.clone(),
    };
    by_order.into_values().map(option).collect()
}

fn years(actions: &[ActionView]) -> Vec<FilterOption> {
    let years: BTreeSet<i16> = actions.iter().flat_map(|a| &a.years).copied().collect();
    let option = |year: i16| FilterOption { value: year.to_string(), text: year.to_string(), language: None };
    years.into_iter().map(option).collect()
}
