//! The text file that stands at the top of a folder or zip.

use crate::config::Language;
use crate::output::{OutputFile, OutputTree, PortablePath};
use crate::render::{Strings, Text, format};
use crate::site::Site;

/// The site's tree with the text file that says what it is and how to open it; a file of that name which the dossier
/// brings itself stays.
pub fn with_readme(site: &Site, strings: &Strings, tree: &OutputTree) -> OutputTree {
    let mut tree = tree.clone();
    let path = PortablePath::new(name(strings.language())).expect("a plain name");
    // Taken: the dossier says it itself.
    let _ = tree.insert(path, OutputFile::ready(text(site, strings).into_bytes()));
    tree
}

/// The file's name: a command to the reader.
fn name(language: Language) -> &'static str {
    match language {
        Language::Dutch => "LEESMIJ.txt",
        Language::English => "README.txt",
    }
}

fn text(site: &Site, strings: &Strings) -> String {
    let settings = &site.settings;
    let title = &settings.title;
    let mut lines = vec![title.clone(), "=".repeat(title.chars().count()), String::new()];
    let mut paragraph = |text: String| lines.extend([text, String::new()]);
    paragraph(settings.description.clone());
    paragraph(strings.text(Text::README_OPEN));
    paragraph(strings.text(Text::FOOTER_UNOFFICIAL));
    if let Some(date) = site.date {
        let date = format::date(strings.language(), date);
        paragraph(strings.text_with(Text::EDITION_DATE, &[("date", &date)]));
    }
    let version = ("version", env!("CARGO_PKG_VERSION"));
    paragraph(match &settings.base_url {
        Some(base) => strings.text_with(Text::EDITION_FROM, &[("address", base.as_str()), version]),
        None => strings.text_with(Text::EDITION_MADE, &[version]),
    });
    paragraph(strings.text(Text::README_VERIFY));
    lines.pop();
    lines.join("\n") + "\n"
}
