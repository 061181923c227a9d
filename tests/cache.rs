//! What a build leaves for the next one never shows: whatever changed in between, and whatever happened to the cache
//! or to the site, the site is what a build without a past makes, and the run says the same.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use walkdir::WalkDir;

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(folder: &Path) -> Files {
    WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).expect("walked from there").to_path_buf();
            (below, fs::read(entry.path()).expect("is there"))
        })
        .collect()
}

fn run(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fichewijzer"));
    command.args(arguments).current_dir(root).env_remove("SOURCE_DATE_EPOCH");
    command.output().expect("the program runs")
}

/// What a run said, without what it wrote and how long it took.
fn findings(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let is_finding = |line: &&str| !line.contains(" pages, ") && !line.starts_with("wrote ");
    said.lines().filter(is_finding).collect::<Vec<_>>().join("\n")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new dossier with a seed, a few documents, a page of its own template, and a file beside.
fn dossier() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    assert!(run(root, &["init", "."]).status.success());
    write(root, "seeds/brief.txt", "Een brief\n\nEen tekst over het beleid van de Europese Unie.\n");
    write(root, "static/robots.txt", "User-agent: *\n");
    for n in 0..3 {
        write(root, &document(n), &text(n, "De eerste tekst."));
    }
    assert!(run(root, &["build"]).status.success());
    // The first build wrote content: only from the second on is there nothing to do.
    assert!(run(root, &["build"]).status.success());
    folder
}

fn document(n: u8) -> String {
    format!("content/nieuws/bericht-{n}.md")
}

fn text(n: u8, words: &str) -> String {
    let title = format!("Bericht {n}");
    let front = format!("title = \"{title}\"\nkind = \"news\"\ndate = \"2025-0{}-01\"", n % 8 + 1);
    format!("+++\n{front}\n+++\n\n## Kop\n\n{words} Over COM(2025) {n} en een andere naam van het thema.\n")
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("below the root")).expect("can be made");
    fs::write(file, text).expect("can be written");
}

fn append(root: &Path, path: &str, text: &str) {
    if let Ok(before) = fs::read_to_string(root.join(path)) {
        write(root, path, &format!("{before}{text}"));
    }
}

/// What can happen between two builds.
#[derive(Debug, Clone)]
enum Event {
    Nothing,
    Edit(u8),
    Add(u8),
    Delete(u8),
    Rename(u8, u8),
    Seed(u8),
    Term(u8),
    Template(u8),
    Words(u8),
    Title(u8),
    Static(u8),
    /// Somebody changes a published file, with or without its dates showing it.
    SpoilPage {
        size_stays: bool,
        date_stays: bool,
    },
    LosePage,
    /// All published files get another date.
    Touch,
    Damage(Damage),
}

#[derive(Debug, Clone, Copy)]
enum Damage {
    Delete,
    Truncate,
    Flip,
    Foreign,
    Folder,
    Binary,
}

fn event() -> impl Strategy<Value = Event> {
    let damage = prop_oneof![
        Just(Damage::Delete),
        Just(Damage::Truncate),
        Just(Damage::Flip),
        Just(Damage::Foreign),
        Just(Damage::Folder),
        Just(Damage::Binary),
    ];
    prop_oneof![
        3 => Just(Event::Nothing),
        2 => (0..5_u8).prop_map(Event::Edit),
        1 => (0..5_u8).prop_map(Event::Add),
        1 => (0..5_u8).prop_map(Event::Delete),
        1 => (0..5_u8, 0..5_u8).prop_map(|(from, to)| Event::Rename(from, to)),
        1 => any::<u8>().prop_map(Event::Seed),
        1 => any::<u8>().prop_map(Event::Term),
        1 => (0..3_u8).prop_map(Event::Template),
        1 => (0..3_u8).prop_map(Event::Words),
        1 => (0..3_u8).prop_map(Event::Title),
        1 => (0..3_u8).prop_map(Event::Static),
        2 => any::<(bool, bool)>()
            .prop_map(|(size_stays, date_stays)| Event::SpoilPage { size_stays, date_stays }),
        1 => Just(Event::LosePage),
        1 => Just(Event::Touch),
        2 => damage.prop_map(Event::Damage),
    ]
}

fn happen(root: &Path, event: &Event) {
    match event {
        Event::Nothing => {}
        Event::Edit(n) => append(root, &document(*n), "\nEen nieuwe alinea over het Voorbeeldthema.\n"),
        Event::Add(n) if root.join(document(*n)).exists() => {}
        Event::Add(n) => write(root, &document(*n), &text(*n, "Later erbij gekomen.")),
        Event::Delete(n) => drop(fs::remove_file(root.join(document(*n)))),
        Event::Rename(from, to) => drop(fs::rename(root.join(document(*from)), root.join(document(*to)))),
        Event::Seed(n) => append(root, "seeds/brief.txt", &format!("\nEen alinea met nummer {n}.\n")),
        Event::Term(n) => append(root, "content/themas/voorbeeld.md", &format!("\nUitleg {n}.\n")),
        Event::Template(n) => write(
            root,
            "templates/404.html",
            &format!(
                "{{% extends \"theme/404.html\" %}}\n{{% block main %}}<h1>{n}</h1>{{% endblock main %}}\n"
            ),
        ),
        Event::Words(n) => {
            write(root, "themes/standaard/i18n/nl.toml", &format!("[block]\ntable = \"Tabel {n}\"\n"));
        }
        Event::Title(n) => {
            let site = fs::read_to_string(root.join("site.toml")).expect("is there");
            let line = site.lines().find(|line| line.starts_with("title = ")).expect("has one");
            write(root, "site.toml", &site.replace(line, &format!("title = \"Dossier {n}\"")));
        }
        Event::Static(n) => write(root, "static/extra.txt", &format!("extra {n}\n")),
        Event::SpoilPage { size_stays, date_stays } => spoil(root, *size_stays, *date_stays),
        Event::LosePage => drop(fs::remove_file(root.join("public/404.html"))),
        Event::Touch => touch(root),
        Event::Damage(how) => damage(root, *how),
    }
}

fn spoil(root: &Path, size_stays: bool, date_stays: bool) {
    let page = root.join("public/index.html");
    let Ok(date) = fs::metadata(&page).and_then(|metadata| metadata.modified()) else { return };
    let mut bytes = fs::read(&page).expect("is there");
    if size_stays {
        let last = bytes.last_mut().expect("has bytes");
        *last = if *last == b' ' { b'\n' } else { b' ' };
    } else {
        bytes.push(b' ');
    }
    fs::write(&page, bytes).expect("can be written");
    if date_stays {
        set_date(&page, date);
    }
}

fn set_date(file: &Path, date: SystemTime) {
    let file = fs::File::options().write(true).open(file).expect("opens");
    file.set_modified(date).expect("can be set");
}

fn touch(root: &Path) {
    for path in files(&root.join("public")).keys() {
        set_date(
            &root.join("public").join(path),
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
        );
    }
}

fn damage(root: &Path, how: Damage) {
    let cache = root.join(".fichewijzer");
    for path in files(&cache).keys().map(|path| cache.join(path)) {
        let bytes = fs::read(&path).expect("is there");
        let middle = bytes.len() / 2;
        match how {
            Damage::Delete => fs::remove_file(&path),
            Damage::Truncate => fs::write(&path, &bytes[..middle]),
            Damage::Flip => {
                let mut bytes = bytes;
                if let Some(byte) = bytes.get_mut(middle) {
                    *byte ^= 1;
                }
                fs::write(&path, bytes)
            }
            Damage::Foreign => fs::write(&path, "{\"by\": \"somebody else\"}\n"),
            Damage::Folder => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
            Damage::Binary => fs::write(&path, [0xff, 0, 0xfe, b'\n']),
        }
        .expect("can be changed");
    }
}

/// A copy of a dossier without its past: no cache, no site.
fn without_a_past(root: &Path) -> TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files(root) {
        let past = ["public", ".fichewijzer"].iter().any(|folder| path.starts_with(folder));
        if !past {
            let to = copy.path().join(path);
            fs::create_dir_all(to.parent().expect("below the root")).expect("can be made");
            fs::write(to, bytes).expect("can be written");
        }
    }
    copy
}

/// Builds with and without a past, and insists that nobody can tell which is which.
fn build_both(root: &Path, when: &str) {
    let clean = without_a_past(root);
    let before = files(&root.join("public"));
    let (ours, theirs) = (run(root, &["build"]), run(clean.path(), &["build"]));
    assert_eq!(ours.status.code(), theirs.status.code(), "{when}: {}", said(&ours));
    assert_eq!(findings(&ours), findings(&theirs), "{when}");
    if theirs.status.success() {
        let (ours, theirs) = (files(&root.join("public")), files(&clean.path().join("public")));
        let differ: Vec<_> =
            ours.keys().chain(theirs.keys()).filter(|path| ours.get(*path) != theirs.get(*path)).collect();
        assert!(differ.is_empty(), "{when}: {differ:?}");
    } else {
        assert!(files(&root.join("public")) == before, "{when}: a build with errors wrote something");
    }
    assert_eq!(files(&root.join("content")), files(&clean.path().join("content")), "{when}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn a_build_with_a_past_makes_what_one_without_makes(
        events in prop::collection::vec(event(), 1..8),
    ) {
        let folder = dossier();
        for (n, event) in events.iter().enumerate() {
            happen(folder.path(), event);
            build_both(folder.path(), &format!("after event {n} of {events:?}"));
        }
    }
}

/// Whether a build had nothing to do: its phases tell.
fn was_idle(output: &Output) -> bool {
    let said = said(output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("\ncompare "), "{said}");
    !said.contains("\nanalyse ")
}

fn timed(root: &Path) -> Output {
    run(root, &["build", "--timings"])
}

#[test]
fn where_nothing_changed_nothing_is_made_and_the_same_is_said() {
    let folder = dossier();
    let root = folder.path();
    let first = without_a_past(root);
    let (whole, idle) = (timed(first.path()), timed(root));
    assert!(!was_idle(&whole) && was_idle(&idle));
    let findings = |output: &Output| findings(output).split("\nread ").next().map(str::to_owned);
    assert_eq!(findings(&idle), findings(&whole));
    assert!(findings(&idle).is_some_and(|found| found.contains("no-base-url")));
    assert_eq!(idle.stdout, whole.stdout);
    let files = files(&root.join("public")).len() - 1;
    assert!(
        said(&idle).contains(&format!("{files} files: 0 added, 0 changed, 0 removed, {files} unchanged"))
    );
}

#[test]
fn every_input_option_and_damage_makes_the_build_go_its_whole_way() {
    let check = |event: &Event, idle: bool| {
        let folder = dossier();
        happen(folder.path(), event);
        assert_eq!(was_idle(&timed(folder.path())), idle, "{event:?}");
    };
    check(&Event::Nothing, true);
    check(&Event::Touch, true);
    let damages =
        [Damage::Delete, Damage::Truncate, Damage::Flip, Damage::Foreign, Damage::Folder, Damage::Binary];
    damages.into_iter().for_each(|how| check(&Event::Damage(how), false));
    for event in [
        Event::Edit(1),
        Event::Add(4),
        Event::Seed(1),
        Event::Term(1),
        Event::Template(1),
        Event::Words(1),
        Event::Title(1),
        Event::Static(1),
        Event::LosePage,
        Event::SpoilPage { size_stays: true, date_stays: true },
        Event::SpoilPage { size_stays: false, date_stays: false },
    ] {
        check(&event, false);
    }
    // An editor's change writes maps, after which there is nothing to do; a new seed writes content.
    let folder = dossier();
    happen(folder.path(), &Event::Edit(1));
    assert!(!was_idle(&timed(folder.path())) && was_idle(&timed(folder.path())));
    happen(folder.path(), &Event::Seed(1));
    assert!(!was_idle(&timed(folder.path())) && !was_idle(&timed(folder.path())));
    assert!(was_idle(&timed(folder.path())));
    let folder = dossier();
    assert!(!was_idle(&run(folder.path(), &["build", "--timings", "--date", "2025-04-09"])));
    assert!(!was_idle(&run(folder.path(), &["build", "--timings", "--frozen", "--date", "2025-04-09"])));
    assert!(was_idle(&run(folder.path(), &["build", "--timings", "--frozen", "--date", "2025-04-09"])));
    let elsewhere = ["build", "--timings", "--out", "elders"];
    assert!(!was_idle(&run(folder.path(), &elsewhere)));
    assert!(was_idle(&run(folder.path(), &elsewhere)));
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused_although_nothing_changed() {
    let folder = dossier();
    fs::write(folder.path().join("public/eigen.txt"), "van iemand anders").expect("can be written");
    let output = run(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("eigen.txt"), "{}", said(&output));
}

#[test]
fn verify_builds_clean_and_finds_one_byte_more_and_one_file_less() {
    let folder = dossier();
    let root = folder.path();
    let verified = run(root, &["build", "--verify"]);
    assert!(verified.status.success() && said(&verified).contains("\nverified: "), "{}", said(&verified));
    // A build puts right what it finds, so that only a fault of the program itself can show: here the record says
    // that the spoiled site is what was written.
    let record = fs::read_dir(root.join(".fichewijzer")).expect("is there").flatten();
    let record = record.map(|entry| entry.path()).find(|path| !path.ends_with(".gitignore")).expect("one");
    forge(root, &record);
    let found = run(root, &["build", "--verify"]);
    assert_eq!(found.status.code(), Some(3), "{}", said(&found));
    assert!(said(&found).contains("other bytes:\n  index.html\n"), "{}", said(&found));
    assert!(!record.exists(), "what led astray is gone");
    assert!(run(root, &["build", "--verify"]).status.success());
}

/// Spoils a page, and makes the record believe that it was always so.
fn forge(root: &Path, record: &Path) {
    let page = root.join("public/index.html");
    let text = fs::read_to_string(record).expect("is there");
    // The last of these lines: before it stands what the page was made from.
    let line = text.lines().rfind(|line| line.ends_with(" index.html")).expect("listed").to_owned();
    let mut bytes = fs::read(&page).expect("is there");
    bytes.push(b' ');
    fs::write(&page, bytes).expect("can be written");
    let forged = text.replace(&line, &stamp_line(&page));
    // The footprint's moment: far in the future, so that no file is read again for having changed since.
    let (head, rest) = forged.split_once('\n').expect("lines");
    let (_, rest) = rest.split_once('\n').expect("lines");
    let (_, count) = rest.split_once('\n').expect("lines");
    let count: usize =
        count.lines().next().and_then(|count| count.parse().ok()).expect("a count of fingerprints");
    let until = rest.split_inclusive('\n').take(2 + count).map(str::len).sum();
    let (known, footprint) = rest.split_at(until);
    let (_, rest_of_line) = footprint.split_once(' ').expect("moment and manifest");
    let rest = format!("{known}{}0 {rest_of_line}", "9".repeat(20));
    fs::write(record, format!("{head}\n{}\n{rest}", blake3::hash(rest.as_bytes()))).expect("can be written");
}

#[cfg(unix)]
fn stamp_line(page: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    let of = fs::metadata(page).expect("is there");
    let moment = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    let (modified, changed) = (moment(of.mtime(), of.mtime_nsec()), moment(of.ctime(), of.ctime_nsec()));
    format!("{} {modified} {changed} {} index.html", of.len(), of.ino())
}

#[test]
fn the_cache_is_ignored_by_git_and_no_target() {
    let folder = dossier();
    let ignore = fs::read_to_string(folder.path().join(".fichewijzer/.gitignore")).expect("is there");
    assert_eq!(ignore, "*\n");
    assert_eq!(run(folder.path(), &["build", "--out", ".fichewijzer/site"]).status.code(), Some(2));
}
