//! Words that a source broke in two: "reken capaciteit" in one place, "rekencapaciteit" in others.

use super::code;
use super::collect::Stretch;
use super::hash::WordMap;
use super::merge::Merged;
use super::token::Word;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Letters that each half has at least: shorter ones are words by themselves far more often.
const SHORTEST: usize = 4;
/// A half that stands in more bytes of lists than this is a common word, and no half.
const HEAVIEST: u32 = 100_000;

/// By the place of a word in the order of all, the lists of the places of its first halves there, as they are written.
pub(super) type Broken = BTreeMap<usize, Vec<Vec<u8>>>;

/// A block of the site, and the position of a word in it.
type Place = (u32, u32);

/// Two words that are one word when written together.
#[derive(Debug, Clone, Copy)]
struct Halves {
    /// Its place in the order of all words.
    whole: usize,
    one: u32,
    other: u32,
}

/// By first and second half, where they stand among all.
type Pairs = WordMap<(u32, u32), u32>;

/// Where words stand broken in two. `order` has the numbers of all words, sorted by their letters.
pub(super) fn broken(merged: &Merged, order: &[u32]) -> Broken {
    let halves = halves(merged, order);
    let mut is_half = vec![false; order.len()];
    for Halves { one, other, .. } in &halves {
        is_half[*one as usize] = true;
        is_half[*other as usize] = true;
    }
    let pairs: Pairs = halves.iter().map(|halves| (halves.one, halves.other)).zip(0..).collect();
    let mut found: Vec<(u32, Place)> = (0..merged.stretches.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let base = merged.bases[at];
            let adjacent = adjacent(&merged.stretches[at], &is_half, &pairs);
            adjacent.into_iter().map(move |(pair, (block, position))| (pair, (base + block, position)))
        })
        .collect();
    found.par_sort_unstable();
    let mut out = Broken::new();
    for of_one in found.chunk_by(|(one, _), (other, _)| one == other) {
        let whole = halves[of_one[0].0 as usize].whole;
        out.entry(whole).or_default().push(written(of_one.iter().map(|(_, place)| *place)));
    }
    out
}

/// The halves of all words, in the order of the words, the shortest first half first.
fn halves(merged: &Merged, order: &[u32]) -> Vec<Halves> {
    let light = |text: &str| {
        let number = merged.words.find(Word::of(text))?;
        (merged.found[number as usize].weight <= HEAVIEST).then_some(number)
    };
    order
        .par_iter()
        .map(|number| merged.words.text(*number))
        .enumerate()
        .filter(|(_, word)| word.len() >= 2 * SHORTEST && word.is_ascii())
        .flat_map_iter(|(whole, word)| {
            (SHORTEST..=word.len() - SHORTEST).filter_map(move |cut| {
                let (one, other) = word.split_at(cut);
                Some(Halves { whole, one: light(one)?, other: light(other)? })
            })
        })
        .collect()
}

/// Where in a stretch of pages one half stands right before the other.
fn adjacent(stretch: &Stretch, is_half: &[bool], pairs: &Pairs) -> Vec<(u32, Place)> {
    let (ends, places) = by_block(stretch, is_half);
    let mut out = Vec::new();
    let mut from = 0;
    for (block, end) in (0..).zip(ends) {
        // Two words may stand at one place: see `collect` of what was mended.
        let here = &places[std::mem::replace(&mut from, end)..end];
        let mut here = here.chunk_by(|(one, _), (other, _)| one == other).peekable();
        while let (Some(one), Some(next)) = (here.next(), here.peek()) {
            let position = one[0].0;
            if next[0].0 != position + 1 {
                continue;
            }
            for (_, one) in one {
                let found = next.iter().filter_map(|(_, other)| pairs.get(&(*one, *other)));
                out.extend(found.map(|pair| (*pair, (block, position))));
            }
        }
    }
    out
}

/// The positions of all halves in a stretch with their words, block by block and in order, and where those of each block
/// end. To sort them all by block and position takes four times as long: blocks are many and have few.
fn by_block(stretch: &Stretch, is_half: &[bool]) -> (Vec<usize>, Vec<(u32, u32)>) {
    let mut ends = vec![0; stretch.blocks() as usize];
    let mut all: Vec<(u32, u32, u32)> = Vec::new();
    for (word, places) in stretch.lists().filter(|(word, _)| is_half[*word as usize]) {
        places.each(|block, position| {
            ends[block as usize] += 1;
            all.push((block, position, word));
        });
    }
    let mut before = 0;
    for count in &mut ends {
        before += std::mem::replace(count, before);
    }
    let mut sorted = vec![(0, 0); all.len()];
    for (block, position, word) in all {
        let at = &mut ends[block as usize];
        sorted[*at] = (position, word);
        *at += 1;
    }
    let mut from = 0;
    for end in &ends {
        sorted[std::mem::replace(&mut from, *end)..*end].sort_unstable();
    }
    (ends, sorted)
}

/// Places as lists have them: see [`super::collect`] for how; the first block's distance is from 0.
pub(super) fn written(places: impl Iterator<Item = Place>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before: Option<Place> = None;
    for (block, position) in places {
        match before {
            Some((last, from)) if last == block => code::push(&mut out, (position - from) * 2 + 1),
            _ => {
                let last = before.map_or(0, |(last, _)| last);
                code::push(&mut out, (block - last) * 2);
                code::push(&mut out, position);
            }
        }
        before = Some((block, position));
    }
    out
}
