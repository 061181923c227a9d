//! The Dutch word list inside the program: which words there are, and which of them are forms of one word.

use super::hash::WordSet;
use super::token::fold;
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
    /// In the order of the list. Their text is one, which the process keeps.
    list: Vec<&'static str>,
    known: WordSet<&'static str>,
}

impl DutchWords {
    /// The list; unpacked once a process.
    pub(super) fn get() -> &'static DutchWords {
        static WORDS: OnceLock<DutchWords> = OnceLock::new();
        WORDS.get_or_init(|| DutchWords::of(&unpacked()))
    }

    fn of(packed: &[u8]) -> Self {
        let mut text = String::with_capacity(4_500_000);
        let mut ends: Vec<usize> = Vec::with_capacity(400_000);
        let mut word: Vec<u8> = Vec::new();
        for line in packed.split(|byte| *byte == b'\n') {
            let Some((shared, rest)) = line.split_first() else { continue };
            word.truncate(usize::from(shared.saturating_sub(SHARED)));
            word.extend_from_slice(rest);
            if word.iter().all(u8::is_ascii_lowercase) {
                text.push_str(std::str::from_utf8(&word).expect("ASCII"));
            } else if let Some(folded) = folded(&word) {
                text.push_str(&folded);
            } else {
                continue;
            }
            ends.push(text.len());
        }
        let text: &'static str = text.leak();
        let mut start = 0;
        let list: Vec<&str> =
            ends.into_iter().map(|end| &text[std::mem::replace(&mut start, end)..end]).collect();
        let known = list.iter().copied().collect();
        DutchWords { list, known }
    }

    /// Whether a folded word stands in the list.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// All words, folded.
    pub(super) fn all(&self) -> &[&'static str] {
        &self.list
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
        assert!(words.all().len() > 340_000, "{}", words.all().len());
        for word in ["capaciteit", "barriere", "hittegolf", "crises"] {
            assert!(words.knows(word), "{word}");
        }
        for word in ["amsterdam", "10", "gezondheids", "barrière"] {
            assert!(!words.knows(word), "{word}");
        }
    }
}
