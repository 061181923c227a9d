//! Modules use only themselves and what stands before them: data flows one way.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The modules in the order of the flow. ARCHITECTURE.md shows the same order.
const ORDER: &[&str] = &[
    "diagnostic",
    "phase",
    "fields",
    "fingerprint",
    "scan",
    "citation",
    "money",
    "document",
    "deadline",
    "config",
    "taxonomy",
    "ingest",
    "corpus",
    "site",
    "data",
    "output",
    "search",
    "render",
    "publish",
    "serve",
    "edition",
    "dossier",
    "app",
    "main",
];

/// The module of the crate that a source file belongs to.
fn module(path: &Path) -> String {
    let first = path.components().next().expect("below src").as_os_str().to_str().expect("UTF-8");
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a source text names with `crate::`.
fn uses(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let mut out = BTreeSet::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            out.insert(rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
        }
    }
    out
}

fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    WalkDir::new(&src)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        .map(|e| {
            let below = e.path().strip_prefix(&src).expect("walked from there");
            (below.display().to_string(), module(below), fs::read_to_string(e.path()).expect("UTF-8"))
        })
        .collect()
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let place = |module: &str| ORDER.iter().position(|m| *m == module);
    let mut faults = Vec::new();
    for (file, module, text) in sources().into_iter().filter(|(_, module, _)| module != "lib") {
        let Some(here) = place(&module) else {
            faults.push(format!("{file}: `{module}` is not in the order"));
            continue;
        };
        for used in uses(&text) {
            if place(&used).is_none_or(|there| there > here) {
                faults.push(format!("{file}: `{module}` uses `{used}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn publish_knows_only_the_output_tree() {
    for (file, _, text) in sources().into_iter().filter(|(_, module, _)| module == "publish") {
        let known = ["publish", "output", "fingerprint", "phase", "diagnostic"];
        let other: Vec<String> = uses(&text).into_iter().filter(|u| !known.contains(&u.as_str())).collect();
        assert!(other.is_empty(), "{file} uses {other:?}");
    }
}

#[test]
fn serve_knows_only_the_output_tree_and_findings() {
    for (file, _, text) in sources().into_iter().filter(|(_, module, _)| module == "serve") {
        let known = ["serve", "output", "diagnostic"];
        let other: Vec<String> = uses(&text).into_iter().filter(|u| !known.contains(&u.as_str())).collect();
        assert!(other.is_empty(), "{file} uses {other:?}");
    }
}

#[test]
fn main_is_thin() {
    let main = sources().into_iter().find(|(file, ..)| file == "main.rs").expect("there is a main");
    assert!(main.2.lines().count() < 30);
}
