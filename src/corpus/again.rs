//! The corpus of a dossier of which only the words of some documents changed, made of the corpus before: of each join
//! only what these documents say is put in the place of what they said.
//!
//! It is the corpus that a clean build makes, or none: where anything else changed, or where there is something to tell
//! of the content, the joins are made anew.

use super::actions::{self, Plans};
use super::age;
use super::analyse::Analysed;
use super::build::check_terms;
use super::content::{Content, Read};
use super::coverage;
use super::heard::Heard;
use super::links;
use super::memo::{Before, Kept, KeptAnalysis, Memo};
use super::quotes::{Text, Texts};
use super::relations;
use super::terms::{TermAt, Terms};
use super::{Corpus, Passage};
use crate::config::Settings;
use crate::diagnostic::Findings;
use crate::document::{BlockId, DocumentFront, RawLink};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The corpus of this content, where the run before tells enough of it; what the memo has is renewed then.
pub(super) fn again(memo: &mut Memo, content: &Content, settings: &Settings) -> Option<Corpus> {
    let Memo { before, good, .. } = memo;
    let has_corpus = |before: &&mut Before| before.corpus.is_some();
    let is_last = before.as_mut().filter(has_corpus).is_some();
    let from = if is_last { &mut *before } else { &mut *good };
    let corpus = after(from.as_mut()?, content, settings)?;
    if !is_last {
        *before = good.take();
    }
    Some(corpus)
}

/// The same after one run.
fn after(before: &mut Before, content: &Content, settings: &Settings) -> Option<Corpus> {
    before.corpus.as_ref()?;
    let changed = before.other_versions(content)?;
    let versions = changed.par_iter().map(|at| {
        let read = content.documents[*at].clone();
        let links = links::internal(&*read).into();
        (*at, read, links)
    });
    let versions: Vec<Version> = versions.collect();
    let links = versions.iter().map(|(_, read, links)| (&**read, &**links));
    let old = before.heard.targets.renew(content, links);
    let lost: Vec<BlockId> =
        changed.iter().flat_map(|at| before.heard.lost(&before.documents[*at].read)).collect();
    let corpus = if before.names(&lost) { None } else { renewed(before, content, settings, &versions) };
    if corpus.is_none() {
        before.heard.targets.restore(old);
        before.quoted.clear();
    }
    corpus
}

/// A document that changed: its place, what was read of it, and its links to pages and files of the dossier.
type Version = (usize, Arc<Read<DocumentFront>>, Arc<[RawLink]>);

/// The corpus with these versions of documents, which link to no place that is not known.
fn renewed(
    before: &mut Before,
    content: &Content,
    settings: &Settings,
    versions: &[Version],
) -> Option<Corpus> {
    let mut corpus = before.corpus.clone()?;
    let terms = Terms::new(settings, &content.terms);
    let plans = Plans::of(&terms);
    let context = before.heard.context(&terms, &plans);
    let renewed = |(at, read, links): &Version| {
        let kept = &before.documents[*at];
        let (said, mentions) = before.heard.names.read(read);
        before.heard.holds_for(kept, read, &said).then_some(())?;
        let analysed = Arc::new(context.analyse(read.clone(), &mentions));
        analysed.faults.is_empty().then_some(())?;
        let own = Arc::new(context.own(read, links));
        Some(Kept {
            read: read.clone(),
            links: links.clone(),
            said: said.into(),
            analysed: Some(KeptAnalysis { own, analysed }),
        })
    };
    let renewed: Vec<Kept> = versions.par_iter().map(renewed).collect::<Option<_>>()?;
    let changes =
        versions.iter().zip(&renewed).map(|((at, ..), now)| Change::of(&before.documents[*at], now));
    let changes: Vec<Change<'_>> = changes.collect::<Option<_>>()?;
    let rejoining = Rejoining { content, terms: &terms, heard: &before.heard, settings };
    rejoining.rejoin(&changes, &mut corpus, &mut before.quoted)?;
    for ((at, ..), kept) in versions.iter().zip(renewed) {
        before.documents[*at] = kept;
    }
    before.corpus = Some(corpus.clone());
    Some(corpus)
}

/// A document that says something else.
struct Change<'a> {
    id: &'a str,
    before: (&'a Kept, &'a Analysed),
    now: (&'a Kept, &'a Analysed),
}

impl<'a> Change<'a> {
    fn of(before: &'a Kept, now: &'a Kept) -> Option<Self> {
        let with = |kept: &'a Kept| Some((kept, &*kept.analysed.as_ref()?.analysed));
        Some(Change { id: &now.read.slug, before: with(before)?, now: with(now)? })
    }
}

/// What the joins need besides.
struct Rejoining<'a> {
    content: &'a Content,
    terms: &'a Terms<'a>,
    heard: &'a Heard,
    settings: &'a Settings,
}

impl Rejoining<'_> {
    /// Puts what the documents say now in the place of what they said. None where there is something to tell.
    fn rejoin(&self, changes: &[Change<'_>], corpus: &mut Corpus, quoted: &mut Texts) -> Option<()> {
        for change in changes {
            self.quotes(change, corpus, quoted)?;
        }
        let relations = corpus.relations.clone();
        for change in changes {
            corpus.documents.put(change.now.1.document.clone());
            citations(change, corpus);
            definitions(change, corpus);
            self.passages(change, corpus);
            amounts(change, corpus);
            self.relations(change, corpus);
        }
        actions(changes, corpus)?;
        if !corpus.relations.have_ends_of(&relations) {
            corpus.coverage = coverage::coverage(corpus).into();
        }
        let mut findings = Findings::default();
        check_terms(self.settings, &self.content.terms, &corpus.documents, &mut findings);
        findings.is_empty().then_some(())
    }

    /// Finds the quotations again that terms have of a document.
    fn quotes(&self, change: &Change<'_>, corpus: &mut Corpus, quoted: &mut Texts) -> Option<()> {
        let terms = corpus.taxonomies.iter_mut().flat_map(|taxonomy| &mut taxonomy.terms);
        let quotes = terms.flat_map(|term| &mut term.quotes).filter(|quote| quote.document == change.id);
        let quotes: Vec<_> = quotes.collect();
        if quotes.is_empty() {
            return Some(());
        }
        let before = quoted.remove(change.id).unwrap_or_else(|| Text::of(&change.before.1.document));
        let now = Text::of(&change.now.1.document);
        now.find_again(quotes, &before)?;
        quoted.insert(change.id.to_owned(), now);
        Some(())
    }

    fn passages(&self, change: &Change<'_>, corpus: &mut Corpus) {
        let (before, now) = (&change.before.1.found.passages, &change.now.1.found.passages);
        if before == now {
            return;
        }
        let of = |all: &[(TermAt, Passage)], at: TermAt| -> Vec<Passage> {
            all.iter().filter(|(of, _)| *of == at).map(|(_, passage)| passage.clone()).collect()
        };
        let terms: BTreeSet<TermAt> = before.iter().chain(now).map(|(at, _)| *at).collect();
        for at in terms {
            let fresh = of(now, at);
            if of(before, at) != fresh {
                let id = &self.terms.taxonomies[at.0].1[at.1].slug;
                let mut terms = corpus.taxonomies[at.0].terms.iter_mut();
                let term = terms.find(|term| term.id == *id).expect("terms are those of before");
                term.passages = term.passages.with(change.id, fresh, &corpus.documents);
            }
        }
    }

    fn relations(&self, change: &Change<'_>, corpus: &mut Corpus) {
        let stating = |(kept, analysed): (&Kept, &Analysed)| {
            let cited = analysed.found.citations.iter();
            let places: Vec<_> =
                cited.filter_map(|c| Some((c.citation.local.clone(), c.place.clone()?))).collect();
            (kept.said.clone(), places)
        };
        if stating(change.before) != stating(change.now) {
            let (kept, Analysed { document, found, .. }) = change.now;
            let stated = relations::stated_by(document, &found.citations, &kept.said, &self.heard.targets);
            corpus.relations = corpus.relations.with(change.id, stated);
        }
    }
}

fn citations(change: &Change<'_>, corpus: &mut Corpus) {
    let now = &change.now.1.found.citations;
    if change.before.1.found.citations != *now {
        corpus.citations = corpus.citations.with(change.id, now);
    }
}

fn definitions(change: &Change<'_>, corpus: &mut Corpus) {
    let now = &change.now.1.found.definitions;
    if change.before.1.found.definitions != *now {
        let all = &corpus.definitions;
        let all = age::replaced(all, |of| &of.document, str::to_owned, change.id, now.clone());
        corpus.definitions = all.into();
    }
}

fn amounts(change: &Change<'_>, corpus: &mut Corpus) {
    let (before, now) = (&change.before.1.found.amounts, &change.now.1.found.amounts);
    if before == now {
        return;
    }
    let documents = &corpus.documents;
    for taxonomy in &mut corpus.taxonomies {
        let key = &taxonomy.settings.key;
        for term in &mut taxonomy.terms {
            let is_its = |owned: &&super::amounts::Owned| owned.taxonomy == *key && owned.term == term.id;
            if before.iter().chain(now).any(|owned| is_its(&owned)) {
                let fresh = now.iter().filter(is_its).map(|owned| owned.amount.clone()).collect();
                let by_age = |id: &str| documents.get(id).map(age::of);
                term.amounts = age::replaced(&term.amounts, |of| &of.document, by_age, change.id, fresh);
            }
        }
    }
}

/// Puts the actions together anew where a document promises others, or where words changed that say that one is done.
fn actions(changes: &[Change<'_>], corpus: &mut Corpus) -> Option<()> {
    let promises_others = |change: &&Change<'_>| change.before.1.found.actions != change.now.1.found.actions;
    let reports = |change: &Change<'_>| corpus.actions.reported_in(change.id).next().is_some();
    if !changes.iter().any(|change| promises_others(&change) || reports(change)) {
        return Some(());
    }
    let documents = &corpus.documents;
    let mut all = corpus.actions.to_vec();
    all.iter_mut().for_each(|action| action.done = None);
    for change in changes.iter().filter(promises_others) {
        let by_age = |id: &str| documents.get(id).map(age::of);
        let now = change.now.1.found.actions.clone();
        all = age::replaced(&all, |of| &of.document, by_age, change.id, now);
    }
    let mut findings = Findings::default();
    corpus.actions = Arc::new(actions::actions(all, documents, &mut findings));
    findings.is_empty().then_some(())
}
