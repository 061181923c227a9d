//! Where words come from, in a dossier with an editor: what the source says in the place of an editor's
//! words is told on the page, in the twin and beside the raw text.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod support;

use fichewijzer::dossier::{Inputs, Outcome};
use scraper::{Html, Selector};
use serde_json::{Value, json};

const CONTENT: &str = "content/fiches/fiche-com-2026-912.md";
const PAGE: &str = "fiches/fiche-com-2026-912.html";
const TWIN: &str = "fiches/fiche-com-2026-912.json";
const RAW: &str = "bron/fiche-com-2026-912.html";

/// What an editor does to the text: one paragraph otherwise, one more, one less.
const EDITS: [(&str, &str); 3] = [
    ("De havenbedrijven dragen zelf een derde van de kosten.", "Zij dragen een derde van de kosten."),
    (
        "Kuststaten staan overwegend positief",
        "Wij weten er niet meer van.\n\nKuststaten staan overwegend positief",
    ),
    ("Raad voor Vervoer, Telecom en Energie (Vervoer)\n", "\n"),
];

fn dossier() -> Inputs {
    let layout = support::root().join("tests/layouts/letters.txt");
    let mut inputs = Inputs::default();
    inputs.insert("site.toml", b"title = \"Havens\"\ndescription = \"Stille havens\"\n".to_vec());
    inputs.insert("seeds/fiche.txt", std::fs::read(layout).expect("is there"));
    after(inputs)
}

/// The inputs with what a build writes.
fn after(mut inputs: Inputs) -> Inputs {
    let outcome = support::build(&inputs);
    for change in outcome.changes {
        inputs.insert(change.path.to_string(), change.new.expect("nothing is deleted here"));
    }
    inputs
}

fn edited() -> Inputs {
    let mut inputs = dossier();
    let bytes = inputs.get(CONTENT).expect("converted").to_vec();
    let mut text = String::from_utf8(bytes).expect("UTF-8");
    // Front matter stays as it is.
    let body = text.rfind("+++\n").expect("front matter") + 4;
    for (from, to) in EDITS {
        let at = body + text[body..].find(from).unwrap_or_else(|| panic!("no `{from}`"));
        text.replace_range(at..at + from.len(), to);
    }
    let text = text.replacen("kind = ", "retired = [\"p-zgpv2k\"]\nkind = ", 1);
    inputs.insert(CONTENT, text.into_bytes());
    after(inputs)
}

fn output(outcome: &Outcome, path: &str) -> Option<String> {
    let (_, file) = outcome.tree.iter().find(|(p, _)| p.as_str() == path)?;
    Some(String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8"))
}

fn twin(outcome: &Outcome) -> Value {
    serde_json::from_str(&output(outcome, TWIN).expect("a twin")).expect("JSON")
}

fn texts(page: &str, css: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(css).expect("a selector");
    let words = |e: scraper::ElementRef<'_>| e.text().collect::<String>();
    page.select(&selector).map(|e| words(e).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The block that begins with these words.
fn block<'a>(twin: &'a Value, words: &str) -> &'a Value {
    let blocks = twin["blocks"].as_array().expect("a list");
    let begins = |b: &&Value| b["text"].as_str().is_some_and(|text| text.starts_with(words));
    blocks.iter().find(begins).unwrap_or_else(|| panic!("no block `{words}…`"))
}

#[test]
fn without_an_editor_everything_is_the_sources() {
    let outcome = support::build(&dossier());
    let twin = twin(&outcome);
    for block in twin["blocks"].as_array().expect("a list") {
        assert_eq!((&block["editorial"], &block["source_text"]), (&json!(false), &Value::Null), "{block}");
        assert!(block["lines"].is_object(), "{block}");
    }
    assert_eq!(twin["omitted"], json!([]));
    // "Nederland werkt …" is the 51st line of the fixture.
    assert_eq!(block(&twin, "Nederland werkt")["lines"], json!({ "first": 51, "last": 51 }));
}

#[test]
fn what_an_editor_changed_is_told_with_the_sources_words() {
    let outcome = support::build(&edited());
    let twin = twin(&outcome);
    let changed = block(&twin, "Nederland werkt");
    let source = "Nederland werkt in het Programma Stille Kade aan walstroom in de vijf grootste zeehavens. \
                  De havenbedrijven dragen zelf een derde van de kosten.";
    assert_eq!(changed["editorial"], true);
    assert_eq!(changed["source_text"], source);
    assert_eq!(changed["lines"], json!({ "first": 51, "last": 51 }));
    let added = block(&twin, "Wij weten");
    assert_eq!((&added["editorial"], &added["source_text"]), (&json!(true), &Value::Null));
    assert_eq!(added["lines"], Value::Null);
    assert_eq!(block(&twin, "Kuststaten")["editorial"], false);
    let omitted = "Raad voor Vervoer, Telecom en Energie (Vervoer)";
    assert_eq!(twin["omitted"], json!([{ "text": omitted, "lines": { "first": 35, "last": 35 } }]));

    let page = output(&outcome, PAGE).expect("a page");
    assert_eq!(texts(&page, ".source-words p"), [format!("{source} bron: regel 51")]);
    assert_eq!(texts(&page, ".omitted li"), [format!("{omitted} bron: regel 35")]);
    let raw = output(&outcome, RAW).expect("a raw text");
    assert_eq!(texts(&raw, "#r51 :not(code)"), ["in het document", "redactie"]);
    assert_eq!(texts(&raw, "#r35 :not(code)"), ["door de redactie weggelaten"]);
}

#[test]
fn the_raw_text_is_the_seeds() {
    let inputs = dossier();
    let outcome = support::build(&inputs);
    let seed = std::str::from_utf8(inputs.get("seeds/fiche.txt").expect("there")).expect("UTF-8").to_owned();
    let page = Html::parse_document(&output(&outcome, RAW).expect("a raw text"));
    let lines = Selector::parse("ol.raw > li").expect("a selector");
    let code = Selector::parse("code").expect("a selector");
    let shown: Vec<String> =
        page.select(&lines).map(|li| li.select(&code).flat_map(|c| c.text()).collect()).collect();
    assert_eq!(shown, seed.lines().collect::<Vec<_>>());
}

#[test]
fn without_its_seed_a_document_keeps_what_its_map_knows() {
    let mut inputs = edited();
    let before = twin(&support::build(&inputs));
    inputs.remove("seeds/fiche.txt");
    let outcome = support::build(&inputs);
    assert!(output(&outcome, RAW).is_none());
    assert!(!output(&outcome, PAGE).expect("a page").contains("bron/"));
    let now = twin(&outcome);
    assert_eq!(now["source_path"], Value::Null);
    let known = |twin: &Value, words: &str| block(twin, words)["lines"].clone();
    assert_eq!(known(&now, "Kuststaten"), known(&before, "Kuststaten"));
    assert_ne!(known(&now, "Kuststaten"), Value::Null);
    assert_eq!(block(&now, "Nederland")["source_text"], block(&before, "Nederland")["source_text"]);
}

/// The fiche with a date of publication that is not the date of receipt.
fn contradicting() -> Inputs {
    let mut inputs = dossier();
    let seed = String::from_utf8(inputs.get("seeds/fiche.txt").expect("there").to_vec()).expect("UTF-8");
    let seed = seed.replace("Op 3 februari 2026 heeft", "Op 24 november 2025 heeft");
    inputs.insert("seeds/fiche.txt", seed.into_bytes());
    after(inputs)
}

#[test]
fn what_a_source_says_against_itself_is_noted_at_its_block() {
    let outcome = support::build(&contradicting());
    let twin = twin(&outcome);
    let id = block(&twin, "Op 24 november 2025")["id"].clone();
    let expected = json!([
        { "anchor": id, "kind": "dates", "text": "24 november 2025", "against": "3 februari 2026" }
    ]);
    assert_eq!(twin["front"]["remarks"], expected);
    let page = output(&outcome, PAGE).expect("a page");
    let after = format!("[id='{}'] + p.remark", id.as_str().expect("an id"));
    assert_eq!(
        texts(&page, &after),
        ["redactie De bron noemt hier 24 november 2025, maar als ontvangstdatum 3 februari 2026. \
          Dat kan niet allebei kloppen."]
    );
}

#[test]
fn what_stands_before_the_text_is_noted_at_the_head_of_the_page() {
    let mut inputs = dossier();
    let seed = String::from_utf8(inputs.get("seeds/fiche.txt").expect("there").to_vec()).expect("UTF-8");
    let title = "Fiche 2: Mededeling Europese strategie voor stille havens";
    let seed = seed.replace(title, &format!("{title} (COM(2027) 912)"));
    inputs.insert("seeds/fiche.txt", seed.into_bytes());
    let outcome = support::build(&after(inputs));
    let expected = json!([
        { "anchor": null, "kind": "future-year", "text": "COM(2027) 912", "against": "2026-03-06" }
    ]);
    assert_eq!(twin(&outcome)["front"]["remarks"], expected);
    assert_eq!(
        texts(&output(&outcome, PAGE).expect("a page"), ".document-header p.remark"),
        [
            "redactie Titelpagina of kop van de bron: De bron noemt hier COM(2027) 912, maar dat jaar was op 6 maart 2026 nog niet \
          begonnen."
        ]
    );
}

#[test]
fn what_an_editor_mended_is_noted_no_more() {
    let mut inputs = contradicting();
    let text = String::from_utf8(inputs.get(CONTENT).expect("there").to_vec()).expect("UTF-8");
    inputs.insert(CONTENT, text.replace("Op 24 november 2025 heeft", "Onlangs heeft").into_bytes());
    let outcome = support::build(&inputs);
    assert_eq!(twin(&outcome)["front"]["remarks"], json!([]));
    assert!(texts(&output(&outcome, PAGE).expect("a page"), ".remark").is_empty());
    assert_eq!(texts(&output(&outcome, PAGE).expect("a page"), ".source-words summary").len(), 1);
}
