//! The stretches of a text that are copied as they are, when it is written otherwise.

/// How many bytes are looked at together: without a way out between them, the machine takes them in a few steps.
pub(crate) const STRETCH: usize = 32;

/// How many bytes from the start on stay as they are: up to one that does not, or to a blank behind a blank. `stays` says
/// of a byte, whatever stands around it, whether it does; it must be a few comparisons, for the machine to make many of them
/// in one step. The character before was changed: a blank behind it may be one too many.
#[inline]
pub(crate) fn plain_beginning(bytes: &[u8], stays: impl Fn(u8) -> bool) -> usize {
    let mut before = b' ';
    let mut plain = 0;
    while let Some(stretch) = bytes[plain..].first_chunk() {
        if before == b' ' && stretch[0] == b' ' || may_change(stretch, &stays) {
            break;
        }
        before = stretch[STRETCH - 1];
        plain += STRETCH;
    }
    let changes = |byte: &u8| {
        let is_doubled = std::mem::replace(&mut before, *byte) == b' ' && *byte == b' ';
        is_doubled || !stays(*byte)
    };
    bytes[plain..].iter().position(changes).map_or(bytes.len(), |at| plain + at)
}

/// Whether there may be a byte that does not stay, or a blank behind a blank; the last byte is only looked at as what stands
/// behind the one before.
#[inline]
pub(crate) fn may_change<F: Fn(u8) -> bool>(stretch: &[u8; STRETCH + 1], stays: &F) -> bool {
    // A byte for each byte: so the machine looks at many in one step, as it does not where one answer is gathered.
    let mut odd = [0_u8; STRETCH];
    for at in 0..STRETCH {
        let (byte, next) = (stretch[at], stretch[at + 1]);
        odd[at] = u8::from(!(stays(byte) & ((byte != b' ') | (next != b' '))));
    }
    odd != [0; STRETCH]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stays(byte: u8) -> bool {
        byte != b'-'
    }

    /// Byte by byte.
    fn plainly(text: &str) -> usize {
        let text = text.as_bytes();
        let changes = |at: &usize| {
            let is_blank = |byte: Option<&u8>| byte == Some(&b' ');
            !stays(text[*at]) || is_blank(text.get(*at)) && (*at == 0 || is_blank(text.get(*at - 1)))
        };
        (0..text.len()).find(changes).unwrap_or(text.len())
    }

    proptest! {
        #[test]
        fn stretches_end_where_single_bytes_do(text in "(a{1,40}[ -]{0,2}){0,5}[ -]?") {
            prop_assert_eq!(plain_beginning(text.as_bytes(), stays), plainly(&text));
        }
    }
}
