//! The journal of a change to `content/`: what is to become of which file, and the new files.

use super::{ContentError, Due, NewFile};
use crate::output::PortablePath;
use crate::publish::digest::Sha256;
use crate::publish::error::{Doing, Fault, unless_missing};
use crate::publish::means::Means;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the journal, from the dossier's root.
pub(super) const FOLDER: &str = "content/.ingest/.pending";

/// The commit record: from the moment that it has this name the change counts.
const COMMIT: &str = "commit.json";
const COMMIT_DRAFT: &str = "commit.json.draft";

/// The form of the commit record.
const FORMAT: u32 = 1;

/// One file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: PortablePath,
    /// What stood there when the change was computed; `None` for no file.
    pub(super) before: Option<Sha256>,
    /// What is to stand there; `None` for no file.
    pub(super) after: Option<Sha256>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    format: u32,
    files: Vec<RecordedEntry>,
}

#[derive(Serialize, Deserialize)]
struct RecordedEntry {
    path: String,
    before: Option<Sha256>,
    after: Option<Sha256>,
}

/// A committed journal on disk.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) root: PathBuf,
    folder: PathBuf,
    pub(super) entries: Vec<Entry>,
}

/// What lies in the journal's folder.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    Uncommitted,
    Committed(Journal),
}

impl Journal {
    /// Writes the new files and the commit record. Only when the last step is done the change counts.
    pub(super) fn commit(root: &Path, entries: Vec<Due<'_>>, means: &Means) -> Result<Self, Fault> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).doing("make", &folder)?;
        means.step();
        let mut journal = Journal { root: root.to_path_buf(), folder, entries: Vec::new() };
        let write = |(index, (entry, new)): (usize, &Due<'_>)| journal.write(index, entry, *new, means);
        // New bytes may be made only now: ten thousand maps in a first build.
        let written: Vec<Result<Option<PathBuf>, Fault>> =
            entries.par_iter().enumerate().map(write).collect();
        let written: Vec<PathBuf> =
            written.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
        journal.entries = entries.into_iter().map(|(entry, _)| entry).collect();
        flush(&written, means)?;
        let draft = journal.folder.join(COMMIT_DRAFT);
        fs::write(&draft, journal.record()).and_then(|()| means.flush(&draft)).doing("write", &draft)?;
        let _ = means.flush(&journal.folder);
        means.step();
        means.rename(&draft, &journal.folder.join(COMMIT)).doing("rename", &draft)?;
        let _ = means.flush(&journal.folder);
        Ok(journal)
    }

    /// Writes an entry's new file, where it has one; gives where it waits.
    fn write(
        &self,
        index: usize,
        entry: &Entry,
        new: Option<&NewFile>,
        means: &Means,
    ) -> Result<Option<PathBuf>, Fault> {
        let Some(new) = new else { return Ok(None) };
        let file = self.new_file(index);
        fs::write(&file, new.bytes()).doing("write", &file)?;
        keep_permissions(&entry.path.within(&self.root), &file)?;
        means.step();
        Ok(Some(file))
    }

    fn record(&self) -> Vec<u8> {
        let files = self.entries.iter().map(|entry| RecordedEntry {
            path: entry.path.to_string(),
            before: entry.before,
            after: entry.after,
        });
        let record = Record { format: FORMAT, files: files.collect() };
        serde_json::to_vec_pretty(&record).expect("texts and numbers always become JSON")
    }

    /// Looks whether an earlier run left a journal.
    pub(super) fn find(root: &Path) -> Result<Found, ContentError> {
        let folder = root.join(FOLDER);
        if !folder.exists() {
            return Ok(Found::Nothing);
        }
        let file = folder.join(COMMIT);
        let Some(json) = unless_missing(fs::read(&file)).doing("read", &file)? else {
            return Ok(Found::Uncommitted);
        };
        let damaged = |why: String| ContentError::Journal { folder: folder.clone(), why };
        let record: Record = serde_json::from_slice(&json).map_err(|e| damaged(e.to_string()))?;
        if record.format != FORMAT {
            return Err(damaged(format!("its format {} is not known to this program", record.format)));
        }
        let mut entries = Vec::new();
        for entry in record.files {
            let path = super::content_path(&entry.path).map_err(|e| damaged(e.to_string()))?;
            entries.push(Entry { path, before: entry.before, after: entry.after });
        }
        Ok(Found::Committed(Journal { root: root.to_path_buf(), folder, entries }))
    }

    /// Where an entry's new bytes wait.
    pub(super) fn new_file(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index:04}.new"))
    }

    /// Where the file goes that the new one displaced.
    pub(super) fn old_file(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index:04}.old"))
    }

    /// Where a file stands while it is linked to its place, on systems that cannot do that in one step.
    pub(super) fn link_file(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index:04}.link"))
    }

    /// Forgets the change, which is carried out or withdrawn: first the record, then the rest.
    pub(super) fn close(self, means: &Means) -> Result<(), ContentError> {
        let files = self.entries.iter().map(|entry| entry.path.within(&self.root));
        let folders: BTreeSet<PathBuf> =
            files.filter_map(|file| Some(file.parent()?.to_path_buf())).collect();
        for folder in &folders {
            let _ = means.flush(folder);
        }
        let file = self.folder.join(COMMIT);
        means.remove(&file).doing("remove", &file)?;
        discard(&self.root, means)
    }
}

/// Removes a journal that was never committed, or is done with; files that are not the journal's stay and
/// are an error.
pub(super) fn discard(root: &Path, means: &Means) -> Result<(), ContentError> {
    let folder = root.join(FOLDER);
    for entry in fs::read_dir(&folder).doing("read", &folder)? {
        let path = entry.doing("read", &folder)?.path();
        if !is_journal_file(&path) {
            let why = format!("`{}` is not the journal's", path.display());
            return Err(ContentError::Journal { folder, why });
        }
        means.remove(&path).doing("remove", &path)?;
    }
    fs::remove_dir(&folder).doing("remove", &folder)?;
    means.step();
    if let Some(ingest) = folder.parent() {
        // The journal made this folder where there was none; it goes when it is empty.
        let _ = fs::remove_dir(ingest);
    }
    Ok(())
}

fn is_journal_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let numbered = [".new", ".old", ".link"].iter().find_map(|end| name.strip_suffix(end));
    name == COMMIT_DRAFT || numbered.is_some_and(|n| n.len() >= 4 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// How many files are forced to the disk at the same time: the disk is waited for, not the processor, and it takes
/// those together that wait together.
const FLUSHED_TOGETHER: usize = 16;

/// Forces files to the disk: an editor's words hang on them.
fn flush(files: &[PathBuf], means: &Means) -> Result<(), Fault> {
    let all = |files: &[PathBuf]| files.iter().try_for_each(|file| means.flush(file).doing("write", file));
    let each = files.len().div_ceil(FLUSHED_TOGETHER).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> = files.chunks(each).map(|files| scope.spawn(move || all(files))).collect();
        let done =
            running.into_iter().map(|thread| thread.join().expect("waiting for a disk does not panic"));
        done.collect::<Vec<_>>().into_iter().collect()
    })
}

/// Gives a file that will replace another one the same permissions.
fn keep_permissions(from: &Path, to: &Path) -> Result<(), Fault> {
    match unless_missing(fs::metadata(from)).doing("read", from)? {
        Some(metadata) => fs::set_permissions(to, metadata.permissions()).doing("set the permissions of", to),
        None => Ok(()),
    }
}
