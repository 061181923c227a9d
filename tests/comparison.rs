//! The fiche beside what it assesses, in the real dossier; the cabinet's basic positions against the list that was
//! written by hand: `tests/facts/positions/`.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::corpus::{ComparedRow, Comparison, Corpus, Passage, Voice, compared, positions};
use fichewijzer::document::Kind;
use fichewijzer::dossier::{self, Inputs, Mode};
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
        *out.entry((&*passage.document, passage.anchor.as_str())).or_default() += 1;
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
        let wanted = |document: &str, voice| {
            counts(term.passages.iter().filter(move |p| *p.document == *document && p.voice == voice))
        };
        let left = counts(pillar.rows.iter().flat_map(|r| r.left.passages.iter().copied()));
        let right = counts(pillar.rows.iter().flat_map(|r| r.right.passages.iter().copied()));
        assert_eq!(left, wanted(PLAN, Voice::Commission), "{}", term.id);
        assert_eq!(right, wanted(FICHE, Voice::Cabinet), "{}", term.id);
        assert!(!left.is_empty() && !right.is_empty(), "{}", term.id);
        assert!(left.values().chain(right.values()).all(|count| *count == 1), "{}", term.id);
    }
}

/// Instruments of a block that is not a note, in the order in which its words name them.
fn naming<'a>(block: &Passage) -> Vec<&'a str> {
    let instruments = CORPUS.taxonomy("instrumenten").expect("there");
    let mut named: Vec<(Option<usize>, &str)> = instruments
        .terms
        .iter()
        .flat_map(|term| term.passages.iter().map(|p| (term.id.as_str(), p)))
        .filter(|(_, p)| p.document == block.document && p.anchor == block.anchor)
        .map(|(id, p)| (p.named_at, id))
        .collect();
    // Whoever belongs without a name comes last; there is none in these two documents.
    assert!(named.iter().all(|(at, _)| at.is_some()), "{block:?}");
    named.sort_unstable();
    named.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn a_paragraph_stands_in_the_row_of_what_it_names_first_of_what_both_name() {
    let is_note = |p: &&Passage| p.anchor.as_str().starts_with("fn-");
    let comparison = Comparison::of(&CORPUS, FICHE).expect("there");
    for pillar in &comparison.pillars {
        let of_side = |right: bool| -> Vec<(Option<&str>, &Passage)> {
            let side = |row: &ComparedRow<'static>| {
                let passages = if right { &row.right.passages } else { &row.left.passages };
                passages.iter().map(|p| (row.instrument.map(|i| i.id.as_str()), *p)).collect::<Vec<_>>()
            };
            pillar.rows.iter().flat_map(side).collect()
        };
        let (left, right) = (of_side(false), of_side(true));
        let names =
            |side: &[(Option<&str>, &Passage)], id: &str| side.iter().any(|(_, p)| naming(p).contains(&id));
        for (row, block) in left.iter().chain(&right).filter(|(_, p)| !is_note(p)) {
            let named = naming(block);
            let first = named.iter().find(|id| names(&left, id) && names(&right, id));
            assert_eq!(*row, first.copied(), "{} {:?}", pillar.pillar.id, block.anchor);
        }
        let order: Vec<&str> =
            pillar.rows.iter().filter_map(|r| r.instrument).map(|i| i.id.as_str()).collect();
        assert!(order.iter().all(|id| names(&left, id) && names(&right, id)), "{order:?}");
        assert!(
            pillar.rows[..order.len()].iter().all(|r| r.instrument.is_some()),
            "the general row is the last"
        );
    }
}

#[test]
fn rows_stand_in_the_order_of_the_left() {
    let comparison = Comparison::of(&CORPUS, FICHE).expect("there");
    let rows = |pillar: &str| -> Vec<&str> {
        let pillar = comparison.pillars.iter().find(|p| p.pillar.id == pillar).expect("there");
        pillar.rows.iter().map(|r| r.instrument.map_or("-", |i| &i.id)).collect()
    };
    assert_eq!(rows("data"), ["data-unie-strategie", "datalabs", "dataruimten", "-"]);
    assert_eq!(rows("vaardigheden"), ["academie-ai-vaardigheden", "ai-fabrieken", "-"]);
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

/// The positions of a fiche that is converted from a seed, by subject and value.
fn positions_of_layout(layout: &str) -> Vec<(&'static str, &'static str)> {
    let text = fs::read(support::root().join(format!("tests/layouts/{layout}.txt"))).expect("is there");
    let mut inputs = Inputs::default();
    inputs.insert("site.toml".to_owned(), b"title = \"Een\"\ndescription = \"Twee\"\n".to_vec());
    inputs.insert(format!("seeds/{layout}.txt"), text);
    // Not every layout gives a page without faults of form; what a fiche says does not depend on it.
    let corpus = dossier::build(&inputs, Mode::Merge, None).site.expect("planned").corpus.clone();
    let fiche = corpus.documents.values().find(|d| d.front.kind == Kind::Fiche).expect("it is a fiche");
    positions(fiche).iter().map(|p| (p.subject.as_str(), p.stance.as_str())).collect()
}

#[test]
fn positions_are_the_same_in_every_layout() {
    for layout in ["letters", "ones", "bullets", "dots", "bare", "columns", "tight", "spaced"] {
        let expected = [("competence", "positive"), ("subsidiarity", "positive")];
        assert_eq!(positions_of_layout(layout), expected, "{layout}");
    }
    assert_eq!(positions_of_layout("legislation"), [("competence", "positive")]);
}
