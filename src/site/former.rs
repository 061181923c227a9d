//! Addresses that pages had before.

use super::planning::{Planning, SOURCES};
use super::{PageKind, Planned, Site};
use crate::corpus::PageRef;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::PageFront;
use std::collections::BTreeSet;

impl Planning<'_> {
    /// Plans a page at every former address.
    pub(super) fn add_former(&mut self) {
        let corpus = &self.site.corpus;
        for (id, document) in &corpus.documents {
            self.former(&document.front.page, &PageRef::Document(id.clone()));
            if document.provenance.seed.is_some() {
                self.former_sources(&document.front.page, id);
            }
        }
        for taxonomy in &corpus.taxonomies {
            for term in &taxonomy.terms {
                let page = PageRef::Term { taxonomy: taxonomy.settings.key.clone(), id: term.id.clone() };
                self.former(&term.front.page, &page);
            }
        }
        for (key, page) in &corpus.pages {
            self.former(&page.front.page, &PageRef::Page(key.clone()));
        }
    }

    fn former(&mut self, front: &PageFront, page: &PageRef) {
        for address in &front.former {
            self.pages.push(Planned { path: address.clone(), kind: PageKind::Former(page.clone()) });
        }
    }

    /// The raw text of a document that was renamed had another address too.
    fn former_sources(&mut self, front: &PageFront, id: &str) {
        let names = front.former.iter().filter_map(|address| address.rsplit('/').next());
        let names: BTreeSet<&str> = names.filter_map(|name| name.strip_suffix(".html")).collect();
        for name in names.into_iter().filter(|name| !self.site.corpus.documents.contains_key(*name)) {
            let path = format!("{SOURCES}/{name}.html");
            if !front.former.contains(&path) {
                self.pages.push(Planned { path, kind: PageKind::Former(PageRef::Source(id.to_owned())) });
            }
        }
    }
}

impl Site {
    /// The finding that a former address is another page's too; none where neither of the two is former.
    pub(super) fn former_taken(&self, one: &Planned, other: &Planned) -> Option<Diagnostic> {
        let is_former = |page: &Planned| matches!(page.kind, PageKind::Former(_));
        let (former, holder) = if is_former(other) { (other, one) } else { (one, other) };
        if !is_former(former) {
            return None;
        }
        let (message, hint) = if is_former(holder) {
            (format!("`{}` is said to be a former address twice", former.path), "leave it with one page")
        } else {
            (format!("`{}` is the address of a page that is there", former.path), "take it out of `former`")
        };
        let fault = Diagnostic::new(Code::AddressTaken, message).hint(hint);
        let fault = match self.file(&former.kind) {
            Some(file) => fault.in_file(file),
            None => fault,
        };
        Some(match self.file(&holder.kind).filter(|file| Some(*file) != self.file(&former.kind)) {
            Some(file) => fault.also(file, 0..0, "the other page"),
            None => fault,
        })
    }
}
