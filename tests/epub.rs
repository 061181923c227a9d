//! Books: the same words as the site, links that lead somewhere, notes that pop up. EPUBCheck and other people's
//! readers have their turn in `tests/editions`.

mod support;

use fichewijzer::dossier::Outcome;
use fichewijzer::edition::{self, Selection};
use fichewijzer::output::PortablePath;
use fichewijzer::publish::Imprint;
use fichewijzer::site::PageKind;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::LazyLock;
use zip::ZipArchive;

/// This repository's dossier, built once.
static REPOSITORY: LazyLock<Outcome> = LazyLock::new(|| support::build(&support::repository()));

/// The book of all of it.
static WHOLE: LazyLock<Book> = LazyLock::new(|| book(&REPOSITORY, &[]));

/// The files of a book by their paths, as text.
type Book = BTreeMap<String, String>;

fn book(outcome: &Outcome, only: &[&str]) -> Book {
    let (site, theme) = (outcome.site.as_ref().expect("planned"), outcome.theme.as_ref().expect("loaded"));
    let only: Vec<String> = only.iter().map(|id| (*id).to_owned()).collect();
    let selection = Selection::of(site, &only).expect("known ids");
    let imprint = Imprint { title: site.settings.title.clone(), date: "2025-10-30".into() };
    let mut bytes = Cursor::new(Vec::new());
    edition::epub(site, theme, &outcome.tree, &selection, &imprint, &mut bytes).expect("no fault");
    let mut zip = ZipArchive::new(bytes).expect("an archive");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a member");
            let mut text = Vec::new();
            file.read_to_end(&mut text).expect("unpacks");
            (file.name().expect("UTF-8").into_owned(), String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The words of the page's own text, one after the other: without the numbers that lists show by themselves on the site
/// and the links to the raw text, which stands in no book.
fn words(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let mut words = Vec::new();
    for text in select(&page, "div.text") {
        let mut whole = String::new();
        for node in text.descendants() {
            let skipped = node
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|e| e.value().classes().any(|class| matches!(class, "note-label" | "lines")));
            if let (Some(piece), false) = (node.value().as_text(), skipped) {
                whole.push_str(piece);
            }
            // What stands in two blocks is two words.
            if node
                .value()
                .as_element()
                .is_some_and(|e| matches!(e.name(), "p" | "li" | "td" | "th" | "div" | "aside"))
            {
                whole.push(' ');
            }
        }
        words.extend(whole.split_whitespace().map(str::to_owned));
    }
    words
}

/// Compares every chapter that has a text of its own with the site's page.
fn check_words(outcome: &Outcome, book: &Book, least: usize) {
    let mut compared = 0;
    for planned in outcome.site.as_ref().expect("planned").pages.iter() {
        if !matches!(planned.kind, PageKind::Document(_) | PageKind::Page(_) | PageKind::Term { .. }) {
            continue;
        }
        let path = PortablePath::new(&planned.path).expect("portable");
        let page = outcome.tree.get(&path).expect("there").bytes().expect("rendered");
        let on_site = words(std::str::from_utf8(&page).expect("UTF-8"));
        let chapter = format!("EPUB/{}", planned.path.replace(".html", ".xhtml"));
        let in_book = words(book.get(&chapter).unwrap_or_else(|| panic!("no {chapter}")));
        let differ = on_site.iter().zip(&in_book).position(|(a, b)| a != b);
        assert_eq!((differ, in_book.len()), (None, on_site.len()), "{}", planned.path);
        compared += on_site.len();
    }
    assert!(compared > least, "only {compared} words");
}

#[test]
fn the_words_of_every_text_are_those_of_the_site() {
    check_words(&REPOSITORY, &WHOLE, 25_000);
    let water = support::build(&support::inputs_of(&support::root().join("tests/dossiers/water")));
    check_words(&water, &book(&water, &[]), 1_000);
}

#[test]
fn no_value_stands_where_its_words_should() {
    for (path, text) in WHOLE.iter() {
        assert!(!text.contains("{&quot;text&quot;"), "{path}");
    }
}

#[test]
fn the_timeline_says_what_the_site_says() {
    let rows = |page: &str| -> Vec<String> {
        let page = Html::parse_document(page);
        let rows = select(&page, ".timeline-table tbody tr");
        rows.iter().map(|row| row.text().collect::<Vec<_>>().join(" ")).collect()
    };
    let path = PortablePath::new("acties.html").expect("portable");
    let site = REPOSITORY.tree.get(&path).expect("there").bytes().expect("rendered");
    let on_site = rows(std::str::from_utf8(&site).expect("UTF-8"));
    assert!(on_site.len() > 10);
    assert_eq!(rows(&WHOLE["EPUB/acties.xhtml"]), on_site);
}

/// Every address in a book, with the file that it stands in.
fn addresses(book: &Book) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (path, text) in book.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let page = Html::parse_document(text);
        for (selector, attribute) in [("a[href]", "href"), ("link[href]", "href"), ("img[src]", "src")] {
            let found = select(&page, selector).into_iter().filter_map(|e| e.value().attr(attribute));
            out.extend(found.map(|address| (path.clone(), address.to_owned())));
        }
    }
    out
}

/// The path and the place in the book that an address leads to.
fn led_to(from: &str, address: &str) -> (String, Option<String>) {
    let (path, place) = match address.split_once('#') {
        Some((path, place)) => (path, Some(place.to_owned())),
        None => (address, None),
    };
    if path.is_empty() {
        return (from.to_owned(), place);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (parts.join("/"), place)
}

fn check_links(book: &Book) -> BTreeSet<String> {
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in book.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let page = Html::parse_document(text);
        let all: Vec<String> =
            select(&page, "[id]").iter().filter_map(|e| e.value().id().map(str::to_owned)).collect();
        let distinct: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(all.len(), distinct.len(), "{path} has an id twice");
        ids.insert(path, distinct);
    }
    let mut outer = BTreeSet::new();
    for (from, address) in addresses(book) {
        assert!(!address.is_empty(), "{from} has a link to nothing");
        if address.contains("://") || address.starts_with("mailto:") {
            outer.insert(address);
            continue;
        }
        let (path, place) = led_to(&from, &address);
        assert!(book.contains_key(&path), "{from}: {address} leads to no file");
        if let Some(place) = place {
            assert!(ids[path.as_str()].contains(&place), "{from}: {address} leads to no place");
        }
    }
    outer
}

#[test]
fn every_link_leads_into_the_book_or_to_an_address() {
    check_links(&WHOLE);
    assert!(WHOLE.len() > 100, "{}", WHOLE.len());
}

#[test]
fn a_book_of_long_lists_has_their_parts_and_leads_to_every_entry() {
    let book = book(&support::build(&support::with_long_lists()), &[]);
    check_links(&book);
    for list in ["documenten/index", "instrumenten/index", "begrippen"] {
        for part in ["", "-2", "-3"] {
            assert!(book.contains_key(&format!("EPUB/{list}{part}.xhtml")), "{list}{part}");
        }
    }
    let marked = &book["EPUB/documenten/com-2022-400.xhtml"];
    assert!(marked.contains("../begrippen-2.xhtml#feaa"), "{marked}");
}

#[test]
fn a_part_holds_what_was_asked_for_and_the_rest_is_text_or_published() {
    let chapters = |book: &Book| -> Vec<String> {
        let own = ["EPUB/cover.xhtml", "EPUB/nav.xhtml"];
        book.keys()
            .filter(|path| path.ends_with(".xhtml") && !own.contains(&path.as_str()))
            .cloned()
            .collect()
    };
    let part = book(&REPOSITORY, &["fiche-com-2025-165", "pijlers/data"]);
    let expected = [
        "EPUB/documenten/com-2025-165.xhtml",
        "EPUB/fiches/fiche-com-2025-165.xhtml",
        "EPUB/pijlers/data.xhtml",
        "EPUB/vergelijk/fiche-com-2025-165.xhtml",
    ];
    assert_eq!(chapters(&part), expected);
    check_links(&part);
    let title = "<dc:title>Mededeling AI Continent Actieplan; Data – AI-continent</dc:title>";
    assert!(part["EPUB/package.opf"].contains(title), "{}", part["EPUB/package.opf"]);
    let instrument = "instrumenten/investai.html";
    assert!(part.values().all(|text| !text.contains(instrument)));
    let mut inputs = support::repository();
    let site = String::from_utf8(inputs.get("site.toml").expect("there").to_vec()).expect("UTF-8");
    inputs.insert("site.toml", format!("base_url = \"https://example.org/ai/\"\n{site}").into_bytes());
    let based = book(&support::build(&inputs), &["fiche-com-2025-165", "pijlers/data"]);
    assert_eq!(chapters(&based), expected);
    let outer = check_links(&based);
    assert!(outer.contains(&format!("https://example.org/ai/{instrument}")), "{outer:?}");
}

#[test]
fn an_id_that_nobody_knows_is_told_with_the_nearest() {
    let site = REPOSITORY.site.as_ref().expect("planned");
    let told = |id: &str| Selection::of(site, &[id.to_owned()]).expect_err("unknown").to_string();
    assert_eq!(
        told("fiche-com-2025-156"),
        "there is no document, term or page `fiche-com-2025-156`; did you mean `fiche-com-2025-165`?"
    );
    // A page of the manual and nothing else has this name.
    assert!(Selection::of(site, &["handleiding/acties".to_owned()]).is_ok());
}

#[test]
fn every_note_is_an_aside_that_its_mark_leads_to() {
    let mut notes = 0;
    for (path, text) in WHOLE.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let page = Html::parse_document(text);
        for mark in select(&page, "a[role=doc-noteref]") {
            assert_eq!(mark.value().attr("epub:type"), Some("noteref"), "{path}");
            let id = mark.value().attr("href").and_then(|href| href.strip_prefix('#')).expect("in this file");
            let note = select(&page, "aside").into_iter().find(|e| e.value().id() == Some(id));
            let note = note.unwrap_or_else(|| panic!("{path}: no note {id}"));
            assert_eq!(note.value().attr("epub:type"), Some("footnote"));
            assert_eq!(note.value().attr("role"), Some("doc-footnote"));
            notes += 1;
        }
    }
    assert!(notes > 100, "{notes}");
}

#[test]
fn a_book_has_no_script_and_a_theme_may_change_it() {
    for (path, text) in WHOLE.iter() {
        assert!(!text.contains("<script"), "{path}");
    }
    let mut inputs = support::inputs_of(&support::root().join("tests/dossiers/water"));
    inputs.insert("templates/epub/style.css", b"p { color: red; }\n".to_vec());
    assert_eq!(book(&support::build(&inputs), &[])["EPUB/style.css"], "p { color: red; }\n");
}
