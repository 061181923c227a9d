//! The interface's words: `i18n/<language>.toml` of a theme.
//!
//! A file is a tree of TOML tables; a string's key is the path to it, `block.notes`. A string that depends
//! on a number has two forms, `{ one = "…", other = "…" }`; `{n}` and other names in braces are filled in.

use super::format;
use super::texts::Text;
use crate::config::Language;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The strings of one language.
#[derive(Debug, Clone)]
pub struct Strings {
    language: Language,
    entries: BTreeMap<String, Entry>,
    /// The program's own, in the order of [`Text::ALL`]: they are asked for with every block.
    own: Vec<Words>,
}

#[derive(Debug, Clone)]
struct Entry {
    words: Words,
    file: FilePath,
    span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Words {
    Plain(String),
    Counted { one: String, other: String },
}

/// Why a string cannot be given to a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StringError {
    #[error("there is no string `{0}`")]
    Unknown(String),
    #[error("the string `{0}` depends on a number: add `n=…`")]
    NeedsNumber(String),
    #[error("the string `{key}` needs a value for `{{{name}}}`")]
    MissingValue { key: String, name: String },
}

impl Strings {
    /// No strings yet.
    pub(super) fn new(language: Language) -> Self {
        let own = Text::ALL.iter().map(|text| Words::Plain(text.key().to_owned())).collect();
        Strings { language, entries: BTreeMap::new(), own }
    }

    /// The language of the strings.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Reads a file of strings; those that are there already are replaced.
    pub(super) fn add(&mut self, file: &FilePath, text: &str, findings: &mut Findings) {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let message = format!("this is not valid TOML: {}", error.message().replace('\n', ", "));
            let span = error.span().unwrap_or(0..text.len());
            findings.push(Diagnostic::new(Code::TomlSyntax, message).at(file, span));
        }
        self.add_table(file, "", table.into_inner(), findings);
        for (own, text) in self.own.iter_mut().zip(Text::ALL) {
            if let Some(entry) = self.entries.get(text.key()) {
                *own = entry.words.clone();
            }
        }
    }

    fn add_table(&mut self, file: &FilePath, prefix: &str, table: DeTable<'_>, findings: &mut Findings) {
        for (name, value) in table {
            let name = name.get_ref();
            let key = if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
            let span = value.span();
            match read(value.into_inner()) {
                Value::Words(words) => {
                    self.entries.insert(key, Entry { words, file: file.clone(), span });
                }
                Value::Table(inner) => self.add_table(file, &key, inner, findings),
                Value::BadForms => findings.push(
                    Diagnostic::new(Code::Theme, format!("`{key}` needs the two forms of a number"))
                        .at(file, span)
                        .hint("write it as { one = \"…\", other = \"…\" }"),
                ),
                Value::Other => {
                    let message = format!("`{key}` must be a string");
                    findings.push(Diagnostic::new(Code::Theme, message).at(file, span));
                }
            }
        }
    }

    /// The strings that say the same wherever they stand, by their keys.
    pub(super) fn constant(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|(key, entry)| match &entry.words {
            Words::Plain(words) if !words.contains('{') => Some((key.as_str(), words.as_str())),
            _ => None,
        })
    }

    /// The keys of the strings that depend on a number.
    pub(super) fn counted(&self) -> impl Iterator<Item = &str> {
        let is_counted = |entry: &Entry| matches!(entry.words, Words::Counted { .. });
        self.entries.iter().filter(move |(_, entry)| is_counted(entry)).map(|(key, _)| key.as_str())
    }

    /// The keys, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.keys().map(String::as_str)
    }

    /// Where a string stands.
    pub(super) fn place(&self, key: &str) -> Option<(&FilePath, &Span)> {
        self.entries.get(key).map(|e| (&e.file, &e.span))
    }

    /// A string that the program itself uses; a theme without it is refused when it is loaded.
    pub(crate) fn text(&self, text: Text) -> String {
        self.word(text).to_owned()
    }

    /// As [`Strings::text`], borrowed.
    pub(crate) fn word(&self, text: Text) -> &str {
        match &self.own[text.place()] {
            Words::Plain(words) if !words.contains('{') => words,
            _ => text.key(),
        }
    }

    /// As [`Strings::text`], with values for the names in braces.
    pub(crate) fn text_with(&self, text: Text, values: &[(&str, &str)]) -> String {
        let filled = self.fill_words(&self.own[text.place()], text.key(), None, values);
        filled.unwrap_or_else(|_| text.key().to_owned())
    }

    /// The string `key` with its values filled in.
    pub fn fill(&self, key: &str, n: Option<i64>, values: &[(&str, &str)]) -> Result<String, StringError> {
        let entry = self.entries.get(key).ok_or_else(|| StringError::Unknown(key.to_owned()))?;
        self.fill_words(&entry.words, key, n, values)
    }

    fn fill_words(
        &self,
        words: &Words,
        key: &str,
        n: Option<i64>,
        values: &[(&str, &str)],
    ) -> Result<String, StringError> {
        let pattern = match (words, n) {
            (Words::Plain(text), _) => text,
            (Words::Counted { one, .. }, Some(1)) => one,
            (Words::Counted { other, .. }, Some(_)) => other,
            (Words::Counted { .. }, None) => return Err(StringError::NeedsNumber(key.to_owned())),
        };
        if !pattern.contains('{') {
            return Ok(pattern.clone());
        }
        let count = n.map(|n| format::number(self.language, n));
        let value = |name: &str| match (&count, name) {
            (Some(count), "n") => Some(count.as_str()),
            _ => values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        };
        fill_braces(pattern, value)
            .map_err(|name| StringError::MissingValue { key: key.to_owned(), name: name.to_owned() })
    }

    /// The names in braces of a string, of all its forms, for the test that languages agree.
    #[cfg(test)]
    pub(super) fn names(&self, key: &str) -> std::collections::BTreeSet<String> {
        let forms = match self.entries.get(key).map(|e| &e.words) {
            Some(Words::Plain(text)) => vec![text],
            Some(Words::Counted { one, other }) => vec![one, other],
            None => Vec::new(),
        };
        forms.into_iter().flat_map(|text| braces(text)).map(|(_, name)| name.to_owned()).collect()
    }
}

/// What stands at a key.
enum Value<'i> {
    Words(Words),
    Table(DeTable<'i>),
    BadForms,
    Other,
}

fn read(value: DeValue<'_>) -> Value<'_> {
    match value {
        DeValue::String(text) => Value::Words(Words::Plain(text.into_owned())),
        DeValue::Table(mut inner) if inner.contains_key("one") => {
            match (form(&mut inner, "one"), form(&mut inner, "other"), inner.is_empty()) {
                (Some(one), Some(other), true) => Value::Words(Words::Counted { one, other }),
                _ => Value::BadForms,
            }
        }
        DeValue::Table(inner) => Value::Table(inner),
        _ => Value::Other,
    }
}

fn form(table: &mut DeTable<'_>, name: &str) -> Option<String> {
    match table.remove(name).map(Spanned::into_inner) {
        Some(DeValue::String(text)) => Some(text.into_owned()),
        _ => None,
    }
}

/// The names in braces, each with its place, braces included.
fn braces(pattern: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let open = at + pattern[at..].find('{')?;
        let close = open + pattern[open..].find('}')?;
        at = close + 1;
        Some((open..at, &pattern[open + 1..close]))
    })
}

/// Fills in the names in braces; the error is the name that has no value.
fn fill_braces<'p, 'v>(pattern: &'p str, value: impl Fn(&str) -> Option<&'v str>) -> Result<String, &'p str> {
    let mut out = String::with_capacity(2 * pattern.len());
    let mut done = 0;
    for (span, name) in braces(pattern) {
        out.push_str(&pattern[done..span.start]);
        out.push_str(value(name).ok_or(name)?);
        done = span.end;
    }
    out.push_str(&pattern[done..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> (Strings, Vec<String>) {
        let mut findings = Findings::default();
        let mut strings = Strings::new(Language::Dutch);
        strings.add(&"nl.toml".into(), text, &mut findings);
        let lines = findings.iter().map(|d| format!("{}: {}", d.code.as_str(), d.message)).collect();
        (strings, lines)
    }

    #[test]
    fn a_number_chooses_the_form_and_names_are_filled_in() {
        let (strings, found) = strings(
            "a = \"x\"\n[b]\nc = { one = \"{n} stuk\", other = \"{n} stukken\" }\nd = \"Voetnoot {label}!\"\n",
        );
        assert!(found.is_empty(), "{found:?}");
        let fill = |key: &str, n, values: &[(&str, &str)]| {
            strings.fill(key, n, values).map_err(|error| error.to_string())
        };
        assert_eq!(fill("a", None, &[]), Ok("x".into()));
        assert_eq!(fill("b.c", Some(1), &[]), Ok("1 stuk".into()));
        assert_eq!(fill("b.c", Some(0), &[]), Ok("0 stukken".into()));
        assert_eq!(fill("b.c", Some(1200), &[]), Ok("1.200 stukken".into()));
        assert_eq!(fill("b.d", None, &[("label", "12")]), Ok("Voetnoot 12!".into()));
        assert_eq!(fill("b.c", None, &[]), Err("the string `b.c` depends on a number: add `n=…`".into()));
        assert_eq!(fill("b.d", None, &[]), Err("the string `b.d` needs a value for `{label}`".into()));
        assert_eq!(fill("x", None, &[]), Err("there is no string `x`".into()));
    }

    #[test]
    fn faults_of_the_file_are_findings() {
        let (_, found) =
            strings("a = 1\nb = { one = \"x\", other = 2 }\nc = { one = \"\", other = \"\", two = \"\" }\n");
        assert_eq!(
            found,
            [
                "theme: `a` must be a string",
                "theme: `b` needs the two forms of a number",
                "theme: `c` needs the two forms of a number",
            ]
        );
        assert!(strings("a = \n").1[0].starts_with("toml-syntax"));
    }
}
