//! What can go wrong while writing.

use crate::diagnostic::Findings;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// How many paths a message lists before it only counts the rest.
const LISTED: usize = 10;

/// The file system refused or failed. Exit code 3.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}: {source}", path.display())]
pub struct Fault {
    /// What was tried, as it stands after "cannot".
    pub doing: &'static str,
    pub path: PathBuf,
    pub source: io::Error,
}

/// Adds to a failure what was tried and where.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, Fault>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, Fault> {
        self.map_err(|source| Fault { doing, path: path.to_path_buf(), source })
    }
}

/// Takes "there is no such file" as an answer; nor is there one below what is no folder.
pub(super) fn unless_missing<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The target is not the program's to replace. Nothing was touched. Exit code 3.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("`{}` names no folder that could be replaced; give the site a folder of its own", .0.display())]
    Unnamed(PathBuf),
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("`{}` is a symbolic link; name the folder that it points to", .0.display())]
    Link(PathBuf),
    #[error("`{}` is not a file", .0.display())]
    NotAFile(PathBuf),
    #[error("`{}` is a symbolic link; name the file that it points to", .0.display())]
    LinkToFile(PathBuf),
    #[error(
        "`{}` was not written by fichewijzer, or was changed since; move it elsewhere, choose another name, or \
         replace it with --force", .0.display()
    )]
    ForeignFile(PathBuf),
    #[error(
        "`{}` is not empty and has no manifest (.fichewijzer.json), so it was not written by fichewijzer; \
         empty it yourself or choose another folder", .0.display()
    )]
    NoManifest(PathBuf),
    #[error(
        "the manifest of `{}` cannot be used ({why}), so it is unknown which files fichewijzer wrote; \
         empty the folder yourself or choose another one", target.display()
    )]
    BadManifest { target: PathBuf, why: String },
    #[error(
        "`{}` holds what fichewijzer did not write; move it elsewhere or choose another folder:{}",
        target.display(), listed(files)
    )]
    Foreign { target: PathBuf, files: Vec<PathBuf> },
    #[error(
        "a file manager left its own files in `{}`; delete them and run again:{}",
        target.display(), listed(files)
    )]
    Droppings { target: PathBuf, files: Vec<PathBuf> },
    #[error("`{}` is in the way: fichewijzer works there, but did not make it; move it elsewhere", .0.display())]
    ForeignStaging(PathBuf),
    #[error(
        "files that appeared in the old site while the new one took its place are kept in `{}`, because \
         the new site has files at their paths; move them elsewhere:{}", at.display(), listed(files)
    )]
    Stranded { at: PathBuf, files: Vec<PathBuf> },
}

/// Why a tree was not published. In every case the old site stands as it was, except after
/// [`Refusal::Stranded`], where the new one stands whole.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Recipes found faults in the content or the templates. Exit code 1.
    #[error("the content has {} errors", .0.counts().0)]
    Content(Findings),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("another run of fichewijzer is writing `{}`; wait until it has finished", .0.display())]
    Busy(PathBuf),
    #[error(transparent)]
    Environment(#[from] Fault),
}

/// One path a line, indented.
pub(super) fn listed(paths: &[PathBuf]) -> String {
    let mut text = String::new();
    for path in paths.iter().take(LISTED) {
        let _ = write!(text, "\n  {}", path.display());
    }
    if paths.len() > LISTED {
        let _ = write!(text, "\n  and {} more", paths.len() - LISTED);
    }
    text
}
