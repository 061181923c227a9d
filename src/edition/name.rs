//! What an edition is called where nobody says.

use super::{Format, Selection};
use crate::document::slug;
use crate::output::PortablePath;
use crate::publish::Sha256;

/// The longest name before its ending, in characters: paths stay short enough for every system.
const LONGEST: usize = 100;

/// The name of an edition's file or folder: words of the dossier's title, and the ids of a part.
pub fn file_name(title: &str, selection: &Selection, format: Format) -> String {
    format!("{}{}", stem(title, selection), format.ending())
}

/// The name without its ending, which is also a zip's top folder.
pub(super) fn stem(title: &str, selection: &Selection) -> String {
    let title = slug(title);
    // What Windows takes for a device.
    let title = PortablePath::new(&title).map_or_else(|_| format!("dossier-{title}"), |_| title.clone());
    let ids = selection.asked().join("-").replace('/', "-");
    if ids.is_empty() {
        return title;
    }
    let name = format!("{title}-{ids}");
    if name.len() <= LONGEST {
        return name;
    }
    // Two parts must not get one name.
    let mark: String = Sha256::of(ids.as_bytes()).to_string().chars().take(8).collect();
    format!("{title}-{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_of_the_title() {
        let check = |title: &str, expected: &str| {
            assert_eq!(stem(title, &Selection::whole()), expected, "{title}");
        };
        check("AI-continent: het actieplan", "ai-continent-het-actieplan");
        check("Con", "dossier-con");
        assert_eq!(file_name("Water", &Selection::whole(), Format::Epub), "water.epub");
        assert_eq!(file_name("Water", &Selection::whole(), Format::Folder), "water");
    }
}
