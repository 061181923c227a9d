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
struct Analysed<'w> {
    folded: &'w str,
    /// One, or two where the word stands in English passages.
    stems: Vec<String>,
    parts: Vec<(Part<'w>, String)>,
}

impl Lexicon {
    /// Analyses each word once.
    pub(super) fn of(words: &[Word]) -> Self {
        let dutch = DutchWords::get();
        let folded: Vec<String> = words.iter().map(|word| fold(&word.text)).collect();
        let texts: WordSet<&str> = folded.iter().map(String::as_str).collect();
        let splitter = Splitter { dutch, texts: &texts };
        let analysed: Vec<Analysed<'_>> = words
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

fn analyse<'w>(word: &Word, folded: &'w str, stems: &Stems, splitter: &Splitter<'_>) -> Analysed<'w> {
    let mut own = vec![stems.dutch(folded)];
    if word.english {
        own.push(stems.english(folded));
        own.dedup();
    }
    let parts = splitter.parts(folded).into_iter().map(|part| {
        let stem = stems.dutch(part.word);
        (part, stem)
    });
    Analysed { folded, stems: own, parts: parts.collect() }
}

/// Every form with its groups.
fn forms(analysed: &[Analysed<'_>], groups: &WordMap<&str, u32>, dutch: &DutchWords) -> Forms {
    let siblings = siblings(groups, dutch);
    let made = made_forms(analysed, groups, &siblings, dutch);
    let own: usize = analysed.iter().map(|one| one.stems.len() + 2 * one.parts.len()).sum();
    let listed: usize = siblings.values().map(Vec::len).sum();
    // They are many: a list that grows would take the room of two.
    let mut out: Vec<(&str, u32)> = Vec::with_capacity(own + listed + made.len());
    for one in analysed {
        out.extend(one.stems.iter().map(|stem| (one.folded, groups[stem.as_str()])));
        for (part, stem) in &one.parts {
            let group = groups[stem.as_str()];
            out.push((part.surface, group));
            if part.surface != part.word {
                out.push((part.word, group));
            }
        }
    }
    out.extend(siblings.iter().flat_map(|(group, forms)| forms.iter().map(|form| (*form, *group))));
    out.extend(made.iter().map(|(form, group)| (form.as_str(), *group)));
    out.par_sort_unstable();
    Forms::of(&out)
}

/// Forms that stand nowhere: other numbers of English words, and other forms of compounds.
fn made_forms(
    analysed: &[Analysed<'_>],
    groups: &WordMap<&str, u32>,
    siblings: &Siblings<'_>,
    dutch: &DutchWords,
) -> Vec<(String, u32)> {
    let of_one = |one: &Analysed<'_>| {
        let mut out = Vec::new();
        if let [_, english] = one.stems.as_slice() {
            out.push((other_number(one.folded), groups[english.as_str()]));
        }
        // "rijhulpsysteem" stands in no list; "systeem" does, and the text has "rijhulpsystemen".
        let last = one.parts.iter().find(|(part, _)| part.is_last);
        let Some((part, stem)) = last.filter(|_| !dutch.knows(one.folded)) else { return out };
        let Some(head) = one.folded.strip_suffix(part.word) else { return out };
        let others = siblings.get(&groups[stem.as_str()]).into_iter().flatten();
        out.extend(others.map(|other| (format!("{head}{other}"), groups[one.stems[0].as_str()])));
        out
    };
    analysed.par_iter().flat_map_iter(of_one).collect()
}

/// An English noun in its other number, as well as no dictionary can tell.
fn other_number(word: &str) -> String {
    word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_owned)
}

/// The word list's forms by group.
type Siblings<'a> = BTreeMap<u32, Vec<&'a str>>;

/// The word list's forms of each group.
fn siblings<'a>(groups: &WordMap<&str, u32>, dutch: &'a DutchWords) -> Siblings<'a> {
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
    let mut out = Siblings::new();
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
