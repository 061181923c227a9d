//! Which pages exist, at which addresses, and what leads to what. No HTML.

mod feeds;
mod former;
mod order;

pub use feeds::{Feed, FeedOf, feed_date};
pub use order::Beside;

use crate::config::{BaseUrl, Settings};
use crate::corpus::{self, Corpus, Document, PageRef, Position, Target};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{BlockId, Kind, PartialDate};
use order::Order;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Entries on one page of a list; longer lists go on at `<name>-2.html`, as the contract has it.
pub const LIST_LENGTH: usize = 500;

/// The plan of a site: everything that rendering needs.
#[derive(Debug)]
pub struct Site {
    pub settings: Arc<Settings>,
    pub corpus: Arc<Corpus>,
    /// The build's date.
    pub date: Option<PartialDate>,
    /// In the order of their addresses. Sites that share them have the same pages at the same addresses.
    pub pages: Arc<Vec<Planned>>,
    /// In the order of the navigation.
    pub sections: Vec<Section>,
    /// Documents and stubs by id: most links lead to one.
    documents: HashMap<Arc<str>, Placed>,
    /// Addresses of all other pages.
    routes: Arc<HashMap<PageRef, String>>,
    order: Arc<Order>,
    /// Of each fiche its basic positions, recognised when somebody asks: several pages and lists show them.
    positions: HashMap<String, OnceLock<Vec<Position>>>,
    extent: Extent,
}

/// A document or a stub with its address.
#[derive(Debug, Clone)]
struct Placed {
    path: Arc<str>,
    /// From 0, in the order in which they were planned.
    number: usize,
    /// None of a stub.
    document: Option<Arc<Document>>,
}

/// A page that will be written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Planned {
    /// Its address in the site, `fiches/fiche-com-2025-165.html`.
    pub path: String,
    pub kind: PageKind,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageKind {
    Home,
    /// The index of a section of documents or of hand-written pages.
    Section(String),
    Document(String),
    Stub(String),
    /// The raw text of a document, by the document's id.
    Source(String),
    Taxonomy(String),
    /// `part` counts from 1; the passages of a term with more than [`LIST_LENGTH`] are on parts 2 and on,
    /// and the first part shows counts by document.
    Term {
        taxonomy: String,
        id: String,
        part: usize,
    },
    Page(String),
    /// A fiche beside what it assesses, by the fiche's id.
    Comparison(String),
    /// An address that a page had before; leads there.
    Former(PageRef),
    /// What is cited, `part` as of a term.
    References {
        part: usize,
    },
    /// What was promised; parts as of a term.
    Actions {
        part: usize,
    },
    /// The short forms and what they stand for.
    Definitions,
    /// What has no fiche and what has no document, `part` as of a term.
    Coverage {
        part: usize,
    },
    /// Where readers search.
    Search,
    /// Documents and terms, and what connects them.
    Map,
    /// The report of the accessibility tests.
    Accessibility,
    /// What a web server answers with where there is no page. It is shown at any address, so its own links
    /// begin at the site's root.
    NotFound,
}

impl PageKind {
    /// The page that this is, or is a part of; none of a page that shows nothing of its own.
    pub fn page(&self) -> Option<PageRef> {
        Some(match self {
            PageKind::Home => PageRef::Home,
            PageKind::Section(key) | PageKind::Taxonomy(key) => PageRef::Section(key.clone()),
            PageKind::Document(id) | PageKind::Stub(id) => PageRef::Document(id.clone()),
            PageKind::Source(id) => PageRef::Source(id.clone()),
            PageKind::Term { taxonomy, id, .. } => {
                PageRef::Term { taxonomy: taxonomy.clone(), id: id.clone() }
            }
            PageKind::Page(key) => PageRef::Page(key.clone()),
            PageKind::Comparison(id) => PageRef::Comparison(id.clone()),
            PageKind::References { .. } => PageRef::References,
            PageKind::Actions { .. } => PageRef::Actions,
            PageKind::Definitions => PageRef::Definitions,
            PageKind::Coverage { .. } => PageRef::Coverage,
            PageKind::Search => PageRef::Search,
            PageKind::Map => PageRef::Map,
            PageKind::Accessibility => PageRef::Accessibility,
            PageKind::Former(_) | PageKind::NotFound => return None,
        })
    }
}

/// Folder of the pages with raw texts. They stand in no section: their documents lead to them.
const SOURCES: &str = "bron";

/// Folder of the comparisons. Their fiches lead to them.
const COMPARISONS: &str = "vergelijk";
/// Address of the list of what is cited, without its ending.
pub const REFERENCES: &str = "verwijzingen";
/// Address of the list of what is missing, without its ending.
pub const COVERAGE: &str = "dekking";

/// Address of the list of actions, without ending.
const ACTIONS: &str = "acties";
/// Address of the page where readers search.
const SEARCH: &str = "zoeken.html";
/// Address of the list of short forms.
const DEFINITIONS: &str = "begrippen.html";

/// Address of the map of documents and terms.
const MAP: &str = "kaart.html";
/// Address of the report of the accessibility tests.
const ACCESSIBILITY: &str = "toegankelijkheid.html";

/// Address of the page that a web server shows where there is none.
pub const NOT_FOUND: &str = "404.html";

/// A folder of the site with an index page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Name of the folder.
    pub key: String,
    pub kind: SectionKind,
    /// How many pages it holds.
    pub count: usize,
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    Documents,
    Terms,
    Pages,
}

impl Site {
    /// Plans the site. Two pages at one address are a finding.
    pub fn plan(
        settings: Arc<Settings>,
        corpus: Arc<Corpus>,
        date: Option<PartialDate>,
        findings: &mut Findings,
    ) -> Site {
        let mut site = Site {
            pages: Arc::default(),
            sections: sections(&settings, &corpus),
            documents: HashMap::new(),
            routes: Arc::default(),
            order: Arc::new(Order::of(&corpus)),
            positions: unknown_positions(&corpus),
            extent: Extent::of(&corpus),
            settings,
            corpus,
            date,
        };
        let mut planning = Planning::of(&site);
        planning.add_pages();
        let Planning { mut pages, documents, routes, .. } = planning;
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        for pair in pages.windows(2) {
            if pair[0].path == pair[1].path {
                findings.push(site.taken(&pair[0], &pair[1]));
            }
        }
        // Told once; the rest of the run is about one of them.
        pages.dedup_by(|later, first| later.path == first.path);
        (site.pages, site.documents, site.routes) = (Arc::new(pages), documents, Arc::new(routes));
        site
    }

    /// The plan of a site whose corpus came after that of another, both with the same settings: the other's where it
    /// has the same pages.
    pub fn plan_after(
        before: Option<&Site>,
        settings: Arc<Settings>,
        corpus: Arc<Corpus>,
        date: Option<PartialDate>,
        findings: &mut Findings,
    ) -> Site {
        let has_same_pages =
            |before: &&Site| before.corpus.roster == corpus.roster && before.extent == Extent::of(&corpus);
        let Some(before) = before.filter(has_same_pages) else {
            return Site::plan(settings, corpus, date, findings);
        };
        let mut documents = before.documents.clone();
        for (id, document) in corpus.documents.shared() {
            if let Some(placed) = documents.get_mut(id.as_str()) {
                placed.document = Some(document.clone());
            }
        }
        Site {
            pages: before.pages.clone(),
            sections: before.sections.clone(),
            documents,
            routes: before.routes.clone(),
            order: before.order.clone(),
            positions: unknown_positions(&corpus),
            extent: before.extent.clone(),
            settings,
            corpus,
            date,
        }
    }

    /// The finding that two pages have one address, with the file that makes it so.
    fn taken(&self, one: &Planned, other: &Planned) -> Diagnostic {
        if let Some(diagnostic) = self.former_taken(one, other) {
            return diagnostic;
        }
        let message = format!("two pages would be written to `{}`", one.path);
        let diagnostic = Diagnostic::new(Code::AddressTaken, message).hint("rename the file");
        match self.file(&other.kind).or_else(|| self.file(&one.kind)) {
            Some(file) => diagnostic.in_file(file),
            None => diagnostic,
        }
    }

    /// The content file that a page is made from, or that claims it as a former address.
    fn file(&self, kind: &PageKind) -> Option<&FilePath> {
        let corpus = &self.corpus;
        match kind {
            PageKind::Document(id) => corpus.documents.get(id).map(|d| &d.file),
            PageKind::Page(key) | PageKind::Former(PageRef::Page(key)) => {
                corpus.pages.get(key).map(|p| &p.file)
            }
            PageKind::Former(PageRef::Document(id) | PageRef::Source(id)) => {
                corpus.documents.get(id).map(|d| &d.file)
            }
            PageKind::Term { taxonomy, id, .. } | PageKind::Former(PageRef::Term { taxonomy, id }) => {
                let terms = &corpus.taxonomy(taxonomy)?.terms;
                terms.iter().find(|t| t.id == *id).map(|t| &t.file)
            }
            _ => None,
        }
    }

    fn route(&self, page: &PageRef) -> Option<&str> {
        match page {
            PageRef::Document(id) => self.documents.get(id.as_str()).map(|placed| &*placed.path),
            page => self.routes.get(page).map(String::as_str),
        }
    }

    /// The address of a page in the site.
    ///
    /// # Panics
    /// When there is no such page: references are resolved before a site is planned.
    pub fn path(&self, page: &PageRef) -> &str {
        self.route(page).unwrap_or_else(|| panic!("{page:?} was resolved but not planned"))
    }

    /// The address of the page of a document or stub.
    ///
    /// # Panics
    /// As [`Site::path`].
    pub fn document_path(&self, id: &str) -> &str {
        match self.documents.get(id) {
            Some(placed) => &placed.path,
            None => panic!("document `{id}` was resolved but not planned"),
        }
    }

    /// The number of a document or stub among [`Site::linked`], from 0.
    pub fn number(&self, id: &str) -> Option<usize> {
        Some(self.documents.get(id)?.number)
    }

    /// How many documents and stubs there are.
    pub fn linked(&self) -> usize {
        self.documents.len()
    }

    /// The document with this id; none of a stub.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.get(id)?.document.as_deref()
    }

    /// All pages that can be linked to, with their addresses, in no order.
    pub fn routes(&self) -> impl Iterator<Item = (PageRef, &str)> {
        let documents =
            self.documents.iter().map(|(id, placed)| (PageRef::Document(id.to_string()), &*placed.path));
        documents.chain(self.routes.iter().map(|(page, path)| (page.clone(), path.as_str())))
    }

    /// The plan of a page, where there is one.
    pub fn planned(&self, page: &PageRef) -> Option<&Planned> {
        self.planned_at(self.route(page)?)
    }

    /// The plan of the page at an address in the site.
    pub fn planned_at(&self, path: &str) -> Option<&Planned> {
        let at = self.pages.binary_search_by(|planned| planned.path.as_str().cmp(path)).ok()?;
        Some(&self.pages[at])
    }

    /// The page that shows a fiche beside what it assesses, where there is one.
    pub fn comparison(&self, fiche: &str) -> Option<PageRef> {
        let page = PageRef::Comparison(fiche.to_owned());
        self.routes.contains_key(&page).then_some(page)
    }

    /// The address of the JSON twin of a document's page.
    ///
    /// # Panics
    /// As [`Site::path`].
    pub fn twin_path(&self, document: &str) -> String {
        self.path_beside(document, "json")
    }

    /// The address of a file beside the page of a document or stub: the page's own, with another ending
    /// (without its dot).
    ///
    /// # Panics
    /// As [`Site::path`].
    pub fn path_beside(&self, document: &str, ending: &str) -> String {
        let page = self.document_path(document);
        format!("{}.{ending}", page.strip_suffix(".html").unwrap_or(page))
    }

    /// The address of the list of actions in another form, by its ending.
    pub fn actions_path(&self, ending: &str) -> String {
        format!("{ACTIONS}.{ending}")
    }

    /// What leads from a page to the site's root: `""`, `"../"`, or the path of `base_url` where the page is
    /// shown at any address.
    pub fn root_from(&self, from: &str) -> String {
        if from == NOT_FOUND {
            self.settings.base_url.as_ref().map_or("/", BaseUrl::path).to_owned()
        } else {
            "../".repeat(from.matches('/').count())
        }
    }

    /// What a link on page `from` to a target must say: relative, with the name of a file.
    pub fn href(&self, from: &str, target: &Target) -> String {
        match target {
            Target::External(address) => address.clone(),
            Target::File(path) => self.leading(from, path, None),
            Target::Page { page, fragment } => {
                self.leading(from, self.path(page), fragment.as_ref().map(BlockId::as_str))
            }
        }
    }

    /// The same for a document or stub and, where one is given, a block of it.
    ///
    /// # Panics
    /// As [`Site::path`].
    pub fn href_of_document(&self, from: &str, id: &str, block: Option<&BlockId>) -> String {
        self.leading(from, self.document_path(id), block.map(BlockId::as_str))
    }

    /// What leads from a page to a path of the site and to a place in it.
    fn leading(&self, from: &str, to: &str, place: Option<&str>) -> String {
        let room = to.len() + UPWARDS + place.map_or(0, |place| place.len() + 1);
        let mut out = String::with_capacity(room);
        match place {
            Some(_) if to == from => {}
            _ if from == NOT_FOUND => {
                out.push_str(&self.root_from(from));
                out.push_str(to);
            }
            _ => push_relative(&mut out, from, to),
        }
        if let Some(place) = place {
            out.push('#');
            out.push_str(place);
        }
        out
    }

    /// The basic positions that a fiche states; none of other documents.
    pub fn positions(&self, document: &Document) -> &[Position] {
        self.positions.get(&document.id).map_or(&[], |made| made.get_or_init(|| corpus::positions(document)))
    }
}

/// What of a corpus tells, besides its roster, which pages its site has.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Extent {
    /// How many pages each list takes: of passages, actions, references, and what is missing.
    parts: Vec<usize>,
    compared: Vec<String>,
    has_actions: bool,
    has_short_forms: bool,
    has_report: bool,
}

impl Extent {
    fn of(corpus: &Corpus) -> Self {
        let terms = corpus.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
        let lists = [corpus.actions.len(), corpus.citations.listed().len(), corpus.coverage.len()];
        Extent {
            parts: terms.map(|term| term.passages.len()).chain(lists).map(parts).collect(),
            compared: corpus::compared(corpus).map(str::to_owned).collect(),
            has_actions: !corpus.actions.is_empty(),
            has_short_forms: corpus.has_short_forms(),
            has_report: corpus.accessibility.is_some(),
        }
    }
}

/// Places for the positions of all fiches; none is recognised yet.
fn unknown_positions(corpus: &Corpus) -> HashMap<String, OnceLock<Vec<Position>>> {
    let fiches = corpus.documents.values().filter(|d| d.front.kind == Kind::Fiche);
    fiches.map(|d| (d.id.clone(), OnceLock::new())).collect()
}

/// The pages of a site, as they are planned.
struct Planning<'a> {
    site: &'a Site,
    pages: Vec<Planned>,
    documents: HashMap<Arc<str>, Placed>,
    routes: HashMap<PageRef, String>,
}

impl<'a> Planning<'a> {
    fn of(site: &'a Site) -> Self {
        Planning { site, pages: Vec::new(), documents: HashMap::new(), routes: HashMap::new() }
    }

    fn add_pages(&mut self) {
        let corpus = &self.site.corpus;
        self.add(PageRef::Home, "index.html".into(), PageKind::Home);
        self.pages.push(Planned { path: NOT_FOUND.into(), kind: PageKind::NotFound });
        self.add(PageRef::Search, SEARCH.into(), PageKind::Search);
        for section in &self.site.sections {
            let kind = match section.kind {
                SectionKind::Terms => PageKind::Taxonomy(section.key.clone()),
                SectionKind::Documents | SectionKind::Pages => PageKind::Section(section.key.clone()),
            };
            self.add(PageRef::Section(section.key.clone()), format!("{}/index.html", section.key), kind);
        }
        for (id, document) in corpus.documents.shared() {
            let path = format!("{}/{id}.html", document.front.kind.section());
            self.place(id, &path, Some(document.clone()));
            self.pages.push(Planned { path, kind: PageKind::Document(id.clone()) });
            if document.provenance.seed.is_some() {
                self.add(
                    PageRef::Source(id.clone()),
                    format!("{SOURCES}/{id}.html"),
                    PageKind::Source(id.clone()),
                );
            }
        }
        for id in corpus.stubs.keys() {
            let path = format!("{}/{id}.html", Kind::Communication.section());
            self.place(id, &path, None);
            self.pages.push(Planned { path, kind: PageKind::Stub(id.clone()) });
        }
        for taxonomy in &corpus.taxonomies {
            let key = &taxonomy.settings.key;
            for term in &taxonomy.terms {
                for part in 1..=parts(term.passages.len()) {
                    let path = list_path(&format!("{key}/{}", term.id), part);
                    let kind = PageKind::Term { taxonomy: key.clone(), id: term.id.clone(), part };
                    let page = PageRef::Term { taxonomy: key.clone(), id: term.id.clone() };
                    self.add(page, path, kind);
                }
            }
        }
        for id in corpus::compared(corpus) {
            let path = format!("{COMPARISONS}/{id}.html");
            self.add(PageRef::Comparison(id.to_owned()), path, PageKind::Comparison(id.to_owned()));
        }
        if !corpus.actions.is_empty() {
            for part in 1..=parts(corpus.actions.len()) {
                self.add(PageRef::Actions, list_path(ACTIONS, part), PageKind::Actions { part });
            }
        }
        for part in 1..=parts(corpus.citations.listed().len()) {
            self.add(PageRef::References, list_path(REFERENCES, part), PageKind::References { part });
        }
        if corpus.has_short_forms() {
            self.add(PageRef::Definitions, DEFINITIONS.into(), PageKind::Definitions);
        }
        for part in 1..=parts(corpus.coverage.len()) {
            self.add(PageRef::Coverage, list_path(COVERAGE, part), PageKind::Coverage { part });
        }
        if !corpus.documents.is_empty() {
            self.add(PageRef::Map, MAP.into(), PageKind::Map);
        }
        if corpus.accessibility.is_some() {
            self.add(PageRef::Accessibility, ACCESSIBILITY.into(), PageKind::Accessibility);
        }
        for key in corpus.pages.keys() {
            self.add(PageRef::Page(key.clone()), format!("{key}.html"), PageKind::Page(key.clone()));
        }
        self.add_former();
    }

    fn add(&mut self, page: PageRef, path: String, kind: PageKind) {
        self.routes.entry(page).or_insert_with(|| path.clone());
        self.pages.push(Planned { path, kind });
    }

    fn place(&mut self, id: &str, path: &str, document: Option<Arc<Document>>) {
        let number = self.documents.len();
        self.documents.entry(id.into()).or_insert_with(|| Placed { path: path.into(), number, document });
    }
}

/// How many pages a list takes: one, or a first page of counts and one for every [`LIST_LENGTH`] entries.
pub fn parts(entries: usize) -> usize {
    if entries <= LIST_LENGTH { 1 } else { 1 + entries.div_ceil(LIST_LENGTH) }
}

/// Address of part `part` of a list: `x.html`, `x-2.html`, …
pub fn list_path(stem: &str, part: usize) -> String {
    if part == 1 { format!("{stem}.html") } else { format!("{stem}-{part}.html") }
}

/// The relative address from one page to another path of the site.
pub fn relative(from: &str, to: &str) -> String {
    let mut out = String::with_capacity(to.len() + UPWARDS);
    push_relative(&mut out, from, to);
    out
}

/// Room for the way up from most pages.
const UPWARDS: usize = "../../".len();

fn push_relative(out: &mut String, from: &str, to: &str) {
    let alike = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // Both stand in the folders that end there.
    let shared = from.as_bytes()[..alike].iter().rposition(|b| *b == b'/').map_or(0, |slash| slash + 1);
    let up = from[shared..].matches('/').count();
    (0..up).for_each(|_| out.push_str("../"));
    out.push_str(&to[shared..]);
}

fn sections(settings: &Settings, corpus: &Corpus) -> Vec<Section> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in corpus.documents.values() {
        *counts.entry(document.front.kind.section()).or_default() += 1;
    }
    if !corpus.stubs.is_empty() {
        *counts.entry(Kind::Communication.section()).or_default() += corpus.stubs.len();
    }
    let mut out: Vec<Section> = ["documenten", "fiches", "nieuws"]
        .into_iter()
        .filter_map(|key| {
            let count = *counts.get(key)?;
            Some(Section { key: key.to_owned(), kind: SectionKind::Documents, count })
        })
        .collect();
    out.extend(corpus.taxonomies.iter().map(|t| Section {
        key: t.settings.key.clone(),
        kind: SectionKind::Terms,
        count: t.terms.len(),
    }));
    let mut own: BTreeMap<&str, usize> = BTreeMap::new();
    for page in corpus.pages.values() {
        *own.entry(&page.section).or_default() += 1;
    }
    let mut own: Vec<_> = own.into_iter().filter(|(key, _)| !key.is_empty()).collect();
    own.sort_by_key(|(key, _)| {
        let order = settings.sections.get(*key).and_then(|s| s.order);
        (order.is_none(), order, *key)
    });
    out.extend(own.into_iter().map(|(key, count)| Section {
        key: key.to_owned(),
        kind: SectionKind::Pages,
        count,
    }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_a_file() {
        for (from, to, expected) in [
            ("index.html", "fiches/a.html", "fiches/a.html"),
            ("fiches/a.html", "index.html", "../index.html"),
            ("fiches/a.html", "fiches/b.html", "b.html"),
            ("fiches/a.html", "pijlers/data.html", "../pijlers/data.html"),
            ("a/b/c.html", "a/d.html", "../d.html"),
            ("fiches/a.html", "fiches/a.html", "a.html"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} → {to}");
        }
    }

    #[test]
    fn a_long_list_has_a_first_page_of_counts() {
        assert_eq!([0, 1, 500, 501, 1000, 1001].map(parts), [1, 1, 1, 3, 3, 4]);
        assert_eq!(list_path("pijlers/data", 1), "pijlers/data.html");
        assert_eq!(list_path("pijlers/data", 2), "pijlers/data-2.html");
    }
}
