//! The view of the home page.

use super::{DocumentEntry, DocumentLink, NavLink, PageLink, TermLink, Views};
use crate::config::Role;
use crate::document::Kind;
use crate::site::SectionKind;
use serde::Serialize;

/// How many documents the home page names as the latest.
const LATEST: usize = 5;

/// The home page.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The pillars, where a taxonomy plays that role.
    pub pillars: Option<HomePillars>,
    /// Commission documents, the newest first, stubs last; each with what others say of it.
    pub proposals: Vec<DocumentEntry>,
    /// The newest documents of any kind.
    pub latest: Vec<DocumentLink>,
    /// All taxonomies.
    pub taxonomies: Vec<HomeTaxonomy>,
    /// All other sections.
    pub sections: Vec<NavLink>,
    /// Hand-written pages that stand in no section.
    pub pages: Vec<PageLink>,
}

/// The taxonomy that has the role of pillars.
#[derive(Debug, Clone, Serialize)]
pub struct HomePillars {
    pub taxonomy: HomeTaxonomy,
    pub terms: Vec<TermLink>,
    /// The document whose pillars they are.
    pub plan: Option<DocumentLink>,
}

/// A taxonomy.
#[derive(Debug, Clone, Serialize)]
pub struct HomeTaxonomy {
    pub key: String,
    pub title: String,
    pub description: Option<String>,
    pub href: String,
    /// How many terms it has.
    pub count: usize,
    /// `pillar`, `instrument`, or nothing.
    pub role: Option<&'static str>,
}

impl Views<'_> {
    pub(in crate::render) fn home(&self) -> HomeView {
        HomeView {
            pillars: self.home_pillars(),
            proposals: self.proposals(),
            latest: self.latest(),
            taxonomies: self.site.corpus.taxonomies.iter().map(|t| self.home_taxonomy(t)).collect(),
            sections: self.other_sections(),
            pages: self.pages_in(""),
        }
    }

    fn home_taxonomy(&self, taxonomy: &crate::corpus::Taxonomy) -> HomeTaxonomy {
        let settings = &taxonomy.settings;
        HomeTaxonomy {
            key: settings.key.clone(),
            title: settings.title.clone(),
            description: settings.description.clone(),
            href: self.links.page(crate::corpus::PageRef::Section(settings.key.clone())),
            count: taxonomy.terms.len(),
            role: settings.role.map(Role::as_str),
        }
    }

    fn other_sections(&self) -> Vec<NavLink> {
        let sections = self.site.sections.iter().filter(|s| s.kind != SectionKind::Terms);
        sections.map(|s| self.nav_link(s)).collect()
    }

    fn home_pillars(&self) -> Option<HomePillars> {
        let taxonomy = self.with_role(Role::Pillar)?;
        Some(HomePillars {
            taxonomy: self.home_taxonomy(taxonomy),
            terms: taxonomy.terms.iter().map(|t| self.term_link(taxonomy, t)).collect(),
            plan: taxonomy.settings.plan.as_deref().and_then(|id| self.document_link(id)),
        })
    }

    fn proposals(&self) -> Vec<DocumentEntry> {
        let corpus = &self.site.corpus;
        let documents = corpus.documents.values().filter(|d| d.front.kind == Kind::Communication);
        let mut links: Vec<DocumentLink> = documents.map(|d| self.link_to_document(d)).collect();
        newest_first(&mut links);
        links.extend(corpus.stubs.values().map(|s| self.link_to_stub(s)));
        links.into_iter().map(|document| self.entry(document)).collect()
    }

    fn latest(&self) -> Vec<DocumentLink> {
        let mut links: Vec<DocumentLink> =
            self.site.corpus.documents.values().map(|d| self.link_to_document(d)).collect();
        links.retain(|l| l.date.is_some());
        newest_first(&mut links);
        links.truncate(LATEST);
        links
    }
}

/// Sorts by date, the newest first, then by id; what has no date comes last.
pub(super) fn newest_first(links: &mut [DocumentLink]) {
    links.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
}
