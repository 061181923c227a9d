//! From the files in `content/` to content as read.

use super::addresses::map_path;
use super::inputs::Inputs;
use crate::config::Settings;
use crate::corpus::{Content, PictureSize, Provenance, Read};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Sources};
use crate::document::{self, BlockId, BlockMap, Body, HeadingStyle, Kind, RawLink};
use crate::taxonomy;
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

/// Reads all files below `content/`. The blocks of documents have no ids yet but those that are written;
/// [`super::addresses`] gives them.
pub(super) fn read(
    inputs: &Inputs,
    settings: &Settings,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Reading {
    let mut reading = Reading::default();
    let mut seen: BTreeMap<String, FilePath> = BTreeMap::new();
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
        let text = address_holds(path, section, slug, findings).then(|| inputs.text(path, sources, findings));
        let Some(text) = text.flatten() else {
            reading.incomplete = true;
            continue;
        };
        let file = File { path, section, slug, text };
        if is_document_section(section) {
            duplicate(&mut seen, &file, findings);
            read_document(&file, inputs, settings, &mut reading, sources, findings);
        } else if let Some(declared) = settings.taxonomy(section) {
            if let Some((front, body)) = parts(&file, settings, findings, |front, from, findings| {
                taxonomy::read_term(path, front, from, declared, findings)
            }) {
                reading.content.terms.entry(section.to_owned()).or_default().push(file.read(front, body));
            }
        } else {
            let read = parts(&file, settings, findings, |front, from, findings| {
                document::read_handwritten(path, front, from, findings)
            });
            match read {
                Some((front, body)) => reading.content.pages.push(file.read(front, body)),
                None => reading.incomplete = true,
            }
        }
    }
    reading
}

/// A content file.
struct File<'a> {
    path: &'a FilePath,
    section: &'a str,
    slug: &'a str,
    text: Arc<str>,
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
    let split = document::split_file(file.path, &file.text, findings)?;
    let front = front(split.front, split.front_start, findings);
    let body = document::parse_body(file.path, split.body, split.body_start, settings.raw_html, findings);
    Some((front?, body))
}

fn read_document(
    file: &File<'_>,
    inputs: &Inputs,
    settings: &Settings,
    reading: &mut Reading,
    sources: &mut Sources,
    findings: &mut Findings,
) {
    let Some((front, body)) = document::parse_document(file.path, &file.text, settings.raw_html, findings)
    else {
        reading.incomplete = true;
        return;
    };
    check_section(file, front.kind, &front, findings);
    let map_path: FilePath = map_path(file.section, file.slug).into();
    if let Some(text) = inputs.text(&map_path, sources, findings) {
        reading.maps.insert(file.path.to_string(), BlockMap::parse(&map_path, &text, findings));
    }
    reading.content.documents.push(Read {
        slug: file.slug.to_owned(),
        section: file.section.to_owned(),
        file: file.path.clone(),
        front,
        body,
        provenance: Provenance::default(),
    });
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
