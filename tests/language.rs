//! What is in another language than the interface says so, wherever it stands: a screen reader reads it out as it is.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use scraper::{ElementRef, Html};

const TITLE: &str = "The Apply Artificial Intelligence Strategy";
const TERM: &str = "AI Act Service Desk";
const DOCUMENT: &str = "content/documenten/com-2025-723.md";

/// This repository's dossier, with one document in English.
fn pages() -> Vec<(String, Html)> {
    let mut inputs = support::repository();
    let text = String::from_utf8(inputs.get(DOCUMENT).expect("there").to_vec()).expect("UTF-8");
    let text = text
        .replace("title = \"AI-toepassingsstrategie\"", &format!("title = \"{TITLE}\""))
        .replace("language = \"nl\"", "language = \"en\"");
    inputs.insert(DOCUMENT, text.into_bytes());
    let tree = support::build(&inputs).tree;
    let pages = tree.iter().filter(|(path, _)| path.to_string().ends_with(".html"));
    pages
        .map(|(path, file)| {
            let html = String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8");
            (path.to_string(), Html::parse_document(&html))
        })
        .collect()
}

/// An element and those around it, the nearest first.
fn around(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap))
}

/// The language of an element's text: that of the nearest element around it that says one.
fn language(element: ElementRef<'_>) -> Option<&str> {
    around(element).find_map(|e| e.value().attr("lang"))
}

/// Whether a text is shown as what it is: not in the head, not in a reference in a form of its own.
fn is_shown(element: ElementRef<'_>) -> bool {
    !around(element).any(|e| {
        let e = e.value();
        matches!(e.name(), "head" | "pre" | "script") || e.attr("data-cite") == Some("form")
    })
}

/// How many texts there are for which `is_it` holds, and those that are not said to be English, with their page.
fn wrongly_spoken(pages: &[(String, Html)], is_it: impl Fn(&str) -> bool) -> (usize, Vec<String>) {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (path, page) in pages {
        for element in page.root_element().descendants().filter_map(ElementRef::wrap).filter(|e| is_shown(*e))
        {
            let texts = element.children().filter_map(|node| node.value().as_text());
            let found = texts.filter(|text| is_it(text)).count();
            seen += found;
            if found > 0 && language(element) != Some("en") {
                wrong.push(format!("{path}: {}", element.html().chars().take(200).collect::<String>()));
            }
        }
    }
    (seen, wrong)
}

#[test]
fn the_title_of_an_english_document_and_its_headings_are_english_everywhere() {
    let pages = pages();
    let (seen, wrong) = wrongly_spoken(&pages, |text| text.contains(TITLE));
    assert!(seen > 40, "{seen}");
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    // A heading of the document in its contents, in its text, and in the paths of its passages.
    let (seen, wrong) = wrongly_spoken(&pages, |text| text.trim() == "1. Inleiding");
    let wrong: Vec<String> =
        wrong.into_iter().filter(|line| line.starts_with("documenten/com-2025-723.html")).collect();
    assert!(seen > 2 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_that_is_its_own_english_name_is_english_in_every_list() {
    let pages = pages();
    let (seen, wrong) = wrongly_spoken(&pages, |text| text.trim() == TERM);
    assert!(seen > 8, "{seen}");
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
}
