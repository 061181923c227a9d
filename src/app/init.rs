//! A new dossier.
#![allow(clippy::disallowed_methods, reason = "writes the files of a new dossier")]

use super::{Exit, UsageError, terminal};
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The files of a new dossier.
const FILES: [(&str, &str); 5] = [
    ("site.toml", include_str!("starter/site.toml")),
    (".gitignore", include_str!("starter/gitignore")),
    ("seeds/seeds.toml", include_str!("starter/seeds.toml")),
    ("content/uitleg/over-dit-dossier.md", include_str!("starter/over-dit-dossier.md")),
    ("content/themas/voorbeeld.md", include_str!("starter/voorbeeld.md")),
];

/// Makes a new dossier in a folder that is empty or does not exist. A new folder is whole or not there.
pub(super) fn init(folder: &Path) -> Result<Exit> {
    match state(folder)? {
        State::Taken => {
            let message = format!("{} is not an empty folder; name a new or an empty one", folder.display());
            return Err(UsageError(message).into());
        }
        // The folder may be the one that the shell stands in: it must stay the same folder.
        State::Empty => write(folder)?,
        State::Absent => make(folder)?,
    }
    terminal::say(&format!("made a new dossier in {}", folder.display()));
    terminal::say("put raw texts into its seeds/, then build it:");
    terminal::say(&format!("  fichewijzer build --root {}", folder.display()));
    Ok(Exit::Clean)
}

/// Writes beside the folder's place and moves it there.
fn make(folder: &Path) -> Result<()> {
    let Some(name) = folder.file_name() else {
        let message = format!("{} names no folder; give the new dossier a name", folder.display());
        return Err(UsageError(message).into());
    };
    let staging = folder.with_file_name(format!(".{}.fichewijzer-new", name.to_string_lossy()));
    let made = write(&staging).and_then(|()| {
        fs::rename(&staging, folder).with_context(|| format!("{} cannot be made", folder.display()))
    });
    if made.is_err() {
        // What is left is this program's own and of no use to anybody.
        let _ = fs::remove_dir_all(&staging);
    }
    made
}

enum State {
    Absent,
    Empty,
    Taken,
}

fn state(folder: &Path) -> Result<State> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(if entries.next().is_none() { State::Empty } else { State::Taken }),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(State::Absent),
        Err(e) if e.kind() == ErrorKind::NotADirectory => Ok(State::Taken),
        Err(e) => Err(e).with_context(|| format!("{} cannot be read", folder.display())),
    }
}

fn write(staging: &Path) -> Result<()> {
    for (name, text) in FILES {
        let path = staging.join(name);
        let folder = path.parent().expect("every file stands in the staging folder");
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
