//! What is measured, and in which order.

use super::measure::{self, Cost, median, size_of};
use super::synthetic::{Documents, File, Layout, Material, seed};
use super::{Options, editions, preview, table};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// What of this repository is the dossier that synthetic documents join.
const DOSSIER: [&str; 7] = ["site.toml", "content", "seeds", "static", "templates", "themes", "LICENSE"];

/// The folder of a synthetic dossier, beside what is made of it.
const DOSSIER_FOLDER: &str = "dossier";

/// Figures of a dossier.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) documents: u64,
    /// Bytes of Markdown.
    pub(crate) markdown: u64,
    /// Files and bytes of the site.
    pub(crate) site: (u64, u64),
    /// Bytes of the search index in it.
    pub(crate) index: u64,
    pub(crate) limit: Cost,
    pub(crate) cold: Cost,
    /// A build in which nothing changed.
    pub(crate) unchanged: Cost,
    /// A build after one paragraph was added to one document.
    pub(crate) paragraph: Cost,
    /// A build after one more.
    pub(crate) another: Cost,
}

/// Figures of a seed.
#[derive(Debug)]
pub(crate) struct Ingested {
    pub(crate) layout: Layout,
    pub(crate) bytes: u64,
    pub(crate) limit: Cost,
    pub(crate) ingest: Cost,
}

/// Measures everything asked for and prints the tables.
pub(crate) fn measure_all(options: &Options) -> Result<()> {
    let temporary = tempfile::Builder::new().prefix("fichewijzer-bench-").tempdir()?;
    let place = options.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let bench = Bench { options, place };
    let material = material(Path::new(env!("CARGO_MANIFEST_DIR")))?;
    println!("{}", table::machine(options.runs));
    println!("{}", table::builds_head());
    for documents in &options.documents {
        println!("{}", table::build(&bench.build(*documents, &material)?));
    }
    if !options.editions.is_empty() {
        println!("\n{}", editions::head());
        for documents in &options.editions {
            println!("{}", bench.editions(*documents, &material)?);
        }
    }
    println!("\n{}", table::seeds_head());
    for layout in Layout::ALL {
        for megabytes in &options.seeds {
            println!("{}", table::ingest(&bench.ingest(layout, megabytes * 1_000_000, &material)?));
        }
    }
    // This repository's own dossier first: its documents are longer than synthetic ones.
    let own = bench.place.join("this").join(DOSSIER_FOLDER);
    copy_dossier(&own)?;
    let synthetic = options.documents.iter().map(|documents| bench.place_of(*documents).join(DOSSIER_FOLDER));
    let dossiers: Vec<PathBuf> = std::iter::once(own).chain(synthetic).collect();
    println!();
    preview::measure(&options.program, &dossiers)?;
    Ok(())
}

/// The words of this repository's seeds and the names of its terms.
fn material(root: &Path) -> Result<Material> {
    let mut seeds = Vec::new();
    for path in files_in(&root.join("seeds"), "txt") {
        seeds.push((path.display().to_string(), fs::read(&path)?));
    }
    let mut terms = Vec::new();
    for path in files_in(&root.join("content/instrumenten"), "md") {
        let text = fs::read_to_string(&path)?;
        let front = text.split("+++").nth(1).context("front matter")?;
        let front: toml::Table = front.parse().with_context(|| path.display().to_string())?;
        terms.extend(front.get("name").and_then(toml::Value::as_str).map(str::to_owned));
    }
    let seeds: Vec<(&str, &[u8])> = seeds.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    Ok(Material::of(&seeds, terms))
}

/// The bytes of the texts themselves; what ingest keeps of them (`.ingest`) is as large again.
fn markdown_in(content: &Path) -> u64 {
    let walk =
        WalkDir::new(content).into_iter().filter_entry(|entry| entry.file_name() != ".ingest").flatten();
    let texts = walk.filter(|entry| entry.path().extension().is_some_and(|kind| kind == "md"));
    texts.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
}

fn files_in(folder: &Path, kind: &str) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .max_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| entry.ok().map(walkdir::DirEntry::into_path))
        .filter(|path| path.extension().is_some_and(|extension| extension == kind))
        .collect()
}

pub(crate) struct Bench<'a> {
    pub(crate) options: &'a Options,
    /// Where everything is written.
    pub(crate) place: PathBuf,
}

impl Bench<'_> {
    /// Where a dossier of this size stands, with what is made of it.
    fn place_of(&self, documents: u64) -> PathBuf {
        self.place.join(format!("documents-{documents}"))
    }

    /// Each run writes to a folder of its own, and none is deleted before the end: deleting just before a build
    /// makes the file system slow at the moment that is measured. A build after a change deletes what it replaced, so that
    /// these come when everything that makes new folders was measured.
    fn build(&self, documents: u64, material: &Material) -> Result<Built> {
        let place = self.place_of(documents);
        let dossier = dossier(&place, documents, material)?;
        let content = dossier.join("content");
        let site = |run: u32| place.join(format!("site-{run}"));
        let ours = |run: u32| {
            let mut command = Command::new(&self.options.program);
            command.arg("build").arg("--root").arg(&dossier).arg("--out").arg(site(run));
            self.cost(&mut command)
        };
        let (mut cold, mut unchanged, mut paragraph, mut another, mut limit) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for run in 0..self.options.runs {
            cold.push(ours(run)?);
            unchanged.push(ours(run)?);
            limit.push(self.limit(&content, &place.join(format!("limit-{run}")), size_of(&site(run)))?);
        }
        for run in 0..self.options.runs {
            add_paragraph(&content, run, "een")?;
            paragraph.push(ours(run)?);
            add_paragraph(&content, run, "nog een")?;
            another.push(ours(run)?);
        }
        Ok(Built {
            documents,
            markdown: markdown_in(&content),
            site: size_of(&site(0)),
            index: size_of(&site(0).join("zoek")).1,
            limit: median(limit),
            cold: median(cold),
            unchanged: median(unchanged),
            paragraph: median(paragraph),
            another: median(another),
        })
    }

    fn ingest(&self, layout: Layout, bytes: usize, material: &Material) -> Result<Ingested> {
        let place = self.place.join(format!("seed-{}-{bytes}", layout.as_str()));
        let text = seed(material, layout, bytes);
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        for run in 0..self.options.runs {
            let dossier = place.join(format!("dossier-{run}"));
            write(&dossier.join("site.toml"), "title = \"Maat\"\ndescription = \"Om aan te meten.\"\n")?;
            write(&dossier.join("seeds/seed.txt"), &text)?;
            let mut command = Command::new(&self.options.program);
            ours.push(self.cost(command.arg("ingest").arg("--root").arg(&dossier))?);
            let written = size_of(&dossier.join("content"));
            limit.push(self.limit(&dossier.join("seeds"), &place.join(format!("limit-{run}")), written)?);
        }
        Ok(Ingested { layout, bytes: text.len() as u64, limit: median(limit), ingest: median(ours) })
    }

    fn limit(&self, texts: &Path, out: &Path, (files, bytes): (u64, u64)) -> Result<Cost> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("limit").arg("--texts").arg(texts).arg("--out").arg(out);
        self.cost(command.args(["--files", &files.to_string(), "--bytes", &bytes.to_string()]))
    }

    pub(crate) fn cost(&self, command: &mut Command) -> Result<Cost> {
        measure::run(command, &self.place.join("log.txt"))
    }
}

/// A synthetic dossier of so many documents, in a folder of `place`.
pub(crate) fn dossier(place: &Path, documents: u64, material: &Material) -> Result<PathBuf> {
    let dossier = place.join(DOSSIER_FOLDER);
    copy_dossier(&dossier)?;
    for File { path, text } in Documents::new(material, documents).files() {
        write(&dossier.join(path), &text)?;
    }
    Ok(dossier)
}

/// Adds a paragraph to the end of one synthetic document, the same in every benchmark.
fn add_paragraph(content: &Path, run: u32, which: &str) -> Result<()> {
    let all = files_in(&content.join("nieuws"), "md");
    let document = all.last().context("there is an article")?;
    let text = fs::read_to_string(document)?;
    write(document, &format!("{text}\nBij ronde {run} is er {which} alinea bijgekomen.\n"))
}

/// This repository's dossier: its terms, templates and own documents are those of the synthetic one.
fn copy_dossier(to: &Path) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in DOSSIER {
        for entry in WalkDir::new(root.join(part)) {
            let entry = entry?;
            if entry.file_type().is_file() {
                let target = to.join(entry.path().strip_prefix(root)?);
                fs::create_dir_all(target.parent().context("a file has a folder")?)?;
                fs::copy(entry.path(), target)?;
            }
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file has a folder")?)?;
    fs::write(path, text).with_context(|| path.display().to_string())
}
