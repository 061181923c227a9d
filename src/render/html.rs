//! Writing HTML: tags, and the two syntaxes. Text is escaped as in XML.

pub(super) use crate::data::xml::{escape_into, is_forbidden};

/// Which of the two syntaxes of HTML is written. The elements are the same; they differ in how an element
/// without content ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// For pages of a site.
    Html,
    /// For the chapters of an EPUB.
    Xhtml,
}

/// A start tag that is being put together.
#[derive(Debug)]
pub(super) struct Tag(String);

impl Tag {
    pub(super) fn new(name: &str) -> Self {
        // Room for an address: most tags have one, and grow no more.
        let mut text = String::with_capacity(96);
        text.push('<');
        text.push_str(name);
        Tag(text)
    }

    /// Adds an attribute; the value is escaped.
    pub(super) fn attr(mut self, name: &str, value: &str) -> Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        escape_into(&mut self.0, value);
        self.0.push('"');
        self
    }

    /// Adds an attribute that has something to say.
    pub(super) fn attr_unless_empty(self, name: &str, value: &str) -> Self {
        if value.is_empty() { self } else { self.attr(name, value) }
    }

    fn ended_by(mut self, end: &str) -> String {
        self.0.push_str(end);
        self.0
    }
}

/// HTML that is being written.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
    syntax: Syntax,
}

impl Writer {
    pub(super) fn new(syntax: Syntax) -> Self {
        Writer { out: String::new(), syntax }
    }

    /// With room for so many bytes: a text that grows as it is written is copied again and again on its way.
    pub(super) fn with_room(syntax: Syntax, bytes: usize) -> Self {
        Writer { out: String::with_capacity(bytes), syntax }
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    /// HTML that is known to be well-formed.
    pub(super) fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn open(&mut self, tag: Tag) {
        self.out.push_str(&tag.ended_by(">"));
    }

    /// An element that cannot have content.
    pub(super) fn void(&mut self, tag: Tag) {
        self.out.push_str(&tag.ended_by(match self.syntax {
            Syntax::Html => ">",
            Syntax::Xhtml => "/>",
        }));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element that holds one text.
    pub(super) fn element(&mut self, name: &str, tag: Tag, text: &str) {
        self.open(tag);
        self.text(text);
        self.close(name);
    }

    pub(super) fn line_end(&mut self) {
        self.out.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape_into(&mut out, text);
        out
    }

    #[test]
    fn escaping_is_exact() {
        assert_eq!(escaped(r#"a < b && c > "d" 'e'"#), "a &lt; b &amp;&amp; c &gt; &quot;d&quot; 'e'");
        assert_eq!(escaped("x\u{0}\u{8}y\tz\nw\u{85}\u{ffff}"), "x\u{fffd}\u{fffd}y\tz\nw\u{fffd}\u{fffd}");
    }

    #[test]
    fn the_two_syntaxes_end_empty_elements_differently() {
        for (syntax, expected) in [(Syntax::Html, "<br>"), (Syntax::Xhtml, "<br/>")] {
            let mut writer = Writer::new(syntax);
            writer.void(Tag::new("br"));
            assert_eq!(writer.finish(), expected);
        }
    }

    proptest! {
        #[test]
        fn no_text_yields_a_tag_or_leaves_its_attribute(text in any::<String>()) {
            let mut writer = Writer::new(Syntax::Html);
            writer.element("p", Tag::new("p").attr("title", &text), &text);
            let html = writer.finish();
            let page = scraper::Html::parse_fragment(&html);
            let elements: Vec<_> =
                page.root_element().descendants().filter_map(scraper::ElementRef::wrap).collect();
            // The fragment's own root, and the paragraph.
            prop_assert_eq!(elements.len(), 2, "{}", html);
            let clean = |t: &str| -> String {
                let known: String = t.chars().map(|c| if is_forbidden(c) { '\u{fffd}' } else { c }).collect();
                known.replace("\r\n", "\n").replace('\r', "\n")
            };
            prop_assert_eq!(elements[1].text().collect::<String>(), clean(&text));
            prop_assert_eq!(elements[1].value().attr("title").expect("kept"), clean(&text));
        }
    }
}
