//! Joins the rows of a paragraph: spaces, hyphens and addresses at line ends.

use super::ledger::{Account, EntryKind, Suspicion};
use super::source::{Row, Source};
use super::strand::Strand;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Joins rows by what the seed itself shows about its words.
pub(super) struct Joiner<'a> {
    source: &'a Source,
    /// How often each of its words stands in the seed.
    words: OnceCell<HashMap<String, usize>>,
}

/// What stands between the last word of a row and the first of the next.
#[derive(Debug, PartialEq, Eq)]
enum Seam {
    Space,
    /// Nothing: the word or address goes on.
    Nothing,
    /// Nothing, though the hyphen may be the line end's: this is the word with it.
    Doubtful(String),
    /// The hyphen was the line end's and goes.
    DropHyphen,
}

/// Longest word or address that is looked at, in bytes.
const LONGEST_WORD: usize = 1024;

/// Words that a hyphen before them does not join: "cloud- en edgecapaciteit".
const CONJUNCTIONS: [&str; 8] = ["en", "of", "tot", "als", "noch", "dan", "resp.", "en/of"];

impl<'a> Joiner<'a> {
    /// A joiner for a seed's rows.
    pub(super) fn new(source: &'a Source) -> Self {
        Joiner { source, words: OnceCell::new() }
    }

    /// Adds a row to the text.
    pub(super) fn add(&self, strand: &mut Strand, row: &Row, account: &mut Account) {
        if !strand.is_empty() {
            match self.seam(strand.text(), self.source.get(&row.span)) {
                Seam::Space => strand.space(),
                Seam::Nothing => {}
                Seam::Doubtful(word) => {
                    if let Some(hyphen) = strand.last_span() {
                        account.doubt(Suspicion::Hyphen, hyphen, word);
                    }
                }
                Seam::DropHyphen => {
                    if let Some(hyphen) = strand.pop() {
                        account.ledger(hyphen, EntryKind::DroppedHyphen);
                    }
                }
            }
        }
        strand.push(self.source, row.span.clone());
    }

    fn seam(&self, before: &str, after: &str) -> Seam {
        let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_WORD))..];
        let last = near.rsplit(char::is_whitespace).next().unwrap_or("");
        let first = after.split_whitespace().next().unwrap_or("");
        if last.contains("://") {
            return address_seam(last, first, after);
        }
        if last.ends_with('\u{ad}') {
            return Seam::DropHyphen;
        }
        if last.ends_with(['/', '\u{2011}']) && last.chars().count() > 1 {
            return Seam::Nothing;
        }
        if !last.ends_with(['-', '\u{2010}']) {
            return Seam::Space;
        }
        if last.chars().count() == 1 {
            let before = near[..near.len() - last.len()].trim_end();
            return hanging_hyphen_seam(before.rsplit(char::is_whitespace).next().unwrap_or(""));
        }
        self.hyphen_seam(last, first)
    }

    /// `last` ends with a hyphen.
    fn hyphen_seam(&self, last: &str, first: &str) -> Seam {
        let stem = last.trim_end_matches(['-', '\u{2010}']);
        let bare = first.trim_end_matches(|c: char| !c.is_alphanumeric());
        if CONJUNCTIONS.contains(&bare) || CONJUNCTIONS.contains(&first) {
            return Seam::Space;
        }
        let parted = stem.ends_with(char::is_lowercase) && first.starts_with(char::is_lowercase);
        if !parted {
            // "AI-verordening", "AI-fabrieken/-gigafabrieken"
            return if first.starts_with(char::is_alphanumeric) { Seam::Nothing } else { Seam::Space };
        }
        // A note's mark may be glued to the word.
        let tail = bare[..word_len(bare)].trim_end_matches(|c: char| c.is_ascii_digit());
        let head = stem.rsplit(|c: char| !is_word(c)).next().unwrap_or(stem);
        let known = |word: &str| self.count(word) > 0;
        let with = format!("{head}-{tail}");
        match (known(&with), known(&format!("{head}{tail}"))) {
            (true, _) => Seam::Nothing,
            (false, true) => Seam::DropHyphen,
            (false, false) => Seam::Doubtful(with),
        }
    }

    /// Whether the first letter of a text is no part of its first word: the seed has the word without the
    /// letter more often than with it.
    pub(super) fn is_letter_glued(&self, text: &str) -> bool {
        let word = &text[..word_len(text)];
        let letter = word.chars().next().map_or(0, char::len_utf8);
        self.count(&word[letter..]) > self.count(word)
    }

    /// How often the seed has a word, in whatever case; words with hyphens are whole.
    fn count(&self, word: &str) -> usize {
        let words = self.words.get_or_init(|| {
            let mut words = HashMap::new();
            for word in self.source.text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
                *words.entry(word.to_lowercase()).or_default() += 1;
            }
            words
        });
        words.get(&word.to_lowercase()).copied().unwrap_or(0)
    }
}

/// A hyphen by itself belongs to the next word in "capaciteit en -diensten" and "modellen, -systemen";
/// else it is a dash.
fn hanging_hyphen_seam(before: &str) -> Seam {
    if CONJUNCTIONS.contains(&before) || before.ends_with(',') { Seam::Nothing } else { Seam::Space }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

fn word_len(text: &str) -> usize {
    text.find(|c: char| !is_word(c)).unwrap_or(text.len())
}

/// An address that fills its row goes on in the next when it was broken at one of its own marks, or
/// when the next row holds nothing but its rest.
fn address_seam(last: &str, first: &str, after: &str) -> Seam {
    let closed = last.ends_with(['.', ',', ';', ')', '>', '”', ':']);
    let broken = last.ends_with(['-', '/', '_', '=', '&', '?', '#', '%', '~']);
    let rest = first.len() == after.trim_end().len() && !first.contains("://");
    if broken || (rest && !closed) { Seam::Nothing } else { Seam::Space }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let source = Source::new(text.into());
        let mut account = Account::default();
        let joiner = Joiner::new(&source);
        let mut strand = Strand::default();
        for row in source.rows() {
            if row.gap == 0 {
                joiner.add(&mut strand, &row, &mut account);
            }
        }
        assert_eq!(strand.text(), expected);
    }

    #[test]
    fn hyphens_at_line_ends() {
        check("de AI-\nverordening", "de AI-verordening");
        check("cloud-\nen edgecapaciteit", "cloud- en edgecapaciteit");
        check("capaciteit en -\ndiensten", "capaciteit en -diensten");
        check("AI-fabrieken/-\ngigafabrieken", "AI-fabrieken/-gigafabrieken");
        check("publiek-\nprivate", "publiek-private");
        check("modellen, -\nsystemen", "modellen, -systemen");
        check("een – tussen –\nzin en - ook -\nzo", "een – tussen – zin en - ook - zo");
    }

    #[test]
    fn a_hyphen_goes_when_the_seed_writes_the_word_without_it() {
        check("de ontwik-\nkeling\n\nontwikkeling", "de ontwikkeling");
        check("de ontwik-\nkeling\n\nontwikkeling en ontwik-keling", "de ontwik-keling");
        check("de ontwik-\nkeling, maar", "de ontwik-keling, maar");
        check("ont\u{ad}\nwikkeling", "ontwikkeling");
    }

    #[test]
    fn a_hyphen_that_nothing_tells_about_is_in_doubt() {
        let doubts = |text: &str| {
            let source = Source::new(text.into());
            let mut account = Account::default();
            let joiner = Joiner::new(&source);
            let mut strand = Strand::default();
            source.rows().iter().for_each(|row| joiner.add(&mut strand, row, &mut account));
            let line =
                |doubt: &super::super::ledger::Doubt| format!("{} {}", doubt.piece.lines, doubt.piece.text);
            account.doubts(&source).iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(doubts("de gezondheids-\ncrises, en"), ["1 gezondheids-crises"]);
        assert_eq!(doubts("de publiek-\nprivate en publiek-private"), [""; 0]);
        assert_eq!(doubts("de ontwik-\nkeling en ontwikkeling"), [""; 0]);
        assert_eq!(doubts("de AI-\nverordening"), [""; 0]);
        assert_eq!(doubts("de start-\nups3 en start-ups"), [""; 0]);
    }

    #[test]
    fn addresses_broken_over_lines() {
        check(
            "https://a.eu/een-wide-\ninnovation#x,y\nion.\nZie ook",
            "https://a.eu/een-wide-innovation#x,yion. Zie ook",
        );
        check("Zie https://a.eu/b.\nDaarna", "Zie https://a.eu/b. Daarna");
        check("Zie https://a.eu/b\nen verder", "Zie https://a.eu/b en verder");
    }
}
