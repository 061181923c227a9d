//! Inline events: words, marking, links, note marks.

use super::{DEEPEST, Reader, links};
use crate::diagnostic::{Code, Span};
use crate::document::RawHtml;
use crate::document::block::{Block, BlockKind, Image, Inline, Link};
use crate::document::walk;
use pulldown_cmark::{Event, LinkType, Tag};

/// Words that the parser hands out without a paragraph around them, as it does in tight lists.
#[derive(Default)]
pub(super) struct Words {
    content: Vec<Inline>,
    span: Option<Span>,
}

impl Words {
    fn push(&mut self, inline: Inline) {
        match (self.content.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            // Most texts are one inline, and a list grows to four at once.
            (None, inline) => {
                self.content.reserve_exact(1);
                self.content.push(inline);
            }
            (_, inline) => self.content.push(inline),
        }
    }

    /// The words without room for more: they stay as long as the site is made.
    fn take(&mut self) -> Vec<Inline> {
        let mut content = std::mem::take(&mut self.content);
        for inline in &mut content {
            if let Inline::Text(text) = inline {
                text.shrink_to_fit();
            }
        }
        content.shrink_to_fit();
        content
    }

    /// The paragraph that the words make, when there are any.
    pub(super) fn take_paragraph(&mut self) -> Option<Block> {
        let span = self.span.take()?;
        let content = self.take();
        Some(Block { span, ..Block::new(BlockKind::Paragraph(content)) })
    }
}

/// Whether an event belongs into a paragraph.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag),
        Event::End(_) | Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_tag(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

impl Reader<'_> {
    /// Reads words up to the end of what holds them, which it consumes.
    pub(super) fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut words = Words::default();
        let mut dissolved = 0_usize;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) if dissolved > 0 => dissolved -= 1,
                Event::End(_) => break,
                Event::Start(ref tag) if depth >= DEEPEST || !is_inline_tag(tag) => dissolved += 1,
                event => self.inline(event, &range, &mut words, depth),
            }
        }
        words.take()
    }

    /// Adds what one event says, and for a start what it holds.
    pub(super) fn inline(&mut self, event: Event<'_>, range: &Span, words: &mut Words, depth: usize) {
        let at = range.start + self.from..range.end + self.from;
        let span = words.span.get_or_insert_with(|| at.clone());
        span.end = span.end.max(at.end);
        let inline = match event {
            Event::Text(text) => {
                self.check_for_lost_mark(range);
                Inline::Text(text.into_string())
            }
            Event::Code(text) => Inline::Code(text.into_string()),
            Event::SoftBreak => Inline::SoftBreak,
            Event::HardBreak => Inline::HardBreak,
            Event::FootnoteReference(label) => {
                self.checks.mark(&label, at);
                Inline::NoteRef(label.into_string())
            }
            Event::InlineHtml(html) | Event::Html(html) => match self.html {
                RawHtml::Allowed => Inline::Html(html.into_string()),
                RawHtml::Forbidden => {
                    self.raw_html_found(at);
                    Inline::Text(html.into_string())
                }
            },
            Event::Start(tag) => return self.marked(tag, at, words, depth),
            _ => return,
        };
        words.push(inline);
    }

    fn marked(&mut self, tag: Tag<'_>, at: Span, words: &mut Words, depth: usize) {
        let content = self.inlines(depth + 1);
        match tag {
            Tag::Emphasis => words.push(Inline::Emphasis(content)),
            Tag::Strong => words.push(Inline::Strong(content)),
            Tag::Strikethrough => words.push(Inline::Strikethrough(content)),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                if self.may_lead_to(&target, &at) {
                    let title = title.into_string();
                    words.push(Inline::from(Link { target, span: at, title, content }));
                } else {
                    content.into_iter().for_each(|inline| words.push(inline));
                }
            }
            Tag::Image { dest_url, title, .. } => {
                let alt = walk::plain(&content);
                let (target, title) = (dest_url.into_string(), title.into_string());
                words.push(if self.may_lead_to(&target, &at) {
                    Inline::from(Image { target, span: at, title, alt })
                } else {
                    Inline::Text(alt)
                });
            }
            _ => content.into_iter().for_each(|inline| words.push(inline)),
        }
    }

    /// Whether a link may have this target; reports it when not.
    fn may_lead_to(&mut self, target: &str, at: &Span) -> bool {
        let Err(fault) = links::check(target) else { return true };
        self.find(Code::ForbiddenLink, fault.message(), at.clone(), fault.hint());
        false
    }

    /// The parser hands out a mark without a definition as plain words that begin with `[` or `![`.
    fn check_for_lost_mark(&mut self, range: &Span) {
        let start = range.start + usize::from(self.text[range.start..].starts_with("![^"));
        let Some(label) = self.text[start..].strip_prefix("[^") else { return };
        let Some(end) = label.find(['[', ']', '\n']).filter(|end| label[*end..].starts_with(']')) else {
            return;
        };
        let before = &self.text[..start];
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        if backslashes.is_multiple_of(2) && !label[..end].trim().is_empty() {
            let at = start + self.from;
            self.checks.mark(&label[..end], at..at + "[^]".len() + end);
        }
    }
}
