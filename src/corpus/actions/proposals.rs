//! Places that may say that an action is done, for an editor to confirm.

use super::super::gazetteer::Gazetteer;
use super::super::terms::names_of;
use super::super::{Corpus, Document, Target};
use super::Action;
use super::wording::{Promised, before_verb};
use crate::config::Role;
use crate::corpus::sentence::sentences;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::walk::Leaf;
use crate::document::{BlockId, PartialDate};
use std::collections::BTreeSet;

/// A place in a later document that may say that an action is done. It is shown to editors only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The action's id.
    pub action: String,
    pub document: String,
    pub anchor: BlockId,
    /// The sentence that may say so.
    pub text: String,
    span: Span,
}

/// The places that may say so of actions that no editor has set: a sentence of a later document, in the
/// perfect, with the action's verb, and an instrument of the action. Where the promised thing is an event (a
/// call, a consultation) the sentence must name it, and its block all of the action's instruments; else the
/// sentence itself must name the one that the deed is done to. A document that is itself an instrument names it everywhere.
pub fn proposals(corpus: &Corpus) -> Vec<Proposal> {
    let open: Vec<(&Action, Promised)> = corpus
        .actions
        .iter()
        .filter(|action| action.done.is_none() && !action.instruments.is_empty())
        .map(|action| (action, Promised::of(&action.text)))
        .filter(|(_, promised)| *promised != Promised::Lasting)
        .collect();
    let names = Names::of(corpus);
    let mut out = Vec::new();
    for document in corpus.documents.values() {
        let here: Vec<_> = open
            .iter()
            .filter(|(action, _)| is_later(document, &corpus.documents[&action.document]))
            .collect();
        if here.is_empty() {
            continue;
        }
        let own = names.own(document);
        for leaf in document.body.leaves().iter().filter(|l| l.kind.is_passage()) {
            out.extend(here.iter().filter_map(|(action, promised)| {
                let text = reported(action, *promised, leaf, &names, &own)?;
                Some(Proposal {
                    action: action.id.clone(),
                    document: document.id.clone(),
                    anchor: leaf.id.clone(),
                    text,
                    span: leaf.span.clone(),
                })
            }));
        }
    }
    out.sort_by(|a, b| (&a.action, &a.document, a.span.start).cmp(&(&b.action, &b.document, b.span.start)));
    out
}

impl Proposal {
    /// The note for the editors, at the place itself.
    pub fn note(&self, corpus: &Corpus) -> Diagnostic {
        let Proposal { action, document, anchor, .. } = self;
        let promised_in = corpus.actions.iter().find(|a| a.id == *action).map(|a| &a.document);
        let file = promised_in.and_then(|id| corpus.documents.get(id)).map_or("", |d| &*d.file);
        let note = Diagnostic::new(Code::MaybeDone, format!("this may say that `{action}` is done"))
            .label(self.text.clone())
            .hint(format!(
                "if it does, add to {file} `[actions.\"{action}\"]` and below it `done = \"{document}#{anchor}\"`"
            ));
        match corpus.documents.get(document) {
            Some(document) => note.at(&document.file, self.span.clone()),
            None => note,
        }
    }
}

/// Whether a document may be younger than another: by the last day that its date can mean.
fn is_later(document: &Document, than: &Document) -> bool {
    let last = |date: PartialDate| crate::deadline::Period::Date(date).last();
    match (document.front.date, than.front.date) {
        (Some(date), Some(than)) => last(date) > last(than),
        _ => false,
    }
}

fn reported(
    action: &Action,
    promised: Promised,
    leaf: &Leaf<'_, Target>,
    names: &Names<'_>,
    own: &BTreeSet<&str>,
) -> Option<String> {
    let text = leaf.text();
    let found = sentences(&text).into_iter().find(|sentence| {
        promised.is_reported_by(sentence)
            && match promised {
                Promised::Event(_) => {
                    let mut named = names.find(&text);
                    named.extend(own);
                    action.instruments.iter().all(|id| named.contains(id.as_str()))
                }
                _ => {
                    let done_to = names.find(before_verb(&action.text));
                    names.find(sentence).iter().any(|id| done_to.contains(id))
                }
            }
    });
    found.map(str::to_owned)
}

/// The names of all instruments.
struct Names<'a> {
    gazetteer: Gazetteer,
    ids: Vec<&'a str>,
    /// Instruments that are documents: id and document.
    documents: Vec<(&'a str, &'a str)>,
}

impl<'a> Names<'a> {
    fn of(corpus: &'a Corpus) -> Self {
        let (mut names, mut ids, mut documents) = (Vec::new(), Vec::new(), Vec::new());
        for taxonomy in corpus.taxonomies.iter().filter(|t| t.settings.role == Some(Role::Instrument)) {
            for term in &taxonomy.terms {
                names.extend(names_of(&term.front, taxonomy.settings.matching, ids.len()));
                ids.push(term.id.as_str());
                documents.extend(term.front.document.iter().map(|d| (term.id.as_str(), d.value.as_str())));
            }
        }
        Names { gazetteer: Gazetteer::new(names), ids, documents }
    }

    fn find(&self, text: &str) -> BTreeSet<&'a str> {
        self.gazetteer.find(text).into_iter().map(|hit| self.ids[hit.term]).collect()
    }

    /// The instruments that a document is.
    fn own(&self, document: &Document) -> BTreeSet<&'a str> {
        self.documents
            .iter()
            .filter(|(_, id)| *id == document.id)
            .map(|(instrument, _)| *instrument)
            .collect()
    }
}
