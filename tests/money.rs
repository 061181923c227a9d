//! The amounts of the seeds, against a list written by hand (`tests/facts/money/`).
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::corpus::{Amount, Corpus, Document};
use fichewijzer::money;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A row of the list.
struct Fact {
    qualifier: String,
    printed: String,
    value: String,
    currency: String,
    /// Instruments that the amount is for.
    terms: BTreeSet<String>,
    /// The words of the sentence that say what it is for.
    purpose: String,
    first: String,
    last: String,
}

/// The rows of one seed's list.
fn facts(number: &str) -> Vec<Fact> {
    let path = support::root().join(format!("tests/facts/money/{number}.tsv"));
    let text = fs::read_to_string(&path).expect("a list");
    let rows = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, qualifier, printed, value, currency, terms, _, purpose, first, last, ..] = cells[..] else {
            panic!("{number}: {row}");
        };
        let text = |cell: &str| if cell == "-" { String::new() } else { cell.to_owned() };
        Fact {
            qualifier: text(qualifier),
            printed: printed.into(),
            value: value.into(),
            currency: currency.into(),
            terms: text(terms).split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
            purpose: purpose.into(),
            first: first.into(),
            last: last.into(),
        }
    })
    .collect()
}

fn corpus() -> std::sync::Arc<Corpus> {
    support::build(&support::repository()).site.expect("a site").corpus.clone()
}

/// The document made of a seed, by the number that the seed's name begins with.
fn document<'a>(corpus: &'a Corpus, number: &str) -> &'a Document {
    let of = |d: &&Document| d.front.source.as_ref().is_some_and(|s| s.file.starts_with(number));
    corpus.documents.values().find(of).expect("every seed has a document")
}

const SEEDS: [&str; 5] = ["000", "001", "002", "003", "004"];

#[test]
fn every_amount_of_the_seeds_is_found_and_nothing_else() {
    let corpus = corpus();
    let mut faults = Vec::new();
    for number in SEEDS {
        let facts = facts(number);
        let expected: Vec<String> = facts
            .iter()
            .map(|f| format!("{} | {} | {} | {}", f.qualifier, f.printed, f.value, f.currency))
            .collect();
        let mut found = Vec::new();
        for leaf in document(&corpus, number).body.leaves() {
            let text = leaf.text();
            found.extend(money::find(&text).into_iter().map(|m| {
                let qualifier = m.qualifier.map(|at| &text[at]).unwrap_or_default();
                format!("{qualifier} | {} | {} | {}", &text[m.span], m.value, m.currency)
            }));
        }
        // Notes stand where their marks are in the seed, and at the end of the document.
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        let (expected, found) = (sorted(expected), sorted(found));
        if expected != found {
            faults.push(format!("{number}: expected {expected:#?}, found {found:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The amounts of a document by instrument.
fn amounts<'a>(corpus: &'a Corpus, document: &'a str) -> Vec<(&'a str, &'a Amount)> {
    let instruments = corpus.taxonomy("instrumenten").expect("the dossier has it");
    let of_term = |term: &'a fichewijzer::corpus::Term| {
        term.amounts.iter().filter(move |a| a.document == document).map(move |a| (term.id.as_str(), a))
    };
    instruments.terms.iter().flat_map(of_term).collect()
}

#[test]
fn every_amount_is_for_the_instruments_that_a_reader_names() {
    let corpus = corpus();
    let mut faults = Vec::new();
    for number in SEEDS {
        let id = &document(&corpus, number).id;
        let key = |printed: &str, first: &str, last: &str| format!("{first} … {printed} … {last}");
        let expected: BTreeMap<String, BTreeSet<String>> = facts(number)
            .into_iter()
            .filter(|f| !f.terms.is_empty())
            .map(|f| (key(&f.printed, &f.first, &f.last), f.terms))
            .collect();
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (term, amount) in amounts(&corpus, id) {
            let words: Vec<&str> = amount.words.sentence.split_whitespace().collect();
            let first = words[..5.min(words.len())].join(" ");
            let last = words[words.len().saturating_sub(3)..].join(" ");
            let of = found.entry(key(&amount.words.printed, &first, &last)).or_default();
            of.insert(term.to_owned());
        }
        if expected != found {
            faults.push(format!("{number}: expected {expected:#?}\nfound {found:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_an_amount_is_for_is_said_in_the_readers_words() {
    let corpus = corpus();
    let mut compared = 0;
    for number in SEEDS {
        let id = &document(&corpus, number).id;
        for fact in facts(number) {
            let is_it = |a: &&Amount| {
                let sentence = a.words.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
                a.words.printed == fact.printed && sentence.starts_with(&fact.first)
            };
            let all = amounts(&corpus, id);
            let Some(amount) = all.iter().map(|(_, a)| *a).find(is_it) else { continue };
            let Some(purpose) = &amount.words.purpose else {
                let behind = amount.words.sentence.split(&fact.printed).nth(1).unwrap_or_default();
                assert!(!behind.contains(&fact.purpose), "{id}: nothing said behind {}", fact.printed);
                continue;
            };
            compared += 1;
            let same = purpose.starts_with(&fact.purpose) || fact.purpose.ends_with(purpose.as_str());
            let shared = purpose.split(' ').take(3).collect::<Vec<_>>().join(" ");
            assert!(same || fact.purpose.contains(&shared), "{id}: {purpose:?} for {:?}", fact.purpose);
        }
    }
    assert!(compared >= 6, "{compared} compared");
}
