//! The new tree takes the old one's place, and the next command finishes what was interrupted.

use super::error::{Doing, Fault, PublishError, unless_missing};
use super::means::{Exchange, Means};
use super::ownership::remove_tree;
use super::place::Place;
use std::fs;
use std::path::Path;

/// What was found after an earlier run, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// No run was interrupted.
    Nothing,
    /// The old site or the new one stands whole, as it did before; what the run left beside it is gone.
    Tidied,
    /// The new site was complete and has taken its place; the old one is gone.
    Completed,
    /// The folders could not be moved into place and the old site is back.
    RolledBack,
    /// Another run is at work at this moment; nothing was touched.
    Busy,
}

/// Lets the complete tree in `ready` take the place of the target. Where folders cannot be exchanged in
/// one step there is a moment with no target; [`settle`] knows both halves of that way.
pub(super) fn swap(place: &Place, means: &Means) -> Result<(), Fault> {
    let moving = "put the new site at";
    if !exists(&place.target)? {
        return means.rename(&place.ready, &place.target).doing(moving, &place.target);
    }
    if means.exchange(&place.ready, &place.target).doing(moving, &place.target)? == Exchange::Done {
        return Ok(());
    }
    means.rename(&place.target, &place.old).doing("move aside", &place.target)?;
    means.rename(&place.ready, &place.target).doing(moving, &place.target)
}

/// Removes a tree of somebody else's that the new one was allowed to replace. Where a run is killed before this,
/// [`settle`] gives its files back.
pub(super) fn discard(place: &Place) -> Result<(), Fault> {
    for old in [&place.ready, &place.old] {
        unless_missing(fs::remove_dir_all(old)).doing("remove", old)?;
    }
    Ok(())
}

/// Brings target and workshop from any state that an interrupted run left into a final one: the target
/// is the old tree or the new one, whole, and the workshop is gone. Can itself be interrupted.
pub(super) fn settle(place: &Place, means: &Means) -> Result<Recovered, PublishError> {
    if !place.has_workshop()? {
        return Ok(Recovered::Nothing);
    }
    let mut outcome = Recovered::Tidied;
    if !exists(&place.target)? && exists(&place.old)? {
        outcome = finish_or_roll_back(place, means)?;
    } else if exists(&place.old)? {
        outcome = Recovered::Completed;
    }
    remove_tree(&place.ready, &place.target, means)?;
    remove_tree(&place.old, &place.target, means)?;
    unless_missing(fs::remove_dir_all(&place.new)).doing("remove", &place.new)?;
    means.step();
    place.close_workshop(means)?;
    Ok(outcome)
}

fn finish_or_roll_back(place: &Place, means: &Means) -> Result<Recovered, Fault> {
    if exists(&place.ready)? && means.rename(&place.ready, &place.target).is_ok() {
        return Ok(Recovered::Completed);
    }
    means.rename(&place.old, &place.target).doing("put the old site back at", &place.target)?;
    Ok(Recovered::RolledBack)
}

fn exists(path: &Path) -> Result<bool, Fault> {
    Ok(unless_missing(fs::symlink_metadata(path)).doing("read", path)?.is_some())
}
