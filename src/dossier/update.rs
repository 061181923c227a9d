//! Converting, merging, reading: the content as it is after this run.

use super::content::{self, INGEST, Reading};
use super::inputs::Inputs;
use super::merge::{Merged, merge};
use super::provenance;
use super::seeds::{self, ConvertedSeed};
use super::{Mode, Outcome};
use crate::config::Settings;
use crate::corpus::Content;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{self, BlockMap, Kind};
use crate::output::PortablePath;
use crate::publish::Sha256;
use crate::publish::content::ContentChange;
use std::collections::{BTreeMap, BTreeSet};

/// The content after conversion and merge.
pub(super) struct Updated {
    pub(super) content: Content,
    /// The inputs with the changes of this run.
    pub(super) inputs: Inputs,
    /// Whether a content file could not be read.
    pub(super) incomplete: bool,
}

/// Converts the seeds, merges what is new, reads the content, and notes what has to be written.
pub(super) fn update(
    inputs: &Inputs,
    settings: &Settings,
    mode: Mode,
    only: Option<&[String]>,
    outcome: &mut Outcome,
) -> Updated {
    let mut converted = seeds::convert_all(inputs, &mut outcome.sources, &mut outcome.findings);
    seeds::give_ids(&mut converted, &seeds_in_content(inputs, settings));
    // All are converted, so that ids do not depend on which seeds a run takes.
    converted.retain(|seed| only.is_none_or(|names| names.contains(&seed.name)));
    let mut after = inputs.clone();
    for seed in &mut converted {
        document::assign(
            &mut seed.converted.body,
            content::heading_style(seed.converted.front.kind),
            &BlockMap::default(),
        );
        take_over(seed, mode, &mut after, &mut outcome.findings);
    }
    open_conflicts(inputs, mode, &mut outcome.findings);
    let mut reading = content::read(&after, settings, &mut outcome.sources, &mut outcome.findings);
    provenance::attach(&mut reading, &converted, &after, settings, &mut outcome.sources);
    if mode == Mode::Merge {
        write_maps(&reading, &converted, &mut after);
        outcome.changes = changes(inputs, &after);
    }
    outcome.seeds = converted;
    Updated { content: reading.content, inputs: after, incomplete: reading.incomplete }
}

/// Which document each seed is already: name of the seed, id.
fn seeds_in_content(inputs: &Inputs, settings: &Settings) -> BTreeMap<String, String> {
    // Faults of these files are found when the content is read.
    let mut unheard = (Findings::default(), BTreeMap::new());
    let reading = content::read(inputs, settings, &mut unheard.1, &mut unheard.0);
    reading.content.documents.into_iter().filter_map(|d| Some((d.front.source?.file, d.slug))).collect()
}

/// The files of one document in one section.
struct Paths {
    content: FilePath,
    base: FilePath,
    map: FilePath,
    rejected: FilePath,
}

impl Paths {
    fn of(section: &str, id: &str) -> Self {
        Paths {
            content: format!("content/{section}/{id}.md").into(),
            base: format!("{INGEST}{section}/{id}.md").into(),
            map: format!("{INGEST}{section}/{id}.map").into(),
            rejected: format!("content/{section}/{id}.rej").into(),
        }
    }
}

/// The sections that documents can stand in, without repeats.
fn sections() -> BTreeSet<&'static str> {
    Kind::ALL.iter().map(|kind| kind.section()).collect()
}

/// Merges one conversion into the inputs. A document whose kind changed moves to the section of that kind,
/// with its base and its map.
fn take_over(seed: &ConvertedSeed, mode: Mode, after: &mut Inputs, findings: &mut Findings) {
    let new = document::print_document(&seed.converted.front, &seed.converted.body);
    let text = |path: &FilePath| after.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let before: Vec<Paths> = sections().into_iter().map(|section| Paths::of(section, &seed.id)).collect();
    let old = before.iter().find_map(|paths| text(&paths.base));
    if mode == Mode::Frozen {
        if old.as_deref() != Some(new.as_str()) {
            let base = Paths::of(seed.converted.front.kind.section(), &seed.id).base;
            findings.push(base_differs(seed, &base, old.is_none()));
        }
        return;
    }
    let edited = before.iter().find_map(|paths| text(&paths.content));
    let Merged { content: merged, conflict } = merge(old.as_deref(), &new, edited.as_deref());
    let kind = kind_of(&merged).unwrap_or(seed.converted.front.kind);
    let map = before.iter().find_map(|paths| text(&paths.map));
    for paths in &before {
        [&paths.content, &paths.base, &paths.map].into_iter().for_each(|path| after.remove(path));
    }
    let paths = Paths::of(kind.section(), &seed.id);
    if let Some(conflict) = conflict {
        findings.push(conflicting(seed, &paths));
        after.insert(paths.rejected, conflict.into_bytes());
    }
    if let Some(map) = map {
        after.insert(paths.map, map.into_bytes());
    }
    after.insert(paths.base, new.into_bytes());
    after.insert(paths.content, merged.into_bytes());
}

/// The kind that a document's front matter names, where it can be read.
fn kind_of(text: &str) -> Option<Kind> {
    // Its faults are found when the content is read.
    let mut unheard = Findings::default();
    let file: FilePath = "".into();
    let parts = document::split_file(&file, text, &mut unheard)?;
    let front = document::read_document(&file, parts.front, parts.front_start, &mut unheard)?;
    Some(front.kind)
}

fn conflicting(seed: &ConvertedSeed, paths: &Paths) -> Diagnostic {
    let message = format!("`{}` changed where an editor changed the text", seed.name);
    Diagnostic::new(Code::MergeConflict, message).in_file(&paths.content).hint(format!(
        "there the editor's text stays; see {}, and delete it when it is done with",
        paths.rejected
    ))
}

fn base_differs(seed: &ConvertedSeed, base: &FilePath, missing: bool) -> Diagnostic {
    let message = if missing {
        format!("`{}` has no base: it was never converted", seed.name)
    } else {
        format!("the conversion of `{}` differs from its base", seed.name)
    };
    let seed: FilePath = format!("seeds/{}", seed.name).into();
    Diagnostic::new(Code::BaseDiffers, message)
        .in_file(if missing { &seed } else { base })
        .hint("run `fichewijzer ingest` and commit what it writes")
}

/// A `.rej` file is an open conflict: an error for `check` and `--frozen`, a warning for `build`.
fn open_conflicts(inputs: &Inputs, mode: Mode, findings: &mut Findings) {
    let code = match mode {
        Mode::Merge => Code::OpenConflictNoted,
        Mode::Frozen => Code::OpenConflict,
    };
    for (path, _) in inputs.under("content/").filter(|(path, _)| path.ends_with(".rej")) {
        findings.push(
            Diagnostic::new(code, "a conflict between the seed and an editor is open")
                .in_file(path)
                .hint("take over by hand what is new, then delete this file"),
        );
    }
}

/// Computes the map of every converted document anew.
fn write_maps(reading: &Reading, converted: &[ConvertedSeed], after: &mut Inputs) {
    let converted: BTreeSet<&str> = converted.iter().map(|seed| seed.id.as_str()).collect();
    for document in reading.content.documents.iter().filter(|d| converted.contains(d.slug.as_str())) {
        let map = BlockMap::of(&document.body, |id| document.provenance.lines.get(id).copied());
        let path = format!("{INGEST}{}/{}.map", document.section, document.slug);
        after.insert(path, map.print().into_bytes());
    }
}

/// What differs below `content/`, each with the digest of what it was computed from.
fn changes(before: &Inputs, after: &Inputs) -> Vec<ContentChange> {
    let written = after.under("content/").filter(|(path, bytes)| before.get(path) != Some(bytes));
    let removed = before.under("content/").filter(|(path, _)| after.get(path).is_none());
    let written = written.map(|(path, bytes)| (path, Some(bytes.to_vec())));
    written
        .chain(removed.map(|(path, _)| (path, None)))
        .filter_map(|(path, new)| {
            let expected = before.get(path).map(|old| Sha256::of(old));
            Some(ContentChange { path: PortablePath::new(path).ok()?, expected, new })
        })
        .collect()
}
