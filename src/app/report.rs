//! What the commands say when they are done.

use super::arguments::Format;
use super::terminal::say;
use crate::dossier::{ConvertedSeed, Outcome};
use crate::publish::Published;
use crate::publish::content::{Applied, ContentRecovered};
use serde_json::{Value, json};
use std::io::{Write, stdout};
use std::path::Path;
use std::time::Duration;

/// Prints a result to standard output.
fn print(text: &str) {
    // Whoever closed the pipe has read enough.
    let _ = stdout().write_all(text.as_bytes());
}

/// Prints a JSON value with a line end.
pub(super) fn json(value: &Value) {
    print(&format!("{value:#}\n"));
}

/// Sums up a build and says which file to open.
pub(super) fn built(
    outcome: &Outcome,
    published: &Published,
    applied: &Applied,
    target: &Path,
    took: Duration,
) {
    content_written(applied);
    let pages = outcome.site.as_ref().map_or(0, |s| s.pages.len());
    say(&format!("{pages} pages, {} files: {published} ({:.2} s)", outcome.tree.len(), took.as_secs_f64()));
    print(&format!("open {}\n", target.join("index.html").display()));
}

/// Sums up an ingest.
pub(super) fn ingested(outcome: &Outcome, applied: &Applied, took: Duration) {
    content_written(applied);
    let written = applied.written.len();
    say(&format!(
        "{} seeds converted, {written} files written ({:.2} s)",
        outcome.seeds.len(),
        took.as_secs_f64()
    ));
}

/// Tells what an earlier, interrupted run had left, where somebody should know.
pub(super) fn recovered(recovered: &ContentRecovered) {
    match recovered {
        ContentRecovered::Nothing | ContentRecovered::Discarded => {}
        ContentRecovered::Completed => say("completed the changes of a run that was interrupted"),
        ContentRecovered::Withdrawn { .. } => {
            say("took back the changes of a run that was interrupted, because somebody saved meanwhile");
        }
    }
}

fn content_written(applied: &Applied) {
    for path in &applied.written {
        say(&format!("wrote {path}"));
    }
}

/// Prints what became of every line of the seeds.
pub(super) fn account(seeds: &[ConvertedSeed], format: Format) {
    match format {
        Format::Json => json(&Value::Array(seeds.iter().map(account_json).collect())),
        Format::Human => seeds.iter().for_each(account_human),
    }
}

fn account_json(seed: &ConvertedSeed) -> Value {
    let converted = &seed.converted;
    let leaves = converted.body.leaves();
    let blocks: Vec<Value> = leaves
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
    let ledger: Vec<Value> = converted
        .ledger
        .iter()
        .map(|e| json!({ "kind": e.kind.as_str(), "lines": e.lines.to_string(), "text": e.text }))
        .collect();
    json!({ "seed": seed.name, "id": seed.id, "body": blocks, "ledger": ledger })
}

fn account_human(seed: &ConvertedSeed) {
    let converted = &seed.converted;
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (leaf, lines) in converted.body.leaves().iter().zip(&converted.lines) {
        if let Some(lines) = lines {
            rows.push((
                lines.first,
                format!("{:>9}  body    #{}  {}", lines.to_string(), leaf.id, excerpt(&leaf.text())),
            ));
        }
    }
    for entry in &converted.ledger {
        let kind = entry.kind.as_str();
        rows.push((
            entry.lines.first,
            format!("{:>9}  ledger  {kind}  {}", entry.lines.to_string(), excerpt(&entry.text)),
        ));
    }
    rows.sort();
    print(&format!("{} → {}\n", seed.name, seed.id));
    for (_, row) in rows {
        print(&format!("{row}\n"));
    }
    print("\n");
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
