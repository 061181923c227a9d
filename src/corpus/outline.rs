//! Where each block of a document stands: headings, and whose words a part is.

use crate::document::walk::{LeafKind, plain};
use crate::document::{BlockId, Body, Kind};
use std::collections::BTreeMap;

/// A heading in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Heading {
    pub id: BlockId,
    /// 2 to 6.
    pub level: u8,
    /// Its words, with the printed number.
    pub text: String,
}

/// The headings of a body, and under which of them each leaf stands. A note stands where its first mark
/// stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Outline {
    pub headings: Vec<Heading>,
    /// The headings above leaves, outermost first; leaves under one heading share them.
    paths: Box<[Box<[BlockId]>]>,
    /// Of each leaf but headings, in the order of the ids.
    places: Box<[LeafPlace]>,
    /// How each of these ids begins, see [`beginning`].
    beginnings: Box<[u64]>,
}

/// Where a leaf stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct LeafPlace {
    leaf: BlockId,
    /// Which of the paths leads to it.
    path: u32,
    /// In which part of the body.
    part: u32,
}

impl Outline {
    /// The outline of a body whose blocks all have their ids.
    pub fn of<L>(body: &Body<L>) -> Self {
        let mut headings = Vec::new();
        let mut open: Vec<(u8, BlockId)> = Vec::new();
        let mut paths: Vec<Box<[BlockId]>> = vec![Box::default()];
        let mut places: Vec<(u64, LeafPlace)> = Vec::new();
        let mut note_paths: BTreeMap<&str, u32> = BTreeMap::new();
        let mut labels = body.notes.iter().map(|note| note.label.as_str());
        let mut note_path: Option<u32> = None;
        for (part, leaf) in body.leaves_with_parts() {
            if let LeafKind::Heading(level) = leaf.kind {
                open.retain(|(l, _)| *l < level);
                open.push((level, leaf.id.clone()));
                paths.push(open.iter().map(|(_, id)| id.clone()).collect());
                let text = leaf.parts.iter().map(|p| plain(p)).collect();
                headings.push(Heading { id: leaf.id.clone(), level, text });
                continue;
            }
            if leaf.kind == LeafKind::Note {
                let first_mark = labels.next().and_then(|label| note_paths.get(label).copied());
                note_path = Some(first_mark.unwrap_or_default());
            }
            let path = note_path.unwrap_or(number32(paths.len() - 1));
            for mark in leaf.note_marks() {
                note_paths.entry(mark).or_insert(path);
            }
            let place = LeafPlace { leaf: leaf.id.clone(), path, part: number32(part) };
            places.push((beginning(&place.leaf), place));
        }
        // Few ids begin alike.
        places.sort_by(|(a, place), (b, other)| a.cmp(b).then_with(|| place.leaf.cmp(&other.leaf)));
        let (beginnings, places): (Vec<u64>, Vec<LeafPlace>) = places.into_iter().unzip();
        Outline { headings, paths: paths.into(), places: places.into(), beginnings: beginnings.into() }
    }

    /// The headings above a leaf, outermost first; none for a heading or an unknown id.
    pub fn path(&self, leaf: &BlockId) -> &[BlockId] {
        self.path_and_part(leaf).0
    }

    /// In which part of the body a leaf stands, as [`Body::leaves_in`] counts them; none for a heading or an unknown id.
    pub fn part(&self, leaf: &BlockId) -> Option<usize> {
        self.place(leaf).map(|place| place.part as usize)
    }

    /// Both together, looked for once.
    pub(super) fn path_and_part(&self, leaf: &BlockId) -> (&[BlockId], usize) {
        let found = |place: &LeafPlace| (&*self.paths[place.path as usize], place.part as usize);
        self.place(leaf).map_or((&[], 0), found)
    }

    fn place(&self, leaf: &BlockId) -> Option<&LeafPlace> {
        // Every passage on every page asks for this: numbers that stand together are looked through, no letters that are
        // scattered over memory, which took four times as long.
        let wanted = beginning(leaf);
        let from = self.beginnings.partition_point(|beginning| *beginning < wanted);
        let alike = self.beginnings[from..].iter().take_while(|beginning| **beginning == wanted);
        alike.zip(&self.places[from..]).map(|(_, place)| place).find(|place| place.leaf == *leaf)
    }

    /// Whether a leaf stands under a heading, however deep.
    pub fn stands_in(&self, leaf: &BlockId, heading: &BlockId) -> bool {
        self.path(leaf).contains(heading)
    }

    /// The words of a heading.
    pub fn heading(&self, id: &BlockId) -> Option<&Heading> {
        // The ids of a path share their letters with the headings, which then need not be looked at.
        let same = self.headings.iter().find(|h| h.id.address() == id.address());
        same.or_else(|| self.headings.iter().find(|h| h.id == *id))
    }
}

fn number32(number: usize) -> u32 {
    u32::try_from(number).expect("far fewer than four thousand million")
}

/// The first eight bytes of an id, the first one highest: in the order of the ids, and of most blocks the whole id.
fn beginning(id: &BlockId) -> u64 {
    let id = id.as_str().as_bytes();
    let mut beginning = [0; 8];
    match id.first_chunk() {
        Some(bytes) => beginning = *bytes,
        None => beginning[..id.len()].copy_from_slice(id),
    }
    u64::from_be_bytes(beginning)
}

/// Whose words a passage is. What the cabinet thinks stands in parts 3b and 4 of a fiche; part 2 is its
/// summary of the Commission and 3a existing policy, and neither is ever shown as the cabinet's opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    Commission,
    Cabinet,
    /// The cabinet's summary of what the Commission writes.
    Summary,
    /// Dutch policy as it is.
    Policy,
    /// Other parts of a fiche: its data, and the estimate of other governments' views.
    Fiche,
    Press,
    Other,
}

impl Voice {
    /// The word in the theme's strings and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            Voice::Commission => "commission",
            Voice::Cabinet => "cabinet",
            Voice::Summary => "summary",
            Voice::Policy => "policy",
            Voice::Fiche => "fiche",
            Voice::Press => "press",
            Voice::Other => "other",
        }
    }

    /// The voice of a document as a whole: a fiche is the cabinet's, whatever the parts of it are.
    pub fn of_whole(kind: Kind) -> Self {
        match Voice::of(kind, &[]) {
            Voice::Fiche => Voice::Cabinet,
            voice => voice,
        }
    }

    /// The voice of a leaf, from its document's kind and the headings above it.
    pub fn of(kind: Kind, path: &[BlockId]) -> Self {
        let under = |id: &str| path.iter().any(|h| h.as_str() == id);
        match kind {
            Kind::Communication => Voice::Commission,
            Kind::News => Voice::Press,
            Kind::Document => Voice::Other,
            Kind::Fiche if under("s3b") || under("s4") => Voice::Cabinet,
            Kind::Fiche if under("s2") => Voice::Summary,
            Kind::Fiche if under("s3a") => Voice::Policy,
            Kind::Fiche => Voice::Fiche,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Inline, Note};

    fn heading(level: u8, id: &str) -> Block {
        let content = vec![Inline::text(id)];
        Block { id: BlockId::new(id), ..Block::new(BlockKind::Heading { level, content }) }
    }

    fn paragraph(id: &str, content: Vec<Inline>) -> Block {
        Block { id: BlockId::new(id), ..Block::new(BlockKind::Paragraph(content)) }
    }

    #[test]
    fn a_note_stands_where_its_first_mark_stands() {
        let body = Body {
            blocks: vec![
                heading(2, "s1"),
                heading(3, "s1.1"),
                paragraph("p-a", vec![Inline::text("x"), Inline::NoteRef("1".into())]),
                heading(2, "s2"),
                paragraph("p-b", vec![Inline::text("y"), Inline::NoteRef("1".into())]),
            ],
            notes: vec![Note {
                id: BlockId::new("fn-1"),
                span: 0..0,
                label: "1".into(),
                lead: vec![Inline::text("n")],
                children: Vec::new(),
            }],
        };
        let outline = Outline::of(&body);
        let path = |id: &str| outline.path(&BlockId::new(id)).iter().map(BlockId::as_str).collect::<Vec<_>>();
        assert_eq!(path("p-a"), ["s1", "s1.1"]);
        assert_eq!(path("p-b"), ["s2"]);
        assert_eq!(path("fn-1"), ["s1", "s1.1"]);
        assert!(outline.stands_in(&BlockId::new("fn-1"), &BlockId::new("s1")));
    }

    #[test]
    fn each_id_leads_to_its_own_headings() {
        let ids = ["p-abcdef-2", "p-abcdef", "p-abcdeg", "p-a", "s1.1", "p-abcdef-10", "p-", "x", "fn-1"];
        let blocks = ids
            .iter()
            .enumerate()
            .flat_map(|(at, id)| [heading(2, &format!("s{at}")), paragraph(id, vec![Inline::text(*id)])]);
        let outline = Outline::of(&Body { blocks: blocks.collect(), notes: Vec::new() });
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(outline.path(&BlockId::new(*id)), [BlockId::new(format!("s{at}"))], "{id}");
        }
        for id in ["p-abcdef-3", "p-abcdeh", "", "s3", "p-abcde", "z"] {
            assert_eq!(outline.path(&BlockId::new(id)), [], "{id}");
        }
    }

    #[test]
    fn part_two_of_a_fiche_is_never_the_cabinets_opinion() {
        let voice = |path: &[&str]| {
            Voice::of(Kind::Fiche, &path.iter().map(|p| BlockId::new(*p)).collect::<Vec<_>>())
        };
        assert_eq!(voice(&["s2"]), Voice::Summary);
        assert_eq!(voice(&["s3", "s3a"]), Voice::Policy);
        assert_eq!(voice(&["s3", "s3b"]), Voice::Cabinet);
        assert_eq!(voice(&["s3", "s3c"]), Voice::Fiche);
        assert_eq!(voice(&["s4", "s4e", "s4e-regeldruk"]), Voice::Cabinet);
    }
}
