//! Finding a dossier and reading it into memory.
#![allow(clippy::disallowed_methods, reason = "the one place that reads inputs from disk")]

use super::{UsageError, cache};
use crate::diagnostic::FilePath;
use crate::dossier::Inputs;
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// Folders of a dossier that hold inputs.
pub(super) const FOLDERS: [&str; 5] = ["content", "seeds", "static", "templates", "themes"];

/// The dossier's folder: as given, or the nearest one upwards from the working folder that has a `site.toml`.
pub(super) fn find_root(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(root) = given {
        if !root.join("site.toml").is_file() {
            bail!("there is no site.toml in {}", root.display());
        }
        return Ok(root.to_path_buf());
    }
    let here = std::env::current_dir().context("the working folder cannot be read")?;
    match here.ancestors().find(|folder| folder.join("site.toml").is_file()) {
        // The relative form keeps messages short and free of the machine's folders.
        Some(root) => Ok(here.strip_prefix(root).map_or_else(
            |_| root.to_path_buf(),
            |below| below.components().map(|_| "..").collect::<PathBuf>(),
        )),
        None => bail!(
            "there is no site.toml here or in a folder above; go to a dossier, name one with --root, \
             or make one with `fichewijzer init DIR`"
        ),
    }
}

/// Reads all input files of a dossier.
pub(super) fn read(root: &Path) -> Result<Inputs> {
    let mut files = vec![root.join("site.toml")];
    for folder in FOLDERS {
        let top = root.join(folder);
        if !top.exists() {
            continue;
        }
        // In no order: the inputs have theirs from their names.
        let walk = WalkDir::new(&top).follow_links(true);
        for entry in walk.into_iter().filter_entry(is_input) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) if is_hidden(&error) => {}
                Err(error) => return Err(error).with_context(|| cannot_read(&top)),
            }
        }
    }
    let read = |file: PathBuf| -> Result<(String, Arc<[u8]>)> {
        let path = name_in_dossier(root, &file)?;
        let bytes = std::fs::read(&file).with_context(|| cannot_read(&file))?;
        Ok((path, bytes.into()))
    };
    let read: Result<Vec<_>> = files.into_par_iter().map(read).collect();
    Ok(read?.into_iter().collect())
}

/// Reads some input files again, by their paths in the dossier; none that cannot be read any more.
pub(super) fn read_again<'a>(root: &Path, files: impl IntoIterator<Item = &'a FilePath>) -> Inputs {
    let read = |path: &FilePath| Some((path.clone(), std::fs::read(root.join(&**path)).ok()?));
    files.into_iter().filter_map(read).collect()
}

/// Refuses a target that is one of the dossier's own folders, stands in one, or holds the dossier.
pub(super) fn check_target(root: &Path, target: &Path) -> Result<()> {
    let absolute = |path: &Path| std::path::absolute(Path::new(".").join(path)).map(|p| plain(&p));
    let (root, target) = (absolute(root)?, absolute(target)?);
    let inside =
        FOLDERS.iter().chain(&["site.toml", cache::FOLDER]).any(|name| target.starts_with(root.join(name)));
    if inside || root.starts_with(&target) {
        let message = format!("{} cannot be written: the dossier's own files are there", target.display());
        return Err(UsageError(message).into());
    }
    Ok(())
}

/// Refuses to replace a folder that the command was given in or below, whatever it holds.
pub(super) fn check_forced(target: &Path) -> Result<()> {
    let here = std::env::current_dir().context("the working folder cannot be read")?;
    if here.starts_with(plain(&here.join(target))) {
        let message =
            format!("{} cannot be replaced: it is the working folder, or holds it", target.display());
        return Err(UsageError(message).into());
    }
    Ok(())
}

/// The path without `.` and `..`, as far as its words tell.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn cannot_read(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

/// Names that begin with a dot are not inputs, but for the bases and maps in `content/.ingest`.
fn is_input(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !name.starts_with('.') || (entry.depth() == 1 && name == ".ingest")
}

/// Whether what cannot be read is no input by its name: editors lock a file by a link `.#name` that leads nowhere, and
/// the walk fails on it before the name is asked.
fn is_hidden(error: &walkdir::Error) -> bool {
    let name = error.path().and_then(Path::file_name);
    error.depth() > 0 && name.is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The path below the root with `/` between its parts.
fn name_in_dossier(root: &Path, path: &Path) -> Result<String> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    match parts {
        Some(parts) => Ok(parts.join("/")),
        None => bail!("the name of {} is not UTF-8; rename it", path.display()),
    }
}
