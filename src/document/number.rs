//! The number that a heading prints before its words.

/// A heading's printed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// `1.`, `1)`, `1.2`, `2.1.`, without the last full stop.
    Number(String),
    /// `a)`, `(a)`, `a.`, as a small letter.
    Letter(char),
    None,
}

/// Reads the number at the start of a heading's text. A single number needs a full stop or bracket after
/// it ("2025 was een jaar" has none); the parts of a longer one have one or two digits and do not begin
/// with a nought ("1.000 bedrijven" has none).
pub fn printed_number(text: &str) -> Printed {
    let Some(first) = text.split_whitespace().next() else { return Printed::None };
    letter(first).map(Printed::Letter).or_else(|| number(first).map(Printed::Number)).unwrap_or(Printed::None)
}

fn letter(word: &str) -> Option<char> {
    let inner = word.strip_suffix(')').map(|w| w.strip_prefix('(').unwrap_or(w));
    let mut chars = inner.or_else(|| word.strip_suffix('.'))?.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    chars.next().is_none().then_some(letter.to_ascii_lowercase())
}

fn number(word: &str) -> Option<String> {
    let bare = word.strip_suffix(['.', ')']).unwrap_or(word);
    let part = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0')
    };
    let is_marked = bare.len() < word.len() || bare.contains('.');
    (is_marked && bare.split('.').all(part)).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_letters_are_read_as_printed() {
        let number = |text: &str| Printed::Number(text.into());
        for (text, expected) in [
            ("1. Algemene gegevens", number("1")),
            ("2.1. Rekeninfrastructuur", number("2.1")),
            ("1.2 Data", number("1.2")),
            ("3.1.4.", number("3.1.4")),
            ("1) Doel", number("1")),
            ("a) Titel voorstel", Printed::Letter('a')),
            ("(b) Titel", Printed::Letter('b')),
            ("A. Inleiding", Printed::Letter('a')),
            ("2025 was het jaar", Printed::None),
            ("1.000 bedrijven", Printed::None),
            ("5 pijlers", Printed::None),
            ("0.1 Voorwerk", Printed::None),
            ("AI. Wat nu", Printed::None),
            ("a Titel", Printed::None),
            ("1.a) Titel", Printed::None),
            ("", Printed::None),
        ] {
            assert_eq!(printed_number(text), expected, "{text}");
        }
    }
}
