//! Links between pages: from what editors write to pages and places that exist.

use super::content::{Content, Read};
use super::pictures;
use super::{PageRef, Target};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use crate::document::walk::each_inline;
use crate::document::{BlockId, Body, DocumentFront, Inline, RawLink};
use crate::taxonomy::TermFront;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that a link can lead to.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// Pages by the path of their Markdown file below `content/`.
    by_file: BTreeMap<String, PageRef>,
    /// Places in the pages to which some link leads that names a place.
    anchors: BTreeMap<PageRef, BTreeSet<BlockId>>,
    /// Ids that no block has any more, with the block that each leads to, in the pages that have any.
    former: BTreeMap<PageRef, BTreeMap<BlockId, BlockId>>,
    documents: BTreeSet<String>,
    terms: BTreeMap<String, Vec<String>>,
    files: BTreeSet<String>,
}

impl Targets {
    /// All pages and files of the content, and stubs; `links` are those of each document to pages and files of the
    /// dossier, as [`internal`] gives them.
    pub(super) fn of(
        content: &Content,
        links: &[Arc<[RawLink]>],
        stubs: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut targets = Targets { files: content.files.clone(), ..Targets::default() };
        for document in &content.documents {
            targets.documents.insert(document.slug.clone());
            targets.add(&**document, page_of_document(document));
        }
        for (taxonomy, terms) in &content.terms {
            for term in terms {
                targets.terms.entry(term.slug.clone()).or_default().push(taxonomy.clone());
                targets.add(&**term, page_of_term(taxonomy, term));
            }
        }
        for page in &content.pages {
            targets.add(&**page, PageRef::Page(page.key()));
        }
        targets.documents.extend(stubs);
        targets.add_anchors(content, links);
        targets
    }

    fn add<F>(&mut self, read: &Read<F>, page: PageRef) {
        let former = read.provenance.former.iter();
        let former = former.flat_map(|(current, all)| all.iter().map(|old| (old.clone(), current.clone())));
        let former: BTreeMap<BlockId, BlockId> = former.collect();
        if !former.is_empty() {
            self.former.insert(page.clone(), former);
        }
        self.by_file.insert(read.path(), page);
    }

    /// Notes the places of the pages in which links name places: of few, as most links name none.
    fn add_anchors(&mut self, content: &Content, links: &[Arc<[RawLink]>]) {
        let documents = content.documents.iter().zip(links);
        let documents =
            documents.flat_map(|(read, links)| self.places_from(read, page_of_document(read), links));
        let terms = content.terms.iter().flat_map(|(key, terms)| terms.iter().map(move |term| (key, term)));
        let terms = terms
            .flat_map(|(key, term)| self.places_from(&**term, page_of_term(key, term), &internal(&**term)));
        let pages = content.pages.iter();
        let pages =
            pages.flat_map(|page| self.places_from(&**page, PageRef::Page(page.key()), &internal(&**page)));
        let wanted: BTreeSet<PageRef> = terms.chain(pages).chain(documents).collect();
        self.anchors.extend(places(content, &wanted));
    }

    /// Brings the places in pages up to date for documents of which the words changed; `changed` has their links to
    /// pages and files. Gives what [`Targets::restore`] takes back.
    pub(super) fn renew<'a>(
        &mut self,
        content: &Content,
        changed: impl Iterator<Item = (&'a Read<DocumentFront>, &'a [RawLink])>,
    ) -> Vec<(PageRef, Option<BTreeSet<BlockId>>)> {
        let mut wanted = BTreeSet::new();
        for (read, links) in changed {
            let page = page_of_document(read);
            let linked = self.places_from(read, page.clone(), links).into_iter();
            wanted.extend(linked.filter(|page| !self.anchors.contains_key(page)));
            wanted.extend(Some(page).filter(|page| self.anchors.contains_key(page)));
        }
        let all = places(content, &wanted).into_iter();
        all.map(|(page, places)| (page.clone(), self.anchors.insert(page, places))).collect()
    }

    /// Puts the places back as they were.
    pub(super) fn restore(&mut self, old: Vec<(PageRef, Option<BTreeSet<BlockId>>)>) {
        for (page, places) in old {
            match places {
                Some(places) => self.anchors.insert(page, places),
                None => self.anchors.remove(&page),
            };
        }
    }

    /// The pages to which links of a body lead that name a place.
    fn places_from<F>(&self, read: &Read<F>, page: PageRef, links: &[RawLink]) -> Vec<PageRef> {
        let from = From { file: &read.file, section: &read.section, page };
        let paths = links.iter().filter_map(|link| link.split_once('#').map(|(path, _)| path));
        paths
            .filter_map(|path| match destination(path, &from, self) {
                Ok(Target::Page { page, .. }) => Some(page),
                _ => None,
            })
            .collect()
    }

    /// The places in a page, where a link may name one.
    pub(super) fn places_in(&self, page: &PageRef) -> Option<&BTreeSet<BlockId>> {
        self.anchors.get(page)
    }

    /// Whether a document or stub has this id.
    pub(super) fn has_document(&self, id: &str) -> bool {
        self.documents.contains(id)
    }

    /// The ids of all documents and stubs.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> + Clone {
        self.documents.iter().map(String::as_str)
    }
}

/// The file that a link stands in: the link is read from there.
struct From<'a> {
    file: &'a FilePath,
    /// Folder below `content/`.
    section: &'a str,
    page: PageRef,
}

/// The links of a body to pages and files of the dossier, in their order: all but those to addresses elsewhere.
pub(super) fn internal<F>(read: &Read<F>) -> Vec<RawLink> {
    let mut out = Vec::new();
    for part in read.body.leaves().iter().flat_map(|leaf| &leaf.parts) {
        each_inline(part, &mut |inline| {
            let link = match inline {
                Inline::Link(link) => &link.target,
                Inline::Image(image) => &image.target,
                _ => return,
            };
            if !["http:", "https:", "mailto:"].iter().any(|scheme| link.starts_with(scheme)) {
                out.push(link.clone());
            }
        });
    }
    out
}

/// Where links of a page lead; none where one leads nowhere.
pub(super) fn targets<F>(
    read: &Read<F>,
    page: &PageRef,
    links: &[RawLink],
    targets: &Targets,
) -> Vec<Option<Target>> {
    let from = From { file: &read.file, section: &read.section, page: page.clone() };
    links.iter().map(|link| target(link, &from, targets).ok()).collect()
}

/// Resolves all links of a body. One that leads nowhere is a finding and stays as text that leads to its
/// own page, so that the run can go on.
pub(super) fn resolve<F>(
    read: &Read<F>,
    page: PageRef,
    body: Body<RawLink>,
    targets: &Targets,
    findings: &mut Findings,
) -> Body<Target> {
    pictures::check(&body, &read.file, findings);
    let from = From { file: &read.file, section: &read.section, page };
    body.map_links(&mut |link, span| match target(&link, &from, targets) {
        Ok(target) => target,
        Err(fault) => {
            findings.push(fault.into_diagnostic(&link, from.file, span));
            Target::Page { page: from.page.clone(), fragment: None }
        }
    })
}

/// Why a link cannot be resolved.
enum Fault {
    NoPage { wanted: String, known: Vec<String>, hint: Option<&'static str> },
    NoAnchor { known: Vec<String> },
    NoFile { wanted: String, known: Vec<String> },
    Ambiguous(Vec<String>),
    Forbidden,
}

impl Fault {
    fn into_diagnostic(self, link: &str, file: &FilePath, span: &Span) -> Diagnostic {
        let at = |code, message: String| Diagnostic::new(code, message).at(file, span.clone());
        match self {
            Fault::NoPage { wanted, known, hint } => {
                let diagnostic = at(Code::BrokenLink, format!("`{link}` leads to no page"));
                match hint {
                    Some(hint) => diagnostic.hint(hint),
                    None => diagnostic.did_you_mean(&wanted, known.iter().map(String::as_str)),
                }
            }
            Fault::NoAnchor { known } => {
                let place = link.rsplit('#').next().unwrap_or_default();
                at(Code::BrokenAnchor, format!("there is no `#{place}` in the page that `{link}` leads to"))
                    .did_you_mean(place, known.iter().map(String::as_str))
            }
            Fault::NoFile { wanted, known } => {
                at(Code::MissingFile, format!("there is no file `{link}` beside this page"))
                    .did_you_mean(&wanted, known.iter().map(String::as_str))
            }
            Fault::Ambiguous(taxonomies) => {
                let forms: Vec<String> =
                    taxonomies.iter().map(|t| link.replacen("term:", &format!("term:{t}/"), 1)).collect();
                at(Code::BrokenLink, format!("`{link}` is a term of more than one taxonomy"))
                    .hint(format!("write one of: {}", forms.join(", ")))
            }
            Fault::Forbidden => {
                at(Code::ForbiddenLink, format!("links of the kind of `{link}` are not allowed"))
                    .hint("links are http, https, mailto, doc:, term: or relative paths")
            }
        }
    }
}

/// The places in some pages of the content.
fn places(content: &Content, wanted: &BTreeSet<PageRef>) -> BTreeMap<PageRef, BTreeSet<BlockId>> {
    let mut out = BTreeMap::new();
    if wanted.is_empty() {
        return out;
    }
    let mut add = |page: PageRef, body: &Body<RawLink>| {
        if wanted.contains(&page) {
            out.insert(page, body.leaves().iter().map(|leaf| leaf.id.clone()).collect());
        }
    };
    content.documents.iter().for_each(|read| add(page_of_document(read), &read.body));
    for (key, terms) in &content.terms {
        terms.iter().for_each(|term| add(page_of_term(key, term), &term.body));
    }
    content.pages.iter().for_each(|page| add(PageRef::Page(page.key()), &page.body));
    out
}

fn page_of_document(read: &Read<DocumentFront>) -> PageRef {
    PageRef::Document(read.slug.clone())
}

fn page_of_term(taxonomy: &str, term: &Read<TermFront>) -> PageRef {
    PageRef::Term { taxonomy: taxonomy.to_owned(), id: term.slug.clone() }
}

fn target(link: &str, from: &From<'_>, targets: &Targets) -> Result<Target, Fault> {
    let (path, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment).filter(|f| !f.is_empty())),
        None => (link, None),
    };
    match destination(path, from, targets)? {
        Target::Page { page, .. } => {
            let fragment = fragment.map(|f| anchor(&page, f, targets)).transpose()?;
            Ok(Target::Page { page, fragment })
        }
        Target::External(_) => Ok(Target::External(link.to_owned())),
        file @ Target::File(_) => Ok(file),
    }
}

/// Where a link without its fragment leads.
fn destination(path: &str, from: &From<'_>, targets: &Targets) -> Result<Target, Fault> {
    let page = match path.split_once(':') {
        Some(("http" | "https" | "mailto", _)) => return Ok(Target::External(path.to_owned())),
        Some(("doc", id)) => document(id, targets)?,
        Some(("term", id)) => term(id, targets)?,
        Some(_) => return Err(Fault::Forbidden),
        None if path.is_empty() => from.page.clone(),
        None => return relative(path, from, targets),
    };
    Ok(Target::Page { page, fragment: None })
}

fn document(id: &str, targets: &Targets) -> Result<PageRef, Fault> {
    if targets.has_document(id) {
        return Ok(PageRef::Document(id.to_owned()));
    }
    let known = targets.documents.iter().map(|id| format!("doc:{id}")).collect();
    Err(Fault::NoPage { wanted: format!("doc:{id}"), known, hint: None })
}

/// `term:investai`, or `term:instrumenten/investai` where the same id is a term of several taxonomies.
fn term(id: &str, targets: &Targets) -> Result<PageRef, Fault> {
    let (wanted, id) = match id.split_once('/') {
        Some((taxonomy, id)) => (Some(taxonomy), id),
        None => (None, id),
    };
    let taxonomies: Vec<&String> = targets
        .terms
        .get(id)
        .into_iter()
        .flatten()
        .filter(|t| wanted.is_none_or(|w| w == t.as_str()))
        .collect();
    match taxonomies.as_slice() {
        [taxonomy] => Ok(PageRef::Term { taxonomy: (*taxonomy).clone(), id: id.to_owned() }),
        [] => {
            let known = targets.terms.keys().map(|id| format!("term:{id}")).collect();
            Err(Fault::NoPage { wanted: format!("term:{id}"), known, hint: None })
        }
        many => Err(Fault::Ambiguous(many.iter().map(|t| (*t).clone()).collect())),
    }
}

fn relative(path: &str, from: &From<'_>, targets: &Targets) -> Result<Target, Fault> {
    if path.starts_with('/') {
        return Err(Fault::NoPage {
            wanted: path.to_owned(),
            known: Vec::new(),
            hint: Some("write a path relative to this file, such as `../fiches/x.md`, or `doc:` and an id"),
        });
    }
    let path = percent_decode(path);
    let known_pages = || targets.by_file.keys().cloned().collect();
    let Some(joined) = join(from.section, &path) else {
        return Err(Fault::NoPage {
            wanted: path,
            known: known_pages(),
            hint: Some("the path leads out of `content/`"),
        });
    };
    if let Some(page) = targets.by_file.get(&joined) {
        return Ok(Target::Page { page: page.clone(), fragment: None });
    }
    if joined.ends_with(".md") {
        return Err(Fault::NoPage { wanted: joined, known: known_pages(), hint: None });
    }
    if joined.ends_with(".html") {
        let hint = "link to the Markdown file, the program makes the address of the page from it";
        return Err(Fault::NoPage { wanted: joined, known: Vec::new(), hint: Some(hint) });
    }
    if targets.files.contains(&joined) {
        return Ok(Target::File(joined));
    }
    Err(Fault::NoFile { wanted: joined, known: targets.files.iter().cloned().collect() })
}

fn anchor(page: &PageRef, fragment: &str, targets: &Targets) -> Result<BlockId, Fault> {
    let id = BlockId::new(fragment);
    if let Some(current) = targets.former.get(page).and_then(|former| former.get(&id)) {
        return Ok(current.clone());
    }
    match targets.anchors.get(page) {
        Some(anchors) if anchors.contains(&id) => Ok(id),
        anchors => Err(Fault::NoAnchor {
            known: anchors.into_iter().flatten().map(|id| id.as_str().to_owned()).collect(),
        }),
    }
}

/// A path relative to a folder, without `.` and `..`; `None` where it leads out of the top.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Editors' programs write `%20` for a space in a link to a file.
fn percent_decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = path.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        let mut targets = Targets::default();
        for (file, page, anchors) in [
            ("documenten/com-2025-165.md", PageRef::Document("com-2025-165".into()), &["s1", "p-abc"][..]),
            ("handleiding/thema.md", PageRef::Page("handleiding/thema".into()), &["kleuren"]),
            (
                "instrumenten/investai.md",
                PageRef::Term { taxonomy: "instrumenten".into(), id: "investai".into() },
                &[],
            ),
        ] {
            targets.by_file.insert(file.into(), page.clone());
            targets.anchors.insert(page, anchors.iter().map(|a| BlockId::new(*a)).collect());
        }
        targets.documents.insert("com-2025-165".into());
        targets.terms.insert("investai".into(), vec!["instrumenten".into()]);
        targets.terms.insert("data".into(), vec!["a".into(), "b".into()]);
        targets.files.insert("handleiding/een beeld.png".into());
        targets
    }

    fn check(link: &str) -> Result<Target, String> {
        let file: FilePath = "content/handleiding/bewerken.md".into();
        let page = PageRef::Page("handleiding/bewerken".into());
        let from = From { file: &file, section: "handleiding", page };
        target(link, &from, &targets()).map_err(|fault| {
            let d = fault.into_diagnostic(link, &file, &(0..1));
            format!("{}: {}", d.code.as_str(), d.hint.unwrap_or_default())
        })
    }

    #[test]
    fn links_lead_to_pages_places_files_and_addresses() {
        let document = |fragment: Option<&str>| Target::Page {
            page: PageRef::Document("com-2025-165".into()),
            fragment: fragment.map(BlockId::new),
        };
        for (link, expected) in [
            ("../documenten/com-2025-165.md#s1", document(Some("s1"))),
            ("doc:com-2025-165", document(None)),
            ("doc:com-2025-165#p-abc", document(Some("p-abc"))),
            ("een%20beeld.png", Target::File("handleiding/een beeld.png".into())),
            ("https://example.org/#x", Target::External("https://example.org/#x".into())),
            (
                "term:investai",
                Target::Page {
                    page: PageRef::Term { taxonomy: "instrumenten".into(), id: "investai".into() },
                    fragment: None,
                },
            ),
        ] {
            assert_eq!(check(link), Ok(expected), "{link}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_say_what_was_meant() {
        for (link, expected) in [
            ("doc:com-2025-156", "broken-link: did you mean `doc:com-2025-165`?"),
            ("term:investia", "broken-link: did you mean `term:investai`?"),
            ("term:data", "broken-link: write one of: term:a/data, term:b/data"),
            ("themas.md", "broken-link: did you mean `handleiding/thema.md`?"),
            ("thema.md#kleur", "broken-anchor: did you mean `kleuren`?"),
            ("../../site.toml", "broken-link: the path leads out of `content/`"),
            (
                "javascript:alert(1)",
                "forbidden-link: links are http, https, mailto, doc:, term: or relative paths",
            ),
            ("beeld.jpg", "missing-file: did you mean `handleiding/een beeld.png`?"),
        ] {
            assert_eq!(check(link), Err(expected.into()), "{link}");
        }
    }
}
