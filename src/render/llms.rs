//! `llms.txt`, as the proposal of that name has it: a heading with the site's name, what it is about in a
//! quotation, what a reader must know, then lists of links. Documents are linked by their Markdown twins.

use super::strings::Strings;
use super::texts::Text;
use crate::corpus::{Corpus, Document, PageRef, Term};
use crate::document::Kind;
use crate::site::Site;
use std::cmp::Reverse;

/// The bytes of the file. Addresses are full ones where the site has an address, else relative to the file.
pub fn llms(site: &Site, strings: &Strings) -> Vec<u8> {
    let list = List { site, strings };
    let settings = &site.settings;
    let mut out = format!("# {}\n\n> {}\n\n", line(&settings.title), line(&settings.description));
    out.push_str(&format!("{}\n", strings.text(Text::LLMS_ABOUT)));
    let sections = [
        (Kind::Communication, Text::SECTION_DOCUMENTS),
        (Kind::Fiche, Text::SECTION_FICHES),
        (Kind::News, Text::SECTION_NEWS),
    ];
    for (kind, title) in sections {
        list.section(&mut out, &strings.text(title), &list.documents(kind.section()));
    }
    for taxonomy in &site.corpus.taxonomies {
        let key = &taxonomy.settings.key;
        let entry = |term: &Term| {
            let page = PageRef::Term { taxonomy: key.clone(), id: term.id.clone() };
            list.entry(&term.front.name, site.path(&page), term.front.summary.as_deref())
        };
        let entries: Vec<String> = taxonomy.terms.iter().map(entry).collect();
        list.section(&mut out, &taxonomy.settings.title, &entries);
    }
    list.section(&mut out, "Optional", &list.data());
    out.into_bytes()
}

struct List<'a> {
    site: &'a Site,
    strings: &'a Strings,
}

impl List<'_> {
    fn section(&self, out: &mut String, title: &str, entries: &[String]) {
        if !entries.is_empty() {
            out.push_str(&format!("\n## {}\n\n{}", line(title), entries.concat()));
        }
    }

    fn entry(&self, title: &str, path: &str, note: Option<&str>) -> String {
        let base = self.site.settings.base_url.as_ref();
        let address = base.map_or_else(|| path.to_owned(), |base| base.join(path));
        let title = line(title).replace('[', "(").replace(']', ")");
        match note {
            Some(note) => format!("- [{title}]({address}): {}\n", line(note)),
            None => format!("- [{title}]({address})\n"),
        }
    }

    /// The documents of a section, the newest first; a stub has no text to read.
    fn documents(&self, section: &str) -> Vec<String> {
        let Corpus { documents, .. } = &*self.site.corpus;
        let mut all: Vec<&Document> =
            documents.values().filter(|d| d.front.kind.section() == section).collect();
        all.sort_by_key(|d| (Reverse(d.front.date), &d.id));
        let entry = |d: &&Document| {
            let parts = [d.front.number.map(|n| n.to_string()), d.front.date.map(|d| d.to_string())];
            let note: Vec<String> = parts.into_iter().flatten().collect();
            let note = (!note.is_empty()).then(|| note.join(", "));
            self.entry(&d.front.title, &self.site.path_beside(&d.id, "md"), note.as_deref())
        };
        all.iter().map(entry).collect()
    }

    fn data(&self) -> Vec<String> {
        let about = self.strings.text(Text::LLMS_DATA);
        crate::data::lists(self.site).into_iter().map(|path| self.entry(&path, &path, Some(&about))).collect()
    }
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
