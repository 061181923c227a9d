//! Relations between documents, and the documents known only by them.

mod all;
mod phrases;
mod said;

pub use all::Relations;
pub(super) use said::{Others, Said, Teller};

use super::citations::{Citations, Cited};
use super::content::{Content, Read};
use super::links::Targets;
use super::outline::Outline;
use super::{Celex, Citation, Document, Documents, Relation, RelationKind, RelationPlace, Stub};
use crate::citation::DocumentNumber;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{DocumentFront, DocumentRef};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a document says of others in its front matter: the key, the type, the documents.
fn stated(front: &DocumentFront) -> [(&'static str, RelationKind, Vec<DocumentRef>); 4] {
    let assesses = front.assesses.iter().map(|n| DocumentRef::Number(*n)).collect();
    [
        ("assesses", RelationKind::Assesses, assesses),
        ("announces", RelationKind::Announces, front.announces.clone()),
        ("follows_up", RelationKind::FollowsUp, front.follows_up.clone()),
        ("cites", RelationKind::Cites, front.cites.clone()),
    ]
}

/// The stubs: documents that have no content file and that another assesses, announces or follows up, by its front
/// matter or by its text.
pub(super) fn stubs(content: &Content, said: &[Arc<[Said]>]) -> BTreeMap<String, Stub> {
    let present: BTreeSet<&str> = content.documents.iter().map(|d| d.slug.as_str()).collect();
    let mut out: BTreeMap<String, Stub> = BTreeMap::new();
    for document in &content.documents {
        for (_, kind, targets) in stated(&document.front) {
            for target in targets.iter().filter(|_| kind != RelationKind::Cites) {
                let number = match target {
                    DocumentRef::Number(number) => Some(*number),
                    DocumentRef::Id(id) => DocumentNumber::from_id(id),
                };
                if let Some(number) = number.filter(|n| !present.contains(n.id().as_str())) {
                    out.entry(number.id()).or_insert_with(|| new_stub(number));
                }
            }
        }
    }
    let numbers = said.iter().flat_map(|of_one| of_one.iter());
    let numbers = numbers.filter_map(|said| DocumentNumber::from_id(&said.to));
    for number in numbers.filter(|n| !present.contains(n.id().as_str())) {
        out.entry(number.id()).or_insert_with(|| new_stub(number));
    }
    for term in content.terms.values().flatten() {
        if let Some(stub) = term.front.document.as_ref().and_then(|id| out.get_mut(&id.value)) {
            stub.title.clone_from(&term.front.name);
        }
    }
    for document in &content.documents {
        describe(document, &mut out);
    }
    out
}

fn new_stub(number: DocumentNumber) -> Stub {
    Stub {
        id: number.id(),
        number,
        title: number.to_string(),
        celex: None,
        address: number.official_address(None),
    }
}

/// A fiche that assesses one document tells its title and its CELEX number.
fn describe(document: &Read<DocumentFront>, stubs: &mut BTreeMap<String, Stub>) {
    let [number] = document.front.assesses.as_slice() else { return };
    let Some(stub) = stubs.get_mut(&number.id()) else { return };
    if let Some(title) = assessed_title(document) {
        stub.title = title;
    }
    if let Some(celex) = &document.front.celex {
        stub.address = number.official_address(Some(celex));
        stub.celex = Some(Celex { number: celex.clone(), taken_from: Some(document.slug.clone()) });
    }
}

/// The text under a fiche's heading 1a, "Titel voorstel", where the fiche assesses one document.
pub(super) fn assessed_title(document: &Read<DocumentFront>) -> Option<String> {
    let [_] = document.front.assesses.as_slice() else { return None };
    let outline = Outline::of(&document.body);
    let leaves = document.body.leaves();
    let leaf =
        leaves.iter().find(|leaf| outline.path(leaf.id).last().is_some_and(|h| h.as_str() == "s1a"))?;
    let text = leaf.text();
    let title = text.trim().trim_end_matches('.').trim_end();
    (!title.is_empty()).then(|| title.to_owned())
}

/// The CELEX numbers of documents, by the documents' ids: their own, or the one that the first fiche prints which
/// assesses the document alone.
pub(super) fn celex(content: &Content) -> BTreeMap<String, Celex> {
    let mut out = BTreeMap::new();
    for fiche in &content.documents {
        if let ([assessed], Some(number)) = (fiche.front.assesses.as_slice(), &fiche.front.celex) {
            let celex = || Celex { number: number.clone(), taken_from: Some(fiche.slug.clone()) };
            out.entry(assessed.id()).or_insert_with(celex);
        }
    }
    for document in content.documents.iter().filter(|d| d.front.assesses.is_empty()) {
        if let Some(number) = &document.front.celex {
            out.insert(document.slug.clone(), Celex { number: number.clone(), taken_from: None });
        }
    }
    out
}

/// All relations whose two ends have a page, in both directions: those that front matter states, those that the texts
/// state, and what the texts cite. A relation to an id that no page has and that is no document number is a finding.
pub(super) fn relations(
    documents: &Documents,
    citations: &Citations,
    said: &[Arc<[Said]>],
    targets: &Targets,
    findings: &mut Findings,
) -> Relations {
    let mut out = Edges::of(targets);
    documents.values().for_each(|document| out.add_front(document, findings));
    citations.with_places().for_each(|(citation, place)| out.add_citation(citation, place));
    said.iter().flat_map(|of_one| of_one.iter()).for_each(|said| out.add_said(said));
    out.into_relations().into()
}

/// The relations that one document states, in both directions; what it names and is not there is known already.
pub(super) fn stated_by(
    document: &Document,
    cited: &[Cited],
    said: &[Said],
    targets: &Targets,
) -> Vec<Relation> {
    let mut out = Edges::of(targets);
    out.add_front(document, &mut Findings::default());
    cited.iter().for_each(|cited| out.add_citation(&cited.citation, cited.place.as_ref()));
    said.iter().for_each(|said| out.add_said(said));
    out.into_relations()
}

/// That something states a relation: a key of the front matter, or a place in a text.
struct Statement<'a> {
    editorial: bool,
    place: Option<&'a Arc<RelationPlace>>,
}

/// Relations by their ends and types, both directions of each. Ends are numbers in the order of their ids, so that many
/// relations are put in order fast.
struct Edges<'a> {
    targets: &'a Targets,
    ids: Vec<&'a str>,
    numbers: HashMap<&'a str, u32>,
    all: Vec<Edge<'a>>,
}

/// A statement of a relation, or of its reverse.
struct Edge<'a> {
    key: (u32, u32, RelationKind),
    statement: Statement<'a>,
}

impl<'a> Edges<'a> {
    /// None yet; the ends are documents and stubs.
    fn of(targets: &'a Targets) -> Self {
        let ids: Vec<&str> = targets.documents().collect();
        let numbers = ids.iter().copied().zip(0..).collect();
        Edges { targets, ids, numbers, all: Vec::new() }
    }

    /// What front matter states. A relation to an id that no page has and that is no document number is a finding.
    fn add_front(&mut self, document: &'a Document, findings: &mut Findings) {
        for (key, kind, named) in stated(&document.front) {
            let editorial = editorial_key(&document.front, key);
            for target in &named {
                let to = target.id();
                if self.targets.has_document(&to) {
                    self.add(&document.id, &to, kind, Statement { editorial, place: None });
                } else if let DocumentRef::Id(id) = target {
                    unknown_document(document, key, id, self.targets, findings);
                }
            }
        }
    }

    fn add_citation(&mut self, citation: &Citation, place: Option<&'a Arc<RelationPlace>>) {
        if let Some(to) = citation.cited_document() {
            self.add(&citation.document, to, RelationKind::Cites, Statement { editorial: false, place });
        }
    }

    fn add_said(&mut self, Said { from, to, kind, place }: &'a Said) {
        if self.targets.has_document(to) {
            self.add(from, to, *kind, Statement { editorial: false, place: Some(place) });
        }
    }

    /// Adds a relation and its reverse, both of whose ends have a page.
    fn add(&mut self, from: &str, to: &str, kind: RelationKind, statement: Statement<'a>) {
        let [from, to] = [from, to].map(|id| self.numbers[id]);
        let Statement { editorial, place } = statement;
        let reverse = Edge { key: (to, from, kind.reverse()), statement: Statement { editorial, place } };
        self.all.extend([Edge { key: (from, to, kind), statement }, reverse]);
    }

    fn into_relations(mut self) -> Vec<Relation> {
        // Stable: the places of a relation stay in their order.
        self.all.par_sort_by_key(|edge| edge.key);
        self.all.par_chunk_by(|a, b| a.key == b.key).map(|of_one| self.relation(of_one)).collect()
    }

    /// The relation that some edges state. What a text says itself is not editorial, even where an editor says it too.
    fn relation(&self, stated: &[Edge<'_>]) -> Relation {
        let (from, to, kind) = stated[0].key;
        let id = |number: u32| self.ids[number as usize].to_owned();
        Relation {
            from: id(from),
            to: id(to),
            kind,
            editorial: stated.iter().all(|edge| edge.statement.editorial),
            places: without_repeats(stated.iter().filter_map(|edge| edge.statement.place.cloned()).collect()),
        }
    }
}

/// The places in their order, each once.
fn without_repeats(mut places: Vec<Arc<RelationPlace>>) -> Vec<Arc<RelationPlace>> {
    if places.len() > 1 {
        let mut seen = BTreeSet::new();
        let first: Vec<bool> = places.iter().map(|place| seen.insert(place)).collect();
        let mut first = first.into_iter();
        places.retain(|_| first.next().unwrap_or(true));
    }
    places
}

/// Relations set by hand are editorial; a key that the source prints is not.
fn editorial_key(front: &DocumentFront, key: &str) -> bool {
    match &front.source {
        Some(source) => source.editorial.iter().any(|k| k == key),
        None => true,
    }
}

fn unknown_document(document: &Document, key: &str, id: &str, targets: &Targets, findings: &mut Findings) {
    let span = document.front.spans.get(key).cloned().unwrap_or(0..0);
    let message = format!("`{key}` names `{id}`, and there is no such document");
    findings.push(
        Diagnostic::new(Code::UnknownReference, message)
            .at(&document.file, span)
            .did_you_mean(id, targets.documents()),
    );
}
