//! A dossier's files in memory, and what a run makes of them: changes of content, and the site.
//!
//! Nothing here touches the disk: inputs come as a map, results go back as values.

mod addresses;
mod align;
mod content;
mod inputs;
mod machine;
mod maps;
mod memo;
mod merge;
mod provenance;
mod seeds;
mod tree;
mod update;

pub use inputs::Inputs;
pub use memo::Memo;
pub use seeds::ConvertedSeed;

use crate::config::{self, Settings};
use crate::corpus::{self, Content, Corpus};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Severity, Sources};
use crate::document::PartialDate;
use crate::output::OutputTree;
use crate::phase::{Follow, Nobody, Phase};
use crate::publish::content::ContentChange;
use crate::render;
use crate::site::Site;
use memo::KeptTheme;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a run may do with content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Merge what the converter makes into the content.
    Merge,
    /// As [`Mode::Merge`], for those who write: drafts are shown too, marked as such.
    Preview,
    /// Change no content; a conversion that differs from its base is an error.
    Frozen,
}

/// What a run found out, and what it would write.
#[derive(Debug, Default)]
pub struct Outcome {
    pub findings: Findings,
    /// Texts to show excerpts from.
    pub sources: Sources,
    /// Changes of content, to be made whole or not at all.
    pub changes: Vec<ContentChange>,
    pub seeds: Vec<ConvertedSeed>,
    pub site: Option<Arc<Site>>,
    /// What editions are rendered with; the tree knows it already.
    pub theme: Option<Arc<render::Theme>>,
    pub tree: OutputTree,
}

impl Outcome {
    /// Adds the texts of the files that findings are about, where they are not there yet. Call it again when there are
    /// more findings.
    pub fn show_from(&mut self, inputs: &Inputs) {
        for file in self.not_shown() {
            if let Some(text) = inputs.text(&file, &mut Findings::default()) {
                self.sources.insert(file, text.into());
            }
        }
    }

    /// The files that findings are about and whose texts are not there.
    pub fn not_shown(&self) -> BTreeSet<FilePath> {
        let places =
            self.findings.iter().flat_map(|d| d.at.iter().chain(d.also.iter().map(|(place, _)| place)));
        let files = places.map(|place| &place.file).filter(|file| !self.sources.contains_key(*file));
        files.cloned().collect()
    }

    /// Whether an error stands in the configuration, not in the content.
    pub fn configuration_is_wrong(&self) -> bool {
        self.findings.iter().any(|d| {
            d.severity == Severity::Error && d.at.as_ref().is_some_and(|at| &*at.file == "site.toml")
        })
    }
}

/// Converts the seeds and merges; makes no site. `only` names the seeds to take, all where it is `None`.
pub fn ingest(inputs: &Inputs, mode: Mode, only: Option<&[String]>) -> Outcome {
    let mut outcome = Outcome::default();
    if let Some(settings) = settings(inputs, &mut outcome) {
        let memo = &mut Memo::of_one_run();
        let updated = update::update(inputs, &settings, mode, only, memo, &mut outcome, &Nobody);
        let documents = updated.content.documents.iter().map(|read| (read.slug.as_str(), read));
        maps::add(&mut outcome.changes, updated.late_maps, documents);
        outcome.show_from(&updated.inputs);
    }
    outcome.findings.sort();
    outcome
}

/// The whole way from the files to the tree of output, in memory.
///
/// `date` is the build's date where the command line or the environment gives one.
pub fn build(inputs: &Inputs, mode: Mode, date: Option<PartialDate>) -> Outcome {
    run(&mut Memo::of_one_run(), Cow::Borrowed(inputs), mode, date, &Nobody)
}

/// As [`build`], and tells `follow` of each phase. Of inputs that are given away the texts go as soon as they are read;
/// whoever shows the findings reads those again that [`Outcome::not_shown`] names.
pub fn build_followed(
    inputs: Cow<'_, Inputs>,
    mode: Mode,
    date: Option<PartialDate>,
    follow: &dyn Follow,
) -> Outcome {
    run(&mut Memo::of_one_run(), inputs, mode, date, follow)
}

/// The same for whoever builds again and again: what a run before it made of files that did not change is taken over
/// from `memo`, and what this run made is left there. What the last run did not need is gone.
pub fn build_with(
    memo: &mut Memo,
    inputs: &Inputs,
    mode: Mode,
    date: Option<PartialDate>,
    follow: &dyn Follow,
) -> Outcome {
    run(memo, Cow::Borrowed(inputs), mode, date, follow)
}

fn run(
    memo: &mut Memo,
    inputs: Cow<'_, Inputs>,
    mode: Mode,
    date: Option<PartialDate>,
    follow: &dyn Follow,
) -> Outcome {
    memo.made_with(inputs.get("site.toml"));
    let mut outcome = Outcome::default();
    if let Some(settings) = settings(&inputs, &mut outcome) {
        let updated = update::update(&inputs, &settings, mode, None, memo, &mut outcome, follow);
        let update::Updated { content, inputs: mut after, late_maps, incomplete } = updated;
        if matches!(inputs, Cow::Owned(_)) {
            // Together they take more room than anything that is made of them.
            outcome.show_from(&after);
            after.forget_texts(&outcome.changes);
        }
        drop(inputs);
        // A file that could not be read would make every link to it a fault of its own.
        if !incomplete {
            let content = if mode == Mode::Preview { content } else { content.without_drafts() };
            plan((memo, content), &after, settings, date, &mut outcome, follow);
        }
        if let Some(site) = outcome.site.clone() {
            let documents = site.corpus.documents.shared().map(|(id, document)| (id.as_str(), document));
            maps::add(&mut outcome.changes, late_maps, documents);
        }
        outcome.show_from(&after);
    } else {
        outcome.show_from(&inputs);
    }
    outcome.findings.sort();
    outcome
}

fn settings(inputs: &Inputs, outcome: &mut Outcome) -> Option<Settings> {
    let file: FilePath = "site.toml".into();
    let text = inputs.text(&file, &mut outcome.findings)?;
    config::read(&file, text, &mut outcome.findings)
}

fn plan(
    (memo, content): (&mut Memo, Content),
    inputs: &Inputs,
    settings: Settings,
    date: Option<PartialDate>,
    outcome: &mut Outcome,
    follow: &dyn Follow,
) {
    let theme = theme(memo, inputs, &settings, outcome);
    let findings = &mut outcome.findings;
    follow.begin(Phase::Analyse, content.documents.len());
    let mut corpus = corpus::build_with(&mut memo.corpus, content, &settings, findings);
    let report = inputs.get(corpus::REPORT);
    corpus.accessibility = report.and_then(|bytes| corpus::TestReport::read(bytes, findings));
    follow.begin(Phase::Plan, 0);
    let date = date.or(settings.date).or_else(|| newest(&corpus));
    let site = planned(memo, settings, corpus, date, findings);
    outcome.site = Some(site.clone());
    let Some(theme) = theme else { return };
    outcome.tree = tree::tree(memo, &site, &theme, inputs, findings);
    outcome.theme = Some(theme);
    // The rest is found out when somebody looks for it.
    follow.count(outcome.tree.known());
    // Of a site that is not written nothing is left out.
    if site.settings.base_url.is_none() && !findings.has_errors() {
        findings.push(no_base_url());
    }
}

/// The plan of the site, taken over where the one before has the same pages.
fn planned(
    memo: &mut Memo,
    settings: Settings,
    corpus: Corpus,
    date: Option<PartialDate>,
    findings: &mut Findings,
) -> Arc<Site> {
    let (before, mut found) = (memo.planned.take(), Findings::default());
    let (settings, corpus) = (Arc::new(settings), Arc::new(corpus));
    let site = Arc::new(Site::plan_after(before.as_deref(), settings, corpus, date, &mut found));
    // What is wrong with a plan is told again.
    memo.planned = (memo.keeps() && found.is_empty()).then(|| site.clone());
    findings.append(found);
    site
}

fn no_base_url() -> Diagnostic {
    let message = "the site has no address: canonical addresses, feeds and the site map are left out";
    Diagnostic::new(Code::NoBaseUrl, message)
        .in_file(&"site.toml".into())
        .hint("add `base_url = \"https://…/\"` when it is known where the site will stand")
}

/// The theme, taken over where none of its files changed.
fn theme(
    memo: &mut Memo,
    inputs: &Inputs,
    settings: &Settings,
    outcome: &mut Outcome,
) -> Option<Arc<render::Theme>> {
    let files = theme_files(inputs);
    let kept = memo.theme.take().filter(|kept| kept.files == files);
    let kept = kept.unwrap_or_else(|| {
        let mut findings = Findings::default();
        let theme = render::Theme::load(settings, files.clone(), &mut findings).map(Arc::new);
        KeptTheme { theme, findings, sources: render::texts(files.clone()), files }
    });
    outcome.findings.append(kept.findings.clone());
    outcome.sources.extend(kept.sources.iter().map(|(file, text)| (file.clone(), text.clone())));
    let theme = kept.theme.clone();
    memo.theme = memo.keeps().then_some(kept);
    theme
}

/// Files of the dossier's own templates and themes.
fn theme_files(inputs: &Inputs) -> Vec<(FilePath, Arc<[u8]>)> {
    ["templates/", "themes/"]
        .into_iter()
        .flat_map(|folder| inputs.under(folder))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

fn newest(corpus: &Corpus) -> Option<PartialDate> {
    corpus.documents.values().filter_map(|d| d.front.date).max()
}
