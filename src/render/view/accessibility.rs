//! View of the page with the report of the accessibility tests.

use super::Views;
use crate::config::Contact;
use crate::corpus::{REPORT, TestReport};
use serde::Serialize;

/// What the tests judged and found, and where to tell what they missed.
#[derive(Debug, Clone, Serialize)]
pub struct AccessibilityView {
    /// Day of the run.
    pub date: String,
    pub axe: String,
    pub browser: String,
    pub pages: i64,
    /// How many kinds of pages there were.
    pub kinds: i64,
    /// Widths of the window, in words: `320, 768, 1280`.
    pub widths: String,
    pub runs: i64,
    pub rules: i64,
    pub findings: i64,
    pub undecided: Vec<UndecidedView>,
    /// Address of the report as data.
    pub json: String,
    /// Where a reader can report a problem, where the dossier says so.
    pub contact: Option<ContactView>,
}

/// A rule that no program could decide, with the most places on one page.
#[derive(Debug, Clone, Serialize)]
pub struct UndecidedView {
    pub rule: String,
    pub places: i64,
}

/// An address to write to.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    pub href: String,
    pub text: String,
}

impl Views<'_> {
    pub(in crate::render) fn accessibility(&self, report: &TestReport) -> AccessibilityView {
        let widths: Vec<String> = report.widths.iter().map(u32::to_string).collect();
        let undecided = report.undecided.iter();
        AccessibilityView {
            date: report.date.to_string(),
            axe: report.axe.clone(),
            browser: report.browser.clone(),
            pages: shown(report.pages),
            kinds: shown(report.kinds.len()),
            widths: widths.join(", "),
            runs: shown(report.runs),
            rules: shown(report.rules),
            findings: shown(report.findings),
            undecided: undecided
                .map(|u| UndecidedView { rule: u.rule.clone(), places: shown(u.places) })
                .collect(),
            json: REPORT.trim_start_matches("content/").to_owned(),
            contact: self.site.settings.contact.as_ref().map(contact),
        }
    }
}

fn contact(contact: &Contact) -> ContactView {
    ContactView { href: contact.href(), text: contact.to_string() }
}

/// A count as the filter `number` takes it.
fn shown(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
