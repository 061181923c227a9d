//! The tables, in Markdown.

use super::measure::Cost;
use super::ours::{Built, Ingested};

/// Bytes of a megabyte, as disks and seeds are measured.
const MEGABYTE: f64 = 1e6;

/// On what was measured.
pub(crate) fn machine(runs: u32) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let version = env!("CARGO_PKG_VERSION");
    format!("fichewijzer {version}, {} {cores} cores, medians of {runs}\n", std::env::consts::OS)
}

/// Head of the table of builds.
pub(crate) fn builds_head() -> String {
    "| documents | Markdown MB | site files | site MB | index MB | limit s | limit CPU s | limit peak MB | cold build × limit \
     | cold CPU × limit | cold peak MB | unchanged × cold | unchanged peak MB | a paragraph × cold | \
     another × cold |\n\
     | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
        .to_owned()
}

/// A row of it.
pub(crate) fn build(built: &Built) -> String {
    let Built {
        documents,
        markdown,
        site: (files, bytes),
        index,
        limit,
        cold,
        unchanged,
        paragraph,
        another,
    } = built;
    format!(
        "| {documents} | {} | {files} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        megabytes(*markdown),
        megabytes(*bytes),
        megabytes(*index),
        seconds(limit.wall),
        seconds(limit.cpu),
        megabytes(limit.peak),
        ratio(cold.wall, limit.wall),
        ratio(cold.cpu, limit.cpu),
        megabytes(cold.peak),
        ratio(unchanged.wall, cold.wall),
        megabytes(unchanged.peak),
        ratio(paragraph.wall, cold.wall),
        ratio(another.wall, cold.wall),
    )
}

/// Head of the table of seeds.
pub(crate) fn seeds_head() -> String {
    "| layout | MB | limit s | ingest × limit | CPU s a MB | MB/s | peak MB | peak × seed |\n\
     | --- | --: | --: | --: | --: | --: | --: | --: |"
        .to_owned()
}

/// A row of it.
pub(crate) fn ingest(ingested: &Ingested) -> String {
    let Ingested { layout, bytes, limit, ingest: Cost { wall, cpu, peak } } = ingested;
    let size = *bytes as f64 / MEGABYTE;
    format!(
        "| {} | {} | {} | {} | {} | {:.1} | {} | {:.0} |",
        layout.as_str(),
        megabytes(*bytes),
        seconds(limit.wall),
        ratio(*wall, limit.wall),
        seconds(cpu / size),
        size / wall,
        megabytes(*peak),
        *peak as f64 / *bytes as f64,
    )
}

pub(crate) fn seconds(seconds: f64) -> String {
    format!("{seconds:.2}")
}

pub(crate) fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / MEGABYTE;
    if megabytes < 10.0 { format!("{megabytes:.1}") } else { format!("{megabytes:.0}") }
}

pub(crate) fn ratio(ours: f64, theirs: f64) -> String {
    if theirs > 0.0 { format!("{:.2}", ours / theirs) } else { "–".to_owned() }
}
