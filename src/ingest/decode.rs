//! From bytes to text.

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};

/// The text of a seed, without byte-order mark. UTF-8, UTF-16 with a mark, or Latin-1 where nothing
/// speaks against it (neither NUL nor the control characters 0x80 to 0x9F, which Latin-1 texts do not
/// have). Anything else, and a text without a visible character, is an error and gives none.
pub(super) fn decode(bytes: &[u8], file: &FilePath, findings: &mut Findings) -> Option<String> {
    let Some((text, from)) = read(bytes) else {
        findings.push(
            Diagnostic::new(Code::UnknownEncoding, "the seed is in no known encoding")
                .in_file(file)
                .hint("save it as UTF-8"),
        );
        return None;
    };
    if let Some(from) = from {
        let message = format!("the seed was {from} and was converted to UTF-8");
        findings.push(Diagnostic::new(Code::Converted, message).in_file(file));
    }
    if text.chars().all(super::source::is_blank) {
        findings.push(Diagnostic::new(Code::EmptySeed, "the seed has no text").in_file(file));
        return None;
    }
    Some(text)
}

/// The text, and the name of its encoding where that is not UTF-8.
fn read(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(|t| (t.to_owned(), None)),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(|t| (t, Some("UTF-16"))),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(|t| (t, Some("UTF-16"))),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some((text.to_owned(), None)),
            Err(_) => latin1(bytes).map(|t| (t, Some("Latin-1"))),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().ok()
}

fn latin1(bytes: &[u8]) -> Option<String> {
    let possible = bytes.iter().all(|b| *b != 0 && !(0x80..0xA0).contains(b));
    possible.then(|| bytes.iter().map(|b| char::from(*b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: Option<&str>, code: Option<Code>) {
        let mut findings = Findings::default();
        assert_eq!(decode(bytes, &"seeds/a.txt".into(), &mut findings).as_deref(), text, "{bytes:?}");
        assert_eq!(findings.iter().map(|d| d.code).collect::<Vec<_>>(), Vec::from_iter(code), "{bytes:?}");
    }

    #[test]
    fn the_encodings_that_can_be_told() {
        check("één".as_bytes(), Some("één"), None);
        check(b"\xEF\xBB\xBFa", Some("a"), None);
        check(b"\xFF\xFEa\0\xEB\0", Some("aë"), Some(Code::Converted));
        check(b"\xFE\xFF\0a\0\xEB", Some("aë"), Some(Code::Converted));
        check(b"re\xEBel", Some("reëel"), Some(Code::Converted));
    }

    #[test]
    fn what_cannot_be_told_is_an_error() {
        check(b"re\xEBel \x93aanhaling\x94", None, Some(Code::UnknownEncoding));
        check(b"\xEB\0\xEB\0", None, Some(Code::UnknownEncoding));
        check(b"\xFF\xFEa", None, Some(Code::UnknownEncoding));
        check(b"\xFF\xFE\x00\xD8", None, Some(Code::UnknownEncoding));
    }

    #[test]
    fn a_seed_without_text_is_an_error() {
        check(b"", None, Some(Code::EmptySeed));
        check("\u{feff} \r\n\u{a0}\t".as_bytes(), None, Some(Code::EmptySeed));
    }
}
