//! The commands as a person runs them: exit codes, what is written, where the date comes from.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fichewijzer"));
    command.args(arguments).current_dir(folder).env_remove("SOURCE_DATE_EPOCH");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().expect("the program runs")
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().expect("it was not killed")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new dossier, as `init` makes it.
fn dossier() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(code(folder.path(), &["init", "."]), 0);
    folder
}

#[test]
fn a_new_dossier_builds_and_passes_check_at_once() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(code(parent.path(), &["init", "mijn-dossier"]), 0);
    let root = parent.path().join("mijn-dossier");
    let check = run(&root, &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    let build = run(&root, &["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", said(&build));
    assert_eq!(String::from_utf8_lossy(&build.stdout), "open public/index.html\n");
    assert!(root.join("public/index.html").is_file());
    assert_eq!(code(parent.path(), &["init", "mijn-dossier"]), 2, "it is not empty any more");
}

#[test]
fn usage_and_configuration_are_exit_code_2() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for arguments in
        [&["build"][..], &["check", "--root", "nergens"], &["bouw"], &["build", "--date", "2025-13-01"]]
    {
        assert_eq!(code(folder.path(), arguments), 2, "{arguments:?}");
    }
    let dossier = dossier();
    assert_eq!(code(dossier.path(), &["ingest", "nergens.txt"]), 2);
    let mut epoch = program(dossier.path(), &["build"]);
    assert_eq!(epoch.env("SOURCE_DATE_EPOCH", "gisteren").status().expect("runs").code(), Some(2));
    fs::write(dossier.path().join("site.toml"), "title = 1\n").expect("can be written");
    assert_eq!(code(dossier.path(), &["build"]), 2);
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused_and_stays() {
    let dossier = dossier();
    assert_eq!(code(dossier.path(), &["build"]), 0);
    let own = dossier.path().join("public/eigen.txt");
    fs::write(&own, "van iemand anders").expect("can be written");
    let index = dossier.path().join("public/index.html");
    let before = fs::read(&index).expect("is there");
    let site = dossier.path().join("site.toml");
    let text = fs::read_to_string(&site).expect("is there");
    fs::write(&site, text.replace("Nieuw dossier", "Ander dossier")).expect("can be written");
    let output = run(dossier.path(), &["build"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("eigen.txt"), "{}", said(&output));
    assert_eq!(fs::read(&index).expect("is there"), before);
    assert!(own.is_file());
}

#[test]
fn unchanged_files_keep_their_times() {
    let dossier = dossier();
    assert_eq!(code(dossier.path(), &["build"]), 0);
    let time = || {
        let style = fs::metadata(dossier.path().join("public/static/site.css")).expect("is there");
        style.modified().expect("the system keeps times")
    };
    let before = time();
    let page = dossier.path().join("content/uitleg/over-dit-dossier.md");
    let text = fs::read_to_string(&page).expect("is there");
    fs::write(&page, text.replace("nieuw dossier", "ander dossier")).expect("can be written");
    let output = run(dossier.path(), &["build"]);
    // The page, and the parts of the search index that have its words.
    assert!(said(&output).contains("0 added, 5 changed, 0 removed"), "{}", said(&output));
    assert_eq!(time(), before);
}

/// The date that a build writes into its manifest.
fn date(folder: &Path, epoch: Option<&str>, arguments: &[&str]) -> String {
    let mut command = program(folder, &[&["build"], arguments].concat());
    if let Some(epoch) = epoch {
        command.env("SOURCE_DATE_EPOCH", epoch);
    }
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", said(&output));
    let manifest = fs::read(folder.join("public/.fichewijzer.json")).expect("is there");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    manifest["date"].as_str().expect("a date").to_owned()
}

#[test]
fn the_date_is_an_input() {
    let dossier = dossier();
    let root = dossier.path();
    fs::create_dir_all(root.join("content/nieuws")).expect("can be made");
    let news = "+++\ntitle = \"Bericht\"\nkind = \"news\"\ndate = 2025-03-02\n+++\n\nTekst.\n";
    fs::write(root.join("content/nieuws/bericht.md"), news).expect("can be written");
    assert_eq!(date(root, None, &[]), "2025-03-02", "the newest document's");
    let site = fs::read_to_string(root.join("site.toml")).expect("is there");
    let dated = site.replacen("language =", "date = 2025-04-01\nlanguage =", 1);
    fs::write(root.join("site.toml"), dated).expect("can be written");
    assert_eq!(date(root, None, &[]), "2025-04-01", "the dossier's");
    assert_eq!(date(root, Some("1746057600"), &[]), "2025-05-01", "SOURCE_DATE_EPOCH");
    assert_eq!(date(root, Some("1746057600"), &["--date", "2025-06-01"]), "2025-06-01", "the command line's");
}

#[test]
fn a_frozen_build_writes_no_content() {
    let dossier = dossier();
    let root = dossier.path();
    fs::write(root.join("seeds/brief.txt"), "Een brief\n\nDit is een brief over het beleid.\n")
        .expect("can be written");
    assert_eq!(code(root, &["ingest", "--check"]), 1);
    assert_eq!(code(root, &["build", "--frozen"]), 1);
    assert!(!root.join("content/documenten").exists() && !root.join("public").exists());
    assert_eq!(code(root, &["ingest"]), 0);
    assert_eq!(code(root, &["ingest", "--check"]), 0);
    assert_eq!(code(root, &["build", "--frozen"]), 0);
    let page = root.join("content/documenten/brief.md");
    let edited =
        fs::read_to_string(&page).expect("is there").replace("over het beleid", "over het nieuwe beleid");
    fs::write(&page, edited).expect("can be written");
    assert_eq!(code(root, &["build", "--frozen"]), 0, "an editor's change is no difference");
}

#[test]
fn the_dossiers_own_folders_are_no_target() {
    let dossier = dossier();
    for target in ["content", "content/site", ".", "..", "seeds/../themes"] {
        assert_eq!(code(dossier.path(), &["build", "--out", target]), 2, "{target}");
    }
    assert_eq!(code(dossier.path(), &["build", "--out", "site"]), 0);
}

#[test]
fn a_draft_is_not_published() {
    let dossier = dossier();
    let page = dossier.path().join("content/uitleg/over-dit-dossier.md");
    let text = fs::read_to_string(&page).expect("is there");
    fs::write(&page, text.replacen("title =", "draft = true\ntitle =", 1)).expect("can be written");
    assert_eq!(code(dossier.path(), &["build"]), 0);
    assert!(!dossier.path().join("public/uitleg").exists());
}

#[test]
fn a_document_whose_kind_changes_moves_with_its_base_and_its_map() {
    let dossier = dossier();
    let root = dossier.path();
    fs::write(root.join("seeds/brief.txt"), "Een brief\n\nDit is een brief over het beleid.\n")
        .expect("can be written");
    assert_eq!(code(root, &["ingest"]), 0);
    let old = root.join("content/documenten/brief.md");
    let edited =
        fs::read_to_string(&old).expect("is there").replace("over het beleid", "over het nieuwe beleid");
    fs::write(&old, edited).expect("can be written");
    fs::write(root.join("seeds/seeds.toml"), "[\"brief.txt\"]\nkind = \"news\"\n").expect("can be written");
    let output = run(root, &["ingest"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for gone in [
        "content/documenten/brief.md",
        "content/.ingest/documenten/brief.md",
        "content/.ingest/documenten/brief.map",
    ] {
        assert!(!root.join(gone).exists(), "{gone}");
    }
    let moved = fs::read_to_string(root.join("content/nieuws/brief.md")).expect("moved");
    assert!(moved.contains("kind = \"news\"") && moved.contains("over het nieuwe beleid"), "{moved}");
    assert!(root.join("content/.ingest/nieuws/brief.map").is_file());
    assert_eq!(code(root, &["check"]), 0);
}

#[test]
fn a_page_in_the_place_of_an_index_is_told_with_its_file() {
    let dossier = dossier();
    let page = "+++\ntitle = \"Inhoud\"\n+++\n\nTekst.\n";
    fs::write(dossier.path().join("content/uitleg/index.md"), page).expect("can be written");
    let output = run(dossier.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("content/uitleg/index.md"), "{}", said(&output));
}

#[test]
fn timings_name_the_phases_in_their_order_and_are_no_result() {
    let dossier = dossier();
    let timed = run(dossier.path(), &["build", "--timings"]);
    assert_eq!(String::from_utf8_lossy(&timed.stdout), "open public/index.html\n");
    let said = said(&timed);
    let phases =
        ["read", "ingest", "parse", "align", "analyse", "plan", "index", "render and write", "whole"];
    let places: Vec<_> = phases.map(|phase| said.find(&format!("\n{phase} "))).into_iter().collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {said}");
    let silent = run(dossier.path(), &["build"]);
    assert!(!String::from_utf8_lossy(&silent.stderr).contains("\nwhole "));
}

#[cfg(unix)]
#[test]
fn an_editors_lock_is_no_input_and_another_link_that_leads_nowhere_is_told() {
    let dossier = dossier();
    let link = |name: &str| {
        std::os::unix::fs::symlink("iemand@machine.1234", dossier.path().join(name)).expect("can be linked");
    };
    link("content/.#index.md");
    let build = run(dossier.path(), &["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", said(&build));
    link("content/weg.md");
    let build = run(dossier.path(), &["build"]);
    assert_eq!(build.status.code(), Some(3));
    assert!(said(&build).contains("weg.md"), "{}", said(&build));
}
