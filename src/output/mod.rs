//! The output tree: every file of a site or edition, by path, with the recipe that makes its bytes.
//!
//! Bytes are made when publish or the preview asks for them, so that ten thousand pages never stand in
//! memory together.

mod path;

pub use path::{PathFault, PortablePath};

use crate::diagnostic::Findings;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Names that begin so, at the top of a tree, belong to the program: the manifest is one of them.
const RESERVED: &str = ".fichewijzer";

/// What makes a file's bytes, or finds out why they cannot be made.
pub type Recipe = Arc<dyn Fn() -> Result<Vec<u8>, Findings> + Send + Sync>;

/// What a file is made from, in short: equal fingerprints at the same path mean equal bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of all the parts in their order; where one part ends and the next begins counts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Fingerprint(*hasher.finalize().as_bytes())
    }

    /// The 32 bytes of it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[derive(Clone)]
enum Source {
    Ready(Arc<[u8]>),
    Recipe(Recipe),
}

/// One file of a tree.
#[derive(Clone)]
pub struct OutputFile {
    source: Source,
    fingerprint: Option<Fingerprint>,
}

impl OutputFile {
    /// A file whose bytes are there already.
    pub fn ready(bytes: impl Into<Arc<[u8]>>) -> Self {
        OutputFile { source: Source::Ready(bytes.into()), fingerprint: None }
    }

    /// A file whose bytes `recipe` makes; it must make the same bytes each time that it is asked.
    pub fn made_by(recipe: impl Fn() -> Result<Vec<u8>, Findings> + Send + Sync + 'static) -> Self {
        OutputFile { source: Source::Recipe(Arc::new(recipe)), fingerprint: None }
    }

    /// Adds the fingerprint of what the file is made from.
    pub fn with_fingerprint(mut self, fingerprint: Fingerprint) -> Self {
        self.fingerprint = Some(fingerprint);
        self
    }

    /// The fingerprint, where the maker gave one.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// Makes the bytes; the error says what in the content or the templates stands in the way.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Findings> {
        match &self.source {
            Source::Ready(bytes) => Ok(Cow::Borrowed(bytes)),
            Source::Recipe(recipe) => recipe().map(Cow::Owned),
        }
    }
}

impl fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Ready(bytes) => write!(f, "{} bytes", bytes.len()),
            Source::Recipe(_) => f.write_str("recipe"),
        }
    }
}

/// Why a file cannot be added to a tree. The caller knows both makers and turns it into a finding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsertError {
    #[error("`{0}` is there already")]
    Taken(PortablePath),
    #[error("`{path}` and `{other}` differ in capitals only, which some file systems do not tell apart")]
    CaseOnly { path: PortablePath, other: PortablePath },
    #[error("`{0}` would be a file and a folder")]
    FileAndFolder(PortablePath),
    #[error("`{0}` is a name that the program keeps for itself")]
    Reserved(PortablePath),
}

/// What stands at a path, by its folded form.
#[derive(Debug, Clone)]
struct Occupant {
    path: PortablePath,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// All files of a site or edition, in the order of their paths. No two of them can get in each other's
/// way on any file system.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    files: BTreeMap<PortablePath, OutputFile>,
    occupied: BTreeMap<String, Occupant>,
}

impl OutputTree {
    /// Adds a file; on an error the tree is as it was.
    pub fn insert(&mut self, path: PortablePath, file: OutputFile) -> Result<(), InsertError> {
        if path.as_str().starts_with(RESERVED) {
            return Err(InsertError::Reserved(path));
        }
        for folder in path.folders() {
            self.admit(&folder, Kind::Folder)?;
        }
        self.admit(&path, Kind::File)?;
        for folder in path.folders() {
            self.occupied.insert(folder.folded(), Occupant { path: folder, kind: Kind::Folder });
        }
        self.occupied.insert(path.folded(), Occupant { path: path.clone(), kind: Kind::File });
        self.files.insert(path, file);
        Ok(())
    }

    fn admit(&self, path: &PortablePath, kind: Kind) -> Result<(), InsertError> {
        match self.occupied.get(&path.folded()) {
            None => Ok(()),
            Some(other) if other.path != *path => {
                Err(InsertError::CaseOnly { path: path.clone(), other: other.path.clone() })
            }
            Some(other) if other.kind != kind => Err(InsertError::FileAndFolder(path.clone())),
            Some(_) if kind == Kind::Folder => Ok(()),
            Some(_) => Err(InsertError::Taken(path.clone())),
        }
    }

    /// The file at `path`.
    pub fn get(&self, path: &PortablePath) -> Option<&OutputFile> {
        self.files.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&PortablePath, &OutputFile)> {
        self.files.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn path(text: &str) -> PortablePath {
        PortablePath::new(text).expect("valid")
    }

    fn tree(paths: &[&str]) -> OutputTree {
        let mut tree = OutputTree::default();
        for p in paths {
            tree.insert(path(p), OutputFile::ready(p.as_bytes())).expect("free");
        }
        tree
    }

    fn check(there: &[&str], new: &str, expected: Option<&InsertError>) {
        let mut tree = tree(there);
        let outcome = tree.insert(path(new), OutputFile::ready(*b"new"));
        assert_eq!(outcome.as_ref().err(), expected, "{new} into {there:?}");
        assert_eq!(tree.len(), there.len() + usize::from(expected.is_none()));
        for p in there {
            assert_eq!(&*tree.get(&path(p)).expect("still there").bytes().expect("ready"), p.as_bytes());
        }
    }

    #[test]
    fn no_file_gets_in_another_ones_way() {
        let case = |new: &str, there: &str| InsertError::CaseOnly { path: path(new), other: path(there) };
        check(&["a.html"], "b.html", None);
        check(&["s/a.html"], "s/b.html", None);
        check(&["a.html"], "a.html", Some(&InsertError::Taken(path("a.html"))));
        check(&["a.html"], "A.html", Some(&case("A.html", "a.html")));
        check(&["fiches/a.html"], "Fiches/b.html", Some(&case("Fiches", "fiches")));
        check(&["a"], "a/b", Some(&InsertError::FileAndFolder(path("a"))));
        check(&["a/b"], "a", Some(&InsertError::FileAndFolder(path("a"))));
        check(&[], ".fichewijzer.json", Some(&InsertError::Reserved(path(".fichewijzer.json"))));
        check(&[], "sub/.fichewijzer.json", None);
    }

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let tree = tree(&["b.html", "a/z.html", "a.html"]);
        let order: Vec<&str> = tree.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(order, ["a.html", "a/z.html", "b.html"]);
    }

    #[test]
    fn a_recipe_is_asked_when_bytes_are_wanted_and_its_findings_come_out() {
        let made = OutputFile::made_by(|| Ok(b"x".to_vec()));
        assert_eq!(&*made.bytes().expect("made"), b"x");
        let failing = OutputFile::made_by(|| {
            let mut findings = Findings::default();
            findings.push(Diagnostic::new(Code::Template, "broken"));
            Err(findings)
        });
        assert_eq!(failing.bytes().expect_err("fails").counts(), (1, 0));
    }

    #[test]
    fn fingerprints_tell_where_parts_end() {
        let of = |parts: &[&str]| Fingerprint::of(parts.iter().map(|p| p.as_bytes()));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
    }

    proptest! {
        #[test]
        fn whatever_was_inserted_fits_on_every_file_system(
            texts in prop::collection::vec("[abAB]{1,2}(/[abAB]{1,2}){0,2}", 0..12),
        ) {
            let mut tree = OutputTree::default();
            for text in &texts {
                let _ = tree.insert(path(text), OutputFile::ready(*b""));
            }
            let files: Vec<String> = tree.iter().map(|(p, _)| p.folded()).collect();
            let distinct: BTreeSet<&String> = files.iter().collect();
            prop_assert_eq!(distinct.len(), files.len());
            let folders: BTreeSet<PortablePath> = tree.iter().flat_map(|(p, _)| p.folders()).collect();
            let folded: BTreeSet<String> = folders.iter().map(PortablePath::folded).collect();
            prop_assert_eq!(folded.len(), folders.len());
            prop_assert!(files.iter().all(|f| !folded.contains(f)));
        }
    }
}
