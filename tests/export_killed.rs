//! An export that is killed at many moments leaves the old edition or the new one, and the next export leaves nothing
//! beside it.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Moments at which the program is killed, for each form.
const KILLS: u32 = 20;

fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fichewijzer"));
    command.args(arguments).arg("--root").arg(root).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn run(root: &Path, arguments: &[&str]) -> Duration {
    let begun = Instant::now();
    let status = program(root, arguments).status().expect("the program runs");
    assert!(status.success(), "{arguments:?}: {status}");
    begun.elapsed()
}

/// A copy of the example of tests, which is small.
fn dossier() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in support::inputs_of(&support::root().join("tests/dossiers/water")).iter() {
        let to = folder.path().join(&**path);
        fs::create_dir_all(to.parent().expect("below the folder")).expect("can be made");
        fs::write(to, bytes).expect("can be written");
    }
    folder
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).map(Iterator::flatten).into_iter().flatten();
    entries.map(|e| e.file_name().into_string().expect("UTF-8")).collect()
}

#[test]
fn a_killed_export_leaves_a_whole_edition_and_the_next_tidies_up() {
    for (format, name) in [("folder", "editie"), ("zip", "editie.zip"), ("epub", "editie.epub")] {
        let dossier = dossier();
        let root = dossier.path();
        let target = root.join("uit").join(name);
        let path = target.to_str().expect("UTF-8").to_owned();
        let arguments =
            |date: &'static str| ["export", "--format", format, "--out", path.as_str(), "--date", date];
        let took = run(root, &arguments("2026-01-01"));
        let mut running = 0;
        for n in 0..KILLS {
            let date = if n % 2 == 0 { "2026-01-02" } else { "2026-01-01" };
            let mut child = program(root, &arguments(date)).spawn().expect("runs");
            // The later half of a run is the one that writes.
            sleep(took.mul_f64(0.4 + 0.6 * f64::from(n) / f64::from(KILLS)));
            running += u32::from(child.try_wait().expect("can be asked").is_none());
            child.kill().expect("can be killed");
            child.wait().expect("has ended");
            if target.exists() {
                assert!(program(root, &["verify", &path]).status().expect("runs").success(), "{format}");
            }
        }
        assert!(running > KILLS / 4, "only {running} of {KILLS} were killed at work");
        run(root, &arguments("2026-01-03"));
        assert_eq!(names(&root.join("uit")), BTreeSet::from([name.to_owned()]), "{format}");
        assert!(program(root, &["verify", &path]).status().expect("runs").success());
    }
}
