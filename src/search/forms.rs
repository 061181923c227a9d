//! A long sorted list of forms with their groups, in a few pieces of memory.

use super::words::beginning;
use rayon::prelude::*;
use std::ops::Range;

/// Folded forms, sorted, each with its groups. Hundreds of thousands of them stay as long as the index is written, so
/// that their letters stand in one text and their groups in one list.
#[derive(Debug, Default)]
pub(super) struct Forms {
    letters: String,
    groups: Vec<u32>,
    /// Where the letters and the groups of each form end.
    ends: Vec<(u32, u32)>,
}

impl Forms {
    /// Gathers pairs of a form and one of its groups, with repeats.
    pub(super) fn of(pairs: Vec<(&str, u32)>) -> Self {
        let mut sorted: Vec<(u128, &str, u32)> =
            pairs.into_par_iter().map(|(form, group)| (beginning(form), form, group)).collect();
        sorted.par_sort_unstable();
        let number = |n: usize| u32::try_from(n).expect("fewer than 4 billion letters");
        let mut forms = Forms::default();
        for same in sorted.chunk_by(|(_, a, _), (_, b, _)| a == b) {
            forms.letters.push_str(same[0].1);
            let groups = same.chunk_by(|(.., a), (.., b)| a == b).map(|of_one| of_one[0].2);
            forms.groups.extend(groups);
            forms.ends.push((number(forms.letters.len()), number(forms.groups.len())));
        }
        forms.letters.shrink_to_fit();
        forms.groups.shrink_to_fit();
        forms.ends.shrink_to_fit();
        forms
    }

    /// How many forms there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A form.
    pub(super) fn form(&self, at: usize) -> &str {
        let (from, to) = (self.before(at).0, self.ends[at].0);
        &self.letters[from as usize..to as usize]
    }

    /// How many bytes a form has.
    pub(super) fn length(&self, at: usize) -> usize {
        (self.ends[at].0 - self.before(at).0) as usize
    }

    /// The groups of a form.
    pub(super) fn groups(&self, at: usize) -> &[u32] {
        let (from, to) = (self.before(at).1, self.ends[at].1);
        &self.groups[from as usize..to as usize]
    }

    /// Some of the forms with their groups.
    pub(super) fn range(&self, range: Range<usize>) -> impl Iterator<Item = (&str, &[u32])> {
        range.map(|at| (self.form(at), self.groups(at)))
    }

    /// Where those of a form begin.
    fn before(&self, at: usize) -> (u32, u32) {
        if at == 0 { (0, 0) } else { self.ends[at - 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_come_once_with_all_their_groups() {
        let pairs = vec![("aap", 7), ("é", 3), ("aap", 2), ("noten", 1), ("aap", 7)];
        let forms = Forms::of(pairs);
        let all: Vec<_> = forms.range(0..forms.len()).collect();
        assert_eq!(all, [("aap", &[2, 7][..]), ("noten", &[1]), ("é", &[3])]);
        assert_eq!((forms.form(1), forms.length(1), forms.groups(2), forms.len()), ("noten", 5, &[3][..], 3));
        assert_eq!(Forms::of(Vec::new()).len(), 0);
    }
}
