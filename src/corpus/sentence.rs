//! Where sentences of Dutch running text end.

use crate::scan::{any_odd, each_odd};
use std::ops::Range;

/// Words that end in a full stop within a sentence. Those with a stop inside ("o.a.") need no list.
const ABBREVIATIONS: [&str; 34] = [
    "art", "artt", "bijv", "blz", "bv", "ca", "dhr", "doc", "dr", "drs", "enz", "evt", "excl", "incl", "ir",
    "jl", "jr", "lit", "mevr", "mld", "mln", "mr", "mw", "no", "nr", "nrs", "p", "par", "pp", "prof", "resp",
    "st", "t/m", "vgl",
];

/// The sentences of a text, in order, without the white space between them. A sentence ends with a stop, a
/// question or exclamation mark before white space and a capital, a digit or an opening mark.
pub fn sentences(text: &str) -> Vec<&str> {
    spans(text).into_iter().map(|at| &text[at]).collect()
}

/// Where the sentences of a text stand in it.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    // A mark is one of these or begins with the last; most texts have few of them.
    let is_mark = |byte: u8| (byte == b'.') | (byte == b'!') | (byte == b'?') | (byte == 0xe2);
    each_odd(text, is_mark, |at| {
        let Some(after) = behind_mark(&text[at..]).filter(|after| may_end(after)) else { return };
        let closed = after.trim_start_matches(['”', '’', '"', '\'', ')', ']', '»']);
        let is_stop = text.as_bytes()[at] == b'.';
        if begins_anew(closed) && !(is_stop && is_abbreviation(&text[start.min(at)..at])) {
            let end = text.len() - closed.len();
            push(text, start..end, &mut out);
            start = end;
        }
    });
    push(text, start..text.len(), &mut out);
    out
}

/// Whether a text has a digit; most have none.
pub(super) fn has_digit(text: &str) -> bool {
    any_odd(text, |byte| byte.is_ascii_digit())
}

/// What stands behind the mark that a text begins with, where it is one that may end a sentence.
fn behind_mark(text: &str) -> Option<&str> {
    text.strip_prefix(['.', '!', '?', '…'])
}

/// Whether a mark with this behind it may end a sentence: the most common letters say at once that it does not.
fn may_end(after: &str) -> bool {
    after.bytes().next().is_some_and(|byte| !byte.is_ascii_alphanumeric())
}

/// Adds a sentence without the white space around it, if it has any words.
fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    if start < end {
        out.push(start..end);
    }
}

/// Whether what follows a mark is white space and the beginning of a sentence.
fn begins_anew(after: &str) -> bool {
    let next = after.trim_start();
    let opens = |c: char| matches!(c, '“' | '‘' | '"' | '\'' | '(' | '[' | '«' | '€' | '£');
    next.len() < after.len() && next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || opens(c))
}

/// Whether the last word before a full stop is known to be shortened, or one letter, or has a stop inside.
fn is_abbreviation(before: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '‘' | '"');
    let word = before.rsplit(parts).next().unwrap_or_default();
    let mut letters = word.chars();
    let one_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    one_letter || word.contains('.') || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_where_a_reader_takes_breath() {
        for (text, expected) in [
            ("Eén zin.", &["Eén zin."][..]),
            ("Een zin. Nog een? Ja!", &["Een zin.", "Nog een?", "Ja!"]),
            (
                "Zie o.a. De Wet, nr. 12 en art. 4 van dhr. Jansen. Klaar",
                &["Zie o.a. De Wet, nr. 12 en art. 4 van dhr. Jansen.", "Klaar"],
            ),
            (
                "Zie (art. 4). “Goed.” (Ook dit.) 13 landen.",
                &["Zie (art. 4).", "“Goed.”", "(Ook dit.)", "13 landen."],
            ),
            (
                "Op 24 januari jl. kwam het. AI.nl is 3.5 groot",
                &["Op 24 januari jl. kwam het.", "AI.nl is 3.5 groot"],
            ),
            ("voor het initiatief. € 20 miljard gaat.", &["voor het initiatief.", "€ 20 miljard gaat."]),
            ("wetenschap enz. — voor 2,5 mld. euro", &["wetenschap enz. — voor 2,5 mld. euro"]),
            ("U. von der Leyen kwam. 5 fabrieken", &["U. von der Leyen kwam.", "5 fabrieken"]),
            ("  ", &[]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost_or_moved(text in "[a-zA-Z0-9 .!?…”’)(“\n]{0,80}") {
            let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&sentences(&text).join(" ")), words(&text));
        }
    }
}
