//! The view of the home page.

use super::section::Listed;
use super::{ActionView, AssessmentView, DocumentEntry, DocumentLink, NavLink, PageLink, TermLink, Views};
use crate::config::Role;
use crate::corpus::{Action, ActionState, Document, sentences};
use crate::document::Kind;
use crate::site::SectionKind;
use serde::Serialize;

/// How many documents the home page names as the latest.
const LATEST: usize = 5;
/// How many Commission documents it shows with what others say of them.
const PROPOSALS: usize = 12;
/// How many promises it names.
const PROMISES: usize = 4;
/// How many fiches it shows the basic positions of.
const ASSESSMENTS: usize = 2;

/// The home page.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The pillars, where a taxonomy plays that role.
    pub pillars: Option<HomePillars>,
    /// Commission documents, the newest first, stubs last; each with what others say of it. Of many the first ones.
    pub proposals: Vec<DocumentEntry>,
    /// The list with all of them, where these are not all.
    pub all_proposals: Option<HomeList>,
    /// What was promised, where anything was.
    pub promises: Option<HomePromises>,
    /// What the newest fiches state outright.
    pub assessments: Vec<AssessmentView>,
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
    /// The pillars; of their summaries the first sentence.
    pub terms: Vec<TermLink>,
    /// The document whose pillars they are.
    pub plan: Option<DocumentLink>,
}

/// The promises with the next deadlines.
#[derive(Debug, Clone, Serialize)]
pub struct HomePromises {
    /// By their deadlines. Those ahead of the site's date come first; where there are too few, the last ones before.
    pub next: Vec<ActionView>,
    /// How many promises there are.
    pub total: usize,
    /// Address of the list of all.
    pub href: String,
}

/// A list on a page of its own.
#[derive(Debug, Clone, Serialize)]
pub struct HomeList {
    /// How many documents it has.
    pub total: usize,
    pub href: String,
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
        let (proposals, all_proposals) = self.proposals();
        HomeView {
            pillars: self.home_pillars(),
            proposals,
            all_proposals,
            promises: self.promises(),
            assessments: self.newest_assessments(),
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
            terms: taxonomy.terms.iter().map(|t| in_brief(self.term_link(taxonomy, t))).collect(),
            plan: taxonomy.settings.plan.as_deref().and_then(|id| self.document_link(id)),
        })
    }

    fn proposals(&self) -> (Vec<DocumentEntry>, Option<HomeList>) {
        let (corpus, key) = (&self.site.corpus, Kind::Communication.section());
        let documents = self.site.newest(key).filter(|d| d.front.kind == Kind::Communication);
        let stubs = corpus.stubs.values().map(Listed::Stub);
        let mut listed: Vec<Listed<'_>> =
            documents.map(Listed::Document).chain(stubs).take(PROPOSALS + 1).collect();
        let section = self.site.sections.iter().find(|s| s.key == key && listed.len() > PROPOSALS);
        listed.truncate(PROPOSALS);
        let all = section.map(|section| self.nav_link(section));
        (self.entries(&listed), all.map(|link| HomeList { total: link.count, href: link.href }))
    }

    fn promises(&self) -> Option<HomePromises> {
        let link = self.actions_link()?;
        let mut dated: Vec<&Action> =
            self.site.corpus.actions.iter().filter(|a| !a.deadlines.is_empty()).collect();
        dated.sort_by_cached_key(|a| {
            let last = a.deadlines.iter().map(|d| d.due.to.last()).max();
            let is_ahead = a.state(self.site.date) == ActionState::Ahead;
            (!is_ahead, last)
        });
        let ahead = dated.iter().filter(|a| a.state(self.site.date) == ActionState::Ahead).count();
        // The last ones before stand at the end: what went before is in the order of time.
        let from =
            if ahead < PROMISES { ahead.max(dated.len().saturating_sub(PROMISES - ahead)) } else { ahead };
        let next = dated[..ahead].iter().chain(&dated[from..]).take(PROMISES);
        let next: Vec<ActionView> = next.map(|a| self.action(a)).collect();
        (!next.is_empty()).then_some(HomePromises { next, total: link.count, href: link.href })
    }

    fn newest_assessments(&self) -> Vec<AssessmentView> {
        let fiches = self.site.newest(Kind::Fiche.section()).filter(|d| d.front.kind == Kind::Fiche);
        fiches.flat_map(|fiche| self.assessments(&fiche.id)).take(ASSESSMENTS).collect()
    }

    fn latest(&self) -> Vec<DocumentLink> {
        let of_sections = self.site.sections.iter().filter(|s| s.kind == SectionKind::Documents);
        let newest = of_sections.flat_map(|section| self.site.newest(&section.key).take(LATEST));
        let mut newest: Vec<&Document> = newest.filter(|d| d.front.date.is_some()).collect();
        newest.sort_by(|a, b| b.front.date.cmp(&a.front.date).then_with(|| a.id.cmp(&b.id)));
        newest.truncate(LATEST);
        newest.into_iter().map(|document| self.link_to_document(document)).collect()
    }
}

/// The first sentence of a summary says what the rest explains.
fn in_brief(mut term: TermLink) -> TermLink {
    term.summary = term.summary.and_then(|s| sentences(&s).first().map(|first| (*first).to_owned()));
    term
}
