//! What documents say of each other: the sentences that the program finds, against the list that was written by hand
//! from the texts before (`tests/facts/relations.tsv`), and how relations are shown.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::citation::DocumentNumber;
use fichewijzer::corpus::{Corpus, RelationKind};
use fichewijzer::dossier::Outcome;

use std::fs;

/// A sentence that the list says states a relation of the seed's own document.
#[derive(Debug)]
struct Fact {
    from: String,
    to: String,
    kind: RelationKind,
    words: String,
    line: String,
}

fn corpus(outcome: &Outcome) -> &Corpus {
    &outcome.site.as_ref().expect("planned").corpus
}

fn page(outcome: &Outcome, path: &str) -> String {
    let (_, file) = outcome.tree.iter().find(|(p, _)| p.as_str() == path).expect(path);
    String::from_utf8(file.bytes().expect("rendered").to_vec()).expect("UTF-8")
}

/// The rows that make a relation of this site: said by the seed's document itself, of one that is no bare term.
fn facts(outcome: &Outcome) -> Vec<Fact> {
    let text = fs::read_to_string(support::root().join("tests/facts/relations.tsv")).expect("is there");
    let mut out = Vec::new();
    for row in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let kind = match cells[3] {
            "announces" => RelationKind::Announces,
            "follows_up" => RelationKind::FollowsUp,
            _ => continue,
        };
        if cells[2] != "-" {
            assert!(!corpus(outcome).documents.contains_key(&id(cells[2])), "it speaks for itself: {row}");
            continue;
        }
        if cells[4].starts_with("term:") {
            continue;
        }
        let seed = outcome.seeds.iter().find(|s| s.name.starts_with(cells[0])).expect("converted");
        out.push(Fact {
            from: seed.id.clone(),
            to: id(cells[4]),
            kind,
            words: cells[5].to_owned(),
            line: format!("{}:{}", cells[0], cells[1]),
        });
    }
    out
}

fn id(named: &str) -> String {
    named.parse::<DocumentNumber>().map_or_else(|()| named.to_owned(), |number| number.id())
}

#[test]
fn what_texts_say_of_each_other_is_what_the_list_says() {
    let outcome = support::build(&support::repository());
    let facts = facts(&outcome);
    assert_eq!(facts.len(), 10, "the list has rows");
    let mut missing: Vec<&Fact> = facts.iter().collect();
    let mut invented = Vec::new();
    for relation in &corpus(&outcome).relations {
        if !matches!(relation.kind, RelationKind::Announces | RelationKind::FollowsUp) {
            continue;
        }
        for place in &relation.places {
            let sentence = format!("{}{}{}", place.before, place.words, place.after);
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_it = |f: &&Fact| {
                f.kind == relation.kind
                    && f.from == relation.from
                    && f.to == relation.to
                    && sentence.contains(&f.words)
            };
            match missing.iter().position(is_it) {
                Some(at) => drop(missing.remove(at)),
                None => {
                    invented.push(format!("{} {} {}: {sentence}", relation.from, relation.kind, relation.to))
                }
            }
            assert_eq!(place.document, relation.from);
        }
        assert!(!relation.editorial, "the text says it itself: {relation:?}");
    }
    let lines: Vec<String> = missing.iter().map(|f| format!("{} {}", f.line, f.words)).collect();
    assert!(missing.is_empty() && invented.is_empty(), "missing: {lines:#?}\ninvented: {invented:#?}");
}
