//! White space between words.

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
    let mut before = b' ';
    let is_doubtful = |(at, byte): (usize, &u8)| {
        let blank = std::mem::replace(&mut before, *byte) == b' ';
        match byte {
            b' ' => blank,
            b'\t'..=b'\r' => true,
            // Letters and blanks begin with these; those with quotation marks and dashes are told apart.
            0xc2 | 0xe1 | 0xe3 => true,
            0xe2 => !matches!(bytes[at + 1..], [0x80, 0x90..=0xa7, ..] | [0x82, ..]),
            _ => false,
        }
    };
    let is_certain = !bytes.iter().enumerate().any(is_doubtful);
    is_certain && !bytes.ends_with(b" ")
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
