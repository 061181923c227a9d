//! The words of all stretches put together, each once.

use super::code;
use super::collect::{Counts, Learnt, Stretch};
use super::token::Word;
use super::words::Words;

/// All stretches, and their words with numbers of their own.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) stretches: Vec<Stretch>,
    /// How many blocks stand before each stretch.
    pub(super) bases: Vec<u32>,
    pub(super) pages: Vec<Counts>,
    /// Bytes of text of each block.
    pub(super) sizes: Vec<u32>,
    pub(super) words: Words,
    pub(super) found: Vec<Found>,
    /// By reader of stretches the numbers here of the words that it knows.
    numbers: Vec<Vec<u32>>,
}

/// What is known of a word of all stretches.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) english: bool,
    /// The last block that it stands in.
    last: u32,
    /// How many bytes its list takes.
    pub(super) length: usize,
    /// About how many bytes it would take if each stretch told where its part begins. Shards are cut by that.
    pub(super) weight: u32,
}

impl Merged {
    /// A name for one more reader of stretches.
    pub(super) fn reader(&mut self) -> usize {
        self.numbers.push(Vec::new());
        self.numbers.len() - 1
    }

    /// Adds the next stretch. Those that one reader read come in the order in which it read them.
    pub(super) fn add(&mut self, reader: usize, mut stretch: Stretch, learnt: &Learnt) {
        let numbers = &mut self.numbers[reader];
        for text in learnt.words.iter_from(0) {
            let number = self.words.number(Word::of(text));
            if number as usize == self.found.len() {
                self.found.push(Found::default());
            }
            numbers.push(number);
        }
        for own in &learnt.english {
            self.found[numbers[*own as usize] as usize].english = true;
        }
        stretch.renumber(|own| numbers[own as usize]);
        let base = u32::try_from(self.sizes.len()).expect("fewer than 4 billion blocks");
        for (word, places) in stretch.lists() {
            let found = &mut self.found[word as usize];
            let step = (base + places.first - std::mem::replace(&mut found.last, base + places.last)) * 2;
            found.length += code::length(step) + places.bytes.len();
            found.weight += u32::try_from(places.bytes.len() + 4).expect("a list has less than 4 GB");
        }
        self.bases.push(base);
        self.pages.extend_from_slice(&stretch.pages);
        self.sizes.extend_from_slice(&stretch.sizes);
        self.stretches.push(stretch);
    }

    /// Stretches with the number of blocks before each.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (u32, &Stretch)> {
        self.bases.iter().copied().zip(&self.stretches)
    }
}
