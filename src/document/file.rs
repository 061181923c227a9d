//! A content file: front matter between `+++` lines, then Markdown.

use super::front::{DocumentFront, print_front, read_document};
use super::parse::parse_body;
use super::print::print_body;
use super::{Body, RawHtml};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};

/// The two parts of a content file, each with the byte at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'t> {
    pub front: &'t str,
    pub front_start: usize,
    pub body: &'t str,
    pub body_start: usize,
}

const FENCE: &str = "+++";

/// Splits a content file. The first line must be `+++`, and a second one must end the front matter; a
/// byte order mark before the first is passed over.
pub fn split_file<'t>(file: &FilePath, text: &'t str, findings: &mut Findings) -> Option<Parts<'t>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(text, start);
    let first = lines.next().unwrap_or(start..start);
    let fault = |message: &str, span: Span, hint: &str| {
        Diagnostic::new(Code::FrontMatter, message).at(file, span).hint(hint)
    };
    if text[first.clone()].trim_end() != FENCE {
        let hint = match text[first.clone()].trim_end() {
            "---" => "front matter is TOML here: write `+++` instead of `---`, and `key = \"value\"`",
            _ => "begin the file with a line `+++`, the front matter in TOML, and another line `+++`",
        };
        let span = first.start..(first.start + text[first].trim_end().len()).max(start + 1);
        findings.push(fault("the file does not begin with front matter", span, hint));
        return None;
    }
    let front_start = first.end;
    let Some(end) = lines.find(|line| text[line.clone()].trim_end() == FENCE) else {
        let span = start..start + FENCE.len();
        let hint = "end it with a line that is `+++` and nothing else";
        findings.push(fault("the front matter that begins here does not end", span, hint));
        return None;
    };
    let front = &text[front_start..end.start];
    Some(Parts { front, front_start, body: &text[end.end..], body_start: end.end })
}

/// The beginning of a content file's bytes up to the end of its front matter; all of them where that is not sure. Whoever
/// wants to know the front matter alone need not look at the text.
pub fn up_to_body(file: &[u8]) -> &[u8] {
    let mut fences = 0;
    let mut end = 0;
    for line in file.split_inclusive(|byte| *byte == b'\n') {
        end += line.len();
        fences += usize::from(line.trim_ascii_end() == FENCE.as_bytes());
        if fences == 2 {
            break;
        }
    }
    &file[..end]
}

/// The lines of a text from a byte on, with their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let span = at..at + line.len();
        at = span.end;
        span
    })
}

/// Parses a document's file. The body is read even where the front matter is broken, so that a run finds
/// the faults of both; without a title and a kind there is no document.
pub fn parse_document(
    file: &FilePath,
    text: &str,
    html: RawHtml,
    findings: &mut Findings,
) -> Option<(DocumentFront, Body)> {
    let parts = split_file(file, text, findings)?;
    let front = read_document(file, parts.front, parts.front_start, findings);
    let body = parse_body(file, parts.body, parts.body_start, html, findings);
    Some((front?, body))
}

/// Prints a document's file in canonical form.
pub fn print_document(front: &DocumentFront, body: &Body) -> String {
    let body = print_body(body);
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("{FENCE}\n{}{FENCE}\n{gap}{body}", print_front(front))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_body_is_told_without_it() {
        for (front, body) in [
            ("+++\ntitle = \"a\"\n+++\n", "Tekst.\n\n+++\n"),
            ("+++\r\nx\r\n+++ \r\n", "\u{e9}"),
            ("+++\n+++", ""),
            ("+++\nwithout an end\n", ""),
            ("\u{feff}+++\nx\n+++\nthe mark may be looked for anywhere\n", ""),
            ("", ""),
        ] {
            assert_eq!(up_to_body(format!("{front}{body}").as_bytes()), front.as_bytes());
        }
    }
}
