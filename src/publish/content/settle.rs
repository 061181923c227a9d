//! A committed change is carried through, or taken back where somebody saved a file in between.

use super::ContentError;
use super::journal::{FOLDER, Journal};
use super::slot::{Slot, State};
use crate::output::PortablePath;
use crate::publish::means::Means;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How often to look again because somebody saves while the change is carried out.
const ATTEMPTS: usize = 16;

/// Which way a change goes where nobody's save decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Back,
}

/// What one document's files need. They go the same way always: a text that an editor saved on top of the
/// old version needs the old base beside it, and one on top of the new version the new base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    Go(Way),
    /// Saved on top of the old version and of the new one: no way suits both.
    Tangled,
}

/// Carries the change through and closes the journal. Gives the files that somebody saved before the
/// change reached them: where there are any, the whole change is taken back, except from documents that
/// somebody saved after it had reached them.
pub(super) fn settle(journal: Journal, way: Way, means: &Means) -> Result<Vec<PortablePath>, ContentError> {
    for _ in 0..ATTEMPTS {
        let slots: Vec<Slot> = (0..journal.entries.len()).map(|i| Slot::new(&journal, i, means)).collect();
        let states: Vec<Result<State, _>> = slots.par_iter().map(Slot::observe).collect();
        let states: Vec<State> = states.into_iter().collect::<Result<_, _>>()?;
        let courses = courses(&slots, &states, way);
        let mut moved = false;
        for ((slot, state), course) in slots.iter().zip(&states).zip(&courses) {
            moved |= carry_out(slot, *state, *course)?;
        }
        if !moved {
            let tangled = paths_where(&journal, &courses, &Course::Tangled);
            if !tangled.is_empty() {
                return Err(tangled_in(&journal, tangled));
            }
            let edited = paths_where(&journal, &states, &State::EditedBefore);
            journal.close(means)?;
            return Ok(edited);
        }
    }
    let all = journal.entries.iter().map(|entry| entry.path.clone()).collect();
    Err(tangled_in(&journal, all))
}

fn tangled_in(journal: &Journal, files: Vec<PortablePath>) -> ContentError {
    ContentError::Tangled { files, folder: journal.root.join(FOLDER) }
}

fn paths_where<T: PartialEq>(journal: &Journal, found: &[T], wanted: &T) -> Vec<PortablePath> {
    let all = journal.entries.iter().zip(found);
    all.filter(|(_, found)| *found == wanted).map(|(entry, _)| entry.path.clone()).collect()
}

/// Takes the next step of a file; whether there was one to take.
fn carry_out(slot: &Slot, state: State, course: Course) -> Result<bool, ContentError> {
    match (course, state) {
        (Course::Go(Way::Forward), State::Waiting) => slot.place()?,
        (Course::Go(Way::Back), State::Placed | State::Overran) => slot.withdraw()?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// The course of each file, by its document.
fn courses(slots: &[Slot], states: &[State], way: Way) -> Vec<Course> {
    let documents: Vec<&str> = slots.iter().map(|slot| document_of(&slot.entry.path)).collect();
    let mut by_document: BTreeMap<&str, Vec<State>> = BTreeMap::new();
    for (document, state) in documents.iter().zip(states) {
        by_document.entry(document).or_default().push(*state);
    }
    let way = if states.iter().any(|state| speaks_for_back(*state)) { Way::Back } else { way };
    documents.iter().map(|document| course(&by_document[document], way)).collect()
}

fn speaks_for_back(state: State) -> bool {
    matches!(state, State::EditedBefore | State::Overran)
}

fn course(states: &[State], otherwise: Way) -> Course {
    let back = states.iter().any(|state| speaks_for_back(*state));
    let forward = states.contains(&State::EditedAfter);
    match (back, forward) {
        _ if states.contains(&State::EditedTwice) => Course::Tangled,
        (true, true) => Course::Tangled,
        (true, false) => Course::Go(Way::Back),
        (false, true) => Course::Go(Way::Forward),
        (false, false) => Course::Go(otherwise),
    }
}

/// The document that a file belongs to: `fiches/x` for `content/fiches/x.md`, its base and its map.
fn document_of(path: &PortablePath) -> &str {
    let path = path.as_str();
    let path = path.strip_prefix("content/").unwrap_or(path);
    let path = path.strip_prefix(".ingest/").unwrap_or(path);
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name..].rfind('.') {
        Some(dot) => &path[..name + dot],
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_base_and_map_are_one_document() {
        let document = |path: &str| document_of(&PortablePath::new(path).expect("valid")).to_owned();
        for path in ["content/fiches/x.md", "content/.ingest/fiches/x.md", "content/.ingest/fiches/x.map"] {
            assert_eq!(document(path), "fiches/x");
        }
        assert_eq!(document("content/nieuws/2025-10-08-v1.2.md"), "nieuws/2025-10-08-v1.2");
        assert_eq!(document("content/a.b/c"), "a.b/c");
    }

    #[test]
    fn saves_decide_the_course() {
        use State::*;
        let check = |states: &[State], expected: Course| {
            for otherwise in [Way::Forward, Way::Back] {
                assert_eq!(course(states, otherwise), expected, "{states:?}");
            }
        };
        check(&[EditedBefore, Placed], Course::Go(Way::Back));
        check(&[Overran, Waiting], Course::Go(Way::Back));
        check(&[EditedAfter, Waiting], Course::Go(Way::Forward));
        check(&[EditedAfter, EditedBefore], Course::Tangled);
        check(&[EditedTwice], Course::Tangled);
        for otherwise in [Way::Forward, Way::Back] {
            assert_eq!(course(&[Waiting, Placed], otherwise), Course::Go(otherwise));
        }
    }
}
