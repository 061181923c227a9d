//! Short forms that a text defines itself: where, for which words, and where it uses them.
//!
//! A definition holds in its own document, from its place on in reading order; of two for one short form the later
//! holds from its own place. A short form is marked at its definition and where it is used first below each later
//! heading, so that a reader whom a link leads into the middle of a document finds it explained near by. Ordinary words ("de Commissie") are not marked: they explain themselves.

mod find;
mod initials;
mod list;
mod mark;
mod name;
mod short;
mod words;

pub use find::DefinitionKind;
pub use list::{Meaning, ShortForm};

use super::{Document, PageRef, Target};
use crate::document::walk::{Leaf, LeafKind, plain};
use crate::document::{BlockId, Inline, one_space, slug};
use find::find;
pub(super) use mark::Mark;
use mark::{each_stretch, first_use, put};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A short form and the words that a document says it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Id of the document.
    pub document: String,
    /// The block that says so.
    pub anchor: BlockId,
    pub kind: DefinitionKind,
    /// As printed, without article and quotation marks.
    pub short: String,
    /// As printed; a line end is a space.
    pub full: String,
}

impl Definition {
    /// Whether the short form is an abbreviation; otherwise it is an ordinary word or a name.
    pub fn is_abbreviation(&self) -> bool {
        let capitals = self.short.chars().filter(|c| c.is_uppercase()).count();
        let one_word = !self.short.contains([' ', '-']);
        self.kind != DefinitionKind::Hereafter || (one_word && capitals > 1)
    }
}

/// Where a short form stands in the list of all: its letters without the ending of a plural, as part of an address.
pub fn definition_anchor(short: &str) -> BlockId {
    let slug = slug(short::without_plural(short));
    let digit = slug.starts_with(|c: char| c.is_ascii_digit());
    BlockId::new(if digit { format!("x{slug}") } else { slug })
}

/// The marks of a document: by block and by the number of its text, a row's cells being texts of their own.
pub(super) type Marks = BTreeMap<(BlockId, usize), Vec<Mark>>;

/// Finds the definitions of a document, in reading order, and where its short forms are to be marked.
pub(super) fn define(document: &Document) -> (Vec<Definition>, Marks) {
    let mut reader = Reader { document: &document.id, ..Reader::default() };
    for leaf in in_reading_order(&document.body.leaves(), document) {
        reader.leaf(leaf);
    }
    (reader.found, reader.marks)
}

/// Marks the uses of short forms in a document's body. The words stay as they are.
pub(super) fn mark(document: &mut Document, mut marks: Marks) {
    if marks.is_empty() {
        return;
    }
    let mut texts: BTreeMap<BlockId, usize> = BTreeMap::new();
    document.body.each_text_mut(&mut |id, content| {
        let text = texts.entry(id.clone()).or_default();
        if let Some(marks) = marks.remove(&(id.clone(), *text)) {
            *content = put(std::mem::take(content), &mut 0, &marks);
        }
        *text += 1;
    });
}

/// The leaves as a reader meets them: a note behind the block that has its first mark.
fn in_reading_order<'a, 'b>(
    leaves: &'b [Leaf<'a, Target>],
    document: &Document,
) -> Vec<&'b Leaf<'a, Target>> {
    let first_note = leaves.iter().position(|l| l.kind == LeafKind::Note).unwrap_or(leaves.len());
    let (body, notes) = leaves.split_at(first_note);
    let labels: BTreeMap<&BlockId, &str> =
        document.body.notes.iter().map(|n| (&n.id, n.label.as_str())).collect();
    let mut by_label: BTreeMap<&str, Vec<&Leaf<'a, Target>>> = BTreeMap::new();
    let mut label = "";
    for leaf in notes {
        label = labels.get(leaf.id).copied().unwrap_or(label);
        by_label.entry(label).or_default().push(leaf);
    }
    let mut out = Vec::with_capacity(leaves.len());
    for leaf in body {
        out.push(leaf);
        for mark in leaf.note_marks() {
            out.extend(by_label.remove(mark).unwrap_or_default());
        }
    }
    out.extend(by_label.into_values().flatten());
    out
}

/// Reads one document.
#[derive(Default)]
struct Reader<'a> {
    document: &'a str,
    found: Vec<Definition>,
    /// The definition that holds for each short form that is marked, by its index.
    holding: BTreeMap<String, usize>,
    /// Short forms that stand below the present heading already.
    seen: BTreeSet<String>,
    marks: Marks,
}

impl Reader<'_> {
    fn leaf(&mut self, leaf: &Leaf<'_, Target>) {
        match leaf.kind {
            LeafKind::Heading(_) => self.seen.clear(),
            LeafKind::Code => {}
            _ => {
                for (number, part) in leaf.parts.iter().enumerate() {
                    self.text(leaf.id, number, part);
                }
            }
        }
    }

    /// Definitions and uses of one text, from its start to its end.
    fn text(&mut self, id: &BlockId, number: usize, content: &[Inline<Target>]) {
        let text = plain(content);
        let mut marks = Vec::new();
        let mut from = 0;
        for found in find(&text) {
            self.uses(content, from..found.full.start.min(found.short.start), &mut marks);
            from = found.end();
            let at = found.short.clone();
            let definition = Definition {
                document: self.document.to_owned(),
                anchor: id.clone(),
                kind: found.kind,
                short: text[found.short].to_owned(),
                full: one_space(&text[found.full]).into_owned(),
            };
            if definition.is_abbreviation() {
                self.holding.insert(definition.short.clone(), self.found.len());
                self.seen.insert(definition.short.clone());
                if in_one_stretch(content, &at) {
                    marks.push(mark_at(at, &definition));
                }
            }
            self.found.push(definition);
        }
        self.uses(content, from..text.len(), &mut marks);
        if !marks.is_empty() {
            self.marks.insert((id.clone(), number), marks);
        }
    }

    /// Marks what is used first within a part of a text.
    fn uses(&mut self, content: &[Inline<Target>], within: Range<usize>, marks: &mut Vec<Mark>) {
        let mut found: Vec<Mark> = Vec::new();
        for (short, index) in &self.holding {
            if self.seen.contains(short) {
                continue;
            }
            let mut at = None;
            each_stretch(content, &mut 0, &mut |text, start| {
                let end = within.end.saturating_sub(start).min(text.len());
                let from = within.start.saturating_sub(start);
                let Some(part) = text.get(..end).filter(|_| at.is_none() && from < end) else { return };
                at = first_use(part, from, short).map(|at| start + at.start..start + at.end);
            });
            let Some(at) = at else { continue };
            found.push(mark_at(at, &self.found[*index]));
            self.seen.insert(short.clone());
        }
        found.sort_by_key(|m| (m.at.start, m.at.end));
        for mark in found {
            if marks.last().is_none_or(|last: &Mark| last.at.end <= mark.at.start) {
                marks.push(mark);
            }
        }
    }
}

fn mark_at(at: Range<usize>, definition: &Definition) -> Mark {
    let fragment = Some(definition_anchor(&definition.short));
    Mark { at, full: definition.full.clone(), target: Target::Page { page: PageRef::Definitions, fragment } }
}

/// Whether a mark can be put on these words: no link, code or marking begins or ends within them.
fn in_one_stretch(content: &[Inline<Target>], words: &Range<usize>) -> bool {
    let mut found = false;
    each_stretch(content, &mut 0, &mut |text, start| {
        found |= start <= words.start && words.end <= start + text.len();
    });
    found
}
