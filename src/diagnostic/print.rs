//! Findings as people read them (rustc's manner) and as JSON.

use super::{Diagnostic, Findings, Location, Severity, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Whether the output may carry terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Coloured,
}

/// All findings with excerpts, one block each, a blank line between them.
pub fn human(findings: &Findings, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut out = String::new();
    let mut lines = Lines::default();
    for diagnostic in findings.iter() {
        out.push_str(&renderer.render(&[group(diagnostic, sources, &mut lines)]));
        out.push_str("\n\n");
    }
    out
}

/// "2 errors, 1 warning", or `None` where nothing was found.
pub fn summary(findings: &Findings) -> Option<String> {
    let count = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| count(findings.count(severity), severity.as_str()))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where the lines of each file begin, told once for all findings in it.
type Lines<'a> = BTreeMap<&'a str, Vec<usize>>;

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, lines: &mut Lines<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.as_str()));
    let mut places: Vec<(&Location, Option<&str>, AnnotationKind)> = Vec::new();
    if let Some(at) = &diagnostic.at {
        places.push((at, diagnostic.label.as_deref(), AnnotationKind::Primary));
    }
    for (at, label) in &diagnostic.also {
        places.push((at, Some(label), AnnotationKind::Context));
    }
    let mut files: Vec<&str> = places.iter().map(|(at, ..)| &*at.file).collect();
    files.dedup();
    for file in files {
        let here: Vec<_> = places.iter().filter(|(at, ..)| &*at.file == file).collect();
        group = match sources.get(file) {
            Some(text) if here.iter().any(|(at, ..)| at.end > 0) => {
                let starts = lines.entry(file).or_insert_with(|| line_starts(text));
                group.element(snippet(text, starts, file, &here))
            }
            _ => group.element(Origin::path(file)),
        };
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint));
    }
    group
}

type Place<'a> = (&'a Location, Option<&'a str>, AnnotationKind);

fn snippet<'a>(
    text: &'a str,
    starts: &[usize],
    file: &'a str,
    places: &[&Place<'a>],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    // Only the lines that are shown: the renderer reads the whole of what it gets, for every finding.
    let first = places.iter().map(|(at, ..)| at.start).min().unwrap_or(0);
    let last = places.iter().map(|(at, ..)| at.end).max().unwrap_or(0);
    let from = text[..floor(text, first)].rfind('\n').map_or(0, |at| at + 1);
    let last = floor(text, last).max(from);
    let to = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    let line = starts.partition_point(|start| *start <= from);
    let mut snippet = Snippet::source(&text[from..to]).line_start(line).path(file).fold(true);
    for (at, label, kind) in places {
        let start = floor(text, at.start);
        let end = floor(text, at.end).max(start);
        let annotation = kind.span(start - from..end - from);
        snippet = snippet.annotation(match label {
            Some(label) => annotation.label(*label),
            None => annotation,
        });
    }
    snippet
}

/// The nearest character boundary at or before `at`, within the text.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// Line and column of a byte, both from 1; the column counts characters.
pub(crate) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..floor(text, at)];
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (line, before[start..].chars().count() + 1)
}

/// The findings as a JSON array: `code, severity, message, file, line, column, end_line, end_column,
/// excerpt, hint, also`; a place that cannot be named is `null`.
pub fn json(findings: &Findings, sources: &Sources) -> Value {
    Value::Array(findings.iter().map(|d| entry(d, sources)).collect())
}

fn entry(d: &Diagnostic, sources: &Sources) -> Value {
    let mut value = json!({
        "code": d.code.as_str(),
        "severity": d.severity.as_str(),
        "message": d.message,
    });
    place(&mut value, d.at.as_ref(), sources);
    value["label"] = json!(d.label);
    value["hint"] = json!(d.hint);
    value["also"] = d
        .also
        .iter()
        .map(|(at, label)| {
            let mut also = json!({ "label": label });
            place(&mut also, Some(at), sources);
            also
        })
        .collect();
    value
}

fn place(value: &mut Value, at: Option<&Location>, sources: &Sources) {
    value["file"] = json!(at.map(|at| &*at.file));
    let marked = at.filter(|at| at.end > 0).and_then(|at| sources.get(&at.file).map(|text| (at, text)));
    for key in ["line", "column", "end_line", "end_column", "excerpt"] {
        value[key] = Value::Null;
    }
    if let Some((at, text)) = marked {
        let (line, column) = line_column(text, at.start);
        let (end_line, end_column) = line_column(text, at.end);
        value["line"] = json!(line);
        value["column"] = json!(column);
        value["end_line"] = json!(end_line);
        value["end_column"] = json!(end_column);
        value["excerpt"] = json!(text.lines().nth(line - 1).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, FilePath};

    fn sample() -> (Findings, Sources) {
        let file: FilePath = "site.toml".into();
        let text = "title = \"x\"\ntitel = \"y\"\n";
        let mut findings = Findings::default();
        findings.push(
            Diagnostic::new(Code::UnknownKey, "unknown key `titel`")
                .at(&file, 12..17)
                .did_you_mean("titel", ["title", "theme"]),
        );
        (findings, Sources::from([(file, text.into())]))
    }

    #[test]
    fn a_finding_shows_place_line_mark_code_and_hint() {
        let (findings, sources) = sample();
        let text = human(&findings, &sources, Style::Plain);
        for part in ["error[unknown-key]", "site.toml:2:1", "titel = \"y\"", "^^^^^", "did you mean `title`?"]
        {
            assert!(text.contains(part), "{part} not in\n{text}");
        }
    }

    #[test]
    fn json_names_line_and_column() {
        let (findings, sources) = sample();
        let value = json(&findings, &sources);
        assert_eq!(value[0]["line"], 2);
        assert_eq!(value[0]["column"], 1);
        assert_eq!(value[0]["end_column"], 6);
        assert_eq!(value[0]["excerpt"], "titel = \"y\"");
    }

    #[test]
    fn a_place_beyond_the_text_is_no_panic() {
        let file: FilePath = "a".into();
        let mut findings = Findings::default();
        findings.push(Diagnostic::new(Code::WrongValue, "x").at(&file, 5..900));
        let sources = Sources::from([(file, "é\n".into())]);
        human(&findings, &sources, Style::Plain);
        json(&findings, &sources);
    }
}
