//! `verify`: an edition or a published folder against its digests.
#![allow(clippy::disallowed_methods, reason = "reads the edition that is examined")]

use super::report::print;
use super::{Exit, UsageError, terminal};
use crate::edition::{self, NotIntact, Verified, pdf};
use crate::publish::{self, Difference};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::path::Path;

/// Says what was changed, is missing or was added since the edition was made.
pub(super) fn verify(path: &Path) -> Result<Exit> {
    let metadata =
        fs::metadata(path).map_err(|e| UsageError(format!("{} cannot be read: {e}", path.display())))?;
    let verified = if metadata.is_dir() {
        Verified::folder(publish::examine(path)?)
    } else {
        let unreadable = || format!("{} cannot be read", path.display());
        let mut file = File::open(path).with_context(unreadable)?;
        let mut start = Vec::new();
        (&mut file).take(5).read_to_end(&mut start).with_context(unreadable)?;
        if pdf::is_pdf(&start) {
            return Ok(told_of_pdf(path, &fs::read(path).with_context(unreadable)?));
        }
        file.rewind().with_context(unreadable)?;
        edition::verify(&mut file)
    };
    Ok(match verified {
        Ok(verified) => told(path, &verified),
        Err(why) => unusable(path, &why),
    })
}

fn told(path: &Path, verified: &Verified) -> Exit {
    let Verified { carrier, manifest, difference } = verified;
    let (title, date) = (&manifest.imprint.title, &manifest.imprint.date);
    terminal::say(&format!("{}: {title}, {date}, by fichewijzer {}", carrier.as_str(), manifest.version));
    print(&format!("digest {}\n", manifest.digest()));
    if difference.is_empty() {
        print(&format!("intact: {} files\n", manifest.files.len()));
        return Exit::Clean;
    }
    let Difference { changed, missing, added } = difference;
    for (word, paths) in [("changed", changed), ("missing", missing), ("added", added)] {
        for path in paths {
            print(&format!("{word:<8} {path}\n"));
        }
    }
    terminal::say(&format!(
        "{} is not as it was made: {} changed, {} missing, {} added",
        path.display(),
        changed.len(),
        missing.len(),
        added.len()
    ));
    Exit::Content
}

/// A PDF has one digest, of all its bytes: what in it was changed nobody can say.
fn told_of_pdf(path: &Path, bytes: &[u8]) -> Exit {
    let path = path.display();
    match pdf::examine(bytes) {
        pdf::Seen::Intact => {
            print("intact: every byte is as fichewijzer printed it\n");
            return Exit::Clean;
        }
        pdf::Seen::Changed => {
            print(&format!("changed  {path}\n"));
            terminal::say(&format!("{path} is not as it was made: bytes of it were changed"));
        }
        pdf::Seen::Unmarked => terminal::say(&format!(
            "error: {path} cannot be verified: it does not end with the digest that fichewijzer puts into a PDF; it was cut \
             off, written anew by another program, or never made by this one\n\
             help: print it again with `fichewijzer export --format pdf`, or pass on `--format html`, which has a digest of \
             every document"
        )),
    }
    Exit::Content
}

fn unusable(path: &Path, why: &NotIntact) -> Exit {
    terminal::say(&format!("error: {} cannot be verified: {why}", path.display()));
    Exit::Content
}
