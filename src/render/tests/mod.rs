//! Tests of whole pages and of themes; each part tests its own details beside its code.

mod blocks;
mod comparison;
mod definitions;
mod lists;
mod pages;
mod terms;
mod themes;

use super::fixture;
use super::theme::Theme;
use crate::site::{Planned, Site};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

/// All pages of a site, by address.
fn render_all(site: &Site, theme: &Theme) -> BTreeMap<String, Html> {
    site.pages.iter().map(|planned| (planned.path.clone(), render(site, theme, planned))).collect()
}

fn render(site: &Site, theme: &Theme, planned: &Planned) -> Html {
    let bytes = super::page(site, theme, planned)
        .unwrap_or_else(|findings| panic!("{}: {findings:#?}", planned.path));
    Html::parse_document(&String::from_utf8(bytes).expect("pages are UTF-8"))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
    page.select(&selector).collect()
}

/// The values of an attribute of all elements that a selector finds, in order.
fn attributes<'a>(page: &'a Html, selector: &str, name: &str) -> Vec<&'a str> {
    select(page, selector).into_iter().filter_map(|e| e.value().attr(name)).collect()
}

/// The text of an element with its white space folded.
fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of all elements that a selector finds.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    select(page, selector).into_iter().map(words).collect()
}
