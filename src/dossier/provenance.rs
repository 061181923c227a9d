//! Where the words of each document come from: its seed, its base, an editor.

use super::align::align;
use super::content::INGEST;
use super::inputs::Inputs;
use crate::config::Settings;
use crate::corpus::{Provenance, Read, Seed, SourceWords};
use crate::diagnostic::{FilePath, Findings};
use crate::document::align::Alignment;
use crate::document::{self, BlockId, BlockMap, Body, DocumentFront, MapEntry, RawLink, SeedLines};
use crate::ingest::{Converted, Place, Remark};
use std::collections::BTreeMap;

/// Tells which blocks of a document stand where in its seed and which are the editors'. Where the seed is not there
/// the base and the map tell what they know.
pub(super) fn provenance(
    document: &Read<DocumentFront>,
    seed: Option<&Converted>,
    map: &BlockMap,
    inputs: &Inputs,
    settings: &Settings,
) -> Provenance {
    match seed {
        Some(seed) => from_seed(document, seed),
        None => from_base(document, map, inputs, settings),
    }
}

fn from_seed(document: &Read<DocumentFront>, converted: &Converted) -> Provenance {
    Provenance {
        seed: Some(Seed { text: converted.text.clone(), ledger: converted.ledger.clone() }),
        remarks: remarks(&document.body, &converted.body, &converted.remarks),
        opening_remarks: converted
            .remarks
            .iter()
            .filter(|remark| remark.subject().place == Place::Front)
            .cloned()
            .collect(),
        ..compare(&document.body, &converted.body, &converted.lines)
    }
}

/// The block of the content that each remark is about, as long as the words stand there that it is about:
/// an editor may have mended them.
fn remarks(
    content: &Body<RawLink>,
    base: &Body<RawLink>,
    remarks: &[Remark],
) -> BTreeMap<BlockId, Vec<Remark>> {
    let mut out: BTreeMap<BlockId, Vec<Remark>> = BTreeMap::new();
    if remarks.is_empty() {
        return out;
    }
    let content = content.leaves();
    let alignment = align(&content, &base.leaves());
    for remark in remarks {
        let words = remark.subject();
        let Place::Leaf(leaf) = words.place else { continue };
        let holds = |c: usize| {
            let replaced = alignment.replaced.get(&c).is_some_and(|base| base.contains(&leaf));
            alignment.same[c] == Some(leaf) || (replaced && content[c].text().contains(&words.text))
        };
        if let Some(c) = (0..content.len()).find(|c| holds(*c)) {
            out.entry(content[c].id.clone()).or_default().push(remark.clone());
        }
    }
    out
}

fn from_base(
    document: &Read<DocumentFront>,
    map: &BlockMap,
    inputs: &Inputs,
    settings: &Settings,
) -> Provenance {
    let path: FilePath = format!("{INGEST}{}/{}.md", document.section, document.slug).into();
    // The base is the program's own print: what can be wrong in it is no editor's to mend.
    let mut unheard = Findings::default();
    let base = inputs
        .text(&path, &mut unheard)
        .and_then(|text| document::parse_document(&path, text, settings.raw_html, &mut unheard));
    let mut provenance = match &base {
        Some((_, base)) => compare(&document.body, base, &vec![None; base.leaves().len()]),
        None => Provenance::default(),
    };
    let known: BTreeMap<&BlockId, &MapEntry> =
        map.entries.iter().filter(|entry| entry.lines.is_some()).map(|entry| (&entry.id, entry)).collect();
    if known.is_empty() {
        return provenance;
    }
    for leaf in document.body.leaves() {
        let entry = known.get(leaf.id).filter(|entry| entry.fingerprint == document::fingerprint(&leaf));
        if let Some(lines) = entry.and_then(|entry| entry.lines) {
            provenance.lines.insert(leaf.id.clone(), lines);
        }
    }
    provenance
}

/// Content against base; `lines` are those of the leaves of the base.
fn compare(content: &Body<RawLink>, base: &Body<RawLink>, lines: &[Option<SeedLines>]) -> Provenance {
    let (content, base) = (content.leaves(), base.leaves());
    let Alignment { same, replaced, omitted, .. } = align(&content, &base);
    let words = |i: &usize| SourceWords { text: base[*i].text(), lines: lines[*i] };
    let known = content.iter().zip(same).filter_map(|(leaf, b)| Some((leaf.id.clone(), lines[b?]?)));
    Provenance {
        lines: known.collect(),
        editorial: replaced
            .iter()
            .map(|(c, base)| (content[*c].id.clone(), base.iter().map(words).collect()))
            .collect(),
        omitted: omitted.iter().map(words).collect(),
        ..Provenance::default()
    }
}
