//! The order in which readers get a list of what is cited.

use super::Citation;
use crate::citation::CitationKind;
use rayon::prelude::*;
use std::sync::Arc;

/// By kind, those that an editor has to look at last; then by name as readers count. What is the same stays in the
/// order of the texts.
pub(super) fn order(all: &[Arc<Citation>]) -> Vec<usize> {
    let listed: Vec<usize> = (0..all.len()).filter(|at| !all[*at].is_own()).collect();
    let mut listed: Vec<(Key, usize)> = listed.into_par_iter().map(|at| (key(&all[at]), at)).collect();
    // The place is part of what is compared: equal ones stay in the order of the texts.
    listed.par_sort_unstable();
    listed.into_iter().map(|(_, at)| at).collect()
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
