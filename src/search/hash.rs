//! A fast hash for the words of a site. Nobody chooses them to do harm, and no order comes from it.

use hashbrown::hash_table::{Entry, HashTable};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// Multiplies and turns, eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct WordHasher(u64);

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;

impl WordHasher {
    fn add(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(FACTOR);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        // What is left of the last eight bytes is read as the last eight: most words are short, and to go through them byte
        // by byte is most of what a hash costs. Bytes that are read twice do no harm.
        match bytes {
            [.., a, b, c, d, e, f, g, h] => {
                for chunk in bytes.as_chunks().0 {
                    self.add(u64::from_le_bytes(*chunk));
                }
                self.add(u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]));
            }
            [a, b, c, d, ..] => {
                let last = &bytes[bytes.len() - 4..];
                self.add(u64::from_le_bytes([*a, *b, *c, *d, last[0], last[1], last[2], last[3]]));
            }
            [] => {}
            [first, .., last] => {
                let middle = bytes[bytes.len() / 2];
                self.add(u64::from_le_bytes([*first, middle, *last, 0, 0, 0, 0, 0]));
            }
            [only] => self.add(u64::from(*only)),
        }
        self.add(bytes.len() as u64);
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes the upper bits and the lower ones.
        self.0 ^ (self.0 >> 29)
    }
}

pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;
pub(super) type WordSet<K> = HashSet<K, BuildHasherDefault<WordHasher>>;

/// The numbers of words that are kept elsewhere, by their letters. A [`WordMap`] would keep every word a second time, in a
/// piece of memory of its own.
#[derive(Debug, Default)]
pub(super) struct WordNumbers(HashTable<(u64, u32)>);

impl WordNumbers {
    /// The number of a word. `Err` where it had none; then it has `next` from now on. `text` gives the word of a number.
    pub(super) fn number<'t>(
        &mut self,
        word: &str,
        next: u32,
        text: impl Fn(u32) -> &'t str,
    ) -> Result<u32, u32> {
        let hash = BuildHasherDefault::<WordHasher>::default().hash_one(word);
        let is_it = |(known, number): &(u64, u32)| *known == hash && text(*number) == word;
        match self.0.entry(hash, is_it, |(hash, _)| *hash) {
            Entry::Occupied(there) => Ok(there.get().1),
            Entry::Vacant(free) => {
                free.insert((hash, next));
                Err(next)
            }
        }
    }

    /// Forgets all words, and keeps the room for them.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_word_has_one_number(words in prop::collection::vec("[a-c]{0,9}", 0..3000)) {
            let mut known: Vec<&str> = Vec::new();
            let mut numbers = WordNumbers::default();
            for word in &words {
                let next = u32::try_from(known.len()).expect("few words");
                let number = numbers.number(word, next, |number| known[number as usize]);
                let expected = known.iter().position(|other| other == word);
                prop_assert_eq!(number.ok(), expected.map(|at| at as u32), "{}", word);
                if expected.is_none() {
                    known.push(word);
                }
            }
            numbers.clear();
            prop_assert_eq!(numbers.number("a", 7, |_| "a"), Err(7));
        }
    }
}
