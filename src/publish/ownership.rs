//! Whether the target is ours to replace, and the removal of exactly what is ours.

use super::Overwrite;
use super::error::{Doing, Fault, PublishError, Refusal, unless_missing};
use super::manifest::{Entry, MANIFEST, Manifest};
use super::means::Means;
use crate::output::PortablePath;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

/// What stands at the target.
#[derive(Debug)]
pub(super) enum Standing {
    /// Nothing, or an empty folder.
    Bare,
    Ours(OldTree),
    /// Somebody else's, and to be replaced nevertheless.
    Foreign,
}

/// A tree that the program wrote earlier; files of it may be missing or changed since.
#[derive(Debug)]
pub(super) struct OldTree {
    root: PathBuf,
    pub(super) manifest: Manifest,
    /// The manifest as it stands on disk.
    pub(super) json: Vec<u8>,
}

impl OldTree {
    /// The bytes of a listed file as it is now; `None` where it is not listed or gone.
    pub(super) fn read(&self, path: &PortablePath) -> Result<Option<Vec<u8>>, Fault> {
        if !self.manifest.files.contains_key(path) {
            return Ok(None);
        }
        let file = path.within(&self.root);
        unless_missing(fs::read(&file)).doing("read", &file)
    }

    /// Where it stands.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a listed file is no longer what the program wrote; `now` is what stands there.
    pub(super) fn is_altered(&self, path: &PortablePath, now: Option<&[u8]>) -> bool {
        match self.manifest.files.get(path) {
            Some(entry) => now.map(Entry::of) != Some(*entry),
            None => false,
        }
    }
}

/// Looks at the target and refuses it where anything in it is not ours. Files of ours that somebody
/// changed or deleted are no reason to refuse: they are derived and are made anew.
pub(super) fn survey(target: &Path, overwrite: Overwrite) -> Result<Standing, PublishError> {
    use Refusal::{BadManifest, Droppings, Foreign, NoManifest};
    match survey_ours(target) {
        Err(PublishError::Refused(
            NoManifest(_) | BadManifest { .. } | Foreign { .. } | Droppings { .. },
        )) if overwrite == Overwrite::Anything => Ok(Standing::Foreign),
        other => other,
    }
}

fn survey_ours(target: &Path) -> Result<Standing, PublishError> {
    let Some(metadata) = unless_missing(fs::symlink_metadata(target)).doing("read", target)? else {
        return Ok(Standing::Bare);
    };
    if metadata.is_symlink() {
        return Err(Refusal::Link(target.to_path_buf()).into());
    }
    if !metadata.is_dir() {
        return Err(Refusal::NotAFolder(target.to_path_buf()).into());
    }
    let entries = walk(target)?;
    if entries.is_empty() {
        return Ok(Standing::Bare);
    }
    let (manifest, json) = read_manifest(target)?;
    let foreign = foreign(&entries, &manifest);
    if foreign.is_empty() {
        return Ok(Standing::Ours(OldTree { root: target.to_path_buf(), manifest, json }));
    }
    let (target, files) = (target.to_path_buf(), foreign);
    if files.iter().all(|file| is_dropping(file)) {
        return Err(Refusal::Droppings { target, files }.into());
    }
    Err(Refusal::Foreign { target, files }.into())
}

pub(super) fn read_manifest(target: &Path) -> Result<(Manifest, Vec<u8>), PublishError> {
    let file = target.join(MANIFEST);
    let refused = || Refusal::NoManifest(target.to_path_buf());
    let metadata = unless_missing(fs::symlink_metadata(&file)).doing("read", &file)?.ok_or_else(refused)?;
    if !metadata.is_file() {
        return Err(refused().into());
    }
    let json = fs::read(&file).doing("read", &file)?;
    match Manifest::read(&json) {
        Ok(manifest) => Ok((manifest, json)),
        Err(fault) => {
            Err(Refusal::BadManifest { target: target.to_path_buf(), why: fault.to_string() }.into())
        }
    }
}

/// Everything below `root`, by name; links are listed and never followed.
pub(super) fn walk(root: &Path) -> Result<Vec<(PathBuf, FileType)>, Fault> {
    let mut entries = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from).doing("read", root)?;
        let below = entry.path().strip_prefix(root).expect("a walk stays below its root");
        entries.push((below.to_path_buf(), entry.file_type()));
    }
    Ok(entries)
}

/// What is neither the manifest, nor a listed file, nor a folder of listed files.
fn foreign(entries: &[(PathBuf, FileType)], manifest: &Manifest) -> Vec<PathBuf> {
    let folders = manifest.folders();
    let is_ours = |path: &Path, kind: FileType| {
        if path == Path::new(MANIFEST) {
            return kind.is_file();
        }
        portable(path).is_some_and(|path| {
            (kind.is_file() && manifest.files.contains_key(&path))
                || (kind.is_dir() && folders.contains(&path))
        })
    };
    entries.iter().filter(|(path, kind)| !is_ours(path, *kind)).map(|(path, _)| path.clone()).collect()
}

/// The path in our notation; some file systems give names back in another Unicode form than they got.
pub(super) fn portable(path: &Path) -> Option<PortablePath> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let joined: String = parts?.join("/").nfc().collect();
    PortablePath::new(&joined).ok()
}

/// Whether file managers leave files of this name behind.
fn is_dropping(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| {
        matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".directory" | ".localized")
            || name.starts_with("._")
    })
}

/// Removes an old tree by its own manifest. What somebody else put there in the meantime is given back:
/// moved to the same path in `heir`, the folder that took the tree's place; where something stands
/// there already it stays, and is told.
pub(super) fn remove_tree(root: &Path, heir: &Path, means: &Means) -> Result<(), PublishError> {
    match unless_missing(fs::symlink_metadata(root)).doing("read", root)? {
        None => return Ok(()),
        Some(metadata) if !metadata.is_dir() => {
            return Err(Refusal::ForeignStaging(root.to_path_buf()).into());
        }
        Some(_) => {}
    }
    let manifest = read_manifest(root).ok().map(|(manifest, _)| manifest);
    if let Some(manifest) = &manifest {
        remove_listed(root, manifest, means)?;
    }
    let last = manifest.as_ref().map(|_| Path::new(MANIFEST));
    give_back(root, heir, last, means)?;
    if manifest.is_some() {
        let file = root.join(MANIFEST);
        means.remove(&file).doing("remove", &file)?;
    }
    fs::remove_dir(root).doing("remove", root)?;
    means.step();
    Ok(())
}

/// Removes the listed files and the folders that are then empty, but nothing through a link.
fn remove_listed(root: &Path, manifest: &Manifest, means: &Means) -> Result<(), Fault> {
    let is_real_folder = |folder: &PortablePath| {
        fs::symlink_metadata(folder.within(root)).is_ok_and(|metadata| metadata.is_dir())
    };
    let folders: BTreeSet<PortablePath> = manifest.folders().into_iter().filter(is_real_folder).collect();
    manifest.files.par_iter().try_for_each(|(path, _)| {
        let file = path.within(root);
        let is_file = fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file());
        if is_file && path.folders().all(|folder| folders.contains(&folder)) {
            unless_missing(means.remove(&file)).doing("remove", &file)?;
        }
        Ok(())
    })?;
    for folder in folders.iter().rev() {
        // A folder that is not empty holds what is not ours; the caller gives it back.
        if fs::remove_dir(folder.within(root)).is_ok() {
            means.step();
        }
    }
    Ok(())
}

fn give_back(root: &Path, heir: &Path, except: Option<&Path>, means: &Means) -> Result<(), PublishError> {
    let mut entries = walk(root)?;
    entries.retain(|(path, _)| Some(path.as_path()) != except);
    let mut stranded = Vec::new();
    for (path, kind) in &entries {
        let (from, to) = (root.join(path), heir.join(path));
        let moved = if kind.is_dir() {
            fs::create_dir_all(&to)
        } else {
            fs::create_dir_all(to.parent().unwrap_or(heir)).and_then(|()| means.rename_to_free(&from, &to))
        };
        if moved.is_err() {
            stranded.push(path.clone());
        }
    }
    if !stranded.is_empty() {
        return Err(Refusal::Stranded { at: root.to_path_buf(), files: stranded }.into());
    }
    for (path, _) in entries.iter().rev().filter(|(_, kind)| kind.is_dir()) {
        let folder = root.join(path);
        fs::remove_dir(&folder).doing("remove", &folder)?;
    }
    Ok(())
}
