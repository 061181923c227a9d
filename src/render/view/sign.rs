//! The small sign of a pillar: as many columns as there are pillars, its own one tall.

use serde::Serialize;
use std::fmt;

/// Side of the square that a sign is drawn in.
const SIDE: f64 = 24.0;
/// More columns than this cannot be told apart at the size of a letter.
const MOST: i64 = 9;

/// The two shapes of a sign, as path data of SVG in a square of 24 by 24.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignView {
    /// The pillar's own column.
    pub own: String,
    /// The others, which stand low.
    pub others: String,
}

impl SignView {
    /// The sign of the pillar with this number, of so many. `None` where the number is not one of them, or there
    /// are too many to be told apart.
    pub(super) fn of(ordinal: i64, count: i64) -> Option<SignView> {
        if !(2..=MOST).contains(&count) || !(1..=count).contains(&ordinal) {
            return None;
        }
        let pitch = (SIDE - 2.0) / count as f64;
        let column = |n: i64, top: f64| {
            let left = 1.0 + pitch * (n as f64 - 0.85);
            let [left, width, height] = [left, pitch * 0.7, 22.0 - top].map(Length::of);
            format!("M{left} {}h{width}v{height}h-{width}z", Length::of(top))
        };
        let others = (1..=count).filter(|n| *n != ordinal).map(|n| column(n, 15.0)).collect();
        Some(SignView { own: column(ordinal, 2.0), others })
    }
}

/// A length in tenths, printed with one decimal at most.
#[derive(Clone, Copy)]
struct Length(u32);

impl Length {
    fn of(length: f64) -> Self {
        Length((length * 10.0).round() as u32)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenth) => write!(f, "{whole}.{tenth}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_has_a_column_for_each_pillar_and_its_own_is_tall() {
        let sign = SignView::of(2, 2).expect("one of two");
        assert_eq!(sign.own, "M13.7 2h7.7v20h-7.7z");
        assert_eq!(sign.others, "M2.7 15h7.7v7h-7.7z");
        let signs: std::collections::BTreeSet<String> =
            (1..=9).map(|n| SignView::of(n, 9).expect("one of nine").own).collect();
        assert_eq!(signs.len(), 9);
    }

    #[test]
    fn what_has_no_number_among_the_others_has_no_sign() {
        for (ordinal, count) in [(0, 5), (6, 5), (1, 1), (3, 10), (-1, 5)] {
            assert_eq!(SignView::of(ordinal, count), None, "{ordinal} of {count}");
        }
    }
}
