//! Words of the interface, put into templates before they are compiled.
//!
//! Most calls of `t` ask for words that are the same on every page, and each call costs Tera two maps. In the templates
//! that pages are made with, the words stand in the place of such calls; words that depend on a number are a filter of it,
//! which takes no map.

use super::strings::Strings;
use super::templates::TemplateSources;
use regex::{Captures, Regex};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// A call that is printed as it is.
static CALL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\{\{ t\(key="([\w.]+)"\) \}\}"#).expect("a pattern of our own"));

/// A call with a number alone that is printed as it is. What the number is computed from has no calls and no texts in it.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\{\{ t\(key="([\w.]+)", n=([\w.|+ -]+)\) \}\}"#).expect("a pattern of our own")
});

/// A part of a template that is printed as it stands, calls and all.
static RAW: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{%-?\s*raw\b").expect("a pattern of our own"));

/// The templates with the words in them, by their names. They print what the others print.
pub(super) fn inlined(sources: &TemplateSources, strings: &Strings) -> Vec<(String, String)> {
    let words: HashMap<&str, String> =
        strings.constant().filter_map(|(key, words)| Some((key, printed(words)?))).collect();
    let in_place = |call: &Captures<'_>| words.get(&call[1]).cloned().unwrap_or_else(|| call[0].to_owned());
    let counted: BTreeSet<&str> = strings.counted().collect();
    let filtered = |call: &Captures<'_>| match counted.contains(&call[1]) {
        true => format!("{{{{ ({}) | {} }}}}", &call[2], counting_filter(&call[1])),
        false => call[0].to_owned(),
    };
    let inlined = |text: &str| COUNTED.replace_all(&CALL.replace_all(text, in_place), filtered).into_owned();
    // Tera escapes what these print; what others print it does not.
    let is_html = |name: &str, text: &str| name.ends_with(".html") && !RAW.is_match(text);
    sources
        .iter()
        .map(|(name, source)| match is_html(name, &source.text) {
            true => (name.clone(), inlined(&source.text)),
            false => (name.clone(), source.text.to_string()),
        })
        .collect()
}

/// The name of the filter that makes the words of a number.
pub(super) fn counting_filter(key: &str) -> String {
    format!("_t_{}", key.replace('.', "__"))
}

/// Words as Tera prints them; none where, standing in a template, they could be read as something else or lose the blanks
/// at their ends.
fn printed(words: &str) -> Option<String> {
    if words.is_empty() || words.trim() != words || words.contains(['{', '}', '#']) {
        return None;
    }
    let mut out = Vec::new();
    tera::escape_html(words, &mut out).ok()?;
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;
    use crate::diagnostic::Findings;
    use crate::render::templates::Source;

    #[test]
    fn words_stand_in_the_place_of_calls_that_print_them() {
        let mut strings = Strings::new(Language::Dutch);
        let toml = "[a]\nb = \"x & y\"\nc = \"{n} z\"\nd = \" blank\"\ne = \"C#\"\n[f]\ng = { one = \"{n} x\", other = \"{n} y\" }\n";
        strings.add(&"nl.toml".into(), toml, &mut Findings::default());
        for (name, text, expected) in [
            ("p.html", r#"<p>{{ t(key="a.b") }}</p>"#, "<p>x &amp; y</p>"),
            ("p.html", r#"{{ t(key="f.g", n=x.y | length + 1) }}"#, "{{ (x.y | length + 1) | _t_f__g }}"),
            (
                "p.html",
                r#"{{ t(key="f.g", n=f(n=1)) }}{{ t(key="a.b", n=1) }}{{ t(key="f.g", n=1, x=2) }}"#,
                "",
            ),
            ("p.html", r#"{{ t(key="a.b") | upper }}{{- t(key="a.b") }}"#, ""),
            ("p.html", r#"{{ t(key="a.c", n=1) }}{{ t(key="a.c") }}{{ t(key="a.x") }}"#, ""),
            ("p.html", r#"{{ t(key="a.d") }}{{ t(key="a.e") }}"#, ""),
            ("p.html", r#"{% raw %}{{ t(key="a.b") }}{% endraw %}"#, ""),
            ("p.txt", r#"{{ t(key="a.b") }}"#, ""),
        ] {
            let source = Source { file: name.into(), text: text.into() };
            let made = inlined(&TemplateSources::from([(name.to_owned(), source)]), &strings);
            let expected = if expected.is_empty() { text } else { expected };
            assert_eq!(made, [(name.to_owned(), expected.to_owned())]);
        }
    }
}
