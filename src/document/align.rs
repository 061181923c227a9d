//! How one version of a text lies against an earlier one: which leaf is which, what stands in place of what,
//! and what is gone.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

/// A leaf of one of the two texts, as far as it matters here.
pub struct Piece<'a, K> {
    /// Equal keys are the same leaf.
    pub key: K,
    /// A note and a block of the text never stand for each other.
    pub is_note: bool,
    /// The leaf's words; looked at only where no key is the same.
    pub words: Cow<'a, str>,
}

/// The leaves of a text against those of an earlier one, by their places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    /// For each new leaf the old one with the same key.
    pub same: Vec<Option<usize>>,
    /// For each new leaf without such a one the old leaves that it stands for; none for what was added.
    pub replaced: BTreeMap<usize, Vec<usize>>,
    /// Of a thousand words how many the two leaves of such a pair share, new before old.
    pub likeness: BTreeMap<(usize, usize), u64>,
    /// Old leaves that the new text has in no form, in order.
    pub omitted: Vec<usize>,
}

/// Of a thousand words of the longer one, how many two leaves must share to be the same one, reworded.
pub const ALIKE: u64 = 500;

/// Aligns a text with an earlier one. Leaves with the same key are one, wherever they stand. Those of them
/// that stand in the same order part the texts into gaps, and what is left over in a gap pairs up in order,
/// the most alike with each other. What then found nothing like itself in its gap pairs with what is like
/// it elsewhere: it moved and was reworded too.
pub fn align<K: Ord>(new: &[Piece<'_, K>], old: &[Piece<'_, K>]) -> Alignment {
    if new.len() == old.len() && new.iter().zip(old).all(|(n, o)| n.key == o.key) {
        // Most documents are as they were.
        return Alignment { same: (0..new.len()).map(Some).collect(), ..Alignment::default() };
    }
    let same = same_keys(new, old);
    let mut missing = vec![true; old.len()];
    same.iter().flatten().for_each(|o| missing[*o] = false);
    let mut out = Alignment { same, ..Alignment::default() };
    let texts = Texts::of(new, old, &out.same, &missing);
    for (n, o) in gaps(&out.same, old.len()) {
        let edited: Vec<usize> = n.filter(|i| out.same[*i].is_none()).collect();
        let gone: Vec<usize> = o.filter(|i| missing[*i]).collect();
        pair_up(&texts, &edited, &gone, &mut out);
    }
    pair_strays(&texts, &mut out);
    out.likeness = out
        .replaced
        .iter()
        .flat_map(|(n, old)| old.iter().map(|o| ((*n, *o), texts.likeness(*n, *o).unwrap_or_default())))
        .collect();
    out
}

/// What lies between the leaves that stand in the same order in both texts: ranges of the new text and of the
/// old one.
fn gaps(same: &[Option<usize>], old: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut anchors = in_order(same);
    anchors.push((same.len(), old));
    let mut out = Vec::with_capacity(anchors.len());
    let (mut n, mut o) = (0, 0);
    for (to_n, to_o) in anchors {
        out.push((n..to_n, o..to_o));
        (n, o) = (to_n + 1, to_o + 1);
    }
    out
}

/// The same leaves. Of a key that stands equally often in both texts the first is the first; of another one
/// those go together that stand between the same leaves, and then the first with the first.
fn same_keys<K: Ord>(new: &[Piece<'_, K>], old: &[Piece<'_, K>]) -> Vec<Option<usize>> {
    let mut known: BTreeMap<&K, (usize, VecDeque<usize>)> = BTreeMap::new();
    for (i, piece) in old.iter().enumerate() {
        known.entry(&piece.key).or_default().1.push_back(i);
    }
    for piece in new {
        if let Some((count, _)) = known.get_mut(&piece.key) {
            *count += 1;
        }
    }
    let mut same: Vec<Option<usize>> = vec![None; new.len()];
    for (i, piece) in new.iter().enumerate() {
        same[i] = match known.get_mut(&piece.key) {
            Some((count, places)) if *count == places.len() => {
                *count -= 1;
                places.pop_front()
            }
            _ => None,
        };
    }
    for (n, o) in gaps(&same, old.len()) {
        for i in n.filter(|i| same[*i].is_none()).collect::<Vec<_>>() {
            let Some((_, places)) = known.get_mut(&new[i].key) else { continue };
            if let Some(at) = places.iter().position(|place| o.contains(place)) {
                same[i] = places.remove(at);
            }
        }
    }
    for (i, piece) in new.iter().enumerate().filter(|(i, _)| same[*i].is_none()).collect::<Vec<_>>() {
        same[i] = known.get_mut(&piece.key).and_then(|(_, places)| places.pop_front());
    }
    same
}

/// The most of the pairs that stand in the same order in both texts: a longest increasing subsequence.
fn in_order(same: &[Option<usize>]) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> = same.iter().enumerate().filter_map(|(c, b)| Some((c, (*b)?))).collect();
    // For each length the pair that ends a sequence of that length earliest, and for each pair the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (i, (_, b)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *b);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(i);
        } else {
            ends[length] = i;
        }
    }
    let mut out = Vec::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        out.push(pairs[i]);
        at = before[i];
    }
    out.reverse();
    out
}

/// Above this many possible pairs a gap is paired by position alone.
const PAIRS: usize = 10_000;

/// Of a thousand words of a leaf, how many must stand in another one that counts as made of it too.
const MADE_OF: u64 = 600;

/// The words of what is left over in both texts, by place.
struct Texts {
    new: Vec<Option<Words>>,
    old: Vec<Option<Words>>,
}

impl Texts {
    /// Nothing is counted where one of the texts has nothing left over.
    fn of<K>(new: &[Piece<'_, K>], old: &[Piece<'_, K>], same: &[Option<usize>], missing: &[bool]) -> Self {
        let needed = missing.contains(&true) && same.contains(&None);
        let words = |piece: &Piece<'_, K>, left: bool| (needed && left).then(|| Words::of(piece));
        Texts {
            new: new.iter().zip(same).map(|(piece, same)| words(piece, same.is_none())).collect(),
            old: old.iter().zip(missing).map(|(piece, missing)| words(piece, *missing)).collect(),
        }
    }

    fn pair(&self, n: usize, o: usize) -> Option<(&Words, &Words)> {
        Some((self.new[n].as_ref()?, self.old[o].as_ref()?))
    }

    /// See [`Alignment::likeness`].
    fn likeness(&self, n: usize, o: usize) -> Option<u64> {
        self.pair(n, o).and_then(|(new, old)| Some(new.likeness(old)? - 1))
    }

    /// Whether one of the two is the other one reworded, or most of it stands in the other one.
    fn are_alike(&self, n: usize, o: usize) -> bool {
        self.pair(n, o).is_some_and(|(new, old)| {
            new.likeness(old).is_some_and(|l| l > ALIKE)
                || new.within(old).is_some()
                || old.within(new).is_some()
        })
    }
}

/// Pairs what is left over in a gap.
fn pair_up(texts: &Texts, edited: &[usize], gone: &[usize], out: &mut Alignment) {
    for e in edited {
        out.replaced.insert(*e, Vec::new());
    }
    let pairs = if edited.len() * gone.len() > PAIRS {
        (0..edited.len().min(gone.len())).map(|i| (i, i)).collect()
    } else {
        let edited: Vec<&Words> = edited.iter().filter_map(|i| texts.new[*i].as_ref()).collect();
        let gone: Vec<&Words> = gone.iter().filter_map(|i| texts.old[*i].as_ref()).collect();
        most_alike(&edited, &gone)
    };
    let mut used = vec![false; gone.len()];
    for (e, g) in pairs {
        used[g] = true;
        out.replaced.entry(edited[e]).or_default().push(gone[g]);
    }
    out.omitted.extend(gone.iter().zip(used).filter(|(_, used)| !used).map(|(g, _)| *g));
}

/// Pairs leaves that found nothing like themselves in their gap with ones like them in another gap.
fn pair_strays(texts: &Texts, out: &mut Alignment) {
    let is_stray = |n: usize, old: &[usize]| !old.iter().any(|o| texts.are_alike(n, *o));
    let new: Vec<usize> =
        out.replaced.iter().filter(|(n, old)| is_stray(**n, old)).map(|(n, _)| *n).collect();
    let settled = out.replaced.iter().filter(|(n, old)| !is_stray(**n, old)).flat_map(|(_, old)| old);
    let settled: BTreeSet<usize> = settled.copied().collect();
    let held = new.iter().flat_map(|n| &out.replaced[n]);
    let old: BTreeSet<usize> =
        out.omitted.iter().chain(held).copied().filter(|o| !settled.contains(o)).collect();
    if new.len() * old.len() > PAIRS {
        return;
    }
    let mut pairs: Vec<(Reverse<u64>, usize, usize)> = new
        .iter()
        .flat_map(|n| old.iter().map(move |o| (*n, *o)))
        .filter_map(|(n, o)| Some((Reverse(texts.likeness(n, o)?), n, o)))
        .filter(|(likeness, ..)| likeness.0 >= ALIKE)
        .collect();
    pairs.sort_unstable();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, n, o) in pairs {
        if !found.contains_key(&n) && !found.values().any(|other| *other == o) {
            found.insert(n, o);
        }
    }
    for (n, o) in found {
        out.replaced.values_mut().for_each(|old| old.retain(|other| *other != o));
        out.replaced.insert(n, vec![o]);
    }
    let held: BTreeSet<usize> = out.replaced.values().flatten().copied().collect();
    out.omitted.extend(old);
    out.omitted.retain(|o| !held.contains(o));
    out.omitted.sort_unstable();
    out.omitted.dedup();
}

/// The words of a leaf, each with how often it stands there.
struct Words {
    counts: BTreeMap<String, u64>,
    total: u64,
    is_note: bool,
}

impl Words {
    fn of<K>(piece: &Piece<'_, K>) -> Self {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for word in piece.words.to_lowercase().split_whitespace() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        let total = counts.values().sum();
        Words { counts, total, is_note: piece.is_note }
    }

    fn shared(&self, other: &Words) -> u64 {
        self.counts.iter().filter_map(|(word, n)| Some((*n).min(*other.counts.get(word)?))).sum()
    }

    /// How much alike two leaves are: 1 where they share nothing, 1,001 where they share all. A note and a
    /// block of the text never stand for each other.
    fn likeness(&self, other: &Words) -> Option<u64> {
        let most = self.total.max(other.total).max(1);
        (self.is_note == other.is_note).then(|| 1 + 1000 * self.shared(other) / most)
    }

    /// How much of this leaf stands in another one, where that is most of it.
    fn within(&self, other: &Words) -> Option<u64> {
        let share = 1000 * self.shared(other) / self.total.max(1);
        (self.is_note == other.is_note && share >= MADE_OF).then_some(share)
    }
}

/// One step along two texts, and which of them goes on.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pair,
    /// The old leaf went into the new one with others: paragraphs that were joined.
    Joined,
    /// The new leaf came out of the old one with others: a paragraph that was parted.
    Parted,
    Gone,
    Added,
}

/// Whether a leaf of one text has begun to take leaves of the other one; the last of them must be made of it
/// too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    Joining,
    Parting,
}

/// The best that can still be had from each place in both texts on, in each state, and the step to it.
struct Best {
    places: Vec<[Option<(u64, Step)>; 3]>,
    width: usize,
}

impl Best {
    fn at(&self, state: State, e: usize, g: usize) -> Option<(u64, Step)> {
        self.places[e * self.width + g][state as usize]
    }

    /// The best of the steps that can be made from a place, the first of those that are equally good.
    fn step(
        &self,
        edited: &[&Words],
        gone: &[&Words],
        state: State,
        e: usize,
        g: usize,
    ) -> Option<(u64, Step)> {
        let mut options: Vec<(Option<u64>, Step, State)> = Vec::new();
        if let (Some(new), Some(old)) = (edited.get(e), gone.get(g)) {
            let (joined, parted) = (old.within(new), new.within(old));
            match state {
                State::Free => options.extend([
                    (new.likeness(old), Step::Pair, State::Free),
                    (joined, Step::Joined, State::Joining),
                    (parted, Step::Parted, State::Parting),
                ]),
                State::Joining => options
                    .extend([(joined, Step::Pair, State::Free), (joined, Step::Joined, State::Joining)]),
                State::Parting => options
                    .extend([(parted, Step::Pair, State::Free), (parted, Step::Parted, State::Parting)]),
            }
        }
        if state == State::Free {
            options.push(((g < gone.len()).then_some(0), Step::Gone, State::Free));
            options.push(((e < edited.len()).then_some(0), Step::Added, State::Free));
        }
        let score = |(own, step, next): (Option<u64>, Step, State)| {
            let (e, g) = step.from(e, g);
            Some((own? + self.at(next, e, g)?.0, step))
        };
        let scored = options.into_iter().filter_map(score);
        scored.reduce(|best, other| if other.0 > best.0 { other } else { best })
    }
}

impl Step {
    fn from(self, e: usize, g: usize) -> (usize, usize) {
        match self {
            Step::Pair => (e + 1, g + 1),
            Step::Joined | Step::Gone => (e, g + 1),
            Step::Parted | Step::Added => (e + 1, g),
        }
    }

    fn state(self) -> State {
        match self {
            Step::Joined => State::Joining,
            Step::Parted => State::Parting,
            Step::Pair | Step::Gone | Step::Added => State::Free,
        }
    }
}

/// Pairs in the order of both texts, such that their likenesses add up to the most.
fn most_alike(edited: &[&Words], gone: &[&Words]) -> Vec<(usize, usize)> {
    let width = gone.len() + 1;
    let mut best = Best { places: vec![[None; 3]; (edited.len() + 1) * width], width };
    for e in (0..=edited.len()).rev() {
        for g in (0..=gone.len()).rev() {
            let steps =
                [State::Free, State::Joining, State::Parting].map(|s| best.step(edited, gone, s, e, g));
            let end = (e, g) == (edited.len(), gone.len());
            let free = if end { Some((0, Step::Gone)) } else { steps[0] };
            best.places[e * width + g] = [free, steps[1], steps[2]];
        }
    }
    let mut out = Vec::new();
    let (mut state, mut e, mut g) = (State::Free, 0, 0);
    while (e, g) != (edited.len(), gone.len()) {
        let (_, step) =
            best.at(state, e, g).expect("from where a step leads there is another one, to the end");
        if matches!(step, Step::Pair | Step::Joined | Step::Parted) {
            out.push((e, g));
        }
        (e, g) = step.from(e, g);
        state = step.state();
    }
    out
}
