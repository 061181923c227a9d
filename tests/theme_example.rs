//! What the manual says of changing the theme works: its examples are built as they stand there.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::dossier::{self, Mode};
use std::collections::BTreeMap;
use std::fs;

/// The examples that are whole files: a fence names the file after the language.
fn examples() -> BTreeMap<String, String> {
    let manual = fs::read_to_string(support::root().join("content/handleiding/thema.md")).expect("UTF-8");
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut file = None;
    for line in manual.lines() {
        match (line.strip_prefix("```"), &file) {
            (Some(info), None) => file = Some(info.split_once(' ').map(|(_, path)| path.to_owned())),
            (Some(_), Some(_)) => file = None,
            (None, Some(Some(path))) => out.entry(path.clone()).or_default().extend([line, "\n"]),
            (None, _) => {}
        }
    }
    out
}

#[test]
fn the_examples_of_the_manual_change_a_dossier_without_a_fork() {
    let examples = examples();
    let names: Vec<&str> = examples.keys().map(String::as_str).collect();
    let expected = [
        "static/eigen.css",
        "templates/base.html",
        "templates/index.html",
        "themes/standaard/i18n/nl.toml",
        "themes/standaard/static/tokens.css",
    ];
    assert_eq!(names, expected);
    let mut inputs = support::inputs_of(&support::root().join("tests/dossiers/elementen"));
    for (path, text) in &examples {
        inputs.insert(path.clone(), text.as_bytes().to_vec());
    }
    let outcome = dossier::build(&inputs, Mode::Frozen, None);
    let findings: Vec<String> = outcome.findings.iter().map(|f| f.message.clone()).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    let text = |path: &str| {
        let file = outcome.tree.iter().find(|(p, _)| p.to_string() == path).expect("is there").1;
        String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8")
    };
    let home = text("index.html");
    assert!(home.contains("mailto:redactie@voorbeeld.nl"), "the block of the home page");
    assert!(home.contains("id=\"_more\""), "the rest of the home page");
    // Every kind of page has the style sheets, in this order, whatever blocks it fills itself.
    for (path, root) in
        [("index.html", ""), ("elementen/alles.html", "../"), ("documenten/com-2026-901.html", "../")]
    {
        let page = text(path);
        let at = |file: &str| {
            let link = format!("<link rel=\"stylesheet\" href=\"{root}{file}\">");
            page.find(&link).unwrap_or_else(|| panic!("{path} does not load {file}"))
        };
        assert!(
            at("static/site.css") < at("static/tokens.css") && at("static/tokens.css") < at("eigen.css"),
            "{path}"
        );
    }
    assert!(text("elementen/alles.html").contains(">Op deze bladzijde</h2>"), "the string");
    assert!(text("static/tokens.css").contains("--measure: 32rem"));
}

#[test]
fn a_theme_without_tokens_links_none() {
    let inputs = support::inputs_of(&support::root().join("tests/dossiers/elementen"));
    let outcome = dossier::build(&inputs, Mode::Frozen, None);
    let (_, home) = outcome.tree.iter().find(|(p, _)| p.to_string() == "index.html").expect("is there");
    assert!(!String::from_utf8_lossy(&home.bytes().expect("renders")).contains("tokens.css"));
}
