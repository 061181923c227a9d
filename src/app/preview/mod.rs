//! `serve`: the preview. Here are its wiring and its words; the module `serve` does the serving.

mod reading;
#[cfg(test)]
mod reading_tests;
mod writing;

use super::arguments::Common;
use super::commands::{date, root};
use super::watch::{Timings, Watch};
use super::{Exit, report, terminal};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Severity, Sources};
use crate::document::PartialDate;
use crate::dossier::{self, Memo, Mode, Outcome};
use crate::publish::content::{ContentChange, recover_content};
use crate::render::policy;
use crate::serve::{self, Built, Dossier, Options, Told, Touched, Watched, Watching};
use anyhow::{Context, Result};
use reading::Reading;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use writing::Writing;

/// What the command line asks for.
#[allow(clippy::struct_excessive_bools, reason = "flags of the command line, each on its own")]
pub(super) struct Wanted {
    pub(super) host: IpAddr,
    pub(super) port: u16,
    pub(super) open: bool,
    pub(super) poll: bool,
    pub(super) write: bool,
}

/// Serves until the process is asked to end.
pub(super) fn serve(common: &Common, wanted: &Wanted) -> Result<Exit> {
    let root = root(common)?;
    let root = root.canonicalize().with_context(|| format!("{} cannot be read", root.display()))?;
    if wanted.write {
        report::recovered(&recover_content(&root)?);
    }
    let writing = Arc::new(Mutex::new(()));
    let preview = Preview {
        reading: Reading::new(root.clone()),
        memo: Memo::default(),
        date: date(common)?,
        write: wanted.write.then(|| Writing::new(root, writing.clone())),
        said: None,
        held: None,
    };
    let watching = if wanted.poll { Watching::Looking } else { Watching::Reports };
    let policy = policy::preview();
    let options = Options { host: wanted.host, port: wanted.port, watching, policy };
    let open = wanted.open;
    serve::run(&options, preview, Arc::new(move |told| say(told, open)))?;
    // A change of content that is being written is written whole; no other one begins.
    std::mem::forget(writing.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Exit::Clean)
}

/// Tells people what goes on.
fn say(told: &Told, open: bool) {
    match told {
        Told::Listening { address, taken } => {
            if let Some(port) = taken {
                terminal::say(&format!("port {port} is taken; using {}", address.port()));
            }
            if !address.ip().is_loopback() {
                terminal::say(&format!(
                    "warning: whoever reaches this machine at {} can read the preview, drafts included",
                    address.ip()
                ));
            }
            let page = page(*address);
            report::print(&format!("open {page}\n"));
            if open && let Err(error) = open::that_detached(&page) {
                terminal::say(&format!("no browser could be started: {error}"));
            }
        }
        Told::Looking { why } => {
            terminal::say(&format!("warning: looking for changes again and again, as with --poll: {why}"));
        }
    }
}

/// The address of the home page, for a browser on this machine.
fn page(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => {
            format!("http://{}/", SocketAddr::from((Ipv4Addr::LOCALHOST, address.port())))
        }
        _ => format!("http://{address}/"),
    }
}

/// The dossier that is shown.
struct Preview {
    reading: Reading,
    /// What earlier builds made of files that did not change.
    memo: Memo,
    date: Option<PartialDate>,
    /// `None` where nothing is to be written.
    write: Option<Writing>,
    /// What was said last.
    said: Option<Said>,
    /// What was built and is not shown yet.
    held: Option<Held>,
}

/// What there is to say and to do when a build is shown.
struct Held {
    /// The files that were read for it.
    changed: BTreeSet<String>,
    findings: Findings,
    sources: Sources,
    changes: Vec<ContentChange>,
    failures: Vec<String>,
    pages: usize,
    took: Duration,
}

impl Held {
    fn is_good(&self) -> bool {
        self.failures.is_empty() && !self.findings.has_errors()
    }
}

/// What was said of a build, as far as saying it again would be news: a place that moves because somebody
/// writes above it is none.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    findings: Vec<(Severity, Code, String, Option<FilePath>)>,
    failures: Vec<String>,
}

impl Said {
    fn of(findings: &Findings, failures: &[String]) -> Self {
        let file = |d: &Diagnostic| d.at.as_ref().map(|at| at.file.clone());
        let one = |d: &Diagnostic| (d.severity, d.code, d.message.clone(), file(d));
        Said { findings: findings.iter().map(one).collect(), failures: failures.to_vec() }
    }

    fn is_bad(&self) -> bool {
        let is_error = |(severity, ..): &(Severity, _, _, _)| *severity == Severity::Error;
        !self.failures.is_empty() || self.findings.iter().any(is_error)
    }
}

impl Dossier for Preview {
    fn build(&mut self, touched: &Touched) -> Option<Built> {
        let changed = match touched {
            Touched::Everything => {
                // After a fault of the program, too, which may have left a memo behind that is half made.
                self.memo = Memo::default();
                self.reading.everything()
            }
            Touched::Paths(paths) => self.reading.again(paths),
        };
        let may_write_now = self.write.as_ref().is_some_and(Writing::may_succeed_now);
        if changed.is_empty() && self.said.is_some() && !may_write_now {
            return None;
        }
        let watch = Watch::start(Timings::Untold);
        let failures = self.reading.failures();
        let mut outcome = Outcome::default();
        if failures.is_empty() {
            outcome =
                dossier::build_with(&mut self.memo, self.reading.inputs(), Mode::Preview, self.date, &watch);
            watch.rest();
        }
        let mut held = Held {
            changed: self.held.take().map_or_else(BTreeSet::new, |held| held.changed),
            findings: outcome.findings.clone(),
            sources: outcome.sources.clone(),
            changes: std::mem::take(&mut outcome.changes),
            failures,
            pages: outcome.site.as_ref().map_or(0, |site| site.pages.len()),
            took: watch.elapsed(),
        };
        held.changed.extend(changed);
        let built = built(outcome, held.failures.clone());
        self.held = Some(held);
        Some(built)
    }

    fn shown(&mut self) -> Vec<String> {
        let Some(mut held) = self.held.take() else { return Vec::new() };
        let failure = self.write(&held);
        held.failures.extend(failure.clone());
        self.tell(&held);
        if held.is_good() {
            let mut names = held.changed.iter();
            let what = match (names.next(), names.next()) {
                (Some(only), None) => only.clone(),
                _ => format!("{} files", held.changed.len()),
            };
            let seconds = held.took.as_secs_f64();
            terminal::say(&format!("{what} read, {} pages ({seconds:.3} s)", held.pages));
        }
        failure.into_iter().collect()
    }

    fn watched(&self) -> Vec<Watched> {
        self.reading.watched()
    }
}

impl Preview {
    /// Writes what ingest changed, where that is asked for. Gives what went wrong.
    fn write(&mut self, held: &Held) -> Option<String> {
        let writing = self.write.as_mut()?;
        if held.findings.has_errors() || held.changes.is_empty() {
            return None;
        }
        match writing.write(&held.changes) {
            Ok(applied) => {
                report::content_written(&applied);
                // What the watcher reports of these files is no news then.
                self.reading.wrote(&held.changes);
                None
            }
            Err(error) => Some(error.to_string()),
        }
    }

    /// Shows findings and failures, each set once.
    fn tell(&mut self, held: &Held) {
        let said = Said::of(&held.findings, &held.failures);
        if self.said.as_ref() == Some(&said) {
            return;
        }
        held.failures.iter().for_each(|failure| terminal::say(&format!("error: {failure}")));
        terminal::show(&held.findings, &held.sources);
        if self.said.as_ref().is_some_and(Said::is_bad) && !said.is_bad() {
            terminal::say("all is well again");
        }
        self.said = Some(said);
    }
}

fn built(outcome: Outcome, failures: Vec<String>) -> Built {
    let base = outcome.site.as_ref().and_then(|site| site.settings.base_url.as_ref());
    Built {
        base: base.map_or_else(|| "/".to_owned(), |url| url.path().to_owned()),
        // A write that failed takes nothing from the site.
        tree: (outcome.site.is_some() && !outcome.findings.has_errors()).then_some(outcome.tree),
        findings: outcome.findings,
        sources: outcome.sources,
        failures,
    }
}
