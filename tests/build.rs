//! The main job on this repository's dossier: same inputs, same bytes; what is deleted comes back; the data
//! files are valid; the pages show what the data say.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use fichewijzer::output::OutputTree;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Every file of a tree by its path.
fn bytes(tree: &OutputTree) -> BTreeMap<String, Vec<u8>> {
    tree.iter().map(|(path, file)| (path.to_string(), file.bytes().expect("renders").into_owned())).collect()
}

/// The repository's site, made once for all tests that only read it.
fn site() -> &'static BTreeMap<String, Vec<u8>> {
    static SITE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    SITE.get_or_init(|| bytes(&support::build(&support::repository()).tree))
}

fn text(path: &str) -> &'static str {
    let bytes = site().get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn page(path: &str) -> Html {
    Html::parse_document(text(path))
}

fn data(path: &str) -> Vec<Value> {
    serde_json::from_str(text(path)).expect("a list")
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn field<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}

/// Inputs without the converted documents and their bases; the maps stay where `maps` says so.
fn stripped(keep_maps: bool) -> Inputs {
    let mut inputs = support::repository();
    let gone: Vec<String> = inputs
        .iter()
        .map(|(path, _)| path.to_string())
        .filter(|path| {
            let below = path.strip_prefix("content/").unwrap_or_default();
            let below = below.strip_prefix(".ingest/").unwrap_or(below);
            let converted = ["documenten/", "fiches/", "nieuws/"].iter().any(|s| below.starts_with(s));
            converted && !(keep_maps && path.ends_with(".map"))
        })
        .collect();
    assert!(gone.len() >= 10, "only {} files to delete", gone.len());
    for path in gone {
        inputs.remove(&path);
    }
    inputs
}

/// The inputs with a run's changes made.
fn applied(mut inputs: Inputs, outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    for change in &outcome.changes {
        match &change.new {
            Some(new) => inputs.insert(change.path.to_string(), new.clone()),
            None => inputs.remove(change.path.as_str()),
        }
    }
    inputs.iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect()
}

#[test]
fn in_a_fresh_clone_nothing_changes() {
    let outcome = support::build(&support::repository());
    let paths: Vec<String> = outcome.changes.iter().map(|c| c.path.to_string()).collect();
    assert!(paths.is_empty(), "a build would change {paths:?}; commit what it writes");
}

#[test]
fn the_committed_bases_are_what_the_seeds_convert_to() {
    let outcome = dossier::build(&support::repository(), Mode::Frozen, None);
    assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
}

#[test]
fn deleted_documents_come_back_byte_for_byte() {
    let kept = support::repository();
    let whole: BTreeMap<String, Vec<u8>> = kept.iter().map(|(p, b)| (p.to_string(), b.to_vec())).collect();
    let inputs = stripped(true);
    let outcome = support::build(&inputs);
    assert_eq!(applied(inputs, &outcome), whole);
}

#[test]
fn without_maps_the_texts_come_back() {
    let inputs = stripped(false);
    let outcome = support::build(&inputs);
    let texts = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files.into_iter().filter(|(path, _)| path.ends_with(".md")).collect()
    };
    let kept = support::repository();
    let whole = kept.iter().map(|(p, b)| (p.to_string(), b.to_vec())).collect();
    assert_eq!(texts(applied(inputs, &outcome)), texts(whole));
}

#[test]
fn a_second_ingest_writes_nothing() {
    let inputs = stripped(false);
    let first = dossier::ingest(&inputs, Mode::Merge, None);
    assert!(!first.changes.is_empty());
    let after: Inputs = applied(inputs, &first).into_iter().collect();
    let second = dossier::ingest(&after, Mode::Merge, None);
    assert!(second.changes.is_empty(), "{:?}", second.changes);
}

#[test]
fn neither_threads_nor_the_order_of_files_matter() {
    let inputs = support::repository();
    let with_threads = |threads: usize, inputs: &Inputs| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| bytes(&support::build(inputs).tree))
    };
    let one = with_threads(1, &inputs);
    let backwards: Inputs = {
        let mut files: Vec<_> = inputs.iter().map(|(p, b)| (p.clone(), b.clone())).collect();
        files.reverse();
        files.into_iter().collect()
    };
    assert!(one == with_threads(8, &backwards), "one thread and eight make different sites");
    assert!(&one == site());
}

#[test]
fn data_files_are_valid_against_their_schemas() {
    for (file, schema) in [
        ("data/documents.json", "data/schema/documents.json"),
        ("data/citations.json", "data/schema/citations.json"),
        ("data/relations.json", "data/schema/relations.json"),
        ("data/actions.json", "data/schema/actions.json"),
        ("data/pijlers.json", "data/schema/taxonomy.json"),
        ("data/instrumenten.json", "data/schema/taxonomy.json"),
    ] {
        let schema: Value = serde_json::from_str(text(schema)).expect("JSON");
        jsonschema::meta::validate(&schema).expect("a valid schema");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let value: Value = serde_json::from_str(text(file)).expect("JSON");
        assert!(value.as_array().is_some_and(|a| !a.is_empty()), "{file} is empty");
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{file}: {faults:#?}");
    }
}

/// The twins of the pages of documents: path of the page, twin.
fn twins() -> Vec<(String, Value)> {
    let with_text = data("data/documents.json").into_iter().filter(|d| d["stub"] == false);
    with_text
        .map(|entry| {
            let page = field(&entry, "path").to_owned();
            let twin: Value = serde_json::from_str(text(&page.replace(".html", ".json"))).expect("JSON");
            assert_eq!(twin["front"], entry, "{page}");
            (page, twin)
        })
        .collect()
}

#[test]
fn twins_are_valid_against_their_schema() {
    let schema =
        |name: &str| -> Value { serde_json::from_str(text(&format!("data/schema/{name}"))).expect("JSON") };
    let base = "https://example.org/data/schema/";
    let registry = jsonschema::Registry::new()
        .add(format!("{base}documents.json"), schema("documents.json"))
        .and_then(jsonschema::RegistryBuilder::prepare)
        .expect("a schema");
    let validator = jsonschema::options()
        .with_base_uri(format!("{base}document.json"))
        .with_registry(&registry)
        .build(&schema("document.json"))
        .expect("a schema");
    assert_eq!(twins().len(), 5);
    for (page, mut twin) in twins() {
        let faults: Vec<String> =
            validator.iter_errors(&twin).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{page}: {faults:#?}");
        twin["front"]["stub"] = true.into();
        assert!(!validator.is_valid(&twin), "the schema does not look at the front matter");
    }
}

/// The words of an element of a text without what the site adds: marks of notes, labels of editors, and what
/// is nested in it.
fn own_words(element: scraper::ElementRef<'_>) -> String {
    let mut out = String::new();
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            out.push_str(text);
        } else if let Some(inner) = scraper::ElementRef::wrap(child) {
            let class = inner.attr("class").unwrap_or_default();
            let added = ["note-ref", "note-back", "editorial-mark", "source-words", "editorial remark"]
                .contains(&class);
            let nested = inner.attr("id").is_some() || ["ul", "ol", "div"].contains(&inner.value().name());
            if !added && !nested {
                out.push_str(&own_words(inner));
                out.push_str(if inner.value().name() == "td" { " " } else { "" });
            }
        }
    }
    out
}

#[test]
fn a_twin_has_the_text_of_its_page() {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (path, twin) in twins() {
        let page = page(&path);
        let blocks = twin["blocks"].as_array().expect("a list");
        assert!(blocks.len() > 10, "{path}: {} blocks", blocks.len());
        for block in blocks {
            let id = field(block, "id");
            let shown = page.select(&select(&format!("[id='{id}']"))).next();
            let shown = shown.unwrap_or_else(|| panic!("{path} has no #{id}"));
            assert_eq!(folded(&own_words(shown)), folded(field(block, "text")), "{path}#{id}");
        }
    }
}

#[test]
fn every_block_leads_to_its_lines_and_back() {
    let list = select("ol.raw > li");
    let code = select("code");
    for (path, twin) in twins() {
        let raw_path = field(&twin, "source_path");
        let raw = page(raw_path);
        let shown: Vec<String> =
            raw.select(&list).map(|li| li.select(&code).flat_map(|c| c.text()).collect()).collect();
        let seed = format!("seeds/{}", field(&twin["front"]["source"], "file"));
        let bytes = support::repository().get(&seed).expect("there").to_vec();
        let seed = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(shown.join("\n").trim_end(), seed.replace("\r\n", "\n").trim_end(), "{raw_path}");
        let (page, text_of) = (page(&path), fichewijzer::site::relative(raw_path, &path));
        for block in twin["blocks"].as_array().expect("a list") {
            let (id, lines) = (field(block, "id"), &block["lines"]);
            assert!(lines.is_object(), "{path}#{id} has no lines");
            let there = format!("{}#r{}", fichewijzer::site::relative(&path, raw_path), lines["first"]);
            let link = select(&format!("a.lines[href='{there}']"));
            assert!(page.select(&link).next().is_some(), "{path}#{id} does not lead to {there}");
            let back = select(&format!("a[href='{text_of}#{id}']"));
            let marked = raw.select(&back).next().is_some();
            assert!(marked || shares_its_lines(&twin, block), "{raw_path} does not lead to #{id}");
        }
    }
}

#[test]
fn the_date_that_cannot_be_is_noted_on_the_fiche() {
    let page = page("fiches/fiche-com-2025-165.html");
    let notes: Vec<String> = page.select(&select(".remark")).map(|e| e.text().collect()).collect();
    let told = |note: &&String| note.contains("24 januari 2025") && note.contains("9 april 2025");
    assert_eq!(notes.iter().filter(told).count(), 1, "{notes:?}");
}

/// Whether the lines of a block are also another one's: a line leads to one block only.
fn shares_its_lines(twin: &Value, block: &Value) -> bool {
    let span = |b: &Value| (b["lines"]["first"].as_u64(), b["lines"]["last"].as_u64());
    let (first, last) = span(block);
    let blocks = twin["blocks"].as_array().expect("a list");
    blocks.iter().any(|other| other["id"] != block["id"] && span(other).0 <= last && span(other).1 >= first)
}

#[test]
fn fiches_and_what_they_assess_are_linked_both_ways() {
    let documents = data("data/documents.json");
    let relations = data("data/relations.json");
    let path = |id: &str| {
        let entry = documents.iter().find(|d| d["id"] == id).expect("every end has a page");
        field(entry, "path").to_owned()
    };
    for (fiche, assessed) in [("fiche-com-2025-165", "com-2025-165"), ("fiche-com-2024-28", "com-2024-28")] {
        for (from, to, kind) in [(fiche, assessed, "assesses"), (assessed, fiche, "assessed_by")] {
            let entry = relations.iter().find(|r| r["from"] == from && r["to"] == to && r["type"] == kind);
            assert!(entry.is_some(), "{from} {kind} {to} is not in the data");
            let page = page(&path(from));
            let links = select(&format!("a[data-relation='{kind}']"));
            let hrefs: Vec<&str> = page.select(&links).filter_map(|a| a.attr("href")).collect();
            let wanted = fichewijzer::site::relative(&path(from), &path(to));
            assert!(hrefs.contains(&wanted.as_str()), "{from}: {hrefs:?} has no {wanted}");
        }
    }
    for relation in &relations {
        let reverse = relations.iter().any(|r| r["from"] == relation["to"] && r["to"] == relation["from"]);
        assert!(reverse, "{relation} has no way back");
    }
}

#[test]
fn a_document_known_only_by_reference_has_a_stub() {
    let documents = data("data/documents.json");
    let stub = documents.iter().find(|d| d["id"] == "com-2024-28").expect("fiche 001 assesses it");
    assert_eq!(stub["stub"], true);
    assert_eq!(stub["celex"], "52024DC0028");
    assert_eq!(stub["celex_taken_from"], "fiche-com-2024-28");
}

/// A passage as document and anchor.
type Passage = (String, String);

fn passages_of_page(path: &str) -> Vec<Passage> {
    let page = page(path);
    let articles = select("article.passage");
    page.select(&articles)
        .map(|a| {
            let attribute = |name: &str| a.attr(name).expect("every passage says whose it is").to_owned();
            (attribute("data-document"), attribute("data-anchor"))
        })
        .collect()
}

#[test]
fn every_term_page_shows_exactly_the_passages_of_the_data() {
    for (taxonomy, least) in [("pijlers", 5), ("instrumenten", 40)] {
        let terms = data(&format!("data/{taxonomy}.json"));
        assert!(terms.len() >= least, "{} {taxonomy}", terms.len());
        for term in &terms {
            let mut shown = passages_of_page(field(term, "path"));
            let mut expected: Vec<Passage> = term["passages"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|p| (field(p, "document").to_owned(), field(p, "anchor").to_owned()))
                .collect();
            shown.sort();
            expected.sort();
            assert_eq!(shown, expected, "{}", field(term, "path"));
        }
    }
}

#[test]
fn index_pages_list_every_term_with_its_count() {
    for taxonomy in ["pijlers", "instrumenten"] {
        let expected: BTreeMap<String, usize> = data(&format!("data/{taxonomy}.json"))
            .iter()
            .map(|t| (field(t, "id").to_owned(), t["passages"].as_array().expect("a list").len()))
            .collect();
        let page = page(&format!("{taxonomy}/index.html"));
        let rows = select("li.term");
        let shown: BTreeMap<String, usize> = page
            .select(&rows)
            .map(|row| {
                let count = row.text().collect::<String>();
                let printed = count
                    .split("passage")
                    .next()
                    .and_then(|before| before.split_whitespace().last())
                    .and_then(|number| number.replace('.', "").parse().ok())
                    .unwrap_or(0);
                (row.attr("data-term").expect("an id").to_owned(), printed)
            })
            .collect();
        assert_eq!(shown, expected, "{taxonomy}");
    }
}

#[test]
fn quotations_stand_at_their_anchors() {
    let outcome = support::build(&support::repository());
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let mut quotes = 0;
    for term in corpus.taxonomies.iter().flat_map(|t| &t.terms) {
        assert!(!term.quotes.is_empty(), "{} has no quotation", term.id);
        for quote in &term.quotes {
            let document = &corpus.documents[&quote.document];
            let path = format!("{}/{}.html", document.front.kind.section(), document.id);
            let page = page(&path);
            let block = select(&format!("[id='{}']", quote.anchor));
            let shown: String = page.select(&block).flat_map(|b| b.text()).collect();
            let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            assert!(letters(&shown).contains(&letters(&quote.text)), "{}: {}", term.id, quote.text);
            quotes += 1;
        }
    }
    assert!(quotes >= 85, "only {quotes} quotations");
}

#[test]
fn every_internal_link_and_fragment_resolves() {
    let links = select("a[href], link[href], img[src], script[src]");
    let ids = select("[id]");
    let mut anchors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for path in site().keys().filter(|p| p.ends_with(".html")) {
        let page = page(path);
        let here: Vec<String> = page.select(&ids).filter_map(|e| e.attr("id")).map(str::to_owned).collect();
        let unique: BTreeSet<String> = here.iter().cloned().collect();
        assert_eq!(unique.len(), here.len(), "{path} has an id twice");
        anchors.insert(path, unique);
    }
    let mut count = 0;
    for path in site().keys().filter(|p| p.ends_with(".html") && *p != "404.html") {
        for element in page(path).select(&links) {
            let href = element.attr("href").or(element.attr("src")).expect("selected by it");
            if href.contains("://") || href.starts_with("mailto:") {
                continue;
            }
            let (file, fragment) = href.split_once('#').map_or((href, None), |(f, id)| (f, Some(id)));
            let target = if file.is_empty() { path.clone() } else { join(path, file) };
            assert!(site().contains_key(&target), "{path}: {href} leads to no file");
            if let Some(id) = fragment {
                assert!(anchors[target.as_str()].contains(id), "{path}: {href} leads to no place");
            }
            count += 1;
        }
    }
    assert!(count > 1000, "only {count} links");
}

/// The path that a relative address on a page leads to.
fn join(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop().expect("no link leads out of the site");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn markdown_twins_have_the_words_without_the_marks_of_short_forms() {
    let site = site();
    let twin = String::from_utf8(site["documenten/com-2025-165.md"].to_vec()).expect("UTF-8");
    assert!(twin.contains("artificiële intelligentie (AI)"), "the words are there");
    assert!(!twin.contains("begrippen.html"), "a mark is left");
    let page = String::from_utf8(site["documenten/com-2025-165.html"].to_vec()).expect("UTF-8");
    assert!(page.contains("begrippen.html#ai"), "the page has the mark");
}
