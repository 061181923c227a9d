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

/// Whether a PDF is as this program wrote it.
pub fn is_intact(pdf: &[u8]) -> bool {
    let end = pdf.len().saturating_sub(MARK.len() + 65);
    let (before, mark) = pdf.split_at(end);
    mark.strip_prefix(MARK).is_some_and(|digest| digest == format!("{}\n", Sha256::of(before)).as_bytes())
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
        }
        for not_ours in [&b""[..], b"%PDF-1.4\n%%EOF\n", &pdf[1..], &pdf[..pdf.len() - 1]] {
            assert!(!is_intact(not_ours));
        }
    }
}
