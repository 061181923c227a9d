//! The phrases by which a document says that another one is to come, or that it carries on where another one left
//! off. A phrase counts only around the name itself, in one sentence; what is told of something else beside it (a
//! consultation on a strategy, an action) says nothing of the document.

use super::super::fold::{Letters, fold};
use crate::document::PartialDate;
use regex::Regex;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

/// A sentence and where in it another document is named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saying<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    /// Whether it stands in an item of a list, where actions stand as bare infinitives.
    pub(super) place: Place,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Item,
    Running,
}

impl<'a> Saying<'a> {
    pub(super) fn of(sentence: &'a str, name: &Range<usize>, place: Place) -> Self {
        Saying { before: &sentence[..name.start], after: &sentence[name.end..], place }
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("written here")
}

/// Words for a document that is a whole, as titles and texts have them.
const GENRES: &str = "mededeling|strategie|actieplan|plan|routekaart|aanbeveling|voorstel|verordening|richtlijn\
                      |witboek|groenboek|agenda|visie|programma|notitie|brief";

/// Only sentences with one of these can say anything of the kind. The ends of words are characters here, not
/// assertions: those make the engine slow in texts with letters beyond ASCII.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"toekomstige|komende|aanstaande|kwartaal|helft|vast\s+te\s+stellen|stellen|te\s+\w+en(?:\W|$)|eren(?:\W|$)|keuren|brengen|dienen|leggen|maken|kondig|worden|voort|vervolg|volgt|uitvoering|verlengde|aansluiting",
    )
});

/// Whether a sentence may hold one of the phrases; a cheap look before names are searched.
pub(super) fn worth_reading(sentence: &str) -> bool {
    CUE.is_match(sentence)
}

static TO_COME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(\w+\s+)?\b(?:toekomstige|komende|aankomende|aanstaande|nog\s+vast\s+te\s+stellen)\s+(?:(?:gezamenlijke\s+)?(?:{GENRES})\s+(?:over|inzake|voor|betreffende|voor\s+een)\s+)?(?:(?:de|het|een)\s+)?(?:(?:nieuwe|Europese)\s+)*$"
    ))
});

/// The article and adjectives before a name.
static DETERMINER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:de|het|een|zijn|haar|onze)\s+)?(?:\b(?:nieuwe|specifieke|eigen|volledige|Europese)\s+)*$",
    )
});

/// Words after which a name is not what the verb is about: prepositions and words that join.
static GOVERNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:aan|achter|als|bij|binnen|buiten|dan|door|en|evenals|alsmede|in|inzake|met|na|naar|naast|of|omtrent|onder|op|over|per|rond|rondom|sinds|tegen|ten|ter|tijdens|tot|tussen|uit|van|vanaf|vanuit|via|volgens|voor|zonder|zowel|ook|betreffende|die|dat|geen|niet)\s+$",
    )
});

const INFINITIVES: &str = "vaststellen|presenteren|voorstellen|lanceren|goedkeuren|publiceren|uitbrengen|indienen\
                           |voorleggen|bekendmaken|aankondigen";
const TO_INFINITIVES: &str = r"vast\s+te\s+stellen|te\s+presenteren|voor\s+te\s+stellen|te\s+lanceren|goed\s+te\s+keuren|te\s+publiceren|uit\s+te\s+brengen|in\s+te\s+dienen|voor\s+te\s+leggen|bekend\s+te\s+maken|aan\s+te\s+kondigen";
const PARTICIPLES: &str = "vastgesteld|gepresenteerd|voorgesteld|gelanceerd|goedgekeurd|gepubliceerd|uitgebracht\
                           |ingediend|voorgelegd|bekendgemaakt|aangekondigd";

/// The end of the clause whose object the name is, by what the clause has before it.
struct Endings {
    /// "zal … NAME vaststellen", and of an item "NAME vaststellen".
    infinitive: Regex,
    /// "is voornemens … NAME vast te stellen".
    to_infinitive: Regex,
    /// "zal NAME worden vastgesteld".
    passive: Regex,
    /// "NAME zal worden vastgesteld".
    subject: Regex,
    /// "kondigt … NAME aan".
    apart: Regex,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| Endings {
    infinitive: pattern(&format!(r"^[^,;:()]*?\b(?:{INFINITIVES})\b")),
    to_infinitive: pattern(&format!(r"^[^,;:()]*?\b(?:{TO_INFINITIVES})\b")),
    passive: pattern(&format!(r"^[^,;:()]*?\b(?:worden\s+(?:{PARTICIPLES})|(?:{PARTICIPLES})\s+worden)\b")),
    subject: pattern(&format!(
        r"^\s+(?:zal|zullen)\b[^,;:()]*?\b(?:worden\s+(?:{PARTICIPLES})|(?:{PARTICIPLES})\s+worden)\b"
    )),
    apart: pattern(r"^[^,;:()]*?\baan\s*(?:[,;.(]|$)"),
});

static FUTURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:zal|zullen)\b"));
static INTENDED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:voornemens|van\s+plan)\b"));
static ANNOUNCING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:(?:deze|dit)\s+(?:{GENRES})|wij)\s+kondig(?:t|en)\b[^,;:()]*$|\bkondig(?:t|en)\s+(?:(?:deze|dit)\s+(?:{GENRES})|wij)\b[^,;:()]*$"
    ))
});
/// What parts a verb from a name: another clause, a denial.
static PARTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[;:()]|\b(?:die|dat|om|wanneer|zodra|nadat|waar\w*|niet|geen|nooit)\b"));

/// The beginning of an item: nothing, or a deadline or label before a colon.
static ITEM_START: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[^:,;.]{1,60}:\s*)?$"));

/// "… vergemakkelijken in de NAME (tweede kwartaal 2025)".
static DONE_IN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\w+en\s+in\s+(?:de|het|een)\s+$"));
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*\((?:uiterlijk\s+)?(?:in\s+)?(?:het\s+|de\s+)?(eerste|tweede|derde|vierde)\s+(kwartaal|helft)\s+(?:van\s+)?(20\d\d)\)",
    )
});

/// Whether a sentence of a document of that date says that the named document is still to come.
pub(super) fn is_to_come(saying: &Saying<'_>, date: Option<PartialDate>) -> bool {
    let denied = |m: regex::Captures<'_>| m.get(1).is_some_and(|w| w.as_str().trim_end() == "geen");
    if let Some(found) = TO_COME.captures(saying.before) {
        return !denied(found);
    }
    is_object_of_a_plan(saying) || is_where_an_action_will_be_done(saying, date)
}

fn is_object_of_a_plan(saying: &Saying<'_>) -> bool {
    let Saying { before, after, place } = *saying;
    let start = DETERMINER.find(before).map_or(before.len(), |m| m.start());
    let before = &before[..start];
    if GOVERNED.is_match(before) {
        return false;
    }
    let follows = |ending: &Regex| ending.find(after).is_some_and(|m| !PARTED.is_match(m.as_str()));
    let stands_behind =
        |verb: &Regex| verb.find_iter(before).last().is_some_and(|m| !PARTED.is_match(&before[m.end()..]));
    let ends = &*ENDINGS;
    stands_behind(&FUTURE) && (follows(&ends.infinitive) || follows(&ends.passive))
        || stands_behind(&INTENDED) && follows(&ends.to_infinitive)
        || follows(&ends.subject)
        || ANNOUNCING.is_match(before) && follows(&ends.apart)
        || place == Place::Item && ITEM_START.is_match(before) && follows(&ends.infinitive)
}

/// An action of a list that is to be done in the other document at a time that has not passed yet.
fn is_where_an_action_will_be_done(saying: &Saying<'_>, date: Option<PartialDate>) -> bool {
    let Some(deadline) = DEADLINE.captures(saying.after) else { return false };
    let end = last_month(&deadline[1], &deadline[2]);
    let year: i16 = deadline[3].parse().unwrap_or_default();
    let ahead = date.is_some_and(|d| (year, end) >= (d.year(), d.month().unwrap_or(1)));
    saying.place == Place::Item && DONE_IN.is_match(saying.before) && ahead
}

/// The last month of a quarter or a half.
fn last_month(ordinal: &str, part: &str) -> i8 {
    let nth =
        ["eerste", "tweede", "derde", "vierde"].iter().zip(1..).find(|(o, _)| **o == ordinal.to_lowercase());
    let months = if part.eq_ignore_ascii_case("kwartaal") { 3 } else { 6 };
    nth.map_or(0, |(_, n)| n * months)
}

/// What a document does that carries on another: "bouwt voort op", "is een vervolg op".
const CARRIES_ON: &str = r"(?:(?:bouwt\s+(?:\w+\s+){0,2}voort|(?:is|vormt)\s+(?:een|het)\s+(?:\w+\s+)?vervolg|volgt)\s+op|geeft\s+(?:\w+\s+){0,2}uitvoering\s+aan)";

/// The same whoever does it: most sentences can be put aside without the document's own names.
static SOMETHING_CARRIES_ON: LazyLock<Regex> = LazyLock::new(|| pattern(CARRIES_ON));

/// The same right before a name.
static SOMETHING_CARRIES_IT_ON: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\s{CARRIES_ON}\b[^,;:()]{{0,120}}$")));

/// How a document calls itself. Its patterns are dear to make, and most documents need none of them: each is made when a
/// sentence may fit that does not when anybody else is meant.
#[derive(Debug)]
pub(super) struct Own {
    /// Its forms as a pattern.
    forms: String,
    carries_on: OnceCell<Regex>,
    is_subject: OnceCell<Regex>,
}

impl Own {
    /// Of a document with these names: its title, its instruments'. "de strategie" is the document itself only where a
    /// name of it says that it is one.
    pub(super) fn new(names: &[&str]) -> Self {
        let folded: Vec<String> = names.iter().map(|n| fold(n, Letters::Lower).text).collect();
        let is_one =
            |genre: &&str| folded.iter().any(|name| name.split(' ').any(|word| word.ends_with(genre)));
        let own: Vec<&str> = GENRES.split('|').filter(is_one).collect();
        let mut forms = vec![format!(r"(?:deze|dit)\s+(?:{GENRES})")];
        if !own.is_empty() {
            forms.push(format!(r"(?:de|het)\s+(?:{})", own.join("|")));
        }
        for name in names {
            let words: Vec<String> = name.split_whitespace().map(regex::escape).collect();
            forms.push(format!(r"(?:(?:de|het)\s+)?{}", words.join(r"\s+")));
        }
        Own { forms: forms.join("|"), carries_on: OnceCell::new(), is_subject: OnceCell::new() }
    }

    /// What is carried on: "De strategie bouwt voort op … NAME", "Deze mededeling is een vervolg op NAME".
    fn carried_on<'a>(&self, before: &'a str) -> Option<&'a str> {
        let made = || pattern(&format!(r"^(?:{})\s+{CARRIES_ON}\b([^,;:()]*)$", self.forms));
        let found = self.carries_on.get_or_init(made).captures(before)?;
        let object = found.get(1).map_or("", |object| object.as_str());
        // That is what a pattern would say with a number, and it would be a hundred times as dear to make.
        (object.chars().count() <= 120).then_some(object)
    }

    /// Whether what follows on "Voortbouwend op … NAME" is a verb and the document itself.
    fn is_subject(&self, after: &str) -> bool {
        let made = || pattern(&format!(r"^([^,;:()]*?),?\s+\w+\s+(?:{})(?:[\s,.;:]|$)", self.forms));
        let found = self.is_subject.get_or_init(made).captures(after);
        found.is_some_and(|found| found[1].chars().count() <= 60)
    }
}

static CARRYING_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:voortbouwend\s+op|(?:als|in)\s+vervolg\s+op|ter\s+uitvoering\s+van|in\s+het\s+verlengde\s+van|in\s+aansluiting\s+op)\b([^,;:()]{0,120})$",
    )
});
static AS_ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bzoals\s+(?:al\s+|eerder\s+|reeds\s+)?(?:werd\s+|is\s+)?(?:aangekondigd|toegezegd)\s+in\s+(?:(?:de|het|ons)\s+)?$",
    )
});
static HAS_BEEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:heeft|hebben|is|zijn|werd|werden)\b[^;:]*$"));
/// The rest of a clause and its last word, if that may be a past participle.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*,?\s*[^,;:.]*?\b((?:op|aan|in|uit|af|voor|vast|toe|door|open|bij|samen)?ge\w+[dt]|(?:op|aan|in|uit|af|over)?ge(?:nomen|komen|gaan|geven|kozen|schreven|boden|sloten|trokken)|(?:ver|be|ont|her)\w+[dt])[”’)]*\s*(?:[,;:.]|$)",
    )
});
/// Nouns that end like participles.
const NOUNS: [&str; 10] =
    ["gebied", "geld", "gewicht", "gezicht", "gerecht", "geluid", "geweld", "beleid", "verband", "bericht"];
static HAS_BEEN_NEXT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*,?\s*(?:heeft|hebben|is|zijn|werd|werden)\b"));
static NOT_DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:zal|zullen|zou|zouden|gaat|gaan|wordt|worden|moet|moeten|kan|kunnen|niet|nog)\b")
});

/// Whether a sentence says that the document as a whole carries on what the named one began, or that a thing which
/// that one announced is done.
pub(super) fn is_followed_up<'o>(saying: &Saying<'_>, own: impl Fn() -> &'o Own) -> bool {
    let Saying { before, after, .. } = *saying;
    let is_object = |words: &str| !PARTED.is_match(words);
    let carries_on = || {
        let may_be = SOMETHING_CARRIES_ON.is_match(before) && SOMETHING_CARRIES_IT_ON.is_match(before);
        may_be && own().carried_on(before).is_some_and(is_object)
    };
    let carrying_on = || CARRYING_ON.captures(before).is_some_and(|found| is_object(&found[1]));
    carries_on() || (carrying_on() && own().is_subject(after)) || is_done_as_announced(before, after)
}

fn is_done_as_announced(before: &str, after: &str) -> bool {
    let Some(announced) = AS_ANNOUNCED.find(before) else { return false };
    let Some(rest) = DONE.captures(after) else { return false };
    let is_noun = NOUNS.contains(&rest[1].to_lowercase().as_str());
    let clause = &before[..announced.start()];
    let perfect = HAS_BEEN.is_match(clause) || HAS_BEEN_NEXT.is_match(after);
    perfect && !is_noun && !NOT_DONE.is_match(clause) && !NOT_DONE.is_match(&rest[0])
}

#[cfg(test)]
#[path = "phrases_tests.rs"]
mod tests;
