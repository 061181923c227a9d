//! Dates as precise as the source is.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// A date of which the day, or the month too, may be unknown: `2025-04-09`, `2025-04`, `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A date that exists in the calendar, from 1900 to 2199.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let exists = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        let complete = month.is_some() || day.is_none();
        (exists && complete && (1900..2200).contains(&year)).then_some(PartialDate { year, month, day })
    }

    /// The year, four digits.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The calendar date, where it is known to the day.
    pub fn full(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }
}

impl fmt::Display for PartialDate {
    /// ISO 8601, reduced precision where parts are unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<i16>().map(Some).map_err(drop)
            }
            Some(_) => Err(()),
        };
        let year = part(4)?.ok_or(())?;
        let month = part(2)?.map(|m| m as i8);
        let day = part(2)?.map(|d| d as i8);
        if parts.next().is_some() {
            return Err(());
        }
        PartialDate::new(year, month, day).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_they_were_read() {
        for text in ["2025-04-09", "2025-04", "2025"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in ["2025-02-30", "2025-13", "25-04-09", "2025-4-9", "", "2025-04-09-1", "0025-01-01"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
