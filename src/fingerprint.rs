//! Fingerprints: what something is made from, in short.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::str::FromStr;

/// Stands for what something is made from: whoever makes the same of the same may take equal fingerprints for equal
/// results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(blake3::Hash);

impl Fingerprint {
    /// The fingerprint of all the parts in their order; where one part ends and the next begins counts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Fingerprint(hasher.finalize())
    }

    /// The fingerprint of a value, by all that its `Hash` names. Good within one program only: how a value is taken
    /// apart is the compiler's and the machine's.
    pub fn of_value(value: &(impl Hash + ?Sized)) -> Self {
        let mut taker = Taker::default();
        value.hash(&mut taker);
        taker.fingerprint()
    }

    /// The 32 bytes of it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Fingerprint {
    type Err = blake3::HexError;

    fn from_str(text: &str) -> Result<Self, blake3::HexError> {
        blake3::Hash::from_hex(text).map(Fingerprint)
    }
}

/// Bytes that are hashed in one go: what a value names comes in pieces of a few bytes each.
const ROOM: usize = 16 * 1024;

/// Takes a fingerprint of what is written to it, as a text or as values.
pub struct Taker {
    hasher: blake3::Hasher,
    waiting: Vec<u8>,
}

impl Default for Taker {
    fn default() -> Self {
        Taker { hasher: blake3::Hasher::new(), waiting: Vec::with_capacity(ROOM) }
    }
}

impl Taker {
    /// The fingerprint of all that was written.
    pub fn fingerprint(mut self) -> Fingerprint {
        self.pass_on();
        Fingerprint(self.hasher.finalize())
    }

    fn take(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > ROOM {
            self.pass_on();
        }
        if bytes.len() > ROOM {
            self.hasher.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    fn pass_on(&mut self) {
        self.hasher.update(&self.waiting);
        self.waiting.clear();
    }
}

impl Hasher for Taker {
    fn write(&mut self, bytes: &[u8]) {
        self.take(bytes);
    }

    /// The first bytes of the fingerprint so far.
    fn finish(&self) -> u64 {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.waiting);
        let bytes = *hasher.finalize().as_bytes();
        u64::from_le_bytes(bytes[..8].try_into().expect("there are 32"))
    }
}

impl Write for Taker {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fingerprint_tells_its_parts_apart() {
        let of = |parts: &[&str]| Fingerprint::of(parts.iter().map(|p| p.as_bytes()));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab", "c"]), of(&["ab", "c", ""]));
        assert_eq!(of(&[]).to_string().len(), 64);
    }

    #[test]
    fn values_are_told_apart_down_to_where_their_texts_end() {
        let of = |texts: &[&str]| Fingerprint::of_value(texts);
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
        assert_ne!(Fingerprint::of_value(&Some(0_u8)), Fingerprint::of_value(&None::<u8>));
    }

    #[test]
    fn what_is_no_fingerprint_is_not_read() {
        let text = Fingerprint::of([]).to_string();
        for wrong in ["", &text[1..], &format!("{text}0"), &text.replacen('a', "g", 1)] {
            assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
        }
    }

    proptest! {
        /// However the bytes come, they are those of the whole.
        #[test]
        fn pieces_make_the_fingerprint_of_the_whole(pieces in proptest::collection::vec(0..40_000_usize, 0..6)) {
            let bytes: Vec<u8> = (0..pieces.iter().sum::<usize>()).map(|n| (n % 251) as u8).collect();
            let (mut whole, mut parts, mut rest) = (Taker::default(), Taker::default(), &bytes[..]);
            for piece in pieces {
                let (first, after) = rest.split_at(piece);
                parts.write_all(first).expect("memory takes it");
                rest = after;
            }
            Hasher::write(&mut whole, &bytes);
            prop_assert_eq!(Hasher::finish(&whole), Hasher::finish(&parts));
            let (whole, parts) = (whole.fingerprint(), parts.fingerprint());
            prop_assert_eq!(whole, parts);
            prop_assert_eq!(whole.to_string().parse().ok(), Some(whole));
        }
    }
}
