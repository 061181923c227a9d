//! Rare bytes in long texts.

/// How many bytes are judged at once.
const PIECE: usize = 32;

/// Calls `f` with the place of each byte of a text that is odd, in their order.
///
/// Most texts have few such bytes. A piece of a text is judged as a whole first, without a way out before its end: the
/// compiler makes a few steps of it, and not one a byte. That needs an `is_odd` of a few comparisons, not a table.
#[inline]
pub(crate) fn each_odd(text: &str, is_odd: impl Fn(u8) -> bool, mut f: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while from < bytes.len() {
        let end = bytes.len().min(from + PIECE);
        // The last piece is judged together with what is before it, if that makes it a whole one.
        let piece = &bytes[end.saturating_sub(PIECE)..end];
        if has_odd(piece, &is_odd) {
            (from..end).filter(|at| is_odd(bytes[*at])).for_each(&mut f);
        }
        from = end;
    }
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
