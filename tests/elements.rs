//! A dossier with every element that a page can have builds without a finding, and its pictures keep their place.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::dossier::{self, Mode};
use scraper::{Html, Selector};

fn page(path: &str) -> Html {
    let inputs = support::inputs_of(&support::root().join("tests/dossiers/elementen"));
    let outcome = dossier::build(&inputs, Mode::Frozen, None);
    let findings: Vec<String> = outcome.findings.iter().map(|f| f.message.clone()).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    let file = outcome.tree.iter().find(|(p, _)| p.to_string() == path).expect("is there").1;
    Html::parse_document(std::str::from_utf8(&file.bytes().expect("renders")).expect("UTF-8"))
}

#[test]
fn the_page_has_each_element_and_no_picture_moves_what_stands_below_it() {
    let page = page("elementen/alles.html");
    let all = |css: &str| page.select(&Selector::parse(css).expect("a selector")).collect::<Vec<_>>();
    for css in [
        ".text h2",
        ".text h3",
        ".text h4",
        ".text h5",
        ".text h6",
        ".text strong",
        ".text em",
        ".text s",
        ".text p > code",
        ".text ul ul",
        ".text ol[start]",
        ".text dl dt + dd",
        ".text blockquote",
        ".alert-note",
        ".alert-tip",
        ".alert-important",
        ".alert-warning",
        ".alert-caution",
        ".table-scroll[tabindex][aria-label] table .align-right",
        "pre[tabindex] .hl-comment",
        "hr",
        "br",
        ".notes li[value]",
        ".note-gap",
    ] {
        assert!(!all(css).is_empty(), "no {css}");
    }
    let sizes: Vec<_> = all(".text img")
        .iter()
        .map(|img| (img.attr("src").unwrap_or_default(), img.attr("width"), img.attr("height")))
        .collect();
    let expected = ["vlak.png", "tekening.svg", "vlak.jpg", "vlak.gif", "vlak.webp"];
    assert_eq!(sizes, expected.map(|src| (src, Some("320"), Some("120"))));
}
