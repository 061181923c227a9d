//! The package document: what a book holds, in which order, and for whom.

use super::Selection;
use super::images::Images;
use super::links::{chapter, encoded};
use crate::config::BaseUrl;
use crate::data::xml::Xml;
use crate::document::PartialDate;
use crate::publish::Sha256;
use crate::render::{Strings, Text};
use crate::site::{PageKind, Planned, Site};

/// What the package is made from.
pub(super) struct Package<'a> {
    pub(super) site: &'a Site,
    pub(super) strings: &'a Strings,
    pub(super) title: &'a str,
    pub(super) selection: &'a Selection,
    pub(super) chapters: &'a [Planned],
    pub(super) images: &'a Images,
}

/// The file that leads to the package.
pub(super) fn container(folder: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "container",
        &[("version", "1.0"), ("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")],
    );
    xml.open("rootfiles", &[]);
    let path = format!("{folder}/package.opf");
    xml.empty("rootfile", &[("full-path", &path), ("media-type", "application/oebps-package+xml")]);
    xml.close();
    xml.close();
    xml.finish()
}

/// What the format knows for sure of every book: features of accessibility (EPUB Accessibility 1.1), none of which
/// says that anybody has tested it.
const ACCESS: [(&str, &str); 6] = [
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityHazard", "none"),
];

impl Package<'_> {
    pub(super) fn xml(&self) -> Vec<u8> {
        let language = self.strings.language().tag();
        let mut xml = Xml::new();
        xml.open(
            "package",
            &[
                ("xmlns", "http://www.idpf.org/2007/opf"),
                ("version", "3.0"),
                ("unique-identifier", "id"),
                ("xml:lang", language),
            ],
        );
        self.metadata(&mut xml);
        self.manifest(&mut xml);
        self.spine(&mut xml);
        xml.close();
        xml.finish()
    }

    fn metadata(&self, xml: &mut Xml) {
        let settings = &self.site.settings;
        xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
        xml.element("dc:identifier", &[("id", "id")], &self.identifier());
        xml.element("dc:title", &[], self.title);
        for language in self.languages() {
            xml.element("dc:language", &[], language);
        }
        xml.element("dc:description", &[], &settings.description);
        if let Some(date) = self.site.date {
            xml.element("dc:date", &[], &date.to_string());
        }
        if let Some(base) = &settings.base_url {
            xml.element("dc:source", &[], base.as_str());
        }
        let mut meta = |property: &str, value: &str| xml.element("meta", &[("property", property)], value);
        meta("dcterms:modified", &modified(self.site.date));
        ACCESS.iter().for_each(|(property, value)| meta(property, value));
        if !self.images.is_empty() {
            meta("schema:accessMode", "visual");
            meta("schema:accessibilityFeature", "alternativeText");
        }
        meta("schema:accessibilitySummary", &self.strings.text(Text::EDITION_ACCESS));
        // What older reading systems look for.
        xml.empty("meta", &[("name", "cover"), ("content", "cover-image")]);
        xml.close();
    }

    /// Stays the same for the same part of the same dossier on the same date: a UUID of version 8 (RFC 9562) with bits
    /// of a digest.
    fn identifier(&self) -> String {
        let settings = &self.site.settings;
        let base = settings.base_url.as_ref().map(BaseUrl::as_str).unwrap_or_default();
        let date = self.site.date.map(|d| d.to_string()).unwrap_or_default();
        let name = [&settings.title, base, &date, &self.selection.asked().join("\n")].join("\n");
        let mut bytes = Sha256::of(name.as_bytes()).bytes();
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        format!("urn:uuid:{}", parts.join("-"))
    }

    /// The interface's language, then those of the documents.
    fn languages(&self) -> Vec<&str> {
        let mut languages = vec![self.strings.language().tag()];
        for planned in self.chapters {
            if let PageKind::Document(id) = &planned.kind
                && let Some(language) = self.site.corpus.documents[id].front.language.as_deref()
                && !languages.contains(&language)
            {
                languages.push(language);
            }
        }
        languages[1..].sort_unstable();
        languages
    }

    fn manifest(&self, xml: &mut Xml) {
        let chapters = "application/xhtml+xml";
        xml.open("manifest", &[]);
        let mut item = |id: &str, href: &str, media_type: &str, properties: &str| {
            let mut attributes = vec![("id", id), ("href", href), ("media-type", media_type)];
            if !properties.is_empty() {
                attributes.push(("properties", properties));
            }
            xml.empty("item", &attributes);
        };
        item("nav", "nav.xhtml", chapters, "nav");
        item("cover", "cover.xhtml", chapters, "");
        item("cover-image", "cover.svg", "image/svg+xml", "cover-image");
        item("style", "style.css", "text/css", "");
        for (at, planned) in self.chapters.iter().enumerate() {
            item(&chapter_id(at), &encoded(&chapter(&planned.path)), chapters, "");
        }
        for (at, (path, media_type)) in self.images.iter().enumerate() {
            item(&format!("image-{}", at + 1), &encoded(path), media_type, "");
        }
        xml.close();
    }

    fn spine(&self, xml: &mut Xml) {
        xml.open("spine", &[]);
        xml.empty("itemref", &[("idref", "cover")]);
        xml.empty("itemref", &[("idref", "nav")]);
        for at in 0..self.chapters.len() {
            xml.empty("itemref", &[("idref", &chapter_id(at))]);
        }
        xml.close();
    }
}

fn chapter_id(at: usize) -> String {
    format!("chapter-{}", at + 1)
}

/// The moment of the build's date, which every book must tell; the earliest that archives know where there is none.
fn modified(date: Option<PartialDate>) -> String {
    let Some(date) = date else { return "1980-01-01T00:00:00Z".to_owned() };
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    format!("{:04}-{month:02}-{day:02}T00:00:00Z", date.year())
}
