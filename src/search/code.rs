//! Numbers as text that may stand in a script's string without escapes: what postings are written in.
//!
//! Small numbers take one character, as most of them are small. The characters are the printable ones of ASCII
//! without `"`, `\` and `<`, so that no string, and no page that a script is put into, is ever ended by one.

/// How many characters there are to write with.
const RADIX: u32 = 92;
/// Numbers below take one character.
const ONE: u32 = 60;
/// Leading characters of numbers of two and of three.
const TWO_LEADS: u32 = 24;
const THREE_LEADS: u32 = 7;
/// The first numbers that take three, and five.
const TWO_END: u32 = ONE + TWO_LEADS * RADIX;
const THREE_END: u32 = TWO_END + THREE_LEADS * RADIX * RADIX;

const DIGITS: &[u8; RADIX as usize] =
    b" !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// By character the digit that it stands for.
const VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let mut digit = 0;
    while digit < RADIX {
        values[DIGITS[digit as usize] as usize] = digit as u8;
        digit += 1;
    }
    values
};

/// The character of a digit below [`RADIX`].
#[inline]
fn digit(value: u32) -> u8 {
    DIGITS[value as usize]
}

/// How many characters a number takes.
#[inline]
pub(super) const fn length(value: u32) -> usize {
    match value {
        0..ONE => 1,
        ONE..TWO_END => 2,
        TWO_END..THREE_END => 3,
        _ => 5,
    }
}

/// Writes a number into as many bytes as it takes, by [`length`].
///
/// # Panics
/// Never for numbers below 71 million; there are no sites with so many blocks.
pub(super) fn write(out: &mut [u8], value: u32) {
    match out {
        [one] => *one = digit(value),
        [lead, one] => {
            let rest = value - ONE;
            (*lead, *one) = (digit(ONE + rest / RADIX), digit(rest % RADIX));
        }
        [lead, two, one] => {
            let rest = value - TWO_END;
            *lead = digit(ONE + TWO_LEADS + rest / (RADIX * RADIX));
            (*two, *one) = (digit(rest / RADIX % RADIX), digit(rest % RADIX));
        }
        [lead, others @ ..] => {
            *lead = digit(RADIX - 1);
            let mut rest = value - THREE_END;
            for one in others.iter_mut().rev() {
                *one = digit(rest % RADIX);
                rest /= RADIX;
            }
        }
        [] => {}
    }
}

/// Appends a number. As [`write()`].
#[inline]
pub(super) fn push(out: &mut Vec<u8>, value: u32) {
    // Most are small; they are written without a look back.
    if value < ONE {
        out.push(digit(value));
    } else if value < TWO_END {
        let rest = value - ONE;
        out.push(digit(ONE + rest / RADIX));
        out.push(digit(rest % RADIX));
    } else {
        let from = out.len();
        out.resize(from + length(value), 0);
        write(&mut out[from..], value);
    }
}

/// Reads a number from the front of `text`; what follows it comes back too. `None` at the end.
#[inline]
pub(super) fn take(text: &[u8]) -> Option<(u32, &[u8])> {
    let (&lead, rest) = text.split_first()?;
    let lead = value(lead);
    let more = |count: usize| {
        let (digits, rest) = rest.split_at_checked(count)?;
        Some((digits.iter().fold(0, |sum, d| sum * RADIX + value(*d)), rest))
    };
    if lead < ONE {
        Some((lead, rest))
    } else if lead < ONE + TWO_LEADS {
        more(1).map(|(low, rest)| (ONE + (lead - ONE) * RADIX + low, rest))
    } else if lead < RADIX - 1 {
        more(2).map(|(low, rest)| (TWO_END + (lead - ONE - TWO_LEADS) * RADIX * RADIX + low, rest))
    } else {
        more(4).map(|(low, rest)| (THREE_END + low, rest))
    }
}

/// The digit that a character stands for.
#[inline]
fn value(character: u8) -> u32 {
    u32::from(VALUES[usize::from(character)])
}

/// The numbers as one text.
pub(super) fn text(values: impl IntoIterator<Item = u32>) -> String {
    let mut out = Vec::new();
    values.into_iter().for_each(|value| push(&mut out, value));
    String::from_utf8(out).expect("the digits are ASCII")
}

/// Rising numbers as one text: each as its distance from the one before, the first from 0.
pub(super) fn rising(values: impl IntoIterator<Item = u32>) -> String {
    let mut before = 0;
    text(values.into_iter().map(|value| {
        let step = value - before;
        before = value;
        step
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &[u8]) -> Vec<u32> {
        let mut rest = text;
        std::iter::from_fn(|| {
            let (value, after) = take(rest)?;
            rest = after;
            Some(value)
        })
        .collect()
    }

    #[test]
    fn numbers_take_as_many_characters_as_their_size() {
        for (value, length) in
            [(0, 1), (59, 1), (60, 2), (2267, 2), (2268, 3), (61_515, 3), (61_516, 5), (70_000_000, 5)]
        {
            let written = text([value]);
            assert_eq!((written.len(), all(written.as_bytes())), (length, vec![value]), "{value}");
        }
    }

    #[test]
    fn rising_numbers_are_steps() {
        assert_eq!(all(rising([3, 3, 10]).as_bytes()), [3, 0, 7]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::vec(0u32..70_000_000, 0..20)) {
            let written = text(values.iter().copied());
            prop_assert!(!written.contains(['"', '\\', '<']) && written.is_ascii());
            prop_assert_eq!(all(written.as_bytes()), values);
        }
    }
}
