//! The output tree: every file of a site or edition, by path, with the recipe that makes its bytes.
//!
//! Bytes are made when publish or the preview asks for them, so that ten thousand pages never stand in
//! memory together.

mod file;
mod late;
mod path;

pub use file::{Ask, Made, OutputFile, Pieces, Recipe, Series};
pub use late::LateFiles;
pub use path::{PathFault, PortablePath};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Names that begin so, at the top of a tree, belong to the program: the manifest is one of them.
const RESERVED: &str = ".fichewijzer";

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
    /// In the order in which they were added.
    files: Vec<OutputFile>,
    late: Vec<LateFiles>,
    layout: Arc<Layout>,
}

/// Where the files of a tree stand.
#[derive(Debug, Clone, Default)]
struct Layout {
    /// In the order in which they were added.
    paths: Vec<PortablePath>,
    /// Of each path, how many were added before it.
    places: BTreeMap<PortablePath, usize>,
    /// Those that were admitted.
    folders: BTreeSet<PortablePath>,
    occupied: HashMap<String, Occupant>,
}

/// Where the files of a tree stand, for a tree that has other files at the same places: that they get in nobody's way
/// is known then.
#[derive(Debug, Clone)]
pub struct Places {
    layout: Arc<Layout>,
    /// The claims of late files: folder and ending.
    late: Vec<(&'static str, &'static str)>,
}

impl Places {
    /// A tree with these files, where they come at these places, in the order in which they were added to the first
    /// tree; the files themselves where they do not. Of the `first` ones the caller knows that they do.
    ///
    /// # Errors
    /// The files, where one of them stands elsewhere.
    pub fn fill<E>(
        &self,
        late: &[LateFiles],
        first: Vec<OutputFile>,
        files: Vec<E>,
        path: impl Fn(&E) -> &str,
        file: impl Fn(E) -> OutputFile,
    ) -> Result<OutputTree, (Vec<OutputFile>, Vec<E>)> {
        let same_claims = late.iter().map(|late| (late.folder, late.ending)).eq(self.late.iter().copied());
        let paths = self.layout.paths.iter().skip(first.len()).map(PortablePath::as_str);
        if !same_claims || self.layout.paths.len() < first.len() || !paths.eq(files.iter().map(path)) {
            return Err((first, files));
        }
        let mut all = first;
        all.extend(files.into_iter().map(file));
        let files = all;
        Ok(OutputTree { files, late: late.to_vec(), layout: self.layout.clone() })
    }
}

impl OutputTree {
    /// Adds a file; on an error the tree is as it was.
    pub fn insert(&mut self, path: PortablePath, file: OutputFile) -> Result<(), InsertError> {
        if path.as_str().starts_with(RESERVED) {
            return Err(InsertError::Reserved(path));
        }
        let folded = path.folded();
        if self.late.iter().any(|late| late.claims(&folded)) {
            return Err(InsertError::Taken(path));
        }
        let layout = Arc::make_mut(&mut self.layout);
        let mut new_folders = Vec::new();
        // Most files stand in a folder that is there, and so are all above it.
        for folder in path.folders().rev().take_while(|folder| !layout.folders.contains(folder)) {
            layout.admit(&folder, &folder.folded(), Kind::Folder)?;
            new_folders.push(folder);
        }
        layout.admit(&path, &folded, Kind::File)?;
        new_folders.into_iter().for_each(|folder| layout.occupy(folder));
        layout.occupied.insert(folded, Occupant { path: path.clone(), kind: Kind::File });
        layout.places.insert(path.clone(), layout.paths.len());
        layout.paths.push(path);
        self.files.push(file);
        Ok(())
    }

    /// Adds files that are found out later; nothing else can be added then where one of them may be. On an error the
    /// tree is as it was.
    pub fn insert_late(&mut self, late: LateFiles) -> Result<(), InsertError> {
        let folder = PortablePath::new(late.folder).expect("a folder's name is written in the program");
        self.layout.admit(&folder, &folder.folded(), Kind::Folder)?;
        if let Some(path) = self.layout.places.keys().find(|path| late.claims(&path.folded())) {
            return Err(InsertError::Taken(path.clone()));
        }
        Arc::make_mut(&mut self.layout).occupy(folder);
        self.late.push(late);
        Ok(())
    }

    /// Where its files stand.
    pub fn places(&self) -> Places {
        let late = self.late.iter().map(|late| (late.folder, late.ending)).collect();
        Places { layout: self.layout.clone(), late }
    }

    /// The file at `path`.
    pub fn get(&self, path: &PortablePath) -> Option<&OutputFile> {
        let late = || self.late.iter().find(|late| late.claims(path.as_str()))?.files().get(path);
        self.layout.places.get(path).map(|at| &self.files[*at]).or_else(late)
    }

    /// Whether a path is kept for files that are found out late: looking one of them up finds out all of them.
    pub fn is_late(&self, path: &PortablePath) -> bool {
        self.late.iter().any(|late| late.claims(path.as_str()))
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&PortablePath, &OutputFile)> {
        let late = self.late.iter().flat_map(LateFiles::files);
        let files = self.layout.places.iter().map(|(path, at)| (path, &self.files[*at]));
        let mut all: Vec<(&PortablePath, &OutputFile)> = files.chain(late).collect();
        // Made of few runs that are in order already.
        all.sort_by_key(|(path, _)| *path);
        all.into_iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.known() + self.late.iter().map(|late| late.files().len()).sum::<usize>()
    }

    /// How many files are known without finding out what takes work.
    pub fn known(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.late.iter().all(|late| late.files().is_empty())
    }
}

impl Layout {
    fn occupy(&mut self, folder: PortablePath) {
        self.occupied.insert(folder.folded(), Occupant { path: folder.clone(), kind: Kind::Folder });
        self.folders.insert(folder);
    }

    fn admit(&self, path: &PortablePath, folded: &str, kind: Kind) -> Result<(), InsertError> {
        match self.occupied.get(folded) {
            None => Ok(()),
            Some(other) if other.path != *path => {
                Err(InsertError::CaseOnly { path: path.clone(), other: other.path.clone() })
            }
            Some(other) if other.kind != kind => Err(InsertError::FileAndFolder(path.clone())),
            Some(_) if kind == Kind::Folder => Ok(()),
            Some(_) => Err(InsertError::Taken(path.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Findings};
    use proptest::prelude::*;
    use std::borrow::Cow;
    use std::sync::OnceLock;

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
    fn late_files_are_found_out_when_somebody_looks_for_one() {
        let asked = Arc::new(OnceLock::new());
        let late = |asked: &Arc<OnceLock<()>>| {
            let asked = asked.clone();
            LateFiles::new("zoek", ".js", move || {
                asked.set(()).expect("once");
                ["w1", "kern"].map(|name| (name.to_owned(), OutputFile::ready(name.as_bytes()))).to_vec()
            })
        };
        let mut there = tree(&["zoek/a.html", "z.html", "a.html"]);
        there.insert_late(late(&asked)).expect("free");
        assert_eq!(there.known(), 3);
        for (taken, expected) in [("zoek/x.js", "zoek/x.js"), ("Zoek/X.JS", "Zoek/X.JS")] {
            let refused = there.insert(path(taken), OutputFile::ready(*b""));
            assert_eq!(refused, Err(InsertError::Taken(path(expected))));
        }
        for free in ["zoek/b.css", "zoek/b/c.js", "zoekt.js"] {
            there.insert(path(free), OutputFile::ready(*b"")).expect("free");
        }
        assert!(there.get(&path("a.html")).is_some() && there.get(&path("zoek/x.css")).is_none());
        let late = ["zoek/w1.js", "zoek/w2.js", "zoek/b.css", "zoek/b/c.js", "a.html"]
            .map(|p| there.is_late(&path(p)));
        assert_eq!(late, [true, true, false, false, false]);
        assert!(asked.get().is_none(), "nobody looked yet");
        assert_eq!(&*there.get(&path("zoek/w1.js")).expect("there").bytes().expect("ready"), b"w1");
        assert!(there.get(&path("zoek/w2.js")).is_none());
        let order: Vec<&str> = there.iter().map(|(p, _)| p.as_str()).collect();
        let expected = [
            "a.html",
            "z.html",
            "zoek/a.html",
            "zoek/b.css",
            "zoek/b/c.js",
            "zoek/kern.js",
            "zoek/w1.js",
            "zoekt.js",
        ];
        assert_eq!(order, expected);
        assert_eq!((there.len(), there.clone().len()), (8, 8));
    }

    #[test]
    fn late_files_get_in_nobodys_way() {
        let late = || LateFiles::new("zoek", ".js", Vec::new);
        assert_eq!(tree(&["zoek"]).insert_late(late()), Err(InsertError::FileAndFolder(path("zoek"))));
        assert_eq!(tree(&["zoek/a.js"]).insert_late(late()), Err(InsertError::Taken(path("zoek/a.js"))));
        let mut only = OutputTree::default();
        only.insert_late(late()).expect("free");
        assert!(only.is_empty());
    }

    #[test]
    fn a_tree_takes_over_the_places_of_another_with_the_same_paths_only() {
        let late = || LateFiles::new("zoek", ".js", Vec::new);
        let mut first = OutputTree::default();
        first.insert_late(late()).expect("free");
        for name in ["b.html", "a/c.html"] {
            first.insert(path(name), OutputFile::ready(*b"old")).expect("free");
        }
        let places = first.places();
        let fill = |late: &[LateFiles], names: &[&'static str]| {
            let file = |name: &str| OutputFile::ready(name.as_bytes());
            places.fill(late, Vec::new(), names.to_vec(), |name| name, file).map_err(|(_, names)| names)
        };
        let mut same = fill(&[late()], &["b.html", "a/c.html"]).expect("the same places");
        let files: Vec<_> = same.iter().map(|(p, f)| (p.as_str(), f.bytes().expect("ready"))).collect();
        assert_eq!(files, [("a/c.html", b"a/c.html"[..].into()), ("b.html", b"b.html"[..].into())]);
        for other in
            [&["a/c.html", "b.html"][..], &["b.html"], &["b.html", "a/c.html", "d"], &["b.html", "a/d.html"]]
        {
            assert_eq!(fill(&[late()], other).expect_err("other places"), other);
        }
        assert!(fill(&[], &["b.html", "a/c.html"]).is_err());
        let series: Series = Arc::new(|number, _: Ask<'_>| {
            let bytes = Cow::Owned(format!("{number}").into_bytes());
            Ok(Made::Bytes { bytes, fingerprint: None })
        });
        let numbered = |count| (0..count).map(|number| OutputFile::numbered(&series, number)).collect();
        let known = |count, names: Vec<&'static str>| {
            places.fill(&[late()], numbered(count), names, |name| name, |_| OutputFile::ready(*b"new"))
        };
        let half = known(1, vec!["a/c.html"]).expect("the same places");
        let files: Vec<_> = half.iter().map(|(_, f)| f.bytes().expect("made")).collect();
        assert_eq!(files, [&b"new"[..], b"0"]);
        assert!(known(1, vec!["b.html"]).is_err() && known(1, vec![]).is_err() && known(3, vec![]).is_err());
        // What is added to one is not in the other.
        same.insert(path("d.html"), OutputFile::ready(*b"d")).expect("free");
        assert_eq!(
            same.insert(path("A"), OutputFile::ready(*b"")).expect_err("differs in case only"),
            InsertError::CaseOnly { path: path("A"), other: path("a") }
        );
        assert!(same.get(&path("d.html")).is_some() && first.get(&path("d.html")).is_none());
        assert_eq!((same.known(), first.known()), (3, 2));
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
    fn what_is_written_in_pieces_is_read_whole() {
        let file = OutputFile::written_by(|out| out.write_all(b"a").and_then(|()| out.write_all(b"bc")));
        assert_eq!(&*file.bytes().expect("made"), b"abc");
        assert!(file.pieces().is_some() && OutputFile::ready(*b"abc").pieces().is_none());
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
