//! Annexes that a document names and that do not stand in its text.

use super::context::Context;
use super::reason::Reason;
use super::reference::Found;
use regex::Regex;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?i:bijlagen?|annex(?:es)?) (?P<number>[IVX]{1,5}|[0-9]{1,2})\b")
        .expect("pattern compiles")
});

/// Behind an annex of something else stands what it belongs to.
static OF_ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^,?(?: (?:deel|punt|part|point|lid) [0-9a-z]+,?)*(?: \([^)]{1,40}\))? (?:bij|van|tot|to|of) ",
    )
    .expect("pattern compiles")
});

/// The document itself as what an annex belongs to.
static OF_ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^,? (?:bij|van|tot|to|of) (?:deze|dit|this) ").expect("pattern compiles")
});

/// The missing annexes that a cleaned text names, where the document is one that can have any.
/// One right behind another reference, as in "COM(2024) 931 final, bijlage II", is a part of that.
pub(super) fn find(text: &str, context: &Context, others: &[Found]) -> Vec<Found> {
    let Some(annexes) = &context.annexes else { return Vec::new() };
    let missing = |found: regex::Captures<'_>| {
        let whole = found.get(0)?;
        let after = &text[whole.end()..];
        let another = OF_ANOTHER.is_match(after) && !OF_ITSELF.is_match(after);
        let number = found["number"].to_owned();
        // "bijlage 12,5": an amount, no annex.
        let amount = after.starts_with([',', '.']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
        let before = text[..whole.start()].trim_end_matches([' ', ',', '(']).len();
        let another = another || others.iter().any(|other| other.span.end == before);
        (!another && !amount && !annexes.here.contains(&number))
            .then(|| Found::unknown(whole.range(), annexes.of, Reason::AnnexNotHere))
    };
    NUMBERED.captures_iter(text).filter_map(missing).collect()
}
