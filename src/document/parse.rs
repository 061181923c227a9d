//! Markdown text → block tree.
//!
//! Parsing never fails: it gives a value and findings. Whatever is forbidden stays in the tree as plain
//! words, so that nothing that reads the tree can pass it on by mistake.

mod checks;
mod inline;
mod links;

use super::RawHtml;
use super::block::{Alert, Align, Block, BlockKind, Body, Definition, Item, Note, RawLink, Row};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use checks::Checks;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, OffsetIter, Options};
use pulldown_cmark::{Parser, Tag};

/// Containers nested deeper than this dissolve into the one around them: no text needs more, and the
/// functions that walk a tree call themselves.
const DEEPEST: usize = 48;

/// Parses a body that begins at byte `from` of `file`; all spans are relative to the whole file.
///
/// Of the ids, headings' explicit ones are set; [`super::ids::assign`] gives the others. The span of an
/// item, quotation or list covers what is nested in it.
pub fn parse_body(
    file: &FilePath,
    text: &str,
    from: usize,
    html: RawHtml,
    findings: &mut Findings,
) -> Body<RawLink> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        events: Parser::new_ext(text, options).into_offset_iter(),
        text,
        from,
        html,
        notes: Vec::new(),
        checks: Checks::new(file),
    };
    let blocks = reader.blocks(0).blocks;
    let notes = reader.notes;
    findings.append(reader.checks.finish());
    Body { blocks, notes }
}

/// Reads the parser's events. Spans from the parser are relative to `text`; what leaves is shifted.
struct Reader<'t> {
    events: OffsetIter<'t>,
    text: &'t str,
    from: usize,
    html: RawHtml,
    notes: Vec<Note>,
    checks: Checks,
}

/// What stands in a container.
#[derive(Default)]
struct Content {
    blocks: Vec<Block>,
    /// Whether the parser announced a paragraph, which it does not do in tight lists.
    has_paragraphs: bool,
}

impl Reader<'_> {
    /// The place in the file of a range in the text, without the white space around it.
    fn span(&self, range: &Span) -> Span {
        let slice = &self.text[range.clone()];
        let start = range.start + slice.len() - slice.trim_start().len();
        let end = range.start + slice.trim_end().len();
        start + self.from..end.max(start) + self.from
    }

    fn find(&mut self, code: Code, message: impl Into<String>, span: Span, hint: &str) {
        let diagnostic = Diagnostic::new(code, message).at(self.checks.file(), span).hint(hint);
        self.checks.push(diagnostic);
    }

    /// Reads blocks up to the end of the container, which it consumes.
    fn blocks(&mut self, depth: usize) -> Content {
        let mut content = Content::default();
        let mut loose_words = inline::Words::default();
        let mut dissolved = 0_usize;
        while let Some((event, range)) = self.events.next() {
            if inline::is_inline(&event) {
                self.inline(event, &range, &mut loose_words, 0);
                continue;
            }
            content.blocks.extend(loose_words.take_paragraph());
            match event {
                Event::End(_) if dissolved > 0 => dissolved -= 1,
                Event::End(_) => break,
                Event::Start(tag) if depth >= deepest(&tag) => dissolved += 1,
                Event::Start(tag) => {
                    content.has_paragraphs |= matches!(tag, Tag::Paragraph);
                    content.blocks.extend(self.block(tag, &range, depth));
                }
                Event::Rule => {
                    content.blocks.push(Block { span: self.span(&range), ..Block::new(BlockKind::Rule) });
                }
                _ => {}
            }
        }
        content.blocks.extend(loose_words.take_paragraph());
        content.blocks.shrink_to_fit();
        content
    }

    /// Reads the rest of a block of which the start was just read. A note's definition gives no block.
    fn block(&mut self, tag: Tag<'_>, range: &Span, depth: usize) -> Option<Block> {
        let span = self.span(range);
        let kind = match tag {
            Tag::Paragraph => BlockKind::Paragraph(self.inlines(0)),
            Tag::Heading { level, id, classes, attrs } => {
                let extra = classes.first().or(attrs.first().map(|(key, _)| key)).map(|word| &**word);
                return Some(self.heading(level, id.as_deref(), extra, range));
            }
            Tag::BlockQuote(kind) => {
                BlockKind::Quote { alert: kind.map(alert), blocks: self.blocks(depth + 1).blocks }
            }
            Tag::List(start) => self.list(start, depth),
            Tag::CodeBlock(kind) => self.code(&kind),
            Tag::HtmlBlock => self.html_block(&span),
            Tag::Table(align) => self.table(&align),
            Tag::DefinitionList => self.definitions(depth),
            Tag::FootnoteDefinition(label) => {
                self.note(&label, span, depth);
                return None;
            }
            // Nothing else can start a block with the options chosen; its words are kept all the same.
            _ => BlockKind::Paragraph(self.inlines(0)),
        };
        let span = span.start..last_end(&kind).unwrap_or(span.end);
        Some(Block { span, ..Block::new(kind) })
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<&str>, extra: Option<&str>, range: &Span) -> Block {
        let span = self.span(range);
        let content = self.inlines(0);
        let level = level as u8;
        let source = &self.text[range.clone()];
        let attributes = source.rfind('{').map_or(span.clone(), |at| {
            let end = source[at..].find('}').map_or(source.len(), |length| at + length + 1);
            self.span(&(range.start + at..range.start + end))
        });
        self.checks.heading_level(level, &span);
        if let Some(word) = extra {
            let message = format!("a heading can have an id here, but not `{word}`");
            self.find(Code::UnknownKey, message, attributes.clone(), "write only an id, as in `{#s1}`");
        }
        let id = id.map(|id| self.checks.heading_id(id, &attributes)).unwrap_or_default();
        Block { id, span, kind: BlockKind::Heading { level: level.max(2), content } }
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> BlockKind {
        let mut tight = true;
        let mut items = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if !matches!(event, Event::Start(_)) {
                break;
            }
            let (item, has_paragraphs) = self.item(&range, depth);
            let second = item.children.iter().any(|b| matches!(b.kind, BlockKind::Paragraph(_)));
            tight &= !has_paragraphs && !second;
            items.push(item);
        }
        BlockKind::List { start, tight, items }
    }

    /// An item, and whether it holds paragraphs of its own, as in a loose list.
    fn item(&mut self, range: &Span, depth: usize) -> (Item, bool) {
        let span = self.span(range);
        let content = self.blocks(depth + 1);
        let end = content.blocks.last().map_or(span.start + 1, |last| last.span.end);
        let (lead, children) = split_lead(content.blocks);
        (Item { id: Default::default(), span: span.start..end, lead, children }, content.has_paragraphs)
    }

    fn note(&mut self, label: &str, span: Span, depth: usize) {
        let content = self.blocks(depth + 1);
        let mark = span.start..(span.start + "[^]:".len() + label.len()).min(span.end);
        let end = content.blocks.last().map_or(mark.end, |last| last.span.end);
        let (lead, children) = split_lead(content.blocks);
        if self.checks.definition(label, mark) {
            let span = span.start..end;
            self.notes.push(Note { id: Default::default(), span, label: label.to_owned(), lead, children });
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> BlockKind {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.to_string(),
            CodeBlockKind::Indented => String::new(),
        };
        let text = self.verbatim();
        BlockKind::Code { info, text: text.strip_suffix('\n').map(str::to_owned).unwrap_or(text) }
    }

    fn html_block(&mut self, span: &Span) -> BlockKind {
        let html = self.verbatim().trim_end().to_owned();
        match self.html {
            RawHtml::Allowed => BlockKind::Html(html),
            RawHtml::Forbidden => {
                self.raw_html_found(span.clone());
                BlockKind::Paragraph(vec![super::block::Inline::Text(html)])
            }
        }
    }

    fn raw_html_found(&mut self, span: Span) {
        self.find(
            Code::RawHtml,
            "raw HTML is not allowed here",
            span,
            "write it in Markdown, put a backslash before `<`, or allow it in `site.toml`",
        );
    }

    /// The text of a code or HTML block up to its end, which it consumes.
    fn verbatim(&mut self) -> String {
        let mut out = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) | Event::Html(text) => out.push_str(&text),
                Event::End(_) => break,
                _ => {}
            }
        }
        out
    }

    fn table(&mut self, align: &[Alignment]) -> BlockKind {
        let mut rows = Vec::new();
        while let Some((Event::Start(_), range)) = self.events.next() {
            let mut cells = Vec::new();
            while let Some((Event::Start(_), _)) = self.events.next() {
                cells.push(self.inlines(0));
            }
            rows.push(Row { id: Default::default(), span: self.span(&range), cells });
        }
        let mut rows = rows.into_iter();
        let empty = Row { id: Default::default(), span: 0..0, cells: Vec::new() };
        let header = Box::new(rows.next().unwrap_or(empty));
        BlockKind::Table { align: align.iter().map(alignment).collect(), header, rows: rows.collect() }
    }

    fn definitions(&mut self, depth: usize) -> BlockKind {
        let mut entries = Vec::new();
        while let Some((Event::Start(tag), range)) = self.events.next() {
            entries.push(if matches!(tag, Tag::DefinitionListTitle) {
                let span = self.span(&range);
                Definition::Term { id: Default::default(), span, content: self.inlines(0) }
            } else {
                Definition::Description(self.item(&range, depth).0)
            });
        }
        BlockKind::Definitions(entries)
    }
}

/// How deep a block may stand. A note may stand deeper than other containers: it leaves the place where it is
/// defined, and without it its marks would be none.
fn deepest(tag: &Tag<'_>) -> usize {
    match tag {
        Tag::BlockQuote(_)
        | Tag::List(_)
        | Tag::Item
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition => DEEPEST,
        Tag::FootnoteDefinition(_) => 2 * DEEPEST,
        _ => usize::MAX,
    }
}

/// The first paragraph of a container, and the rest.
fn split_lead(mut blocks: Vec<Block>) -> (Vec<super::block::Inline>, Vec<Block>) {
    match blocks.first_mut() {
        Some(Block { kind: BlockKind::Paragraph(words), .. }) => {
            let lead = std::mem::take(words);
            blocks.remove(0);
            (lead, blocks)
        }
        _ => (Vec::new(), blocks),
    }
}

/// Where the last block within a container ends: the parser's own end may take in what follows.
fn last_end(kind: &BlockKind) -> Option<usize> {
    match kind {
        BlockKind::List { items, .. } => items.last().map(|item| item.span.end),
        BlockKind::Quote { blocks, .. } => blocks.last().map(|block| block.span.end),
        BlockKind::Table { header, rows, .. } => Some(rows.last().unwrap_or(header).span.end),
        BlockKind::Definitions(entries) => entries.last().map(|entry| match entry {
            Definition::Term { span, .. } => span.end,
            Definition::Description(item) => item.span.end,
        }),
        _ => None,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn alignment(align: &Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests;
