//! Pages of taxonomies and terms: every passage once, and whose words it has.

use super::fixture::{id, paragraph, site, site_with, text, theme};
use super::{Html, attributes, render_all, select, texts, words};
use crate::corpus::{FoundBy, Outline, Passage, Passages, Voice};
use crate::site::{LIST_LENGTH, Site};
use std::collections::BTreeMap;

/// What articles of passages say they are.
fn shown(page: &Html, within: &str) -> Vec<(String, String)> {
    select(page, &format!("{within} article.passage"))
        .into_iter()
        .map(|a| {
            let attr = |name| a.value().attr(name).unwrap_or_default().to_owned();
            (attr("data-document"), attr("data-anchor"))
        })
        .collect()
}

#[test]
fn a_terms_page_shows_exactly_its_passages_each_once() {
    let site = site();
    let pages = render_all(&site, &theme());
    for taxonomy in &site.corpus.taxonomies {
        for term in &taxonomy.terms {
            let page = &pages[&format!("{}/{}.html", taxonomy.settings.key, term.id)];
            let mut expected: Vec<_> =
                term.passages.iter().map(|p| (p.document.to_string(), p.anchor.to_string())).collect();
            let mut found = shown(page, "");
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{}", term.id);
            assert_eq!(attributes(page, "a.passage-link", "href").len(), expected.len());
        }
    }
}

#[test]
fn a_pillar_parts_its_passages_by_whose_words_they_are() {
    let page = render_all(&site(), &theme()).remove("pijlers/rekeninfrastructuur.html").expect("there");
    let groups: Vec<(&str, String)> = select(&page, "section.passages")
        .into_iter()
        .map(|section| {
            let title = select_in(section, "h2");
            (section.value().attr("data-group").unwrap_or_default(), title)
        })
        .collect();
    assert_eq!(
        groups,
        [
            ("plan", "Wat de Commissie voorstelt".into()),
            ("cabinet", "Wat het kabinet zegt".into()),
            ("later", "Wat de Commissie later zei".into()),
            ("press", "Wat de pers schrijft".into()),
            ("summary", "Samenvatting van de Commissie in het fiche".into()),
            ("policy", "Bestaand Nederlands beleid".into()),
            ("fiche", "Andere delen van fiches".into()),
        ]
    );
    for (group, voices) in [
        ("plan", vec!["commission"; 3]),
        ("cabinet", vec!["cabinet"]),
        ("later", vec!["commission"]),
        ("press", vec!["press"]),
        ("summary", vec!["summary"]),
        ("policy", vec!["policy"]),
        ("fiche", vec!["fiche"]),
    ] {
        let within = format!("[data-group={group}] article.passage");
        assert_eq!(attributes(&page, &within, "data-voice"), voices, "{group}");
    }
    assert_eq!(attributes(&page, ".background", "data-group"), ["summary", "policy", "fiche"]);
    assert!(texts(&page, "[data-group=summary] .about")[0].contains("niet het oordeel"));
}

fn select_in(element: scraper::ElementRef<'_>, selector: &str) -> String {
    let selector = scraper::Selector::parse(selector).expect("a selector");
    element.select(&selector).next().map(words).unwrap_or_default()
}

#[test]
fn earlier_documents_are_not_called_later_ones() {
    let site = site_with(|corpus| {
        corpus.documents.get_mut("com-2025-723").expect("there").front.date = "2020-02-19".parse().ok();
    });
    let page = render_all(&site, &theme()).remove("pijlers/rekeninfrastructuur.html").expect("there");
    assert_eq!(shown(&page, "[data-group=earlier]"), [("com-2025-723".into(), "p-l1".into())]);
    assert!(select(&page, "[data-group=later]").is_empty());
}

#[test]
fn a_passage_says_where_it_stands_and_why_it_is_here() {
    let page = render_all(&site(), &theme()).remove("pijlers/rekeninfrastructuur.html").expect("there");
    let row = "[data-anchor=p-ffffff]";
    assert_eq!(texts(&page, &format!("{row} blockquote")), ["InvestAI | 200"]);
    assert_eq!(texts(&page, &format!("{row} h4")), ["1. Rekeninfrastructuur › 1.1 Fabrieken"]);
    assert_eq!(texts(&page, &format!("{row} .voice")), ["Commissie"]);
    assert_eq!(texts(&page, &format!("{row} .found-by")), ["uit een onderdeel dat hierbij hoort"]);
    let by_instrument = texts(&page, "[data-anchor=p-f2] .found-by");
    assert_eq!(by_instrument, ["noemt een van de instrumenten die hierbij horen"]);
    assert_eq!(
        attributes(&page, &format!("{row} a.passage-link"), "href"),
        ["../documenten/com-2025-165.html#p-ffffff"]
    );
    assert_eq!(
        attributes(&page, &format!("{row} blockquote"), "cite"),
        ["../documenten/com-2025-165.html#p-ffffff"]
    );
    assert_eq!(attributes(&page, "[data-anchor=p-n1] blockquote", "lang"), ["en"]);
    // A note stands where its first mark stands, and its words come without the mark.
    assert_eq!(texts(&page, "[data-anchor=fn-12] h4"), ["1. Rekeninfrastructuur"]);
    assert_eq!(texts(&page, "[data-anchor=p-f3] .editorial-mark"), ["redactie"]);
}

#[test]
fn an_instruments_page_says_what_it_is() {
    let page = render_all(&site(), &theme()).remove("instrumenten/investai.html").expect("there");
    for (fact, expected) in [
        ("name", "Engels InvestAI Facility"),
        ("abbreviation", "Afkorting IAI"),
        ("aliases", "Ook genoemd Invest AI"),
        ("kind", "Soort fonds"),
        ("number", "Nummer COM(2025) 165"),
        ("pillars", "Pijlers 1 Rekeninfrastructuur"),
        ("passages", "Alle passages 3 passages, 3 documenten"),
    ] {
        assert_eq!(texts(&page, &format!("[data-fact={fact}]")), [expected]);
    }
    assert_eq!(attributes(&page, "[data-fact=document] a", "href"), ["../documenten/com-2025-165.html"]);
    assert_eq!(attributes(&page, "section.passages", "data-group"), ["all"]);
    let pillar = render_all(&site(), &theme()).remove("pijlers/rekeninfrastructuur.html").expect("there");
    assert_eq!(texts(&pillar, ".instruments h2"), ["Instrumenten"]);
    assert_eq!(texts(&pillar, ".instruments li"), ["InvestAI 3 passages, 3 documenten"]);
    assert_eq!(texts(&pillar, ".quote blockquote"), ["Het kabinet is positief over het plan."]);
    assert_eq!(attributes(&pillar, ".quote a", "href"), ["../fiches/fiche-com-2025-165.html#p-f4"]);
}

#[test]
fn a_term_without_passages_says_so() {
    let page = render_all(&site(), &theme()).remove("pijlers/data.html").expect("there");
    assert!(texts(&page, "main p").iter().any(|p| p.contains("nog geen passage")));
}

#[test]
fn an_index_lists_every_term_with_its_counts() {
    let page = render_all(&site(), &theme()).remove("pijlers/index.html").expect("there");
    assert_eq!(attributes(&page, "li.term", "data-term"), ["rekeninfrastructuur", "data"]);
    assert_eq!(attributes(&page, "li.term", "data-passages"), ["9", "0"]);
    assert_eq!(attributes(&page, "li.term", "data-documents"), ["4", "0"]);
    assert_eq!(texts(&page, "li.term .count"), ["9 passages, 4 documenten", "0 passages"]);
}

#[test]
fn a_long_index_is_grouped_by_initial() {
    let site = site_with(|corpus| {
        let taxonomy = &mut corpus.taxonomies[0];
        taxonomy.terms.truncate(1);
        let proto = taxonomy.terms.pop().expect("a term");
        for name in (0..22).map(|i| format!("{}{i}", ["Ébauche", "aarde", "5G"][i % 3])) {
            let mut front = proto.front.clone();
            front.name = name.clone();
            taxonomy.terms.push(crate::corpus::Term {
                id: name.to_lowercase().replace('é', "e"),
                file: proto.file.clone(),
                front,
                body: crate::document::Body::default(),
                outline: Outline::default(),
                passages: Passages::default(),
                quotes: vec![],
                amounts: vec![],
            });
        }
    });
    let page = render_all(&site, &theme()).remove("pijlers/index.html").expect("there");
    assert_eq!(texts(&page, "main h2"), ["0–9", "A", "E"]);
    assert_eq!(attributes(&page, ".initials a", "href"), ["#_0", "#_A", "#_E"]);
    assert_eq!(select(&page, "li.term").len(), 22);
}

/// A site in which the pillar "data" has more passages than one page takes.
fn long() -> std::sync::Arc<Site> {
    site_with(|corpus| {
        let mut passages = Vec::new();
        for name in ["com-2025-165", "com-2025-723"] {
            let document = corpus.documents.get_mut(name).expect("there");
            for i in 0..LIST_LENGTH {
                let anchor = format!("p-x{i}");
                document.body.blocks.push(paragraph(&anchor, vec![text("data")]));
                passages.push(Passage {
                    document: name.into(),
                    anchor: id(&anchor),
                    voice: Voice::Commission,
                    found_by: FoundBy::Name,
                    named_at: None,
                    near: crate::corpus::PartHint::default(),
                });
            }
            document.outline = Outline::of(&document.body);
        }
        passages.truncate(2 * LIST_LENGTH - 1);
        passages.rotate_left(1);
        passages.sort_by(|a, b| a.document.cmp(&b.document));
        corpus.taxonomies[0].terms[1].passages = passages.into();
    })
}

#[test]
fn a_long_list_goes_on_in_parts_and_the_first_counts_by_document() {
    let pages = render_all(&long(), &theme());
    let parts: BTreeMap<&str, usize> = pages
        .iter()
        .filter(|(path, _)| path.starts_with("pijlers/data"))
        .map(|(path, page)| (path.as_str(), shown(page, "").len()))
        .collect();
    assert_eq!(
        parts,
        BTreeMap::from([
            ("pijlers/data.html", 0),
            ("pijlers/data-2.html", LIST_LENGTH),
            ("pijlers/data-3.html", LIST_LENGTH - 1),
        ])
    );
    let mut all: Vec<_> =
        ["pijlers/data-2.html", "pijlers/data-3.html"].iter().flat_map(|p| shown(&pages[*p], "")).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 2 * LIST_LENGTH - 1);

    let first = &pages["pijlers/data.html"];
    assert_eq!(texts(first, "li[data-passages] .count"), ["500 passages", "499 passages"]);
    for href in attributes(first, "li[data-passages] a", "href") {
        let (file, fragment) = href.split_once('#').expect("a place");
        let ids = attributes(&pages[&format!("pijlers/{file}")], "[id]", "id");
        assert!(ids.contains(&fragment), "{href}");
    }
    assert_eq!(attributes(first, ".parts a", "href"), ["data.html", "data-2.html", "data-3.html"]);
    assert_eq!(texts(&pages["pijlers/data-3.html"], "h1"), ["Data, deel 3"]);
    assert_eq!(texts(&pages["pijlers/data-3.html"], ".parts [aria-current]"), ["Deel 3"]);
    assert_eq!(attributes(&pages["pijlers/index.html"], "li.term", "data-passages")[1], "999");
}
