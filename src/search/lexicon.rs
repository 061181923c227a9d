//! Which forms lead to which words: stems, compounds, other forms from the word list.
//!
//! Words are gathered in groups by their stem. Every form that a reader may type leads to groups: the words of the
//! texts, the parts of compounds, and the word list's other forms of both. So no stemmer runs where readers search.

use super::dutch::DutchWords;
use super::forms::Forms;
use super::hash::{WordMap, WordSet};
use super::postings::Word;
use super::split::{Part, Splitter};
use super::stem::Stems;
use super::token::fold;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The forms and groups of a site.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// In the order of their stems.
    pub(super) groups: Vec<Group>,
    pub(super) forms: Forms,
}

/// Words with one stem.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Indices of the words themselves.
    pub(super) own: Vec<u32>,
    /// Indices of the compounds that have one of them as a part.
    pub(super) compounds: Vec<u32>,
}

/// What is known of a word by itself.
struct Analysed {
    folded: String,
    /// One, or two where the word stands in English passages.
    stems: Vec<String>,
    parts: Vec<(Part, String)>,
}

impl Lexicon {
    /// Analyses each word once.
    pub(super) fn of(words: &[Word]) -> Self {
        let dutch = DutchWords::get();
        let folded: Vec<String> = words.iter().map(|word| fold(&word.text)).collect();
        let texts: WordSet<&str> = folded.iter().map(String::as_str).collect();
        let splitter = Splitter { dutch, texts: &texts };
        let analysed: Vec<Analysed> = words
            .par_iter()
            .zip(&folded)
            .map_init(Stems::new, |stems, (word, folded)| analyse(word, folded, stems, &splitter))
            .collect();
        let mut keys: WordMap<&str, Group> = WordMap::default();
        for (index, one) in (0..).zip(&analysed) {
            for stem in &one.stems {
                keys.entry(stem).or_default().own.push(index);
            }
            for (_, stem) in one.parts.iter().filter(|(_, stem)| !one.stems.contains(stem)) {
                let compounds = &mut keys.entry(stem).or_default().compounds;
                if compounds.last() != Some(&index) {
                    compounds.push(index);
                }
            }
        }
        let mut sorted: Vec<(&str, Group)> = keys.into_iter().collect();
        sorted.sort_unstable_by_key(|(stem, _)| *stem);
        let numbers: WordMap<&str, u32> = sorted.iter().map(|(stem, _)| *stem).zip(0..).collect();
        let forms = forms(&analysed, &numbers, dutch);
        Lexicon { groups: sorted.into_iter().map(|(_, group)| group).collect(), forms }
    }
}

fn analyse(word: &Word, folded: &str, stems: &Stems, splitter: &Splitter<'_>) -> Analysed {
    let mut own = vec![stems.dutch(folded)];
    if word.english {
        own.push(stems.english(folded));
        own.dedup();
    }
    let parts = splitter.parts(folded).into_iter().map(|part| {
        let stem = stems.dutch(&part.word);
        (part, stem)
    });
    Analysed { folded: folded.to_owned(), stems: own, parts: parts.collect() }
}

/// Every form with its groups.
fn forms(analysed: &[Analysed], groups: &WordMap<&str, u32>, dutch: &DutchWords) -> Forms {
    let siblings = siblings(groups, dutch);
    let mut out: Vec<(Cow<'_, str>, u32)> = Vec::new();
    for one in analysed {
        for stem in &one.stems {
            out.push((one.folded.as_str().into(), groups[stem.as_str()]));
        }
        if let [_, english] = one.stems.as_slice() {
            out.push((other_number(&one.folded), groups[english.as_str()]));
        }
        for (part, stem) in &one.parts {
            let group = groups[stem.as_str()];
            out.push((part.surface.as_str().into(), group));
            if part.surface != part.word {
                out.push((part.word.as_str().into(), group));
            }
        }
        // "rijhulpsysteem" stands in no list; "systeem" does, and the text has "rijhulpsystemen".
        let last = one.parts.iter().find(|(part, _)| part.is_last);
        if let Some((part, stem)) = last.filter(|_| !dutch.knows(&one.folded)) {
            let head = one.folded.strip_suffix(part.word.as_str());
            for (head, other) in head.iter().flat_map(|head| {
                siblings.get(&groups[stem.as_str()]).into_iter().flatten().map(move |other| (head, other))
            }) {
                out.push((format!("{head}{other}").into(), groups[one.stems[0].as_str()]));
            }
        }
    }
    out.extend(siblings.iter().flat_map(|(group, forms)| forms.iter().map(|form| ((*form).into(), *group))));
    out.par_sort_unstable();
    Forms::of(&out)
}

/// An English noun in its other number, as well as no dictionary can tell.
fn other_number(word: &str) -> Cow<'_, str> {
    word.strip_suffix('s').map_or_else(|| format!("{word}s").into(), Cow::Borrowed)
}

/// The word list's forms of each group.
fn siblings<'a>(groups: &WordMap<&str, u32>, dutch: &'a DutchWords) -> BTreeMap<u32, Vec<&'a str>> {
    let beginnings: WordSet<Beginning> = groups.keys().map(|stem| Beginning::of_stem(stem)).collect();
    let found: Vec<(u32, &str)> = dutch
        .all()
        .par_iter()
        .map_init(Stems::new, |stems, word| {
            // To find a word's stem takes long, and most have a stem that no text has.
            let mut own = Beginning::all_of(word);
            own.any(|beginning| beginnings.contains(&beginning)).then_some(())?;
            Some((*groups.get(stems.dutch(word).as_str())?, *word))
        })
        .flatten()
        .collect();
    let mut out: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (group, word) in found {
        out.entry(group).or_default().push(word);
    }
    out
}

/// How many letters of a stem are compared.
const COMPARED: usize = 6;

/// How many of them its words have in any case; of the others all but the last two.
const KEPT: usize = 3;

/// The first letters of a word, which its stem keeps but for a doubled vowel; those that are not there are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Beginning([u8; COMPARED]);

impl Beginning {
    /// What every word of a stem begins with.
    fn of_stem(stem: &str) -> Self {
        let letters: Vec<u8> = kept_letters(stem).take(COMPARED + 2).collect();
        let length = letters.len().saturating_sub(2).max(KEPT.min(letters.len()));
        Beginning::of(&letters[..length])
    }

    /// With which a stem may begin that is the word's.
    fn all_of(word: &str) -> impl Iterator<Item = Self> {
        let letters: Vec<u8> = kept_letters(word).take(COMPARED).collect();
        (1..=letters.len()).map(move |length| Beginning::of(&letters[..length]))
    }

    fn of(letters: &[u8]) -> Self {
        let mut out = Beginning([0; COMPARED]);
        out.0[..letters.len()].copy_from_slice(letters);
        out
    }
}

/// The letters of a word, doubled vowels once, and those alike that a stem may change into each other.
fn kept_letters(word: &str) -> impl Iterator<Item = u8> {
    let mut last = 0;
    word.bytes().filter_map(move |letter| {
        let is_doubled = std::mem::replace(&mut last, letter) == letter && b"aeou".contains(&letter);
        (!is_doubled).then_some(match letter {
            // "golven", "golf"; "huizen", "huis".
            b'v' => b'f',
            b'z' => b's',
            other => other,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_begins_as_its_stem_does() {
        let stems = Stems::new();
        for word in DutchWords::get().all() {
            let beginning = Beginning::of_stem(&stems.dutch(word));
            assert!(Beginning::all_of(word).any(|own| own == beginning), "{word}");
        }
    }
}
