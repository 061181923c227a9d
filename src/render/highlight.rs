//! Code samples in colour: classes only, so that the theme's style sheet chooses the colours.

use super::html::{escape_into, is_forbidden};
use std::sync::LazyLock;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// The grammars; loading them takes some tens of milliseconds, so only a dossier with code pays for it.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Every class begins so: `hl-comment`, `hl-string`.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The language that a fence names: its first word, `toml` in "toml title=x".
pub(super) fn language(info: &str) -> &str {
    info.split([' ', '\t', ',', '{']).next().unwrap_or_default()
}

/// The code as HTML with classes; plain where the language has no name or no grammar.
pub(super) fn highlight(info: &str, code: &str) -> String {
    let language = language(info);
    let code: String = code.chars().map(|c| if is_forbidden(c) { '\u{fffd}' } else { c }).collect();
    let highlighted = (!language.is_empty())
        .then(|| GRAMMARS.find_syntax_by_token(language))
        .flatten()
        .and_then(|grammar| classed(grammar, &code));
    highlighted.unwrap_or_else(|| {
        let mut out = String::new();
        escape_into(&mut out, &code);
        out
    })
}

fn classed(grammar: &SyntaxReference, code: &str) -> Option<String> {
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_has_classes_and_an_unknown_language_none() {
        let toml = highlight("toml", "# a <b>\nkey = \"x\"\n");
        for part in ["hl-comment", "hl-string", "&lt;b&gt;"] {
            assert!(toml.contains(part), "{part} not in {toml}");
        }
        assert!(!toml.contains("style="), "{toml}");
        assert_eq!(highlight("klingon", "a < b"), "a &lt; b");
        assert_eq!(highlight("", "a < b"), "a &lt; b");
    }

    #[test]
    fn the_language_is_the_first_word() {
        for (info, expected) in [("toml", "toml"), ("rust,ignore", "rust"), ("sh {x}", "sh"), ("", "")] {
            assert_eq!(language(info), expected, "{info}");
        }
    }
}
