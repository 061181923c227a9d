//! Reading TOML tables key by key, with spans and findings.
//!
//! serde cannot do what editors need here: name every fault of a file in one run, each with its place.
//! A [`Fields`] hands out its values by key; what nobody asked for is an unknown key, and the keys that
//! were asked for are what "did you mean" is chosen from.

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use std::collections::BTreeMap;
use std::str::FromStr;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

/// Parses a TOML text that begins at byte `from` of `file`. Syntax errors are findings, all of them; what
/// could be read is handed out all the same, so that the run finds more than the first fault.
pub fn parse<'i>(file: &FilePath, text: &'i str, from: usize, findings: &mut Findings) -> Fields<'i> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..text.len());
        let message = format!("this is not valid TOML: {}", error.message().replace('\n', ", "));
        findings.push(Diagnostic::new(Code::TomlSyntax, message).at(file, shift(&span, from)));
    }
    let span = shift(&table.span(), from);
    Fields::of(file, table.into_inner(), span, from)
}

fn shift(span: &Span, from: usize) -> Span {
    span.start + from..span.end + from
}

/// A table that is being read. Call [`Fields::finish`] when every known key has been asked for.
#[must_use = "finish() reports what was found"]
pub struct Fields<'i> {
    file: FilePath,
    from: usize,
    span: Span,
    entries: Vec<(At<String>, Spanned<DeValue<'i>>)>,
    asked: Vec<String>,
    found: Findings,
}

impl<'i> Fields<'i> {
    fn of(file: &FilePath, table: DeTable<'i>, span: Span, from: usize) -> Self {
        let entries = table
            .into_iter()
            .map(|(key, value)| {
                let span = shift(&key.span(), from);
                (At { value: key.into_inner().into_owned(), span }, value)
            })
            .collect();
        Fields { file: file.clone(), from, span, entries, asked: Vec::new(), found: Findings::default() }
    }

    /// The file that the table stands in.
    pub fn file(&self) -> &FilePath {
        &self.file
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Where the value of each key stands that nobody asked for yet.
    pub fn value_spans(&self) -> BTreeMap<String, Span> {
        let place = |(key, value): &(At<String>, Spanned<DeValue<'i>>)| {
            (key.value.clone(), shift(&value.span(), self.from))
        };
        self.entries.iter().map(place).collect()
    }

    /// Adds a finding about this table.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds a finding about a value of this table: it has not the form that it must have.
    pub fn wrong(&mut self, span: &Span, message: impl Into<String>, hint: impl Into<String>) {
        let diagnostic =
            Diagnostic::new(Code::WrongValue, message).at(&self.file.clone(), span.clone()).hint(hint);
        self.report(diagnostic);
    }

    fn take(&mut self, key: &str) -> Option<(At<String>, Spanned<DeValue<'i>>)> {
        self.asked.push(key.to_owned());
        let at = self.entries.iter().position(|(k, _)| k.value == key)?;
        Some(self.entries.remove(at))
    }

    fn typed<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: impl FnOnce(DeValue<'i>) -> Result<T, DeValue<'i>>,
    ) -> Option<At<T>> {
        let (_, value) = self.take(key)?;
        let span = shift(&value.span(), self.from);
        match read(value.into_inner()) {
            Ok(value) => Some(At { value, span }),
            Err(other) => {
                let message = format!("`{key}` must be {wanted}, not {}", with_article(other.type_str()));
                self.report_wrong(&span, message);
                None
            }
        }
    }

    fn report_wrong(&mut self, span: &Span, message: String) {
        let diagnostic = Diagnostic::new(Code::WrongValue, message).at(&self.file.clone(), span.clone());
        self.report(diagnostic);
    }

    /// Whether a key is there and was not asked for yet.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(k, _)| k.value == key)
    }

    /// A string.
    pub fn string(&mut self, key: &str) -> Option<At<String>> {
        self.typed(key, "a string", string_of)
    }

    /// A string that must be there.
    pub fn required(&mut self, key: &str) -> Option<At<String>> {
        if !self.has(key) {
            self.asked.push(key.to_owned());
            self.missing(key);
            return None;
        }
        self.string(key)
    }

    fn missing(&mut self, key: &str) {
        let start = self.span.start;
        let diagnostic = Diagnostic::new(Code::MissingKey, format!("`{key}` is missing"))
            .at(&self.file.clone(), start..start + 1)
            .hint(format!("add `{key} = \"…\"`"));
        self.report(diagnostic);
    }

    /// A string that has a form of its own, such as a date; `forms` tells which.
    pub fn parsed<T: FromStr>(&mut self, key: &str, forms: &str) -> Option<At<T>> {
        let At { value, span } = self.string(key)?;
        self.parse_text(&value, span, key, forms)
    }

    fn parse_text<T: FromStr>(&mut self, text: &str, span: Span, key: &str, forms: &str) -> Option<At<T>> {
        match text.parse() {
            Ok(value) => Some(At { value, span }),
            Err(_) => {
                self.wrong(&span, format!("`{text}` is no value for `{key}`"), forms);
                None
            }
        }
    }

    /// A date, written as a string or as a TOML date, at least to the year.
    pub fn date<T: FromStr>(&mut self, key: &str) -> Option<At<T>> {
        let At { value, span } = self.typed(key, "a date", |value| match value {
            DeValue::Datetime(date) => Ok(date.to_string()),
            other => string_of(other),
        })?;
        self.parse_text(
            &value,
            span,
            key,
            "write it as \"2025-04-09\", or \"2025-04\" where the day is not known",
        )
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> Option<At<i64>> {
        self.typed(key, "a whole number", |value| match integer_of(&value) {
            Some(n) => Ok(n),
            None => Err(value),
        })
    }

    /// A truth value.
    pub fn boolean(&mut self, key: &str) -> Option<At<bool>> {
        self.typed(key, "true or false", |value| value.as_bool().ok_or(value))
    }

    /// An array of strings; empty where the key is absent.
    pub fn strings(&mut self, key: &str) -> Vec<At<String>> {
        let mut out = Vec::new();
        for At { value, span } in self.array(key) {
            match string_of(value) {
                Ok(value) => out.push(At { value, span }),
                Err(other) => {
                    let kind = with_article(other.type_str());
                    self.report_wrong(&span, format!("`{key}` holds strings, not {kind}"));
                }
            }
        }
        out
    }

    /// An array of strings that have a form of their own.
    pub fn parsed_list<T: FromStr>(&mut self, key: &str, forms: &str) -> Vec<At<T>> {
        self.strings(key)
            .into_iter()
            .filter_map(|At { value, span }| self.parse_text(&value, span, key, forms))
            .collect()
    }

    fn array(&mut self, key: &str) -> Vec<At<DeValue<'i>>> {
        let from = self.from;
        let array = self.typed(key, "an array", |value| match value {
            DeValue::Array(array) => Ok(array),
            other => Err(other),
        });
        array
            .into_iter()
            .flat_map(|at| at.value.into_iter())
            .map(|v| At { span: shift(&v.span(), from), value: v.into_inner() })
            .collect()
    }

    /// A table within this one.
    pub fn table(&mut self, key: &str) -> Option<Fields<'i>> {
        let At { value, span } = self.typed(key, "a table", |value| match value {
            DeValue::Table(table) => Ok(table),
            other => Err(other),
        })?;
        Some(Fields::of(&self.file, value, span, self.from))
    }

    /// An array of tables (`[[key]]`), or of strings and tables where `text` says what a string stands for.
    pub fn tables(&mut self, key: &str) -> Vec<Fields<'i>> {
        let mut out = Vec::new();
        for At { value, span } in self.array(key) {
            match value {
                DeValue::Table(table) => out.push(Fields::of(&self.file, table, span, self.from)),
                other => {
                    let kind = with_article(other.type_str());
                    self.report_wrong(&span, format!("`{key}` holds tables, not {kind}"));
                }
            }
        }
        out
    }

    /// An array whose entries are strings or tables.
    pub fn strings_or_tables(&mut self, key: &str) -> Vec<StringOrTable<'i>> {
        let mut out = Vec::new();
        for At { value, span } in self.array(key) {
            match value {
                DeValue::Table(table) => {
                    out.push(StringOrTable::Table(Fields::of(&self.file, table, span, self.from)));
                }
                DeValue::String(text) => {
                    out.push(StringOrTable::Text(At { value: text.into_owned(), span }));
                }
                other => {
                    let kind = with_article(other.type_str());
                    self.report_wrong(&span, format!("`{key}` holds strings or tables, not {kind}"));
                }
            }
        }
        out
    }

    /// The entries of a table whose keys are free (`[taxonomies.KEY]`): every entry must be a table.
    pub fn free_tables(mut self, findings: &mut Findings) -> Vec<(At<String>, Fields<'i>)> {
        let mut out = Vec::new();
        for (key, value) in std::mem::take(&mut self.entries) {
            let span = shift(&value.span(), self.from);
            match value.into_inner() {
                DeValue::Table(table) => out.push((key, Fields::of(&self.file, table, span, self.from))),
                other => {
                    let message =
                        format!("`{}` must be a table, not {}", key.value, with_article(other.type_str()));
                    self.report_wrong(&span, message);
                }
            }
        }
        findings.append(self.found);
        out
    }

    /// The entries of a table whose keys are free and whose values are strings (`names = { en = "…" }`).
    pub fn free_strings(mut self, findings: &mut Findings) -> Vec<(At<String>, At<String>)> {
        let mut out = Vec::new();
        for (key, value) in std::mem::take(&mut self.entries) {
            let span = shift(&value.span(), self.from);
            match string_of(value.into_inner()) {
                Ok(value) => out.push((key, At { value, span })),
                Err(other) => {
                    let message =
                        format!("`{}` must be a string, not {}", key.value, with_article(other.type_str()));
                    self.report_wrong(&span, message);
                }
            }
        }
        findings.append(self.found);
        out
    }

    /// A table of values that only templates know (`[extra]`). One with tables in tables beyond measure is
    /// an error: dotted keys nest as deep as somebody types, but nobody could read them again once printed.
    pub fn plain_table(&mut self, key: &str) -> Table {
        let table = self.typed(key, "a table", |value| match value {
            DeValue::Table(_) if is_deeper(&value, DEEPEST) => Ok(None),
            DeValue::Table(_) => Ok(Some(plain(value))),
            other => Err(other),
        });
        match table {
            Some(At { value: Some(Value::Table(table)), .. }) => table,
            Some(At { span, .. }) => {
                self.report_wrong(
                    &span,
                    format!("`{key}` has values in more than {DEEPEST} tables or lists"),
                );
                Table::new()
            }
            None => Table::new(),
        }
    }

    /// Reports every key that nobody asked for, and hands over all findings.
    pub fn finish(mut self, findings: &mut Findings) {
        for (key, _) in std::mem::take(&mut self.entries) {
            let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{}`", key.value))
                .at(&self.file, key.span)
                .did_you_mean(&key.value, self.asked.iter().map(String::as_str));
            self.found.push(diagnostic);
        }
        findings.append(self.found);
    }
}

/// An entry of an array of mixed form.
pub enum StringOrTable<'i> {
    Text(At<String>),
    Table(Fields<'i>),
}

fn string_of(value: DeValue<'_>) -> Result<String, DeValue<'_>> {
    match value {
        DeValue::String(text) => Ok(text.into_owned()),
        other => Err(other),
    }
}

fn integer_of(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// The value without spans. A number that TOML allows and that does not fit becomes its printed form, and so does
/// what only began as a date: the parser reports it and hands it out, and nobody could print it as a date again.
fn plain(value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(ref integer) => {
            integer_of(&value).map_or_else(|| Value::String(integer.to_string()), Value::Integer)
        }
        DeValue::Float(float) => {
            float.as_str().parse().map_or_else(|_| Value::String(float.to_string()), Value::Float)
        }
        DeValue::Boolean(truth) => Value::Boolean(truth),
        DeValue::Datetime(date) => {
            let printed = date.to_string();
            printed.parse().map_or(Value::String(printed), Value::Datetime)
        }
        DeValue::Array(array) => Value::Array(array.into_iter().map(|v| plain(v.into_inner())).collect()),
        DeValue::Table(table) => Value::Table(
            table.into_iter().map(|(k, v)| (k.into_inner().into_owned(), plain(v.into_inner()))).collect(),
        ),
    }
}

/// Deepest value of a free table, in tables and lists around it.
const DEEPEST: usize = 32;

fn is_deeper(value: &DeValue<'_>, levels: usize) -> bool {
    let mut inner: Box<dyn Iterator<Item = &DeValue<'_>>> = match value {
        DeValue::Array(array) => Box::new(array.iter().map(toml::Spanned::get_ref)),
        DeValue::Table(table) => Box::new(table.iter().map(|(_, v)| v.get_ref())),
        _ => return false,
    };
    levels == 0 || inner.any(|value| is_deeper(value, levels - 1))
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T>(text: &str, f: impl FnOnce(&mut Fields<'_>) -> T) -> (T, Vec<String>) {
        let file: FilePath = "site.toml".into();
        let mut findings = Findings::default();
        let mut fields = parse(&file, text, 0, &mut findings);
        let value = f(&mut fields);
        fields.finish(&mut findings);
        findings.sort();
        let lines = findings
            .iter()
            .map(|d| {
                let at = d.at.as_ref().expect("every finding here has a place");
                format!("{} {} [{}]", d.code.as_str(), d.message, &text[at.start..at.end.min(text.len())])
            })
            .collect();
        (value, lines)
    }

    #[test]
    fn values_come_with_their_places() {
        let (value, found) = read("a = 1\ntitle = \"x\"\n", |f| {
            assert_eq!(f.integer("a").map(|at| at.value), Some(1));
            f.string("title")
        });
        assert_eq!(value, Some(At { value: "x".into(), span: 14..17 }));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn several_faults_are_found_in_one_run() {
        let ((), found) = read("title = 3\ntheem = \"a\"\ndates = [\"x\", 1]\n", |f| {
            f.string("title");
            f.string("theme");
            f.strings("dates");
            f.required("date");
        });
        assert_eq!(
            found,
            [
                "missing-key `date` is missing [t]",
                "wrong-value `title` must be a string, not an integer [3]",
                "unknown-key unknown key `theem` [theem]",
                "wrong-value `dates` holds strings, not an integer [1]",
            ]
        );
    }

    #[test]
    fn several_syntax_errors_are_found_in_one_run() {
        let ((), found) = read("a = \nb = [1,,2]\nc = \"ok\"\n", |f| {
            assert_eq!(f.string("c").map(|at| at.value).as_deref(), Some("ok"));
            f.string("a");
            f.strings("b");
        });
        assert!(found.iter().filter(|l| l.starts_with("toml-syntax")).count() >= 2, "{found:?}");
    }

    #[test]
    fn what_is_no_date_after_all_can_still_be_printed() {
        let (table, found) = read("[extra]\na = 2025-04\nb = 2025-04-09\n", |f| f.plain_table("extra"));
        assert!(found.iter().any(|line| line.starts_with("toml-syntax")), "{found:?}");
        assert!(matches!(table.get("b"), Some(Value::Datetime(_))), "{table:?}");
        assert!(table.to_string().contains("b = 2025-04-09"));
    }

    #[test]
    fn what_nests_beyond_measure_is_an_error() {
        let nested = |levels: usize| format!("[extra]\n{}a = 1\n", "a.".repeat(levels));
        let (table, found) = read(&nested(30), |f| f.plain_table("extra"));
        assert!(found.is_empty() && !table.is_empty(), "{found:?}");
        let (table, found) = read(&nested(32), |f| f.plain_table("extra"));
        assert!(found.len() == 1 && found[0].starts_with("wrong-value") && table.is_empty(), "{found:?}");
    }

    #[test]
    fn the_nearest_known_key_is_suggested() {
        let file: FilePath = "site.toml".into();
        let mut findings = Findings::default();
        let mut fields = parse(&file, "bas_url = \"x\"", 0, &mut findings);
        fields.string("base_url");
        fields.string("title");
        fields.finish(&mut findings);
        let hints: Vec<_> = findings.iter().filter_map(|d| d.hint.clone()).collect();
        assert_eq!(hints, ["did you mean `base_url`?"]);
    }
}
