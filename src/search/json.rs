//! JSON that stands in a script or in an element of a page: nothing in it ends the element, or a line of the script.

use crate::scan::each_odd;
use serde::Serialize;

/// Appends a value.
pub(super) fn push(out: &mut Vec<u8>, value: &impl Serialize) {
    let json = serde_json::to_string(value).expect("texts and numbers always become JSON");
    escaped(out, &json, |byte| (byte == b'<') | (byte == 0xe2));
}

/// Appends a text in quotes. As [`push`], in one step: of an index two thirds are texts.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let is_odd = |byte| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == b'<') | (byte == 0xe2);
    escaped(out, text, is_odd);
    out.push(b'"');
}

/// Appends lists of texts.
pub(super) fn push_texts(out: &mut Vec<u8>, lists: &[Vec<&str>]) {
    let mut before = b'[';
    for list in lists {
        out.push(before);
        out.push(b'[');
        for (at, text) in list.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            push_text(out, text);
        }
        out.push(b']');
        before = b',';
    }
    out.extend_from_slice(if lists.is_empty() { b"[]" } else { b"]" });
}

/// Appends a text, with those of its odd bytes escaped that must be.
#[inline]
fn escaped(out: &mut Vec<u8>, text: &str, is_odd: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let mut done = 0;
    each_odd(text, is_odd, |at| {
        let length = match bytes[at..] {
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
            [0xe2, ..] => return,
            _ => 1,
        };
        out.extend_from_slice(&bytes[done..at]);
        push_escape(out, &bytes[at..at + length]);
        done = at + length;
    });
    out.extend_from_slice(&bytes[done..]);
}

/// What stands for a letter that cannot stand for itself.
fn push_escape(out: &mut Vec<u8>, letter: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match letter {
        b"\"" | b"\\" => letter[0],
        b"\n" => b'n',
        b"\r" => b'r',
        b"\t" => b't',
        b"\x08" => b'b',
        b"\x0c" => b'f',
        [0xe2, _, last] => return out.extend_from_slice(if *last == 0xa8 { b"\\u2028" } else { b"\\u2029" }),
        _ => {
            out.extend_from_slice(b"\\u00");
            let byte = usize::from(letter[0]);
            return out.extend([HEX[byte / 16], HEX[byte % 16]]);
        }
    };
    out.extend([b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_that_would_end_something_are_escaped() {
        for (text, expected) in [
            ("</script>", r#""\u003c/script>""#),
            ("„a”\u{2028}\u{2029}", r#""„a”\u2028\u2029""#),
            ("a\"\\\n\r\t\u{8}\u{c}\u{1f}\u{7f}é", "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u001f\u{7f}é\""),
            ("", "\"\""),
        ] {
            let mut out = Vec::new();
            push_text(&mut out, text);
            assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
        }
    }

    proptest! {
        #[test]
        fn lists_of_texts_are_the_same_as_a_value(
            lists in prop::collection::vec(prop::collection::vec("[a<\"\\n\u{2028}]{0,3}", 0..3), 0..4),
        ) {
            let lists: Vec<Vec<&str>> = lists.iter().map(|list| list.iter().map(String::as_str).collect()).collect();
            let (mut texts, mut value) = (Vec::new(), Vec::new());
            push_texts(&mut texts, &lists);
            push(&mut value, &lists);
            prop_assert_eq!(texts, value);
        }

        #[test]
        fn a_text_is_the_same_alone_and_in_a_value(text in "[a-z<\"\\\\\u{0}-\u{1f}\u{7f}é€…\u{2027}-\u{202a}]{0,80}") {
            let (mut alone, mut value) = (vec![b'['], Vec::new());
            push_text(&mut alone, &text);
            alone.push(b']');
            push(&mut value, &[&text]);
            prop_assert_eq!(&alone, &value);
            prop_assert!(!alone.contains(&b'<'));
            prop_assert_eq!(serde_json::from_slice::<[String; 1]>(&alone).expect("JSON"), [text]);
        }
    }
}
