//! The view of a fiche beside what it assesses.

use super::{DocumentLink, PositionView, TermLink, TocEntry, Views};
use crate::config::Role;
use crate::corpus::{
    ComparedPillar, ComparedRow, Comparison, Document, PageRef, Passage, Side, Target, Taxonomy, Term, Voice,
    compared_with,
};
use crate::document::walk::Leaf;
use crate::document::{BlockId, Kind};
use crate::render::block::BlockRenderer;
use crate::render::links::{ExcerptLinks, LinkPolicy};
use crate::render::texts::Text;
use serde::Serialize;
use std::collections::BTreeMap;

/// The page that shows a fiche beside what it assesses.
#[derive(Debug, Clone, Serialize)]
pub struct ComparisonView {
    pub fiche: DocumentLink,
    /// What the fiche assesses, where this site has its text; in the fiche's order.
    pub documents: Vec<DocumentLink>,
    /// The basic positions that the fiche states.
    pub positions: Vec<PositionView>,
    /// Pillars with their rows.
    pub toc: Vec<TocEntry>,
    pub pillars: Vec<ComparedPillarView>,
}

/// What both sides say about a pillar.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedPillarView {
    /// Its id on this page, which is the term's.
    pub id: String,
    pub term: TermLink,
    /// The pillars' name in the singular.
    pub singular: String,
    pub rows: Vec<ComparedRowView>,
}

/// What both sides say about an instrument.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedRowView {
    /// Its id on this page: the pillar's, a dot, the instrument's, or `_general`.
    pub id: String,
    /// None for the general row.
    pub instrument: Option<TermLink>,
    /// What the assessed documents say.
    pub left: ComparedSide,
    /// What the cabinet says.
    pub right: ComparedSide,
}

/// One side of a row.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedSide {
    /// The voice's word: `commission`, `cabinet`.
    pub voice: &'static str,
    pub voice_label: String,
    pub count: usize,
    /// Whether it fits on half a printed page or on a large screen, and need not be broken or scrolled.
    pub short: bool,
    pub documents: Vec<ComparedDocument>,
    /// Where nothing stands here: the rows of this pillar in which this side names the instrument.
    pub elsewhere: Vec<RowLink>,
}

/// What stands of one document on a side.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedDocument {
    pub document: DocumentLink,
    pub passages: Vec<ComparedPassage>,
}

/// A block in full.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedPassage {
    /// Its id on this page: the pillar's, the document's and its own.
    pub id: String,
    pub document: String,
    pub anchor: String,
    /// Address of its place in its document.
    pub href: String,
    /// `paragraph`, `item`, `row` or `note`.
    pub kind: &'static str,
    /// The words of the heading that it stands under, where that is another than the block's before it.
    pub heading: Option<String>,
    pub html: String,
}

/// A link to a row of this page.
#[derive(Debug, Clone, Serialize)]
pub struct RowLink {
    pub href: String,
    pub name: String,
    /// The name's language, where that is not the interface's.
    pub language: Option<String>,
}

/// A link to a pillar's part of a comparison.
#[derive(Debug, Clone, Serialize)]
pub struct ComparisonLink {
    pub fiche: DocumentLink,
    pub href: String,
}

/// The id of the general row, beside the instruments' own: no term's begins so.
const GENERAL: &str = "_general";

/// Characters of a side that fill about half of a printed page's column.
const SHORT: usize = 1500;

fn row_id(pillar: &str, instrument: Option<&Term>) -> String {
    format!("{pillar}.{}", instrument.map_or(GENERAL, |term| &term.id))
}

/// A row's id has one dot and a block's at least two: no id of a term or a document has any.
fn block_id(pillar: &str, passage: &Passage) -> String {
    format!("{pillar}.{}.{}", passage.document, passage.anchor)
}

impl Views<'_> {
    pub(in crate::render) fn comparison(&self, comparison: &Comparison<'_>) -> ComparisonView {
        let documents = comparison.assessed.iter().copied().chain([comparison.fiche]);
        let texts: Vec<TextOf<'_>> = documents.map(TextOf::new).collect();
        let pillars = comparison.pillars.iter();
        let pillars: Vec<ComparedPillarView> =
            pillars.map(|pillar| self.compared_pillar(comparison, pillar, &texts)).collect();
        ComparisonView {
            fiche: self.link_to_document(comparison.fiche),
            documents: comparison.assessed.iter().map(|d| self.link_to_document(d)).collect(),
            positions: self.positions(comparison.fiche),
            toc: pillars.iter().map(|pillar| self.toc_of(pillar)).collect(),
            pillars,
        }
    }

    /// Where a pillar's part of each comparison is; none for other terms.
    pub(super) fn comparisons_with(&self, taxonomy: &Taxonomy, term: &Term) -> Vec<ComparisonLink> {
        if taxonomy.settings.role != Some(Role::Pillar) {
            return Vec::new();
        }
        compared_with(&self.site.corpus, term)
            .map(|fiche| ComparisonLink {
                fiche: self.link_to_document(fiche),
                href: self.links.at(self.site.path(&PageRef::Comparison(fiche.id.clone())), Some(&term.id)),
            })
            .collect()
    }

    fn toc_of(&self, pillar: &ComparedPillarView) -> TocEntry {
        let rows = pillar.rows.iter().map(|row| {
            let term = row.instrument.as_ref();
            TocEntry {
                href: format!("#{}", row.id),
                text: term
                    .map_or_else(|| self.strings.text(Text::COMPARISON_GENERAL), |term| term.name.clone()),
                language: term.and_then(|term| term.language.clone()),
                level: 3,
                children: Vec::new(),
            }
        });
        let number = pillar.term.ordinal.map(|n| format!("{n}. ")).unwrap_or_default();
        TocEntry {
            href: format!("#{}", pillar.id),
            text: format!("{number}{}", pillar.term.name),
            language: pillar.term.language.clone(),
            level: 2,
            children: rows.collect(),
        }
    }

    fn compared_pillar(
        &self,
        comparison: &Comparison<'_>,
        pillar: &ComparedPillar<'_>,
        texts: &[TextOf<'_>],
    ) -> ComparedPillarView {
        let taxonomy = comparison.pillar_taxonomy;
        let of_pillar = Excerpts {
            views: self,
            comparison,
            pillar: &pillar.pillar.id,
            texts: texts.iter().map(|t| (t.document.id.as_str(), self.excerpted(t, pillar))).collect(),
        };
        ComparedPillarView {
            id: self.links.id(&pillar.pillar.id),
            term: self.term_link(taxonomy, pillar.pillar),
            singular: taxonomy.settings.singular.clone(),
            rows: pillar.rows.iter().map(|row| of_pillar.row(row)).collect(),
        }
    }

    /// A document as its blocks are shown in a pillar.
    fn excerpted<'a>(&'a self, text: &'a TextOf<'a>, pillar: &ComparedPillar<'a>) -> Excerpted<'a> {
        let document = text.document;
        let sides = pillar.rows.iter().flat_map(|row| [&row.left, &row.right]);
        let here =
            sides.flat_map(|side| side.passages.iter().copied()).filter(|p| *p.document == *document.id);
        Excerpted {
            document,
            leaves: &text.leaves,
            links: ExcerptLinks {
                links: self.links,
                document: &document.id,
                shown: here.map(|p| (&p.anchor, self.links.id(&block_id(&pillar.pillar.id, p)))).collect(),
            },
        }
    }
}

/// A document with its leaves.
struct TextOf<'a> {
    document: &'a Document,
    leaves: BTreeMap<&'a BlockId, Leaf<'a, Target>>,
}

impl<'a> TextOf<'a> {
    fn new(document: &'a Document) -> Self {
        let leaves = document.body.leaves().into_iter();
        TextOf { document, leaves: leaves.map(|leaf| (leaf.id, leaf)).collect() }
    }
}

/// A document with what its blocks need to be shown in a pillar.
struct Excerpted<'a> {
    document: &'a Document,
    leaves: &'a BTreeMap<&'a BlockId, Leaf<'a, Target>>,
    links: ExcerptLinks<'a>,
}

/// Shows the blocks of one pillar.
struct Excerpts<'a> {
    views: &'a Views<'a>,
    comparison: &'a Comparison<'a>,
    /// The pillar's id.
    pillar: &'a str,
    texts: BTreeMap<&'a str, Excerpted<'a>>,
}

impl Excerpts<'_> {
    fn row(&self, row: &ComparedRow<'_>) -> ComparedRowView {
        let instruments = self.comparison.instrument_taxonomy;
        let link = |term| instruments.map(|taxonomy| self.views.term_link(taxonomy, term));
        ComparedRowView {
            id: self.views.links.id(&row_id(self.pillar, row.instrument)),
            instrument: row.instrument.and_then(link),
            left: self.side(&row.left, self.assessed_voice()),
            right: self.side(&row.right, Voice::Cabinet),
        }
    }

    /// Whose words the assessed documents are.
    fn assessed_voice(&self) -> Voice {
        let kind = self.comparison.assessed.first().map_or(Kind::Communication, |d| d.front.kind);
        Voice::of(kind, &[])
    }

    fn side(&self, side: &Side<'_>, voice: Voice) -> ComparedSide {
        let elsewhere = side.elsewhere.iter().map(|term| RowLink {
            href: format!("#{}", self.views.links.id(&row_id(self.pillar, Some(term)))),
            name: term.front.name.clone(),
            language: self.views.language_of_name(&term.front),
        });
        ComparedSide {
            voice: voice.as_str(),
            voice_label: self.views.strings.text(voice.into()),
            count: side.passages.len(),
            short: self.is_short(side),
            documents: self.documents(side),
            elsewhere: elsewhere.collect(),
        }
    }

    fn is_short(&self, side: &Side<'_>) -> bool {
        let leaf = |p: &Passage| self.texts.get(&*p.document)?.leaves.get(&p.anchor);
        let leaves = side.passages.iter().filter_map(|passage| leaf(passage));
        leaves.map(|leaf| leaf.words().chars().count()).sum::<usize>() <= SHORT
    }

    fn documents(&self, side: &Side<'_>) -> Vec<ComparedDocument> {
        let texts = side.passages.chunk_by(|a, b| a.document == b.document);
        texts
            .filter_map(|passages| {
                let text = self.texts.get(&*passages[0].document)?;
                let mut before: Option<&BlockId> = None;
                let passages = passages.iter().map(|passage| {
                    let above = text.document.outline.path(&passage.anchor).last();
                    let changed = std::mem::replace(&mut before, above) != above;
                    self.passage(text, passage, above.filter(|_| changed))
                });
                Some(ComparedDocument {
                    passages: passages.collect(),
                    document: self.views.link_to_document(text.document),
                })
            })
            .collect()
    }

    fn passage(&self, text: &Excerpted<'_>, passage: &Passage, heading: Option<&BlockId>) -> ComparedPassage {
        let document = text.document;
        let renderer = BlockRenderer {
            links: &text.links,
            syntax: self.views.syntax,
            strings: self.views.strings,
            provenance: &document.provenance,
            seed: None,
        };
        let leaf = text.leaves.get(&passage.anchor);
        ComparedPassage {
            id: self.views.links.id(&block_id(self.pillar, passage)),
            document: document.id.clone(),
            anchor: passage.anchor.as_str().to_owned(),
            href: self.views.links.place(&document.id, &passage.anchor),
            kind: leaf.map_or("paragraph", |leaf| leaf.kind.as_str()),
            heading: heading.and_then(|id| document.outline.heading(id)).map(|h| h.text.clone()),
            html: leaf.map(|leaf| renderer.excerpt(leaf)).unwrap_or_default(),
        }
    }
}
