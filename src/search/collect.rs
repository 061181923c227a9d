//! The words of all texts with their places: collected from a stretch of pages at a time, so that stretches can be read
//! side by side and no list of all places ever stands in memory unwritten.

use super::code;
use super::dutch::DutchWords;
use super::hash::WordNumbers;
use super::subject::Subject;
use super::token::{each_word, fold};

/// How many blocks of each [`Field`](super::subject::Field) a page has.
pub(super) type Counts = [u32; 4];

/// What a stretch of pages has, its blocks counted from 0.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// The lists of places of all words, one behind the other, each with a head: its first block, how far the last one
    /// is from it, how many bytes follow.
    lists: Vec<u8>,
    pub(super) pages: Vec<Counts>,
    /// Bytes of text of each block.
    pub(super) sizes: Vec<u32>,
}

/// Where the list of a word begins among those of its stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct List(u32);

/// Where a word stands in a stretch.
pub(super) struct Places<'a> {
    /// First and last block that it stands in.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The places without the number of the first block. See [`write_list`] for how they are written.
    pub(super) bytes: &'a [u8],
}

/// The words of a stretch, each once.
#[derive(Debug, Default)]
pub(super) struct LocalWords {
    /// Their texts, one behind the other.
    texts: String,
    words: Vec<LocalWord>,
}

/// A word of a stretch.
#[derive(Debug)]
struct LocalWord {
    /// Where its text ends among the texts; it begins where the one before ends.
    text_end: u32,
    tells: Tells,
    english: bool,
    list: List,
}

impl Stretch {
    /// The places of a word.
    pub(super) fn places(&self, list: List) -> Places<'_> {
        let mut rest = &self.lists[list.0 as usize..];
        let mut next = || {
            let (value, after) = code::take(rest).expect("every list has a head");
            rest = after;
            value
        };
        let (first, distance, bytes) = (next(), next(), next());
        Places { first, last: first + distance, bytes: &rest[..bytes as usize] }
    }

    /// How many blocks the stretch has.
    pub(super) fn blocks(&self) -> u32 {
        u32::try_from(self.sizes.len()).expect("fewer than 4 billion blocks")
    }
}

impl LocalWords {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Each word, in small letters and with its signs; whether it stands in an English passage; where it stands.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, bool, List)> {
        self.words.iter().enumerate().map(|(at, word)| (self.text(at), word.english, word.list))
    }

    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.words[before].text_end);
        &self.texts[start as usize..self.words[at].text_end as usize]
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

/// A word stands somewhere.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    block: u32,
    position: u32,
}

/// Reads stretches. The room that one took serves the next: to take and give back so much for each leaves holes.
#[derive(Debug, Default)]
pub(super) struct Collector {
    known: WordNumbers,
    words: LocalWords,
    /// Where which word stands, in the order of reading; of each word in the order of its places.
    places: Vec<(u32, Place)>,
    /// The same word by word.
    sorted: Vec<Place>,
    /// The words of the block that is being read.
    here: Vec<u32>,
}

/// Collects the words of some pages.
pub(super) fn collect(collector: &mut Collector, subjects: &[Subject<'_>]) -> (Stretch, LocalWords) {
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
    let words = collector.finish(&mut stretch);
    (stretch, words)
}

impl Collector {
    fn block(&mut self, text: &str, block: u32, foreign: bool, buffer: &mut String) {
        let mut here = std::mem::take(&mut self.here);
        here.clear();
        each_word(text, buffer, |word| here.push(self.id(word)));
        let (mut dutch, mut english) = (0, 0);
        for (position, id) in (0..).zip(&here) {
            let place = Place { block, position };
            self.places.push((*id, place));
            match self.words.words[*id as usize].tells {
                Tells::Dutch => dutch += 1,
                Tells::English => english += 1,
                Tells::Nothing => {}
                Tells::Broken => self.mend(&here, place),
            }
        }
        if foreign || english > dutch {
            here.iter().for_each(|id| self.words.words[*id as usize].english = true);
        }
        self.here = here;
    }

    fn id(&mut self, word: &str) -> u32 {
        let number = |n: usize| u32::try_from(n).expect("a stretch has less than 4 GB of words");
        let next = number(self.words.len());
        if let Ok(id) = self.known.number(word, next, |id| self.words.text(id as usize)) {
            return id;
        }
        let LocalWords { texts, words } = &mut self.words;
        texts.push_str(word);
        let list = List::default();
        let text_end = number(texts.len());
        words.push(LocalWord { text_end, tells: tells(word), english: false, list });
        next
    }

    /// A word that was broken in two behind the word at a place stands there whole, too.
    fn mend(&mut self, here: &[u32], place: Place) {
        let at = place.position as usize;
        let Some(next) = here.get(at + 1) else { return };
        let other = self.words.text(*next as usize);
        if other.len() >= 4 && DutchWords::get().knows(&fold(other)) {
            let whole = format!("{}{other}", self.words.text(here[at] as usize));
            let whole = self.id(&whole);
            self.places.push((whole, place));
        }
    }

    fn finish(&mut self, stretch: &mut Stretch) -> LocalWords {
        self.known.clear();
        let mut words = std::mem::take(&mut self.words);
        let ends = by_word(&self.places, words.words.len(), &mut self.sorted);
        self.places.clear();
        let places = &self.sorted;
        let number = |n: usize| u32::try_from(n).expect("a stretch has less than 4 GB of places");
        let (mut from, mut bytes) = (0, Vec::new());
        for (word, end) in words.words.iter_mut().zip(ends) {
            let places = &places[from..end];
            write_list(places, &mut bytes);
            let (first, last) = (places[0].block, places[places.len() - 1].block);
            word.list = List(number(stretch.lists.len()));
            for value in [first, last - first, number(bytes.len())] {
                code::push(&mut stretch.lists, value);
            }
            stretch.lists.append(&mut bytes);
            from = end;
        }
        stretch.lists.shrink_to_fit();
        words.words.shrink_to_fit();
        words.texts.shrink_to_fit();
        words
    }
}

/// Puts the places word by word into `sorted`, and tells where those of each word end.
fn by_word(places: &[(u32, Place)], words: usize, sorted: &mut Vec<Place>) -> Vec<usize> {
    let mut next = vec![0; words];
    for (word, _) in places {
        next[*word as usize] += 1;
    }
    let mut before = 0;
    for count in &mut next {
        before += std::mem::replace(count, before);
    }
    sorted.clear();
    sorted.resize(places.len(), Place::default());
    for (word, place) in places {
        let at = &mut next[*word as usize];
        sorted[*at] = *place;
        *at += 1;
    }
    next
}

/// Writes, for each block, twice the distance from the block before and the first position; then for each further
/// position in the block twice the distance from the position before, plus one. The first block's distance is left out.
fn write_list(places: &[Place], out: &mut Vec<u8>) {
    let mut before: Option<Place> = None;
    for place in places {
        match before {
            None => code::push(out, place.position),
            Some(last) if last.block == place.block => {
                code::push(out, (place.position - last.position) * 2 + 1);
            }
            Some(last) => {
                code::push(out, (place.block - last.block) * 2);
                code::push(out, place.position);
            }
        }
        before = Some(*place);
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
