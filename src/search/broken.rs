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
    let mut roles = vec![0; order.len()];
    for Halves { one, other, .. } in &halves {
        roles[*one as usize] |= FIRST;
        roles[*other as usize] |= SECOND;
    }
    let pairs: Pairs = halves.iter().map(|halves| (halves.one, halves.other)).zip(0..).collect();
    let mut found: Vec<(u32, Place)> = (0..merged.stretches.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let base = merged.bases[at];
            let adjacent = adjacent(&merged.stretches[at], &roles, &pairs);
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

/// What a word is among the halves of others, as bits.
type Roles = u8;
const FIRST: Roles = 1;
const SECOND: Roles = 2;

/// A half with its roles, or nothing: a number of a word times four, and the roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Half(u32);

impl Half {
    fn of(word: u32, roles: Roles) -> Self {
        Half(word * 4 + u32::from(roles))
    }

    fn is(self, role: Roles) -> bool {
        self.0 & u32::from(role) != 0
    }

    fn word(self) -> u32 {
        self.0 / 4
    }
}

/// Where the halves in a stretch of pages stand.
struct Standing<'a> {
    /// Where the places of each block end.
    ends: &'a [u32],
    /// By place what stands there. To put all halves there is to sort them: in half of all places there is one.
    halves: Vec<Half>,
    /// Two words may stand at one place: see `collect` of what was mended.
    more: BTreeMap<Place, Half>,
}

impl<'a> Standing<'a> {
    fn of(stretch: &'a Stretch, roles: &[Roles]) -> Self {
        let ends = stretch.ends();
        let halves = vec![Half::default(); ends.last().map_or(0, |end| *end as usize)];
        let mut standing = Standing { ends, halves, more: BTreeMap::new() };
        for (word, places) in stretch.lists() {
            let half = Half::of(word, roles[word as usize]);
            if roles[word as usize] != 0 {
                places.each(|block, position| standing.put(half, (block, position)));
            }
        }
        standing
    }

    fn put(&mut self, half: Half, (block, position): Place) {
        let at = self.start(block) + position as usize;
        if self.halves[at] == Half::default() {
            self.halves[at] = half;
        } else {
            self.more.insert((block, position), half);
        }
    }

    fn start(&self, block: u32) -> usize {
        block.checked_sub(1).map_or(0, |before| self.ends[before as usize] as usize)
    }

    /// What stands in the places of a block.
    fn block(&self, block: u32) -> &[Half] {
        &self.halves[self.start(block)..self.ends[block as usize] as usize]
    }

    /// All neighbours of which one is the second word at its place, with the place of the first.
    fn more_neighbours(&self) -> impl Iterator<Item = (Half, Half, Place)> {
        self.more.iter().flat_map(|(place, half)| {
            let (block, position) = *place;
            let here = self.block(block);
            let at = |position: u32| here.get(position as usize).copied();
            let before =
                position.checked_sub(1).and_then(|before| Some((at(before)?, *half, (block, before))));
            let after = at(position + 1).map(|after| (*half, after, *place));
            let also = self.more.get(&(block, position + 1)).map(|after| (*half, *after, *place));
            before.into_iter().chain(after).chain(also)
        })
    }
}

/// Where in a stretch of pages one half stands right before the other.
fn adjacent(stretch: &Stretch, roles: &[Roles], pairs: &Pairs) -> Vec<(u32, Place)> {
    let standing = Standing::of(stretch, roles);
    let mut out = Vec::new();
    let mut check = |one: Half, other: Half, place: Place| {
        if one.is(FIRST) && other.is(SECOND) {
            out.extend(pairs.get(&(one.word(), other.word())).map(|pair| (*pair, place)));
        }
    };
    for block in 0..stretch.blocks() {
        for (position, two) in (0..).zip(standing.block(block).windows(2)) {
            check(two[0], two[1], (block, position));
        }
    }
    standing.more_neighbours().for_each(|(one, other, place)| check(one, other, place));
    out
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
