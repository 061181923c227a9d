//! Which page of the site a canonical id has.

use crate::citation::{CelexNumber, Id, act_number};
use crate::corpus::{Celex, Content, PageRef, Stub};
use std::collections::BTreeMap;

/// The pages that ids have: documents, then stubs, then terms that are an act or a communication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Pages {
    pages: BTreeMap<Id, PageRef>,
}

impl Pages {
    /// The pages of a dossier's content.
    pub(in crate::corpus) fn of(
        content: &Content,
        stubs: &BTreeMap<String, Stub>,
        celex: &BTreeMap<String, Celex>,
    ) -> Self {
        let mut pages = Pages::default();
        for document in &content.documents {
            let front = &document.front;
            let page = PageRef::Document(document.slug.clone());
            let council = front.council_number.as_deref().and_then(|n| n.parse().ok());
            let parliament = front.tk_number.as_deref().and_then(|n| n.parse().ok());
            let own = celex.get(&document.slug).and_then(parsed);
            let own = own.filter(|own| front.number.is_none_or(|number| own.is_of(number)));
            pages.add(front.number.map(Id::Document), &page);
            pages.add(council.map(Id::Council), &page);
            pages.add(parliament.map(Id::Parliament), &page);
            pages.add(own.map(Id::Celex), &page);
        }
        for stub in stubs.values() {
            let page = PageRef::Document(stub.id.clone());
            pages.add(Some(Id::Document(stub.number)), &page);
            let own = stub.celex.as_ref().and_then(parsed).filter(|own| own.is_of(stub.number));
            pages.add(own.map(Id::Celex), &page);
        }
        for (taxonomy, terms) in &content.terms {
            for term in terms {
                let page = PageRef::Term { taxonomy: taxonomy.clone(), id: term.slug.clone() };
                pages.add(term.front.number.as_deref().and_then(id_of_term), &page);
            }
        }
        pages
    }

    fn add(&mut self, id: Option<Id>, page: &PageRef) {
        if let Some(id) = id {
            self.pages.entry(id).or_insert_with(|| page.clone());
        }
    }

    /// The page of an id. A CELEX number of a Commission document is the document's.
    pub(in crate::corpus) fn page(&self, id: &Id) -> Option<&PageRef> {
        let by_number = || match id {
            Id::Celex(celex) => self.pages.get(&Id::Document(celex.document()?)),
            _ => None,
        };
        self.pages.get(id).or_else(by_number)
    }
}

fn parsed(celex: &Celex) -> Option<CelexNumber> {
    celex.number.parse().ok()
}

fn id_of_term(number: &str) -> Option<Id> {
    act_number(number).map(Id::Celex).or_else(|| number.parse().ok().map(Id::Document))
}
