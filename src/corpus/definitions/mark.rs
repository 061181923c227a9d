//! Where a text uses a short form, and the marks put there.

use super::short::without_plural;
use crate::corpus::Target;
use crate::document::{Inline, Link};
use std::ops::Range;

/// Endings of plurals and genitives: "EU’s", "EDIHs".
const ENDINGS: [&str; 3] = ["'s", "’s", "s"];

/// Where `text` uses a short form from byte `from` on for the first time: as a whole word in the same capitals, with
/// an ending or as the first part of a compound too.
pub(super) fn first_use(text: &str, from: usize, short: &str) -> Option<Range<usize>> {
    let base = without_plural(short);
    let rest = text.get(from..)?;
    rest.match_indices(base).map(|(at, _)| from + at..from + at + base.len()).find_map(|at| {
        let before = text[..at.start].chars().next_back();
        let free =
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '.' | '@' | '_' | '&'));
        let ending = ENDINGS.into_iter().find(|e| {
            text[at.end..].strip_prefix(e).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let behind = &text[at.end..];
        let whole = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '_' | '&'));
        (free && (whole || ending.is_some())).then_some(at)
    })
}

/// A mark on words of a text: where, what for, and where it leads.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct Mark {
    pub(super) at: Range<usize>,
    pub(super) full: String,
    pub(super) target: Target,
}

/// Calls `f` with each stretch of words that a mark can be put on, with its place in the words of the whole
/// ([`crate::document::walk::plain`]); none within links, code and images.
pub(super) fn each_stretch(content: &[Inline<Target>], at: &mut usize, f: &mut impl FnMut(&str, usize)) {
    for inline in content {
        match inline {
            Inline::Text(text) => {
                f(text, *at);
                *at += text.len();
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                each_stretch(inner, at, f);
            }
            other => *at += crate::document::walk::plain(std::slice::from_ref(other)).len(),
        }
    }
}

/// The same text with marks: links with the full words as their title. Marks are in order, apart, and each within a
/// stretch.
pub(super) fn put(content: Vec<Inline<Target>>, at: &mut usize, marks: &[Mark]) -> Vec<Inline<Target>> {
    let mut out = Vec::with_capacity(content.len());
    for inline in content {
        let length = crate::document::walk::plain(std::slice::from_ref(&inline)).len();
        let here = *at..*at + length;
        let touched = marks.iter().any(|m| here.start < m.at.end && m.at.start < here.end);
        match inline {
            Inline::Text(text) if touched => cut(&text, here.start, marks, &mut out),
            Inline::Emphasis(inner) if touched => out.push(Inline::Emphasis(put(inner, at, marks))),
            Inline::Strong(inner) if touched => out.push(Inline::Strong(put(inner, at, marks))),
            Inline::Strikethrough(inner) if touched => out.push(Inline::Strikethrough(put(inner, at, marks))),
            other => out.push(other),
        }
        *at = here.end;
    }
    out
}

fn cut(text: &str, from: usize, marks: &[Mark], out: &mut Vec<Inline<Target>>) {
    let mut done = 0;
    for mark in marks.iter().filter(|m| from <= m.at.start && m.at.end <= from + text.len()) {
        let (start, end) = (mark.at.start - from, mark.at.end - from);
        if start > done {
            out.push(Inline::text(&text[done..start]));
        }
        out.push(Inline::from(Link {
            target: mark.target.clone(),
            span: 0..0,
            title: mark.full.clone(),
            content: vec![Inline::text(&text[start..end])],
        }));
        done = end;
    }
    if done < text.len() {
        out.push(Inline::text(&text[done..]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::walk::plain;

    #[test]
    fn a_short_form_is_used_as_a_whole_word() {
        for (short, text, expected) in [
            ("AI", "de AI-verordening", Some(3)),
            ("AI", "MAIL en AIs, AI.", Some(8)),
            ("AI", "MAIL, NL-AI en ai", None),
            ("EU", "EURO en de EU’s plan", Some(11)),
            ("EDIHs", "een EDIH", Some(4)),
            ("EDIC", "ALT-EDIC", None),
            ("O&I", "O&I’s", Some(0)),
            ("AI", "https://x/AI/y", None),
        ] {
            assert_eq!(first_use(text, 0, short).map(|at| at.start), expected, "{short} in {text}");
        }
        assert_eq!(first_use("AI en AI", 1, "AI"), Some(6..8));
    }

    #[test]
    fn marks_leave_the_words_as_they_are() {
        let target = Target::External("x".into());
        let link = |words: &str, title: &str| {
            let content = vec![Inline::text(words)];
            Inline::from(Link { target: target.clone(), span: 0..0, title: title.into(), content })
        };
        let content = vec![
            Inline::text("De EU en "),
            Inline::Strong(vec![Inline::text("de AI van")]),
            Inline::SoftBreak,
            link("EU", ""),
            Inline::NoteRef("1".into()),
            Inline::text(" EU"),
        ];
        let mut stretches = Vec::new();
        each_stretch(&content, &mut 0, &mut |text, at| stretches.push((text.to_owned(), at)));
        let expected = [("De EU en ", 0), ("de AI van", 9), (" EU", 21)];
        assert_eq!(stretches, expected.map(|(text, at)| (text.to_owned(), at)));
        let mark = |at: Range<usize>, full: &str| Mark { at, full: full.into(), target: target.clone() };
        let before = plain(&content);
        let marked = put(content, &mut 0, &[mark(3..5, "Unie"), mark(12..14, "slim")]);
        assert_eq!(plain(&marked), before);
        assert_eq!(marked[1], link("EU", "Unie"));
        assert!(matches!(&marked[3], Inline::Strong(inner) if inner[1] == link("AI", "slim")));
    }
}
