//! Which forms lead to which words: stems, compounds, other forms from the word list.
//!
//! Words are gathered in groups by their stem. Every form that a reader may type leads to groups: the words of the
//! texts, the parts of compounds, and the word list's other forms of both. So no stemmer runs where readers search.

use super::compounds::Compounds;
use super::dutch::DutchWords;
use super::forms::Forms;
use super::hash::{WordMap, WordSet};
use super::postings::Word;
use super::split::{Known, Part, Splitter};
use super::stem::Stems;
use super::token::{self, fold};
use super::words::Words;
use rayon::prelude::*;

/// The forms and groups of a site.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// In the order of their stems.
    pub(super) groups: Vec<Group>,
    pub(super) forms: Forms,
}

/// Words with one stem.
#[derive(Debug, Default, Clone)]
pub(super) struct Group {
    /// Indices of the words themselves.
    pub(super) own: Vec<u32>,
    /// Indices of the compounds that have one of them as a part.
    pub(super) compounds: Vec<u32>,
}

/// The groups of a word.
#[derive(Debug, Clone, Copy)]
struct Own {
    dutch: u32,
    /// Where the word stands in English passages, and its stem is another there.
    english: Option<u32>,
}

impl Own {
    fn map(self, number: impl Fn(u32) -> u32) -> Self {
        Own { dutch: number(self.dutch), english: self.english.map(number) }
    }
}

/// Forms with their groups.
type Pairs<T> = Vec<(T, u32)>;

/// The words of the texts, what they are made of, and the groups of all.
struct Analysed<'a> {
    splitter: &'a Splitter<'a>,
    own: Vec<Own>,
    parts: Vec<Vec<Part>>,
    /// The groups of parts that the word list has, by their numbers there.
    listed: WordMap<u32, u32>,
}

/// The word list's forms of each group.
type Siblings = Vec<Vec<&'static str>>;

impl Lexicon {
    /// Analyses each word once.
    pub(super) fn of(words: &[Word]) -> Self {
        let folded: Vec<String> = words.iter().map(|word| fold(&word.text)).collect();
        let splitter = Splitter::new(&folded);
        let compounds = Compounds::of(&splitter);
        let parts: Vec<Vec<Part>> =
            (0..folded.len()).into_par_iter().map(|word| compounds.parts(word)).collect();
        let (own, mut stems) = own(words, &folded);
        let listed = listed(&parts, &mut stems);
        let places = places(&stems);
        let place = |stem: u32| places[stem as usize];
        let own = own.into_iter().map(|own| own.map(place)).collect();
        let listed = listed.into_iter().map(|(word, stem)| (word, place(stem))).collect();
        let analysed = Analysed { splitter: &splitter, own, parts, listed };
        let siblings = siblings(&stems, &places);
        Lexicon { groups: analysed.groups(places.len()), forms: analysed.forms(&siblings) }
    }
}

/// The stems of the words of the texts, by numbers.
fn own(words: &[Word], folded: &[String]) -> (Vec<Own>, Words) {
    let found: Vec<(String, Option<String>)> = words
        .par_iter()
        .zip(folded)
        .map_init(Stems::new, |stems, (word, folded)| {
            let dutch = stems.dutch(folded);
            let english = word.english.then(|| stems.english(folded)).filter(|stem| *stem != dutch);
            (dutch, english)
        })
        .collect();
    let mut stems = Words::default();
    let own = found.iter().map(|(dutch, english)| Own {
        dutch: stems.number(token::Word::of(dutch)),
        english: english.as_deref().map(|stem| stems.number(token::Word::of(stem))),
    });
    (own.collect(), stems)
}

/// The stems of parts that the word list has.
fn listed(parts: &[Vec<Part>], stems: &mut Words) -> WordMap<u32, u32> {
    let mut listed = WordMap::default();
    let mut stem = String::new();
    for part in parts.iter().flatten() {
        let Known::Listed(number) = part.word else { continue };
        listed.entry(number).or_insert_with(|| {
            stem.clear();
            DutchWords::get().push_stem(number, &mut stem);
            stems.number(token::Word::of(&stem))
        });
    }
    listed
}

/// By stem its place in the order of all.
fn places(stems: &Words) -> Vec<u32> {
    let mut places = vec![0; stems.len()];
    for (place, stem) in (0..).zip(stems.sorted()) {
        places[stem as usize] = place;
    }
    places
}

fn siblings(stems: &Words, places: &[u32]) -> Siblings {
    let dutch = DutchWords::get();
    let found: Vec<(u32, &str)> = (0..dutch.len())
        .into_par_iter()
        .map_init(String::new, |stem, number| {
            stem.clear();
            dutch.push_stem(number, stem);
            let found = stems.find(token::Word::of(stem))?;
            Some((places[found as usize], dutch.word(number)))
        })
        .flatten()
        .collect();
    let mut out = vec![Vec::new(); places.len()];
    for (group, word) in found {
        out[group as usize].push(word);
    }
    out
}

impl Analysed<'_> {
    /// The group of a part.
    fn group(&self, part: Part) -> u32 {
        match part.word {
            Known::Listed(number) => self.listed[&number],
            Known::Text(number) => self.own[number as usize].dutch,
        }
    }

    /// The words of each group.
    fn groups(&self, count: usize) -> Vec<Group> {
        let mut groups = vec![Group::default(); count];
        for (word, (own, parts)) in (0..).zip(self.own.iter().zip(&self.parts)) {
            groups[own.dutch as usize].own.push(word);
            own.english.into_iter().for_each(|group| groups[group as usize].own.push(word));
            let of_parts = parts.iter().map(|part| self.group(*part));
            for group in of_parts.filter(|group| *group != own.dutch && Some(*group) != own.english) {
                let compounds = &mut groups[group as usize].compounds;
                if compounds.last() != Some(&word) {
                    compounds.push(word);
                }
            }
        }
        groups
    }

    /// Every form with its groups.
    fn forms(&self, siblings: &Siblings) -> Forms {
        let (parts, linked) = self.forms_of_parts();
        let made = self.made_forms(siblings);
        let texts = self.splitter.texts();
        let listed: usize = siblings.iter().map(Vec::len).sum();
        // They are many: a list that grows would take the room of two.
        let room = 2 * texts.len() + parts.len() + linked.len() + listed + made.len();
        let mut out: Pairs<&str> = Vec::with_capacity(room);
        for (form, own) in texts.iter().zip(&self.own) {
            out.push((form, own.dutch));
            out.extend(own.english.map(|group| (form.as_str(), group)));
        }
        out.extend(parts);
        for (group, forms) in (0..).zip(siblings) {
            out.extend(forms.iter().map(|form| (*form, group)));
        }
        out.extend(linked.iter().chain(&made).map(|(form, group)| (form.as_str(), *group)));
        Forms::of(out)
    }

    /// The parts of all words, each once, and those with the "s" that links them.
    fn forms_of_parts(&self) -> (Pairs<&str>, Pairs<String>) {
        let mut seen = WordSet::default();
        let (mut parts, mut linked) = (Vec::new(), Vec::new());
        for part in self.parts.iter().flatten() {
            if seen.insert((part.word, part.is_linked)) {
                let (word, group) = (self.splitter.text(part.word), self.group(*part));
                parts.push((word, group));
                if part.is_linked {
                    linked.push((format!("{word}s"), group));
                }
            }
        }
        (parts, linked)
    }

    /// Forms that stand nowhere: other numbers of English words, and other forms of compounds.
    fn made_forms(&self, siblings: &Siblings) -> Pairs<String> {
        let of_one = |((word, own), parts): ((&String, &Own), &Vec<Part>)| {
            let mut out = Vec::new();
            out.extend(own.english.map(|group| (other_number(word), group)));
            // "rijhulpsysteem" stands in no list; "systeem" does, and the text has "rijhulpsystemen".
            let last = parts.iter().find(|part| part.is_last);
            let Some(part) = last.filter(|_| !DutchWords::get().knows(word)) else { return out };
            let Some(head) = word.strip_suffix(self.splitter.text(part.word)) else { return out };
            let others = &siblings[self.group(*part) as usize];
            out.extend(others.iter().map(|other| (format!("{head}{other}"), own.dutch)));
            out
        };
        let words = self.splitter.texts().par_iter().zip(&self.own).zip(&self.parts);
        words.flat_map_iter(of_one).collect()
    }
}

/// An English noun in its other number, as well as no dictionary can tell.
fn other_number(word: &str) -> String {
    word.strip_suffix('s').map_or_else(|| format!("{word}s"), str::to_owned)
}
