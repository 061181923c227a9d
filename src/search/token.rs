//! Words of a text, as the index knows them: in small letters, with their signs; and folded.
//!
//! `search.js` takes texts apart by the same rules.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word in small letters. Most are so short that they are compared as numbers: to read them where they stand, once in
/// the text and once among the words that are known, is most of what it costs to know a word again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word<'t> {
    Short(Letters),
    /// More bytes than [`Letters`] holds, and no more than two hold: most of the long ones, in Dutch every seventh word.
    Middle([Letters; 2]),
    Long(&'t str),
}

/// Bytes that are looked at in one go.
const WINDOW: usize = 16;

/// Up to 16 bytes of UTF-8, the first one lowest; the others are 0, which no word has. Two numbers are handed over in
/// registers: what is written as two and read as one at once keeps the processor waiting longer than all else here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    pub(super) low: u64,
    pub(super) high: u64,
}

impl PartialEq for Letters {
    // Both numbers at once: most are equal where they are compared.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (self.low ^ other.low) | (self.high ^ other.high) == 0
    }
}

impl Eq for Letters {}

impl<'t> Word<'t> {
    /// A word that stands somewhere. It has no byte 0.
    pub(super) fn of(text: &'t str) -> Self {
        let letters = |bytes: &[u8]| Letters::of(u128::from_le_bytes(window(bytes)));
        match text.as_bytes().split_at_checked(WINDOW) {
            None | Some((_, [])) => Word::Short(letters(text.as_bytes())),
            Some((first, rest)) if rest.len() <= WINDOW => Word::Middle([letters(first), letters(rest)]),
            Some(_) => Word::Long(text),
        }
    }

    /// Calls `f` with its letters.
    pub(super) fn read<T>(self, f: impl FnOnce(&str) -> T) -> T {
        let mut bytes = [0; 2 * WINDOW];
        let (first, second) = bytes.split_at_mut(WINDOW);
        match self {
            Word::Long(text) => return f(text),
            Word::Short(letters) => first.copy_from_slice(&letters.number().to_le_bytes()),
            Word::Middle([one, other]) => {
                first.copy_from_slice(&one.number().to_le_bytes());
                second.copy_from_slice(&other.number().to_le_bytes());
            }
        }
        let length = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
        f(std::str::from_utf8(&bytes[..length]).expect("made of text"))
    }
}

impl Letters {
    #[inline]
    fn of(number: u128) -> Self {
        Letters { low: number as u64, high: (number >> 64) as u64 }
    }

    fn number(self) -> u128 {
        u128::from(self.low) | u128::from(self.high) << 64
    }
}

/// The first bytes of a text, and 0 where it has no more.
#[inline]
fn window(text: &[u8]) -> [u8; WINDOW] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut out = [0; WINDOW];
        out[..text.len()].copy_from_slice(text);
        out
    })
}

/// Calls `f` with each word of a text in its order. `buffer` is used again and again, so that words cost no memory.
///
/// A word is letters and digits, and apostrophes between them; soft hyphens are nothing.
pub(super) fn each_word(text: &str, buffer: &mut String, mut f: impl FnMut(Word<'_>)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (mut length, letters) = plain(window(rest.as_bytes()));
        let mut word = Word::Short(letters);
        if length == WINDOW {
            let (more, others) = plain(window(&rest.as_bytes()[WINDOW..]));
            length += more;
            if more > 0 {
                word = Word::Middle([letters, others]);
            }
        }
        let next = rest.as_bytes().get(length);
        // Most words are ASCII and end where something begins that is nothing.
        if length < 2 * WINDOW && next.is_none_or(|b| b.is_ascii() && *b != b'\'') {
            if length > 0 {
                f(word);
            }
            rest = rest.get(length + 1..).unwrap_or_default();
        } else {
            rest = letter_by_letter(rest, buffer, &mut f);
        }
    }
}

/// How many letters and digits of ASCII a text begins with, and these as small letters.
///
/// All bytes are judged at once: to look at one after the other costs a wrong guess of the processor at the end of most
/// words, which takes as long as all the rest.
#[inline]
fn plain(window: [u8; WINDOW]) -> (usize, Letters) {
    const UPPER: u128 = each(0x80);
    const SMALL: u128 = each(b'a' - b'A');
    // The upper bit of a sum says that a byte is as large as the second number or larger. All bytes are below 128: no sum
    // reaches the next byte.
    const A: u128 = each(0x80 - b'a');
    const AFTER_Z: u128 = each(0x80 - b'z' - 1);
    const ZERO: u128 = each(0x80 - b'0');
    const AFTER_NINE: u128 = each(0x80 - b'9' - 1);
    let window = u128::from_le_bytes(window);
    let bytes = window & !UPPER;
    let small = bytes | SMALL;
    let letter = (small + A) & !(small + AFTER_Z);
    let digit = (bytes + ZERO) & !(bytes + AFTER_NINE);
    let others = !(letter | digit) | window;
    let bits = (others & UPPER).trailing_zeros() & !7;
    // Of a digit the bit of small letters is set anyway.
    let mask = u128::MAX.checked_shr(u128::BITS - bits).unwrap_or(0);
    (bits as usize / 8, Letters::of(small & mask))
}

/// A number with the same byte all over.
const fn each(byte: u8) -> u128 {
    u128::from_le_bytes([byte; WINDOW])
}

/// Finds the first word of a text, whatever it consists of, and gives what stands behind it.
fn letter_by_letter<'t>(text: &'t str, buffer: &mut String, f: &mut impl FnMut(Word<'_>)) -> &'t str {
    // Up to the first letter that is odd all of them come at once: long compounds are read here, too.
    let plain = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    buffer.clear();
    buffer.push_str(&text[..plain]);
    buffer.make_ascii_lowercase();
    let mut chars = text[plain..].chars();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphanumeric() {
            buffer.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| buffer.push(c));
        } else if c != '\u{ad}' {
            let joins = matches!(c, '\'' | '’') && chars.clone().next().is_some_and(char::is_alphanumeric);
            if buffer.is_empty() || !joins {
                break;
            }
            buffer.push('\'');
        }
    }
    if !buffer.is_empty() {
        f(Word::of(buffer));
    }
    chars.as_str()
}

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
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_word(text, &mut String::new(), |word| out.push(word.read(str::to_owned)));
        out
    }

    #[test]
    fn words_are_letters_and_digits() {
        for (text, expected) in [
            ("De AI-fabrieken, 26 643 en COM(2025) 165.", "de ai fabrieken 26 643 en com 2025 165"),
            ("microstudio's, EDIH’s 'zo' ’s avonds", "microstudio's edih's zo s avonds"),
            ("Één cofinan\u{ad}ciering", "één cofinanciering"),
            (
                "zestien-letterig Rechtsbescherming, rechtsbeschermen",
                "zestien letterig rechtsbescherming rechtsbeschermen",
            ),
            ("rechtsbeschermer", "rechtsbeschermer"),
            ("Rechtsbeschermer's rechten", "rechtsbeschermer's rechten"),
            (
                "Rechtsbeschermingsvoorschriften, rechtsbeschermingsvoorschriftenx rechtsbeschermingsvoorschriftenxy.",
                "rechtsbeschermingsvoorschriften rechtsbeschermingsvoorschriftenx rechtsbeschermingsvoorschriftenxy",
            ),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    /// The rule, letter by letter: what a soft hyphen parts is one, an apostrophe joins what it stands between.
    fn by_the_rule(text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let is_joint = |at: usize| {
            let before = letters[..at].iter().rev().find(|c| **c != '\u{ad}');
            let after = letters.get(at + 1);
            matches!(letters[at], '\'' | '’')
                && before.is_some_and(|c| c.is_alphanumeric())
                && after.is_some_and(|c| c.is_alphanumeric())
        };
        let mut spread = String::new();
        for (at, c) in letters.iter().enumerate() {
            match c {
                '\u{ad}' => {}
                c if c.is_alphanumeric() => spread.extend(c.to_lowercase()),
                _ if is_joint(at) => spread.push('\''),
                _ => spread.push('\n'),
            }
        }
        spread.split('\n').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    proptest! {
        #[test]
        fn every_text_is_cut_by_the_rule(text in "([a-zA-Z0-9]{0,35}[ '’\u{ad}éÉß@`{\\[/:,\u{10}-]{0,2}){0,9}") {
            prop_assert_eq!(words(&text), by_the_rule(&text));
        }

        #[test]
        fn words_are_equal_where_their_letters_are(one in "[ab']{1,3}[a-c]{0,33}", other in "[ab]{1,3}[a-c]{0,33}") {
            prop_assert_eq!(Word::of(&one) == Word::of(&other), one == other);
            prop_assert_eq!(Word::of(&one).read(str::to_owned), one);
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
