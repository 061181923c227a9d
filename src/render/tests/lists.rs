//! Lists of documents that are longer than a page, and what the home page shows of them.

use super::fixture::{site, site_with, theme};
use super::{Html, attributes, render, select, texts};
use crate::document::PartialDate;
use crate::site::{LIST_LENGTH, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many documents have a date in 2019; as many as the list takes have one in 2020.
const OLD: usize = 7;

/// A site with more Commission documents than a page lists: a stub, and two of the fixture in 2025, with them.
fn long() -> Arc<Site> {
    site_with(|corpus| {
        let another = |i: usize| {
            let mut document = corpus.documents["com-2025-723"].clone();
            let year = if i < OLD { 2019 } else { 2020 };
            document.id = format!("com-{year}-{i}");
            document.front.number = None;
            document.front.date = PartialDate::new(year, Some(1), None);
            Arc::new(document)
        };
        let before = corpus.documents.shared().map(|(_, document)| document.clone());
        corpus.documents = before.chain((0..LIST_LENGTH + OLD).map(another)).collect();
    })
}

/// The home page and the lists of documents.
fn lists(site: &Site) -> BTreeMap<String, Html> {
    let is_list = |path: &str| path == "index.html" || path.starts_with("documenten/index");
    let planned = site.pages.iter().filter(|planned| is_list(&planned.path));
    planned.map(|planned| (planned.path.clone(), render(site, &theme(), planned))).collect()
}

fn documents(pages: &BTreeMap<String, Html>, path: &str) -> Vec<String> {
    let ids = attributes(&pages[path], "main .document-entry", "data-document");
    ids.into_iter().map(str::to_owned).collect()
}

#[test]
fn a_long_section_goes_on_in_parts_and_the_first_counts_by_year() {
    let pages = lists(&long());
    let parts = ["index", "index-2", "index-3"].map(|name| format!("documenten/{name}.html"));
    let listed = parts.each_ref().map(|path| documents(&pages, path));
    let all = LIST_LENGTH + OLD + 3;
    assert_eq!(listed.each_ref().map(Vec::len), [0, LIST_LENGTH, all - LIST_LENGTH]);
    assert!(!pages.contains_key("documenten/index-4.html"));
    let order = listed.concat();
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), all, "each stands there once");
    assert_eq!(order[..2], ["com-2025-723", "com-2025-165"]);
    assert_eq!(order[2], "com-2020-10");
    assert_eq!(
        order.last().map(String::as_str),
        Some("com-2024-28"),
        "stubs, of which no date is known, come last"
    );

    let first = &pages[&parts[0]];
    assert_eq!(texts(first, "[data-year] a"), ["2025", "2020", "2019", "zonder datum"]);
    assert_eq!(
        texts(first, "[data-year] .count"),
        ["2 documenten", "500 documenten", "7 documenten", "1 document"]
    );
    assert_eq!(
        attributes(first, "[data-year] a", "href"),
        ["index-2.html#_2025", "index-2.html#_2020", "index-3.html#_2019", "index-3.html#_undated"]
    );
    assert_eq!(texts(&pages[&parts[1]], "main h2"), ["2025", "2020"]);
    assert_eq!(texts(&pages[&parts[2]], "main h2"), ["2020", "2019", "zonder datum"]);
    assert_eq!(attributes(&pages[&parts[2]], "main h2", "id"), ["_2020", "_2019", "_undated"]);
    for path in &parts {
        assert_eq!(
            attributes(&pages[path], ".parts a", "href"),
            ["index.html", "index-2.html", "index-3.html"]
        );
        assert_eq!(
            attributes(&pages[path], ".site-nav a[href='index.html']", "aria-current").len(),
            1,
            "{path}"
        );
    }
    assert_eq!(texts(&pages[&parts[2]], "h1"), ["Documenten, deel 3"]);
    assert_eq!(texts(&pages[&parts[2]], ".parts [aria-current]"), ["Deel 3"]);
}

#[test]
fn a_section_that_fits_on_a_page_is_one_list() {
    let page = lists(&site()).remove("documenten/index.html").expect("there");
    assert!(select(&page, ".parts, [data-year], main h2").is_empty());
}

#[test]
fn the_home_page_shows_the_newest_proposals_and_leads_to_all() {
    let pages = lists(&long());
    let home = &pages["index.html"];
    let shown = attributes(home, ".home-proposals .document-entry", "data-document");
    assert_eq!(shown.len(), 12);
    assert_eq!(shown[..3], ["com-2025-723", "com-2025-165", "com-2020-10"]);
    assert_eq!(texts(home, ".home-proposals > p a"), ["Alle 510 documenten"]);
    assert_eq!(attributes(home, ".home-proposals > p a", "href"), ["documenten/index.html"]);
    let short = lists(&site()).remove("index.html").expect("there");
    assert_eq!(select(&short, ".home-proposals .document-entry").len(), 3);
    assert!(select(&short, ".home-proposals > p").is_empty(), "nothing is left out there");
}

/// A site with more instruments than a page lists: two of three begin with an A.
fn many_terms() -> Arc<Site> {
    site_with(|corpus| {
        let instruments = &mut corpus.taxonomies[1].terms;
        let like = instruments[0].clone();
        let another = |i: usize| {
            let mut term = like.clone();
            term.front.name =
                if i.is_multiple_of(3) { format!("Zaak {i:03}") } else { format!("Actie {i:03}") };
            term.id = format!("instrument-{i:03}");
            term
        };
        instruments.extend((0..900).map(another));
    })
}

#[test]
fn the_index_of_many_terms_goes_on_in_parts_and_the_first_counts_by_initial() {
    let site = many_terms();
    let is_index = |path: &str| path.starts_with("instrumenten/index");
    let planned = site.pages.iter().filter(|planned| is_index(&planned.path));
    let pages: BTreeMap<String, Html> =
        planned.map(|planned| (planned.path.clone(), render(&site, &theme(), planned))).collect();
    let parts = ["index-2", "index-3", "index"].map(|name| format!("instrumenten/{name}.html"));
    assert_eq!(pages.keys().collect::<Vec<_>>(), parts.iter().collect::<Vec<_>>());
    let listed = parts.each_ref().map(|path| attributes(&pages[path], "li.term", "data-term"));
    assert_eq!(listed.each_ref().map(Vec::len), [LIST_LENGTH, 901 - LIST_LENGTH, 0]);
    assert_eq!(listed.concat().into_iter().collect::<BTreeSet<_>>().len(), 901, "each stands there once");

    let first = &pages[&parts[2]];
    assert_eq!(texts(first, "[data-initial]"), ["A 600", "I 1", "Z 300"]);
    assert_eq!(
        attributes(first, "[data-initial] a", "href"),
        ["index-2.html#_A", "index-3.html#_I", "index-3.html#_Z"]
    );
    assert!(select(first, "[data-filter], .initials").is_empty(), "there is nothing to look through");
    assert_eq!(attributes(&pages[&parts[0]], "main h2", "id"), ["_A"]);
    assert_eq!(attributes(&pages[&parts[1]], "main h2", "id"), ["_A", "_I", "_Z"]);
    assert_eq!(attributes(&pages[&parts[1]], ".initials a", "href"), ["#_A", "#_I", "#_Z"]);
    assert_eq!(texts(&pages[&parts[1]], "h1"), ["Instrumenten, deel 3"]);
    for page in pages.values() {
        assert_eq!(attributes(page, ".parts a", "href"), ["index.html", "index-2.html", "index-3.html"]);
        assert_eq!(attributes(page, ".site-nav a[href='index.html']", "aria-current").len(), 1);
    }
}

#[test]
fn the_index_of_few_terms_is_one_list() {
    let pages = super::render_all(&site(), &theme());
    assert!(!pages.contains_key("instrumenten/index-2.html"));
    assert!(select(&pages["instrumenten/index.html"], ".parts, [data-initial]").is_empty());
}
