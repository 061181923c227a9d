//! The cabinet's basic positions: of three subjects a fiche says outright whether the cabinet is for or against.
//!
//! Source of the rules: the wordings that fiches use, `tests/facts/positions/`. A value is there only where a
//! sentence begins with the verdict and says the value's own word; nothing is inferred from argument or tone.

use super::fold::{Letters, fold};
use super::sentence::sentences;
use super::{Document, Voice};
use crate::document::walk::LeafKind;
use crate::document::{BlockId, Kind};
use regex::{Captures, Regex};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a basic position is about. The order is the fiche's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// "Bevoegdheid": whether the Union may act.
    Competence,
    /// "Subsidiariteit": whether the Union should act rather than the member states.
    Subsidiarity,
    /// "Proportionaliteit": whether the means fit the end.
    Proportionality,
}

impl Subject {
    /// All of them, in the fiche's order.
    pub const ALL: [Subject; 3] = [Subject::Competence, Subject::Subsidiarity, Subject::Proportionality];

    /// The word in the data and in the theme's strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Competence => "competence",
            Subject::Subsidiarity => "subsidiarity",
            Subject::Proportionality => "proportionality",
        }
    }

    /// The word in fiches, folded.
    fn word(self) -> &'static str {
        match self {
            Subject::Competence => "bevoegdhe",
            Subject::Subsidiarity => "subsidiariteit",
            Subject::Proportionality => "proportionaliteit",
        }
    }

    /// The subjects that a folded text names.
    fn named_in(text: &str) -> Vec<Subject> {
        Subject::ALL.into_iter().filter(|s| text.contains(s.word())).collect()
    }
}

/// Whether the cabinet is for or against, as it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    Positive,
    /// Positive with remarks, or on the whole: "met een kanttekening", "overwegend", "in beginsel".
    PositiveQualified,
    /// Partly for, partly against.
    Mixed,
    Neutral,
    NegativeQualified,
    Negative,
}

impl Stance {
    /// The word in the data and in the theme's strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Positive => "positive",
            Stance::PositiveQualified => "positive-qualified",
            Stance::Mixed => "mixed",
            Stance::Neutral => "neutral",
            Stance::NegativeQualified => "negative-qualified",
            Stance::Negative => "negative",
        }
    }
}

/// A basic position, with the sentence that states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub subject: Subject,
    pub stance: Stance,
    /// The sentence as printed, without footnote marks.
    pub text: String,
    /// The block that it stands in.
    pub anchor: BlockId,
}

/// The positions that a fiche states, in the order of the subjects, the first statement of each; none for
/// other documents.
pub fn positions(document: &Document) -> Vec<Position> {
    if document.front.kind != Kind::Fiche {
        return Vec::new();
    }
    let mut found: BTreeMap<Subject, Position> = BTreeMap::new();
    let mut part: Option<(&BlockId, Part)> = None;
    for leaf in document.body.leaves() {
        let path = document.outline.path(leaf.id);
        let about_others = matches!(Voice::of(Kind::Fiche, path), Voice::Summary | Voice::Policy);
        if about_others || !matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Item) {
            continue;
        }
        let Some((id, heading)) = path.last().and_then(|id| Some((id, document.outline.heading(id)?))) else {
            continue;
        };
        // Most paragraphs stand under the heading of the one before.
        let (_, part) = match part.take().filter(|(known, _)| *known == id) {
            Some(same) => part.insert(same),
            None => part.insert((id, Part::of(&heading.text))),
        };
        if part.allowed.is_empty() {
            continue;
        }
        for (subject, stance, text) in part.stated(&leaf.text()) {
            let anchor = leaf.id.clone();
            found.entry(subject).or_insert(Position { subject, stance, text, anchor });
        }
    }
    found.into_values().collect()
}

/// What the text under a heading may be about.
struct Part {
    /// Subjects that the heading names: no sentence under it is about another.
    allowed: Vec<Subject>,
    /// Subjects of a sentence that names none. A part's own title names its subjects, a section's title all that it
    /// treats of.
    own: Vec<Subject>,
}

impl Part {
    fn of(heading: &str) -> Self {
        let heading = fold(heading, Letters::Lower).text;
        let allowed = Subject::named_in(&heading);
        let only = !allowed.is_empty() && ONLY_SUBJECTS.is_match(&heading);
        Part { own: if only { allowed.clone() } else { Vec::new() }, allowed }
    }

    /// What a paragraph states, in its order.
    fn stated(&self, paragraph: &str) -> Vec<(Subject, Stance, String)> {
        let mut out = Vec::new();
        for sentence in sentences(paragraph) {
            let Some((stance, named)) = verdict(&fold(sentence, Letters::Lower).text) else { continue };
            let subjects = if named.is_empty() { &self.own } else { &named };
            for subject in subjects.iter().filter(|subject| self.allowed.contains(subject)) {
                out.push((*subject, stance, sentence.to_owned()));
            }
        }
        out
    }
}

/// One of these is in every word for a value; see [`VALUE`].
const VALUES: [&str; 4] = ["positie", "negatie", "neutra", "gemengd"];

/// The verdict of a folded sentence, and the subjects that it names in it.
fn verdict(sentence: &str) -> Option<(Stance, Vec<Subject>)> {
    if !VALUES.iter().any(|value| sentence.contains(value)) {
        return None;
    }
    FORMS.iter().find_map(|form| {
        let found = form.captures(sentence)?;
        let about = found.name("about").map_or("", |m| m.as_str());
        Some((stance(&found), Subject::named_in(about)))
    })
}

fn stance(found: &Captures<'_>) -> Stance {
    let group = |name| found.name(name).map_or("", |m| m.as_str());
    let (first, second) = (group("value"), group("other"));
    let positive = first.starts_with("positie");
    if first.starts_with("gemengd") || PARTLY.is_match(group("how")) || !second.is_empty() {
        return Stance::Mixed;
    }
    if first.starts_with("neutra") {
        return Stance::Neutral;
    }
    let before_reasons = REASONS.split(group("rest")).next().unwrap_or_default();
    let qualified = !group("how").is_empty() || REMARKS.is_match(before_reasons);
    match (positive, qualified) {
        (true, false) => Stance::Positive,
        (true, true) => Stance::PositiveQualified,
        (false, true) => Stance::NegativeQualified,
        (false, false) => Stance::Negative,
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of our own")
}

const SUBJECT: &str = "(?:bevoegdhe(?:id|den)|subsidiariteit|proportionaliteit)";

/// Words between "is" and the value, and what tempers or halves the value.
const HOW: &str = "(?:(?:dan ook|daarom|derhalve|dus|ook|eveneens|zodoende) )*\
    (?:(?P<how>overwegend|grotendeels|gematigd|voorzichtig|in beginsel|in principe|over het algemeen|in grote lijnen|\
    vooralsnog|deels|gedeeltelijk|ten dele|zowel) )?";

/// The value itself; a second one after a comma or "en" makes it mixed.
const VALUE: &str = "(?P<value>(?:posi|nega)tie(?:f|ve)|neutraal|neutrale|gemengde?)\\b\
    (?:(?:,|/| en| als| maar|, maar) ?(?:(?:deels|gedeeltelijk|ten dele|ook) )?(?P<other>positief|negatief)\\b)?";

const REMARK: &str = "\\bmet (?:(?:een|een aantal|enkele|enige|de nodige|de volgende|twee|drie|kritische|kleine|belangrijke) )*\
    (?:kanttekening|opmerking|aandachtspunt|voorbehoud|bedenking)(?:en)?\\b";

static ONLY_SUBJECTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^\W*(?:[a-z0-9]{{1,3}}[.)] ?)*{SUBJECT}(?:(?:,| en|/) ?{SUBJECT})*[.:]?\s*$"))
});

static PARTLY: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:deels|gedeeltelijk|ten dele|zowel)$"));

static REMARKS: LazyLock<Regex> = LazyLock::new(|| pattern(REMARK));

/// Where the reasons for a verdict begin: remarks in them are not about the verdict.
static REASONS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[;:(]|\b(?:omdat|want|aangezien|doordat|nu|zodat|waarbij)\b"));

static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let value = format!("{HOW}{VALUE}(?P<rest>.*)");
    let cabinet = "(?:het (?:nederlandse )?kabinet|nederland)";
    let towards = "(?:ten aanzien van|ten opzichte van|met betrekking tot|tegenover|over|inzake|betreffende)";
    [
        format!(
            "^(?:de |het )?(?:nederlandse )?(?:grondhouding|eindoordeel|oordeel|beoordeling)(?: van {cabinet})?\
             (?P<about> {towards} [^.;:,]*?| van (?:de )?{SUBJECT}[^.;:,]*?)? (?:is|luidt|blijft) {value}"
        ),
        format!("^{cabinet} heeft een {HOW}{VALUE} grondhouding(?P<rest>(?P<about>.*))"),
        format!("^{cabinet} (?:beoordeelt|waardeert) (?P<about>(?:de )?{SUBJECT}[^.;:,]*?) (?:als )?{value}"),
        format!("^{cabinet} (?:oordeelt|is|staat) {HOW}{VALUE} (?P<rest>{towards} (?P<about>(?:de )?{SUBJECT}).*)"),
        format!(
            "^(?:de )?(?P<about>{SUBJECT}[^.;:,]*?) (?:wordt|worden) (?:door het kabinet )?(?:als )?\
             {HOW}{VALUE} (?:beoordeeld|gewaardeerd)(?P<rest>.*)"
        ),
        format!("^(?:(?:de )?grondhouding|(?P<about>{SUBJECT}(?:(?:,| en) {SUBJECT})*)) ?: {value}"),
        format!("^{HOW}{VALUE}(?P<rest>(?:,? (?:zij het )?{REMARK})?)[.!]?$"),
    ]
    .iter()
    .map(|form| pattern(form))
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    const WORDINGS: &str = include_str!("../../tests/facts/positions/wordings.tsv");

    #[test]
    fn the_wordings_of_fiches_mean_what_they_say() {
        let mut wrong = Vec::new();
        for row in WORDINGS.lines().filter(|l| !l.starts_with('#')) {
            let [heading, paragraph, expected, sentence] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("four columns: {row}");
            };
            let found = Part::of(heading).stated(paragraph);
            let said: Vec<String> =
                found.iter().map(|(s, v, _)| format!("{}={}", s.as_str(), v.as_str())).collect();
            let said = if said.is_empty() { "-".to_owned() } else { said.join("; ") };
            if said != expected || found.iter().any(|(_, _, text)| text != sentence) {
                wrong.push(format!("{heading} | {paragraph}: {found:?}, expected {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
