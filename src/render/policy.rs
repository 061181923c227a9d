//! What a page may load, and where it may send: one Content-Security-Policy for the pages themselves, for the
//! headers that the manual shows, and for the preview.
//!
//! The site is complete in its own folder: styles, scripts, pictures and fonts come from there or from nowhere.
//! Nothing inline runs (JSON-LD is a data block, which no browser runs and no policy asks about), nothing is framed,
//! and nothing is sent but a search form to the site itself. `'self'` holds for pages that are opened from disk too.

/// The policy that stands in every page's head, and first there: it binds only what comes after it.
pub const PUBLISHED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                             font-src 'self'; base-uri 'none'; form-action 'self'";

/// What only a header may say: who may show the page in a frame. In a page's head browsers ignore it.
const FRAMES: &str = "frame-ancestors 'self'";

/// The policy of the preview, whose pages listen to the program that serves them.
pub fn preview() -> String {
    format!("{PUBLISHED}; connect-src 'self'")
}

/// The value of the header that a web server may send besides: the same policy, and who may frame the page.
pub fn header() -> String {
    format!("{PUBLISHED}; {FRAMES}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn directives(policy: &str) -> Vec<(&str, &str)> {
        policy.split("; ").map(|part| part.split_once(' ').expect("a name and its sources")).collect()
    }

    #[test]
    fn everything_is_forbidden_but_the_sites_own_files() {
        for policy in [PUBLISHED.to_owned(), preview(), header()] {
            let all = directives(&policy);
            assert_eq!(all[0], ("default-src", "'none'"), "{policy}");
            let names: BTreeSet<_> = all.iter().map(|(name, _)| *name).collect();
            assert_eq!(names.len(), all.len(), "browsers take the first of two: {policy}");
            for (name, sources) in all {
                assert!(matches!(sources, "'self'" | "'none'"), "{name} {sources}");
            }
        }
    }

    #[test]
    fn only_the_preview_connects_and_only_a_header_speaks_of_frames() {
        let with = |name: &str| {
            [PUBLISHED.to_owned(), preview(), header()]
                .map(|p| directives(&p).iter().any(|(n, _)| *n == name))
        };
        assert_eq!(with("connect-src"), [false, true, false]);
        assert_eq!(with("frame-ancestors"), [false, false, true]);
    }
}
