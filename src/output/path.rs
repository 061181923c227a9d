//! Relative paths that work as addresses and on every file system.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Longest name of a file or folder, in bytes; the common limit of file systems.
const LONGEST_NAME: usize = 255;

/// A relative path with `/` between its parts that works as an address and on Linux, macOS and Windows:
/// no `.` or `..`, no empty parts, no backslash, no drive, in Unicode form C, and none of the names and
/// characters that Windows refuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortablePath(Arc<str>);

/// Why a text is no [`PortablePath`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    #[error("the path is empty")]
    Empty,
    /// Also for a slash at the start (an absolute path) or at the end.
    #[error("the path has an empty part")]
    EmptyPart,
    #[error("`{0}` as a part of a path leads out of the folder or nowhere")]
    Dots(String),
    #[error("the character {0:?} is not allowed in file names everywhere")]
    Character(char),
    #[error("`{0}` ends with a dot or a space, which Windows drops")]
    End(String),
    #[error("`{0}` is the name of a device on Windows")]
    Device(String),
    #[error("`{0}` is not in Unicode normal form C")]
    Form(String),
    #[error("`{0}` is longer than 255 bytes")]
    Long(String),
}

impl PortablePath {
    /// Checks `path` and takes it over.
    pub fn new(path: &str) -> Result<Self, PathFault> {
        if path.is_empty() {
            return Err(PathFault::Empty);
        }
        path.split('/').try_for_each(check_part)?;
        Ok(PortablePath(path.into()))
    }

    /// The path as it stands in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders above, from the outermost to the innermost: `a` and `a/b` for `a/b/c`.
    pub fn folders(&self) -> impl DoubleEndedIterator<Item = PortablePath> + '_ {
        self.0.match_indices('/').map(|(at, _)| PortablePath(self.0[..at].into()))
    }

    /// The path within `folder` in the notation of the system.
    pub fn within(&self, folder: &Path) -> PathBuf {
        let mut path = folder.to_path_buf();
        path.extend(self.0.split('/'));
        path
    }

    /// The path as file systems see it that do not tell capitals from small letters: two paths that
    /// differ there in case only fold to the same text.
    pub fn folded(&self) -> String {
        // Nearly all paths; each of a large site is folded whenever its tree is made.
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        self.0.to_uppercase().to_lowercase().nfc().collect()
    }
}

impl fmt::Display for PortablePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_part(part: &str) -> Result<(), PathFault> {
    let owned = || part.to_owned();
    if part.is_empty() {
        return Err(PathFault::EmptyPart);
    }
    if part == "." || part == ".." {
        return Err(PathFault::Dots(owned()));
    }
    if let Some(c) = part.chars().find(|c| c.is_control() || r#"\<>:"|?*"#.contains(*c)) {
        return Err(PathFault::Character(c));
    }
    if part.ends_with(['.', ' ']) {
        return Err(PathFault::End(owned()));
    }
    if is_device(part) {
        return Err(PathFault::Device(owned()));
    }
    if !part.is_ascii() && !is_nfc(part) {
        return Err(PathFault::Form(owned()));
    }
    if part.len() > LONGEST_NAME {
        return Err(PathFault::Long(owned()));
    }
    Ok(())
}

/// Whether Windows takes the name for a device, whatever its extension ("Naming Files, Paths, and
/// Namespaces" in the Windows documentation).
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ').to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut rest = port.unwrap_or_default().chars();
    matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Component;

    #[test]
    fn paths_of_a_site_are_accepted() {
        for path in [
            "index.html",
            "fiches/fiche-com-2025-165.html",
            "a/b/c/d.json",
            ".well-known/security.txt",
            ".nojekyll",
            "pijlers/coördinatie.html",
            "com-2025-165.html",
            "com10.html",
            "console.html",
            "een naam met spaties.pdf",
            "a..b",
        ] {
            assert_eq!(PortablePath::new(path).map(|p| p.as_str().to_owned()), Ok(path.to_owned()));
        }
    }

    #[test]
    fn each_kind_of_bad_path_is_told_apart() {
        let long = "x".repeat(256);
        let check = |path: &str, fault: PathFault| assert_eq!(PortablePath::new(path), Err(fault), "{path}");
        check("", PathFault::Empty);
        for path in ["/etc/passwd", "a//b", "a/", "/"] {
            check(path, PathFault::EmptyPart);
        }
        check("../x", PathFault::Dots("..".into()));
        check("a/../b", PathFault::Dots("..".into()));
        check("./a", PathFault::Dots(".".into()));
        check(r"a\b", PathFault::Character('\\'));
        check("c:/x", PathFault::Character(':'));
        check("what?.html", PathFault::Character('?'));
        check("a\nb", PathFault::Character('\n'));
        check("a\u{7f}", PathFault::Character('\u{7f}'));
        check("a./b", PathFault::End("a.".into()));
        check("a ", PathFault::End("a ".into()));
        check("...", PathFault::End("...".into()));
        for device in ["con", "NUL.html", "Aux.tar.gz", "com1", "LPT9.txt", "COM¹.md", "nul .txt", "com0"] {
            check(device, PathFault::Device(device.into()));
        }
        check("cafe\u{301}", PathFault::Form("cafe\u{301}".into()));
        check(&long, PathFault::Long(long.clone()));
    }

    #[test]
    fn folders_come_from_the_outermost_to_the_innermost() {
        let path = PortablePath::new("a/b/c.html").expect("valid");
        let folders: Vec<String> = path.folders().map(|f| f.to_string()).collect();
        assert_eq!(folders, ["a", "a/b"]);
        assert_eq!(PortablePath::new("c.html").expect("valid").folders().count(), 0);
    }

    #[test]
    fn folding_knows_more_than_ascii() {
        let fold = |path: &str| PortablePath::new(path).expect("valid").folded();
        assert_eq!(fold("Fiches/A-1.HTML"), "fiches/a-1.html");
        assert_eq!(fold("Fiches/Één.html"), fold("fiches/één.html"));
        assert_ne!(fold("een.html"), fold("één.html"));
    }

    /// Texts made of the pieces that matter, so that a good share of them is valid.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a", "B", "é", "e\u{301}", "/", "//", "..", ".", "\\", ":", "con", "NUL", "com1", ".html", " ",
            "\0", "ß", "İ", "~", "-",
        ]);
        prop::collection::vec(piece, 0..8).prop_map(|v| v.concat())
    }

    proptest! {
        #[test]
        fn an_accepted_path_stays_in_its_folder_part_by_part(text in prop_oneof![pieces(), any::<String>()]) {
            if let Ok(path) = PortablePath::new(&text) {
                prop_assert_eq!(path.as_str(), &text);
                let whole = path.within(Path::new("root"));
                let below = whole.strip_prefix("root").expect("stays within");
                prop_assert!(below.components().all(|c| matches!(c, Component::Normal(_))));
                let parts: Vec<_> = below.iter().map(|p| p.to_str().expect("text")).collect();
                prop_assert_eq!(parts.join("/"), text);
            }
        }

        #[test]
        fn whatever_has_a_forbidden_piece_is_refused(
            before in "[a-z]{0,3}/?", after in "/?[a-z]{0,3}",
            bad in prop::sample::select(vec!["/../", "//", "/./", "\\", ":", "\u{1}", "/nul.x/", "/a./", "e\u{301}"]),
        ) {
            let text = [before.as_str(), bad, after.as_str()].concat();
            prop_assert!(PortablePath::new(&text).is_err());
        }

        #[test]
        fn case_alone_never_changes_the_folded_path(text in "[a-zA-Zéèëï/]{1,12}") {
            let other: String = text
                .chars()
                .map(|c| if c.is_lowercase() { c.to_uppercase().to_string() } else { c.to_lowercase().to_string() })
                .collect();
            if let (Ok(a), Ok(b)) = (PortablePath::new(&text), PortablePath::new(&other)) {
                prop_assert_eq!(a.folded(), b.folded());
            }
        }
    }
}
