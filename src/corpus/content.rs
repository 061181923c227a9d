//! What the corpus is made from: content as read, nothing resolved yet.

use super::{PictureSize, Provenance};
use crate::diagnostic::FilePath;
use crate::document::{Body, DocumentFront, HandwrittenFront, RawLink};
use crate::taxonomy::TermFront;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All content of a dossier as read.
#[derive(Debug, Default)]
pub struct Content {
    pub documents: Vec<Arc<Read<DocumentFront>>>,
    /// Terms by the key of their taxonomy.
    pub terms: BTreeMap<String, Vec<Arc<Read<TermFront>>>>,
    pub pages: Vec<Arc<Read<HandwrittenFront>>>,
    /// Files beside the pages, by their path below `content/`, which is their path in the site.
    pub files: BTreeSet<String>,
    /// Those of the files that are pictures and state their size.
    pub pictures: BTreeMap<String, PictureSize>,
}

impl Content {
    /// Leaves out what is not to be published yet.
    pub fn without_drafts(mut self) -> Self {
        self.documents.retain(|d| !d.front.page.draft);
        self.terms.values_mut().for_each(|terms| terms.retain(|t| !t.front.page.draft));
        self.pages.retain(|p| !p.front.page.draft);
        self
    }
}

/// A content file as read: its blocks have their ids, its links are as written.
#[derive(Debug, Clone)]
pub struct Read<F> {
    /// The file's name without ending; for a document or a term its id.
    pub slug: String,
    /// Folder below `content/`, empty for a page at its top.
    pub section: String,
    pub file: FilePath,
    pub front: F,
    pub body: Body<RawLink>,
    /// Where a document's words come from.
    pub provenance: Provenance,
}

impl<F> Read<F> {
    /// Section and slug, `handleiding/bewerken`.
    pub(crate) fn key(&self) -> String {
        if self.section.is_empty() { self.slug.clone() } else { format!("{}/{}", self.section, self.slug) }
    }

    /// The path below `content/`, with its ending.
    pub(crate) fn path(&self) -> String {
        format!("{}.md", self.key())
    }
}
