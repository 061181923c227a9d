//! The one block renderer: a body's blocks as HTML.
//!
//! Site and offline editions differ in link policy and syntax only.

use super::highlight::{highlight, language};
use super::html::{Syntax, Tag, Writer};
use super::inline::mark_id;
use super::links::LinkPolicy;
use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{Provenance, Target};
use crate::document::walk::{Leaf, LeafKind};
use crate::document::{Alert, Align, Block, BlockId, BlockKind, Body, Definition, Inline, Item, Note, Row};
use std::collections::BTreeMap;

/// Renders bodies and single leaves.
#[derive(Clone, Copy)]
pub struct BlockRenderer<'a> {
    pub links: &'a dyn LinkPolicy,
    pub syntax: Syntax,
    /// Words of the interface: titles of callouts, labels of links.
    pub strings: &'a Strings,
    /// Whose words the blocks are, and where they stand in the seed.
    pub provenance: &'a Provenance,
    /// The address of the page with the seed's text, where blocks show their lines in it.
    pub seed: Option<&'a str>,
}

/// A body as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RenderedBody {
    pub blocks: String,
    /// The section of footnotes; empty where there are none.
    pub notes: String,
}

impl BlockRenderer<'_> {
    /// A whole body: every leaf with its id, footnotes at the end.
    pub fn body(&self, body: &Body<Target>) -> RenderedBody {
        let mut pass = Pass::new(self, Placement::Whole);
        pass.notes = body.notes.iter().map(|n| (n.label.as_str(), n)).collect();
        pass.blocks(&body.blocks);
        let blocks = std::mem::replace(&mut pass.writer, Writer::new(self.syntax)).finish();
        if !body.notes.is_empty() {
            match self.syntax {
                Syntax::Html => pass.note_section(body),
                Syntax::Xhtml => pass.note_asides(body),
            }
        }
        RenderedBody { blocks, notes: pass.writer.finish() }
    }

    /// A leaf as it is quoted on another page: its words with their links and marking; no footnote marks, no
    /// ids. Cells of a row are parted by a bar.
    pub fn quote(&self, leaf: &Leaf<'_, Target>) -> String {
        let mut pass = Pass::new(self, Placement::Quoted);
        if let Some(code) = leaf.code {
            pass.writer.element("pre", Tag::new("pre"), code);
            return pass.writer.finish();
        }
        pass.writer.open(Tag::new("p"));
        pass.cells(leaf);
        pass.writer.close("p");
        pass.writer.finish()
    }

    /// A leaf in full on another page than its document's: as [`BlockRenderer::quote`], with footnote marks, a
    /// note's label and the link to its own place.
    pub fn excerpt(&self, leaf: &Leaf<'_, Target>) -> String {
        let mut pass = Pass::new(self, Placement::Excerpt);
        let class = if self.provenance.is_editorial(leaf.id) { "editorial" } else { "" };
        pass.writer.open(Tag::new("p").attr_unless_empty("class", class));
        pass.before(leaf.id);
        if let (LeafKind::Note, Some(label)) = (leaf.kind, leaf.id.as_str().strip_prefix("fn-")) {
            pass.writer.element("span", Tag::new("span").attr("class", "note-label"), label);
            pass.writer.text(" ");
        }
        pass.cells(leaf);
        pass.permalink(leaf.id);
        pass.writer.close("p");
        pass.writer.finish()
    }
}

/// Whether a text is rendered at its own place or quoted elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    Whole,
    /// Its words alone.
    Quoted,
    /// In full, with the way to its place.
    Excerpt,
}

/// Room for most documents' texts, and for most leaves.
const TEXT_ROOM: usize = 32 * 1024;
const LEAF_ROOM: usize = 1024;

/// One rendering of one body.
pub(super) struct Pass<'a> {
    pub(super) renderer: &'a BlockRenderer<'a>,
    pub(super) writer: Writer,
    pub(super) placement: Placement,
    /// By label.
    pub(super) notes: BTreeMap<&'a str, &'a Note<Target>>,
    /// How often each note was referred to so far.
    pub(super) marks: BTreeMap<String, usize>,
}

impl<'a> Pass<'a> {
    fn new(renderer: &'a BlockRenderer<'a>, placement: Placement) -> Self {
        let room = match placement {
            Placement::Whole => TEXT_ROOM,
            Placement::Quoted | Placement::Excerpt => LEAF_ROOM,
        };
        let writer = Writer::with_room(renderer.syntax, room);
        Pass { renderer, writer, placement, notes: BTreeMap::new(), marks: BTreeMap::new() }
    }

    /// The texts of a leaf; cells of a row are parted by a bar.
    fn cells(&mut self, leaf: &Leaf<'_, Target>) {
        for (i, part) in leaf.parts.iter().enumerate() {
            if i > 0 {
                self.writer.text(" | ");
            }
            self.inlines(part);
        }
    }

    fn blocks(&mut self, blocks: &[Block<Target>]) {
        for block in blocks {
            self.block(block);
            self.writer.line_end();
        }
    }

    fn block(&mut self, block: &Block<Target>) {
        let id = &block.id;
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(id, *level, content),
            BlockKind::Paragraph(content) => {
                self.leaf("p", id, content);
                self.beside(id);
            }
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Quote { alert: None, blocks } => {
                self.writer.open(Tag::new("blockquote"));
                self.writer.line_end();
                self.blocks(blocks);
                self.writer.close("blockquote");
            }
            BlockKind::Quote { alert: Some(alert), blocks } => self.alert(*alert, blocks),
            BlockKind::Code { info, text } => self.code(id, info, text),
            BlockKind::Table { align, header, rows } => self.table(align, header, rows),
            BlockKind::Definitions(entries) => self.definitions(entries),
            BlockKind::Rule => self.writer.void(Tag::new("hr")),
            BlockKind::Html(html) => self.raw(html),
        }
    }

    /// A start tag with the block's id and, for an editors' block, its class.
    pub(super) fn tag(&self, name: &str, id: &BlockId) -> Tag {
        let tag = Tag::new(name);
        let tag = if id.is_empty() { tag } else { tag.attr("id", &self.renderer.links.id(id.as_str())) };
        if self.renderer.provenance.is_editorial(id) { tag.attr("class", "editorial") } else { tag }
    }

    fn leaf(&mut self, name: &str, id: &BlockId, content: &[Inline<Target>]) {
        self.writer.open(self.tag(name, id));
        self.lead(id, content);
        self.writer.close(name);
    }

    fn lead(&mut self, id: &BlockId, content: &[Inline<Target>]) {
        self.before(id);
        self.inlines(content);
        if !content.is_empty() {
            self.permalink(id);
        }
    }

    /// The link stands beside the heading, not in it, so that lists of headings read as the text does.
    fn heading(&mut self, id: &BlockId, level: u8, content: &[Inline<Target>]) {
        let name = format!("h{}", self.renderer.links.rank(level));
        self.writer.open(Tag::new("div").attr("class", &format!("heading heading-{level}")));
        self.writer.open(self.tag(&name, id));
        self.before(id);
        self.inlines(content);
        self.writer.close(&name);
        self.permalink(id);
        self.writer.close("div");
        self.beside(id);
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item<Target>]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        let tag = match start {
            Some(start) if start != 1 => Tag::new(name).attr("start", &start.to_string()),
            _ => Tag::new(name),
        };
        self.writer.open(tag);
        self.writer.line_end();
        for item in items {
            self.item("li", tight, item);
        }
        self.writer.close(name);
    }

    fn item(&mut self, name: &str, tight: bool, item: &Item<Target>) {
        self.writer.open(self.tag(name, &item.id));
        let paragraph = !tight && !item.lead.is_empty();
        if paragraph {
            self.writer.open(Tag::new("p"));
        }
        self.lead(&item.id, &item.lead);
        if paragraph {
            self.writer.close("p");
        }
        self.beside(&item.id);
        self.children(&item.children);
        self.writer.close(name);
        self.writer.line_end();
    }

    pub(super) fn children(&mut self, blocks: &[Block<Target>]) {
        if !blocks.is_empty() {
            self.writer.line_end();
            self.blocks(blocks);
        }
    }

    fn alert(&mut self, alert: Alert, blocks: &[Block<Target>]) {
        let class = match alert {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        };
        let tag = Tag::new("div").attr("class", &format!("alert alert-{class}")).attr("role", "note");
        self.writer.open(tag);
        let title = self.renderer.strings.text(Text::from(alert));
        self.writer.element("p", Tag::new("p").attr("class", "alert-title"), &title);
        self.writer.line_end();
        self.blocks(blocks);
        self.writer.close("div");
    }

    /// The sample can be scrolled with the keyboard, which needs a name and a place in the tab order.
    fn code(&mut self, id: &BlockId, info: &str, text: &str) {
        self.writer.open(Tag::new("div").attr("class", "code"));
        self.before(id);
        let name = self.renderer.strings.text(Text::CODE);
        let tag = self.tag("pre", id).attr("tabindex", "0").attr("role", "group").attr("aria-label", &name);
        self.writer.open(tag);
        let language = language(info);
        let class = if language.is_empty() { String::new() } else { format!("language-{language}") };
        self.writer.open(Tag::new("code").attr_unless_empty("class", &class));
        self.writer.raw(&highlight(info, text));
        self.writer.close("code");
        self.writer.close("pre");
        self.permalink(id);
        self.beside(id);
        self.writer.close("div");
    }

    fn table(&mut self, align: &[Align], header: &Row<Target>, rows: &[Row<Target>]) {
        let name = self.renderer.strings.text(Text::TABLE);
        let scroll = Tag::new("div").attr("class", "table-scroll").attr("tabindex", "0");
        self.writer.open(scroll.attr("role", "group").attr("aria-label", &name));
        self.writer.open(Tag::new("table"));
        self.writer.open(Tag::new("thead"));
        self.row(align, header, RowKind::Header);
        self.writer.close("thead");
        if !rows.is_empty() {
            self.writer.line_end();
            self.writer.open(Tag::new("tbody"));
            for row in rows {
                self.writer.line_end();
                self.row(align, row, RowKind::Data);
            }
            self.writer.close("tbody");
        }
        self.writer.close("table");
        self.writer.close("div");
    }

    /// A header's cells carry no link to the row: they are read out with every cell of their column.
    fn row(&mut self, align: &[Align], row: &Row<Target>, kind: RowKind) {
        self.writer.open(self.tag("tr", &row.id));
        for (i, cell) in row.cells.iter().enumerate() {
            // An empty header names nothing.
            let name = if kind == RowKind::Header && !cell.is_empty() { "th" } else { "td" };
            let class = match align.get(i) {
                Some(Align::Left) => "align-left",
                Some(Align::Center) => "align-center",
                Some(Align::Right) => "align-right",
                Some(Align::None) | None => "",
            };
            let tag = Tag::new(name).attr_unless_empty("class", class);
            self.writer.open(if name == "th" { tag.attr("scope", "col") } else { tag });
            if i == 0 {
                self.before(&row.id);
            }
            self.inlines(cell);
            if i + 1 == row.cells.len() {
                if kind == RowKind::Data {
                    self.permalink(&row.id);
                }
                self.beside(&row.id);
            }
            self.writer.close(name);
        }
        self.writer.close("tr");
    }

    fn definitions(&mut self, entries: &[Definition<Target>]) {
        self.writer.open(Tag::new("dl"));
        self.writer.line_end();
        for entry in entries {
            match entry {
                Definition::Term { id, content, .. } => {
                    self.leaf("dt", id, content);
                    self.writer.line_end();
                }
                Definition::Description(item) => self.item("dd", true, item),
            }
        }
        self.writer.close("dl");
    }

    fn note_section(&mut self, body: &Body<Target>) {
        let leaves = body.leaves();
        let totals = totals(&leaves);
        let heading = self.renderer.links.id("_notes");
        let tag = Tag::new("section").attr("class", "notes").attr("role", "doc-endnotes");
        self.writer.open(tag.attr("aria-labelledby", &self.renderer.links.notes_name()));
        let title = self.renderer.strings.text(Text::NOTES);
        let name = format!("h{}", self.renderer.links.rank(2));
        self.writer.element(&name, Tag::new(&name).attr("id", &heading), &title);
        self.writer.line_end();
        // A list that counts can show whole numbers only; other labels stand as text before their notes.
        let numbered = body.notes.iter().all(|n| is_list_number(&n.label));
        let list = if numbered { "ol" } else { "ul" };
        self.writer.open(Tag::new(list));
        self.writer.line_end();
        for note in &body.notes {
            self.note(note, numbered, totals.get(note.label.as_str()).copied().unwrap_or_default());
        }
        self.writer.close(list);
        self.writer.close("section");
    }

    fn note(&mut self, note: &Note<Target>, numbered: bool, marks: usize) {
        let tag = self.tag("li", &note.id);
        if numbered {
            self.writer.open(tag.attr("value", &note.label));
        } else {
            self.writer.open(tag);
            self.writer.element("span", Tag::new("span").attr("class", "note-label"), &note.label);
            self.writer.text(" ");
        }
        self.writer.open(Tag::new("p"));
        self.before(&note.id);
        self.inlines(&note.lead);
        for nth in 1..=marks {
            self.way_back(note, nth);
        }
        self.permalink(&note.id);
        self.writer.close("p");
        self.beside(&note.id);
        self.children(&note.children);
        self.writer.close("li");
        self.writer.line_end();
    }

    pub(super) fn way_back(&mut self, note: &Note<Target>, nth: usize) {
        let strings = self.renderer.strings;
        let (name, sign) = match nth {
            1 => (strings.text(Text::NOTE_BACK), "↩\u{fe0e}".to_owned()),
            _ => {
                let name = strings.text_with(Text::NOTE_BACK_NTH, &[("nth", &nth.to_string())]);
                (name, format!("↩\u{fe0e}{nth}"))
            }
        };
        let href = format!("#{}", self.renderer.links.id(&mark_id(note.id.as_str(), nth)));
        self.writer.text(" ");
        let tag = Tag::new("a").attr("class", "note-back").attr("href", &href);
        self.writer.element("a", tag.attr("role", "doc-backlink").attr("aria-label", &name), &sign);
    }
}

/// How many marks each note has, by label.
pub(super) fn totals<'a>(leaves: &[Leaf<'a, Target>]) -> BTreeMap<&'a str, usize> {
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for label in leaves.iter().flat_map(Leaf::note_marks) {
        *totals.entry(label).or_default() += 1;
    }
    totals
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Header,
    Data,
}

/// Whether a label can be the number of a list item.
fn is_list_number(label: &str) -> bool {
    label.len() <= 6 && !label.starts_with('0') && label.parse::<u32>().is_ok_and(|n| n.to_string() == label)
}
