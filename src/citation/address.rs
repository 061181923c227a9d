//! Addresses in a text, and the link text that EUR-Lex gives. Nothing else is looked for inside an address.

use super::act::act_by_type;
use super::celex::CelexNumber;
use super::clean::Clean;
use super::id::{CitationKind, Id};
use super::journal::Journal;
use super::reference::Found;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)(?:https?://|\bwww\.)[^\s<>"“”\x01]+"#,
        r#"|\b(?:[a-z0-9-]+\.)+(?:eu|nl|com|org|int|net)/[^\s<>"“”\x01]*"#
    ))
    .expect("pattern compiles")
});

static LINK_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bEUR-Lex ?- ?(?P<id>[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}|[A-Z]+:[0-9]{4}:[0-9]+:FIN) ?- ?[A-Z]{2}\b(?: ?- ?EUR-Lex\b)?")
        .expect("pattern compiles")
});

/// What the `uri` of an address of EUR-Lex says.
static URI: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:CELEX:(?P<celex>[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{3,4}(?:-[0-9]{8})?)",
        r"|OJ:(?P<oj>[LC]):(?P<oj_year>[0-9]{4}):(?P<issue>[0-9]{1,3})",
        r"|OJ:(?P<text>[LC])_(?P<text_year>[0-9]{4})(?P<number>[0-9]{5})",
        r"|(?P<series>COM|JOIN|SWD|SEC|C):(?P<year>[0-9]{4}):(?P<document>[0-9]{1,5}))\b"
    ))
    .expect("pattern compiles")
});

static ELI: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/eli/(?P<type>reg|dir|dec|reco)(?:_[a-z]+)?/(?P<year>[0-9]{4})/(?P<number>[0-9]{1,4})\b")
        .expect("pattern compiles")
});

/// Finds the references that addresses of EUR-Lex and its link texts are, and masks every address.
pub(super) fn find(clean: &mut Clean) -> Vec<Found> {
    let mut out = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for found in ADDRESS.find_iter(&clean.text) {
        let span = found.start()..found.start() + trimmed(found.as_str()).len();
        out.extend(id_in(&clean.text[span.clone()]).map(|id| eurlex(span.clone(), id)));
        places.push(span);
    }
    for found in LINK_TEXT.captures_iter(&clean.text) {
        let Some(whole) = found.get(0) else { continue };
        let apart = places.iter().all(|p| whole.end() <= p.start || p.end <= whole.start());
        let id = found["id"].parse().ok().map(Id::Celex).or_else(|| id_of_uri(&found["id"]));
        if let Some(id) = id.filter(|_| apart) {
            out.push(eurlex(whole.range(), id));
            places.push(whole.range());
        }
    }
    places.into_iter().for_each(|place| clean.mask(place));
    out
}

fn eurlex(span: Range<usize>, id: Id) -> Found {
    Found::certain(span, CitationKind::EurLex, id)
}

/// An address without the punctuation of the sentence that it stands in.
fn trimmed(address: &str) -> &str {
    let mut out = address;
    loop {
        let shorter = out.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', ']', '*']);
        let unbalanced =
            shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if unbalanced { &shorter[..shorter.len() - 1] } else { shorter };
        if shorter.len() == out.len() {
            return out;
        }
        out = shorter;
    }
}

/// The id in an address of EUR-Lex, of any age.
fn id_in(address: &str) -> Option<Id> {
    let decoded = address.replace("%3A", ":").replace("%3a", ":");
    let host = decoded.split('/').find(|part| part.contains('.'))?.to_ascii_lowercase();
    if let Some(found) = ELI.captures(&decoded).filter(|_| host.ends_with("europa.eu")) {
        let celex = act_by_type(&found["type"], found["year"].parse().ok()?, found["number"].parse().ok()?)?;
        return Some(Id::Celex(celex));
    }
    if !host.ends_with("eur-lex.europa.eu") { None } else { id_of_uri(&decoded) }
}

fn id_of_uri(text: &str) -> Option<Id> {
    let found = URI.captures(text)?;
    let part = |name: &str| found.name(name).map(|m| m.as_str());
    if let Some(celex) = part("celex") {
        return celex.to_ascii_uppercase().parse::<CelexNumber>().ok().map(Id::Celex);
    }
    let upper = |name: &str| part(name).map(str::to_ascii_uppercase);
    if let (Some(series), Some(issue), Some(year)) = (upper("oj"), part("issue"), part("oj_year")) {
        return Journal::issue(&series, issue, year).map(Id::Journal);
    }
    if let (Some(series), Some(year), Some(number)) = (upper("text"), part("text_year"), part("number")) {
        return Journal::text(&series, year, number).map(Id::Journal);
    }
    let (series, year, number) = (upper("series")?, part("year")?, part("document")?);
    format!("{series}({year}) {number}").parse().ok().map(Id::Document)
}
