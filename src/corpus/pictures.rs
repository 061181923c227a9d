//! Pictures beside the pages: their size, so that a page keeps their place free while they load, and what an editor
//! must say of them.

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use crate::document::walk::each_inline;
use crate::document::{Body, Image, Inline, RawLink};

/// Width and height of a picture in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureSize {
    pub width: u32,
    pub height: u32,
}

impl PictureSize {
    /// The size that a PNG, JPEG, GIF, WebP or SVG file states; `None` for any other file, and for one that is cut
    /// short or states no size.
    pub fn of(bytes: &[u8]) -> Option<PictureSize> {
        let (width, height) = png(bytes)
            .or_else(|| gif(bytes))
            .or_else(|| jpeg(bytes))
            .or_else(|| webp(bytes))
            .or_else(|| svg(bytes))?;
        (width > 0 && height > 0).then_some(PictureSize { width, height })
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// The size stands in the first chunk, which is always IHDR (PNG specification, 5.6 and 11.2.1).
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
    let at = |at| number(bytes, at).map(u32::from_be_bytes);
    if is_png { Some((at(16)?, at(20)?)) } else { None }
}

/// The size of the logical screen (GIF89a specification, 18).
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_gif = bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a");
    let at = |at| number(bytes, at).map(u16::from_le_bytes).map(u32::from);
    if is_gif { Some((at(6)?, at(8)?)) } else { None }
}

/// The first frame header, SOF0 to SOF15, among the marker segments (ITU-T T.81, B.1 and B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let at = |at| number(bytes, at).map(u16::from_be_bytes).map(u32::from);
    let mut place = 2;
    loop {
        let [0xff, marker] = number::<2>(bytes, place)? else { return None };
        match marker {
            // Padding before a marker.
            0xff => place += 1,
            // Markers without a segment.
            0x01 | 0xd0..=0xd8 => place += 2,
            // DHT, JPG and DAC share the frame headers' range.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((at(place + 7)?, at(place + 5)?));
            }
            0xd9 | 0xda => return None,
            _ => place += 2 + at(place + 2)? as usize,
        }
    }
}

/// The canvas of an extended file, or the frame of a simple one (RFC 9649, 2.5 to 2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let short = |at| number(bytes, at).map(u16::from_le_bytes).map(u32::from);
    match bytes.get(12..16)? {
        b"VP8X" => {
            let at = |at| Some(short(at)? + (u32::from(*bytes.get(at + 2)?) << 16) + 1);
            Some((at(24)?, at(27)?))
        }
        b"VP8L" => {
            let bits = number(bytes, 21).map(u32::from_le_bytes)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((short(26)? & 0x3fff, short(28)? & 0x3fff)),
        _ => None,
    }
}

/// The root element's `width` and `height` where both are in pixels, else the size of its `viewBox`.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let pixels = |name| attribute(tag, name)?.trim_end_matches("px").trim().parse::<f64>().ok();
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let sides = attribute(tag, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty());
            let sides: Vec<f64> = sides.map_while(|part| part.parse().ok()).collect();
            let [_, _, width, height] = sides[..] else { return None };
            (width, height)
        }
    };
    let whole = |side: f64| (1.0..1e6).contains(&side).then_some(side.round() as u32);
    Some((whole(width)?, whole(height)?))
}

/// The value of an attribute in the text of a start tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        if let Some(value) = value.filter(|_| before.ends_with(char::is_whitespace)) {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = after;
    }
}

/// Every picture says in words what it shows, and is a file of the site: a page asks no other host for anything.
pub(super) fn check(body: &Body<RawLink>, file: &FilePath, findings: &mut Findings) {
    for leaf in body.leaves() {
        for part in &leaf.parts {
            each_inline(part, &mut |inline| {
                if let Inline::Image(image) = inline {
                    check_one(image, file, findings);
                }
            });
        }
    }
}

fn check_one(image: &Image<RawLink>, file: &FilePath, findings: &mut Findings) {
    let link = image.target.as_str();
    let at = |code, message: String, span: &Span| Diagnostic::new(code, message).at(file, span.clone());
    if image.alt.trim().is_empty() {
        findings.push(
            at(
                Code::PictureWords,
                format!("the picture `{link}` has no words for who cannot see it"),
                &image.span,
            )
            .hint("write between the square brackets what the picture shows"),
        );
    }
    if link.starts_with("http:") || link.starts_with("https:") {
        findings.push(
            at(Code::ForbiddenLink, format!("the picture `{link}` is on another host"), &image.span)
                .hint("put the file beside this page and write its name"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<(u32, u32)>) {
        assert_eq!(PictureSize::of(bytes).map(|s| (s.width, s.height)), expected, "{bytes:02x?}");
    }

    #[test]
    fn each_kind_of_file_states_its_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\xe0\x08";
        check(png, Some((640, 480)));
        check(b"GIF89a\x40\x01\xc8\0\xf7", Some((320, 200)));
        // An application segment and a table before the frame header.
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x03c\xff\xff\xc2\0\x11\x08\x01\x2c\x01\x90\x03";
        check(jpeg, Some((400, 300)));
        check(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\x03\0\x57\x02\0", Some((800, 600)));
        check(b"RIFF\0\0\0\0WEBPVP8L\x05\0\0\0\x2f\x1f\xc3\x95\0", Some((800, 600)));
        check(b"RIFF\0\0\0\0WEBPVP8 \x05\0\0\0\x10\0\0\x9d\x01\x2a\x20\x03\x58\x02", Some((800, 600)));
        check(
            b"<?xml version=\"1.0\"?>\n<svg width='120' height='60.4px' viewBox=\"0 0 9 9\">",
            Some((120, 60)),
        );
        check(
            b"<svg xmlns=\"x\" stroke-width=\"2\" width=\"100%\" viewBox=\"0 0 240 80\"><path/>",
            Some((240, 80)),
        );
    }

    #[test]
    fn a_file_that_states_no_size_has_none() {
        for bytes in [
            &b""[..],
            b"hello",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0",
            b"\xff\xd8\xff\xda\0\x02",
            b"\xff\xd8\xff\xe0\xff\xff",
            b"GIF89a\0\0\0\0",
            b"<svg width=\"1em\">",
            b"<svg viewBox=\"0 0 -3 4\">",
        ] {
            check(bytes, None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_it_panic(start in 0usize..6, bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..64)) {
            let starts: [&[u8]; 6] = [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8", b"<svg "];
            let _ = PictureSize::of(&[starts[start], &bytes].concat());
        }
    }
}
