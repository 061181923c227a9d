//! Marks that stand apart from their word: raised digits of which a web page's text has only "woord 1 ,",
//! and digits in round brackets.

use super::{DOUBTFUL, LIKELY, Mark, SURE};
use std::ops::Range;

/// Signs that no number has a blank before.
const CLOSING: [char; 11] = [',', '.', ';', ':', ')', '!', '?', '”', '’', '"', '»'];

/// Words that a number belongs to rather than a mark to them: they count, name a part, or lead on.
const BEFORE_NUMBERS: &str = " aan afdeling afd. artikel artikelen as bijlage bijna binnen blz. categorie circa cluster dan de deel \
    deze die door elke en fase figuur grafiek groep het hoofdstuk horizon in kader klasse lid maximaal met minimaal \
    minstens na nr nr. of om onder ongeveer op optie over paragraaf par. per pijler punt ruim scenario slechts stap \
    tabel te tegen tot tussen uit van vanaf voor zo'n \
    about and annex article articles at between by chapter figure for from least no no. or p. page phase section step \
    table than the these to with ";

/// Words that are counted or measured.
const BEHIND_NUMBERS: &str = " % a b c dagen euro eur gw jaar jaren keer km landen lidstaten m maal maanden miljard miljoen mw \
    o procent pp sectoren stuks ton twh uur weken \
    januari februari maart april mei juni juli augustus september oktober november december \
    billion countries days euros million months percent states times weeks years ";

/// Digits with a blank before, and a blank, a sign or the end behind. The mark takes the blanks with it that
/// stand there for its sake only.
pub(super) fn apart(text: &str) -> Vec<(Mark, u64)> {
    numbers(text)
        .filter_map(|digits| {
            let (before, after) = (&text[..digits.start], &text[digits.end..]);
            let stem = before.trim_end();
            let rest = after.trim_start();
            let parted = stem.len() < before.len() && (after.is_empty() || rest.len() < after.len());
            if stem.is_empty() || !parted {
                return None;
            }
            let label = text[digits.clone()].parse().ok()?;
            let closed = rest.is_empty() || rest.starts_with(CLOSING);
            let weight = match closed {
                true => SURE,
                false if counts(stem, rest) => DOUBTFUL,
                false => LIKELY,
            };
            let end = if closed { text.len() - rest.len() } else { digits.end };
            Some((Mark { at: stem.len()..end, label }, weight))
        })
        .collect()
}

/// Digits in round brackets behind a word.
pub(super) fn parenthesised(text: &str) -> Vec<(Mark, u64)> {
    numbers(text)
        .filter_map(|digits| {
            let stem = text[..digits.start].trim_end().strip_suffix('(')?.trim_end();
            let rest = text[digits.end..].trim_start().strip_prefix(')')?;
            if stem.is_empty() {
                return None;
            }
            let label = text[digits].parse().ok()?;
            let weight = if counts(stem, rest.trim_start()) { DOUBTFUL } else { SURE };
            Some((Mark { at: stem.len()..text.len() - rest.len(), label }, weight))
        })
        .collect()
}

/// Runs of one to three digits that could number a note.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
        let end = start + text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = end;
        Some(start..end)
    })
    .filter(move |run| run.len() <= 3 && !text[run.start..].starts_with('0'))
}

/// Whether the words around a number make it one that counts something.
fn counts(before: &str, after: &str) -> bool {
    let listed =
        |list: &str, word: &str| !word.is_empty() && list.contains(&format!(" {} ", word.to_lowercase()));
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("").trim_start_matches(['(', '“', '‘']);
    let next = after.split(char::is_whitespace).next().unwrap_or("");
    listed(BEFORE_NUMBERS, last) || listed(BEHIND_NUMBERS, next.trim_end_matches(CLOSING))
}

#[cfg(test)]
mod tests {
    use super::super::super::flow::{Definition, MarkForm};
    use super::super::super::source::Source;
    use super::super::super::strand::Strand;
    use super::super::find;

    fn check(text: &str, form: MarkForm, count: u32, expected: &str) {
        let notes: Vec<_> =
            (1..=count).map(|label| Definition { label, page: 0, rows: Vec::new(), number: 0..0 }).collect();
        let source = Source::new(text.into());
        let strand = Strand::of(&source, 0..text.len());
        let found = find(&[&strand], &notes, form, &|_, _| None);
        let (mut out, mut at) = (String::new(), 0);
        for mark in &found[0] {
            out += &format!("{}{{{}}}", &text[at..mark.at.start], mark.label);
            at = mark.at.end;
        }
        assert_eq!(out + &text[at..], expected);
    }

    #[test]
    fn digits_apart_are_marks_where_the_sequence_expects_them() {
        check(
            "een beperking 1 , en richtsnoeren 2 aangekondigd. Nodig is. 3",
            MarkForm::Apart,
            3,
            "een beperking{1}, en richtsnoeren{2} aangekondigd. Nodig is.{3}",
        );
        check(
            "in 2 lidstaten, op “nul” 1 . Na 3 jaar het plan 2 en het verslag ( 3 ).",
            MarkForm::Apart,
            3,
            "in 2 lidstaten, op “nul”{1}. Na 3 jaar het plan{2} en het verslag ({3}).",
        );
        check(
            "artikel 1 van het plan 1 zegt dat 23 % telt 2 ;",
            MarkForm::Apart,
            2,
            "artikel 1 van het plan{1} zegt dat 23 % telt{2};",
        );
        check("van 1 tot 2 uur", MarkForm::Apart, 9, "van{1} tot{2} uur");
    }

    #[test]
    fn digits_in_round_brackets() {
        check(
            "Het plan (1) en de strategie ( 2 ), die in 2020 (2) kwam (3).",
            MarkForm::Parenthesised,
            3,
            "Het plan{1} en de strategie{2}, die in 2020 (2) kwam{3}.",
        );
    }
}
