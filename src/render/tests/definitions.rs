//! Short forms: their marks in texts, and their list.

use super::fixture::{body, id, link, paragraph, site_with, text, theme};
use super::{attributes, render_all, select, texts, words};
use crate::corpus::{Corpus, Definition, DefinitionKind, PageRef, Target};
use crate::diagnostic::Findings;
use crate::document::{Inline, Link};
use crate::output::{Ask, Made};
use crate::render::{Grounds, markdown_twin, pages};
use crate::site::Site;
use std::sync::Arc;

fn definition(document: &str, anchor: &str, kind: DefinitionKind, short: &str, full: &str) -> Definition {
    let (short, full) = (short.to_owned(), full.to_owned());
    Definition { document: document.into(), anchor: id(anchor), kind, short, full }
}

fn with_definitions() -> Arc<Site> {
    site_with(|corpus| {
        let abbreviation = DefinitionKind::Abbreviation;
        corpus.definitions = vec![
            definition("com-2025-165", "p-aaaaaa", abbreviation, "EDIHs", "Europese hubs & meer"),
            definition("com-2025-165", "p-iiiiii", abbreviation, "IAI", "InvestAI Facility"),
            definition("com-2025-723", "p-l1", abbreviation, "EDIH", "Europese hubs & meer"),
            definition("com-2025-723", "p-l1", abbreviation, "EDIH", "European hub for innovation"),
            definition("com-2025-723", "p-l1", DefinitionKind::Hereafter, "Commissie", "Europese Commissie"),
        ]
        .into();
        let mark = Inline::from(Link {
            target: Target::Page { page: PageRef::Definitions, fragment: Some(id("edih")) },
            span: 0..0,
            title: "Europese hubs & meer".into(),
            content: vec![text("EDIH")],
        });
        let document = corpus.documents.get_mut("com-2025-723").expect("of the fixture");
        document.body =
            body(vec![paragraph("p-l1", vec![text("De "), mark, text("’s van InvestAI.")])], vec![]);
    })
}

#[test]
fn a_marked_short_form_is_an_abbreviation_with_a_way_to_its_words() {
    let pages = render_all(&with_definitions(), &theme());
    // In the document, and where the passage is quoted.
    for (path, root) in [("documenten/com-2025-723.html", "../"), ("instrumenten/investai.html", "../")] {
        let page = &pages[path];
        assert_eq!(texts(page, "a.short-form > abbr"), ["EDIH"], "{path}");
        assert_eq!(attributes(page, "a.short-form > abbr", "title"), ["Europese hubs & meer"], "{path}");
        assert_eq!(
            attributes(page, "a.short-form", "href"),
            [format!("{root}begrippen.html#edih")],
            "{path}"
        );
        let whole = select(page, "p").into_iter().map(words).any(|p| p.contains("De EDIH’s van InvestAI."));
        assert!(whole, "{path}");
    }
}

#[test]
fn the_markdown_twin_has_the_words_of_short_forms_alone_however_they_are_marked() {
    let marked = |wrap: fn(Vec<Inline<Target>>) -> Inline<Target>| {
        let target = Target::Page { page: PageRef::Definitions, fragment: Some(id("edih")) };
        wrap(vec![Inline::from(Link { target, span: 0..0, title: "".into(), content: vec![text("EDIH")] })])
    };
    let site = site_with(|corpus| {
        let document = corpus.documents.get_mut("com-2025-723").expect("of the fixture");
        let content = [Inline::Emphasis, Inline::Strong, Inline::Strikethrough].map(marked).into_iter();
        let content = content.flat_map(|inline| [text(" een "), inline]).collect();
        document.body = body(vec![paragraph("p-l1", content)], vec![]);
    });
    let (theme, document) = (theme(), &site.corpus.documents["com-2025-723"]);
    let twin = markdown_twin(&site, theme.strings(), document);
    let twin = String::from_utf8(twin).expect("Markdown is text");
    assert!(twin.ends_with(" een *EDIH* een **EDIH** een ~~EDIH~~\n"), "{twin}");
}

#[test]
fn the_list_tells_words_places_and_terms() {
    let page = &render_all(&with_definitions(), &theme())["begrippen.html"];
    assert_eq!(texts(page, "h2"), ["Afkortingen", "Korte namen"]);
    assert_eq!(attributes(page, ".definitions > div", "id"), ["edih", "iai", "commissie"]);
    assert_eq!(texts(page, "dt"), ["EDIH", "EDIHs", "IAI", "Commissie"]);
    let full =
        ["Europese hubs & meer", "European hub for innovation", "InvestAI Facility", "Europese Commissie"];
    assert_eq!(texts(page, ".full"), full);
    assert_eq!(attributes(page, ".full[lang]", "lang"), ["en"]);
    assert_eq!(
        attributes(page, "#edih a", "href"),
        [
            "documenten/com-2025-165.html#p-aaaaaa",
            "documenten/com-2025-723.html#p-l1",
            "documenten/com-2025-723.html#p-l1"
        ]
    );
    assert_eq!(
        attributes(page, "#iai a", "href"),
        ["documenten/com-2025-165.html#p-iiiiii", "instrumenten/investai.html"],
        "the term's own abbreviation joins the text's"
    );
}

/// A site with so many abbreviations that begin with an A, 30 names, and those of [`with_definitions`].
fn with_many_definitions(abbreviations: usize) -> Arc<Site> {
    let few = with_definitions();
    site_with(|corpus| {
        let define = |kind, short: String| definition("com-2025-165", "p-aaaaaa", kind, &short, "wat het is");
        let abbreviations =
            (0..abbreviations).map(|i| define(DefinitionKind::Abbreviation, format!("A{i:03}")));
        let names = (0..30).map(|i| define(DefinitionKind::Hereafter, format!("Naam {i:02}")));
        let digits = [define(DefinitionKind::Abbreviation, "5G".to_owned())];
        let few_of_them = few.corpus.definitions.iter().cloned();
        corpus.definitions = few_of_them.chain(abbreviations).chain(names).chain(digits).collect();
        corpus.documents = few.corpus.documents.clone();
    })
}

#[test]
fn a_long_list_goes_on_in_parts_and_every_mark_leads_to_its_own() {
    let site = with_many_definitions(550);
    let pages = render_all(&site, &theme());
    let listed = ["begrippen.html", "begrippen-2.html", "begrippen-3.html"]
        .map(|path| attributes(&pages[path], ".definitions > div", "id"));
    assert_eq!(listed.each_ref().map(Vec::len), [0, 500, 84]);
    assert!(!pages.contains_key("begrippen-4.html"));
    assert_eq!([listed[1][0], listed[2][0], listed[2][53]], ["x5g", "a499", "commissie"]);
    let first = &pages["begrippen.html"];
    assert_eq!(texts(first, "h2"), ["Afkortingen", "Korte namen"]);
    assert_eq!(texts(first, "[data-initial]"), ["0–9 1", "A 550", "E 1", "I 1", "C 1", "N 30"]);
    let begin =
        ["2.html#x5g", "2.html#a000", "3.html#edih", "3.html#iai", "3.html#commissie", "3.html#naam-00"];
    assert_eq!(
        attributes(first, "[data-initial] a", "href"),
        begin.map(|place| format!("begrippen-{place}"))
    );
    assert_eq!(texts(&pages["begrippen-2.html"], "h2"), ["Afkortingen"]);
    assert_eq!(texts(&pages["begrippen-3.html"], "h1"), ["Begrippen, deel 3"]);
    for path in ["begrippen.html", "begrippen-2.html", "begrippen-3.html"] {
        let parts = attributes(&pages[path], ".parts a", "href");
        assert_eq!(parts, ["begrippen.html", "begrippen-2.html", "begrippen-3.html"], "{path}");
    }
    // In the document, and where the passage is quoted.
    for path in ["documenten/com-2025-723.html", "instrumenten/investai.html"] {
        assert_eq!(attributes(&pages[path], "a.short-form", "href"), ["../begrippen-3.html#edih"], "{path}");
    }
}

/// What a page of a site is made from.
fn made_from(grounds: &Arc<Grounds>, path: &str) -> String {
    let at = grounds.site().pages.iter().position(|planned| planned.path == path).expect("planned");
    match pages(grounds)(at, Ask::Fingerprint).expect("no fault") {
        Made::Bytes { fingerprint: Some(fingerprint), .. } => fingerprint.to_string(),
        _ => panic!("{path}: nobody said what it is made from"),
    }
}

#[test]
fn a_short_form_that_moves_to_another_part_counts_for_the_texts_that_lead_to_it_and_for_no_others() {
    let before = with_many_definitions(480);
    let corpus = Corpus {
        definitions: with_many_definitions(550).corpus.definitions.clone(),
        ..(*before.corpus).clone()
    };
    let mut findings = Findings::default();
    let (settings, corpus) = (before.settings.clone(), Arc::new(corpus));
    let after = Arc::new(Site::plan_after(Some(&before), settings, corpus, before.date, &mut findings));
    assert_eq!(before.pages, after.pages);
    let edih = Target::Page { page: PageRef::Definitions, fragment: Some(id("edih")) };
    let lead = [&before, &after].map(|site| site.href("index.html", &edih));
    assert_eq!(lead, ["begrippen-2.html#edih", "begrippen-3.html#edih"]);
    let grounds = [before, after].map(|site| Arc::new(Grounds::new(&site, &theme())));
    let is_same = |path: &str| made_from(&grounds[0], path) == made_from(&grounds[1], path);
    let pages = grounds[0].site().pages.iter().map(|planned| &*planned.path);
    let others: Vec<&str> = pages.filter(|path| !is_same(path)).collect();
    let marked =
        ["documenten/com-2025-723.html", "instrumenten/investai.html", "pijlers/rekeninfrastructuur.html"];
    assert_eq!(others[..3], ["begrippen-2.html", "begrippen-3.html", "begrippen.html"]);
    assert_eq!(others[3..], marked, "that with the mark, and those that quote its passage");
}

#[test]
fn every_page_leads_to_the_list_where_there_is_one() {
    for (path, page) in render_all(&with_definitions(), &theme()) {
        let root = if path == "404.html" { "/".to_owned() } else { "../".repeat(path.matches('/').count()) };
        let wanted = format!("{root}begrippen.html");
        assert!(attributes(&page, "footer a", "href").contains(&wanted.as_str()), "{path}");
    }
    let without = site_with(|corpus| {
        for term in corpus.taxonomies.iter_mut().flat_map(|t| &mut t.terms) {
            term.front.abbreviation = None;
        }
    });
    let pages = render_all(&without, &theme());
    assert!(!pages.contains_key("begrippen.html"));
    assert!(
        pages
            .values()
            .all(|page| attributes(page, "footer a", "href").iter().all(|h| !h.contains("begrippen")))
    );
}

#[test]
fn an_ordinary_link_stays_one() {
    let site = site_with(|corpus| {
        let to = Target::Page { page: PageRef::Document("com-2025-165".into()), fragment: None };
        let document = corpus.documents.get_mut("com-2025-723").expect("of the fixture");
        document.body = body(vec![paragraph("p-l1", vec![link(to, "EDIH")])], vec![]);
    });
    let page = &render_all(&site, &theme())["documenten/com-2025-723.html"];
    assert!(select(page, "abbr").is_empty());
}
