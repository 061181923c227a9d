//! From a planned page to its bytes: view, template, text.

use super::block::{BlockRenderer, RenderedBody};
use super::grounds::{Grounds, of_shown};
use super::html::Syntax;
use super::links::EditionLinks;
use super::texts::Text;
use super::theme::Theme;
use super::view::{
    AccessibilityView, ActionsView, ComparisonView, CoverageView, DefinitionsView, DocumentView, FormerView,
    HomeView, Links, MapView, PageView, ReferencesView, SectionView, Shared, SourceTextView, StubView,
    TaxonomyView, TermView, TextView, ThemeView, Views,
};
use crate::corpus::{Comparison, Document, Page, Provenance, Target, Taxonomy, Term};
use crate::diagnostic::Findings;
use crate::document::{Body, PageFront};
use crate::fingerprint::Fingerprint;
use crate::output::{Ask, Made, OutputFile, Series};
use crate::site::{PageKind, Planned, Section, Site};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tera::Value;

/// The context of every template.
#[derive(Serialize)]
struct Shown<'a, V> {
    theme: ThemeView,
    /// The [`SiteView`](super::view::SiteView), made ready for templates: many pages show it alike.
    site: Value,
    page: PageView,
    #[serde(flatten)]
    view: &'a V,
}

/// A page's own view, under the name that its template knows it by.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum View {
    Home(Box<HomeView>),
    Section(Box<SectionView>),
    Document(Box<DocumentView>),
    Stub(Box<StubView>),
    Source(Box<SourceTextView>),
    Taxonomy(Box<TaxonomyView>),
    Term(Box<TermView>),
    Actions(Box<ActionsView>),
    Text(Box<TextView>),
    Comparison(Box<ComparisonView>),
    Former(Box<FormerView>),
    References(Box<ReferencesView>),
    Definitions(Box<DefinitionsView>),
    Coverage(Box<CoverageView>),
    Search,
    Map(Box<MapView>),
    Accessibility(Box<AccessibilityView>),
    NotFound,
}

impl View {
    /// The name in templates, and the template.
    pub(super) fn names(&self) -> (&'static str, &'static str) {
        match self {
            View::Home(_) => ("home", "index.html"),
            View::Section(_) => ("section", "section.html"),
            View::Document(_) => ("document", "document.html"),
            View::Stub(_) => ("stub", "stub.html"),
            View::Source(_) => ("source", "source.html"),
            View::Taxonomy(_) => ("taxonomy", "taxonomy.html"),
            View::Term(_) => ("term", "term.html"),
            View::Actions(_) => ("actions", "actions.html"),
            View::Text(_) => ("text", "page.html"),
            View::Comparison(_) => ("comparison", "comparison.html"),
            View::Former(_) => ("former", "former.html"),
            View::References(_) => ("references", "references.html"),
            View::Definitions(_) => ("definitions", "definitions.html"),
            View::Coverage(_) => ("coverage", "coverage.html"),
            View::Search => ("search", "search.html"),
            View::Map(_) => ("map", "map.html"),
            View::Accessibility(_) => ("accessibility", "accessibility.html"),
            View::NotFound => ("notfound", "404.html"),
        }
    }
}

/// What renders the pages of a site, by their places in the plan.
pub fn pages(grounds: &Arc<Grounds>) -> Series {
    let (grounds, alike) = (grounds.clone(), Alike::default());
    Arc::new(move |at, ask| {
        let planned = &grounds.site().pages[at];
        let views = Views::new(grounds.site(), grounds.theme().strings(), planned);
        // It is shown at any address, and leads on from each.
        if matches!(planned.kind, PageKind::NotFound) {
            return made(&grounds, &views, &ShownSite::of(&views), ask);
        }
        let folder = alike.folder(planned);
        let views = views.sharing(&folder.shared);
        match Alike::shows_site_alike(planned) {
            true => made(&grounds, &views, folder.site.get_or_init(|| ShownSite::of(&views)), ask),
            false => made(&grounds, &views, &ShownSite::of(&views), ask),
        }
    })
}

/// What of the page of these views is asked for.
fn made(
    grounds: &Grounds,
    views: &Views<'_>,
    site: &ShownSite,
    ask: Ask<'_>,
) -> Result<Made<'static>, Findings> {
    let mut content = bare(views);
    let page = views.page(content.view.names().0, &content.title, content.front);
    let document = views.own_document();
    let fingerprint = || grounds.of_page(site.fingerprint(), &page, &content, document);
    let fingerprint = ask.wants_fingerprint().then(fingerprint);
    if ask.is_answered_by(fingerprint.as_ref()) {
        return Ok(Made::Same);
    }
    content.add_text(views);
    let bytes = grounds.theme().render_bytes(
        content.view.names().1,
        &Shown { theme: grounds.theme().view(), site: site.value.clone(), page, view: &content.view },
    )?;
    Ok(Made::Bytes { bytes: Cow::Owned(bytes), fingerprint })
}

/// The theme's static files, by address.
pub fn statics(theme: &Theme) -> impl Iterator<Item = (String, OutputFile)> {
    theme.statics().iter().map(|(path, bytes)| (path.clone(), OutputFile::ready(bytes.clone())))
}

/// Renders one page of a site: a pure function of its arguments.
///
/// # Errors
/// Findings where a template cannot be rendered.
pub fn page(site: &Site, theme: &Theme, planned: &Planned) -> Result<Vec<u8>, Findings> {
    let views = Views::new(site, theme.strings(), planned);
    let Content { title, front, view } = content(&views);
    let (kind, template) = view.names();
    let (site, page) = (ShownSite::of(&views).value, views.page(kind, &title, front));
    theme.render_bytes(template, &Shown { theme: theme.view(), site, page, view: &view })
}

/// What a page shows of the site.
struct ShownSite {
    value: Value,
    fingerprint: OnceLock<Fingerprint>,
}

impl ShownSite {
    fn of(views: &Views<'_>) -> Self {
        ShownSite { value: Value::from_serializable(&views.site()), fingerprint: OnceLock::new() }
    }

    fn fingerprint(&self) -> &Fingerprint {
        self.fingerprint.get_or_init(|| of_shown(&self.value))
    }
}

/// What pages show as others of their folder do.
#[derive(Default)]
struct Alike {
    folders: RwLock<BTreeMap<String, Arc<Folder>>>,
    links: Arc<Links>,
}

/// What the pages of a folder show alike.
struct Folder {
    /// What they show of the site, made for the first of them.
    site: OnceLock<ShownSite>,
    shared: Shared,
}

impl Alike {
    /// What a page shows with those of its folder, or with the others at the top.
    fn folder(&self, planned: &Planned) -> Arc<Folder> {
        let folder = planned.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        known.unwrap_or_else(|| {
            let mut all = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            let made =
                || Arc::new(Folder { site: OnceLock::new(), shared: Shared::new(folder, &self.links) });
            all.entry(folder.to_owned()).or_insert_with(made).clone()
        })
    }

    /// Whether a page shows of the site what its folder's others do. A folder's index and the pages at the top have places of
    /// their own in the navigation.
    fn shows_site_alike(planned: &Planned) -> bool {
        let is_index = matches!(planned.kind, PageKind::Section { .. } | PageKind::Taxonomy { .. });
        planned.path.contains('/') && !is_index
    }
}

/// A page of an edition, by the templates in `folder`: `epub/document.html` for `document.html`. A pure function of
/// its arguments.
///
/// # Errors
/// As of [`page`].
pub fn edition_page(
    site: &Site,
    theme: &Theme,
    planned: &Planned,
    edition: &dyn EditionLinks,
    (syntax, folder): (Syntax, &str),
) -> Result<EditionPage, Findings> {
    let views = Views::in_edition(site, theme.strings(), planned, edition, syntax);
    let Content { title, front, view } = content(&views);
    let (kind, template) = view.names();
    let site = ShownSite::of(&views).value;
    let shown = Shown { theme: theme.view(), site, page: views.page(kind, &title, front), view: &view };
    let text = theme.render(&format!("{folder}/{template}"), &shown)?;
    Ok(EditionPage { title, text })
}

/// A page of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionPage {
    pub title: String,
    pub text: String,
}

/// What a page shows besides what all pages show.
pub(super) struct Content<'a> {
    pub(super) title: String,
    /// Where the page comes from a file: the keys that every page may have.
    pub(super) front: Option<&'a PageFront>,
    pub(super) view: View,
}

/// The view of the page that the views are of.
pub(super) fn content<'a>(views: &Views<'a>) -> Content<'a> {
    let mut content = bare(views);
    content.add_text(views);
    content
}

impl<'a> Content<'a> {
    /// Adds the text of the document that the page is of.
    fn add_text(&mut self, views: &Views<'a>) {
        if let (View::Document(view), Some(document)) = (&mut self.view, views.own_document()) {
            // An edition does not lead each block to its lines in the seed: the seed is not in it.
            let seed = views.seed_page(document).filter(|_| views.links.in_site());
            let text = body(views, &document.body, &document.provenance, seed.as_deref());
            (view.html, view.notes_html) = (text.blocks, text.notes);
        }
    }
}

/// The same, of a document's page without the document's text.
fn bare<'a>(views: &Views<'a>) -> Content<'a> {
    let site = views.site;
    let corpus = &site.corpus;
    let made = |view| Content { title: views.title(), front: None, view };
    match &views.planned.kind {
        PageKind::Home => made(View::Home(Box::new(views.home()))),
        PageKind::Section { key, part } => {
            made(View::Section(Box::new(views.section(planned_section(site, key), *part))))
        }
        PageKind::Taxonomy { key, part } => {
            made(View::Taxonomy(Box::new(views.taxonomy(planned_taxonomy(site, key), *part))))
        }
        PageKind::Stub(id) => made(View::Stub(Box::new(views.stub(&corpus.stubs[id])))),
        PageKind::Source(id) => made(View::Source(Box::new(views.source_text(&corpus.documents[id])))),
        PageKind::Document(id) => document(views, &corpus.documents[id]),
        PageKind::Term { taxonomy, id, part } => {
            let (taxonomy, term) = planned_term(site, taxonomy, id);
            part_of_term(views, taxonomy, term, *part)
        }
        PageKind::Actions { part } => made(View::Actions(Box::new(views.actions(*part)))),
        PageKind::Page(key) => text(views, &corpus.pages[key]),
        PageKind::Comparison(id) => {
            made(View::Comparison(Box::new(views.comparison(&planned_comparison(site, id)))))
        }
        PageKind::Former(page) => made(View::Former(Box::new(views.former(page)))),
        PageKind::References { part } => made(View::References(Box::new(views.references(*part)))),
        PageKind::Definitions { part } => made(View::Definitions(Box::new(views.definitions(*part)))),
        PageKind::Coverage { part } => made(View::Coverage(Box::new(views.coverage(*part)))),
        PageKind::Search => made(View::Search),
        PageKind::Map => made(View::Map(Box::new(views.map()))),
        PageKind::Accessibility => {
            let report = corpus.accessibility.as_ref().expect("planned where there is a report");
            made(View::Accessibility(Box::new(views.accessibility(report))))
        }
        PageKind::NotFound => made(View::NotFound),
    }
}

fn planned_section<'a>(site: &'a Site, key: &str) -> &'a Section {
    site.sections.iter().find(|s| s.key == key).expect("a planned section exists")
}

fn planned_taxonomy<'a>(site: &'a Site, key: &str) -> &'a Taxonomy {
    site.corpus.taxonomy(key).expect("a planned taxonomy exists")
}

fn planned_term<'a>(site: &'a Site, taxonomy: &str, id: &str) -> (&'a Taxonomy, &'a Term) {
    let taxonomy = planned_taxonomy(site, taxonomy);
    let term = taxonomy.terms.iter().find(|t| t.id == id).expect("a planned term exists");
    (taxonomy, term)
}

fn planned_comparison<'a>(site: &'a Site, id: &str) -> Comparison<'a> {
    Comparison::of(&site.corpus, id).expect("a planned comparison exists")
}

impl<'a> Views<'a> {
    /// The document that the page is of.
    fn own_document(&self) -> Option<&'a Document> {
        match &self.planned.kind {
            PageKind::Document(id) => Some(&self.site.corpus.documents[id]),
            _ => None,
        }
    }
}

impl Views<'_> {
    /// The title of the page.
    pub(super) fn title(&self) -> String {
        let (site, corpus) = (self.site, &self.site.corpus);
        let part_of = |title: Text, part: usize| self.titled_part(&self.strings.text(title), part);
        let titled = |text: Text, title: &str| self.strings.text_with(text, &[("title", title)]);
        match &self.planned.kind {
            PageKind::Home => self.strings.text(Text::HOME),
            PageKind::Section { key, part } => {
                self.titled_part(&self.section_title(planned_section(site, key)), *part)
            }
            PageKind::Taxonomy { key, part } => {
                self.titled_part(&planned_taxonomy(site, key).settings.title, *part)
            }
            PageKind::Stub(id) => corpus.stubs[id].title.clone(),
            PageKind::Source(id) => titled(Text::SOURCE_PAGE, &corpus.documents[id].front.title),
            PageKind::Document(id) => corpus.documents[id].front.title.clone(),
            PageKind::Term { taxonomy, id, part } => {
                self.titled_part(&planned_term(site, taxonomy, id).1.front.name, *part)
            }
            PageKind::Actions { part } => part_of(Text::ACTIONS, *part),
            PageKind::Page(key) => corpus.pages[key].front.title.clone(),
            PageKind::Comparison(id) => titled(Text::COMPARISON, &corpus.documents[id].front.title),
            PageKind::Former(page) => self.former(page).title,
            PageKind::References { part } => part_of(Text::CITED_TITLE, *part),
            PageKind::Definitions { part } => part_of(Text::DEFINITIONS, *part),
            PageKind::Coverage { part } => part_of(Text::COVERAGE_TITLE, *part),
            PageKind::Search => self.strings.text(Text::SEARCH),
            PageKind::Map => self.strings.text(Text::MAP),
            PageKind::Accessibility => self.strings.text(Text::ACCESSIBILITY),
            PageKind::NotFound => self.strings.text(Text::NOT_FOUND),
        }
    }

    /// The title of a part of a list.
    fn titled_part(&self, title: &str, part: usize) -> String {
        match part {
            1 => title.to_owned(),
            _ => self.strings.text_with(Text::PART, &[("title", title), ("part", &part.to_string())]),
        }
    }
}

fn document<'a>(views: &Views<'a>, document: &'a Document) -> Content<'a> {
    let view = View::Document(Box::new(views.document(document)));
    Content { title: views.title(), front: Some(&document.front.page), view }
}

fn text<'a>(views: &Views<'a>, page: &'a Page) -> Content<'a> {
    let view = views.text(page, body(views, &page.body, &Provenance::default(), None));
    Content { title: views.title(), front: Some(&page.front.page), view: View::Text(Box::new(view)) }
}

/// A term's own text stands on the first part only.
fn part_of_term<'a>(views: &Views<'a>, taxonomy: &'a Taxonomy, term: &'a Term, part: usize) -> Content<'a> {
    let body = match part {
        1 => body(views, &term.body, &Provenance::default(), None),
        _ => RenderedBody::default(),
    };
    let view = View::Term(Box::new(views.term(taxonomy, term, part, body)));
    Content { title: views.title(), front: Some(&term.front.page), view }
}

fn body(views: &Views<'_>, body: &Body<Target>, provenance: &Provenance, seed: Option<&str>) -> RenderedBody {
    let (links, strings) = (&views.links, views.strings);
    BlockRenderer { links, syntax: views.syntax, strings, provenance, seed }.body(body)
}
