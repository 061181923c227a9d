//! The files of a dossier, in memory.

use super::content::INGEST;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::publish::content::ContentChange;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::Bound;
use std::sync::Arc;

/// All input files by their paths in the dossier, `/` between the parts: a whole build runs from this, so
/// that tests and preview take the same way as the command line.
#[derive(Debug, Default, Clone)]
pub struct Inputs {
    files: BTreeMap<FilePath, Arc<[u8]>>,
}

impl Inputs {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<FilePath>, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Keeps those files for which `holds`.
    pub fn retain(&mut self, mut holds: impl FnMut(&FilePath, &[u8]) -> bool) {
        self.files.retain(|path, bytes| holds(path, bytes));
    }

    /// Removes the bases, maps and texts in `content/`, but for texts that a run has made itself.
    pub(super) fn forget_texts(&mut self, made: &[ContentChange]) {
        let made: BTreeSet<&str> = made.iter().map(|change| change.path.as_str()).collect();
        self.retain(|path, _| {
            let is_text = path.starts_with("content/") && path.ends_with(".md");
            !path.starts_with(INGEST) && (!is_text || made.contains(&**path))
        });
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&FilePath, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// The files below a folder (`content/`), by path.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a FilePath, &'a Arc<[u8]>)> {
        self.files
            .range::<str, _>((Bound::Included(folder), Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(folder))
    }

    /// The text of a file that must be UTF-8, without its byte-order mark.
    pub(super) fn text(&self, path: &FilePath, findings: &mut Findings) -> Option<&str> {
        text_of(path, self.files.get(path)?, findings)
    }
}

/// Something in the order of paths, gone through beside something else that is: no path is searched for.
pub(super) struct SideBySide<I: Iterator> {
    rest: Peekable<I>,
}

impl<P: Borrow<FilePath>, V, I: Iterator<Item = (P, V)>> SideBySide<I> {
    pub(super) fn of(all: impl IntoIterator<IntoIter = I>) -> Self {
        SideBySide { rest: all.into_iter().peekable() }
    }

    /// What there is at a path; the paths that are asked for rise.
    pub(super) fn at(&mut self, path: &FilePath) -> Option<V> {
        while self.rest.next_if(|(other, _)| other.borrow() < path).is_some() {}
        self.rest.next_if(|(other, _)| other.borrow() == path).map(|(_, value)| value)
    }
}

/// The text of a file that must be UTF-8, without its byte-order mark.
pub(super) fn text_of<'b>(path: &FilePath, bytes: &'b [u8], findings: &mut Findings) -> Option<&'b str> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(fault) => {
            let message = format!("byte {} is not UTF-8", fault.valid_up_to() + 1);
            findings.push(
                Diagnostic::new(Code::UnknownEncoding, message).in_file(path).hint("save the file as UTF-8"),
            );
            None
        }
    }
}

impl<P: Into<FilePath>, B: Into<Arc<[u8]>>> FromIterator<(P, B)> for Inputs {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        Inputs { files: files.into_iter().map(|(p, b)| (p.into(), b.into())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::PortablePath;

    #[test]
    fn texts_are_forgotten_that_can_be_read_again() {
        let files =
            ["content/.ingest/a.map", "content/a.md", "content/b.md", "content/b.webp", "static/c.md"];
        let mut inputs: Inputs = files.map(|p| (p, Vec::new())).into_iter().collect();
        let made = ["content/b.md", "content/.ingest/a.map"].map(|path| {
            let path = PortablePath::new(path).expect("valid");
            ContentChange { path, expected: None, new: Some(Vec::new().into()) }
        });
        inputs.forget_texts(&made);
        let left: Vec<&str> = inputs.iter().map(|(p, _)| &**p).collect();
        assert_eq!(left, ["content/b.md", "content/b.webp", "static/c.md"]);
    }

    #[test]
    fn a_folder_is_its_files_only() {
        let inputs: Inputs = ["content/a.md", "content/b/c.md", "contents/x", "site.toml"]
            .map(|p| (p, Vec::new()))
            .into_iter()
            .collect();
        let below: Vec<&str> = inputs.under("content/").map(|(p, _)| &**p).collect();
        assert_eq!(below, ["content/a.md", "content/b/c.md"]);
    }

    #[test]
    fn side_by_side_each_path_meets_its_own() {
        let path = |text: &str| FilePath::from(text);
        let all: BTreeMap<FilePath, u8> = [("b", 1), ("c", 2), ("e", 3)].map(|(p, n)| (path(p), n)).into();
        let mut beside = SideBySide::of(&all);
        let found: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(|p| beside.at(&path(p)).copied()).into();
        assert_eq!(found, [None, Some(1), Some(2), None, Some(3), None]);
    }
}
