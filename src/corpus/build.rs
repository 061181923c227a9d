//! From content as read to the corpus: links resolved, places and quotations checked, passages found.

use super::actions::{self, Action, Plans};
use super::amounts::{self, Owned};
use super::analyse::{Analysed, Context, Found};
use super::citations::{Citations, Known, Pages};
use super::content::{Content, Read};
use super::coverage;
use super::definitions::Definition;
use super::documents::Documents;
use super::links::{self, Targets};
use super::memo::{Keeping, Kept, KeptAnalysis, Memo, Told};
use super::outline::Outline;
use super::quotes::Quoted;
use super::relations::{self, Names, Said};
use super::terms::{About, TermAt, Terms, order_of_term};
use super::{Corpus, Document, Page, PageRef, Passage, Taxonomy, Term};
use crate::citation::DocumentNumber;
use crate::config::{Role, Settings};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::walk::LeafKind;
use crate::document::{DocumentFront, HandwrittenFront, PartialDate, RawLink};
use crate::fields::At;
use crate::taxonomy::{Place, TermFront};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Resolves a dossier's content. Faults are findings; the corpus that comes back is complete all the same,
/// so that later stages find theirs in the same run.
pub fn build(content: Content, settings: &Settings, findings: &mut Findings) -> Corpus {
    build_with(&mut Memo::of_one_run(), content, settings, findings)
}

/// The same, with what an earlier run with the same settings found in documents that did not change.
pub fn build_with(memo: &mut Memo, content: Content, settings: &Settings, findings: &mut Findings) -> Corpus {
    let names = relations::Names::of(&content, settings, memo.names.as_ref());
    let seen = Seen::of(&content, &names, memo);
    let stubs = relations::stubs(&content, &seen.said);
    let places = || Targets::of(&content, &seen.links, stubs.keys().cloned());
    let numbers = || {
        let celex = relations::celex(&content);
        (Pages::of(&content, &stubs, &celex), Known::of(&by_id(&content.documents)), celex)
    };
    let (targets, (pages, known, celex)) = rayon::join(places, numbers);
    let about = About::new(settings, &content.documents);
    let Content { documents, terms, pages: handwritten, pictures, .. } = content;
    let found = Terms::new(settings, &terms, memo.gazetteer.take());
    let plans = Plans::of(&found);
    let told = Told { known, pages, terms: found.fronts() };
    let context = Context {
        targets: &targets,
        celex: &celex,
        known: &told.known,
        pages: &told.pages,
        terms: &found,
        about: &about,
        plans: &plans,
    };
    let analysed = analyse_all(memo, documents, &seen, &context, &told);
    memo.remember(names, told, found.kept());
    analysed.iter().for_each(|of_one| findings.append(of_one.faults.clone()));
    let documents: Documents = analysed.iter().map(|of_one| of_one.document.clone()).collect();
    let together = Together::of(analysed, &documents);
    let passages = found.by_term(together.passages);
    let mut of_terms = Findings::default();
    let related = || relations::relations(&documents, &together.citations, &seen.said, &targets, findings);
    let checked = || {
        check_terms(settings, &terms, &documents, &mut of_terms);
        taxonomies(settings, terms, passages, &documents, &targets, &mut of_terms)
    };
    let (relations, mut taxonomies) = rayon::join(related, checked);
    findings.append(of_terms);
    amounts::give(&mut taxonomies, together.amounts);
    let actions = actions::actions(together.actions, &documents, findings);
    let pages = handwritten.into_iter().map(|read| page(read, &targets, findings)).collect();
    let Together { citations, definitions, .. } = together;
    let coverage = Vec::new();
    let mut corpus = Corpus {
        documents,
        stubs,
        taxonomies,
        pages,
        relations,
        citations,
        actions,
        definitions,
        coverage,
        pictures,
        accessibility: None,
    };
    corpus.coverage = coverage::coverage(&corpus);
    corpus
}

/// What is read from the documents before the dossier is known, in their order.
struct Seen {
    links: Vec<Arc<[RawLink]>>,
    said: Vec<Arc<[Said]>>,
}

impl Seen {
    fn of(content: &Content, names: &Arc<Names>, memo: &Memo) -> Self {
        let same_names = memo.names.as_ref().is_some_and(|known| Arc::ptr_eq(known, names));
        let of_one = |read: &Arc<Read<DocumentFront>>| {
            let kept = memo.kept(read);
            let said = kept.filter(|_| same_names).map(|kept| kept.said.clone());
            let links = kept.map(|kept| kept.links.clone());
            let said = said.unwrap_or_else(|| names.said_in(read).into());
            (links.unwrap_or_else(|| links::internal(read).into()), said)
        };
        let (links, said) = content.documents.par_iter().map(of_one).unzip();
        Seen { links, said }
    }
}

/// What is found in each document, in their order: taken over where neither the document nor what it is told changed.
fn analyse_all(
    memo: &mut Memo,
    documents: Vec<Arc<Read<DocumentFront>>>,
    seen: &Seen,
    context: &Context<'_>,
    told: &Told,
) -> Vec<Arc<Analysed>> {
    let same_told = memo.told.as_ref() == Some(told);
    let one = |(read, links): (Arc<Read<DocumentFront>>, &Arc<[RawLink]>)| {
        let own = context.own(&read, links);
        let kept = memo.kept(&read).filter(|_| same_told).and_then(|kept| kept.analysed.as_ref());
        if let Some(kept) = kept.filter(|kept| kept.own == own) {
            return (kept.own.clone(), kept.analysed.clone());
        }
        (own, Arc::new(context.analyse(read)))
    };
    if memo.keeping == Keeping::Nothing {
        let all = documents.into_par_iter().zip(&seen.links).map(one);
        return all.map(|(_, analysed)| analysed).collect();
    }
    let all: Vec<_> = documents.par_iter().cloned().zip(&seen.links).map(one).collect();
    let kept = documents.into_iter().zip(&all).enumerate().map(|(at, (read, (own, analysed)))| {
        // A link that leads nowhere is told anew in each run, with what it may have meant.
        let analysis = || KeptAnalysis { own: own.clone(), analysed: analysed.clone() };
        let analysed = own.targets.iter().all(Option::is_some).then(analysis);
        let (links, said) = (seen.links[at].clone(), seen.said[at].clone());
        (read.slug.clone(), Kept { read, links, said, analysed })
    });
    memo.documents = kept.collect();
    all.into_iter().map(|(_, analysed)| analysed).collect()
}

/// The documents by their ids. Of two with one id, which is a fault, the later one stands.
fn by_id(documents: &[Arc<Read<DocumentFront>>]) -> Vec<&Read<DocumentFront>> {
    let by_id: BTreeMap<&str, &Read<DocumentFront>> =
        documents.iter().map(|document| (document.slug.as_str(), &**document)).collect();
    by_id.into_values().collect()
}

/// What was found in all documents.
struct Together {
    citations: Citations,
    definitions: Vec<Definition>,
    /// This and what follows by document from old to new, then in reading order.
    passages: Vec<(TermAt, Passage)>,
    amounts: Vec<Owned>,
    actions: Vec<Action>,
}

impl Together {
    fn of(analysed: Vec<Arc<Analysed>>, documents: &Documents) -> Self {
        let found = |analysed: Arc<Analysed>| {
            let id = analysed.document.id.clone();
            (id, Arc::try_unwrap(analysed).map_or_else(|shared| shared.found.clone(), |own| own.found))
        };
        let found: Vec<(String, Found)> = analysed.into_par_iter().map(found).collect();
        let mut found: BTreeMap<String, Found> = found.into_iter().collect();
        let mut citations = Vec::new();
        let mut definitions = Vec::new();
        for of_one in found.values_mut() {
            citations.append(&mut of_one.citations);
            definitions.append(&mut of_one.definitions);
        }
        let by_date = || {
            let (mut passages, mut amounts, mut actions) = (Vec::new(), Vec::new(), Vec::new());
            let order = document_order(documents).into_iter();
            for of_one in order.filter_map(|document| found.remove(&document.id)) {
                passages.extend(of_one.passages);
                amounts.extend(of_one.amounts);
                actions.extend(of_one.actions);
            }
            (passages, amounts, actions)
        };
        let (citations, (passages, amounts, actions)) = rayon::join(|| Citations::of(citations), by_date);
        Together { citations, definitions, passages, amounts, actions }
    }
}

fn page(read: Read<HandwrittenFront>, targets: &Targets, findings: &mut Findings) -> (String, Page) {
    let mut read = read;
    let key = read.key();
    let body = std::mem::take(&mut read.body);
    let body = links::resolve(&read, PageRef::Page(key.clone()), body, targets, findings);
    let page = Page {
        outline: Outline::of(&body),
        section: read.section,
        slug: read.slug,
        file: read.file,
        front: read.front,
        body,
    };
    (key, page)
}

/// Documents from old to new, those without a date last, then by id.
fn document_order(documents: &Documents) -> Vec<&Document> {
    let mut order: Vec<&Document> = documents.values().collect();
    let key = |d: &Document| -> (bool, Option<PartialDate>, String) {
        (d.front.date.is_none(), d.front.date, d.id.clone())
    };
    order.sort_by_cached_key(|d| key(d));
    order
}

fn taxonomies(
    settings: &Settings,
    mut terms: BTreeMap<String, Vec<Read<TermFront>>>,
    passages: Vec<Vec<Vec<Passage>>>,
    documents: &Documents,
    targets: &Targets,
    findings: &mut Findings,
) -> Vec<Taxonomy> {
    let mut out = Vec::new();
    let mut quoted = Quoted::new(documents);
    for (settings, passages) in settings.taxonomies.iter().zip(passages) {
        let read = terms.remove(&settings.key).unwrap_or_default();
        let mut terms: Vec<Term> = read
            .into_iter()
            .zip(passages)
            .map(|(read, passages)| term(read, &settings.key, passages, &mut quoted, targets, findings))
            .collect();
        terms.sort_by_cached_key(|t| order_of_term(&t.front, &t.id));
        out.push(Taxonomy { settings: settings.clone(), terms });
    }
    out
}

fn term(
    mut read: Read<TermFront>,
    taxonomy: &str,
    passages: Vec<Passage>,
    quoted: &mut Quoted<'_>,
    targets: &Targets,
    findings: &mut Findings,
) -> Term {
    let page = PageRef::Term { taxonomy: taxonomy.to_owned(), id: read.slug.clone() };
    let body = std::mem::take(&mut read.body);
    let body = links::resolve(&read, page, body, targets, findings);
    let quotes =
        read.front.quotes.iter().filter_map(|quote| quoted.find(quote, &read.file, findings)).collect();
    Term {
        outline: Outline::of(&body),
        id: read.slug,
        file: read.file,
        front: read.front,
        body,
        passages: passages.into(),
        quotes,
        amounts: Vec::new(),
    }
}

/// Checks the places, pillars and documents that terms name.
fn check_terms(
    settings: &Settings,
    terms: &BTreeMap<String, Vec<Read<TermFront>>>,
    documents: &Documents,
    findings: &mut Findings,
) {
    let pillar_ids: BTreeSet<&str> = settings
        .with_role(Role::Pillar)
        .and_then(|taxonomy| terms.get(&taxonomy.key))
        .into_iter()
        .flatten()
        .map(|t| t.slug.as_str())
        .collect();
    for term in terms.values().flatten() {
        let front = &term.front;
        for place in &front.sections {
            check_place(place, &term.file, documents, Wanted::Heading, findings);
        }
        for place in front.include.iter().chain(&front.exclude) {
            check_place(place, &term.file, documents, Wanted::Passage, findings);
        }
        for pillar in front.pillars.iter().filter(|p| !pillar_ids.contains(p.value.as_str())) {
            let message = format!("there is no pillar `{}`", pillar.value);
            findings.push(
                Diagnostic::new(Code::UnknownReference, message)
                    .at(&term.file, pillar.span.clone())
                    .did_you_mean(&pillar.value, pillar_ids.iter().copied()),
            );
        }
        if let Some(document) = &front.document {
            check_document(document, &term.file, documents, findings);
        }
    }
}

/// A term's document has a page here, or a number by which it can be found elsewhere.
fn check_document(document: &At<String>, file: &FilePath, documents: &Documents, findings: &mut Findings) {
    if !documents.contains_key(&document.value) && DocumentNumber::from_id(&document.value).is_none() {
        let message = format!("there is no document `{}`", document.value);
        findings.push(
            Diagnostic::new(Code::UnknownReference, message)
                .at(file, document.span.clone())
                .did_you_mean(&document.value, documents.keys().map(String::as_str)),
        );
    }
}

/// What kind of block a place must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Heading,
    Passage,
}

/// Whether a place is there; where it is not, that is a finding.
pub(super) fn check_place(
    place: &At<Place>,
    file: &FilePath,
    documents: &Documents,
    wanted: Wanted,
    findings: &mut Findings,
) -> bool {
    let Place { document: id, block } = &place.value;
    let fault =
        |message: String| Diagnostic::new(Code::UnknownReference, message).at(file, place.span.clone());
    let Some(document) = documents.get(id) else {
        let known = documents.keys().map(String::as_str);
        findings.push(fault(format!("there is no document `{id}`")).did_you_mean(id, known));
        return false;
    };
    let leaves = document.body.leaves();
    let fits = |kind: LeafKind| match wanted {
        Wanted::Heading => matches!(kind, LeafKind::Heading(_)),
        Wanted::Passage => kind.is_passage(),
    };
    let known: Vec<&str> = leaves.iter().filter(|l| fits(l.kind)).map(|l| l.id.as_str()).collect();
    let there = known.contains(&block.as_str());
    if !there {
        let what = match wanted {
            Wanted::Heading => "section",
            Wanted::Passage => "passage",
        };
        let message = format!("`{id}` has no {what} `#{block}`");
        if let Some(current) = document.provenance.successor_of(block) {
            let hint = format!("that block is gone; `#{current}` stands in its place or next to it");
            findings.push(fault(message).hint(hint));
            return false;
        }
        findings.push(fault(message).did_you_mean(block.as_str(), known.iter().copied()));
    }
    there
}
