//! The passages that the program finds, against the list that was written by hand from the texts before
//! there was a matcher: `tests/facts/passages/`.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::document::walk::LeafKind;
use fichewijzer::dossier::{ConvertedSeed, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A leaf of a document and a term that it belongs to.
type Pair = (String, String, String);

/// Page of each pillar that the facts call `p1` to `p5`.
const PILLARS: [(&str, &str); 5] = [
    ("p1", "rekeninfrastructuur"),
    ("p2", "data"),
    ("p3", "toepassing"),
    ("p4", "vaardigheden"),
    ("p5", "naleving"),
];

fn term(word: &str) -> String {
    PILLARS.iter().find(|(short, _)| *short == word).map_or(word, |(_, id)| id).to_owned()
}

/// A leaf with the line where it begins and the line where it stands: a note stands where its first mark is.
struct Placed {
    id: String,
    first: usize,
    last: usize,
    stands: usize,
    text: String,
}

fn placed(seed: &ConvertedSeed) -> Vec<Placed> {
    let leaves = seed.converted.body.leaves();
    let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (leaf, lines) in leaves.iter().zip(&seed.converted.lines) {
        let Some(lines) = lines else { continue };
        let stands = match leaf.kind {
            LeafKind::Note => leaf.id.as_str().strip_prefix("fn-").and_then(|l| marks.get(l)).copied(),
            _ => Some(lines.first),
        };
        let stands = stands.unwrap_or(lines.first);
        for mark in leaf.note_marks() {
            marks.entry(mark).or_insert(stands);
        }
        if leaf.kind.is_passage() {
            out.push(Placed {
                id: leaf.id.to_string(),
                first: lines.first,
                last: lines.last,
                stands,
                text: leaf.text(),
            });
        }
    }
    out
}

/// The pairs of the hand-written list, and the rows that fit no block.
fn expected(outcome: &Outcome) -> (BTreeSet<Pair>, Vec<String>) {
    let mut pairs = BTreeSet::new();
    let mut misfits = Vec::new();
    for file in fs::read_dir(support::root().join("tests/facts/passages")).expect("is there").flatten() {
        let facts = fs::read_to_string(file.path()).expect("UTF-8");
        let name =
            facts.lines().next().and_then(|l| l.strip_prefix("# seed: ")).expect("names its seed").trim();
        let seed = outcome.seeds.iter().find(|s| s.name == name).expect("the seed was converted");
        let leaves = placed(seed);
        let mut doubtful = false;
        for row in facts.lines().filter(|l| !l.is_empty()) {
            if row.starts_with('#') {
                doubtful = row.starts_with("# doubtful: starts after a full-width line");
                continue;
            }
            let cells: Vec<&str> = row.split('\t').collect();
            let terms: Vec<String> = cells[1].split(',').map(term).collect();
            let hit: Vec<&Placed> = match cells[0].split_once('-') {
                Some((from, to)) => {
                    let range = from.parse::<usize>().expect("a line")..=to.parse().expect("a line");
                    leaves.iter().filter(|l| range.contains(&l.stands)).collect()
                }
                None => {
                    let line: usize = cells[0].parse().expect("a line");
                    leaves.iter().filter(|l| begins(l, line, cells[2], doubtful)).take(1).collect()
                }
            };
            doubtful = false;
            if hit.is_empty() {
                misfits.push(format!("{}: {row}", &name[..3]));
            }
            for leaf in hit {
                pairs.extend(terms.iter().map(|t| (seed.id.clone(), leaf.id.clone(), t.clone())));
            }
        }
    }
    (pairs, misfits)
}

/// Whether a block begins on a line with the words of the list, marks and marking apart. Where the list says
/// that the dump does not show whether a paragraph begins there, the block that holds the words will do.
fn begins(leaf: &Placed, line: usize, first_words: &str, doubtful: bool) -> bool {
    let letters = |s: &str| -> String { s.chars().filter(|c| c.is_alphabetic()).collect() };
    let (text, words) = (letters(&leaf.text), letters(first_words));
    let start: String = words.chars().take(10).collect();
    if doubtful {
        return (leaf.first..=leaf.last).contains(&line) && text.contains(&words);
    }
    leaf.first == line && text.starts_with(&start)
}

fn found(outcome: &Outcome) -> BTreeSet<Pair> {
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let mut pairs = BTreeSet::new();
    for term in corpus.taxonomies.iter().flat_map(|t| &t.terms) {
        for passage in term.passages.iter() {
            pairs.insert((passage.document.to_string(), passage.anchor.to_string(), term.id.clone()));
        }
    }
    pairs
}

#[test]
fn the_matcher_agrees_with_the_list_written_by_hand() {
    let outcome = support::build(&support::repository());
    let (expected, misfits) = expected(&outcome);
    let found = found(&outcome);
    assert!(expected.len() > 600, "the list has only {} pairs", expected.len());
    let show = |pairs: Vec<&Pair>| {
        pairs.iter().map(|(d, a, t)| format!("  {t} in {d}#{a}")).collect::<Vec<_>>().join("\n")
    };
    let false_hits: Vec<&Pair> = found.difference(&expected).collect();
    let missed: Vec<&Pair> = expected.difference(&found).collect();
    let recall = 1.0 - missed.len() as f64 / expected.len() as f64;
    println!("{} pairs written by hand, {} found, {} missed", expected.len(), found.len(), missed.len());
    assert!(misfits.is_empty(), "rows that fit no block:\n{}", misfits.join("\n"));
    assert!(false_hits.is_empty(), "false hits:\n{}", show(false_hits));
    assert!(recall >= 0.98, "recall {recall:.4}; missed:\n{}", show(missed));
}

#[test]
fn every_row_of_the_list_names_a_term() {
    let outcome = support::build(&support::repository());
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let known: BTreeSet<&str> =
        corpus.taxonomies.iter().flat_map(|t| &t.terms).map(|t| t.id.as_str()).collect();
    let (expected, _) = expected(&outcome);
    let unknown: BTreeSet<&str> =
        expected.iter().map(|(_, _, t)| t.as_str()).filter(|t| !known.contains(t)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
