//! Words of a text, as the index knows them: in small letters, with their signs; and folded.
//!
//! `search.js` takes texts apart by the same rules.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Calls `f` with each word of a text in its order. `buffer` is used again and again, so that words cost no memory.
///
/// A word is letters and digits, and apostrophes between them; soft hyphens are nothing.
pub(super) fn each_word(text: &str, buffer: &mut String, mut f: impl FnMut(&str)) {
    buffer.clear();
    let mut rest = text;
    loop {
        if buffer.is_empty() {
            // Most words are small letters between blanks: they are there already.
            let end = rest.bytes().position(|b| !IS_PLAIN[usize::from(b)]).unwrap_or(rest.len());
            let after = rest.as_bytes().get(end);
            if end > 0 && after.is_none_or(|b| b.is_ascii() && *b != b'\'' && !b.is_ascii_uppercase()) {
                f(&rest[..end]);
                // The blank behind it is nothing.
                let blank = after == Some(&b' ');
                rest = &rest[end + usize::from(blank)..];
                if blank {
                    continue;
                }
            }
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                buffer.push(c.to_ascii_lowercase());
                continue;
            }
        } else if c.is_alphanumeric() {
            buffer.extend(c.to_lowercase());
            continue;
        } else if c == '\u{ad}' {
            continue;
        }
        let joins = matches!(c, '\'' | '’') && chars.next().is_some_and(char::is_alphanumeric);
        if joins && !buffer.is_empty() {
            buffer.push('\'');
        } else if !buffer.is_empty() {
            f(buffer);
            buffer.clear();
        }
    }
    if !buffer.is_empty() {
        f(buffer);
    }
}

/// Whether a byte is a letter or digit that stands in the index as it is. Every byte of every text is looked up.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is_plain[byte] = (byte as u8).is_ascii_lowercase() || (byte as u8).is_ascii_digit();
        byte += 1;
    }
    is_plain
};

/// A word without the signs on its letters.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            '’' | 'ʼ' => out.push('\''),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_word(text, &mut String::new(), |word| out.push(word.to_owned()));
        out
    }

    #[test]
    fn words_are_letters_and_digits() {
        for (text, expected) in [
            ("De AI-fabrieken, 26 643 en COM(2025) 165.", "de ai fabrieken 26 643 en com 2025 165"),
            ("microstudio's, EDIH’s 'zo' ’s avonds", "microstudio's edih's zo s avonds"),
            ("Één cofinan\u{ad}ciering", "één cofinanciering"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn folded_words_have_no_signs() {
        for (word, folded) in [
            ("barrières", "barrieres"),
            ("skłodowska", "sklodowska"),
            ("šefčovič", "sefcovic"),
            ("grün", "grun"),
            ("tweërlei", "tweerlei"),
            ("energie", "energie"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }
}
