//! What has to be escaped so that text reads as text.
//!
//! Rules follow CommonMark 0.31.2 ("Backslash escapes", "Left-flanking delimiter run") and GFM's tables,
//! footnotes and strikethrough. Each rule escapes only where the character would mean something, so that
//! ordinary prose comes out as it is.

use crate::scan::{any_odd, each_odd};
use std::fmt::Write;

/// What stands next to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Start or end of a line.
    Line,
    /// A run of `*`, `_` or `~`; `encode` when the text's own character there must be written as an entity,
    /// because the run would mean something else next to a letter.
    Delimiter { encode: bool },
    /// The bracket that opens a link.
    LinkOpen,
    /// A note's mark.
    NoteRef,
    /// Other finished Markdown, which begins and ends with punctuation.
    Markup,
}

/// What is true of the whole text of a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    /// The text is the words of a link.
    pub(super) in_link: bool,
    /// The text stands in a table.
    pub(super) in_table: bool,
    /// The parser sees further lines after one; a link's definition may reach from one into the next.
    pub(super) goes_on: bool,
    /// Delimiters of which there is only one in the block, so that it can match nothing.
    pub(super) lonely: Lonely,
}

/// Which delimiters stand alone in a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lonely {
    pub(super) asterisk: bool,
    pub(super) underscore: bool,
    pub(super) tilde: bool,
    pub(super) backtick: bool,
}

/// Adds a piece of text to `out`, escaped.
pub(super) fn text(out: &mut String, text: &str, before: Edge, after: Edge, setting: Setting) {
    if is_plain(text, before, after) {
        return out.push_str(text);
    }
    let piece = Text { text, before, after, setting };
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut done = 0;
    let mut escape = |at: usize| {
        let Some(c) = text[at..].chars().next() else { return };
        if piece.is_encoded(at) {
            out.push_str(&text[done..at]);
            write!(out, "&#{};", u32::from(c)).expect("writing to a string cannot fail");
            done = at + c.len_utf8();
        } else if piece.needs_backslash(at, c) {
            out.push_str(&text[done..at]);
            out.push('\\');
            done = at;
        }
    };
    // What stands beside the text decides about the first and the last character.
    escape(0);
    each_odd(text, is_special, |at| {
        if at != 0 && at != last {
            escape(at);
        }
    });
    if last != 0 {
        escape(last);
    }
    out.push_str(&text[done..]);
}

/// Whether a text holds nothing that may have to be escaped, as most texts do.
pub(super) fn is_plain(text: &str, before: Edge, after: Edge) -> bool {
    let encode = Edge::Delimiter { encode: true };
    let by_its_edges =
        before == Edge::NoteRef || before == encode || after == Edge::LinkOpen || after == encode;
    !by_its_edges && !has_special(text)
}

/// Whether a text holds a sign that may have to be escaped.
pub(super) fn has_special(text: &str) -> bool {
    any_odd(text, is_special)
}

/// Whether a byte may have to be escaped: one of ``\`*~_[]<&|``, or `^` or `}`, which never have to be. As every byte of every
/// text is looked at, it is said in a way that compilers take 16 bytes at once of; with one more range beside the single
/// signs they do not, and take ten times as long.
#[inline]
fn is_special(byte: u8) -> bool {
    let beside_letters = (b'['..=b'~').contains(&byte) & !(b'a'..=b'{').contains(&byte);
    beside_letters | (byte == b'*') | (byte == b'<') | (byte == b'&')
}

/// A text that is escaped; places in it are those of a character's first byte.
struct Text<'a> {
    text: &'a str,
    before: Edge,
    after: Edge,
    setting: Setting,
}

impl<'a> Text<'a> {
    fn is_encoded(&self, at: usize) -> bool {
        let encode = Edge::Delimiter { encode: true };
        (at == 0 && self.before == encode)
            || (self.after == encode && self.rest(at).is_empty())
            // The parser would read the mark and what follows as `[words][reference]`, backslash or not.
            || (at == 0 && self.before == Edge::NoteRef && self.text.starts_with('['))
    }

    /// The character before as the parser sees it: none at the start of a line, punctuation for markup.
    fn before(&self, at: usize) -> Option<char> {
        match self.text[..at].char_indices().next_back() {
            Some((at, _)) if self.is_encoded(at) => Some(';'),
            Some((_, c)) => Some(c),
            None => (self.before != Edge::Line).then_some('*'),
        }
    }

    /// The character after as the parser sees it.
    fn after(&self, at: usize) -> Option<char> {
        let rest = self.rest(at);
        match rest.chars().next() {
            Some(_) if self.is_encoded(self.text.len() - rest.len()) => Some('&'),
            Some(c) => Some(c),
            None => (self.after != Edge::Line).then_some('*'),
        }
    }

    /// What follows the character at `at`.
    fn rest(&self, at: usize) -> &'a str {
        let mut rest = self.text[at..].chars();
        rest.next();
        rest.as_str()
    }

    fn needs_backslash(&self, at: usize, c: char) -> bool {
        let next = self.rest(at).chars().next();
        let lonely = self.setting.lonely;
        match c {
            '\\' => self.after(at).is_none_or(|c| c.is_ascii_punctuation()),
            '`' => !lonely.backtick,
            '*' => !lonely.asterisk && !self.stands_free(at, c),
            '~' => !lonely.tilde && !self.stands_free(at, c),
            '_' => !lonely.underscore && !self.stands_free(at, c) && !self.is_within_word(at, c),
            '[' if at == 0 && self.before == Edge::Line && self.setting.goes_on => true,
            '[' => self.setting.in_link || next == Some('^'),
            ']' => self.setting.in_link || next == Some('('),
            '!' => next.is_none() && self.after == Edge::LinkOpen,
            '(' => at == 0 && self.before == Edge::NoteRef,
            '<' => self.opens_tag(at),
            '&' => is_entity(self.rest(at)),
            '|' => self.setting.in_table,
            _ => false,
        }
    }

    /// First and last place of the run of the delimiter `c` that `at` belongs to.
    fn run(&self, at: usize, c: char) -> (usize, usize) {
        let start = self.text[..at].trim_end_matches(c).len();
        let end = self.text.len() - self.text[at..].trim_start_matches(c).len();
        (start, end - 1)
    }

    /// Whether a run of delimiters has blanks on both sides and so neither opens nor closes anything. Three
    /// may be a rule or a fence; a backslash before the first alone would leave two that do mean something.
    fn stands_free(&self, at: usize, c: char) -> bool {
        let (start, end) = self.run(at, c);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        end - start < 2 && blank(self.before(start)) && blank(self.after(end))
    }

    fn is_within_word(&self, at: usize, c: char) -> bool {
        let (start, end) = self.run(at, c);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        letter(self.before(start)) && letter(self.after(end))
    }

    /// Whether `<` may begin a tag, a comment or an address.
    fn opens_tag(&self, at: usize) -> bool {
        let rest = self.rest(at);
        match rest.chars().next() {
            Some(c) if c.is_ascii_alphabetic() || "/!?".contains(c) => true,
            Some(c) if !c.is_whitespace() => rest.contains('>') || self.after != Edge::Line,
            _ => false,
        }
    }
}

/// Whether what follows `&` makes it an entity: `amp;`, `#8217;`.
fn is_entity(rest: &str) -> bool {
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && rest[name..].starts_with(';')
}

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Words,
    /// A note's mark of this length in bytes.
    NoteRef(usize),
    Markup,
}

/// Where the start of a line of a paragraph needs a backslash, because it would begin another block. The line is escaped
/// within already.
pub(super) fn line_start(line: &str, first: First) -> Option<usize> {
    match first {
        First::Words => {}
        First::Markup => return None,
        // A note's mark before a colon would be the note's definition.
        First::NoteRef(len) => return line[len..].starts_with(':').then_some(len),
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after_digits = line[digits..].strip_prefix(['.', ')']);
    if (1..=9).contains(&digits) && after_digits.is_some_and(begins_blank) {
        Some(digits)
    } else {
        begins_block(line).then_some(0)
    }
}

fn begins_blank(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

fn begins_block(line: &str) -> bool {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    let only = |set: &str| line.chars().all(|c| set.contains(c));
    line.starts_with(['>', ':'])
        || (1..=6).contains(&hashes) && begins_blank(&line[hashes..])
        || line.strip_prefix(['-', '+', '*']).is_some_and(begins_blank)
        // Rules, underlines of headings, the second line of a table.
        || !line.is_empty() && (only("- ") || only("_ ") || only("* ") || only("=") || only("|:- \t"))
        || line.starts_with("[!")
        || line.starts_with('[') && line.contains("]:")
}

/// What stands after a heading's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterHeading {
    Id,
    Nothing,
}

/// Where the end of a heading needs a backslash: `#` would be dropped, and `}` may end an attribute block.
pub(super) fn heading_end(line: &str, after: AfterHeading) -> Option<usize> {
    let before = line.trim_end_matches('#');
    let closes = before.len() < line.len() && (before.is_empty() || before.ends_with(' '));
    (closes || after == AfterHeading::Nothing && line.ends_with('}')).then(|| line.len() - 1)
}

/// What stands after the fence of a code block.
pub(super) fn info(text: &str) -> String {
    literal(text, |_| false)
}

/// Text in which only backslashes and entities mean something, and what `special` says of a character.
fn literal(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let needed = match c {
            '\\' => text[at + 1..].chars().next().is_none_or(|c| c.is_ascii_punctuation()),
            '&' => is_entity(&text[at + 1..]),
            c => special(c),
        };
        if needed {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A link's target and title as they stand in the round brackets.
pub(super) fn destination(target: &str, title: &str, in_table: bool) -> String {
    let pipe = |c: char| in_table && c == '|';
    let plain = !target.is_empty()
        && !target.starts_with('<')
        && !target.contains(|c: char| c.is_ascii_control() || c == ' ')
        && is_balanced(target);
    let target = if plain {
        literal(target, pipe)
    } else {
        format!("<{}>", literal(target, |c| pipe(c) || c == '<' || c == '>'))
    };
    if title.is_empty() {
        return target;
    }
    format!("{target} \"{}\"", literal(title, |c| pipe(c) || c == '"'))
}

/// Whether round brackets come in pairs, and not too deep for parsers.
fn is_balanced(target: &str) -> bool {
    let mut depth = 0_usize;
    for c in target.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            _ => {}
        }
        if depth > 8 {
            return false;
        }
    }
    depth == 0
}

/// The mark of a note. Within it a backslash hides a bracket and nothing else; blanks at its end do not count.
pub(super) fn mark(label: &str, in_table: bool) -> String {
    let label = if in_table { label.replace('|', "\\|") } else { label.to_owned() };
    let backslashes = label.len() - label.trim_end_matches('\\').len();
    let gap = if backslashes.is_multiple_of(2) { "" } else { " " };
    format!("[^{label}{gap}]")
}

/// A code span with a fence longer than any run of backticks in it.
pub(super) fn code(text: &str, in_table: bool) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let stripped = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let pad = if touches || stripped { " " } else { "" };
    let text = if in_table { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Whether an address can stand in angle brackets as it is.
pub(super) fn is_autolink(target: &str, in_table: bool) -> bool {
    let scheme = ["https://", "http://"].iter().any(|scheme| target.starts_with(scheme));
    let entity = target.match_indices('&').any(|(at, _)| is_entity(&target[at + 1..]));
    let odd = |c: char| c.is_ascii_control() || " <>\\".contains(c) || in_table && c == '|';
    scheme && !entity && !target.contains(odd)
}
