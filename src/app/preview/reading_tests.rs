//! Reading again on a real file system.
#![allow(clippy::disallowed_methods, reason = "tests write the files that are read")]

use super::reading::Reading;
use crate::serve::{Depth, Watched};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Case {
    folder: TempDir,
    reading: Reading,
}

impl Case {
    /// A dossier of these files, read.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        files.iter().for_each(|(name, text)| write(&folder.path().join(name), text));
        let mut reading = Reading::new(folder.path().canonicalize().expect("is there"));
        reading.everything();
        Case { folder, reading }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().expect("is there").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    /// What changed after these were touched.
    fn again(&mut self, names: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        self.reading.again(&paths)
    }

    fn names(&self) -> Vec<&str> {
        self.reading.inputs().iter().map(|(name, _)| &**name).collect()
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
    fs::write(path, text).expect("can be written");
}

#[test]
fn inputs_are_those_of_a_build() {
    let case = Case::new(&[
        ("site.toml", ""),
        ("README.md", "no input"),
        ("content/a.md", "a"),
        ("content/.ingest/fiches/a.md", "base"),
        ("content/.hidden/a.md", "no input"),
        ("content/fiches/.a.md.swp", "no input"),
        ("public/index.html", "no input"),
        (".fichewijzer/cache", "no input"),
        ("templates/.ingest/x", "is hidden deeper only in content"),
        ("static/x.css", "x"),
    ]);
    let expected =
        ["content/.ingest/fiches/a.md", "content/a.md", "site.toml", "static/x.css", "templates/.ingest/x"];
    assert_eq!(case.names(), expected);
}

#[test]
fn only_what_has_other_bytes_counts() {
    let mut case = Case::new(&[("site.toml", ""), ("content/a.md", "a"), ("content/b.md", "b")]);
    case.write("content/a.md", "a");
    assert!(case.again(&["content/a.md", "content/b.md", "content"]).is_empty());
    case.write("content/a.md", "other");
    case.write("public/x", "x");
    assert_eq!(case.again(&["content/a.md", "public/x", "public"]), ["content/a.md"]);
    assert!(case.again(&["content/a.md"]).is_empty());
}

#[test]
fn files_and_folders_come_go_and_come_back() {
    let mut case = Case::new(&[("site.toml", ""), ("content/f/a.md", "a"), ("content/f/b.md", "b")]);
    fs::remove_file(case.path("content/f/a.md")).expect("is there");
    assert_eq!(case.again(&["content/f/a.md"]), ["content/f/a.md"]);
    case.write("content/f/a.md", "a");
    assert_eq!(case.again(&["content/f/a.md"]), ["content/f/a.md"]);
    fs::rename(case.path("content/f"), case.path("content/g")).expect("can be moved");
    assert_eq!(
        case.again(&["content/f", "content/g"]),
        ["content/f/a.md", "content/f/b.md", "content/g/a.md", "content/g/b.md"]
    );
    fs::remove_dir_all(case.path("content")).expect("is there");
    assert_eq!(case.again(&["content"]).len(), 2);
    assert_eq!(case.names(), ["site.toml"]);
}

#[test]
fn a_file_that_becomes_a_folder_is_one() {
    let mut case = Case::new(&[("site.toml", ""), ("static/x", "file")]);
    fs::remove_file(case.path("static/x")).expect("is there");
    case.write("static/x/y.css", "y");
    assert_eq!(case.again(&["static/x"]), ["static/x", "static/x/y.css"]);
    assert_eq!(case.names(), ["site.toml", "static/x/y.css"]);
}

#[test]
fn a_dossier_without_its_settings_is_a_failure_until_they_are_back() {
    let mut case = Case::new(&[("site.toml", "x")]);
    assert!(case.reading.failures().is_empty());
    fs::remove_file(case.path("site.toml")).expect("is there");
    assert_eq!(case.again(&["site.toml"]), ["site.toml"]);
    assert_eq!(case.reading.failures(), ["there is no site.toml any more"]);
    case.write("site.toml", "x");
    case.again(&["site.toml"]);
    assert!(case.reading.failures().is_empty());
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_links_lead_to_is_read_and_watched() {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let far = elsewhere.path().canonicalize().expect("is there");
        write(&far.join("notes/a.md"), "a");
        write(&far.join("single/b.md"), "b");
        let mut case = Case::new(&[("site.toml", ""), ("content/x.md", "x")]);
        symlink(far.join("notes"), case.path("content/notes")).expect("can be linked");
        symlink(far.join("single/b.md"), case.path("content/b.md")).expect("can be linked");
        assert_eq!(case.again(&["content"]), ["content/b.md", "content/notes/a.md"]);
        let watched = case.reading.watched();
        for (folder, depth) in [(far.join("notes"), Depth::All), (far.join("single"), Depth::Own)] {
            assert!(watched.contains(&Watched { folder, depth }), "{watched:?}");
        }
        write(&far.join("notes/a.md"), "other");
        write(&far.join("single/b.md"), "other");
        let touched = [far.join("notes/a.md"), far.join("single/b.md")];
        assert_eq!(case.reading.again(&touched), ["content/b.md", "content/notes/a.md"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_a_failure_until_it_does() {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let far = elsewhere.path().canonicalize().expect("is there").join("late.md");
        let mut case = Case::new(&[("site.toml", "")]);
        fs::create_dir(case.path("content")).expect("can be made");
        symlink(&far, case.path("content/a.md")).expect("can be linked");
        assert_eq!(case.again(&["content"]), ["content/a.md"]);
        assert_eq!(case.reading.failures().len(), 1);
        assert!(case.again(&["content"]).is_empty(), "the same failure is no news");
        write(&far, "text");
        assert_eq!(case.reading.again(&[far]), ["content/a.md"]);
        assert!(case.reading.failures().is_empty());
    }

    #[test]
    fn the_locks_of_an_editor_that_lead_nowhere_are_nobodys_trouble() {
        let mut case = Case::new(&[("site.toml", ""), ("content/a.md", "a")]);
        symlink("somebody@machine.1234", case.path("content/.#a.md")).expect("can be linked");
        assert!(case.again(&["content", "content/.#a.md"]).is_empty());
        assert!(case.reading.failures().is_empty());
    }

    #[test]
    fn a_circle_of_links_ends() {
        let mut case = Case::new(&[("site.toml", ""), ("content/a.md", "a")]);
        symlink(case.path("content"), case.path("content/again")).expect("can be linked");
        case.again(&["content"]);
        assert_eq!(case.reading.failures().len(), 1);
        fs::remove_file(case.path("content/again")).expect("is there");
        assert_eq!(case.again(&["content/again"]), ["content/again"]);
        assert!(case.reading.failures().is_empty());
    }
}
