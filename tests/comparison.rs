//! The fiche beside what it assesses, in the real dossier; the cabinet's basic positions against the list that was
//! written by hand: `tests/facts/positions/`.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::corpus::{Comparison, Corpus, Passage, Voice, compared, positions};
use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, LazyLock};

static CORPUS: LazyLock<Arc<Corpus>> = LazyLock::new(|| {
    let outcome = support::build(&support::repository());
    outcome.site.expect("planned").corpus.clone()
});

const FICHE: &str = "fiche-com-2025-165";
const PLAN: &str = "com-2025-165";

/// How often each block stands among passages.
fn counts<'a>(passages: impl Iterator<Item = &'a Passage>) -> BTreeMap<(&'a str, &'a str), usize> {
    let mut out = BTreeMap::new();
    for passage in passages {
        *out.entry((passage.document.as_str(), passage.anchor.as_str())).or_default() += 1;
    }
    out
}

#[test]
fn each_block_of_a_pillar_stands_once_on_its_side() {
    let comparison = Comparison::of(&CORPUS, FICHE).expect("there");
    let pillars = CORPUS.taxonomy("pijlers").expect("there");
    assert_eq!(comparison.pillars.len(), pillars.terms.len());
    for (term, pillar) in pillars.terms.iter().zip(&comparison.pillars) {
        assert_eq!(term.id, pillar.pillar.id);
        let wanted = |document, voice| {
            counts(term.passages.iter().filter(move |p| p.document == document && p.voice == voice))
        };
        let left = counts(pillar.rows.iter().flat_map(|r| r.left.passages.iter().copied()));
        let right = counts(pillar.rows.iter().flat_map(|r| r.right.passages.iter().copied()));
        assert_eq!(left, wanted(PLAN, Voice::Commission), "{}", term.id);
        assert_eq!(right, wanted(FICHE, Voice::Cabinet), "{}", term.id);
        assert!(!left.is_empty() && !right.is_empty(), "{}", term.id);
        assert!(left.values().chain(right.values()).all(|count| *count == 1), "{}", term.id);
        let shown: String = pillar
            .rows
            .iter()
            .map(|r| {
                format!(
                    "\n  {} {}|{}",
                    r.instrument.map_or("-", |i| &i.id),
                    r.left.passages.len(),
                    r.right.passages.len()
                )
            })
            .collect();
        println!("{}{shown}", term.id);
    }
}

#[test]
fn a_stub_has_nothing_to_stand_beside() {
    assert_eq!(compared(&CORPUS).collect::<Vec<_>>(), [FICHE]);
    assert!(Comparison::of(&CORPUS, "fiche-com-2024-28").is_none(), "what it assesses has no text here");
    assert!(Comparison::of(&CORPUS, PLAN).is_none(), "it is no fiche");
}

#[test]
fn the_positions_are_those_that_a_reader_finds() {
    let facts = fs::read_to_string(support::root().join("tests/facts/positions/fiches.tsv")).expect("UTF-8");
    let rows: Vec<Vec<&str>> =
        facts.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let mut found = Vec::new();
    for document in CORPUS.documents.values() {
        let leaves = document.body.leaves();
        for position in positions(document) {
            let leaf = leaves.iter().find(|l| *l.id == position.anchor).expect("a block of its own document");
            let (subject, value) = (position.subject.as_str(), position.stance.as_str());
            found.push((document.id.clone(), subject, value, position.text, leaf.text()));
        }
    }
    assert_eq!(found.len(), rows.len(), "{found:#?}");
    for row in &rows {
        let [fiche, subject, value, sentence, first_words] = row[..] else { panic!("five columns: {row:?}") };
        let hit = found.iter().any(|(id, s, v, text, block)| {
            id == fiche && *s == subject && *v == value && text == sentence && block.starts_with(first_words)
        });
        assert!(hit, "{row:?} is not in {found:#?}");
    }
}
