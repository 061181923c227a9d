//! The references that the program finds, against the list that was written by hand from the texts before there
//! was a recogniser: `tests/facts/references/`.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::citation::{Context, PlaceKind, Reference, Standing, class_of_title, recognise};
use fichewijzer::corpus::{Citation, CitationPlace, CitationStatus, Document};
use fichewijzer::dossier::Outcome;
use fichewijzer::ingest::EntryKind;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

/// A reference as the list has it: kind, id, printed words, address, status.
type Row = [String; 5];

/// The rows of each seed, by the seed's name, and their lines.
fn expected() -> BTreeMap<String, Vec<(usize, Row)>> {
    let mut out = BTreeMap::new();
    for file in fs::read_dir(support::root().join("tests/facts/references")).expect("is there").flatten() {
        if file.path().extension().is_none_or(|x| x != "tsv") {
            continue;
        }
        let facts = fs::read_to_string(file.path()).expect("UTF-8");
        let name = facts.lines().find_map(|l| l.strip_prefix("# seed: ")).expect("names its seed").trim();
        let rows = facts.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let row = [cells[1], cells[2], cells[3], cells[4], cells[5]].map(str::to_owned);
            (cells[0].parse().expect("a line"), row)
        });
        out.insert(name.to_owned(), rows.collect());
    }
    out
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}

fn of_citation(citation: &Citation) -> Row {
    let status = match citation.status {
        CitationStatus::Local | CitationStatus::Derived => "resolved",
        other => other.as_str(),
    };
    [
        citation.kind.as_str().to_owned(),
        or_dash(citation.id.as_ref().map(ToString::to_string)),
        citation.text.clone(),
        or_dash(citation.address.clone()),
        status.to_owned(),
    ]
}

fn of_reference(reference: &Reference) -> Row {
    let status = match reference.standing() {
        Standing::Certain => "resolved",
        Standing::Ambiguous => "ambiguous",
        Standing::Conflict => "conflict",
        Standing::Unresolved => "unresolved",
    };
    [
        reference.kind.as_str().to_owned(),
        or_dash(reference.id.as_ref().map(ToString::to_string)),
        reference.printed.clone(),
        or_dash(reference.address.clone()),
        status.to_owned(),
    ]
}

/// What stands in a seed outside the body: the web page around it, the cover note, the title page, and addresses
/// printed apart. The same recogniser reads these lines; no citation of the site is made of them.
fn outside(document: &Document) -> Vec<Row> {
    let seed = document.provenance.seed.as_ref().expect("the seed is there");
    let title_page: Vec<&str> =
        seed.ledger.iter().filter(|e| e.kind == EntryKind::TitleBlock).map(|e| e.text.as_str()).collect();
    let title_page = title_page.join("\n");
    let celex = document.front.number.zip(class_of_title(&title_page));
    let celex = celex.map(|(number, class)| (number, class.celex(number))).into_iter().collect();
    let context = Context { place: PlaceKind::CoverNote, celex: Arc::new(celex), ..Context::default() };
    let texts = seed.ledger.iter().map(|entry| entry.text.as_str());
    texts.flat_map(|text| recognise(text, &[], &context)).map(|r| of_reference(&r)).collect()
}

fn found(outcome: &Outcome, name: &str) -> Vec<Row> {
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let id = &outcome.seeds.iter().find(|s| s.name == name).expect("converted").id;
    let document = &corpus.documents[id];
    let in_body = corpus.citations.iter().filter(|c| c.document == *id);
    let in_body = in_body.filter(|c| matches!(c.place, CitationPlace::Block(_))).map(of_citation);
    in_body.chain(outside(document)).collect()
}

/// What of one list is not in the other, repeats counted.
fn without(list: &[Row], other: &[Row]) -> Vec<Row> {
    let mut rest = other.to_vec();
    let mut out = Vec::new();
    for row in list {
        match rest.iter().position(|r| r == row) {
            Some(at) => drop(rest.swap_remove(at)),
            None => out.push(row.clone()),
        }
    }
    out
}

fn show(rows: &[Row]) -> String {
    rows.iter().map(|row| format!("  {}\n", row.join(" | "))).collect()
}

#[test]
fn the_recogniser_agrees_with_the_list_written_by_hand() {
    let outcome = support::build(&support::repository());
    let mut report = String::new();
    let (mut rows, mut kamerstukken) = (0, 0);
    for (name, listed) in expected() {
        let listed: Vec<Row> = listed.into_iter().map(|(_, row)| row).collect();
        rows += listed.len();
        kamerstukken += listed.iter().filter(|row| row[0] == "kamerstuk").count();
        let found = found(&outcome, &name);
        let (missing, more) = (without(&listed, &found), without(&found, &listed));
        if !missing.is_empty() || !more.is_empty() {
            let counts = format!("{} listed, {} found", listed.len(), found.len());
            report +=
                &format!("{name}: {counts}\n missing:\n{} false or wrong:\n{}", show(&missing), show(&more));
        }
    }
    assert_eq!((rows, kamerstukken), (91, 25), "the list has changed");
    assert!(report.is_empty(), "{report}");
}

/// Each row's words begin on its line of the seed, so that the list is about this seed.
#[test]
fn every_row_of_the_list_stands_on_its_line() {
    for (name, rows) in expected() {
        let seed = fs::read_to_string(support::root().join("seeds").join(&name)).expect("UTF-8");
        let lines: Vec<&str> = seed.lines().collect();
        for (line, row) in rows {
            let first = row[2].split(' ').next().unwrap_or_default();
            assert!(lines[line - 1].contains(first), "{name}:{line}: {row:?}");
        }
    }
}

#[test]
fn the_numbers_in_front_matter_are_citations_without_a_block() {
    let outcome = support::build(&support::repository());
    let corpus = &outcome.site.as_ref().expect("planned").corpus;
    let in_front: Vec<String> = corpus
        .citations
        .iter()
        .filter_map(|c| match c.place {
            CitationPlace::Front(key) => Some(format!(
                "{} {key} {} {}",
                c.document,
                or_dash(c.id.as_ref().map(ToString::to_string)),
                c.status.as_str()
            )),
            CitationPlace::Block(_) => None,
        })
        .collect();
    assert_eq!(
        in_front,
        [
            "com-2025-723 number COM(2025) 723 local",
            "com-2025-723 council_number ST 13731/25 local",
            "fiche-com-2025-165 tk_number 2025D22022 local",
            "fiche-com-2025-165 case_number 2025Z09639 unresolved",
        ]
    );
}
