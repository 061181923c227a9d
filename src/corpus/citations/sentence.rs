//! The sentence around some words, for readers of lists.

use crate::corpus::sentence::spans;
use std::ops::Range;
use std::sync::Arc;

/// Most characters on either side.
const MOST: usize = 220;

/// What stands before and behind some words in their sentence; shared with the place of a relation that it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    pub before: Arc<str>,
    pub after: Arc<str>,
}

impl Around {
    /// The sentence around a range of a text. What is longer is cut at a word, and a dot of omission says so.
    pub fn of(text: &str, span: &Range<usize>) -> Self {
        Around::within(&spans(text), text, span)
    }

    /// The same, where the sentences of the text are known.
    pub(super) fn within(sentences: &[Range<usize>], text: &str, span: &Range<usize>) -> Self {
        let start = sentences.iter().rev().map(|s| s.start).find(|start| *start <= span.start).unwrap_or(0);
        let end = sentences.iter().map(|s| s.end).find(|end| *end >= span.end).unwrap_or(text.len());
        Around {
            before: cut_start(one_line(&text[start..span.start])).into(),
            after: cut_end(one_line(&text[span.end..end])).into(),
        }
    }
}

/// A text with single spaces, those at its ends kept.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

fn cut_end(text: String) -> String {
    if text.len() <= MOST {
        return text;
    }
    match text.char_indices().nth(MOST) {
        None => text,
        Some((at, _)) => {
            let kept = &text[..at];
            let kept = kept.rfind(' ').map_or(kept, |space| &kept[..space]);
            format!("{kept} …")
        }
    }
}

fn cut_start(text: String) -> String {
    if text.len() <= MOST {
        return text;
    }
    let more = text.chars().count().saturating_sub(MOST);
    if more == 0 {
        return text;
    }
    let at = text.char_indices().nth(more).map_or(0, |(at, _)| at);
    let kept = &text[at..];
    let kept = kept.find(' ').map_or(kept, |space| &kept[space + 1..]);
    format!("… {kept}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_another_begins() {
        for (text, words, before, after) in [
            ("Eerste zin. Zie nr. 5 van X daar. Derde.", "X", "Zie nr. 5 van ", " daar."),
            ("Zie X", "X", "Zie ", ""),
            ("X.", "X", "", "."),
            ("Op 1.2.2025 kwam X (blz. 3). Daarna niets.", "X", "Op 1.2.2025 kwam ", " (blz. 3)."),
        ] {
            let at = text.find(words).expect("there");
            let around = Around::of(text, &(at..at + words.len()));
            assert_eq!((&*around.before, &*around.after), (before, after), "{text}");
        }
        let long = format!("{}X{}", "woord ".repeat(100), " woord".repeat(100));
        let around = Around::of(&long, &(600..601));
        assert!(around.before.starts_with("… woord") && around.before.chars().count() <= MOST + 2);
        assert!(around.after.ends_with("woord …") && around.after.chars().count() <= MOST + 2);
    }
}
