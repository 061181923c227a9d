//! What communications promise: actions, with their deadlines, and whether a later text says that they are done.

mod done;
mod extract;
mod proposals;
mod wording;

pub use proposals::{Proposal, proposals};

use super::content::Read;
use super::terms::{TermAt, Terms, order_of_term};
use super::{Document, Documents, FoundBy, Passage};
use crate::config::Role;
use crate::deadline::{self, Deadline, Period};
use crate::diagnostic::Findings;
use crate::document::{BlockId, Kind, PartialDate};
use crate::taxonomy::TermFront;
use extract::Promise;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

/// A promise in a communication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// `com-2025-165-a1.1-2`: document, printed number of the section, place among the section's actions.
    pub id: String,
    pub document: String,
    /// The list item that promises it.
    pub anchor: BlockId,
    /// The innermost heading above it.
    pub section: Option<BlockId>,
    /// Ids of the pillars whose section it stands in, in the pillars' order.
    pub pillars: Vec<String>,
    /// Ids of the instruments that it names, sorted.
    pub instruments: Vec<String>,
    /// Its words without marks, those of its nested items too.
    pub text: String,
    /// In the order of the text.
    pub deadlines: Vec<Deadline>,
    /// Where a text says that it is done; always an editor's choice.
    pub done: Option<Done>,
}

/// The place that says that an action is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub document: String,
    pub anchor: BlockId,
    /// The sentence that says it; the block's whole text where no one sentence does.
    pub text: String,
}

/// How an action stands on a day, as far as the documents tell. None of these says that it was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionState {
    /// An editor chose a passage that says so.
    Done,
    /// Its last deadline is over, and nobody here knows whether it was done.
    Past,
    /// A deadline is still to come, or it is not known what day it is.
    Ahead,
    /// It has no deadline.
    Undated,
}

impl ActionState {
    /// Every state.
    pub const ALL: [ActionState; 4] =
        [ActionState::Done, ActionState::Past, ActionState::Ahead, ActionState::Undated];

    /// The word in the theme's strings and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            ActionState::Done => "done",
            ActionState::Past => "past",
            ActionState::Ahead => "ahead",
            ActionState::Undated => "undated",
        }
    }
}

impl Action {
    /// How it stands on a day; of a day that is not wholly known, on its first.
    pub fn state(&self, today: Option<PartialDate>) -> ActionState {
        if self.done.is_some() {
            return ActionState::Done;
        }
        let Some(last) = self.deadlines.iter().map(|d| d.due.to.last()).max() else {
            return ActionState::Undated;
        };
        match today {
            Some(today) if last < Period::Date(today).first() => ActionState::Past,
            _ => ActionState::Ahead,
        }
    }
}

/// All actions, the oldest document first, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actions {
    list: Vec<Action>,
    /// Places in the list, by the document that promises, and by the document that says that it is done.
    promised: BTreeMap<String, Vec<usize>>,
    reported: BTreeMap<String, Vec<usize>>,
    /// Places in the list, by the action's id.
    places: BTreeMap<String, usize>,
}

impl Actions {
    /// The place of an action in the list.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// What a document promises.
    pub fn promised_in(&self, document: &str) -> impl Iterator<Item = &Action> {
        self.promised.get(document).into_iter().flatten().map(|at| &self.list[*at])
    }

    /// What a document says is done.
    pub fn reported_in(&self, document: &str) -> impl Iterator<Item = &Action> {
        self.reported.get(document).into_iter().flatten().map(|at| &self.list[*at])
    }
}

impl From<Vec<Action>> for Actions {
    fn from(list: Vec<Action>) -> Self {
        let mut actions = Actions::default();
        for (at, action) in list.iter().enumerate() {
            actions.places.insert(action.id.clone(), at);
            actions.promised.entry(action.document.clone()).or_default().push(at);
            if let Some(done) = &action.done {
                actions.reported.entry(done.document.clone()).or_default().push(at);
            }
        }
        actions.list = list;
        actions
    }
}

impl Deref for Actions {
    type Target = [Action];

    fn deref(&self) -> &[Action] {
        &self.list
    }
}

/// Puts the actions of all communications together, the oldest first, in reading order. What `[actions]` names and is
/// not there is a finding.
pub(super) fn actions(mut promised: Vec<Action>, documents: &Documents, findings: &mut Findings) -> Actions {
    done::set(&mut promised, documents, findings);
    promised.into()
}

/// What the taxonomies tell of the actions: which sections are about which pillar, and which terms are instruments.
pub(super) struct Plans<'a> {
    terms: &'a Terms<'a>,
    /// Pillars in their order.
    pillars: Vec<&'a Read<TermFront>>,
}

impl<'a> Plans<'a> {
    /// Of the terms as read.
    pub(super) fn of(terms: &'a Terms<'a>) -> Self {
        let with_role = terms.taxonomies.iter().filter(|(settings, _)| settings.role == Some(Role::Pillar));
        let pillars = with_role.flat_map(|(_, terms)| {
            let mut terms: Vec<&Read<TermFront>> = terms.iter().map(|term| &**term).collect();
            terms.sort_by_cached_key(|term| order_of_term(&term.front, &term.slug));
            terms
        });
        Plans { terms, pillars: pillars.collect() }
    }

    fn has_roles(&self) -> bool {
        self.terms.taxonomies.iter().any(|(settings, _)| settings.role.is_some())
    }

    /// The instruments that some blocks name, sorted.
    fn instruments(&self, blocks: &[BlockId], passages: &[(TermAt, Passage)]) -> Vec<String> {
        let named = passages.iter().filter(|((taxonomy, _), passage)| {
            self.terms.taxonomies[*taxonomy].0.role == Some(Role::Instrument)
                && matches!(passage.found_by, FoundBy::Name | FoundBy::Editor)
                && blocks.contains(&passage.anchor)
        });
        let ids: BTreeSet<&String> =
            named.map(|((taxonomy, term), _)| &self.terms.taxonomies[*taxonomy].1[*term].slug).collect();
        ids.into_iter().cloned().collect()
    }

    /// The pillars that a section around a block is mapped to.
    fn pillars(&self, document: &Document, anchor: &BlockId) -> Vec<String> {
        let around = |place: &crate::taxonomy::Place| {
            place.document == document.id && document.outline.stands_in(anchor, &place.block)
        };
        let pillars = self.pillars.iter();
        pillars
            .filter(|term| term.front.sections.iter().any(|at| around(&at.value)))
            .map(|term| term.slug.clone())
            .collect()
    }
}

/// What a communication promises, in reading order; `passages` are those of the document. There is nothing where no
/// taxonomy has a role.
pub(super) fn promised(
    document: &Document,
    plans: &Plans<'_>,
    passages: &[(TermAt, Passage)],
) -> Vec<Action> {
    if document.front.kind != Kind::Communication || !plans.has_roles() {
        return Vec::new();
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    extract::promises(document)
        .into_iter()
        .map(|promise| {
            let section = section_number(promise.section.as_ref());
            let count = counts.entry(section.clone()).or_default();
            *count += 1;
            let Promise { anchor, section: under, blocks, text } = promise;
            Action {
                id: format!("{}-a{section}-{count}", document.id),
                document: document.id.clone(),
                pillars: plans.pillars(document, &anchor),
                instruments: plans.instruments(&blocks, passages),
                deadlines: deadline::find(&text),
                anchor,
                section: under,
                text,
                done: None,
            }
        })
        .collect()
}

/// `1.1` of the heading `s1.1`; the id itself of a heading without a number; `0` above all headings.
fn section_number(section: Option<&BlockId>) -> String {
    let id = section.map_or("0", BlockId::as_str);
    let number = id.strip_prefix('s').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    number.unwrap_or(id).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_past_its_last_deadline_is_not_said_to_be_undone() {
        let action = |text: &str, done: bool| Action {
            id: "a".into(),
            document: "d".into(),
            anchor: BlockId::new("p-a"),
            section: None,
            pillars: Vec::new(),
            instruments: Vec::new(),
            text: text.into(),
            deadlines: deadline::find(text),
            done: done.then(|| Done { document: "e".into(), anchor: BlockId::new("p-b"), text: "x".into() }),
        };
        let two = "voorstel (derde kwartaal 2025), raadpleging (mei 2025)";
        for (text, done, today, expected) in [
            (two, false, Some("2025-09-30"), ActionState::Ahead),
            (two, false, Some("2025-10-01"), ActionState::Past),
            (two, false, Some("2025"), ActionState::Ahead),
            (two, false, None, ActionState::Ahead),
            (two, true, Some("2025-10-01"), ActionState::Done),
            ("voorstel", false, Some("2025-10-01"), ActionState::Undated),
        ] {
            let today = today.map(|day| day.parse().expect("a date"));
            assert_eq!(action(text, done).state(today), expected, "{text} {today:?}");
        }
    }

    #[test]
    fn the_number_of_a_section_is_the_printed_one() {
        for (heading, number) in
            [(Some("s1.1"), "1.1"), (Some("s2"), "2"), (Some("samenvatting"), "samenvatting"), (None, "0")]
        {
            assert_eq!(section_number(heading.map(BlockId::new).as_ref()), number);
        }
    }
}
