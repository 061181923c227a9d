//! The one file: jumps, what runs in it, what it says, what `--only` leaves out.

mod support;

use fichewijzer::corpus::PageRef;
use fichewijzer::dossier::{Inputs, Outcome};
use fichewijzer::edition::onefile::Medium;
use fichewijzer::edition::{Selection, onefile};
use fichewijzer::output::PortablePath;
use fichewijzer::publish::Imprint;
use scraper::{ElementRef, Html, Selector};
use sha2::Digest as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const BASE: &str = "https://example.org/dossier/";

/// This repository's dossier, with an address and without.
struct Site {
    outcome: Outcome,
}

static PLAIN: LazyLock<Site> = LazyLock::new(|| Site { outcome: support::build(&support::repository()) });
static BASED: LazyLock<Site> = LazyLock::new(|| {
    let mut inputs: Inputs = support::repository();
    let settings = inputs.get("site.toml").expect("is there").to_vec();
    inputs.insert("site.toml", [format!("base_url = \"{BASE}\"\n").into_bytes(), settings].concat());
    Site { outcome: support::build(&inputs) }
});

impl Site {
    fn one_file(&self, only: &[&str]) -> String {
        self.made(only, Medium::Screen)
    }

    fn made(&self, only: &[&str], medium: Medium) -> String {
        let site = self.outcome.site.as_ref().expect("a site");
        let theme = self.outcome.theme.as_ref().expect("a theme");
        let ids: Vec<String> = only.iter().map(|id| (*id).to_owned()).collect();
        let selection = Selection::of(site, &ids).expect("these ids exist");
        let imprint = Imprint { title: "Dossier".into(), date: "2025-10-08".into() };
        let made = onefile::html(site, theme, &self.outcome.tree, &selection, imprint, medium);
        made.expect("the theme's templates are good").0
    }

    /// The page of a document or another page, as the site has it.
    fn page(&self, page: &PageRef) -> Html {
        let site = self.outcome.site.as_ref().expect("a site");
        let path = PortablePath::new(site.path(page)).expect("portable");
        let bytes = self.outcome.tree.get(&path).expect("planned").bytes().expect("renders");
        Html::parse_document(std::str::from_utf8(&bytes).expect("UTF-8"))
    }
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn all<'a>(page: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    page.select(&select(css)).collect()
}

fn ids(page: &Html) -> Vec<&str> {
    all(page, "[id]").into_iter().filter_map(|e| e.value().attr("id")).collect()
}

fn hrefs(page: &Html) -> BTreeSet<&str> {
    all(page, "a[href]").into_iter().filter_map(|e| e.value().attr("href")).collect()
}

/// What people read of an element: not the links that stand beside a block, which an edition has none of.
fn words(element: ElementRef<'_>) -> Vec<String> {
    let beside = select("a.anchor, a.lines");
    let left_out: BTreeSet<_> = element.select(&beside).map(|e| e.id()).collect();
    let mut text = String::new();
    for node in element.descendants() {
        if let Some(piece) = node.value().as_text()
            && !node.ancestors().any(|a| left_out.contains(&a.id()))
        {
            text.push_str(piece);
        }
    }
    text.split_whitespace().map(str::to_owned).collect()
}

/// What every file must be, whole or not.
fn check_form(html: &str) {
    // What a template prints of a value that is no text.
    assert!(!html.contains("{&quot;text&quot;"), "a value stands where its words should");
    let page = Html::parse_document(html);
    let all_ids = ids(&page);
    let set: BTreeSet<&str> = all_ids.iter().copied().collect();
    assert_eq!(set.len(), all_ids.len(), "an id stands twice");
    for href in hrefs(&page) {
        match href.strip_prefix('#') {
            Some(place) => assert!(set.contains(place), "no element has the id of {href}"),
            None => assert!(
                ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)),
                "{href} leads to a file"
            ),
        }
    }
    assert!(all(&page, "[href=''], [src=''], a:not([href])").is_empty(), "a link leads nowhere");
    for element in all(&page, "[aria-labelledby]") {
        let names = element.value().attr("aria-labelledby").expect("selected by it");
        assert!(names.split_whitespace().all(|name| set.contains(name)), "nothing is called {names}");
    }
    check_headings(&page);
    check_nothing_is_loaded(&page, html);
    check_policy(&page);
}

fn check_headings(page: &Html) {
    let ranks: Vec<u32> = all(page, "h1, h2, h3, h4, h5, h6")
        .iter()
        .filter_map(|e| e.value().name()[1..].parse().ok())
        .collect();
    assert_eq!(ranks.iter().filter(|rank| **rank == 1).count(), 1);
    assert!(ranks.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a rank is skipped");
}

fn check_nothing_is_loaded(page: &Html, html: &str) {
    for element in all(page, "link[href], [src], [poster], object, iframe, form[action]") {
        let address = ["href", "src"].iter().find_map(|name| element.value().attr(name)).unwrap_or_default();
        assert!(address.starts_with("data:"), "{}", element.html().chars().take(200).collect::<String>());
    }
    assert!(all(page, "[style]").is_empty());
    let handlers =
        all(page, "*").into_iter().flat_map(|e| e.value().attrs()).find(|(n, _)| n.starts_with("on"));
    assert_eq!(handlers, None);
    for style in all(page, "style") {
        let css: String = style.text().collect();
        assert!(!css.contains("@import"));
        let outer =
            css.split("url(").skip(1).find(|rest| !rest.trim_start_matches(['"', '\'']).starts_with("data:"));
        assert_eq!(outer, None);
    }
    assert!(html.contains("<!--fichewijzer:manifest-->"));
}

/// Every style and script that may run is in the policy with its digest, and nothing else is.
fn check_policy(page: &Html) {
    let meta = all(page, "meta[http-equiv=Content-Security-Policy]");
    let policy = meta.first().and_then(|e| e.value().attr("content")).expect("has a policy");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    for (directive, css) in [("style-src", "style"), ("script-src", "script:not([type])")] {
        let allowed = policy.split("; ").find_map(|part| part.strip_prefix(directive)).expect("is there");
        let allowed: BTreeSet<&str> = allowed.split_whitespace().filter(|a| *a != "'none'").collect();
        let there: Vec<String> = all(page, css)
            .iter()
            .map(|e| {
                format!("'sha256-{}'", reference_base64(&sha2::Sha256::digest(e.text().collect::<String>())))
            })
            .collect();
        assert_eq!(allowed, there.iter().map(String::as_str).collect(), "{directive}");
    }
    for data in all(page, "script[type]") {
        assert_eq!(data.value().attr("type"), Some("application/json"), "a data block that nothing runs");
    }
}

/// Bit by bit, unlike the program's own.
fn reference_base64(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|b| (0..8).rev().map(move |i| b >> i & 1)).collect();
    let alphabet: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let six = |chunk: &[u8]| (0..6).fold(0, |n, i| n << 1 | usize::from(*chunk.get(i).unwrap_or(&0)));
    let text: String = bits.chunks(6).map(|chunk| alphabet[six(chunk)]).collect();
    format!("{text}{}", "=".repeat((4 - text.len() % 4) % 4))
}

#[test]
fn the_whole_file_jumps_within_itself_and_loads_nothing() {
    check_form(&PLAIN.one_file(&[]));
    check_form(&BASED.one_file(&[]));
}

#[test]
fn a_part_is_as_sound_as_the_whole() {
    for only in [
        &["fiche-com-2025-165"][..],
        &["data"],
        &["investai"],
        &["pijlers/toepassing", "com-2025-723"],
        &["handleiding/beginnen"],
        &["com-2025-270"],
    ] {
        check_form(&PLAIN.one_file(only));
        check_form(&BASED.one_file(only));
    }
}

#[test]
fn a_file_of_long_lists_is_as_sound_and_leads_to_every_short_form() {
    let site = Site { outcome: support::build(&support::with_long_lists()) };
    let html = site.one_file(&[]);
    check_form(&html);
    let file = Html::parse_document(&html);
    for short in ["faaa", "feaa", "ffaj"] {
        assert!(!all(&file, &format!("a.short-form[href='#_begrippen.{short}']")).is_empty(), "{short}");
    }
    assert!(all(&file, "#_begrippen-2, #_begrippen-3, #_begrippen-4").len() == 3, "the list's parts");
}

#[test]
fn a_document_says_the_same_as_its_page() {
    let site = PLAIN.outcome.site.as_ref().expect("a site");
    let file = Html::parse_document(&PLAIN.one_file(&[]));
    let chapters = all(&file, "main > .chapter");
    let mut compared = 0;
    for id in site.corpus.documents.keys() {
        let page = PLAIN.page(&PageRef::Document(id.clone()));
        let on_page = words(page.select(&select(".document > .text")).next().expect("has a text"));
        let chapter = chapters.iter().find(|c| c.value().attr("id") == Some(id)).expect("is a chapter");
        let in_file = words(chapter.select(&select(".text")).next().expect("has a text"));
        assert!(on_page.len() > 100, "{id}");
        assert_eq!(in_file, on_page, "{id}");
        compared += 1;
    }
    for (key, page) in &site.corpus.pages {
        let on_page = PLAIN.page(&PageRef::Page(key.clone()));
        let on_page = words(on_page.select(&select(".handwritten > .text")).next().expect("has a text"));
        let anchor = format!("_{key}");
        let chapter = chapters.iter().find(|c| c.value().attr("id") == Some(&anchor)).expect("is a chapter");
        let in_file = words(chapter.select(&select(".text")).next().expect("has a text"));
        assert_eq!(in_file, on_page, "{}", page.file);
        compared += 1;
    }
    assert!(compared > 10);
}

#[test]
fn a_pillar_quotes_what_its_page_quotes() {
    let site = PLAIN.outcome.site.as_ref().expect("a site");
    let file = Html::parse_document(&PLAIN.one_file(&[]));
    for taxonomy in &site.corpus.taxonomies {
        for term in &taxonomy.terms {
            let key = taxonomy.settings.key.clone();
            let anchor = format!("_{key}/{}", term.id);
            let page = PLAIN.page(&PageRef::Term { taxonomy: key, id: term.id.clone() });
            let on_page: Vec<_> = all(&page, ".passage blockquote").into_iter().map(words).collect();
            let chapter = all(&file, "main > .chapter");
            let chapter =
                chapter.iter().find(|c| c.value().attr("id") == Some(&anchor)).expect("is a chapter");
            let in_file: Vec<_> = chapter.select(&select(".passage blockquote")).map(words).collect();
            assert_eq!(in_file, on_page, "{}", term.id);
        }
    }
}

#[test]
fn a_fiche_brings_what_it_assesses_and_the_two_side_by_side() {
    let file = Html::parse_document(&PLAIN.one_file(&["fiche-com-2025-165"]));
    let chapters: Vec<_> = all(&file, "main > .chapter")
        .iter()
        .filter_map(|c| c.value().attr("id").map(str::to_owned))
        .collect();
    assert_eq!(chapters, ["fiche-com-2025-165", "_vergelijk/fiche-com-2025-165", "com-2025-165"]);
}

#[test]
fn what_is_left_out_leads_to_the_site_or_stays_text() {
    let without = PLAIN.one_file(&["data"]);
    let page = Html::parse_document(&without);
    let relative: Vec<_> = hrefs(&page).into_iter().filter(|h| !h.starts_with('#')).collect();
    assert!(relative.iter().all(|href| href.starts_with("http")), "{relative:?}");
    assert!(!relative.iter().any(|href| href.contains("com-2025-165")), "there is no site to lead to");
    assert!(without.contains("Actieplan voor het AI-continent"), "the words stay");
    let with = BASED.one_file(&["data"]);
    let page = Html::parse_document(&with);
    let hrefs = hrefs(&page);
    assert!(hrefs.contains("https://example.org/dossier/documenten/com-2025-165.html"), "{hrefs:?}");
    assert!(
        hrefs.iter().any(|h| h.starts_with("https://example.org/dossier/documenten/com-2025-165.html#p-"))
    );
}

/// The parts of the index in a file, by their names.
fn index(file: &Html) -> BTreeMap<String, serde_json::Value> {
    let blocks = all(file, "script[id^='_index.']").into_iter().map(|block| {
        let name = block.value().attr("id").expect("selected by it").trim_start_matches("_index.");
        (name.to_owned(), serde_json::from_str(&block.text().collect::<String>()).expect("JSON"))
    });
    blocks.collect()
}

/// Every page of an index is a chapter of the file, and some chapter has the place of each of its blocks; which, the
/// browser's test looks at.
fn check_index(file: &Html, expected: &[&str]) {
    let parts = index(file);
    let set: BTreeSet<&str> = ids(file).into_iter().collect();
    let infos = (0..).map_while(|n| parts.get(&format!("i{n}")));
    let pages: Vec<&str> =
        infos.flat_map(|of| of.as_array().expect("a list")).filter_map(|page| page[0].as_str()).collect();
    assert!(pages.iter().all(|page| set.contains(page)), "a page of the index is no chapter: {pages:?}");
    assert!(!pages.is_empty() && expected.iter().all(|page| pages.contains(page)), "{pages:?}");
    let blocks: Vec<&str> = (0..)
        .map_while(|n| parts.get(&format!("t{n}")))
        .flat_map(|of| of[1].as_array().expect("a list"))
        .filter_map(|block| block[0].as_str().filter(|id| !id.is_empty()))
        .collect();
    let ends: BTreeSet<&str> =
        set.iter().filter_map(|id| id.split_once('.')).map(|(_, place)| place).collect();
    let lost: Vec<_> = blocks.iter().filter(|id| !ends.contains(**id)).collect();
    assert!(lost.is_empty(), "no chapter has the places {lost:?}");
}

#[test]
fn what_the_index_leads_to_is_in_the_file() {
    let whole = PLAIN.one_file(&[]);
    let page = Html::parse_document(&whole);
    check_index(&page, &["fiche-com-2025-165", "_pijlers/data", "_handleiding/zoeken", "com-2025-270"]);
    let chapters = all(&page, "main > .chapter").len();
    assert!(chapters > 30);
    for only in [&["fiche-com-2025-165"][..], &["pijlers/data"], &["investai"], &["handleiding/beginnen"]] {
        let part = Html::parse_document(&PLAIN.one_file(only));
        check_index(&part, &[]);
    }
}

#[test]
fn a_part_has_an_index_of_itself_only() {
    let part = PLAIN.one_file(&["fiche-com-2025-165"]);
    let parts = index(&Html::parse_document(&part));
    let pages: Vec<&str> =
        parts["i0"].as_array().expect("a list").iter().filter_map(|page| page[0].as_str()).collect();
    assert_eq!(pages, ["fiche-com-2025-165", "com-2025-165"], "from new to old, without their comparison");
    let texts = |file: &str| -> usize {
        let parts = index(&Html::parse_document(file));
        parts.values().map(|part| part.to_string().len()).sum()
    };
    assert!(texts(&part) * 2 < texts(&PLAIN.one_file(&[])));
}

/// A part that only quotes a document is the one place where its words are.
#[test]
fn what_a_part_only_quotes_is_found_in_it() {
    let quoted = |only: &[&str]| -> Vec<String> {
        let file = Html::parse_document(&PLAIN.one_file(only));
        let parts = index(&file);
        let places: Vec<String> = all(&file, ".passage")
            .into_iter()
            .map(|passage| passage.value().attr("id").expect("has a place").to_owned())
            .collect();
        let blocks: Vec<&str> = (0..)
            .map_while(|n| parts.get(&format!("t{n}")))
            .flat_map(|of| of[1].as_array().expect("a list"))
            .filter_map(|block| block[0].as_str())
            .collect();
        let is_found = |id: &String| id.split_once('.').is_some_and(|(_, place)| blocks.contains(&place));
        places.into_iter().filter(is_found).collect()
    };
    let pillar = quoted(&["pijlers/data"]);
    assert!(pillar.iter().any(|id| id.starts_with("_pijlers/data._com-2025-165.")), "{pillar:?}");
    assert!(pillar.iter().any(|id| id.starts_with("_pijlers/data._fiche-com-2025-165.")), "{pillar:?}");
    let both = quoted(&["pijlers/data", "com-2025-165"]);
    assert!(both.iter().all(|id| !id.starts_with("_pijlers/data._com-2025-165.")), "its own page has them");
    assert!(!both.is_empty());
    assert_eq!(quoted(&[]), [""; 0]);
}

#[test]
fn on_paper_nothing_runs_and_no_index_goes_along() {
    let html = PLAIN.made(&["investai"], Medium::Paper);
    let page = Html::parse_document(&html);
    check_policy(&page);
    assert!(all(&page, "script:not(#_manifest)").is_empty());
    let policy = all(&page, "meta[http-equiv=Content-Security-Policy]")[0].value().attr("content");
    assert!(policy.is_some_and(|policy| policy.contains("script-src 'none'")), "{policy:?}");
}

#[test]
fn no_rule_stands_in_two_style_sheets() {
    let page = Html::parse_document(&PLAIN.one_file(&["investai"]));
    let mut seen = BTreeMap::new();
    for (sheet, style) in all(&page, "style:not([media])").into_iter().enumerate() {
        let css: String = style.text().collect();
        for rule in css.split_inclusive('}').map(str::trim).filter(|rule| rule.len() > 20) {
            let first = *seen.entry(rule.to_owned()).or_insert(sheet);
            assert_eq!(first, sheet, "{rule}");
        }
    }
}

#[test]
fn every_note_is_linked_both_ways() {
    let file = Html::parse_document(&PLAIN.one_file(&[]));
    let set: BTreeSet<&str> = ids(&file).into_iter().collect();
    let marks = all(&file, "a[role=doc-noteref]");
    assert!(marks.len() > 100);
    for mark in marks {
        let (id, href) =
            (mark.value().attr("id").expect("an id"), mark.value().attr("href").expect("a link"));
        let back = format!("#{id}");
        let note = select(&format!("[id=\"{}\"] a[role=doc-backlink]", &href[1..]));
        assert!(set.contains(&href[1..]), "{href}");
        assert!(file.select(&note).any(|a| a.value().attr("href") == Some(&back)), "{back}");
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(PLAIN.one_file(&[]), PLAIN.one_file(&[]));
    let again = Site { outcome: support::build(&support::repository()) };
    assert_eq!(PLAIN.one_file(&[]), again.one_file(&[]));
}

#[test]
fn it_is_what_its_digests_say_and_a_changed_word_is_told() {
    let html = PLAIN.one_file(&["investai"]);
    let verify = |text: &str| fichewijzer::edition::verify(&mut std::io::Cursor::new(text.as_bytes()));
    let good = verify(&html).expect("has a manifest");
    assert!(good.difference.is_empty(), "{:?}", good.difference);
    assert!(good.manifest.files.keys().any(|path| path.as_str() == "instrumenten/investai.html"));
    let at = html.find("gigafabrieken").expect("is there");
    let changed = format!("{}G{}", &html[..at], &html[at + 1..]);
    let bad = verify(&changed).expect("has a manifest");
    assert_eq!(bad.difference.changed.len(), 1, "{:?}", bad.difference);
}
