//! Links put into a text without changing its words.

use crate::corpus::Target;
use crate::document::walk::plain;
use crate::document::{Inline, Link};
use std::ops::Range;

/// The words of a leaf's text, byte for byte as [`plain`] gives them.
pub(super) struct Words {
    pub(super) text: String,
    /// Code and images: not to be read.
    pub(super) opaque: Vec<Range<usize>>,
    /// Words of links.
    linked: Vec<Range<usize>>,
}

impl Words {
    pub(super) fn of(content: &[Inline<Target>]) -> Self {
        let mut words = Words { text: String::new(), opaque: Vec::new(), linked: Vec::new() };
        words.add(content);
        words
    }

    fn add(&mut self, content: &[Inline<Target>]) {
        for inline in content {
            let start = self.text.len();
            match inline {
                Inline::Text(text) => self.text.push_str(text),
                Inline::SoftBreak | Inline::HardBreak => self.text.push(' '),
                Inline::Code(text) => {
                    self.text.push_str(text);
                    self.opaque.push(start..self.text.len());
                }
                Inline::Image(image) => {
                    self.text.push_str(&image.alt);
                    self.opaque.push(start..self.text.len());
                }
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                    self.add(inner);
                }
                Inline::Link(link) => {
                    self.add(&link.content);
                    self.linked.push(start..self.text.len());
                }
                Inline::NoteRef(_) | Inline::Html(_) => {}
            }
        }
    }

    /// Whether words are part of a link already.
    pub(super) fn is_linked(&self, span: &Range<usize>) -> bool {
        self.linked.iter().any(|link| link.start < span.end && span.start < link.end)
    }
}

/// The same text with links on some of its words. The ranges are in order, apart, and touch no link.
pub(super) fn link(content: Vec<Inline<Target>>, links: &[(Range<usize>, Target)]) -> Vec<Inline<Target>> {
    weave(content, &mut 0, links)
}

/// Texts with the index of the link that they are words of.
type Pieces = Vec<(Option<usize>, Inline<Target>)>;

fn weave(
    content: Vec<Inline<Target>>,
    at: &mut usize,
    links: &[(Range<usize>, Target)],
) -> Vec<Inline<Target>> {
    let mut pieces = Pieces::new();
    for inline in content {
        let here = *at..*at + plain(std::slice::from_ref(&inline)).len();
        let within = links.iter().position(|(span, _)| span.start <= here.start && here.end <= span.end);
        match inline {
            Inline::Text(text) => cut(&text, here.start, links, &mut pieces),
            Inline::SoftBreak | Inline::HardBreak => pieces.push((within, inline)),
            Inline::Emphasis(inner) => wrapped(inner, within, Inline::Emphasis, at, links, &mut pieces),
            Inline::Strong(inner) => wrapped(inner, within, Inline::Strong, at, links, &mut pieces),
            Inline::Strikethrough(inner) => {
                wrapped(inner, within, Inline::Strikethrough, at, links, &mut pieces);
            }
            other => pieces.push((None, other)),
        }
        *at = here.end;
    }
    joined(pieces, links)
}

/// A text in pieces, each within one link or outside of all.
fn cut(text: &str, from: usize, links: &[(Range<usize>, Target)], pieces: &mut Pieces) {
    let mut done = 0;
    for (index, (span, _)) in links.iter().enumerate() {
        let start = span.start.saturating_sub(from).clamp(done, text.len());
        let end = span.end.saturating_sub(from).clamp(start, text.len());
        if start == end {
            continue;
        }
        if start > done {
            pieces.push((None, Inline::text(&text[done..start])));
        }
        pieces.push((Some(index), Inline::text(&text[start..end])));
        done = end;
    }
    if done < text.len() || text.is_empty() {
        pieces.push((None, Inline::text(&text[done..])));
    }
}

/// Marked words that are all within a link stay whole; a note's mark is a link of its own.
fn wrapped(
    inner: Vec<Inline<Target>>,
    within: Option<usize>,
    wrap: fn(Vec<Inline<Target>>) -> Inline<Target>,
    at: &mut usize,
    links: &[(Range<usize>, Target)],
    pieces: &mut Pieces,
) {
    match within.filter(|_| is_plain(&inner)) {
        Some(index) => pieces.push((Some(index), wrap(inner))),
        None => pieces.push((None, wrap(weave(inner, at, links)))),
    }
}

fn is_plain(content: &[Inline<Target>]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(_) | Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => is_plain(inner),
        _ => false,
    })
}

/// Neighbouring pieces of one link under one link.
fn joined(pieces: Pieces, links: &[(Range<usize>, Target)]) -> Vec<Inline<Target>> {
    let mut out: Vec<Inline<Target>> = Vec::new();
    let mut open: Option<usize> = None;
    for (index, inline) in pieces {
        match (index, out.last_mut()) {
            (Some(index), Some(Inline::Link(link))) if open == Some(index) => link.content.push(inline),
            (Some(index), _) => {
                let target = links[index].1.clone();
                let link = Link { target, span: 0..0, title: String::new(), content: vec![inline] };
                out.push(link.into());
            }
            (None, _) => out.push(inline),
        }
        open = index;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target::External("x".into())
    }

    /// A text as marks: `[…]` for a link, `*…*` for strong.
    fn shown(content: &[Inline<Target>]) -> String {
        content
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) => text.clone(),
                Inline::Strong(inner) => format!("*{}*", shown(inner)),
                Inline::Link(link) => format!("[{}]", shown(&link.content)),
                Inline::SoftBreak => "/".to_owned(),
                Inline::NoteRef(label) => format!("^{label}"),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn check(content: Vec<Inline<Target>>, spans: &[(usize, usize)], expected: &str) {
        let before = plain(&content);
        let links: Vec<(Range<usize>, Target)> =
            spans.iter().map(|(from, to)| (*from..*to, target())).collect();
        let woven = link(content, &links);
        assert_eq!(shown(&woven), expected);
        assert_eq!(plain(&woven), before);
    }

    #[test]
    fn words_become_links_and_stay_the_same() {
        let text = Inline::text;
        check(vec![text("zie A1 en B2.")], &[(4, 6), (10, 12)], "zie [A1] en [B2].");
        check(vec![text("C (2023)"), Inline::SoftBreak, text("1862 x")], &[(0, 13)], "[C (2023)/1862] x");
        check(vec![text("a "), Inline::Strong(vec![text("A1")]), text(" b")], &[(2, 4)], "a [*A1*] b");
        check(
            vec![text("COM(2025) "), Inline::Strong(vec![text("30 x")])],
            &[(0, 12)],
            "[COM(2025) ]*[30] x*",
        );
        let marked = vec![text("Verordening"), Inline::NoteRef("3".into()), text(" (EU)")];
        check(marked, &[(0, 16)], "[Verordening]^3[ (EU)]");
        check(vec![Inline::Strong(vec![text("x A1 y")])], &[(2, 4)], "*x [A1] y*");
    }
}
