//! What the site says to programs: twins that read back as the document, files that need an address and those
//! that do not, amounts shown as the data have them.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::diagnostic::{Findings, Severity};
use fichewijzer::document::{self, RawHtml};
use fichewijzer::dossier::{Inputs, Outcome};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeSet;

fn text(outcome: &Outcome, path: &str) -> String {
    let (_, file) = outcome
        .tree
        .iter()
        .find(|(p, _)| p.to_string() == path)
        .unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8")
}

fn paths(outcome: &Outcome) -> BTreeSet<String> {
    outcome.tree.iter().map(|(path, _)| path.to_string()).collect()
}

/// This repository's dossier with more in its settings, at their top.
fn with_settings(more: &str) -> Outcome {
    let mut inputs: Inputs = support::repository();
    let settings = String::from_utf8(inputs.get("site.toml").expect("there").to_vec()).expect("UTF-8");
    inputs.insert("site.toml".to_owned(), format!("{more}\n{settings}").into_bytes());
    support::build(&inputs)
}

fn warnings_of_address(outcome: &Outcome) -> usize {
    let is_it = |d: &&fichewijzer::diagnostic::Diagnostic| {
        d.code.as_str() == "no-base-url" && d.severity == Severity::Warning
    };
    outcome.findings.iter().filter(is_it).count()
}

#[test]
fn what_needs_an_address_is_left_out_without_one_with_one_warning() {
    let plain = support::build(&support::repository());
    let based = with_settings("base_url = \"https://example.org/a/\"");
    assert_eq!((warnings_of_address(&plain), warnings_of_address(&based)), (1, 0));
    let more: Vec<String> = paths(&based).difference(&paths(&plain)).cloned().collect();
    assert!(more.contains(&"feed.xml".to_owned()) && more.contains(&"sitemap.xml".to_owned()), "{more:?}");
    assert!(more.contains(&"pijlers/data.xml".to_owned()), "{more:?}");
    assert!(more.iter().all(|path| path.ends_with(".xml")), "{more:?}");
    assert!(paths(&plain).is_subset(&paths(&based)));
    for path in ["robots.txt", "llms.txt", "fiches/fiche-com-2025-165.md", "documenten/com-2024-28.bib"] {
        assert!(paths(&plain).contains(path), "{path}");
    }
}

#[test]
fn feeds_are_made_of_the_taxonomies_that_the_settings_name() {
    let outcome = with_settings("base_url = \"https://example.org\"\nfeeds = [\"pijlers\"]");
    let feeds: Vec<String> = paths(&outcome).into_iter().filter(|p| p.ends_with(".xml")).collect();
    assert!(feeds.contains(&"pijlers/data.xml".to_owned()), "{feeds:?}");
    assert!(!feeds.iter().any(|path| path.starts_with("instrumenten/")), "{feeds:?}");
    assert!(!text(&outcome, "instrumenten/investai.html").contains("investai.xml"));
}

#[test]
fn a_dossiers_own_file_for_crawlers_stands_in_the_place_of_ours() {
    let mut inputs = support::repository();
    for name in ["robots.txt", "llms.txt"] {
        inputs.insert(format!("static/{name}"), b"eigen".to_vec());
    }
    let outcome = support::build(&inputs);
    assert_eq!([text(&outcome, "robots.txt"), text(&outcome, "llms.txt")], ["eigen", "eigen"]);
}

#[test]
fn the_date_of_the_build_changes_no_feed() {
    let feed = |date: &str| {
        let outcome = with_settings(&format!("base_url = \"https://example.org\"\ndate = \"{date}\""));
        (text(&outcome, "feed.xml"), text(&outcome, "fiches/fiche-com-2025-165.ris"))
    };
    let (one, other) = (feed("2026-01-01"), feed("2026-02-02"));
    assert_eq!(one.0, other.0);
    assert!(one.1.contains("Y2  - 2026/01/01/") && other.1.contains("Y2  - 2026/02/02/"));
}

#[test]
fn a_markdown_twin_reads_back_as_its_document() {
    let outcome = support::build(&support::repository());
    let site = outcome.site.clone().expect("a site");
    for (id, of) in &site.corpus.documents {
        let path = site.path_beside(id, "md");
        let mut findings = Findings::default();
        let file = path.as_str().into();
        let twin = text(&outcome, &path);
        let (front, body) = document::parse_document(&file, &twin, RawHtml::Forbidden, &mut findings)
            .unwrap_or_else(|| panic!("{path}: {findings:?}"));
        assert!(!findings.has_errors(), "{path}: {findings:?}");
        assert_eq!(
            (&front.title, front.date, &front.assesses),
            (&of.front.title, of.front.date, &of.front.assesses)
        );
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: Vec<String> = body.leaves().iter().map(|l| words(l.text())).collect();
        let marked = |l: &document::walk::Leaf<'_, _>| {
            let mark = if of.provenance.is_editorial(l.id) { "redactie: " } else { "" };
            words(format!("{mark}{}", l.text()))
        };
        let expected: Vec<String> = of.body.leaves().iter().map(marked).collect();
        assert_eq!(shown, expected, "{path}");
    }
}

#[test]
fn links_of_a_markdown_twin_lead_to_pages_of_the_site() {
    let mut inputs = support::repository();
    let path = "content/fiches/fiche-com-2025-165.md";
    let fiche = String::from_utf8(inputs.get(path).expect("there").to_vec()).expect("UTF-8");
    let linked = fiche.replacen("InvestAI", "[InvestAI](term:investai)", 1);
    assert_ne!(fiche, linked);
    inputs.insert(path.to_owned(), linked.into_bytes());
    let outcome = support::build(&inputs);
    let twin = text(&outcome, "fiches/fiche-com-2025-165.md");
    assert!(twin.contains("[InvestAI](../instrumenten/investai.html)"), "{twin}");
    assert!(twin.contains("*redactie:* "), "the changed block is the editors'");
}

#[test]
fn an_instruments_page_shows_the_amounts_of_the_data() {
    let outcome = support::build(&support::repository());
    let select = |css: &str| Selector::parse(css).expect("a selector");
    let words = |e: scraper::ElementRef<'_>| {
        e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let terms: Vec<Value> = serde_json::from_str(&text(&outcome, "data/instrumenten.json")).expect("a list");
    let mut amounts = 0;
    for term in &terms {
        let page = Html::parse_document(&text(&outcome, term["path"].as_str().expect("an address")));
        let shown: Vec<String> = page.select(&select(".amounts blockquote")).map(words).collect();
        let links: Vec<&str> = page.select(&select(".amounts dd a")).filter_map(|a| a.attr("href")).collect();
        let all = term["amounts"].as_array().expect("a list");
        let field = |a: &Value, key: &str| a[key].as_str().expect("a text").to_owned();
        let one_space = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected: Vec<String> = all.iter().map(|a| one_space(field(a, "sentence"))).collect();
        assert_eq!(shown, expected, "{}", term["id"]);
        for (link, amount) in links.iter().zip(all) {
            assert!(link.ends_with(&format!(
                "{}.html#{}",
                field(amount, "document"),
                field(amount, "anchor")
            )));
        }
        amounts += all.len();
    }
    assert!(amounts >= 10, "{amounts} amounts");
}
