//! `acties.ics`: deadlines as all-day events (RFC 5545).

use super::actions::{ActionEntry, DeadlineEntry};
use crate::deadline::Period;
use crate::document::PartialDate;
use crate::site::Site;
use jiff::civil::Date;

/// Bytes of a line of the file, its end not counted.
const LINE: usize = 75;

/// The calendar: an event for each deadline, from its first day to its last. `None` where the site has no date:
/// every event needs a time stamp, and nothing here reads the clock.
pub(super) fn calendar(site: &Site, actions: &[ActionEntry<'_>]) -> Option<Vec<u8>> {
    let stamp = stamp(site.date?);
    let mut file = Lines::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Fichewijzer//acties//NL");
    file.line("CALSCALE:GREGORIAN");
    file.property("X-WR-CALNAME", &site.settings.title);
    for action in actions {
        for (deadline, number) in action.deadlines.iter().zip(1..) {
            event(&mut file, site, action, deadline, number, &stamp);
        }
    }
    file.line("END:VCALENDAR");
    Some(file.0.into_bytes())
}

fn event(
    file: &mut Lines,
    site: &Site,
    action: &ActionEntry<'_>,
    deadline: &DeadlineEntry<'_>,
    number: usize,
    stamp: &str,
) {
    let day = |period: &str| period.parse::<Period>().expect("printed by the same type");
    let (first, last) = (day(&deadline.from).first(), day(&deadline.to).last());
    let title = site.corpus.title(action.document).unwrap_or(action.document);
    let of = deadline.of.map(|of| format!("{of}, ")).unwrap_or_default();
    file.line("BEGIN:VEVENT");
    file.property("UID", &format!("{}-{number}@fichewijzer", action.id));
    file.line(&format!("DTSTAMP:{stamp}"));
    file.line(&format!("DTSTART;VALUE=DATE:{}", compact(first)));
    // The end of an all-day event is the day after it.
    file.line(&format!("DTEND;VALUE=DATE:{}", compact(last.tomorrow().unwrap_or(last))));
    file.property("SUMMARY", action.text);
    file.property("DESCRIPTION", &format!("{of}{}\n{title}", deadline.printed));
    if let Some(base) = &site.settings.base_url {
        let page = site.path(&crate::corpus::PageRef::Document(action.document.to_owned()));
        file.line(&format!("URL:{}#{}", base.join(page), action.anchor));
    }
    file.line("TRANSP:TRANSPARENT");
    file.line("END:VEVENT");
}

fn stamp(date: PartialDate) -> String {
    format!("{}T000000Z", compact(Period::Date(date).first()))
}

/// `20250409`.
fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Lines of a calendar, folded.
#[derive(Debug, Default)]
struct Lines(String);

impl Lines {
    /// A property with a text, escaped.
    fn property(&mut self, name: &str, text: &str) {
        let mut value = String::new();
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => value.extend(['\\', c]),
                '\n' => value.push_str("\\n"),
                c if c.is_control() => value.push(' '),
                c => value.push(c),
            }
        }
        self.line(&format!("{name}:{value}"));
    }

    /// A line; what is too long goes on in the next ones, after a blank. No character is cut, and no line is
    /// broken beside a blank: some readers drop blanks at the ends of lines.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let (head, tail) = rest.split_at(break_of(rest, room));
            self.0.push_str(head);
            self.0.push_str("\r\n ");
            rest = tail;
            room = LINE - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// Where a line of more than `room` bytes is broken: as late as it can be, between two characters that are no
/// blanks, where there are such.
fn break_of(line: &str, room: usize) -> usize {
    let is_edge = |at: usize| {
        let before = line[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
        before && line[at..].starts_with(|c: char| !c.is_whitespace())
    };
    let places = || (1..=room).rev().filter(|at| line.is_char_boundary(*at));
    places().find(|at| is_edge(*at)).or_else(|| places().next()).unwrap_or(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_long_lines_folded_between_characters() {
        let mut file = Lines::default();
        file.property("SUMMARY", "a, b; c\\d\ne");
        assert_eq!(file.0, "SUMMARY:a\\, b\\; c\\\\d\\ne\r\n");
        let mut file = Lines::default();
        file.line(&"é".repeat(80));
        let lines: Vec<&str> = file.0.split_terminator("\r\n").collect();
        assert_eq!(lines.iter().map(|l| l.len()).collect::<Vec<_>>(), [74, 75, 13]);
        assert_eq!(file.0.replace("\r\n ", "").trim_end(), "é".repeat(80));
        let mut file = Lines::default();
        file.line(&format!("{} b c", "a".repeat(73)));
        assert_eq!(file.0, format!("{}\r\n a b c\r\n", "a".repeat(72)));
    }
}
