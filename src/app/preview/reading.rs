//! A dossier's files as they were last read, and reading again what may have changed.
#![allow(clippy::disallowed_methods, reason = "reads inputs from disk")]

use crate::app::disk::FOLDERS;
use crate::dossier::Inputs;
use crate::publish::content::ContentChange;
use crate::serve::{Depth, Watched};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The inputs, and what stands in the way of reading some of them.
pub(super) struct Reading {
    /// Absolute, without symbolic links.
    root: PathBuf,
    inputs: Inputs,
    /// Why a file or folder cannot be read, by its name in the dossier.
    failures: BTreeMap<String, String>,
    /// Symbolic links among the inputs, by what they lead to.
    links: BTreeSet<(PathBuf, PathBuf)>,
}

/// The file that makes a folder a dossier.
const SITE: &str = "site.toml";

impl Reading {
    /// Of the dossier at `root`; nothing is read yet.
    pub(super) fn new(root: PathBuf) -> Self {
        let links = BTreeSet::new();
        let mut reading = Reading { root, inputs: Inputs::default(), failures: BTreeMap::new(), links };
        // Folders that are links themselves are watched from the beginning.
        for folder in FOLDERS {
            reading.note_link(&reading.root.join(folder));
        }
        reading
    }

    /// The files as last read.
    pub(super) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// What cannot be read, a sentence each.
    pub(super) fn failures(&self) -> Vec<String> {
        let mut all: Vec<String> = self.failures.values().cloned().collect();
        if self.inputs.get(SITE).is_none() && !self.failures.contains_key(SITE) {
            all.push(format!("there is no {SITE} any more"));
        }
        all
    }

    /// Reads all files. Gives the names of those that are not as they were.
    pub(super) fn everything(&mut self) -> Vec<String> {
        let tops: Vec<PathBuf> = [SITE].iter().chain(&FOLDERS).map(|top| self.root.join(top)).collect();
        self.again(&tops)
    }

    /// Reads files and folders again that may have changed. Gives the names of files that are not as they
    /// were, and of what can be read no longer, or again.
    pub(super) fn again<'a>(&mut self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
        let places: BTreeSet<PathBuf> = paths.into_iter().flat_map(|path| self.places(path)).collect();
        let mut changed = BTreeSet::new();
        for place in places {
            if let Some(name) = self.name(&place) {
                self.read(&name, &place, &mut changed);
            }
        }
        changed.into_iter().collect()
    }

    /// Where a path is an input: where it stands, or where a link leads to it.
    fn places(&self, path: &Path) -> Vec<PathBuf> {
        if *path == self.root {
            return [SITE].iter().chain(&FOLDERS).map(|top| self.root.join(top)).collect();
        }
        let through = self.links.iter().filter_map(|(target, link)| match path.strip_prefix(target) {
            Ok(below) if below.as_os_str().is_empty() => Some(link.clone()),
            Ok(below) => Some(link.join(below)),
            Err(_) => None,
        });
        through.chain([path.to_path_buf()]).collect()
    }

    /// The name of an input in the dossier, with `/` between its parts; `None` for what is none.
    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok()?;
        let mut parts = Vec::new();
        for component in below.components() {
            let Component::Normal(part) = component else { return None };
            parts.push(part.to_str()?);
        }
        let top = parts.first()?;
        let is_input = (*top == SITE && parts.len() == 1) || FOLDERS.contains(top);
        let hidden = |(at, part): (usize, &&str)| part.starts_with('.') && !(at == 1 && *part == ".ingest");
        (is_input && !parts.iter().enumerate().any(hidden)).then(|| parts.join("/"))
    }

    /// Reads one file or folder again.
    fn read(&mut self, name: &str, path: &Path, changed: &mut BTreeSet<String>) {
        let below = format!("{name}/");
        let is_it = |other: &str| other == name || other.starts_with(&below);
        let failed: Vec<String> = self.failures.keys().filter(|n| is_it(n)).cloned().collect();
        let before: Vec<(String, String)> =
            failed.into_iter().filter_map(|n| self.failures.remove_entry(&n)).collect();
        self.links.retain(|(_, link)| !link.starts_with(path));
        self.note_link(path);
        let mut seen = BTreeSet::new();
        self.walk(path, &mut seen, changed);
        let known = self.inputs.under(&below).map(|(path, _)| path.to_string());
        let itself = self.inputs.get(name).map(|_| name.to_owned());
        let gone: Vec<String> = known.chain(itself).filter(|n| !seen.contains(n)).collect();
        for name in gone {
            self.inputs.remove(&name);
            changed.insert(name);
        }
        let after = self.failures.iter().filter(|(n, _)| is_it(n));
        let other = after.filter(|entry| !before.iter().any(|(n, why)| (n, why) == *entry));
        changed.extend(other.map(|(n, _)| n.clone()));
        changed.extend(before.into_iter().map(|(n, _)| n).filter(|n| !self.failures.contains_key(n)));
    }

    /// Reads the file at a path, or all files below it.
    fn walk(&mut self, top: &Path, seen: &mut BTreeSet<String>, changed: &mut BTreeSet<String>) {
        let root = self.root.clone();
        let shown = |path: &Path| path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let walk = WalkDir::new(top).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(may_hold_inputs) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(top).to_path_buf();
                    let missing = error.io_error().is_some_and(is_missing);
                    let dangling = path.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink());
                    // Editors' locks (`.#name`) are links that lead nowhere; hidden names are no inputs.
                    if let Some(name) = self.name(&path).filter(|_| !missing || dangling) {
                        self.note_link(&path);
                        self.failures.insert(name, format!("{} cannot be read: {error}", shown(&path)));
                    }
                    continue;
                }
            };
            let path = entry.path();
            if entry.path_is_symlink() {
                self.note_link(path);
            }
            if !entry.file_type().is_file() {
                continue;
            }
            let Some(name) = self.name(path) else {
                if path.strip_prefix(&root).is_ok_and(|below| below.to_str().is_none()) {
                    let why = format!("the name of {} is not UTF-8; rename it", shown(path));
                    self.failures.insert(shown(path), why);
                }
                continue;
            };
            match std::fs::read(path) {
                Ok(bytes) => {
                    if self.inputs.get(&name).is_none_or(|old| **old != *bytes) {
                        self.inputs.insert(name.as_str(), bytes);
                        changed.insert(name.clone());
                    }
                    seen.insert(name);
                }
                Err(error) if is_missing(&error) => {}
                Err(error) => {
                    self.failures.insert(name, format!("{} cannot be read: {error}", shown(path)));
                }
            }
        }
    }

    /// Notes where a symbolic link leads to, whether anything is there or not.
    fn note_link(&mut self, path: &Path) {
        let Ok(to) = std::fs::read_link(path) else { return };
        let target = path.canonicalize().ok().or_else(|| {
            let to = path.parent()?.join(to);
            Some(to.parent()?.canonicalize().ok()?.join(to.file_name()?))
        });
        if let Some(target) = target {
            self.links.insert((target, path.to_path_buf()));
        }
    }

    /// The folders in which changes count: the inputs', and those that links lead to.
    pub(super) fn watched(&self) -> Vec<Watched> {
        let mut folders = BTreeSet::from([Watched { folder: self.root.clone(), depth: Depth::Own }]);
        for folder in FOLDERS.iter().filter_map(|folder| self.root.join(folder).canonicalize().ok()) {
            folders.insert(Watched { folder, depth: Depth::All });
        }
        for (target, _) in &self.links {
            if target.is_dir() && !is_within(&folders, target) {
                folders.insert(Watched { folder: target.clone(), depth: Depth::All });
            }
            // A file is replaced by a rename in its folder.
            if let Some(parent) = target.parent().filter(|parent| !is_within(&folders, parent)) {
                folders.insert(Watched { folder: parent.to_path_buf(), depth: Depth::Own });
            }
        }
        folders.into_iter().collect()
    }

    /// Takes over what was written, so that reading it again finds nothing new.
    pub(super) fn wrote(&mut self, changes: &[ContentChange]) {
        for change in changes {
            match &change.new {
                Some(bytes) => self.inputs.insert(change.path.as_str(), bytes.clone()),
                None => self.inputs.remove(change.path.as_str()),
            }
        }
    }
}

/// Whether all of a folder is watched already; a second watch would take the place of the first.
fn is_within(folders: &BTreeSet<Watched>, folder: &Path) -> bool {
    folders.iter().any(|w| match w.depth {
        Depth::All => folder.starts_with(&w.folder),
        Depth::Own => folder == w.folder,
    })
}

/// Whether a file or folder may hold inputs, by its own name.
fn may_hold_inputs(entry: &DirEntry) -> bool {
    entry.depth() == 0
        || !entry.file_name().as_encoded_bytes().starts_with(b".")
        || entry.file_name() == ".ingest"
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
