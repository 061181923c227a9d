//! The new tree is made beside the old one.

use super::digest::{Measured, Sha256};
use super::error::{Doing, Fault, PublishError};
use super::left::Known;
use super::manifest::{Entry, Imprint, MANIFEST, Manifest};
use super::means::{Means, Memory};
use super::ownership::{OldTree, Standing};
use super::place::Place;
use crate::diagnostic::Findings;
use crate::fingerprint::Fingerprint;
use crate::output::{Ask, Made, OutputFile, OutputTree, Pieces, PortablePath};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::BufWriter;

/// Bytes of a file that are written in one go.
const PIECE: usize = 256 * 1024;

/// Files that one thread makes before another may take over. The last ones are the index's, each a hundred times the work
/// of a citation's: in longer runs one thread has them all while the others stand idle.
const RUN: usize = 16;

/// A tree of which all new and changed files stand in the workshop.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) manifest: Manifest,
    pub(super) added: Vec<PortablePath>,
    pub(super) changed: Vec<PortablePath>,
    pub(super) removed: Vec<PortablePath>,
    /// Files whose bytes are those of the old tree; not yet in the workshop.
    pub(super) kept: Vec<PortablePath>,
    /// Files of the old tree that somebody else had changed or deleted.
    pub(super) altered: Vec<PortablePath>,
    /// How many of the kept were not made again.
    pub(super) same: usize,
    /// What files were made from.
    pub(super) fingerprints: BTreeMap<PortablePath, Fingerprint>,
}

/// What became of one file.
struct Staging<'a> {
    path: &'a PortablePath,
    entry: Entry,
    fingerprint: Option<Fingerprint>,
    outcome: Outcome,
    altered: bool,
}

enum Outcome {
    Added,
    Changed,
    Kept,
    /// Kept, and not made again to find that out.
    Same,
}

enum Failure {
    Content(Findings),
    Environment(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Environment(fault)
    }
}

/// Makes the bytes of all files, in the caller's thread pool, and writes those that differ from the old
/// tree's. Faults that recipes find are all collected.
pub(super) fn fill(
    tree: &OutputTree,
    imprint: &Imprint,
    standing: &Standing,
    place: &Place,
    means: &Means,
) -> Result<Staged, PublishError> {
    make_folders(tree, place)?;
    let files: Vec<(&PortablePath, &OutputFile)> = tree.iter().collect();
    let known = match (means.memory, standing) {
        (Memory::Kept(Some(left)), Standing::Ours(old)) => Known::of(left, old),
        _ => None,
    };
    let workshop = Workshop { standing, known, place, means };
    let made: Vec<Result<Staging, Failure>> =
        files.par_iter().with_max_len(RUN).map(|(path, file)| workshop.make(path, file)).collect();
    let made = sorted_out(made)?;
    let entries = made.iter().map(|made| (made.path.clone(), made.entry)).collect();
    let mut staged = Staged {
        manifest: Manifest::new(imprint.clone(), entries),
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        kept: Vec::new(),
        altered: Vec::new(),
        same: 0,
        fingerprints: BTreeMap::new(),
    };
    for made in &made {
        staged.note(made);
    }
    if let Standing::Ours(old) = standing {
        staged.note_removed(tree, old)?;
    }
    Ok(staged)
}

fn make_folders(tree: &OutputTree, place: &Place) -> Result<(), Fault> {
    let folders: BTreeSet<PortablePath> = tree.iter().flat_map(|(path, _)| path.folders()).collect();
    folders.iter().try_for_each(|folder| {
        let folder = folder.within(&place.new);
        fs::create_dir(&folder).doing("make", &folder)
    })
}

/// Where files are made, and what stood there before.
struct Workshop<'a> {
    standing: &'a Standing,
    known: Option<Known<'a>>,
    place: &'a Place,
    means: &'a Means<'a>,
}

impl Workshop<'_> {
    fn make<'p>(&self, path: &'p PortablePath, file: &OutputFile) -> Result<Staging<'p>, Failure> {
        if let (Some(pieces), Standing::Bare | Standing::Foreign) = (file.pieces(), self.standing) {
            return Ok(self.write_pieces(path, pieces)?);
        }
        let known = self.known.as_ref().and_then(|known| known.at(path));
        let ask = match (&known, self.standing) {
            (Some((fingerprint, _)), _) => Ask::Unless(fingerprint),
            // A first build is the one that takes long; many are the only one that there ever is.
            (None, Standing::Ours(_)) if self.means.memory.is_kept() => Ask::Fingerprint,
            (None, _) => Ask::Bytes,
        };
        let staging = match (file.make(ask).map_err(Failure::Content)?, known) {
            (Made::Bytes { bytes, fingerprint }, _) => {
                Staging { fingerprint, ..self.write_unless_there(path, &bytes)? }
            }
            (Made::Same, Some((fingerprint, entry))) => {
                let fingerprint = Some(*fingerprint);
                Staging { path, entry, fingerprint, outcome: Outcome::Same, altered: false }
            }
            (Made::Same, None) => unreachable!("nothing was asked about"),
        };
        self.means.follow.advance();
        Ok(staging)
    }

    /// Writes a file, unless the old tree has the same.
    fn write_unless_there<'p>(&self, path: &'p PortablePath, bytes: &[u8]) -> Result<Staging<'p>, Fault> {
        let (old, altered) = match self.standing {
            Standing::Bare | Standing::Foreign => (None, false),
            Standing::Ours(tree) => {
                let old = tree.read(path)?;
                let altered = old.as_deref() != Some(bytes) && tree.is_altered(path, old.as_deref());
                (old, altered)
            }
        };
        let outcome = match &old {
            Some(old) if **old == *bytes => Outcome::Kept,
            _ => {
                let file = path.within(&self.place.new);
                fs::write(&file, bytes).doing("write", &file)?;
                self.means.step();
                if old.is_some() || altered { Outcome::Changed } else { Outcome::Added }
            }
        };
        Ok(Staging { path, entry: Entry::of(bytes), fingerprint: None, outcome, altered })
    }

    /// Makes a file piece by piece, where there is none to compare it with.
    fn write_pieces<'p>(&self, path: &'p PortablePath, pieces: &Pieces) -> Result<Staging<'p>, Fault> {
        let file = path.within(&self.place.new);
        let written = File::create(&file).and_then(|created| {
            // What is hashed in large pieces is hashed fast.
            let mut out = BufWriter::with_capacity(PIECE, Measured::new(created));
            pieces(&mut out)?;
            out.into_inner()?.finish()
        });
        let (size, sha256) = written.doing("write", &file)?;
        self.means.step();
        self.means.follow.advance();
        let entry = Entry { size, sha256 };
        Ok(Staging { path, entry, fingerprint: None, outcome: Outcome::Added, altered: false })
    }
}

/// The files made, or all findings of all recipes, or the first fault of the environment.
fn sorted_out(made: Vec<Result<Staging, Failure>>) -> Result<Vec<Staging>, PublishError> {
    let mut good = Vec::with_capacity(made.len());
    let mut findings: Option<Findings> = None;
    let mut fault = None;
    for result in made {
        match result {
            Ok(made) => good.push(made),
            Err(Failure::Content(found)) => findings.get_or_insert_default().append(found),
            Err(Failure::Environment(e)) => fault = fault.or(Some(e)),
        }
    }
    match (findings, fault) {
        (Some(mut findings), _) => {
            findings.sort();
            Err(PublishError::Content(findings))
        }
        (None, Some(fault)) => Err(fault.into()),
        (None, None) => Ok(good),
    }
}

impl Staged {
    fn note(&mut self, made: &Staging) {
        if let Some(fingerprint) = made.fingerprint {
            self.fingerprints.insert(made.path.clone(), fingerprint);
        }
        let list = match made.outcome {
            Outcome::Added => &mut self.added,
            Outcome::Changed => &mut self.changed,
            Outcome::Kept | Outcome::Same => &mut self.kept,
        };
        self.same += usize::from(matches!(made.outcome, Outcome::Same));
        list.push(made.path.clone());
        if made.altered {
            self.altered.push(made.path.clone());
        }
    }

    fn note_removed(&mut self, tree: &OutputTree, old: &OldTree) -> Result<(), Fault> {
        for path in old.manifest.files.keys().filter(|path| tree.get(path).is_none()) {
            self.removed.push(path.clone());
            if old.is_altered(path, old.read(path)?.as_deref()) {
                self.altered.push(path.clone());
            }
        }
        Ok(())
    }

    /// The old tree, where it is already what the new one would be, manifest included.
    pub(super) fn same<'a>(&self, standing: &'a Standing) -> Option<&'a OldTree> {
        let untouched = self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty();
        match standing {
            Standing::Ours(old) if untouched && old.json == self.manifest.to_json() => Some(old),
            Standing::Bare | Standing::Foreign | Standing::Ours(_) => None,
        }
    }

    /// Adds the files that did not change and the manifest; the tree is then complete, and called so.
    /// Gives the digest of the manifest as it is written.
    pub(super) fn complete(&self, place: &Place, means: &Means) -> Result<Sha256, Fault> {
        self.kept.par_iter().try_for_each(|path| {
            let (from, to) = (path.within(&place.target), path.within(&place.new));
            means.keep(&from, &to).doing("take over", &from)
        })?;
        let (manifest, json) = (place.new.join(MANIFEST), self.manifest.to_json());
        fs::write(&manifest, &json).doing("write", &manifest)?;
        means.step();
        if let Ok(old) = fs::metadata(&place.target) {
            fs::set_permissions(&place.new, old.permissions()).doing("set the permissions of", &place.new)?;
        }
        means.rename(&place.new, &place.ready).doing("rename", &place.new)?;
        Ok(Sha256::of(&json))
    }
}
