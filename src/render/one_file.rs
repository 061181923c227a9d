//! The one file: pages of a site as chapters, and the frame around them.
//!
//! A chapter has the same view as its page, and its blocks come from the same renderer; only the link policy and the
//! template differ.

use super::html::Syntax;
use super::jumps::{CONTENTS, COVER, Jumps};
use super::page::{View, content};
use super::strings::Strings;
use super::texts::Text;
use super::theme::Theme;
use super::view::Views;
use crate::config::Role;
use crate::corpus::PageRef;
use crate::diagnostic::Findings;
use crate::site::{Planned, Site};
use serde::Serialize;

/// The template of a chapter, whatever it shows.
const CHAPTER: &str = "edition-chapter.html";
/// The template of what is around the chapters.
const FRAME: &str = "edition.html";

/// A page that one file holds.
#[derive(Debug, Clone)]
pub struct ChapterPlan<'a> {
    pub page: PageRef,
    pub planned: &'a Planned,
}

/// A chapter, rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChapter {
    /// Its page's address in the site.
    pub path: String,
    /// Id of the place where it begins.
    pub id: String,
    pub title: String,
    /// The number of the document that it shows, for the running head.
    pub number: Option<String>,
    /// Whether it begins on a page of its own on paper, with its title above.
    pub apart: bool,
    pub html: String,
}

/// The context of a chapter's template: besides this the page's own view, under the page's own name.
#[derive(Serialize)]
struct Shown<'a> {
    chapter: ChapterView,
    #[serde(flatten)]
    view: &'a View,
}

/// A chapter, as its template knows it.
#[derive(Debug, Clone, Serialize)]
struct ChapterView {
    id: String,
    /// What the ids of its places begin with: of a part of a long list the list's own.
    list: String,
    /// The page's address in the site.
    path: String,
    /// Name of the page's view: `document`, `term` …
    kind: &'static str,
    title: String,
    number: Option<String>,
    /// The full address of the page, where the site has one.
    address: Option<String>,
    /// Name of its page on paper; none where it goes on after the chapter before it.
    paper: Option<String>,
}

/// Renders a page as a chapter of one file.
///
/// # Errors
/// Findings where the template cannot be rendered.
pub fn chapter(
    site: &Site,
    theme: &Theme,
    jumps: &Jumps<'_>,
    plan: &ChapterPlan<'_>,
) -> Result<FileChapter, Findings> {
    let views = Views::in_edition(site, theme.strings(), plan.planned, jumps, Syntax::Html);
    let content = content(&views);
    let (kind, _) = content.view.names();
    let page = views.page(kind, &content.title, content.front);
    let id = place(jumps, plan);
    let apart = is_apart(site, plan);
    let chapter = ChapterView {
        id: id.clone(),
        list: jumps.anchor(&plan.page).expect("the file holds its chapters"),
        path: plan.planned.path.clone(),
        kind,
        title: content.title.clone(),
        number: page.number.clone(),
        address: page.canonical,
        paper: apart.then(|| paper_name(&id)),
    };
    let html = theme.render(CHAPTER, &Shown { chapter, view: &content.view })?;
    let path = plan.planned.path.clone();
    Ok(FileChapter { path, id, title: content.title, number: page.number, apart, html })
}

/// Where a chapter begins: the first part of a long list where the list does.
fn place(jumps: &Jumps<'_>, plan: &ChapterPlan<'_>) -> String {
    jumps.part_anchor(&plan.page, plan.planned.kind.part()).expect("the file holds its chapters")
}

/// Terms but the pillars are short, and go on one after the other.
fn is_apart(site: &Site, plan: &ChapterPlan<'_>) -> bool {
    match &plan.page {
        PageRef::Term { taxonomy, .. } => {
            site.corpus.taxonomy(taxonomy).is_some_and(|t| t.settings.role == Some(Role::Pillar))
        }
        _ => true,
    }
}

/// The name of the kind of page that a chapter stands on, as CSS wants names.
fn paper_name(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    format!("paper-{}", id.chars().map(plain).collect::<String>())
}

/// What Rust has put together, for the template to place: all of it is finished HTML.
#[derive(Debug, Clone, Serialize)]
pub struct Assembly {
    /// The content security policy.
    pub policy: String,
    /// Style elements for the head.
    pub styles: String,
    pub icon: Option<String>,
    /// The parts of the search's index, in elements that are data; empty where nothing runs.
    pub index: String,
    /// Script elements for the end of the body.
    pub scripts: String,
    /// The place of the manifest.
    pub manifest: String,
    /// All chapters in their order.
    pub chapters: String,
}

/// The frame, as its template knows it.
#[derive(Serialize)]
struct FrameView<'a> {
    title: &'a str,
    /// Of a part: what it is a part of.
    part_of: Option<&'a str>,
    description: &'a str,
    language: &'static str,
    date: Option<String>,
    /// The address that the site is published at, where there is one.
    address: Option<String>,
    cover: &'static str,
    contents_id: &'static str,
    contents: Vec<ContentsGroup>,
    #[serde(flatten)]
    assembly: &'a Assembly,
}

/// The context of the frame's template.
#[derive(Serialize)]
struct Framed<'a> {
    edition: FrameView<'a>,
}

/// Chapters under one title of the table of contents.
#[derive(Debug, Serialize)]
struct ContentsGroup {
    id: String,
    title: String,
    entries: Vec<ContentsEntry>,
}

#[derive(Debug, Serialize)]
struct ContentsEntry {
    href: String,
    title: String,
    number: Option<String>,
    language: Option<String>,
}

/// The whole file.
///
/// # Errors
/// Findings where the template cannot be rendered.
pub fn one_file(
    site: &Site,
    theme: &Theme,
    plans: &[ChapterPlan<'_>],
    chapters: &[FileChapter],
    assembly: &Assembly,
    scope: Scope,
) -> Result<String, Findings> {
    let settings = &site.settings;
    let title = file_title(site, chapters, scope);
    let view = FrameView {
        title: &title,
        part_of: (scope == Scope::Part).then_some(&settings.title),
        description: &settings.description,
        language: theme.strings().language().tag(),
        date: site.date.map(|d| d.to_string()),
        address: settings.base_url.as_ref().map(|base| base.join("")),
        cover: COVER,
        contents_id: CONTENTS,
        contents: contents(site, theme.strings(), plans, chapters),
        assembly,
    };
    theme.render(FRAME, &Framed { edition: view })
}

/// The chapters by the section of the site that they are from; lists that stand in none share a group.
fn contents(
    site: &Site,
    strings: &Strings,
    plans: &[ChapterPlan<'_>],
    chapters: &[FileChapter],
) -> Vec<ContentsGroup> {
    let mut groups: Vec<ContentsGroup> = Vec::new();
    for (plan, chapter) in plans.iter().zip(chapters) {
        let views = Views::new(site, strings, plan.planned);
        let folder = chapter.path.split_once('/').map(|(folder, _)| folder);
        let section = site.sections.iter().find(|s| Some(s.key.as_str()) == folder);
        let id = format!("{CONTENTS}.{}", folder.unwrap_or("_lists"));
        let entry = ContentsEntry {
            href: format!("#{}", chapter.id),
            title: chapter.title.clone(),
            number: chapter.number.clone(),
            language: document_language(site, &plan.page).and_then(|l| views.foreign(Some(l))),
        };
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.entries.push(entry),
            None => groups.push(ContentsGroup {
                id,
                title: match section {
                    Some(section) => views.section_title(section),
                    None if folder.is_some() => strings.text(Text::EDITION_COMPARISONS),
                    None => strings.text(Text::EDITION_LISTS),
                },
                entries: vec![entry],
            }),
        }
    }
    groups
}

fn document_language<'a>(site: &'a Site, page: &PageRef) -> Option<&'a str> {
    match page {
        PageRef::Document(id) => site.corpus.documents.get(id)?.front.language.as_deref(),
        _ => None,
    }
}

/// Rules that give each chapter its running head on paper: the words of a page box are a style sheet's, and those of
/// the root element are the whole file's.
pub fn paper_styles(chapters: &[FileChapter]) -> String {
    let mut out = String::new();
    for chapter in chapters.iter().filter(|chapter| chapter.apart) {
        let name = paper_name(&chapter.id);
        let (title, number) =
            (css_string(&chapter.title), css_string(chapter.number.as_deref().unwrap_or_default()));
        out.push_str(&format!(
            ".{name}{{page:{name}}}@page {name}{{@top-left{{content:{title}}}@top-right{{content:{number}}}}}\n"
        ));
    }
    out
}

/// A text as a string of CSS that no style element can end in.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' => out.push_str(&format!("\\{:x} ", u32::from(c))),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a file holds all of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Whole,
    Part,
}

/// The dossier's title; of a part the title of its first chapter.
pub fn file_title(site: &Site, chapters: &[FileChapter], scope: Scope) -> String {
    match (scope, chapters.first()) {
        (Scope::Part, Some(first)) => first.title.clone(),
        _ => site.settings.title.clone(),
    }
}
