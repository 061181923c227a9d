//! `seeds/` and `seeds.toml`: which seeds there are, what somebody knows of them, which document each is.

use super::content;
use super::inputs::Inputs;
use super::memo::{ConvertedText, KeptSeed, MadeSeed, Memo};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Sources};
use crate::document::{self, BlockMap, DocumentRef, take_actions};
use crate::fields::{self, Fields};
use crate::ingest::{self, Converted, Seed, SeedFacts};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name of the file with what is known of seeds.
const FACTS: &str = "seeds/seeds.toml";

/// A seed that was converted, and the document that it is.
#[derive(Debug)]
pub struct ConvertedSeed {
    /// File name in `seeds/`.
    pub name: String,
    pub id: String,
    /// The blocks have their ids.
    pub converted: Arc<Converted>,
    /// The document as Markdown.
    pub(super) printed: Arc<str>,
}

/// Converts all seeds, each independent of the others, in the order of their names.
pub(super) fn convert_all(
    inputs: &Inputs,
    memo: &mut Memo,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Vec<ConvertedSeed> {
    let seeds: Vec<(&FilePath, &str)> = inputs
        .under("seeds/")
        .filter_map(|(path, _)| Some((path, path.strip_prefix("seeds/")?)))
        .filter(|(_, name)| name.ends_with(".txt") && !name.contains('/'))
        .collect();
    let names: Vec<&str> = seeds.iter().map(|(_, name)| *name).collect();
    let facts = read_facts(inputs, &names, findings);
    let none = SeedFacts::default();
    let old = std::mem::take(&mut memo.seeds);
    let results: Vec<MadeSeed> = seeds
        .par_iter()
        .map(|(path, name)| {
            let bytes = inputs.get(path).expect("listed above");
            let facts = facts.get(*name).unwrap_or(&none);
            match old.get(*name).filter(|kept| kept.bytes == *bytes && kept.facts == *facts) {
                Some(kept) => kept.made.clone(),
                None => convert(name, bytes, facts),
            }
        })
        .collect();
    let mut out = Vec::new();
    for ((path, name), made) in seeds.into_iter().zip(results) {
        findings.append(made.findings.clone());
        if let Some(ConvertedText { converted, printed }) = made.converted.clone() {
            sources.insert(path.clone(), converted.text.clone());
            out.push(ConvertedSeed { name: name.to_owned(), id: String::new(), converted, printed });
        }
        if memo.keeps() {
            let bytes = inputs.get(path).expect("listed above").clone();
            let facts = facts.get(name).unwrap_or(&none).clone();
            memo.seeds.insert(name.to_owned(), KeptSeed { bytes, facts, made });
        }
    }
    out
}

/// Converts one seed: depends on nothing but its name, its bytes, and what is known of it.
fn convert(name: &str, bytes: &[u8], facts: &SeedFacts) -> MadeSeed {
    let mut findings = Findings::default();
    let converted = ingest::convert(&Seed { name, bytes }, facts, &mut findings).map(|mut converted| {
        let style = content::heading_style(converted.front.kind);
        document::assign(&mut converted.body, style, &BlockMap::default());
        let printed = document::print_document(&converted.front, &converted.body).into();
        ConvertedText { converted: Arc::new(converted), printed }
    });
    MadeSeed { converted, findings }
}

/// Gives every converted seed its id: one that a document in `content/` has already stays with its seed;
/// then, by file name, the id by the contract, with `-2` and so on where it is taken.
pub(super) fn give_ids(seeds: &mut [ConvertedSeed], present: &BTreeMap<String, String>) {
    let mut taken: BTreeSet<String> = present.values().cloned().collect();
    for seed in seeds {
        if let Some(id) = present.get(&seed.name) {
            seed.id.clone_from(id);
            continue;
        }
        let slug = &seed.converted.slug;
        let mut id = slug.clone();
        let mut n = 2;
        while taken.contains(&id) {
            id = format!("{slug}-{n}");
            n += 1;
        }
        taken.insert(id.clone());
        seed.id = id;
    }
}

/// Warns of seeds that have the number of one before them: one of two copies is probably too many.
pub(super) fn find_same_numbers(seeds: &[ConvertedSeed], findings: &mut Findings) {
    let mut first: BTreeMap<&str, &ConvertedSeed> = BTreeMap::new();
    for seed in seeds {
        let front = &seed.converted.front;
        let Some(number) = front.number.as_ref().or(front.assesses.first()) else { continue };
        let Some(other) = first.get(seed.converted.slug.as_str()) else {
            first.insert(&seed.converted.slug, seed);
            continue;
        };
        let message = format!("this seed and `{}` are both about {number}", other.name);
        let hint = format!(
            "they become `{}` and `{}`; remove the seed that is too many, or give its `number` in seeds.toml",
            other.id, seed.id
        );
        findings.push(
            Diagnostic::new(Code::SameNumber, message)
                .in_file(&format!("seeds/{}", seed.name).into())
                .hint(hint),
        );
    }
}

fn read_facts(inputs: &Inputs, names: &[&str], findings: &mut Findings) -> BTreeMap<String, SeedFacts> {
    let file: FilePath = FACTS.into();
    let mut out = BTreeMap::new();
    let Some(text) = inputs.text(&file, findings) else { return out };
    for (name, table) in fields::parse(&file, text, 0, findings).free_tables(findings) {
        if !names.contains(&name.value.as_str()) {
            findings.push(
                Diagnostic::new(Code::UnknownSeed, format!("there is no seed `{}`", name.value))
                    .at(&file, name.span.clone())
                    .did_you_mean(&name.value, names.iter().copied()),
            );
        }
        out.insert(name.value, facts(table, findings));
    }
    out
}

fn facts(mut table: Fields<'_>, findings: &mut Findings) -> SeedFacts {
    let number = "write it as \"COM(2025) 165\"";
    let text = |table: &mut Fields<'_>, key: &str| table.string(key).map(|at| at.value);
    let facts = SeedFacts {
        kind: table.parsed("kind", "known here: fiche, communication, news, document").map(|at| at.value),
        title: text(&mut table, "title"),
        number: table.parsed("number", number).map(|at| at.value),
        date: table.date("date").map(|at| at.value),
        celex: text(&mut table, "celex"),
        language: text(&mut table, "language"),
        address: text(&mut table, "address"),
        retrieved: table.date("retrieved").map(|at| at.value),
        council_number: text(&mut table, "council_number"),
        cites: references(&mut table, "cites"),
        announces: references(&mut table, "announces"),
        follows_up: references(&mut table, "follows_up"),
        actions: take_actions(&mut table, &mut BTreeMap::new(), findings),
    };
    table.finish(findings);
    facts
}

/// Documents by number or by id.
fn references(table: &mut Fields<'_>, key: &str) -> Vec<DocumentRef> {
    table
        .strings(key)
        .into_iter()
        .map(|at| at.value.parse().map_or(DocumentRef::Id(at.value), DocumentRef::Number))
        .collect()
}
