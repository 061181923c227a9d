//! The gazetteer: finds the names of terms in text.
//!
//! Names are compared folded. At a name's right edge Dutch inflection may follow (-e, -en, -n, -s, 's) and,
//! unless the name is closed to compounds, a hyphen and another word; at its left edge another word and a
//! hyphen. Where names overlap, the longest wins.

mod spellings;

use super::fold::{Folded, Letters, fold};
use crate::taxonomy::{Case, Compounds};
use spellings::Spellings;
use std::ops::Range;

/// A name to look for, and the term that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// Index of the term, the caller's own.
    pub(crate) term: usize,
    pub(crate) text: String,
    pub(crate) case: Case,
    pub(crate) compounds: Compounds,
}

/// Where a term is named: bytes of the original text, without inflection or the rest of a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) term: usize,
    pub(crate) span: Range<usize>,
}

/// All names of a dossier, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    /// The names folded, by their numbers in the list.
    spellings: Spellings,
    names: Vec<Name>,
}

/// Endings of inflected Dutch words and names.
const INFLECTIONS: [&str; 6] = ["en", "'s", "es", "e", "n", "s"];

impl Gazetteer {
    /// Prepares the names. Names that fold to nothing are found nowhere.
    pub(crate) fn new(names: Vec<Name>) -> Self {
        let folded = |name: &Name| fold(name.text.trim(), Letters::Lower).text;
        let spellings = Spellings::new(names.iter().map(folded).zip(0..));
        Gazetteer { spellings, names }
    }

    /// The terms of a range that a text names, with places, in the order of the text; and where the letters of other names
    /// begin, whatever stands around them but a letter or digit before: what [`Gazetteer::find_among`] finds of those in a
    /// part of the text that stands between white space and has none at its ends begins at one of these places.
    pub(crate) fn look(&self, text: &str, among: &Range<usize>) -> (Vec<Hit>, Vec<usize>) {
        let folded = fold(text, Letters::Lower);
        let (mut held, mut places) = (Vec::new(), Vec::new());
        self.spellings.each_in(&folded.text, |range, number| {
            if !among.contains(&self.names[number].term) {
                places.push(folded.original(range).start);
            } else if self.holds(text, &folded, &range, number) {
                held.push((range, number));
            }
        });
        places.dedup();
        (self.longest(held, &folded), places)
    }

    /// The terms that a text names, with places, in the order of the text.
    pub(crate) fn find(&self, text: &str) -> Vec<Hit> {
        self.find_among(text, &(0..usize::MAX))
    }

    /// The same, where only the terms of a range are looked for.
    pub(crate) fn find_among(&self, text: &str, among: &Range<usize>) -> Vec<Hit> {
        let folded = fold(text, Letters::Lower);
        let mut held = Vec::new();
        self.spellings.each_in(&folded.text, |range, number| {
            if among.contains(&self.names[number].term) && self.holds(text, &folded, &range, number) {
                held.push((range, number));
            }
        });
        self.longest(held, &folded)
    }

    /// Whether a name stands at a place that has its letters.
    fn holds(&self, text: &str, folded: &Folded, range: &Range<usize>, number: usize) -> bool {
        let name = &self.names[number];
        edges_hold(&folded.text, range, name.compounds)
            && case_holds(name, &text[folded.original(range.clone())])
    }

    /// Of names that stand somewhere those that no longer one overlaps.
    fn longest(&self, mut held: Vec<(Range<usize>, usize)>, folded: &Folded) -> Vec<Hit> {
        if held.is_empty() {
            return Vec::new();
        }
        held.sort_by_key(|(range, name)| (std::cmp::Reverse(range.len()), range.start, *name));
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut hits = Vec::new();
        for (range, name) in held {
            let overlaps = taken.iter().any(|t| *t != range && t.start < range.end && range.start < t.end);
            if !overlaps {
                hits.push(Hit { term: self.names[name].term, span: folded.original(range.clone()) });
                taken.push(range);
            }
        }
        hits.sort_by_key(|h| (h.span.start, h.term));
        hits.dedup();
        hits
    }
}

/// A name whose case counts is compared letter by letter, folded in all but case.
fn case_holds(name: &Name, printed: &str) -> bool {
    name.case == Case::Any
        || fold(printed.trim(), Letters::AsWritten).text == fold(name.text.trim(), Letters::AsWritten).text
}

/// Whether a name found at `range` begins and ends where a name may.
fn edges_hold(text: &str, range: &Range<usize>, compounds: Compounds) -> bool {
    left_holds(&text[..range.start], compounds)
        && right_holds(&text[range.clone()], &text[range.end..], compounds)
}

fn left_holds(before: &str, compounds: Compounds) -> bool {
    let mut backwards = before.chars().rev();
    match backwards.next() {
        Some(c) if c.is_alphanumeric() => false,
        Some('-') if compounds == Compounds::Closed => !backwards.next().is_some_and(char::is_alphanumeric),
        _ => true,
    }
}

fn right_holds(name: &str, after: &str, compounds: Compounds) -> bool {
    if word_ends(after, compounds) {
        return true;
    }
    let inflected = name.ends_with(char::is_alphabetic);
    inflected
        && INFLECTIONS
            .iter()
            .any(|ending| after.strip_prefix(ending).is_some_and(|rest| word_ends(rest, compounds)))
}

/// Whether a word ends here, or goes on behind a hyphen where that is allowed.
fn word_ends(after: &str, compounds: Compounds) -> bool {
    let mut forwards = after.chars();
    match forwards.next() {
        None => true,
        Some('-') => compounds == Compounds::Open || !forwards.next().is_some_and(char::is_alphanumeric),
        // "EDIH's": what follows the apostrophe must be the inflection itself.
        Some('\'') => !forwards.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(term: usize, text: &str) -> Name {
        let (case, compounds) = match text {
            "DIGITAL" => (Case::AsWritten, Compounds::Closed),
            "Simpl" | "SAFE" => (Case::AsWritten, Compounds::Open),
            "AI-wet" => (Case::Any, Compounds::Closed),
            _ => (Case::Any, Compounds::Open),
        };
        Name { term, text: text.to_owned(), case, compounds }
    }

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::new(names.iter().enumerate().map(|(i, n)| name(i, n)).collect());
        gazetteer.find(text).into_iter().map(|h| text[h.span].to_owned()).collect()
    }

    #[test]
    fn names_are_found_inflected_and_in_compounds_with_a_hyphen() {
        for (names, text, expected) in [
            (&["AI-fabriek"][..], "de AI-fabrieken, AI-fabriek's", vec!["AI-fabriek", "AI-fabriek"]),
            (&["InvestAI"], "het InvestAI-initiatief", vec!["InvestAI"]),
            (&["talentenpool"], "de EU-talentenpool", vec!["talentenpool"]),
            (&["EDIH"], "EDIH’s en EDIHs", vec!["EDIH", "EDIH"]),
            (&["dataruimte"], "dataruimten en dataruimtes", vec!["dataruimte", "dataruimte"]),
            (&["Erasmus+"], "het Erasmus+-programma, Erasmus+, en", vec!["Erasmus+", "Erasmus+"]),
            (&["AI-(giga)fabriek"], "AI-(giga)fabrieken", vec!["AI-(giga)fabriek"]),
            (&["gigafabriek"], "AI-fabrieken/-gigafabrieken", vec!["gigafabriek"]),
        ] {
            assert_eq!(found(names, text), expected, "{text}");
        }
    }

    #[test]
    fn what_a_sentence_names_begins_at_a_candidate_of_the_text() {
        let names = ["Deel", "deel. Twee", "“a”", "‘Één’ plan", "ﬁets", "x (y)"];
        let gazetteer = Gazetteer::new(names.iter().enumerate().map(|(i, n)| name(i, n)).collect());
        let text = "Een deel. Twee “a”  “  b” ‘één’  plan! X\u{a0}(y).  Fiets? ﬁetsen en Delen.";
        let (_, candidates) = gazetteer.look(text, &(0..0));
        let mut named = 0;
        for sentence in super::super::sentence::spans(text) {
            for hit in gazetteer.find(&text[sentence.clone()]) {
                assert!(
                    candidates.contains(&(sentence.start + hit.span.start)),
                    "{}",
                    &text[sentence.clone()][hit.span]
                );
                named += 1;
            }
        }
        assert_eq!(named, 6);
    }

    #[test]
    fn words_that_only_contain_the_letters_are_none() {
        for (names, text) in [
            (&["AI-wet"][..], "AI-wetenschap, AI-wetgeving, EU-AI-wet, AI-wet-plan"),
            (&["AI-raad"], "AI-raadpleging"),
            (&["Simpl"], "simpl, simpel, Simplificatie"),
            (&["DIGITAL"], "Digital Europe, DIGITAL-2025-SKILLS"),
            (&["SAFE"], "safe"),
            (&["AI-fabriek"], "AI-fabrieksantennes"),
        ] {
            assert!(found(names, text).is_empty(), "{text}: {:?}", found(names, text));
        }
    }

    #[test]
    fn the_longest_name_wins() {
        let names = ["AI-verordening", "helpdesk voor de AI-verordening", "AI Act", "AI Act Service Desk"];
        assert_eq!(
            found(&names, "de helpdesk voor de AI-verordening, de AI-verordening, een AI Act Service Desk"),
            ["helpdesk voor de AI-verordening", "AI-verordening", "AI Act Service Desk"]
        );
    }

    #[test]
    fn a_longer_name_that_fails_at_its_edge_does_not_hide_a_shorter_one() {
        assert_eq!(
            found(&["AI-fabriek", "AI-fabriek voor all"], "een AI-fabriek voor alle"),
            ["AI-fabriek voor all"]
        );
        assert_eq!(found(&["AI-fabriek", "AI-fabriek voor a"], "een AI-fabriek voor alle"), ["AI-fabriek"]);
    }

    #[test]
    fn line_ends_quotes_and_diacritics_do_not_matter() {
        assert_eq!(
            found(&["Gemeenschappelijke Onderneming Chips"], "Gemeenschappelijke\nOnderneming “Chips”").len(),
            1
        );
        assert_eq!(found(&["Artificiele Intelligentie"], "artificiële  intelligentie").len(), 1);
    }
}
