//! Writing content from the preview, and when to try again what failed.
#![allow(clippy::disallowed_methods, reason = "looks at the files that could not be written")]

use crate::publish::content::{Applied, ContentChange, ContentError, ContentFolder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Writes what ingest changed.
pub(super) struct Writing {
    root: PathBuf,
    /// Held meanwhile.
    held: Arc<Mutex<()>>,
    /// What stood in the way when it failed.
    failed: Option<Standing>,
}

/// How files and folders look from outside: what they are and who may write them.
type Standing = BTreeMap<PathBuf, Option<Look>>;
type Look = (std::fs::FileType, std::fs::Permissions);

impl Writing {
    pub(super) fn new(root: PathBuf, held: Arc<Mutex<()>>) -> Self {
        Writing { root, held, failed: None }
    }

    /// Makes the changes, all or none.
    pub(super) fn write(&mut self, changes: &[ContentChange]) -> Result<Applied, ContentError> {
        let held = self.held.clone();
        let _held = held.lock().unwrap_or_else(PoisonError::into_inner);
        let written = ContentFolder::open(&self.root).and_then(|folder| folder.apply(changes));
        // What the attempt itself left there is no reason to try again.
        let standing = || standing(&self.root, changes.iter().map(|change| change.path.within(&self.root)));
        self.failed = written.is_err().then(standing);
        written
    }

    /// Whether writing failed, and something that may have stood in its way is otherwise now.
    pub(super) fn may_succeed_now(&self) -> bool {
        let Some(failed) = &self.failed else { return false };
        standing(&self.root, failed.keys().cloned()) != *failed
    }
}

/// How the files look, and all folders above them up to the root.
fn standing(root: &Path, files: impl Iterator<Item = PathBuf>) -> Standing {
    let mut paths = BTreeSet::new();
    for file in files {
        let within = file.ancestors().take_while(|path| path.starts_with(root));
        paths.extend(within.map(Path::to_path_buf));
    }
    let look = |path: &Path| path.symlink_metadata().ok().map(|m| (m.file_type(), m.permissions()));
    paths.into_iter().map(|path| (path.clone(), look(&path))).collect()
}
