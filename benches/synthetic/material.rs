//! Words, sentences and paragraphs to make texts of.

use super::random::Random;
use fichewijzer::diagnostic::Findings;
use fichewijzer::document::walk::LeafKind;
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};
use std::collections::{BTreeMap, BTreeSet};

/// How many different words a large dossier has: about what Dutch texts of some millions of words have.
const VOCABULARY: usize = 60_000;

/// Paragraphs of the seeds shorter than this, in bytes, are labels and headings rather than sentences.
const SHORTEST_PARAGRAPH: usize = 200;

/// What texts are made of.
#[derive(Debug)]
pub(crate) struct Material {
    /// By falling frequency.
    words: Vec<String>,
    /// For each word the sum of its weight and all before it.
    weights: Vec<u64>,
    /// Paragraphs of the seeds.
    paragraphs: Vec<String>,
    /// Names of terms, as the texts write them.
    terms: Vec<String>,
}

impl Material {
    /// Takes words and paragraphs from seeds (name and bytes), and the names of the dossier's terms.
    pub(crate) fn of(seeds: &[(&str, &[u8])], terms: Vec<String>) -> Self {
        assert!(!terms.is_empty(), "a dossier without terms has no term pages to measure");
        let converted: Vec<Converted> = seeds
            .iter()
            .filter_map(|(name, bytes)| {
                convert(&Seed { name, bytes }, &SeedFacts::default(), &mut Findings::default())
            })
            .collect();
        let words = vocabulary(converted.iter().map(|c| &*c.text));
        let paragraphs = converted.iter().flat_map(paragraphs).collect();
        let weights = zipf(words.len());
        Material { words, weights, paragraphs, terms }
    }

    /// A word, common ones often and rare ones seldom.
    pub(crate) fn word(&self, random: &mut Random) -> &str {
        let sum = *self.weights.last().expect("seeds have words");
        let drawn = random.below(sum);
        &self.words[self.weights.partition_point(|weight| *weight <= drawn)]
    }

    /// Words parted by spaces, the first with a capital.
    pub(crate) fn words(&self, count: u64, random: &mut Random) -> String {
        let mut out = capital(self.word(random));
        for _ in 1..count {
            out.push(' ');
            out.push_str(self.word(random));
        }
        out
    }

    /// The name of a term; as with words, a few of them are named all the time.
    pub(crate) fn term(&self, random: &mut Random) -> &str {
        let end = random.between(1, self.terms.len() as u64);
        let at = random.below(end);
        &self.terms[usize::try_from(at).expect("an index fits")]
    }

    /// A sentence of eight to twenty-four words with its full stop.
    pub(crate) fn sentence(&self, random: &mut Random) -> String {
        let count = random.between(8, 24);
        let mut out = capital(self.word(random));
        for _ in 1..count {
            out.push_str(if random.once_in(14) { ", " } else { " " });
            out.push_str(self.word(random));
        }
        if random.once_in(20) {
            out.push_str(&format!(" in {}", random.between(2015, 2035)));
        } else if random.once_in(40) {
            out.push_str(&format!(" van {} miljoen euro", random.between(1, 900)));
        }
        out.push('.');
        out
    }

    /// Three to seven sentences; in one paragraph of three a term is named. One paragraph of twenty is a seed's.
    pub(crate) fn paragraph(&self, random: &mut Random) -> String {
        if random.once_in(20) && !self.paragraphs.is_empty() {
            return random.pick(&self.paragraphs).clone();
        }
        let mut sentences: Vec<String> = (0..random.between(3, 7)).map(|_| self.sentence(random)).collect();
        if random.once_in(3) {
            let verb = self.word(random);
            sentences.push(format!("Daarbij {verb} {} een rol.", self.term(random)));
        }
        sentences.join(" ")
    }
}

/// The words of the texts by falling frequency, then compounds of them.
fn vocabulary<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for text in texts {
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|c: char| c.is_ascii_punctuation() || "“”‘’…".contains(c));
            if !bare.is_empty() && bare.chars().all(char::is_alphabetic) {
                *counts.entry(bare.to_lowercase()).or_default() += 1;
            }
        }
    }
    let mut words: Vec<(String, u64)> = counts.into_iter().collect();
    words.sort_by(|(a, times_a), (b, times_b)| times_b.cmp(times_a).then_with(|| a.cmp(b)));
    let mut words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
    add_compounds(&mut words);
    words
}

/// Adds words made of two others, as Dutch makes its rare words.
fn add_compounds(words: &mut Vec<String>) {
    let parts: Vec<String> =
        words.iter().filter(|w| (5..=12).contains(&w.chars().count())).cloned().collect();
    let mut known: BTreeSet<String> = words.iter().cloned().collect();
    let mut random = Random::new(0);
    // Few parts make few compounds: then there are as many as there are.
    for _ in 0..VOCABULARY * 4 {
        if parts.len() < 2 || words.len() >= VOCABULARY {
            break;
        }
        let compound = format!("{}{}", random.pick(&parts), random.pick(&parts));
        if known.insert(compound.clone()) {
            words.push(compound);
        }
    }
}

/// Sums of the weights of Zipf's law with Mandelbrot's shift, which keeps the first words from being all there is.
fn zipf(count: usize) -> Vec<u64> {
    let mut sum = 0;
    (0..count as u64)
        .map(|rank| {
            sum += 1_000_000_000_000 / (10 * rank + 27);
            sum
        })
        .collect()
}

fn paragraphs(converted: &Converted) -> Vec<String> {
    let leaves = converted.body.leaves();
    leaves
        .iter()
        .filter(|leaf| leaf.kind == LeafKind::Paragraph)
        .map(|leaf| leaf.text().split_whitespace().collect::<Vec<_>>().join(" "))
        // What would mean something else in Markdown or in a seed is left out; there are enough others.
        .filter(|text| {
            text.len() >= SHORTEST_PARAGRAPH && !text.contains(['<', '[', '*', '_', '\\', '|', '`'])
        })
        .filter(|text| text.starts_with(|c: char| c.is_alphabetic() && c.is_uppercase()))
        .collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
