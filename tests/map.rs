//! The map and the report of the accessibility tests, in this repository's dossier and in one with other taxonomies.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::dossier::{self, Inputs, Mode};
use scraper::{Html, Selector};
use std::collections::BTreeSet;

fn page(inputs: &Inputs, path: &str) -> Option<Html> {
    let tree = support::build(inputs).tree;
    let (_, file) = tree.iter().find(|(p, _)| p.to_string() == path)?;
    Some(Html::parse_document(std::str::from_utf8(&file.bytes().expect("renders")).expect("UTF-8")))
}

fn all(page: &Html, css: &str) -> Vec<String> {
    let css = Selector::parse(css).expect("a selector");
    page.select(&css).map(|e| e.text().collect::<String>().trim().to_owned()).collect()
}

fn attributes(page: &Html, css: &str, name: &str) -> Vec<String> {
    let css = Selector::parse(css).expect("a selector");
    page.select(&css).filter_map(|e| e.attr(name)).map(str::to_owned).collect()
}

#[test]
fn pillars_and_instruments_share_a_drawing() {
    let map = page(&support::repository(), "kaart.html").expect("there are documents");
    assert_eq!(all(&map, ".map h2"), ["Documenten, Pijlers, Instrumenten"]);
    assert_eq!(all(&map, ".map-head"), ["Documenten", "Pijlers", "Instrumenten"]);
    let boxes: BTreeSet<String> = attributes(&map, ".map-node", "href").into_iter().collect();
    for expected in ["documenten/com-2025-165.html", "documenten/com-2024-28.html", "pijlers/data.html"] {
        assert!(boxes.contains(expected), "{expected} not in {boxes:?}");
    }
    // Five documents and two known by reference, five pillars, and of the instruments as many as there is room for.
    assert_eq!(boxes.len(), 7 + 5 + 36);
    let told: BTreeSet<String> = attributes(&map, ".map-table tbody th a", "href").into_iter().collect();
    assert!(boxes.is_subset(&told), "{:?}", boxes.difference(&told));
    assert!(told.len() > 80, "the tables have what is not drawn: {}", told.len());
}

#[test]
fn another_dossier_has_a_drawing_for_each_other_taxonomy() {
    let inputs = support::inputs_of(&support::root().join("tests/dossiers/water"));
    let map = page(&inputs, "kaart.html").expect("there are documents");
    let heads = all(&map, ".map-head");
    assert_eq!(heads.len(), 5, "documents, pillars, instruments; documents and areas: {heads:?}");
    assert_eq!(heads[0], heads[3]);
    for href in ["gebieden/rijn.html", "opgaven/zoet-water.html", "middelen/zeemeetnet.html"] {
        assert!(attributes(&map, ".map-node", "href").iter().any(|h| h == href), "{href}");
    }
    // Every line joins boxes that are there.
    let nodes: Vec<String> = attributes(&map, ".map-node", "data-node");
    let ends = attributes(&map, "path", "data-ends");
    assert!(!ends.is_empty());
    assert!(ends.iter().flat_map(|e| e.split(' ')).all(|end| nodes.iter().any(|n| n == end)));
}

#[test]
fn the_report_is_a_page_where_there_is_one_and_says_whom_to_write_to() {
    let mut inputs = support::repository();
    let with = page(&inputs, "toegankelijkheid.html").expect("this dossier keeps a report");
    assert_eq!(all(&with, "[data-fact=findings] dd"), ["0"]);
    assert!(all(&with, "main").concat().contains("claimt daarom geen nalevingsstatus"));
    assert_eq!(attributes(&with, "main a[href^='mailto:']", "href"), Vec::<String>::new());

    let settings = String::from_utf8(inputs.get("site.toml").expect("there").to_vec()).expect("UTF-8");
    inputs.insert("site.toml", format!("contact = \"redactie@example.org\"\n{settings}").into_bytes());
    let with = page(&inputs, "toegankelijkheid.html").expect("this dossier keeps a report");
    assert_eq!(attributes(&with, "main a[href^='mailto:']", "href"), ["mailto:redactie@example.org"]);

    inputs.remove("content/toegankelijkheid.json");
    assert!(page(&inputs, "toegankelijkheid.html").is_none());
    let home = page(&inputs, "index.html").expect("always");
    assert!(!attributes(&home, "footer a", "href").iter().any(|href| href == "toegankelijkheid.html"));
}

#[test]
fn what_is_no_report_stops_the_build() {
    let mut inputs = support::repository();
    inputs.insert("content/toegankelijkheid.json", b"{}".to_vec());
    let outcome = dossier::build(&inputs, Mode::Merge, None);
    let found: Vec<_> = outcome.findings.iter().filter(|d| d.code.as_str() == "wrong-value").collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("missing field `date`"), "{}", found[0].message);
}
