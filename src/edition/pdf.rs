//! What a PDF of this program is told by: readers leave a comment after its end alone.

use crate::publish::Sha256;

const MARK: &[u8] = b"%fichewijzer sha256 ";

/// A printed edition with the mark at its end.
pub fn marked(mut pdf: Vec<u8>) -> Vec<u8> {
    if !pdf.ends_with(b"\n") {
        pdf.push(b'\n');
    }
    let digest = Sha256::of(&pdf).to_string();
    pdf.extend_from_slice(MARK);
    pdf.extend_from_slice(digest.as_bytes());
    pdf.push(b'\n');
    pdf
}

/// What the mark of a PDF says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Every byte is as this program wrote it.
    Intact,
    /// The mark is there, and some byte before it is another.
    Changed,
    /// There is no mark at its end: it is not this program's, or cut off, or written anew by another.
    Unmarked,
}

/// Compares a PDF with its mark.
pub fn examine(pdf: &[u8]) -> Seen {
    let end = pdf.len().saturating_sub(MARK.len() + 65);
    let (before, mark) = pdf.split_at(end);
    match mark.strip_prefix(MARK) {
        None => Seen::Unmarked,
        Some(digest) if digest == format!("{}\n", Sha256::of(before)).as_bytes() => Seen::Intact,
        Some(_) => Seen::Changed,
    }
}

/// Whether a PDF is as this program wrote it.
pub fn is_intact(pdf: &[u8]) -> bool {
    examine(pdf) == Seen::Intact
}

/// Whether bytes begin as a PDF does.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_holds_for_the_bytes_before_it() {
        let pdf = marked(b"%PDF-1.4\n%%EOF".to_vec());
        assert!(is_intact(&pdf));
        for at in 0..pdf.len() {
            let mut other = pdf.clone();
            other[at] ^= 1;
            assert!(!is_intact(&other), "byte {at}");
            let expected = if at < 15 { Seen::Changed } else { examine(&other) };
            assert_eq!(examine(&other), expected, "byte {at}");
        }
        for not_ours in [&b""[..], b"%PDF-1.4\n%%EOF\n", &pdf[1..], &pdf[..pdf.len() - 1]] {
            assert!(!is_intact(not_ours));
        }
    }
}
