//! Cutting what is sorted into files of about one size.

use std::ops::Range;

/// A row of things cut into stretches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cuts {
    /// Where each stretch begins; the last entry is the end of all.
    at: Vec<usize>,
}

/// How large files may be, in bytes: never so small that there are many files for little, never so large that a query
/// loads much for little.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) least: usize,
    pub(super) most: usize,
    /// Where neither bound holds: a file has this part of everything.
    pub(super) files: usize,
}

impl Cuts {
    /// Cuts things of these weights; a thing that is larger than a file stands in one by itself, or with what is before
    /// it.
    pub(super) fn of(weights: impl Iterator<Item = usize> + Clone, size: Size) -> Self {
        let total: usize = weights.clone().sum();
        let target = (total / size.files).clamp(size.least, size.most);
        let mut at = vec![0];
        let (mut filled, mut end) = (0, 0);
        for weight in weights {
            if filled > 0 && filled + weight > target {
                at.push(end);
                filled = 0;
            }
            filled += weight;
            end += 1;
        }
        at.push(end);
        Cuts { at }
    }

    /// How many stretches there are: at least one.
    pub(super) fn len(&self) -> usize {
        self.at.len() - 1
    }

    /// What stands in a stretch.
    pub(super) fn range(&self, shard: usize) -> Range<usize> {
        self.at[shard]..self.at[shard + 1]
    }

    /// Where each stretch begins.
    pub(super) fn starts(&self) -> &[usize] {
        &self.at[..self.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[usize], expected: &[Range<usize>]) {
        let cuts = Cuts::of(weights.iter().copied(), Size { least: 10, most: 20, files: 3 });
        let ranges: Vec<_> = (0..cuts.len()).map(|shard| cuts.range(shard)).collect();
        assert_eq!(ranges, expected, "{weights:?}");
    }

    #[test]
    fn files_are_full_but_not_too_full() {
        check(&[], std::slice::from_ref(&(0..0)));
        check(&[4, 4, 4, 4], &[0..2, 2..4]);
        check(&[50, 1, 1], &[0..1, 1..3]);
        check(&[1, 50, 1], &[0..1, 1..2, 2..3]);
        check(&[20, 20, 20], &[0..1, 1..2, 2..3]);
    }
}
