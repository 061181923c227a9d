//! What holds on every page, and what each kind of page shows.

use super::fixture::{self, SITE_TOML, files, load, site, site_with, theme};
use super::{Html, attributes, render_all, select, texts, words};
use crate::config::{self, Language};
use crate::diagnostic::Findings;
use crate::document::BlockId;
use crate::output::OutputFile;
use crate::render::Grounds;
use crate::site::{NOT_FOUND, Site};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn every_page_has_one_title_and_skips_no_level() {
    for (path, page) in render_all(&site(), &theme()) {
        assert_eq!(select(&page, "h1").len(), 1, "{path}");
        assert_eq!(attributes(&page, "html", "lang"), ["nl"], "{path}");
        assert!(!texts(&page, "title")[0].is_empty(), "{path}");
        let mut last = 0;
        for heading in select(&page, "h1, h2, h3, h4, h5, h6") {
            let level: u8 = heading.value().name()[1..].parse().expect("a level");
            assert!(level <= last + 1, "{path}: h{level} after h{last}: {}", words(heading));
            assert!(!words(heading).is_empty(), "{path}: an empty h{level}");
            last = level;
        }
    }
}

#[test]
fn every_id_is_unique_and_every_reference_within_a_page_resolves() {
    for (path, page) in render_all(&site(), &theme()) {
        let ids = attributes(&page, "[id]", "id");
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: {ids:?}");
        for name in attributes(&page, "[aria-labelledby]", "aria-labelledby") {
            assert!(distinct.contains(name), "{path}: {name}");
        }
    }
}

#[test]
fn every_internal_link_leads_to_a_page_and_a_place() {
    let theme = theme();
    let site = site();
    let pages = render_all(&site, &theme);
    for (path, page) in &pages {
        for href in attributes(page, "[href]", "href").into_iter().chain(attributes(page, "[cite]", "cite")) {
            // An address with a scheme leads out of the site.
            if href.contains(':') {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = match file {
                "" => path.clone(),
                // The page that is shown at any address links from the root.
                file if path == NOT_FOUND => file.replacen(&site.root_from(path), "", 1),
                file => resolve(path, file),
            };
            if theme.statics().contains_key(&target) || is_beside_a_page(&site, &target) {
                continue;
            }
            let there = pages.get(&target).unwrap_or_else(|| panic!("{path}: {href} leads to no page"));
            let found = fragment.is_empty() || attributes(there, "[id]", "id").contains(&fragment);
            assert!(found, "{path}: {href} leads to no place");
        }
    }
}

/// Whether an address is a twin's or a reference's.
fn is_beside_a_page(site: &Site, address: &str) -> bool {
    crate::data::twins(site).any(|(twin, _)| twin == address)
        || crate::render::markdown_twins(site).any(|(twin, _)| twin == address)
        || crate::data::cite::references(site).any(|(reference, ..)| reference == address)
}

/// The path that a relative address leads to.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {href} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn no_page_has_inline_scripts_or_styles_or_asks_another_host() {
    for (path, page) in render_all(&site(), &theme()) {
        // JSON-LD stands in a script element and is no script.
        let inline = "script:not([src], [type='application/ld+json']), style, [style], [onclick], iframe";
        assert!(select(&page, inline).is_empty(), "{path}");
        let loaded = "link[rel=stylesheet], link[rel=icon], img, source";
        let scripts = attributes(&page, "script[src]", "src");
        for address in attributes(&page, loaded, "href").into_iter().chain(scripts) {
            assert!(!address.contains("//"), "{path}: {address}");
        }
    }
}

#[test]
fn the_same_page_is_the_same_bytes() {
    let (site, theme) = (site(), theme());
    let again = fixture::site();
    for (planned, other) in site.pages.iter().zip(again.pages.iter()) {
        assert_eq!(super::super::page(&site, &theme, planned), super::super::page(&again, &theme, other));
    }
}

fn page_at(path: &str) -> Html {
    let site = site();
    render_all(&site, &theme()).remove(path).unwrap_or_else(|| panic!("no page {path}"))
}

#[test]
fn navigation_says_where_the_reader_is() {
    let current = |path: &str| -> Vec<(String, String)> {
        let page = page_at(path);
        let links = select(&page, ".site-nav a[aria-current]");
        links
            .into_iter()
            .map(|a| (words(a), a.value().attr("aria-current").unwrap_or("").to_owned()))
            .collect()
    };
    assert_eq!(current("fiches/index.html"), [("Fiches".into(), "page".into())]);
    assert_eq!(current("fiches/fiche-com-2025-165.html"), [("Fiches".into(), "true".into())]);
    assert_eq!(current("index.html"), []);
    let home = page_at("index.html");
    assert_eq!(
        texts(&home, ".site-nav a"),
        ["Documenten", "Fiches", "Nieuws", "Pijlers", "Instrumenten", "Handleiding"]
    );
    assert_eq!(attributes(&page_at("fiches/index.html"), "a[rel=home]", "href"), ["../index.html"]);
}

#[test]
fn a_fiche_and_what_it_assesses_link_to_each_other() {
    let fiche = page_at("fiches/fiche-com-2025-165.html");
    assert_eq!(
        attributes(&fiche, "a[data-relation=assesses]", "href"),
        ["../documenten/com-2024-28.html", "../documenten/com-2025-165.html"]
    );
    let plan = page_at("documenten/com-2025-165.html");
    assert_eq!(
        attributes(&plan, "a[data-relation=assessed_by]", "href"),
        ["../fiches/fiche-com-2025-165.html"]
    );
    assert_eq!(attributes(&plan, "a[data-relation=followed_up_by]", "href"), ["com-2025-723.html"]);
    // Who set a relation by hand is said beside it.
    let set = select(&fiche, ".fact-relation li");
    assert!(words(set[0]).ends_with("redactie"), "{}", words(set[0]));
    assert!(!words(set[1]).contains("redactie"), "{}", words(set[1]));
}

#[test]
fn the_header_of_a_fiche_says_what_the_source_says() {
    let page = page_at("fiches/fiche-com-2025-165.html");
    for (fact, expected) in [
        ("kind", "Soort BNC-fiche"),
        ("date", "Datum 16 mei 2025"),
        ("received", "Ontvangen door de Raad 10 april 2025"),
        ("ministry", "Ministerie EZ BZK"),
        ("impact_assessment", "Impactbeoordeling niet opgesteld"),
        ("address", "Gevonden op vindplaats niet bekend"),
        ("source", "Bron fiche-com-2025-165.txt Ruwe tekst"),
        ("sha256", "SHA-256 van de bron 0123456789ab…"),
    ] {
        assert_eq!(texts(&page, &format!("[data-fact={fact}]")), [expected]);
    }
    let full = attributes(&page, "[data-fact=sha256] code", "title");
    assert_eq!(full, ["0123456789abcdef".repeat(4)]);
    assert_eq!(attributes(&page, "[data-fact=date] time", "datetime"), ["2025-05-16"]);
    assert!(select(&page, "[data-fact=number]").is_empty(), "a fiche has no number of its own");
    let plan = page_at("documenten/com-2025-165.html");
    assert_eq!(texts(&plan, "[data-fact=number]"), ["Nummer COM(2025) 165 redactie"]);
}

#[test]
fn a_document_shows_its_contents_text_notes_and_terms() {
    let page = page_at("documenten/com-2025-165.html");
    assert_eq!(texts(&page, ".toc > ol a"), ["1. Rekeninfrastructuur", "1.1 Fabrieken", "2. Data"]);
    assert_eq!(attributes(&page, ".toc > ol ol a", "href"), ["#s1.1"]);
    assert_eq!(attributes(&page, ".notes li", "value"), ["12", "13"]);
    assert_eq!(texts(&page, ".named li"), ["1 Rekeninfrastructuur 3 keer", "InvestAI 1 keer"]);
    let fiche = page_at("fiches/fiche-com-2025-165.html");
    assert_eq!(
        texts(&fiche, "p.editorial"),
        [
            "redactie 1 blok van deze tekst is door de redactie veranderd.",
            "redactie Nederland heeft een eigen visie op data.",
        ]
    );
    let news = page_at("nieuws/2025-04-09-europa.html");
    assert_eq!(attributes(&news, ".text", "lang"), ["en"]);
    assert_eq!(texts(&news, ".document-header .editorial"), ["redactie De titel is van de redactie."]);
}

#[test]
fn an_editors_block_has_the_sources_words_beside_it() {
    let fiche = page_at("fiches/fiche-com-2025-165.html");
    assert_eq!(texts(&fiche, "details.source-words summary"), ["Wat de bron zegt"]);
    assert_eq!(texts(&fiche, "details.source-words p"), ["NL heeft een visie. bron: regel 11"]);
    assert_eq!(
        texts(&fiche, ".document-header details.omitted summary"),
        ["redactie 1 blok van de bron is door de redactie weggelaten."]
    );
    assert_eq!(texts(&fiche, "details.omitted li"), ["Weg hiermee. bron: regel 12"]);
    let source = "../bron/fiche-com-2025-165.html";
    assert_eq!(
        attributes(&fiche, "#p-f2 .lines, #p-f3 .lines, .omitted .lines", "href"),
        [format!("{source}#r12"), format!("{source}#r6"), format!("{source}#r11")]
    );
    assert_eq!(attributes(&fiche, "#p-f2 .lines", "aria-label"), ["bron: regels 6–8"]);
    assert_eq!(attributes(&fiche, "[data-fact=source] a", "href"), [source]);
}

#[test]
fn a_document_without_its_seed_has_no_raw_text() {
    let page = page_at("documenten/com-2025-165.html");
    assert!(select(&page, ".lines, [href*=bron]").is_empty());
}

#[test]
fn the_raw_text_says_of_every_line_what_became_of_it() {
    let page = page_at("bron/fiche-com-2025-165.html");
    assert_eq!(texts(&page, "h1"), ["Ruwe tekst: Actieplan AI"]);
    assert_eq!(texts(&page, "[data-fact=source] code"), ["fiche-com-2025-165.txt"]);
    assert_eq!(texts(&page, "[data-fact=sha256] code"), ["0123456789abcdef".repeat(4)]);
    assert_eq!(attributes(&page, "[data-fact=document] a", "href"), ["../fiches/fiche-com-2025-165.html"]);
    let ids: Vec<String> = (1..=14).map(|n| format!("r{n}")).collect();
    assert_eq!(attributes(&page, "ol.raw > li", "id"), ids);
    assert_eq!(texts(&page, "#r3 code"), ["Titel: Actieplan <AI>"]);
    for (line, class, words) in [
        ("r1", "title", "titel fichelabel"),
        ("r2", "body", "in het document"),
        ("r7", "ledger", "paginanummer"),
        ("r8", "body", ""),
        ("r11", "body", "in het document redactie"),
        ("r12", "omitted", "door de redactie weggelaten"),
    ] {
        assert_eq!(attributes(&page, &format!("#{line}"), "class"), [class], "{line}");
        assert_eq!(texts(&page, &format!("#{line} :not(code)")).join(" "), words, "{line}");
    }
    assert!(attributes(&page, "#r4", "class").is_empty());
    assert_eq!(attributes(&page, "#r6 a", "href"), ["../fiches/fiche-com-2025-165.html#p-f2"]);
    assert!(select(&page, ".site-nav [aria-current]").is_empty(), "raw texts stand in no section");
}

#[test]
fn a_page_and_its_twin_say_the_same() {
    let site = site();
    for (path, id) in crate::data::twins(&site) {
        let bytes = crate::data::twin(&site, site.document(id).expect("there"));
        let twin: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let page = page_at(&path.replace(".json", ".html"));
        assert_eq!(twin["id"], id);
        assert_eq!(twin["front"]["id"], id);
        let endings = ["json", "md", "bib", "ris", "csl.json"].map(|ending| format!("{id}.{ending}"));
        assert_eq!(attributes(&page, "link[rel=alternate]", "href"), endings);
        assert_eq!(attributes(&page, "[data-fact=data] a", "href"), endings[..2]);
        assert_eq!(attributes(&page, ".cite a[download]", "href"), endings[2..]);
        let blocks = twin["blocks"].as_array().expect("a list");
        assert_eq!(blocks.len(), site.corpus.documents[id].body.leaves().len());
        for block in blocks {
            let name = block["id"].as_str().expect("an id");
            let editorial = attributes(&page, &format!("[id='{name}'].editorial"), "id").len() == 1;
            assert_eq!(block["editorial"], editorial, "{id}#{name}");
        }
    }
}

#[test]
fn a_twin_tells_where_its_blocks_come_from() {
    let site = site();
    let twin = |id: &str| -> serde_json::Value {
        serde_json::from_slice(&crate::data::twin(&site, site.document(id).expect("there"))).expect("JSON")
    };
    let fiche = twin("fiche-com-2025-165");
    assert_eq!(fiche["source_path"], "bron/fiche-com-2025-165.html");
    assert_eq!(fiche["omitted"][0]["text"], "Weg hiermee.");
    let block = |of: &serde_json::Value, name: &str| {
        let blocks = of["blocks"].as_array().expect("a list");
        blocks.iter().find(|b| b["id"] == name).expect("a block").clone()
    };
    assert_eq!(
        block(&fiche, "p-f3"),
        serde_json::json!({
            "id": "p-f3", "kind": "paragraph", "text": "Nederland heeft een eigen visie op data.", "notes": [],
            "lines": { "first": 11, "last": 11 }, "section": ["s3", "s3a"], "editorial": true,
            "source_text": "NL heeft een visie.",
        })
    );
    assert_eq!(
        block(&fiche, "s3b"),
        serde_json::json!({
            "id": "s3b", "kind": "heading", "level": 3, "text": "b) Beoordeling", "notes": [],
            "lines": { "first": 13, "last": 13 }, "section": ["s3"], "editorial": false, "source_text": null,
        })
    );
    let plan = twin("com-2025-165");
    assert_eq!(block(&plan, "p-iiiiii")["notes"], serde_json::json!(["13", "12"]));
    assert_eq!(block(&plan, "fn-12")["section"], serde_json::json!(["s1"]));
    assert_eq!(block(&plan, "p-aaaaaa")["lines"], serde_json::Value::Null);
    assert_eq!(plan["source_path"], serde_json::Value::Null);
    assert!(crate::data::twins(&site).all(|(_, id)| id != "com-2024-28"), "a stub has no text");
}

#[test]
fn a_stub_says_what_is_known_and_what_points_to_it() {
    let page = page_at("documenten/com-2024-28.html");
    assert_eq!(
        attributes(&page, "a[data-relation=assessed_by]", "href"),
        ["../fiches/fiche-com-2025-165.html"]
    );
    assert_eq!(texts(&page, "[data-fact=number]"), ["Nummer COM(2024) 28"]);
    assert_eq!(
        texts(&page, "[data-fact=celex]"),
        ["CELEX-nummer 52024DC0028 volgens BNC-fiche: Actieplan AI"]
    );
    assert!(attributes(&page, "a", "href").contains(&"https://eur-lex.europa.eu/x?a=1&b=2"));
}

#[test]
fn an_index_of_documents_lists_the_newest_first_and_marks_stubs() {
    let page = page_at("documenten/index.html");
    assert_eq!(
        attributes(&page, ".document-entry", "data-document"),
        ["com-2025-723", "com-2025-165", "com-2024-28"]
    );
    assert_eq!(attributes(&page, ".document-entry.stub", "data-document"), ["com-2024-28"]);
    assert!(texts(&page, ".stub")[0].contains("tekst niet opgenomen"));
    assert_eq!(attributes(&page, "a[data-relation=assessed_by]", "href").len(), 2);
}

#[test]
fn the_home_page_leads_to_pillars_documents_and_sections() {
    let page = page_at("index.html");
    assert_eq!(
        attributes(&page, ".pillar a", "href"),
        ["pijlers/rekeninfrastructuur.html", "pijlers/data.html"]
    );
    assert_eq!(texts(&page, ".pillar .editorial"), ["redactie Computers voor AI."]);
    assert_eq!(
        attributes(&page, "a[data-relation=assessed_by]", "href"),
        ["fiches/fiche-com-2025-165.html", "fiches/fiche-com-2025-165.html"]
    );
    assert_eq!(texts(&page, ".taxonomies li")[1], "Instrumenten 1 pagina");
    assert_eq!(texts(&page, ".home-latest a")[0], "De toepassing van AI");
}

#[test]
fn hand_written_pages_lead_to_their_neighbours() {
    let page = page_at("handleiding/bewerken.html");
    assert_eq!(attributes(&page, "a[rel=next]", "href"), ["thema.html"]);
    assert!(select(&page, "a[rel=prev]").is_empty());
    let last = page_at("handleiding/thema.html");
    assert_eq!(attributes(&last, "a[rel=prev]", "href"), ["bewerken.html"]);
    let index = page_at("handleiding/index.html");
    assert_eq!(texts(&index, ".page-list li"), ["Bewerken Hoe dat gaat", "Een thema maken"]);
}

#[test]
fn text_of_a_source_is_never_a_tag() {
    let site = site_with(|corpus| {
        let document = corpus.documents.get_mut("com-2025-165").expect("there");
        document.front.title = "<script>x</script> & \"y\"".into();
    });
    for (path, page) in render_all(&site, &theme()) {
        let texts = select(&page, "script:not([src], [type='application/ld+json'])");
        assert!(texts.is_empty(), "{path}");
    }
}

#[test]
fn the_interface_speaks_english_when_asked() {
    let mut findings = Findings::default();
    let theme = load("standaard", Language::English, &files(&[]), &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    let pages = render_all(&site(), &theme.expect("complete"));
    let fiche = &pages["fiches/fiche-com-2025-165.html"];
    assert_eq!(attributes(fiche, "html", "lang"), ["en"]);
    assert_eq!(texts(fiche, "[data-fact=date]"), ["Date 16 May 2025"]);
    assert_eq!(attributes(fiche, ".text", "lang"), ["nl"]);
}

#[test]
fn with_a_base_url_pages_name_their_address() {
    let mut findings = Findings::default();
    let toml = format!("base_url = \"https://example.org/ai\"\n{SITE_TOML}");
    let settings = config::read(&"site.toml".into(), &toml, &mut findings).expect("complete");
    let corpus = site().corpus.clone();
    let site = Site::plan(Arc::new(settings), corpus, None, &mut findings);
    let page = render_all(&site, &theme()).remove("fiches/index.html").expect("there");
    assert_eq!(
        attributes(&page, "link[rel=canonical]", "href"),
        ["https://example.org/ai/fiches/index.html"]
    );
    assert!(select(&page, ".site-footer time").is_empty(), "no date, no line about it");
    assert!(select(&page_at("fiches/index.html"), "link[rel=canonical]").is_empty());
}

#[test]
fn ids_of_the_theme_can_never_be_ids_of_a_text() {
    for (path, page) in render_all(&site(), &theme()) {
        for id in attributes(&page, "[id]", "id") {
            assert!(id.starts_with('_') || BlockId::is_valid(id), "{path}: {id}");
        }
        for id in attributes(&page, "main, nav [id], section[id], article[id]", "id") {
            assert!(id.starts_with('_'), "{path}: {id} is the theme's");
        }
    }
}

#[test]
fn pages_of_one_folder_are_what_each_of_them_is_by_itself() {
    let (site, theme) = (site(), theme());
    let statics: Vec<String> = crate::render::statics(&theme).map(|(path, _)| path).collect();
    for expected in ["static/site.css", "static/favicon.svg"] {
        assert!(statics.iter().any(|path| path == expected), "{expected}");
    }
    // What is made once for several pages is what each of them makes, in whatever order they are made.
    for order in
        [site.pages.iter().enumerate().collect::<Vec<_>>(), site.pages.iter().enumerate().rev().collect()]
    {
        let pages = crate::render::pages(&Arc::new(Grounds::new(&site, &theme)));
        for (at, planned) in order {
            let file = OutputFile::numbered(&pages, at);
            let page = crate::render::page(&site, &theme, planned);
            assert_eq!(file.bytes().map(Cow::into_owned), page, "{}", planned.path);
        }
    }
}

#[test]
fn templates_see_extra_keys_in_a_fixed_order() {
    let site = site_with(|corpus| {
        let page = corpus.pages.get_mut("handleiding/thema").expect("there");
        let extra = &mut Arc::make_mut(page).front.page.extra;
        *extra = toml::from_str("z = 1\nb = 2\nm = 3\na = 4\n").expect("a table");
    });
    let own = "{% extends \"theme/page.html\" %}{% block main %}<h1>x</h1><p>\
               {% for k, v in page.extra %}{{ k }}={{ v }} {% endfor %}</p>{% endblock main %}";
    let pages = render_all(&site, &fixture::theme_with(&[("templates/page.html", own)]));
    assert_eq!(texts(&pages["handleiding/thema.html"], "main p"), ["a=4 b=2 m=3 z=1"]);
}
