//! The order in which readers get a list of what is cited.

use super::Citation;
use crate::citation::{CitationKind, Id};
use rayon::prelude::*;
use std::collections::HashMap;

/// By kind, those that an editor has to look at last; then by name as readers count. What is the same stays in the
/// order of the texts.
pub(super) fn order(all: &[&Citation]) -> Vec<usize> {
    // Many texts cite the same: each name is put in its place once.
    let mut numbers: HashMap<Group<'_>, usize> = HashMap::new();
    let mut by_name: Vec<Vec<usize>> = Vec::new();
    for (at, citation) in all.iter().enumerate().filter(|(_, citation)| !citation.is_own()) {
        let number = *numbers.entry(group(citation)).or_insert(by_name.len());
        if number == by_name.len() {
            by_name.push(Vec::new());
        }
        by_name[number].push(at);
    }
    let mut groups: Vec<(Key, Vec<usize>)> =
        by_name.into_par_iter().map(|places| (key(all[places[0]]), places)).collect();
    groups.par_sort_unstable();
    let of_one_key = groups.chunk_by_mut(|a, b| a.0 == b.0);
    of_one_key.flat_map(in_text_order).collect()
}

/// The places of groups whose names readers cannot tell apart.
fn in_text_order(groups: &mut [(Key, Vec<usize>)]) -> Vec<usize> {
    if let [(_, places)] = groups {
        return std::mem::take(places);
    }
    let mut places: Vec<usize> = groups.iter().flat_map(|(_, places)| places).copied().collect();
    places.sort_unstable();
    places
}

/// Citations of one group have one key.
type Group<'a> = (bool, CitationKind, Option<&'a Id>, &'a str);

fn group(citation: &Citation) -> Group<'_> {
    let words = if citation.id.is_some() { "" } else { citation.text.as_str() };
    (citation.status.needs_work(), citation.kind, citation.id.as_ref(), words)
}

type Key = (bool, Option<CitationKind>, Vec<(String, u64)>);

fn key(citation: &Citation) -> Key {
    let work = citation.status.needs_work();
    (work, (!work).then_some(citation.kind), natural(&citation.name()))
}

/// A key by which names sort as readers count: `nr. 21` before `nr. 1125`.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut out: Vec<(String, u64)> = vec![(String::new(), 0)];
    let mut in_number = false;
    for c in name.chars() {
        let last = out.last_mut().expect("begins with one");
        match c.to_digit(10) {
            Some(digit) => {
                last.1 = last.1.saturating_mul(10).saturating_add(u64::from(digit));
                in_number = true;
            }
            None if in_number => {
                out.push((c.to_string(), 0));
                in_number = false;
            }
            None => last.0.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_readers_count() {
        let mut names = ["kst-26643-1125", "kst-26643-21", "kst-9", "COM(2025) 89", "COM(2025) 165"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["COM(2025) 89", "COM(2025) 165", "kst-9", "kst-26643-21", "kst-26643-1125"]);
    }
}
