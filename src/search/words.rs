//! Words with their numbers, in a few pieces of memory.

use super::hash::word_hash;
use super::token::{Letters, Word};
use hashbrown::hash_table::HashTable;
use rayon::prelude::*;

/// Texts one behind the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    letters: String,
    /// Where each ends; it begins where the one before ends.
    ends: Vec<u32>,
}

impl Texts {
    /// None yet, with room for some.
    pub(super) fn with_capacity(texts: usize, letters: usize) -> Self {
        Texts { letters: String::with_capacity(letters), ends: Vec::with_capacity(texts) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start as usize..self.ends[at] as usize]
    }

    pub(super) fn push(&mut self, text: &str) {
        self.letters.push_str(text);
        self.ends.push(number(self.letters.len()));
    }

    /// Those from one on.
    pub(super) fn iter_from(&self, first: usize) -> impl Iterator<Item = &str> {
        (first..self.len()).map(|at| self.get(at))
    }
}

/// Words, each with a number: the first has 0.
///
/// A table of strings would keep every word in a piece of memory of its own, and read it there each time it is asked for.
#[derive(Debug, Default)]
pub(super) struct Words {
    texts: Texts,
    short: HashTable<(Letters, u32)>,
    middle: HashTable<([Letters; 2], u32)>,
    /// With their hashes, so that few texts are compared.
    long: HashTable<(u64, u32)>,
}

impl Words {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The letters of a word.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// The letters of all words from one on.
    pub(super) fn texts_from(&self, first: usize) -> impl Iterator<Item = &str> {
        self.texts.iter_from(first)
    }

    /// The numbers of all words, in the order of their letters.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let all = 0..number(self.len());
        let mut order: Vec<(u128, u32)> = all.map(|word| (beginning(self.text(word)), word)).collect();
        order.par_sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| self.text(*one).cmp(self.text(*other)))
        });
        order.into_iter().map(|(_, word)| word).collect()
    }

    /// The number of a word that is there.
    #[inline]
    pub(super) fn find(&self, word: Word<'_>) -> Option<u32> {
        match word {
            Word::Short(letters) => self.find_short(letters),
            Word::Middle(letters) => self.find_middle(letters),
            Word::Long(text) => self.find_long(text),
        }
    }

    /// The number of a word, which gets the next one if it has none.
    #[inline]
    pub(super) fn number(&mut self, word: Word<'_>) -> u32 {
        self.find(word).unwrap_or_else(|| self.insert(word))
    }

    fn find_short(&self, letters: Letters) -> Option<u32> {
        self.short.find(hash(letters), |(known, _)| *known == letters).map(|(_, number)| *number)
    }

    fn find_middle(&self, [one, other]: [Letters; 2]) -> Option<u32> {
        let is_it = |([a, b], _): &([Letters; 2], u32)| (*a == one) & (*b == other);
        self.middle.find(middle_hash([one, other]), is_it).map(|(_, number)| *number)
    }

    fn find_long(&self, text: &str) -> Option<u32> {
        let hash = word_hash(text);
        let is_it = |(known, number): &(u64, u32)| *known == hash && self.text(*number) == text;
        self.long.find(hash, is_it).map(|(_, number)| *number)
    }

    fn insert(&mut self, word: Word<'_>) -> u32 {
        let next = number(self.len());
        match word {
            Word::Short(letters) => {
                self.short.insert_unique(hash(letters), (letters, next), |(letters, _)| hash(*letters));
            }
            Word::Middle(letters) => {
                let hash = |(letters, _): &([Letters; 2], u32)| middle_hash(*letters);
                self.middle.insert_unique(middle_hash(letters), (letters, next), hash);
            }
            Word::Long(text) => {
                let hash = word_hash(text);
                self.long.insert_unique(hash, (hash, next), |(hash, _)| *hash);
            }
        }
        word.read(|text| self.texts.push(text));
        next
    }
}

/// The first 16 bytes of a text as a number: of two texts whose numbers differ the one with the smaller number comes first.
/// To sort by numbers first costs far fewer ways to memory than to compare texts. What is compared has no byte 0.
pub(super) fn beginning(text: &str) -> u128 {
    let letters = text.as_bytes();
    letters.first_chunk().map_or_else(
        || {
            let mut bytes = [0; 16];
            bytes[..letters.len()].copy_from_slice(letters);
            u128::from_be_bytes(bytes)
        },
        |bytes| u128::from_be_bytes(*bytes),
    )
}

/// The two halves of the letters multiplied, each with some bits of its own, and the halves of that put together.
#[inline]
fn hash(Letters { low, high }: Letters) -> u64 {
    let product = u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd6e8_feb8_6659_fd93);
    product as u64 ^ (product >> 64) as u64
}

#[inline]
fn middle_hash([one, other]: [Letters; 2]) -> u64 {
    hash(one).rotate_left(32) ^ hash(other)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("less than 4 GB of words")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_word_has_one_number(all in prop::collection::vec("[a-cé]{1,4}([ab]{13,15}([ab]{14,17})?)?", 0..3000)) {
            let mut known: Vec<&str> = Vec::new();
            let mut words = Words::default();
            for word in &all {
                let expected = known.iter().position(|other| other == word);
                let found = words.find(Word::of(word));
                prop_assert_eq!(found.map(|n| n as usize), expected, "{}", word);
                let number = words.number(Word::of(word)) as usize;
                prop_assert_eq!(number, expected.unwrap_or(known.len()), "{}", word);
                if expected.is_none() {
                    known.push(word);
                }
                prop_assert_eq!(words.text(number as u32), word);
            }
            prop_assert_eq!(words.texts_from(0).collect::<Vec<_>>(), known.clone());
            known.sort_unstable();
            let sorted: Vec<&str> = words.sorted().into_iter().map(|word| words.text(word)).collect();
            prop_assert_eq!(sorted, known);
        }
    }
}
