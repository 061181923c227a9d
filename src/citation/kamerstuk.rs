//! Parliamentary papers: the word, optional chamber and years, a dossier, a number.

use super::id::{CitationKind, Id};
use super::reason::Reason;
use super::reference::Found;
use regex::{Captures, Regex};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A parliamentary paper: `kst-26643-1330`, `kst-21501-20-1742`, `kst-36543-B`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kamerstuk {
    /// Five digits.
    pub dossier: u32,
    /// "20", "XII": a part of the dossier.
    pub suffix: Option<String>,
    /// Digits, a letter or two, or a letter and a digit.
    pub number: String,
}

impl Kamerstuk {
    /// Its address on officielebekendmakingen.nl.
    pub fn address(&self) -> String {
        format!("https://zoek.officielebekendmakingen.nl/{self}.html")
    }
}

impl fmt::Display for Kamerstuk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kst-{}", self.dossier)?;
        self.suffix.iter().try_for_each(|suffix| write!(f, "-{suffix}"))?;
        write!(f, "-{}", self.number)
    }
}

static CANONICAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\bkst-(?P<dossier>[0-9]{{5}})(?:-(?P<suffix>[0-9]{{2}}|[IVX]+))?-(?P<number>{NUMBER})\b"
    ))
    .expect("pattern compiles")
});

impl FromStr for Kamerstuk {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let found = CANONICAL.captures(text).filter(|f| f[0].len() == text.len()).ok_or(())?;
        paper(&found).ok_or(())
    }
}

const NUMBER: &str = r"[0-9]{1,5}|[A-Z]{1,2}[0-9]?";
const DOSSIER: &str = r"[0-9]{2}[ .-]?[0-9]{3}";
const SUFFIX: &str = r"(?:-(?P<part>[0-9]{2})\b|[ -]?(?P<roman>[IVX]+)\b)?";
/// The dossier, others that share its number, and the number behind "nr.".
const NR: &str = r",? ?(?:(?i:nrs?\.?|nummers?|no\.)) ?";
/// Years of a session; a digit glued to a year is a note's mark where a dossier and a number follow.
const YEARS: &str = r"(?:(?:19|20)[0-9]{2}[0-9]?(?: ?[-/] ?(?:(?:19|20)[0-9]{2}|[0-9]{2}))?[0-9]?,? )?";
const CHAMBER: &str = r"(?:\(?(?:(?i:Tweede Kamer|Eerste Kamer)|TK|EK|II|I)\)?,? )?(?:(?i:vergaderjaar) )?";

fn dossiers() -> String {
    format!(r"(?P<dossier>{DOSSIER}){SUFFIX}(?P<shared>(?:(?:,| en) {DOSSIER}\b)+)?")
}

/// With its word: "Kamerstuk 2022, 26 643, nr. 943".
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b(?i:kamerstuk(?:ken|nummers?|nrs?)?)\b[.]?[:,]? {CHAMBER}{YEARS}(?P<double>(?i:nrs?\.?) )?{}(?:(?P<nr>{NR})|, |-|/)(?P<number>{NUMBER})\b",
        dossiers()
    ))
    .expect("pattern compiles")
});

/// Without it: "35 925 IV, nr. 26". Begins one character before the dossier.
static UNNAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?P<before>[^\w./-]?){}(?P<nr>{NR})(?P<number>{NUMBER})\b", dossiers()))
        .expect("pattern compiles")
});

/// Without word and "nr.", in brackets and with a part of a dossier: "(21.501-33, 875)".
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?P<before>\()(?P<dossier>{DOSSIER})(?:-(?P<part>[0-9]{{2}})|[ -]?(?P<roman>[IVX]+)), (?P<number>[0-9]{{1,5}})(?P<after>\))"
    ))
    .expect("pattern compiles")
});

/// More numbers of the same dossier: "nrs. 5 en 55".
static MORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:,| en) (?P<number>[0-9]{1,5})\b").expect("pattern compiles"));

/// What makes a number something else: the rest of another dossier, a date, a share.
static NO_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[ .][0-9]{3}\b|[.,/][0-9]| ?%| (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b)")
        .expect("pattern compiles")
});

/// The papers of a cleaned text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    // A search with these patterns is dear: few texts have what the first two begin with, and the places where the others
    // may match are told by their digits.
    if text.contains("kst-") {
        CANONICAL.captures_iter(text).for_each(|found| add(text, 0, &found, &mut out));
    }
    if names_papers(text) {
        NAMED.captures_iter(text).for_each(|found| add(text, 0, &found, &mut out));
    }
    for (pattern, places) in [(&*BRACKETED, in_brackets(text)), (&*UNNAMED, before_digits(text))] {
        let mut done = 0;
        for from in places {
            let found = pattern.captures(&text[from..]).filter(|_| from >= done);
            if let Some(found) = found {
                done = from + found[0].len();
                add(&text[from..], from, &found, &mut out);
            }
        }
    }
    out
}

/// Whether a text may hold the word "kamerstuk", in whatever letters.
fn names_papers(text: &str) -> bool {
    text.as_bytes().windows(4).any(|letters| letters.eq_ignore_ascii_case(b"amer"))
}

/// The places of brackets before digits.
fn in_brackets(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes().windows(2).enumerate();
    bytes.filter(|(_, pair)| pair[0] == b'(' && pair[1].is_ascii_digit()).map(|(at, _)| at).collect()
}

/// The places of the characters before two digits, where the number of a dossier may stand behind them.
fn before_digits(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let are_digits = |at: usize| bytes[at].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
    let follows = |byte: u8| !(byte.is_ascii_alphanumeric() || b"_./-".contains(&byte));
    let places = (0..bytes.len().saturating_sub(1)).filter(|at| are_digits(*at));
    let places = places.filter(|at| at.checked_sub(1).is_none_or(|before| follows(bytes[before])));
    places.map(|at| text[..at].char_indices().next_back().map_or(0, |(before, _)| before)).collect()
}

/// Adds what a pattern found in the part of a text from byte `from` on, unless a pattern before it found something there.
fn add(text: &str, from: usize, found: &Captures<'_>, out: &mut Vec<Found>) {
    let Some((paper, span)) = paper(found).zip(span(found)) else { return };
    let at = from + span.start..from + span.end;
    let is_taken = out.iter().any(|f: &Found| f.span.start < at.end && at.start < f.span.end);
    if is_taken || is_something_else(text, found, span.end) {
        return;
    }
    let reason = reason(found);
    let id = Id::Kamerstuk(paper.clone());
    out.push(Found { reason, ..Found::certain(at, CitationKind::Kamerstuk, id) });
    if found.name("nr").is_some_and(|nr| plural(nr.as_str())) {
        out.extend(more(text, from, span.end, &paper));
    }
}

/// Whether the number is none: the rest of a dossier or of a date, or letters behind a comma, as in "26 643, EU".
fn is_something_else(text: &str, found: &Captures<'_>, end: usize) -> bool {
    if found.name("after").is_some() {
        return false;
    }
    let told = found.name("nr").is_some();
    let comma = found.name("number").is_some_and(|n| text[..n.start()].ends_with(' '));
    let letters = found["number"].starts_with(|c: char| c.is_ascii_alphabetic());
    NO_NUMBER.is_match(&text[end..]) || (letters && comma && !told)
}

/// The whole match without what only stands around it.
fn span(found: &Captures<'_>) -> Option<std::ops::Range<usize>> {
    let whole = found.get(0)?;
    let start = found.name("before").map_or(whole.start(), |m| m.end());
    let end = found.name("after").map_or(whole.end(), |m| m.start());
    Some(start..end)
}

fn plural(nr: &str) -> bool {
    let nr = nr.to_lowercase();
    nr.contains("nrs") || nr.contains("nummers")
}

/// The numbers that follow at a place in the part of a text from byte `from` on.
fn more(text: &str, from: usize, mut at: usize, first: &Kamerstuk) -> Vec<Found> {
    let mut out = Vec::new();
    while let Some(found) = MORE.captures(&text[at..]) {
        let (Some(whole), Some(number)) = (found.get(0), found.name("number")) else { break };
        if NO_NUMBER.is_match(&text[at + whole.end()..]) {
            break;
        }
        let paper = Kamerstuk { number: number.as_str().to_owned(), ..first.clone() };
        let span = from + at + number.start()..from + at + number.end();
        out.push(Found::certain(span, CitationKind::Kamerstuk, Id::Kamerstuk(paper)));
        at += whole.end();
    }
    out
}

fn reason(found: &Captures<'_>) -> Option<Reason> {
    if found.name("double").is_some() && found.name("nr").is_some() {
        return Some(Reason::DoubleNr);
    }
    found.name("shared").map(|_| Reason::SharedNumber)
}

fn paper(found: &Captures<'_>) -> Option<Kamerstuk> {
    let digits: String = found["dossier"].chars().filter(char::is_ascii_digit).collect();
    let dossier = digits.parse().ok().filter(|n| (10_000..40_000).contains(n))?;
    let suffix = ["part", "roman", "suffix"].into_iter().find_map(|name| found.name(name));
    let number = found["number"].trim_start_matches('0').to_owned();
    (!number.is_empty()).then(|| Kamerstuk { dossier, suffix: suffix.map(|m| m.as_str().to_owned()), number })
}
