//! From the files in `content/` to content as read.

use super::addresses::map_path;
use super::inputs::{Inputs, SideBySide, text_of};
use super::maps::LateMap;
use super::memo::{KeptDocument, KeptOther, MapNow, Memo, OtherPage, Settled};
use super::update::Settling;
use crate::config::Settings;
use crate::corpus::{Content, PictureSize, Provenance, Read};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{self, BlockId, BlockMap, Body, DocumentFront, HeadingStyle, Kind, RawLink};
use crate::taxonomy;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Folder of bases and maps.
pub(super) const INGEST: &str = "content/.ingest/";

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) content: Content,
    /// The maps of documents as they are now, by path, where they were asked for and are not what is there.
    pub(super) maps: Vec<(String, Arc<[u8]>)>,
    /// Those that are made when they are written.
    pub(super) late_maps: Vec<LateMap>,
    /// Whether a file could not be read.
    pub(super) incomplete: bool,
}

impl Reading {
    /// Notes a document's map where it is not what is there.
    fn note_map(&mut self, file: &File<'_>, document: &KeptDocument) {
        let path = || map_path(file.section, file.slug);
        match &document.settled.map {
            Some(MapNow::Text(new)) => {
                let is_there = document.from.map.as_ref().is_some_and(|old| Arc::ptr_eq(old, new));
                self.maps.extend((!is_there).then(|| (path(), new.clone())));
            }
            Some(MapNow::Late(map)) => {
                self.late_maps.push(LateMap::new(path(), file.slug, map.clone()));
            }
            None => {}
        }
    }
}

/// What one file is.
enum Page {
    Document(KeptDocument),
    Other(KeptOther),
    /// Its faults are found; a site can be planned without it.
    FaultyTerm,
    Unreadable,
}

/// Reads all files below `content/`: the blocks of documents are settled, those of other pages have their ids.
pub(super) fn read(
    inputs: &Inputs,
    settling: &Settling<'_>,
    memo: &mut Memo,
    findings: &mut Findings,
) -> Reading {
    let mut reading = Reading::default();
    let files = files(inputs, &mut reading, findings);
    let mut old = SideBySide::of(std::mem::take(&mut memo.documents));
    let mut others = SideBySide::of(std::mem::take(&mut memo.others));
    let with_kept: Vec<_> =
        files.iter().map(|file| (file, old.at(file.path), others.at(file.path))).collect();
    let pages: Vec<(Page, Findings)> = with_kept
        .into_par_iter()
        .map(|(file, kept, other)| page(file, kept, other, inputs, settling))
        .collect();
    for (file, (page, found)) in files.iter().zip(pages) {
        let is_good = found.is_empty();
        findings.append(found);
        match page {
            Page::Document(document) => {
                findings.append(document.settled.findings.clone());
                reading.note_map(file, &document);
                reading.content.documents.push(document.settled.read.clone());
                if memo.keeps() {
                    memo.documents.insert(file.path.clone(), document);
                }
            }
            Page::Other(other) => {
                match other.page.clone() {
                    OtherPage::Term(term) => {
                        reading.content.terms.entry(file.section.to_owned()).or_default().push(term);
                    }
                    OtherPage::Handwritten(page) => reading.content.pages.push(page),
                }
                if memo.keeps() && is_good {
                    memo.others.insert(file.path.clone(), other);
                }
            }
            Page::FaultyTerm => {}
            Page::Unreadable => reading.incomplete = true,
        }
    }
    reading
}

/// The content files whose names can be addresses, by path.
fn files<'i>(inputs: &'i Inputs, reading: &mut Reading, findings: &mut Findings) -> Vec<File<'i>> {
    let mut seen: HashMap<&str, &FilePath> = HashMap::new();
    let mut files = Vec::new();
    for (path, bytes) in inputs.under("content/") {
        let Some(below) = path.strip_prefix("content/").filter(|_| !path.starts_with(INGEST)) else {
            continue;
        };
        if below.ends_with(".rej") {
            continue;
        }
        let Some(stem) = below.strip_suffix(".md") else {
            reading.content.files.insert(below.to_owned());
            reading.content.pictures.extend(PictureSize::of(bytes).map(|size| (below.to_owned(), size)));
            continue;
        };
        let (section, slug) = stem.rsplit_once('/').unwrap_or(("", stem));
        if !address_holds(path, section, slug, findings) {
            reading.incomplete = true;
            continue;
        }
        let file = File { path, section, slug, bytes };
        if is_document_section(section) {
            duplicate(&mut seen, &file, findings);
        }
        files.push(file);
    }
    files
}

/// Reads one file; `kept` is what it was when it was read before.
fn page(
    file: &File<'_>,
    kept: Option<KeptDocument>,
    other: Option<KeptOther>,
    inputs: &Inputs,
    settling: &Settling<'_>,
) -> (Page, Findings) {
    let mut findings = Findings::default();
    let settings = settling.settings;
    if let Some(other) = other.filter(|other| other.from == *file.bytes) {
        return (Page::Other(other), findings);
    }
    let other = |page| Page::Other(KeptOther { from: file.bytes.clone(), page });
    let page = if is_document_section(file.section) {
        read_document(file, kept, inputs, settling, &mut findings)
    } else if let Some(declared) = settings.taxonomy(file.section) {
        let Some(text) = text_of(file.path, file.bytes, &mut findings) else {
            return (Page::Unreadable, findings);
        };
        let read = parts(file, text, settings, &mut findings, |front, from, findings| {
            taxonomy::read_term(file.path, front, from, declared, findings)
        });
        let term = |(front, body)| other(OtherPage::Term(Arc::new(file.read(front, body))));
        read.map_or(Page::FaultyTerm, term)
    } else {
        let read = text_of(file.path, file.bytes, &mut findings).and_then(|text| {
            parts(file, text, settings, &mut findings, |front, from, findings| {
                document::read_handwritten(file.path, front, from, findings)
            })
        });
        let page = |(front, body)| other(OtherPage::Handwritten(Arc::new(file.read(front, body))));
        read.map_or(Page::Unreadable, page)
    };
    (page, findings)
}

/// A file, and what is kept of it where it is a document's.
type FileAndKept<'a> = (&'a FilePath, &'a Arc<[u8]>, Option<&'a KeptDocument>);

/// Which document each seed is already: name of the seed, id. Faults of the files are found when they are read whole.
pub(super) fn seeds(inputs: &Inputs, memo: &Memo) -> BTreeMap<String, String> {
    let mut kept = SideBySide::of(&memo.documents);
    let files = inputs.under("content/").map(|(path, bytes)| (path, bytes, kept.at(path)));
    let files: Vec<FileAndKept<'_>> = files.collect();
    let source_of = |(path, bytes, kept): &FileAndKept<'_>| {
        let mut unheard = Findings::default();
        let stem = path.strip_prefix("content/")?.strip_suffix(".md")?;
        let (section, slug) = stem.rsplit_once('/').filter(|(section, _)| is_document_section(section))?;
        if let Some(kept) = kept.filter(|kept| kept.from.file == **bytes) {
            let source = kept.settled.read.front.source.as_ref();
            return source.map(|source| (source.file.clone(), slug.to_owned()));
        }
        address_holds(path, section, slug, &mut unheard).then_some(())?;
        let text = text_of(path, document::up_to_body(bytes), &mut unheard)?;
        let parts = document::split_file(path, text, &mut unheard)?;
        // Most documents of a large dossier may have no seed.
        parts.front.contains("source").then_some(())?;
        let front = document::read_document(path, parts.front, parts.front_start, &mut unheard)?;
        Some((front.source?.file, slug.to_owned()))
    };
    let found: Vec<Option<(String, String)>> = files.par_iter().map(source_of).collect();
    found.into_iter().flatten().collect()
}

/// The front matter of the documents, as far as they can be read, that have no map of their own.
pub(super) fn documents_without_map(inputs: &Inputs) -> Vec<(String, String, DocumentFront)> {
    let mut unheard = Findings::default();
    let mut out = Vec::new();
    for (path, bytes) in inputs.under("content/") {
        let stem = path.strip_prefix("content/").and_then(|below| below.strip_suffix(".md"));
        let Some((section, slug)) = stem.and_then(|stem| stem.rsplit_once('/')) else { continue };
        if !is_document_section(section) || inputs.get(&map_path(section, slug)).is_some() {
            continue;
        }
        let front = text_of(path, bytes, &mut unheard)
            .and_then(|text| document::split_file(path, text, &mut unheard))
            .and_then(|parts| document::read_document(path, parts.front, parts.front_start, &mut unheard));
        out.extend(front.map(|front| (section.to_owned(), slug.to_owned(), front)));
    }
    out
}

/// A content file.
struct File<'a> {
    path: &'a FilePath,
    section: &'a str,
    slug: &'a str,
    bytes: &'a Arc<[u8]>,
}

impl File<'_> {
    fn read<F>(&self, front: F, mut body: Body<RawLink>) -> Read<F> {
        document::assign(&mut body, HeadingStyle::WordsAlone, &BlockMap::default());
        Read {
            slug: self.slug.to_owned(),
            section: self.section.to_owned(),
            file: self.path.clone(),
            front,
            body,
            provenance: Provenance::default(),
        }
    }
}

/// Whether a section holds documents.
fn is_document_section(section: &str) -> bool {
    Kind::ALL.iter().any(|kind| kind.section() == section)
}

/// Names of folders and files become addresses.
fn address_holds(path: &FilePath, section: &str, slug: &str, findings: &mut Findings) -> bool {
    let fault = if section.contains('/') {
        Some(("pages stand in folders one deep", "move the file up"))
    } else if !BlockId::is_valid(&format!("a{slug}")) || slug.contains(['.', '_']) {
        Some(("the file's name cannot be an address", "use lower-case letters, digits and hyphens"))
    } else {
        None
    };
    if let Some((message, hint)) = fault {
        findings.push(Diagnostic::new(Code::BadId, message).in_file(path).hint(hint));
    }
    fault.is_none()
}

/// Documents have one name space, whatever their folder.
fn duplicate<'i>(seen: &mut HashMap<&'i str, &'i FilePath>, file: &File<'i>, findings: &mut Findings) {
    if let Some(first) = seen.insert(file.slug, file.path) {
        findings.push(
            Diagnostic::new(Code::DuplicateId, format!("two documents are called `{}`", file.slug))
                .in_file(file.path)
                .also(first, 0..0, "the other one")
                .hint("rename one of the files"),
        );
    }
}

/// Splits a file and reads front matter and body.
fn parts<F>(
    file: &File<'_>,
    text: &str,
    settings: &Settings,
    findings: &mut Findings,
    front: impl FnOnce(&str, usize, &mut Findings) -> Option<F>,
) -> Option<(F, Body<RawLink>)> {
    let split = document::split_file(file.path, text, findings)?;
    let front = front(split.front, split.front_start, findings);
    let body = document::parse_body(file.path, split.body, split.body_start, settings.raw_html, findings);
    Some((front?, body))
}

/// Reads and settles a document: depends on nothing but what it is made from, the settings, and whether other pages
/// are where it was.
fn read_document(
    file: &File<'_>,
    kept: Option<KeptDocument>,
    inputs: &Inputs,
    settling: &Settling<'_>,
    findings: &mut Findings,
) -> Page {
    let map_path: FilePath = map_path(file.section, file.slug).into();
    let from = settling.made_from(file.section, file.slug, file.bytes, inputs);
    let still_so = |settled: &Settled| {
        settled.addresses.iter().all(|(address, is_there)| page_is_there(address, inputs) == *is_there)
    };
    let before = match kept {
        Some(kept) if kept.from == from && still_so(&kept.settled) => return Page::Document(kept),
        other => other,
    };
    let html = settling.settings.raw_html;
    let mut found = Findings::default();
    let parsed = text_of(file.path, file.bytes, &mut found)
        .and_then(|text| document::parse_document(file.path, text, html, &mut found));
    let Some((front, body)) = parsed else {
        findings.append(found);
        return Page::Unreadable;
    };
    check_section(file, front.kind, &front, &mut found);
    let mut document = Read {
        slug: file.slug.to_owned(),
        section: file.section.to_owned(),
        file: file.path.clone(),
        front,
        body,
        provenance: Provenance::default(),
    };
    let settled = if from.stands_as_told(&mut document) {
        Settled::as_told(document, &from, found)
    } else {
        let map = from.map.as_ref().and_then(|bytes| text_of(&map_path, bytes, &mut found));
        let map = map.map(|text| BlockMap::parse(&map_path, text, &mut found));
        settling.settle(document, map, (&from, before.as_ref()), inputs, found)
    };
    Page::Document(KeptDocument { from, settled })
}

/// Whether the page with an address stands in the content.
pub(super) fn page_is_there(address: &str, inputs: &Inputs) -> bool {
    let stem = address.strip_suffix(".html").unwrap_or(address);
    inputs.get(&format!("content/{stem}.md")).is_some()
}

/// How the headings of a kind of document get their ids.
pub(super) fn heading_style(kind: Kind) -> HeadingStyle {
    match kind {
        Kind::News => HeadingStyle::WordsAlone,
        Kind::Fiche | Kind::Communication | Kind::Document => HeadingStyle::UnderNumber,
    }
}

fn check_section(file: &File<'_>, kind: Kind, front: &document::DocumentFront, findings: &mut Findings) {
    if kind.section() != file.section {
        let span = front.spans.get("kind").cloned().unwrap_or(0..0);
        let message =
            format!("a {kind} stands in `content/{}/`, not in `content/{}/`", kind.section(), file.section);
        findings.push(
            Diagnostic::new(Code::WrongValue, message)
                .at(file.path, span)
                .hint("move the file or change its kind"),
        );
    }
}
