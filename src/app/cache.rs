//! What a build leaves for the next one in `.fichewijzer/`: a run in which nothing changed makes nothing, another makes
//! only the pages that are made from something else.
//!
//! The folder may be deleted at any time. A record that is damaged, of another program, of other inputs, or of a
//! folder that somebody touched says nothing: the build then goes its whole way.
#![allow(clippy::disallowed_methods, reason = "reads the program and its records, and writes the records")]

use super::terminal;
use crate::diagnostic::{FilePath, Findings, Sources, Style};
use crate::document::PartialDate;
use crate::dossier::{Inputs, Mode};
use crate::fingerprint::Fingerprint;
use crate::publish::Left;
use crate::publish::content::ContentChange;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The cache's folder in a dossier.
pub(super) const FOLDER: &str = ".fichewijzer";

/// The form of a record; the program's own fingerprint tells versions apart, too.
const HEAD: &str = "fichewijzer build 2";

/// How many records are kept: one for each folder that a dossier was built into.
const RECORDS: usize = 16;

/// The records of a dossier's builds into one folder.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    file: PathBuf,
    program: Option<Fingerprint>,
}

/// Stands for everything that a build is made from: digests, so that the files themselves need not stay in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// The program, and what it was told to do.
    run: Fingerprint,
    files: BTreeMap<FilePath, blake3::Hash>,
}

impl Key {
    /// Whether a file is still what the build is made from.
    pub(super) fn has(&self, path: &FilePath, bytes: &[u8]) -> bool {
        self.files.get(path) == Some(&blake3::hash(bytes))
    }

    /// The key of the same build after changes of content.
    pub(super) fn after(&self, changes: &[ContentChange]) -> Self {
        let mut key = self.clone();
        for change in changes {
            let path = FilePath::from(change.path.as_str());
            match &change.new {
                Some(new) => key.files.insert(path, blake3::hash(&new.bytes())),
                None => key.files.remove(&path),
            };
        }
        key
    }

    /// The key as a record has it.
    fn text(&self) -> String {
        let files = self.files.iter().flat_map(|(path, hash)| [path.as_bytes(), hash.as_bytes().as_slice()]);
        Fingerprint::of(std::iter::once(self.run.as_bytes().as_slice()).chain(files)).to_string()
    }
}

/// What a build said and made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The program, and what it was told to do.
    run: String,
    /// None where a build right after it may have other things to say.
    key: Option<String>,
    pub(super) pages: usize,
    /// How many files the site has, without its manifest.
    pub(super) files: usize,
    /// Its findings as they are shown without and with colours.
    plain: String,
    coloured: String,
}

impl Record {
    /// The record of a build with this key that said and made this; `next` is the key of a build right after it, where
    /// that one would say and make the same.
    pub(super) fn of(
        key: &Key,
        next: Option<&Key>,
        pages: usize,
        files: usize,
        findings: &Findings,
        sources: &Sources,
    ) -> Self {
        let shown = |style| match findings.is_empty() {
            true => String::new(),
            false => terminal::told(findings, sources, style),
        };
        let (run, key) = (key.run.to_string(), next.map(Key::text));
        Record { run, key, pages, files, plain: shown(Style::Plain), coloured: shown(Style::Coloured) }
    }

    /// Whether a build with this key would say and make the same.
    pub(super) fn is_of(&self, key: &Key) -> bool {
        self.key.as_deref() == Some(&key.text())
    }

    /// The findings as they were shown.
    pub(super) fn findings(&self, style: Style) -> &str {
        match style {
            Style::Plain => &self.plain,
            Style::Coloured => &self.coloured,
        }
    }
}

impl Cache {
    /// The cache of the dossier at `root` for builds into `target`.
    pub(super) fn of(root: &Path, target: &Path) -> Self {
        let place = std::path::absolute(target).unwrap_or_else(|_| target.to_path_buf());
        let place = blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex();
        let folder = root.join(FOLDER);
        Cache { file: folder.join(format!("build-{}", &place[..16])), folder, program: program() }
    }

    /// The key of a build; `None` where the program cannot tell which program it is.
    pub(super) fn key(&self, inputs: &Inputs, mode: Mode, date: Option<PartialDate>) -> Option<Key> {
        let program = self.program?;
        let options = format!("{mode:?} {}", date.map(|d| d.to_string()).unwrap_or_default());
        let files: Vec<_> = inputs.iter().collect();
        let files: Vec<(FilePath, blake3::Hash)> =
            files.into_par_iter().map(|(path, bytes)| (path.clone(), blake3::hash(bytes))).collect();
        let run = Fingerprint::of([program.as_bytes().as_slice(), options.as_bytes()]);
        Some(Key { run, files: files.into_iter().collect() })
    }

    /// The last build by the same program with the same options: what it said and made, and what it left.
    pub(super) fn last(&self, key: &Key) -> Option<(Record, Left)> {
        let last = read(&fs::read_to_string(&self.file).ok()?)?;
        (last.0.run == key.run.to_string()).then_some(last)
    }

    /// Keeps the record of a build. That it cannot be kept costs the next build time, and that is all.
    pub(super) fn keep(&self, record: &Record, left: &Left) {
        let _ = self.write(record, left);
    }

    /// Forgets the last build.
    pub(super) fn forget(&self) {
        let _ = fs::remove_file(&self.file);
    }

    fn write(&self, record: &Record, left: &Left) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        self.make_room()?;
        let mut name = OsString::from(self.file.as_os_str());
        name.push(format!(".{}", std::process::id()));
        let temporary = PathBuf::from(name);
        let written = fs::write(&temporary, print(record, left)?);
        let placed = written.and_then(|()| fs::rename(&temporary, &self.file));
        if placed.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        placed
    }

    /// Where there are many records, all go: most are of folders that nobody builds into any more.
    fn make_room(&self) -> std::io::Result<()> {
        let entries: Vec<PathBuf> =
            fs::read_dir(&self.folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        let is_record = |path: &&PathBuf| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("build-"))
        };
        if entries.iter().filter(is_record).count() > RECORDS {
            entries.iter().filter(is_record).try_for_each(fs::remove_file)?;
        }
        Ok(())
    }
}

/// The fingerprint of this very program: whatever changes in it may change what it makes.
fn program() -> Option<Fingerprint> {
    let bytes = fs::read(std::env::current_exe().ok()?).ok()?;
    Some(Fingerprint::of([bytes.as_slice()]))
}

/// A line that says what it is, the digest of the rest, the record, what was left.
fn print(record: &Record, left: &Left) -> std::io::Result<String> {
    let rest = format!("{}\n{}", serde_json::to_string(record)?, left.to_text());
    Ok(format!("{HEAD}\n{}\n{rest}", blake3::hash(rest.as_bytes())))
}

/// Reads what [`print()`] wrote; `None` where one byte of it is another.
fn read(text: &str) -> Option<(Record, Left)> {
    let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
    let (digest, rest) = rest.split_once('\n')?;
    if digest != blake3::hash(rest.as_bytes()).to_hex().as_str() {
        return None;
    }
    let (record, left) = rest.split_once('\n')?;
    Some((serde_json::from_str(record).ok()?, Left::read(left)?))
}
