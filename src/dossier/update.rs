//! Converting, merging, reading: the content as it is after this run.

use super::addresses::{self, Base, OldBases, base_path, map_path};
use super::content::{self, INGEST, Reading};
use super::inputs::{Inputs, SideBySide};
use super::maps::LateMap;
use super::memo::{KeptDocument, MadeFrom, MapNow, Memo, Settled};
use super::merge::{Merged, merge};
use super::provenance;
use super::seeds::{self, ConvertedSeed};
use super::{Mode, Outcome};
use crate::config::Settings;
use crate::corpus::{Content, Read};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{self, BlockMap, DocumentFront, Kind, Seen, WordlessMap};
use crate::ingest::Converted;
use crate::output::PortablePath;
use crate::phase::{Follow, Phase};
use crate::publish::Sha256;
use crate::publish::content::ContentChange;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The content after conversion and merge.
pub(super) struct Updated {
    pub(super) content: Content,
    /// The inputs with the changes of this run.
    pub(super) inputs: Inputs,
    /// Maps that are still to become changes.
    pub(super) late_maps: Vec<LateMap>,
    /// Whether a content file could not be read.
    pub(super) incomplete: bool,
}

/// When the text of a new map is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maps {
    /// At once: what is made is kept for the next run.
    AtOnce,
    /// When it is written: together they take as much room as the documents.
    WhenWritten,
}

/// Converts the seeds, merges what is new, reads the content, and notes what has to be written.
pub(super) fn update(
    inputs: &Inputs,
    settings: &Settings,
    mode: Mode,
    only: Option<&[String]>,
    memo: &mut Memo,
    outcome: &mut Outcome,
    follow: &dyn Follow,
) -> Updated {
    follow.begin(Phase::Ingest, inputs.under("seeds/").count());
    let mut converted = seeds::convert_all(inputs, memo, &mut outcome.sources, &mut outcome.findings);
    let present = if converted.is_empty() { BTreeMap::new() } else { content::seeds(inputs, memo) };
    seeds::give_ids(&mut converted, &present);
    seeds::find_same_numbers(&converted, &mut outcome.findings);
    // All are converted, so that ids do not depend on which seeds a run takes.
    converted.retain(|seed| only.is_none_or(|names| names.contains(&seed.name)));
    let mut after = inputs.clone();
    let forsaken = forsaken(inputs);
    let mut old_bases = OldBases::new();
    for seed in &converted {
        let places = places(seed, &forsaken);
        if let Some(old) = take_over(seed, &places, mode, &mut after, &mut outcome.findings) {
            old_bases.insert(seed.id.clone(), old.into());
        }
    }
    open_conflicts(inputs, mode, &mut outcome.findings);
    addresses::bring_along(&mut after);
    let maps = if memo.keeps() { Maps::AtOnce } else { Maps::WhenWritten };
    let converted_by_id = by_id(&converted);
    let settling = Settling { converted: converted_by_id, old_bases: &old_bases, settings, mode, only, maps };
    follow.begin(Phase::Parse, after.under("content/").count());
    let reading = content::read(&after, &settling, memo, &mut outcome.findings);
    follow.begin(Phase::Align, reading.content.documents.len());
    find_missing_seeds(&reading, inputs, &mut outcome.findings);
    if only.is_none() && !reading.incomplete {
        addresses::check_pages(&reading, &converted, &after, &mut outcome.findings);
    }
    if mode != Mode::Frozen {
        for (path, text) in reading.maps {
            after.insert(path, text);
        }
        outcome.changes = changes(inputs, &after);
    }
    outcome.seeds = converted;
    let Reading { content, late_maps, incomplete, .. } = reading;
    Updated { content, inputs: after, late_maps, incomplete }
}

fn by_id(converted: &[ConvertedSeed]) -> BTreeMap<&str, &Arc<Converted>> {
    converted.iter().map(|seed| (seed.id.as_str(), &seed.converted)).collect()
}

/// What the documents are settled against: ids, where the words come from, what leads to them, and the maps that say
/// so.
pub(super) struct Settling<'a> {
    /// By the documents' ids.
    converted: BTreeMap<&'a str, &'a Arc<Converted>>,
    old_bases: &'a OldBases,
    pub(super) settings: &'a Settings,
    mode: Mode,
    only: Option<&'a [String]>,
    maps: Maps,
}

impl Settling<'_> {
    /// All that a document is made from, besides the settings.
    pub(super) fn made_from(&self, section: &str, slug: &str, file: &Arc<[u8]>, inputs: &Inputs) -> MadeFrom {
        let seed = self.converted.get(slug).map(|seed| (*seed).clone());
        MadeFrom {
            file: file.clone(),
            map: inputs.get(&map_path(section, slug)).cloned(),
            base: inputs.get(&base_path(section, slug)).cloned(),
            old_base: self.old_bases.get(slug).cloned(),
            map_is_wanted: self.mode != Mode::Frozen && (seed.is_some() || self.only.is_none()),
            seed,
        }
    }

    /// Gives a document its ids and tells where its words come from; `found` are its findings so far.
    pub(super) fn settle(
        &self,
        mut document: Read<DocumentFront>,
        known: Option<BlockMap>,
        (from, before): (&MadeFrom, Option<&KeptDocument>),
        after: &Inputs,
        found: Findings,
    ) -> Settled {
        let (settings, mut findings) = (self.settings, found);
        let (seed, old_base) = (from.seed.as_deref(), from.old_base.as_deref());
        let seen = Seen::all(&document.body);
        let pages = known.iter().flat_map(|map| &map.pages);
        let addresses = pages.map(|page| (page.clone(), content::page_is_there(page, after))).collect();
        let base = before.map(|before| before.base_for(from, &document.front));
        let (once, based) = (Base::default(), base.as_deref());
        let based = based.unwrap_or(&once);
        let old_base = (old_base, based);
        let map = addresses::settle(&mut document, &seen, known, old_base, after, settings, &mut findings);
        document.provenance = provenance::provenance(&document, seed, &map, after, settings);
        addresses::attach(&mut document, &map);
        let new_map = || addresses::new_map(&document, &seen, map, (seed, based), after, settings);
        let map = from.map_is_wanted.then(new_map).map(|new| self.map_now(new, &seen, &document, from));
        Settled { read: Arc::new(document), map, findings, addresses, base }
    }

    fn map_now(
        &self,
        map: BlockMap,
        seen: &[Seen],
        document: &Read<DocumentFront>,
        from: &MadeFrom,
    ) -> MapNow {
        let Some(there) = &from.map else {
            // A draft has no page whose words could be the map's.
            return match self.maps == Maps::WhenWritten && !document.front.page.draft {
                true => MapNow::Late(WordlessMap::of(map, seen)),
                false => MapNow::Text(map.print().into_bytes().into()),
            };
        };
        // The same one where it says the same, so that later runs need not compare what it says.
        let new = map.print();
        MapNow::Text(if there[..] == *new.as_bytes() { there.clone() } else { new.into_bytes().into() })
    }
}

/// Warns of documents whose seed is gone: nothing can tell any more what of their text is the source's.
fn find_missing_seeds(reading: &Reading, inputs: &Inputs, findings: &mut Findings) {
    for document in &reading.content.documents {
        let Some(source) = &document.front.source else { continue };
        if inputs.get(&format!("seeds/{}", source.file)).is_none() {
            findings.push(
                Diagnostic::new(Code::MissingSeed, format!("there is no seed `{}`", source.file))
                    .in_file(&document.file)
                    .hint("put it back, or remove `[source]` to make the text the editors' own"),
            );
        }
    }
}

/// The files of one document in one section.
#[derive(Clone)]
struct Paths {
    /// The address of its page.
    page: String,
    content: FilePath,
    base: FilePath,
    map: FilePath,
    rejected: FilePath,
}

impl Paths {
    fn of(section: &str, id: &str) -> Self {
        Paths {
            page: format!("{section}/{id}.html"),
            content: format!("content/{section}/{id}.md").into(),
            base: format!("{INGEST}{section}/{id}.md").into(),
            map: map_path(section, id).into(),
            rejected: format!("content/{section}/{id}.rej").into(),
        }
    }
}

/// The sections that documents can stand in, without repeats.
fn sections() -> BTreeSet<&'static str> {
    Kind::ALL.iter().map(|kind| kind.section()).collect()
}

/// Bases whose documents are not there, by the names of their seeds: an editor renamed the file.
fn forsaken(inputs: &Inputs) -> BTreeMap<String, Paths> {
    let mut unheard = Findings::default();
    let mut out = BTreeMap::new();
    for (path, bytes) in inputs.under(INGEST) {
        let stem = path.strip_prefix(INGEST).and_then(|below| below.strip_suffix(".md"));
        let Some((section, slug)) = stem.and_then(|stem| stem.rsplit_once('/')) else { continue };
        let paths = Paths::of(section, slug);
        if inputs.get(&paths.content).is_some() {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let front = document::split_file(path, &text, &mut unheard)
            .and_then(|parts| document::read_document(path, parts.front, parts.front_start, &mut unheard));
        if let Some(source) = front.and_then(|front| front.source) {
            out.insert(source.file, paths);
        }
    }
    out
}

/// Where the files of a seed's document may lie: under its id in any section, or where they lay before an
/// editor renamed the content file.
fn places<'a>(seed: &ConvertedSeed, forsaken: &'a BTreeMap<String, Paths>) -> Vec<Cow<'a, Paths>> {
    let own = sections().into_iter().map(|section| Cow::Owned(Paths::of(section, &seed.id)));
    own.chain(forsaken.get(&seed.name).map(Cow::Borrowed)).collect()
}

/// Merges one conversion into the inputs; gives the base as it was. A document whose kind changed moves to
/// the section of that kind, with its base and its map; to a document that was renamed they come.
fn take_over(
    seed: &ConvertedSeed,
    places: &[Cow<'_, Paths>],
    mode: Mode,
    after: &mut Inputs,
    findings: &mut Findings,
) -> Option<String> {
    let new = &*seed.printed;
    let text = |path: &FilePath| after.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let old = places.iter().find_map(|paths| text(&paths.base));
    if mode == Mode::Frozen {
        if old.as_deref() != Some(new) {
            let base = Paths::of(seed.converted.front.kind.section(), &seed.id).base;
            findings.push(base_differs(seed, &base, old.is_none()));
        }
        // In memory only: the ids are then the same as in a build that writes.
        if let Some(to) = places.iter().find(|paths| after.get(&paths.content).is_some()) {
            carry_along(places, to, after);
        }
        return old;
    }
    let edited = places.iter().find_map(|paths| text(&paths.content));
    let Merged { content: merged, conflict } = merge(old.as_deref(), new, edited.as_deref());
    let kind = kind_of(&merged).unwrap_or(seed.converted.front.kind);
    let paths = Paths::of(kind.section(), &seed.id);
    carry_along(places, &paths, after);
    places.iter().for_each(|old| after.remove(&old.content));
    if let Some(conflict) = conflict {
        findings.push(conflicting(seed, &paths.content, &paths.rejected));
        after.insert(paths.rejected, conflict.into_bytes());
    }
    after.insert(paths.base, new.as_bytes());
    after.insert(paths.content, merged.into_bytes());
    old
}

/// Brings base and map of a document to where it lies now; the map gets the address that the page had if that
/// was another one.
fn carry_along(places: &[Cow<'_, Paths>], to: &Paths, after: &mut Inputs) {
    let Some(old) = places.iter().find(|paths| after.get(&paths.base).is_some()) else { return };
    let base = after.get(&old.base).cloned();
    let map = places.iter().find_map(|paths| after.get(&paths.map));
    let mut map = map.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if old.page != to.page {
        map = Some(document::with_former_page(map.as_deref(), &old.page));
    }
    for paths in places {
        [&paths.base, &paths.map].into_iter().for_each(|path| after.remove(path));
    }
    if let Some(base) = base {
        after.insert(to.base.clone(), base);
    }
    if let Some(map) = map {
        after.insert(to.map.clone(), map.into_bytes());
    }
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

fn conflicting(seed: &ConvertedSeed, content: &FilePath, rejected: &FilePath) -> Diagnostic {
    let message = format!("`{}` changed where an editor changed the text", seed.name);
    Diagnostic::new(Code::MergeConflict, message)
        .in_file(content)
        .hint(format!("there the editor's text stays; see {rejected}, and delete it when it is done with"))
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
        Mode::Merge | Mode::Preview => Code::OpenConflictNoted,
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

/// What differs below `content/`, each with the digest of what it was computed from.
fn changes(before: &Inputs, after: &Inputs) -> Vec<ContentChange> {
    let mut old = SideBySide::of(before.under("content/"));
    let is_new = |(path, bytes): &(&FilePath, &Arc<[u8]>)| old.at(path) != Some(*bytes);
    let written: Vec<_> = after.under("content/").filter(is_new).collect();
    let written = written.into_par_iter().map(|(path, bytes)| (path, Some(bytes.clone().into())));
    let mut new = SideBySide::of(after.under("content/"));
    let is_gone = |(path, _): &(&FilePath, _)| new.at(path).is_none();
    let removed: Vec<_> = before.under("content/").filter(is_gone).collect();
    written
        .chain(removed.into_par_iter().map(|(path, _)| (path, None)))
        .filter_map(|(path, new)| {
            let expected = before.get(path).map(|old| Sha256::of(old));
            Some(ContentChange { path: PortablePath::new(path).ok()?, expected, new })
        })
        .collect()
}
