//! The index as a whole, and its parts as JSON.

use super::code;
use super::held::Held;
use super::identifier::{Places, identifiers};
use super::json;
use super::lexicon::Lexicon;
use super::postings::Postings;
use super::shard::{Cuts, Size};
use super::stem;
use super::subject::{Block, Field, Key, Subject, keys};
use super::token::each_word;
use crate::document::BlockId;
use crate::site::Site;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// Version of the files' form; `search.js` reads this one.
const VERSION: u32 = 1;

/// Words that a query can do without when it has others.
const SMALL_WORDS: [&str; 44] = [
    "aan", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "door", "een", "en", "er", "het", "hun",
    "in", "is", "met", "naar", "nr", "of", "om", "onder", "ook", "op", "over", "te", "ten", "ter", "tot",
    "uit", "van", "voor", "wat", "wordt", "zijn", "and", "for", "on", "the", "to", "a", "at", "by",
];

/// Pages whose titles stand in one file.
const INFOS: usize = 64;

const FORMS: Size = Size { least: 6_000, most: 32_000, files: 40 };
const POSTINGS: Size = Size { least: 8_000, most: 64_000, files: 300 };
const NUMBERS: Size = Size { least: 8_000, most: 32_000, files: 40 };
const TEXTS: Size = Size { least: 8_000, most: 64_000, files: 400 };

/// The index of a site.
#[derive(Debug)]
pub(super) struct Index {
    site: Arc<Site>,
    held: Held,
    keys: Vec<Key>,
    /// The first block of each page, and the end of all.
    starts: Vec<u32>,
    postings: Postings,
    lexicon: Lexicon,
    /// Indices of forms in the order of their letters from the last one on.
    reversed: Vec<u32>,
    numbers: Vec<(String, Places)>,
    cuts: AllCuts,
}

#[derive(Debug)]
struct AllCuts {
    forms: Cuts,
    reversed: Cuts,
    groups: Cuts,
    numbers: Cuts,
    texts: Cuts,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Core,
    Facets,
    Forms(usize),
    Reversed(usize),
    Groups(usize),
    Numbers(usize),
    Texts(usize),
    Infos(usize),
}

impl Part {
    /// Its name, as scripts and files have it.
    pub(super) fn name(self) -> String {
        match self {
            Part::Core => "kern".to_owned(),
            Part::Facets => "f".to_owned(),
            Part::Forms(n) => format!("w{n}"),
            Part::Reversed(n) => format!("r{n}"),
            Part::Groups(n) => format!("p{n}"),
            Part::Numbers(n) => format!("n{n}"),
            Part::Texts(n) => format!("t{n}"),
            Part::Infos(n) => format!("i{n}"),
        }
    }
}

impl Index {
    /// Makes the index of some pages of a site.
    pub(super) fn of(site: Arc<Site>, held: Held) -> Self {
        let mut keys = keys(&site);
        keys.retain(|key| held.holds(&key.subject(&site, &held).page()));
        let subjects: Vec<Subject<'_>> = keys.iter().map(|key| key.subject(&site, &held)).collect();
        let mut postings = Postings::of(&subjects);
        let mut starts = vec![0];
        for counts in &postings.pages {
            starts.push(starts.last().expect("begins with one") + counts.iter().sum::<u32>());
        }
        // Both have steps that cannot be done by several threads.
        let (lexicon, numbers) = rayon::join(
            || Lexicon::of(&postings.words),
            || identifiers(&site, &held, &keys, &starts).into_iter().collect::<Vec<_>>(),
        );
        let reversed = reversed(&lexicon);
        let forms = &lexicon.forms;
        let form = |at: usize| forms.length(at) / 2 + 4;
        let cuts = AllCuts {
            forms: Cuts::of((0..forms.len()).map(form), FORMS),
            reversed: Cuts::of(reversed.iter().map(|at| form(*at as usize)), FORMS),
            groups: Cuts::of(group_weights(&lexicon, &postings).into_iter(), POSTINGS),
            numbers: Cuts::of(
                numbers.iter().map(|(key, p)| key.len() + 8 + 3 * (p.pages.len() + p.blocks.len())),
                NUMBERS,
            ),
            texts: Cuts::of(std::mem::take(&mut postings.sizes).iter().map(|size| *size as usize), TEXTS),
        };
        drop(subjects);
        Index { site, held, keys, starts, postings, lexicon, reversed, numbers, cuts }
    }

    /// All files.
    pub(super) fn parts(&self) -> Vec<Part> {
        let cuts = &self.cuts;
        let mut out = vec![Part::Core, Part::Facets];
        out.extend((0..cuts.forms.len()).map(Part::Forms));
        out.extend((0..cuts.reversed.len()).map(Part::Reversed));
        out.extend((0..cuts.groups.len()).map(Part::Groups));
        out.extend((0..cuts.numbers.len()).map(Part::Numbers));
        out.extend((0..cuts.texts.len()).map(Part::Texts));
        out.extend((0..self.keys.len().div_ceil(INFOS)).map(Part::Infos));
        out
    }

    /// Writes a file's data as JSON that may stand in a page: it has no `<`.
    pub(super) fn write(&self, part: Part, out: &mut Vec<u8>) {
        match part {
            Part::Core => json::push(out, &self.core()),
            Part::Facets => json::push(out, &self.facets()),
            Part::Forms(n) => json::push_text(out, &self.forms(n)),
            Part::Reversed(n) => json::push_text(out, &self.reversed_forms(n)),
            Part::Groups(n) => self.groups(n, out),
            Part::Numbers(n) => json::push(out, &self.numbers(n)),
            Part::Texts(n) => self.texts(n, out),
            Part::Infos(n) => json::push(out, &self.infos(n)),
        }
    }

    fn core(&self) -> Value {
        let cuts = &self.cuts;
        let kinds = kinds(&self.site);
        let kind_of = |key: &Key| {
            let kind = key.subject(&self.site, &self.held).kind();
            let at = kinds.iter().position(|(name, _)| *name == kind).expect("every kind is listed");
            u32::try_from(at).expect("few kinds")
        };
        let pages = self.keys.iter().zip(&self.postings.pages);
        let pages = pages.flat_map(|(key, counts)| std::iter::once(kind_of(key)).chain(*counts));
        let names = self.keys.iter().flat_map(|key| name_lengths(&key.subject(&self.site, &self.held)));
        let forms = &self.lexicon.forms;
        let first = |at: &usize| if *at < forms.len() { forms.form(*at) } else { "" };
        let last = |at: &usize| self.reversed.get(*at).map_or("", |at| forms.form(*at as usize));
        let number = |at: &usize| self.numbers.get(*at).map_or("", |(key, _)| key.as_str());
        json!({
            "version": VERSION,
            "stems": { "nl": stem::DUTCH, "en": stem::ENGLISH },
            "kinds": kinds,
            "pages": code::text(pages),
            "names": code::text(names),
            "small": SMALL_WORDS.as_slice(),
            "infos": INFOS,
            "forms": cuts.forms.starts().iter().map(first).collect::<Vec<_>>(),
            "reversed": cuts.reversed.starts().iter().map(last).collect::<Vec<_>>(),
            "groups": code::rising(cuts.groups.starts().iter().map(|at| number32(*at))),
            "numbers": cuts.numbers.starts().iter().map(number).collect::<Vec<_>>(),
            "texts": code::rising(cuts.texts.starts().iter().map(|at| number32(*at))),
        })
    }

    /// Years of pages (0 where none is known), and of each term the pages that are about it.
    fn facets(&self) -> Value {
        let subjects: Vec<(u32, Subject<'_>)> =
            (0..).zip(self.keys.iter().map(|key| key.subject(&self.site, &self.held))).collect();
        let terms: Vec<_> = subjects.iter().filter(|(_, s)| matches!(s, Subject::Term(..))).collect();
        let documents: BTreeMap<&str, u32> =
            subjects.iter().filter_map(|(page, s)| Some((s.document()?.id.as_str(), *page))).collect();
        let taxonomies: Vec<Value> = self
            .site
            .corpus
            .taxonomies
            .iter()
            .map(|taxonomy| {
                let terms = taxonomy.terms.iter().map(|term| {
                    let terms = terms.iter().filter(|(_, s)| s.is_about(taxonomy, term));
                    let mut about: Vec<u32> = terms.map(|(page, _)| *page).collect();
                    let passages = term.passages.chunk_by(|a, b| a.document == b.document);
                    about.extend(passages.filter_map(|of_one| documents.get(&*of_one[0].document)));
                    about.sort_unstable();
                    (&term.id, &term.front.name, code::rising(about))
                });
                json!({
                    "key": taxonomy.settings.key,
                    "title": taxonomy.settings.title,
                    "terms": terms.collect::<Vec<_>>(),
                })
            })
            .collect();
        let years = code::text(subjects.iter().map(|(_, subject)| subject.year().unwrap_or(0)));
        json!({ "years": years, "taxonomies": taxonomies })
    }

    /// Forms one behind the other: how many letters each shares with the one before, the other letters, a blank, its
    /// groups. Of a group its distance from the group before is written, made positive by its sign as the last bit, and that
    /// doubled, and one more where another follows.
    fn forms(&self, shard: usize) -> String {
        let mut out = Vec::new();
        let (mut before, mut group_before) = ("", 0i64);
        for (form, groups) in self.lexicon.forms.range(self.cuts.forms.range(shard)) {
            push_form(before, form, &mut out);
            for (i, group) in groups.iter().enumerate() {
                let step = i64::from(*group) - group_before;
                let positive = if step < 0 { -2 * step - 1 } else { 2 * step };
                let more = i64::from(i + 1 < groups.len());
                let value = u32::try_from(positive * 2 + more).expect("far fewer groups than numbers");
                code::push(&mut out, value);
                group_before = i64::from(*group);
            }
            before = form;
        }
        text(out)
    }

    /// Forms one behind the other, in the order of their letters from the last on: shared letters, the others, a blank.
    fn reversed_forms(&self, shard: usize) -> String {
        let mut out = Vec::new();
        let mut before = String::new();
        for at in &self.reversed[self.cuts.reversed.range(shard)] {
            let form: String = self.lexicon.forms.form(*at as usize).chars().rev().collect();
            push_form(&before, &form, &mut out);
            before = form;
        }
        text(out)
    }

    /// Of each group its words: text, how it belongs to the group (0 itself, 1 as a compound), places.
    fn groups(&self, shard: usize, out: &mut Vec<u8>) {
        out.push(b'[');
        let range = self.cuts.groups.range(shard);
        for (i, group) in self.lexicon.groups[range].iter().enumerate() {
            out.extend_from_slice(if i > 0 { b",[" } else { b"[" });
            let own = group.own.iter().map(|word| (*word, b'0'));
            let compounds = group.compounds.iter().map(|word| (*word, b'1'));
            let mut first = true;
            for (word, how) in own.chain(compounds) {
                let word = word as usize;
                let broken = self.postings.broken.get(&word).into_iter().flatten().map(Vec::as_slice);
                for list in std::iter::once(self.postings.list(word)).chain(broken) {
                    if !std::mem::take(&mut first) {
                        out.push(b',');
                    }
                    json::push_text(out, &self.postings.words[word].text);
                    out.extend_from_slice(&[b',', how, b',', b'"']);
                    out.extend_from_slice(list);
                    out.push(b'"');
                }
            }
            out.push(b']');
        }
        out.push(b']');
    }

    fn numbers(&self, shard: usize) -> Value {
        let entries = &self.numbers[self.cuts.numbers.range(shard)];
        let entry = |(key, places): &(String, Places)| {
            let pages = code::rising(places.pages.iter().copied());
            (key.clone(), json!([pages, code::rising(places.blocks.iter().copied())]))
        };
        Value::Object(entries.iter().map(entry).collect())
    }

    /// Headings above the blocks, outermost first, and the blocks: id, index of its headings, text.
    fn texts(&self, shard: usize, out: &mut Vec<u8>) {
        let range = self.cuts.texts.range(shard);
        let (from, to) = (number32(range.start), number32(range.end));
        let mut paths = Paths::default();
        let mut blocks = Vec::with_capacity(TEXTS.most);
        let mut page = self.starts.partition_point(|start| *start <= from).saturating_sub(1);
        while page < self.keys.len() && self.starts[page] < to {
            let subject = self.keys[page].subject(&self.site, &self.held);
            for (block, at) in subject.blocks().iter().zip(self.starts[page]..) {
                if (from..to).contains(&at) {
                    blocks.extend_from_slice(if blocks.is_empty() { b"[" } else { b",[" });
                    json::push_text(&mut blocks, &block.id());
                    write!(blocks, ",{},", paths.of(&subject, block)).expect("memory takes all");
                    json::push_text(&mut blocks, &block.text());
                    blocks.push(b']');
                }
            }
            page += 1;
        }
        out.push(b'[');
        json::push_texts(out, &paths.all);
        out.extend_from_slice(b",[");
        out.append(&mut blocks);
        out.extend_from_slice(b"]]");
    }

    /// Of each page its address in the site, its title, its number, its date.
    fn infos(&self, shard: usize) -> Value {
        let from = shard * INFOS;
        let to = self.keys.len().min(from + INFOS);
        let info = |key: &Key| {
            let subject = key.subject(&self.site, &self.held);
            let date = subject.date().map(|d| d.to_string());
            let address = self.held.address(&self.site, &subject.page());
            json!([address, subject.title(), subject.number(), date])
        };
        Value::from_iter(self.keys[from..to].iter().map(info))
    }
}

/// How many words each name of a page has, without small ones.
fn name_lengths(subject: &Subject<'_>) -> Vec<u32> {
    let names = subject.blocks().into_iter().take_while(|block| block.field == Field::Name);
    let length = |text: &str| {
        let mut count = 0;
        each_word(text, &mut String::new(), |word| {
            count += u32::from(!word.read(|word| SMALL_WORDS.contains(&word)));
        });
        count.max(1)
    };
    names.map(|name| length(&name.text())).collect()
}

/// The kinds of pages with the title of those that are the dossier's own: `fiche`, `pijlers`, `page`.
fn kinds(site: &Site) -> Vec<(&str, Option<&str>)> {
    let documents = crate::document::Kind::ALL.iter().map(|kind| (kind.as_str(), None));
    let taxonomies =
        site.corpus.taxonomies.iter().map(|t| (t.settings.key.as_str(), Some(t.settings.singular.as_str())));
    documents.chain(taxonomies).chain([("page", None)]).collect()
}

/// The headings above blocks, outermost first; blocks behind each other that have the same share them.
struct Paths<'a> {
    all: Vec<Vec<&'a str>>,
    /// The ids of the last one's headings, where its block is the page's own.
    last: &'a [BlockId],
}

impl Default for Paths<'_> {
    fn default() -> Self {
        Paths { all: vec![Vec::new()], last: &[] }
    }
}

impl<'a> Paths<'a> {
    /// Where the headings of the next block of a page stand; of what is quoted the document's title and headings.
    fn of(&mut self, subject: &Subject<'a>, block: &Block<'a>) -> usize {
        let (title, outline, anchor) = match block.quoted {
            Some((document, passage)) => {
                (Some(&*document.front.title), Some(&document.outline), Some(&passage.anchor))
            }
            None => (None, subject.outline(), block.anchor),
        };
        let outline = outline.zip(anchor);
        let ids = outline.map_or(&[][..], |(outline, anchor)| outline.path(anchor));
        // Blocks under one heading share its path: their words need not be looked at.
        let is_last = title.is_none() && !ids.is_empty() && std::ptr::eq(ids, self.last);
        if !is_last {
            self.last = if title.is_none() { ids } else { &[] };
            let headings = outline.into_iter().flat_map(|(outline, _)| {
                ids.iter().filter_map(|id| Some(outline.heading(id)?.text.as_str()))
            });
            let path: Vec<&str> = title.into_iter().chain(headings).collect();
            if self.all.last() != Some(&path) {
                self.all.push(path);
            }
        }
        self.all.len() - 1
    }
}

fn group_weights(lexicon: &Lexicon, postings: &Postings) -> Vec<usize> {
    let word = |word: &u32| {
        let word = &postings.words[*word as usize];
        word.text.len() + 8 + word.weight as usize
    };
    lexicon.groups.iter().map(|g| g.own.iter().chain(&g.compounds).map(word).sum()).collect()
}

/// Indices of forms in the order of their letters from the last one on.
fn reversed(lexicon: &Lexicon) -> Vec<u32> {
    let form = |at: u32| lexicon.forms.form(at as usize);
    let all = 0..number32(lexicon.forms.len());
    let mut out: Vec<(u64, u32)> = all.into_par_iter().map(|at| (ending(form(at)), at)).collect();
    let letters = |at: u32| form(at).chars().rev();
    out.par_sort_unstable_by(|(a, one), (b, other)| {
        a.cmp(b).then_with(|| letters(*one).cmp(letters(*other)))
    });
    out.into_iter().map(|(_, at)| at).collect()
}

/// The last eight letters of a form as a number: of two forms whose numbers differ the smaller one comes first. What
/// stands before a letter beyond ASCII does not count.
fn ending(form: &str) -> u64 {
    let mut letters = form.bytes().rev().take(8);
    let mut out: u64 = 0;
    for place in (0..8).rev() {
        match letters.next() {
            Some(letter) if letter.is_ascii() => out |= u64::from(letter) << (8 * place),
            Some(_) => return out | 0x80 << (8 * place),
            None => break,
        }
    }
    out
}

/// Writes how many characters a form shares with the one before, no more than can be told in one; the others; a blank.
fn push_form(before: &str, form: &str, out: &mut Vec<u8>) {
    let shared = before.chars().zip(form.chars()).take_while(|(a, b)| a == b).count().min(50);
    code::push(out, number32(shared));
    let rest = form.char_indices().nth(shared).map_or("", |(at, _)| &form[at..]);
    out.extend_from_slice(rest.as_bytes());
    out.push(b' ');
}

/// Text of our own making.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("forms are UTF-8, numbers ASCII")
}

fn number32(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 4 billion")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn endings_differ_as_forms_do_from_their_ends_on(one in "[a-cé€']{0,11}", other in "[a-cé€']{0,11}") {
            let order = one.chars().rev().cmp(other.chars().rev());
            let by_ending = ending(&one).cmp(&ending(&other));
            prop_assert!(by_ending.is_eq() || by_ending == order, "{one} {other}: {by_ending:?}, {order:?}");
        }
    }
}
