//! Where a document's words come from: lines of its seed, or an editor.

use crate::citation::{Id, Reason};
use crate::document::{BlockId, SeedLines};
use crate::ingest::{Entry, EntryKind, Remark, lines, visible};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of where the blocks of a document come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Provenance {
    /// The lines of each block that has the source's words.
    pub lines: BTreeMap<BlockId, SeedLines>,
    /// The editors' blocks, each with what the source says in its place; nothing where an editor added it.
    pub editorial: BTreeMap<BlockId, Vec<SourceWords>>,
    /// What the source says and the editors left out.
    pub omitted: Vec<SourceWords>,
    /// What the source says against itself, by the block that an editor's note about it stands at.
    pub remarks: BTreeMap<BlockId, Vec<Remark>>,
    /// The same of what stands before the text: title page, title, header.
    pub opening_remarks: Vec<Remark>,
    /// References where print and register differ, by the block that they stand in.
    pub references: BTreeMap<BlockId, Vec<CitedWords>>,
    /// The seed, where it is there.
    pub seed: Option<Seed>,
    /// By block the ids that lead to it since the blocks that had them are gone.
    pub former: BTreeMap<BlockId, Vec<BlockId>>,
}

/// Words of the source that the document does not have, or has otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceWords {
    pub text: String,
    pub lines: Option<SeedLines>,
}

/// A reference that an editors' note tells something about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CitedWords {
    /// As printed.
    pub text: String,
    pub id: Option<Id>,
    pub reason: Reason,
}

/// A document's seed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Seed {
    /// The decoded text.
    pub text: Arc<str>,
    /// What of it became neither body nor title.
    pub ledger: Vec<Entry>,
}

impl Provenance {
    /// Whether a block is an editor's.
    pub fn is_editorial(&self, block: &BlockId) -> bool {
        self.editorial.contains_key(block)
    }

    /// The block that an id of a block that is gone leads to.
    pub fn successor_of(&self, gone: &BlockId) -> Option<&BlockId> {
        self.former.iter().find(|(_, former)| former.contains(gone)).map(|(current, _)| current)
    }

    /// The lines of a block; of an editor's block those of the words that it replaces, from the first to
    /// the last.
    pub fn lines_of(&self, block: &BlockId) -> Option<SeedLines> {
        let replaced = || {
            let mut all = self.editorial.get(block)?.iter().filter_map(|words| words.lines);
            let first = all.next()?;
            Some(all.fold(first, |a, b| SeedLines { first: a.first.min(b.first), last: a.last.max(b.last) }))
        };
        self.lines.get(block).copied().or_else(replaced)
    }

    /// The lines of the seed, each with what became of it; none where the seed is not there.
    pub fn seed_lines(&self) -> Vec<SeedLine<'_>> {
        let Some(seed) = &self.seed else { return Vec::new() };
        let texts = lines(&seed.text);
        let ledger = ledger_by_line(&seed.ledger);
        let owners = self.owners(texts.len());
        texts
            .into_iter()
            .zip(owners)
            .enumerate()
            .map(|(i, (text, owner))| {
                let (kinds, noted) = ledger.get(&(i + 1)).cloned().unwrap_or_default();
                let shown = visible(text);
                let fate = match owner {
                    _ if shown == 0 => LineFate::Blank,
                    _ if noted >= shown => LineFate::Ledger,
                    Some(Owner::Block(block)) => LineFate::Body(block),
                    Some(Owner::Omitted) => LineFate::Omitted,
                    None => LineFate::Title,
                };
                SeedLine { text, fate, ledger: kinds }
            })
            .collect()
    }

    /// Whose each line is. Where the lines of two blocks overlap, as those of a paragraph and of the notes
    /// that interrupt it, the shorter one has them.
    fn owners(&self, lines: usize) -> Vec<Option<Owner<'_>>> {
        let editorial = self
            .editorial
            .iter()
            .flat_map(|(id, words)| words.iter().filter_map(move |w| Some((w.lines?, Owner::Block(id)))));
        let mut ranges: Vec<(SeedLines, Owner<'_>)> =
            self.lines.iter().map(|(id, lines)| (*lines, Owner::Block(id))).chain(editorial).collect();
        ranges.extend(self.omitted.iter().filter_map(|words| Some((words.lines?, Owner::Omitted))));
        ranges
            .sort_by_key(|(range, owner)| (std::cmp::Reverse(range.last - range.first), range.first, *owner));
        let mut out = vec![None; lines];
        for (range, owner) in ranges {
            let last = range.last.min(lines);
            out[(range.first - 1).min(last)..last].fill(Some(owner));
        }
        out
    }
}

/// Whose a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'a> {
    Block(&'a BlockId),
    Omitted,
}

/// A line of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLine<'a> {
    /// Without its end.
    pub text: &'a str,
    pub fate: LineFate<'a>,
    /// What parts of it became neither body nor title.
    pub ledger: BTreeSet<EntryKind>,
}

/// What became of a line, as far as one word can say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFate<'a> {
    Blank,
    /// It stands in this block, or an editor's block stands in its place.
    Body(&'a BlockId),
    /// An editor left it out.
    Omitted,
    Title,
    /// Nothing of it became body or title.
    Ledger,
}

/// For each line with something of the ledger on it: the kinds, and how many visible characters.
fn ledger_by_line(ledger: &[Entry]) -> BTreeMap<usize, (BTreeSet<EntryKind>, usize)> {
    let mut out: BTreeMap<usize, (BTreeSet<EntryKind>, usize)> = BTreeMap::new();
    for entry in ledger {
        for (i, text) in lines(&entry.text).into_iter().enumerate().filter(|(_, text)| visible(text) > 0) {
            let (kinds, sum) = out.entry(entry.lines.first + i).or_default();
            kinds.insert(entry.kind);
            *sum += visible(text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(first: usize, last: usize) -> SeedLines {
        SeedLines { first, last }
    }

    fn entry(kind: EntryKind, lines: SeedLines, text: &str) -> Entry {
        Entry { kind, lines, start: 0, text: text.into() }
    }

    /// A paragraph that a note and a page number interrupt, after a title; an editor changed the last block
    /// and left one out.
    fn provenance() -> Provenance {
        let text = "Fiche 1: Titel\n\neen\n1 noot\n7\ntwee\n- drie\nvier\nvijf\n";
        Provenance {
            lines: BTreeMap::from([
                (BlockId::new("p-a"), at(3, 6)),
                (BlockId::new("fn-1"), at(4, 4)),
                (BlockId::new("p-b"), at(7, 7)),
            ]),
            editorial: BTreeMap::from([
                (BlockId::new("p-c"), vec![SourceWords { text: "vier".into(), lines: Some(at(8, 8)) }]),
                (BlockId::new("p-d"), vec![]),
            ]),
            remarks: BTreeMap::new(),
            opening_remarks: Vec::new(),
            former: BTreeMap::new(),
            references: BTreeMap::new(),
            omitted: vec![SourceWords { text: "vijf".into(), lines: Some(at(9, 9)) }],
            seed: Some(Seed {
                text: text.into(),
                ledger: vec![
                    entry(EntryKind::FicheLabel, at(1, 1), "Fiche 1:"),
                    entry(EntryKind::NoteMark, at(4, 4), "1"),
                    entry(EntryKind::PageNumber, at(5, 5), "7"),
                    entry(EntryKind::ListMark, at(7, 7), "-"),
                ],
            }),
        }
    }

    #[test]
    fn every_line_says_what_became_of_it() {
        let provenance = provenance();
        let found: Vec<(String, Vec<&str>)> = provenance
            .seed_lines()
            .iter()
            .map(|line| {
                let fate = match line.fate {
                    LineFate::Body(id) => id.to_string(),
                    other => format!("{other:?}"),
                };
                (fate, line.ledger.iter().map(|kind| kind.as_str()).collect())
            })
            .collect();
        let expected = [
            ("Title", vec!["fiche label"]),
            ("Blank", vec![]),
            ("p-a", vec![]),
            ("fn-1", vec!["note mark"]),
            ("Ledger", vec!["page number"]),
            ("p-a", vec![]),
            ("p-b", vec!["list mark"]),
            ("p-c", vec![]),
            ("Omitted", vec![]),
        ];
        assert_eq!(found.iter().map(|(f, k)| (f.as_str(), k.clone())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_editors_block_has_the_lines_of_what_it_replaces() {
        let mut provenance = provenance();
        let of = |p: &Provenance, id: &str| p.lines_of(&BlockId::new(id));
        assert_eq!(of(&provenance, "p-a"), Some(at(3, 6)));
        assert_eq!(of(&provenance, "p-c"), Some(at(8, 8)));
        assert_eq!(of(&provenance, "p-d"), None);
        let more = SourceWords { text: "x".into(), lines: Some(at(2, 2)) };
        provenance.editorial.get_mut(&BlockId::new("p-c")).expect("there").push(more);
        assert_eq!(of(&provenance, "p-c"), Some(at(2, 8)));
    }

    #[test]
    fn a_map_of_another_seed_does_no_harm() {
        let mut provenance = provenance();
        provenance.lines.insert(BlockId::new("p-z"), at(40, 50));
        assert_eq!(provenance.seed_lines().len(), 9);
    }
}
