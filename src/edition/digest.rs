//! The digests in an edition: everywhere a [`Manifest`], and where it stands in each form.
//!
//! | form | the manifest | its paths |
//! | --- | --- | --- |
//! | folder | `.fichewijzer.json` | files of the folder |
//! | zip | `<top>/.fichewijzer.json` | files below the top folder |
//! | EPUB | `META-INF/fichewijzer.json` | files of the archive |
//! | one file | a data block between marks | parts between marks, and [`FRAME`] |
//!
//! In the one file a part is what stands between `<!--fichewijzer:part PATH-->` and `<!--fichewijzer:end-->`, for a
//! page of the site or a resource, under the path that it has in the site. The frame is everything outside parts
//! and manifest, marks included, so that no byte of the file goes unseen.

use crate::output::PortablePath;
use crate::publish::{Entry, Imprint, Manifest, ManifestFault, Sha256};
use sha2::Digest as _;
use std::collections::BTreeMap;

/// Where an EPUB has its manifest.
pub const EPUB_MANIFEST: &str = "META-INF/fichewijzer.json";

/// The name under which the one file's frame is listed.
pub const FRAME: &str = "_frame";

const PART: &str = "<!--fichewijzer:part ";
const END: &str = "<!--fichewijzer:end-->";
const MANIFEST_MARK: &str = "<!--fichewijzer:manifest-->";
const OPEN: &str = "<script type=\"application/json\" id=\"_manifest\">";
const CLOSE: &str = "</script>";

/// A part of the one file between its marks. `html` must not hold a mark itself.
pub fn part(path: &PortablePath, html: &str) -> String {
    format!("{PART}{path}-->{html}{END}")
}

/// The place of the manifest in the one file, to be filled by [`seal`].
pub fn manifest_place() -> &'static str {
    "<!--fichewijzer:manifest--><!--fichewijzer:end-->"
}

/// Fills the place of the manifest in a text with marked parts; gives the text and the manifest.
///
/// # Panics
/// When the text has no place for a manifest: a program that assembles an edition puts one there.
pub fn seal(text: &str, imprint: Imprint) -> (String, Manifest) {
    let read = read(text.as_bytes());
    let place = read.manifest.expect("an edition has a place for its manifest");
    let entries = read.parts.into_iter().filter_map(|(path, e)| Some((PortablePath::new(&path).ok()?, e?)));
    let manifest = Manifest::new(imprint, entries.collect());
    let json = embedded(&manifest);
    (format!("{}{OPEN}{json}{CLOSE}{}", &text[..place.start], &text[place.end..]), manifest)
}

/// The manifest as it stands in the block: `<` can be an escape in JSON strings, so that no text ends the block.
fn embedded(manifest: &Manifest) -> String {
    String::from_utf8(manifest.to_json()).expect("JSON is UTF-8").replace('<', "\\u003c")
}

/// What the one file holds and what it says that it holds; `None` where it has no manifest at all.
#[allow(clippy::type_complexity, reason = "the pair that `publish::examine` gives for folders")]
pub fn examine(html: &[u8]) -> Option<(Result<Manifest, ManifestFault>, BTreeMap<String, Option<Entry>>)> {
    let read = read(html);
    let block = &html[read.manifest?];
    let json = block.strip_prefix(OPEN.as_bytes())?;
    let json = json.strip_suffix(CLOSE.as_bytes()).unwrap_or(json);
    let manifest = Manifest::read(json).and_then(|manifest| {
        if embedded(&manifest).as_bytes() == json { Ok(manifest) } else { Err(ManifestFault::Form) }
    });
    Some((manifest, read.parts))
}

/// The parts of a marked text.
struct Marked {
    /// `None` for a part whose path stands there twice.
    parts: BTreeMap<String, Option<Entry>>,
    /// Where the manifest stands, without its marks.
    manifest: Option<std::ops::Range<usize>>,
}

fn read(html: &[u8]) -> Marked {
    let mut marked = Marked { parts: BTreeMap::new(), manifest: None };
    let mut frame = Frame::default();
    let mut at = 0;
    while let Some(mark) = find(html, at, b"<!--fichewijzer:") {
        let rest = &html[mark..];
        if rest.starts_with(PART.as_bytes())
            && let Some(path_end) = find(html, mark, b"-->")
            && let Some(end) = find(html, path_end, END.as_bytes())
        {
            let path = String::from_utf8_lossy(&html[mark + PART.len()..path_end]).into_owned();
            let start = path_end + "-->".len();
            frame.add(&html[at..start]);
            let entry = Some(Entry::of(&html[start..end]));
            marked.parts.entry(path).and_modify(|e| *e = None).or_insert(entry);
            at = end;
        } else if marked.manifest.is_none()
            && rest.starts_with(MANIFEST_MARK.as_bytes())
            && let Some(end) = find(html, mark, END.as_bytes())
        {
            let start = mark + MANIFEST_MARK.len();
            frame.add(&html[at..start]);
            marked.manifest = Some(start..end);
            at = end;
        } else {
            let next = mark + "<!--".len();
            frame.add(&html[at..next]);
            at = next;
        }
    }
    frame.add(&html[at..]);
    marked.parts.insert(FRAME.to_owned(), Some(frame.entry()));
    marked
}

/// Where `what` begins in `bytes`, from `from` on.
fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|b| *b == what[0])?;
        if bytes[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}

/// The frame as it is read.
#[derive(Default)]
struct Frame {
    size: u64,
    hash: sha2::Sha256,
}

impl Frame {
    fn add(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.hash.update(bytes);
    }

    fn entry(self) -> Entry {
        Entry { size: self.size, sha256: Sha256::from_bytes(self.hash.finalize().into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sealed() -> (String, Manifest) {
        let path = |text| PortablePath::new(text).expect("valid");
        let text = format!(
            "<html>{}{}{}</html>\n",
            manifest_place(),
            part(&path("a.html"), "<p>één</p>"),
            part(&path("static/b.css"), "<style>p{}</style>")
        );
        seal(&text, Imprint { title: "Dossier </script> <!-- \\u003c".into(), date: "2025-10-30".into() })
    }

    fn difference(html: &[u8]) -> Option<crate::publish::Difference> {
        let (manifest, found) = examine(html)?;
        Some(manifest.ok()?.compare(&found))
    }

    #[test]
    fn what_was_sealed_is_intact() {
        let (html, manifest) = sealed();
        assert_eq!(manifest.files.len(), 3);
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
        let (read, found) = examine(html.as_bytes()).expect("sealed");
        assert_eq!(read.as_ref(), Ok(&manifest));
        assert!(manifest.compare(&found).is_empty());
    }

    #[test]
    fn what_was_changed_renamed_left_out_or_added_is_told() {
        let (html, _) = sealed();
        let check = |from: &str, to: &str, changed: &[&str], missing: &[&str], added: &[&str]| {
            assert!(html.contains(from), "{from}");
            let found = difference(html.replacen(from, to, 1).as_bytes()).expect("has a manifest");
            assert_eq!(found.changed, changed);
            assert_eq!(found.missing, missing);
            assert_eq!(found.added, added);
        };
        check("één", "een", &["a.html"], &[], &[]);
        check("</html>", "</html> ", &[FRAME], &[], &[]);
        check("part a.html", "part c.html", &[FRAME], &["a.html"], &["c.html"]);
        let b = "<!--fichewijzer:part static/b.css--><style>p{}</style><!--fichewijzer:end-->";
        check(b, "", &[FRAME], &["static/b.css"], &[]);
    }

    proptest! {
        #[test]
        fn no_changed_byte_goes_unseen(at in any::<prop::sample::Index>(), bit in 0..8u8) {
            let mut html = sealed().0.into_bytes();
            let at = at.index(html.len());
            html[at] ^= 1 << bit;
            prop_assert_ne!(difference(&html), Some(Default::default()), "byte {}", at);
        }
    }
}
