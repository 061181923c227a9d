//! One minimal dossier for each code: what the program says of it, word for word, and that nothing on disk
//! changes when there is an error.
//!
//! `tests/broken/<code>/` holds the dossier, `expected.txt` what `build` prints to standard error (or
//! `check`, where `mode.txt` says "frozen"). With UPDATE_EXPECTED=1 the expectations are written anew, to be
//! read as the person who gets them.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

mod support;

use fichewijzer::diagnostic::{Code, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// Files of a case that are not part of its dossier.
const APART: [&str; 2] = ["expected.txt", "mode.txt"];

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(support::root().join("tests/broken"))
        .expect("is there")
        .flatten()
        .map(|e| e.path())
        .collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> &str {
    case.file_name().and_then(|n| n.to_str()).expect("UTF-8")
}

/// A copy of the case's dossier to run the program on.
fn copy(case: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in WalkDir::new(case).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let below = entry.path().strip_prefix(case).expect("walked from there");
        if APART.iter().all(|apart| below != Path::new(apart)) {
            let to = folder.path().join(below);
            fs::create_dir_all(to.parent().expect("below the folder")).expect("can be made");
            fs::copy(entry.path(), to).expect("can be copied");
        }
    }
    folder
}

fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .map(|e| (e.path().to_path_buf(), fs::read(e.path()).expect("is there")))
        .collect()
}

struct Run {
    code: i32,
    said: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_fichewijzer"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program runs");
    Run {
        code: output.status.code().expect("it was not killed"),
        said: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

fn code(case: &Path) -> Code {
    let name = name(case);
    *Code::ALL.iter().find(|c| c.as_str() == name).unwrap_or_else(|| panic!("`{name}` is no code"))
}

/// A fault of the program, which no dossier can show.
const NOT_SHOWN: [Code; 1] = [Code::Unaccounted];

#[test]
fn every_code_has_a_dossier_that_shows_it() {
    let have: BTreeSet<String> = cases().iter().map(|c| name(c).to_owned()).collect();
    let shown = Code::ALL.iter().filter(|c| !NOT_SHOWN.contains(c));
    let want: BTreeSet<String> = shown.map(|c| c.as_str().to_owned()).collect();
    assert_eq!(have, want);
}

#[test]
fn messages_are_as_expected_and_errors_change_nothing() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut faults = Vec::new();
    for case in cases() {
        let folder = copy(&case);
        let before = snapshot(folder.path());
        let frozen = case.join("mode.txt").exists();
        let run = run(folder.path(), if frozen { &["check"] } else { &["build"] });
        // How long a run took is nobody's expectation.
        let said: String =
            run.said.lines().filter(|l| !l.ends_with(" s)")).map(|l| format!("{l}\n")).collect();
        let expected = case.join("expected.txt");
        if update {
            fs::write(&expected, &said).expect("can be written");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(said.as_str()) {
            faults.push(format!("{}: the program says\n{said}", name(&case)));
        }
        let code = code(&case);
        if !said.contains(&format!("[{}]", code.as_str())) {
            faults.push(format!("{}: the code does not appear", name(&case)));
        }
        let failed = code.severity() == Severity::Error;
        if failed != (run.code == 1 || run.code == 2) {
            faults.push(format!("{}: exit code {}", name(&case), run.code));
        }
        if failed && snapshot(folder.path()) != before {
            faults.push(format!("{}: files changed", name(&case)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn check_prints_the_same_findings_as_json() {
    for case in cases() {
        let folder = copy(&case);
        let output = Command::new(env!("CARGO_BIN_EXE_fichewijzer"))
            .args(["check", "--format", "json"])
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        let value: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{}: {e}", name(&case)));
        let entries = value.as_array().expect("a list");
        let errors = entries.iter().any(|e| e["severity"] == "error");
        assert_eq!(errors, output.status.code() != Some(0), "{}", name(&case));
    }
}
