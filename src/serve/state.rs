//! What is served now: the last good site, and what is wrong since.

use crate::diagnostic::{self, Findings, Severity, Sources};
use crate::output::{OutputTree, PortablePath};
use hyper::body::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a build gave.
#[derive(Debug, Default)]
pub struct Built {
    /// The site, or `None` where an error stands in its way.
    pub tree: Option<OutputTree>,
    /// The path that the site will have on its own server, `/` mostly; pages may name addresses with it.
    pub base: String,
    pub findings: Findings,
    /// Texts to show excerpts from.
    pub sources: Sources,
    /// Failures of the environment, a sentence each: what could not be read or written.
    pub failures: Vec<String>,
}

/// How many bytes of pages made are kept for the next who asks.
const KEPT: usize = 32 << 20;

/// A site that is served: the tree, and the pages that somebody asked for.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) tree: OutputTree,
    pub(super) base: String,
    sources: Sources,
    made: Mutex<BTreeMap<PortablePath, Made>>,
}

/// A file with its bytes.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) bytes: Bytes,
    /// What the bytes are, in short: the value of `ETag`, with its quotation marks.
    pub(super) tag: Arc<str>,
}

impl Site {
    /// A site of which nothing is made yet.
    fn new(tree: OutputTree, base: String, sources: Sources) -> Self {
        Site { tree, base, sources, made: Mutex::default() }
    }

    /// Makes a file, or takes the one made before. `None` where there is none.
    ///
    /// # Errors
    /// What is wrong, as JSON for the page that shows it.
    pub(super) fn file(&self, path: &PortablePath) -> Option<Result<Made, Vec<Value>>> {
        let file = self.tree.get(path)?;
        if let Some(made) = self.made().get(path) {
            return Some(Ok(made.clone()));
        }
        // The lock is not held meanwhile: two who ask at once both make it.
        Some(match file.bytes() {
            Ok(bytes) => {
                let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
                let made = Made { bytes: Bytes::from(bytes.into_owned()), tag: tag.into() };
                self.keep(path, &made);
                Ok(made)
            }
            Err(findings) => Err(problems(&findings, &self.sources, &[])),
        })
    }

    fn made(&self) -> std::sync::MutexGuard<'_, BTreeMap<PortablePath, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, path: &PortablePath, file: &Made) {
        let mut made = self.made();
        let kept: usize = made.values().map(|file| file.bytes.len()).sum();
        if kept + file.bytes.len() > KEPT {
            made.clear();
        }
        made.insert(path.clone(), file.clone());
    }
}

/// What is served and said at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Counts the builds; 0 before the first.
    pub(super) version: u64,
    /// The last good site.
    pub(super) site: Option<Arc<Site>>,
    /// What is wrong since, as [`diagnostic::json`] has it; empty when the site is that of the last build.
    pub(super) problems: Arc<Vec<Value>>,
}

impl State {
    /// The state after a build. A site of which an open page cannot be made is as faulty as one with errors:
    /// the one before stays.
    pub(super) fn after(&self, built: Built, open: &[PortablePath]) -> State {
        let Built { tree, base, findings, sources, failures } = built;
        let mut problems = problems(&findings, &sources, &failures);
        let site = tree.map(|tree| Arc::new(Site::new(tree, base, sources)));
        let faults: Vec<Value> = open
            .iter()
            .filter_map(|path| site.as_ref()?.file(path)?.err())
            .flatten()
            .filter(|fault| !problems.contains(fault))
            .collect();
        let site = if faults.is_empty() { site } else { None };
        // Pages with one template have one fault.
        for fault in faults {
            if !problems.contains(&fault) {
                problems.push(fault);
            }
        }
        State {
            version: self.version + 1,
            site: site.or_else(|| self.site.clone()),
            problems: Arc::new(problems),
        }
    }
}

impl State {
    /// The state when this went wrong too.
    pub(super) fn with_failures(mut self, failures: &[String]) -> State {
        if !failures.is_empty() {
            let before = self.problems.iter().cloned();
            self.problems = Arc::new(failures.iter().map(|failure| failed(failure)).chain(before).collect());
        }
        self
    }
}

/// How many problems are shown; the rest is counted.
const SHOWN: usize = 50;

/// The errors as JSON, and the failures in the same form.
fn problems(findings: &Findings, sources: &Sources, failures: &[String]) -> Vec<Value> {
    let errors = {
        let mut errors = Findings::default();
        let found = findings.iter().filter(|d| d.severity == Severity::Error);
        found.cloned().for_each(|d| errors.push(d));
        errors
    };
    let mut all: Vec<Value> = failures.iter().map(|failure| failed(failure)).collect();
    if let Value::Array(found) = diagnostic::json(&errors, sources) {
        all.extend(found);
    }
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    if more > 0 {
        all.push(failed(&format!("and {more} more; the terminal has all of them")));
    }
    all
}

fn failed(message: &str) -> Value {
    json!({ "severity": "error", "message": message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::output::OutputFile;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn path(text: &str) -> PortablePath {
        PortablePath::new(text).expect("valid")
    }

    fn built(files: Vec<(&str, OutputFile)>) -> Built {
        let mut tree = OutputTree::default();
        files.into_iter().for_each(|(name, file)| tree.insert(path(name), file).expect("free"));
        Built { tree: Some(tree), ..Built::default() }
    }

    fn error(message: &str) -> Findings {
        let mut findings = Findings::default();
        findings.push(Diagnostic::new(Code::Theme, message));
        findings
    }

    fn messages(state: &State) -> Vec<&str> {
        state.problems.iter().filter_map(|p| p["message"].as_str()).collect()
    }

    #[test]
    fn a_faulty_build_leaves_the_last_good_site_and_says_what_is_wrong() {
        let good = State::default().after(built(vec![("a.html", OutputFile::ready(*b"a"))]), &[]);
        assert!(good.site.is_some() && good.problems.is_empty());
        let bad = good.after(Built { findings: error("broken"), ..Built::default() }, &[]);
        assert_eq!(messages(&bad), ["broken"]);
        assert!(bad.site.as_ref().is_some_and(|site| site.tree.get(&path("a.html")).is_some()));
        let again = bad.after(built(vec![("b.html", OutputFile::ready(*b"b"))]), &[]);
        assert!(again.problems.is_empty());
        assert!(again.site.as_ref().is_some_and(|site| site.tree.get(&path("a.html")).is_none()));
        assert_eq!([good.version, bad.version, again.version], [1, 2, 3]);
    }

    #[test]
    fn a_faulty_start_has_no_site() {
        let state = State::default().after(Built { findings: error("broken"), ..Built::default() }, &[]);
        assert!(state.site.is_none());
        assert_eq!(messages(&state), ["broken"]);
    }

    #[test]
    fn a_page_that_cannot_be_made_counts_when_it_is_open() {
        let files = || {
            let failing = OutputFile::made_by(|| Err(error("template")));
            vec![("a.html", OutputFile::ready(*b"a")), ("b.html", failing)]
        };
        let open =
            State::default().after(built(files()), &[path("a.html"), path("b.html"), path("gone.html")]);
        assert!(open.site.is_none());
        assert_eq!(messages(&open), ["template"]);
        let closed = State::default().after(built(files()), &[path("a.html")]);
        assert!(closed.problems.is_empty());
        let site = closed.site.expect("a site");
        assert!(site.file(&path("b.html")).expect("is there").is_err());
        assert!(site.file(&path("gone.html")).is_none());
    }

    #[test]
    fn warnings_are_no_problems_but_failures_are() {
        let mut findings = Findings::default();
        findings.push(Diagnostic::new(Code::NoBaseUrl, "no address"));
        let failures = vec!["cannot write x".to_owned()];
        let state = State::default().after(Built { findings, failures, ..built(vec![]) }, &[]);
        assert_eq!(messages(&state), ["cannot write x"]);
        assert!(state.site.is_some());
    }

    #[test]
    fn many_problems_are_counted() {
        let mut findings = Findings::default();
        (0..60).for_each(|n| findings.push(Diagnostic::new(Code::Theme, format!("{n}"))));
        let state = State::default().after(Built { findings, ..Built::default() }, &[]);
        assert_eq!(state.problems.len(), SHOWN + 1);
        assert_eq!(messages(&state)[SHOWN], "and 10 more; the terminal has all of them");
    }

    #[test]
    fn a_page_is_made_once_a_build_however_many_ask() {
        let count = Arc::new(AtomicUsize::new(0));
        let page = || {
            let count = count.clone();
            OutputFile::made_by(move || {
                Ok(vec![u8::try_from(count.fetch_add(1, Ordering::SeqCst)).expect("few")])
            })
        };
        let at = path("a.html");
        let made =
            |state: &State| state.site.as_ref().expect("a site").file(&at).expect("is there").expect("good");
        let first = State::default().after(built(vec![("a.html", page())]), &[]);
        assert_eq!(made(&first).tag, made(&first).tag);
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let next = first.after(built(vec![("a.html", page())]), &[]);
        assert_ne!(made(&next).tag, made(&first).tag);
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
