//! Where a name begins and ends when no initials say so.

use super::initials::{gives_first, gives_last, likeness};
use super::short::{Short, Style};
use super::words::{Word, in_phrase};

/// Most words of a name.
const LONGEST: usize = 20;
/// Fewest greater words behind a short form that could as well be any name.
const FEWEST: usize = 5;

/// Index of the first of the words, up to the last, that a short form stands for though its letters do not fit: an
/// abbreviation of another language's name, or made of syllables. `None` where too few of its letters are in them.
pub(super) fn unlike(words: &[Word<'_>], short: &Short) -> Option<usize> {
    let first = match short.style {
        Style::Small => return None,
        Style::Capitals if short.len() == 2 => return translated(words, short),
        Style::Capitals => from_first_letter(words, short).or_else(|| phrase_at_end(words))?,
        Style::Mixed | Style::Name => phrase_at_end(words)?,
    };
    let name = &words[first..];
    let found = likeness(name, short);
    let great = name.iter().filter(|w| !w.is_small()).count();
    let enough =
        short.len() > 3 - usize::from(short.style != Style::Name) && found >= 2 && 2 * found >= short.len();
    (enough && (short.style != Style::Name || great >= FEWEST)).then_some(first)
}

/// Two letters of another language's name, where the second word is alike in both: "kunstmatige intelligentie (AI)".
fn translated(words: &[Word<'_>], short: &Short) -> Option<usize> {
    let first = words.len().checked_sub(2)?;
    let [adjective, noun] = &words[first..] else { return None };
    let plain = |word: &Word<'_>| !word.is_small() && !word.is_break() && !word.comma && !word.is_capital();
    let alike = likeness(std::slice::from_ref(noun), short) == 1 && gives_last(noun, short);
    (plain(adjective) && plain(noun) && adjective.plain.ends_with('e') && alike).then_some(first)
}

/// The word with the first letter, in the phrase before the bracket, from which on most letters are found; the
/// nearest of equals.
fn from_first_letter(words: &[Word<'_>], short: &Short) -> Option<usize> {
    let from = phrase_at_end(words).unwrap_or_else(|| words.len().saturating_sub(LONGEST));
    let mut best: Option<(usize, usize)> = None;
    for (index, word) in words.iter().enumerate().skip(from).rev().take_while(|(_, w)| !w.is_break()) {
        let found = likeness(&words[index..], short);
        if gives_first(word, short) && best.is_none_or(|(_, most)| found > most) {
            best = Some((index, found));
        }
    }
    best.map(|(index, _)| index)
}

/// Index of the first word of the phrase at the end, which is the word behind its article. Where that phrase begins
/// with a small letter and hangs on one with a capital ("Traject AI voor de overheidssector"), the name begins there.
fn phrase_at_end(words: &[Word<'_>]) -> Option<usize> {
    let nearest = behind_article(words, words.len())?;
    let mut first = nearest;
    while !words[first].is_capital() {
        let hangs = first >= 2 && words[first - 2].is_preposition();
        match behind_article(words, first - 1).filter(|_| hangs) {
            Some(further) => first = further,
            None => return Some(nearest),
        }
    }
    Some(first)
}

/// Index of the word behind the last article before `end`, in one clause.
fn behind_article(words: &[Word<'_>], end: usize) -> Option<usize> {
    let least = words.len().saturating_sub(LONGEST);
    for index in (least..end).rev() {
        let word = &words[index];
        if word.is_break() || (word.comma && index + 1 < end) {
            return None;
        }
        if word.is_article() && !in_phrase(words, index) {
            return (index + 1 < end).then_some(index + 1);
        }
    }
    None
}

/// The words that an ordinary short form ("het actieplan") stands for: first and behind the last. `head` is the
/// short form's last word in small letters.
///
/// The phrase with that word in it is taken: to the left as far as it goes, to the right where a word of relation
/// follows ("de minister van Economische Zaken"), else not, for a verb may stand before the bracket. Without that
/// word it is the phrase before the bracket.
pub(super) fn around_head(words: &[Word<'_>], head: &str) -> Option<(usize, usize)> {
    let near = words.len().saturating_sub(LONGEST);
    let at = (near..words.len()).rev().find(|&i| is_head(&words[i].plain, head));
    let Some(at) = at else {
        let end = without_participle(words, 0);
        return Some((outermost(words, end)?, end));
    };
    let mut first = at;
    while first > near && goes_on(&words[first - 1]) {
        first -= 1;
    }
    let end = match words.get(at + 1) {
        Some(next) if next.is_preposition() || begins_a_name(next) => without_participle(words, at + 1),
        _ => at + 1,
    };
    Some((first, end))
}

/// Whether a word is the head, or a compound that ends in it, or the second part of the head's own.
pub(super) fn is_head(word: &str, head: &str) -> bool {
    let ends = |long: &str, short: &str| short.chars().count() >= 4 && long.ends_with(short);
    word == head || ends(word, head) || ends(head, word)
}

/// Whether a word behind the head names it: "Verordening (EU) 2024/1689", "project Alpha".
fn begins_a_name(word: &Word<'_>) -> bool {
    word.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn goes_on(word: &Word<'_>) -> bool {
    !word.is_small() && !word.is_article() && !word.is_break() && !word.comma
}

/// The end of the words without the participle that may close them ("… gepubliceerd (hierna: …)").
fn without_participle(words: &[Word<'_>], least: usize) -> usize {
    let Some(last) = words.last() else { return 0 };
    let word = last.plain.as_str();
    let prefix = ["ge", "be", "ver", "ont", "her", "aange", "uitge", "voorge", "opge", "inge", "afge"];
    let participle = !last.is_capital()
        && word.len() > 6
        && prefix.iter().any(|p| word.starts_with(p))
        && (word.ends_with('d') || word.ends_with('t') || word.ends_with("men"));
    if participle && words.len() > least + 1 { words.len() - 1 } else { words.len() }
}

/// Index of the first word of the phrase that ends before `end`, with the phrases that it hangs on.
fn outermost(words: &[Word<'_>], end: usize) -> Option<usize> {
    let mut first = behind_article(words, end)?;
    while first >= 2 && words[first - 2].is_preposition() {
        match behind_article(words, first - 1) {
            Some(further) => first = further,
            None => break,
        }
    }
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn a_name_without_its_initials_is_the_phrase_before_the_bracket() {
        for (short, text, expected) in [
            (
                "HEDI",
                "van het Fonds en de EU-innovatiehub voor defensie",
                Some("EU-innovatiehub voor defensie"),
            ),
            (
                "RAISE",
                "een proeffase starten van het hulpmiddel voor AI-wetenschap in Europa",
                Some("hulpmiddel voor AI-wetenschap in Europa"),
            ),
            ("RAISE", "zal de Europese onderzoeksraad voor AI", Some("Europese onderzoeksraad voor AI")),
            ("TYNDP", "een Uniebreed tienjarig netontwikkelingsplan", Some("tienjarig netontwikkelingsplan")),
            (
                "Arisa",
                "zoals de Europese alliantie voor vaardigheden op het gebied van artificiële intelligentie",
                Some("Europese alliantie voor vaardigheden op het gebied van artificiële intelligentie"),
            ),
            (
                "PAIR Pathway",
                "zal het Traject AI voor de overheidssector & paraatheid voor interoperabiliteit",
                Some("Traject AI voor de overheidssector & paraatheid voor interoperabiliteit"),
            ),
            ("EdTech", "AI-instrumenten in het onderwijs", None),
            ("Spanje", "van proof of concept naar de spin-off", None),
            ("OESO", "de landen", None),
        ] {
            let read = Short::read(short).expect("a short form");
            let words = words(text, 0..text.len());
            let found = unlike(&words, &read).map(|first| &text[words[first].at.start..]);
            assert_eq!(found, expected, "{short} in {text}");
        }
    }

    #[test]
    fn an_ordinary_short_form_stands_for_the_phrase_with_its_word() {
        for (head, text, expected) in [
            ("commissie", "heeft de Europese Commissie", "Europese Commissie"),
            ("actieplan", "over het AI Continent Actieplan gepubliceerd", "AI Continent Actieplan"),
            ("minister", "schrijft de minister van Economische Zaken", "minister van Economische Zaken"),
            ("mededeling", "een mededeling over het plan gepubliceerd", "mededeling over het plan"),
            ("ai-verordening", "de verordening inzake AI", "verordening inzake AI"),
            ("voorstel", "van de wijziging van de richtlijn", "wijziging van de richtlijn"),
        ] {
            let words = words(text, 0..text.len());
            let (first, end) = around_head(&words, head).expect("found");
            assert_eq!(&text[words[first].at.start..words[end - 1].at.end], expected, "{head} in {text}");
        }
    }
}
