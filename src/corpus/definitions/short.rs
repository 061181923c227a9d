//! Short forms as letters that have to be found in words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest short form, in characters.
const LONGEST: usize = 20;
/// Most letters of a short form in small letters ("mkb").
const LONGEST_SMALL: usize = 5;
/// Most letters of a short form that is written as a name ("Arisa").
const LONGEST_NAME: usize = 6;

/// How a short form is written, which says how far it can be trusted to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// "WRR", "AIC4NL".
    Capitals,
    /// "EuroHPC", "DigComp 3.0", "PAIR Pathway".
    Mixed,
    /// "Awb", "Arisa": could as well be any name.
    Name,
    /// "mkb": could as well be any word.
    Small,
}

/// What a short form asks of the words behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// The beginning of a word or of a part of one, in small letters: one letter, or more ("Euro").
    Start(String),
    /// A digit that is read aloud: 4 for "voor", 2 for "to".
    Spoken(&'static [&'static str]),
}

/// A short form taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Short {
    pub(super) style: Style,
    /// Ways to read it, the likeliest first; none is empty.
    pub(super) readings: Vec<Vec<Piece>>,
}

impl Short {
    /// Takes a short form apart; `None` for words that are none.
    pub(super) fn read(text: &str) -> Option<Short> {
        let text = without_plural(text);
        let mut words = text.split(' ');
        let first = words.next()?;
        let second = words.next();
        let more = words.next().is_some();
        if more || text.chars().count() > LONGEST || !first.starts_with(char::is_alphanumeric) {
            return None;
        }
        if second.is_some_and(|w| !w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())) {
            return None;
        }
        let letters = letters_of(text)?;
        let style = style(text)?;
        let mut readings = Vec::new();
        for digits in [Digits::Spoken, Digits::Repeat] {
            for joined in [Joined::Beginnings, Joined::And, Joined::Letters] {
                let reading = reading(&letters, style, digits, joined);
                if !reading.is_empty() && !readings.contains(&reading) {
                    readings.push(reading);
                }
            }
        }
        (!readings.is_empty()).then_some(Short { style, readings })
    }

    /// How many pieces it has.
    pub(super) fn len(&self) -> usize {
        self.readings[0].len()
    }

    /// How many letters all its pieces ask for.
    pub(super) fn letters(&self) -> usize {
        let letters = |piece: &Piece| match piece {
            Piece::Start(start) => start.chars().count(),
            Piece::Spoken(_) => 1,
        };
        self.readings[0].iter().map(letters).sum()
    }
}

/// A short form without the ending of its plural: "EDIH" of "EDIHs", "AV" of "AV's".
pub(super) fn without_plural(text: &str) -> &str {
    let two_capitals = |base: &str| base.chars().rev().take(2).filter(|c| c.is_uppercase()).count() == 2;
    let apostrophe = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s"));
    match apostrophe.or_else(|| text.strip_suffix('s').filter(|base| two_capitals(base))) {
        Some(base) if !base.is_empty() => base,
        _ => text,
    }
}

/// A small letter without its accent.
pub(super) fn plain_letter(c: char) -> char {
    let base = std::iter::once(c).nfd().find(|c| !is_combining_mark(*c)).unwrap_or(c);
    base.to_lowercase().next().unwrap_or(base)
}

/// Whether a word is the version of what stands before it: "3.0", "2", no year.
fn is_version(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits > 0 && word.chars().all(|c| c.is_ascii_digit() || c == '.') && (digits <= 2 || word.contains('.'))
}

/// The letters and digits; `None` where something else stands than may stand in a short form. A version counts for
/// nothing.
fn letters_of(text: &str) -> Option<Vec<char>> {
    let mut out = Vec::new();
    for word in text.split(' ') {
        if is_version(word) {
            continue;
        }
        if word.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        for c in word.chars() {
            match c {
                c if c.is_alphabetic() || c.is_ascii_digit() => out.push(c),
                '-' | '&' | '\u{2010}' | '\u{2011}' => {}
                _ => return None,
            }
        }
    }
    Some(out)
}

fn style(text: &str) -> Option<Style> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let large = letters.iter().filter(|c| c.is_uppercase()).count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let one_word = !text.contains(' ');
    match (large, letters.len()) {
        (0, 2..=LONGEST_SMALL) if one_word && !digits => Some(Style::Small),
        (large, all) if large == all && (all >= 2 || all == 1 && digits) => Some(Style::Capitals),
        (1, 3..=LONGEST_NAME) if letters[0].is_uppercase() && one_word && !digits => Some(Style::Name),
        (2.., _) => Some(Style::Mixed),
        _ => None,
    }
}

/// What a digit says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// 4 is "voor" or "for".
    Spoken,
    /// C2 is two words with C.
    Repeat,
}

/// What small letters behind a capital say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// "Euro" begins a word.
    Beginnings,
    /// "IenW": "en" joins two letters.
    And,
    /// "RvS": each is a letter of its own.
    Letters,
}

fn reading(letters: &[char], style: Style, digits: Digits, joined: Joined) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for &c in letters {
        match (c, out.last_mut()) {
            ('4', _) if digits == Digits::Spoken => out.push(Piece::Spoken(&["voor", "for", "vier", "four"])),
            ('2', _) if digits == Digits::Spoken => out.push(Piece::Spoken(&["to", "naar", "twee", "two"])),
            (c, Some(Piece::Start(last))) if c.is_ascii_digit() && last.len() == 1 => {
                let (last, times) = (last.clone(), c.to_digit(10).unwrap_or(1).clamp(1, 4));
                out.extend((1..times).map(|_| Piece::Start(last.clone())));
            }
            (c, _) if c.is_ascii_digit() => {}
            (c, Some(Piece::Start(last)))
                if c.is_lowercase() && style == Style::Mixed && joined != Joined::Letters =>
            {
                last.push(plain_letter(c));
            }
            (c, _) => out.push(Piece::Start(plain_letter(c).to_string())),
        }
    }
    if joined == Joined::And {
        for piece in &mut out {
            if let Piece::Start(start) = piece
                && start.chars().count() == 3
                && start.ends_with("en")
            {
                start.truncate(start.len() - 2);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(short) = Short::read(text) else { return "none".to_owned() };
        let reading = |pieces: &Vec<Piece>| {
            let piece = |piece: &Piece| match piece {
                Piece::Start(start) => start.clone(),
                Piece::Spoken(words) => words[0].to_owned(),
            };
            pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
        };
        let readings: Vec<String> = short.readings.iter().map(reading).collect();
        format!("{:?}: {}", short.style, readings.join(" | "))
    }

    #[test]
    fn a_short_form_is_read_letter_by_letter() {
        for (text, expected) in [
            ("WRR", "Capitals: w r r"),
            ("EDIHs", "Capitals: e d i h"),
            ("AV's", "Capitals: a v"),
            ("KIG’s", "Capitals: k i g"),
            ("ALT-EDIC", "Capitals: a l t e d i c"),
            ("AIC4NL", "Capitals: a i c voor n l | a i c c c c n l"),
            ("C2", "Capitals: c to | c c"),
            ("EuroHPC", "Mixed: euro h p c | e u r o h p c"),
            ("IenW", "Mixed: ien w | i w | i e n w"),
            ("RvS", "Mixed: rv s | r v s"),
            ("Awb", "Name: a w b"),
            ("DigComp 3.0", "Mixed: dig comp | d i g c o m p"),
            ("TK 2024", "none"),
            ("Arisa", "Name: a r i s a"),
            ("mkb", "Small: m k b"),
            ("latentie", "none"),
            ("derde pijler", "none"),
            ("europa.eu", "none"),
            ("CNECT/LUX/2022", "none"),
            ("2026", "none"),
            ("Duitsland", "none"),
            ("’s", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
