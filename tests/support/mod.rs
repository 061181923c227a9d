//! What the tests share: this repository's own dossier as inputs, and folders to work in.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]
#![allow(dead_code, reason = "not every test needs everything")]

#[cfg(unix)]
pub(crate) mod preview;

use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The repository's root, which is itself a dossier.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The input files below a folder, as the program reads them.
pub(crate) fn inputs_of(root: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    for top in ["site.toml", "content", "seeds", "static", "templates", "themes"] {
        for entry in WalkDir::new(root.join(top)).into_iter().flatten() {
            if entry.file_type().is_file() {
                let below = entry.path().strip_prefix(root).expect("walked from there");
                let name = below.to_str().expect("names here are UTF-8").replace('\\', "/");
                inputs.insert(name, fs::read(entry.path()).expect("is there"));
            }
        }
    }
    inputs
}

/// This repository's dossier.
pub(crate) fn repository() -> Inputs {
    inputs_of(&root())
}

/// Builds in memory and insists that nothing is wrong.
pub(crate) fn build(inputs: &Inputs) -> Outcome {
    let outcome = dossier::build(inputs, Mode::Merge, None);
    assert!(
        !outcome.findings.has_errors(),
        "{}",
        fichewijzer::diagnostic::human(
            &outcome.findings,
            &outcome.sources,
            fichewijzer::diagnostic::Style::Plain
        )
    );
    outcome
}
