//! An edition as a book: EPUB 3.3, in our own few files.
//!
//! ```text
//! mimetype                 the first file, as it is
//! META-INF/container.xml   leads to the package
//! META-INF/fichewijzer.json  the digests
//! EPUB/package.opf         what there is, in which order, and for whom
//! EPUB/cover.xhtml, EPUB/cover.svg, EPUB/nav.xhtml, EPUB/style.css
//! EPUB/fiches/….xhtml      a chapter for each page, at the page's own place
//! ```

mod images;
mod links;
mod package;

use super::archive::Archive;
use super::digest::EPUB_MANIFEST;
use super::plan::{Indexes, Part, parts};
use super::selection::Selection;
use crate::output::{OutputFile, OutputTree, PortablePath};
use crate::publish::{Entry, Imprint, Manifest, Unfilled};
use crate::render::{
    BOOK_TEMPLATES, BookEntry, BookView, Chapter, Syntax, Theme, book_file, edition_page, reading_order,
};
use crate::site::{PageKind, Planned, Site};
use images::Images;
use links::BookLinks;
use package::Package;
use std::io::{Seek, Write};
use std::sync::Arc;

/// What the first file of an EPUB says.
const MIMETYPE: &[u8] = b"application/epub+zip";

/// The folder with everything that is read.
const FOLDER: &str = "EPUB";

/// Letters that fit on a line of the cover.
const COVER_LINE: usize = 17;

/// Lines that fit on the cover.
const COVER_LINES: usize = 9;

/// How many pages the title of a part names.
const TITLES: usize = 3;

/// A book that is planned.
struct Book {
    site: Arc<Site>,
    theme: Arc<Theme>,
    links: BookLinks,
    view: BookView,
    /// The chapters, in reading order.
    chapters: Vec<Planned>,
    package: Vec<u8>,
}

/// Writes the pages that `selection` holds as an EPUB; gives its manifest. `tree` is the site's, for its images.
///
/// # Errors
/// What templates find, or what writing meets.
pub fn epub(
    site: &Arc<Site>,
    theme: &Arc<Theme>,
    tree: &OutputTree,
    selection: &Selection,
    imprint: &Imprint,
    out: &mut (impl Write + Seek),
) -> Result<Manifest, Unfilled> {
    let book = Arc::new(plan(site, theme, tree, selection));
    let mut archive = Archive::new(out, site.date);
    archive.store("mimetype", MIMETYPE)?;
    let mut entries = archive.pack_tree("", &files(&book, tree))?;
    entries.insert(portable("mimetype"), Entry::of(MIMETYPE));
    let manifest = Manifest::new(imprint.clone(), entries);
    archive.pack(EPUB_MANIFEST, &manifest.to_json())?;
    archive.finish()?;
    Ok(manifest)
}

fn plan(site: &Arc<Site>, theme: &Arc<Theme>, tree: &OutputTree, selection: &Selection) -> Book {
    let groups = parts(reading_order(site, theme.strings()), selection, Indexes::Chapters);
    let chapters: Vec<&Chapter<'_>> = groups.iter().flat_map(Part::chapters).collect();
    let planned: Vec<Planned> = chapters.iter().map(|chapter| chapter.planned.clone()).collect();
    let images = Images::of(site, &planned, tree);
    let links = BookLinks::new(site, &planned, images);
    let contents = contents(site, &groups);
    let part = match selection.is_whole() {
        true => Vec::new(),
        false => chapters.iter().map(|chapter| chapter.title.clone()).collect(),
    };
    let settings = &site.settings;
    let title = title(site, selection, &chapters);
    let view = BookView {
        title_lines: lines(&title),
        title: title.clone(),
        description: settings.description.clone(),
        language: theme.strings().language().tag(),
        date: site.date.map(|date| date.to_string()),
        part,
        address: settings.base_url.as_ref().map(|base| base.as_str().to_owned()),
        version: env!("CARGO_PKG_VERSION"),
        start: planned.first().map(|planned| links::address(&planned.path)),
        contents,
    };
    let strings = theme.strings();
    let package =
        Package { site, strings, title: &title, selection, chapters: &planned, images: links.images() }.xml();
    Book { site: site.clone(), theme: theme.clone(), links, view, chapters: planned, package }
}

/// The dossier's title; of a part, the titles of what was asked for before it.
fn title(site: &Site, selection: &Selection, chapters: &[&Chapter<'_>]) -> String {
    let dossier = &site.settings.title;
    let title_of =
        |page| chapters.iter().find(|c| c.planned.kind.page().as_ref() == Some(page)).map(|c| &*c.title);
    let mut titles: Vec<&str> = selection.named().iter().filter_map(title_of).take(TITLES + 1).collect();
    if titles.is_empty() {
        return dossier.clone();
    }
    if titles.len() > TITLES {
        titles[TITLES] = "…";
    }
    format!("{} – {dossier}", titles.join("; "))
}

/// The table of contents: groups with their chapters, documents with their main headings.
fn contents(site: &Site, groups: &[Part<'_>]) -> Vec<BookEntry> {
    let mut entries = Vec::new();
    for Part { index, chapters } in groups {
        let children: Vec<BookEntry> = chapters.iter().map(|chapter| entry(site, chapter)).collect();
        match index {
            Some(index) => entries.push(BookEntry { children, ..entry(site, index) }),
            None => entries.extend(children),
        }
    }
    entries
}

fn entry(site: &Site, chapter: &Chapter<'_>) -> BookEntry {
    let href = links::address(&chapter.planned.path);
    let headings = match &chapter.planned.kind {
        PageKind::Document(id) => &site.corpus.documents[id].outline.headings[..],
        _ => &[],
    };
    let main = headings.iter().filter(|heading| heading.level == 2 && !heading.text.trim().is_empty());
    let children = main.map(|heading| BookEntry {
        href: format!("{href}#{}", heading.id),
        text: heading.text.clone(),
        language: chapter.language.clone(),
        children: Vec::new(),
    });
    BookEntry {
        children: children.collect(),
        text: chapter.title.clone(),
        language: chapter.language.clone(),
        href,
    }
}

/// A title in lines that fit on the cover; what does not fit ends in an ellipsis.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= COVER_LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > COVER_LINES {
        lines.truncate(COVER_LINES);
        lines[COVER_LINES - 1].push('…');
    }
    lines
}

/// All files but the first and the manifest.
fn files(book: &Arc<Book>, tree: &OutputTree) -> OutputTree {
    let mut out = OutputTree::default();
    let mut add = |path: String, file: OutputFile| {
        // Chapters stand where their pages stand, and no page is called as the book's own files are.
        out.insert(portable(&path), file).expect("the site's paths do not clash, nor do the book's own");
    };
    add("META-INF/container.xml".into(), OutputFile::ready(package::container(FOLDER)));
    add(format!("{FOLDER}/package.opf"), OutputFile::ready(book.package.clone()));
    for (name, template) in OWN {
        let book = book.clone();
        let recipe = move || book_file(&book.theme, template, &book.view);
        add(format!("{FOLDER}/{name}"), OutputFile::made_by(recipe));
    }
    for (at, planned) in book.chapters.iter().enumerate() {
        let path = format!("{FOLDER}/{}", links::chapter(&planned.path));
        let book = book.clone();
        let recipe = move || {
            let how = (Syntax::Xhtml, BOOK_TEMPLATES);
            let page = edition_page(&book.site, &book.theme, &book.chapters[at], &book.links, how)?;
            Ok(page.text.into_bytes())
        };
        add(path, OutputFile::made_by(recipe));
    }
    for path in book.links.images().paths() {
        if let Some(file) = tree.get(&portable(path)) {
            add(format!("{FOLDER}/{path}"), file.clone());
        }
    }
    out
}

/// The book's own files, each with its template.
const OWN: [(&str, &str); 4] = [
    ("cover.xhtml", "cover.html"),
    ("cover.svg", "cover-svg.html"),
    ("nav.xhtml", "nav.html"),
    ("style.css", "style.css"),
];

fn portable(path: &str) -> PortablePath {
    PortablePath::new(path).expect("the site's paths are portable, and so are the book's own")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_broken_between_words() {
        assert_eq!(lines("Het AI-continent: kansen en zorgen"), ["Het AI-continent:", "kansen en zorgen"]);
        assert_eq!(lines(&"woordenschatkamer ".repeat(12)).len(), COVER_LINES);
        assert!(lines("").is_empty());
    }
}
