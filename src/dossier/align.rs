//! How a content file lies against its base: which blocks are the source's, what an editor's block stands
//! in place of, and what an editor left out.

use crate::document::align::{self, Alignment, Piece};
use crate::document::walk::{Leaf, LeafKind};
use crate::document::{Inline, RawLink};

/// Aligns the leaves of a content file with those of its base. They are the same only where they are written
/// the same.
pub(super) fn align(content: &[Leaf<'_, RawLink>], base: &[Leaf<'_, RawLink>]) -> Alignment {
    align::align(&pieces(content), &pieces(base))
}

fn pieces<'a>(leaves: &[Leaf<'a, RawLink>]) -> Vec<Piece<'a, String>> {
    let piece = |leaf: &Leaf<'a, RawLink>| Piece {
        key: written(leaf),
        is_note: leaf.kind == LeafKind::Note,
        words: leaf.words(),
    };
    leaves.iter().map(piece).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Findings;
    use crate::document::{Body, RawHtml, parse_body};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

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
        check("een twee drie vier vijf", "een twee drie vier zes / heel iets anders", &[(0, &[0])], &[1]);
        check(
            "een twee drie vier zes / heel iets anders",
            "een twee drie vier vijf",
            &[(0, &[0]), (1, &[])],
            &[],
        );
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
