//! What the program says, and how: colours only where they are wanted.
#![allow(clippy::disallowed_methods, reason = "reads NO_COLOR and SOURCE_DATE_EPOCH")]

use super::{Exit, UsageError};
use crate::diagnostic::{self, Findings, Sources, Style};
use crate::document::PartialDate;
use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{IsTerminal, Write, stderr};

/// Bounds the number of threads.
pub(super) fn threads(jobs: Option<u16>) -> Result<()> {
    if let Some(jobs) = jobs {
        rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build_global()
            .context("the threads cannot be started")?;
    }
    Ok(())
}

/// Whether standard error takes colours: it is a terminal and `NO_COLOR` is not set.
pub(super) fn style() -> Style {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    if wanted && stderr().is_terminal() { Style::Coloured } else { Style::Plain }
}

/// Whether somebody sits before standard error, so that a bar is seen and not written into a file.
pub(super) fn is_watched() -> bool {
    stderr().is_terminal()
}

/// Prints the findings for people and sums them up.
pub(super) fn show(findings: &Findings, sources: &Sources) {
    if !findings.is_empty() {
        say(&told(findings, sources, style()));
    }
}

/// The findings and their sum as people see them.
pub(super) fn told(findings: &Findings, sources: &Sources, style: Style) -> String {
    let found = diagnostic::human(findings, sources, style);
    let summary = diagnostic::summary(findings).map(|s| format!("\n\n{s}")).unwrap_or_default();
    format!("{}{summary}", found.trim_end())
}

/// Prints a line to standard error. That nobody listens is no reason to stop.
pub(super) fn say(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// Says why a run could not go on, with every cause.
pub(super) fn failed(error: &anyhow::Error) -> Exit {
    say(&format!("error: {error:#}"));
    if error.is::<UsageError>() { Exit::Usage } else { Exit::Environment }
}

/// The date of `SOURCE_DATE_EPOCH`, the convention of reproducible builds: seconds since 1970, UTC.
pub(super) fn source_date() -> Result<Option<PartialDate>> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.to_str().and_then(|v| v.parse::<i64>().ok());
    let date = seconds
        .and_then(|s| Timestamp::from_second(s).ok())
        .map(|t| TimeZone::UTC.to_datetime(t).date())
        .and_then(|d| PartialDate::new(d.year(), Some(d.month()), Some(d.day())));
    match date {
        Some(date) => Ok(Some(date)),
        None => {
            let value = value.to_string_lossy();
            Err(UsageError(format!("SOURCE_DATE_EPOCH must be seconds since 1970, not `{value}`")).into())
        }
    }
}
