//! Which targets a link may have.

/// What is wrong with a link's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A scheme that is not allowed, as a browser would read it.
    Scheme(String),
    /// `//host/…`: the scheme of the page, which is `file:` when the site is opened from disk.
    NoScheme,
}

impl Fault {
    pub(super) fn message(&self) -> String {
        match self {
            Fault::Scheme(scheme) => format!("a link may not lead to a `{scheme}:` address"),
            Fault::NoScheme => "a link to another host needs its scheme".to_owned(),
        }
    }

    pub(super) fn hint(&self) -> &'static str {
        match self {
            Fault::Scheme(_) => "links are http, https, mailto, `doc:ID`, `term:ID` or relative paths",
            Fault::NoScheme => "begin it with `https://`",
        }
    }
}

const ALLOWED: [&str; 5] = ["http", "https", "mailto", "doc", "term"];

/// Checks a target of which Markdown's escapes are already resolved. Browsers drop tabs and line ends
/// anywhere in an address, and blanks and control characters around it, before they look for a scheme
/// (URL Standard, "basic URL parser"); whatever stands before the first colon of the first path segment
/// counts as one here, even where it has characters that no scheme has.
pub(super) fn check(target: &str) -> Result<(), Fault> {
    let seen: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let mut start = seen.chars();
    let is_slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    if is_slash(start.next()) && is_slash(start.next()) {
        return Err(Fault::NoScheme);
    }
    let first = seen.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    match first.split_once(':') {
        Some((scheme, _)) if !ALLOWED.contains(&scheme.to_ascii_lowercase().as_str()) => {
            Err(Fault::Scheme(scheme.to_owned()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_documents_and_terms_may_be_linked() {
        for target in [
            "https://a.nl/x?y=javascript:z",
            "HTTP://a.nl",
            "mailto:a@b.nl",
            "doc:com-2025-165#s1",
            "term:investai",
            "../fiches/a.md#s1",
            "#p-abc",
            "",
            "./C:x",
            "?a:b",
        ] {
            assert_eq!(check(target), Ok(()), "{target}");
        }
    }

    #[test]
    fn whatever_a_browser_reads_as_another_scheme_may_not() {
        for (target, scheme) in [
            ("javascript:alert(1)", "javascript"),
            ("JaVaScRiPt:x", "JaVaScRiPt"),
            (" \u{1}java\tscript\n:x", "javascript"),
            ("java\u{a0}script:x", "javascript"),
            ("data:text/html,x", "data"),
            ("file:///etc", "file"),
            ("C:\\x", "C"),
            ("java%73cript:x", "java%73cript"),
            (":x", ""),
        ] {
            assert_eq!(check(target), Err(Fault::Scheme(scheme.into())), "{target:?}");
        }
        for target in ["//a.nl/x", "/\\a.nl", "\\\\host\\x", "/\t/a.nl"] {
            assert_eq!(check(target), Err(Fault::NoScheme), "{target:?}");
        }
    }
}
