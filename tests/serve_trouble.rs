//! The preview where the world around it is in the way, with the real program on a real file system: readers that
//! stop reading, a system that watches no more folders, no browser to start, places that cannot be written.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

mod support;

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::preview::{Preview, wait_until};
use tempfile::TempDir;

/// A dossier of its own for a test.
struct Dossier {
    _folder: TempDir,
    root: PathBuf,
}

const OWN: &str = "content/uitleg/over-dit-dossier.md";
const OWN_PAGE: &str = "uitleg/over-dit-dossier.html";

impl Dossier {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("is there").join("dossier");
        let dossier = Dossier { _folder: folder, root };
        for (name, bytes) in support::inputs_of(&support::root().join("tests/dossiers/water")).iter() {
            dossier.write(name, bytes);
        }
        dossier
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
        fs::write(path, bytes).expect("can be written");
    }

    /// The text of the page that tests edit, with words behind it.
    fn with_words(&self, words: &str) -> String {
        let water = support::root().join("tests/dossiers/water");
        format!("{}\n{words}\n", fs::read_to_string(water.join(OWN)).expect("is there"))
    }
}

/// Whether a page is served with these words.
fn says(preview: &Preview, page: &str, words: &str) -> bool {
    let (status, body) = preview.get(page);
    status == 200 && String::from_utf8_lossy(&body).contains(words)
}

/// Edits a page and waits until it is served so.
fn edit_is_served(dossier: &Dossier, preview: &Preview, words: &str) {
    dossier.write(OWN, dossier.with_words(words));
    wait_until(words, || says(preview, OWN_PAGE, words));
}

const NO_PROBLEMS: &str = "\"problems\":[]";

/// The states that a stream told of, as far as they came whole.
fn states(stream: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(stream);
    let whole = text.rfind("\n\n").map_or("", |end| &text[..end]);
    whole.lines().filter(|line| line.starts_with("data: {")).map(str::to_owned).collect()
}

#[test]
fn readers_that_stop_reading_hold_nobody() {
    const ROUNDS: usize = 40;
    let dossier = Dossier::new();
    dossier.write("static/groot.bin", vec![b'x'; 32 << 20]);
    let preview = Preview::of(&dossier.root);
    wait_until("the first page", || preview.get("index.html").0 == 200);
    let streams: Vec<_> =
        (0..4).map(|_| preview.connect("/.fichewijzer/events?page=/uitleg/over-dit-dossier.html")).collect();
    let files: Vec<_> = (0..12).map(|_| preview.connect("/groot.bin")).collect();
    // Half a megabyte is said of each faulty state: more than a connection holds that nobody reads from.
    let broken = |round: usize| {
        let link = |n: usize| format!("[x](doc:nergens-{round}-{n}-{})\n", "x".repeat(5_000));
        (0..50).map(link).collect::<Vec<_>>().join("\n")
    };
    for round in 0..ROUNDS {
        dossier.write(OWN, dossier.with_words(&broken(round)));
        wait_until("the errors", || {
            preview.problems().iter().any(|message| message.contains(&format!("nergens-{round}-")))
        });
    }
    edit_is_served(&dossier, &preview, "Weer goed.");
    // They had not read: not every state waited for them, and the newest did, unless they were given up meanwhile.
    for mut stream in streams {
        let (mut all, mut part) = (Vec::new(), vec![0; 1 << 20]);
        let states = loop {
            let read = stream.read(&mut part).unwrap_or(0);
            all.extend_from_slice(&part[..read]);
            let states = states(&all);
            let is_newest =
                states.len() > 1 && states.last().is_some_and(|state| state.contains(NO_PROBLEMS));
            if read == 0 || is_newest {
                break states.len();
            }
        };
        assert!(states < ROUNDS / 2, "{states} of {ROUNDS} states were sent to nobody");
    }
    drop(files);
}

/// The preview in a user namespace of its own, in which the system watches no more than so many folders; `None`
/// where the system has no such namespaces.
fn with_watches(root: &Path, limit: &str) -> Option<Preview> {
    let set = |then: &str| format!("echo {limit} > /proc/sys/user/max_inotify_watches && {then}");
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script, "sh"]);
        command
    };
    let possible = unshare(&set("true")).output().is_ok_and(|output| output.status.success());
    if !possible {
        // tests/left_out.rs says it aloud; a run that others rely on leaves nothing out.
        assert!(
            std::env::var_os("CI").is_none(),
            "no user namespaces here: the limit of watches cannot be set"
        );
        return None;
    }
    let plain = Preview::command(root);
    let mut command = unshare(&set("exec \"$@\""));
    command.arg(plain.get_program()).args(plain.get_args());
    Some(Preview::started(&mut command))
}

const POLLING: &str = "looking for changes again and again, as with --poll";

#[test]
fn where_the_system_watches_too_few_folders_changes_are_looked_for() {
    let dossier = Dossier::new();
    let Some(preview) = with_watches(&dossier.root, "5") else { return };
    edit_is_served(&dossier, &preview, "Toch gezien.");
    edit_is_served(&dossier, &preview, "Nog eens gezien.");
    // A folder that comes later is looked at too.
    dossier.write("static/nieuw/diep/x.txt", "diep");
    wait_until("a new folder", || preview.get("nieuw/diep/x.txt") == (200, b"diep".to_vec()));
    wait_until("its last words", || preview.errors().contains("nieuw/diep/x.txt read"));
    let said = preview.errors();
    assert_eq!(said.matches(POLLING).count(), 1, "{said}");
    assert!(said.contains("max_user_watches"), "{said}");
}

#[test]
fn where_the_system_watches_no_more_folders_later_changes_are_looked_for() {
    let dossier = Dossier::new();
    let folders = walkdir::WalkDir::new(&dossier.root).into_iter().flatten();
    let folders = folders.filter(|entry| entry.file_type().is_dir()).count();
    let Some(preview) = with_watches(&dossier.root, &(folders + 2).to_string()) else { return };
    edit_is_served(&dossier, &preview, "Wordt gemeld.");
    assert!(!preview.errors().contains(POLLING), "{}", preview.errors());
    for n in 0..6 {
        dossier.write(&format!("static/map-{n}/x.txt"), "eerst");
    }
    wait_until("the last folder", || preview.get("map-5/x.txt") == (200, b"eerst".to_vec()));
    wait_until("the warning", || preview.errors().contains(POLLING));
    for n in 0..6 {
        dossier.write(&format!("static/map-{n}/x.txt"), "daarna");
        wait_until("a change there", || preview.get(&format!("map-{n}/x.txt")) == (200, b"daarna".to_vec()));
    }
}

/// A folder with a program of this name that writes its first argument into `opened`, and with nothing else.
fn fake_browser(dossier: &Dossier) -> PathBuf {
    let folder = dossier.at("../bin");
    fs::create_dir_all(&folder).expect("can be made");
    let (program, opened) = (folder.join("xdg-open"), folder.join("opened"));
    let script =
        format!("#!/bin/sh\necho \"$1\" > '{0}.new' && exec /bin/mv '{0}.new' '{0}'\n", opened.display());
    fs::write(&program, script).expect("can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("can be set");
    folder
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_started_at_the_home_page_when_asked() {
    let dossier = Dossier::new();
    let browser = fake_browser(&dossier);
    let opened = browser.join("opened");
    let silent = Preview::started(Preview::command(&dossier.root).env("PATH", &browser));
    wait_until("the home page", || silent.get("index.html").0 == 200);
    assert!(!opened.exists(), "nobody asked");
    drop(silent);
    let preview = Preview::started(Preview::command(&dossier.root).arg("--open").env("PATH", &browser));
    wait_until("the browser", || opened.exists());
    let address = fs::read_to_string(opened).expect("is there");
    assert_eq!(address.trim(), format!("http://{}/", preview.address));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_browser_the_preview_says_so_and_serves() {
    let dossier = Dossier::new();
    let nothing = dossier.at("../empty");
    fs::create_dir_all(&nothing).expect("can be made");
    let preview = Preview::started(Preview::command(&dossier.root).arg("--open").env("PATH", nothing));
    wait_until("what is wrong", || preview.errors().contains("no browser could be started"));
    edit_is_served(&dossier, &preview, "Zonder browser.");
}

#[test]
fn a_write_that_fails_is_told_and_made_when_nothing_is_in_the_way_any_more() {
    let dossier = Dossier::new();
    let preview = Preview::started(Preview::command(&dossier.root).arg("--write"));
    wait_until("the first page", || preview.get("index.html").0 == 200);
    // A folder where a file must be: that stops the superuser too.
    let content = dossier.at("content/documenten/nieuw.md");
    fs::create_dir_all(content.join("leeg")).expect("can be made");
    dossier.write("seeds/nieuw.txt", "Een nieuwe tekst\n\nMet een alinea.\n");
    wait_until("the failure", || preview.problems().iter().any(|message| message.contains("nieuw.md")));
    assert!(content.is_dir());
    // The site is served all the same, with the new page.
    wait_until("the new page", || says(&preview, "documenten/nieuw.html", "Met een alinea."));
    edit_is_served(&dossier, &preview, "Intussen geschreven.");
    assert!(!preview.problems().is_empty());
    fs::remove_dir_all(&content).expect("is there");
    wait_until("the file", || content.is_file());
    wait_until("the end of the failure", || preview.problems().is_empty());
    // It is said once each time, and the attempts do not go on for ever. What is written on standard error comes here
    // by a way of its own, which may be slower than the page.
    edit_is_served(&dossier, &preview, "Daarna geschreven.");
    wait_until("its last words", || preview.errors().contains(&format!("{OWN} read")));
    let said = preview.errors();
    assert_eq!(said.matches("all is well again").count(), 1, "{said}");
    assert!(said.matches("error: ").count() <= 2, "{said}");
    assert!(!dossier.at(".content.fichewijzer-lock").exists());
}
