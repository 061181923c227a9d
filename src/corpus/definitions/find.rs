//! Definitions in one text: brackets, and what stands before and in them.
//!
//! The patterns are those of the genre: "(hierna: het actieplan)", "Naam voluit (AFK)", "AFK (Naam voluit)", and
//! "(Name in full, ABBR)" behind a translated name. Texts that say "ook wel … genoemd" describe; they define no short
//! form.

use super::initials::{fit_all, fit_at_end, is_reordered};
use super::name::{around_head, is_head, unlike};
use super::short::{Short, Style, plain_letter};
use super::words::{Ends, Word, clause_start, trimmed, words};
use std::ops::Range;

/// Most words before a bracket that are looked at, so that a text without ends of sentences stays cheap.
const REACH: usize = 60;
/// How many words before the bracket the short form of a reversed definition may stand.
const FURTHEST: usize = 4;

/// The form of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefinitionKind {
    /// "de Europese Commissie (hierna: de Commissie)".
    Hereafter,
    /// "Europese Unie (EU)".
    Abbreviation,
    /// "EU (Europese Unie)".
    Reverse,
}

/// A definition in a text, by its places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: DefinitionKind,
    pub(super) short: Range<usize>,
    pub(super) full: Range<usize>,
}

impl Found {
    /// Where its last word ends.
    pub(super) fn end(&self) -> usize {
        self.short.end.max(self.full.end)
    }
}

/// The definitions of a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    brackets(text).filter_map(|inside| definition(text, inside)).collect()
}

/// What stands in brackets that hold no others.
fn brackets(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('(').filter_map(|(open, _)| {
        let rest = &text[open + 1..];
        let close = rest.find([')', '(']).filter(|at| rest[*at..].starts_with(')'))?;
        Some(open + 1..open + 1 + close)
    })
}

fn definition(text: &str, inside: Range<usize>) -> Option<Found> {
    let before = &text[..inside.start - 1];
    let behind = &text[inside.end + 1..];
    if let Some(short) = hereafter(text, &inside) {
        return called_hereafter(text, inside.start - 1, short);
    }
    let part_of_word = before.ends_with(char::is_alphanumeric) || behind.starts_with(char::is_alphanumeric);
    let after = behind.trim_start();
    let number = after.starts_with(|c: char| c.is_ascii_digit())
        || after.starts_with("nr.")
        || after.starts_with("No ");
    if part_of_word || number {
        return None;
    }
    abbreviation(text, &inside).or_else(|| reverse(text, &inside))
}

/// The short form of "hierna: het actieplan" and its like.
fn hereafter(text: &str, inside: &Range<usize>) -> Option<Range<usize>> {
    const OPENINGS: [&str; 6] =
        ["hierna", "verder", "voortaan", "hereafter", "hereinafter", "in het vervolg"];
    const MORE: [&str; 8] = [
        "te noemen",
        "genoemd",
        "aangeduid als",
        "aan te duiden als",
        "afgekort als",
        "ook",
        "referred to as",
        "als",
    ];
    const ENDINGS: [&str; 3] = ["genoemd", "te noemen", "aangeduid"];
    const ARTICLES: [&str; 4] = ["de ", "het ", "een ", "the "];
    let content = &text[inside.clone()];
    let strip = |text: &str, words: &[&str]| -> Option<usize> {
        let found = words.iter().find(|w| text.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)))?;
        text[found.len()..].starts_with(|c: char| !c.is_alphanumeric()).then_some(found.len())
    };
    let mut at = strip(content, &OPENINGS)?;
    loop {
        at += content[at..].len() - content[at..].trim_start_matches([' ', ':', ',', '\u{a0}']).len();
        match strip(&content[at..], &MORE) {
            Some(more) => at += more,
            None => break,
        }
    }
    let mut range = trimmed(text, inside.start + at..inside.end);
    for ending in ENDINGS {
        if let Some(left) = text[range.clone()].strip_suffix(ending)
            && left.ends_with(char::is_whitespace)
        {
            range = trimmed(text, range.start..range.start + left.len());
        }
    }
    if let Some(article) = strip_article(&text[range.clone()], &ARTICLES) {
        range = trimmed(text, range.start + article..range.end);
    }
    let words = text[range.clone()].split_whitespace().count();
    ((1..=4).contains(&words)).then_some(range)
}

fn strip_article(text: &str, articles: &[&str]) -> Option<usize> {
    articles.iter().find(|a| text.get(..a.len()).is_some_and(|t| t.eq_ignore_ascii_case(a))).map(|a| a.len())
}

fn called_hereafter(text: &str, open: usize, short: Range<usize>) -> Option<Found> {
    let form = &text[short.clone()];
    let head: String = form.split_whitespace().last()?.chars().map(plain_letter).collect();
    if let Some(title) = quoted_title(text, open, &head) {
        return made(text, DefinitionKind::Hereafter, short, &title);
    }
    let before = words_before(text, open, Ends::Clauses);
    let letters = Short::read(form).filter(|s| matches!(s.style, Style::Capitals | Style::Mixed));
    let by_letters = letters.and_then(|s| Some((fit_at_end(&before, &s)?.first, before.len())));
    let (first, end) = by_letters.or_else(|| around_head(&before, &head))?;
    made(text, DefinitionKind::Hereafter, short, &before[first..end])
}

/// The words of a title in quotation marks that has the short form's last word in it; a verb may stand between it and
/// the bracket: "de mededeling ‘Plan voor water: van bron tot zee’ gepubliceerd (hierna: het plan)".
fn quoted_title<'a>(text: &'a str, open: usize, head: &str) -> Option<Vec<Word<'a>>> {
    const PAIRS: [(char, &[char]); 3] = [('”', &['“', '„']), ('’', &['‘', '‚']), ('"', &['"'])];
    let before = &text[..open];
    let is_closing = |at: usize, c: char| {
        PAIRS.iter().any(|(closing, _)| *closing == c)
            && !before[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
    };
    let (close, mark) = before.char_indices().rev().find(|(at, c)| is_closing(*at, *c))?;
    if before[close + mark.len_utf8()..].split_whitespace().count() > 2 {
        return None;
    }
    let openings = PAIRS.iter().find(|(closing, _)| *closing == mark)?.1;
    let start = before[..close].rfind(openings)?;
    let title = words(text, start..close);
    (title.len() <= REACH && title.iter().any(|w| is_head(&w.plain, head))).then_some(title)
}

/// "Naam voluit (AFK)", and "(Name in full, AFK)".
fn abbreviation(text: &str, inside: &Range<usize>) -> Option<Found> {
    let whole = without_label(text, inside);
    if let Some(short) = Short::read(&text[whole.clone()]) {
        let before = words_before(text, inside.start - 1, Ends::Brackets);
        let by_letters = fit_at_end(&before, &short).map(|fit| fit.first);
        let first = by_letters.or_else(|| in_capitals(&before, &text[whole.clone()])).or_else(|| {
            let repeated =
                before.iter().rev().take(FURTHEST).any(|w| begins_with(&w.plain, &text[whole.clone()]));
            unlike(&before, &short).filter(|_| !repeated)
        })?;
        return made(text, DefinitionKind::Abbreviation, whole, &before[first..]);
    }
    let (at, mark) =
        text[inside.clone()].char_indices().rev().find(|(_, c)| matches!(c, ',' | ';' | '–' | '—'))?;
    let short_at = trimmed(text, inside.start + at + mark.len_utf8()..inside.end);
    let short =
        Short::read(&text[short_at.clone()]).filter(|s| matches!(s.style, Style::Capitals | Style::Mixed))?;
    let all = words(text, inside.start..inside.start + at);
    let first = fit_at_end(&all, &short)?.first;
    made(text, DefinitionKind::Abbreviation, short_at, &all[first..])
}

/// What stands in a bracket without quotation marks and "afgekort:".
fn without_label(text: &str, inside: &Range<usize>) -> Range<usize> {
    let content = &text[inside.clone()];
    let label =
        ["afgekort als", "afgekort", "afkorting", "kortweg"].iter().find(|l| content.starts_with(**l));
    let rest = label.map_or(content, |l| content[l.len()..].trim_start_matches([':', ' ']));
    trimmed(text, inside.end - rest.len()..inside.end)
}

/// The first of the last words where it is the short form itself but for its capitals: "Digital Europe (DIGITAL)".
fn in_capitals(before: &[Word<'_>], short: &str) -> Option<usize> {
    let small: String = short.chars().map(plain_letter).collect();
    let capitals = short.chars().count() > 2 && !short.contains(char::is_lowercase);
    let from = before.len().saturating_sub(FURTHEST);
    let last = before.len().checked_sub(1)?;
    (from..last).rev().find(|&i| capitals && before[i].plain == small && before[i].text != short)
}

/// Whether a word says the short form already, as "Telecommunicatie" does "Telecom".
fn begins_with(word: &str, short: &str) -> bool {
    let small: String = short.chars().map(plain_letter).collect();
    word.starts_with(&small)
}

/// "AFK (Naam voluit)"; the short form may begin a compound, and a few words of its phrase may stand behind it.
fn reverse(text: &str, inside: &Range<usize>) -> Option<Found> {
    let full = words(text, trimmed(text, inside.clone()));
    if full.len() < 2 {
        return None;
    }
    let before = words_before(text, inside.start - 1, Ends::Brackets);
    for (distance, word) in before.iter().rev().take(FURTHEST).enumerate() {
        let part = word.text.split(['-', '‑']).next().unwrap_or(word.text);
        let hyphen = part.len() < word.text.len();
        for form in [word.text, part].into_iter().take(1 + usize::from(hyphen)) {
            let near = distance == 0 || form.chars().count() > 2;
            let Some(short) = Short::read(form).filter(|_| near) else { continue };
            if spells(&full, &short) {
                let at = word.at.start..word.at.start + form.len();
                return made(text, DefinitionKind::Reverse, at, &full);
            }
        }
        if word.comma {
            break;
        }
    }
    None
}

/// Whether all words of a bracket give the letters of the short form before it: stricter than forwards, for many
/// things stand in brackets.
fn spells(full: &[Word<'_>], short: &Short) -> bool {
    let allowed = match (short.style, short.len()) {
        (Style::Small | Style::Name, _) | (_, ..=2) => 0,
        _ => 4,
    };
    // Two names in a row give two letters by chance: "EU-lidstaten (Estland, Uruguay)".
    if short.letters() <= 2 && full.iter().any(|w| w.comma) {
        return false;
    }
    let is_reordered = matches!(short.style, Style::Capitals | Style::Mixed) && is_reordered(full, short);
    is_reordered || fit_all(full, short).is_some_and(|price| price <= allowed)
}

/// The words of the clause that a bracket stands behind.
fn words_before(text: &str, open: usize, ends: Ends) -> Vec<Word<'_>> {
    let mut all = words(text, clause_start(text, open, ends)..open);
    let far = all.len().saturating_sub(REACH);
    all.split_off(far)
}

/// The definition, where the full words are words, and more than the short form.
fn made(text: &str, kind: DefinitionKind, short: Range<usize>, full: &[Word<'_>]) -> Option<Found> {
    let full = with_its_mark(text, full.first()?.at.start..full.last()?.at.end);
    let words = &text[full.clone()];
    let longer = words.chars().count() > text[short.clone()].chars().count();
    (longer && words.contains(char::is_alphanumeric)).then_some(Found { kind, short, full })
}

/// The words with the quotation mark that closes one within them: "actieplan “AI-continent”".
fn with_its_mark(text: &str, full: Range<usize>) -> Range<usize> {
    let words = &text[full.clone()];
    let next = text[full.end..].chars().next();
    let opened = match next {
        Some('”') => words.contains(['“', '„']) && !words.contains('”'),
        Some('’') => words.contains(['‘', '‚']) && !words.contains('’'),
        Some('"') => words.matches('"').count() % 2 == 1,
        _ => false,
    };
    full.start..full.end + next.filter(|_| opened).map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests;
