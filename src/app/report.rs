//! What the commands say when they are done.

use super::cache::Record;
use super::terminal::say;
use crate::dossier::Outcome;
use crate::publish::Published;
use crate::publish::content::{Applied, ContentRecovered};
use serde_json::Value;
use std::io::{Write, stdout};
use std::path::Path;
use std::time::Duration;

/// Prints a result to standard output.
pub(super) fn print(text: &str) {
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
    summary(pages, outcome.tree.len(), published, target, took);
}

/// Sums up a build that had nothing to do.
pub(super) fn stands(record: &Record, target: &Path, took: Duration) {
    let published = Published { kept: record.files, ..Published::default() };
    summary(record.pages, record.files, &published, target, took);
}

fn summary(pages: usize, files: usize, published: &Published, target: &Path, took: Duration) {
    say(&format!("{pages} pages, {files} files: {published} ({:.2} s)", took.as_secs_f64()));
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

pub(super) fn content_written(applied: &Applied) {
    for path in &applied.written {
        say(&format!("wrote {path}"));
    }
}
