//! Deadlines in a text.

use super::Deadline;
use regex::Regex;
use std::sync::LazyLock;

/// Words with which a deadline in running text begins. Others, such as a bare year, say too little there.
const BOUNDS: [&str; 5] = ["uiterlijk", "ten laatste", "niet later dan", "tegen", "vóór"];

/// The longest deadline in running text, in words.
const LONGEST: usize = 12;

/// A deadline and where its words end, in bytes.
struct Found {
    deadline: Deadline,
    start: usize,
    end: usize,
}

/// The deadlines of a text, in its order: what stands in round brackets and is a deadline, and forms that
/// begin with a bound ("uiterlijk", "tegen", "vóór"). Where there are several, each says what it is of where
/// the words before it do.
pub fn find(text: &str) -> Vec<Deadline> {
    let mut found = bracketed(text);
    found.extend(bounded(text));
    found.sort_by_key(|f| f.start);
    let mut last = 0;
    found.retain(|f| {
        let apart = f.start >= last;
        last = if apart { f.end } else { last };
        apart
    });
    if found.len() > 1 {
        let mut from = 0;
        for found in &mut found {
            let before = &text[from..found.start];
            found.deadline.of = found.deadline.of.take().or_else(|| subject(before));
            from = found.end;
        }
    }
    found.into_iter().map(|f| f.deadline).collect()
}

/// What stands in round brackets, parted by semicolons.
fn bracketed(text: &str) -> Vec<Found> {
    static BRACKETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\(([^()]*)\)").expect("a pattern of this file"));
    let mut out = Vec::new();
    for inside in BRACKETS.captures_iter(text).filter_map(|c| c.get(1)) {
        let mut start = inside.start();
        for part in inside.as_str().split(';') {
            let end = start + part.len();
            out.extend(Deadline::read(part).map(|deadline| Found { deadline, start, end }));
            start = end + 1;
        }
    }
    out
}

/// The longest forms that begin with a bound.
fn bounded(text: &str) -> Vec<Found> {
    static BOUND: LazyLock<Regex> = LazyLock::new(|| {
        let words = BOUNDS.join("|").replace(' ', r"\s+");
        Regex::new(&format!(r"(?i)\b(?:{words})\s")).expect("a pattern of this file")
    });
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\S+").expect("a pattern of this file"));
    let mut out = Vec::new();
    for bound in BOUND.find_iter(text) {
        let start = bound.start();
        let ends: Vec<usize> =
            WORD.find_iter(&text[start..]).take(LONGEST).map(|w| start + w.end()).collect();
        out.extend(ends.into_iter().rev().find_map(|end| {
            let form = text[start..end].trim_end_matches([',', ';', '.', ':', ')']);
            super::form::read(form).map(|due| Found {
                deadline: Deadline { printed: form.to_owned(), due, of: None },
                start,
                end: start + form.len(),
            })
        }));
    }
    out
}

/// What the words before a deadline are about: the noun with the indefinite article, up to its verb or the
/// next preposition.
fn subject(words: &str) -> Option<String> {
    const PREPOSITIONS: [&str; 16] = [
        "voor", "over", "om", "van", "in", "op", "met", "tot", "door", "inzake", "ter", "bij", "uit", "aan",
        "naar", "en",
    ];
    let mut words = words.split_whitespace().skip_while(|w| !w.eq_ignore_ascii_case("een"));
    words.next()?;
    let noun: Vec<&str> = words
        .take_while(|w| !PREPOSITIONS.contains(w) && !w.ends_with("en") && !w.starts_with('('))
        .collect();
    let noun = noun.join(" ");
    let noun = noun.trim_end_matches([',', ';', '.', ':', '(']).trim();
    (!noun.is_empty()).then(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |d: &Deadline| {
            let of = d.of.as_deref().map(|of| format!(" [{of}]")).unwrap_or_default();
            format!("{}={}..{}{of}", d.printed, d.due.from, d.due.to)
        };
        find(text).iter().map(show).collect()
    }

    #[test]
    fn brackets_and_bounds_are_searched() {
        for (text, expected) in [
            ("een netwerk opzetten (juli 2025);", &["juli 2025=2025-07..2025-07"][..]),
            ("(programma Digitaal Europa 2025-2027)", &[]),
            ("een netwerk van 2026 (met partners) opzetten", &[]),
            (
                "een voorstel doen (eind 2025), na een openbare raadpleging (mei 2025)",
                &[
                    "eind 2025=2025-Q4..2025-Q4 [voorstel]",
                    "mei 2025=2025-05..2025-05 [openbare raadpleging]",
                ],
            ),
            (
                "een raadpleging houden (voorstel, mei 2026; besluit: 2027)",
                &["mei 2026=2026-05..2026-05 [voorstel]", "2027=2027..2027 [besluit]"],
            ),
            (
                "zal uiterlijk op 31 december 2026 een verslag uitbrengen.",
                &["uiterlijk op 31 december 2026=2026-12-31..2026-12-31"],
            ),
            ("het werk tegen eind 2025.", &["tegen eind 2025=2025-Q4..2025-Q4"]),
            ("(tegen eind 2025)", &["tegen eind 2025=2025-Q4..2025-Q4"]),
            ("maatregelen tegen 2 partijen", &[]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
