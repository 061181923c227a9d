//! Amounts of money as texts print them: recognised, with their value, their currency, and what bounds or blurs
//! them.
//!
//! Grammar: a number with a currency before or behind it, `€ 200 miljard`, `EUR 4 miljard`, `20 miljard EUR`,
//! `twintig miljard euro`; a size word may stand behind the number. Two numbers make a range, `2 tot 4 miljard
//! euro`, `tussen 20 en 30 miljoen EUR`; they share the size word and the currency that only one of them has.

mod numerals;

pub use numerals::Value;

use crate::scan::each_odd;
use numerals::{Number, Scale};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// An amount in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Its own words: number, size word and currency; of a range from the first to the last.
    pub span: Range<usize>,
    /// The words directly before it that bound or blur it: "bijna", "tot wel", "in totaal".
    pub qualifier: Option<Range<usize>>,
    pub value: Value,
    /// The upper end of a range; `value` is the lower one.
    pub to: Option<Value>,
    /// ISO 4217.
    pub currency: &'static str,
}

/// Signs and words of currencies, as patterns. Words and signs that the money of several countries shares
/// ("dollar", "$", "pond") say of no country that it is meant, and are none here.
const CURRENCIES: [(&str, &str); 9] = [
    ("€", "EUR"),
    (r"\bEUR\b", "EUR"),
    (r"\beuro(?:['’]s|s)?\b", "EUR"),
    (r"US\$", "USD"),
    (r"\bUSD\b", "USD"),
    (r"\bAmerikaanse\s+dollars?\b", "USD"),
    ("£", "GBP"),
    (r"\bGBP\b", "GBP"),
    (r"\bCHF\b", "CHF"),
];

/// Words that bound or blur an amount. Two may follow each other.
const QUALIFIERS: &str = "oplopend? tot|tot wel|tot maximaal|tot|wel|bijna|ongeveer|circa|ca\\.|rond de|rond|ruim|\
    meer dan|minder dan|minstens|minimaal|ten minste|tenminste|maximaal|hoogstens|ten hoogste|in totaal|\
    zo['’]n|naar schatting|slechts|oplopen tot|\
    almost|nearly|about|around|up to|more than|less than|at least|at most|in total|a total of|approximately";

fn compiled(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("pattern compiles")
}

fn currencies() -> String {
    CURRENCIES.map(|(pattern, _)| pattern).join("|")
}

/// A number of digits or a word, and a size word where one follows.
static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    let digits = r"[0-9]{1,3}(?:[\s\u{a0}\u{202f}][0-9]{3})+(?:,[0-9]+)?\b|[0-9]+(?:[.,][0-9]+)*";
    let scale = numerals::scale_pattern();
    compiled(&format!(r"(?:(?<digits>{digits})|\b(?<word>\p{{L}}+))(?:\s?(?<scale>{scale}))?"))
});

static CURRENCY_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| compiled(&format!(r"(?<currency>{})\s?$", currencies())));
static CURRENCY_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| compiled(&format!(r"^\s?(?<currency>{})", currencies())));
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"^\s*(?:-|–|à|tot en met|tot|to|(?<and>en|and))\s*$"));
static BOTH_ENDS: LazyLock<Regex> = LazyLock::new(|| compiled(r"\b(?:tussen|between)(?:\s+de)?\s+$"));
static QUALIFIER: LazyLock<Regex> =
    LazyLock::new(|| compiled(&format!(r"(?:^|[\s(])((?:(?:{QUALIFIERS})\s+){{1,2}})$")));

/// All amounts in a text, in its order.
pub fn find(text: &str) -> Vec<Money> {
    if !names_currency(text) {
        return Vec::new();
    }
    let quantities = quantities(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = quantities.get(at) {
        let second = quantities.get(at + 1).filter(|second| is_range(text, first, second));
        out.extend(amount(text, first, second));
        at += if second.is_some() { 2 } else { 1 };
    }
    out
}

/// Whether a text may name a currency: what the patterns of `CURRENCIES` cannot do without. Most texts name none,
/// and to look for numbers is far dearer.
pub fn names_currency(text: &str) -> bool {
    // The rarest letters of the words, and the first bytes of the signs.
    let may_name = |byte: u8| {
        let small = byte | 0x20;
        ((byte == 0xe2) | (byte == 0xc2) | (byte == b'$'))
            | ((small == b'u') | (small == b'l') | (small == b'b') | (small == b'f'))
    };
    let mut found = false;
    each_odd(text, may_name, |at| found |= names_currency_at(text.as_bytes(), at));
    found
}

/// Whether a place with one of these bytes is that of a currency's sign or word.
fn names_currency_at(text: &[u8], at: usize) -> bool {
    let (before, rest) = text.split_at(at);
    let begins =
        |words: &str| rest.get(..words.len()).is_some_and(|w| w.eq_ignore_ascii_case(words.as_bytes()));
    let ends = |words: &str| {
        let from = before.len().checked_sub(words.len());
        from.is_some_and(|from| before[from..].eq_ignore_ascii_case(words.as_bytes()))
    };
    match rest[0] {
        0xe2 => rest.starts_with("€".as_bytes()),
        0xc2 => rest.starts_with("£".as_bytes()),
        // Without regard to case "s" is also the long s.
        b'$' => ends("us") || ends("uſ"),
        b'u' | b'U' => {
            // "Europa" and "Europese" stand in every text of this field.
            let is_continent = matches!(rest, [_, _, b'o', b'p', ..] | [_, _, b'O', b'P', ..]);
            ends("e") && begins("ur") && !is_continent || begins("usd") || begins("uſd")
        }
        b'l' | b'L' => ends("do") && begins("llar"),
        b'b' | b'B' => ends("g") && begins("bp"),
        _ => ends("ch"),
    }
}

/// A number that may be an amount.
struct Quantity {
    /// With its currency.
    span: Range<usize>,
    number: Number,
    scale: Option<Scale>,
    currency: Option<&'static str>,
}

fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = next_number(text, from).and_then(|at| QUANTITY.captures_at(text, at)) {
        let (Some(whole), printed) = (found.get(0), found.name("digits")) else { break };
        from = whole.end();
        let number = match (printed, found.name("word")) {
            (Some(digits), _) => Some(Number::Digits(digits.as_str().to_owned())),
            (_, Some(word)) => numerals::word(word.as_str()),
            _ => None,
        };
        // Digits in a word or a number of a document are no number by themselves.
        let apart = !text[..whole.start()].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',');
        let apart = apart && !(found.name("scale").is_none() && continues(&text[whole.end()..]));
        let Some(number) = number.filter(|_| apart) else { continue };
        let scale = found.name("scale").and_then(|s| numerals::scale(s.as_str()));
        let is_article = found.name("word").is_some_and(|w| w.as_str().eq_ignore_ascii_case("een"));
        if is_article && scale.is_none() {
            continue;
        }
        out.push(with_currency(text, whole.range(), number, scale));
    }
    out
}

/// The first place from byte `from` on where a number may begin: a digit, or a word that is one. The pattern finds every
/// word, and few are numbers: it took twenty times as long to leave the others to it.
fn next_number(text: &str, from: usize) -> Option<usize> {
    // The letters of all numerals are among these; what of others is taken for the end of a word is judged by the pattern.
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ') && c.is_alphabetic();
    let mut in_word = text[..from].ends_with(is_of_word);
    let mut at = from;
    while let Some(c) = text[at..].chars().next() {
        if c.is_ascii_digit() {
            return Some(at);
        }
        let mut end = at + c.len_utf8();
        if is_letter(c) && !in_word {
            end = at + text[at..].find(|c| !is_letter(c)).unwrap_or(text.len() - at);
            if numerals::word(&text[at..end]).is_some() {
                return Some(at);
            }
        }
        in_word = is_of_word(c);
        at = end;
    }
    None
}

/// Whether a word goes on behind a character, if a letter stands there.
fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || c == '_'
}

/// Whether the characters behind a number without a size word go on with it.
fn continues(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphabetic() && !"€£".contains(c) && !starts_currency(rest))
        || rest.starts_with(['%', '/'])
}

fn starts_currency(rest: &str) -> bool {
    CURRENCY_BEHIND.is_match(rest)
}

fn with_currency(text: &str, at: Range<usize>, number: Number, scale: Option<Scale>) -> Quantity {
    let near = before(text, at.start);
    let from = at.start - near.len();
    let before = CURRENCY_BEFORE.captures(near).and_then(|c| c.name("currency"));
    let behind = CURRENCY_BEHIND.captures(&text[at.end..]).and_then(|c| c.name("currency"));
    let (span, printed) = match (before, behind) {
        (Some(found), _) => (from + found.start()..at.end, Some(found.as_str())),
        (None, Some(found)) => (at.start..at.end + found.end(), Some(found.as_str())),
        (None, None) => (at, None),
    };
    Quantity { span, number, scale, currency: printed.and_then(code) }
}

/// The text before a place, as far as it can say something of an amount there.
fn before(text: &str, at: usize) -> &str {
    const FAR: usize = 48;
    let from = (at.saturating_sub(FAR)..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    &text[from..at]
}

/// The currency that a sign or word names.
fn code(printed: &str) -> Option<&'static str> {
    static WHOLE: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
        CURRENCIES.iter().map(|(pattern, code)| (compiled(&format!("^(?:{pattern})$")), *code)).collect()
    });
    WHOLE.iter().find(|(pattern, _)| pattern.is_match(printed)).map(|(_, code)| *code)
}

/// Whether two numbers are the ends of a range. "en" joins them only behind "tussen".
fn is_range(text: &str, first: &Quantity, second: &Quantity) -> bool {
    let Some(between) = text.get(first.span.end..second.span.start) else { return false };
    let Some(found) = BETWEEN.captures(between) else { return false };
    let joined = found.name("and").is_none() || BOTH_ENDS.is_match(before(text, first.span.start));
    let agree = match (first.currency, second.currency) {
        (Some(a), Some(b)) => a == b,
        (None, None) => false,
        _ => true,
    };
    joined && agree
}

fn amount(text: &str, first: &Quantity, second: Option<&Quantity>) -> Option<Money> {
    let span = first.span.start..second.unwrap_or(first).span.end;
    let currency = first.currency.or(second.and_then(|s| s.currency))?;
    let to = match second {
        Some(second) => Some(second.number.value(second.scale)?),
        None => None,
    };
    let value = first.number.value(first.scale.or(second.and_then(|s| s.scale)))?;
    let near = before(text, span.start);
    let from = span.start - near.len();
    let qualifier = QUALIFIER
        .captures(near)
        .and_then(|found| found.get(1))
        .map(|found| from + found.start()..from + found.start() + found.as_str().trim_end().len());
    Some(Money { span, qualifier, value, to, currency })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every amount as "qualifier|words|value|currency".
    fn found(text: &str) -> Vec<String> {
        let show = |m: Money| {
            let to = m.to.map(|to| format!("..{to}")).unwrap_or_default();
            let qualifier = m.qualifier.map_or("-", |q| &text[q]);
            format!("{qualifier}|{}|{}{to}|{}", &text[m.span], m.value, m.currency)
        };
        find(text).into_iter().map(show).collect()
    }

    #[test]
    fn every_printed_form_is_found() {
        for (text, expected) in [
            ("om 20 miljard EUR te", "-|20 miljard EUR|20000000000|EUR"),
            ("die in totaal € 200 miljard aan", "in totaal|€ 200 miljard|200000000000|EUR"),
            ("heeft bijna 700 miljoen EUR toegewezen", "bijna|700 miljoen EUR|700000000|EUR"),
            ("versterken EUR 75 miljoen begroot", "-|EUR 75 miljoen|75000000|EUR"),
            ("mobilise €200 billion", "-|€200 billion|200000000000|EUR"),
            ("Dat mobiliseert twintig miljard euro voor", "-|twintig miljard euro|20000000000|EUR"),
            ("met tot wel 360 miljard EUR te", "tot wel|360 miljard EUR|360000000000|EUR"),
            ("periode 2021-2027 oplopen tot 10 miljard EUR.", "oplopen tot|10 miljard EUR|10000000000|EUR"),
            ("600 miljoen euro", "-|600 miljoen euro|600000000|EUR"),
            ("€ 1.234,56 per jaar", "-|€ 1.234,56|1234.56|EUR"),
            ("25 000 EUR", "-|25 000 EUR|25000|EUR"),
            ("in totaal ruim 2,5 mld. euro", "in totaal ruim|2,5 mld. euro|2500000000|EUR"),
            ("(circa €50)", "circa|€50|50|EUR"),
            ("anderhalf miljard euro", "-|anderhalf miljard euro|1500000000|EUR"),
            ("een miljard euro", "-|een miljard euro|1000000000|EUR"),
            ("3 miljoen US$", "-|3 miljoen US$|3000000|USD"),
            ("van 2 tot 4 miljard EUR", "-|2 tot 4 miljard EUR|2000000000..4000000000|EUR"),
            ("tussen 20 en 30 miljoen euro", "-|20 en 30 miljoen euro|20000000..30000000|EUR"),
            ("tussen € 3 en € 5 miljard", "-|€ 3 en € 5 miljard|3000000000..5000000000|EUR"),
            ("EUR 20-30 miljard", "-|EUR 20-30 miljard|20000000000..30000000000|EUR"),
            ("van € 40 miljoen tot € 60 miljoen.", "-|€ 40 miljoen tot € 60 miljoen|40000000..60000000|EUR"),
            ("500 miljoen tot 1 miljard EUR", "-|500 miljoen tot 1 miljard EUR|500000000..1000000000|EUR"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn several_amounts_stay_apart() {
        assert_eq!(
            found("€ 20 miljard van de € 200 miljard, en 5 miljoen euro"),
            [
                "-|€ 20 miljard|20000000000|EUR",
                "-|€ 200 miljard|200000000000|EUR",
                "-|5 miljoen euro|5000000|EUR"
            ]
        );
    }

    #[test]
    fn what_is_no_money_is_not_found() {
        for text in [
            "EUR-Lex - 52025DC0165 - EN - EUR-Lex",
            "13 strategische Europese sectoren",
            "1 miljard mensen en 5 dollar",
            "een euro, enkele miljarden euro, in de eurozone 20 landen",
            "COM(2025) 165",
            "de periode 2021-2027",
            "100.000 geavanceerde AI-chips",
            "https://example.org/%E2%82%AC485%20mill",
            "14 % van het bbp",
            "2025 EUROPA",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_names_no_currency_has_no_amount(text in "(?s)([0-9., €£$]|[uU][sSſ]|[dD]|Europa|[eE][uU][rR][oO]?|dollars?|chf|\\PC){0,30}") {
            let has = Regex::new(&format!("(?i){}", currencies())).expect("compiles").is_match(&text);
            proptest::prop_assert!(!has || names_currency(&text));
        }

        #[test]
        fn no_number_is_passed_over(text in "(?s)([0-9., €_½]|miljard|mld|tot|[eE]en|één|tweeëntwintig|twintig|vijf|[a-zα\\u{301}]|\\PC){0,30}") {
            let mut from = 0;
            while let Some(found) = QUANTITY.captures_at(&text, from) {
                let whole = found.get(0).expect("the whole").range();
                if found.name("digits").is_some() || numerals::word(&found["word"]).is_some() {
                    proptest::prop_assert!(next_number(&text, from).is_some_and(|at| at <= whole.start));
                }
                from = whole.end;
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "(?s)([0-9.,€ ]|miljard|tot|EUR|één|tussen|en|\\PC){0,40}") {
            for money in find(&text) {
                proptest::prop_assert!(text.get(money.span).is_some());
            }
        }
    }
}
