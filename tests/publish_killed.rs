//! A process that publishes or changes content without end is killed at random moments. After one
//! recovery the folder must be whole: all old or all new.

#![allow(clippy::disallowed_methods, reason = "the test looks at what a killed process left on disk")]

use fichewijzer::output::{OutputFile, OutputTree, PortablePath};
use fichewijzer::publish::content::{ContentChange, ContentFolder, ContentRecovered, recover_content};
use fichewijzer::publish::{self, Imprint, MANIFEST, Manifest, Recovered, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use walkdir::WalkDir;

/// Tells the child where to work.
const FOLDER: &str = "FICHEWIJZER_TEST_FOLDER";
const KILLS: u64 = 50;
/// The longest that a child lives after it began to work; several of its rounds.
const LIFE: Duration = Duration::from_millis(100);

type Files = BTreeMap<String, Vec<u8>>;

/// Two sets of files: some are equal in both, some differ, some exist in one only.
fn files(prefix: &str, end: &str, odd: bool) -> Files {
    let name = |i: usize| format!("{prefix}{}/{i}{end}", ["fiches", "nieuws", "s/t"][i % 3]);
    (0..16)
        .filter(|i| i % 8 != 3 + usize::from(odd))
        .map(|i| (name(i), format!("{i} {}", odd && i % 2 == 0).repeat(200).into_bytes()))
        .collect()
}

fn site_files(odd: bool) -> Files {
    files("", ".html", odd)
}

fn content_files(odd: bool) -> Files {
    files("content/.ingest/", ".map", odd).into_iter().chain(files("content/", ".md", odd)).collect()
}

/// Every file below a folder.
fn on_disk(root: &Path) -> Files {
    let entries = WalkDir::new(root).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(root).expect("below").to_str().expect("text");
            (name.to_owned(), fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

fn publish_set(files: Files, target: &Path) {
    let mut tree = OutputTree::default();
    for (name, bytes) in files {
        tree.insert(PortablePath::new(&name).expect("valid"), OutputFile::ready(bytes)).expect("free");
    }
    let imprint = Imprint { title: "Dossier".into(), date: "2025-10-30".into() };
    publish::folder(&tree, target, &imprint).expect("publishes");
}

fn change_content(to: &Files, root: &Path) {
    let folder = ContentFolder::open(root).expect("opens");
    let mut from = on_disk(root);
    from.retain(|name, _| name.starts_with("content/"));
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let change = |name: &String| ContentChange {
        path: PortablePath::new(name).expect("valid"),
        expected: from.get(name).map(|bytes| Sha256::of(bytes)),
        new: to.get(name).cloned().map(Into::into),
    };
    let changes: Vec<ContentChange> = names.into_iter().map(change).collect();
    folder.apply(&changes).expect("applies");
}

/// In the process that is to be killed: tells the parent that the work begins, then works without end. In
/// the parent it does nothing.
fn work_if_child(work: impl Fn(bool, &Path)) {
    let Some(folder) = env::var_os(FOLDER) else { return };
    std::thread::spawn(|| {
        // The end of the input is the end of the parent.
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(1);
    });
    println!("ready");
    std::io::stdout().flush().expect("the parent listens");
    for odd in [false, true].into_iter().cycle() {
        work(odd, Path::new(&folder));
    }
}

/// Starts this very program again with one test, which then is the child, and waits until it works.
fn start(test: &str, folder: &Path) -> Child {
    let program = env::current_exe().expect("known");
    let mut child = Command::new(program)
        .args(["--exact", "--nocapture", test])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut output = BufReader::new(child.stdout.take().expect("piped")).lines();
    assert!(output.any(|line| line.is_ok_and(|line| line.ends_with("ready"))), "the child does not start");
    child
}

/// Starts and kills the child again and again, ten times in each folder. `check` is called after each kill
/// with the folder and whether it was empty at the start; it recovers, and tells whether there was
/// something to recover.
fn kill_again_and_again(test: &str, check: impl Fn(&Path, bool) -> bool) {
    let temp = tempfile::tempdir().expect("temporary folder");
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    let mut interrupted = 0;
    for round in 0..KILLS {
        let folder = temp.path().join((round / 10).to_string());
        fs::create_dir_all(&folder).expect("makes folder");
        let bare = on_disk(&folder).is_empty();
        let mut process = start(test, &folder);
        // Marsaglia's xorshift.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let thousandths = u32::try_from(random % 1000).expect("small");
        std::thread::sleep(LIFE * thousandths / 1000);
        assert!(process.try_wait().expect("ours").is_none(), "the child must work until it is killed");
        process.kill().expect("ours");
        process.wait().expect("ours");
        interrupted += u64::from(check(&folder, bare));
    }
    assert!(interrupted > KILLS / 10, "only {interrupted} kills came in the midst of the work");
}

/// A published folder's files without the manifest, which must list exactly them.
fn published(target: &Path) -> Files {
    let mut files = on_disk(target);
    let manifest = Manifest::read(&files.remove(MANIFEST).expect("has a manifest")).expect("sound");
    let listed: Vec<&str> = manifest.files.keys().map(PortablePath::as_str).collect();
    assert_eq!(listed, files.keys().collect::<Vec<_>>());
    for (path, entry) in &manifest.files {
        assert_eq!(entry.sha256, Sha256::of(&files[path.as_str()]), "{path}");
    }
    files
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    work_if_child(|odd, folder| publish_set(site_files(odd), &folder.join("public")));
    let whole = [site_files(false), site_files(true)];
    kill_again_and_again("a_killed_build_leaves_the_old_site_or_the_new_one", |folder, bare| {
        let recovered = publish::recover(&folder.join("public")).expect("recovers");
        let entries = fs::read_dir(folder).expect("reads");
        let names: Vec<_> = entries.map(|entry| entry.expect("reads").file_name()).collect();
        if !bare || !names.is_empty() {
            assert_eq!(names, ["public"], "nothing stands beside the site");
            let now = published(&folder.join("public"));
            assert!(whole.contains(&now), "{:?}", now.keys());
        }
        recovered != Recovered::Nothing
    });
}

#[test]
fn a_killed_ingest_leaves_all_content_old_or_all_new() {
    work_if_child(|odd, folder| change_content(&content_files(odd), folder));
    let whole = [content_files(false), content_files(true)];
    kill_again_and_again("a_killed_ingest_leaves_all_content_old_or_all_new", |folder, bare| {
        let recovered = recover_content(folder).expect("recovers");
        let now = on_disk(folder);
        assert!(whole.contains(&now) || (bare && now.is_empty()), "{:?}", now.keys());
        recovered != ContentRecovered::Nothing
    });
}
