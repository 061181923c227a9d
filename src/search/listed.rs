//! The stems of the word list's words, found out beforehand: an index asks for all of them, and to find them out takes
//! longer than all else that the index of a thousand documents needs.

/// In the first line, parted by blanks, all ways in which stems differ from their words: how many letters of a word's end
/// the stem does not have, and what it has in their place. Behind it, by word of the list, one byte: which way its own is,
/// the first being 0.
const STEMS: &[u8] = include_bytes!("woordenlijst/stammen");

/// The stems, by the numbers of the list's words.
#[derive(Debug)]
pub(super) struct ListedStems {
    endings: Vec<Ending>,
    /// By word the place of its ending.
    own: &'static [u8],
}

/// How a stem differs from its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ending {
    /// Letters of the word's end that the stem does not have.
    dropped: usize,
    added: &'static str,
}

impl ListedStems {
    /// Those inside the program.
    pub(super) fn get() -> Self {
        let end = STEMS.iter().position(|byte| *byte == b'\n').unwrap_or(STEMS.len());
        let (endings, own) = STEMS.split_at(end);
        let endings = std::str::from_utf8(endings).expect("the first line is ASCII");
        let ending = |written: &'static str| {
            let letters = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
            let (dropped, added) = written.split_at(letters);
            Ending { dropped: dropped.parse().expect("a way begins with a number"), added }
        };
        let endings = endings.split_ascii_whitespace().map(ending).collect();
        ListedStems { endings, own: own.get(1..).unwrap_or_default() }
    }

    /// Appends the stem of a word, whose number in the list it is.
    pub(super) fn push(&self, number: usize, word: &str, out: &mut String) {
        let Ending { dropped, added } = self.endings[usize::from(self.own[number])];
        out.push_str(&word[..word.len() - dropped]);
        out.push_str(added);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::dutch::DutchWords;
    use crate::search::stem::Stems;
    use std::collections::{BTreeMap, BTreeSet};

    /// All stems, as the file has them.
    fn written() -> Vec<u8> {
        let (dutch, stems) = (DutchWords::get(), Stems::new());
        let own: Vec<(usize, String)> = (0..dutch.len())
            .map(|number| {
                let word = dutch.word(number);
                let stem = stems.by_rules(word);
                let shared = word.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
                (word.len() - shared, stem[shared..].to_owned())
            })
            .collect();
        let ways: BTreeSet<&(usize, String)> = own.iter().collect();
        let line: Vec<String> = ways.iter().map(|(dropped, added)| format!("{dropped}{added}")).collect();
        let places: BTreeMap<&(usize, String), u8> = ways.into_iter().zip(0..=u8::MAX).collect();
        let mut out = line.join(" ").into_bytes();
        out.push(b'\n');
        out.extend(own.iter().map(|way| places.get(way).expect("few ways")));
        out
    }

    /// With UPDATE_EXPECTED=1 the file is written anew: the list or the stemmer is another.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "renews a file of the program")]
    fn stems_are_those_of_the_algorithm() {
        let written = written();
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/search/woordenlijst/stammen");
            std::fs::write(path, &written).expect("the folder is there");
            return;
        }
        assert!(STEMS == written, "run `UPDATE_EXPECTED=1 cargo test --lib search::listed`");
    }
}
