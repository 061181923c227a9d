//! Where each word of the site stands.

use super::code;
use super::collect::{Collector, Counts, List, LocalWords, Places, Stretch, collect};
use super::hash::WordMap;
use super::subject::Subject;
use rayon::prelude::*;
use std::ops::Range;

/// Pages that are read in one go. Their number decides no byte of the index but the sizes that shards are cut by.
const STRETCH: usize = 128;

/// How many stretches are read before their words are put together with the others: what a stretch has of its own words
/// takes more room than its places.
const TOGETHER: usize = 16;

/// A block of the site, and the position of a word in it.
pub(super) type Place = (u32, u32);

/// All words of the site, sorted, with their places.
#[derive(Debug)]
pub(super) struct Postings {
    stretches: Vec<Stretch>,
    /// How many blocks stand before each stretch.
    bases: Vec<u32>,
    pub(super) words: Vec<Word>,
    /// Word by word, the stretches that it stands in, with its places there.
    found: Vec<(u32, List)>,
    /// About how many bytes the list of each word takes.
    weights: Vec<u32>,
}

/// A word of the site.
#[derive(Debug)]
pub(super) struct Word {
    /// In small letters, with its signs.
    pub(super) text: Box<str>,
    pub(super) english: bool,
    found: Range<u32>,
}

impl Postings {
    /// Reads all pages, some stretches of them side by side.
    pub(super) fn of(subjects: &[Subject<'_>]) -> Self {
        let mut merging = Merging::default();
        let (mut stretches, mut bases, mut before) = (Vec::new(), Vec::new(), 0);
        for together in subjects.chunks(STRETCH * TOGETHER) {
            let read = together.par_chunks(STRETCH).map_init(Collector::default, collect);
            for (stretch, words) in read.collect::<Vec<(Stretch, LocalWords)>>() {
                bases.push(before);
                before += stretch.blocks();
                stretches.push(stretch);
                merging.add(&words);
            }
        }
        let (words, found) = merging.finish();
        let mut postings = Postings { stretches, bases, words, found, weights: Vec::new() };
        let all = (0..postings.words.len()).into_par_iter();
        postings.weights = all.map(|word| postings.weight_of(word)).collect();
        postings
    }

    fn weight_of(&self, word: usize) -> u32 {
        let bytes = self.lists(word).map(|local| local.bytes.len() + 4).sum::<usize>();
        u32::try_from(bytes).expect("a list has less than 4 GB")
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
        self.weights[word] as usize
    }

    /// Writes the list of places of a word.
    pub(super) fn write(&self, word: usize, out: &mut Vec<u8>) {
        let mut before = 0;
        for Local { first, last, bytes } in self.lists(word) {
            code::push(out, (first - before) * 2);
            out.extend_from_slice(bytes);
            before = last;
        }
    }

    /// How many stretches of pages were read.
    pub(super) fn stretches(&self) -> u32 {
        u32::try_from(self.stretches.len()).expect("fewer than 4 billion stretches")
    }

    /// The places of a word in a stretch, in order.
    pub(super) fn places_in(&self, stretch: u32, word: usize) -> impl Iterator<Item = Place> {
        let found = self.found_of(word);
        let at = found.binary_search_by_key(&stretch, |(stretch, _)| *stretch).ok();
        at.into_iter().flat_map(|at| self.local(&found[at]).places())
    }

    /// Where a word stands, by stretch.
    fn lists(&self, word: usize) -> impl Iterator<Item = Local<'_>> {
        self.found_of(word).iter().map(|found| self.local(found))
    }

    fn found_of(&self, word: usize) -> &[(u32, List)] {
        let Range { start, end } = self.words[word].found;
        &self.found[start as usize..end as usize]
    }

    fn local(&self, (stretch, list): &(u32, List)) -> Local<'_> {
        let base = self.bases[*stretch as usize];
        let Places { first, last, bytes } = self.stretches[*stretch as usize].places(*list);
        Local { first: base + first, last: base + last, bytes }
    }
}

/// Where a word stands in a stretch.
struct Local<'a> {
    /// First and last block.
    first: u32,
    last: u32,
    bytes: &'a [u8],
}

impl<'a> Local<'a> {
    fn places(&self) -> impl Iterator<Item = Place> + use<'a> {
        let mut rest = self.bytes;
        let mut take = move || {
            let (value, after) = code::take(rest)?;
            rest = after;
            Some(value)
        };
        let mut here: Option<Place> = None;
        let first = self.first;
        std::iter::from_fn(move || {
            let next = take()?;
            let place = match here {
                None => (first, next),
                Some((block, position)) if next % 2 == 1 => (block, position + next / 2),
                Some((block, _)) => (block + next / 2, take()?),
            };
            here = Some(place);
            here
        })
    }
}

/// Puts the words of stretches together, each once.
#[derive(Default)]
struct Merging {
    known: WordMap<Box<str>, u32>,
    /// Of each word whether it stands in English passages, and in how many stretches it stands.
    words: Vec<(bool, u32)>,
    /// Stretch by stretch its words, and where their lists begin.
    lists: Vec<(u32, List)>,
    /// Where those of each stretch end.
    ends: Vec<usize>,
}

impl Merging {
    /// Adds the words of the next stretch.
    fn add(&mut self, local: &LocalWords) {
        self.lists.reserve(local.len());
        for (text, english, list) in local.iter() {
            let id = match self.known.get(text) {
                Some(id) => *id,
                None => {
                    let id = number(self.words.len());
                    self.known.insert(text.into(), id);
                    self.words.push((false, 0));
                    id
                }
            };
            let (is_english, count) = &mut self.words[id as usize];
            *is_english |= english;
            *count += 1;
            self.lists.push((id, list));
        }
        self.ends.push(self.lists.len());
    }

    /// All words, sorted, and where each stands.
    fn finish(self) -> (Vec<Word>, Vec<(u32, List)>) {
        let mut order: Vec<(Box<str>, u32)> = self.known.into_iter().collect();
        order.par_sort_unstable();
        let mut next = vec![0; self.words.len()];
        let mut sorted = Vec::with_capacity(self.words.len());
        let mut from = 0;
        for (text, id) in order {
            let (english, count) = self.words[id as usize];
            next[id as usize] = from as usize;
            sorted.push(Word { text, english, found: from..from + count });
            from += count;
        }
        let mut found = vec![(0, List::default()); self.lists.len()];
        let mut start = 0;
        for (stretch, end) in (0..).zip(self.ends) {
            for (id, list) in &self.lists[start..end] {
                let at = &mut next[*id as usize];
                found[*at] = (stretch, *list);
                *at += 1;
            }
            start = end;
        }
        (sorted, found)
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 4 billion")
}
