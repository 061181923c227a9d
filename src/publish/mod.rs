//! From an output tree to a folder, and from an ingest's results to `content/`: whole or not at all.
//!
//! A site is staged in a folder beside its target, files that did not change are taken over as they are,
//! and the two folders change places in one step. The old tree is removed afterwards, file by file as its
//! manifest lists them, so that nothing is deleted that the program did not write.
//!
//! A process that is killed leaves the old site or the new one at the target at every moment, where the
//! file system can exchange folders; elsewhere the next command, which calls [`recover`] first, sees to
//! it. A loss of power is another matter: pages are not forced to the disk one by one, which would make
//! builds slow; the next build compares bytes, not dates, and makes anew what was lost.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes, moves and deletes")]

mod compare;
pub mod content;
mod digest;
mod error;
mod examine;
mod file;
mod footprint;
mod left;
mod lock;
mod manifest;
mod means;
mod ownership;
mod place;
mod staging;
mod swap;
#[cfg(test)]
mod tests;

pub use compare::{Differences, compare};
pub use digest::{NotASha256, Sha256};
pub use error::{Fault, PublishError, Refusal};
pub use examine::{Found, examine};
pub use file::{Unfilled, Written, file};
pub use footprint::Footprint;
pub use left::Left;
pub use manifest::{Difference, Entry, Imprint, MANIFEST, Manifest, ManifestFault};
pub use swap::Recovered;

use crate::fingerprint::Fingerprint;
use crate::output::{OutputTree, PortablePath};
use crate::phase::{Follow, Phase};
use lock::Lock;
use means::{Means, Memory};
use ownership::Standing;
use place::Place;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

/// What publishing did, each list in the order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    pub added: Vec<PortablePath>,
    pub changed: Vec<PortablePath>,
    pub removed: Vec<PortablePath>,
    /// How many files stayed as they were, with their modification times.
    pub kept: usize,
    /// How many of these were not made again to find that out.
    pub same: usize,
    /// Files of the program that somebody had changed or deleted since: they were made anew, or are
    /// removed. They also stand in `changed` or `removed`.
    pub altered: Vec<PortablePath>,
    /// How the folder stands now, where that can be told.
    pub footprint: Option<Footprint>,
    /// What files were made from, of those whose makers tell it and where somebody will want to know.
    pub fingerprints: BTreeMap<PortablePath, Fingerprint>,
}

impl Published {
    /// How many files differ from before.
    pub fn touched(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }

    /// What the next run may know of it.
    pub fn left(self) -> Option<Left> {
        let fingerprints = self.fingerprints.into_iter().map(|(path, print)| (path.to_string(), print));
        Some(Left { footprint: self.footprint?, fingerprints: fingerprints.collect() })
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.removed.len());
        write!(f, "{added} added, {changed} changed, {removed} removed, {} unchanged", self.kept)
    }
}

/// What may be replaced by what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Only what this program wrote.
    Ours,
    /// Anything of the same kind, a folder by a folder and a file by a file.
    Anything,
}

/// Writes the tree to the folder `target`, which is made, replaced whole, or, where nothing changed, not
/// touched at all. Works in the caller's rayon thread pool. Refuses a target that holds anything that an
/// earlier run did not write there. On an error the target is as it was.
pub fn folder(tree: &OutputTree, target: &Path, imprint: &Imprint) -> Result<Published, PublishError> {
    folder_over(tree, target, imprint, Overwrite::Ours).map(|(published, _)| published)
}

/// As [`folder`], and tells `follow` of each file. What of `left`, which a run of this very program left there, still
/// stands and would be made from the same is not made again.
pub fn folder_followed(
    tree: &OutputTree,
    target: &Path,
    imprint: &Imprint,
    left: Option<&Left>,
    follow: &dyn Follow,
) -> Result<Published, PublishError> {
    follow.begin(Phase::Index, 0);
    let files = tree.len();
    follow.count(files);
    follow.begin(Phase::Write, files);
    let means = Means { follow, memory: Memory::Kept(left), ..Means::all() };
    folder_with(tree, target, imprint, Overwrite::Ours, &means).map(|(published, _)| published)
}

/// As [`folder`], and gives the manifest; with [`Overwrite::Anything`] a folder that somebody else filled is replaced
/// whole.
pub fn folder_over(
    tree: &OutputTree,
    target: &Path,
    imprint: &Imprint,
    overwrite: Overwrite,
) -> Result<(Published, Manifest), PublishError> {
    folder_with(tree, target, imprint, overwrite, &Means::all())
}

fn folder_with(
    tree: &OutputTree,
    target: &Path,
    imprint: &Imprint,
    overwrite: Overwrite,
    means: &Means,
) -> Result<(Published, Manifest), PublishError> {
    let place = Place::of(target)?;
    let made = place.make_parents()?;
    let outcome = locked(tree, imprint, &place, overwrite, means);
    if outcome.is_err() {
        // Folders made for nothing; one that is not empty stays.
        for folder in &made {
            let _ = fs::remove_dir(folder);
        }
    }
    outcome
}

fn locked(
    tree: &OutputTree,
    imprint: &Imprint,
    place: &Place,
    overwrite: Overwrite,
    means: &Means,
) -> Result<(Published, Manifest), PublishError> {
    let Some(lock) = Lock::take(&place.lock)? else {
        return Err(PublishError::Busy(place.target.clone()));
    };
    swap::settle(place, means)?;
    let outcome = replace(tree, imprint, place, overwrite, means);
    let settled = swap::settle(place, means);
    // The first error is the one to tell.
    let Replaced { mut published, manifest, digest } = outcome?;
    settled?;
    // Who cannot tell has more to do in the next run, and that is all.
    let taken = lock.moment().and_then(|at| Footprint::take(&place.target, &manifest, digest, at));
    published.footprint = taken.ok().flatten();
    Ok((published, manifest))
}

/// A tree that stands at its target.
struct Replaced {
    published: Published,
    manifest: Manifest,
    /// Of the manifest as it stands there.
    digest: Sha256,
}

fn replace(
    tree: &OutputTree,
    imprint: &Imprint,
    place: &Place,
    overwrite: Overwrite,
    means: &Means,
) -> Result<Replaced, PublishError> {
    let standing = ownership::survey(&place.target, overwrite)?;
    place.open_workshop(means)?;
    let staged = staging::fill(tree, imprint, &standing, place, means)?;
    let digest = match staged.same(&standing) {
        Some(old) => Sha256::of(&old.json),
        None => {
            let digest = staged.complete(place, means)?;
            swap::swap(place, means)?;
            if matches!(standing, Standing::Foreign) {
                swap::discard(place)?;
            }
            digest
        }
    };
    let published = Published {
        kept: staged.kept.len(),
        same: staged.same,
        added: staged.added,
        changed: staged.changed,
        removed: staged.removed,
        altered: staged.altered,
        footprint: None,
        fingerprints: staged.fingerprints,
    };
    Ok(Replaced { published, manifest: staged.manifest, digest })
}

/// Finishes or undoes what an interrupted run left beside `target`; every command calls it first.
pub fn recover(target: &Path) -> Result<Recovered, PublishError> {
    recover_with(target, &Means::all())
}

fn recover_with(target: &Path, means: &Means) -> Result<Recovered, PublishError> {
    let place = Place::of(target)?;
    if !place.lock.exists() && !place.has_workshop()? {
        return Ok(Recovered::Nothing);
    }
    match Lock::take(&place.lock)? {
        Some(_lock) => swap::settle(&place, means),
        None => Ok(Recovered::Busy),
    }
}
