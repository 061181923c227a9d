//! How a text lies on its lines, told from the whole of it.

use super::source::{Row, Source};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The ways in which texts lie on their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A PDF dump with a blank line between all lines of a paragraph.
    Spaced,
    /// Lines broken at some width, blank lines between paragraphs if anywhere.
    Wrapped,
    /// A paragraph a line.
    Flowing,
}

/// Rows beyond this many characters are no lines of a page.
const LONGEST_LINE: usize = 150;
/// Fewer rows than this tell nothing about line breaks.
const FEWEST_ROWS: usize = 4;
/// Fewer sentences than this that run on over a row's end tell nothing either.
const FEWEST_RUNNING: usize = 2;
/// No column of text is narrower than these words.
const NARROWEST: &str = "De Commissie stelt een plan voor";
/// One in so many rows runs on at least where lines are broken; the others are labels and their values,
/// headings, items, and lines that end with a sentence by chance.
const RUNNING_SHARE: usize = 10;

impl Shape {
    /// Blank lines between the lines of one paragraph.
    pub(super) fn line_gap(self) -> usize {
        usize::from(self == Shape::Spaced)
    }

    /// Tells the shape: on broken lines, sentences run on from row to row, most of those rows are full,
    /// and few rows are long.
    pub(super) fn of(source: &Source, rows: &[Row]) -> Shape {
        let long = rows.iter().filter(|r| chars(source, r) > LONGEST_LINE).count();
        if rows.len() < FEWEST_ROWS || long * 20 > rows.len() {
            return Shape::Flowing;
        }
        let (tight, apart): (Vec<_>, Vec<_>) =
            rows.iter().zip(rows.iter().skip(1)).partition(|(_, next)| next.gap == 0);
        // Only web pages have the arrows that lead back from their notes, and no blank in every line end.
        let of_web = rows.iter().any(|row| ends_in_arrow(source.get(&row.span)));
        if !of_web && breaks_lines(source, &apart, width) {
            Shape::Spaced
        } else if breaks_lines(source, &tight, count) {
            Shape::Wrapped
        } else {
            Shape::Flowing
        }
    }
}

/// Whether lines end between these rows because they were full. Verses and tables run on too, but
/// never fill a measure.
fn breaks_lines(source: &Source, pairs: &[(&Row, &Row)], width: fn(&str) -> u32) -> bool {
    let texts = pairs.iter().map(|(a, b)| (source.get(&a.span), source.get(&b.span)));
    let running: Vec<_> = texts.filter(|(a, b)| runs_on(a, b)).collect();
    let measure = Measure::of_widths(running.iter().map(|(a, _)| width(a)), width);
    let full = running.iter().filter(|(a, b)| !measure.left_short(a, b)).count();
    running.len() >= FEWEST_RUNNING
        && measure.full >= width(NARROWEST)
        && running.len() * RUNNING_SHARE > pairs.len()
        && full * 2 >= running.len()
}

/// Whether a sentence goes on from a row to the next. A letter that numbers a heading or marks an item
/// is no word.
fn runs_on(row: &str, next: &str) -> bool {
    !ends_sentence(row)
        && starts_lower(next)
        && super::units::heading_number(next).is_none()
        && super::units::list_sign(next).is_none()
}

/// Whether a row ends with the arrow that leads back from a note of a web page.
pub(super) fn ends_in_arrow(text: &str) -> bool {
    text.trim_end_matches('\u{fe0e}').ends_with('↩')
}

fn chars(source: &Source, row: &Row) -> usize {
    source.get(&row.span).chars().count()
}

/// Whether a text ends as sentences, list items and introductions of lists do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(is_closing);
    text.ends_with(['.', '?', '!', ':', ';', '…'])
}

/// Quotation marks, brackets, note numbers and emphasis that may stand behind a full stop.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '>' | '”' | '’' | '"' | '\'' | '»' | '*') || c.is_numeric()
}

/// Whether a text goes on in a sentence rather than beginning one.
pub(super) fn starts_lower(text: &str) -> bool {
    text.trim_start_matches(['(', '“', '‘', '"', '*']).starts_with(char::is_lowercase)
}

/// Whether a text may begin a sentence, a title or a name.
pub(super) fn starts_upper(text: &str) -> bool {
    text.trim_start_matches(['(', '“', '‘', '"', '*']).starts_with(char::is_uppercase)
}

/// Width of the lines, to tell where one was left short: in PDF dumps in thousandths of the type size,
/// with the letter widths of the most common face for such documents, since letters differ; where the
/// dump itself broke the lines, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    full: u32,
    width: fn(&str) -> u32,
}

/// What a line may be shorter than the measure and still be full, in hundredths of the measure.
const SLACK: u32 = 4;
/// How wide lists are at least, in hundredths of the measure.
const LIST_WIDTH: u32 = 85;
/// What a line left half empty fills at most, in hundredths of the measure.
const HALF: u32 = 60;

impl Measure {
    /// The width that nine of ten rows do not exceed.
    pub(super) fn of<'a>(source: &Source, shape: Shape, rows: impl Iterator<Item = &'a Row>) -> Measure {
        let width = if shape == Shape::Wrapped { count } else { width };
        Measure::of_widths(rows.map(|r| width(source.get(&r.span))), width)
    }

    /// The width that nine of ten of these do not exceed.
    fn of_widths(widths: impl Iterator<Item = u32>, width: fn(&str) -> u32) -> Measure {
        let mut widths: Vec<u32> = widths.collect();
        widths.sort_unstable();
        Measure { full: widths.get(widths.len() * 9 / 10).copied().unwrap_or(0), width }
    }

    /// The measure of a list, whose lines are indented by an unknown width.
    pub(super) fn of_list(self) -> Measure {
        Measure { full: self.full / 100 * LIST_WIDTH, ..self }
    }

    /// Whether the next row's first word would have fitted on the row: then something ended there. A
    /// line can be broken behind a hyphen, so the part before it is enough.
    pub(super) fn left_short(self, row: &str, next: &str) -> bool {
        let word = next.split_whitespace().next().unwrap_or("");
        let part = match word.find('-') {
            Some(at) if at > 0 => &word[..=at],
            _ => word,
        };
        let used =
            u64::from((self.width)(row)) + u64::from((self.width)(" ")) + u64::from((self.width)(part));
        used * 100 <= u64::from(self.full) * u64::from(100 - SLACK)
    }

    /// Whether so much room was left that something ended whatever the next word is.
    pub(super) fn left_half_empty(self, row: &str) -> bool {
        u64::from((self.width)(row)) * 100 < u64::from(self.full) * u64::from(HALF)
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX / 1000)
}

/// Width of a text in Times, thousandths of the type size.
fn width(text: &str) -> u32 {
    text.nfd().filter(|c| !is_combining_mark(*c)).map(char_width).fold(0, u32::saturating_add)
}

fn char_width(c: char) -> u32 {
    match c {
        ' ' | '.' | ',' | '\u{a0}' => 250,
        'i' | 'j' | 'l' | 't' | ':' | ';' | '/' => 278,
        'f' | 'r' | 'I' | '-' | '(' | ')' | '[' | ']' | '’' | '‘' | '!' => 333,
        's' | 'J' => 389,
        'a' | 'c' | 'e' | 'z' | '“' | '”' | '?' => 444,
        'F' | 'P' | 'S' => 556,
        'E' | 'L' | 'T' | 'Z' => 611,
        'B' | 'C' | 'R' => 667,
        'w' | 'A' | 'D' | 'G' | 'H' | 'K' | 'N' | 'O' | 'Q' | 'U' | 'V' | 'X' | 'Y' => 722,
        'm' | '&' => 778,
        '%' => 833,
        'M' => 889,
        'W' => 944,
        '—' => 1000,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Shape) {
        let source = Source::new(text.into());
        assert_eq!(Shape::of(&source, &source.rows()), expected, "{text}");
    }

    #[test]
    fn the_shape_is_told_from_the_whole() {
        let lines = [
            "De Commissie stelt een plan voor dat",
            "de lidstaten helpt om beleid te maken",
            "en dat",
            "loopt tot het jaar",
            "2030. Daarna volgt een",
            "evaluatie.",
        ];
        check(&lines.join("\n"), Shape::Wrapped);
        check(&lines.join(" \n\n"), Shape::Spaced);
        check("Een alinea op een regel.\n\nNog een alinea.\n\nKop\n\nEn nog een.\n\nSlot.", Shape::Flowing);
        let long = "woord ".repeat(40);
        check(&format!("{long}\n\n{long}\n\n{long}\n\n{long}"), Shape::Flowing);
        check("kort", Shape::Flowing);
    }

    #[test]
    fn a_sentence_may_end_in_brackets_and_note_numbers() {
        for text in ["Zo.", "(zo).", "zo.)", "zo.12", "**zo.**", "als volgt:", "“Zo.”"] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["zo", "zo,", "in 2025", "AI-", "(Estland)"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn a_line_is_short_when_the_next_word_had_room() {
        let measure = Measure { full: width("een regel die het hele blad vult tot aan rand"), width };
        assert!(measure.left_short("een regel die het hele blad vult.", "Dan"));
        assert!(!measure.left_short("een regel die het hele blad vult tot aan.", "Dan"));
        assert!(!measure.left_short("een regel die het hele blad.", "Verordeningen"));
        assert!(measure.left_short("een regel die het hele blad.", "AI-verordeningen"), "room for AI-");
    }
}
