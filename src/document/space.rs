//! White space between words.

use crate::citation::{STRETCH, may_change};
use std::borrow::Cow;

/// A text with one space between its words and none around them; borrowed where it is so already, as most are.
pub(crate) fn one_space(text: &str) -> Cow<'_, str> {
    if is_one_spaced(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Whether there are single spaces only, between words; no where it is not sure.
fn is_one_spaced(bytes: &[u8]) -> bool {
    let is_certain = |from: usize| {
        let stretch = from..bytes.len().min(from + STRETCH);
        bytes[from..].first_chunk().is_some_and(|stretch| !may_change(stretch, &is_never_white))
            || !stretch.into_iter().any(|at| is_doubtful(bytes, at))
    };
    let has_blank_end = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    !has_blank_end && (0..bytes.len()).step_by(STRETCH).all(is_certain)
}

/// Whether a byte is no white space but a space, and begins no letter that may be.
#[inline]
fn is_never_white(byte: u8) -> bool {
    !(matches!(byte, b'\t'..=b'\r' | 0xe1..=0xe3) | (byte == 0xc2))
}

/// Whether a byte may begin white space that is no single space.
fn is_doubtful(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b' ' => bytes.get(at + 1) == Some(&b' '),
        b'\t'..=b'\r' => true,
        // Letters and blanks begin with these; those with quotation marks and dashes are told apart.
        0xc2 | 0xe1 | 0xe3 => true,
        0xe2 => !matches!(bytes[at + 1..], [0x80, 0x90..=0xa7, ..] | [0x82, ..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_stay_and_one_space_parts_them(
            parts in prop::collection::vec(prop::sample::select(vec![
                "a", "Woord", " ", " ", "  ", "\n", "\t", "\u{a0}", "\u{85}", "\u{2009}", "\u{2028}", "\u{202f}", "\u{205f}",
                "\u{3000}", "\u{1680}", "\u{200b}", "é", "’", "–", "€", "…", "\u{1c}",
                "woorden genoeg om een hele stretch te vullen, en dan nog een paar meer", "zestien letters.",
            ]), 0..9),
        ) {
            let text = parts.concat();
            let spaced = one_space(&text);
            prop_assert_eq!(&spaced, &text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn what_is_so_already_is_not_copied() {
        for text in ["", "Eén “zin” – met € 5, …", "a"] {
            assert!(matches!(one_space(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
