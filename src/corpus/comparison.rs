//! A fiche beside what it assesses: per pillar what the Commission writes and what the cabinet says of it.
//!
//! Nothing aligns the two texts one to one. A row is an instrument that both sides name within the pillar; a block
//! stands in the row of the first such instrument in the order in which it names them, and in the general row where
//! it names none, so that each block of the pillar stands exactly once on its side.

use super::{Corpus, Document, Passage, Passages, Taxonomy, Term, Voice};
use crate::config::Role;
use crate::document::walk::LeafKind;
use crate::document::{BlockId, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// A fiche and the documents that it assesses, pillar by pillar.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub fiche: &'a Document,
    /// Those with text, in the fiche's order.
    pub assessed: Vec<&'a Document>,
    /// The taxonomy that the pillars are of.
    pub pillar_taxonomy: &'a Taxonomy,
    /// The taxonomy that the rows are of, where the dossier has one.
    pub instrument_taxonomy: Option<&'a Taxonomy>,
    /// In the taxonomy's order; a pillar that neither side has a block of is left out.
    pub pillars: Vec<ComparedPillar<'a>>,
}

/// What both sides say about a pillar.
#[derive(Debug)]
pub struct ComparedPillar<'a> {
    pub pillar: &'a Term,
    /// In the order in which the left side first names their instruments; the general row last.
    pub rows: Vec<ComparedRow<'a>>,
}

/// What both sides say about an instrument, or about the pillar in general.
#[derive(Debug)]
pub struct ComparedRow<'a> {
    /// None for the general row.
    pub instrument: Option<&'a Term>,
    /// The assessed documents' blocks.
    pub left: Side<'a>,
    /// The cabinet's blocks.
    pub right: Side<'a>,
}

/// One side of a row.
#[derive(Debug, Default)]
pub struct Side<'a> {
    /// By document, then in reading order, but that a note follows its paragraph.
    pub passages: Vec<&'a Passage>,
    /// Where this side names the row's instrument only in blocks of other rows: the instruments of those.
    pub elsewhere: Vec<&'a Term>,
}

/// The ids of the fiches that have a comparison, sorted.
pub fn compared(corpus: &Corpus) -> impl Iterator<Item = &str> {
    corpus
        .documents
        .values()
        .filter(|d| Frame::of(corpus, d).is_some_and(|f| f.has_blocks()))
        .map(|d| d.id.as_str())
}

/// The fiches in whose comparison a pillar stands, sorted by id.
pub fn compared_with<'a>(corpus: &'a Corpus, pillar: &Term) -> impl Iterator<Item = &'a Document> {
    let frames = corpus.documents.values().filter_map(|d| Frame::of(corpus, d));
    frames.filter(|frame| frame.has_blocks_of(pillar)).map(|frame| frame.fiche)
}

impl<'a> Comparison<'a> {
    /// The comparison of a fiche. None where it assesses no document with text, where no taxonomy plays the pillars,
    /// or where neither side has a block of a pillar.
    pub fn of(corpus: &'a Corpus, fiche: &str) -> Option<Self> {
        let frame = Frame::of(corpus, corpus.documents.get(fiche)?)?;
        let left: Vec<Text<'a>> = frame.assessed.iter().map(|d| frame.text(d)).collect();
        let right = [frame.text(frame.fiche)];
        let pillars: Vec<ComparedPillar<'a>> = frame
            .pillars
            .terms
            .iter()
            .map(|pillar| ComparedPillar {
                pillar,
                rows: frame.rows(
                    &units(&left, &pillar.passages, |_| true),
                    &units(&right, &pillar.passages, is_opinion),
                ),
            })
            .filter(|pillar| !pillar.rows.is_empty())
            .collect();
        (!pillars.is_empty()).then_some(Comparison {
            fiche: frame.fiche,
            assessed: frame.assessed,
            pillar_taxonomy: frame.pillars,
            instrument_taxonomy: frame.instruments,
            pillars,
        })
    }
}

fn is_opinion(passage: &Passage) -> bool {
    passage.voice == Voice::Cabinet
}

/// What a comparison is made of.
struct Frame<'a> {
    fiche: &'a Document,
    assessed: Vec<&'a Document>,
    pillars: &'a Taxonomy,
    instruments: Option<&'a Taxonomy>,
}

impl<'a> Frame<'a> {
    fn of(corpus: &'a Corpus, fiche: &'a Document) -> Option<Self> {
        let with_role = |role| corpus.taxonomies.iter().find(|t| t.settings.role == Some(role));
        let mut seen = BTreeSet::new();
        let assessed: Vec<&Document> = fiche
            .front
            .assesses
            .iter()
            .filter_map(|number| corpus.documents.get(&number.id()))
            .filter(|document| document.id != fiche.id && seen.insert(&document.id))
            .collect();
        (fiche.front.kind == Kind::Fiche && !assessed.is_empty()).then_some(())?;
        let pillars = with_role(Role::Pillar)?;
        Some(Frame { fiche, assessed, pillars, instruments: with_role(Role::Instrument) })
    }

    fn has_blocks(&self) -> bool {
        self.pillars.terms.iter().any(|pillar| self.has_blocks_of(pillar))
    }

    fn has_blocks_of(&self, pillar: &Term) -> bool {
        self.assessed.iter().any(|d| pillar.passages.count_in(&d.id) > 0)
            || pillar.passages.in_document(&self.fiche.id).iter().any(is_opinion)
    }

    /// The instruments that each block of a document names, and where its notes stand.
    fn text(&self, document: &'a Document) -> Text<'a> {
        let mut named: BTreeMap<&BlockId, Vec<(Naming, usize)>> = BTreeMap::new();
        for (index, term) in self.instruments.iter().flat_map(|t| &t.terms).enumerate() {
            for passage in term.passages.in_document(&document.id) {
                named.entry(&passage.anchor).or_default().push((Naming::of(passage), index));
            }
        }
        named.values_mut().for_each(|terms| terms.sort_unstable());
        Text { id: &document.id, named, paragraphs: paragraphs_of_notes(document) }
    }

    fn rows(&self, left: &[Unit<'a>], right: &[Unit<'a>]) -> Vec<ComparedRow<'a>> {
        let named = |units: &[Unit<'a>]| units.iter().map(|u| u.instruments.clone()).collect::<Vec<_>>();
        let term = |index: usize| self.instruments.map(|t| &t.terms[index]);
        let side = |units: &[Unit<'a>], half: Half| Side {
            passages: half.here.iter().flat_map(|i| &units[*i].passages).copied().collect(),
            elsewhere: half.elsewhere.into_iter().filter_map(term).collect(),
        };
        arrange(&named(left), &named(right))
            .into_iter()
            .map(|row| ComparedRow {
                instrument: row.instrument.and_then(term),
                left: side(left, row.left),
                right: side(right, row.right),
            })
            .collect()
    }
}

/// How a block comes to an instrument: by a name at a place, or because an editor or a section says so. Names come
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    At(usize),
    Unnamed,
}

impl Naming {
    fn of(passage: &Passage) -> Self {
        passage.named_at.map_or(Naming::Unnamed, Naming::At)
    }
}

/// A document with what its blocks name.
struct Text<'a> {
    /// The document's id.
    id: &'a str,
    /// Instruments by block, in the order of naming.
    named: BTreeMap<&'a BlockId, Vec<(Naming, usize)>>,
    /// The block with a note's first mark, by note.
    paragraphs: BTreeMap<BlockId, &'a BlockId>,
}

/// A block with the notes that stand under it.
struct Unit<'a> {
    passages: Vec<&'a Passage>,
    /// Indices of the instruments that it names, in the order of naming: its own words, then its notes.
    instruments: Vec<usize>,
}

fn paragraphs_of_notes(document: &Document) -> BTreeMap<BlockId, &BlockId> {
    let ids: BTreeMap<&str, &BlockId> =
        document.body.notes.iter().map(|n| (n.label.as_str(), &n.id)).collect();
    let mut out = BTreeMap::new();
    for leaf in document.body.leaves() {
        let notes = leaf.note_marks().into_iter().filter_map(|label| ids.get(label));
        for note in notes.filter(|_| leaf.kind != LeafKind::Note) {
            out.entry((*note).clone()).or_insert(leaf.id);
        }
    }
    out
}

/// The blocks of a pillar in some documents, each with its notes. A note whose paragraph is not among them stands by
/// itself.
fn units<'a>(texts: &[Text<'a>], pillar: &'a Passages, wanted: impl Fn(&Passage) -> bool) -> Vec<Unit<'a>> {
    let mut out: Vec<Unit<'a>> = Vec::new();
    for text in texts {
        let mut at: BTreeMap<&BlockId, usize> = BTreeMap::new();
        for passage in pillar.in_document(text.id).iter().filter(|p| wanted(p)) {
            let named = text.named.get(&passage.anchor).into_iter().flatten().map(|(_, index)| *index);
            match text.paragraphs.get(&passage.anchor).and_then(|paragraph| at.get(paragraph)) {
                Some(unit) => {
                    let unit = &mut out[*unit];
                    unit.passages.push(passage);
                    unit.instruments.extend(named);
                }
                None => {
                    at.insert(&passage.anchor, out.len());
                    out.push(Unit { passages: vec![passage], instruments: named.collect() });
                }
            }
        }
    }
    out
}

/// A row as indices: of the instrument, and of the blocks on each side.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// None for the general row.
    instrument: Option<usize>,
    left: Half,
    right: Half,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Half {
    here: Vec<usize>,
    /// Where no block is here: the instruments of the rows in which this side names this row's.
    elsewhere: Vec<usize>,
}

/// Puts the blocks of two sides in rows. Each block is given by what it names, in the order of naming.
///
/// The general row comes last: rows are where two texts can be compared, and what both leave over is of very
/// different length.
fn arrange(left: &[Vec<usize>], right: &[Vec<usize>]) -> Vec<Row> {
    let of_right: BTreeSet<usize> = right.iter().flatten().copied().collect();
    let mut shared: Vec<usize> = Vec::new();
    for instrument in left.iter().flatten().filter(|i| of_right.contains(i)) {
        if !shared.contains(instrument) {
            shared.push(*instrument);
        }
    }
    let (left, right) = (Placed::new(left, &shared), Placed::new(right, &shared));
    let rows = shared.iter().copied().map(Some).chain([None]);
    rows.map(|instrument| Row { instrument, left: left.half(instrument), right: right.half(instrument) })
        .filter(|row| !(row.left.here.is_empty() && row.right.here.is_empty()))
        .collect()
}

/// The blocks of a side with the row of each.
struct Placed<'a> {
    blocks: &'a [Vec<usize>],
    rows: Vec<Option<usize>>,
}

impl<'a> Placed<'a> {
    fn new(blocks: &'a [Vec<usize>], shared: &[usize]) -> Self {
        let row = |named: &Vec<usize>| named.iter().copied().find(|i| shared.contains(i));
        Placed { blocks, rows: blocks.iter().map(row).collect() }
    }

    fn half(&self, instrument: Option<usize>) -> Half {
        let here: Vec<usize> = (0..self.blocks.len()).filter(|i| self.rows[*i] == instrument).collect();
        let mut elsewhere: Vec<usize> = Vec::new();
        if let (true, Some(instrument)) = (here.is_empty(), instrument) {
            let naming = self.blocks.iter().zip(&self.rows).filter(|(named, _)| named.contains(&instrument));
            for row in naming.filter_map(|(_, row)| *row) {
                if !elsewhere.contains(&row) {
                    elsewhere.push(row);
                }
            }
        }
        Half { here, elsewhere }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::FoundBy;
    use proptest::prelude::*;

    fn half(here: &[usize], elsewhere: &[usize]) -> Half {
        Half { here: here.to_vec(), elsewhere: elsewhere.to_vec() }
    }

    fn row(instrument: Option<usize>, left: Half, right: Half) -> Row {
        Row { instrument, left, right }
    }

    #[test]
    fn rows_are_shared_instruments_in_the_lefts_order() {
        // 7 and 3 are shared, 5 is the left's alone, 9 the right's.
        let left = [vec![5, 7], vec![], vec![3, 7], vec![5]];
        let right = [vec![9, 3], vec![9], vec![7, 3]];
        assert_eq!(
            arrange(&left, &right),
            [
                row(Some(7), half(&[0], &[]), half(&[2], &[])),
                row(Some(3), half(&[2], &[]), half(&[0], &[])),
                row(None, half(&[1, 3], &[]), half(&[1], &[])),
            ]
        );
    }

    #[test]
    fn an_empty_side_says_in_which_rows_it_names_the_instrument() {
        let left = [vec![1, 2], vec![1]];
        let right = [vec![2], vec![1]];
        assert_eq!(
            arrange(&left, &right),
            [
                row(Some(1), half(&[0, 1], &[]), half(&[1], &[])),
                row(Some(2), half(&[], &[1]), half(&[0], &[])),
            ]
        );
    }

    #[test]
    fn without_shared_instruments_all_is_general() {
        assert_eq!(arrange(&[vec![1]], &[vec![2], vec![]]), [row(None, half(&[0], &[]), half(&[0, 1], &[]))]);
        assert_eq!(arrange(&[], &[]), []);
    }

    /// Passages of three documents: paragraphs `p-0` to `p-5` and the notes `fn-0` to `fn-5`, notes last.
    fn generated(blocks: &[(usize, usize, bool)]) -> Passages {
        let ids: BTreeSet<(usize, bool, usize)> = blocks.iter().map(|(d, n, note)| (*d, *note, *n)).collect();
        let passage = |(document, note, n): (usize, bool, usize)| Passage {
            document: format!("doc-{document}").into(),
            anchor: BlockId::new(format!("{}-{n}", if note { "fn" } else { "p" })),
            voice: Voice::Commission,
            found_by: FoundBy::Section,
            named_at: None,
            near: crate::corpus::PartHint::default(),
        };
        ids.into_iter().map(passage).collect::<Vec<_>>().into()
    }

    fn blocks() -> impl Strategy<Value = Vec<Vec<usize>>> {
        proptest::collection::vec(proptest::collection::vec(0_usize..8, 0..5), 0..20)
    }

    proptest! {
        #[test]
        fn each_block_stands_once_in_the_row_of_its_first_shared_instrument(left in blocks(), right in blocks()) {
            let rows = arrange(&left, &right);
            let names = |side: &[Vec<usize>], i: usize| side.iter().any(|named| named.contains(&i));
            let shared = |i: &usize| names(&left, *i) && names(&right, *i);
            type OfRow = fn(&Row) -> &Half;
            for (side, of) in [(&left, (|r| &r.left) as OfRow), (&right, |r| &r.right)] {
                let mut placed: Vec<usize> = rows.iter().flat_map(|r| of(r).here.clone()).collect();
                placed.sort_unstable();
                prop_assert_eq!(placed, (0..side.len()).collect::<Vec<_>>());
                for row in &rows {
                    for block in &of(row).here {
                        prop_assert_eq!(row.instrument, side[*block].iter().copied().find(shared));
                    }
                    // Where a row's side is empty, the rows that it points to are there and name the instrument.
                    for other in &of(row).elsewhere {
                        let target = rows.iter().find(|r| r.instrument == Some(*other)).expect("a row");
                        prop_assert!(of(target).here.iter().any(|b| side[*b].contains(&row.instrument.expect("named"))));
                    }
                    let pointed = row.instrument.is_some() && of(row).here.is_empty();
                    prop_assert_eq!(pointed, !of(row).elsewhere.is_empty());
                }
            }
        }

        #[test]
        fn each_passage_stands_once_and_a_note_under_its_paragraph(
            blocks in proptest::collection::vec((0_usize..3, 0_usize..6, any::<bool>()), 0..30),
            naming in proptest::collection::vec(proptest::collection::vec(0_usize..5, 0..3), 30),
        ) {
            let passages = generated(&blocks);
            let ids = ["doc-0", "doc-1", "doc-2"];
            let paragraphs: Vec<BlockId> = (0..6).map(|n| BlockId::new(format!("p-{n}"))).collect();
            let names = |named: &[usize]| named.iter().map(|i| (Naming::Unnamed, *i)).collect();
            let texts = ids.map(|id| Text {
                id,
                named: passages
                    .iter()
                    .zip(&naming)
                    .filter(|(p, _)| *p.document == *id)
                    .map(|(p, named)| (&p.anchor, names(named)))
                    .collect(),
                paragraphs: paragraphs
                    .iter()
                    .map(|p| (BlockId::new(p.as_str().replace("p-", "fn-")), p))
                    .collect(),
            });
            let units = units(&texts, &passages, |_| true);
            let named: Vec<Vec<usize>> = units.iter().map(|u| u.instruments.clone()).collect();
            let rows = arrange(&named, &[vec![0, 1, 2]]);
            let shown = rows.iter().flat_map(|r| &r.left.here).flat_map(|i| &units[*i].passages);
            let key = |p: &Passage| (p.document.clone(), p.anchor.clone());
            let mut once: Vec<_> = shown.map(|p| key(p)).collect();
            once.sort();
            let mut all: Vec<_> = passages.iter().map(key).collect();
            all.sort();
            prop_assert_eq!(once, all);
            for note in passages.iter().filter(|p| p.anchor.as_str().starts_with("fn-")) {
                let unit = units.iter().find(|u| u.passages.contains(&note)).expect("it stands somewhere");
                let paragraph = note.anchor.as_str().replace("fn-", "p-");
                let there = passages.in_document(&note.document).iter().any(|p| p.anchor.as_str() == paragraph);
                let head = unit.passages[0];
                prop_assert_eq!(&head.document, &note.document);
                prop_assert_eq!(head.anchor.as_str(), if there { &paragraph } else { note.anchor.as_str() });
            }
        }

        #[test]
        fn rows_follow_the_left_and_end_in_general(left in blocks(), right in blocks()) {
            let rows = arrange(&left, &right);
            let order: Vec<usize> = left.iter().flatten().copied().collect();
            let places: Vec<usize> = rows
                .iter()
                .filter_map(|row| row.instrument)
                .map(|i| order.iter().position(|o| *o == i).expect("the left names it"))
                .collect();
            prop_assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
            prop_assert!(rows.iter().rev().skip(1).all(|row| row.instrument.is_some()));
        }
    }
}
