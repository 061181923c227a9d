//! Views of sections and of hand-written pages.

use super::parts::runs;
use super::relations::Sentences;
use super::{DocumentLink, NavLink, PartLink, RelationGroup, TocEntry, Views};
use crate::corpus::{Document, Page, PageRef, Stub};
use crate::document::{Kind, PartialDate};
use crate::render::block::RenderedBody;
use crate::render::texts::Text;
use crate::site::{Section, SectionKind, on_part, parts};
use serde::Serialize;

/// The index of a section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    pub key: String,
    pub title: String,
    pub description: Option<String>,
    /// How many documents or pages it has, on all parts together.
    pub count: usize,
    /// Of a section of documents that fits on a page: the newest first, stubs last; each with its relations.
    pub documents: Vec<DocumentEntry>,
    /// Of a longer one: its years, the newest first; on the first part all of them with their counts, on the others
    /// those that stand there.
    pub years: Vec<SectionYear>,
    /// Of a section of hand-written pages, in their order, those on this part.
    pub pages: Vec<PageLink>,
    pub part: usize,
    /// All parts, where there are several.
    pub parts: Vec<PartLink>,
}

/// The documents of a year in a long list.
#[derive(Debug, Clone, Serialize)]
pub struct SectionYear {
    /// `2025`; `undated` of documents without a date.
    pub key: String,
    pub title: String,
    /// How many there are, on all parts together.
    pub count: usize,
    /// Where they begin, on the first part.
    pub href: Option<String>,
    /// Those on this part.
    pub documents: Vec<DocumentEntry>,
}

/// Something that a list of documents has.
#[derive(Clone, Copy)]
pub(super) enum Listed<'a> {
    Document(&'a Document),
    Stub(&'a Stub),
}

impl Listed<'_> {
    fn year(self) -> Option<i16> {
        match self {
            Listed::Document(document) => document.front.date.map(PartialDate::year),
            Listed::Stub(_) => None,
        }
    }
}

/// A document in a list, with its relations.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentEntry {
    pub document: DocumentLink,
    pub relations: Vec<RelationGroup>,
    /// Addresses of the pages that show it beside the fiche that assesses it, or beside what it assesses.
    pub comparisons: Vec<String>,
}

/// A link to a hand-written page.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    pub href: String,
    pub title: String,
    pub description: Option<String>,
    pub draft: bool,
}

/// A hand-written page.
#[derive(Debug, Clone, Serialize)]
pub struct TextView {
    /// The text, as HTML.
    pub html: String,
    pub notes_html: String,
    pub toc: Vec<TocEntry>,
    /// Its neighbours in the section.
    pub previous: Option<PageLink>,
    pub next: Option<PageLink>,
    pub section: Option<NavLink>,
}

impl Views<'_> {
    pub(in crate::render) fn section(&self, section: &Section, part: usize) -> SectionView {
        let description = match (section.kind, section.key.as_str()) {
            (SectionKind::Documents, "documenten") => Some(self.strings.text(Text::SECTION_DOCUMENTS_ABOUT)),
            (SectionKind::Documents, "fiches") => Some(self.strings.text(Text::SECTION_FICHES_ABOUT)),
            (SectionKind::Documents, "nieuws") => Some(self.strings.text(Text::SECTION_NEWS_ABOUT)),
            (_, key) => self.site.settings.sections.get(key).and_then(|s| s.description.clone()),
        };
        let listed = match section.kind {
            SectionKind::Documents => self.listed_in(&section.key),
            SectionKind::Terms | SectionKind::Pages => Vec::new(),
        };
        let (pages, is_long) = (self.pages_in(&section.key), parts(section.count) > 1);
        SectionView {
            key: section.key.clone(),
            title: self.section_title(section),
            description,
            count: section.count,
            documents: if is_long { Vec::new() } else { self.entries(&listed) },
            years: if is_long { self.years(section, &listed, part) } else { Vec::new() },
            pages: on_part(&pages, part).to_vec(),
            part,
            parts: self.list_parts(&PageRef::Section(section.key.clone()), section.count, part),
        }
    }

    /// The years that a part of a long list shows.
    fn years(&self, section: &Section, listed: &[Listed<'_>], part: usize) -> Vec<SectionYear> {
        let (list, shown) = (PageRef::Section(section.key.clone()), on_part(listed, part));
        let one = |(at, of_year): (usize, &[Listed<'_>])| {
            let year = of_year[0].year();
            let here: Vec<Listed<'_>> = shown.iter().copied().filter(|one| one.year() == year).collect();
            let key = year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
            let place = format!("_{key}");
            let begin = || self.list_entry(&list, at, listed.len(), Some(&place));
            (part == 1 || !here.is_empty()).then(|| SectionYear {
                title: year.map_or_else(|| self.strings.text(Text::UNDATED), |year| year.to_string()),
                count: of_year.len(),
                href: (part == 1).then(begin),
                documents: self.entries(&here),
                key,
            })
        };
        runs(listed, |a, b| a.year() == b.year()).filter_map(one).collect()
    }

    pub(super) fn entries(&self, listed: &[Listed<'_>]) -> Vec<DocumentEntry> {
        let link = |listed: &Listed<'_>| match listed {
            Listed::Document(document) => self.link_to_document(document),
            Listed::Stub(stub) => self.link_to_stub(stub),
        };
        listed.iter().map(|listed| self.entry(link(listed))).collect()
    }

    fn entry(&self, document: DocumentLink) -> DocumentEntry {
        DocumentEntry {
            relations: self.relations(&document.id, Sentences::Left),
            comparisons: self.comparisons(&document.id),
            document,
        }
    }

    /// What the list of a section has: the newest documents first, stubs last.
    fn listed_in(&self, key: &str) -> Vec<Listed<'_>> {
        let stubs = (key == Kind::Communication.section()).then(|| self.site.corpus.stubs.values());
        let documents = self.site.newest(key).map(Listed::Document);
        documents.chain(stubs.into_iter().flatten().map(Listed::Stub)).collect()
    }

    /// The hand-written pages of a section, in their order.
    pub(in crate::render) fn ordered_pages(&self, section: &str) -> Vec<(&String, &Page)> {
        let pages = self.site.corpus.pages.iter().map(|(key, page)| (key, &**page));
        let mut pages: Vec<_> = pages.filter(|(_, page)| page.section == section).collect();
        pages.sort_by_key(|(key, page)| {
            let order = page.front.page.order;
            (order.is_none(), order, page.front.title.to_lowercase(), *key)
        });
        pages
    }

    pub(super) fn pages_in(&self, section: &str) -> Vec<PageLink> {
        self.ordered_pages(section).into_iter().map(|(key, page)| self.page_link(key, page)).collect()
    }

    fn page_link(&self, key: &str, page: &Page) -> PageLink {
        PageLink {
            href: self.links.page(PageRef::Page(key.to_owned())),
            title: page.front.title.clone(),
            description: page.front.page.description.clone(),
            draft: page.front.page.draft,
        }
    }

    pub(in crate::render) fn text(&self, page: &Page, body: RenderedBody) -> TextView {
        let neighbours = self.ordered_pages(&page.section);
        let at = neighbours.iter().position(|(_, p)| p.slug == page.slug);
        let neighbour =
            |i: Option<usize>| i.and_then(|i| neighbours.get(i)).map(|(key, page)| self.page_link(key, page));
        let section = self.site.sections.iter().find(|s| s.key == page.section);
        TextView {
            html: body.blocks,
            notes_html: body.notes,
            toc: super::document::toc(&page.outline, &self.links, None),
            previous: neighbour(at.and_then(|i| i.checked_sub(1))),
            next: neighbour(at.map(|i| i + 1)),
            section: section.map(|s| self.nav_link(s)),
        }
    }
}
