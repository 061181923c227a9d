//! Addresses last: whatever an editor does to a document, each id that a block ever had is an anchor on its page,
//! or the run says that it is lost. Pages that move leave something at their old address.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod support;

use fichewijzer::diagnostic::{Code, Findings};
use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SITE: &[u8] = b"title = \"Proef\"\ndescription = \"Een proef.\"\n";
const CONTENT: &str = "content/nieuws/bericht.md";
const MAP: &str = "content/.ingest/nieuws/bericht.map";

fn dossier(files: &[(&str, &str)]) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.insert("site.toml", SITE.to_vec());
    for (path, text) in files {
        inputs.insert(*path, text.as_bytes().to_vec());
    }
    inputs
}

/// The inputs with a run's changes.
fn applied(mut inputs: Inputs, outcome: &Outcome) -> Inputs {
    for change in &outcome.changes {
        match &change.new {
            Some(new) => inputs.insert(change.path.to_string(), new.clone()),
            None => inputs.remove(change.path.as_str()),
        }
    }
    inputs
}

/// Builds without a fault, and gives what is on disk then.
fn built(inputs: Inputs) -> (Inputs, Outcome) {
    let outcome = support::build(&inputs);
    (applied(inputs, &outcome), outcome)
}

fn text_of(inputs: &Inputs, path: &str) -> String {
    let bytes = inputs.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn codes(findings: &Findings) -> Vec<&'static str> {
    findings.iter().map(|d| d.code.as_str()).collect()
}

fn output(outcome: &Outcome, path: &str) -> String {
    let found = outcome.tree.iter().find(|(p, _)| p.as_str() == path);
    let (_, file) = found.unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.bytes().expect("renders").into_owned()).expect("UTF-8")
}

/// The ids on a page, none twice.
fn anchors(page: &str) -> BTreeSet<String> {
    let page = Html::parse_document(page);
    let with_id = Selector::parse("[id]").expect("a selector");
    let all: Vec<String> = page.select(&with_id).filter_map(|e| e.value().id()).map(str::to_owned).collect();
    let unique: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(unique.len(), all.len(), "an id stands twice");
    unique
}

/// A document as the tests edit it: blocks, each of which knows under which name it was first seen.
#[derive(Debug, Clone)]
struct Text(Vec<(usize, String)>);

impl Text {
    /// Blocks of eight words each that no other block has.
    fn new(blocks: usize) -> Self {
        Text((0..blocks).map(|name| (name, words(name))).collect())
    }

    fn file(&self, retired: &BTreeSet<String>) -> String {
        let list: Vec<String> = retired.iter().map(|id| format!("\"{id}\"")).collect();
        let body: Vec<&str> = self.0.iter().map(|(_, text)| text.as_str()).collect();
        format!(
            "+++\ntitle = \"Bericht\"\nkind = \"news\"\nretired = [{}]\n+++\n\n{}\n",
            list.join(", "),
            body.join("\n\n")
        )
    }
}

/// Every fifth block is a heading, every third one an item of a list.
fn words(name: usize) -> String {
    let text: Vec<String> = (0..8).map(|i| format!("w{name}x{i}")).collect();
    let mark = if name.is_multiple_of(5) {
        "## "
    } else if name.is_multiple_of(3) {
        "- "
    } else {
        ""
    };
    format!("{mark}{}", text.join(" "))
}

/// What an editor does to a text.
#[derive(Debug, Clone)]
enum Edit {
    Insert {
        at: prop::sample::Index,
    },
    Delete {
        at: prop::sample::Index,
    },
    Move {
        from: prop::sample::Index,
        to: prop::sample::Index,
    },
    /// One word of eight.
    Reword {
        at: prop::sample::Index,
        word: usize,
    },
    /// All words.
    Rewrite {
        at: prop::sample::Index,
    },
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(|at| Edit::Insert { at }),
        at().prop_map(|at| Edit::Delete { at }),
        (at(), at()).prop_map(|(from, to)| Edit::Move { from, to }),
        (at(), 0..8_usize).prop_map(|(at, word)| Edit::Reword { at, word }),
        at().prop_map(|at| Edit::Rewrite { at }),
    ]
}

/// Makes an edit; new blocks and new words get numbers that were never used. Rewritten and deleted blocks lose
/// their name.
fn make(edit: &Edit, text: &mut Text, next: &mut usize) {
    *next += 1;
    let blocks = &mut text.0;
    match edit {
        Edit::Insert { at } => blocks.insert(at.index(blocks.len() + 1), (*next, words(*next))),
        _ if blocks.is_empty() => {}
        Edit::Delete { at } => drop(blocks.remove(at.index(blocks.len()))),
        Edit::Move { from, to } => {
            let block = blocks.remove(from.index(blocks.len()));
            blocks.insert(to.index(blocks.len() + 1), block);
        }
        Edit::Reword { at, word } => {
            let at = at.index(blocks.len());
            let (_, text) = &mut blocks[at];
            let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let word = words.len() - 8 + word;
            words[word] = format!("nieuw{next}");
            *text = words.join(" ");
        }
        Edit::Rewrite { at } => {
            let at = at.index(blocks.len());
            blocks[at] = (*next, words(*next));
        }
    }
}

/// The ids in the map, and those of former blocks.
fn ids(inputs: &Inputs) -> (Vec<String>, BTreeMap<String, String>) {
    let map = text_of(inputs, MAP);
    let lines: Vec<Vec<&str>> =
        map.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let (former, live): (Vec<_>, Vec<_>) = lines.into_iter().partition(|fields| fields[1] == "leads to");
    let live = live.iter().map(|fields| fields[0].to_owned()).collect();
    (live, former.iter().map(|fields| (fields[0].to_owned(), fields[2].to_owned())).collect())
}

/// Ingests, giving up exactly what the run says is lost; gives the inputs afterwards, and what was given up.
fn ingested(mut inputs: Inputs, text: &Text, retired: &BTreeSet<String>) -> (Inputs, BTreeSet<String>) {
    inputs.insert(CONTENT, text.file(retired).into_bytes());
    let outcome = dossier::ingest(&inputs, Mode::Merge, None);
    let lost = outcome.findings.iter().find(|d| d.code == Code::LostId);
    let Some(lost) = lost else {
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        return (applied(inputs, &outcome), BTreeSet::new());
    };
    // The hint holds the list to copy.
    let hint = lost.hint.as_ref().expect("a hint");
    let list = hint.split(['[', ']']).nth(1).expect("a list");
    let all: BTreeSet<String> = list.split(", ").map(|id| id.trim_matches('"').to_owned()).collect();
    let given_up: BTreeSet<String> = all.difference(retired).cloned().collect();
    inputs.insert(CONTENT, text.file(&all).into_bytes());
    let outcome = dossier::ingest(&inputs, Mode::Merge, None);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    (applied(inputs, &outcome), given_up)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn ids_survive_whatever_an_editor_does(
        size in 1..12_usize,
        rounds in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..5),
    ) {
        let mut text = Text::new(size);
        let mut next = 1000;
        let (mut inputs, _) = ingested(dossier(&[]), &text, &BTreeSet::new());
        let mut by_name: BTreeMap<usize, String> = names(&text, &inputs);
        let mut ever: BTreeSet<String> = by_name.values().cloned().collect();
        let mut retired = BTreeSet::new();
        for edits in &rounds {
            let before = text.clone();
            edits.iter().for_each(|edit| make(edit, &mut text, &mut next));
            let (after, given_up) = ingested(inputs, &text, &retired);
            inputs = after;
            let now = names(&text, &inputs);
            // A block that still has half of its words has its id, wherever it stands.
            for (name, words) in &text.0 {
                let old = before.0.iter().find(|(other, _)| other == name);
                if old.is_some_and(|(_, old)| shared(old, words) >= 5) {
                    prop_assert_eq!(&now[name], &by_name[name], "{}", words);
                }
            }
            // Only what was deleted is lost, and what is lost was there.
            for id in &given_up {
                prop_assert!(by_name.iter().any(|(name, other)| other == id && !now.contains_key(name)));
            }
            retired.extend(given_up);
            by_name = now;
            ever.extend(by_name.values().cloned());
            let (live, former) = ids(&inputs);
            for id in &ever {
                let leads = former.get(id).is_some_and(|to| live.contains(to) || (live.is_empty() && to == "-"));
                prop_assert!(live.contains(id) != leads, "{} of {:?} {:?}", id, live, former);
            }
            let again = dossier::ingest(&inputs, Mode::Merge, None);
            prop_assert!(again.changes.is_empty() && again.findings.is_empty(), "{:?}", again.findings);
        }
        let outcome = support::build(&inputs);
        let page = anchors(&output(&outcome, "nieuws/bericht.html"));
        if !text.0.is_empty() {
            prop_assert!(ever.is_subset(&page), "{:?} of {:?}", ever, page);
        }
    }
}

/// The id of each named block.
fn names(text: &Text, inputs: &Inputs) -> BTreeMap<usize, String> {
    let (live, _) = ids(inputs);
    assert_eq!(live.len(), text.0.len());
    text.0.iter().map(|(name, _)| *name).zip(live).collect()
}

fn shared(a: &str, b: &str) -> usize {
    a.split(' ')
        .filter(|word| word.starts_with('w') || word.starts_with('n'))
        .filter(|w| b.contains(*w))
        .count()
}

const FRONT: &str = "+++\ntitle = \"Bericht\"\nkind = \"news\"\n+++\n";
const THREE: &str = "De Commissie heeft een plan voor stille bossen.\n\nHet geluid wordt gemeten.\n\n\
                     | Wat | Hoeveel |\n| --- | --- |\n| Bossen | tien |\n";

#[test]
fn an_old_anchor_stands_on_the_page_and_in_the_twin() {
    let (inputs, _) = built(dossier(&[(CONTENT, &format!("{FRONT}\n{THREE}"))]));
    let (before, _) = ids(&inputs);
    let mut inputs = inputs;
    let other = THREE
        .replace("Het geluid wordt gemeten.", "## Iets heel anders")
        .replace("Bossen | tien", "Zee | vijf");
    inputs.insert(CONTENT, format!("{FRONT}\n{other}").into_bytes());
    let (inputs, outcome) = built(inputs);
    let (now, former) = ids(&inputs);
    assert_eq!(
        former,
        BTreeMap::from([(before[1].clone(), "iets-heel-anders".into()), (before[3].clone(), now[3].clone())])
    );

    let page = output(&outcome, "nieuws/bericht.html");
    assert!(before.iter().all(|id| anchors(&page).contains(id)));
    assert!(
        page.contains(&format!(
            "<h2 id=\"iets-heel-anders\"><span class=\"former\" id=\"{}\"></span>",
            before[1]
        )),
        "{page}"
    );
    assert!(page.contains(&format!("<td><span class=\"former\" id=\"{}\"></span>", before[3])), "{page}");
    let twin: Value = serde_json::from_str(&output(&outcome, "nieuws/bericht.json")).expect("JSON");
    assert_eq!(twin["blocks"][1]["former"], serde_json::json!([before[1]]));
    assert!(twin["blocks"][0].get("former").is_none());
}

#[test]
fn a_link_to_an_old_anchor_leads_to_the_block_that_is_there_now() {
    let map = "p-eerder\tleads to\tp-nu\np-nu\taaaaaaaaaaaa\t-\tDe Commissie heeft een plan.\n";
    let link = "+++\ntitle = \"Een\"\n+++\n\n[daar](../nieuws/bericht.md#p-eerder)\n";
    let text = format!("{FRONT}\nDe Commissie heeft nu een plan.\n");
    let (_, outcome) = built(dossier(&[(CONTENT, &text), (MAP, map), ("content/uitleg/een.md", link)]));
    assert!(output(&outcome, "uitleg/een.html").contains("href=\"../nieuws/bericht.html#p-nu\""));
}

#[test]
fn a_check_says_what_a_build_would_and_ids_are_the_same() {
    let (mut inputs, _) = built(dossier(&[(CONTENT, &format!("{FRONT}\n{THREE}"))]));
    let changed = THREE.replace("Het geluid wordt gemeten.\n\n", "");
    inputs.insert(CONTENT, format!("{FRONT}\n{changed}").into_bytes());
    for mode in [Mode::Frozen, Mode::Merge] {
        assert_eq!(codes(&dossier::build(&inputs, mode, None).findings), ["lost-id"]);
    }
    let changed = THREE.replace("Het geluid", "Al het geluid");
    inputs.insert(CONTENT, format!("{FRONT}\n{changed}").into_bytes());
    let [frozen, merged] = [Mode::Frozen, Mode::Merge]
        .map(|mode| output(&dossier::build(&inputs, mode, None), "nieuws/bericht.html"));
    assert_eq!(frozen, merged);
}

const SEED: &str = "date 2026-03-04 Commissie wil stille bossen\n\nDe Commissie heeft een plan voor stille bossen. \
                    Het kost tien miljoen euro.\n\nEerst wordt het geluid van wegen en vliegtuigen gemeten.\n\n\
                    De Raad spreekt er in het najaar over.\n";
const SLUG: &str = "2026-03-04-commissie-wil-stille-bossen";

fn from_seed() -> Inputs {
    built(dossier(&[("seeds/bossen.txt", SEED)])).0
}

fn map_of(inputs: &Inputs, slug: &str) -> Vec<String> {
    text_of(inputs, &format!("content/.ingest/nieuws/{slug}.map")).lines().map(str::to_owned).collect()
}

#[test]
fn a_new_version_of_a_seed_keeps_ids_and_loses_none_in_silence() {
    let mut inputs = from_seed();
    let before = map_of(&inputs, SLUG);
    inputs.insert("seeds/bossen.txt", SEED.replace("tien miljoen", "elf miljoen").into_bytes());
    let (mut inputs, _) = built(inputs);
    let after = map_of(&inputs, SLUG);
    let id = |line: &String| line.split('\t').next().map(str::to_owned);
    assert_eq!(before.iter().map(id).collect::<Vec<_>>(), after.iter().map(id).collect::<Vec<_>>());
    assert_ne!(before, after, "the fingerprint is another one");

    let shorter = SEED.replace("Eerst wordt het geluid van wegen en vliegtuigen gemeten.\n\n", "");
    inputs.insert("seeds/bossen.txt", shorter.into_bytes());
    assert_eq!(codes(&dossier::build(&inputs, Mode::Merge, None).findings), ["lost-id"]);
}

#[test]
fn a_deleted_map_is_made_anew_from_the_base() {
    let mut inputs = from_seed();
    let content = format!("content/nieuws/{SLUG}.md");
    let reworded = text_of(&inputs, &content).replace("wegen en vliegtuigen", "wegen en treinen");
    inputs.insert(content.as_str(), reworded.into_bytes());
    let (mut inputs, _) = built(inputs);
    let before = map_of(&inputs, SLUG);
    inputs.remove(&format!("content/.ingest/nieuws/{SLUG}.map"));
    assert_eq!(map_of(&built(inputs).0, SLUG), before);
}

#[test]
fn a_renamed_document_takes_its_ids_along_and_leaves_a_page_behind() {
    let mut inputs = from_seed();
    let before = map_of(&inputs, SLUG);
    let old = format!("content/nieuws/{SLUG}.md");
    let text = text_of(&inputs, &old).replace("Eerst wordt het geluid", "Eerst wordt eindelijk het geluid");
    inputs.remove(&old);
    inputs.insert("content/nieuws/bossen.md", text.into_bytes());
    let frozen = dossier::build(&inputs, Mode::Frozen, None);
    assert_eq!(codes(&frozen.findings), ["no-base-url"]);
    let (inputs, outcome) = built(inputs);
    let after = map_of(&inputs, "bossen");
    let id = |line: &String| line.split('\t').next().map(str::to_owned);
    assert_eq!(
        before.iter().map(id).collect::<Vec<_>>(),
        after[..before.len()].iter().map(id).collect::<Vec<_>>()
    );
    assert_eq!(after[before.len()..], [format!("nieuws/{SLUG}.html\tleads here")]);
    for gone in
        [old, format!("content/.ingest/nieuws/{SLUG}.md"), format!("content/.ingest/nieuws/{SLUG}.map")]
    {
        assert!(inputs.get(&gone).is_none(), "{gone}");
    }
    assert!(output(&outcome, &format!("nieuws/{SLUG}.html")).contains("data-to=\"bossen.html\""));
    assert!(output(&outcome, &format!("bron/{SLUG}.html")).contains("data-to=\"bossen.html\""));
    let (_, outcome) = built(inputs);
    assert!(outcome.changes.is_empty());
    assert!(output(&outcome, &format!("nieuws/{SLUG}.html")).contains("data-to=\"bossen.html\""));
}

#[test]
fn a_renamed_document_without_a_seed_says_what_it_was_called() {
    let (mut inputs, _) = built(dossier(&[(CONTENT, &format!("{FRONT}\n{THREE}"))]));
    let before = map_of(&inputs, "bericht");
    inputs.remove(CONTENT);
    let renamed =
        |front: &str| format!("{front}\n{}", THREE.replace("Het geluid wordt", "Het geluid wordt nu"));
    inputs.insert("content/nieuws/nieuw.md", renamed(FRONT).into_bytes());
    assert_eq!(codes(&dossier::build(&inputs, Mode::Merge, None).findings), ["lost-page"]);
    let front = FRONT.replace("kind", "former = [\"nieuws/bericht.html\"]\nkind");
    inputs.insert("content/nieuws/nieuw.md", renamed(&front).into_bytes());
    let (inputs, outcome) = built(inputs);
    let id = |line: &String| line.split('\t').next().map(str::to_owned);
    assert_eq!(
        map_of(&inputs, "nieuw").iter().map(id).collect::<Vec<_>>(),
        before.iter().map(id).collect::<Vec<_>>()
    );
    assert!(inputs.get(MAP).is_none());
    assert!(output(&outcome, "nieuws/bericht.html").contains("data-to=\"nieuw.html\""));
}

#[test]
fn a_page_that_moved_says_where_to() {
    let page =
        "+++\ntitle = \"Bossen & bomen\"\nformer = [\"oud.html\", \"uitleg/oud.html\"]\n+++\n\nTekst.\n";
    let site = format!("{}base_url = \"https://example.org/a/\"\n", String::from_utf8_lossy(SITE));
    let mut inputs = dossier(&[("content/uitleg/bossen.md", page)]);
    inputs.insert("site.toml", site.into_bytes());
    let (_, outcome) = built(inputs);
    for (address, href) in [("oud.html", "uitleg/bossen.html"), ("uitleg/oud.html", "bossen.html")] {
        let html = output(&outcome, address);
        for part in [
            "<link rel=\"canonical\" href=\"https://example.org/a/uitleg/bossen.html\">",
            "<meta name=\"robots\" content=\"noindex\">",
            &format!("data-to=\"{href}\"></script>"),
            &format!("<noscript><meta http-equiv=\"refresh\" content=\"0; url={href}\"></noscript>"),
            &format!("<a href=\"{href}\">Bossen &amp; bomen</a>"),
        ] {
            assert!(html.contains(part), "{address} has no {part}: {html}");
        }
    }
}

#[test]
fn the_repositorys_maps_know_every_anchor_of_its_documents() {
    let inputs = support::repository();
    let outcome = support::build(&inputs);
    let maps: Vec<String> = inputs
        .under("content/.ingest/")
        .map(|(p, _)| p.to_string())
        .filter(|p| p.ends_with(".map"))
        .collect();
    assert!(maps.len() >= 5);
    for map in maps {
        let page = map.replace("content/.ingest/", "").replace(".map", ".html");
        let page = anchors(&output(&outcome, &page));
        for line in text_of(&inputs, &map).lines().filter(|line| !line.starts_with('#')) {
            let id = line.split('\t').next().expect("an id");
            assert!(page.contains(id) || line.ends_with("leads here"), "{map}: {id}");
        }
    }
}
