//! Documents that are as their maps tell.

use super::lasting::Class;
use super::{BlockId, hash};
use crate::document::block::Body;
use crate::document::map::{FINGERPRINT, HEAD, is_fingerprint};
use crate::document::space::one_space;
use crate::document::walk::{Leaf, LeafKind};

/// Gives each leaf the id that a map has for it, where the map is what would be printed of this very body: its leaves in
/// their order with all their words, no lines of a seed, nothing that led to them once. Tells whether it did; where the map
/// is another, the body is left as it is.
///
/// Ids and map are then those that [`super::assign_seen`] gives and that are printed after it. Only a fingerprint is
/// believed where it stands beside the words that it is of: most documents are as they were, and to hash their words, to
/// align them with the map and to print it again was a thirtieth of a build.
pub fn assign_as_told(body: &mut Body, map: &[u8]) -> bool {
    let Some(ids) = ids_told(body, map) else { return false };
    let mut ids = ids.into_iter();
    body.each_id_mut(&mut |_, id| *id = ids.next().expect("there is one for each leaf"));
    true
}

fn ids_told(body: &Body, map: &[u8]) -> Option<Vec<BlockId>> {
    let mut rest = map.strip_prefix(HEAD.as_bytes())?.strip_prefix(b"\n")?;
    let leaves = body.leaves();
    let mut labels = body.notes.iter().map(|note| note.label.as_str());
    let mut ids = Vec::with_capacity(leaves.len());
    for leaf in &leaves {
        let label = if leaf.kind == LeafKind::Note { labels.next() } else { None };
        let id;
        (id, rest) = id_told(leaf, label, rest)?;
        ids.push(id);
    }
    (rest.is_empty() && has_no_repeats(&ids)).then_some(ids)
}

/// The id in a map's next line, where that is the line of this leaf, and what follows; `label` is that of a note.
fn id_told<'m>(leaf: &Leaf<'_, String>, label: Option<&str>, map: &'m [u8]) -> Option<(BlockId, &'m [u8])> {
    let (id, rest) = map.split_at(map.iter().position(|byte| *byte == b'\t')?);
    let (fingerprint, rest) = rest[1..].split_at_checked(FINGERPRINT)?;
    let rest = rest.strip_prefix(b"\t-")?;
    let words = leaf.words();
    let words = one_space(&words);
    let (rest, may_be_of_it) = match &*words {
        "" => (rest, fingerprint == hash("", FINGERPRINT).as_bytes()),
        words => (rest.strip_prefix(b"\t")?.strip_prefix(words.as_bytes())?, is_fingerprint(fingerprint)),
    };
    let rest = rest.strip_prefix(b"\n")?;
    let id: BlockId = str::from_utf8(id).ok()?.parse().ok()?;
    let is_written_so = leaf.id.is_empty() || *leaf.id == id;
    let is_labelled_so = label.is_none_or(|label| id.as_str().strip_prefix("fn-") == Some(label));
    let is_of_kind = Class::of_kind(leaf.kind) == Class::of_id(&id);
    (may_be_of_it && is_written_so && is_labelled_so && is_of_kind).then_some((id, rest))
}

fn has_no_repeats(ids: &[BlockId]) -> bool {
    let mut sorted: Vec<&str> = ids.iter().map(BlockId::as_str).collect();
    sorted.sort_unstable();
    sorted.is_sorted_by(|a, b| a < b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Findings;
    use crate::document::{BlockMap, HeadingStyle, Moved, RawHtml, Seen, assign, parse_body};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn parsed(text: &str) -> Body {
        parse_body(&"a.md".into(), text, 0, RawHtml::Forbidden, &mut Findings::default())
    }

    /// Ids by the way that takes every map, what became of the others, and the map printed after it.
    fn assigned(text: &str, map: &str) -> (Body, Moved, String) {
        let mut body = parsed(text);
        let map = BlockMap::parse(&"a.map".into(), map, &mut Findings::default());
        let moved = assign(&mut body, HeadingStyle::UnderNumber, &map);
        let seen = Seen::all(&body);
        let mut new = BlockMap::of_seen(&body, &seen, |_| None);
        new.note_words(&seen, &BTreeSet::new());
        new.former = moved.former.clone();
        (body, moved, new.print())
    }

    const TEXT: &str = "## 1. A {#s1}\n\nEen.[^1]\n\n- twee\n  - drie *en*  meer\n\n### B\n\n| a | b |\n|---|---|\n| | |\n\
                        | c | d |\n\n```\nx\ty\n```\n\n[^1]: Noot.\n\n    Twee.\n";

    #[test]
    fn a_document_that_is_as_its_map_tells_has_its_ids() {
        let (first, _, map) = assigned(TEXT, "");
        let map = map.replace("p-", "p-x");
        let mut body = parsed(TEXT);
        assert!(assign_as_told(&mut body, map.as_bytes()), "{map}");
        assert_eq!((body.clone(), Moved::default(), map.clone()), assigned(TEXT, &map));
        assert_ne!(body, first);
    }

    #[test]
    fn where_map_and_document_differ_nothing_is_given() {
        let (_, _, map) = assigned(TEXT, "");
        for (old, new) in [
            ("s1\t", "s2\t"),
            ("\t-\tEen.", "\t7\tEen."),
            ("Een.", "een."),
            ("Een.", "Een. "),
            ("\tEen.", ""),
            ("fn-1\t", "fn-2\t"),
            ("fn-1\t", "p-1\t"),
            ("s1-b\t", "p-b\t"),
            ("s1-b\t", "s1\t"),
            ("drie en meer", "drie en  meer"),
            ("x y", "x\ty"),
            ("# Blocks", "# blocks"),
        ] {
            let other = map.replacen(old, new, 1);
            assert_ne!(other, map, "{old:?} is not in it");
            let mut body = parsed(TEXT);
            assert!(!assign_as_told(&mut body, other.as_bytes()), "{new:?} for {old:?}");
            assert_eq!(body, parsed(TEXT));
        }
        for more in ["\n", "p-old\tleads to\ts1\n", "nieuws/a.html\tleads here\n"] {
            assert!(!assign_as_told(&mut parsed(TEXT), format!("{map}{more}").as_bytes()), "{more:?}");
        }
        let shorter = &map[..map.len() - 1];
        assert!(!assign_as_told(&mut parsed(TEXT), shorter.as_bytes()));
    }

    fn blocks() -> impl Strategy<Value = Vec<&'static str>> {
        let block = prop::sample::select(vec![
            "Een alinea.",
            "Een  alinea.",
            "een alinea.",
            "Nog een.[^1]",
            "## A",
            "## A {#s1}",
            "## 1. A",
            "- x\n- y",
            "- ",
            "| a | b |\n|---|---|\n| c | |",
            "```\nx\ty\n```",
            "> z",
            "---",
            "[^1]: Noot.",
            "[^a]: Noot.[^1]",
            "[^A]: Noot.",
        ]);
        prop::collection::vec(block, 0..8)
    }

    proptest! {
        /// Whatever the document was before, and whatever somebody did to a line of its map but for its fingerprint.
        #[test]
        fn the_short_way_says_what_the_long_one_says(
            before in blocks(), now in blocks(), is_same in any::<bool>(), line in 0..12_usize, change in 0..8_usize,
        ) {
            let now = if is_same { &before } else { &now }.join("\n\n");
            let (_, _, map) = assigned(&before.join("\n\n"), "");
            let changed = |line: &str| match change {
                0 => String::new(),
                1 => format!("{line}{line}"),
                2 => line.replacen("p-", "p-q", 1),
                3 => line.replacen('s', "fn-", 1),
                4 => line.replacen("alinea", "zin", 1),
                _ => line.to_owned(),
            };
            let map: String = map
                .split_inclusive('\n')
                .enumerate()
                .map(|(at, text)| if at == line { changed(text) } else { text.to_owned() })
                .collect();
            let mut body = parsed(&now);
            if assign_as_told(&mut body, map.as_bytes()) {
                prop_assert_eq!((body, Moved::default(), map.clone()), assigned(&now, &map));
            } else {
                prop_assert_eq!(body, parsed(&now));
                // What nobody touched is recognised, but for what gets other ids than it asks for.
                let is_usual = !now.contains("[^A]") && now.matches("{#s1}").count() < 2;
                prop_assert!(!is_same || change < 5 || !is_usual, "{}", map);
            }
        }
    }
}
