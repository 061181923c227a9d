//! Short forms: their marks in texts, and their list.

use super::fixture::{body, id, link, paragraph, site_with, text, theme};
use super::{attributes, render_all, select, texts, words};
use crate::corpus::{Definition, DefinitionKind, PageRef, Target};
use crate::document::{Inline, Link};
use crate::render::markdown_twin;
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
