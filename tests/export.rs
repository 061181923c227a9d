//! Offline editions as a person makes and checks them: what is written, what is refused, what `verify` finds.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fichewijzer"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program runs")
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().expect("it was not killed")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new dossier with one document, as `init` and an editor make it.
fn dossier() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    assert_eq!(code(root, &["init", "."]), 0);
    fs::create_dir_all(root.join("content/documenten")).expect("can be made");
    let text = "+++\ntitle = \"Brief over water\"\nkind = \"document\"\ndate = 2025-03-02\nlanguage = \"nl\"\n+++\n\n\
                ## 1. Inleiding {#s1}\n\nDe eerste zin.[^1] Zie [ons](https://example.org/?a=1&b=2).\n\n\
                [^1]: Een noot met *nadruk*.\n";
    fs::write(root.join("content/documenten/brief.md"), text).expect("can be written");
    folder
}

/// Everything below a folder, by path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file());
    entries
        .map(|e| {
            let below = e.path().strip_prefix(folder).expect("walked from there").to_path_buf();
            (below, fs::read(e.path()).expect("is there"))
        })
        .collect()
}

/// The members of an archive in their order, unpacked.
fn members(archive: &Path) -> Members {
    let bytes = fs::read(archive).expect("is there");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a member");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("unpacks");
            (file.name().expect("UTF-8").into_owned(), bytes)
        })
        .collect()
}

/// Packs members anew, as somebody's tool would.
fn pack(archive: &Path, members: &[(String, Vec<u8>)]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("in memory");
    }
    fs::write(archive, zip.finish().expect("in memory").into_inner()).expect("can be written");
}

/// The edition's digest, as the last run printed it.
fn digest(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("digest "));
    line.expect("the digest is printed").to_owned()
}

/// The name of a file of the starter's site that is in every edition of it.
fn target(root: &Path, name: &str) -> PathBuf {
    root.join("export").join(name)
}

#[test]
fn a_folder_is_the_site_and_a_text_that_says_how_to_open_it() {
    let dossier = dossier();
    let root = dossier.path();
    assert_eq!(code(root, &["build"]), 0);
    let output = run(root, &["export", "--format", "folder"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(printed(&output), "open export/nieuw-dossier/index.html\n");
    let mut edition = files(&target(root, "nieuw-dossier"));
    let readme = edition.remove(Path::new("LEESMIJ.txt")).expect("is there");
    let readme = String::from_utf8(readme).expect("UTF-8");
    for part in ["Nieuw dossier\n=============\n", "index.html", "2 maart 2025", "fichewijzer verify"] {
        assert!(readme.contains(part), "{part}: {readme}");
    }
    let mut site = files(&root.join("public"));
    for tree in [&mut site, &mut edition] {
        tree.remove(Path::new(".fichewijzer.json")).expect("is there");
    }
    assert_eq!(edition, site);
}

#[test]
fn a_zip_is_the_folder_in_one_top_folder() {
    let dossier = dossier();
    let root = dossier.path();
    let folder = run(root, &["export", "--format", "folder"]);
    let zip = run(root, &["export", "--format", "zip"]);
    assert_eq!(zip.status.code(), Some(0), "{}", said(&zip));
    assert_eq!(printed(&zip), "open export/nieuw-dossier.zip\n");
    assert_eq!(digest(&said(&folder)), digest(&said(&zip)), "the same files have the same digest");
    let members: BTreeMap<PathBuf, Vec<u8>> = members(&target(root, "nieuw-dossier.zip"))
        .into_iter()
        .map(|(name, bytes)| (name.strip_prefix("nieuw-dossier/").expect("one top folder").into(), bytes))
        .collect();
    assert_eq!(members, files(&target(root, "nieuw-dossier")));
}

#[test]
fn names_in_a_zip_are_sorted_and_its_files_have_one_date_and_no_rights_to_run() {
    let dossier = dossier();
    let root = dossier.path();
    assert_eq!(code(root, &["export", "--format", "zip"]), 0);
    let bytes = fs::read(target(root, "nieuw-dossier.zip")).expect("is there");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut names = Vec::new();
    for at in 0..zip.len() {
        let file = zip.by_index(at).expect("a member");
        let date = file.last_modified().expect("a date");
        assert_eq!((date.year(), date.month(), date.day(), date.hour()), (2025, 3, 2, 0));
        assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
        names.push(file.name().expect("UTF-8").into_owned());
    }
    let manifest = names.pop().expect("not empty");
    assert_eq!(manifest, "nieuw-dossier/.fichewijzer.json");
    assert!(names.is_sorted() && names.len() > 10, "{names:?}");
}

/// The formats that are files in archives or on disk, with their names.
const FORMATS: [(&str, &str); 4] = [
    ("folder", "nieuw-dossier"),
    ("zip", "nieuw-dossier.zip"),
    ("html", "nieuw-dossier.html"),
    ("epub", "nieuw-dossier.epub"),
];

#[test]
fn two_editions_of_the_same_are_equal_byte_by_byte() {
    let (one, other) = (dossier(), dossier());
    for (format, name) in FORMATS {
        let arguments = |jobs| ["export", "--format", format, "--jobs", jobs];
        assert_eq!(code(one.path(), &arguments("1")), 0);
        assert_eq!(code(other.path(), &arguments("4")), 0);
        assert_eq!(bytes(&target(one.path(), name)), bytes(&target(other.path(), name)), "{format}");
    }
}

/// All bytes of a file or folder.
fn bytes(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) => BTreeMap::from([(PathBuf::new(), bytes)]),
        Err(_) => files(path),
    }
}

#[test]
fn an_edition_that_did_not_change_is_not_touched() {
    let dossier = dossier();
    let root = dossier.path();
    for (format, name) in FORMATS {
        assert_eq!(code(root, &["export", "--format", format]), 0);
        let time = || fs::metadata(target(root, name)).and_then(|m| m.modified()).expect("is there");
        let before = time();
        let output = run(root, &["export", "--format", format]);
        assert!(said(&output).contains("unchanged"), "{}", said(&output));
        assert_eq!(time(), before, "{format}");
    }
}

#[test]
fn verify_prints_the_digest_of_what_is_intact() {
    let dossier = dossier();
    let root = dossier.path();
    assert_eq!(code(root, &["build"]), 0);
    let public = run(root, &["verify", "public"]);
    assert_eq!(public.status.code(), Some(0), "{}", said(&public));
    for (format, name) in FORMATS {
        let made = run(root, &["export", "--format", format]);
        let verified = run(root, &["verify", target(root, name).to_str().expect("UTF-8")]);
        assert_eq!(verified.status.code(), Some(0), "{format}: {}", said(&verified));
        assert_eq!(digest(&printed(&verified)), digest(&said(&made)));
        assert!(printed(&verified).contains("intact: "), "{}", printed(&verified));
    }
}

/// What `verify` prints of a damaged edition, its lines but the digest.
fn found(edition: &Path) -> Vec<String> {
    let output =
        run(edition.parent().expect("stands in a folder"), &["verify", edition.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1), "{}{}", printed(&output), said(&output));
    printed(&output).lines().filter(|line| !line.starts_with("digest ")).map(str::to_owned).collect()
}

#[test]
fn a_folder_that_was_tampered_with_is_found_out() {
    let dossier = dossier();
    let root = dossier.path();
    let edition = target(root, "nieuw-dossier");
    let check = |change: &dyn Fn(&Path), expected: &[&str]| {
        assert_eq!(code(root, &["export", "--format", "folder", "--force"]), 0);
        change(&edition);
        assert_eq!(found(&edition), expected);
    };
    let page = "documenten/brief.html";
    check(
        &|edition| {
            let text = fs::read_to_string(edition.join(page)).expect("is there");
            fs::write(edition.join(page), text.replace("eerste zin", "eerste zon")).expect("writes");
        },
        &["changed  documenten/brief.html"],
    );
    check(
        &|edition| fs::remove_file(edition.join(page)).expect("is there"),
        &["missing  documenten/brief.html"],
    );
    check(&|edition| fs::write(edition.join("extra.txt"), "x").expect("writes"), &["added    extra.txt"]);
    check(
        &|edition| fs::rename(edition.join(page), edition.join("documenten/ander.html")).expect("renames"),
        &["missing  documenten/brief.html", "added    documenten/ander.html"],
    );
    check(
        &|edition| {
            let file = fs::File::options().write(true).open(edition.join(page)).expect("is there");
            file.set_len(100).expect("is cut");
        },
        &["changed  documenten/brief.html"],
    );
    let manifest = edition.join(".fichewijzer.json");
    check(
        &|_| {
            let text = fs::read_to_string(&manifest).expect("is there");
            fs::write(&manifest, text.replace("Nieuw dossier", "Nieuw dossiet")).expect("writes");
        },
        &[],
    );
}

/// The members of an archive.
type Members = Vec<(String, Vec<u8>)>;

/// The formats that are archives, each with its name and a page in it.
const ARCHIVES: [(&str, &str, &str); 2] = [
    ("zip", "nieuw-dossier.zip", "nieuw-dossier/documenten/brief.html"),
    ("epub", "nieuw-dossier.epub", "EPUB/documenten/brief.xhtml"),
];

#[test]
fn an_archive_that_was_tampered_with_is_found_out() {
    let dossier = dossier();
    let root = dossier.path();
    for (format, name, page) in ARCHIVES {
        let edition = target(root, name);
        let shown = page.strip_prefix("nieuw-dossier/").unwrap_or(page);
        let check = |change: &dyn Fn(&mut Members), expected: &[String]| {
            assert_eq!(code(root, &["export", "--format", format, "--force"]), 0);
            let mut parts = members(&edition);
            change(&mut parts);
            pack(&edition, &parts);
            assert_eq!(found(&edition), expected);
        };
        let at = |parts: &Members| parts.iter().position(|(n, _)| n == page).expect("is there");
        check(
            &|parts| {
                let at = at(parts);
                let text = String::from_utf8(parts[at].1.clone()).expect("UTF-8");
                assert!(text.contains("eerste zin"));
                parts[at].1 = text.replace("eerste zin", "eerste zon").into_bytes();
            },
            &[format!("changed  {shown}")],
        );
        check(&|parts| drop(parts.remove(at(parts))), &[format!("missing  {shown}")]);
        check(&|parts| parts.push((format!("{page}.x"), Vec::new())), &[format!("added    {shown}.x")]);
        check(
            &|parts| {
                let at = at(parts);
                parts[at].0.push('x');
            },
            &[format!("missing  {shown}"), format!("added    {shown}x")],
        );
        check(
            &|parts| {
                let at = at(parts);
                parts[at].1.truncate(100);
            },
            &[format!("changed  {shown}")],
        );
        // The archive itself cut off: there is no list of files any more.
        assert_eq!(code(root, &["export", "--format", format, "--force"]), 0);
        let mut bytes = fs::read(&edition).expect("is there");
        bytes.truncate(bytes.len() / 2);
        fs::write(&edition, bytes).expect("writes");
        assert_eq!(found(&edition), [""; 0]);
    }
}

#[test]
fn a_single_file_that_was_tampered_with_is_found_out() {
    let dossier = dossier();
    let root = dossier.path();
    let edition = target(root, "nieuw-dossier.html");
    assert_eq!(code(root, &["export", "--format", "html"]), 0);
    let whole = fs::read_to_string(&edition).expect("is there");
    let page = "documenten/brief.html";
    let open = format!("<!--fichewijzer:part {page}-->");
    let end = "<!--fichewijzer:end-->";
    let from = whole.find(&open).expect("is a part");
    let to = from + whole[from..].find(end).expect("ends") + end.len();
    let part = &whole[from..to];
    let check = |changed: String, expected: &[&str]| {
        assert_ne!(changed, whole);
        fs::write(&edition, changed).expect("writes");
        assert_eq!(found(&edition), expected);
    };
    assert!(part.contains("eerste zin"));
    check(
        whole.replacen(part, &part.replace("eerste zin", "eerste zon"), 1),
        &["changed  documenten/brief.html"],
    );
    // What is around the parts knows how many there are.
    check(whole.replacen(part, "", 1), &["changed  _frame", "missing  documenten/brief.html"]);
    check(
        whole.replacen(part, &format!("{part}<!--fichewijzer:part extra.html-->x{end}"), 1),
        &["changed  _frame", "added    extra.html"],
    );
    check(
        whole.replacen(&open, "<!--fichewijzer:part documenten/ander.html-->", 1),
        &["changed  _frame", "missing  documenten/brief.html", "added    documenten/ander.html"],
    );
    check(whole.replacen("<title>", "<title>x", 1), &["changed  _frame"]);
    check(whole.replacen("Nieuw dossier\",", "Nieuw dossiet\",", 1), &[]);
    check(whole[..to].to_owned(), &[]);
}

#[test]
fn a_pdf_is_as_it_was_printed_or_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.pdf");
    let verify = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("writes");
        let output = run(folder.path(), &["verify", "a.pdf"]);
        (output.status.code(), printed(&output), said(&output))
    };
    let own = fichewijzer::edition::pdf::marked(b"%PDF-1.4\nx\n%%EOF".to_vec());
    let (code, printed, _) = verify(&own);
    assert_eq!((code, printed.starts_with("intact: ")), (Some(0), true), "{printed}");
    let mut changed = own.clone();
    changed[9] = b'y';
    assert_eq!(verify(&changed).1, "changed  a.pdf\n");
    for other in [&own[..own.len() - 2], &b"%PDF-1.4\n%%EOF\n"[..]] {
        let (code, printed, said) = verify(other);
        assert_eq!((code, &*printed), (Some(1), ""));
        assert!(said.contains("cannot be verified") && said.contains("help: "), "{said}");
    }
}

#[test]
fn a_changed_byte_in_what_is_packed_is_found_out() {
    let dossier = dossier();
    let root = dossier.path();
    for (format, name, _) in ARCHIVES {
        let edition = target(root, name);
        assert_eq!(code(root, &["export", "--format", format]), 0);
        let whole = fs::read(&edition).expect("is there");
        let mut zip = ZipArchive::new(Cursor::new(&whole)).expect("an archive");
        for at in 0..zip.len() {
            let file = zip.by_index(at).expect("a member");
            let middle = file.data_start().expect("known") + file.compressed_size() / 2;
            let mut broken = whole.clone();
            broken[usize::try_from(middle).expect("fits")] ^= 0x10;
            fs::write(&edition, &broken).expect("writes");
            found(&edition);
        }
    }
}

#[test]
fn what_somebody_else_made_is_replaced_on_demand_only() {
    let dossier = dossier();
    let root = dossier.path();
    for (format, name) in FORMATS {
        let edition = target(root, name);
        if format == "folder" {
            fs::create_dir_all(edition.join("sub")).expect("can be made");
            fs::write(edition.join("sub/eigen.txt"), "van iemand anders").expect("writes");
        } else {
            fs::write(&edition, "van iemand anders").expect("writes");
        }
        let before = bytes(&edition);
        assert_eq!(code(root, &["export", "--format", format]), 3, "{format}");
        assert_eq!(bytes(&edition), before);
        let forced = run(root, &["export", "--format", format, "--force"]);
        assert_eq!(forced.status.code(), Some(0), "{}", said(&forced));
        let verified = run(root, &["verify", edition.to_str().expect("UTF-8")]);
        assert_eq!(verified.status.code(), Some(0), "{}", printed(&verified));
    }
    // One of ours that somebody changed is somebody's too.
    let zip = target(root, "nieuw-dossier.zip");
    let mut parts = members(&zip);
    parts.push(("nieuw-dossier/notitie.txt".into(), b"van iemand anders".to_vec()));
    pack(&zip, &parts);
    assert_eq!(code(root, &["export", "--format", "zip"]), 3);
}

#[test]
fn wrong_usage_is_exit_code_2_and_writes_nothing() {
    let dossier = dossier();
    let root = dossier.path();
    for arguments in [
        &["export"][..],
        &["export", "--format", "doc"],
        &["export", "--format", "folder", "--only", "brief"],
        &["export", "--format", "zip", "--only", "brief"],
        &["export", "--format", "epub", "--only", "nergens"],
        &["export", "--format", "zip", "--chromium", "/usr/bin/chromium"],
        &["export", "--format", "folder", "--out", "content/x"],
        &["export", "--format", "folder", "--out", "."],
        &["export", "--format", "zip", "--force", "--out", "site.toml"],
        &["verify"],
        &["verify", "nergens"],
    ] {
        assert_eq!(code(root, arguments), 2, "{arguments:?}");
    }
    assert!(!root.join("export").exists());
    fs::write(root.join("content/documenten/kapot.md"), "+++\n").expect("writes");
    assert_eq!(code(root, &["export", "--format", "zip"]), 1, "content at fault");
    assert!(!root.join("export").exists());
}

#[test]
fn force_does_not_replace_the_folder_that_one_stands_in() {
    let dossier = dossier();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let here = elsewhere.path().join("a/b");
    fs::create_dir_all(&here).expect("can be made");
    fs::write(elsewhere.path().join("a/eigen.txt"), "van mij").expect("writes");
    let root = dossier.path().to_str().expect("UTF-8");
    let above = elsewhere.path().join("a");
    for out in [".", "..", above.to_str().expect("UTF-8")] {
        let arguments = ["export", "--format", "folder", "--force", "--root", root, "--out", out];
        assert_eq!(code(&here, &arguments), 2, "{out}");
    }
    assert!(above.join("eigen.txt").is_file());
}

#[test]
fn what_is_no_edition_cannot_be_verified() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.html"), "<p>a</p>").expect("writes");
    pack(&folder.path().join("a.zip"), &[("a.txt".into(), b"a".to_vec())]);
    for path in [".", "a.html", "a.zip"] {
        let output = run(folder.path(), &["verify", path]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(said(&output).contains("no manifest"), "{}", said(&output));
    }
}
