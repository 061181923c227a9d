//! What a title says of its document: a proposal for an act (PC), or another document (DC).
//!
//! Source: the descriptors of sector 5 in EUR-Lex's help. A proposal for a Council recommendation is filed
//! under DC, as communications, reports and papers are.

use super::celex::CelexNumber;
use super::number::DocumentNumber;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a COM document is, as far as its CELEX number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentClass {
    /// A proposal for a regulation, directive or decision.
    Proposal,
    /// A communication, report, paper, or proposal for a recommendation.
    Other,
}

impl DocumentClass {
    /// The CELEX number of a COM document of this class.
    pub fn celex(self, number: DocumentNumber) -> CelexNumber {
        let letters = match self {
            DocumentClass::Proposal => "PC",
            DocumentClass::Other => "DC",
        };
        CelexNumber::preparatory(letters, number)
    }
}

const PROPOSAL: &str = r"(?:gewijzigd )?voorstel(?:len)? voor (?:een |de )?(?:[a-z]+ )?(?:(?:uitvoerings|kader)?besluit|verordening|richtlijn)|(?:amended )?proposals? for an? (?:[a-z]+ ){0,3}(?:regulation|directive|decision)";
const OTHER: &str = r"(?:gewijzigd )?voorstel voor een aanbeveling van de raad|proposal for a council recommendation|mededeling|communication|witboek|white paper|groenboek|green paper|verslag van de commissie|report from the commission|verslag aan het europees parlement";

static AT_START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)^(?:(?P<other>{OTHER})|(?P<proposal>{PROPOSAL}))\b")).expect("pattern compiles")
});

static AT_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:(?P<other>{OTHER})|(?P<proposal>{PROPOSAL}))$")).expect("pattern compiles")
});

/// Words that may stand before a title that begins an entry.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:zie|see)(?: ook| also)?:? |(?:de|het|een|the|a) )+").expect("pattern compiles")
});

/// Where an entry ends and another begins.
static BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[;!?•]|[a-z\)]\. |, (?:zie|see) ").expect("pattern compiles"));

/// Words that make a title a sentence about something else.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:is|zijn|wordt|worden|werd|heeft|hebben|verwijst|bouwt|kondigt|stelt|was|are|has|have|refers)\b")
        .expect("pattern compiles")
});

/// What the words of a title page say; nothing where they say nothing, or both. Gezamenlijke (joint) documents
/// have a series of their own.
pub fn class_of_title(title: &str) -> Option<DocumentClass> {
    let mut found = None;
    for line in title.lines().map(|line| line.trim().trim_start_matches(['*', '#', ' '])) {
        match (class_at_start(line), found) {
            (Some(class), None) => found = Some(class),
            (Some(class), Some(other)) if class != other => return None,
            _ => {}
        }
    }
    found
}

/// What the words beside a number say of its document: the title before it in the same entry, words right before
/// it, or the title behind it where the number begins the entry. `before` is the end of the number before.
pub(super) fn class_beside(text: &str, number: &Range<usize>, before: usize) -> Option<DocumentClass> {
    let from = before.min(number.start);
    let entry = &text[from..number.start];
    let last_break = BREAK.find_iter(entry).last();
    let begins = from == 0 || last_break.is_some();
    let entry = last_break.map_or(entry, |m| &entry[m.end()..]);
    let entry = entry.trim_matches([' ', '(', '[', ',', ':', '-', '“', '"']);
    if entry.is_empty() {
        return if begins { class_behind(&text[number.end..]) } else { None };
    }
    let title = LEAD.find(entry).map_or(entry, |m| &entry[m.end()..]);
    let as_title = class_at_start(title).filter(|_| !SENTENCE.is_match(title));
    as_title.or_else(|| AT_END.captures(entry).and_then(|found| class(&found)))
}

/// The title behind a number: its first words, or those behind its colon.
fn class_behind(text: &str) -> Option<DocumentClass> {
    let title = text.strip_prefix(", ").or_else(|| text.strip_prefix(": "))?;
    let title = BREAK.find(title).map_or(title, |m| &title[..m.start() + 1]);
    if SENTENCE.is_match(title) {
        return None;
    }
    title.split(": ").find_map(|part| class_at_start(LEAD.replace(part, "").as_ref()))
}

fn class_at_start(title: &str) -> Option<DocumentClass> {
    AT_START.captures(title.trim_start_matches(['“', '"', '‘'])).and_then(|found| class(&found))
}

fn class(found: &regex::Captures<'_>) -> Option<DocumentClass> {
    match (found.name("proposal"), found.name("other")) {
        (Some(_), None) => Some(DocumentClass::Proposal),
        (None, Some(_)) => Some(DocumentClass::Other),
        _ => None,
    }
}
