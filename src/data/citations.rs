//! What the documents cite, as open data.

use super::csv::Table;
use crate::citation::Reason;
use crate::corpus::{Citation, PageRef};
use crate::document::BlockId;
use crate::site::Site;
use serde::Serialize;

/// A reference at its place.
#[derive(Debug, Serialize)]
pub struct CitationEntry<'a> {
    /// Id of the document that has it.
    pub document: &'a str,
    /// The block that it stands in; none where it stands in the front matter.
    pub anchor: Option<&'a str>,
    /// The words as printed.
    pub text: &'a str,
    pub kind: &'static str,
    /// Canonical id.
    pub id: Option<String>,
    /// The official address.
    pub url: Option<&'a str>,
    /// Address in this site of what is cited.
    pub local: Option<&'a str>,
    pub status: &'static str,
    pub reason: Option<&'static str>,
}

/// All references by document, each document's in reading order, those of its front matter first.
pub fn citations(site: &Site) -> Vec<CitationEntry<'_>> {
    entries(site).collect()
}

pub(super) fn entries(site: &Site) -> impl Iterator<Item = CitationEntry<'_>> {
    site.corpus.citations.iter().map(|citation| entry(site, citation))
}

/// The references as a table: the fields of [`CitationEntry`], empty where there is none.
pub(super) fn table<'a>(entries: impl Iterator<Item = CitationEntry<'a>>) -> Vec<u8> {
    let columns = ["document", "anchor", "text", "kind", "id", "url", "local", "status", "reason"];
    let mut table = Table::new(columns);
    for entry in entries {
        let or_empty = |value: Option<&str>| value.unwrap_or_default().to_owned();
        table.row([
            entry.document.to_owned(),
            or_empty(entry.anchor),
            entry.text.to_owned(),
            entry.kind.to_owned(),
            or_empty(entry.id.as_deref()),
            or_empty(entry.url),
            or_empty(entry.local),
            entry.status.to_owned(),
            or_empty(entry.reason),
        ]);
    }
    table.finish()
}

fn entry<'a>(site: &'a Site, citation: &'a Citation) -> CitationEntry<'a> {
    let path = |page: &PageRef| site.path(page);
    CitationEntry {
        document: &citation.document,
        anchor: citation.anchor().map(BlockId::as_str),
        text: &citation.text,
        kind: citation.kind.as_str(),
        id: citation.id.as_ref().map(ToString::to_string),
        url: citation.address.as_deref(),
        local: citation.local.as_ref().map(path),
        status: citation.status.as_str(),
        reason: citation.reason.as_ref().map(Reason::as_str),
    }
}
