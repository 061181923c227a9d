//! What many pages show alike, made ready for templates once: a value's copies are its own.

use super::Views;
use crate::corpus::{Taxonomy, Term};
use crate::site::Site;
use std::sync::{Arc, OnceLock};
use tera::Value;

/// What all pages of a folder show alike, made when the first of them asks.
pub(in crate::render) struct Shared {
    /// The links to all terms, by the places of taxonomy and term in the corpus.
    terms: OnceLock<Vec<Vec<Value>>>,
    /// The folder, with a slash at its end; empty of the pages at the top.
    folder: String,
    /// None of a folder within another: what leads from it is not what leads from the others.
    links: Option<Arc<Links>>,
}

/// The links to all documents and stubs, by their numbers, from pages that stand at the top or one folder deep.
#[derive(Default)]
pub(in crate::render) struct Links {
    /// From pages of their own folder.
    near: OnceLock<Vec<OnceLock<Value>>>,
    /// From pages of another.
    far: OnceLock<Vec<OnceLock<Value>>>,
    /// From pages at the top.
    top: OnceLock<Vec<OnceLock<Value>>>,
}

impl Shared {
    /// Nothing yet, of the folder of this name; of the pages at the top where it has none.
    pub(in crate::render) fn new(folder: &str, links: &Arc<Links>) -> Self {
        let links = (!folder.contains('/')).then(|| links.clone());
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Shared { terms: OnceLock::new(), folder, links }
    }

    /// Where the link to a document or stub is kept.
    fn slot(&self, site: &Site, id: &str) -> Option<&OnceLock<Value>> {
        let number = site.number(id)?;
        let links = self.links.as_deref()?;
        let slots = match self.folder.as_str() {
            "" => &links.top,
            folder if site.document_path(id).starts_with(folder) => &links.near,
            _ => &links.far,
        };
        slots.get_or_init(|| (0..site.linked()).map(|_| OnceLock::new()).collect()).get(number)
    }
}

impl Views<'_> {
    /// The [`DocumentLink`](super::DocumentLink) of a document or stub, made ready for templates; `None` where there is no
    /// such page.
    pub(super) fn document_value(&self, id: &str) -> Option<Value> {
        let made = || Some(Value::from_serializable(&self.document_link(id)?));
        let Some(slot) = self.shared.and_then(|shared| shared.slot(self.site, id)) else { return made() };
        if slot.get().is_none() {
            // Somebody else may have been faster, with the same value.
            let _ = slot.set(made()?);
        }
        slot.get().cloned()
    }

    /// The [`TermLink`](super::TermLink) of a term, made ready for templates; `at` are the places of its taxonomy and of
    /// itself.
    pub(super) fn term_value(&self, at: (usize, usize)) -> Value {
        let taxonomies = &self.site.corpus.taxonomies;
        let made =
            |taxonomy: &Taxonomy, term: &Term| Value::from_serializable(&self.term_link(taxonomy, term));
        match self.shared {
            None => made(&taxonomies[at.0], &taxonomies[at.0].terms[at.1]),
            Some(shared) => {
                let of =
                    |taxonomy: &Taxonomy| taxonomy.terms.iter().map(|term| made(taxonomy, term)).collect();
                shared.terms.get_or_init(|| taxonomies.iter().map(of).collect())[at.0][at.1].clone()
            }
        }
    }
}
