//! A fiche beside what it assesses, and the cabinet's basic positions.

use super::{attributes, render_all, select, texts};
use crate::corpus::{Corpus, FoundBy, Outline, Provenance};
use crate::render::block::BlockRenderer;
use crate::render::fixture::{fund, heading, id, paragraph, passage, site, site_with, text, theme};
use crate::render::html::Syntax;
use crate::render::links::{ExcerptLinks, FileLinks};
use crate::site::Site;
use scraper::Html;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const FICHE: &str = "fiche-com-2025-165";
const PAGE: &str = "vergelijk/fiche-com-2025-165.html";

fn assess(corpus: &mut Corpus, numbers: &[&str]) {
    let fiche = corpus.documents.get_mut(FICHE).expect("there");
    fiche.front.assesses = numbers.iter().map(|n| n.parse().expect("a number")).collect();
}

/// The fiche assesses two documents that are here and one that is not; its opinion names the fund.
fn compared() -> Arc<Site> {
    site_with(|corpus| {
        assess(corpus, &["COM(2025) 165", "COM(2024) 28", "COM(2025) 723"]);
        let mut named = corpus.taxonomies[1].terms[0].passages.to_vec();
        named.push(passage(&corpus.documents[FICHE], "p-f4", FoundBy::Name));
        corpus.taxonomies[1].terms[0].passages = named.into();
    })
}

fn page_of(site: &Site) -> Option<Html> {
    render_all(site, &theme()).remove(PAGE)
}

#[test]
fn both_sides_of_a_pillar_stand_in_rows() {
    let page = page_of(&compared()).expect("planned");
    assert_eq!(texts(&page, "main h1"), ["Naast elkaar: Actieplan AI"]);
    assert_eq!(
        texts(&page, "main section h2"),
        ["Pijler 1: Rekeninfrastructuur"],
        "the other pillar has no blocks"
    );
    assert_eq!(texts(&page, "main h3"), ["InvestAI", "Algemeen"]);
    assert_eq!(attributes(&page, "main h3 a", "href"), ["../instrumenten/investai.html"]);
    assert_eq!(texts(&page, "main h4"), ["Commissie", "Kabinet", "Commissie", "Kabinet"]);
    assert_eq!(
        attributes(&page, "main h3", "id"),
        ["rekeninfrastructuur.investai", "rekeninfrastructuur._general"]
    );
    let blocks = |row: &str, side: &str| {
        let within = format!("[data-row='{row}'] [data-side={side}] .compared-block");
        attributes(&page, &within, "data-anchor").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(blocks("investai", "commission"), ["p-ffffff", "p-l1"], "in the fiche's order");
    assert_eq!(blocks("investai", "cabinet"), ["p-f4"], "neither summary nor policy nor data");
    assert_eq!(blocks("", "commission"), ["p-aaaaaa", "fn-12"], "a note under its paragraph");
    assert_eq!(blocks("", "cabinet"), [""; 0]);
    assert_eq!(
        texts(&page, "[data-row=''] [data-side=cabinet] .about"),
        ["Hierover staat hier verder niets."]
    );
}

#[test]
fn several_documents_on_the_left_have_their_titles() {
    let page = page_of(&compared()).expect("planned");
    let labels = texts(&page, "[data-row=investai] .compared-document");
    assert_eq!(labels, ["Actieplan voor het AI-continent", "De toepassing van AI"]);
    assert_eq!(
        attributes(&page, "[data-fact=assessed] a", "href").len(),
        2,
        "the stub is not beside anything"
    );
    let one = site_with(|corpus| assess(corpus, &["COM(2025) 165"]));
    assert!(select(&page_of(&one).expect("planned"), ".compared-document").is_empty());
}

#[test]
fn a_block_stands_in_full_with_its_own_address() {
    let page = page_of(&compared()).expect("planned");
    let paragraph = "[id='rekeninfrastructuur.com-2025-165.p-aaaaaa']";
    assert_eq!(
        attributes(&page, &format!("{paragraph} a.anchor"), "href"),
        ["../documenten/com-2025-165.html#p-aaaaaa"]
    );
    let note = "#rekeninfrastructuur.com-2025-165.fn-12";
    assert_eq!(attributes(&page, &format!("{paragraph} .note-ref a"), "href"), [note]);
    assert_eq!(texts(&page, &format!("[id='{}'] .note-label", &note[1..])), ["12"]);
    let link = "[id='rekeninfrastructuur.fiche-com-2025-165.p-f4'] a:not(.anchor)";
    assert_eq!(attributes(&page, link, "href"), ["../documenten/com-2025-165.html#s1"]);
    let ids = attributes(&page, "[id]", "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(select(&page, "[id^=fnref]").is_empty());
}

#[test]
fn every_kind_of_passage_has_its_words_and_its_place() {
    let site = compared();
    let planned = site.pages.iter().find(|p| p.path == PAGE).expect("planned");
    let theme = theme();
    let document = &site.corpus.documents["com-2025-165"];
    let links = FileLinks::new(&site, &planned.path);
    let links = ExcerptLinks { links, document: &document.id, shown: BTreeMap::default() };
    let editors =
        Provenance { editorial: BTreeMap::from([(id("fn-13"), Vec::new())]), ..Provenance::default() };
    let renderer = BlockRenderer {
        links: &links,
        syntax: Syntax::Html,
        strings: theme.strings(),
        provenance: &editors,
        seed: None,
    };
    let place = |anchor: &str| {
        format!(
            "<a class=\"anchor\" href=\"../documenten/com-2025-165.html#{anchor}\" \
             aria-label=\"Naar deze plek in het document\"></a>"
        )
    };
    for (anchor, words) in [
        ("p-bbbbbb", "<p>eerste punt"),
        ("p-ffffff", "<p>InvestAI | 200"),
        ("fn-12", "<p><span class=\"note-label\">12</span> COM(2025) 1, blz. 4."),
        (
            "fn-13",
            "<p class=\"editorial\"><span class=\"editorial-mark\">redactie</span> \
             <span class=\"note-label\">13</span> Zie hoofdstuk 2.",
        ),
    ] {
        let leaves = document.body.leaves();
        let leaf = leaves.iter().find(|l| l.id.as_str() == anchor).expect("there");
        assert_eq!(renderer.excerpt(leaf), format!("{words}{}</p>", place(anchor)));
    }
}

#[test]
fn a_mark_whose_note_is_not_shown_leads_to_its_document() {
    let site = site_with(|corpus| {
        assess(corpus, &["COM(2025) 165"]);
        let mut passages = corpus.taxonomies[0].terms[0].passages.to_vec();
        passages.retain(|p| p.anchor.as_str() != "fn-12");
        corpus.taxonomies[0].terms[0].passages = passages.into();
    });
    let page = page_of(&site).expect("planned");
    assert_eq!(attributes(&page, ".note-ref a", "href"), ["../documenten/com-2025-165.html#fn-12"]);
}

#[test]
fn a_side_without_blocks_says_where_it_names_the_instrument() {
    let site = site_with(|corpus| {
        assess(corpus, &["COM(2025) 165"]);
        // Both sides name the pillar's second instrument after its first.
        let mut second = Vec::new();
        let mut first = Vec::new();
        for (document, anchor, at) in
            [("com-2025-165", "p-aaaaaa", 9), ("com-2025-165", "p-ffffff", 0), (FICHE, "p-f4", 9)]
        {
            let mut found = passage(&corpus.documents[document], anchor, FoundBy::Name);
            found.named_at = Some(at);
            second.push(found.clone());
            if anchor != "p-ffffff" {
                found.named_at = Some(0);
                first.push(found);
            }
        }
        let term = fund("ai-fonds", first);
        corpus.taxonomies[1].terms[0].passages = second.into();
        corpus.taxonomies[1].terms.push(term);
    });
    let page = page_of(&site).expect("planned");
    assert_eq!(texts(&page, "main h3"), ["ai-fonds", "InvestAI"], "the note stands under its paragraph");
    let empty = "[data-row=investai] [data-side=cabinet]";
    assert_eq!(texts(&page, &format!("{empty} .about")), ["Dit komt hier aan de orde bij: ai-fonds"]);
    assert_eq!(attributes(&page, &format!("{empty} .about a"), "href"), ["#rekeninfrastructuur.ai-fonds"]);
}

#[test]
fn the_way_leads_from_fiche_document_and_pillar_to_the_comparison() {
    let pages = render_all(&compared(), &theme());
    for (page, expected) in [
        ("fiches/fiche-com-2025-165.html", "../vergelijk/fiche-com-2025-165.html"),
        ("documenten/com-2025-165.html", "../vergelijk/fiche-com-2025-165.html"),
        ("pijlers/rekeninfrastructuur.html", "../vergelijk/fiche-com-2025-165.html#rekeninfrastructuur"),
    ] {
        assert_eq!(attributes(&pages[page], "[data-fact=comparison] a", "href"), [expected], "{page}");
    }
    for list in ["index.html", "documenten/index.html", "fiches/index.html"] {
        let entries = select(&pages[list], ".document-entry").into_iter();
        let linked =
            entries.filter(|e| e.inner_html().contains(PAGE)).filter_map(|e| e.attr("data-document"));
        let expected = if list.starts_with("fiches") { [FICHE] } else { ["com-2025-165"] };
        assert_eq!(linked.collect::<Vec<_>>(), expected, "{list}");
    }
    for page in ["documenten/com-2024-28.html", "pijlers/data.html", "instrumenten/investai.html"] {
        assert!(select(&pages[page], "[data-fact=comparison]").is_empty(), "{page}");
    }
}

#[test]
fn nothing_is_compared_with_a_stub_or_without_pillars() {
    assert!(page_of(&site()).is_none(), "the fiche names nothing");
    assert!(page_of(&site_with(|corpus| assess(corpus, &["COM(2024) 28"]))).is_none(), "a stub");
    let without = site_with(|corpus| {
        assess(corpus, &["COM(2025) 165"]);
        corpus.taxonomies[0].settings.role = None;
    });
    assert!(page_of(&without).is_none(), "no taxonomy plays the pillars");
}

#[test]
fn basic_positions_stand_with_their_sentence_where_a_fiche_states_them() {
    let sentence = "De grondhouding van het kabinet is positief, met een kanttekening.";
    let pages = render_all(
        &site_with(|corpus| {
            assess(corpus, &["COM(2025) 165", "COM(2024) 28"]);
            let fiche = corpus.documents.get_mut(FICHE).expect("there");
            fiche.body.blocks.push(heading("s4b", 3, "b) Subsidiariteit"));
            fiche.body.blocks.push(paragraph("p-f5", vec![text(sentence), text(" Dat komt zo.")]));
            fiche.outline = Outline::of(&fiche.body);
        }),
        &theme(),
    );
    for (page, place) in [
        ("fiches/fiche-com-2025-165.html", "#p-f5"),
        ("documenten/com-2025-165.html", "../fiches/fiche-com-2025-165.html#p-f5"),
        ("documenten/com-2024-28.html", "../fiches/fiche-com-2025-165.html#p-f5"),
        (PAGE, "../fiches/fiche-com-2025-165.html#p-f5"),
    ] {
        let page_ = &pages[page];
        assert_eq!(attributes(page_, ".positions li", "data-subject"), ["subsidiarity"], "{page}");
        assert_eq!(attributes(page_, ".positions li", "data-value"), ["positive-qualified"], "{page}");
        assert_eq!(texts(page_, ".positions strong"), ["positief, met kanttekening"], "{page}");
        assert_eq!(texts(page_, ".positions q"), [sentence], "{page}");
        assert_eq!(attributes(page_, ".positions a", "href"), [place], "{page}");
    }
    let silent = render_all(&site(), &theme());
    assert!(silent.values().all(|page| select(page, "[data-fact=positions]").is_empty()));
}
