//! `ingest --report`: what became of every line of the seeds.

use super::arguments::Format;
use super::report::{json, print};
use crate::dossier::ConvertedSeed;
use crate::ingest::{Converted, Doubt, EntryKind, Piece, visible};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Prints what became of every line, the totals of each seed, and what is in doubt.
pub(super) fn report(seeds: &[ConvertedSeed], format: Format) {
    match format {
        Format::Json => json(&Value::Array(seeds.iter().map(as_json).collect())),
        Format::Human => seeds.iter().for_each(|seed| print(&as_text(seed))),
    }
}

/// How many visible characters became what.
struct Totals {
    seed: usize,
    body: usize,
    title: usize,
    /// Pieces and characters of each kind.
    ledger: BTreeMap<EntryKind, (usize, usize)>,
}

impl Totals {
    fn of(converted: &Converted) -> Self {
        let mut ledger: BTreeMap<EntryKind, (usize, usize)> = BTreeMap::new();
        for entry in &converted.ledger {
            let (pieces, characters) = ledger.entry(entry.kind).or_default();
            *pieces += 1;
            *characters += visible(&entry.text);
        }
        Totals {
            seed: visible(&converted.text),
            body: converted.body_characters,
            title: converted.title.iter().map(|piece| visible(&piece.text)).sum(),
            ledger,
        }
    }

    /// What became nothing; what became two things counts against it. Either is an error of its own.
    fn unaccounted(&self) -> i128 {
        let ledger: usize = self.ledger.values().map(|(_, characters)| characters).sum();
        self.seed as i128 - (self.body + self.title + ledger) as i128
    }
}

fn as_json(seed: &ConvertedSeed) -> Value {
    let converted = &seed.converted;
    let body: Vec<Value> = converted
        .body
        .leaves()
        .iter()
        .zip(&converted.lines)
        .map(|(leaf, lines)| {
            json!({
                "block": leaf.id.as_str(),
                "lines": lines.map(|l| l.to_string()),
                "text": leaf.text(),
            })
        })
        .collect();
    let ledger = converted
        .ledger
        .iter()
        .map(|e| json!({ "kind": e.kind.as_str(), "lines": e.lines.to_string(), "text": e.text }));
    let totals = Totals::of(converted);
    let by_kind: serde_json::Map<String, Value> = totals
        .ledger
        .iter()
        .map(|(kind, (pieces, characters))| {
            (kind.as_str().to_owned(), json!({ "pieces": pieces, "characters": characters }))
        })
        .collect();
    json!({
        "seed": seed.name,
        "id": seed.id,
        "title": pieces(&converted.title),
        "body": body,
        "ledger": ledger.collect::<Vec<_>>(),
        "doubts": converted.doubts.iter().map(doubt).collect::<Vec<_>>(),
        "characters": {
            "seed": totals.seed,
            "body": totals.body,
            "title": totals.title,
            "ledger": by_kind,
            "unaccounted": totals.unaccounted() as i64,
        },
    })
}

fn pieces(pieces: &[Piece]) -> Vec<Value> {
    pieces.iter().map(|piece| json!({ "lines": piece.lines.to_string(), "text": piece.text })).collect()
}

fn doubt(doubt: &Doubt) -> Value {
    let Doubt { suspicion, piece } = doubt;
    json!({ "suspicion": suspicion.as_str(), "lines": piece.lines.to_string(), "text": piece.text })
}

fn as_text(seed: &ConvertedSeed) -> String {
    let converted = &seed.converted;
    let mut out = format!("{} → {}\n", seed.name, seed.id);
    rows(converted).into_iter().for_each(|row| out += &row);
    out += &totals(&Totals::of(converted));
    for doubts in converted.doubts.chunk_by(|a, b| a.suspicion == b.suspicion) {
        let _ = writeln!(out, "in doubt: {}", doubts[0].suspicion.as_str());
        for Doubt { piece, .. } in doubts {
            let _ = writeln!(out, "{:>9}  {}", piece.lines.to_string(), excerpt(&piece.text));
        }
    }
    out + "\n"
}

/// A row for each piece of the seed, in its order.
fn rows(converted: &Converted) -> Vec<String> {
    let mut rows: Vec<(usize, String)> = Vec::new();
    let places = converted.lines.iter().zip(&converted.starts);
    for (leaf, (lines, start)) in converted.body.leaves().iter().zip(places) {
        if let Some(lines) = lines {
            let text = excerpt(&leaf.text());
            rows.push((*start, format!("{:>9}  body    #{}  {text}\n", lines.to_string(), leaf.id)));
        }
    }
    for piece in &converted.title {
        let text = excerpt(&piece.text);
        rows.push((piece.start, format!("{:>9}  title   {text}\n", piece.lines.to_string())));
    }
    for entry in &converted.ledger {
        let (kind, text) = (entry.kind.as_str(), excerpt(&entry.text));
        rows.push((entry.start, format!("{:>9}  ledger  {kind}  {text}\n", entry.lines.to_string())));
    }
    rows.sort_by_key(|(start, _)| *start);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn totals(totals: &Totals) -> String {
    let mut out = "in characters, blanks not counted:\n".to_owned();
    let mut row = |count: usize, what: String| {
        let _ = writeln!(out, "{count:>9}  {what}");
    };
    row(totals.body, "body".into());
    row(totals.title, "title".into());
    for (kind, (pieces, characters)) in &totals.ledger {
        row(*characters, format!("ledger  {} ({pieces})", kind.as_str()));
    }
    row(totals.seed, "seed".into());
    if totals.unaccounted() != 0 {
        let _ = writeln!(out, "{:>9}  unaccounted for", totals.unaccounted());
    }
    out
}

/// The first words of a text, on one line.
fn excerpt(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(60) {
        words.truncate(at);
        words.push('…');
    }
    words
}
