//! A fast hash for the words of a site. Nobody chooses them to do harm, and no order comes from it.

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

/// The hash of a word, for tables whose words stand elsewhere.
pub(super) fn word_hash(word: &str) -> u64 {
    BuildHasherDefault::<WordHasher>::default().hash_one(word)
}
