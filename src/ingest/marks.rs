//! Finds the marks of notes in the text.
//!
//! A digit behind a word is a mark only where the sequence expects it: of all digits that could be
//! marks, the longest chain with rising numbers is taken, each number one that has a definition and,
//! where pages are known, stands on the page of its definition or the one before.

mod apart;

use super::flow::{Definition, MarkForm, superscript, superscript_number};
use super::strand::Strand;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mark of a note within a strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: Range<usize>,
    pub(super) label: u32,
}

/// Something that could be a mark.
#[derive(Debug)]
struct Candidate {
    strand: usize,
    mark: Mark,
    /// How well it looks like one; more is better.
    weight: u64,
}

/// What a sure candidate counts, and one that may be something else, as "CO2" or a year's end: no number
/// of those outweighs one that is sure.
const SURE: u64 = 1 << 40;
const LIKELY: u64 = 1 << 25;
const DOUBTFUL: u64 = 1 << 10;
/// What it counts more to stand on the page of the definition.
const SAME_PAGE: u64 = 1;

/// The marks of each strand, in order. `page_of` tells the page of a place in a strand, where pages
/// are known.
pub(super) fn find(
    strands: &[&Strand],
    notes: &[Definition],
    form: MarkForm,
    page_of: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Vec<Mark>> {
    let pages: BTreeMap<u32, usize> = notes.iter().map(|note| (note.label, note.page)).collect();
    let mut candidates = Vec::new();
    for (index, strand) in strands.iter().enumerate() {
        for (mark, weight) in candidates_in(strand.text(), form) {
            let Some(home) = pages.get(&mark.label) else { continue };
            let near = match page_of(index, mark.at.start) {
                Some(page) if page == *home => SAME_PAGE,
                Some(page) if page + 1 == *home => 0,
                Some(_) => continue,
                None => 0,
            };
            candidates.push(Candidate { strand: index, mark, weight: weight + near });
        }
    }
    let chosen = rising_chain(&candidates);
    let mut found = vec![Vec::new(); strands.len()];
    for (index, candidate) in candidates.into_iter().enumerate() {
        if chosen.contains(&index) || !form.by_sequence() {
            found[candidate.strand].push(candidate.mark);
        }
    }
    found
}

/// The chain of candidates with strictly rising numbers that weighs most.
fn rising_chain(candidates: &[Candidate]) -> BTreeSet<usize> {
    let highest = candidates.iter().map(|c| c.mark.label as usize).max().unwrap_or(0);
    let mut best = PrefixMax::new(highest + 1);
    let mut before: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        let label = candidate.mark.label as usize;
        let (weight, last) = best.below(label);
        before.push(last);
        best.raise(label, weight + candidate.weight, index);
    }
    let mut chosen = BTreeSet::new();
    let mut at = best.below(highest + 1).1;
    while let Some(index) = at {
        chosen.insert(index);
        at = before[index];
    }
    chosen
}

/// The greatest weight among smaller numbers (a Fenwick tree of maxima). Of equal weights the first
/// stays.
struct PrefixMax {
    tree: Vec<(u64, Option<usize>)>,
}

impl PrefixMax {
    fn new(size: usize) -> Self {
        PrefixMax { tree: vec![(0, None); size + 2] }
    }

    fn below(&self, label: usize) -> (u64, Option<usize>) {
        let mut best = (0, None);
        let mut at = label;
        while at > 0 {
            if self.tree[at].0 > best.0 {
                best = self.tree[at];
            }
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, label: usize, weight: u64, index: usize) {
        let mut at = label + 1;
        while at < self.tree.len() {
            if weight > self.tree[at].0 {
                self.tree[at] = (weight, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
}

fn candidates_in(text: &str, form: MarkForm) -> Vec<(Mark, u64)> {
    match form {
        MarkForm::Glued => glued(text),
        MarkForm::Superscript => superscripts(text),
        MarkForm::Bracketed => bracketed(text),
        MarkForm::Apart => apart::apart(text),
        MarkForm::Parenthesised => apart::parenthesised(text),
    }
}

/// The numbers that could be marks of this form in a text.
pub(super) fn labels(text: &str, form: MarkForm) -> impl Iterator<Item = u32> {
    candidates_in(text, form).into_iter().map(|(mark, _)| mark.label)
}

fn superscripts(text: &str) -> Vec<(Mark, u64)> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| superscript(c).is_some()) {
        let start = at + found;
        let digits = text[start..].chars().take_while(|c| superscript(*c).is_some());
        let end = start + digits.map(char::len_utf8).sum::<usize>();
        if let Some((label, _)) = superscript_number(&text[start..end]) {
            marks.push((Mark { at: start..end, label }, SURE));
        }
        at = end;
    }
    marks
}

fn bracketed(text: &str) -> Vec<(Mark, u64)> {
    text.match_indices('[')
        .filter_map(|(start, _)| {
            let inner = &text[start + 1..];
            let len = inner.bytes().take(5).take_while(u8::is_ascii_digit).count();
            let label = inner[..len].parse().ok()?;
            let end = start + 1 + len + 1;
            inner[len..].starts_with(']').then_some((Mark { at: start..end, label }, SURE))
        })
        .collect()
}

fn glued(text: &str) -> Vec<(Mark, u64)> {
    let mut marks = Vec::new();
    let mut word_start = 0;
    for word in text.split_inclusive([' ', '\u{a0}']) {
        if !word.contains("://") {
            glued_in_word(text, word_start..word_start + word.len(), &mut marks);
        }
        word_start += word.len();
    }
    marks
}

fn glued_in_word(text: &str, word: Range<usize>, marks: &mut Vec<(Mark, u64)>) {
    let mut at = word.start;
    while let Some(found) = text[at..word.end].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let end = start + text[start..].bytes().take_while(u8::is_ascii_digit).count();
        if let Some((from, weight)) = mark_within(&text[..start], &text[start..end], &text[end..])
            && let Ok(label) = text[start + from..end].parse()
        {
            marks.push((Mark { at: start + from..end, label }, weight));
        }
        at = end;
    }
}

/// Where in a run of digits a mark begins, judged by what stands around the run.
fn mark_within(before: &str, digits: &str, after: &str) -> Option<(usize, u64)> {
    let mut next = after.chars();
    match next.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '%' | '/' | '_' | '=' | '°') => return None,
        Some('-' | '–' | '.' | ',' | ':') if next.next().is_some_and(char::is_alphanumeric) => return None,
        _ => {}
    }
    let Some(last) = before.chars().next_back() else { return year_and_mark(digits) };
    if last.is_whitespace() || matches!(last, '(' | '“' | '‘' | '"' | '[' | '-' | '–' | '/') {
        return year_and_mark(digits);
    }
    if digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let stem = &before[..before.len() - last.len_utf8()];
    let ends_number = stem.ends_with(|c: char| c.is_ascii_digit());
    match last {
        '.' if ends_number => Some((0, DOUBTFUL)),
        ',' | ':' if ends_number => None,
        '.' | ',' | ':' | ';' | '!' | '?' | ')' | ']' | '”' | '’' | '"' | '»' | '%' | '…' | '+' => {
            Some((0, SURE))
        }
        c if c.is_alphabetic() => Some((0, if is_formula(before) { DOUBTFUL } else { SURE })),
        _ => None,
    }
}

/// "20245": a year with a mark behind it.
fn year_and_mark(digits: &str) -> Option<(usize, u64)> {
    let year: u32 = digits.get(..4)?.parse().ok()?;
    let mark = &digits[4..];
    ((1900..2100).contains(&year) && (1..=3).contains(&mark.len()) && !mark.starts_with('0'))
        .then_some((4, DOUBTFUL))
}

/// Whether the word before a digit is one that is written with a digit: "CO2", "PM10", "G7", "H2".
fn is_formula(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    single || ["CO", "NO", "SO", "PM", "CH", "NH", "MH17", "Web", "MP", "SF"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::*;

    fn notes(count: u32) -> Vec<Definition> {
        (1..=count).map(|label| Definition { label, page: 0, rows: Vec::new(), number: 0..0 }).collect()
    }

    /// The text with each mark in braces.
    fn marked(text: &str, count: u32, form: MarkForm) -> String {
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let found = find(&[&strand], &notes(count), form, &|_, _| None);
        let mut out = String::new();
        let mut at = 0;
        for mark in &found[0] {
            out += &text[at..mark.at.start];
            out += &format!("{{{}}}", mark.label);
            at = mark.at.end;
        }
        out + &text[at..]
    }

    fn check(text: &str, count: u32, expected: &str) {
        assert_eq!(marked(text, count, MarkForm::Glued), expected);
    }

    #[test]
    fn marks_behind_words_years_and_signs() {
        check("Office1, (EuroHPC2) wordt3.", 3, "Office{1}, (EuroHPC{2}) wordt{3}.");
        check("van 20241. AI-", 1, "van 2024{1}. AI-");
        check("nr. 598/20141. Daarin", 1, "nr. 598/2014{1}. Daarin");
        check(
            "versterken.1 Het. sectoren,2 wetenschap “zo”3",
            3,
            "versterken.{1} Het. sectoren,{2} wetenschap “zo”{3}",
        );
        check("meer dan 15 %1 van", 1, "meer dan 15 %{1} van");
        check("“returnship”-regelingen1 voor", 1, "“returnship”-regelingen{1} voor");
        check("STEM-onderwijs1, zal het", 1, "STEM-onderwijs{1}, zal het");
    }

    #[test]
    fn digits_nearby_are_no_marks() {
        check("in maart 2025 1 extra gekozen1", 1, "in maart 2025 1 extra gekozen{1}");
        check("13,5 % GenAI4EU 3D-printen 2021-2027 slot", 5, "13,5 % GenAI4EU 3D-printen 2021-2027 slot");
        check("CO2 en zo1 dus2", 2, "CO2 en zo{1} dus{2}");
        check("de G7 en G20 helpen1", 20, "de G7 en G20 helpen{1}");
        check("https://a.eu/b1 en zo1", 1, "https://a.eu/b1 en zo{1}");
        check("1.200 en 26643, nr. 12", 12, "1.200 en 26643, nr. 12");
    }

    #[test]
    fn a_lost_mark_does_not_lose_the_others() {
        check("een1 drie3 vier4", 4, "een{1} drie{3} vier{4}");
        check("een1 negen9 twee2 drie3", 9, "een{1} negen9 twee{2} drie{3}");
        check("geen noten1 hier", 0, "geen noten1 hier");
    }

    #[test]
    fn printed_marks() {
        assert_eq!(marked("kmo's² en¹² zo²", 12, MarkForm::Superscript), "kmo's{2} en{12} zo{2}");
        assert_eq!(marked("zo[1] en [x] en [2].", 2, MarkForm::Bracketed), "zo{1} en [x] en {2}.");
    }

    #[test]
    fn a_mark_stands_on_the_page_of_its_definition() {
        let text = "een1 kort\u{a0}2 twee2";
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let far = find(&[&strand], &notes(2), MarkForm::Glued, &|_, _| Some(7));
        assert!(far[0].is_empty(), "the page is another");
    }
}
