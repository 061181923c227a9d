//! Whether words give the letters of a short form.
//!
//! Letters are the initials of the words, in order. A word of several parts may give one for each part, with or
//! without a hyphen between them; small words are skipped or give a letter; a greater word may give none, but never
//! the first. Each liberty has its price, so that among several readings the plainest wins.

use super::short::{Piece, Short, Style};
use super::words::Word;

/// Price of a letter that a small word gives.
const SMALL_LETTER: u32 = 1;
/// Price of a letter from within a word: Dutch writes compounds as one word.
const INNER_LETTER: u32 = 2;
/// Price of a part between hyphens that gives no letter.
const SKIPPED_PART: u32 = 1;
/// Price of a word that gives no letter.
const SKIPPED_WORD: u32 = 3;
/// What parts a compound.
const HYPHENS: [char; 4] = ['-', '/', '\u{2010}', '\u{2011}'];
/// Fewest letters on each side of the joint of a compound.
const PART: usize = 2;

/// Where the words of a short form begin, and at what price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// Index of the first word.
    pub(super) first: usize,
    pub(super) price: u32,
}

/// The plainest way in which the last of these words give a short form's letters; the nearest of equals.
pub(super) fn fit_at_end(words: &[Word<'_>], short: &Short) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    for first in (0..words.len()).rev() {
        let Some(price) = fit_all(&words[first..], short) else { continue };
        if price <= allowed(short) && best.is_none_or(|b| price < b.price) {
            best = Some(Fit { first, price });
        }
    }
    best
}

/// The price at which all these words, the first among them, give a short form's letters.
pub(super) fn fit_all(words: &[Word<'_>], short: &Short) -> Option<u32> {
    let first = words.first().filter(|w| !w.is_small())?;
    short
        .readings
        .iter()
        .filter_map(|pieces| {
            let ways = ways(first, pieces, short.style);
            ways.into_iter()
                .filter_map(|(given, price)| Some(price + rest(&words[1..], &pieces[given..], short.style)?))
                .min()
        })
        .min()
}

/// Whether the greater words give exactly the letters in any order, the first in its place.
pub(super) fn is_reordered(words: &[Word<'_>], short: &Short) -> bool {
    let mut initials: Vec<String> = words
        .iter()
        .filter(|w| !w.is_small())
        .filter_map(|w| w.plain.chars().next())
        .map(String::from)
        .collect();
    short.readings.iter().any(|pieces| {
        let mut letters: Vec<String> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Start(start) => Some(start.clone()),
                Piece::Spoken(_) => None,
            })
            .collect();
        let same_first = initials.first() == letters.first();
        letters.sort();
        initials.sort();
        letters.len() >= 3 && same_first && letters == initials
    })
}

/// How many letters of a short form stand in these words in order, at the beginning of a word or of a part.
pub(super) fn likeness(words: &[Word<'_>], short: &Short) -> usize {
    let pieces = &short.readings[0];
    let places: Vec<&str> = words.iter().filter(|w| !w.is_small()).flat_map(places).collect();
    let mut longest = vec![0; pieces.len() + 1];
    for place in places {
        for (i, piece) in pieces.iter().enumerate().rev() {
            if begins(place, piece) {
                longest[i + 1] = longest[i + 1].max(longest[i] + 1);
            }
        }
        for i in 1..longest.len() {
            longest[i] = longest[i].max(longest[i - 1]);
        }
    }
    longest[pieces.len()]
}

/// Whether a word begins with the first letter of a short form.
pub(super) fn gives_first(word: &Word<'_>, short: &Short) -> bool {
    !word.is_small() && begins(&word.plain, &short.readings[0][0])
}

/// Whether a word begins with the last letter of a short form.
pub(super) fn gives_last(word: &Word<'_>, short: &Short) -> bool {
    short.readings[0].last().is_some_and(|piece| begins(&word.plain, piece))
}

/// The highest price for a short form: the longer it is, the less its letters agree by chance.
fn allowed(short: &Short) -> u32 {
    match (short.style, short.letters()) {
        (Style::Small | Style::Name, _) | (_, ..=2) => INNER_LETTER,
        (_, letters) => u32::try_from(letters).unwrap_or(u32::MAX).saturating_add(3),
    }
}

/// The lowest price at which the rest of the words give the rest of the letters.
fn rest(words: &[Word<'_>], pieces: &[Piece], style: Style) -> Option<u32> {
    // Prices by how many pieces are given; a table instead of a recursion keeps long sentences cheap.
    let mut table: Vec<Option<u32>> = vec![None; pieces.len() + 1];
    table[0] = Some(0);
    for word in words {
        let mut next = vec![None; pieces.len() + 1];
        for (given, price) in table.iter().enumerate().filter_map(|(i, p)| Some((i, (*p)?))) {
            let skip = if word.is_small() { 0 } else { SKIPPED_WORD };
            lower(&mut next[given], price + skip);
            for (more, cost) in ways(word, &pieces[given..], style) {
                lower(&mut next[given + more], price + cost);
            }
        }
        table = next;
    }
    table[pieces.len()]
}

fn lower(slot: &mut Option<u32>, price: u32) {
    *slot = Some(slot.map_or(price, |old| old.min(price)));
}

/// How many of the pieces, at least one, a word can give, each with its lowest price.
fn ways(word: &Word<'_>, pieces: &[Piece], style: Style) -> Vec<(usize, u32)> {
    let Some(first) = pieces.first() else { return Vec::new() };
    if let Piece::Spoken(said) = first {
        return if said.contains(&word.plain.as_str()) { vec![(1, 0)] } else { Vec::new() };
    }
    if word.is_small() {
        let gives = style != Style::Small && begins(&word.plain, first);
        return if gives { vec![(1, SMALL_LETTER)] } else { Vec::new() };
    }
    let mut table: Vec<Option<u32>> = vec![None; pieces.len() + 1];
    let mut parts = parts(word);
    if let Some((part, short)) = parts.next() {
        for (given, price) in of_part(part, short, pieces) {
            lower(&mut table[given], price);
        }
    }
    for (part, short) in parts {
        let mut next = vec![None; pieces.len() + 1];
        for (given, price) in table.iter().enumerate().filter_map(|(i, p)| Some((i, (*p)?))) {
            lower(&mut next[given], price + SKIPPED_PART);
            for (more, cost) in of_part(part, short, &pieces[given..]) {
                lower(&mut next[given + more], price + cost);
            }
        }
        table = next;
    }
    table.into_iter().enumerate().filter_map(|(i, p)| p.map(|p| (i, p))).collect()
}

/// How many pieces a part without hyphens can give from its beginning on. What is itself a short form ("AI") gives
/// its letters for nothing.
fn of_part(part: &str, short: bool, pieces: &[Piece]) -> Vec<(usize, u32)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut price = 0;
    for (given, piece) in pieces.iter().enumerate() {
        let Piece::Start(start) = piece else { break };
        let found = match (given, short) {
            (0, _) => part.starts_with(start.as_str()).then_some(0),
            (_, true) => part[from..].starts_with(start.as_str()).then_some(from),
            (_, false) => inner_places(part, from).find(|at| part[*at..].starts_with(start.as_str())),
        };
        let Some(at) = found else { break };
        price += if given == 0 || short { 0 } else { INNER_LETTER };
        from = at + start.len();
        out.push((given + 1, price));
    }
    out
}

/// The parts of a word between hyphens, in small letters, and whether each is itself a short form ("AI").
fn parts<'a>(word: &'a Word<'_>) -> impl Iterator<Item = (&'a str, bool)> {
    let printed = word.text.split(HYPHENS).filter(|p| !p.is_empty());
    let is_short = |part: &str| part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    word.plain.split(HYPHENS).filter(|p| !p.is_empty()).zip(printed.map(is_short))
}

/// The places where a word or a part of it may begin; every letter of a short form.
fn places<'a>(word: &'a Word<'_>) -> Vec<&'a str> {
    let mut out = Vec::new();
    for (part, short) in parts(word) {
        if short {
            out.extend(part.char_indices().map(|(at, _)| &part[at..]));
        } else {
            out.push(part);
            out.extend(inner_places(part, 1).map(|at| &part[at..]));
        }
    }
    out
}

/// Where the second part of a compound may begin: behind a syllable, and a syllable follows that Dutch can begin
/// with.
fn inner_places(part: &str, from: usize) -> impl Iterator<Item = usize> {
    part.char_indices().map(|(at, _)| at).filter(move |&at| {
        let (before, after) = part.split_at(at);
        at >= from
            && before.chars().count() >= PART
            && after.chars().count() > PART
            && before.contains(is_vowel)
            && begins_a_syllable(after)
    })
}

fn begins_a_syllable(text: &str) -> bool {
    let onset = text.find(is_vowel).map(|end| &text[..end]);
    onset.is_some_and(|onset| onset.chars().count() <= 1 || ONSETS.contains(&onset))
}

/// Groups of consonants that Dutch and English words begin with.
const ONSETS: [&str; 40] = [
    "bl", "br", "ch", "chr", "cl", "cr", "dr", "dw", "fl", "fr", "gh", "gl", "gr", "kl", "kn", "kr", "kw",
    "ph", "pl", "pr", "ps", "qu", "sc", "sch", "schr", "sh", "sl", "sm", "sn", "sp", "spl", "spr", "st",
    "str", "sw", "th", "tr", "tw", "vl", "wr",
];

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn begins(text: &str, piece: &Piece) -> bool {
    match piece {
        Piece::Start(start) => text.starts_with(start.as_str()),
        Piece::Spoken(said) => said.contains(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn check(short: &str, text: &str, expected: Option<&str>) {
        let read = Short::read(short).unwrap_or_else(|| panic!("{short} is no short form"));
        let words = words(text, 0..text.len());
        let found = fit_at_end(&words, &read).map(|fit| &text[words[fit.first].at.start..]);
        assert_eq!(found, expected, "{short} in {text}");
    }

    #[test]
    fn initials_say_where_the_full_words_begin() {
        for (short, text, expected) in [
            ("EU", "van de Europese Unie", Some("Europese Unie")),
            ("AI", "betrouwbare artificiële intelligentie", Some("artificiële intelligentie")),
            (
                "NDS",
                "aan de Nederlandse Digitaliseringsstrategie",
                Some("Nederlandse Digitaliseringsstrategie"),
            ),
            ("KIG’s", "zijn kennis- en innovatiegemeenschappen", Some("kennis- en innovatiegemeenschappen")),
            ("mkb", "en midden- en kleinbedrijven", Some("midden- en kleinbedrijven")),
            ("AIC4NL", "De AI Coalitie voor Nederland", Some("AI Coalitie voor Nederland")),
            ("NLAIC", "publiek-private Nederlandse AI Coalitie", Some("Nederlandse AI Coalitie")),
            (
                "RVO",
                "en Rijksdienst voor Ondernemend Nederland",
                Some("Rijksdienst voor Ondernemend Nederland"),
            ),
            (
                "NWO",
                "Nederlandse Organisatie voor Wetenschappelijk Onderzoek",
                Some("Nederlandse Organisatie voor Wetenschappelijk Onderzoek"),
            ),
            ("EuroHPC", "Europese high-performance computing", Some("Europese high-performance computing")),
            ("IenW", "het ministerie van Infrastructuur en Waterstaat", Some("Infrastructuur en Waterstaat")),
            (
                "OCW",
                "ministerie van Onderwijs, Cultuur en Wetenschap",
                Some("Onderwijs, Cultuur en Wetenschap"),
            ),
            (
                "DigComp 3.0",
                "het digitalecompetentiekader voor burgers",
                Some("digitalecompetentiekader voor burgers"),
            ),
            ("HEDI", "de EU-innovatiehub voor defensie", None),
            ("EdTech", "AI-instrumenten in het onderwijs", None),
            ("gaan", "een sleutelrol in de waardeketen", None),
        ] {
            check(short, text, expected);
        }
    }

    #[test]
    fn likeness_counts_letters_in_order() {
        for (short, text, expected) in [
            ("RAISE", "hulpmiddel voor AI-wetenschap in Europa", 4),
            ("WRR", "Wetenschappelijke Raad voor het Regeringsbeleid", 3),
            ("EdTech", "onderwijs", 0),
        ] {
            let read = Short::read(short).expect("a short form");
            assert_eq!(likeness(&words(text, 0..text.len()), &read), expected, "{short} in {text}");
        }
    }
}
