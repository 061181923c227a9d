//! Where each word of the site stands.

use super::code;
use super::collect::{Counts, Stretch, collect};
use super::hash::WordMap;
use super::subject::Subject;
use rayon::prelude::*;
use std::sync::Arc;

/// Pages that are read in one go. Their number decides no byte of the index but the sizes that shards are cut by.
const STRETCH: usize = 128;

/// All words of the site, sorted, with their places.
#[derive(Debug)]
pub(super) struct Postings {
    stretches: Vec<Stretch>,
    /// How many blocks stand before each stretch.
    bases: Vec<u32>,
    pub(super) words: Vec<Word>,
}

/// A word of the site.
#[derive(Debug)]
pub(super) struct Word {
    /// In small letters, with its signs.
    pub(super) text: Arc<str>,
    pub(super) english: bool,
    /// By stretch, index among its words.
    found: Vec<(u32, u32)>,
}

impl Postings {
    /// Reads all pages, side by side.
    pub(super) fn of(subjects: &[Subject<'_>]) -> Self {
        let stretches: Vec<Stretch> = subjects.par_chunks(STRETCH).map(collect).collect();
        let mut bases = Vec::with_capacity(stretches.len());
        let mut before = 0;
        for stretch in &stretches {
            bases.push(before);
            before += stretch.blocks();
        }
        let words = words(&stretches);
        Postings { stretches, bases, words }
    }

    /// The number of blocks of each page.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Counts> {
        self.stretches.iter().flat_map(|stretch| &stretch.pages)
    }

    /// The bytes of text of each block.
    pub(super) fn sizes(&self) -> impl Iterator<Item = u32> {
        self.stretches.iter().flat_map(|stretch| stretch.sizes.iter().copied())
    }

    /// About how many bytes the list of a word takes.
    pub(super) fn weight(&self, word: usize) -> usize {
        self.lists(word).map(|(_, list)| list.len() + 4).sum()
    }

    /// Writes the list of places of a word.
    pub(super) fn write(&self, word: usize, out: &mut Vec<u8>) {
        let mut before = 0;
        for (range, list) in self.lists(word) {
            code::push(out, (range.0 - before) * 2);
            out.extend_from_slice(list);
            before = range.1;
        }
    }

    /// The places of a word: block and position, in order.
    pub(super) fn places(&self, word: usize) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        for ((first, _), list) in self.lists(word) {
            let mut rest = list;
            let mut take = || {
                let (value, after) = code::take(rest)?;
                rest = after;
                Some(value)
            };
            let mut here = (first, take().unwrap_or(0));
            out.push(here);
            while let Some(value) = take() {
                let step = value / 2;
                here = if value % 2 == 1 {
                    (here.0, here.1 + step)
                } else {
                    (here.0 + step, take().unwrap_or(0))
                };
                out.push(here);
            }
        }
        out
    }

    /// First and last block in each stretch, with the list of it.
    fn lists(&self, word: usize) -> impl Iterator<Item = ((u32, u32), &[u8])> {
        self.words[word].found.iter().map(|(stretch, at)| {
            let base = self.bases[*stretch as usize];
            let stretch = &self.stretches[*stretch as usize];
            let local = &stretch.words[*at as usize];
            ((base + local.first, base + local.last), stretch.list(local))
        })
    }
}

/// The words of all stretches, sorted.
fn words(stretches: &[Stretch]) -> Vec<Word> {
    let number = |n: usize| u32::try_from(n).expect("fewer than 4 billion");
    let mut at: WordMap<&str, usize> = WordMap::default();
    let mut words: Vec<Word> = Vec::new();
    for (s, stretch) in stretches.iter().enumerate() {
        for (w, local) in stretch.words.iter().enumerate() {
            let index = *at.entry(&local.text).or_insert_with(|| {
                words.push(Word { text: local.text.clone(), english: false, found: Vec::new() });
                words.len() - 1
            });
            words[index].english |= local.english;
            words[index].found.push((number(s), number(w)));
        }
    }
    words.par_sort_unstable_by(|a, b| a.text.cmp(&b.text));
    words
}
