//! Periods of the calendar: a year, a quarter, a month or a day.

use crate::document::PartialDate;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A year, quarter, month or day that exists, from 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A year, a month or a day.
    Date(PartialDate),
    /// A quarter, 1 to 4.
    Quarter { year: i16, quarter: i8 },
}

impl Period {
    /// A year.
    pub fn year(year: i16) -> Option<Self> {
        PartialDate::new(year, None, None).map(Period::Date)
    }

    /// A quarter of a year, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let exists = PartialDate::new(year, None, None).is_some() && (1..=4).contains(&quarter);
        exists.then_some(Period::Quarter { year, quarter })
    }

    /// A month of a year, 1 to 12.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        PartialDate::new(year, Some(month), None).map(Period::Date)
    }

    /// A day of the calendar.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        PartialDate::new(year, Some(month), Some(day)).map(Period::Date)
    }

    /// Its first day.
    pub fn first(self) -> Date {
        let (year, month, day) = match self {
            Period::Date(date) => (date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1)),
            Period::Quarter { year, quarter } => (year, quarter * 3 - 2, 1),
        };
        Date::new(year, month, day).expect("a period exists in the calendar")
    }

    /// Its last day.
    pub fn last(self) -> Date {
        match self {
            Period::Date(date) if date.day().is_some() => self.first(),
            Period::Date(date) if date.month().is_some() => self.first().last_of_month(),
            Period::Date(_) => self.first().last_of_year(),
            Period::Quarter { .. } => {
                self.first().checked_add(2.months()).expect("within the year").last_of_month()
            }
        }
    }

    /// The period of the same length `count` such periods before it; `None` before 1900.
    pub(super) fn before(self, count: i16) -> Option<Self> {
        match self {
            Period::Quarter { year, quarter } => {
                let index = year * 4 + i16::from(quarter) - 1 - count;
                Period::quarter(index.div_euclid(4), (index.rem_euclid(4) + 1) as i8)
            }
            Period::Date(date) => match (date.month(), date.day()) {
                (None, _) => Period::year(date.year() - count),
                (Some(month), None) => {
                    let index = date.year() * 12 + i16::from(month) - 1 - count;
                    Period::month(index.div_euclid(12), (index.rem_euclid(12) + 1) as i8)
                }
                (Some(_), Some(_)) => {
                    let day = self.first().checked_sub(i64::from(count).days()).ok()?;
                    Period::day(day.year(), day.month(), day.day())
                }
            },
        }
    }
}

impl Ord for Period {
    /// By the first day, then the last.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first(), self.last()).cmp(&(other.first(), other.last()))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    /// `2025`, `2025-Q2`, `2025-07`, `2025-04-09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Date(date) => date.fmt(f),
            Period::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
        }
    }
}

impl FromStr for Period {
    type Err = ();

    /// Reads what [`Display`](fmt::Display) prints.
    fn from_str(text: &str) -> Result<Self, ()> {
        let Some((year, quarter)) = text.split_once("-Q") else {
            return text.parse().map(Period::Date);
        };
        let year: PartialDate = year.parse().map_err(drop)?;
        let is_year = year.month().is_none();
        let quarter = matches!(quarter, "1" | "2" | "3" | "4").then(|| quarter.parse().ok()).flatten();
        quarter.filter(|_| is_year).and_then(|quarter| Period::quarter(year.year(), quarter)).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period() -> impl Strategy<Value = Period> {
        prop_oneof![
            (1900..2200i16).prop_map(Period::year),
            (1900..2200i16, 1..=4i8).prop_map(|(y, q)| Period::quarter(y, q)),
            (1900..2200i16, 1..=12i8).prop_map(|(y, m)| Period::month(y, m)),
            (1900..2200i16, 1..=12i8, 1..=28i8).prop_map(|(y, m, d)| Period::day(y, m, d)),
        ]
        .prop_map(|period| period.expect("in the calendar"))
    }

    #[test]
    fn a_period_has_its_first_and_last_day() {
        for (text, first, last) in [
            ("2025", "2025-01-01", "2025-12-31"),
            ("2025-Q1", "2025-01-01", "2025-03-31"),
            ("2025-Q4", "2025-10-01", "2025-12-31"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2025-04-09", "2025-04-09", "2025-04-09"),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()));
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in
            ["", "2025-Q5", "2025-Q0", "2025-Q", "2025-Q01", "2025-04-Q1", "2025-q1", "2025-02-30", "Q1"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_period_before_has_the_same_length() {
        for (text, before) in [
            ("2026", "2025"),
            ("2026-Q1", "2025-Q4"),
            ("2026-Q3", "2026-Q2"),
            ("2026-01", "2025-12"),
            ("2026-01-01", "2025-12-31"),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!(period.before(1).map(|p| p.to_string()).as_deref(), Some(before));
        }
        assert_eq!(Period::year(1900).and_then(|y| y.before(1)), None);
    }

    proptest! {
        #[test]
        fn periods_are_read_as_they_print(period in period()) {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            prop_assert!(period.first() <= period.last());
        }
    }
}
