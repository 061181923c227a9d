//! One file is written beside its target and moved into place.

use super::Overwrite;
use super::error::{Doing, Fault, PublishError, Refusal, unless_missing};
use super::lock::Lock;
use super::means::Means;
use super::place::Place;
use super::swap;
use crate::diagnostic::Findings;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

/// The file's name in the workshop; worthless unless moved.
const NAME: &str = "file";

/// What became of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Added,
    Changed,
    /// It had these bytes already and was not touched.
    Kept,
}

/// Why a file could not be filled.
#[derive(Debug)]
pub enum Unfilled {
    /// Recipes found faults in the content or the templates.
    Content(Findings),
    Io(io::Error),
}

impl From<io::Error> for Unfilled {
    fn from(error: io::Error) -> Self {
        Unfilled::Io(error)
    }
}

/// Writes the file `target`, whole or not at all: `fill` writes a file beside it, which then takes its place. A file
/// that is there is replaced only where `is_ours` says that this program wrote it, or anything may be replaced. What
/// an interrupted run left beside the target is removed first. On an error the target is as it was.
pub fn file(
    target: &Path,
    overwrite: Overwrite,
    is_ours: &dyn Fn(&mut File) -> bool,
    fill: &mut dyn FnMut(&mut File) -> Result<(), Unfilled>,
) -> Result<Written, PublishError> {
    let means = Means::all();
    let place = Place::of(target)?;
    let made = place.make_parents()?;
    let outcome = locked(&place, overwrite, is_ours, fill, &means);
    if outcome.is_err() {
        // Folders made for nothing; one that is not empty stays.
        for folder in &made {
            let _ = fs::remove_dir(folder);
        }
    }
    outcome
}

fn locked(
    place: &Place,
    overwrite: Overwrite,
    is_ours: &dyn Fn(&mut File) -> bool,
    fill: &mut dyn FnMut(&mut File) -> Result<(), Unfilled>,
    means: &Means,
) -> Result<Written, PublishError> {
    let Some(_lock) = Lock::take(&place.lock)? else {
        return Err(PublishError::Busy(place.target.clone()));
    };
    swap::settle(place, means)?;
    let there = survey(&place.target, overwrite, is_ours)?;
    place.open_workshop(means)?;
    let outcome = replace(place, there, fill, means);
    let settled = swap::settle(place, means);
    // The first error is the one to tell.
    let written = outcome?;
    settled?;
    Ok(written)
}

/// Whether a file stands at the target, which may then be replaced.
fn survey(
    target: &Path,
    overwrite: Overwrite,
    is_ours: &dyn Fn(&mut File) -> bool,
) -> Result<bool, PublishError> {
    let Some(metadata) = unless_missing(fs::symlink_metadata(target)).doing("read", target)? else {
        return Ok(false);
    };
    if metadata.is_symlink() {
        return Err(Refusal::LinkToFile(target.to_path_buf()).into());
    }
    if !metadata.is_file() {
        return Err(Refusal::NotAFile(target.to_path_buf()).into());
    }
    let ours = || -> Result<bool, Fault> { Ok(is_ours(&mut File::open(target).doing("read", target)?)) };
    if overwrite == Overwrite::Ours && !ours()? {
        return Err(Refusal::ForeignFile(target.to_path_buf()).into());
    }
    Ok(true)
}

fn replace(
    place: &Place,
    there: bool,
    fill: &mut dyn FnMut(&mut File) -> Result<(), Unfilled>,
    means: &Means,
) -> Result<Written, PublishError> {
    let new = place.new.join(NAME);
    let mut file = File::options().read(true).write(true).create_new(true).open(&new).doing("make", &new)?;
    means.step();
    match fill(&mut file) {
        Ok(()) => {}
        Err(Unfilled::Content(findings)) => return Err(PublishError::Content(findings)),
        Err(Unfilled::Io(e)) => {
            return Err(Err::<(), _>(e).doing("write", &new).expect_err("it failed").into());
        }
    }
    drop(file);
    if there && same(&new, &place.target).doing("read", &place.target)? {
        return Ok(Written::Kept);
    }
    means.flush(&new).doing("write", &new)?;
    means.rename(&new, &place.target).doing("put the new file at", &place.target)?;
    Ok(if there { Written::Changed } else { Written::Added })
}

/// Whether two files have the same bytes.
fn same(a: &Path, b: &Path) -> io::Result<bool> {
    if fs::metadata(a)?.len() != fs::metadata(b)?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (BufReader::new(File::open(a)?), BufReader::new(File::open(b)?));
    let (mut left, mut right) = ([0; 8192], [0; 8192]);
    loop {
        let n = a.read(&mut left)?;
        if n == 0 {
            return Ok(true);
        }
        b.read_exact(&mut right[..n])?;
        if left[..n] != right[..n] {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use std::io::Write;

    fn put(target: &Path, overwrite: Overwrite, text: &str) -> Result<Written, PublishError> {
        let ours = |file: &mut File| {
            let mut text = String::new();
            file.read_to_string(&mut text).is_ok() && text.starts_with("ours")
        };
        file(target, overwrite, &ours, &mut |file| Ok(file.write_all(text.as_bytes())?))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_added_changed_or_kept_and_nothing_stays_beside_it() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let target = dir.path().join("sub/site.zip");
        for (text, expected) in
            [("ours 1", Written::Added), ("ours 1", Written::Kept), ("ours 2", Written::Changed)]
        {
            assert_eq!(put(&target, Overwrite::Ours, text).expect("written"), expected);
            assert_eq!(fs::read_to_string(&target).expect("there"), text);
            assert_eq!(names(&dir.path().join("sub")), ["site.zip"]);
        }
    }

    #[test]
    fn what_is_not_ours_is_replaced_only_on_demand() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let target = dir.path().join("site.zip");
        fs::write(&target, "theirs").expect("written");
        let refused = put(&target, Overwrite::Ours, "ours");
        assert!(matches!(refused, Err(PublishError::Refused(Refusal::ForeignFile(_)))), "{refused:?}");
        assert_eq!(fs::read_to_string(&target).expect("there"), "theirs");
        assert_eq!(put(&target, Overwrite::Anything, "ours").expect("written"), Written::Changed);
        fs::remove_file(&target).expect("there");
        fs::create_dir(&target).expect("free");
        let refused = put(&target, Overwrite::Anything, "ours");
        assert!(matches!(refused, Err(PublishError::Refused(Refusal::NotAFile(_)))), "{refused:?}");
        assert_eq!(names(dir.path()), ["site.zip"]);
    }

    #[test]
    fn a_fault_of_the_content_leaves_the_old_file() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let target = dir.path().join("site.zip");
        put(&target, Overwrite::Ours, "ours").expect("written");
        let failed = file(&target, Overwrite::Ours, &|_| true, &mut |file| {
            file.write_all(b"half")?;
            let mut findings = Findings::default();
            findings.push(Diagnostic::new(Code::Template, "broken"));
            Err(Unfilled::Content(findings))
        });
        assert!(matches!(failed, Err(PublishError::Content(_))), "{failed:?}");
        assert_eq!(fs::read_to_string(&target).expect("there"), "ours");
        assert_eq!(names(dir.path()), ["site.zip"]);
    }

    #[test]
    fn what_a_killed_run_left_is_removed_by_the_next() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let target = dir.path().join("site.zip");
        let place = Place::of(&target).expect("named");
        place.open_workshop(&Means::all()).expect("made");
        fs::write(place.new.join(NAME), "half").expect("written");
        put(&target, Overwrite::Ours, "ours").expect("written");
        assert_eq!(names(dir.path()), ["site.zip"]);
    }
}
