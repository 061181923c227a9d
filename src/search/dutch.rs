//! The Dutch word list inside the program: which words there are, and which of them are forms of one word.

use super::hash::word_hash;
use super::listed::ListedStems;
use super::token::fold;
use super::words::Texts;
use hashbrown::hash_table::HashTable;
use std::io::Read;
use std::sync::OnceLock;

/// OpenTaal's list as a zip file with its licence; `woordenlijst/README.md` says how it was made.
const ZIPPED: &[u8] = include_bytes!("woordenlijst/nl.zip");

/// What a line's first byte counts from: how many bytes it shares with the line before.
const SHARED: u8 = 33;

/// The words of the list that may be parts of others: folded, in small letters, without names, numbers and
/// abbreviations.
#[derive(Debug)]
pub(super) struct DutchWords {
    /// In the order of the list. A few stand there twice: with signs on their letters, and without.
    words: Texts,
    /// The numbers of the words. Their letters stand elsewhere: a table of texts would take three times the room.
    numbers: HashTable<u32>,
    stems: ListedStems,
}

impl DutchWords {
    /// The list; unpacked once a process.
    pub(super) fn get() -> &'static DutchWords {
        static WORDS: OnceLock<DutchWords> = OnceLock::new();
        WORDS.get_or_init(|| DutchWords::of(&unpacked()))
    }

    fn of(packed: &[u8]) -> Self {
        let mut words = Texts::with_capacity(400_000, 4_500_000);
        let mut word: Vec<u8> = Vec::new();
        for line in packed.split(|byte| *byte == b'\n') {
            let Some((shared, rest)) = line.split_first() else { continue };
            word.truncate(usize::from(shared.saturating_sub(SHARED)));
            word.extend_from_slice(rest);
            if word.iter().all(u8::is_ascii_lowercase) {
                words.push(std::str::from_utf8(&word).expect("ASCII"));
            } else if let Some(folded) = folded(&word) {
                words.push(&folded);
            }
        }
        let hash = |word: u32| word_hash(words.get(word as usize));
        let mut numbers = HashTable::with_capacity(words.len());
        for number in (0..).take(words.len()) {
            numbers.insert_unique(hash(number), number, |other| hash(*other));
        }
        DutchWords { words, numbers, stems: ListedStems::get() }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.words.len()).expect("fewer than 4 billion words")
    }

    /// A word, by its number: the first has 0.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.get(number as usize)
    }

    /// The number of a folded word, if it stands in the list.
    #[inline]
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.number_by_hash(word, word_hash(word))
    }

    /// As [`DutchWords::number`], for a word whose [`word_hash`] is known.
    #[inline]
    pub(super) fn number_by_hash(&self, word: &str, hash: u64) -> Option<u32> {
        self.numbers.find(hash, |number| self.word(*number) == word).copied()
    }

    /// Whether a folded word stands in the list.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.number(word).is_some()
    }

    /// Appends the stem of a word: what [`Stems::by_rules`](super::stem::Stems::by_rules) makes of it.
    pub(super) fn push_stem(&self, number: u32, out: &mut String) {
        self.stems.push(number as usize, self.word(number), out);
    }
}

/// A word with signs on its letters, without them; `None` for what is no plain word.
fn folded(word: &[u8]) -> Option<String> {
    let word = std::str::from_utf8(word).expect("the list is UTF-8");
    let plain = word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase());
    plain.then(|| fold(word)).filter(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
}

fn unpacked() -> Vec<u8> {
    let reason = "the list inside the program is whole";
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(ZIPPED)).expect(reason);
    let mut file = archive.by_name("woorden.txt").expect(reason);
    let mut out = Vec::with_capacity(2_300_000);
    file.read_to_end(&mut out).expect(reason);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_knows_words_and_no_names() {
        let words = DutchWords::get();
        assert!(words.len() > 340_000, "{}", words.len());
        for word in ["capaciteit", "barriere", "hittegolf", "crises"] {
            assert!(words.knows(word), "{word}");
        }
        for word in ["amsterdam", "10", "gezondheids", "barrière"] {
            assert!(!words.knows(word), "{word}");
        }
    }
}
