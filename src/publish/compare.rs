//! Whether a folder is what a tree says, byte by byte.

use super::error::{Doing, Fault, PublishError, listed, unless_missing};
use super::manifest::{Entry, Imprint, MANIFEST, Manifest};
use super::ownership::walk;
use crate::output::{OutputTree, PortablePath};
use crate::phase::{Follow, Phase};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a folder and a tree differ, in the order of the paths below the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Files of the tree that the folder has not.
    pub missing: Vec<PathBuf>,
    /// Files with other bytes.
    pub other: Vec<PathBuf>,
    /// What the folder has and the tree has not.
    pub surplus: Vec<PathBuf>,
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.other.is_empty() && self.surplus.is_empty()
    }
}

impl std::fmt::Display for Differences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [("missing", &self.missing), ("other bytes", &self.other), ("not of it", &self.surplus)];
        let told = parts.iter().filter(|(_, paths)| !paths.is_empty());
        let told: Vec<String> = told.map(|(what, paths)| format!("{what}:{}", listed(paths))).collect();
        f.write_str(&told.join("\n"))
    }
}

/// Compares the folder `target`, its manifest included, with what publishing the tree into an empty folder would
/// write. Makes the bytes of every file, and holds few of them at a time.
pub fn compare(
    tree: &OutputTree,
    target: &Path,
    imprint: &Imprint,
    follow: &dyn Follow,
) -> Result<Differences, PublishError> {
    follow.begin(Phase::Verify, tree.len());
    let mut found = Differences::default();
    let mut manifest = Manifest::new(imprint.clone(), Default::default());
    let files: Vec<_> = tree.iter().collect();
    let compared: Result<Vec<_>, PublishError> = files
        .par_iter()
        .map(|(path, file)| {
            let bytes = file.bytes().map_err(PublishError::Content)?;
            let there = read(target, path.as_str())?;
            follow.advance();
            Ok((*path, Entry::of(&bytes), there.map(|there| *there == *bytes)))
        })
        .collect();
    for (path, entry, same) in compared? {
        found.note(path.as_str(), same);
        manifest.files.insert(path.clone(), entry);
    }
    let json = manifest.to_json();
    found.note(MANIFEST, read(target, MANIFEST)?.map(|there| there == json));
    found.surplus = surplus(tree, target)?;
    Ok(found)
}

impl Differences {
    fn note(&mut self, path: &str, same: Option<bool>) {
        match same {
            Some(true) => {}
            Some(false) => self.other.push(path.into()),
            None => self.missing.push(path.into()),
        }
    }
}

fn read(target: &Path, path: &str) -> Result<Option<Vec<u8>>, Fault> {
    let file = target.join(path);
    unless_missing(fs::read(&file)).doing("read", &file)
}

/// Files and folders that are neither of the tree nor the manifest.
fn surplus(tree: &OutputTree, target: &Path) -> Result<Vec<PathBuf>, Fault> {
    let folders: BTreeSet<PortablePath> = tree.iter().flat_map(|(path, _)| path.folders()).collect();
    let is_known = |path: &Path, is_folder: bool| {
        let path = path.to_str().and_then(|path| PortablePath::new(path).ok());
        path.is_some_and(|path| if is_folder { folders.contains(&path) } else { tree.get(&path).is_some() })
    };
    let found = walk(target)?.into_iter();
    let found = found.filter(|(path, kind)| path != Path::new(MANIFEST) && !is_known(path, kind.is_dir()));
    Ok(found.map(|(path, _)| path).collect())
}
