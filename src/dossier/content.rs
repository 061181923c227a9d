//! From the files in `content/` to content as read.

use super::addresses::map_path;
use super::inputs::{Inputs, text_of};
use crate::config::Settings;
use crate::corpus::{Content, Provenance, Read};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{
    self, BlockId, BlockMap, Body, DocumentFront, HandwrittenFront, HeadingStyle, Kind, RawLink,
};
use crate::taxonomy::{self, TermFront};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Folder of bases and maps.
pub(super) const INGEST: &str = "content/.ingest/";

/// What was read, with the maps as they are now.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) content: Content,
    /// The map of every document that has one, by the document's path.
    pub(super) maps: BTreeMap<String, BlockMap>,
    /// Whether a file could not be read.
    pub(super) incomplete: bool,
}

/// What one file is.
enum Page {
    Document(Read<DocumentFront>, Option<BlockMap>),
    Term(Read<TermFront>),
    Handwritten(Read<HandwrittenFront>),
    /// Its faults are found; a site can be planned without it.
    FaultyTerm,
    Unreadable,
}

/// Reads all files below `content/`. The blocks of documents have no ids yet but those that are written;
/// [`super::addresses`] gives them.
pub(super) fn read(inputs: &Inputs, settings: &Settings, findings: &mut Findings) -> Reading {
    let mut reading = Reading::default();
    let mut seen: BTreeMap<String, FilePath> = BTreeMap::new();
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
            continue;
        };
        let (section, slug) = stem.rsplit_once('/').unwrap_or(("", stem));
        let text = address_holds(path, section, slug, findings).then(|| text_of(path, bytes, findings));
        let Some(text) = text.flatten() else {
            reading.incomplete = true;
            continue;
        };
        let file = File { path, section, slug, text };
        if is_document_section(section) {
            duplicate(&mut seen, &file, findings);
        }
        files.push(file);
    }
    let pages: Vec<(Page, Findings)> = files.par_iter().map(|file| page(file, inputs, settings)).collect();
    for (file, (page, found)) in files.iter().zip(pages) {
        findings.append(found);
        match page {
            Page::Document(document, map) => {
                reading.maps.extend(map.map(|map| (file.path.to_string(), map)));
                reading.content.documents.push(document);
            }
            Page::Term(term) => {
                reading.content.terms.entry(file.section.to_owned()).or_default().push(term);
            }
            Page::Handwritten(page) => reading.content.pages.push(page),
            Page::FaultyTerm => {}
            Page::Unreadable => reading.incomplete = true,
        }
    }
    reading
}

/// Reads one file: depends on nothing but the file, its map, and the settings.
fn page(file: &File<'_>, inputs: &Inputs, settings: &Settings) -> (Page, Findings) {
    let mut findings = Findings::default();
    let page = if is_document_section(file.section) {
        read_document(file, inputs, settings, &mut findings)
    } else if let Some(declared) = settings.taxonomy(file.section) {
        let read = parts(file, settings, &mut findings, |front, from, findings| {
            taxonomy::read_term(file.path, front, from, declared, findings)
        });
        read.map_or(Page::FaultyTerm, |(front, body)| Page::Term(file.read(front, body)))
    } else {
        let read = parts(file, settings, &mut findings, |front, from, findings| {
            document::read_handwritten(file.path, front, from, findings)
        });
        read.map_or(Page::Unreadable, |(front, body)| Page::Handwritten(file.read(front, body)))
    };
    (page, findings)
}

/// Which document each seed is already: name of the seed, id. Faults of the files are found when they are read whole.
pub(super) fn seeds(inputs: &Inputs) -> BTreeMap<String, String> {
    let files: Vec<(&FilePath, &Arc<[u8]>)> = inputs.under("content/").collect();
    let source_of = |(path, bytes): &(&FilePath, &Arc<[u8]>)| {
        let mut unheard = Findings::default();
        let stem = path.strip_prefix("content/")?.strip_suffix(".md")?;
        let (section, slug) = stem.rsplit_once('/').filter(|(section, _)| is_document_section(section))?;
        address_holds(path, section, slug, &mut unheard).then_some(())?;
        let text = text_of(path, bytes, &mut unheard)?;
        let parts = document::split_file(path, text, &mut unheard)?;
        // Most documents of a large dossier may have no seed.
        parts.front.contains("source").then_some(())?;
        let front = document::read_document(path, parts.front, parts.front_start, &mut unheard)?;
        Some((front.source?.file, slug.to_owned()))
    };
    let found: Vec<Option<(String, String)>> = files.par_iter().map(source_of).collect();
    found.into_iter().flatten().collect()
}

/// A content file.
struct File<'a> {
    path: &'a FilePath,
    section: &'a str,
    slug: &'a str,
    text: &'a str,
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
fn duplicate(seen: &mut BTreeMap<String, FilePath>, file: &File<'_>, findings: &mut Findings) {
    if let Some(first) = seen.insert(file.slug.to_owned(), file.path.clone()) {
        findings.push(
            Diagnostic::new(Code::DuplicateId, format!("two documents are called `{}`", file.slug))
                .in_file(file.path)
                .also(&first, 0..0, "the other one")
                .hint("rename one of the files"),
        );
    }
}

/// Splits a file and reads front matter and body.
fn parts<F>(
    file: &File<'_>,
    settings: &Settings,
    findings: &mut Findings,
    front: impl FnOnce(&str, usize, &mut Findings) -> Option<F>,
) -> Option<(F, Body<RawLink>)> {
    let split = document::split_file(file.path, file.text, findings)?;
    let front = front(split.front, split.front_start, findings);
    let body = document::parse_body(file.path, split.body, split.body_start, settings.raw_html, findings);
    Some((front?, body))
}

fn read_document(file: &File<'_>, inputs: &Inputs, settings: &Settings, findings: &mut Findings) -> Page {
    let Some((front, body)) = document::parse_document(file.path, file.text, settings.raw_html, findings)
    else {
        return Page::Unreadable;
    };
    check_section(file, front.kind, &front, findings);
    let map_path: FilePath = map_path(file.section, file.slug).into();
    let map = inputs.get(&map_path).and_then(|bytes| text_of(&map_path, bytes, findings));
    let map = map.map(|text| BlockMap::parse(&map_path, text, findings));
    let document = Read {
        slug: file.slug.to_owned(),
        section: file.section.to_owned(),
        file: file.path.clone(),
        front,
        body,
        provenance: Provenance::default(),
    };
    Page::Document(document, map)
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
