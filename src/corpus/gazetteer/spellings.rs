//! Finds which of many spellings stand in a text, at the places where a name may begin.
//!
//! An automaton of the names of ten thousand documents has to be asked at every letter, and does not fit into a
//! processor's fast memory: it took a twelfth of a whole build. A name begins where no letter or digit stands before it,
//! and how it begins tells nearly all others apart. So a small table of bits is asked at the beginnings of words, and the
//! spellings themselves only where it says that one may begin, and only those that begin so.

use crate::scan::each_odd;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::{Range, RangeInclusive};

/// Spellings to look for, with the numbers that the caller knows them by.
#[derive(Debug)]
pub(super) struct Spellings {
    /// In order, each once.
    sorted: Box<[Spelling]>,
    beginnings: Beginnings,
}

#[derive(Debug)]
struct Spelling {
    text: Box<str>,
    /// All that are spelled so.
    numbers: Vec<usize>,
    /// The longest of the others that this one begins with.
    shorter: Option<usize>,
}

impl Spellings {
    /// Of texts with their numbers; a text that is empty stands nowhere.
    pub(super) fn new(texts: impl IntoIterator<Item = (String, usize)>) -> Self {
        let mut texts: Vec<(String, usize)> =
            texts.into_iter().filter(|(text, _)| !text.is_empty()).collect();
        texts.sort();
        let mut sorted: Vec<Spelling> = Vec::new();
        for (text, number) in texts {
            match sorted.last_mut().filter(|last| *last.text == text) {
                Some(last) => last.numbers.push(number),
                None => {
                    let shorter = longest_beginning(&sorted, sorted.len().checked_sub(1), &text);
                    sorted.push(Spelling { text: text.into(), numbers: vec![number], shorter });
                }
            }
        }
        Spellings {
            beginnings: Beginnings::of(sorted.iter().map(|s| s.text.as_bytes())),
            sorted: sorted.into(),
        }
    }

    /// Calls `f` with the places and numbers of the spellings that stand in a text, but for those with an ASCII letter or
    /// digit right before them; by their beginnings, then the longest first.
    pub(super) fn each_in(&self, text: &str, mut f: impl FnMut(Range<usize>, usize)) {
        let mut look = |at: usize| {
            let mut found = self.longest_at(text, at);
            while let Some(spelling) = found.map(|found| &self.sorted[found]) {
                spelling.numbers.iter().for_each(|number| f(at..at + spelling.text.len(), *number));
                found = spelling.shorter;
            }
        };
        look(0);
        let opens = |byte: u8| !byte.is_ascii_alphanumeric();
        each_odd(text, opens, |at| {
            let first = text.as_bytes().get(at + 1);
            if first.is_some_and(|first| self.beginnings.firsts[usize::from(*first)]) {
                look(at + 1);
            }
        });
    }

    /// The longest spelling that stands at a place of a text.
    fn longest_at(&self, text: &str, at: usize) -> Option<usize> {
        self.beginnings.each_at(window(text.as_bytes(), at), |group| {
            let rest = &text[at..];
            // All spellings that the rest begins with come before it in order; whatever stands between one of them and the
            // rest begins with it too.
            let before = self.sorted[group.clone()].partition_point(|spelling| *spelling.text <= *rest);
            let last = before.checked_sub(1).map(|last| group.start() + last);
            longest_beginning(&self.sorted, last, rest)
        })
    }
}

/// The longest spelling that a text begins with: the one at `from`, or one that it begins with.
fn longest_beginning(sorted: &[Spelling], from: Option<usize>, text: &str) -> Option<usize> {
    std::iter::successors(from, |at| sorted[*at].shorter).find(|at| text.starts_with(&*sorted[*at].text))
}

/// The first bytes of spellings: as many as a spelling has, rounded down to one of these lengths.
const LENGTHS: [usize; 5] = [1, 2, 4, 8, 16];
/// What of a [`window`] they are.
const MASKS: [u128; 5] = [0xff, 0xffff, 0xffff_ffff, 0xffff_ffff_ffff_ffff, u128::MAX];

/// How spellings begin.
#[derive(Debug)]
struct Beginnings {
    /// Whether some spelling begins with this byte.
    firsts: [bool; 256],
    /// Of the first three bytes, told by [`slot`], which of [`LENGTHS`] the beginnings with them have, a bit each.
    lengths: Box<[u8; SLOTS]>,
    /// Two bits of each beginning, told by its hash.
    bits: Box<[u64]>,
    /// How many bits of a hash tell a bit's place.
    width: u32,
    /// The first and the last of the spellings that have a beginning. All between them begin so.
    groups: HashMap<Beginning, RangeInclusive<usize>, BuildHasherDefault<Known>>,
}

/// The first bytes of a spelling: zeros behind as many as the length says.
#[derive(Debug, PartialEq, Eq)]
struct Beginning {
    bytes: u128,
    /// Which of [`LENGTHS`].
    length: usize,
}

impl Beginning {
    fn of(window: u128, length: usize) -> Self {
        Beginning { bytes: window & MASKS[length], length }
    }

    fn hash(&self) -> u64 {
        // Odd numbers with bits all over: those of the golden ratio and of pi.
        let low = (self.bytes as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (low ^ (self.bytes >> 64) as u64).rotate_left(29).wrapping_mul(0x2437_54ae_fa88_5a31)
    }
}

impl Hash for Beginning {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash());
    }
}

/// A hash that is known.
#[derive(Debug, Default)]
struct Known(u64);

impl Hasher for Known {
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Beginnings {
    /// Of spellings in order.
    fn of<'a>(spellings: impl ExactSizeIterator<Item = &'a [u8]>) -> Self {
        // Sixteen to 32 bits each: of a hundred other beginnings one or two have both their bits here.
        let width = (spellings.len() * 16).next_power_of_two().trailing_zeros().max(6);
        let mut out = Beginnings {
            firsts: [false; 256],
            lengths: Box::new([0; SLOTS]),
            bits: vec![0; 1 << (width - 6)].into(),
            width,
            groups: HashMap::default(),
        };
        spellings.enumerate().for_each(|(at, spelling)| out.add(at, spelling));
        out
    }

    fn add(&mut self, at: usize, spelling: &[u8]) {
        let length = LENGTHS.iter().rposition(|length| *length <= spelling.len()).unwrap_or_default();
        self.firsts[usize::from(spelling[0])] = true;
        let here = window(spelling, 0);
        match spelling {
            [_] => self.lengths.iter_mut().for_each(|lengths| *lengths |= 1 << length),
            [_, _] => (0..=255).for_each(|third| self.lengths[slot(here | third << 16)] |= 1 << length),
            _ => self.lengths[slot(here)] |= 1 << length,
        }
        let beginning = Beginning::of(here, length);
        for place in self.places(beginning.hash()) {
            self.bits[place / 64] |= 1 << (place % 64);
        }
        let group = self.groups.entry(beginning).or_insert(at..=at);
        *group = *group.start()..=at;
    }

    /// The first answer that `f` gives to the spellings that begin as a [`window`] does, those with the longest beginning
    /// first.
    fn each_at<T>(&self, window: u128, f: impl Fn(&RangeInclusive<usize>) -> Option<T>) -> Option<T> {
        let mut lengths = self.lengths[slot(window)];
        while lengths != 0 {
            let length = lengths.ilog2() as usize;
            lengths ^= 1 << length;
            let beginning = Beginning::of(window, length);
            let [first, second] = self.places(beginning.hash());
            if self.has(first) && self.has(second) {
                let answer = self.groups.get(&beginning).and_then(&f);
                if answer.is_some() {
                    return answer;
                }
            }
        }
        None
    }

    fn has(&self, place: usize) -> bool {
        self.bits[place / 64] >> (place % 64) & 1 == 1
    }

    /// The places of the two bits.
    fn places(&self, hash: u64) -> [usize; 2] {
        let unused = 64 - self.width;
        [(hash >> unused) as usize, (hash << self.width >> unused) as usize]
    }
}

/// In how many slots the first three bytes lie: few enough for fast memory, and enough for those of most other words to lie
/// elsewhere than those of a thousand names.
const SLOTS: usize = 1 << 13;

fn slot(window: u128) -> usize {
    ((window as u32) << 8).wrapping_mul(0x9e37_79b1) as usize >> (32 - SLOTS.trailing_zeros())
}

/// The bytes of a text from a place on, the first one lowest; zeros behind its end.
fn window(text: &[u8], at: usize) -> u128 {
    match text[at..].first_chunk() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => text[at..].iter().rev().fold(0, |window, byte| window << 8 | u128::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(spellings: &Spellings, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut out = Vec::new();
        spellings.each_in(text, |range, number| out.push((range, number)));
        out
    }

    /// The plain way: each spelling at each place.
    fn plainly(spellings: &[String], text: &str) -> Vec<(Range<usize>, usize)> {
        let mut out = Vec::new();
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                continue;
            }
            let here = spellings
                .iter()
                .enumerate()
                .filter(|(_, s)| !s.is_empty() && text[at..].starts_with(s.as_str()));
            let mut here: Vec<(Range<usize>, usize)> = here.map(|(n, s)| (at..at + s.len(), n)).collect();
            here.sort_by_key(|(range, number)| (std::cmp::Reverse(range.end), *number));
            out.extend(here);
        }
        out
    }

    #[test]
    fn spellings_are_found_where_words_begin() {
        let spellings =
            ["ai", "ai", "ai-fabriek", "fabriek", "-fab", "een lange naam van een plan", "é", "x", ""];
        let spellings: Vec<String> = spellings.iter().map(|s| (*s).to_owned()).collect();
        let all = Spellings::new(spellings.iter().cloned().zip(0..));
        for (text, expected) in [
            ("ai-fabriek", &[(0..10, 2), (0..2, 0), (0..2, 1), (3..10, 3)][..]),
            ("aai fabriekai", &[(4..11, 3)]),
            ("een lange naam van een pla", &[]),
            ("(een lange naam van een plan", &[(1..28, 5)]),
            ("éx -fabriek", &[(0..2, 6), (2..3, 7), (4..8, 4), (5..12, 3)]),
            ("", &[]),
        ] {
            assert_eq!(plainly(&spellings, text), expected, "{text}");
            assert_eq!(found(&all, text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_passed_over(
            spellings in prop::collection::vec(parts(5), 0..12),
            text in prop_oneof![parts(12), parts(120)],
        ) {
            let all = Spellings::new(spellings.iter().cloned().zip(0..));
            prop_assert_eq!(found(&all, &text), plainly(&spellings, &text));
        }
    }

    /// Texts of parts that spellings and texts share, some of them long.
    fn parts(most: usize) -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "a",
            "ai",
            "b",
            "-",
            " ",
            "é",
            "(",
            "'s",
            "1",
            "\0",
            "plan voor",
            "mededeling van de",
            "commissie",
        ]);
        prop::collection::vec(part, 0..most).prop_map(|parts| parts.concat())
    }
}
