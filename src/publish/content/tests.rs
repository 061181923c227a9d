//! The content transaction on a real file system: interrupted after each step, and with an editor who
//! saves between any two of them.

use super::*;
use crate::publish::means::{Means, Try};
use crate::publish::tests::{killed_after, snapshot};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

type Files = &'static [(&'static str, &'static str)];

/// Two documents with base and map that change, one that goes, one that stays as it is.
const OLD: Files = &[
    ("content/fiches/x.md", "old x"),
    ("content/.ingest/fiches/x.md", "old x"),
    ("content/.ingest/fiches/x.map", "old x"),
    ("content/nieuws/gone.md", "old gone"),
    ("content/.ingest/nieuws/gone.md", "old gone"),
    ("content/pijlers/data.md", "stays"),
];
/// A third document is new.
const NEW: Files = &[
    ("content/fiches/x.md", "new x"),
    ("content/.ingest/fiches/x.md", "new x"),
    ("content/.ingest/fiches/x.map", "new x"),
    ("content/documenten/y.md", "new y"),
    ("content/.ingest/documenten/y.md", "new y"),
    ("content/pijlers/data.md", "stays"),
];

struct Dossier {
    temp: tempfile::TempDir,
}

impl Dossier {
    fn with(files: Files) -> Self {
        let dossier = Dossier { temp: tempfile::tempdir().expect("temporary folder") };
        for (name, text) in files {
            dossier.save(name, text);
        }
        dossier
    }

    fn root(&self) -> &Path {
        self.temp.path()
    }

    fn save(&self, name: &str, text: &str) {
        save(&self.root().join(name), text);
    }

    /// All files, without folders.
    fn files(&self) -> BTreeMap<String, String> {
        let all = snapshot(self.root()).into_iter().filter(|(name, _)| self.root().join(name).is_file());
        all.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("text"))).collect()
    }

    fn apply(&self, means: &Means) -> Result<Applied, ContentError> {
        ContentFolder::open_with(self.root(), means)?.apply_with(&changes(OLD, NEW), means)
    }
}

/// Saves as many editors do: a new file takes the old one's name.
fn save(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("has one")).expect("makes folder");
    let draft = file.with_extension("editor~");
    fs::write(&draft, text).expect("writes");
    fs::rename(&draft, file).expect("renames");
}

fn files(files: Files) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn change(name: &str, expected: Option<&str>, new: Option<&str>) -> ContentChange {
    ContentChange {
        path: PortablePath::new(name).expect("valid"),
        expected: expected.map(|text| Sha256::of(text.as_bytes())),
        new: new.map(|text| text.as_bytes().to_vec().into()),
    }
}

/// The changes that lead from one set of files to the other.
fn changes(from: Files, to: Files) -> Vec<ContentChange> {
    let (from, to) = (files(from), files(to));
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let text = |set: &BTreeMap<String, String>, name: &str| set.get(name).cloned();
    names
        .into_iter()
        .map(|name| change(name, text(&from, name).as_deref(), text(&to, name).as_deref()))
        .collect()
}

fn names(paths: &[PortablePath]) -> Vec<&str> {
    paths.iter().map(PortablePath::as_str).collect()
}

#[test]
fn all_changes_are_made_and_nothing_is_left() {
    for how in [Try::WhereSupported, Try::Never] {
        let dossier = Dossier::with(OLD);
        let applied = dossier.apply(&Means { exchange: how, ..Means::all() }).expect("applies");
        assert_eq!(names(&applied.removed), ["content/.ingest/nieuws/gone.md", "content/nieuws/gone.md"]);
        assert_eq!(applied.written.len(), 5);
        assert_eq!(dossier.files(), files(NEW));
        assert!(!dossier.root().join(journal::FOLDER).exists());
    }
}

#[test]
fn a_dossier_without_content_gets_it() {
    let dossier = Dossier::with(&[]);
    let folder = ContentFolder::open(dossier.root()).expect("opens");
    folder.apply(&changes(&[], NEW)).expect("applies");
    drop(folder);
    assert_eq!(dossier.files(), files(NEW));
}

#[test]
fn what_is_there_already_is_not_touched() {
    let dossier = Dossier::with(NEW);
    let before = fs::metadata(dossier.root().join("content/fiches/x.md")).expect("reads");
    assert_eq!(dossier.apply(&Means::all()).expect("applies"), Applied::default());
    let after = fs::metadata(dossier.root().join("content/fiches/x.md")).expect("reads");
    assert_eq!(before.modified().expect("has one"), after.modified().expect("has one"));
    let nothing = Dossier::with(&[]);
    ContentFolder::open(nothing.root()).expect("opens").apply(&[]).expect("applies");
    assert_eq!(snapshot(nothing.root()), BTreeMap::new());
}

#[cfg(unix)]
#[test]
fn the_permissions_of_a_replaced_file_stay() {
    use std::os::unix::fs::PermissionsExt;
    let dossier = Dossier::with(OLD);
    let file = dossier.root().join("content/fiches/x.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("sets");
    dossier.apply(&Means::all()).expect("applies");
    assert_eq!(fs::metadata(&file).expect("reads").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read(&file).expect("reads"), b"new x");
}

/// One file differs from what the change was computed from: nothing may happen.
fn check_edited(disturb: impl Fn(&Dossier), expected: &str) {
    let dossier = Dossier::with(OLD);
    disturb(&dossier);
    let before = snapshot(dossier.root());
    let means = Means { after_step: &|| panic!("nothing is to be written"), ..Means::all() };
    let error = dossier.apply(&means).expect_err("edited");
    assert!(error.to_string().contains(expected), "{error}");
    let ContentError::Edited { files } = error else { panic!("{error}") };
    assert_eq!(names(&files), [expected]);
    assert_eq!(snapshot(dossier.root()), before);
}

#[test]
fn a_file_that_somebody_saved_stops_the_whole_change() {
    check_edited(|d| d.save("content/fiches/x.md", "mine"), "content/fiches/x.md");
    check_edited(|d| d.save("content/documenten/y.md", "mine"), "content/documenten/y.md");
    check_edited(|d| d.save("content/nieuws/gone.md", "mine"), "content/nieuws/gone.md");
    check_edited(
        |d| fs::remove_file(d.root().join("content/fiches/x.md")).expect("removes"),
        "content/fiches/x.md",
    );
    check_edited(|d| d.save("content/pijlers/data.md", "mine"), "content/pijlers/data.md");
}

#[test]
fn changes_outside_content_and_double_ones_are_refused() {
    let check = |changes: &[ContentChange], why: &str| {
        let dossier = Dossier::with(OLD);
        let error = ContentFolder::open(dossier.root()).expect("opens").apply(changes).expect_err("refused");
        assert!(matches!(error, ContentError::Path { .. }), "{error}");
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(dossier.files(), files(OLD));
    };
    check(&[change("site.toml", None, Some(""))], "not in `content/`");
    check(&[change("content/.ingest/.pending/x", None, Some(""))], "works there");
    let twice = [change("content/a.md", None, Some("1")), change("content/A.md", None, Some("2"))];
    check(&twice, "twice");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let dossier = Dossier::with(OLD);
    let outside = tempfile::NamedTempFile::new().expect("temporary file");
    let link = dossier.root().join("content/fiches/x.md");
    fs::write(outside.path(), "old x").expect("writes");
    fs::remove_file(&link).expect("removes");
    std::os::unix::fs::symlink(outside.path(), &link).expect("links");
    let error = dossier.apply(&Means::all()).expect_err("refused");
    assert!(matches!(error, ContentError::Environment(_)), "{error}");
    assert_eq!(fs::read(outside.path()).expect("reads"), b"old x");
    assert!(link.is_symlink());
}

#[test]
fn where_the_disk_fails_half_way_the_change_is_taken_back() {
    for how in [Try::WhereSupported, Try::Never] {
        let dossier = Dossier::with(OLD);
        // A file stands where the new document's folder would have to be.
        dossier.save("content/documenten", "in the way");
        let placed = AtomicUsize::new(0);
        let after_step = || {
            let base = fs::read(dossier.root().join("content/.ingest/documenten/y.md"));
            placed.fetch_add(usize::from(base.is_ok()), Ordering::SeqCst);
        };
        let error = dossier.apply(&Means { exchange: how, after_step: &after_step, ..Means::all() });
        let error = error.expect_err("fails");
        assert!(error.to_string().contains("cannot make"), "{error}");
        assert!(placed.into_inner() > 0, "it failed before anything was changed");
        fs::remove_file(dossier.root().join("content/documenten")).expect("removes");
        assert_eq!(dossier.files(), files(OLD));
    }
}

#[test]
fn a_second_run_at_the_same_time_is_told_so() {
    let dossier = Dossier::with(OLD);
    let first = ContentFolder::open(dossier.root()).expect("opens");
    let second = ContentFolder::open(dossier.root()).expect_err("busy");
    assert!(matches!(second, ContentError::Busy(_)), "{second}");
    assert_eq!(recover_content(dossier.root()).expect("reads"), ContentRecovered::Nothing);
    fs::create_dir_all(dossier.root().join(journal::FOLDER)).expect("makes");
    assert!(matches!(recover_content(dossier.root()), Err(ContentError::Busy(_))));
    drop(first);
    assert_eq!(recover_content(dossier.root()).expect("recovers"), ContentRecovered::Discarded);
    assert_eq!(dossier.files(), files(OLD));
}

#[test]
fn a_damaged_journal_is_told_and_left_alone() {
    let check = |name: &str, text: &str| {
        let dossier = Dossier::with(OLD);
        dossier.save(&format!("{}/{name}", journal::FOLDER), text);
        let before = dossier.files();
        let error = recover_content(dossier.root()).expect_err("damaged");
        assert!(matches!(error, ContentError::Journal { .. }), "{error}");
        assert_eq!(dossier.files(), before);
    };
    check("commit.json", "{");
    check("commit.json", r#"{"format": 9, "files": []}"#);
    check("commit.json", r#"{"format": 1, "files": [{"path": "../x", "before": null, "after": null}]}"#);
    check("notes.txt", "mine");
}

/// Kills a change after each step, and each recovery after one step more than the one before.
#[test]
fn killed_after_any_step_all_files_are_old_or_all_are_new() {
    for how in [Try::WhereSupported, Try::Never] {
        let mut outcomes = BTreeSet::new();
        for steps in 0.. {
            let dossier = Dossier::with(OLD);
            let finished = killed_after(steps, how, |means| dossier.apply(means)).is_some();
            for again in 0.. {
                let recovery = |means: &Means| ContentFolder::open_with(dossier.root(), means);
                if killed_after(again, how, recovery).transpose().expect("recovers").is_some() {
                    break;
                }
            }
            let now = dossier.files();
            assert!([files(OLD), files(NEW)].contains(&now), "after step {steps}: {now:?}");
            outcomes.insert(now == files(NEW));
            if finished {
                assert!(steps > 15, "only {steps} steps were there to be killed at");
                break;
            }
        }
        assert_eq!(outcomes.len(), 2);
    }
}

#[test]
fn a_recovery_says_what_it_did() {
    let mut said = Vec::new();
    for steps in 0.. {
        let dossier = Dossier::with(OLD);
        let finished = killed_after(steps, Try::WhereSupported, |means| dossier.apply(means)).is_some();
        let recovered = recover_content(dossier.root()).expect("recovers");
        let new = dossier.files() == files(NEW);
        assert_eq!(recover_content(dossier.root()).expect("recovers"), ContentRecovered::Nothing);
        match recovered {
            ContentRecovered::Completed => assert!(new, "after step {steps}"),
            ContentRecovered::Discarded | ContentRecovered::Nothing => {}
            ContentRecovered::Withdrawn { .. } => panic!("nobody edited"),
        }
        if said.last() != Some(&recovered) {
            said.push(recovered);
        }
        if finished {
            break;
        }
    }
    use ContentRecovered::*;
    assert_eq!(said, [Discarded, Completed, Discarded, Nothing]);
}

const EDITED: [&str; 3] = ["content/fiches/x.md", "content/documenten/y.md", "content/nieuws/gone.md"];

/// Somebody opens a file, adds a word, and saves; the text shows which version it was made from.
fn edit(root: &Path, name: &str) -> String {
    let text = fs::read_to_string(root.join(name)).unwrap_or_else(|_| "nothing".to_owned());
    let text = format!("{text}, edited");
    save(&root.join(name), &text);
    text
}

/// No word of the editor's is lost, and each document's files fit each other: what was saved on top of the
/// old version has the old base and map beside it, what was saved on top of the new one the new.
fn assert_consistent(dossier: &Dossier, edited: &str, saved: &str, when: &str) {
    let now = dossier.files();
    assert_eq!(now.get(edited).map(String::as_str), Some(saved), "{when}");
    assert!(!now.keys().any(|name| name.contains(".pending")), "{when}: {now:?}");
    for document in ["fiches/x", "documenten/y", "nieuws/gone"] {
        let of_document = |set: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            let own = |name: &str| name.contains(document) && name != edited;
            set.iter().filter(|(name, _)| own(name)).map(|(n, t)| (n.clone(), t.clone())).collect()
        };
        let (now, old, new) = (of_document(&now), of_document(&files(OLD)), of_document(&files(NEW)));
        assert!(now == old || now == new, "{when}: {document} is mixed: {now:?}");
        if edited.contains(document) {
            let from_new = files(NEW).get(edited).is_some_and(|text| saved.starts_with(text.as_str()));
            let from_old = files(OLD).get(edited).is_some_and(|text| saved.starts_with(text.as_str()));
            assert!(!from_new || now == new, "{when}: saved on the new version, with {now:?}");
            assert!(!from_old || now == old, "{when}: saved on the old version, with {now:?}");
        }
    }
}

/// An editor saves a file between any two steps of a change.
#[test]
fn a_save_at_any_moment_is_not_lost() {
    for how in [Try::WhereSupported, Try::Never] {
        for name in EDITED {
            for at in 0.. {
                let dossier = Dossier::with(OLD);
                let (step, saved) = (AtomicUsize::new(0), Mutex::new(None));
                let after_step = || {
                    if step.fetch_add(1, Ordering::SeqCst) == at {
                        *saved.lock().expect("sound") = Some(edit(dossier.root(), name));
                    }
                };
                let means =
                    Means { exchange: how, flush: Try::Never, after_step: &after_step, ..Means::all() };
                let outcome = dossier.apply(&means);
                let Some(saved) = saved.into_inner().expect("sound") else { break };
                let when = format!("{name} saved after step {at}, {how:?}: {outcome:?}");
                assert_consistent(&dossier, name, &saved, &when);
                let others = |set: BTreeMap<String, String>| {
                    set.into_iter().filter(|(other, _)| other != name).collect::<Vec<_>>()
                };
                match outcome {
                    Ok(_) => assert_eq!(others(dossier.files()), others(files(NEW)), "{when}"),
                    Err(ContentError::Edited { .. }) => {
                        assert_eq!(others(dossier.files()), others(files(OLD)), "{when}");
                    }
                    Err(_) => panic!("{when}"),
                }
            }
        }
    }
}

/// A run is killed, then somebody saves, then the next command comes.
#[test]
fn a_save_after_a_kill_is_not_lost() {
    for how in [Try::WhereSupported, Try::Never] {
        for name in EDITED {
            let outcomes = RefCell::new(BTreeSet::new());
            for steps in 0.. {
                let dossier = Dossier::with(OLD);
                let finished = killed_after(steps, how, |means| dossier.apply(means)).is_some();
                let saved = edit(dossier.root(), name);
                let recovered = recover_content(dossier.root());
                let when = format!("{name}, killed after step {steps}, {how:?}: {recovered:?}");
                if let (Try::Never, Err(ContentError::Tangled { files, .. })) = (how, &recovered) {
                    // Killed between the two steps of a link: told, and nothing is lost.
                    assert!(names(files).contains(&name), "{when}");
                    assert_eq!(dossier.files().get(name), Some(&saved), "{when}");
                    continue;
                }
                let recovered = recovered.expect(&when);
                assert_consistent(&dossier, name, &saved, &when);
                if let ContentRecovered::Withdrawn { edited } = &recovered {
                    assert_eq!(names(edited), [name], "{when}");
                }
                outcomes.borrow_mut().insert(format!("{recovered:?}"));
                if finished {
                    break;
                }
            }
            assert_eq!(outcomes.borrow().len(), 4, "{outcomes:?}");
        }
    }
}
