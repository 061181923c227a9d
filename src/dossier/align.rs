//! How a content file lies against its base: which blocks are the source's, what an editor's block stands
//! in place of, and what an editor left out.

use crate::document::walk::{Leaf, LeafKind};
use crate::document::{Inline, RawLink};
use std::collections::{BTreeMap, VecDeque};

/// The leaves of a content file against those of its base, by their places in `Body::leaves`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Alignment {
    /// For each leaf of the content the leaf of the base that is written the same.
    pub(super) same: Vec<Option<usize>>,
    /// For each leaf of the content without such a one the leaves of the base that it stands for; none for
    /// what an editor added.
    pub(super) replaced: BTreeMap<usize, Vec<usize>>,
    /// Leaves of the base that the content has in no form.
    pub(super) omitted: Vec<usize>,
}

/// Aligns content and base. Leaves that are written the same are one, the first the first, wherever they stand;
/// those of them that stand in the same order part the texts into gaps, and what is left over in a gap
/// pairs up in order, the most alike with each other.
pub(super) fn align(content: &[Leaf<'_, RawLink>], base: &[Leaf<'_, RawLink>]) -> Alignment {
    let same = same_words(content, base);
    let mut missing = vec![true; base.len()];
    same.iter().flatten().for_each(|b| missing[*b] = false);
    let mut out = Alignment { same, ..Alignment::default() };
    let mut anchors = in_order(&out.same);
    anchors.push((content.len(), base.len()));
    let (mut c, mut b) = (0, 0);
    for (to_c, to_b) in anchors {
        let edited: Vec<usize> = (c..to_c).filter(|i| out.same[*i].is_none()).collect();
        let gone: Vec<usize> = (b..to_b).filter(|i| missing[*i]).collect();
        pair_up(content, &edited, base, &gone, &mut out);
        (c, b) = (to_c + 1, to_b + 1);
    }
    out
}

fn same_words(content: &[Leaf<'_, RawLink>], base: &[Leaf<'_, RawLink>]) -> Vec<Option<usize>> {
    let mut known: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (i, leaf) in base.iter().enumerate() {
        known.entry(written(leaf)).or_default().push_back(i);
    }
    content.iter().map(|leaf| known.get_mut(&written(leaf)).and_then(VecDeque::pop_front)).collect()
}

/// A leaf as it is written: its kind, its words with their capitals, what is marked, where links lead and
/// which notes it has. Every sign that is no word is a control character followed by a letter.
fn written(leaf: &Leaf<'_, RawLink>) -> String {
    let mut out = format!("{:?}", leaf.kind);
    for part in &leaf.parts {
        out.push('\u{1}');
        inlines(part, &mut out);
    }
    out.push_str(leaf.code.unwrap_or_default());
    out
}

fn inlines(content: &[Inline], out: &mut String) {
    let marked = |sign: &str, inner: &[Inline], out: &mut String| {
        out.push_str(sign);
        inlines(inner, out);
        out.push_str("\u{2}.");
    };
    for inline in content {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str("\u{2}n"),
            Inline::Code(code) => out.push_str(&format!("\u{2}c{code}\u{2}.")),
            Inline::Emphasis(inner) => marked("\u{2}e", inner, out),
            Inline::Strong(inner) => marked("\u{2}s", inner, out),
            Inline::Strikethrough(inner) => marked("\u{2}d", inner, out),
            Inline::Link(link) => {
                marked(&format!("\u{2}a{}\u{2}t{}", link.target, link.title), &link.content, out);
            }
            Inline::Image(image) => {
                out.push_str(&format!("\u{2}i{}\u{2}t{}\u{2}t{}", image.target, image.title, image.alt));
            }
            Inline::NoteRef(label) => out.push_str(&format!("\u{2}r{label}\u{2}.")),
            Inline::Html(html) => out.push_str(&format!("\u{2}h{html}\u{2}.")),
        }
    }
}

/// The most of the pairs that stand in the same order in both texts: a longest increasing subsequence.
fn in_order(same: &[Option<usize>]) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> = same.iter().enumerate().filter_map(|(c, b)| Some((c, (*b)?))).collect();
    // For each length the pair that ends a sequence of that length earliest, and for each pair the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (i, (_, b)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *b);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(i);
        } else {
            ends[length] = i;
        }
    }
    let mut out = Vec::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        out.push(pairs[i]);
        at = before[i];
    }
    out.reverse();
    out
}

/// Above this many possible pairs a gap is paired by position alone.
const PAIRS: usize = 10_000;

/// Of a thousand words of a leaf, how many must stand in another one that counts as made of it too.
const MADE_OF: u64 = 600;

/// Pairs what is left over in a gap.
fn pair_up(
    content: &[Leaf<'_, RawLink>],
    edited: &[usize],
    base: &[Leaf<'_, RawLink>],
    gone: &[usize],
    out: &mut Alignment,
) {
    for e in edited {
        out.replaced.insert(*e, Vec::new());
    }
    let pairs = if edited.len() * gone.len() > PAIRS {
        (0..edited.len().min(gone.len())).map(|i| (i, i)).collect()
    } else {
        let edited: Vec<Words> = edited.iter().map(|i| Words::of(&content[*i])).collect();
        let gone: Vec<Words> = gone.iter().map(|i| Words::of(&base[*i])).collect();
        most_alike(&edited, &gone)
    };
    let mut used = vec![false; gone.len()];
    for (e, g) in pairs {
        used[g] = true;
        out.replaced.entry(edited[e]).or_default().push(gone[g]);
    }
    out.omitted.extend(gone.iter().zip(used).filter(|(_, used)| !used).map(|(g, _)| *g));
}

/// The words of a leaf, each with how often it stands there.
struct Words {
    counts: BTreeMap<String, u64>,
    total: u64,
    is_note: bool,
}

impl Words {
    fn of(leaf: &Leaf<'_, RawLink>) -> Self {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for word in leaf.text().to_lowercase().split_whitespace() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        let total = counts.values().sum();
        Words { counts, total, is_note: leaf.kind == LeafKind::Note }
    }

    fn shared(&self, other: &Words) -> u64 {
        self.counts.iter().filter_map(|(word, n)| Some((*n).min(*other.counts.get(word)?))).sum()
    }

    /// How much alike two leaves are: 1 where they share nothing, 1,001 where they share all. A note and a
    /// block of the text never stand for each other.
    fn likeness(&self, other: &Words) -> Option<u64> {
        let most = self.total.max(other.total).max(1);
        (self.is_note == other.is_note).then(|| 1 + 1000 * self.shared(other) / most)
    }

    /// How much of this leaf stands in another one, where that is most of it.
    fn within(&self, other: &Words) -> Option<u64> {
        let share = 1000 * self.shared(other) / self.total.max(1);
        (self.is_note == other.is_note && share >= MADE_OF).then_some(share)
    }
}

/// One step along two texts, and which of them goes on.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pair,
    /// The leaf of the base went into one of the content with others: paragraphs that were joined.
    Joined,
    /// The leaf of the content came out of one of the base with others: a paragraph that was parted.
    Parted,
    Gone,
    Added,
}

/// Pairs in the order of both texts, such that their likenesses add up to the most.
fn most_alike(edited: &[Words], gone: &[Words]) -> Vec<(usize, usize)> {
    let mut best = vec![vec![(0, Step::Added); gone.len() + 1]; edited.len() + 1];
    for e in (0..=edited.len()).rev() {
        for g in (0..=gone.len()).rev() {
            let mut options = Vec::new();
            if let (Some(new), Some(old)) = (edited.get(e), gone.get(g)) {
                options.extend(new.likeness(old).map(|s| (s + best[e + 1][g + 1].0, Step::Pair)));
                options.extend(old.within(new).map(|s| (s + best[e][g + 1].0, Step::Joined)));
                options.extend(new.within(old).map(|s| (s + best[e + 1][g].0, Step::Parted)));
            }
            if g < gone.len() {
                options.push((best[e][g + 1].0, Step::Gone));
            }
            if e < edited.len() {
                options.push((best[e + 1][g].0, Step::Added));
            }
            let most = options.iter().map(|(score, _)| *score).max();
            if let Some(first) = options.into_iter().find(|(score, _)| Some(*score) == most) {
                best[e][g] = first;
            }
        }
    }
    let mut out = Vec::new();
    let (mut e, mut g) = (0, 0);
    while e < edited.len() || g < gone.len() {
        let step = best[e][g].1;
        if matches!(step, Step::Pair | Step::Joined | Step::Parted) {
            out.push((e, g));
        }
        e += usize::from(matches!(step, Step::Pair | Step::Parted | Step::Added));
        g += usize::from(matches!(step, Step::Pair | Step::Joined | Step::Gone));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Findings;
    use crate::document::{Body, RawHtml, parse_body};
    use proptest::prelude::*;

    fn body(text: &str) -> Body<RawLink> {
        parse_body(&"a.md".into(), text, 0, RawHtml::Forbidden, &mut Findings::default())
    }

    fn aligned(content: &str, base: &str) -> Alignment {
        align(&body(content).leaves(), &body(base).leaves())
    }

    /// What became of the leaves of two texts; their paragraphs are given parted by ` / `.
    fn check(content: &str, base: &str, replaced: &[(usize, &[usize])], omitted: &[usize]) {
        let paragraphs = |text: &str| text.replace(" / ", "\n\n");
        let found = aligned(&paragraphs(content), &paragraphs(base));
        let expected = replaced.iter().map(|(c, b)| (*c, b.to_vec())).collect();
        assert_eq!((found.replaced, found.omitted.as_slice()), (expected, omitted), "{content} | {base}");
    }

    #[test]
    fn what_an_editor_changed_stands_for_what_stood_there() {
        check("een / twee / drie", "een / twee / drie", &[], &[]);
        check("een / TWEE", "een / twee", &[(1, &[1])], &[]);
        check("een / **twee**", "een / twee", &[(1, &[1])], &[]);
        check("een / [twee](b.md)", "een / [twee](a.md)", &[(1, &[1])], &[]);
        check("een / anders / drie", "een / twee / drie", &[(1, &[1])], &[]);
        check("een / nieuw / twee", "een / twee", &[(1, &[])], &[]);
        check("een / drie", "een / twee / drie", &[], &[1]);
        check("x / y / drie", "een / twee / drie", &[(0, &[0]), (1, &[1])], &[]);
        check("", "een", &[], &[0]);
        check("een", "", &[(0, &[])], &[]);
    }

    #[test]
    fn in_a_gap_the_most_alike_pair_up() {
        let cat = "de kat zit op de mat";
        check(
            &format!("a / iets heel nieuws / {cat} weer / z"),
            &format!("a / {cat} / z"),
            &[(1, &[]), (2, &[1])],
            &[],
        );
        check(
            &format!("a / {cat} weer / z"),
            &format!("a / weggelaten woorden hier / {cat} / z"),
            &[(1, &[2])],
            &[1],
        );
    }

    #[test]
    fn paragraphs_may_be_joined_and_parted() {
        check("een twee drie vier vijf zes", "een twee drie / vier vijf zes", &[(0, &[0, 1])], &[]);
        check("een twee drie / vier vijf zes", "een twee drie vier vijf zes", &[(0, &[0]), (1, &[0])], &[]);
    }

    #[test]
    fn a_block_that_only_moved_is_the_sources() {
        check("twee / drie / een", "een / twee / drie", &[], &[]);
        check("twee / drie / x / een", "een / twee / drie / vier", &[(2, &[3])], &[]);
        check("een / een / een", "een / een", &[(2, &[])], &[]);
    }

    #[test]
    fn a_note_stands_for_no_paragraph() {
        let found = aligned("een[^1]\n\n[^1]: noot\n", "een[^1]\n\ntwee\n\n[^1]: bron\n");
        assert_eq!(found.replaced, BTreeMap::from([(1, vec![2])]));
        assert_eq!(found.omitted, [1]);
    }

    #[test]
    fn a_large_gap_pairs_by_position() {
        let many = |word: &str| (0..120).map(|i| format!("{word}{i}")).collect::<Vec<_>>().join("\n\n");
        let found = aligned(&many("x"), &many("y"));
        assert!((0..120).all(|i| found.replaced[&i] == [i]));
    }

    proptest! {
        #[test]
        fn every_leaf_is_accounted_for_once(
            content in prop::collection::vec("[a-d]( [a-d]){0,2}", 0..12),
            base in prop::collection::vec("[a-d]( [a-d]){0,2}", 0..12),
        ) {
            let found = aligned(&content.join("\n\n"), &base.join("\n\n"));
            for i in 0..content.len() {
                prop_assert_ne!(found.same[i].is_some(), found.replaced.contains_key(&i));
            }
            for i in 0..base.len() {
                let same = found.same.iter().flatten().filter(|b| **b == i).count();
                let stands = usize::from(found.replaced.values().flatten().any(|b| *b == i));
                let omitted = found.omitted.iter().filter(|b| **b == i).count();
                prop_assert_eq!(same + stands + omitted, 1, "{}", i);
            }
            prop_assert!(found.omitted.is_sorted());
        }
    }
}
