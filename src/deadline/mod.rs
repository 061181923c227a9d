//! Deadlines as Dutch policy texts print them: "tweede kwartaal 2025", "uiterlijk op 31 december 2026".
//!
//! A form is read whole: words in it that no deadline has make it none, so that a programme's years or the
//! number of an act are never taken for one. Forms that count from the text's own date ("later dit jaar") or
//! only say how long something goes on ("tot 4 juni 2025") have no meaning here.

mod form;
mod period;
mod search;

pub use period::Period;
pub use search::find;

/// When something falls due, as printed and as periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The words, as the text has them.
    pub printed: String,
    pub due: Due,
    /// What falls due, where the text says so or there are several: "openbare raadpleging".
    pub of: Option<String>,
}

/// When something falls due; both ends are included. `from` does not begin after `to` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    pub from: Period,
    pub to: Period,
}

impl Due {
    /// From the beginning of one period to the end of another; `None` where that runs backwards.
    pub fn new(from: Period, to: Period) -> Option<Self> {
        (from.first() <= to.first() && from.last() <= to.last()).then_some(Due { from, to })
    }

    fn within(period: Period) -> Self {
        Due { from: period, to: period }
    }
}

impl Deadline {
    /// Reads a printed form; words before a comma or colon say what it is of. `None` where the whole is no
    /// deadline.
    pub fn read(form: &str) -> Option<Self> {
        let form = form.trim();
        let of_whole = form::read(form).map(|due| Deadline { printed: form.to_owned(), due, of: None });
        of_whole.or_else(|| {
            let (of, rest) = form.split_once([',', ':'])?;
            let (of, rest) = (of.trim(), rest.trim());
            let due = form::read(rest).filter(|_| of.contains(char::is_alphabetic))?;
            Some(Deadline { printed: rest.to_owned(), due, of: Some(of.to_owned()) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table of printed forms, written by hand before there was a grammar.
    const FORMS: &str = include_str!("../../tests/facts/actions/deadlines.tsv");

    #[test]
    fn printed_forms_mean_what_the_table_says() {
        let (mut rows, mut faults) = (0, Vec::new());
        for line in FORMS.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut columns = line.split('\t');
            let (form, meaning) =
                (columns.next().expect("a form"), columns.next().unwrap_or_else(|| panic!("{line}")));
            let read = Deadline::read(form);
            let found = read.map_or("none".to_owned(), |d| format!("{}..{}", d.due.from, d.due.to));
            if found != meaning {
                faults.push(format!("{form}: {found}, not {meaning}"));
            }
            rows += 1;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(rows, 162);
    }

    #[test]
    fn capitals_blanks_and_dashes_make_no_difference() {
        for form in [
            "VIERDE KWARTAAL 2025 – EERSTE KWARTAAL 2026",
            "vierde\u{a0}kwartaal  2025\u{2014}eerste\nkwartaal 2026",
            "vierde kwartaal 2025 / eerste kwartaal 2026",
        ] {
            let due = Deadline::read(form).unwrap_or_else(|| panic!("{form}")).due;
            assert_eq!(format!("{}..{}", due.from, due.to), "2025-Q4..2026-Q1", "{form}");
        }
    }

    #[test]
    fn words_before_a_comma_say_what_it_is_of() {
        let deadline = Deadline::read("mededeling, derde kwartaal 2025").expect("a deadline");
        assert_eq!(
            (deadline.printed.as_str(), deadline.of.as_deref()),
            ("derde kwartaal 2025", Some("mededeling"))
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = (Deadline::read(&text), find(&text));
        }

        #[test]
        fn no_words_of_deadlines_make_it_panic(words in proptest::collection::vec(
            prop::sample::select(vec!["tweede", "kwartaal", "-", "/", "2026", "1", "juli", "vóór", "eind", "(", ")",
                "tot en met", "en", ",", "1900", "2199", "winter", "q3", "jaarwisseling", "eerste", "drie", "\u{130}"]),
            0..9,
        )) {
            let text = words.join(" ");
            let _ = (Deadline::read(&text), find(&text));
        }

        #[test]
        fn the_forms_of_the_data_are_read_back(year in 1900..2200i16, quarter in 1..=4i8) {
            let period = Period::quarter(year, quarter).expect("exists");
            let read = Deadline::read(&period.to_string()).map(|d| d.due);
            prop_assert_eq!(read, Due::new(period, period));
        }
    }
}
