//! XML as text: escaped, one element after the other.

use crate::scan::each_odd;

/// Elements, one a line, indented by two spaces a level.
#[derive(Default)]
pub(crate) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(crate) fn new() -> Self {
        Xml { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".into(), open: Vec::new() }
    }

    /// Opens an element that holds others.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(crate) fn close(&mut self) {
        let name = self.open.pop().expect("what is closed was opened");
        self.text.push_str(&"  ".repeat(self.open.len()));
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element with text.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.text.push('>');
        self.text.push_str(&escaped(text));
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element with attributes alone.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push_str(&"  ".repeat(self.open.len()));
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push_str(&format!(" {key}=\"{}\"", escaped(value)));
        }
    }

    /// The text, when all elements are closed.
    pub(crate) fn finish(self) -> Vec<u8> {
        debug_assert!(self.open.is_empty(), "{:?} not closed", self.open);
        self.text.into_bytes()
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Escapes text for content and for attributes in double quotes. Characters that may not stand in HTML
/// or XML become U+FFFD: control characters other than tab and line ends, and noncharacters.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    let mut done = 0;
    each_odd(text, is_looked_at, |at| {
        let Some((c, written)) = instead(&text[at..]) else { return };
        out.push_str(&text[done..at]);
        out.push_str(written);
        done = at + c.len_utf8();
    });
    out.push_str(&text[done..]);
}

/// Whether a byte may begin a character that is not written as it is: U+0080 and on, U+FDD0 and on, noncharacters of the
/// other planes.
#[inline]
fn is_looked_at(byte: u8) -> bool {
    let control = (byte < 0x20) | (byte == 0x7f) | (byte == 0xc2) | (byte >= 0xef);
    control | (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')
}

/// A text's first character and what is written in its place, where it is not written as it is.
fn instead(text: &str) -> Option<(char, &'static str)> {
    let c = text.chars().next()?;
    let written = match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        c if is_forbidden(c) => "\u{fffd}",
        _ => return None,
    };
    Some((c, written))
}

/// Whether a character may stand neither in HTML nor in XML ("Preprocessing the input stream" in the HTML
/// standard, `Char` in XML 1.0).
pub(crate) fn is_forbidden(c: char) -> bool {
    let nonchar = (0xfdd0..=0xfdef).contains(&(c as u32)) || (c as u32) & 0xfffe == 0xfffe;
    nonchar || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Character by character, without a table.
        #[test]
        fn every_character_is_escaped_by_itself(text in any::<String>(), odd in "[\u{7e}-\u{a1}\u{fdcf}-\u{fdf0}\u{fff0}-\u{1ffff}]*") {
            for text in [text, odd] {
                let expected: String = text
                    .chars()
                    .map(|c| match c {
                        '&' => "&amp;".to_owned(),
                        '<' => "&lt;".to_owned(),
                        '>' => "&gt;".to_owned(),
                        '"' => "&quot;".to_owned(),
                        c if is_forbidden(c) => "\u{fffd}".to_owned(),
                        c => c.to_string(),
                    })
                    .collect();
                prop_assert_eq!(escaped(&text), expected);
            }
        }
    }

    #[test]
    fn elements_nest_and_text_is_escaped() {
        let mut xml = Xml::new();
        xml.open("a", &[("x", "1 \"<2")]);
        xml.element("b", &[], "& \u{1}]]>");
        xml.empty("c", &[("y", "z")]);
        xml.close();
        let text = String::from_utf8(xml.finish()).expect("UTF-8");
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a x=\"1 &quot;&lt;2\">\n  <b>&amp; \u{fffd}]]&gt;</b>\n  \
             <c y=\"z\"/>\n</a>\n"
        );
    }
}
