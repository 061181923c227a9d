//! Changes to `content/`: several files in one step, and never over an editor's words.
//!
//! The new files and a list of what is to become of which file are written to a journal first. From the
//! moment that the list has its final name the change counts: a run that is killed after it is carried
//! through by the next command, one that is killed before it has changed nothing. A file is replaced only
//! where it still has the bytes that the change was computed from. Where somebody saved it in between, be
//! it in the instant of the replacement or after a crash, the whole change is taken back and the save
//! stays; the next ingest merges it as any other edit.

mod journal;
mod new_file;
mod settle;
mod slot;
#[cfg(test)]
mod tests;

pub use new_file::NewFile;

use super::digest::Sha256;
use super::error::{Doing, Fault, listed};
use super::lock::Lock;
use super::means::Means;
use crate::output::{PathFault, PortablePath};
use journal::{Entry, Found, Journal};
use rayon::prelude::*;
use settle::{Way, settle};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// The lock's name, in the dossier's root.
const LOCK: &str = ".content.fichewijzer-lock";

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentChange {
    /// From the dossier's root; below `content/`.
    pub path: PortablePath,
    /// The digest of the bytes that the change was computed from; `None` where there was no file. A
    /// change whose new bytes are these changes nothing, but is a condition of the other changes.
    pub expected: Option<Sha256>,
    /// The new bytes; `None` for no file.
    pub new: Option<NewFile>,
}

/// What was done, in the order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files that are new or have new bytes.
    pub written: Vec<PortablePath>,
    pub removed: Vec<PortablePath>,
}

/// What was found after an earlier run, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentRecovered {
    /// No run was interrupted.
    Nothing,
    /// The run had not come so far that its change counted; it changed nothing.
    Discarded,
    /// The change is carried through.
    Completed,
    /// Somebody saved these files since, so the change was taken back; the next ingest makes it anew.
    Withdrawn { edited: Vec<PortablePath> },
}

/// Why a change was not made, or what an earlier run left cannot be settled.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// Somebody saved these files after they had been read. Nothing was changed.
    #[error("saved by somebody while fichewijzer was working, so nothing was changed; run it again:{}",
        listed(&paths(.files)))]
    Edited { files: Vec<PortablePath> },
    #[error("another run of fichewijzer is changing `{}`; wait until it has finished", .0.display())]
    Busy(PathBuf),
    /// The change names a place where ingest has nothing to write.
    #[error("`{path}` cannot be changed: {why}")]
    Path { path: String, why: String },
    /// An earlier run was interrupted, and what it left is damaged.
    #[error(
        "what an interrupted run left in `{}` cannot be used: {why}; look at `git status`, restore what \
         is missing, and delete that folder", folder.display()
    )]
    Journal { folder: PathBuf, why: String },
    /// An earlier run was interrupted, and files of one document were saved both before and after the
    /// change reached them.
    #[error(
        "an interrupted run changed these files, and somebody saved them meanwhile in a way that fits \
         neither the old version nor the new one; compare them with those in `{}` and delete that folder:{}",
        folder.display(), listed(&paths(.files))
    )]
    Tangled { files: Vec<PortablePath>, folder: PathBuf },
    #[error(transparent)]
    Environment(#[from] Fault),
}

fn paths(files: &[PortablePath]) -> Vec<PathBuf> {
    files.iter().map(|path| PathBuf::from(path.as_str())).collect()
}

/// `content/` of one dossier, held against other runs that write it. To be opened before inputs are read
/// and kept until the change is applied, so that what was read belongs together.
#[derive(Debug)]
pub struct ContentFolder {
    root: PathBuf,
    recovered: ContentRecovered,
    /// Absent where the folder cannot be written at all; then nobody else writes it either.
    lock: Option<Lock>,
}

impl ContentFolder {
    /// Takes the folder of the dossier at `root`, after settling what an interrupted run left.
    pub fn open(root: &Path) -> Result<Self, ContentError> {
        Self::open_with(root, &Means::all())
    }

    fn open_with(root: &Path, means: &Means) -> Result<Self, ContentError> {
        let lock = match Lock::take(&root.join(LOCK)) {
            Ok(Some(lock)) => Some(lock),
            Ok(None) => return Err(ContentError::Busy(root.join("content"))),
            Err(fault) if cannot_be_written(&fault) => None,
            Err(fault) => return Err(fault.into()),
        };
        let recovered = recover_locked(root, means)?;
        Ok(ContentFolder { root: root.to_path_buf(), recovered, lock })
    }

    /// What opening found after an earlier run.
    pub fn recovered(&self) -> &ContentRecovered {
        &self.recovered
    }

    /// Makes all changes or none. Files that have their new bytes already are not touched.
    pub fn apply(&self, changes: &[ContentChange]) -> Result<Applied, ContentError> {
        self.apply_with(changes, &Means::all())
    }

    fn apply_with(&self, changes: &[ContentChange], means: &Means) -> Result<Applied, ContentError> {
        let due = self.due(changes)?;
        if due.is_empty() {
            return Ok(Applied::default());
        }
        if self.lock.is_none() {
            let denied = io::Error::from(io::ErrorKind::PermissionDenied);
            return Err(denied).doing("write to", &self.root).map_err(ContentError::from);
        }
        let mut applied = Applied::default();
        for (entry, _) in &due {
            let list = if entry.after.is_some() { &mut applied.written } else { &mut applied.removed };
            list.push(entry.path.clone());
        }
        applied.written.sort();
        applied.removed.sort();
        let journal = match Journal::commit(&self.root, due, means) {
            Ok(journal) => journal,
            Err(fault) => {
                // The first fault is the one to tell; if this fails too, the next command sees to it.
                let _ = recover_locked(&self.root, means);
                return Err(fault.into());
            }
        };
        let edited = carry_through(journal, means)?;
        if edited.is_empty() { Ok(applied) } else { Err(ContentError::Edited { files: edited }) }
    }

    /// The changes that are not there already, once each; none where a file is not as expected.
    fn due<'a>(&self, changes: &'a [ContentChange]) -> Result<Vec<Due<'a>>, ContentError> {
        let (mut due, mut edited, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for change in changes {
            content_path(change.path.as_str())?;
            if !seen.insert(change.path.folded()) {
                return Err(refused(change.path.as_str(), "it is to be changed twice at once"));
            }
        }
        let digests = |change: &ContentChange| {
            let current = slot::digest_at(&change.path.within(&self.root))?;
            Ok((current, change.new.as_ref().map(|new| Sha256::of(&new.bytes()))))
        };
        let found: Vec<Result<_, Fault>> = changes.par_iter().map(digests).collect();
        for (change, found) in changes.iter().zip(found) {
            let (current, after) = found?;
            if current == after {
                continue;
            }
            if current != change.expected {
                edited.push(change.path.clone());
            }
            let entry = Entry { path: change.path.clone(), before: change.expected, after };
            due.push((entry, change.new.as_ref()));
        }
        if edited.is_empty() { Ok(due) } else { Err(ContentError::Edited { files: edited }) }
    }
}

/// Settles what an interrupted run left in `content/`; commands that only read call it before they do.
/// Writes nothing where there is nothing to settle.
pub fn recover_content(root: &Path) -> Result<ContentRecovered, ContentError> {
    let interrupted = root.join(journal::FOLDER).exists();
    if !interrupted && !root.join(LOCK).exists() {
        return Ok(ContentRecovered::Nothing);
    }
    match ContentFolder::open(root) {
        // A run is at work and has not begun to write: what is there belongs together.
        Err(ContentError::Busy(_)) if !interrupted => Ok(ContentRecovered::Nothing),
        other => other.map(|folder| folder.recovered.clone()),
    }
}

fn recover_locked(root: &Path, means: &Means) -> Result<ContentRecovered, ContentError> {
    match Journal::find(root)? {
        Found::Nothing => Ok(ContentRecovered::Nothing),
        Found::Uncommitted => {
            journal::discard(root, means)?;
            Ok(ContentRecovered::Discarded)
        }
        Found::Committed(journal) => {
            let edited = carry_through(journal, means)?;
            Ok(if edited.is_empty() {
                ContentRecovered::Completed
            } else {
                ContentRecovered::Withdrawn { edited }
            })
        }
    }
}

/// Carries a committed change through; where the disk fails half-way, tries to take it back instead.
fn carry_through(journal: Journal, means: &Means) -> Result<Vec<PortablePath>, ContentError> {
    let root = journal.root.clone();
    let outcome = settle(journal, Way::Forward, means);
    if let Err(ContentError::Environment(_)) = outcome
        && let Ok(Found::Committed(journal)) = Journal::find(&root)
    {
        // The first fault is the one to tell; if this fails too, the journal stays for the next command.
        let _ = settle(journal, Way::Back, means);
    }
    outcome
}

/// What is to become of a file, and its new bytes.
type Due<'a> = (Entry, Option<&'a NewFile>);

/// The path of a file that a change may touch: below `content/`, and not the journal itself.
fn content_path(path: &str) -> Result<PortablePath, ContentError> {
    let checked = PortablePath::new(path).map_err(|e: PathFault| refused(path, &e.to_string()))?;
    if !path.starts_with("content/") {
        return Err(refused(path, "it is not in `content/`"));
    }
    if Path::new(path).starts_with(journal::FOLDER) {
        return Err(refused(path, "the program works there"));
    }
    Ok(checked)
}

fn refused(path: &str, why: &str) -> ContentError {
    ContentError::Path { path: path.to_owned(), why: why.to_owned() }
}

fn cannot_be_written(fault: &Fault) -> bool {
    matches!(fault.source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
