//! The index of a small dossier, read back by a reader of its own: forms lead to words, words to their places, and
//! nothing is published that the texts do not have. How results are ordered is tested where they are:
//! `tests/browser/search-ranking.test.mjs`.

mod support;

use fichewijzer::dossier::Inputs;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DIGITS: &str =
    " !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

const ONE: &str = "+++\ntitle = \"Een mededeling\"\nkind = \"communication\"\nnumber = \"COM(2025) 165\"\n\
     date = 2025-04-09\nlanguage = \"nl\"\n+++\n\n## 1. Plannen {#s1}\n\nMeer rekencapaciteit en barrières voor \
     hittegolven. Zie COM(2024) 28.\n\nDe reken capaciteit bij gezondheids crises.\n\nThe areas that are critical for the \
     group.[^1]\n\n[^1]: Een noot.\n";

fn inputs() -> Inputs {
    let site = "title = \"T\"\ndescription = \"D\"\n\n[taxonomies.pijlers]\ntitle = \"Pijlers\"\nsingular = \"Pijler\"\n\
                role = \"pillar\"\n";
    let pillar = "+++\nname = \"Data\"\nordinal = 2\naliases = [\"gegevens\"]\n+++\n";
    [("site.toml", site), ("content/documenten/com-2025-165.md", ONE), ("content/pijlers/data.md", pillar)]
        .into_iter()
        .map(|(path, text)| (path, text.as_bytes().to_vec()))
        .collect()
}

/// A word, how it belongs to its group, its places.
type Word = (String, u64, Vec<(u64, u64)>);

/// The index as read back.
struct Index {
    forms: BTreeMap<String, Vec<u64>>,
    groups: BTreeMap<u64, Vec<Word>>,
    parts: BTreeMap<String, Value>,
}

impl Index {
    fn of(inputs: &Inputs) -> Self {
        let tree = support::build(inputs).tree;
        let parts: BTreeMap<String, Value> = tree
            .iter()
            .filter_map(|(path, file)| {
                let name = path.as_str().strip_prefix("zoek/")?.strip_suffix(".js")?.to_owned();
                let bytes = file.bytes().expect("renders").into_owned();
                let text = String::from_utf8(bytes).expect("UTF-8");
                let data =
                    text.strip_prefix(&format!("fichewijzerZoek(\"{name}\","))?.strip_suffix(");\n")?;
                Some((name, serde_json::from_str(data).expect("JSON")))
            })
            .collect();
        let numbered = |letter: char| {
            let parts = &parts;
            (0..).map_while(move |n| parts.get(&format!("{letter}{n}")))
        };
        let mut forms = BTreeMap::new();
        for shard in numbered('w') {
            read_forms(shard.as_str().expect("text"), &mut forms);
        }
        let mut groups = BTreeMap::new();
        for group in numbered('p').flat_map(|shard| shard.as_array().expect("groups")) {
            let words = group.as_array().expect("words").chunks(3).map(|entry| {
                let places = places(entry[2].as_str().expect("places"));
                (entry[0].as_str().expect("a word").to_owned(), entry[1].as_u64().expect("a number"), places)
            });
            groups.insert(groups.len() as u64, words.collect());
        }
        Index { forms, groups, parts }
    }

    /// The words that a form leads to, with the texts of their blocks.
    fn found(&self, form: &str) -> BTreeSet<(String, u64, String)> {
        let groups = self.forms.get(form).into_iter().flatten();
        groups
            .flat_map(|group| &self.groups[group])
            .flat_map(|(word, how, places)| {
                places.iter().map(|(block, _)| (word.clone(), *how, self.text(*block)))
            })
            .collect()
    }

    fn text(&self, block: u64) -> String {
        let texts = self.parts["t0"][1].as_array().expect("blocks");
        texts[usize::try_from(block).expect("fits")][2].as_str().expect("text").to_owned()
    }
}

/// Numbers as the index writes them, from some byte on; the byte behind.
fn number(text: &str, at: usize) -> (u64, usize) {
    let digit = |at: usize| DIGITS.find(&text[at..=at]).expect("a digit") as u64;
    match digit(at) {
        lead @ 0..60 => (lead, at + 1),
        lead @ 60..84 => (60 + (lead - 60) * 92 + digit(at + 1), at + 2),
        lead @ 84..91 => (2268 + ((lead - 84) * 92 + digit(at + 1)) * 92 + digit(at + 2), at + 3),
        _ => unreachable!("a small dossier has small numbers"),
    }
}

fn read_forms(text: &str, out: &mut BTreeMap<String, Vec<u64>>) {
    let (mut at, mut before, mut group) = (0, String::new(), 0i64);
    while at < text.len() {
        let (shared, rest) = number(text, at);
        let end = rest + text[rest..].find(' ').expect("a blank");
        before = before
            .chars()
            .take(usize::try_from(shared).expect("small"))
            .chain(text[rest..end].chars())
            .collect();
        at = end + 1;
        let groups = out.entry(before.clone()).or_default();
        loop {
            let (value, rest) = number(text, at);
            let step = i64::try_from(value / 2).expect("small");
            group += if step % 2 == 1 { -(step + 1) / 2 } else { step / 2 };
            groups.push(u64::try_from(group).expect("no group before the first"));
            at = rest;
            if value % 2 == 0 {
                break;
            }
        }
    }
}

fn places(text: &str) -> Vec<(u64, u64)> {
    let (mut at, mut block, mut position) = (0, 0, 0);
    let mut out = Vec::new();
    while at < text.len() {
        let (value, rest) = number(text, at);
        at = rest;
        if value % 2 == 1 {
            position += value / 2;
        } else {
            block += value / 2;
            (position, at) = number(text, at);
        }
        out.push((block, position));
    }
    out
}

const WHOLE: &str = "Meer rekencapaciteit en barrières voor hittegolven. Zie COM(2024) 28.";
const BROKEN: &str = "De reken capaciteit bij gezondheids crises.";
const ENGLISH: &str = "The areas that are critical for the group.";

#[test]
fn forms_lead_to_words_and_words_to_their_places() {
    let index = Index::of(&inputs());
    let check = |form: &str, expected: &[(&str, u64, &str)]| {
        let expected = expected.iter().map(|(w, how, text)| ((*w).to_owned(), *how, (*text).to_owned()));
        assert_eq!(index.found(form), expected.collect(), "{form}");
    };
    // Itself, as a part of a compound, and put together again where the source broke it.
    check(
        "capaciteit",
        &[("capaciteit", 0, BROKEN), ("rekencapaciteit", 1, WHOLE), ("rekencapaciteit", 1, BROKEN)],
    );
    check("rekencapaciteit", &[("rekencapaciteit", 0, WHOLE), ("rekencapaciteit", 0, BROKEN)]);
    check("gezondheidscrises", &[("gezondheidscrises", 0, BROKEN)]);
    check("crisis", &[("crises", 0, BROKEN), ("gezondheidscrises", 1, BROKEN)]);
    // Forms that only the word list has; letters without their signs; English in an English passage.
    check("hittegolf", &[("hittegolven", 0, WHOLE)]);
    check("barriere", &[("barrières", 0, WHOLE)]);
    check("area", &[("areas", 0, ENGLISH)]);
    // Names of terms, ordinals among them.
    check("tweede", &[("tweede", 0, "tweede Pijler")]);
    check("gegevens", &[("gegevens", 0, "gegevens")]);
    check("noot", &[("noot", 0, "Een noot.")]);
}

#[test]
fn nothing_is_published_that_the_texts_do_not_have() {
    let index = Index::of(&inputs());
    assert!(index.groups.values().all(|words| !words.is_empty()));
    let known: BTreeSet<u64> = index.groups.keys().copied().collect();
    for (form, groups) in &index.forms {
        assert!(groups.iter().all(|group| known.contains(group)), "{form}: {groups:?}");
    }
    for absent in ["zebra", "fiets", "economie"] {
        assert!(!index.forms.contains_key(absent), "{absent}");
    }
    assert!(index.forms.len() < 400, "{} forms for some forty words", index.forms.len());
}

#[test]
fn numbers_lead_to_pages_and_to_the_places_that_cite_them() {
    let index = Index::of(&inputs());
    let numbers = &index.parts["n0"];
    // Page 1 is the document, after the pillar; block 0 of it is its title.
    assert_eq!(numbers["com(2025)165"], serde_json::json!(["!", ""]));
    let cited = numbers["com(2024)28"][1].as_str().expect("blocks");
    assert_eq!(index.text(number(cited, 0).0), WHOLE);
}

#[test]
fn the_index_says_how_its_stems_were_made() {
    let index = Index::of(&inputs());
    assert!(index.parts["kern"]["stems"]["nl"].as_str().is_some_and(|name| name.contains("Porter")));
}

#[test]
fn no_script_of_the_index_can_end_a_page_that_it_is_put_into() {
    let mut inputs = inputs();
    let text = ONE.replace("Een noot.", "Een &lt;/script&gt;&lt;!-- noot.");
    inputs.insert("content/documenten/com-2025-165.md", text.into_bytes());
    let tree = support::build(&inputs).tree;
    for (path, file) in tree.iter().filter(|(path, _)| path.as_str().starts_with("zoek/")) {
        assert!(!file.bytes().expect("renders").contains(&b'<'), "{path}");
    }
}
