//! Words as part of an address.

use unicode_normalization::UnicodeNormalization;

/// Lower-case ASCII letters and digits with single hyphens: "Één AI-wet" is `een-ai-wet`. Letters
/// without an ASCII base are left out; the result may be empty.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        let parts = c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '–' | '—');
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if parts && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_part_of_an_address() {
        for (text, expected) in [
            ("Één AI-wet", "een-ai-wet"),
            ("Europa’s plan – nu!", "europas-plan-nu"),
            ("004_1e2c.v2", "004-1e2c-v2"),
            ("…", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }
}
