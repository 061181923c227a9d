//! The small sign of a pillar: as many columns as there are pillars, its own one tall.

use serde::Serialize;

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
        let column = |out: &mut String, n: i64, top: f64| {
            let left = 1.0 + pitch * (n as f64 - 0.85);
            let [left, width, height, top] = [left, pitch * 0.7, 22.0 - top, top].map(Length::of);
            for (sign, length) in [("M", left), (" ", top), ("h", width), ("v", height), ("h-", width)] {
                out.push_str(sign);
                length.print(out);
            }
            out.push('z');
        };
        let (mut own, mut others) = (String::with_capacity(32), String::with_capacity(32 * count as usize));
        column(&mut own, ordinal, 2.0);
        (1..=count).filter(|n| *n != ordinal).for_each(|n| column(&mut others, n, 15.0));
        Some(SignView { own, others })
    }
}

/// A length below 100 in tenths, printed with one decimal at most.
#[derive(Clone, Copy)]
struct Length(u32);

impl Length {
    fn of(length: f64) -> Self {
        Length((length * 10.0).round() as u32)
    }

    /// Signs stand beside every name of a pillar: they are printed digit by digit, without the machinery of formats.
    fn print(self, out: &mut String) {
        let digit = |n: u32| char::from_digit(n % 10, 10).expect("a digit");
        let (whole, tenth) = (self.0 / 10, self.0 % 10);
        if whole > 9 {
            out.push(digit(whole / 10));
        }
        out.push(digit(whole));
        if tenth > 0 {
            out.push('.');
            out.push(digit(tenth));
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
