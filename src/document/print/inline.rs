//! Words and their marking.

use super::Printing;
use super::escape::{self, AfterHeading, Edge, First, Lonely, Setting};
use crate::document::block::{Inline, Link};
use std::borrow::Cow;
use std::ops::Range;

/// Where words stand, which decides what has to be escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Lines of a paragraph, item or note.
    Lines,
    /// The term of a definition list, with its description on the next line.
    Term,
    /// A heading, with its id after it.
    Heading,
    /// A heading with nothing after it.
    HeadingEnd,
    Cell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Emphasis,
    Strong,
    /// Strong words within emphasis that cover all of it: three signs.
    Both,
    Strikethrough,
}

/// A delimiter run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

/// What words are made of once the nesting is laid out flat.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'a> {
    Text(Cow<'a, str>),
    Delimiter {
        style: Style,
        side: Side,
        sign: char,
    },
    LinkOpen,
    LinkClose(String),
    NoteRef(String),
    /// Finished Markdown.
    Markup(Cow<'a, str>),
    Code(String),
    Break,
}

/// Prints words, after those of a mark; lines are parted by `\n`, each but the last ending with the backslash of a hard
/// break. Most words are plain and need nothing, and are not copied.
pub(super) fn words<'a, L>(
    with: &'a impl Printing<L>,
    mark: Option<&'a str>,
    content: &'a [Inline<L>],
    place: Place,
) -> Cow<'a, str> {
    if let [Inline::Text(text)] = content
        && mark.is_none()
        && !text.is_empty()
        && escape::is_plain(text, Edge::Line, Edge::Line)
    {
        return at_edges(text.into(), First::Words, place);
    }
    let mut flat = Flat { with, place, pieces: Vec::new() };
    if let Some(mark) = mark {
        flat.add_marked(Style::Emphasis, |flat| flat.add_text(mark));
        flat.add_text(" ");
    }
    flat.add_all(content);
    let mut pieces = flat.pieces;
    choose_signs(&mut pieces);
    write(&pieces, place).into()
}

struct Flat<'a, P> {
    with: &'a P,
    place: Place,
    pieces: Vec<Piece<'a>>,
}

impl<'a, P> Flat<'a, P> {
    fn add_all<L>(&mut self, content: &'a [Inline<L>])
    where
        P: Printing<L>,
    {
        for inline in content {
            self.add(inline);
        }
    }

    fn add<L>(&mut self, inline: &'a Inline<L>)
    where
        P: Printing<L>,
    {
        let in_table = self.place == Place::Cell;
        match inline {
            Inline::Text(text) => self.add_text(text),
            Inline::SoftBreak => self.add_text(" "),
            Inline::HardBreak if matches!(self.place, Place::Lines | Place::Term) => {
                self.pieces.push(Piece::Break);
            }
            Inline::HardBreak => self.add_text(" "),
            Inline::Code(text) => self.pieces.push(Piece::Code(escape::code(text, in_table))),
            Inline::Emphasis(inner) => match inner.as_slice() {
                [Inline::Strong(inner)] => self.add_marked(Style::Both, |flat| flat.add_all(inner)),
                _ => self.add_marked(Style::Emphasis, |flat| flat.add_all(inner)),
            },
            Inline::Strong(inner) => self.add_marked(Style::Strong, |flat| flat.add_all(inner)),
            Inline::Strikethrough(inner) => {
                self.add_marked(Style::Strikethrough, |flat| flat.add_all(inner));
            }
            Inline::Link(link) => self.add_link(link),
            Inline::Image(image) => {
                let Some(address) = self.with.address(&image.target) else {
                    return self.add_text(&image.alt);
                };
                let setting = Setting { in_link: true, in_table, ..Setting::default() };
                let mut alt = String::new();
                escape::text(&mut alt, &image.alt, Edge::Markup, Edge::Markup, setting);
                let destination = escape::destination(&address, &image.title, in_table);
                self.pieces.push(Piece::Markup(format!("![{alt}]({destination})").into()));
            }
            Inline::NoteRef(label) => self.pieces.push(Piece::NoteRef(escape::mark(label, in_table))),
            Inline::Html(html) => self.pieces.push(Piece::Markup(html.into())),
        }
    }

    fn add_text(&mut self, text: &'a str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.to_mut().push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece::Text(text.into())),
        }
    }

    fn add_marked(&mut self, style: Style, add_inner: impl FnOnce(&mut Self)) {
        let sign = if style == Style::Strikethrough { '~' } else { '*' };
        self.pieces.push(Piece::Delimiter { style, side: Side::Open, sign });
        add_inner(self);
        self.pieces.push(Piece::Delimiter { style, side: Side::Close, sign });
    }

    fn add_link<L>(&mut self, link: &'a Link<L>)
    where
        P: Printing<L>,
    {
        let in_table = self.place == Place::Cell;
        let Some(address) = self.with.address(&link.target) else { return self.add_all(&link.content) };
        if let [Inline::Text(text)] = link.content.as_slice() {
            let mailto = address.strip_prefix("mailto:").filter(|address| is_mail(address));
            let is_address =
                mailto == Some(text.as_str()) || *text == *address && escape::is_autolink(text, in_table);
            if is_address && link.title.is_empty() {
                return self.pieces.push(Piece::Markup(format!("<{text}>").into()));
            }
        }
        self.pieces.push(Piece::LinkOpen);
        self.add_all(&link.content);
        let destination = escape::destination(&address, &link.title, in_table);
        self.pieces.push(Piece::LinkClose(format!("]({destination})")));
    }
}

/// Whether a mail address is so plain that it may stand in angle brackets.
fn is_mail(address: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 60
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    address
        .split_once('@')
        .is_some_and(|(name, host)| name.split('.').all(plain) && host.split('.').all(plain))
}

/// Gives neighbouring delimiters different signs: `**` beside `*` would be one run of three.
fn choose_signs(pieces: &mut [Piece<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..pieces.len() {
        let Piece::Delimiter { style, side, .. } = pieces[i] else { continue };
        if side == Side::Close {
            let opener = open.pop().map(|at| &pieces[at]);
            if let Some(Piece::Delimiter { sign, .. }) = opener {
                pieces[i] = Piece::Delimiter { style, side, sign: *sign };
            }
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| sign_of(&pieces[i]));
        let outer = open.last().filter(|_| closes_with_outer(pieces, i)).and_then(|at| sign_of(&pieces[*at]));
        let sign = match style {
            Style::Strikethrough => '~',
            _ if before == Some('*') || outer == Some('*') => '_',
            _ => '*',
        };
        pieces[i] = Piece::Delimiter { style, side, sign };
        open.push(i);
    }
}

fn sign_of(piece: &Piece<'_>) -> Option<char> {
    match piece {
        Piece::Delimiter { sign, .. } => Some(*sign),
        _ => None,
    }
}

/// Whether the closing delimiter of the opening one at `open` stands right before that of what holds it.
fn closes_with_outer(pieces: &[Piece<'_>], open: usize) -> bool {
    let mut depth = 0_usize;
    for (i, piece) in pieces.iter().enumerate().skip(open) {
        match piece {
            Piece::Delimiter { side: Side::Open, .. } => depth += 1,
            Piece::Delimiter { side: Side::Close, .. } => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return matches!(pieces.get(i + 1), Some(Piece::Delimiter { side: Side::Close, .. }));
        }
    }
    false
}

/// Writes the pieces line by line.
fn write(pieces: &[Piece<'_>], place: Place) -> String {
    let setting = Setting {
        in_link: false,
        in_table: place == Place::Cell,
        goes_on: place == Place::Term || pieces.contains(&Piece::Break),
        lonely: lonely(pieces),
    };
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    let mut start = 0;
    for end in (0..=pieces.len()).filter(|at| pieces.get(*at).is_none_or(|p| *p == Piece::Break)) {
        lines.push(at_edges(line(pieces, start..end, setting).into(), first(pieces.get(start)), place));
        start = end + 1;
    }
    lines.join("\\\n")
}

/// Escapes the start or the end of a line, where it could be read as something else.
fn at_edges(line: Cow<'_, str>, first: First, place: Place) -> Cow<'_, str> {
    let backslash_at = match place {
        Place::Lines | Place::Term => escape::line_start(&line, first),
        Place::Heading => escape::heading_end(&line, AfterHeading::Id),
        Place::HeadingEnd => escape::heading_end(&line, AfterHeading::Nothing),
        Place::Cell => None,
    };
    let Some(at) = backslash_at else { return line };
    let mut line = line.into_owned();
    line.insert(at, '\\');
    line.into()
}

fn first(piece: Option<&Piece<'_>>) -> First {
    match piece {
        Some(Piece::Text(_)) => First::Words,
        Some(Piece::NoteRef(mark)) => First::NoteRef(mark.len()),
        _ => First::Markup,
    }
}

/// Writes the pieces of one line.
fn line(pieces: &[Piece<'_>], range: Range<usize>, setting: Setting) -> String {
    let mut out = String::new();
    // A link may hold a line's end, so what is open at the start of the line comes from before.
    let is_open = |piece: &&Piece<'_>| matches!(piece, Piece::LinkOpen | Piece::LinkClose(_));
    let mut in_link = matches!(pieces[..range.start].iter().rev().find(is_open), Some(Piece::LinkOpen));
    for i in range {
        match &pieces[i] {
            Piece::Text(text) => {
                let before = i.checked_sub(1).map_or(Edge::Line, |at| edge_before(pieces, at));
                let setting = Setting { in_link, ..setting };
                escape::text(&mut out, text, before, edge_after(pieces, i + 1), setting);
            }
            Piece::Delimiter { style, sign, .. } => {
                out.extend(std::iter::repeat_n(*sign, length(*style)));
            }
            Piece::LinkOpen => {
                in_link = true;
                out.push('[');
            }
            Piece::LinkClose(markup) => {
                in_link = false;
                out.push_str(markup);
            }
            Piece::Code(markup) | Piece::NoteRef(markup) => out.push_str(markup),
            Piece::Markup(markup) => out.push_str(markup),
            Piece::Break => {}
        }
    }
    out
}

fn length(style: Style) -> usize {
    match style {
        Style::Emphasis => 1,
        Style::Strong | Style::Strikethrough => 2,
        Style::Both => 3,
    }
}

/// Which delimiters stand alone in the words, outside marking and code.
fn lonely(pieces: &[Piece<'_>]) -> Lonely {
    let texts = || pieces.iter().filter_map(|p| if let Piece::Text(text) = p { Some(text) } else { None });
    if !texts().any(|text| escape::has_special(text)) {
        return Lonely::default();
    }
    let alone = |c: char| texts().map(|text| text.matches(c).count()).sum::<usize>() == 1;
    let used = |c: char| pieces.iter().any(|piece| sign_of(piece) == Some(c));
    // A code span may end within a link's target, which the others may not.
    let ends_code = |piece: &Piece<'_>| match piece {
        Piece::Code(markup) | Piece::LinkClose(markup) => markup.contains('`'),
        Piece::Markup(markup) => markup.contains('`'),
        _ => false,
    };
    Lonely {
        asterisk: alone('*') && !used('*'),
        underscore: alone('_') && !used('_'),
        tilde: alone('~') && !used('~'),
        backtick: alone('`') && !pieces.iter().any(ends_code),
    }
}

/// The edge that a text has where the piece at `at` stands before it.
fn edge_before(pieces: &[Piece<'_>], at: usize) -> Edge {
    match &pieces[at] {
        Piece::Break => Edge::Line,
        Piece::NoteRef(_) => Edge::NoteRef,
        Piece::Delimiter { side: Side::Close, .. } => {
            Edge::Delimiter { encode: needs_boundary_after(pieces, at) }
        }
        Piece::Delimiter { side: Side::Open, .. } => Edge::Delimiter { encode: false },
        _ => Edge::Markup,
    }
}

/// The edge that a text has where the piece at `at` stands after it.
fn edge_after(pieces: &[Piece<'_>], at: usize) -> Edge {
    match pieces.get(at) {
        None => Edge::Line,
        Some(Piece::LinkOpen) => Edge::LinkOpen,
        Some(Piece::NoteRef(_)) => Edge::NoteRef,
        Some(Piece::Delimiter { side: Side::Open, .. }) => {
            Edge::Delimiter { encode: needs_boundary_before(pieces, at) }
        }
        Some(Piece::Delimiter { side: Side::Close, .. }) => Edge::Delimiter { encode: false },
        Some(_) => Edge::Markup,
    }
}

/// Whether a closing run is none next to the letter after it: a run of `_` always, one of `*` or `~~`
/// where no letter stands before it.
fn needs_boundary_after(pieces: &[Piece<'_>], close: usize) -> bool {
    let Some(Piece::Text(after)) = pieces.get(close + 1) else { return false };
    !after.starts_with(is_boundary)
        && match sign_of(&pieces[close]) {
            Some('_') => true,
            _ => !has_letter_before(pieces, close),
        }
}

/// The same for an opening run and the letter before it; `~~` opens anywhere.
fn needs_boundary_before(pieces: &[Piece<'_>], open: usize) -> bool {
    let Some(Piece::Text(before)) = open.checked_sub(1).map(|at| &pieces[at]) else { return false };
    !before.ends_with(is_boundary)
        && match sign_of(&pieces[open]) {
            Some('*') => !has_letter_after(pieces, open),
            Some('_') => true,
            _ => false,
        }
}

const ENCODED: Edge = Edge::Delimiter { encode: true };

/// Whether a letter stands right before a closing run, as a letter and not as an entity.
fn has_letter_before(pieces: &[Piece<'_>], close: usize) -> bool {
    let Some(Piece::Text(text)) = close.checked_sub(1).map(|at| &pieces[at]) else { return false };
    let is_encoded = || close >= 2 && edge_before(pieces, close - 2) == ENCODED;
    text.ends_with(char::is_alphanumeric) && !(text.chars().count() == 1 && is_encoded())
}

/// Whether a letter stands right after an opening run, as a letter and not as an entity.
fn has_letter_after(pieces: &[Piece<'_>], open: usize) -> bool {
    let Some(Piece::Text(text)) = pieces.get(open + 1) else { return false };
    text.starts_with(char::is_alphanumeric)
        && !(text.chars().count() == 1 && edge_after(pieces, open + 2) == ENCODED)
}

/// Whether every parser takes a character for a blank or for punctuation. Which characters beyond ASCII
/// are punctuation depends on the version of Unicode.
fn is_boundary(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation()
}
