//! Addresses that last: the ids of a document's blocks against its map, and pages that moved or are gone.

use super::content::{self, INGEST, Reading};
use super::inputs::Inputs;
use super::seeds::ConvertedSeed;
use crate::config::Settings;
use crate::corpus::Read;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{self, BlockId, BlockMap, Body, DocumentFront, Moved, Seen};
use crate::ingest::Converted;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The bases as they were before this run, by the documents' ids.
pub(super) type OldBases = BTreeMap<String, Arc<str>>;

/// What a document's base says, read when somebody asks, and once for all versions of the document that have this base.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// With the ids that its blocks were given when they were first seen.
    body: OnceLock<Option<Body>>,
    /// Fingerprints of the blocks that the source has now.
    words: OnceLock<BTreeSet<String>>,
}

/// Brings maps and bases along with documents that were renamed: where a document has no map and its `former` names a
/// page that is gone and whose map lies there forsaken.
pub(super) fn bring_along(after: &mut Inputs) {
    let is_forsaken = |path: &FilePath| {
        let stem = path.strip_prefix(INGEST).and_then(|below| below.strip_suffix(".map"));
        stem.is_some_and(|stem| after.get(&format!("content/{stem}.md")).is_none())
    };
    if !after.under(INGEST).any(|(path, _)| is_forsaken(path)) {
        return;
    }
    for (section, slug, front) in content::documents_without_map(after) {
        bring_one(&section, &slug, &front, after);
    }
}

fn bring_one(section: &str, slug: &str, front: &DocumentFront, after: &mut Inputs) {
    let mut stems = front.page.former.iter().filter_map(|address| address.strip_suffix(".html"));
    let old = stems.find_map(|stem| {
        let (section, slug) = stem.rsplit_once('/')?;
        let is_gone = after.get(&format!("content/{stem}.md")).is_none();
        (is_gone && after.get(&map_path(section, slug)).is_some()).then_some((section, slug))
    });
    let Some((old_section, old_slug)) = old else { return };
    let map = after.get(&map_path(old_section, old_slug)).cloned();
    if let Some(base) = after.get(&base_path(old_section, old_slug)).cloned() {
        after.insert(base_path(section, slug), base);
    }
    [base_path(old_section, old_slug), map_path(old_section, old_slug)]
        .iter()
        .for_each(|path| after.remove(path));
    if let Some(map) = map {
        after.insert(map_path(section, slug), map);
    }
}

/// Gives every block of a document its id, from the map where the map knows it; `known` is the map as it lies in its
/// file, `old_base` the base before this run. A block that is gone and whose id the editors have not given up is a
/// finding. Gives the map with what leads to the blocks now.
pub(super) fn settle(
    document: &mut Read<DocumentFront>,
    seen: &[Seen],
    known: Option<BlockMap>,
    (old_base, base): (Option<&str>, &Base),
    after: &Inputs,
    settings: &Settings,
    findings: &mut Findings,
) -> BlockMap {
    let is_known = known.is_some();
    let read = || {
        let kept = || base_text(document, after);
        let text = old_base.map(Cow::Borrowed).or_else(kept)?;
        parse_base(document, &text, settings)
    };
    let base = || base.body.get_or_init(read).as_ref();
    let mut map = match known {
        Some(map) if !map.entries.is_empty() => map,
        other => made_of_base(seen, &base, other.unwrap_or_default()),
    };
    fill_words(&mut map, seen, &base);
    let style = content::heading_style(document.front.kind);
    let moved = document::assign_seen(&mut document.body, seen, style, &map);
    if is_known {
        check_retired(document, &map, &moved, findings);
    }
    remember_pages(document, &mut map, after);
    map.former = moved.former;
    map
}

/// Notes at each block of a document which ids lead to it.
pub(super) fn attach(document: &mut Read<DocumentFront>, map: &BlockMap) {
    for (former, current) in &map.former {
        if let Some(current) = current {
            let former = former.clone();
            document.provenance.former.entry(current.clone()).or_default().push(former);
        }
    }
}

/// A document's map as it is now; `old` is the one that its ids were settled with.
pub(super) fn new_map(
    document: &Read<DocumentFront>,
    seen: &[Seen],
    old: BlockMap,
    (seed, base): (Option<&Converted>, &Base),
    after: &Inputs,
    settings: &Settings,
) -> BlockMap {
    let read = || match seed {
        Some(seed) => fingerprints(&seed.body),
        None => base_text(document, after)
            .and_then(|text| parse_base(document, &text, settings))
            .map(|base| fingerprints(&base))
            .unwrap_or_default(),
    };
    let base = base.words.get_or_init(read);
    let mut map = BlockMap::of_seen(&document.body, seen, |id| document.provenance.lines.get(id).copied());
    map.note_words(seen, base);
    map.former = old.former;
    map.pages = old.pages;
    map
}

/// Where the map of a document lies.
pub(super) fn map_path(section: &str, slug: &str) -> String {
    format!("{INGEST}{section}/{slug}.map")
}

pub(super) fn base_path(section: &str, slug: &str) -> String {
    format!("{INGEST}{section}/{slug}.md")
}

fn base_text<'i>(document: &Read<DocumentFront>, inputs: &'i Inputs) -> Option<Cow<'i, str>> {
    let bytes = inputs.get(&base_path(&document.section, &document.slug))?;
    Some(String::from_utf8_lossy(bytes))
}

/// The body of a base with the ids that its blocks were given when they were first seen.
fn parse_base(document: &Read<DocumentFront>, text: &str, settings: &Settings) -> Option<Body> {
    // The base is the program's own print: what can be wrong in it is no editor's to mend.
    let mut unheard = Findings::default();
    let parts = document::split_file(&document.file, text, &mut unheard)?;
    let (file, start) = (&document.file, parts.body_start);
    let mut body = document::parse_body(file, parts.body, start, settings.raw_html, &mut unheard);
    document::assign(&mut body, content::heading_style(document.front.kind), &BlockMap::default());
    Some(body)
}

fn fingerprints(body: &Body) -> BTreeSet<String> {
    body.leaves().iter().map(document::fingerprint).collect()
}

/// A document without a map is taken for an edited version of its base, where it has one.
fn made_of_base<'b>(seen: &[Seen], base: &dyn Fn() -> Option<&'b Body>, damaged: BlockMap) -> BlockMap {
    let there: BTreeSet<&str> = seen.iter().map(Seen::fingerprint).collect();
    let known = |body: &Body| fingerprints(body).iter().map(String::as_str).eq(there.iter().copied());
    match base().filter(|base| !known(base)) {
        Some(base) => BlockMap { pages: damaged.pages, ..BlockMap::of(base, |_| None) },
        None => damaged,
    }
}

/// Fills in the words of the blocks that the document does not have any more as they were: from the base,
/// where the map does not tell them.
fn fill_words<'b>(map: &mut BlockMap, seen: &[Seen], base: &dyn Fn() -> Option<&'b Body>) {
    let mut wanted: Vec<_> = map.entries.iter_mut().filter(|entry| entry.words.is_none()).collect();
    if wanted.is_empty() {
        return;
    }
    let there: BTreeSet<&str> = seen.iter().map(Seen::fingerprint).collect();
    wanted.retain(|entry| !there.contains(entry.fingerprint.as_str()));
    if wanted.is_empty() {
        return;
    }
    let Some(base) = base() else { return };
    let texts: BTreeMap<String, String> =
        base.leaves().iter().map(|leaf| (document::fingerprint(leaf), leaf.text())).collect();
    for entry in &mut wanted {
        entry.words = texts.get(&entry.fingerprint).cloned();
    }
}

/// Where the program itself moved the page, its old addresses are former ones, until another page is there.
fn remember_pages(document: &mut Read<DocumentFront>, map: &mut BlockMap, after: &Inputs) {
    map.pages.retain(|address| !content::page_is_there(address, after));
    let former = &mut document.front.page.former;
    let own: Vec<String> = map.pages.iter().filter(|address| !former.contains(address)).cloned().collect();
    former.extend(own);
}

/// Compares the ids that are gone with those that the editors have given up.
fn check_retired(document: &Read<DocumentFront>, map: &BlockMap, moved: &Moved, findings: &mut Findings) {
    let retired = &document.front.retired;
    let lost: Vec<&BlockId> = moved.lost.iter().filter(|id| !retired.contains(id)).collect();
    if !lost.is_empty() {
        let kept = retired.iter().filter(|id| moved.former.contains_key(id));
        let all: Vec<String> = kept.chain(lost.iter().copied()).map(|id| format!("\"{id}\"")).collect();
        findings.push(gone(document, &lost, &all.join(", "), map));
    }
    let body = document.body.leaves();
    for (i, id) in retired.iter().enumerate() {
        let span = document.front.spans.get(&format!("retired.{i}")).cloned().unwrap_or(0..0);
        if body.iter().any(|leaf| leaf.id == id) {
            let message = format!("`{id}` is given up here, and a block of the text has it");
            let fault = Diagnostic::new(Code::WrongValue, message).at(&document.file, span);
            findings.push(fault.hint("take it out of `retired`, or delete the block"));
        } else if !moved.former.contains_key(id) {
            let message = format!("no block of this document ever had the id `{id}`");
            let known = lost.iter().map(|id| id.as_str());
            let fault = Diagnostic::new(Code::UnknownReference, message).at(&document.file, span);
            findings.push(fault.did_you_mean(id.as_str(), known));
        }
    }
}

/// How many of the blocks that are gone are named with their words.
const NAMED: usize = 3;

/// How many characters of them.
const QUOTED: usize = 40;

/// The finding that blocks are gone; `retired` is the list that would give their ids up.
fn gone(document: &Read<DocumentFront>, lost: &[&BlockId], retired: &str, map: &BlockMap) -> Diagnostic {
    let named = lost.iter().take(NAMED).map(|id| {
        let entry = map.entries.iter().find(|entry| entry.id == **id);
        match entry.and_then(|entry| entry.words.as_deref()) {
            Some(words) => format!("`#{id}` (“{}”)", beginning(words)),
            None => format!("`#{id}`"),
        }
    });
    let mut message = named.collect::<Vec<_>>().join(", ");
    if lost.len() > NAMED {
        message = format!("{message} and {} more", lost.len() - NAMED);
    }
    message.push_str(if lost.len() == 1 { " is gone from the text" } else { " are gone from the text" });
    Diagnostic::new(Code::LostId, message).in_file(&document.file).hint(format!(
        "put the words back, or, where they went on purpose, write `retired = [{retired}]` below the title: links to \
         them then lead to what stands nearest"
    ))
}

fn beginning(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// Documents of which only the map is left: their addresses would lead nowhere. Known are those of the seeds,
/// which a build brings back, and those that another page names in `former`.
pub(super) fn check_pages(
    reading: &Reading,
    converted: &[ConvertedSeed],
    after: &Inputs,
    findings: &mut Findings,
) {
    let content = &reading.content;
    let fronts = content.documents.iter().map(|read| &read.front.page);
    let fronts = fronts.chain(content.pages.iter().map(|read| &read.front.page));
    let fronts = fronts.chain(content.terms.values().flatten().map(|read| &read.front.page));
    let claimed: BTreeSet<&str> = fronts.flat_map(|page| &page.former).map(String::as_str).collect();
    for (path, _) in after.under(INGEST) {
        let Some(stem) = path.strip_prefix(INGEST).and_then(|below| below.strip_suffix(".map")) else {
            continue;
        };
        let address = format!("{stem}.html");
        let slug = stem.rsplit('/').next().unwrap_or(stem);
        let is_there = after.get(&format!("content/{stem}.md")).is_some();
        if is_there || claimed.contains(&*address) || converted.iter().any(|seed| seed.id == slug) {
            continue;
        }
        findings.push(
            Diagnostic::new(Code::LostPage, format!("the page `{address}` is gone")).in_file(path).hint(
                format!(
                    "put its file back, write `former = [\"{address}\"]` into the page that takes its place, \
                     or give the address up by deleting this map"
                ),
            ),
        );
    }
}
