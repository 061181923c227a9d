//! A dossier's files in memory, and what a run makes of them: changes of content, and the site.
//!
//! Nothing here touches the disk: inputs come as a map, results go back as values.

mod addresses;
mod align;
mod content;
mod inputs;
mod machine;
mod memo;
mod merge;
mod provenance;
mod seeds;
mod update;

pub use inputs::Inputs;
pub use memo::Memo;
pub use seeds::ConvertedSeed;

use crate::config::{self, Settings};
use crate::corpus::{self, Content, Corpus};
use crate::data;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Severity, Sources};
use crate::document::PartialDate;
use crate::output::{LateFiles, OutputFile, OutputTree, Places, PortablePath};
use crate::phase::{Follow, Nobody, Phase};
use crate::publish::content::ContentChange;
use crate::render;
use crate::search;
use crate::site::Site;
use memo::KeptTheme;
use std::borrow::Cow;
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
        for diagnostic in self.findings.iter() {
            let places = diagnostic.at.iter().chain(diagnostic.also.iter().map(|(place, _)| place));
            for file in places.map(|place| &place.file) {
                if !self.sources.contains_key(file)
                    && let Some(text) = inputs.text(file, &mut Findings::default())
                {
                    self.sources.insert(file.clone(), text.into());
                }
            }
        }
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

/// As [`build`], and tells `follow` of each phase. Of inputs that are given away each file's bytes go as soon as nobody
/// needs them any more.
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
        let update::Updated { content, inputs: mut after, incomplete } = updated;
        if matches!(inputs, Cow::Owned(_)) {
            // Bases and maps are read, and take as much room as the texts; messages yet to come are not about them.
            outcome.show_from(&after);
            after.remove_under(content::INGEST);
        }
        drop(inputs);
        // A file that could not be read would make every link to it a fault of its own.
        if !incomplete {
            let content = if mode == Mode::Preview { content } else { content.without_drafts() };
            plan((memo, content), &after, settings, date, &mut outcome, follow);
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
    let site = Arc::new(Site::plan(Arc::new(settings), Arc::new(corpus), date, findings));
    outcome.site = Some(site.clone());
    let Some(theme) = theme else { return };
    outcome.tree = tree(memo, &site, &theme, inputs, findings);
    outcome.theme = Some(theme);
    // The rest is found out when somebody looks for it.
    follow.count(outcome.tree.known());
    // Of a site that is not written nothing is left out.
    if site.settings.base_url.is_none() && !findings.has_errors() {
        findings.push(no_base_url());
    }
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

fn cannot_write(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::AddressTaken, format!("cannot write `{path}`: {why}"))
}

/// Files that crawlers look for at one address: a dossier's own in `static/` stands in the place of ours.
const REPLACEABLE: [&str; 2] = ["robots.txt", "llms.txt"];

/// A file of the site, before it has its place.
struct Entry {
    path: String,
    file: OutputFile,
    /// The dossier's own file that it is, where it is one.
    from: Option<FilePath>,
}

/// The tree of a site. Where it has the same places as the one before, these are taken over.
fn tree(
    memo: &mut Memo,
    site: &Arc<Site>,
    theme: &Arc<render::Theme>,
    inputs: &Inputs,
    findings: &mut Findings,
) -> OutputTree {
    let (late, entries) = (search::files(site), entries(site, theme, inputs));
    let known = memo.places.take();
    let filled = match &known {
        Some(places) => {
            places.fill(std::slice::from_ref(&late), entries, |entry| &entry.path, |entry| entry.file)
        }
        None => Err(entries),
    };
    let (tree, places) = match filled {
        Ok(tree) => (tree, known),
        Err(entries) => laid_out(late, entries, findings),
    };
    memo.places = places.filter(|_| memo.keeps());
    tree
}

/// Puts the files in their places, and gives these where all files have one.
fn laid_out(late: LateFiles, entries: Vec<Entry>, findings: &mut Findings) -> (OutputTree, Option<Places>) {
    let mut tree = OutputTree::default();
    let mut whole = true;
    if let Err(why) = tree.insert_late(late) {
        whole = false;
        findings.push(cannot_write(search::FOLDER, &why.to_string()));
    }
    for Entry { path, file, from } in entries {
        let inserted = PortablePath::new(&path)
            .map_err(|e| e.to_string())
            .and_then(|path| tree.insert(path, file).map_err(|e| e.to_string()));
        if let Err(why) = inserted {
            whole = false;
            let mut diagnostic = cannot_write(&path, &why);
            if let Some(from) = from {
                diagnostic = diagnostic.in_file(&from).hint("rename the file");
            }
            findings.push(diagnostic);
        }
    }
    let places = whole.then(|| tree.places());
    (tree, places)
}

/// All files of a site but those of the search index.
fn entries(site: &Arc<Site>, theme: &Arc<render::Theme>, inputs: &Inputs) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |path: String, file: OutputFile, from: Option<&FilePath>| {
        entries.push(Entry { path, file, from: from.cloned() });
    };
    for (path, file) in render::files(site, theme) {
        add(path, file, None);
    }
    let replaced =
        |path: &str| REPLACEABLE.contains(&path) && inputs.get(&format!("static/{path}")).is_some();
    for (path, file) in data::files(site).into_iter().filter(|(path, _)| !replaced(path)) {
        let site = site.clone();
        add(path, OutputFile::written_by(move |out| file.write(&site, out)), None);
    }
    for (path, id) in data::twins(site) {
        let (site, id) = (site.clone(), id.to_owned());
        let recipe = move || Ok(data::twin(&site, &id).expect("twins are planned for documents that exist"));
        add(path, OutputFile::made_by(recipe), None);
    }
    for (path, file) in machine::files(site, theme).into_iter().filter(|(path, _)| !replaced(path)) {
        add(path, file, None);
    }
    for (path, bytes) in inputs.under("static/") {
        let below = path.trim_start_matches("static/").to_owned();
        add(below, OutputFile::ready(bytes.clone()), Some(path));
    }
    for (path, bytes) in inputs.under("content/") {
        let below = path.strip_prefix("content/").unwrap_or(path);
        let copied =
            !path.starts_with(content::INGEST) && !below.ends_with(".md") && !below.ends_with(".rej");
        if copied {
            add(below.to_owned(), OutputFile::ready(bytes.clone()), Some(path));
        }
    }
    entries
}
