//! Faults of content: spans, stable codes, severities, collected findings.
//!
//! A fault of content never stops the program at once: it is pushed onto [`Findings`], and the run
//! goes on to find the next one. Faults of the environment (disk, permissions) are errors of another
//! kind and do not pass through here.

mod code;
mod print;

pub use code::Code;
pub use print::{Style, human, json, summary};

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Byte range within a file.
pub type Span = Range<usize>;

/// Path of an input file, relative to the dossier's root, with `/` between its parts.
pub type FilePath = Arc<str>;

/// How bad a finding is: an error stops the run before anything is written, a warning does not; a note is a
/// question to editors, which only `check` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    /// The word that is printed and that stands in the JSON output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in an input file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    pub file: FilePath,
    /// Start and end in bytes; an empty span marks a position.
    pub start: usize,
    pub end: usize,
}

impl Location {
    /// A span within a file.
    pub fn new(file: &FilePath, span: Span) -> Self {
        Location { file: file.clone(), start: span.start, end: span.end }
    }

    /// The file as such, where no place in it can be named.
    pub fn file(file: &FilePath) -> Self {
        Location { file: file.clone(), start: 0, end: 0 }
    }
}

/// One finding: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One terse sentence, in English, without a full stop.
    pub message: String,
    pub at: Option<Location>,
    /// Words printed at the marked place.
    pub label: Option<String>,
    /// Further places, each with its words.
    pub also: Vec<(Location, String)>,
    /// What the reader can do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A finding of the severity that its code has.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            at: None,
            label: None,
            also: Vec::new(),
            hint: None,
        }
    }

    /// Adds the place.
    pub fn at(mut self, file: &FilePath, span: Span) -> Self {
        self.at = Some(Location::new(file, span));
        self
    }

    /// Adds the file, where no place in it can be named.
    pub fn in_file(mut self, file: &FilePath) -> Self {
        self.at = Some(Location::file(file));
        self
    }

    /// Adds words at the marked place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a second place that explains the first.
    pub fn also(mut self, file: &FilePath, span: Span, label: impl Into<String>) -> Self {
        self.also.push((Location::new(file, span), label.into()));
        self
    }

    /// Adds what the reader can do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds "did you mean" with the nearest of the known words, or the list of them when it is short.
    pub fn did_you_mean<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        match nearest(word, known.clone()) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => {
                let all: Vec<&str> = known.into_iter().collect();
                if all.is_empty() || all.len() > 24 {
                    self
                } else {
                    self.hint(format!("known here: {}", all.join(", ")))
                }
            }
        }
    }
}

/// The known word nearest to `word`, when it is near enough to be a slip of the pen.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (strsim::jaro_winkler(&word.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(score, _)| *score >= 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, k)| k)
}

/// All findings of a run, in the order in which they were made until [`Findings::sort`].
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds the findings of another stage.
    pub fn append(&mut self, mut other: Findings) {
        self.list.append(&mut other.list);
    }

    /// Whether there is at least one error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Counts errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        (self.count(Severity::Error), self.count(Severity::Warning))
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Puts the findings in the order of file and place, and drops repeats, so that the output does
    /// not depend on which thread found what first.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (&a.at, a.severity, a.code.as_str(), &a.message).cmp(&(
                &b.at,
                b.severity,
                b.code.as_str(),
                &b.message,
            ))
        });
        self.list.dedup();
    }
}

/// The texts of the input files, to show excerpts from.
pub type Sources = BTreeMap<FilePath, Arc<str>>;
