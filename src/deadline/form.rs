//! The grammar of a printed deadline.
//!
//! Bounds ("uiterlijk", "tegen") and small words stand before a point or a range; a range is two points with
//! a sign or word between them, where the first may leave out what the second says ("tweede/derde kwartaal
//! 2025", "1-3 oktober 2026").

use super::{Due, Period};
use regex::Regex;
use std::sync::LazyLock;

/// The meaning of a whole form.
pub(super) fn read(form: &str) -> Option<Due> {
    let form = plain(form);
    let (bound, rest) = bound(&form);
    if bound == Bound::Before {
        return before(rest);
    }
    after_the_summer(rest).or_else(|| points(without_lead(rest), PARTS))
}

/// How many points a form has at most ("tweede, derde en vierde kwartaal 2026" has three).
const PARTS: usize = 4;

/// Small letters, one kind of blank and of dash, none around dashes and slashes.
fn plain(form: &str) -> String {
    let one_dash: String = form
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c })
        .collect();
    let mut out = one_dash.split_whitespace().collect::<Vec<_>>().join(" ");
    for sign in ['-', '/'] {
        let tight = sign.to_string();
        for loose in [format!(" {sign}"), format!("{sign} ")] {
            out = out.replace(&loose, &tight);
        }
    }
    out
}

/// What a form says of its point beside naming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// In it, at its end at the latest, or from its beginning: it falls due there.
    Within,
    /// In what lies before it.
    Before,
}

fn bound(form: &str) -> (Bound, &str) {
    let within = ["uiterlijk ", "ten laatste ", "niet later dan ", "tegen ", "vanaf ", "met ingang van "];
    if let Some(rest) = within.iter().find_map(|words| form.strip_prefix(words)) {
        return (Bound::Within, rest);
    }
    if let Some(rest) = form.strip_prefix("vóór ") {
        return (Bound::Before, rest);
    }
    // Without its accents the word also means "for": before a day alone it is clear.
    let day = form.strip_prefix("voor ").filter(|rest| day(rest).is_some());
    day.map_or((Bound::Within, form), |rest| (Bound::Before, rest))
}

/// "vóór" a period is the period of the same length before it; before the end of one is in its last part;
/// before the summer, of Dutch letters, is before the recess that begins in July.
fn before(rest: &str) -> Option<Due> {
    let rest = without_lead(rest);
    let recess = rest.strip_prefix("zomer ").or_else(|| rest.strip_prefix("zomerreces "));
    if let Some(year) = recess.and_then(|r| year(without_of(r))) {
        return Period::quarter(year, 2).map(Due::within);
    }
    let due = points(rest, PARTS)?;
    if rest.starts_with("eind ") || rest.starts_with("einde ") {
        return Some(due);
    }
    let length = length(due)?;
    Due::new(due.from.before(length)?, due.to.before(length)?)
}

/// How many periods a range of equal ones counts; `None` for a long or mixed one.
fn length(due: Due) -> Option<i16> {
    (1..=12).find(|count| due.to.before(count - 1) == Some(due.from))
}

/// "na de zomer van 2026": after the recess, in the same year.
fn after_the_summer(form: &str) -> Option<Due> {
    let rest = form.strip_prefix("na de zomer ").or_else(|| form.strip_prefix("na het zomerreces "))?;
    let year = year(without_of(rest))?;
    Due::new(Period::month(year, 9)?, Period::month(year, 12)?)
}

/// Leaves out the small words before a point.
fn without_lead(form: &str) -> &str {
    let leads = ["in de loop van ", "in de periode ", "in ", "op ", "van ", "tussen "];
    let form = leads.iter().find_map(|lead| form.strip_prefix(lead)).unwrap_or(form);
    ["het ", "de "].iter().find_map(|article| form.strip_prefix(article)).unwrap_or(form)
}

fn without_of(form: &str) -> &str {
    form.strip_prefix("van ").unwrap_or(form)
}

/// What may stand between the two points of a range.
const BETWEEN: [&str; 6] = [" tot en met ", "-", "/", ", ", " en ", " of "];

/// A point, or a range of two, of at most `parts` points in all.
fn points(form: &str, parts: usize) -> Option<Due> {
    point(form).or_else(|| BETWEEN.iter().find_map(|sign| range(form, sign, parts.checked_sub(1)?)))
}

fn range(form: &str, sign: &str, parts: usize) -> Option<Due> {
    let (left, right) = form.split_once(sign)?;
    let right = full_year(left, right);
    let to = points(without_lead(&right), parts)?;
    let from = point(without_lead(left)).or_else(|| completed(left, &right))?;
    Due::new(from.from, to.to)
}

/// "26" after "2025" is 2026.
fn full_year(left: &str, right: &str) -> String {
    let short = right.len() == 2 && right.bytes().all(|b| b.is_ascii_digit());
    match year(left) {
        Some(_) if short => format!("{}{right}", &left[..2]),
        _ => right.to_owned(),
    }
}

/// The first point of a range with what it leaves out: the end of the second.
fn completed(left: &str, right: &str) -> Option<Due> {
    right.match_indices(' ').find_map(|(at, _)| point(&format!("{left}{}", &right[at..])))
}

/// A point that says its year.
fn point(form: &str) -> Option<Due> {
    whole_year(form)
        .or_else(|| quarter(form))
        .or_else(|| part_of_year(form))
        .or_else(|| season(form))
        .or_else(|| month(form).or_else(|| day(form)).map(Due::within))
        .or_else(|| form.to_uppercase().parse().ok().map(Due::within))
}

fn whole_year(form: &str) -> Option<Due> {
    year(form).and_then(Period::year).map(Due::within)
}

fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

const ORDINALS: &str = "eerste|tweede|derde|vierde|laatste|1e|2e|3e|4e";

fn ordinal(word: &str) -> i8 {
    match word {
        "eerste" | "1e" => 1,
        "tweede" | "2e" => 2,
        "derde" | "3e" => 3,
        _ => 4,
    }
}

/// A quarter, the first quarters, a half year.
fn quarter(form: &str) -> Option<Due> {
    static NAMED: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("({ORDINALS}) (?:kwartaal|kwartalen) (?:van )?([0-9]{{4}})")));
    static FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern("eerste (twee|drie) kwartalen (?:van )?([0-9]{4})"));
    static SHORT: LazyLock<Regex> = LazyLock::new(|| pattern("q([1-4]) ([0-9]{4})"));
    static HALF: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(?:(eerste|tweede|1e|2e) (?:halfjaar|helft|semester) (?:van )?|h([12]) )([0-9]{4})")
    });
    let quarters = |year: &str, first: i8, last: i8| {
        let year = self::year(year)?;
        Due::new(Period::quarter(year, first)?, Period::quarter(year, last)?)
    };
    if let Some(found) = NAMED.captures(form) {
        let quarter = ordinal(&found[1]);
        return quarters(&found[2], quarter, quarter);
    }
    if let Some(found) = FIRST.captures(form) {
        return quarters(&found[2], 1, if &found[1] == "twee" { 2 } else { 3 });
    }
    if let Some(found) = SHORT.captures(form) {
        let quarter = found[1].parse().ok()?;
        return quarters(&found[2], quarter, quarter);
    }
    let found = HALF.captures(form)?;
    let half = match (found.get(1), found.get(2)) {
        (Some(word), _) => ordinal(word.as_str()),
        (None, short) => short?.as_str().parse().ok()?,
    };
    quarters(&found[3], half * 2 - 1, half * 2)
}

/// Beginning, middle and end of a year: its first quarter, the months around 1 July, its last quarter.
fn part_of_year(form: &str) -> Option<Due> {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(begin|eerste maanden|medio|halverwege|eind|einde) (?:van )?(?:het jaar )?([0-9]{4})")
    });
    let found = PART.captures(form)?;
    let year = year(&found[2])?;
    match &found[1] {
        "begin" | "eerste maanden" => Period::quarter(year, 1).map(Due::within),
        "medio" | "halverwege" => Due::new(Period::month(year, 6)?, Period::month(year, 7)?),
        _ => Period::quarter(year, 4).map(Due::within),
    }
}

/// Seasons in whole months, as weather services count them; a winter needs both of its years.
fn season(form: &str) -> Option<Due> {
    static SEASON: LazyLock<Regex> =
        LazyLock::new(|| pattern("(voorjaar|lente|zomer|najaar|herfst) (?:van )?([0-9]{4})"));
    static TURN: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(winter|rond de jaarwisseling|jaarwisseling) (?:van )?([0-9]{4})[-/]([0-9]{4}|[0-9]{2})")
    });
    if let Some(found) = SEASON.captures(form) {
        let (first, year) = (season_start(&found[1]), year(&found[2])?);
        return Due::new(Period::month(year, first)?, Period::month(year, first + 2)?);
    }
    let found = TURN.captures(form)?;
    let (from, to) = (year(&found[2])?, year(&full_year(&found[2], &found[3]))?);
    let last = if &found[1] == "winter" { 2 } else { 1 };
    Due::new(Period::month(from, 12)?, Period::month(to, last)?).filter(|_| to == from + 1)
}

fn season_start(name: &str) -> i8 {
    match name {
        "voorjaar" | "lente" => 3,
        "zomer" => 6,
        _ => 9,
    }
}

/// The months, by their names and the short forms that are used.
const MONTHS: [(&str, &str); 12] = [
    ("januari", "jan."),
    ("februari", "feb."),
    ("maart", "mrt."),
    ("april", "apr."),
    ("mei", "mei"),
    ("juni", "jun."),
    ("juli", "jul."),
    ("augustus", "aug."),
    ("september", "sept."),
    ("oktober", "okt."),
    ("november", "nov."),
    ("december", "dec."),
];

fn month_of(name: &str) -> Option<i8> {
    (1..).zip(MONTHS).find(|(_, (long, short))| name == *long || name == *short).map(|(number, _)| number)
}

/// "juli 2025"; "begin", "medio" and "eind" before it stay in the month.
fn month(form: &str) -> Option<Period> {
    let parts = ["begin ", "medio ", "half ", "eind "];
    let form = parts.iter().find_map(|part| form.strip_prefix(part)).unwrap_or(form);
    let (name, rest) = form.split_once(' ')?;
    Period::month(year(without_of(rest))?, month_of(name)?)
}

/// "9 april 2025" or "9.4.2025".
fn day(form: &str) -> Option<Period> {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"([0-9]{1,2})(?: ([a-z]+\.?) |\.([0-9]{1,2})\.)([0-9]{4})"));
    let found = DAY.captures(form)?;
    let month = match (found.get(2), found.get(3)) {
        (Some(name), _) => month_of(name.as_str())?,
        (None, number) => number?.as_str().parse().ok()?,
    };
    Period::day(year(&found[4])?, month, found[1].parse().ok()?)
}

fn pattern(whole: &str) -> Regex {
    Regex::new(&format!("^(?:{whole})$")).expect("a pattern of this file")
}
