//! The commands.

use super::arguments::{Common, Format};
use super::watch::{Timings, Watch};
use super::{Exit, UsageError, account, disk, report, terminal};
use crate::corpus;
use crate::diagnostic::{self, Findings};
use crate::document::PartialDate;
use crate::dossier::{self, Inputs, Mode, Outcome};
use crate::output::OutputTree;
use crate::publish::Imprint;
use crate::publish::content::{Applied, ContentFolder, recover_content};
use anyhow::Result;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What `ingest` does with its results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ingest {
    Write,
    Check,
    Report(Format),
}

impl Ingest {
    /// From the flags.
    pub(super) fn of(check: bool, report: bool, format: Format) -> Self {
        match (check, report) {
            (true, _) => Ingest::Check,
            (false, true) => Ingest::Report(format),
            (false, false) => Ingest::Write,
        }
    }
}

/// Converts seeds to Markdown.
pub(super) fn ingest(common: &Common, seeds: &[String], what: Ingest) -> Result<Exit> {
    let watch = Watch::start(Timings::Untold);
    let root = root(common)?;
    let mode = if what == Ingest::Check { Mode::Frozen } else { Mode::Merge };
    let (content, inputs) = if what == Ingest::Write { open(&root, mode)? } else { (None, read(&root)?) };
    let wanted = wanted_seeds(seeds, &inputs)?;
    let outcome = dossier::ingest(&inputs, mode, wanted.as_deref());
    if outcome.findings.has_errors() {
        return Ok(refuse(&outcome, "nothing was written"));
    }
    match what {
        Ingest::Write => {
            let applied = apply(content.as_ref(), &outcome)?;
            terminal::show(&outcome.findings, &outcome.sources);
            report::ingested(&outcome, &applied, watch.elapsed());
        }
        Ingest::Check => {
            terminal::show(&outcome.findings, &outcome.sources);
            terminal::say(&format!("every base is what its seed converts to ({})", outcome.seeds.len()));
        }
        Ingest::Report(format) => {
            terminal::show(&outcome.findings, &outcome.sources);
            account::report(&outcome.seeds, format);
        }
    }
    Ok(Exit::Clean)
}

/// Seeds named on the command line, with or without `seeds/`; all when none is named.
fn wanted_seeds(seeds: &[String], inputs: &Inputs) -> Result<Option<Vec<String>>> {
    if seeds.is_empty() {
        return Ok(None);
    }
    let mut out = Vec::new();
    for seed in seeds {
        let name = Path::new(seed).file_name().and_then(|n| n.to_str()).unwrap_or(seed);
        if inputs.get(&format!("seeds/{name}")).is_none() {
            let known = inputs.under("seeds/").filter_map(|(path, _)| path.strip_prefix("seeds/"));
            let near = diagnostic::nearest(name, known).map(|n| format!("; did you mean `{n}`?"));
            let message = format!("there is no seed `{name}`{}", near.unwrap_or_default());
            return Err(UsageError(message).into());
        }
        out.push(name.to_owned());
    }
    Ok(Some(out))
}

/// Finds everything that is wrong.
pub(super) fn check(common: &Common, format: Format) -> Result<Exit> {
    let root = root(common)?;
    let inputs = read(&root)?;
    let mut outcome = dossier::build(&inputs, Mode::Frozen, date(common)?);
    let found = render_all(&outcome.tree);
    outcome.findings.append(found);
    if let Some(site) = &outcome.site {
        let proposals = corpus::proposals(&site.corpus);
        proposals.iter().for_each(|proposal| outcome.findings.push(proposal.note(&site.corpus)));
    }
    outcome.show_from(&inputs);
    outcome.findings.sort();
    match format {
        Format::Human => terminal::show(&outcome.findings, &outcome.sources),
        Format::Json => report::json(&diagnostic::json(&outcome.findings, &outcome.sources)),
    }
    if outcome.findings.has_errors() {
        return Ok(exit_of(&outcome));
    }
    if format == Format::Human {
        terminal::say(&format!("checked: {} files would be written", outcome.tree.len()));
    }
    Ok(Exit::Clean)
}

/// Makes every file of the tree and throws it away, for what templates get wrong.
fn render_all(tree: &OutputTree) -> Findings {
    let files: Vec<_> = tree.iter().collect();
    let found: Vec<Findings> = files.into_par_iter().filter_map(|(_, file)| file.bytes().err()).collect();
    let mut all = Findings::default();
    found.into_iter().for_each(|f| all.append(f));
    all
}

pub(super) fn root(common: &Common) -> Result<PathBuf> {
    disk::find_root(common.root.as_deref()).map_err(|e| UsageError(format!("{e:#}")).into())
}

/// Takes `content/` where the run may write there, so that nobody else's run does meanwhile, and reads all
/// inputs.
pub(super) fn open(root: &Path, mode: Mode) -> Result<(Option<ContentFolder>, Inputs)> {
    if mode == Mode::Frozen {
        return Ok((None, read(root)?));
    }
    let folder = ContentFolder::open(root)?;
    report::recovered(folder.recovered());
    Ok((Some(folder), disk::read(root)?))
}

/// Settles what an interrupted run left, then reads all inputs.
pub(super) fn read(root: &Path) -> Result<Inputs> {
    report::recovered(&recover_content(root)?);
    disk::read(root)
}

pub(super) fn date(common: &Common) -> Result<Option<PartialDate>> {
    match common.date {
        Some(date) => Ok(Some(date)),
        None => terminal::source_date(),
    }
}

pub(super) fn imprint(outcome: &Outcome) -> Imprint {
    let site = outcome.site.as_ref();
    Imprint {
        title: site.map(|s| s.settings.title.clone()).unwrap_or_default(),
        date: site.and_then(|s| s.date).map(|d| d.to_string()).unwrap_or_default(),
    }
}

/// Makes the changes of content, all or none.
pub(super) fn apply(content: Option<&ContentFolder>, outcome: &Outcome) -> Result<Applied> {
    match content {
        Some(folder) if !outcome.changes.is_empty() => Ok(folder.apply(&outcome.changes)?),
        _ => Ok(Applied::default()),
    }
}

/// Shows the findings of a run that goes no further.
pub(super) fn refuse(outcome: &Outcome, consequence: &str) -> Exit {
    terminal::show(&outcome.findings, &outcome.sources);
    terminal::say(consequence);
    exit_of(outcome)
}

fn exit_of(outcome: &Outcome) -> Exit {
    if outcome.configuration_is_wrong() { Exit::Usage } else { Exit::Content }
}
