//! A stretch of text as words, and what the words of the genre are.

use super::short::plain_letter;
use std::ops::Range;

/// Words between which names go on: they are skipped, or give a letter where one is needed.
const SMALL: [&str; 40] = [
    "aan",
    "and",
    "bij",
    "de",
    "der",
    "des",
    "door",
    "een",
    "en",
    "for",
    "het",
    "in",
    "inzake",
    "met",
    "naar",
    "of",
    "om",
    "on",
    "onder",
    "op",
    "over",
    "te",
    "ten",
    "ter",
    "the",
    "to",
    "tot",
    "tussen",
    "uit",
    "van",
    "via",
    "voor",
    "with",
    "zonder",
    "&",
    "dat",
    "die",
    "als",
    "betreffende",
    "binnen",
];

/// Words that a name stands behind.
const ARTICLES: [&str; 6] = ["de", "het", "een", "the", "a", "an"];

/// Words of relation: a name goes on behind them.
const PREPOSITIONS: [&str; 24] = [
    "aan",
    "betreffende",
    "bij",
    "binnen",
    "door",
    "for",
    "in",
    "inzake",
    "met",
    "naar",
    "of",
    "om",
    "on",
    "op",
    "over",
    "te",
    "ten",
    "ter",
    "tot",
    "uit",
    "van",
    "via",
    "voor",
    "with",
];

/// Words that end a name to the left: verbs of the genre, and words that join sentences.
const BREAKS: [&str; 28] = [
    "zal",
    "zullen",
    "wil",
    "willen",
    "is",
    "zijn",
    "was",
    "heeft",
    "hebben",
    "wordt",
    "worden",
    "werd",
    "kan",
    "kunnen",
    "moet",
    "moeten",
    "waaronder",
    "zoals",
    "dat",
    "die",
    "als",
    "maar",
    "want",
    "omdat",
    "zogenaamd",
    "zogenaamde",
    "zogenoemde",
    "bijvoorbeeld",
];

/// Phrases of relation that hold an article: the word before it and the one behind it.
const PHRASES: [(&str, &str); 5] =
    [("op", "gebied"), ("op", "terrein"), ("in", "kader"), ("in", "geval"), ("op", "vlak")];

/// A word without the marks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// As printed.
    pub(super) text: &'a str,
    /// Its place in the whole text.
    pub(super) at: Range<usize>,
    /// In small letters, without accents.
    pub(super) plain: String,
    /// Whether a comma stands behind it.
    pub(super) comma: bool,
}

impl Word<'_> {
    pub(super) fn is_small(&self) -> bool {
        SMALL.contains(&self.plain.as_str())
    }

    pub(super) fn is_article(&self) -> bool {
        ARTICLES.contains(&self.plain.as_str())
    }

    pub(super) fn is_preposition(&self) -> bool {
        PREPOSITIONS.contains(&self.plain.as_str())
    }

    pub(super) fn is_break(&self) -> bool {
        BREAKS.contains(&self.plain.as_str())
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Whether the word at `index` is an article within a phrase such as "op het gebied van".
pub(super) fn in_phrase(words: &[Word<'_>], index: usize) -> bool {
    let around = index.checked_sub(1).and_then(|i| words.get(i)).zip(words.get(index + 1));
    around.is_some_and(|(a, b)| PHRASES.contains(&(a.plain.as_str(), b.plain.as_str())))
}

/// Marks that stand around words and are no part of them.
fn is_mark(c: char) -> bool {
    matches!(c, ':' | ';' | '“' | '”' | '„' | '"' | '«' | '»' | '‘' | '‚' | ',' | '*' | '(' | ')' | '[' | ']')
}

/// A text without marks, single quotation marks and white space at its ends, with its place.
pub(super) fn trimmed(text: &str, at: Range<usize>) -> Range<usize> {
    let part = &text[at.clone()];
    let is_edge = |c: char| c.is_whitespace() || is_mark(c) || c == '\'';
    let start = part.len() - part.trim_start_matches(is_edge).len();
    // An apostrophe at the end belongs to a word more often than not; a closing quotation mark has its pair.
    let quoted = part[..start].contains(['\'', '‘', '‚']);
    let end = |c: char| c.is_whitespace() || is_mark(c) || (quoted && matches!(c, '\'' | '’'));
    let end = part.trim_end_matches(end).len().max(start);
    at.start + start..at.start + end
}

/// The words of a stretch of a text.
pub(super) fn words(text: &str, within: Range<usize>) -> Vec<Word<'_>> {
    let part = &text[within.clone()];
    let mut out = Vec::new();
    for piece in part.split_whitespace() {
        let from = within.start + (piece.as_ptr() as usize - part.as_ptr() as usize);
        let at = trimmed(text, from..from + piece.len());
        if at.is_empty() {
            continue;
        }
        let word = &text[at.clone()];
        let comma = text[at.end..from + piece.len()].contains(',');
        out.push(Word { text: word, at, plain: word.chars().map(plain_letter).collect(), comma });
    }
    out
}

/// What parts a text before a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Ends of sentences and clauses, and other brackets.
    Brackets,
    /// Ends of sentences and clauses: a name may hold a bracket, "Verordening (EU) 2024/1689".
    Clauses,
}

/// Where the clause begins that ends at byte `to`: behind the last end of a sentence, colon, semicolon, bar, dash or
/// bracket.
pub(super) fn clause_start(text: &str, to: usize, ends: Ends) -> usize {
    let part = &text[..to];
    let mut next: Option<char> = None;
    let mut space = false;
    for (at, c) in part.char_indices().rev() {
        let ends = match c {
            ';' | '|' | '!' | '?' => true,
            ')' | '(' | '[' | ']' => ends == Ends::Brackets,
            ':' | '–' | '—' => space,
            '.' => space && next.is_some_and(char::is_uppercase),
            _ => false,
        };
        if ends {
            return at + c.len_utf8();
        }
        space = c.is_whitespace();
        if !space && !is_mark(c) {
            next = Some(c);
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_the_marks_around_them() {
        let text = "de “Resource of AI” en kennis- en KIG’s, ’s-Hertogenbosch 'x'";
        let found: Vec<&str> = words(text, 0..text.len()).iter().map(|w| w.text).collect();
        assert_eq!(
            found,
            ["de", "Resource", "of", "AI", "en", "kennis-", "en", "KIG’s", "’s-Hertogenbosch", "x"]
        );
    }

    #[test]
    fn a_clause_begins_behind_the_last_mark_that_ends_one() {
        for (text, expected) in [
            ("Zin een. Zin twee", "Zin twee"),
            ("op 9 april jl. presenteerde de", "op 9 april jl. presenteerde de"),
            ("een (X) en de", "en de"),
            ("punten: de", "de"),
            ("10:30 uur", "10:30 uur"),
            ("", ""),
        ] {
            assert_eq!(text[clause_start(text, text.len(), Ends::Brackets)..].trim(), expected, "{text}");
        }
    }
}
