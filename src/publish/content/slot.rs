//! One file of a change: in which state it is, and the steps between the states.
//!
//! The state is read from the disk alone, so that it does not matter where a run was killed. The new
//! bytes wait in `N.new`. Putting them in place moves what stood there to `N.old`; taking them back goes
//! the same way in the other direction. What somebody saved at that very moment thus lies in the journal
//! for an instant, is found by its digest, and is put back.

use super::journal::{Entry, Journal};
use crate::publish::digest::Sha256;
use crate::publish::error::{Doing, Fault, unless_missing};
use crate::publish::means::{Exchange, Means};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How a file of the change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As it was when the change was computed.
    Waiting,
    /// Somebody saved it before the change reached it.
    EditedBefore,
    /// The change has reached it.
    Placed,
    /// The change has reached it and somebody saved it afterwards.
    EditedAfter,
    /// The change has reached it, but what it displaced was somebody's save that came in between.
    Overran,
    /// Saved both before and after the change reached it.
    EditedTwice,
}

/// What finishes or undoes a step that was interrupted half-way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repair {
    OldIsNew,
    NewIsOld,
    NewToTarget,
    OldToTarget,
    LinkToTarget,
    SwapOldAndTarget,
    DropOld,
    DropLink,
}

/// The digests that tell the state; `None` where there is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    before: Option<Sha256>,
    after: Option<Sha256>,
    new: Option<Sha256>,
    old: Option<Sha256>,
    link: Option<Sha256>,
    target: Option<Sha256>,
}

impl Seen {
    /// The repair of a half-done step, if this is one.
    fn repair(&self) -> Option<Repair> {
        if self.link.is_some() {
            return match self.target {
                None => Some(Repair::LinkToTarget),
                // Linked; or, for a file on its way back, saved since on top of what was before.
                _ => (self.target == self.link || self.link == self.before).then_some(Repair::DropLink),
            };
        }
        let after = self.after?;
        match (self.new, self.old) {
            // An exchange leaves the file that came out under the name of the one that went in.
            (None, Some(old)) if old == after => Some(Repair::OldIsNew),
            (Some(new), None) if new != after && self.before.is_some() => Some(Repair::NewIsOld),
            // What was to be taken back was somebody's later save.
            (Some(new), _) if new != after => self.target.is_none().then_some(Repair::NewToTarget),
            (None, Some(_)) if self.old != self.before && self.target == self.before => {
                Some(Repair::SwapOldAndTarget)
            }
            // Taken away and not yet replaced.
            (Some(_), Some(_)) if self.target.is_none() => Some(Repair::OldToTarget),
            // Somebody saved the file while it was away.
            (Some(_), Some(_)) if self.old == self.before => Some(Repair::DropOld),
            _ => None,
        }
    }

    /// The state, where no repair is due.
    fn state(&self) -> State {
        if self.link.is_some() {
            return State::EditedTwice;
        }
        let placed = if self.after.is_some() { self.new.is_none() } else { self.old.is_some() };
        if !placed {
            let tangled = self.new != self.after || self.old.is_some();
            return match (tangled, self.target == self.before) {
                (true, _) => State::EditedTwice,
                (false, true) => State::Waiting,
                (false, false) => State::EditedBefore,
            };
        }
        match (self.old == self.before, self.target == self.after) {
            (true, true) => State::Placed,
            (true, false) => State::EditedAfter,
            (false, true) => State::Overran,
            (false, false) => State::EditedTwice,
        }
    }
}

/// How often a file is looked at again because somebody saves it all the time.
const ATTEMPTS: usize = 16;

/// One entry of a journal with its files.
pub(super) struct Slot<'a> {
    pub(super) entry: &'a Entry,
    target: PathBuf,
    new: PathBuf,
    old: PathBuf,
    link: PathBuf,
    means: &'a Means<'a>,
}

/// The digest of a file, `None` where there is none. A link is not followed and is an error.
pub(super) fn digest_at(path: &Path) -> Result<Option<Sha256>, Fault> {
    let Some(metadata) = unless_missing(fs::symlink_metadata(path)).doing("read", path)? else {
        return Ok(None);
    };
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file")).doing("replace", path);
    }
    Ok(unless_missing(fs::read(path)).doing("read", path)?.map(|bytes| Sha256::of(&bytes)))
}

/// A move whose source is gone or whose goal is taken was overtaken by somebody's save; the next look at
/// the state finds that out, so it is no failure.
fn unless_overtaken(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => Ok(()),
        other => other,
    }
}

impl<'a> Slot<'a> {
    pub(super) fn new(journal: &'a Journal, index: usize, means: &'a Means<'a>) -> Self {
        let entry = &journal.entries[index];
        Slot {
            entry,
            target: entry.path.within(&journal.root),
            new: journal.new_file(index),
            old: journal.old_file(index),
            link: journal.link_file(index),
            means,
        }
    }

    /// Repairs half-done steps, then tells the state.
    pub(super) fn observe(&self) -> Result<State, Fault> {
        let mut seen = self.look()?;
        for _ in 0..ATTEMPTS {
            let Some(repair) = seen.repair() else { break };
            unless_overtaken(self.carry_out(repair)).doing("repair", &self.target)?;
            seen = self.look()?;
        }
        Ok(seen.state())
    }

    fn look(&self) -> Result<Seen, Fault> {
        Ok(Seen {
            before: self.entry.before,
            after: self.entry.after,
            new: digest_at(&self.new)?,
            old: digest_at(&self.old)?,
            link: digest_at(&self.link)?,
            target: digest_at(&self.target)?,
        })
    }

    fn carry_out(&self, repair: Repair) -> io::Result<()> {
        match repair {
            Repair::OldIsNew => self.means.rename(&self.old, &self.new),
            Repair::NewIsOld => self.means.rename(&self.new, &self.old),
            Repair::NewToTarget => self.to_target(&self.new),
            Repair::OldToTarget => self.to_target(&self.old),
            Repair::LinkToTarget => self.means.rename_to_free(&self.link, &self.target),
            Repair::SwapOldAndTarget => self.means.exchange(&self.old, &self.target).map(drop),
            Repair::DropOld => self.means.remove(&self.old),
            Repair::DropLink => self.means.remove(&self.link),
        }
    }

    /// Lets the change reach a file that waits for it; to be followed by another look.
    pub(super) fn place(&self) -> Result<(), Fault> {
        if let Some(parent) = self.target.parent() {
            fs::create_dir_all(parent).doing("make", parent)?;
        }
        let placed = match (self.entry.before, self.entry.after) {
            (_, None) => self.means.rename(&self.target, &self.old),
            (None, Some(_)) => self.to_target(&self.new),
            (Some(_), Some(_)) => self.replace(),
        };
        unless_overtaken(placed).doing("change", &self.target)
    }

    /// Moves a file of the journal to its place, which must be free. Where that takes two steps the file
    /// first gets a third name, so that a file that is linked and one that waits can be told apart.
    fn to_target(&self, from: &Path) -> io::Result<()> {
        if self.means.rename_no_replace(from, &self.target)? == Exchange::Done {
            return Ok(());
        }
        self.means.rename(from, &self.link)?;
        let moved = self.means.rename_to_free(&self.link, &self.target);
        if moved.is_err() && self.link.exists() {
            self.means.rename(&self.link, from)?;
        }
        moved
    }

    fn replace(&self) -> io::Result<()> {
        match self.means.exchange(&self.new, &self.target)? {
            Exchange::Done => Ok(()),
            Exchange::Unsupported => {
                self.means.rename(&self.target, &self.old)?;
                self.to_target(&self.new)
            }
        }
    }

    /// Takes the change back from a file that it has reached; to be followed by another look.
    pub(super) fn withdraw(&self) -> Result<(), Fault> {
        let withdrawn = match (self.entry.before, self.entry.after) {
            (_, None) => self.to_target(&self.old),
            (None, Some(_)) => self.means.rename(&self.target, &self.new),
            (Some(_), Some(_)) => match self.means.exchange(&self.old, &self.target) {
                Ok(Exchange::Unsupported) => self.means.rename(&self.target, &self.new),
                other => other.map(drop),
            },
        };
        unless_overtaken(withdrawn).doing("restore", &self.target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `entry` is before and after; `found` is what lies in `N.new`, `N.old`, at the place itself and in
    /// `N.link`. Digests by letter: `-` no file, `b` what was before, `a` what comes after, others are
    /// somebody's saves.
    fn seen(entry: &str, found: &str) -> Seen {
        let digest = |c: char| (c != '-').then(|| Sha256::of(&[c as u8]));
        let [before, after] = [0, 1].map(|i| entry.chars().nth(i).and_then(digest));
        let [new, old, target, link] = [0, 1, 2, 3].map(|i| found.chars().nth(i).and_then(digest));
        Seen { before, after, new, old, link, target }
    }

    #[test]
    fn each_combination_of_files_has_its_state() {
        let check = |entry: &str, found: &str, state: State| {
            assert_eq!(seen(entry, found).repair(), None, "{entry} {found}");
            assert_eq!(seen(entry, found).state(), state, "{entry} {found}");
        };
        check("ba", "a-b", State::Waiting);
        check("ba", "a-x", State::EditedBefore);
        check("ba", "a--", State::EditedBefore);
        check("ba", "-ba", State::Placed);
        check("ba", "-bx", State::EditedAfter);
        check("ba", "-b-", State::EditedAfter);
        check("ba", "-xa", State::Overran);
        check("ba", "-xy", State::EditedTwice);
        check("ba", "xby", State::EditedTwice);
        check("ba", "axy", State::EditedTwice);
        // Saved before it was linked, or after?
        check("ba", "-bxa", State::EditedTwice);
        check("-a", "--xa", State::EditedTwice);
        check("-a", "a--", State::Waiting);
        check("-a", "a-x", State::EditedBefore);
        check("-a", "--a", State::Placed);
        check("-a", "--x", State::EditedAfter);
        check("-a", "x-y", State::EditedTwice);
        check("b-", "--b", State::Waiting);
        check("b-", "--x", State::EditedBefore);
        check("b-", "---", State::EditedBefore);
        check("b-", "-b-", State::Placed);
        check("b-", "-bx", State::EditedAfter);
        check("b-", "-x-", State::Overran);
    }

    #[test]
    fn each_half_done_step_has_its_repair() {
        let check = |entry: &str, found: &str, repair: Repair| {
            assert_eq!(seen(entry, found).repair(), Some(repair), "{entry} {found}");
        };
        // After an exchange forward, and back.
        check("ba", "b-a", Repair::NewIsOld);
        check("ba", "x-a", Repair::NewIsOld);
        check("ba", "-ab", Repair::OldIsNew);
        check("ba", "-ax", Repair::OldIsNew);
        check("ba", "-xb", Repair::SwapOldAndTarget);
        // Taken away first.
        check("ba", "ab-", Repair::OldToTarget);
        check("ba", "ax-", Repair::OldToTarget);
        check("ba", "abx", Repair::DropOld);
        check("ba", "xb-", Repair::NewToTarget);
        check("-a", "x--", Repair::NewToTarget);
        // Moved in two steps, there and back.
        check("ba", "-b-a", Repair::LinkToTarget);
        check("ba", "-baa", Repair::DropLink);
        check("ba", "a-bb", Repair::DropLink);
        check("ba", "a-xb", Repair::DropLink);
        check("-a", "---a", Repair::LinkToTarget);
        check("-a", "--aa", Repair::DropLink);
        check("b-", "---b", Repair::LinkToTarget);
        check("b-", "--bb", Repair::DropLink);
        check("b-", "--xb", Repair::DropLink);
    }
}
