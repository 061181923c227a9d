//! How a published folder stands, as the system tells without reading its files: whether anybody touched it since.

use super::digest::Sha256;
use super::error::{Doing, Fault, unless_missing};
use super::manifest::{Entry, MANIFEST, Manifest};
use super::ownership::{portable, walk};
use crate::output::PortablePath;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A moment of the file system's own clock: nanoseconds since 1970, as far as it counts them.
type Moment = u128;

/// What the system says of a file. Any write to it changes one of these, but for a write in the same tick of the
/// clock; see [`Footprint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Moment,
    /// When content, name or links last changed, where the system counts that. Nobody can set it back.
    changed: Moment,
    /// The file's number, where there is one.
    number: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Thing {
    Folder,
    File(Stamp),
}

/// Everything in a published folder with its stamp, and the moment at which they were taken.
///
/// A file that changed at that moment or later may change once more in the same tick of the clock and look as before:
/// such files are read, as are those whose stamps differ, and compared with the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footprint {
    moment: Moment,
    /// Digest of the manifest that stood there.
    manifest: Sha256,
    /// In the order of the paths.
    things: Vec<(String, Thing)>,
}

impl Footprint {
    /// The footprint of a folder that was just published with this manifest, which has this digest. `moment` must have
    /// been read from the file system's clock before. `None` where one of the files is gone already.
    pub(super) fn take(
        target: &Path,
        manifest: &Manifest,
        digest: Sha256,
        moment: SystemTime,
    ) -> Result<Option<Self>, Fault> {
        let own = PortablePath::new(MANIFEST).expect("a name that the program chose");
        let files = manifest.files.par_iter().map(|(path, _)| path).chain([&own]);
        let files: Result<Vec<Option<_>>, Fault> = files
            .map(|path| {
                Ok(stamp_at(&path.within(target))?.map(|stamp| (path.to_string(), Thing::File(stamp))))
            })
            .collect();
        let folders = manifest.folders().into_iter().map(|path| Some((path.to_string(), Thing::Folder)));
        let things: Option<Vec<_>> = files?.into_iter().chain(folders).collect();
        let of = |(things, moment)| Footprint { moment, manifest: digest, things: in_order(things) };
        Ok(things.zip(since_1970(moment)).map(of))
    }

    /// Whether the folder holds what it held: the same names, and files with the same bytes.
    pub fn stands_at(&self, target: &Path) -> Result<bool, Fault> {
        let is_folder = |m: Metadata| m.is_dir();
        let there = unless_missing(fs::symlink_metadata(target)).doing("read", target)?;
        if !there.is_some_and(is_folder) {
            return Ok(false);
        }
        let Some(now) = things(target)? else { return Ok(false) };
        let same_names = now.len() == self.things.len()
            && now.iter().zip(&self.things).all(|((a, thing), (b, before))| {
                a == b && matches!(thing, Thing::Folder) == matches!(before, Thing::Folder)
            });
        if !same_names {
            return Ok(false);
        }
        let doubtful: Vec<&str> = self
            .things
            .iter()
            .zip(&now)
            .filter(|(before, now)| self.is_doubtful(&before.1, &now.1))
            .map(|((path, _), _)| path.as_str())
            .collect();
        self.are_as_listed(target, &doubtful)
    }

    /// Whether it is of a folder with the manifest that has this digest.
    pub(super) fn is_of(&self, manifest: &Sha256) -> bool {
        self.manifest == *manifest
    }

    /// How each file stood, by its path.
    pub(super) fn by_path(&self) -> BTreeMap<&str, Stood> {
        let files = self.things.iter().filter_map(|(path, thing)| match thing {
            Thing::File(stamp) => Some((path.as_str(), Stood { stamp: *stamp, moment: self.moment })),
            Thing::Folder => None,
        });
        files.collect()
    }

    fn is_doubtful(&self, before: &Thing, now: &Thing) -> bool {
        match now {
            Thing::Folder => false,
            Thing::File(stamp) => before != now || stamp.changed >= self.moment,
        }
    }

    /// Reads files and compares them with what the manifest of then says.
    fn are_as_listed(&self, target: &Path, paths: &[&str]) -> Result<bool, Fault> {
        if paths.is_empty() {
            return Ok(true);
        }
        let file = target.join(MANIFEST);
        let Some(json) = unless_missing(fs::read(&file)).doing("read", &file)? else { return Ok(false) };
        if Sha256::of(&json) != self.manifest {
            return Ok(false);
        }
        let Ok(manifest) = Manifest::read(&json) else { return Ok(false) };
        let same: Result<Vec<bool>, Fault> = paths
            .par_iter()
            .filter(|path| **path != MANIFEST)
            .map(|path| {
                let listed = PortablePath::new(path).ok().and_then(|path| manifest.files.get(&path));
                let file = target.join(path);
                let bytes = unless_missing(fs::read(&file)).doing("read", &file)?;
                Ok(listed.copied() == bytes.map(|bytes| Entry::of(&bytes)))
            })
            .collect();
        Ok(same?.into_iter().all(|same| same))
    }

    /// How many files there are, the manifest included.
    pub fn files(&self) -> usize {
        self.things.iter().filter(|(_, thing)| matches!(thing, Thing::File(_))).count()
    }

    /// The footprint as text, a line for each thing.
    pub fn to_text(&self) -> String {
        let mut out = format!("{} {}\n", self.moment, self.manifest);
        for (path, thing) in &self.things {
            let _ = match thing {
                Thing::Folder => writeln!(out, "- {path}"),
                Thing::File(Stamp { size, modified, changed, number }) => {
                    writeln!(out, "{size} {modified} {changed} {number} {path}")
                }
            };
        }
        out
    }

    /// Reads what [`Footprint::to_text`] wrote; `None` where it is anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once('\n')?;
        let (moment, manifest) = head.split_once(' ')?;
        let things: Option<Vec<_>> = rest.lines().map(thing).collect();
        Some(Footprint { moment: moment.parse().ok()?, manifest: manifest.parse().ok()?, things: things? })
    }
}

/// How a file stood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stood {
    stamp: Stamp,
    moment: Moment,
}

impl Stood {
    /// Whether it is certain that nobody wrote to the file since.
    pub(super) fn still_at(&self, file: &Path) -> bool {
        let now = fs::symlink_metadata(file).ok().filter(Metadata::is_file).and_then(|m| stamp(&m));
        now.is_some_and(|now| now == self.stamp && now.changed < self.moment)
    }
}

fn thing(line: &str) -> Option<(String, Thing)> {
    if let Some(path) = line.strip_prefix("- ") {
        return Some((path.to_owned(), Thing::Folder));
    }
    let mut fields = line.splitn(5, ' ');
    let stamp = Stamp {
        size: fields.next()?.parse().ok()?,
        modified: fields.next()?.parse().ok()?,
        changed: fields.next()?.parse().ok()?,
        number: fields.next()?.parse().ok()?,
    };
    Some((fields.next()?.to_owned(), Thing::File(stamp)))
}

/// Everything below a folder; `None` where there are links or names that the program does not write.
fn things(root: &Path) -> Result<Option<Vec<(String, Thing)>>, Fault> {
    let found: Result<Vec<Option<(String, Thing)>>, Fault> = walk(root)?
        .into_par_iter()
        .map(|(path, kind)| {
            let Some(name) = portable(&path) else { return Ok(None) };
            if kind.is_dir() {
                return Ok(Some((name.to_string(), Thing::Folder)));
            }
            Ok(stamp_at(&root.join(&path))?.map(|stamp| (name.to_string(), Thing::File(stamp))))
        })
        .collect();
    Ok(found?.into_iter().collect::<Option<Vec<_>>>().map(in_order))
}

fn in_order(mut things: Vec<(String, Thing)>) -> Vec<(String, Thing)> {
    things.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    things
}

/// The stamp of the file at a path; `None` where there is none, or something else.
fn stamp_at(file: &Path) -> Result<Option<Stamp>, Fault> {
    let metadata = unless_missing(fs::symlink_metadata(file)).doing("read", file)?;
    Ok(metadata.filter(Metadata::is_file).and_then(|metadata| stamp(&metadata)))
}

#[cfg(unix)]
fn stamp(metadata: &Metadata) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    let (seconds, rest) = (u64::try_from(metadata.ctime()).ok()?, u32::try_from(metadata.ctime_nsec()).ok()?);
    Some(Stamp {
        size: metadata.len(),
        modified: since_1970(metadata.modified().ok()?)?,
        changed: Duration::new(seconds, rest).as_nanos(),
        number: metadata.ino(),
    })
}

#[cfg(not(unix))]
fn stamp(metadata: &Metadata) -> Option<Stamp> {
    let modified = since_1970(metadata.modified().ok()?)?;
    Some(Stamp { size: metadata.len(), modified, changed: modified, number: 0 })
}

fn since_1970(time: SystemTime) -> Option<Moment> {
    time.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_nanos())
}
