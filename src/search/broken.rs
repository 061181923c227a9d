//! Words that a source broke in two: "reken capaciteit" in one place, "rekencapaciteit" in others.

use super::hash::WordMap;
use super::postings::{Place, Postings};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Letters that each half has at least: shorter ones are words by themselves far more often.
const SHORTEST: usize = 4;
/// A half that stands in more bytes of lists than this is a common word, and no half.
const HEAVIEST: usize = 100_000;

/// Two words that are one word when written together.
#[derive(Debug, Clone, Copy)]
struct Halves {
    whole: usize,
    one: usize,
    other: usize,
}

/// Of each word that stands broken in two somewhere, its index and the places of its first half there.
pub(super) fn broken(postings: &Postings) -> Vec<(usize, Vec<Place>)> {
    let halves = halves(postings);
    let words: BTreeSet<usize> = halves.iter().flat_map(|halves| [halves.one, halves.other]).collect();
    let words: Vec<usize> = words.into_iter().collect();
    let pairs: Pairs = halves.iter().map(|halves| (halves.one, halves.other)).zip(0..).collect();
    let mut found: Vec<(usize, Place)> = (0..postings.stretches())
        .into_par_iter()
        .flat_map_iter(|stretch| adjacent(postings, stretch, &words, &pairs))
        .collect();
    found.par_sort_unstable();
    let of_one = found.chunk_by(|(one, _), (other, _)| one == other);
    of_one.map(|all| (halves[all[0].0].whole, all.iter().map(|(_, place)| *place).collect())).collect()
}

/// By first and second half, where they stand among all.
type Pairs = WordMap<(usize, usize), usize>;

/// The halves of all words, in the order of the words, the shortest first half first.
fn halves(postings: &Postings) -> Vec<Halves> {
    let at: WordMap<&str, usize> = postings.words.iter().enumerate().map(|(i, w)| (&*w.text, i)).collect();
    let is_light = |word: usize| postings.weight(word) <= HEAVIEST;
    postings
        .words
        .par_iter()
        .enumerate()
        .filter(|(_, word)| word.text.len() >= 2 * SHORTEST && word.text.is_ascii())
        .flat_map_iter(|(whole, word)| {
            let (text, at) = (&*word.text, &at);
            (SHORTEST..=text.len() - SHORTEST).filter_map(move |cut| {
                let (one, other) = text.split_at(cut);
                Some(Halves { whole, one: *at.get(one)?, other: *at.get(other)? })
            })
        })
        .filter(|halves| is_light(halves.one) && is_light(halves.other))
        .collect()
}

/// Where in a stretch of pages one half stands right before the other.
fn adjacent(postings: &Postings, stretch: u32, words: &[usize], pairs: &Pairs) -> Vec<(usize, Place)> {
    let mut all: Vec<(Place, usize)> = Vec::new();
    for word in words {
        all.extend(postings.places_in(stretch, *word).map(|place| (place, *word)));
    }
    all.sort_unstable();
    // Two words may stand at one place: see `collect` of what was mended.
    let mut places = all.chunk_by(|(one, _), (other, _)| one == other).peekable();
    let mut out = Vec::new();
    while let (Some(here), Some(next)) = (places.next(), places.peek()) {
        let (block, position) = here[0].0;
        if next[0].0 != (block, position + 1) {
            continue;
        }
        for (_, one) in here {
            let found = next.iter().filter_map(|(_, other)| pairs.get(&(*one, *other)));
            out.extend(found.map(|pair| (*pair, (block, position))));
        }
    }
    out
}
