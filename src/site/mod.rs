//! Which pages exist, at which addresses, and what leads to what. No HTML.

mod feeds;
mod former;
mod kind;
mod order;
mod planning;
mod short_forms;

pub use feeds::{Feed, FeedOf, feed_date};
pub use kind::{PageKind, Planned, Section, SectionKind};
pub use order::Beside;
pub use planning::{LIST_LENGTH, NOT_FOUND, REFERENCES, list_path, on_part, part_with, parts};
pub use short_forms::ShortForms;

use crate::config::{BaseUrl, Settings};
use crate::corpus::{self, Corpus, Document, PageRef, Position, Target};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{BlockId, Kind, PartialDate};
use order::Order;
use planning::{ACTIONS, Planning, sections};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

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
    short_forms: Arc<ShortForms>,
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
            short_forms: Arc::new(ShortForms::of(&corpus)),
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
        let has_same_pages = |before: &&Site| {
            before.corpus.roster == corpus.roster
                && before.extent == Extent::of(&corpus)
                && before.has_short_forms_where(&corpus)
        };
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
            short_forms: before.short_forms.clone(),
            positions: unknown_positions(&corpus),
            extent: before.extent.clone(),
            settings,
            corpus,
            date,
        }
    }

    /// Whether the short forms of a corpus with the same terms stand where those of this site do.
    fn has_short_forms_where(&self, corpus: &Corpus) -> bool {
        Arc::ptr_eq(&self.corpus.definitions, &corpus.definitions)
            || *self.short_forms == ShortForms::of(corpus)
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

    /// The address of a page, or of that of its parts which has a place.
    ///
    /// # Panics
    /// As [`Site::path`].
    pub fn path_to(&self, page: &PageRef, place: Option<&BlockId>) -> &str {
        let part = place.filter(|_| *page == PageRef::Definitions).and_then(|at| self.short_forms.path(at));
        part.unwrap_or_else(|| self.path(page))
    }

    /// Where the short forms stand.
    pub fn short_forms(&self) -> &Arc<ShortForms> {
        &self.short_forms
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
            Target::Page { page, fragment } => self.leading(
                from,
                self.path_to(page, fragment.as_ref()),
                fragment.as_ref().map(BlockId::as_str),
            ),
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
}
