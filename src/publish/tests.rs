//! Publishing on a real file system, interrupted after each of its steps.

use super::error::{PublishError, Refusal};
use super::means::{Means, Try};
use super::*;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::output::{OutputFile, OutputTree, PortablePath, Series};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

mod killed;

/// Everything below a folder: the bytes of files, what links point to, and folders.
pub(super) fn snapshot(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in WalkDir::new(root).min_depth(1) {
        let entry = entry.expect("readable");
        let name = entry.path().strip_prefix(root).expect("below").to_str().expect("text").to_owned();
        let bytes = if entry.path_is_symlink() {
            fs::read_link(entry.path()).expect("link").into_os_string().into_encoded_bytes()
        } else if entry.file_type().is_dir() {
            b"folder".to_vec()
        } else {
            fs::read(entry.path()).expect("readable")
        };
        all.insert(name, bytes);
    }
    all
}

/// Runs `work` and stops it, as a kill would, after `steps` changes on disk; `None` where it was stopped.
pub(super) fn killed_after<T>(steps: usize, how: Try, work: impl FnOnce(&Means) -> T) -> Option<T> {
    struct Killed;
    let left = AtomicUsize::new(steps);
    let after_step = || {
        let counted = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if counted.is_err() {
            resume_unwind(Box::new(Killed));
        }
    };
    let means =
        Means { exchange: how, hard_links: how, flush: Try::Never, after_step: &after_step, ..Means::all() };
    match catch_unwind(AssertUnwindSafe(|| work(&means))) {
        Ok(value) => Some(value),
        Err(panic) if panic.is::<Killed>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

fn path(text: &str) -> PortablePath {
    PortablePath::new(text).expect("valid")
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::default();
    for (name, text) in files {
        let bytes = text.as_bytes().to_vec();
        tree.insert(path(name), OutputFile::made_by(move || Ok(bytes.clone()))).expect("free");
    }
    tree
}

const A: &[(&str, &str)] =
    &[("index.html", "a"), ("fiches/x.html", "x"), ("fiches/y.html", "y"), ("s/t/u", "u")];
const B: &[(&str, &str)] =
    &[("index.html", "b"), ("fiches/x.html", "x"), ("nieuws/n.html", "n"), ("s/t/u", "u2")];

fn imprint() -> Imprint {
    Imprint { title: "Dossier".into(), date: "2025-10-30".into() }
}

struct Site {
    temp: tempfile::TempDir,
    target: PathBuf,
}

impl Site {
    fn bare() -> Self {
        let temp = tempfile::tempdir().expect("temporary folder");
        Site { target: temp.path().join("public"), temp }
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let site = Site::bare();
        site.publish(files).expect("publishes");
        site
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        folder(&tree(files), &self.target, &imprint())
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.target.join(name);
        fs::create_dir_all(file.parent().expect("has one")).expect("makes folder");
        fs::write(file, text).expect("writes");
    }

    /// The target holds exactly these files and their manifest, and nothing stands beside it.
    fn assert_is(&self, files: &[(&str, &str)], when: &str) {
        assert_eq!(snapshot(self.temp.path()), whole(files), "{when}");
    }
}

/// What the temporary folder holds when exactly these files are published.
fn whole(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::from([("public".to_owned(), b"folder".to_vec())]);
    let mut entries = BTreeMap::new();
    for (name, text) in files {
        for folder in path(name).folders() {
            all.insert(format!("public/{folder}"), b"folder".to_vec());
        }
        all.insert(format!("public/{name}"), text.as_bytes().to_vec());
        entries.insert(path(name), Entry::of(text.as_bytes()));
    }
    all.insert(format!("public/{MANIFEST}"), Manifest::new(imprint(), entries).to_json());
    all
}

/// Identity and modification time of everything in the target.
#[cfg(unix)]
fn stamps(site: &Site) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    let all = WalkDir::new(&site.target).into_iter().map(|entry| {
        let entry = entry.expect("readable");
        let metadata = entry.metadata().expect("readable");
        (entry.into_path(), (metadata.ino(), metadata.modified().expect("has one")))
    });
    all.collect()
}

/// Gives the files of the target a time long past, so that a rewritten file shows.
fn age(site: &Site) {
    for (name, _) in A {
        let file = fs::File::options().write(true).open(site.target.join(name)).expect("opens");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("sets");
    }
}

#[test]
fn a_first_tree_is_written_whole_with_its_parents() {
    let mut site = Site::bare();
    site.target = site.temp.path().join("out/deep/public");
    let published = site.publish(A).expect("publishes");
    assert_eq!((published.added.len(), published.touched(), published.kept), (4, 4, 0));
    site.temp.path().join("out/deep").clone_into(&mut site.target);
    assert_eq!(snapshot(&site.target), whole(A));
}

#[test]
fn an_empty_folder_can_be_published_to() {
    let site = Site::bare();
    fs::create_dir(&site.target).expect("makes");
    site.publish(A).expect("publishes");
    site.assert_is(A, "over an empty folder");
}

#[cfg(unix)]
#[test]
fn where_nothing_changed_nothing_is_touched() {
    let site = Site::with(A);
    age(&site);
    let before = stamps(&site);
    let published = site.publish(A).expect("publishes");
    assert_eq!((published.touched(), published.kept, published.altered.len()), (0, 4, 0));
    assert_eq!(published.to_string(), "0 added, 0 changed, 0 removed, 4 unchanged");
    assert_eq!(stamps(&site), before);
    site.assert_is(A, "unchanged");
}

#[cfg(unix)]
#[test]
fn unchanged_files_stay_the_same_files() {
    let site = Site::with(A);
    age(&site);
    let before = stamps(&site);
    let published = site.publish(B).expect("publishes");
    let names = |list: &[PortablePath]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&published.added), ["nieuws/n.html"]);
    assert_eq!(names(&published.changed), ["index.html", "s/t/u"]);
    assert_eq!(names(&published.removed), ["fiches/y.html"]);
    assert_eq!((published.kept, published.altered.len()), (1, 0));
    let after = stamps(&site);
    let kept = site.target.join("fiches/x.html");
    assert_eq!(after[&kept], before[&kept]);
    let changed = site.target.join("index.html");
    assert_ne!(after[&changed], before[&changed]);
    site.assert_is(B, "after A");
}

#[cfg(unix)]
#[test]
fn without_hard_links_the_times_are_kept() {
    let site = Site::with(A);
    age(&site);
    let before = stamps(&site);
    let means = Means { hard_links: Try::Never, ..Means::all() };
    folder_with(&tree(B), &site.target, &imprint(), Overwrite::Ours, &means).expect("publishes");
    let kept = site.target.join("fiches/x.html");
    assert_eq!(stamps(&site)[&kept].1, before[&kept].1);
    assert_ne!(stamps(&site)[&kept].0, before[&kept].0);
    site.assert_is(B, "copied");
}

#[test]
fn the_imprint_alone_renews_the_manifest_alone() {
    let site = Site::with(A);
    let other = Imprint { date: "2025-10-31".into(), ..imprint() };
    let published = folder(&tree(A), &site.target, &other).expect("publishes");
    assert_eq!((published.touched(), published.kept), (0, 4));
    let json = fs::read(site.target.join(MANIFEST)).expect("reads");
    assert_eq!(Manifest::read(&json).expect("valid").imprint, other);
}

/// `disturb` is done to a published A; publishing B must then be refused and change nothing.
fn check_refused(disturb: impl Fn(&Site), expected: impl Fn(&Refusal) -> bool) {
    let site = Site::with(A);
    disturb(&site);
    let before = snapshot(site.temp.path());
    match site.publish(B) {
        Err(PublishError::Refused(refusal)) => assert!(expected(&refusal), "{refusal}"),
        other => panic!("not refused: {other:?}"),
    }
    assert_eq!(snapshot(site.temp.path()), before);
}

fn is_foreign(refusal: &Refusal, name: &str) -> bool {
    matches!(refusal, Refusal::Foreign { files, .. } if files == &[PathBuf::from(name)])
        && refusal.to_string().contains(name)
}

#[test]
fn what_the_program_did_not_write_is_refused() {
    check_refused(|s| s.write("notes.txt", "mine"), |r| is_foreign(r, "notes.txt"));
    check_refused(|s| s.write("fiches/notes.txt", "mine"), |r| is_foreign(r, "fiches/notes.txt"));
    check_refused(|s| fs::create_dir(s.target.join("mine")).expect("makes"), |r| is_foreign(r, "mine"));
    check_refused(
        |s| {
            fs::remove_file(s.target.join("s/t/u")).expect("removes");
            fs::create_dir(s.target.join("s/t/u")).expect("makes");
        },
        |r| is_foreign(r, "s/t/u"),
    );
    let dropping = |name: &'static str| {
        check_refused(
            |s| s.write(name, ""),
            |r| matches!(r, Refusal::Droppings { files, .. } if files == &[PathBuf::from(name)]),
        );
    };
    dropping(".DS_Store");
    dropping("fiches/Thumbs.db");
}

#[test]
fn without_a_sound_manifest_nothing_is_known_to_be_ours() {
    let manifest = |s: &Site| s.target.join(MANIFEST);
    check_refused(
        |s| fs::remove_file(manifest(s)).expect("removes"),
        |r| matches!(r, Refusal::NoManifest(_)),
    );
    for damage in ["", "{}", "[", "null"] {
        check_refused(|s| s.write(MANIFEST, damage), |r| matches!(r, Refusal::BadManifest { .. }));
    }
    check_refused(
        |s| {
            let text = fs::read_to_string(manifest(s)).expect("reads");
            s.write(MANIFEST, &text.replace("index.html", "../public2/index.html"));
        },
        |r| matches!(r, Refusal::BadManifest { why, .. } if why.contains("../public2")),
    );
}

#[cfg(unix)]
#[test]
fn links_are_foreign_and_never_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("temporary folder");
    fs::write(outside.path().join("index.html"), "precious").expect("writes");
    let link_at = |name: &'static str, to: PathBuf| {
        check_refused(
            |s| {
                let _ = fs::remove_file(s.target.join(name));
                symlink(&to, s.target.join(name)).expect("links");
            },
            |r| is_foreign(r, name),
        );
    };
    link_at("link", outside.path().to_path_buf());
    link_at("index.html", outside.path().join("index.html"));
    check_refused(
        |s| {
            let moved = s.temp.path().join("moved");
            fs::rename(&s.target, &moved).expect("moves");
            symlink(moved, &s.target).expect("links");
        },
        |r| matches!(r, Refusal::Link(_)),
    );
    assert_eq!(fs::read(outside.path().join("index.html")).expect("reads"), b"precious");
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_through_a_link() {
    let site = Site::with(A);
    let outside = site.temp.path().join("outside");
    fs::rename(site.target.join("fiches"), &outside).expect("moves");
    std::os::unix::fs::symlink(&outside, site.target.join("fiches")).expect("links");
    let heir = site.temp.path().join("heir");
    ownership::remove_tree(&site.target, &heir, &Means::all()).expect("removes");
    assert!(!site.target.exists());
    assert_eq!(fs::read(outside.join("x.html")).expect("untouched"), b"x");
    assert_eq!(fs::read_link(heir.join("fiches")).expect("given back"), outside);
}

#[test]
fn a_file_or_a_strange_workshop_in_the_way_is_refused() {
    check_refused(
        |s| {
            fs::remove_dir_all(&s.target).expect("removes");
            fs::write(&s.target, "mine").expect("writes");
        },
        |r| matches!(r, Refusal::NotAFolder(_)),
    );
    check_refused(
        |s| {
            let staging = s.temp.path().join(".public.fichewijzer-staging/new");
            fs::create_dir_all(&staging).expect("makes");
            fs::write(staging.join("mine"), "mine").expect("writes");
        },
        |r| matches!(r, Refusal::ForeignStaging(_)),
    );
}

#[test]
fn files_of_ours_that_others_changed_are_made_anew_and_told() {
    let site = Site::with(A);
    site.write("index.html", "somebody's");
    fs::remove_file(site.target.join("fiches/x.html")).expect("removes");
    let published = site.publish(A).expect("publishes");
    assert_eq!(published.altered, [path("fiches/x.html"), path("index.html")]);
    assert_eq!((published.changed.len(), published.kept), (2, 2));
    site.assert_is(A, "repaired");

    site.write("fiches/y.html", "somebody's");
    let published = site.publish(B).expect("publishes");
    assert_eq!(published.altered, [path("fiches/y.html")]);
    assert_eq!(published.removed, published.altered);
}

#[test]
fn findings_of_all_recipes_come_out_and_the_old_site_stays() {
    let failing = |name: &'static str| {
        OutputFile::made_by(move || {
            let mut findings = Findings::default();
            findings.push(Diagnostic::new(Code::Template, "broken").in_file(&name.into()));
            Err(findings)
        })
    };
    let mut broken = tree(B);
    for name in ["z.html", "a.html"] {
        broken.insert(path(name), failing(name)).expect("free");
    }
    let site = Site::with(A);
    let before = stamps(&site);
    let Err(PublishError::Content(findings)) = folder(&broken, &site.target, &imprint()) else {
        panic!("published a broken tree")
    };
    let files: Vec<&str> = findings.iter().filter_map(|d| d.at.as_ref()).map(|at| &*at.file).collect();
    assert_eq!(files, ["a.html", "z.html"]);
    assert_eq!(stamps(&site), before);
    site.assert_is(A, "after a fault");

    let bare = Site::bare();
    folder(&broken, &bare.temp.path().join("out/deep/public"), &imprint()).expect_err("fails");
    assert_eq!(snapshot(bare.temp.path()), BTreeMap::new());
}

#[test]
fn a_fault_of_the_environment_names_what_was_tried() {
    let site = Site::bare();
    fs::write(&site.target, "a file").expect("writes");
    let fault = folder(&tree(A), &site.target.join("public"), &imprint()).expect_err("fails");
    assert!(matches!(fault, PublishError::Environment(_)), "{fault}");
    assert!(fault.to_string().starts_with("cannot make the lock file"), "{fault}");
}

#[test]
fn a_second_run_at_the_same_time_is_told_so() {
    let site = Site::with(A);
    let place = Place::of(&site.target).expect("named");
    let lock = Lock::take(&place.lock).expect("no fault").expect("free");
    let error = site.publish(B).expect_err("busy");
    assert!(matches!(&error, PublishError::Busy(target) if *target == site.target), "{error}");
    assert_eq!(recover(&site.target).expect("no fault"), Recovered::Busy);
    drop(lock);
    site.assert_is(A, "after the other run");
    assert_eq!(recover(&site.target).expect("no fault"), Recovered::Nothing);
}

/// A tree with a recipe that, while the build runs, puts a file of somebody's into the target.
fn tree_with_visitor(target: &Path, name: &'static str) -> OutputTree {
    let mut visited = tree(B);
    let target = target.to_path_buf();
    let visitor = OutputFile::made_by(move || {
        let file = target.join(name);
        fs::create_dir_all(file.parent().expect("has one")).expect("makes folder");
        fs::write(file, "precious").expect("writes");
        Ok(b"v".to_vec())
    });
    visited.insert(path("visitor.html"), visitor).expect("free");
    visited
}

#[test]
fn a_file_that_appears_during_the_build_is_given_back() {
    for how in [Try::WhereSupported, Try::Never] {
        for name in ["notes.txt", "fiches/notes.txt", "mine/notes.txt"] {
            let site = Site::with(A);
            let means = Means { exchange: how, ..Means::all() };
            let visited = tree_with_visitor(&site.target, name);
            folder_with(&visited, &site.target, &imprint(), Overwrite::Ours, &means).expect("publishes");
            assert_eq!(fs::read(site.target.join(name)).expect("kept"), b"precious");
            assert_eq!(fs::read(site.target.join("visitor.html")).expect("new"), b"v");
            assert!(matches!(site.publish(B), Err(PublishError::Refused(Refusal::Foreign { .. }))));
            fs::remove_file(site.target.join(name)).expect("removes");
            let _ = fs::remove_dir(site.target.join("mine"));
            site.publish(B).expect("publishes");
            site.assert_is(B, name);
        }
    }
}

#[test]
fn one_that_cannot_be_given_back_is_kept_until_somebody_moves_it() {
    let site = Site::with(A);
    let visited = tree_with_visitor(&site.target, "nieuws/n.html");
    let error = folder(&visited, &site.target, &imprint()).expect_err("told");
    let PublishError::Refused(Refusal::Stranded { at, files }) = error else { panic!("{error}") };
    assert_eq!(files, [PathBuf::from("nieuws/n.html")]);
    recover(&site.target).expect_err("told again");
    assert_eq!(fs::read(site.target.join("nieuws/n.html")).expect("new site"), b"n");
    let kept = at.join("nieuws/n.html");
    assert_eq!(fs::read(&kept).expect("kept"), b"precious");
    fs::remove_file(kept).expect("removes");
    recover(&site.target).expect("recovers");
    site.publish(B).expect("publishes");
    site.assert_is(B, "at last");
}

#[test]
fn the_number_of_threads_does_not_show() {
    for threads in [1, 4] {
        let site = Site::with(A);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        pool.install(|| site.publish(B)).expect("publishes");
        site.assert_is(B, "in a pool");
    }
}

/// A tree whose files tell what they are made from, name, text and what from each; and how many were made of it.
fn telling(files: &'static [(&str, &str, &str)]) -> (OutputTree, Arc<AtomicUsize>) {
    let (mut tree, made) = (OutputTree::default(), Arc::new(AtomicUsize::new(0)));
    let count = made.clone();
    let series: Series = Arc::new(move |at, ask| {
        let (_, text, from) = files[at];
        ask.answer(
            || Fingerprint::of([from.as_bytes()]),
            || {
                count.fetch_add(1, Ordering::SeqCst);
                Ok(text.into())
            },
        )
    });
    for (at, (name, ..)) in files.iter().enumerate() {
        tree.insert(path(name), OutputFile::numbered(&series, at)).expect("free");
    }
    (tree, made)
}

#[test]
fn what_is_made_from_the_same_and_stands_untouched_is_not_made_again() {
    const OLD: &[(&str, &str, &str)] =
        &[("a.html", "a", "1"), ("s/b.html", "b", "2"), ("s/c.html", "c", "3")];
    const NEW: &[(&str, &str, &str)] =
        &[("a.html", "a", "1"), ("s/b.html", "b2", "2b"), ("s/c.html", "c", "3")];
    let site = Site::bare();
    let mut left: Option<Left> = None;
    let mut check = |files: &'static [(&str, &str, &str)], made: usize, when: &str| {
        // Files that stand where the clock stands are read again: one must not come into the same tick as the other.
        std::thread::sleep(Duration::from_millis(20));
        let (tree, count) = telling(files);
        let published =
            folder_followed(&tree, &site.target, &imprint(), left.as_ref(), &crate::phase::Nobody);
        let published = published.expect("publishes");
        assert_eq!(count.load(Ordering::SeqCst), made, "{when}");
        assert_eq!(published.same, files.len() - made, "{when}");
        let texts: Vec<(&str, &str)> = files.iter().map(|(name, text, _)| (*name, *text)).collect();
        site.assert_is(&texts, when);
        let now = published.left().expect("a file system that tells");
        assert_eq!(Left::read(&now.to_text()).as_ref(), Some(&now), "{when}");
        left = Some(now);
    };
    check(OLD, 3, "the first time nothing is there");
    check(OLD, 3, "the second time nothing is known of it");
    check(OLD, 0, "nothing changed");
    check(NEW, 1, "one is made from something else");
    check(OLD, 1, "and back");
    site.write("a.html", "x");
    check(OLD, 1, "somebody changed a file");
    fs::remove_file(site.target.join("s/c.html")).expect("is there");
    check(OLD, 1, "somebody deleted a file");
    // Another run published meanwhile: what is remembered is of another tree.
    site.publish(&[("a.html", "other"), ("s/b.html", "b")]).expect("publishes");
    check(OLD, 3, "another run wrote the folder");
    check(NEW, 1, "and this one again");
}
