//! A dossier about something else, with taxonomies of its own, builds with data alone: `tests/dossiers/water/`.
//!
//! Expectations name what must be there, not all that is: pages and data files that the program learns to make
//! do not belong here.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files and run the program")]

mod support;

use fichewijzer::dossier::{self, Inputs, Mode};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use walkdir::WalkDir;

/// Key of each taxonomy, its role, and its terms in the order of its index.
const TAXONOMIES: [(&str, Option<&str>, &[&str]); 3] = [
    ("opgaven", Some("pillar"), &["zoet-water", "schoon-water", "levende-zee", "waterveiligheid"]),
    (
        "middelen",
        Some("instrument"),
        &[
            "deltaprogramma",
            "kaderrichtlijn-water",
            "natuurherstelverordening",
            "nutrientenpact",
            "overstromingsrichtlijn",
            "richtlijn-hergebruik",
            "rivierverbond",
            "waterreservefonds",
            "zeemeetnet",
        ],
    ),
    ("gebieden", None, &["donau", "maas", "noordzee", "oostzee", "rijn", "waddenzee"]),
];

const NEWS: &str = "2026-02-12-brussel-wil-water-langer-vasthouden";

fn folder() -> PathBuf {
    support::root().join("tests/dossiers/water")
}

fn inputs() -> Inputs {
    support::inputs_of(&folder())
}

/// The site, made once for all tests.
fn site() -> &'static BTreeMap<String, Vec<u8>> {
    static SITE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    SITE.get_or_init(|| {
        let tree = support::build(&inputs()).tree;
        tree.iter()
            .map(|(path, file)| (path.to_string(), file.bytes().expect("renders").into_owned()))
            .collect()
    })
}

fn text(path: &str) -> &'static str {
    let bytes = site().get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn json(path: &str) -> Value {
    serde_json::from_str(text(path)).expect("JSON")
}

fn data(path: &str) -> Vec<Value> {
    serde_json::from_value(json(path)).expect("a list")
}

fn entry(path: &str, id: &str) -> Value {
    let entry = data(path).into_iter().find(|e| e["id"] == id);
    entry.unwrap_or_else(|| panic!("{path} has no {id}"))
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn select(page: &str, css: &str) -> Vec<(String, Option<String>)> {
    let page = Html::parse_document(text(page));
    let selector = Selector::parse(css).expect("a selector");
    page.select(&selector)
        .map(|e| {
            let words = e.text().collect::<String>();
            (words.split_whitespace().collect::<Vec<_>>().join(" "), e.attr("href").map(str::to_owned))
        })
        .collect()
}

/// The words of the elements that match.
fn words(page: &str, css: &str) -> Vec<String> {
    select(page, css).into_iter().map(|(words, _)| words).collect()
}

/// Where the links that match lead to.
fn hrefs(page: &str, css: &str) -> Vec<String> {
    select(page, css).into_iter().filter_map(|(_, href)| href).collect()
}

#[test]
fn it_builds_without_a_finding_and_changes_nothing() {
    let outcome = dossier::build(&inputs(), Mode::Merge, None);
    let findings: Vec<String> = outcome.findings.iter().map(|f| f.message.clone()).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    let changes: Vec<String> = outcome.changes.iter().map(|c| c.path.to_string()).collect();
    assert!(changes.is_empty(), "a build would change {changes:?}; commit what it writes");
}

#[test]
fn the_program_builds_it_as_the_library_does() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in inputs().iter() {
        let to = folder.path().join(path.to_string());
        fs::create_dir_all(to.parent().expect("below the folder")).expect("can be made");
        fs::write(to, bytes).expect("can be written");
    }
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_fichewijzer"))
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        (output.stdout, said)
    };
    let (found, _) = run(&["check", "--format", "json"]);
    assert_eq!(serde_json::from_slice::<Value>(&found).expect("JSON"), Value::Array(Vec::new()));
    let (_, said) = run(&["build", "--frozen"]);
    assert!(!said.contains("warning") && !said.contains("wrote content"), "{said}");
    for (path, bytes) in site() {
        let written = fs::read(folder.path().join("public").join(path));
        assert!(written.is_ok_and(|w| w == *bytes), "{path} is not what the library makes");
    }
}

#[test]
fn every_page_has_the_address_that_the_data_of_the_dossier_give_it() {
    let mut wanted: Vec<String> = [
        "index.html",
        "404.html",
        "documenten/index.html",
        "documenten/com-2026-951.html",
        "documenten/com-2026-951.json",
        "documenten/com-2026-952.html",
        "fiches/index.html",
        "fiches/fiche-com-2026-951.html",
        "fiches/fiche-com-2026-952.html",
        "nieuws/index.html",
        "uitleg/index.html",
        "uitleg/over-dit-dossier.html",
        "uitleg/kringloop.svg",
        "robots.txt",
        "data/documents.json",
        "data/relations.json",
    ]
    .map(str::to_owned)
    .to_vec();
    wanted.push(format!("nieuws/{NEWS}.html"));
    for document in ["com-2026-951", "fiche-com-2026-951", "fiche-com-2026-952", NEWS] {
        wanted.push(format!("bron/{document}.html"));
    }
    for (taxonomy, _, terms) in TAXONOMIES {
        wanted.push(format!("{taxonomy}/index.html"));
        wanted.push(format!("data/{taxonomy}.json"));
        wanted.extend(terms.iter().map(|term| format!("{taxonomy}/{term}.html")));
    }
    let missing: Vec<&String> = wanted.iter().filter(|path| !site().contains_key(*path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(text("robots.txt"), "User-agent: *\nDisallow: /data/\n");
}

#[test]
fn taxonomies_have_their_indexes_and_their_data() {
    for (taxonomy, _, terms) in TAXONOMIES {
        let listed = words(&format!("{taxonomy}/index.html"), "li.term a");
        let ids: BTreeSet<String> =
            hrefs(&format!("{taxonomy}/index.html"), "li.term a").into_iter().collect();
        assert_eq!(ids, terms.iter().map(|t| format!("{t}.html")).collect(), "{taxonomy}");
        assert_eq!(listed.len(), terms.len(), "{taxonomy}: {listed:?}");
        let of_data: BTreeSet<String> = data(&format!("data/{taxonomy}.json"))
            .iter()
            .map(|entry| string(entry, "path").to_owned())
            .collect();
        assert_eq!(of_data, terms.iter().map(|t| format!("{taxonomy}/{t}.html")).collect());
    }
    assert_eq!(
        words("opgaven/index.html", "li.term a"),
        ["1 Zoet water vasthouden", "2 Schoon water", "3 Een levende zee", "4 Waterveiligheid"]
    );
    let navigation = words("index.html", ".site-nav a");
    let places: Vec<Option<usize>> = ["Opgaven", "Middelen", "Gebieden", "Uitleg"]
        .iter()
        .map(|t| navigation.iter().position(|n| n == t))
        .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{navigation:?}");
}

/// A passage: document, line of its seed, term, how it is found.
type Found = (String, u64, String, String);

/// The list that was written by hand.
fn expected() -> BTreeSet<Found> {
    let list = fs::read_to_string(folder().join("passages.tsv")).expect("is there");
    let mut out = BTreeSet::new();
    for row in list.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [document, line, terms] = cells[..] else { panic!("three cells: {row}") };
        let line = line.parse().expect("a line");
        for term in terms.split(' ') {
            let (term, found_by) = term.split_once(':').unwrap_or((term, "name"));
            assert!(out.insert((document.into(), line, term.into(), found_by.into())), "twice: {row}");
        }
    }
    out
}

/// The line of the seed where each block of a document begins.
fn lines_of(document: &str) -> BTreeMap<String, u64> {
    let path = entry("data/documents.json", document);
    let twin = json(&string(&path, "path").replace(".html", ".json"));
    let blocks = twin["blocks"].as_array().expect("a list").iter();
    blocks.map(|b| (string(b, "id").to_owned(), b["lines"]["first"].as_u64().expect("a line"))).collect()
}

#[test]
fn passages_are_those_of_the_hand_written_list() {
    let lines: BTreeMap<&str, BTreeMap<String, u64>> =
        ["com-2026-951", "fiche-com-2026-951", "fiche-com-2026-952", NEWS]
            .into_iter()
            .map(|document| (document, lines_of(document)))
            .collect();
    let mut found = BTreeSet::new();
    for (taxonomy, _, _) in TAXONOMIES {
        for term in data(&format!("data/{taxonomy}.json")) {
            for passage in term["passages"].as_array().expect("a list") {
                let document = string(passage, "document");
                let line = lines[document][string(passage, "anchor")];
                let (id, found_by) = (string(&term, "id").to_owned(), string(passage, "match").to_owned());
                found.insert((document.to_owned(), line, id, found_by));
            }
        }
    }
    let expected = expected();
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:#?}\nsurplus: {surplus:#?}");
}

#[test]
fn roles_do_their_work_under_any_name() {
    // An instrument names its pillars, a pillar lists its instruments; who plays no role has neither.
    assert_eq!(
        hrefs("middelen/rivierverbond.html", "[data-fact=pillars] a"),
        ["../opgaven/zoet-water.html", "../opgaven/waterveiligheid.html"]
    );
    assert_eq!(words("middelen/rivierverbond.html", "[data-fact=pillars] dt"), ["Opgaven"]);
    assert_eq!(words("opgaven/schoon-water.html", ".instruments h2"), ["Middelen"]);
    assert_eq!(
        hrefs("opgaven/schoon-water.html", ".instruments a"),
        ["../middelen/kaderrichtlijn-water.html", "../middelen/nutrientenpact.html"]
    );
    assert!(words("gebieden/rijn.html", "[data-fact=pillars], .instruments").is_empty());
    // A pillar's page parts its passages by whose words they are, the others do not.
    let groups = |page: &str| -> Vec<String> {
        let page = Html::parse_document(text(page));
        let sections = Selector::parse("section.passages").expect("a selector");
        page.select(&sections).filter_map(|s| s.attr("data-group")).map(str::to_owned).collect()
    };
    assert_eq!(groups("opgaven/schoon-water.html"), ["plan", "cabinet", "press", "summary", "policy"]);
    let last = groups("opgaven/zoet-water.html").pop();
    assert_eq!(last.as_deref(), Some("fiche"), "its part 3c");
    assert_eq!(groups("middelen/kaderrichtlijn-water.html"), ["all"]);
    assert_eq!(groups("gebieden/rijn.html"), ["all"]);
    // Rule (c) by role: why a passage stands on a pillar's page is told in the dossier's own words.
    let why = words("opgaven/levende-zee.html", "[data-document=fiche-com-2026-951] .found-by");
    assert_eq!(why, ["noemt een van de middelen die hierbij horen"]);
    let why =
        words("opgaven/levende-zee.html", "[data-document=com-2026-951][data-found-by=section] .found-by");
    assert!(!why.is_empty() && why.iter().all(|w| w == "uit een onderdeel dat hierbij hoort"), "{why:?}");
}

#[test]
fn without_roles_the_same_texts_build_and_nothing_of_the_roles_is_there() {
    let drop = |text: &str, starts: &[&str]| -> String {
        let kept = text.lines().filter(|line| !starts.iter().any(|start| line.starts_with(start)));
        kept.map(|line| format!("{line}\n")).collect()
    };
    let plain: Inputs = inputs()
        .iter()
        .map(|(path, bytes)| {
            let starts: &[&str] = match path.to_string() {
                path if path == "site.toml" => &["role =", "plan ="],
                path if path.starts_with("content/opgaven/") => &["ordinal ="],
                path if path.starts_with("content/middelen/") => &["pillars ="],
                _ => return (path.to_string(), bytes.to_vec()),
            };
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            (path.to_string(), drop(text, starts).into_bytes())
        })
        .collect();
    let tree = support::build(&plain).tree;
    let file = |path: &str| {
        let (_, file) =
            tree.iter().find(|(p, _)| p.to_string() == path).unwrap_or_else(|| panic!("no {path}"));
        String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8")
    };
    assert!(!file("index.html").contains("_pillars"));
    assert!(!file("middelen/rivierverbond.html").contains("data-fact=\"pillars\""));
    let pillar = file("opgaven/schoon-water.html");
    assert!(pillar.contains("data-group=\"all\"") && !pillar.contains("data-group=\"plan\""));
    assert!(!pillar.contains("data-found-by=\"instrument\"") && pillar.contains("data-found-by=\"section\""));
}

#[test]
fn declared_fields_are_shown_with_their_labels() {
    assert_eq!(words("middelen/zeemeetnet.html", "[data-fact=soort]"), ["Soort middel meetnet"]);
    assert_eq!(
        words("gebieden/donau.html", "[data-fact=ligging]"),
        ["Ligging van het Zwarte Woud tot de Zwarte Zee"]
    );
    assert_eq!(
        words("middelen/nutrientenpact.html", "article .text p"),
        ["Het pact is nog niet gesloten. Op deze bladzijde staat wat de stukken erover zeggen."]
    );
    assert_eq!(
        words("gebieden/noordzee.html", "article > p"),
        ["In de documenten van deze site staat hierover nog geen passage."]
    );
}

#[test]
fn relations_are_there_both_ways() {
    let relations: BTreeSet<(String, String, String, bool)> = data("data/relations.json")
        .iter()
        .map(|r| {
            let end = |key: &str| string(r, key).to_owned();
            (end("from"), end("type"), end("to"), r["editorial"].as_bool().expect("yes or no"))
        })
        .collect();
    for (from, there, to, back, editorial) in [
        ("fiche-com-2026-951", "assesses", "com-2026-951", "assessed_by", false),
        ("fiche-com-2026-952", "assesses", "com-2026-952", "assessed_by", false),
        ("com-2026-951", "announces", "com-2026-952", "announced_in", true),
        (NEWS, "cites", "com-2026-951", "cited_by", true),
    ] {
        for (from, kind, to) in [(from, there, to), (to, back, from)] {
            let wanted = (from.to_owned(), kind.to_owned(), to.to_owned(), editorial);
            assert!(relations.contains(&wanted), "{wanted:?}");
        }
    }
    assert_eq!(
        hrefs("documenten/com-2026-951.html", "a[data-relation=assessed_by]"),
        ["../fiches/fiche-com-2026-951.html"]
    );
}

#[test]
fn the_directive_without_a_text_has_a_stub() {
    let stub = entry("data/documents.json", "com-2026-952");
    assert_eq!(stub["stub"], true);
    assert_eq!(stub["number"], "COM(2026) 952");
    assert_eq!(stub["celex"], "52026PC0952");
    assert_eq!(stub["celex_taken_from"], "fiche-com-2026-952");
    let title = "Voorstel voor een Richtlijn van het Europees Parlement en de Raad betreffende hergebruik van \
                 gezuiverd afvalwater in de industrie";
    assert_eq!(words("documenten/com-2026-952.html", "h1"), [title]);
    let address = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52026PC0952";
    assert!(hrefs("documenten/com-2026-952.html", "article a").contains(&address.to_owned()));
    // The instrument that is this directive leads to the stub, and so does the hand-written page.
    assert_eq!(
        hrefs("middelen/richtlijn-hergebruik.html", "[data-fact=document] a"),
        ["../documenten/com-2026-952.html"]
    );
    let links = hrefs("uitleg/over-dit-dossier.html", "article .text a");
    for wanted in [
        "../documenten/com-2026-951.html",
        "../fiches/fiche-com-2026-951.html#s3b",
        "../documenten/com-2026-952.html",
        "../opgaven/schoon-water.html",
        "../middelen/nutrientenpact.html",
        "../gebieden/waddenzee.html",
    ] {
        assert!(links.contains(&wanted.to_owned()), "{wanted} is not among {links:?}");
    }
}

#[test]
fn front_matter_is_read_from_both_templates_of_a_fiche() {
    let fiche = entry("data/documents.json", "fiche-com-2026-951");
    assert_eq!(fiche["title"], "Mededeling Waterplan voor Europa");
    assert_eq!((&fiche["fiche_number"], &fiche["date"]), (&"5".into(), &"2026-03-20".into()));
    assert_eq!((&fiche["tk_number"], &fiche["case_number"]), (&"2026D09901".into(), &"2026Z09902".into()));
    assert_eq!((&fiche["received"], &fiche["council"]), (&"2026-02-11".into(), &"Milieuraad".into()));
    let ministries = [
        "Ministerie van Infrastructuur en Waterstaat",
        "Ministerie van Landbouw, Visserij, Voedselzekerheid en Natuur",
    ];
    assert_eq!(fiche["ministry"], serde_json::json!(ministries));
    let other = entry("data/documents.json", "fiche-com-2026-952");
    assert_eq!(other["impact_assessment"], "SWD(2026) 961 en SEC(2026) 962");
    assert_eq!(words("fiches/fiche-com-2026-952.html", "[data-fact=date] .editorial-mark"), ["redactie"]);
    assert!(words("fiches/fiche-com-2026-951.html", "[data-fact=date] .editorial-mark").is_empty());
    let plan = entry("data/documents.json", "com-2026-951");
    assert_eq!((&plan["number"], &plan["date"]), (&"COM(2026) 951".into(), &"2026-02-11".into()));
    assert_eq!(plan["title"], "Waterplan voor Europa: van bron tot zee");
    assert_eq!(plan["celex"], "52026DC0951");
}

#[test]
fn the_dossiers_own_template_replaces_a_block_of_the_themes() {
    assert_eq!(words("index.html", "h1"), ["Water van bron tot zee"]);
    assert_eq!(words("index.html", "#_pillars"), ["De vier opgaven van het waterplan"]);
    let origin = "Opgaven uit: Waterplan voor Europa: van bron tot zee";
    let shown = words("index.html", ".origin");
    assert!(shown.len() == 1 && shown[0].starts_with(origin), "{shown:?}");
    assert_eq!(hrefs("index.html", "link[rel=canonical]"), ["https://water.example/dossier/index.html"]);
}

/// What a reader of the site sees of the first dossier, if something of it stands in the program or the theme.
const OF_THE_FIRST: [&str; 6] =
    ["pijler", "instrumenten", "kunstmatige intelligentie", "ai-", "investai", "com-2025-165"];

#[test]
fn nothing_on_the_site_is_the_first_dossiers() {
    let mut faults = Vec::new();
    let mut pages = 0;
    for (path, bytes) in site() {
        let Some((_, kind)) = path
            .rsplit_once('.')
            .filter(|(_, kind)| ["html", "json", "md", "xml", "csv", "txt"].contains(kind))
        else {
            continue;
        };
        let text = std::str::from_utf8(bytes).expect("UTF-8").to_lowercase();
        pages += usize::from(kind == "html");
        // A schema's examples are nobody's data.
        let allowed = path.starts_with("data/schema/");
        for word in OF_THE_FIRST.iter().filter(|_| !allowed) {
            if text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric)) {
                faults.push(format!("{path}: {word}"));
            }
        }
    }
    assert!(pages > 30, "only {pages} pages");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The lines of a source file that are neither comments nor tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..tests].lines().enumerate();
    lines.filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(index, line)| (index + 1, line))
}

/// Whether a file of `src/` is there for tests only.
fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests")
        || ["tests.rs", "fixture.rs"].iter().any(|name| path.ends_with(name))
}

/// The keys and titles of the taxonomies of a dossier, and the ids of their terms. What one term is called is an
/// ordinary word, which fiches and plans of any theme use.
fn names_of(root: &Path) -> BTreeSet<String> {
    let outcome = support::build(&support::inputs_of(root));
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let mut out = BTreeSet::new();
    for taxonomy in &corpus.taxonomies {
        let settings = &taxonomy.settings;
        out.extend([settings.key.clone(), settings.title.to_lowercase()]);
        out.extend(taxonomy.terms.iter().map(|term| term.id.clone()));
    }
    out
}

/// Names that are words of the program too: the output's folder, a filter of templates, a verb, and "niet van
/// toepassing" in fiches.
const ORDINARY: [&str; 4] = ["data", "safe", "raise", "toepassing"];

#[test]
fn the_program_knows_no_taxonomy_and_no_term() {
    let names: BTreeSet<String> = names_of(&support::root()).into_iter().chain(names_of(&folder())).collect();
    assert!(names.contains("pijlers") && names.contains("investai") && names.contains("opgaven"));
    let src = support::root().join("src");
    let mut faults = Vec::new();
    let mut files = 0;
    for entry in WalkDir::new(&src).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|x| x != "rs") || is_test(path) {
            continue;
        }
        files += 1;
        for (line, text) in code(&fs::read_to_string(path).expect("UTF-8")) {
            let words = text.to_lowercase();
            let words = words.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c));
            for word in words.filter(|word| names.contains(*word) && !ORDINARY.contains(word)) {
                faults.push(format!("{}:{line}: `{word}`", path.display()));
            }
        }
    }
    assert!(files > 100, "only {files} files");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
