//! From a planned page to its bytes: view, template, text.

use super::block::{BlockRenderer, RenderedBody};
use super::html::Syntax;
use super::texts::Text;
use super::theme::Theme;
use super::view::{
    DocumentView, HomeView, PageView, SectionView, SiteView, StubView, TaxonomyView, TermView, TextView,
    Views,
};
use crate::corpus::Target;
use crate::diagnostic::Findings;
use crate::document::{BlockId, Body, PageFront};
use crate::output::OutputFile;
use crate::site::{PageKind, Planned, Site};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The context of every template.
#[derive(Serialize)]
struct Shown<'a, V> {
    site: SiteView,
    page: PageView,
    #[serde(flatten)]
    view: &'a V,
}

/// A page's own view, under the name that its template knows it by.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum View {
    Home(Box<HomeView>),
    Section(Box<SectionView>),
    Document(Box<DocumentView>),
    Stub(Box<StubView>),
    Taxonomy(Box<TaxonomyView>),
    Term(Box<TermView>),
    Text(Box<TextView>),
}

impl View {
    /// The name in templates, and the template.
    fn names(&self) -> (&'static str, &'static str) {
        match self {
            View::Home(_) => ("home", "index.html"),
            View::Section(_) => ("section", "section.html"),
            View::Document(_) => ("document", "document.html"),
            View::Stub(_) => ("stub", "stub.html"),
            View::Taxonomy(_) => ("taxonomy", "taxonomy.html"),
            View::Term(_) => ("term", "term.html"),
            View::Text(_) => ("text", "page.html"),
        }
    }
}

/// The files of a site, by address: its pages, each with the recipe that renders it, and the theme's static
/// files.
pub fn files(site: &Arc<Site>, theme: &Arc<Theme>) -> Vec<(String, OutputFile)> {
    let pages = site.pages.iter().enumerate().map(|(i, planned)| {
        let (site, theme) = (site.clone(), theme.clone());
        (planned.path.clone(), OutputFile::made_by(move || page(&site, &theme, &site.pages[i])))
    });
    let statics =
        theme.statics().iter().map(|(path, bytes)| (path.clone(), OutputFile::ready(bytes.clone())));
    pages.chain(statics).collect()
}

/// Renders one page of a site: a pure function of its arguments.
///
/// # Errors
/// Findings where a template cannot be rendered.
pub fn page(site: &Site, theme: &Theme, planned: &Planned) -> Result<Vec<u8>, Findings> {
    let views = Views::new(site, theme.strings(), planned);
    let (title, front, view) = view_of(&views);
    let (kind, template) = view.names();
    let shown = Shown { site: views.site(), page: views.page(kind, &title, front), view: &view };
    theme.render(template, &shown).map(String::into_bytes)
}

/// The page's title, what its front matter says that every page may say, and its view.
fn view_of<'a>(views: &Views<'a>) -> (String, Option<&'a PageFront>, View) {
    let site = views.site;
    let corpus = &site.corpus;
    match &views.planned.kind {
        PageKind::Home => (views.strings.text(Text::HOME), None, View::Home(Box::new(views.home()))),
        PageKind::Section(key) => {
            let section = site.sections.iter().find(|s| s.key == *key).expect("a planned section exists");
            (views.section_title(section), None, View::Section(Box::new(views.section(section))))
        }
        PageKind::Document(id) => {
            let document = &corpus.documents[id];
            let body = body(views, &document.body, &document.editorial);
            let view = views.document(document, body);
            (document.front.title.clone(), Some(&document.front.page), View::Document(Box::new(view)))
        }
        PageKind::Stub(id) => {
            let stub = &corpus.stubs[id];
            (stub.title.clone(), None, View::Stub(Box::new(views.stub(stub))))
        }
        PageKind::Taxonomy(key) => {
            let taxonomy = corpus.taxonomy(key).expect("a planned taxonomy exists");
            let title = taxonomy.settings.title.clone();
            (title, None, View::Taxonomy(Box::new(views.taxonomy(taxonomy))))
        }
        PageKind::Term { taxonomy, id, part } => {
            let taxonomy = corpus.taxonomy(taxonomy).expect("a planned taxonomy exists");
            let term = taxonomy.terms.iter().find(|t| t.id == *id).expect("a planned term exists");
            let body =
                if *part == 1 { body(views, &term.body, &BTreeSet::new()) } else { RenderedBody::default() };
            let view = views.term(taxonomy, term, *part, body);
            let title = match part {
                1 => term.front.name.clone(),
                _ => views
                    .strings
                    .text_with(Text::PART, &[("title", &term.front.name), ("part", &part.to_string())]),
            };
            (title, Some(&term.front.page), View::Term(Box::new(view)))
        }
        PageKind::Page(key) => {
            let page = &corpus.pages[key];
            let view = views.text(page, body(views, &page.body, &BTreeSet::new()));
            (page.front.title.clone(), Some(&page.front.page), View::Text(Box::new(view)))
        }
    }
}

fn body(views: &Views<'_>, body: &Body<Target>, editorial: &BTreeSet<BlockId>) -> RenderedBody {
    let renderer =
        BlockRenderer { links: &views.links, syntax: Syntax::Html, strings: views.strings, editorial };
    renderer.body(body)
}
