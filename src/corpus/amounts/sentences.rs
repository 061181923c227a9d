//! Where the sentences of a text begin and end.

use std::ops::Range;

/// Abbreviations that a sentence does not end with, without their last full stop, in lower case.
const ABBREVIATIONS: [&str; 30] = [
    "nr", "nrs", "art", "artt", "blz", "p", "pp", "par", "vgl", "ca", "bv", "bijv", "d.w.z", "o.a", "m.b.t",
    "i.v.m", "t.o.v", "t/m", "incl", "excl", "dr", "drs", "prof", "mr", "ir", "jl", "resp", "no", "e.g",
    "i.e",
];

/// The sentences of a text, without the blanks between them. A sentence ends with a full stop, question or
/// exclamation mark before a blank and something that can begin another: a capital, a digit, a sign of
/// money, a quotation mark or bracket. An abbreviation or an initial ends none.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if matches!(c, '.' | '?' | '!') && ends_here(&text[start..at], &text[end..]) {
            push(text, start..end, &mut out);
            start = end;
        }
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    if start < end {
        out.push(start..end);
    }
}

fn ends_here(before: &str, behind: &str) -> bool {
    let next = behind.trim_start();
    let apart = next.len() < behind.len();
    let begins =
        next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "€£“‘\"'([«".contains(c));
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let last = last.trim_start_matches(['(', '[', '“', '‘', '"']);
    let initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    apart && begins && !initial && !ABBREVIATIONS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_another_can_begin() {
        for (text, expected) in [
            ("Een. Twee? Drie", &["Een.", "Twee?", "Drie"][..]),
            ("voor het initiatief. € 20 miljard gaat.", &["voor het initiatief.", "€ 20 miljard gaat."]),
            ("zie nr. 12, art. 5 en blz. 4. Dan", &["zie nr. 12, art. 5 en blz. 4.", "Dan"]),
            ("wetenschap enz. — voor 2,5 mld. euro", &["wetenschap enz. — voor 2,5 mld. euro"]),
            ("U. von der Leyen kwam. 5 fabrieken", &["U. von der Leyen kwam.", "5 fabrieken"]),
            ("  ", &[]),
        ] {
            let found: Vec<&str> = sentences(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
