//! Which pages stand in one file, and in which order.

use crate::corpus::{Corpus, PageRef};
use crate::document::PartialDate;
use crate::edition::Selection;
use crate::render::ChapterPlan;
use crate::site::{PageKind, Planned, Site};
use std::cmp::Reverse;

/// The chapters of the file in their order: documents, comparisons and terms as the site's sections have them, then
/// the lists, then hand-written pages.
///
/// The home page and the indexes of sections are what the table of contents is; raw texts of seeds stay outside.
pub(super) fn chapters<'a>(site: &'a Site, selection: &Selection) -> Vec<ChapterPlan<'a>> {
    let mut out: Vec<ChapterPlan<'a>> = site
        .pages
        .iter()
        .filter_map(|planned| {
            let page = page_of(&planned.kind)?;
            selection.holds(&page).then_some(ChapterPlan { page, planned })
        })
        .collect();
    out.sort_by_cached_key(|plan| order(site, selection, plan.planned, &plan.page));
    out
}

/// What a planned page shows, where one file has it as a chapter.
fn page_of(kind: &PageKind) -> Option<PageRef> {
    Some(match kind {
        PageKind::Document(id) | PageKind::Stub(id) => PageRef::Document(id.clone()),
        PageKind::Term { taxonomy, id, .. } => PageRef::Term { taxonomy: taxonomy.clone(), id: id.clone() },
        PageKind::Page(key) => PageRef::Page(key.clone()),
        PageKind::Comparison(id) => PageRef::Comparison(id.clone()),
        PageKind::References { .. } => PageRef::References,
        PageKind::Actions { .. } => PageRef::Actions,
        PageKind::Definitions => PageRef::Definitions,
        PageKind::Coverage { .. } => PageRef::Coverage,
        _ => return None,
    })
}

/// By what chapters are sorted; the fields count in their order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// What was asked for comes first.
    asked: usize,
    group: Group,
    /// The place of the section in the navigation.
    section: usize,
    /// Documents: the newest first, those without a text last.
    unknown: bool,
    date: Reverse<Option<PartialDate>>,
    /// Terms and hand-written pages: as in their section.
    place: usize,
    part: usize,
    path: String,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Documents,
    Comparisons,
    Terms,
    Lists,
    Pages,
}

fn order(site: &Site, selection: &Selection, planned: &Planned, page: &PageRef) -> Key {
    let corpus = &site.corpus;
    let folder = planned.path.split_once('/').map(|(folder, _)| folder);
    let section = site.sections.iter().position(|s| Some(s.key.as_str()) == folder).unwrap_or(usize::MAX);
    let document = match page {
        PageRef::Document(id) => Some(corpus.documents.get(id)),
        _ => None,
    };
    Key {
        asked: asked(selection, page),
        group: match page {
            PageRef::Document(_) => Group::Documents,
            PageRef::Comparison(_) => Group::Comparisons,
            PageRef::Term { .. } => Group::Terms,
            PageRef::Page(_) => Group::Pages,
            _ => Group::Lists,
        },
        section,
        unknown: document.is_some_and(|d| d.is_none()),
        date: Reverse(document.flatten().and_then(|d| d.front.date)),
        place: place(corpus, page),
        part: part(&planned.kind),
        path: planned.path.clone(),
    }
}

/// The place among the ids that were asked for.
fn asked(selection: &Selection, page: &PageRef) -> usize {
    let names = |id: &str| match page {
        PageRef::Document(own) => own == id,
        PageRef::Term { taxonomy, id: own } => own == id || format!("{taxonomy}/{own}") == id,
        PageRef::Page(key) => key == id || key.rsplit('/').next() == Some(id),
        _ => false,
    };
    selection.asked().iter().position(|id| names(id)).unwrap_or(usize::MAX)
}

fn place(corpus: &Corpus, page: &PageRef) -> usize {
    match page {
        PageRef::Term { taxonomy, id } => {
            let terms = corpus.taxonomy(taxonomy).map(|t| &t.terms);
            terms.and_then(|terms| terms.iter().position(|t| t.id == *id)).unwrap_or(usize::MAX)
        }
        PageRef::Page(key) => {
            let order = corpus.pages.get(key).and_then(|p| p.front.page.order);
            order.and_then(|order| usize::try_from(order).ok()).unwrap_or(usize::MAX)
        }
        _ => 0,
    }
}

fn part(kind: &PageKind) -> usize {
    match kind {
        PageKind::Term { part, .. }
        | PageKind::Actions { part }
        | PageKind::References { part }
        | PageKind::Coverage { part } => *part,
        _ => 1,
    }
}
