//! Rare bytes in long texts.

/// How many bytes are judged at once.
const PIECE: usize = 32;

/// Calls `f` with the place of each byte of a text that is odd, in their order.
///
/// A piece of a text is judged as a whole first, without a way out before its end: the compiler makes a few steps of it, and
/// not one a byte. That needs an `is_odd` of a few comparisons joined by `|`, not a table, nor `matches!` of single bytes.
#[inline]
pub(crate) fn each_odd(text: &str, is_odd: impl Fn(u8) -> bool, mut f: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while from < bytes.len() {
        let end = bytes.len().min(from + PIECE);
        // The last piece is judged together with what is before it, if that makes it a whole one.
        let piece = &bytes[end.saturating_sub(PIECE)..end];
        let mut odd = odd_in(piece, &is_odd) >> (piece.len() - (end - from));
        while odd != 0 {
            f(from + odd.trailing_zeros() as usize);
            odd &= odd - 1;
        }
        from = end;
    }
}

/// Which bytes of a piece are odd, a bit each, the first one lowest.
#[inline]
fn odd_in<F: Fn(u8) -> bool>(piece: &[u8], is_odd: &F) -> u32 {
    // Most pieces of most texts have none.
    if !has_odd(piece, is_odd) {
        return 0;
    }
    let Ok(piece) = <&[u8; PIECE]>::try_from(piece) else {
        return (0..piece.len()).fold(0, |bits, at| bits | u32::from(is_odd(piece[at])) << at);
    };
    let mut odd = [0_u8; PIECE];
    for at in 0..PIECE {
        odd[at] = u8::from(is_odd(piece[at]));
    }
    // Brings the lowest bits of eight bytes together in the highest byte: the one at bit 8n goes to bit 56 + n, and no two
    // of the others to one place.
    let gathered = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let (eights, _) = odd.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(eight) as u32)
}

/// Whether a text has an odd byte; as [`each_odd`].
#[inline]
pub(crate) fn any_odd(text: &str, is_odd: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    pieces.iter().any(|piece| has_odd(piece, &is_odd))
        || has_odd(&bytes[bytes.len().saturating_sub(PIECE)..], &is_odd)
}

/// Without `inline`, and with a reference to `is_odd` in its place, each caller's `is_odd` is called for each byte.
#[inline]
fn has_odd<F: Fn(u8) -> bool>(piece: &[u8], is_odd: &F) -> bool {
    match <&[u8; PIECE]>::try_from(piece) {
        Ok(piece) => piece.iter().fold(false, |found, byte| found | is_odd(*byte)),
        Err(_) => piece.iter().any(|byte| is_odd(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_odd_byte_is_found_where_it_is(text in "[a-c<&]{0,9}(x{20,40}[<a]){0,4}") {
            let is_odd = |byte: u8| byte == b'<' || byte == b'&';
            let mut found = Vec::new();
            each_odd(&text, is_odd, |at| found.push(at));
            let expected: Vec<usize> = text.match_indices(['<', '&']).map(|(at, _)| at).collect();
            prop_assert_eq!(any_odd(&text, is_odd), !expected.is_empty());
            prop_assert_eq!(found, expected);
        }
    }
}
