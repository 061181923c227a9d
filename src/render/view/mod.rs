//! What templates get: small typed views, complete, so that no template looks anything up.
//!
//! Every template gets `theme`, `site` and `page`, and one view of its own named after what the page shows: `home`,
//! `section`, `document`, `stub`, `source`, `taxonomy`, `term`, `actions`, `references`, `coverage`, `text`,
//! `comparison`, `definitions`, `map`, `accessibility` or `former`; the pages `search` and `notfound` have none.
//! In an edition an address is empty where it leads nowhere: to what the edition leaves out and nobody has published.
//! Dates are ISO 8601 and go through the filter `date`; addresses are relative to the page; `html` fields are finished
//! HTML and need the filter `safe`. A change that can break a template raises [`VERSION`].

mod accessibility;
mod actions;
mod amount;
mod cite;
mod comparison;
mod coverage;
mod definitions;
mod document;
mod former;
mod head;
mod home;
mod map;
mod parts;
mod passages;
mod positions;
mod references;
mod relations;
mod section;
mod shared;
mod sign;
mod source;
mod taxonomy;
mod term;
mod timeline;

pub use accessibility::{AccessibilityView, ContactView, UndecidedView};
pub use actions::{ActionView, ActionsView, DeadlineView, DocumentActions, DoneView, FilterOption};
pub use amount::AmountView;
pub use cite::{CiteFile, CiteView};
pub use comparison::{
    ComparedDocument, ComparedPassage, ComparedPillarView, ComparedRowView, ComparedSide, ComparisonLink,
    ComparisonView, RowLink,
};
pub use coverage::{CoverageEntry, CoverageGroup, CoverageView, OfficialLink};
pub use definitions::{DefinitionsView, InitialView, MeaningView, PlaceView, ShortFormView};
pub use document::{
    DocumentView, Fact, FactValue, FactView, SourceView, StubView, TermHere, TermsHere, TocEntry,
};
pub use former::FormerView;
pub use head::{HeadLink, HeadView, MetaView};
pub use home::{HomePillars, HomeTaxonomy, HomeView};
pub use map::{MapCount, MapDocument, MapDrawing, MapTaxonomy, MapTerm, MapView};
pub use parts::PartLink;
pub use passages::{DocumentPassages, PassageGroup, PassageGroupKey, PassageView};
pub use positions::{AssessmentView, PositionView};
pub use references::{
    CitedView, CitingView, LocalLink, MentionView, NamedIn, PlaceName, ReferenceGroup, ReferencesView,
};
pub use relations::{RelationGroup, RelationLink};
pub use section::{DocumentEntry, PageLink, SectionView, TextView};
pub(super) use shared::{Links, Shared};
pub use sign::SignView;
pub use source::{OmittedView, SourceTextView};
pub use taxonomy::{TaxonomyView, TermGroup, TermRow};
pub use term::{DocumentCount, FieldValue, NameView, QuoteView, TermView};
pub use timeline::{TimelineRow, TimelineView};

use super::html::Syntax;
use super::links::{EditionLinks, FileLinks};
use super::policy;
use super::strings::Strings;
use super::texts::Text;
use crate::config::Role;
use crate::corpus::{Document, PageRef, Stub, Taxonomy, Term};
use crate::document::{Kind, PageFront};
use crate::site::{PageKind, Planned, Section, SectionKind, Site};
use crate::taxonomy::TermFront;
use serde::Serialize;

/// Version of the views. A theme names in `theme.toml` the one that it was written for.
pub const VERSION: i64 = 1;

/// What the theme itself has.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ThemeView {
    /// Whether it has a file of colours and measures of its own, `static/tokens.css`.
    pub tokens: bool,
}

/// The whole site, as every page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    pub title: String,
    pub description: String,
    /// Date of the build.
    pub date: Option<String>,
    pub nav: Vec<NavLink>,
    /// Address of the list of what is cited.
    pub references: String,
    /// Address of the list of short forms, where there is one.
    pub definitions: Option<String>,
    /// Address of the list of what is missing.
    pub coverage: String,
    /// Address of the page where readers search.
    pub search: String,
    /// Address of the map, where there is something on it.
    pub map: Option<String>,
    /// Address of the report of the accessibility tests, where the dossier keeps one.
    pub accessibility: Option<String>,
}

/// A link to a section.
#[derive(Debug, Clone, Serialize)]
pub struct NavLink {
    /// The section's folder.
    pub key: String,
    pub title: String,
    pub href: String,
    /// The value of `aria-current`: `page` on the section's own index, `true` on a page in it.
    pub current: Option<&'static str>,
    /// How many pages the section holds.
    pub count: usize,
}

/// The page itself.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Name of its view: `home`, `section`, `document`, `stub`, `source`, `taxonomy`, `term`, `actions`,
    /// `references`, `coverage`, `text`, `comparison`, `definitions`, `map`, `accessibility`,
    /// `former`, `search`, `notfound`.
    pub kind: &'static str,
    /// Its address in the site.
    pub path: String,
    pub title: String,
    /// The number of the document that it shows, for running heads: a fiche's is that of what it assesses.
    pub number: Option<String>,
    pub description: Option<String>,
    /// BCP 47 tag of the interface's language.
    pub language: &'static str,
    /// The full address, where the site has one.
    pub canonical: Option<String>,
    /// What the page's head tells programs.
    pub head: HeadView,
    /// What the page may load and send, for the head's first line.
    pub policy: &'static str,
    /// What leads from the page to the site's root: `""` or `"../"`; for `notfound` the root's own path.
    pub root: String,
    /// Address of the home page.
    pub home: String,
    /// The section that the page stands in.
    pub section: Option<NavLink>,
    pub draft: bool,
    /// The front matter's `[extra]`.
    pub extra: toml::Table,
}

/// A link to a document or stub, with what is said of it in lists.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentLink {
    pub id: String,
    pub href: String,
    pub title: String,
    pub kind: &'static str,
    pub kind_label: String,
    pub number: Option<String>,
    pub date: Option<String>,
    /// Whether only references to it are known.
    pub stub: bool,
    /// Its language, where that is not the interface's.
    pub language: Option<String>,
}

/// A link to a term, with what is said of it in lists.
#[derive(Debug, Clone, Serialize)]
pub struct TermLink {
    pub id: String,
    pub href: String,
    pub name: String,
    /// The name's language, where that is not the interface's.
    pub language: Option<String>,
    pub ordinal: Option<i64>,
    /// Of a pillar with a number.
    pub sign: Option<SignView>,
    pub abbreviation: Option<String>,
    /// An editor's words.
    pub summary: Option<String>,
    pub passages: usize,
    /// How many documents have a passage of it.
    pub documents: usize,
}

/// Makes the views of one page.
pub(super) struct Views<'a> {
    pub(super) site: &'a Site,
    pub(super) strings: &'a Strings,
    pub(super) planned: &'a Planned,
    pub(super) links: FileLinks<'a>,
    pub(super) syntax: Syntax,
    /// What the page shows as its folder's other pages do; none where that is not known.
    shared: Option<&'a Shared>,
}

impl<'a> Views<'a> {
    pub(super) fn new(site: &'a Site, strings: &'a Strings, planned: &'a Planned) -> Self {
        let links = FileLinks::new(site, &planned.path);
        Views { site, strings, planned, links, syntax: Syntax::Html, shared: None }
    }

    /// The same, with what the pages of its folder show alike.
    pub(super) fn sharing(self, shared: &'a Shared) -> Self {
        Views { shared: Some(shared), ..self }
    }

    /// The views of a page in an edition.
    pub(super) fn in_edition(
        site: &'a Site,
        strings: &'a Strings,
        planned: &'a Planned,
        edition: &'a dyn EditionLinks,
        syntax: Syntax,
    ) -> Self {
        let links = FileLinks::in_edition(site, &planned.path, edition);
        Views { site, strings, planned, links, syntax, shared: None }
    }

    pub(super) fn site(&self) -> SiteView {
        SiteView {
            title: self.site.settings.title.clone(),
            description: self.site.settings.description.clone(),
            date: self.site.date.map(|d| d.to_string()),
            references: self.links.page(PageRef::References),
            nav: self.nav(),
            definitions: self.definitions_page(),
            coverage: self.links.page(PageRef::Coverage),
            search: self.links.page(PageRef::Search),
            map: self.where_planned(PageRef::Map),
            accessibility: self.where_planned(PageRef::Accessibility),
        }
    }

    /// The address of a page that not every site has.
    fn where_planned(&self, page: PageRef) -> Option<String> {
        self.site.planned(&page).is_some().then(|| self.links.page(page))
    }

    /// The sections, and the list of actions before the dossier's own pages.
    fn nav(&self) -> Vec<NavLink> {
        let sections = &self.site.sections;
        let own = sections.iter().position(|s| s.kind == SectionKind::Pages).unwrap_or(sections.len());
        let mut links: Vec<NavLink> = sections.iter().map(|s| self.nav_link(s)).collect();
        if let Some(actions) = self.actions_link() {
            links.insert(own, actions);
        }
        links
    }

    pub(super) fn nav_link(&self, section: &Section) -> NavLink {
        let index = matches!(
            &self.planned.kind,
            PageKind::Section { key, .. } | PageKind::Taxonomy { key, .. } if *key == section.key
        );
        let within = self.planned.path.split_once('/').is_some_and(|(folder, _)| folder == section.key);
        NavLink {
            key: section.key.clone(),
            title: self.section_title(section),
            href: self.links.page(PageRef::Section(section.key.clone())),
            current: if index { Some("page") } else { within.then_some("true") },
            count: section.count,
        }
    }

    /// The title of a section, as its kind has it: the program's words, or the dossier's.
    pub(super) fn section_title(&self, section: &Section) -> String {
        let settings = &self.site.settings;
        match (section.kind, section.key.as_str()) {
            (SectionKind::Documents, "documenten") => self.strings.text(Text::SECTION_DOCUMENTS),
            (SectionKind::Documents, "fiches") => self.strings.text(Text::SECTION_FICHES),
            (SectionKind::Documents, "nieuws") => self.strings.text(Text::SECTION_NEWS),
            (SectionKind::Terms, key) => settings.taxonomy(key).map_or(key, |t| &t.title).to_owned(),
            (_, key) => settings.sections.get(key).map_or(key, |s| &s.title).to_owned(),
        }
    }

    /// The page's own view; `front` where the page comes from a file.
    pub(super) fn page(&self, kind: &'static str, title: &str, front: Option<&PageFront>) -> PageView {
        let path = &self.planned.path;
        let section = self.site.sections.iter().find(|s| path.split('/').next() == Some(s.key.as_str()));
        PageView {
            kind,
            path: path.clone(),
            title: title.to_owned(),
            number: self.number(),
            description: front.and_then(|f| f.description.clone()),
            language: self.strings.language().tag(),
            canonical: self.canonical(),
            head: self.head(),
            policy: policy::PUBLISHED,
            root: self.site.root_from(path),
            home: self.links.page(PageRef::Home),
            section: section.map(|s| self.nav_link(s)),
            draft: front.is_some_and(|f| f.draft),
            extra: front.map(|f| f.extra.clone()).unwrap_or_default(),
        }
    }

    /// The full address of the page, where the site has one and the page is shown there alone.
    fn canonical(&self) -> Option<String> {
        let base = self.site.settings.base_url.as_ref()?;
        let is_elsewhere = matches!(self.planned.kind, PageKind::NotFound | PageKind::Former(_));
        (!is_elsewhere).then(|| base.join(&self.planned.path))
    }

    /// The number in the page's running head.
    fn number(&self) -> Option<String> {
        let corpus = &self.site.corpus;
        match &self.planned.kind {
            PageKind::Document(id) | PageKind::Source(id) | PageKind::Comparison(id) => {
                let front = &corpus.documents.get(id)?.front;
                front.number.or_else(|| front.assesses.first().copied()).map(|n| n.to_string())
            }
            PageKind::Stub(id) => Some(corpus.stubs.get(id)?.number.to_string()),
            _ => None,
        }
    }

    /// A link to a document or stub; `None` where there is no such page.
    pub(super) fn document_link(&self, id: &str) -> Option<DocumentLink> {
        let document = self.site.document(id).map(|d| self.link_to_document(d));
        document.or_else(|| self.site.corpus.stubs.get(id).map(|s| self.link_to_stub(s)))
    }

    pub(super) fn link_to_document(&self, document: &Document) -> DocumentLink {
        let front = &document.front;
        DocumentLink {
            id: document.id.clone(),
            href: self.links.document(&document.id),
            title: front.title.clone(),
            kind: front.kind.as_str(),
            kind_label: self.strings.text(front.kind.into()),
            number: front.number.map(|n| n.to_string()),
            date: front.date.map(|d| d.to_string()),
            stub: false,
            language: self.foreign(front.language.as_deref()),
        }
    }

    pub(super) fn link_to_stub(&self, stub: &Stub) -> DocumentLink {
        DocumentLink {
            id: stub.id.clone(),
            href: self.links.document(&stub.id),
            title: stub.title.clone(),
            kind: Kind::Communication.as_str(),
            kind_label: self.strings.text(Kind::Communication.into()),
            number: Some(stub.number.to_string()),
            date: None,
            stub: true,
            language: None,
        }
    }

    /// A language that is not the interface's.
    pub(super) fn foreign(&self, language: Option<&str>) -> Option<String> {
        self.other_language(language).map(str::to_owned)
    }

    /// The same, borrowed.
    pub(super) fn other_language<'l>(&self, language: Option<&'l str>) -> Option<&'l str> {
        language.filter(|l| *l != self.strings.language().tag())
    }

    pub(super) fn term_link(&self, taxonomy: &Taxonomy, term: &Term) -> TermLink {
        let page = PageRef::Term { taxonomy: taxonomy.settings.key.clone(), id: term.id.clone() };
        TermLink {
            id: term.id.clone(),
            href: self.links.page(page),
            name: term.front.name.clone(),
            language: self.language_of_name(&term.front),
            ordinal: term.front.ordinal,
            sign: self.sign(taxonomy, term),
            abbreviation: term.front.abbreviation.clone(),
            summary: term.front.summary.clone(),
            passages: term.passages.len(),
            documents: term.passages.documents(),
        }
    }

    /// The sign of a pillar that has a number.
    pub(super) fn sign(&self, taxonomy: &Taxonomy, term: &Term) -> Option<SignView> {
        let ordinal = term.front.ordinal.filter(|_| taxonomy.settings.role == Some(Role::Pillar))?;
        let numbered = taxonomy.terms.iter().filter(|t| t.front.ordinal.is_some()).count();
        SignView::of(ordinal, i64::try_from(numbered).ok()?)
    }

    /// The language of a term's name: that of the one of its names by language that is the same.
    pub(super) fn language_of_name(&self, term: &TermFront) -> Option<String> {
        let (language, _) = term.names.iter().find(|(_, name)| **name == term.name)?;
        self.foreign(Some(language))
    }

    /// The taxonomy that plays a role.
    pub(super) fn with_role(&self, role: Role) -> Option<&'a Taxonomy> {
        self.site.corpus.taxonomies.iter().find(|t| t.settings.role == Some(role))
    }
}
