//! Words that a source broke in two: "reken capaciteit" in one place, "rekencapaciteit" in others.

use super::hash::WordMap;
use super::postings::Postings;
use rayon::prelude::*;

/// Letters that each half has at least: shorter ones are words by themselves far more often.
const SHORTEST: usize = 4;
/// A half that stands in more bytes of lists than this is a common word, and no half.
const HEAVIEST: usize = 100_000;

/// Of each word that stands broken in two somewhere, its index and the places of its first half there.
pub(super) fn broken(postings: &Postings) -> Vec<(usize, Vec<(u32, u32)>)> {
    let at: WordMap<&str, usize> = postings.words.iter().enumerate().map(|(i, w)| (&*w.text, i)).collect();
    postings
        .words
        .par_iter()
        .enumerate()
        .filter(|(_, word)| word.text.len() >= 2 * SHORTEST && word.text.is_ascii())
        .flat_map_iter(|(index, word)| {
            let text = &*word.text;
            let halves = (SHORTEST..=text.len() - SHORTEST).filter_map(|cut| {
                let (one, other) = text.split_at(cut);
                Some((*at.get(one)?, *at.get(other)?))
            });
            let light = |word: usize| postings.weight(word) <= HEAVIEST;
            let halves: Vec<_> = halves.filter(|(one, other)| light(*one) && light(*other)).collect();
            halves.into_iter().map(move |(one, other)| (index, adjacent(postings, one, other)))
        })
        .filter(|(_, places)| !places.is_empty())
        .collect()
}

/// Where one word stands right before another.
fn adjacent(postings: &Postings, one: usize, other: usize) -> Vec<(u32, u32)> {
    let (ones, others) = (postings.places(one), postings.places(other));
    let mut rest = others.iter().peekable();
    ones.into_iter()
        .filter(|(block, position)| {
            let behind = (*block, position + 1);
            while rest.next_if(|place| **place < behind).is_some() {}
            rest.peek().is_some_and(|place| **place == behind)
        })
        .collect()
}
