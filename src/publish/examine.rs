//! What stands in a published folder, against what its manifest lists.

use super::error::{Doing, Fault, unless_missing};
use super::manifest::{Entry, MANIFEST, Manifest, ManifestFault};
use super::ownership::{portable, walk};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a folder holds, by the path of each file; `None` for what is no plain file that can be read.
pub type Found = BTreeMap<String, Option<Entry>>;

/// The manifest of a folder and what stands there, the manifest itself left out. The manifest is `None` where there
/// is none.
///
/// # Errors
/// Where the folder cannot be walked. A file that cannot be read is told in the result.
pub fn examine(folder: &Path) -> Result<(Option<Result<Manifest, ManifestFault>>, Found), Fault> {
    let file = folder.join(MANIFEST);
    let json = unless_missing(fs::read(&file)).doing("read", &file)?;
    let manifest = json.map(|json| Manifest::read_unchanged(&json));
    let mut found = Found::new();
    for (path, kind) in walk(folder)? {
        if path == Path::new(MANIFEST) || kind.is_dir() {
            continue;
        }
        let entry = kind.is_file().then(|| fs::read(folder.join(&path)).ok()).flatten();
        let name = portable(&path).map_or_else(|| path.display().to_string(), |path| path.to_string());
        found.insert(name, entry.map(|bytes| Entry::of(&bytes)));
    }
    Ok((manifest, found))
}
