//! An editor's work is safe when a seed or the converter changes: with the real program, on files.
#![allow(clippy::disallowed_methods, reason = "tests run the program on files")]

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const SEED: &str = "seeds/bossen.txt";
const CONTENT: &str = "content/nieuws/2026-03-04-commissie-wil-stille-bossen.md";
const BASE: &str = "content/.ingest/nieuws/2026-03-04-commissie-wil-stille-bossen.md";
const MAP: &str = "content/.ingest/nieuws/2026-03-04-commissie-wil-stille-bossen.map";
const REJECTED: &str = "content/nieuws/2026-03-04-commissie-wil-stille-bossen.rej";
const PAGE: &str = "public/nieuws/2026-03-04-commissie-wil-stille-bossen.html";

const TEXT: &str = "date 2026-03-04 Commissie wil stille bossen

De Commissie heeft een plan voor stille bossen. Het kost tien miljoen euro.

Eerst wordt het geluid van wegen en vliegtuigen gemeten.

Daarna volgt een norm voor alle grote bossen van de Unie.

De Raad spreekt er in het najaar over.
";

/// A dossier with one seed, built once.
struct Dossier(TempDir);

struct Run {
    code: i32,
    said: String,
}

impl Dossier {
    fn new() -> Self {
        let dossier = Dossier(tempfile::tempdir().expect("a temporary folder"));
        dossier.write(
            "site.toml",
            "title = \"Proef\"\ndescription = \"Een proef.\"\nbase_url = \"https://a.example\"\n",
        );
        dossier.write(SEED, TEXT);
        assert_eq!(dossier.run(&["build"]).code, 0);
        assert_eq!(dossier.read(CONTENT), dossier.read(BASE), "nobody edited it yet");
        dossier
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("can be made");
        fs::write(path, text).expect("can be written");
    }

    /// Replaces words that must be there.
    fn change(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no `{from}`:\n{text}");
        self.write(path, &text.replace(from, to));
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_fichewijzer"))
            .args(arguments)
            .current_dir(self.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the program runs");
        Run {
            code: output.status.code().expect("it was not killed"),
            said: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    /// Runs a command that must end with this code.
    fn expect(&self, code: i32, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.said);
        run.said
    }

    fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    fn all_is_well(&self) {
        self.expect(0, &["check"]);
        self.expect(0, &["build", "--frozen"]);
        self.expect(0, &["ingest", "--check"]);
    }
}

const EDITED: &str = "Eerst meet men het geluid (redactie: in decibel).";
const MEASURED: &str = "Eerst wordt het geluid van wegen en vliegtuigen gemeten.";

#[test]
fn an_edit_survives_a_change_of_the_seed_elsewhere() {
    let dossier = Dossier::new();
    dossier.change(CONTENT, MEASURED, EDITED);
    dossier.all_is_well();
    dossier.change(SEED, "tien miljoen", "elf miljoen");
    let said = dossier.expect(1, &["check"]);
    assert!(said.contains("error[base-differs]"), "{said}");
    dossier.expect(0, &["build"]);
    let content = dossier.read(CONTENT);
    assert!(content.contains(EDITED) && content.contains("elf miljoen"), "{content}");
    assert!(!dossier.read(BASE).contains("redactie") && dossier.read(BASE).contains("elf miljoen"));
    assert!(!dossier.has(REJECTED));
    dossier.all_is_well();
    // The edited block has no lines in the seed; the others have.
    let map = dossier.read(MAP);
    let page = dossier.read(PAGE);
    assert!(page.contains("in decibel") && page.contains("elf miljoen"));
    assert!(map.lines().any(|line| line.ends_with("\t9") || line.ends_with("\t9-9")), "{map}");
}

/// Another converter made the base and the content: it kept a line end in a sentence, say, and a word
/// twice.
#[test]
fn an_edit_survives_a_change_of_the_converter() {
    let dossier = Dossier::new();
    for path in [BASE, CONTENT] {
        dossier.change(path, "Daarna volgt een norm", "Daarna volgt volgt een norm");
    }
    dossier.change(CONTENT, MEASURED, EDITED);
    dossier.expect(1, &["build", "--frozen"]);
    assert!(dossier.read(CONTENT).contains("volgt volgt"), "frozen writes nothing");
    dossier.expect(0, &["build"]);
    let content = dossier.read(CONTENT);
    assert!(content.contains(EDITED) && content.contains("Daarna volgt een norm"), "{content}");
    assert!(!dossier.has(REJECTED));
    dossier.all_is_well();
}

#[test]
fn a_conflict_is_told_and_nothing_is_lost() {
    let dossier = Dossier::new();
    let old_base = dossier.read(BASE);
    dossier.change(CONTENT, MEASURED, EDITED);
    dossier.change(SEED, MEASURED, "Eerst wordt het geluid van treinen gemeten.");
    dossier.change(SEED, "in het najaar", "in december");
    let said = dossier.expect(0, &["build"]);
    assert!(said.contains("warning[merge-conflict]") && said.contains(REJECTED), "{said}");

    let content = dossier.read(CONTENT);
    assert!(content.contains(EDITED) && !content.contains("treinen"), "{content}");
    assert!(content.contains("in december"), "what is new elsewhere is taken over: {content}");
    let new_base = dossier.read(BASE);
    assert!(new_base.contains("treinen") && !new_base.contains("redactie"), "the base is advanced at once");
    let rejected = dossier.read(REJECTED);
    for text in [&old_base, &new_base] {
        assert!(rejected.contains(text.trim_end()), "{rejected}");
    }
    assert!(rejected.contains(EDITED));
    assert!(dossier.read(PAGE).contains("in decibel"));
    assert!(!dossier.has("public/nieuws/2026-03-04-commissie-wil-stille-bossen.rej"));
}

#[test]
fn a_conflict_is_open_until_its_file_is_deleted() {
    let dossier = Dossier::new();
    dossier.change(CONTENT, MEASURED, EDITED);
    dossier.change(SEED, MEASURED, "Eerst wordt het geluid van treinen gemeten.");
    dossier.expect(0, &["build"]);
    for arguments in [&["check"][..], &["build", "--frozen"], &["ingest", "--check"]] {
        let said = dossier.expect(1, arguments);
        assert!(said.contains("error[open-conflict]"), "{arguments:?}: {said}");
    }
    let rejected = dossier.read(REJECTED);
    let said = dossier.expect(0, &["build"]);
    assert!(said.contains("warning[open-conflict-noted]"), "{said}");
    assert_eq!(dossier.read(REJECTED), rejected, "a build leaves the open conflict alone");

    fs::remove_file(dossier.path().join(REJECTED)).expect("is there");
    let content = dossier.read(CONTENT);
    dossier.all_is_well();
    let said = dossier.expect(0, &["build"]);
    assert!(!said.contains("conflict"), "{said}");
    assert_eq!(dossier.read(CONTENT), content, "the editor's text stays");
    assert!(content.contains(EDITED));
    assert!(!dossier.has(REJECTED));
}

#[test]
fn a_second_build_writes_no_content() {
    let dossier = Dossier::new();
    dossier.change(CONTENT, MEASURED, EDITED);
    dossier.expect(0, &["build"]);
    let before = [CONTENT, BASE, MAP].map(|path| dossier.read(path));
    let said = dossier.expect(0, &["build"]);
    assert!(!said.contains("wrote"), "{said}");
    assert_eq!([CONTENT, BASE, MAP].map(|path| dossier.read(path)), before);
}
