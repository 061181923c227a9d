//! Relations between documents, and the documents known only by them.

mod phrases;
mod said;

pub(super) use said::{Names, Said};

use super::citations::Citations;
use super::content::{Content, Read};
use super::links::Targets;
use super::outline::Outline;
use super::{Celex, Document, Documents, Relation, RelationKind, RelationPlace, Stub};
use crate::citation::DocumentNumber;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{DocumentFront, DocumentRef};
use std::collections::{BTreeMap, BTreeSet};
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

/// The text under a fiche's heading 1a, "Titel voorstel".
fn assessed_title(document: &Read<DocumentFront>) -> Option<String> {
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
) -> Vec<Relation> {
    let mut out = Edges::default();
    for document in documents.values() {
        for (key, kind, named) in stated(&document.front) {
            let editorial = editorial_key(&document.front, key);
            for target in &named {
                let to = target.id();
                if targets.has_document(&to) {
                    out.add(&document.id, &to, kind, editorial);
                } else if let DocumentRef::Id(id) = target {
                    unknown_document(document, key, id, targets, findings);
                }
            }
        }
    }
    for (from, to) in citations.pairs() {
        out.add(from, to, RelationKind::Cites, false);
    }
    for citation in citations.iter() {
        if let Some((to, anchor)) = citation.cited_document().zip(citation.anchor()) {
            let place = RelationPlace {
                document: citation.document.clone(),
                anchor: anchor.clone(),
                before: citation.around.before.clone(),
                words: citation.text.clone(),
                after: citation.around.after.clone(),
            };
            out.add_place(&citation.document, to, RelationKind::Cites, &place);
        }
    }
    for Said { from, to, kind, place } in said.iter().flat_map(|of_one| of_one.iter()) {
        if targets.has_document(to) {
            out.add(from, to, *kind, false);
            out.add_place(from, to, *kind, place);
        }
    }
    out.into_relations()
}

/// Relations by their ends and types. What a text says itself is not editorial, even where an editor says it too.
#[derive(Default)]
struct Edges(BTreeMap<(String, String, RelationKind), (bool, Vec<RelationPlace>)>);

impl Edges {
    /// Adds a relation and its reverse.
    fn add(&mut self, from: &str, to: &str, kind: RelationKind, editorial: bool) {
        for key in both(from, to, kind) {
            self.0.entry(key).or_insert((editorial, Vec::new())).0 &= editorial;
        }
    }

    /// Adds a place that states a relation which is there.
    fn add_place(&mut self, from: &str, to: &str, kind: RelationKind, place: &RelationPlace) {
        for key in both(from, to, kind) {
            self.0.get_mut(&key).expect("added before").1.push(place.clone());
        }
    }

    fn into_relations(self) -> Vec<Relation> {
        let relation = |((from, to, kind), (editorial, places))| Relation {
            from,
            to,
            kind,
            editorial,
            places: without_repeats(places),
        };
        self.0.into_iter().map(relation).collect()
    }
}

/// The places in their order, each once.
fn without_repeats(mut places: Vec<RelationPlace>) -> Vec<RelationPlace> {
    if places.len() > 1 {
        let mut seen = BTreeSet::new();
        let first: Vec<bool> = places.iter().map(|place| seen.insert(place)).collect();
        let mut first = first.into_iter();
        places.retain(|_| first.next().unwrap_or(true));
    }
    places
}

fn both(from: &str, to: &str, kind: RelationKind) -> [(String, String, RelationKind); 2] {
    [(from.to_owned(), to.to_owned(), kind), (to.to_owned(), from.to_owned(), kind.reverse())]
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
