//! Measures the program beside the limit: what no program of its kind can do without.
//!
//! `cargo bench --bench build -- --help` tells how; benches/README.md says what the figures mean.
#![allow(clippy::disallowed_methods, reason = "a benchmark measures time and works on files")]

mod editions;
mod limit;
mod measure;
mod ours;
mod preview;
#[path = "../synthetic/mod.rs"]
mod synthetic;
mod table;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Measures builds of synthetic dossiers and conversions of synthetic seeds.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    options: Options,

    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Args)]
struct Options {
    /// Sizes of dossiers to build, in documents
    #[arg(long, value_delimiter = ',', value_name = "N,…", default_values_t = [100, 1000])]
    documents: Vec<u64>,

    /// Sizes of seeds to convert, in megabytes
    #[arg(long, value_delimiter = ',', value_name = "MB,…", default_values_t = [1, 10])]
    seeds: Vec<usize>,

    /// Sizes of dossiers to make editions of, in documents; none unless asked for
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    editions: Vec<u64>,

    /// How often each is measured; the table has the medians
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,

    /// Write the dossiers and seeds here and keep them, to profile with
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,

    /// Another program to measure, such as an older build
    #[arg(long, value_name = "FILE", default_value = env!("CARGO_BIN_EXE_fichewijzer"))]
    program: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The limit itself, which the benchmark runs as a process of its own
    #[command(hide = true)]
    Limit(limit::Task),
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Limit(task)) => limit::run(&task),
        None => ours::measure_all(&arguments.options),
    }
}
