//! Acts of the Communities and the Union by type, domain and number.
//!
//! Which of the two numbers is the year: "nr." says that the number comes first; behind a number with its domain as
//! suffix (2001/83/EG) the year comes first; since 2015 so it does behind a domain in brackets; else the only one
//! that can be a year is it; else it is not told. Source: the numbering rules of the Interinstitutional Style Guide.

use super::celex::CelexNumber;
use super::id::{CitationKind, Id};
use super::reason::Reason;
use super::reference::Found;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

const TYPE: &str = r"(?:(?:gedelegeerde|uitvoerings|delegated|implementing|kader|framework|council|commission)[ -]?)*(?:verordening(?:en)?|richtlijn(?:en)?|besluit(?:en)?|beschikking(?:en)?|aanbeveling(?:en)?|regulations?|directives?|decisions?|recommendations?)";
const AUTHOR: &str =
    r"(?: van (?:de Raad|de Commissie|het Europees Parlement en de Raad)| of the (?:Council|Commission))?";
const DOMAIN: &str = r"EU|EGKS|EGA|EG|EEG|ECSC|EC|EEC|Euratom|GBVB|CFSP|JBZ";
const SUFFIX: &str = r"EU|EGKS|EG|EEG|ECSC|EC|EEC|Euratom|GBVB|CFSP|JBZ|JHA";

fn number_pattern() -> String {
    format!(
        r"(?:\((?P<domain>{DOMAIN})(?:, ?Euratom)?\) ?)?(?P<nr>(?i:nrs?\.?|no\.?) ?)?(?P<a>[0-9]{{1,4}})/(?P<b>[0-9]{{1,4}})(?:/(?P<suffix>{SUFFIX}))?\b"
    )
}

static TYPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b(?P<type>(?i:{TYPE})){AUTHOR} ?(?:(?P<open>EU|EG|EEG) )?{}", number_pattern()))
        .expect("pattern compiles")
});

static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?P<link>(?:,? (?:en|of|and|or) |, ?)){}", number_pattern()))
        .expect("pattern compiles")
});

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?P<before>^|[^\w/.-]){}", number_pattern())).expect("pattern compiles")
});

/// What follows makes the number one of a procedure.
static PROCEDURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:/| ?\((?:COD|CNS|NLE|APP|AVC|SYN|INI|BUD|DEC|ACC|PRT|RSP|OLP)\))")
        .expect("pattern compiles")
});

/// What an act is; its letter in a CELEX number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ActType {
    Regulation,
    Directive,
    Decision,
    FrameworkDecision,
    Recommendation,
}

impl ActType {
    fn of(words: &str) -> Option<Self> {
        let words = words.to_lowercase();
        let has = |part: &str| words.contains(part);
        Some(match () {
            () if has("verordening") || has("regulation") => ActType::Regulation,
            () if has("richtlijn") || has("directive") => ActType::Directive,
            () if has("kaderbesluit") || has("framework decision") => ActType::FrameworkDecision,
            () if has("besluit") || has("beschikking") || has("decision") => ActType::Decision,
            () if has("aanbeveling") || has("recommendation") => ActType::Recommendation,
            () => return None,
        })
    }

    fn letter(self) -> char {
        match self {
            ActType::Regulation => 'R',
            ActType::Directive => 'L',
            ActType::Decision => 'D',
            ActType::FrameworkDecision => 'F',
            ActType::Recommendation => 'H',
        }
    }
}

/// The acts of a cleaned text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for found in TYPED.captures_iter(text) {
        let (Some(whole), Some(word)) = (found.get(0), found.name("type")) else { continue };
        let Some(kind) = ActType::of(word.as_str()).filter(|kind| stands(&found, *kind)) else { continue };
        if PROCEDURE.is_match(&text[whole.end()..]) {
            continue;
        }
        out.push(act(whole.range(), &Printed::of(&found), Some(kind)));
        taken.push(whole.range());
        let list = rest_of_list(text, whole.end(), kind);
        taken.extend(list.iter().map(|f| f.span.clone()));
        out.extend(list);
    }
    out.extend(bare(text, &taken));
    out
}

/// A number without domain is an act's only behind the words that nothing else is called by.
fn stands(found: &Captures<'_>, kind: ActType) -> bool {
    let told = ["domain", "open", "suffix"].into_iter().any(|name| found.name(name).is_some());
    told || matches!(kind, ActType::Regulation | ActType::Directive)
}

/// A list shares its first type word: "Richtlijnen 90/385/EEG en 93/42/EEG".
fn rest_of_list(text: &str, from: usize, kind: ActType) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(found) = NEXT.captures(&text[at..]) {
        let told = ["domain", "suffix"].into_iter().any(|name| found.name(name).is_some());
        let (Some(whole), Some(link)) = (found.get(0), found.name("link")) else { break };
        if !told || PROCEDURE.is_match(&text[at + whole.end()..]) {
            break;
        }
        out.push(act(at + link.end()..at + whole.end(), &Printed::of(&found), Some(kind)));
        at += whole.end();
    }
    out
}

/// Numbers with a domain and without a type word: an act, and nobody says of which type.
fn bare(text: &str, taken: &[Range<usize>]) -> Vec<Found> {
    let mut out = Vec::new();
    for found in BARE.captures_iter(text) {
        let (Some(whole), Some(before)) = (found.get(0), found.name("before")) else { continue };
        let span = before.end()..whole.end();
        let told = ["domain", "suffix"].into_iter().any(|name| found.name(name).is_some());
        let overlaps = taken.iter().any(|t| t.start < span.end && span.start < t.end);
        if told && !overlaps && !PROCEDURE.is_match(&text[span.end..]) {
            out.push(act(span, &Printed::of(&found), None));
        }
    }
    out
}

fn act(span: Range<usize>, printed: &Printed<'_>, kind: Option<ActType>) -> Found {
    match (kind, printed.year_and_number()) {
        (None, _) => Found::unknown(span, CitationKind::Act, Reason::ActTypeUnknown),
        (_, None) => Found::unknown(span, CitationKind::Act, Reason::YearUnclear),
        (Some(kind), Some((year, number))) => {
            let celex = CelexNumber::act(kind.letter(), year, number);
            Found::certain(span, CitationKind::Act, Id::Celex(celex))
        }
    }
}

/// The printed parts of a number.
struct Printed<'a> {
    domain: Option<&'a str>,
    suffix: Option<&'a str>,
    number_first: bool,
    first: &'a str,
    second: &'a str,
}

impl<'a> Printed<'a> {
    fn of(found: &Captures<'a>) -> Self {
        let text = |name: &str| found.name(name).map(|m| m.as_str());
        Printed {
            domain: text("domain").or_else(|| text("open")),
            suffix: text("suffix"),
            number_first: text("nr").is_some(),
            first: text("a").unwrap_or_default(),
            second: text("b").unwrap_or_default(),
        }
    }

    /// Year and number, by the order of evidence above.
    fn year_and_number(&self) -> Option<(u16, u32)> {
        let (first, second) = (self.year(self.first), self.year(self.second));
        let with = |year: u16, number: &str| {
            let number: u32 = number.parse().ok()?;
            (number > 0).then_some((year, number))
        };
        match (first, second) {
            (_, Some(year)) if self.number_first => with(year, self.first),
            (Some(year), _) if self.suffix.is_some() && !self.number_first => with(year, self.second),
            (Some(year), _) if self.domain.is_some() && !self.number_first && year >= 2015 => {
                with(year, self.second)
            }
            (Some(year), None) => with(year, self.second),
            (None, Some(year)) => with(year, self.first),
            _ => None,
        }
    }

    /// The year that digits can be: one in which acts of this domain were numbered. Of the twentieth century two
    /// digits may be printed.
    fn year(&self, digits: &str) -> Option<u16> {
        let value: u16 = digits.parse().ok()?;
        let year = match digits.len() {
            4 => value,
            2 if value >= 52 => 1900 + value,
            _ => return None,
        };
        let years = match self.domain.or(self.suffix) {
            Some("EEG" | "EEC") => 1958..=1994,
            Some("EG" | "EC") => 1992..=2010,
            Some("EGKS" | "ECSC") => 1952..=2002,
            Some("EU") => 2009..=2049,
            _ => 1952..=2049,
        };
        years.contains(&year).then_some(year)
    }
}

/// The CELEX number of an act whose number is the whole text: "Verordening (EU) 2024/1689".
pub fn act_number(text: &str) -> Option<CelexNumber> {
    let text = text.trim();
    match find(text).as_slice() {
        [Found { span, id: Some(Id::Celex(celex)), .. }] if *span == (0..text.len()) => Some(celex.clone()),
        _ => None,
    }
}

/// The CELEX number of an act by the type that European legislation identifiers name it with.
pub(super) fn act_by_type(word: &str, year: u16, number: u32) -> Option<CelexNumber> {
    let kind = match word {
        "reg" => ActType::Regulation,
        "dir" => ActType::Directive,
        "dec" => ActType::Decision,
        "reco" => ActType::Recommendation,
        _ => return None,
    };
    Some(CelexNumber::act(kind.letter(), year, number))
}
