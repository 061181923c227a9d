//! The short forms that the documents define, against the lists that were written by hand from the texts before
//! there was a finder: `tests/facts/abbreviations/`. And what the finder makes of any text at all.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::corpus::{Definition, DefinitionKind, PageRef, Target};
use fichewijzer::diagnostic::Findings;
use fichewijzer::document::walk::{Leaf, LeafKind, each_inline, plain};
use fichewijzer::document::{Inline, RawHtml, parse_body};
use fichewijzer::dossier::{Inputs, Outcome};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A definition: document, kind, short form, full words.
type Row = (String, String, String, String);

fn kind(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::Hereafter => "hereafter",
        DefinitionKind::Abbreviation => "abbreviation",
        DefinitionKind::Reverse => "reverse",
    }
}

/// The rows that a finder must find, each with its line, by the id of the document.
fn facts(outcome: &Outcome) -> Vec<(usize, Row)> {
    let mut rows = Vec::new();
    for file in fs::read_dir(support::root().join("tests/facts/abbreviations")).expect("is there").flatten() {
        if file.path().extension().is_none_or(|e| e != "tsv") {
            continue;
        }
        let facts = fs::read_to_string(file.path()).expect("UTF-8");
        let name =
            facts.lines().next().and_then(|l| l.strip_prefix("# seed: ")).expect("names its seed").trim();
        let seed = outcome.seeds.iter().find(|s| s.name == name).expect("the seed was converted");
        for row in facts.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            if ["hereafter", "abbreviation", "reverse"].contains(&cells[1]) {
                let line = cells[0].parse().expect("a line");
                rows.push((line, (seed.id.clone(), cells[1].into(), cells[2].into(), cells[3].into())));
            }
        }
    }
    rows
}

fn row(definition: &Definition) -> Row {
    let Definition { document, short, full, .. } = definition;
    (document.clone(), kind(definition.kind).to_owned(), short.clone(), full.clone())
}

fn shown(rows: &[Row]) -> String {
    rows.iter().map(|(d, k, s, f)| format!("  {d}: {k} {s} = {f}")).collect::<Vec<_>>().join("\n")
}

/// What stands in one and not in the other, repeats counted.
fn without(one: &[Row], other: &[Row]) -> Vec<Row> {
    let mut rest = other.to_vec();
    let left = one.iter().filter(|row| match rest.iter().position(|r| r == *row) {
        Some(at) => {
            rest.remove(at);
            false
        }
        None => true,
    });
    left.cloned().collect()
}

#[test]
fn the_finder_agrees_with_the_lists_written_by_hand() {
    let outcome = support::build(&support::repository());
    let expected: Vec<Row> = facts(&outcome).into_iter().map(|(_, row)| row).collect();
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let found: Vec<Row> = corpus.definitions.iter().map(row).collect();
    println!("{} definitions written by hand, {} found", expected.len(), found.len());
    assert_eq!(expected.len(), 55, "the lists have changed");
    let (missed, wrong) = (without(&expected, &found), without(&found, &expected));
    assert!(missed.is_empty() && wrong.is_empty(), "missed:\n{}\nfalse:\n{}", shown(&missed), shown(&wrong));
}

#[test]
fn every_definition_stands_in_the_block_of_its_line() {
    let outcome = support::build(&support::repository());
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let mut misplaced = Vec::new();
    for (line, expected) in facts(&outcome) {
        let seed = outcome.seeds.iter().find(|s| s.id == expected.0).expect("converted");
        let leaves = seed.converted.body.leaves();
        let blocks: BTreeSet<&str> = leaves
            .iter()
            .zip(&seed.converted.lines)
            .filter(|(_, lines)| lines.as_ref().is_some_and(|l| (l.first..=l.last).contains(&line)))
            .map(|(leaf, _)| leaf.id.as_str())
            .collect();
        let here = |d: &&Definition| row(d) == expected && blocks.contains(d.anchor.as_str());
        if !corpus.definitions.iter().any(|d| here(&d)) {
            misplaced.push(expected);
        }
    }
    assert!(misplaced.is_empty(), "not in the block of their line:\n{}", shown(&misplaced));
}

/// The marks of a leaf: the words and the title.
fn marks(leaf: &Leaf<'_, Target>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for part in &leaf.parts {
        each_inline(part, &mut |inline| {
            if let Inline::Link(link) = inline
                && let Target::Page { page: PageRef::Definitions, .. } = link.target
            {
                out.push((plain(&link.content), link.title.clone()));
            }
        });
    }
    out
}

#[test]
fn short_forms_are_marked_once_below_a_heading_and_in_no_heading() {
    let outcome = support::build(&support::repository());
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let places: BTreeSet<(&str, &str, &str)> = corpus
        .definitions
        .iter()
        .map(|d| (d.document.as_str(), d.anchor.as_str(), d.full.as_str()))
        .collect();
    let mut count = 0;
    for document in corpus.documents.values() {
        let known: BTreeSet<&str> = corpus
            .definitions
            .iter()
            .filter(|d| d.document == document.id)
            .map(|d| d.full.as_str())
            .collect();
        let mut seen: BTreeMap<Vec<String>, BTreeSet<(String, String)>> = BTreeMap::new();
        for leaf in document.body.leaves() {
            let marks = marks(&leaf);
            count += marks.len();
            assert!(marks.is_empty() || !matches!(leaf.kind, LeafKind::Heading(_)), "{}", leaf.text());
            let path = document.outline.path(leaf.id).iter().map(ToString::to_string).collect();
            let below: &mut BTreeSet<(String, String)> = seen.entry(path).or_default();
            for (words, full) in marks {
                assert!(known.contains(full.as_str()), "{words} = {full} is not of {}", document.id);
                let defined = (document.id.as_str(), leaf.id.as_str(), full.as_str());
                let again = !below.insert((words.clone(), full.clone())) && !places.contains(&defined);
                assert!(!again, "{words} again at {}#{}", document.id, leaf.id);
            }
        }
    }
    println!("{count} marks");
    assert!(count > 100, "only {count} marks");
}

/// A dossier of one document with this text.
fn dossier(body: &str) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.insert("site.toml", b"title = \"T\"\ndescription = \"D\"\ndate = \"2025-01-01\"\n".to_vec());
    let front = "+++\ntitle = \"Stuk\"\nkind = \"document\"\nlanguage = \"nl\"\n+++\n\n";
    inputs.insert("content/documenten/stuk.md", format!("{front}{body}\n").into_bytes());
    inputs
}

/// The definitions of a text, and its leaves with their marks as `[words|full words]`.
fn read(body: &str) -> (Vec<String>, Vec<String>) {
    let outcome = support::build(&dossier(body));
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let shown = |d: &Definition| format!("{} = {}", d.short, d.full);
    let document = &corpus.documents["stuk"];
    let leaves = document.body.leaves();
    let marked = leaves
        .iter()
        .map(|l| marks(l).iter().map(|(w, f)| format!("{w}|{f}")).collect::<Vec<_>>().join(", "));
    (corpus.definitions.iter().map(shown).collect(), marked.collect())
}

#[test]
fn a_definition_holds_over_marking_and_from_its_place_on() {
    for (body, definitions, marked) in [
        (
            "De EU groeit. De **Europese** *Unie* (**EU**) groeit. De EU ook.\n\n## Kop EU {#s1}\n\nDe EU’s plan en de EU.",
            vec!["EU = Europese Unie"],
            vec!["EU|Europese Unie", "", "EU|Europese Unie"],
        ),
        (
            "Het Nationaal[^1] Groeifonds (NGF).\n\n## Kop {#s1}\n\nHet `NGF` en [het NGF](https://example.org).\n\n[^1]: Het NGF.",
            vec!["NGF = Nationaal Groeifonds"],
            vec!["NGF|Nationaal Groeifonds", "", "", ""],
        ),
        (
            "## Een {#s1}\n\nDe Academie voor Taal (AT).\n\n## Twee {#s2}\n\nDe AT dus.\n\n## Drie {#s3}\n\nDe Autoriteit Toezicht (AT).\n\n## Vier {#s4}\n\nDe AT weer.",
            vec!["AT = Academie voor Taal", "AT = Autoriteit Toezicht"],
            vec![
                "",
                "AT|Academie voor Taal",
                "",
                "AT|Academie voor Taal",
                "",
                "AT|Autoriteit Toezicht",
                "",
                "AT|Autoriteit Toezicht",
            ],
        ),
        (
            "Noot[^1].\n\n## Kop {#s1}\n\nDe EU.\n\n[^1]: De Europese Unie (EU).",
            vec!["EU = Europese Unie"],
            vec!["", "", "EU|Europese Unie", "EU|Europese Unie"],
        ),
        (
            "De Europese Commissie (hierna: de Commissie).\n\n## Kop {#s1}\n\nDe Commissie.",
            vec!["Commissie = Europese Commissie"],
            vec!["", "", ""],
        ),
    ] {
        let (found, leaves) = read(body);
        assert_eq!(found, definitions, "{body}");
        assert_eq!(leaves, marked, "{body}");
    }
}

/// Texts made of what definitions are made of, and of anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "de ", "Europese ", "Unie ", "(EU)", "(hierna: ", "de Commissie)", "(", ")", "AI", "-wet ", " (AI) ", "voor ",
            "kennis- ", "en ", "“", "” ", "’s", ", ", ". ", "KIG’s", "É", "ﬁ", "ß", "\u{301}", "4", "2", "\u{a0}", "RAISE",
            "Resource for AI Science in Europe", "İ", "(mkb)", "midden- en kleinbedrijven ", "—", "/", "&",
        ]).prop_map(str::to_owned),
        1 => "[^\\\\`<>\\[\\]*_!#|~\\n\\r]{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Never a panic; words of the text, in the text; the words stay as they were.
    #[test]
    fn what_is_found_stands_in_the_text(texts in prop::collection::vec(text(), 1..4)) {
        let body = texts.iter().map(|t| format!("x {} x", t.trim())).collect::<Vec<_>>().join("\n\n");
        let outcome = fichewijzer::dossier::build(&dossier(&body), fichewijzer::dossier::Mode::Merge, None);
        let Some(site) = outcome.site else { return Ok(()) };
        let Some(document) = site.corpus.documents.get("stuk") else { return Ok(()) };
        let leaves = document.body.leaves();
        let parsed = parse_body(&"x.md".into(), &body, 0, RawHtml::Forbidden, &mut Findings::default());
        let before: Vec<String> = parsed.leaves().iter().map(Leaf::text).collect();
        prop_assert_eq!(leaves.iter().map(Leaf::text).collect::<Vec<_>>(), before);
        for definition in site.corpus.definitions.iter() {
            let leaf = leaves.iter().find(|l| *l.id == definition.anchor).expect("a block of the text");
            let words = leaf.text().split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(words.contains(&definition.full), "{} not in {words}", definition.full);
            prop_assert!(words.contains(&definition.short), "{} not in {words}", definition.short);
            prop_assert!(definition.full.chars().count() > definition.short.chars().count());
        }
    }
}
