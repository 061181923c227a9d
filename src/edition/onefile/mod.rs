//! The one file: pages of the site, styles, scripts and pictures in one HTML file that asks nobody for anything.
//!
//! The same pages as in a book, rendered by `render` with jumps for links, between the marks of [`digest`], under a
//! policy that lets nothing else run (`resource`). The site's own search goes along with an index of these pages
//! (`index`).

mod base64;
mod index;
mod resource;

use super::plan::{Indexes, parts};
use super::{Selection, digest};
use crate::diagnostic::Findings;
use crate::output::{OutputTree, PortablePath};
use crate::publish::{Imprint, Manifest};
use crate::render::{self, Assembly, ChapterPlan, FileChapter, Jumps, Scope, Theme};
use crate::site::Site;
use rayon::prelude::*;
use std::sync::Arc;

/// What the file is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A browser: scripts and the index of the search go along.
    Screen,
    /// Print, where nothing runs.
    Paper,
}

/// Makes the file and its manifest. `tree` is the site's, for the pictures that texts show.
///
/// # Errors
/// Findings where a template or a picture cannot be made.
pub fn html(
    site: &Arc<Site>,
    theme: &Theme,
    tree: &OutputTree,
    selection: &Selection,
    imprint: Imprint,
    medium: Medium,
) -> Result<(String, Manifest), Findings> {
    let plans = plans(site, theme, selection);
    let places = plans.iter().map(|plan| (plan.page.clone(), plan.planned.path.as_str()));
    let pictures = tree.clone();
    let jumps = Jumps::new(site, places, Box::new(move |path| resource::picture(&pictures, path)));
    let chapters: Vec<FileChapter> = plans
        .par_iter()
        .map(|plan| render::chapter(site, theme, &jumps, plan))
        .collect::<Vec<_>>()
        .into_iter()
        .collect::<Result<_, _>>()?;
    let scope = if selection.is_whole() { Scope::Whole } else { Scope::Part };
    let resources = resource::all(theme, &chapters, medium);
    let assembly = Assembly {
        policy: resources.policy(),
        styles: resources.styles(),
        scripts: resources.scripts(),
        index: match medium {
            Medium::Screen => index::blocks(site, &jumps),
            Medium::Paper => String::new(),
        },
        icon: resource::icon(theme),
        manifest: digest::manifest_place().to_owned(),
        chapters: chapters.iter().map(|c| marked(&c.path, &c.html) + "\n").collect(),
    };
    let text = render::one_file(site, theme, &plans, &chapters, &assembly, scope)?;
    Ok(digest::seal(&text, imprint))
}

/// The chapters of the file in their order.
fn plans<'a>(site: &'a Site, theme: &'a Theme, selection: &Selection) -> Vec<ChapterPlan<'a>> {
    let order = render::reading_order(site, theme.strings());
    let parts = parts(order, selection, Indexes::Contents);
    let planned = parts.iter().flat_map(|part| part.chapters().map(|chapter| chapter.planned));
    planned.filter_map(|planned| Some(ChapterPlan { page: planned.kind.page()?, planned })).collect()
}

/// A part of the file between the marks that digests are taken between.
fn marked(path: &str, html: &str) -> String {
    let path = PortablePath::new(path).expect("a page's or a resource's path is portable");
    digest::part(&path, html)
}
