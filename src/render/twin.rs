//! The Markdown twin of a document's page: its front matter and its text, as the content file has them, with
//! links that work where the twin stands, and the editors' blocks marked as such.

use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{Document, PageRef, Provenance, Target};
use crate::document::{self, Block, BlockId, BlockKind, Body, Definition, Inline, Item, Note};
use crate::site::Site;

/// The addresses of the twins of all documents, with their ids.
pub fn markdown_twins(site: &Site) -> impl Iterator<Item = (String, &str)> {
    site.corpus.documents.keys().map(|id| (site.path_beside(id, "md"), id.as_str()))
}

/// The front matter of a document's twin.
pub fn twin_front(of: &Document) -> String {
    document::print_front(&of.front)
}

/// The bytes of a document's twin.
pub fn markdown_twin(site: &Site, strings: &Strings, of: &Document) -> Vec<u8> {
    let front = twin_front(of);
    format!("+++\n{front}+++\n\n{}", document::print_body(&body(site, strings, of))).into_bytes()
}

fn body(site: &Site, strings: &Strings, of: &Document) -> Body {
    let path = site.path_beside(&of.id, "md");
    let mut body = of.body.clone();
    body.each_text_mut(&mut |_, content| unmark(content));
    let mut body = body.map_links(&mut |target, _| site.href(&path, &target));
    let mut marking = Marking { provenance: &of.provenance, word: strings.text(Text::EDITORIAL) };
    marking.blocks(&mut body.blocks);
    for Note { id, lead, children, .. } in &mut body.notes {
        marking.mark(id, lead);
        marking.blocks(children);
    }
    body
}

/// Takes the marks of short forms off: the page explains them where they stand, a text to work on needs the words.
fn unmark(content: &mut Vec<Inline<Target>>) {
    let mut plain = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        match &mut inline {
            Inline::Link(link) if is_definition(&link.target) => plain.append(&mut link.content),
            Inline::Link(link) => {
                unmark(&mut link.content);
                plain.push(inline);
            }
            Inline::Emphasis(content) | Inline::Strong(content) => {
                unmark(content);
                plain.push(inline);
            }
            _ => plain.push(inline),
        }
    }
    *content = plain;
}

fn is_definition(target: &Target) -> bool {
    matches!(target, Target::Page { page: PageRef::Definitions, .. })
}

/// Puts the word for the editors' work before their blocks.
struct Marking<'a> {
    provenance: &'a Provenance,
    word: String,
}

impl Marking<'_> {
    fn mark(&mut self, id: &BlockId, content: &mut Vec<Inline>) {
        if self.provenance.is_editorial(id) {
            let mark = Inline::Emphasis(vec![Inline::text(format!("{}:", self.word))]);
            content.splice(0..0, [mark, Inline::text(" ")]);
        }
    }

    fn item(&mut self, item: &mut Item) {
        self.mark(&item.id, &mut item.lead);
        self.blocks(&mut item.children);
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                    self.mark(&block.id, content);
                }
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.item(item)),
                BlockKind::Quote { blocks, .. } => self.blocks(blocks),
                BlockKind::Table { header, rows, .. } => {
                    for row in std::iter::once(&mut **header).chain(rows) {
                        if let Some(first) = row.cells.first_mut() {
                            self.mark(&row.id, first);
                        }
                    }
                }
                BlockKind::Definitions(entries) => {
                    for entry in entries {
                        match entry {
                            Definition::Term { id, content, .. } => self.mark(id, content),
                            Definition::Description(item) => self.item(item),
                        }
                    }
                }
                // A code block has no room for a word of somebody else's.
                BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
            }
        }
    }
}
