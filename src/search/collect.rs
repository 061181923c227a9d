//! The words of all texts with their places: collected from a stretch of pages at a time, so that stretches can be read
//! side by side and no list of all places ever stands in memory unwritten.

use super::code;
use super::dutch::DutchWords;
use super::subject::Subject;
use super::token::{Word, each_word, fold};
use super::words::{Texts, Words};

/// How many blocks of each [`Field`](super::subject::Field) a page has.
pub(super) type Counts = [u32; 4];

/// The words of a stretch of pages and their places, its blocks counted from 0.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// Its words, each once, by the numbers of who read it, and after [`Stretch::renumber`] by others.
    words: Box<[u32]>,
    /// By word its first block, how far the last one is from it, how many bytes of the lists are its own.
    heads: Box<[u8]>,
    /// The lists of places of these words, one behind the other.
    lists: Box<[u8]>,
    /// Where the words of each block end, if they stood one behind the other.
    ends: Box<[u32]>,
    /// The number of blocks of each page.
    pub(super) pages: Vec<Counts>,
    /// Bytes of text of each block.
    pub(super) sizes: Vec<u32>,
}

/// Where a word stands in a stretch.
pub(super) struct Places<'a> {
    /// First and last block that it stands in.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The places without the number of the first block. See [`write_list`] for how they are written.
    pub(super) bytes: &'a [u8],
}

impl Stretch {
    /// Each word with its places. To read heads in the order in which they were written costs little; to look up one
    /// word's costs a way to memory.
    pub(super) fn lists(&self) -> impl Iterator<Item = (u32, Places<'_>)> {
        let (mut heads, mut lists) = (&*self.heads, &*self.lists);
        self.words.iter().map(move |word| {
            let mut next = || {
                let (value, after) = code::take(heads).expect("every list has a head");
                heads = after;
                value
            };
            let (first, distance, length) = (next(), next(), next());
            let (bytes, after) = lists.split_at(length as usize);
            lists = after;
            (*word, Places { first, last: first + distance, bytes })
        })
    }

    /// Gives its words other numbers.
    pub(super) fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        self.words.iter_mut().for_each(|word| *word = number(*word));
    }

    /// Where the words of each block end, if they stood one behind the other: no position is larger than there is room.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// How many blocks the stretch has.
    pub(super) fn blocks(&self) -> u32 {
        u32::try_from(self.sizes.len()).expect("fewer than 4 billion blocks")
    }
}

impl Places<'_> {
    /// Calls `f` with each block and position, in order.
    pub(super) fn each(&self, mut f: impl FnMut(u32, u32)) {
        let mut rest = self.bytes;
        let mut take = || {
            let (value, after) = code::take(rest)?;
            rest = after;
            Some(value)
        };
        let Some(mut position) = take() else { return };
        let mut block = self.first;
        f(block, position);
        while let Some(next) = take() {
            if next % 2 == 1 {
                position += next / 2;
            } else {
                block += next / 2;
                position = take().expect("a block has a position");
            }
            f(block, position);
        }
    }
}

/// What a reader of stretches learnt from one.
#[derive(Debug, Default)]
pub(super) struct Learnt {
    /// Words that it had not read before: they have its next numbers.
    pub(super) words: Texts,
    /// Numbers of words that it had not read in English passages before.
    pub(super) english: Vec<u32>,
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

/// What is known of a word, by its number.
#[derive(Debug)]
struct Known {
    tells: Tells,
    english: bool,
}

/// A word stands somewhere.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    block: u32,
    position: u32,
}

/// Reads stretches, one after the other. What it knows of words serves the next ones, and so does the room that one took.
#[derive(Debug, Default)]
pub(super) struct Collector {
    words: Words,
    known: Vec<Known>,
    learnt: Learnt,
    /// How often each word stands in the stretch.
    counts: Vec<u32>,
    /// The words of the stretch in the order of reading: twice their numbers, plus one for a word that stands where the
    /// one before it stands.
    read: Vec<u32>,
    /// Where the words of each block end.
    ends: Vec<u32>,
    /// Where the words stand, word by word.
    sorted: Vec<Place>,
    /// Behind which words of the block that is being read, by their places in `read`, a word was broken in two.
    broken: Vec<usize>,
    room: Room,
    buffer: String,
}

impl Collector {
    /// How many words it knows.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    /// Collects the words of some pages.
    pub(super) fn collect(&mut self, subjects: &[Subject<'_>]) -> (Stretch, Learnt) {
        let mut stretch = Stretch::default();
        let before = self.words.len();
        for subject in subjects {
            let mut counts = Counts::default();
            let foreign = subject.language().is_some_and(|language| language.starts_with("en"));
            for block in subject.blocks() {
                counts[block.field as usize] += 1;
                let text = block.text();
                self.block(&text, foreign);
                // Texts stand in JSON with the id and the place of their headings.
                stretch.sizes.push(u32::try_from(text.len() + 20).unwrap_or(u32::MAX));
            }
            stretch.pages.push(counts);
        }
        stretch.ends = self.ends.as_slice().into();
        self.sort();
        self.write(&mut stretch);
        let mut learnt = std::mem::take(&mut self.learnt);
        self.words.texts_from(before).for_each(|text| learnt.words.push(text));
        (stretch, learnt)
    }

    fn block(&mut self, text: &str, foreign: bool) {
        let mut buffer = std::mem::take(&mut self.buffer);
        let start = self.read.len();
        let (mut dutch, mut english) = (0, 0);
        each_word(text, &mut buffer, |word| {
            let word = self.number(word);
            self.stands(word);
            match self.known[word as usize].tells {
                Tells::Dutch => dutch += 1,
                Tells::English => english += 1,
                Tells::Nothing => {}
                Tells::Broken => self.broken.push(self.read.len()),
            }
        });
        self.buffer = buffer;
        if foreign || english > dutch {
            for at in start..self.read.len() {
                self.is_english(self.read[at] / 2);
            }
        }
        // From the last one on: what is put in moves what follows.
        while let Some(after) = self.broken.pop() {
            self.mend(after);
        }
        self.ends.push(number(self.read.len()));
    }

    /// The number of a word.
    #[inline]
    fn number(&mut self, word: Word<'_>) -> u32 {
        let number = self.words.number(word);
        if number as usize == self.known.len() {
            let tells = word.read(tells);
            self.known.push(Known { tells, english: false });
            self.counts.push(0);
        }
        number
    }

    /// Notes that a word stands here.
    #[inline]
    fn stands(&mut self, word: u32) {
        self.counts[word as usize] += 1;
        self.read.push(word * 2);
    }

    fn is_english(&mut self, word: u32) {
        if !std::mem::replace(&mut self.known[word as usize].english, true) {
            self.learnt.english.push(word);
        }
    }

    /// A word that was broken in two stands whole, too, where its first half stands: before the place `after` among
    /// those that were read.
    fn mend(&mut self, after: usize) {
        let Some(next) = self.read.get(after) else { return };
        let other = self.words.text(next / 2);
        if other.len() >= 4 && DutchWords::get().knows(&fold(other)) {
            let whole = format!("{}{other}", self.words.text(self.read[after - 1] / 2));
            let whole = self.number(Word::of(&whole));
            self.counts[whole as usize] += 1;
            self.read.insert(after, whole * 2 + 1);
        }
    }

    /// Puts the places word by word into `sorted`. Then `counts` tells where those of each word end.
    fn sort(&mut self) {
        let mut before = 0;
        for count in &mut self.counts {
            before += std::mem::replace(count, before);
        }
        self.sorted.clear();
        self.sorted.resize(self.read.len(), Place::default());
        let mut from = 0;
        for (block, end) in (0..).zip(&self.ends) {
            let mut next = 0;
            for word in &self.read[from..*end as usize] {
                next += 1 - word % 2;
                let at = &mut self.counts[(word / 2) as usize];
                self.sorted[*at as usize] = Place { block, position: next - 1 };
                *at += 1;
            }
            from = *end as usize;
        }
        self.read.clear();
        self.ends.clear();
    }

    /// Writes the lists of the words that the stretch has, and forgets where they stand.
    fn write(&mut self, stretch: &mut Stretch) {
        // What grows is used again: to let each stretch's grow would copy it several times.
        let Room { words, heads, lists } = &mut self.room;
        let mut from = 0;
        for (word, count) in (0..).zip(&mut self.counts) {
            let end = std::mem::take(count) as usize;
            let places = &self.sorted[from..end];
            let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
            let start = lists.len();
            write_list(places, lists);
            words.push(word);
            for value in [first.block, last.block - first.block, number(lists.len() - start)] {
                code::push(heads, value);
            }
            from = end;
        }
        stretch.words = words.as_slice().into();
        stretch.heads = heads.as_slice().into();
        stretch.lists = lists.as_slice().into();
        words.clear();
        heads.clear();
        lists.clear();
    }
}

/// Room for the lists of a stretch while they are written.
#[derive(Debug, Default)]
struct Room {
    words: Vec<u32>,
    heads: Vec<u8>,
    lists: Vec<u8>,
}

/// Writes, for each block, twice the distance from the block before and the first position; then for each further
/// position in the block twice the distance from the position before, plus one. The first block's distance is left out.
fn write_list(places: &[Place], out: &mut Vec<u8>) {
    let [first, others @ ..] = places else { return };
    code::push(out, first.position);
    let mut before = first;
    for place in others {
        if place.block == before.block {
            code::push(out, (place.position - before.position) * 2 + 1);
        } else {
            code::push(out, (place.block - before.block) * 2);
            code::push(out, place.position);
        }
        before = place;
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

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a stretch has less than 4 GB of places")
}
