//! From a strand to inline text: note marks, links, and the emphasis of half-Markdown.

use super::ledger::{Account, EntryKind, Fate};
use super::marks::Mark;
use super::strand::Strand;
use super::targets::Carried;
use crate::document::{Inline, Link};
use std::ops::Range;

/// Whether stars, brackets and backslashes in a text are marks or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Plain,
    Markdown,
}

impl Markup {
    /// Tells it from the whole text.
    pub(super) fn of(text: &str) -> Markup {
        let bold = text.matches("**").nth(1).is_some();
        if bold || text.contains("](") { Markup::Markdown } else { Markup::Plain }
    }
}

/// Turns a strand into inline text and notes in the account what became of each character.
pub(super) fn inlines(
    strand: &Strand,
    marks: &[Mark],
    links: &[Carried],
    markup: Markup,
    account: &mut Account,
) -> Vec<Inline> {
    inlines_of(strand, 0..strand.text().len(), marks, links, markup, account)
}

/// The same for a part of a strand.
pub(super) fn inlines_of(
    strand: &Strand,
    part: Range<usize>,
    marks: &[Mark],
    links: &[Carried],
    markup: Markup,
    account: &mut Account,
) -> Vec<Inline> {
    let mut parser = Parser { strand, marks, links, markup, account, strong: true, emphasis: true };
    parser.parse(part)
}

struct Parser<'a> {
    strand: &'a Strand,
    marks: &'a [Mark],
    /// Links whose targets stand elsewhere.
    links: &'a [Carried],
    markup: Markup,
    account: &'a mut Account,
    /// Whether `**` can open here: not within itself, nor once a search found no closing one.
    strong: bool,
    emphasis: bool,
}

/// What begins at a place.
enum Token {
    Note(Mark),
    Carried(Carried),
    Strong(Range<usize>),
    Emphasis(Range<usize>),
    /// Words and target; the whole ends at the number.
    Link(Range<usize>, Range<usize>, usize),
    /// `<https://…>`
    AngleAddress(Range<usize>),
    Address(Range<usize>),
    /// A backslash before a sign.
    Escape,
}

impl Parser<'_> {
    fn parse(&mut self, range: Range<usize>) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut words = String::new();
        let mut at = range.start;
        let mut plain_from = at;
        while at < range.end {
            let Some(token) = self.token(at, &range) else {
                at += self.char_len(at);
                continue;
            };
            self.words(plain_from..at, &mut words);
            at = self.emit(token, at, &mut words, &mut out);
            plain_from = at;
        }
        self.words(plain_from..range.end, &mut words);
        flush(&mut words, &mut out);
        out
    }

    fn text(&self) -> &str {
        self.strand.text()
    }

    fn char_len(&self, at: usize) -> usize {
        self.text()[at..].chars().next().map_or(1, char::len_utf8)
    }

    /// What begins at a place within a range, if it is more than a character.
    fn token(&mut self, at: usize, range: &Range<usize>) -> Option<Token> {
        let index = self.marks.partition_point(|mark| mark.at.start < at);
        if let Some(mark) = self.marks.get(index).filter(|m| m.at.start == at && m.at.end <= range.end) {
            return Some(Token::Note(mark.clone()));
        }
        if let Some(link) = self.links.iter().find(|l| l.at.start == at && l.at.end <= range.end) {
            return Some(Token::Carried(link.clone()));
        }
        let text = &self.strand.text()[at..range.end];
        match text.as_bytes()[0] {
            b'h' if self.begins_word(at, range) => address(text).map(|len| Token::Address(at..at + len)),
            _ if self.markup == Markup::Plain => None,
            b'\\' => text[1..].starts_with(|c: char| c.is_ascii_punctuation()).then_some(Token::Escape),
            b'*' => self.stars(at, range),
            b'[' => link(text).map(|(words, target, end)| {
                Token::Link(at + 1..at + words, at + target.start..at + target.end, at + end)
            }),
            b'<' => angle_address(text).map(|len| Token::AngleAddress(at + 1..at + 1 + len)),
            _ => None,
        }
    }

    fn begins_word(&self, at: usize, range: &Range<usize>) -> bool {
        at == range.start || !self.text()[..at].ends_with(char::is_alphanumeric)
    }

    fn stars(&mut self, at: usize, range: &Range<usize>) -> Option<Token> {
        let text = &self.strand.text()[at..range.end];
        let double = text.starts_with("**");
        let (delimiter, allowed) = if double { ("**", &mut self.strong) } else { ("*", &mut self.emphasis) };
        let inner = &text[delimiter.len()..];
        if !*allowed || inner.starts_with([' ', '*']) {
            return None;
        }
        let Some(len) = closing(inner, delimiter) else {
            *allowed = false;
            return None;
        };
        let inner = at + delimiter.len()..at + delimiter.len() + len;
        Some(if double { Token::Strong(inner) } else { Token::Emphasis(inner) })
    }

    /// Adds what a token stands for; returns where the text goes on.
    fn emit(&mut self, token: Token, at: usize, words: &mut String, out: &mut Vec<Inline>) -> usize {
        if let Token::Escape = token {
            self.drop(at..at + 1, EntryKind::Markup);
            let end = at + 1 + self.char_len(at + 1);
            self.words(at + 1..end, words);
            return end;
        }
        flush(words, out);
        let (inline, end) = match token {
            Token::Note(mark) => {
                self.drop(mark.at.clone(), EntryKind::NoteMark);
                (Inline::NoteRef(mark.label.to_string()), mark.at.end)
            }
            Token::Carried(link) => {
                let links = std::mem::take(&mut self.links);
                let content = self.parse(link.at.clone());
                self.links = links;
                let inline = Link { target: link.target, span: 0..0, title: String::new(), content };
                (inline.into(), link.at.end)
            }
            Token::Strong(inner) => (Inline::Strong(self.within(inner.clone(), 2)), inner.end + 2),
            Token::Emphasis(inner) => (Inline::Emphasis(self.within(inner.clone(), 1)), inner.end + 1),
            Token::AngleAddress(inner) => {
                self.drop(at..inner.start, EntryKind::Markup);
                self.drop(inner.end..inner.end + 1, EntryKind::Markup);
                (self.address(inner.clone()), inner.end + 1)
            }
            Token::Address(range) => (self.address(range.clone()), range.end),
            Token::Link(inner, target, end) => {
                self.link(at, inner, target, end, out);
                return end;
            }
            Token::Escape => return at,
        };
        out.push(inline);
        end
    }

    /// The text between delimiters of this length.
    fn within(&mut self, inner: Range<usize>, delimiter: usize) -> Vec<Inline> {
        self.drop(inner.start - delimiter..inner.start, EntryKind::Markup);
        self.drop(inner.end..inner.end + delimiter, EntryKind::Markup);
        let before = (self.strong, self.emphasis);
        match delimiter {
            2 => self.strong = false,
            _ => self.emphasis = false,
        }
        let content = self.parse(inner);
        (self.strong, self.emphasis) = before;
        content
    }

    /// `[words](target)`; an empty target leaves the words.
    fn link(
        &mut self,
        at: usize,
        inner: Range<usize>,
        target: Range<usize>,
        end: usize,
        out: &mut Vec<Inline>,
    ) {
        let address = self.text()[target.clone()].to_owned();
        let empty = address.is_empty() || address == "#" || is_truncated(&address);
        self.drop(at..inner.start, EntryKind::Markup);
        self.drop(inner.end..end, EntryKind::Markup);
        let content = self.parse(inner);
        if empty {
            content.into_iter().for_each(|inline| add(inline, out));
        } else {
            out.push(Inline::from(Link { target: address, span: 0..0, title: String::new(), content }));
        }
    }

    fn address(&mut self, range: Range<usize>) -> Inline {
        let address = self.text()[range.clone()].to_owned();
        self.claim(&range, Fate::Body);
        let content = vec![Inline::Text(address.clone())];
        Inline::from(Link { target: address, span: 0..0, title: String::new(), content })
    }

    fn words(&mut self, range: Range<usize>, words: &mut String) {
        words.push_str(&self.strand.text()[range.clone()]);
        self.claim(&range, Fate::Body);
    }

    fn drop(&mut self, range: Range<usize>, kind: EntryKind) {
        self.claim(&range, Fate::Ledger(kind));
    }

    fn claim(&mut self, range: &Range<usize>, fate: Fate) {
        for span in self.strand.spans(range) {
            self.account.note(span, fate);
        }
    }
}

fn flush(words: &mut String, out: &mut Vec<Inline>) {
    if words.is_empty() {
        return;
    }
    add(Inline::Text(std::mem::take(words)), out);
}

/// Adds an inline; text behind text is one text.
fn add(inline: Inline, out: &mut Vec<Inline>) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, inline) => out.push(inline),
    }
}

/// Length up to the closing delimiter, which stands behind a word.
fn closing(inner: &str, delimiter: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = inner[from..].find(delimiter) {
        let at = from + found;
        let single = delimiter.len() == 1;
        let doubled = single && (inner[at + 1..].starts_with('*') || inner[..at].ends_with('*'));
        if at > 0 && !doubled && !inner[..at].ends_with([' ', '\\']) {
            return Some(at);
        }
        from = at + delimiter.len();
    }
    None
}

/// Longest text of a link and longest target that are looked for.
const LONGEST_LINK: usize = 2000;

/// `[words](target)` at the start of a text: where the words end, the target, where all ends.
fn link(text: &str) -> Option<(usize, Range<usize>, usize)> {
    let near = |from: usize| floor(text, from + LONGEST_LINK);
    let words = text[..near(0)].find("](")?;
    if text[1..words].contains('[') {
        return None;
    }
    let start = words + 2;
    let target = start..start + text[start..near(start)].find(')')?;
    let address = &text[target.clone()];
    let plain = !address.contains(char::is_whitespace);
    let known =
        address.is_empty() || address == "#" || address.starts_with("http") || address.starts_with("mailto:");
    (plain && known).then(|| (words, target.clone(), target.end + 1))
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// Length of the address in `<https://…>`.
fn angle_address(text: &str) -> Option<usize> {
    let inner = &text[1..floor(text, LONGEST_LINK)];
    let len = inner.find('>')?;
    let address = &inner[..len];
    let known = address.starts_with("http://") || address.starts_with("https://");
    (known && !address.contains(char::is_whitespace) && !is_truncated(address)).then_some(len)
}

/// Length of the address that a text begins with: up to a blank, without the punctuation of the
/// sentence, and without a closing bracket that it did not open. One that the source cut short
/// ("https://…uri=C…") leads nowhere and is none.
fn address(text: &str) -> Option<usize> {
    let end = address_word(text)?;
    let mut address = &text[..end];
    if is_truncated(address) {
        return None;
    }
    loop {
        let shorter =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '’', '\'', '…', ']', '\\']);
        let unopened = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = if unopened { &shorter[..shorter.len() - 1] } else { shorter };
        if next.len() == address.len() {
            return Some(address.len());
        }
        address = next;
    }
}

/// Length of the word that begins like an address, with whatever signs end it.
fn address_word(text: &str) -> Option<usize> {
    SCHEMES.iter().find(|scheme| text.starts_with(**scheme))?;
    Some(text.find(|c: char| c.is_whitespace() || "<>“”\"".contains(c)).unwrap_or(text.len()))
}

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Whether an address was cut short ("https://…uri=C…", a bare "https://"): it leads nowhere.
pub(super) fn is_truncated(address: &str) -> bool {
    let address = address.trim_end_matches([')', ']', ',', ';', ':', '’', '\'', '*']);
    let bare = address.trim_end_matches('.');
    address.contains('…') || address.ends_with("...") || SCHEMES.contains(&bare)
}

/// The words of a text that begin like addresses, each with its place.
fn address_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("http").filter_map(move |(at, _)| {
        let begins = !text[..at].ends_with(char::is_alphanumeric);
        let len = address_word(&text[at..]).filter(|_| begins)?;
        Some(at..at + len)
    })
}

/// The addresses that a text prints.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    address_words(text).filter_map(|at| Some(&text[at.start..at.start + address(&text[at])?]))
}

/// The places of addresses in a text that were cut short.
pub(super) fn truncated_addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    address_words(text).filter(|at| is_truncated(&text[at.clone()]))
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::*;

    /// Inline text in a short notation: *strong*, /emphasis/, {note}, <target|words>.
    fn show(content: &[Inline]) -> String {
        content
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) => text.clone(),
                Inline::Strong(inner) => format!("*{}*", show(inner)),
                Inline::Emphasis(inner) => format!("/{}/", show(inner)),
                Inline::NoteRef(label) => format!("{{{label}}}"),
                Inline::Link(link) => format!("<{}|{}>", link.target, show(&link.content)),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn check(text: &str, markup: Markup, expected: &str) {
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let mut account = Account::default();
        assert_eq!(show(&inlines(&strand, &[], &[], markup, &mut account)), expected);
        account.sort();
        assert_eq!(account.balance(&source), [], "{text}");
    }

    #[test]
    fn emphasis_of_half_markdown() {
        check("een **vet *schuin* woord** en *dit*", Markup::Markdown, "een *vet /schuin/ woord* en /dit/");
        check("2 * 3 * 4 en ** los", Markup::Markdown, "2 * 3 * 4 en ** los");
        check("**open", Markup::Markdown, "**open");
        check("**vet**", Markup::Plain, "**vet**");
        check("a_b_c", Markup::Markdown, "a_b_c");
        check(r"Network \(Netwerk\)", Markup::Markdown, "Network (Netwerk)");
    }

    #[test]
    fn links() {
        check("[COMPASS-AI](#).", Markup::Markdown, "COMPASS-AI.");
        check("[het *plan*](https://a.eu/b)", Markup::Markdown, "<https://a.eu/b|het /plan/>");
        check("zie <https://a.eu/b>.", Markup::Markdown, "zie <https://a.eu/b|https://a.eu/b>.");
        check("zie https://a.eu/b_c.", Markup::Plain, "zie <https://a.eu/b_c|https://a.eu/b_c>.");
        check("(https://a.eu/(b)).", Markup::Plain, "(<https://a.eu/(b)|https://a.eu/(b)>).");
        check("[1] en [x](y)", Markup::Markdown, "[1] en [x](y)");
        check("https://", Markup::Plain, "https://");
        check(
            "zie https://a.eu/?uri=C… of https://a.eu/...",
            Markup::Plain,
            "zie https://a.eu/?uri=C… of https://a.eu/...",
        );
    }

    #[test]
    fn addresses_that_were_cut_short_are_told() {
        for (text, expected) in [
            ("zie https://a.eu/?uri=C…) en https://a.eu/b.", &["https://a.eu/?uri=C…)"][..]),
            ("https:// en (http://)", &["https://", "http://)"]),
            ("https://a.eu/... of https://a.eu/…/b", &["https://a.eu/...", "https://a.eu/…/b"]),
            ("https://a.eu/b... Zo.", &["https://a.eu/b..."]),
            ("http is geen adres, xhttps://… ook niet", &[]),
        ] {
            let found: Vec<&str> = truncated_addresses(text).map(|at| &text[at]).collect();
            assert_eq!(found, expected, "{text}");
        }
        check("[het plan](https://a.eu/?uri=C…)", Markup::Markdown, "het plan");
        check("<https://a.eu/…>", Markup::Markdown, "<https://a.eu/…>");
    }

    #[test]
    fn words_carry_a_target_that_stands_elsewhere() {
        let text = "Zie De kade1 | Havens.";
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let mut account = Account::default();
        let links = [Carried { at: 4..21, target: "https://a.eu".into() }];
        let marks = [Mark { at: 11..12, label: 1 }];
        let content = inlines(&strand, &marks, &links, Markup::Plain, &mut account);
        assert_eq!(show(&content), "Zie <https://a.eu|De kade{1} | Havens>.");
    }

    #[test]
    fn note_marks_are_taken_out() {
        let text = "**AI-stacks**4, en https://a.eu";
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let mut account = Account::default();
        let marks = [Mark { at: 13..14, label: 4 }];
        let content = inlines(&strand, &marks, &[], Markup::Markdown, &mut account);
        assert_eq!(show(&content), "*AI-stacks*{4}, en <https://a.eu|https://a.eu>");
    }
}
