//! A page as the preview sends it: with the preview's own script and style, and with its policy in the
//! answer's header instead of in a `meta` element, because policies only ever narrow each other and the
//! preview needs one thing more.
//!
//! This is the one place that touches finished HTML. It reads no more than the head, as far as it must to
//! find where it ends: comments, texts of scripts and quoted values may hold anything.

use std::borrow::Cow;
use std::ops::Range;

/// A page ready for sending.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decorated {
    pub(super) html: Vec<u8>,
    /// The value of `Content-Security-Policy`.
    pub(super) policy: String,
}

/// Puts `lines` at the start of the page's head and takes its policy out; `policy` holds for a page that has
/// none.
pub(super) fn decorate(html: &[u8], lines: &str, policy: &str) -> Decorated {
    let head = Head::of(html);
    let mut out = Vec::with_capacity(html.len() + lines.len());
    out.extend_from_slice(&html[..head.start]);
    out.extend_from_slice(lines.as_bytes());
    let mut at = head.start;
    for (meta, _) in &head.policies {
        out.extend_from_slice(&html[at..meta.start]);
        at = meta.end;
    }
    out.extend_from_slice(&html[at..]);
    let policies: Vec<String> = head.policies.iter().map(|(_, policy)| widened(policy)).collect();
    let policy = if policies.is_empty() { widened(policy) } else { policies.join(", ") };
    Decorated { html: out, policy }
}

/// What a page's head holds of interest.
#[derive(Debug, Default)]
struct Head {
    /// Where the preview's lines go.
    start: usize,
    /// The elements with policies, and these.
    policies: Vec<(Range<usize>, String)>,
}

impl Head {
    fn of(html: &[u8]) -> Self {
        let mut head = Head::default();
        let (mut at, mut seen) = (0, false);
        while let Some(open) = find(html, at, b"<") {
            let rest = &html[open..];
            if rest.starts_with(b"<!--") {
                at = find(html, open + 4, b"-->").map_or(html.len(), |end| end + 3);
                continue;
            }
            let name = name(&rest[1..]);
            if matches!(name.as_str(), "/head" | "body" | "frameset") {
                if !seen {
                    head.start = open;
                }
                return head;
            }
            let (attributes, end) = attributes(html, open + 1 + name.len());
            at = end;
            match name.as_str() {
                "head" => (head.start, seen) = (end, true),
                "meta" => head.policies.extend(policy(&attributes).map(|policy| (open..end, policy))),
                "script" | "style" | "title" | "noscript" | "textarea" => {
                    at = end_of_text(html, end, &name);
                }
                // What stands before a head that nobody wrote.
                "html" | "!doctype" if !seen => head.start = end,
                _ => {}
            }
        }
        head
    }
}

/// Where `what` stands at or after `from`.
fn find(html: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = html.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

/// The name of a tag, in small letters, with `/` or `!` before it.
fn name(tag: &[u8]) -> String {
    let sign = usize::from(matches!(tag.first(), Some(b'/' | b'!')));
    let letters = tag[sign..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    String::from_utf8_lossy(&tag[..sign + letters]).to_ascii_lowercase()
}

/// The end of an element that holds text only, with its closing tag's beginning.
fn end_of_text(html: &[u8], from: usize, element: &str) -> usize {
    let mut at = from;
    while let Some(close) = find(html, at, b"</") {
        if name(&html[close + 1..]).strip_prefix('/') == Some(element) {
            return close;
        }
        at = close + 2;
    }
    html.len()
}

/// The attributes of a tag, names in small letters, from where its name ends; and where the tag ends.
fn attributes(html: &[u8], from: usize) -> (Vec<(String, String)>, usize) {
    let mut out = Vec::new();
    let mut at = from;
    loop {
        while html.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            at += 1;
        }
        match html.get(at) {
            None => return (out, html.len()),
            Some(b'>') => return (out, at + 1),
            Some(_) => {}
        }
        let end = |at: usize, stop: fn(u8) -> bool| {
            html[at..].iter().position(|b| stop(*b)).map_or(html.len(), |length| at + length)
        };
        // The first character belongs to the name, whatever it is.
        let name_end = end(at + 1, |b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/'));
        let name = text(&html[at..name_end]).to_ascii_lowercase();
        at = end(name_end, |b| !b.is_ascii_whitespace());
        if html.get(at) != Some(&b'=') {
            out.push((name, String::new()));
            continue;
        }
        at = end(at + 1, |b| !b.is_ascii_whitespace());
        let value = match html.get(at) {
            Some(b'"') => at + 1..end(at + 1, |b| b == b'"'),
            Some(b'\'') => at + 1..end(at + 1, |b| b == b'\''),
            _ => at..end(at, |b| b.is_ascii_whitespace() || b == b'>'),
        };
        let quoted = value.start > at;
        out.push((name, text(&html[value.clone()]).into_owned()));
        at = html.len().min(value.end + usize::from(quoted));
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The policy of a `meta` element that has one.
fn policy(attributes: &[(String, String)]) -> Option<String> {
    let of = |name: &str| attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let is_policy = of("http-equiv")?.trim().eq_ignore_ascii_case("content-security-policy");
    is_policy.then(|| unescaped(of("content").unwrap_or_default()))
}

/// A value without the references that escapers write.
fn unescaped(value: &str) -> String {
    let mut out = value.to_owned();
    for (reference, character) in [
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        out = out.replace(reference, character);
    }
    out
}

/// A policy with which the preview's script, style and channel work too.
fn widened(policy: &str) -> String {
    let directives = policy.split(';').map(|d| d.split_whitespace().collect::<Vec<_>>());
    let mut directives: Vec<Vec<&str>> = directives.filter(|words| !words.is_empty()).collect();
    let own = |words: &[&str]| words.iter().any(|w| *w == "'self'" || *w == "*");
    let by_default = directives.iter().find(|d| d[0] == "default-src").is_none_or(|d| own(d));
    for needed in ["script-src", "style-src", "connect-src"] {
        match directives.iter_mut().find(|d| d[0] == needed) {
            Some(words) if !own(words) => {
                words.retain(|word| *word != "'none'");
                words.push("'self'");
            }
            None if !by_default => directives.push(vec![needed, "'self'"]),
            _ => {}
        }
    }
    let words: Vec<String> = directives.into_iter().map(|words| words.join(" ")).collect();
    // A header takes visible ASCII; a policy is nothing else.
    words.join("; ").chars().filter(|c| c.is_ascii() && !c.is_ascii_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(page: &str) -> String {
        String::from_utf8(decorate(page.as_bytes(), "[own]", "").html).expect("UTF-8")
    }

    #[test]
    fn the_lines_stand_first_in_the_head() {
        for (page, expected) in [
            (
                "<!doctype html><html><head><title>x</title></head>",
                "<!doctype html><html><head>[own]<title>x</title></head>",
            ),
            ("<HTML><HEAD data-x='>'>a</HEAD>", "<HTML><HEAD data-x='>'>[own]a</HEAD>"),
            ("<!-- <head> --><html><head></head>", "<!-- <head> --><html><head>[own]</head>"),
            ("<!doctype html><title>x</title><p>y", "<!doctype html>[own]<title>x</title><p>y"),
            ("<!doctype html><html lang=nl><body>y", "<!doctype html><html lang=nl>[own]<body>y"),
            ("just text", "[own]just text"),
            ("", "[own]"),
            ("<header></header>", "[own]<header></header>"),
        ] {
            assert_eq!(html(page), expected, "{page}");
        }
    }

    #[test]
    fn a_policy_moves_into_the_header_and_is_widened() {
        let page = "<head><meta charset=utf-8>\
            <META content=\"default-src &#x27;none&#x27;; script-src 'self'; style-src 'self'\" HTTP-EQUIV='content-security-policy' />\
            <title>x</title></head><body>";
        let decorated = decorate(page.as_bytes(), "[own]", "");
        assert_eq!(decorated.html, b"<head>[own]<meta charset=utf-8><title>x</title></head><body>");
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
        assert_eq!(decorated.policy, policy);
    }

    #[test]
    fn what_only_looks_like_a_policy_stays() {
        let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"x\">";
        for page in [
            format!("<head><!-- {meta} --></head>"),
            format!("<head><title>{meta}</title></head>"),
            format!("<head><script type=\"application/ld+json\">\"{meta}</head>\"</script></head>"),
            format!("<head></head><body>{meta}"),
            format!("<head><link title='{meta}'></head>"),
            "<head><meta http-equiv=refresh content=\"0; url=x\"></head>".to_owned(),
        ] {
            assert_eq!(html(&page), page.replacen("<head>", "<head>[own]", 1), "{page}");
            assert_eq!(decorate(page.as_bytes(), "", "x-src y").policy, widened("x-src y"));
        }
    }

    #[test]
    fn widening_adds_what_is_needed_and_keeps_the_rest() {
        for (policy, expected) in [
            ("default-src 'self'", "default-src 'self'"),
            ("connect-src 'none'; script-src 'sha256-x'", "connect-src 'self'; script-src 'sha256-x' 'self'"),
            (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src https://a.example",
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src https://a.example 'self'",
            ),
            (" ; img-src\n 'self' ;", "img-src 'self'"),
        ] {
            assert_eq!(widened(policy), expected);
        }
    }

    proptest! {
        /// Without a policy the page is as it was but for the lines, whatever it is made of.
        #[test]
        fn nothing_else_changes(pieces in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "</", "head", "<head>", "</head>", "<body", "<!--", "-->", "\"", "'", "=", " ", "é", "<script>",
            "</script>", "<meta ", "content", "x", "<title", "/", "!",
        ]), 0..20)) {
            let page = pieces.concat();
            let decorated = html(&page);
            let at = decorated.find("[own]").expect("is there");
            prop_assert_eq!(format!("{}{}", &decorated[..at], &decorated[at + 5..]), page);
        }
    }
}
