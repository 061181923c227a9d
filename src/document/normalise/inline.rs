//! Words and their marking, as Markdown can say them.
//!
//! The nested marking is laid out flat, every piece with the set of styles that it has; that drops
//! emphasis within emphasis and joins neighbours. Then the nesting is built anew, what reaches furthest
//! outside, and blanks at the edges of the marking stay out of it.

use crate::document::block::{Image, Inline, Link};

/// How many lines a text can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// In headings, cells and terms a line end is a blank.
    One,
    Many,
}

/// A set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Styles(u8);

impl Styles {
    const STRIKETHROUGH: Styles = Styles(1);
    const EMPHASIS: Styles = Styles(2);
    const STRONG: Styles = Styles(4);
    /// From outside to inside where they cover the same words.
    const EACH: [Styles; 3] = [Styles::STRIKETHROUGH, Styles::EMPHASIS, Styles::STRONG];

    fn with(self, style: Styles) -> Styles {
        Styles(self.0 | style.0)
    }

    fn without(self, style: Styles) -> Styles {
        Styles(self.0 & !style.0)
    }

    fn has(self, style: Styles) -> bool {
        self.0 & style.0 == style.0
    }

    fn wrap(self, content: Vec<Inline>) -> Inline {
        match self {
            Styles::STRIKETHROUGH => Inline::Strikethrough(content),
            Styles::EMPHASIS => Inline::Emphasis(content),
            _ => Inline::Strong(content),
        }
    }
}

/// A piece of text, or an inline that is no style, with its styles.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    styles: Styles,
    inline: Inline,
}

/// Normalises the words of a block; empty when nothing of them stays.
pub(super) fn words(content: Vec<Inline>, lines: Lines) -> Vec<Inline> {
    let mut flat = Flat { lines, in_link: false, pieces: Vec::new() };
    flat.add_all(content, Styles::default());
    let (_, pieces, _) = split_edges(flat.pieces);
    nest(&trim_breaks(pieces), Styles::default())
}

/// Text without control characters; those that part words become blanks.
pub(super) fn clean(text: &str) -> String {
    let blank = |c: char| if c.is_control() && c.is_whitespace() { ' ' } else { c };
    text.chars().map(blank).filter(|c| !c.is_control()).collect()
}

struct Flat {
    lines: Lines,
    in_link: bool,
    pieces: Vec<Piece>,
}

impl Flat {
    fn add_all(&mut self, content: Vec<Inline>, styles: Styles) {
        for inline in content {
            self.add(inline, styles);
        }
    }

    fn add(&mut self, inline: Inline, styles: Styles) {
        let inline = match inline {
            Inline::Text(text) => Inline::Text(clean(&text)),
            Inline::SoftBreak => Inline::text(" "),
            Inline::HardBreak if self.lines == Lines::One => Inline::text(" "),
            Inline::Code(text) => Inline::Code(clean(&text)),
            Inline::Emphasis(inner) => return self.add_all(inner, styles.with(Styles::EMPHASIS)),
            Inline::Strong(inner) => return self.add_all(inner, styles.with(Styles::STRONG)),
            Inline::Strikethrough(inner) => return self.add_all(inner, styles.with(Styles::STRIKETHROUGH)),
            Inline::Link(link) if self.in_link => return self.add_all(link.content, styles),
            Inline::Link(link) => return self.add_link(*link, styles),
            Inline::Image(image) => Inline::from(Image {
                target: target(&image.target),
                title: clean(&image.title),
                alt: clean(&image.alt).trim().to_owned(),
                span: image.span,
            }),
            other => other,
        };
        let is_empty = matches!(&inline, Inline::Text(text) | Inline::Code(text) if text.is_empty());
        if !is_empty {
            self.pieces.push(Piece { styles, inline });
        }
    }

    /// A link cannot hold another one, and a note's mark is one; blanks at its edges move out of it.
    fn add_link(&mut self, link: Link, styles: Styles) {
        let mut inner = Flat { lines: self.lines, in_link: true, pieces: Vec::new() };
        inner.add_all(link.content, styles);
        let is_mark = |piece: &Piece| matches!(piece.inline, Inline::NoteRef(_));
        let (marks, pieces): (Vec<Piece>, Vec<Piece>) = inner.pieces.into_iter().partition(is_mark);
        let (before, mut pieces, after) = split_edges(without_definitions(pieces));
        for piece in &mut pieces {
            piece.styles = piece.styles.without(styles);
        }
        let content = nest(&trim_breaks(pieces), Styles::default());
        let link = Link { target: target(&link.target), title: clean(&link.title), content, ..link };
        let edge = |piece: Piece| Piece { styles, inline: piece.inline };
        self.pieces.extend(before.into_iter().map(edge));
        self.pieces.push(Piece { styles, inline: link.into() });
        self.pieces.extend(marks.into_iter().map(edge));
        self.pieces.extend(after.into_iter().map(edge));
    }
}

/// Code with `]:` in the words of a link becomes text, in which that can be escaped: after the link's `[`
/// it would begin the definition of a link.
fn without_definitions(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut().filter(|last| last.styles == piece.styles), &piece.inline) {
            (Some(Piece { inline: Inline::Code(last), .. }), Inline::Code(more)) => last.push_str(more),
            _ => out.push(piece),
        }
    }
    out.into_iter()
        .flat_map(|piece| match piece.inline {
            Inline::Code(text) if text.contains("]:") => {
                split_text(Piece { inline: Inline::Text(text), ..piece })
            }
            _ => vec![piece],
        })
        .collect()
}

fn target(target: &str) -> String {
    target.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::HardBreak => true,
        _ => false,
    }
}

/// Splits a text into the blanks before it, itself, and the blanks after it.
fn split_text(piece: Piece) -> Vec<Piece> {
    let Inline::Text(text) = &piece.inline else { return vec![piece] };
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    [&text[..start], &text[start..end], &text[end..]]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| Piece { styles: piece.styles, inline: Inline::text(part) })
        .collect()
}

/// Blank pieces at the start, what stands between, blank pieces at the end.
fn split_edges(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>, Vec<Piece>) {
    let mut pieces: Vec<Piece> = pieces.into_iter().flat_map(split_text).collect();
    let words = |piece: &Piece| !is_blank(&piece.inline);
    let end = pieces.iter().rposition(words).map_or(0, |last| last + 1);
    let after = pieces.split_off(end);
    let start = pieces.iter().position(words).unwrap_or(0);
    let middle = pieces.split_off(start);
    (pieces, middle, after)
}

/// Drops blanks at the ends and starts of lines within the text.
fn trim_breaks(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        let is_break = piece.inline == Inline::HardBreak;
        let after_break = out.last().is_some_and(|last| last.inline == Inline::HardBreak);
        if is_break {
            while out.pop_if(|last| last.inline != Inline::HardBreak && is_blank(&last.inline)).is_some() {}
        }
        if is_break || !after_break || !is_blank(&piece.inline) {
            out.push(piece);
        }
    }
    out
}

/// Builds the nesting: at each place the style that reaches furthest goes outside. No style begins or
/// ends with a blank. The pieces' blanks at their edges are pieces of their own.
fn nest(pieces: &[Piece], open: Styles) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let widest = Styles::EACH
            .into_iter()
            .filter(|style| !open.has(*style) && !is_blank(&pieces[at].inline))
            .map(|style| (reach(&pieces[at..], style), style))
            .rev()
            .max_by_key(|(reach, _)| *reach)
            .filter(|(reach, _)| *reach > 0);
        match widest {
            Some((reach, style)) => {
                out.push(style.wrap(nest(&pieces[at..at + reach], open.with(style))));
                at += reach;
            }
            None => {
                join(&mut out, pieces[at].inline.clone());
                at += 1;
            }
        }
    }
    out
}

/// How many pieces from the start have a style, without blanks at the end of them.
fn reach(pieces: &[Piece], style: Styles) -> usize {
    let marked = pieces.iter().take_while(|piece| piece.styles.has(style)).count();
    pieces[..marked].iter().rposition(|piece| !is_blank(&piece.inline)).map_or(0, |last| last + 1)
}

/// Adds an inline; joins it with the one before, or parts it from that, where the two may not touch.
fn join(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(more)) | (Some(Inline::Code(last)), Inline::Code(more)) => {
            last.push_str(&more);
        }
        // `[^1][words](target)` would be a reference to a link's definition.
        (Some(Inline::NoteRef(_)), link @ Inline::Link(_)) => out.extend([Inline::text(" "), link]),
        (_, inline) => out.push(inline),
    }
}
