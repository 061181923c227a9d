//! The words of all texts with their places: collected from a stretch of pages at a time, so that stretches can be read
//! side by side and no list of all places ever stands in memory unwritten.

use super::code;
use super::dutch::DutchWords;
use super::hash::WordMap;
use super::subject::Subject;
use super::token::{each_word, fold};
use std::sync::Arc;

/// How many blocks of each [`Field`](super::subject::Field) a page has.
pub(super) type Counts = [u32; 4];

/// What a stretch of pages has, its blocks counted from 0.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub(super) words: Vec<LocalWord>,
    /// The lists of places of all words, one behind the other.
    lists: Vec<u8>,
    pub(super) pages: Vec<Counts>,
    /// Bytes of text of each block.
    pub(super) sizes: Vec<u32>,
}

/// A word of a stretch.
#[derive(Debug)]
pub(super) struct LocalWord {
    /// In small letters, with its signs.
    pub(super) text: Arc<str>,
    /// Whether it stands in an English passage.
    pub(super) english: bool,
    /// First and last block that it stands in.
    pub(super) first: u32,
    pub(super) last: u32,
    start: u32,
    end: u32,
}

impl Stretch {
    /// The list of places of a word: without the number of its first block. See [`Places`] for how it is written.
    pub(super) fn list(&self, word: &LocalWord) -> &[u8] {
        &self.lists[word.start as usize..word.end as usize]
    }

    /// How many blocks the stretch has.
    pub(super) fn blocks(&self) -> u32 {
        u32::try_from(self.sizes.len()).expect("fewer than 4 billion blocks")
    }
}

/// Function words that tell in which language a passage is; those that both languages have are left out.
const DUTCH_WORDS: [&str; 16] = [
    "de", "het", "een", "en", "van", "voor", "met", "die", "dat", "te", "zijn", "door", "bij", "naar", "ook",
    "aan",
];
const ENGLISH_WORDS: [&str; 14] =
    ["the", "and", "for", "with", "by", "from", "that", "are", "this", "an", "to", "its", "towards", "on"];

/// What a word says of its passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    Dutch,
    English,
    Nothing,
    /// Nothing of the language, but that a word was broken in two behind it: "gezondheids crises".
    Broken,
}

/// The places of a word while they are collected.
///
/// Written are, for each block, twice the distance from the block before and the first position; then for each further
/// position in the block twice the distance from the position before, plus one.
#[derive(Debug)]
struct Places {
    bytes: Vec<u8>,
    tells: Tells,
    english: bool,
    first: u32,
    block: u32,
    position: u32,
}

impl Places {
    fn add(&mut self, block: u32, position: u32) {
        if self.bytes.is_empty() {
            self.first = block;
            code::push(&mut self.bytes, position);
        } else if self.block == block {
            code::push(&mut self.bytes, (position - self.position) * 2 + 1);
        } else {
            code::push(&mut self.bytes, (block - self.block) * 2);
            code::push(&mut self.bytes, position);
        }
        (self.block, self.position) = (block, position);
    }
}

/// Reads stretches.
#[derive(Debug, Default)]
struct Collector {
    known: WordMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    places: Vec<Places>,
    /// The words of the block that is being read.
    here: Vec<u32>,
}

/// Collects the words of some pages.
pub(super) fn collect(subjects: &[Subject<'_>]) -> Stretch {
    let mut collector = Collector::default();
    let mut stretch = Stretch::default();
    let mut buffer = String::new();
    for subject in subjects {
        let mut counts = Counts::default();
        let foreign = subject.language().is_some_and(|language| language.starts_with("en"));
        for block in subject.blocks() {
            counts[block.field as usize] += 1;
            let text = block.text();
            collector.block(&text, stretch.blocks(), foreign, &mut buffer);
            // Texts stand in JSON with the id and the place of their headings.
            stretch.sizes.push(u32::try_from(text.len() + 20).unwrap_or(u32::MAX));
        }
        stretch.pages.push(counts);
    }
    collector.finish(&mut stretch);
    stretch
}

impl Collector {
    fn block(&mut self, text: &str, block: u32, foreign: bool, buffer: &mut String) {
        let mut here = std::mem::take(&mut self.here);
        here.clear();
        each_word(text, buffer, |word| here.push(self.id(word)));
        let (mut dutch, mut english) = (0, 0);
        for (position, id) in (0..).zip(&here) {
            let places = &mut self.places[*id as usize];
            places.add(block, position);
            match places.tells {
                Tells::Dutch => dutch += 1,
                Tells::English => english += 1,
                Tells::Nothing => {}
                Tells::Broken => self.mend(&here, position, block),
            }
        }
        if foreign || english > dutch {
            here.iter().for_each(|id| self.places[*id as usize].english = true);
        }
        self.here = here;
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.known.get(word) {
            return *id;
        }
        let id = u32::try_from(self.places.len()).expect("fewer than 4 billion words");
        let text: Arc<str> = word.into();
        self.texts.push(text.clone());
        self.known.insert(text, id);
        let tells = tells(word);
        self.places.push(Places {
            bytes: Vec::new(),
            tells,
            english: false,
            first: 0,
            block: 0,
            position: 0,
        });
        id
    }

    /// A word that was broken in two behind the word at a position stands there whole, too.
    fn mend(&mut self, here: &[u32], position: u32, block: u32) {
        let at = position as usize;
        let Some(next) = here.get(at + 1) else { return };
        let other = &self.texts[*next as usize];
        if other.len() >= 4 && DutchWords::get().knows(&fold(other)) {
            let whole = format!("{}{other}", self.texts[here[at] as usize]);
            let whole = self.id(&whole);
            self.places[whole as usize].add(block, position);
        }
    }

    fn finish(self, stretch: &mut Stretch) {
        let mut words: Vec<(Arc<str>, u32)> = self.known.into_iter().collect();
        words.sort_unstable();
        stretch.lists.reserve(self.places.iter().map(|p| p.bytes.len()).sum());
        for (text, id) in words {
            let places = &self.places[id as usize];
            let offset = |lists: &Vec<u8>| u32::try_from(lists.len()).expect("a stretch has less than 4 GB");
            let start = offset(&stretch.lists);
            stretch.lists.extend_from_slice(&places.bytes);
            stretch.words.push(LocalWord {
                text,
                english: places.english,
                first: places.first,
                last: places.block,
                start,
                end: offset(&stretch.lists),
            });
        }
    }
}

fn tells(word: &str) -> Tells {
    if DUTCH_WORDS.contains(&word) {
        return Tells::Dutch;
    }
    if ENGLISH_WORDS.contains(&word) {
        return Tells::English;
    }
    let linked = word.strip_suffix('s').filter(|w| w.len() >= 6 && w.is_ascii());
    let dutch = || DutchWords::get();
    match linked {
        Some(linked) if dutch().knows(linked) && !dutch().knows(word) => Tells::Broken,
        _ => Tells::Nothing,
    }
}
