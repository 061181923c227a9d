//! Where things stand while a tree is published.

use super::error::{Doing, Fault, PublishError, Refusal, unless_missing};
use super::means::Means;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// Shows that the workshop beside the target is ours.
const MARKER: &str = ".fichewijzer-staging";
const MARKER_TEXT: &str = "fichewijzer prepares a new version of a site here. \
                           If it was interrupted, its next command tidies up.\n";

/// The target and what stands beside it, in the same file system. The workshop is there only while a run
/// works, or after one was killed; what its folders hold says how far that run came:
///
/// - `new`: the tree being filled; worthless unless finished;
/// - `ready`: the tree when it is complete, until the exchange; after it the old tree, to be removed;
/// - `old`: the old tree, where folders cannot be exchanged in one step.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) target: PathBuf,
    pub(super) workshop: PathBuf,
    pub(super) new: PathBuf,
    pub(super) ready: PathBuf,
    pub(super) old: PathBuf,
    pub(super) lock: PathBuf,
}

impl Place {
    /// The place for a target, which need not exist.
    pub(super) fn of(target: &Path) -> Result<Self, Refusal> {
        let name = target.file_name().ok_or_else(|| Refusal::Unnamed(target.to_path_buf()))?;
        let beside = |what: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(what);
            target.with_file_name(hidden)
        };
        let workshop = beside(".fichewijzer-staging");
        Ok(Place {
            target: target.to_path_buf(),
            new: workshop.join("new"),
            ready: workshop.join("ready"),
            old: workshop.join("old"),
            lock: beside(".fichewijzer-lock"),
            workshop,
        })
    }

    /// Makes the folders above the target; gives those that were not there, the innermost first.
    pub(super) fn make_parents(&self) -> Result<Vec<PathBuf>, Fault> {
        let above = self.target.ancestors().skip(1).filter(|a| !a.as_os_str().is_empty());
        let missing: Vec<PathBuf> = above.take_while(|a| !a.exists()).map(Path::to_path_buf).collect();
        if let Some(parent) = missing.first() {
            fs::create_dir_all(parent).doing("make", parent)?;
        }
        Ok(missing)
    }

    /// Makes the workshop with its marker and an empty folder for the new tree.
    pub(super) fn open_workshop(&self, means: &Means) -> Result<(), Fault> {
        fs::create_dir(&self.workshop).doing("make", &self.workshop)?;
        means.step();
        let marker = self.workshop.join(MARKER);
        fs::write(&marker, MARKER_TEXT).doing("write", &marker)?;
        means.step();
        fs::create_dir(&self.new).doing("make", &self.new)?;
        means.step();
        Ok(())
    }

    /// Whether a workshop is there; one that is neither empty nor marked is somebody else's.
    pub(super) fn has_workshop(&self) -> Result<bool, PublishError> {
        if fs::symlink_metadata(&self.workshop).is_err() {
            return Ok(false);
        }
        let foreign = || Refusal::ForeignStaging(self.workshop.clone());
        let mut entries = fs::read_dir(&self.workshop).map_err(|_| foreign())?;
        let marked = self.workshop.join(MARKER).is_file();
        if !self.workshop.is_symlink() && (marked || entries.next().is_none()) {
            return Ok(true);
        }
        Err(foreign().into())
    }

    /// Removes the emptied workshop, the marker last but one.
    pub(super) fn close_workshop(&self, means: &Means) -> Result<(), Fault> {
        let marker = self.workshop.join(MARKER);
        unless_missing(means.remove(&marker)).doing("remove", &marker)?;
        fs::remove_dir(&self.workshop).doing("remove", &self.workshop)?;
        means.step();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_beside_the_target() {
        let place = Place::of(Path::new("site/public")).expect("named");
        assert_eq!(place.lock, Path::new("site/.public.fichewijzer-lock"));
        assert_eq!(place.ready, Path::new("site/.public.fichewijzer-staging/ready"));
        let here = Place::of(Path::new("public")).expect("named");
        assert_eq!(here.lock, Path::new(".public.fichewijzer-lock"));
    }

    #[test]
    fn what_has_no_name_is_refused() {
        for target in ["/", "..", ".", "a/.."] {
            assert_eq!(Place::of(Path::new(target)).err(), Some(Refusal::Unnamed(target.into())), "{target}");
        }
    }
}
