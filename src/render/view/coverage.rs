//! View of the page "Dekking": what has no fiche, and what has no document.

use super::{DocumentLink, PartLink, Views};
use crate::corpus::{Gap, GapKind, PageRef};
use crate::render::texts::Text;
use crate::site::on_part;
use serde::Serialize;

/// The page of what is missing, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageView {
    /// How many entries there are, on all parts together.
    pub count: usize,
    pub groups: Vec<CoverageGroup>,
    pub part: usize,
    /// All parts, where there are several; the first then has counts only.
    pub parts: Vec<PartLink>,
}

/// What is missing in the same way.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageGroup {
    /// `no_fiche`, `no_text`, `no_document` or `no_number`.
    pub key: &'static str,
    pub title: String,
    /// What it means; where nothing is missing, what that means.
    pub about: String,
    /// What an editor can do.
    pub next: String,
    /// Title of the column with the other documents.
    pub others: String,
    /// How many there are, on all parts together.
    pub count: usize,
    /// Where they begin, on the first of several parts.
    pub href: Option<String>,
    /// Those on this part.
    pub entries: Vec<CoverageEntry>,
}

/// A document that misses something.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageEntry {
    pub document: DocumentLink,
    /// What it is known by, or what it should stand beside.
    pub others: Vec<DocumentLink>,
    /// Where a reader finds it, or what it lacks.
    pub addresses: Vec<OfficialLink>,
}

/// The official address of a document.
#[derive(Debug, Clone, Serialize)]
pub struct OfficialLink {
    pub number: String,
    pub href: String,
}

impl Views<'_> {
    pub(in crate::render) fn coverage(&self, part: usize) -> CoverageView {
        let all = &self.site.corpus.coverage;
        let shown = on_part(all, part);
        let groups = GapKind::ALL.into_iter().map(|kind| self.coverage_group(kind, all, shown));
        CoverageView {
            count: all.len(),
            groups: groups.filter(|g| part == 1 || !g.entries.is_empty()).collect(),
            part,
            parts: self.list_parts(&PageRef::Coverage, all.len(), part),
        }
    }

    fn coverage_group(&self, kind: GapKind, all: &[Gap], shown: &[Gap]) -> CoverageGroup {
        let [title, about, none, next, others] = kind.texts().map(|text| self.strings.text(text));
        let count = all.iter().filter(|gap| gap.kind == kind).count();
        let first = all.iter().position(|gap| gap.kind == kind);
        let entries: Vec<CoverageEntry> =
            shown.iter().filter(|gap| gap.kind == kind).filter_map(|gap| self.gap(gap)).collect();
        let elsewhere = first.filter(|_| entries.is_empty() && count > 0);
        CoverageGroup {
            key: kind.as_str(),
            title,
            about: if count > 0 { about } else { none },
            next,
            others,
            count,
            href: elsewhere.map(|at| self.list_entry(&PageRef::Coverage, at, all.len(), None)),
            entries,
        }
    }

    fn gap(&self, gap: &Gap) -> Option<CoverageEntry> {
        let official = |number: &crate::citation::DocumentNumber| {
            let celex = self.site.corpus.celex(&number.id());
            OfficialLink { number: number.to_string(), href: number.official_address(celex) }
        };
        Some(CoverageEntry {
            document: self.document_link(&gap.document)?,
            others: gap.others.iter().filter_map(|id| self.document_link(id)).collect(),
            addresses: gap.numbers.iter().map(official).collect(),
        })
    }
}

impl GapKind {
    /// Its title, what it means, what it means that there is none, what an editor can do, and the title of the column
    /// with the other documents.
    fn texts(self) -> [Text; 5] {
        match self {
            GapKind::NoFiche => [
                Text::COVERAGE_NO_FICHE,
                Text::COVERAGE_NO_FICHE_ABOUT,
                Text::COVERAGE_NO_FICHE_NONE,
                Text::COVERAGE_NO_FICHE_NEXT,
                Text::COVERAGE_NO_FICHE_OTHERS,
            ],
            GapKind::NoText => [
                Text::COVERAGE_NO_TEXT,
                Text::COVERAGE_NO_TEXT_ABOUT,
                Text::COVERAGE_NO_TEXT_NONE,
                Text::COVERAGE_NO_TEXT_NEXT,
                Text::COVERAGE_NO_TEXT_OTHERS,
            ],
            GapKind::NoDocument => [
                Text::COVERAGE_NO_DOCUMENT,
                Text::COVERAGE_NO_DOCUMENT_ABOUT,
                Text::COVERAGE_NO_DOCUMENT_NONE,
                Text::COVERAGE_NO_DOCUMENT_NEXT,
                Text::COVERAGE_NO_DOCUMENT_OTHERS,
            ],
            GapKind::NoNumber => [
                Text::COVERAGE_NO_NUMBER,
                Text::COVERAGE_NO_NUMBER_ABOUT,
                Text::COVERAGE_NO_NUMBER_NONE,
                Text::COVERAGE_NO_NUMBER_NEXT,
                Text::COVERAGE_NO_NUMBER_OTHERS,
            ],
        }
    }
}
