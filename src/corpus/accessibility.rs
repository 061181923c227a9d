//! The report of the last full run of the accessibility tests, as the dossier keeps it.
//!
//! The tests in the browser write it and an editor commits it: a build measures nothing, and the page that shows the
//! report says of which day it is.

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::PartialDate;
use serde::Deserialize;

/// Where a dossier keeps the report. As every file beside pages it is copied to the site.
pub const REPORT: &str = "content/toegankelijkheid.json";

/// What the tests judged, and what they found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestReport {
    /// Day of the run.
    #[serde(deserialize_with = "date")]
    pub date: PartialDate,
    /// Version of axe-core, which judged.
    pub axe: String,
    /// Name and version of the browser.
    pub browser: String,
    /// Groups of rules, as axe names them: `wcag2a`, `wcag22aa`, `best-practice`.
    pub standards: Vec<String>,
    /// How many pages the site had.
    pub pages: usize,
    pub kinds: Vec<TestedKind>,
    /// Widths of the window in CSS pixels, in which each kind of page was judged.
    pub widths: Vec<u32>,
    /// Colours in which each kind of page was judged: `light`, `dark`.
    pub schemes: Vec<String>,
    /// How often a page was judged in one state.
    pub runs: usize,
    /// How many rules were tried.
    pub rules: usize,
    /// How many faults were found.
    pub findings: usize,
    pub undecided: Vec<Undecided>,
}

/// A kind of page, by the name of its view.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestedKind {
    pub kind: String,
    pub pages: usize,
}

/// A rule that a program could not decide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undecided {
    pub rule: String,
    /// In how many places at most, on one page.
    pub places: usize,
}

fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<PartialDate, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(|()| serde::de::Error::custom(format!("`{text}` is no date such as 2025-04-09")))
}

impl TestReport {
    /// Reads the report; a file that is none is a finding.
    pub fn read(bytes: &[u8], findings: &mut Findings) -> Option<Self> {
        match serde_json::from_slice(bytes) {
            Ok(report) => Some(report),
            Err(fault) => {
                let file: FilePath = REPORT.into();
                let diagnostic = Diagnostic::new(
                    Code::WrongValue,
                    format!("this is no report of the accessibility tests: {fault}"),
                );
                findings.push(
                    diagnostic.in_file(&file).hint(
                        "let the tests write it, or remove it: the page with the report is then left out",
                    ),
                );
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{ "date": "2026-11-22", "axe": "4.14.1", "browser": "Chromium 156", "standards": ["wcag2a"],
        "pages": 3, "kinds": [{ "kind": "home", "pages": 1 }], "widths": [320], "schemes": ["light"], "runs": 9,
        "rules": 80, "findings": 0, "undecided": [{ "rule": "color-contrast", "places": 2 }] }"#;

    fn check(text: &str) -> (Option<TestReport>, Vec<String>) {
        let mut findings = Findings::default();
        let report = TestReport::read(text.as_bytes(), &mut findings);
        (report, findings.iter().map(|d| format!("{}: {}", d.code.as_str(), d.message)).collect())
    }

    #[test]
    fn a_report_is_read_whole() {
        let (report, found) = check(WHOLE);
        assert!(found.is_empty(), "{found:?}");
        let report = report.expect("complete");
        assert_eq!((report.date.to_string().as_str(), report.runs, report.findings), ("2026-11-22", 9, 0));
        assert_eq!(report.undecided, [Undecided { rule: "color-contrast".into(), places: 2 }]);
    }

    #[test]
    fn what_is_no_report_is_a_finding() {
        for (text, part) in [
            ("", "EOF"),
            ("{}", "missing field `date`"),
            (&WHOLE.replace("2026-11-22", "gisteren"), "`gisteren` is no date"),
            (&WHOLE.replace("\"runs\"", "\"run\""), "unknown field `run`"),
        ] {
            let (report, found) = check(text);
            assert!(report.is_none() && found.len() == 1, "{text}: {found:?}");
            assert!(found[0].starts_with("wrong-value: ") && found[0].contains(part), "{found:?}");
        }
    }
}
