//! Where the parts of a text that was written otherwise come from.

use std::ops::Range;

/// A part of the new text: copied letter by letter, or one character that stands for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    /// Its first byte in the new text.
    at: usize,
    /// The first byte in the original.
    from: usize,
    /// Where what it stands for ends in the original; none of a part that was copied.
    to: Option<usize>,
}

/// For each byte of a new text the character of the original that it comes from. Most of a text is copied, so that its
/// parts are few.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Origins {
    parts: Vec<Part>,
}

impl Origins {
    /// Notes that from byte `at` of the new text on the original was copied from byte `from` on.
    pub(crate) fn copied(&mut self, at: usize, from: usize) {
        let goes_on =
            self.parts.last().is_some_and(|last| last.to.is_none() && from - last.from == at - last.at);
        if !goes_on {
            self.parts.push(Part { at, from, to: None });
        }
    }

    /// Notes that the character at byte `at` of the new text stands for a range of the original.
    pub(crate) fn replaced(&mut self, at: usize, original: Range<usize>) {
        self.parts.push(Part { at, from: original.start, to: Some(original.end) });
    }

    /// Where in the original the character begins that a byte of the new text comes from.
    pub(crate) fn start(&self, at: usize) -> usize {
        self.part(at).map_or(0, |part| part.to.map_or(part.from + at - part.at, |_| part.from))
    }

    /// Where in the original the character ends of which a byte of the new text is the last.
    pub(crate) fn end(&self, last: usize) -> usize {
        self.part(last).map_or(0, |part| part.to.unwrap_or(part.from + last - part.at + 1))
    }

    fn part(&self, at: usize) -> Option<&Part> {
        let behind = self.parts.partition_point(|part| part.at <= at);
        self.parts.get(behind.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_leads_back() {
        // "één\n  b—c" as "een b-c"; the é takes two bytes, the dash three.
        let mut origins = Origins::default();
        origins.replaced(0, 0..2);
        origins.replaced(1, 2..4);
        origins.copied(2, 4);
        origins.copied(3, 5);
        origins.copied(4, 8);
        origins.replaced(5, 9..12);
        origins.copied(6, 12);
        let places =
            |last: usize| (0..=last).map(|at| (origins.start(at), origins.end(at))).collect::<Vec<_>>();
        assert_eq!(places(6), [(0, 2), (2, 4), (4, 5), (5, 6), (8, 9), (9, 12), (12, 13)]);
        assert_eq!(origins.parts.len(), 6);
        assert_eq!((Origins::default().start(3), Origins::default().end(3)), (0, 0));
    }
}
