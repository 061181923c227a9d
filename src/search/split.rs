//! Compounds: which words a Dutch word is made of.

use super::dutch::DutchWords;
use super::hash::word_hash;
use hashbrown::hash_table::HashTable;
use std::ops::Range;

/// A word that may be a part of others, by its number: of the word list, or, if it does not stand there, of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Known {
    Listed(u32),
    /// The first one of those that are the same when they are folded.
    Text(u32),
}

/// A part of a compound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Part {
    pub(super) word: Known,
    /// Whether an "s" links it to the next part: "gezondheids".
    pub(super) is_linked: bool,
    /// Whether the compound ends with it.
    pub(super) is_last: bool,
}

/// Words that begin other words without making compounds of them: "verordening" is no "ordening".
pub(super) const PREFIXES: [&str; 43] = [
    "aan", "achter", "af", "be", "beneden", "bij", "binnen", "boven", "buiten", "daar", "door", "er", "ge",
    "heen", "her", "hier", "in", "mede", "mee", "mis", "na", "neer", "om", "on", "ont", "onder", "op",
    "over", "rond", "samen", "tegen", "terug", "toe", "tussen", "uit", "ver", "voor", "voort", "waar", "weg",
    "wel", "weer", "zo",
];

/// Endings that are words, too, but make no compounds: "zwangerschap" is no "schap".
const SUFFIXES: [&str; 12] = [
    "achtig", "achtige", "baar", "bare", "heden", "heid", "loos", "loze", "schap", "schappen", "waarts",
    "zaam",
];

/// Letters that a part has at least: of a word that the list does not have as a whole, and of one that it has, since
/// most of those are no compounds.
const SHORTEST: usize = 3;
const SHORTEST_OF_KNOWN: usize = 4;
/// A part that is split itself has at least so many letters.
pub(super) const LONG: usize = 2 * SHORTEST_OF_KNOWN;
/// A word of which only one end is known keeps that end if it is at least as long as this.
const SHORTEST_END: usize = 6;
/// Nobody reads longer compounds, and names of files should not cost time.
const LONGEST: usize = 48;

/// Splits words by the Dutch word list and the words of the site's own texts.
pub(super) struct Splitter<'a> {
    dutch: &'a DutchWords,
    /// Folded words of the texts: "giga" is in no list.
    texts: &'a [String],
    /// The numbers of these words.
    numbers: HashTable<u32>,
}

/// How a word may be put together from some letter on, the best way that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    parts: usize,
    /// Letters of its shortest part.
    shortest: usize,
    /// Its first part, and where that ends; none where nothing is left.
    first: Option<(Part, usize)>,
}

impl<'a> Splitter<'a> {
    /// For the folded words of the texts.
    pub(super) fn new(texts: &'a [String]) -> Self {
        let hash = |number: u32| word_hash(&texts[number as usize]);
        let mut numbers = HashTable::with_capacity(texts.len());
        for (number, text) in (0..).zip(texts) {
            let is_same = |other: &u32| texts[*other as usize] == *text;
            numbers.entry(hash(number), is_same, |other| hash(*other)).or_insert(number);
        }
        Splitter { dutch: DutchWords::get(), texts, numbers }
    }

    /// The folded words of the texts.
    pub(super) fn texts(&self) -> &'a [String] {
        self.texts
    }

    /// A word.
    pub(super) fn text(&self, word: Known) -> &'a str {
        match word {
            Known::Listed(number) => self.dutch.word(number),
            Known::Text(number) => &self.texts[number as usize],
        }
    }

    /// The parts of a folded word; none where it is no compound.
    pub(super) fn parts(&self, word: &str) -> Vec<Part> {
        let word = word.strip_suffix("'s").unwrap_or(word);
        let fits = (2 * SHORTEST..=LONGEST).contains(&word.len());
        if !fits || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return Vec::new();
        }
        let is_listed = self.dutch.knows(word);
        let ways = self.ways(word, is_listed);
        // Many short parts are found in any row of letters.
        if ways[0].is_some_and(|way| way.parts <= 2 || way.shortest >= SHORTEST_OF_KNOWN) {
            let mut next = ways[0];
            return std::iter::from_fn(|| {
                let (part, end) = next?.first?;
                next = ways[end];
                Some(part)
            })
            .collect();
        }
        if is_listed { Vec::new() } else { self.end(word, &ways).into_iter().collect() }
    }

    /// By letter how the word may be put together from there on: with the fewest parts, of as few with the most even ones.
    fn ways(&self, word: &str, is_listed: bool) -> Vec<Option<Way>> {
        let shortest = if is_listed { SHORTEST_OF_KNOWN } else { SHORTEST };
        let n = word.len();
        let mut ways: Vec<Option<Way>> = vec![None; n + 1];
        ways[n] = Some(Way { parts: 0, shortest: n, first: None });
        for start in (0..n.saturating_sub(shortest - 1)).rev() {
            for end in start + shortest..=n {
                let Some(rest) = ways[end].filter(|_| end - start < n) else { continue };
                let Some(part) = self.part(word, start..end, is_listed) else { continue };
                let length = end - start - usize::from(part.is_linked);
                let way = Way {
                    parts: rest.parts + 1,
                    shortest: rest.shortest.min(length),
                    first: Some((part, end)),
                };
                let better = |old: &Way| (way.parts, n - way.shortest) < (old.parts, n - old.shortest);
                if ways[start].as_ref().is_none_or(better) {
                    ways[start] = Some(way);
                }
            }
        }
        ways
    }

    /// The part that some letters are, if they can be one.
    fn part(&self, word: &str, range: Range<usize>, is_listed: bool) -> Option<Part> {
        let letters = &word[range.clone()];
        let is_last = range.end == word.len();
        if let Some(word) = self.known(letters) {
            // Few words are known: that they are no parts here is looked at afterwards.
            let is_ending = is_last && SUFFIXES.contains(&letters);
            let is_beginning = is_listed && range.start == 0 && PREFIXES.contains(&letters);
            return (!is_ending && !is_beginning).then_some(Part { word, is_linked: false, is_last });
        }
        let bare = letters.strip_suffix('s').filter(|bare| !is_last && bare.len() >= SHORTEST_OF_KNOWN)?;
        Some(Part { word: self.known(bare)?, is_linked: true, is_last })
    }

    /// The word of the list that a word ends with, else the known one that it begins with: the rest may be a name.
    fn end(&self, word: &str, ways: &[Option<Way>]) -> Option<Part> {
        let n = word.len();
        // What reaches the end in one part is a known word.
        let mut last = (SHORTEST..=n.saturating_sub(SHORTEST_END)).filter_map(|at| {
            let way = ways[at].filter(|way| way.parts == 1)?;
            way.first.map(|(part, _)| part).filter(|part| matches!(part.word, Known::Listed(_)))
        });
        let mut ends = (SHORTEST_END..=n.saturating_sub(SHORTEST)).rev();
        last.next().or_else(|| ends.find_map(|end| self.part(word, 0..end, false)))
    }

    fn known(&self, letters: &str) -> Option<Known> {
        let hash = word_hash(letters);
        if let Some(number) = self.dutch.number_by_hash(letters, hash) {
            return Some(Known::Listed(number));
        }
        if letters.len() < SHORTEST_OF_KNOWN {
            return None;
        }
        self.numbers.find(hash, |number| self.texts[*number as usize] == letters).map(|n| Known::Text(*n))
    }
}
