//! From content as read to the corpus: links resolved, places and quotations checked, passages found.

use super::actions::{self, Action, Plans};
use super::again::again;
use super::age;
use super::amounts::{self, Owned};
use super::analyse::{Analysed, Context, Found};
use super::citations::{Citations, Cited};
use super::content::{Content, Read};
use super::coverage;
use super::definitions::Definition;
use super::documents::Documents;
use super::heard::{Heard, Seen};
use super::links::{self, Targets};
use super::memo::{Before, Keeping, Kept, KeptAnalysis, Memo};
use super::mentions::Mentions;
use super::names::Names;
use super::outline::Outline;
use super::quotes::{Quoted, Texts};
use super::relations;
use super::terms::{TermAt, Terms, order_of_term};
use super::{Corpus, Page, PageRef, Passage, Roster, Taxonomy, Term};
use crate::citation::DocumentNumber;
use crate::config::{Role, Settings};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::walk::LeafKind;
use crate::document::{DocumentFront, HandwrittenFront, RawLink};
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
pub fn build_with(
    memo: &mut Memo,
    mut content: Content,
    settings: &Settings,
    findings: &mut Findings,
) -> Corpus {
    if let Some(corpus) = again(memo, &content, settings) {
        return corpus;
    }
    let (seen, mentions, heard) = heard(memo, &content, settings);
    let (documents, rest) = (std::mem::take(&mut content.documents), content);
    let terms = Terms::new(settings, &rest.terms);
    let plans = Plans::of(&terms);
    let context = heard.context(&terms, &plans);
    let (analysed, kept) = analyse_all(memo, documents, mentions, &seen, &heard, &context);
    let mut told = Findings::default();
    let corpus = Joining { rest: &rest, seen: &seen, heard: &heard, terms: &terms, settings }
        .join(analysed, &mut told);
    if let Some(documents) = kept {
        // Of two documents with one id it would have but one.
        let is_whole = told.is_empty() && corpus.documents.len() == documents.len();
        let quoted = Texts::default();
        let corpus = is_whole.then(|| corpus.clone());
        memo.keep(Before { rest, documents, heard, corpus, quoted });
    }
    findings.append(told);
    corpus
}

/// What is read from the documents, and what the whole dossier tells them; where they name terms is told of those only
/// that are other than before.
fn heard(memo: &Memo, content: &Content, settings: &Settings) -> (Seen, Vec<Option<Mentions>>, Heard) {
    let before = memo.before.as_ref().map(|before| &before.heard);
    let names = Names::of(content, settings, before.map(|heard| &heard.names));
    let same_names = before.is_some_and(|heard| Arc::ptr_eq(&heard.names, &names));
    let by_id = memo.by_id();
    let of_one = |read: &Arc<Read<DocumentFront>>| {
        let kept = by_id.get(read.slug.as_str()).filter(|kept| Arc::ptr_eq(&kept.read, read));
        let links = kept.map_or_else(|| links::internal(read).into(), |kept| kept.links.clone());
        match kept.filter(|_| same_names) {
            Some(kept) => ((links, kept.said.clone()), None),
            None => {
                let (said, mentions) = names.read(read);
                ((links, said.into()), Some(mentions))
            }
        }
    };
    let ((links, said), mentions) = content.documents.par_iter().map(of_one).unzip();
    let seen = Seen { links, said };
    let heard = Heard::of(content, &seen, names, settings);
    (seen, mentions, heard)
}

/// What is found in each document, in their order: taken over where neither the document nor what it is told changed.
/// And the same to keep, where anything is kept.
fn analyse_all(
    memo: &Memo,
    documents: Vec<Arc<Read<DocumentFront>>>,
    mentions: Vec<Option<Mentions>>,
    seen: &Seen,
    heard: &Heard,
    context: &Context<'_>,
) -> (Vec<Arc<Analysed>>, Option<Vec<Kept>>) {
    let same_told = memo.before.as_ref().is_some_and(|before| before.heard.told == heard.told);
    let by_id = memo.by_id();
    type Input<'a> = ((Arc<Read<DocumentFront>>, &'a Arc<[RawLink]>), Option<Mentions>);
    let one = |((read, links), mentions): Input<'_>| {
        let own = context.own(&read, links);
        let kept = by_id.get(read.slug.as_str()).filter(|kept| same_told && Arc::ptr_eq(&kept.read, &read));
        let kept = kept.and_then(|kept| kept.analysed.as_ref()).filter(|kept| *kept.own == own);
        kept.cloned().unwrap_or_else(|| {
            let mentions = mentions.unwrap_or_else(|| heard.names.read(&read).1);
            KeptAnalysis { own: Arc::new(own), analysed: Arc::new(context.analyse(read, &mentions)) }
        })
    };
    if memo.keeping == Keeping::Nothing {
        let all = documents.into_par_iter().zip(&seen.links).zip(mentions).map(one);
        return (all.map(|of_one| of_one.analysed).collect(), None);
    }
    let all = documents.par_iter().cloned().zip(&seen.links).zip(mentions);
    let all: Vec<KeptAnalysis> = all.map(one).collect();
    let analysed = all.iter().map(|of_one| of_one.analysed.clone()).collect();
    let kept = documents.into_iter().zip(all).enumerate().map(|(at, (read, analysis))| {
        let (links, said) = (seen.links[at].clone(), seen.said[at].clone());
        Kept { read, links, said, analysed: analysis.leads_somewhere().then_some(analysis) }
    });
    (analysed, Some(kept.collect()))
}

/// What the joins of all that was found need besides.
struct Joining<'a> {
    rest: &'a Content,
    seen: &'a Seen,
    heard: &'a Heard,
    terms: &'a Terms<'a>,
    settings: &'a Settings,
}

impl Joining<'_> {
    /// Puts together what was found in all documents.
    fn join(&self, analysed: Vec<Arc<Analysed>>, findings: &mut Findings) -> Corpus {
        let Joining { rest, settings, .. } = self;
        let targets = &self.heard.targets;
        analysed.iter().for_each(|of_one| findings.append(of_one.faults.clone()));
        let documents: Documents = analysed.iter().map(|of_one| of_one.document.clone()).collect();
        let together = Together::of(analysed, &documents);
        let passages = self.terms.by_term(together.passages);
        let (citations, said) = (&together.citations, &self.seen.said);
        let mut of_terms = Findings::default();
        let related = || relations::relations(&documents, citations, said, targets, findings);
        let checked = || {
            check_terms(settings, &rest.terms, &documents, &mut of_terms);
            taxonomies(settings, &rest.terms, passages, &documents, targets, &mut of_terms)
        };
        let (relations, mut taxonomies) = rayon::join(related, checked);
        findings.append(of_terms);
        amounts::give(&mut taxonomies, together.amounts);
        let actions = Arc::new(actions::actions(together.actions, &documents, findings));
        let pages = rest.pages.iter().map(|read| page(read, targets, findings)).collect();
        let mut corpus = Corpus {
            roster: Roster::default(),
            documents,
            stubs: self.heard.stubs.clone(),
            taxonomies,
            pages,
            relations,
            citations: together.citations,
            actions,
            definitions: together.definitions.into(),
            coverage: Arc::default(),
            pictures: rest.pictures.clone(),
            accessibility: None,
        };
        corpus.coverage = coverage::coverage(&corpus).into();
        corpus
    }
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
        let citations: Vec<Arc<[Cited]>> = found.values().map(|of_one| of_one.citations.clone()).collect();
        let mut definitions = Vec::new();
        found.values_mut().for_each(|of_one| definitions.append(&mut of_one.definitions));
        let by_date = || {
            let (mut passages, mut amounts, mut actions) = (Vec::new(), Vec::new(), Vec::new());
            let order = age::ordered(documents).into_iter();
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

fn page(
    read: &Arc<Read<HandwrittenFront>>,
    targets: &Targets,
    findings: &mut Findings,
) -> (String, Arc<Page>) {
    let mut read = Read::clone(read);
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
    (key, Arc::new(page))
}

fn taxonomies(
    settings: &Settings,
    terms: &BTreeMap<String, Vec<Arc<Read<TermFront>>>>,
    passages: Vec<Vec<Vec<Passage>>>,
    documents: &Documents,
    targets: &Targets,
    findings: &mut Findings,
) -> Vec<Taxonomy> {
    let mut out = Vec::new();
    let mut quoted = Quoted::new(documents);
    for (settings, passages) in settings.taxonomies.iter().zip(passages) {
        let read = terms.get(&settings.key).into_iter().flatten();
        let mut terms: Vec<Term> = read
            .zip(passages)
            .map(|(read, passages)| term(read, &settings.key, passages, &mut quoted, targets, findings))
            .collect();
        terms.sort_by_cached_key(|t| order_of_term(&t.front, &t.id));
        out.push(Taxonomy { settings: settings.clone(), terms });
    }
    out
}

fn term(
    read: &Arc<Read<TermFront>>,
    taxonomy: &str,
    passages: Vec<Passage>,
    quoted: &mut Quoted<'_>,
    targets: &Targets,
    findings: &mut Findings,
) -> Term {
    let mut read = Read::clone(read);
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
pub(super) fn check_terms(
    settings: &Settings,
    terms: &BTreeMap<String, Vec<Arc<Read<TermFront>>>>,
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
