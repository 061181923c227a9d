//! Views of sections and of hand-written pages.

use super::home::newest_first;
use super::relations::Sentences;
use super::{DocumentLink, NavLink, RelationGroup, TocEntry, Views};
use crate::corpus::{Page, PageRef};
use crate::render::block::RenderedBody;
use crate::render::texts::Text;
use crate::site::{Section, SectionKind};
use serde::Serialize;

/// The index of a section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    pub key: String,
    pub title: String,
    pub description: Option<String>,
    pub count: usize,
    /// Of a section of documents: the newest first, stubs last; each with its relations.
    pub documents: Vec<DocumentEntry>,
    /// Of a section of hand-written pages, in their order.
    pub pages: Vec<PageLink>,
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
    pub(in crate::render) fn section(&self, section: &Section) -> SectionView {
        let description = match (section.kind, section.key.as_str()) {
            (SectionKind::Documents, "documenten") => Some(self.strings.text(Text::SECTION_DOCUMENTS_ABOUT)),
            (SectionKind::Documents, "fiches") => Some(self.strings.text(Text::SECTION_FICHES_ABOUT)),
            (SectionKind::Documents, "nieuws") => Some(self.strings.text(Text::SECTION_NEWS_ABOUT)),
            (_, key) => self.site.settings.sections.get(key).and_then(|s| s.description.clone()),
        };
        let documents = match section.kind {
            SectionKind::Documents => self.documents_in(&section.key),
            SectionKind::Terms | SectionKind::Pages => Vec::new(),
        };
        SectionView {
            key: section.key.clone(),
            title: self.section_title(section),
            description,
            count: section.count,
            documents,
            pages: self.pages_in(&section.key),
        }
    }

    pub(super) fn entry(&self, document: DocumentLink) -> DocumentEntry {
        DocumentEntry {
            relations: self.relations(&document.id, Sentences::Left),
            comparisons: self.comparisons(&document.id),
            document,
        }
    }

    fn documents_in(&self, key: &str) -> Vec<DocumentEntry> {
        let corpus = &self.site.corpus;
        let documents = corpus.documents.values().filter(|d| d.front.kind.section() == key);
        let mut links: Vec<DocumentLink> = documents.map(|d| self.link_to_document(d)).collect();
        newest_first(&mut links);
        if key == crate::document::Kind::Communication.section() {
            links.extend(corpus.stubs.values().map(|s| self.link_to_stub(s)));
        }
        links.into_iter().map(|document| self.entry(document)).collect()
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
