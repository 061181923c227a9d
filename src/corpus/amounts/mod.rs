//! Which amounts of money are for which instrument.
//!
//! An amount is for an instrument only where one sentence names both, and only in one of two ways:
//!
//! - the instrument is the one named last before the amount, with those that it is listed with ("X en Y"): who
//!   has or gets the money is said before the sum. A name inside a relative clause ("projecten die X
//!   versterken") is about something else and does not count;
//! - a word of purpose or origin stands directly before its name: "voor", "uit", "vanuit", "via", "in het kader
//!   van". Before the first amount such words hold for all amounts of the sentence, behind an amount for that one.
//!
//! All other names in the sentence are left out: nothing is guessed, and no sums are added up.

mod found;

pub(super) use found::{Owned, give};

use super::gazetteer::Hit;
use super::sentence::spans;
use crate::money::{self, Money, Value};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// An amount in a text, and the terms that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The terms, by the numbers of the hits.
    pub(super) terms: BTreeSet<usize>,
    pub(super) words: Words,
}

/// What a text says of an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Number, size word and currency, as printed.
    pub printed: String,
    /// The words directly before that bound or blur it.
    pub qualifier: Option<String>,
    pub value: Value,
    /// The upper end, of a range.
    pub to: Option<Value>,
    /// ISO 4217.
    pub currency: &'static str,
    /// What it is for, in the text's words, where they stand behind it.
    pub purpose: Option<String>,
    pub sentence: String,
}

/// The amounts of a text that may be for some term: those of sentences that name one, with the terms that they are for.
/// `hits` are the places where terms are named.
pub(super) fn find(text: &str, hits: &[Hit]) -> Vec<Found> {
    let named =
        spans(text).into_iter().map(|at| (names(&at, hits), at)).filter(|(names, _)| !names.is_empty());
    named.flat_map(|(names, at)| in_sentence(&text[at], &names)).collect()
}

/// The amounts of a sentence, with the terms that they are for; `names` are what it names.
fn in_sentence(sentence: &str, names: &Names) -> Vec<Found> {
    let amounts = money::find(sentence);
    let found = |index: usize| {
        let terms = terms_of(sentence, &amounts, index, names);
        Found { terms, words: words(sentence, &amounts[index]) }
    };
    (0..amounts.len()).map(found).collect()
}

/// The words at a place, with the terms that they name.
type Names = Vec<(Range<usize>, Vec<usize>)>;

/// What a sentence names, in its order, by places in the sentence.
fn names(sentence: &Range<usize>, hits: &[Hit]) -> Names {
    let mut out: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for hit in hits.iter().filter(|h| sentence.start <= h.span.start && h.span.end <= sentence.end) {
        let at = (hit.span.start - sentence.start, hit.span.end - sentence.start);
        out.entry(at).or_default().push(hit.term);
    }
    out.into_iter().map(|((start, end), terms)| (start..end, terms)).collect()
}

fn terms_of(sentence: &str, amounts: &[Money], index: usize, names: &Names) -> BTreeSet<usize> {
    let amount = &amounts[index].span;
    let previous = index.checked_sub(1).map(|i| &amounts[i].span);
    let next = amounts.get(index + 1).map(|a| a.span.start).unwrap_or(sentence.len());
    let is_free = |at: &Range<usize>| !RELATIVE.is_match(&sentence[..at.start]);
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    // The last one before, but none that a word of purpose gives to the amount before.
    let last = names.iter().rposition(|(at, _)| {
        let of_previous = previous.is_some_and(|p| at.start > p.end && is_framed(sentence, at));
        at.end <= amount.start && is_free(at) && !of_previous
    });
    chosen.extend(last);
    for (i, (at, _)) in names.iter().enumerate() {
        let before_all = amounts.first().is_some_and(|first| at.end <= first.span.start);
        let behind = at.start >= amount.end && at.end <= next;
        if (before_all || behind) && is_framed(sentence, at) {
            chosen.insert(i);
        }
    }
    let all: BTreeSet<usize> = chosen.iter().flat_map(|i| listed_with(sentence, names, *i)).collect();
    all.into_iter().flat_map(|i| names[i].1.iter().copied()).collect()
}

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:die|dat|welke|which|that)\s+(?:(?:de|het|the)\s+)?$").expect("pattern compiles")
});

/// A word of purpose or origin, and at most four words between it and the name: article, number, what bounds
/// the number, "programma's".
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    let between = r"(?:de|het|een|deze|dit|the|tot|wel|maximaal|minstens|hoogstens|ongeveer|up|to|[0-9]+|\
                    twee|drie|vier|vijf|zes|zeven|acht|negen|tien|eerste|nieuwe|programma['’]?s?|programmes?)";
    Regex::new(&format!(
        r"(?i)\b(?:voor|uit|vanuit|via|in het kader van|for|from|under)\s+(?:{between}\s+){{0,4}}[“‘(]?$"
    ))
    .expect("pattern compiles")
});

fn is_framed(sentence: &str, name: &Range<usize>) -> bool {
    FRAME.is_match(&sentence[..name.start])
}

/// What stands between two names of one list, with the rest of the first name's word.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\p{L}'’]{0,2}(?:-[\p{L}-]+)?\s*(?:,|,?\s*\b(?:en|of|and|or)\b|/)\s*(?:(?:de|het|the)\s+)?$",
    )
    .expect("pattern compiles")
});

/// A name and those that it is listed with.
fn listed_with(sentence: &str, names: &Names, at: usize) -> Range<usize> {
    let joined = |a: usize, b: usize| LISTED.is_match(&sentence[names[a].0.end..names[b].0.start]);
    let mut first = at;
    while first > 0 && joined(first - 1, first) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < names.len() && joined(last, last + 1) {
        last += 1;
    }
    first..last + 1
}

fn words(sentence: &str, money: &Money) -> Words {
    Words {
        printed: sentence[money.span.clone()].to_owned(),
        qualifier: money.qualifier.clone().map(|at| sentence[at].to_owned()),
        value: money.value,
        to: money.to,
        currency: money.currency,
        purpose: purpose(&sentence[money.span.end..]),
        sentence: sentence.to_owned(),
    }
}

/// A preposition within five words behind the amount, and what follows it up to the end of its clause.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?<between>(?:\s+[\p{L}-]+){0,4}?)\s+
          (?<purpose>(?:voor|aan|in|for|in\ het\ kader\ van)\s+[^.,;:(—–]+?)
          (?:\s+(?:in\ het\ kader\ van|[\p{L}-]+\s+worden|[\p{L}-]+\s+wordt|te|moet|moeten|zal|zullen|wordt
                |worden|kan|kunnen|is|zijn|dat|die)\b|\s*[.,;:(—–]|\s*$)",
    )
    .expect("pattern compiles")
});

/// Words that make the phrase behind them one about something else than the amount.
const OTHER: [&str; 9] = ["uit", "van", "per", "met", "door", "op", "bij", "from", "of"];

/// A phrase that is none of purpose: a period, a year, or a verb's own "aan".
static NO_PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\w+\s+(?:(?:en|of|om|te|and|or)\b|(?:de|the)\s+(?:periode|jaren|period|years)\b|[0-9]{4}\b)",
    )
    .expect("pattern compiles")
});

fn purpose(behind: &str) -> Option<String> {
    let found = PURPOSE.captures(behind)?;
    let of_something_else =
        found["between"].split_whitespace().any(|w| OTHER.contains(&w.to_lowercase().as_str()));
    let purpose = found["purpose"].trim();
    (!of_something_else && !NO_PURPOSE.is_match(purpose)).then(|| purpose.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Terms by their place in this list.
    const TERMS: [&str; 6] =
        ["InvestAI", "AI-fabrieken", "AI-gigafabrieken", "EuroHPC", "Horizon Europa", "Digitaal Europa"];

    fn hits(text: &str) -> Vec<Hit> {
        let of = |(term, name): (usize, &&str)| {
            text.match_indices(*name)
                .map(move |(at, _)| Hit { term, span: at..at + name.len() })
                .collect::<Vec<_>>()
        };
        let mut out: Vec<Hit> = TERMS.iter().enumerate().flat_map(of).collect();
        out.sort_by_key(|h| h.span.start);
        out
    }

    /// The terms of each amount.
    fn check(text: &str, expected: &[&[&str]]) {
        let found: Vec<Vec<&str>> = find(text, &hits(text))
            .into_iter()
            .map(|f| f.terms.into_iter().map(|t| TERMS[t]).collect())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_name_before_the_amount_has_it() {
        check("InvestAI maakt 200 miljard EUR vrij, net als Horizon Europa.", &[&["InvestAI"]]);
        check("EuroHPC en AI-fabrieken kosten 10 miljard EUR.", &[&["AI-fabrieken", "EuroHPC"]]);
        check("EuroHPC heeft InvestAI gelanceerd met 240 miljoen EUR.", &[&["InvestAI"]]);
    }

    #[test]
    fn words_of_purpose_and_origin_count_on_both_sides() {
        check(
            "€ 20 miljard vanuit InvestAI gaat naar fabrieken, voor tot wel 5 AI-gigafabrieken.",
            &[&["InvestAI", "AI-gigafabrieken"]],
        );
        check(
            "Oproepen in het kader van Horizon Europa en Digitaal Europa krijgen 700 miljoen EUR.",
            &[&["Horizon Europa", "Digitaal Europa"]],
        );
        check(
            "InvestAI geeft 20 miljard EUR voor AI-gigafabrieken en 5 miljard EUR voor AI-fabrieken.",
            &[&["InvestAI", "AI-gigafabrieken"], &["InvestAI", "AI-fabrieken"]],
        );
    }

    #[test]
    fn what_the_sentence_only_mentions_has_nothing() {
        check("Het kabinet heeft voor projecten die InvestAI versterken EUR 75 miljoen begroot.", &[&[]]);
        check("InvestAI is er. Dat kost 5 miljoen euro.", &[]);
        check("Er is 5 miljoen euro, in lijn met InvestAI.", &[&[]]);
    }

    #[test]
    fn the_purpose_is_the_phrase_behind() {
        for (text, expected) in [
            (
                "om 200 miljard EUR vrij te maken voor investeringen in AI, in lijn met",
                Some("voor investeringen in AI"),
            ),
            ("€ 20 miljard aan investeringen voor AI te mobiliseren", Some("aan investeringen voor AI")),
            ("€ 20 miljard zal voor AI-fabrieken ingezet worden.", Some("voor AI-fabrieken")),
            ("5 miljard EUR toegewezen aan oproepen in het kader van X.", Some("aan oproepen")),
            ("kost 5 miljard EUR.", None),
            ("krijgt 85 miljoen EUR uit het fonds voor maritieme zaken", None),
            ("kondigt een fonds van 1,2 miljard euro aan en een richtlijn", None),
            ("heeft 1,2 miljard EUR voor de periode 2027-2030", None),
        ] {
            let found = in_sentence(text, &Names::new());
            assert_eq!(found[0].words.purpose.as_deref(), expected, "{text}");
        }
    }
}
