//! The order in which a reader goes through the site: that of its navigation and its lists.

use super::strings::Strings;
use super::view::Views;
use crate::corpus::PageRef;
use crate::site::{PageKind, Planned, SectionKind, Site, list_path};

/// Pages that stand together: a section, a taxonomy, a list.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// Its index, or the first part of the list.
    pub index: Chapter<'a>,
    /// The rest, in their order.
    pub chapters: Vec<Chapter<'a>>,
}

/// A page as it stands in the order.
#[derive(Debug, Clone)]
pub struct Chapter<'a> {
    pub planned: &'a Planned,
    pub title: String,
    /// The title's language, where that is not the interface's.
    pub language: Option<String>,
}

/// All pages that have something to read: no home page, no raw texts, no former addresses. Documents stand the newest
/// first, as in their lists, each fiche before its comparison; terms in the order of their taxonomy; the
/// lists before the first hand-written pages.
pub fn reading_order<'a>(site: &'a Site, strings: &'a Strings) -> Vec<Group<'a>> {
    let list = |page: PageRef| group(site, strings, &page, &[]);
    let mut groups = Vec::new();
    let mut lists = vec![PageRef::Actions, PageRef::References, PageRef::Definitions, PageRef::Coverage];
    for section in &site.sections {
        if section.kind == SectionKind::Pages {
            groups.extend(std::mem::take(&mut lists).into_iter().filter_map(list));
        }
        let members = match section.kind {
            SectionKind::Documents => documents(site, &section.key),
            SectionKind::Terms => terms(site, &section.key),
            SectionKind::Pages => pages(site, strings, &section.key),
        };
        groups.extend(group(site, strings, &PageRef::Section(section.key.clone()), &members));
    }
    groups.extend(lists.into_iter().filter_map(list));
    groups
}

fn group<'a>(
    site: &'a Site,
    strings: &'a Strings,
    index: &PageRef,
    members: &[PageRef],
) -> Option<Group<'a>> {
    let mut pages = std::iter::once(index)
        .chain(members)
        .flat_map(|page| parts(site, page))
        .map(|planned| chapter(site, strings, planned));
    Some(Group { index: pages.next()?, chapters: pages.collect() })
}

fn chapter<'a>(site: &'a Site, strings: &'a Strings, planned: &'a Planned) -> Chapter<'a> {
    let views = Views::new(site, strings, planned);
    let language = match &planned.kind {
        PageKind::Document(id) => views.foreign(site.corpus.documents[id].front.language.as_deref()),
        _ => None,
    };
    Chapter { planned, title: views.title(), language }
}

/// A page and, of a long list, its other parts.
fn parts<'a>(site: &'a Site, page: &PageRef) -> Vec<&'a Planned> {
    let Some(first) = site.planned(page) else { return Vec::new() };
    let stem = first.path.strip_suffix(".html").unwrap_or(&first.path);
    let others = (2..).map_while(|part| {
        let planned = site.planned_at(&list_path(stem, part))?;
        (planned.kind == of_part(&first.kind, part)?).then_some(planned)
    });
    std::iter::once(first).chain(others).collect()
}

/// Another part of the same list; none of a page that has no parts.
fn of_part(kind: &PageKind, part: usize) -> Option<PageKind> {
    Some(match kind {
        PageKind::Term { taxonomy, id, .. } => {
            PageKind::Term { taxonomy: taxonomy.clone(), id: id.clone(), part }
        }
        PageKind::Section { key, .. } => PageKind::Section { key: key.clone(), part },
        PageKind::Taxonomy { key, .. } => PageKind::Taxonomy { key: key.clone(), part },
        PageKind::Definitions { .. } => PageKind::Definitions { part },
        PageKind::Actions { .. } => PageKind::Actions { part },
        PageKind::References { .. } => PageKind::References { part },
        PageKind::Coverage { .. } => PageKind::Coverage { part },
        _ => return None,
    })
}

fn documents(site: &Site, section: &str) -> Vec<PageRef> {
    let stubs = if section == crate::document::Kind::Communication.section() {
        site.corpus.stubs.keys().cloned().map(PageRef::Document).collect()
    } else {
        Vec::new()
    };
    let with_comparison = |id: &String| [Some(PageRef::Document(id.clone())), site.comparison(id)];
    site.newest(section).flat_map(|d| with_comparison(&d.id)).flatten().chain(stubs).collect()
}

fn terms(site: &Site, taxonomy: &str) -> Vec<PageRef> {
    let terms = site.corpus.taxonomy(taxonomy).map(|t| &*t.terms).unwrap_or_default();
    let term = |id: &String| PageRef::Term { taxonomy: taxonomy.to_owned(), id: id.clone() };
    terms.iter().map(|t| term(&t.id)).collect()
}

fn pages(site: &Site, strings: &Strings, section: &str) -> Vec<PageRef> {
    let Some(index) = site.planned(&PageRef::Section(section.to_owned())) else { return Vec::new() };
    let views = Views::new(site, strings, index);
    views.ordered_pages(section).into_iter().map(|(key, _)| PageRef::Page(key.clone())).collect()
}
