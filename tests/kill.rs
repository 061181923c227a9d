//! A build that is killed at fifty moments leaves the old site or the new one, and every document old or
//! new together with its base and its map, after at most one further command.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// Moments at which the program is killed.
const KILLS: u32 = 50;

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(folder: &Path) -> Files {
    WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let below = e.path().strip_prefix(folder).expect("walked from there").to_path_buf();
            (below, fs::read(e.path()).expect("is there"))
        })
        .collect()
}

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().expect("below the folder")).expect("can be made");
        fs::write(to, bytes).expect("can be written");
    }
}

/// A copy of this repository's dossier.
fn dossier() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inputs = support::repository();
    let all = inputs.iter().map(|(path, bytes)| (PathBuf::from(&**path), bytes.to_vec())).collect();
    write(folder.path(), &all);
    folder
}

fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fichewijzer"));
    command.args(arguments).arg("--root").arg(root).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn run(root: &Path, arguments: &[&str]) {
    let status = program(root, arguments).status().expect("the program runs");
    assert!(status.success(), "{arguments:?}: {status}");
}

/// Kills the child after a while; whether it was still running then.
fn kill_after(mut child: Child, wait: Duration) -> bool {
    sleep(wait);
    let running = child.try_wait().expect("can be asked").is_none();
    child.kill().expect("can be killed");
    child.wait().expect("has ended");
    running
}

/// Moments spread over a run, none the same, the same in every run of the test.
fn moments(whole: Duration) -> Vec<Duration> {
    let mut state: u32 = 20_251_121;
    (0..KILLS)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let jitter = f64::from(state >> 8) / f64::from(1 << 24);
            whole.mul_f64((f64::from(n) + jitter) / f64::from(KILLS))
        })
        .collect()
}

fn duration(root: &Path, arguments: &[&str]) -> Duration {
    let begun = Instant::now();
    run(root, arguments);
    begun.elapsed()
}

fn retitle(root: &Path, title: &str) {
    let path = root.join("site.toml");
    let text = fs::read_to_string(&path).expect("is there");
    let rest = text.split_once('\n').expect("has lines").1;
    fs::write(path, format!("title = \"{title}\"\n{rest}")).expect("can be written");
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let folder = dossier();
    let root = folder.path();
    let public = root.join("public");
    let site = |title: &str| {
        retitle(root, title);
        let took = duration(root, &["build"]);
        (files(&public), took)
    };
    let (old, once) = site("Oud");
    let (new, again) = site("Nieuw");
    // The shorter time: on a busy machine one run may take thrice the other, and the later kills would find nobody at work.
    let took = once.min(again);
    assert_ne!(old, new);
    let (mut stands, mut other, mut killed) = ((new, "Nieuw"), (old, "Oud"), 0);
    for wait in moments(took) {
        retitle(root, other.1);
        let child = program(root, &["build"]).spawn().expect("the program runs");
        killed += u32::from(kill_after(child, wait));
        let mut found = files(&public);
        if found != stands.0 && found != other.0 {
            run(root, &["check"]);
            found = files(&public);
        }
        assert!(
            found == stands.0 || found == other.0,
            "killed after {wait:?}: neither the old site nor the new one"
        );
        if found == other.0 {
            std::mem::swap(&mut stands, &mut other);
        }
    }
    assert!(killed > KILLS / 3, "only {killed} of {KILLS} were killed at work");
}

/// The seeds with some words changed in each.
fn change_seeds(root: &Path, seeds: &Files, words: (&str, &str)) {
    let changed = seeds
        .iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            (path.clone(), text.replace(words.0, words.1).into_bytes())
        })
        .collect();
    write(&root.join("seeds"), &changed);
}

/// Text, base and map of each document, by its id.
fn documents(root: &Path) -> BTreeMap<String, Files> {
    let mut out: BTreeMap<String, Files> = BTreeMap::new();
    for (path, bytes) in files(&root.join("content")) {
        let id = path.file_stem().and_then(|s| s.to_str()).expect("UTF-8").to_owned();
        if ["documenten", "fiches", "nieuws"].iter().any(|s| path.components().any(|c| c.as_os_str() == *s)) {
            out.entry(id).or_default().insert(path, bytes);
        }
    }
    out
}

#[test]
fn a_killed_ingest_leaves_each_document_whole() {
    let folder = dossier();
    let root = folder.path();
    // Quotations would not be found again in other words, and are not what this is about.
    for taxonomy in ["pijlers", "instrumenten"] {
        fs::remove_dir_all(root.join("content").join(taxonomy)).expect("is there");
    }
    let seeds = files(&root.join("seeds"));
    let version = |words: (&str, &str)| {
        change_seeds(root, &seeds, words);
        let took = duration(root, &["ingest"]);
        (documents(root), took)
    };
    // Twice, so that the maps know the ids of both versions: headings that change get others.
    let both = || (version(("", "")).0, version(("mededeling", "aankondiging")));
    both();
    let (old, (new, took)) = both();
    assert!(old.iter().all(|(id, files)| files.len() == 3 && new.contains_key(id)));
    let mut killed = 0;
    for (n, wait) in moments(took).into_iter().enumerate() {
        let words = if n % 2 == 0 { ("", "") } else { ("mededeling", "aankondiging") };
        change_seeds(root, &seeds, words);
        let child = program(root, &["ingest"]).spawn().expect("the program runs");
        killed += u32::from(kill_after(child, wait));
        let whole = |found: &BTreeMap<String, Files>| {
            found.iter().all(|(id, files)| *files == old[id] || *files == new[id])
        };
        let mut found = documents(root);
        if !whole(&found) {
            // Any command settles what the killed one left, whatever it says of the seeds.
            program(root, &["check"]).status().expect("the program runs");
            found = documents(root);
        }
        assert!(whole(&found), "killed after {wait:?}: a document is neither old nor new");
    }
    assert!(killed > KILLS / 3, "only {killed} of {KILLS} were killed at work");
    // Nothing was taken for an editor's: the texts are the converter's again, and no conflict is open.
    change_seeds(root, &seeds, ("", ""));
    run(root, &["ingest"]);
    assert_eq!(documents(root), old);
}
