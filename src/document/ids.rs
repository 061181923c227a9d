//! Addresses of blocks: slugs, headings' numbers, fingerprints.
//!
//! An id is given once and then stays: a heading's is written into the Markdown, the others are kept in
//! the map beside the content ([`super::map`]) and found again by the fingerprint of their text.

mod lasting;
mod told;

pub use lasting::Moved;
pub use told::assign_as_told;

use super::block::{BlockId, Body};
use super::map::BlockMap;
use super::number::{Printed, printed_number};
use super::space::one_space;
use super::walk::{Leaf, LeafKind};
use lasting::Against;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug, in characters.
const LONGEST_SLUG: usize = 60;

/// A text as part of an address: folded to ASCII, small letters, digits and hyphens, at most 60
/// characters, cut at the end of a word where one ends before that; `x` where nothing stays.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            // Marks within words: 's-Gravenhage, programma’s, and soft hyphens.
            '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' => {}
            _ => match fold(c) {
                Some(letters) => out.push_str(letters),
                None if out.is_empty() || out.ends_with('-') => {}
                None => out.push('-'),
            },
        }
    }
    if out.len() > LONGEST_SLUG {
        let end = out[..=LONGEST_SLUG].rfind('-').unwrap_or(LONGEST_SLUG);
        out.truncate(end);
    }
    let slug = out.trim_end_matches('-');
    if slug.is_empty() { "x".to_owned() } else { slug.to_owned() }
}

/// Letters that Unicode does not take apart.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// How an unnumbered heading gets its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingStyle {
    /// After its numbered parent, `s4e-regeldruk`: fiches, communications, other documents.
    UnderNumber,
    /// By its words alone: news and hand-written pages.
    WordsAlone,
}

/// Hash of a leaf's text with case and white space folded and note marks dropped: twelve characters of
/// the base32 alphabet, the start of which is the leaf's id when it is first seen.
pub fn fingerprint<L>(leaf: &Leaf<'_, L>) -> String {
    hash(&leaf.words(), 12)
}

/// The first `length` (at most 12) characters of lower-case base32 (RFC 4648) of BLAKE3 over the folded
/// text.
fn hash(text: &str, length: usize) -> String {
    let hash = blake3::hash(in_small_letters(&one_space(text)).as_bytes());
    let bits = hash.as_bytes()[..8].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..length.min(12))
        .map(|i| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(bits >> (59 - 5 * i) & 31) as usize]))
        .collect()
}

/// How many bytes of a text are looked at together, up to the end of a word.
const STRETCH: usize = 64;

/// A text in small letters. These depend on the letters around them beyond ASCII only, and never on those of another
/// word.
fn in_small_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let behind = rest.as_bytes().get(STRETCH..).unwrap_or_default();
        let end = behind.iter().position(|byte| *byte == b' ').map_or(rest.len(), |at| STRETCH + at);
        let (words, after) = rest.split_at(end);
        rest = after;
        if words.is_ascii() {
            let from = out.len();
            out.push_str(words);
            out[from..].make_ascii_lowercase();
        } else {
            words.split_inclusive(' ').for_each(|word| out.push_str(&word.to_lowercase()));
        }
    }
    out
}

/// Gives every leaf an id that has none, and tells what became of the ids of the map.
///
/// Ids that are there stay. A leaf that the map knows, by its fingerprint or as one that it became by
/// rewording, has the id that the map says, wherever it stands now; but a heading's printed number and a
/// note's label go before the map. The others are made new.
pub fn assign(body: &mut Body, style: HeadingStyle, map: &BlockMap) -> Moved {
    assign_seen(body, &Seen::all(body), style, map)
}

/// The same, where the leaves were looked at before: `leaves` are those of the body.
pub fn assign_seen(body: &mut Body, leaves: &[Seen], style: HeadingStyle, map: &BlockMap) -> Moved {
    let labels: Vec<String> = body.notes.iter().map(|note| note.label.clone()).collect();
    let against = Against::of(leaves, map);
    let kept = against.kept(leaves);
    let mut giver = Giver { given: kept.iter().flatten().cloned().collect() };
    let mut labels = labels.iter();
    let mut outline = Outline::new(style);
    let mut ids = Vec::with_capacity(leaves.len());
    for (leaf, kept) in leaves.iter().zip(kept) {
        let id = match leaf.kind {
            LeafKind::Heading(level) => {
                let number = printed_number(&leaf.text);
                let id = kept.unwrap_or_else(|| giver.new_id(&outline.base(level, &number, &leaf.text)));
                outline.enter(level, number, &id);
                id
            }
            LeafKind::Note => {
                let label = labels.next().map_or("", String::as_str);
                kept.unwrap_or_else(|| giver.note_id(label))
            }
            _ => kept.unwrap_or_else(|| giver.new_id(&format!("p-{}", &leaf.fingerprint[..6]))),
        };
        ids.push(id);
    }
    let moved = against.moved(&ids);
    let mut ids = ids.into_iter();
    body.each_id_mut(&mut |_, id| {
        if let Some(given) = ids.next() {
            *id = given;
        }
    });
    moved
}

/// What the giving of ids needs to know of a leaf.
#[derive(Debug)]
pub struct Seen {
    kind: LeafKind,
    id: BlockId,
    text: String,
    fingerprint: String,
}

impl Seen {
    /// The leaves of a body, in their order.
    pub fn all(body: &Body) -> Vec<Seen> {
        body.leaves().iter().map(Seen::of).collect()
    }

    /// As [`fingerprint`] gives it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// As [`Leaf::text`] gives it.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn of(leaf: &Leaf<'_, String>) -> Self {
        let text = leaf.text();
        Seen { kind: leaf.kind, id: leaf.id.clone(), fingerprint: hash(&text, 12), text }
    }
}

/// Gives ids, none twice.
struct Giver {
    /// What stands in this document.
    given: BTreeSet<BlockId>,
}

impl Giver {
    /// An id that begins with `base` and that nobody has: itself, or with `-2`, `-3` …
    ///
    /// An id that the map knows and that no block keeps may come back: it is made from the same words or the
    /// same number as then.
    fn new_id(&mut self, base: &str) -> BlockId {
        let tries = std::iter::once(base.to_owned()).chain((2_u64..).map(|n| format!("{base}-{n}")));
        let free = tries.map(BlockId::new).find(|id| !self.given.contains(id));
        let id = free.expect("numbers do not run out before ids do");
        self.given.insert(id.clone());
        id
    }

    /// A note's id comes from its label.
    fn note_id(&mut self, label: &str) -> BlockId {
        let id = format!("fn-{}", label.to_lowercase());
        let id = BlockId::new(if BlockId::is_valid(&id) { id } else { format!("fn-{}", slug(label)) });
        if self.given.insert(id.clone()) { id } else { self.new_id(id.as_str()) }
    }
}

/// The headings above the place that is read, outermost first.
struct Outline {
    style: HeadingStyle,
    open: Vec<Entry>,
}

struct Entry {
    level: u8,
    number: Printed,
    id: BlockId,
}

impl Outline {
    fn new(style: HeadingStyle) -> Self {
        Outline { style, open: Vec::new() }
    }

    /// The id that a heading has unless another one has it.
    fn base(&mut self, level: u8, number: &Printed, text: &str) -> String {
        self.open.retain(|entry| entry.level < level);
        match number {
            Printed::Number(number) => format!("s{number}"),
            Printed::Letter(letter) => {
                let parent = self.open.iter().rev().find_map(|entry| match &entry.number {
                    Printed::Number(number) => Some(number),
                    _ => None,
                });
                parent.map_or_else(|| format!("s-{letter}"), |number| format!("s{number}{letter}"))
            }
            Printed::None => {
                let words = slug(text);
                let parent = self.open.iter().rev().find(|entry| entry.number != Printed::None);
                match parent.filter(|_| self.style == HeadingStyle::UnderNumber) {
                    Some(parent) => format!("{}-{words}", parent.id),
                    None if stands_alone(&words) => words,
                    None => format!("s-{words}"),
                }
            }
        }
    }

    fn enter(&mut self, level: u8, number: Printed, id: &BlockId) {
        self.open.retain(|entry| entry.level < level);
        self.open.push(Entry { level, number, id: id.clone() });
    }
}

/// Whether a slug can be a heading's id: it begins with a letter and looks like no other block's id.
fn stands_alone(slug: &str) -> bool {
    BlockId::is_valid(slug) && !["p-", "fn-", "fnref-"].iter().any(|prefix| slug.starts_with(prefix))
}

#[cfg(test)]
mod tests;
