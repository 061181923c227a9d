//! What Tera says about a template, as findings with file, span and hint.

use super::templates::{Source, THEME_PREFIX, TemplateSources};
use crate::diagnostic::{Code, Diagnostic, Span};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tera::{ErrorKind, ReportError};

/// Filters that templates may use: the program's two, and Tera's.
const FILTERS: [&str; 37] = [
    "date",
    "number",
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "keys",
    "values",
];

const FUNCTIONS: [&str; 4] = ["t", "range", "throw", "super"];

/// A template that cannot be read.
pub(super) fn syntax(report: &ReportError, source: &Source) -> Diagnostic {
    let message = format!("this template cannot be read: {}", lower_first(report.message()));
    let hint = if report.message().contains("outside of blocks") || report.message().contains("top level") {
        "a template that extends another holds blocks only"
    } else {
        "`{{ value }}` prints, `{% block name %}…{% endblock %}` and other tags direct; the language is Tera 2"
    };
    Diagnostic::new(Code::Template, message)
        .at(&source.file, within(&report.span().range, &source.text))
        .hint(hint)
}

/// A template that cannot be rendered; `template` is the one that was asked for.
pub(super) fn rendering(error: &tera::Error, template: &str, sources: &TemplateSources) -> Diagnostic {
    if let ErrorKind::RenderingError(report) = error.kind()
        && let Some(source) = sources.get(report.filename())
    {
        let (message, known) = split_known(report.message());
        let diagnostic = Diagnostic::new(Code::Template, lower_first(message))
            .at(&source.file, within(&report.span().range, &source.text));
        return match quoted(message).first() {
            Some(word) if !known.is_empty() => diagnostic.did_you_mean(word, known),
            _ => diagnostic,
        };
    }
    let diagnostic = Diagnostic::new(Code::Template, first_line(&error.to_string()));
    match find(sources, template) {
        Some(source) => diagnostic.in_file(&source.file),
        None => diagnostic,
    }
}

/// The findings of one attempt to put templates together, and which templates they are about.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) at_fault: BTreeSet<String>,
}

impl Assembly {
    fn add(&mut self, name: &str, diagnostic: Diagnostic) {
        self.at_fault.insert(name.to_owned());
        self.diagnostics.push(diagnostic);
    }
}

/// Why templates do not fit together. What only follows from a template that is `lost` is not said again.
pub(super) fn assembly(error: &tera::Error, sources: &TemplateSources, lost: &BTreeSet<String>) -> Assembly {
    let mut found = Assembly::default();
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            if is_lost(parent, lost) {
                found.at_fault.insert(current.clone());
            } else if let Some(source) = sources.get(current) {
                let message = format!("there is no template `{parent}` to extend");
                let diagnostic = Diagnostic::new(Code::Template, message)
                    .at(&source.file, place_of(parent, &source.text))
                    .did_you_mean(parent, names(sources));
                found.add(current, diagnostic);
            }
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            if let Some(source) = sources.get(tpl) {
                let message = format!("`{tpl}` leads back to itself: {}", chain.join(" → "));
                let next = chain.iter().find(|name| *name != tpl).unwrap_or(tpl);
                let place = place_of(next, &source.text);
                found.add(tpl, Diagnostic::new(Code::Template, message).at(&source.file, place));
            }
        }
        ErrorKind::Msg(text) if text.starts_with("Component") => component_twice(text, sources, &mut found),
        ErrorKind::Msg(text) => reports(text, sources, lost, &mut found),
        _ => {}
    }
    if found.at_fault.is_empty() {
        found.diagnostics.push(Diagnostic::new(Code::Template, first_line(&error.to_string())));
    }
    found
}

/// A component that two templates define; the message names it and both.
fn component_twice(text: &str, sources: &TemplateSources, found: &mut Assembly) {
    let words = quoted(text);
    let [component, first, second] = words.as_slice() else { return };
    let (Some(a), Some(b)) = (sources.get(*first), sources.get(*second)) else { return };
    let message = format!("the component `{component}` is defined twice");
    let diagnostic = Diagnostic::new(Code::Template, message).at(&b.file, place_of(component, &b.text)).also(
        &a.file,
        place_of(component, &a.text),
        "first here",
    );
    found.add(second, diagnostic);
}

/// Unknown filters, functions, components, templates and blocks arrive as text, one report after another.
fn reports(text: &str, sources: &TemplateSources, lost: &BTreeSet<String>, found: &mut Assembly) {
    for report in text.split("error: ").filter(|r| !r.trim().is_empty()) {
        let Some((message, name, line, column, length)) = parse_report(report) else { continue };
        let Some(source) = sources.get(name) else { continue };
        let word = quoted(message).first().copied().unwrap_or_default();
        let follows = is_lost(word, lost) || (message.contains("component") && !lost.is_empty());
        if follows {
            found.at_fault.insert(name.to_owned());
            continue;
        }
        let start = offset(&source.text, line, column);
        let diagnostic = Diagnostic::new(Code::Template, lower_first(message))
            .at(&source.file, within(&(start..start + length), &source.text));
        found.add(name, hint_for(diagnostic, message, word, sources));
    }
}

fn hint_for(diagnostic: Diagnostic, message: &str, word: &str, sources: &TemplateSources) -> Diagnostic {
    if message.contains("filter") {
        diagnostic.did_you_mean(word, FILTERS)
    } else if message.contains("function") {
        diagnostic.did_you_mean(word, FUNCTIONS)
    } else if message.contains("component") {
        diagnostic.did_you_mean(word, defined(&COMPONENTS, sources, word))
    } else if message.contains("template `") {
        diagnostic.did_you_mean(word, names(sources))
    } else if message.contains("Block") {
        diagnostic.did_you_mean(word, defined(&BLOCKS, sources, word))
    } else {
        diagnostic
    }
}

static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?s)\A(?<message>[^\n]*)\n\s*--> (?<file>[^\n]*):(?<line>\d+):(?<column>\d+)\n.*?(?<mark>\^+)",
    )
    .expect("pattern compiles")
});

/// Message, template, line and column from 1, and length of the mark, of one report.
fn parse_report(report: &str) -> Option<(&str, &str, usize, usize, usize)> {
    let found = REPORT.captures(report)?;
    let text = |name: &str| found.name(name).map(|m| m.as_str());
    let line = text("line")?.parse().ok()?;
    let column = text("column")?.parse().ok()?;
    Some((text("message")?, text("file")?, line, column, text("mark")?.len()))
}

static BLOCKS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{%-?\s*block\s+([\w.]+)").expect("pattern compiles"));
static COMPONENTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{%-?\s*component\s+([\w.]+)").expect("pattern compiles"));

/// Names that templates define, by pattern, but for the one that is at fault.
fn defined<'a>(pattern: &Regex, sources: &'a TemplateSources, but: &str) -> BTreeSet<&'a str> {
    let all = sources.values().flat_map(|source| pattern.captures_iter(&source.text));
    all.filter_map(|found| found.get(1)).map(|m| m.as_str()).filter(|name| *name != but).collect()
}

/// The names by which templates can be extended and included.
fn names(sources: &TemplateSources) -> BTreeSet<&str> {
    sources.keys().flat_map(|name| [name.as_str(), name.strip_prefix(THEME_PREFIX).unwrap_or(name)]).collect()
}

/// Whether a name leads to a template that was left out.
fn is_lost(name: &str, lost: &BTreeSet<String>) -> bool {
    lost.contains(name) || lost.contains(&format!("{THEME_PREFIX}{name}"))
}

fn find<'a>(sources: &'a TemplateSources, name: &str) -> Option<&'a Source> {
    sources.get(name).or_else(|| sources.get(&format!("{THEME_PREFIX}{name}")))
}

/// Tera lists what is there after the fault: "… Available fields: a, b".
fn split_known(message: &str) -> (&str, BTreeSet<&str>) {
    match message.split_once(". Available ") {
        None => (message.trim_end_matches('.'), BTreeSet::new()),
        Some((fault, rest)) => {
            let list = rest.split_once(": ").map_or("", |(_, list)| list);
            (fault, list.split(", ").filter(|n| !n.starts_with("__")).collect())
        }
    }
}

/// The words between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// Where a name first stands; the start of the file where it does not.
fn place_of(name: &str, text: &str) -> Span {
    text.find(name).map_or(0..1.min(text.len()), |at| at..at + name.len())
}

/// The byte at a line and column, both from 1; the column counts characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    text[start..].char_indices().nth(column - 1).map_or(text.len(), |(i, _)| start + i)
}

/// A span that lies within the text and marks at least a character where there is one.
fn within(span: &Span, text: &str) -> Span {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    if end == start { start..text.ceil_char_boundary((start + 1).min(text.len())) } else { start..end }
}

fn first_line(text: &str) -> String {
    lower_first(text.lines().next().unwrap_or_default().trim_start_matches("error: ").trim_end_matches('.'))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Where each string is used in templates: key, file and span. A key that is not written out cannot be
/// checked, and stands under `None`.
pub(super) fn string_uses(sources: &TemplateSources) -> BTreeMap<Option<String>, Vec<(&Source, Span)>> {
    static CALL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\bt\(((?:[^()]|\([^()]*\))*)\)").expect("pattern compiles"));
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\bkey\s*=\s*(?:"([^"]*)"|'([^']*)')\s*(?:,|$)"#).expect("pattern compiles")
    });
    let mut uses: BTreeMap<Option<String>, Vec<(&Source, Span)>> = BTreeMap::new();
    for source in sources.values() {
        for arguments in CALL.captures_iter(&source.text).filter_map(|call| call.get(1)) {
            let found = KEY.captures(arguments.as_str());
            let key = found.and_then(|key| key.get(1).or_else(|| key.get(2)));
            let span = match key {
                Some(key) => arguments.start() + key.start()..arguments.start() + key.end(),
                None => arguments.range(),
            };
            uses.entry(key.map(|key| key.as_str().to_owned())).or_default().push((source, span));
        }
    }
    uses
}
