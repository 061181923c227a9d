//! Where each word of the site stands.

use super::broken::{Broken, broken};
use super::code;
use super::collect::{Collector, Counts, Learnt, Stretch};
use super::merge::Merged;
use super::subject::Subject;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pages that are read in one go. Their number decides no byte of the index but the sizes that shards are cut by.
const STRETCH: usize = 128;

/// How many stretches are read before their words are put together with the others: what a stretch has of its own words
/// takes more room than its places.
const TOGETHER: usize = 16;

/// How many words a reader of stretches knows before it begins anew: so many hardly fit a cache, and each thread has a
/// reader.
const MOST_WORDS: usize = 130_000;

/// All words of the site, sorted, with their places.
#[derive(Debug)]
pub(super) struct Postings {
    pub(super) words: Vec<Word>,
    /// The lists of places of all words, in no order that tells anything.
    lists: Vec<u8>,
    /// By word, the places where it stands broken in two, as they are written.
    pub(super) broken: Broken,
    /// The number of blocks of each page.
    pub(super) pages: Vec<Counts>,
    /// The bytes of text of each block.
    pub(super) sizes: Vec<u32>,
}

/// A word of the site.
#[derive(Debug)]
pub(super) struct Word {
    /// In small letters, with its signs.
    pub(super) text: Box<str>,
    pub(super) english: bool,
    /// About how many bytes its list takes.
    pub(super) weight: u32,
    list: Range<usize>,
}

impl Postings {
    /// Reads all pages, some stretches of them side by side.
    pub(super) fn of(subjects: &[Subject<'_>]) -> Self {
        Self::of_merged(read(subjects, STRETCH, MOST_WORDS))
    }

    fn of_merged(merged: Merged) -> Self {
        let order = merged.words.sorted();
        let broken = broken(&merged, &order);
        let (lists, starts) = lists(&merged);
        let words = order.iter().map(|number| {
            let found = &merged.found[*number as usize];
            let start = starts[*number as usize];
            Word {
                text: merged.words.text(*number).into(),
                english: found.english,
                weight: found.weight,
                list: start..start + found.length,
            }
        });
        Postings { words: words.collect(), lists, broken, pages: merged.pages, sizes: merged.sizes }
    }

    /// The list of places of a word, as it is written.
    pub(super) fn list(&self, word: usize) -> &[u8] {
        &self.lists[self.words[word].list.clone()]
    }
}

/// A reader of stretches, and its name among those whose words are put together.
struct Reader {
    name: usize,
    collector: Collector,
}

/// What a reader got from a stretch.
type Read = (usize, Stretch, Learnt);

/// Reads all pages. While stretches are read, the words of those before are put together.
fn read(subjects: &[Subject<'_>], stretch: usize, most_words: usize) -> Merged {
    let mut merged = Merged::default();
    let mut readers: Vec<Reader> = (0..rayon::current_num_threads())
        .map(|_| Reader { name: merged.reader(), collector: Collector::default() })
        .collect();
    let mut before = Vec::new();
    for together in subjects.chunks(stretch * TOGETHER) {
        for reader in readers.iter_mut().filter(|reader| reader.collector.words() > most_words) {
            *reader = Reader { name: merged.reader(), collector: Collector::default() };
        }
        let add = || add(&mut merged, std::mem::take(&mut before));
        let ((), read) = rayon::join(add, || stretches(&mut readers, together, stretch));
        before = read;
    }
    add(&mut merged, before);
    merged
}

fn add(merged: &mut Merged, read: Vec<Read>) {
    for (reader, stretch, learnt) in read {
        merged.add(reader, stretch, &learnt);
    }
}

/// Reads stretches, in their order. Each reader takes the next one when it is done with one: shares that are told
/// beforehand would leave a core without work in the end, as some take longer.
fn stretches(readers: &mut [Reader], subjects: &[Subject<'_>], length: usize) -> Vec<Read> {
    let next = AtomicUsize::new(0);
    let count = subjects.len().div_ceil(length);
    let each = readers.par_iter_mut().with_max_len(1).flat_map_iter(|reader| {
        std::iter::from_fn(|| {
            let at = next.fetch_add(1, Ordering::Relaxed);
            (at < count).then(|| {
                let end = subjects.len().min((at + 1) * length);
                let (stretch, learnt) = reader.collector.collect(&subjects[at * length..end]);
                (at, (reader.name, stretch, learnt))
            })
        })
    });
    let mut read: Vec<(usize, Read)> = each.collect();
    read.sort_unstable_by_key(|(at, _)| *at);
    read.into_iter().map(|(_, read)| read).collect()
}

/// The lists of all words, by their numbers one behind the other, and where each begins.
///
/// They come stretch by stretch and leave word by word. Each thread does that for some of the words.
fn lists(merged: &Merged) -> (Vec<u8>, Vec<usize>) {
    let mut end = 0;
    let mut starts = Vec::with_capacity(merged.found.len());
    for found in &merged.found {
        starts.push(end);
        end += found.length;
    }
    let mut lists = vec![0; end];
    let (mut rest, mut pieces) = (&mut *lists, Vec::new());
    let mut words = 0..0;
    for share in 1..=rayon::current_num_threads() {
        let until = end * share / rayon::current_num_threads();
        words = words.end..starts.partition_point(|start| *start < until);
        let next = starts.get(words.end).copied().unwrap_or(end);
        let (piece, others) = rest.split_at_mut(next - (end - rest.len()));
        pieces.push((words.clone(), piece));
        rest = others;
    }
    pieces.into_par_iter().with_max_len(1).for_each(|(words, piece)| lists_of(merged, words, &starts, piece));
    (lists, starts)
}

/// Writes the lists of some words to where they belong.
fn lists_of(merged: &Merged, words: Range<usize>, starts: &[usize], out: &mut [u8]) {
    /// Where the next part of a word's list goes, and the last block that the list has.
    struct Next {
        at: usize,
        block: u32,
    }
    let Some(first) = starts.get(words.start) else { return };
    let mut all: Vec<Next> =
        starts[words.clone()].iter().map(|start| Next { at: start - first, block: 0 }).collect();
    for (base, stretch) in merged.stretches() {
        for (word, places) in stretch.lists() {
            let Some(next) = (word as usize).checked_sub(words.start).and_then(|at| all.get_mut(at)) else {
                continue;
            };
            let step = (base + places.first - next.block) * 2;
            let (head, rest) = out[next.at..].split_at_mut(code::length(step));
            code::write(head, step);
            rest[..places.bytes.len()].copy_from_slice(places.bytes);
            next.at += head.len() + places.bytes.len();
            next.block = base + places.last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Stub;
    use crate::search::broken::written;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Pages with nothing but a title, one block each.
    fn stubs(titles: &[String]) -> Vec<Stub> {
        let stub = |title: &String| Stub {
            id: "com-2024-28".into(),
            number: "COM(2024) 28".parse().expect("a number"),
            title: title.clone(),
            celex: None,
            address: String::new(),
        };
        titles.iter().map(stub).collect()
    }

    /// By word all its places, as they are written.
    fn lists(titles: &[String]) -> BTreeMap<&str, Vec<u8>> {
        let mut places: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
        for (block, title) in (0..).zip(titles) {
            for (position, word) in (0..).zip(title.split_whitespace()) {
                places.entry(word).or_default().push((block, position));
            }
        }
        places.into_iter().map(|(word, places)| (word, written(places.into_iter()))).collect()
    }

    /// By word that stands somewhere, the places where it stands in two halves, the shortest first half first.
    fn broken(titles: &[String]) -> BTreeMap<String, Vec<Vec<u8>>> {
        let mut places: BTreeMap<(String, usize), Vec<(u32, u32)>> = BTreeMap::new();
        for (block, title) in (0..).zip(titles) {
            let words: Vec<&str> = title.split_whitespace().collect();
            for (position, pair) in (0..).zip(words.windows(2)) {
                let whole = pair.concat();
                let is_word = titles.iter().any(|title| title.split_whitespace().any(|word| word == whole));
                if is_word && pair.iter().all(|half| half.len() >= 4) {
                    places.entry((whole, pair[0].len())).or_default().push((block, position));
                }
            }
        }
        let mut out: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for ((whole, _), places) in places {
            out.entry(whole).or_default().push(written(places.into_iter()));
        }
        out
    }

    proptest! {
        #[test]
        fn every_word_has_all_its_places_however_they_are_read(
            titles in prop::collection::vec("((aaaa|bbbb){1,3}c? ?){0,9}", 0..120),
            stretch in 1usize..9,
            most_words in 0usize..9,
        ) {
            let stubs = stubs(&titles);
            let subjects: Vec<Subject<'_>> = stubs.iter().map(Subject::Stub).collect();
            let postings = Postings::of_merged(read(&subjects, stretch, most_words));
            let found = postings.words.iter().enumerate();
            let found: Vec<_> = found.map(|(at, word)| (&*word.text, postings.list(at).to_vec())).collect();
            prop_assert_eq!(found, lists(&titles).into_iter().collect::<Vec<_>>());
            let text = |word: usize| postings.words[word].text.to_string();
            let found = postings.broken.iter().map(|(word, lists)| (text(*word), lists.clone()));
            prop_assert_eq!(found.collect::<BTreeMap<_, _>>(), broken(&titles));
            prop_assert_eq!(postings.pages.len(), titles.len());
        }
    }
}
