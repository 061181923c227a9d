//! The manifest of a published folder or edition: the ownership record and what `verify` checks.

use super::digest::Sha256;
use crate::output::PortablePath;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest's name, at the top of the folder. It does not list itself.
pub const MANIFEST: &str = ".fichewijzer.json";

/// The form of the manifest that this program writes and reads.
const FORMAT: u32 = 1;

/// What the manifest says about the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    pub title: String,
    /// The build's date, `YYYY-MM-DD`.
    pub date: String,
}

/// Size and digest of one written file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    pub sha256: Sha256,
}

impl Entry {
    /// The entry for a file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Entry { size: bytes.len() as u64, sha256: Sha256::of(bytes) }
    }
}

/// Every file that the program wrote into a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub imprint: Imprint,
    /// The version of the program that wrote the folder.
    pub version: String,
    pub files: BTreeMap<PortablePath, Entry>,
}

/// In what something differs from its manifest, each list in the order of the paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub changed: Vec<String>,
    pub missing: Vec<String>,
    pub added: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.added.is_empty()
    }
}

/// Why a text is no manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    #[error("{0}")]
    Json(String),
    #[error("it is not by fichewijzer")]
    Tool,
    #[error("its format {0} is newer than this program")]
    Format(u32),
    #[error("it lists `{0}`, which is no path that fichewijzer writes")]
    Path(String),
    #[error("it lists `{0}` twice")]
    Twice(String),
    #[error("it was changed: its digest is not that of its list")]
    Digest,
    #[error("it was changed: it does not stand as fichewijzer writes it")]
    Form,
}

#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    tool: String,
    version: String,
    title: String,
    date: String,
    /// Manifests of earlier versions have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<Sha256>,
    files: Vec<WrittenFile>,
}

#[derive(Serialize, Deserialize)]
struct WrittenFile {
    path: String,
    size: u64,
    sha256: Sha256,
}

impl Manifest {
    /// A manifest of these files by this version of the program.
    pub fn new(imprint: Imprint, files: BTreeMap<PortablePath, Entry>) -> Self {
        Manifest { imprint, version: env!("CARGO_PKG_VERSION").to_owned(), files }
    }

    /// The manifest as it is written: indented JSON, files in the order of their paths.
    pub fn to_json(&self) -> Vec<u8> {
        let file = |(path, entry): (&PortablePath, &Entry)| WrittenFile {
            path: path.to_string(),
            size: entry.size,
            sha256: entry.sha256,
        };
        let written = Written {
            format: FORMAT,
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: self.version.clone(),
            title: self.imprint.title.clone(),
            date: self.imprint.date.clone(),
            digest: Some(self.digest()),
            files: self.files.iter().map(file).collect(),
        };
        let mut json = serde_json::to_vec_pretty(&written).expect("texts and numbers always become JSON");
        json.push(b'\n');
        json
    }

    /// Reads a manifest and checks that it can be one of ours.
    pub fn read(json: &[u8]) -> Result<Self, ManifestFault> {
        let written: Written =
            serde_json::from_slice(json).map_err(|e| ManifestFault::Json(e.to_string()))?;
        if written.tool != env!("CARGO_PKG_NAME") {
            return Err(ManifestFault::Tool);
        }
        if written.format != FORMAT {
            return Err(ManifestFault::Format(written.format));
        }
        let mut files = BTreeMap::new();
        for file in written.files {
            let path = PortablePath::new(&file.path)
                .ok()
                .filter(|path| path.as_str() != MANIFEST)
                .ok_or_else(|| ManifestFault::Path(file.path.clone()))?;
            if files.insert(path, Entry { size: file.size, sha256: file.sha256 }).is_some() {
                return Err(ManifestFault::Twice(file.path));
            }
        }
        let imprint = Imprint { title: written.title, date: written.date };
        let manifest = Manifest { imprint, version: written.version, files };
        if written.digest.is_some_and(|digest| digest != manifest.digest()) {
            return Err(ManifestFault::Digest);
        }
        Ok(manifest)
    }

    /// As [`Manifest::read`], and insists that no byte differs from how the manifest was written.
    pub fn read_unchanged(json: &[u8]) -> Result<Self, ManifestFault> {
        let manifest = Manifest::read(json)?;
        if manifest.to_json() == json { Ok(manifest) } else { Err(ManifestFault::Form) }
    }

    /// The digest of everything that the manifest lists, which names an edition: SHA-256 over the lines title, date,
    /// version, and `<sha256>  <path>` of each file in the order of the paths.
    pub fn digest(&self) -> Sha256 {
        let mut text = format!("{}\n{}\n{}\n", self.imprint.title, self.imprint.date, self.version);
        for (path, entry) in &self.files {
            text.push_str(&format!("{}  {path}\n", entry.sha256));
        }
        Sha256::of(text.as_bytes())
    }

    /// In what `found` differs from the list; `None` stands for a file that is there and cannot be read.
    pub fn compare(&self, found: &BTreeMap<String, Option<Entry>>) -> Difference {
        let listed: BTreeMap<&str, &Entry> = self.files.iter().map(|(p, e)| (p.as_str(), e)).collect();
        let mut difference = Difference::default();
        for (path, entry) in &listed {
            match found.get(*path) {
                None => difference.missing.push((*path).to_owned()),
                Some(now) if now.as_ref() != Some(entry) => difference.changed.push((*path).to_owned()),
                Some(_) => {}
            }
        }
        difference.added = found.keys().filter(|path| !listed.contains_key(path.as_str())).cloned().collect();
        difference
    }

    /// All folders that the listed files stand in.
    pub fn folders(&self) -> BTreeSet<PortablePath> {
        self.files.keys().flat_map(PortablePath::folders).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"{
  "format": 1,
  "tool": "fichewijzer",
  "version": "VERSION",
  "title": "Een \"dossier\"",
  "date": "2025-10-30",
  "digest": "DIGEST",
  "files": [
    {
      "path": "a/z.html",
      "size": 0,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    },
    {
      "path": "b.html",
      "size": 3,
      "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }
  ]
}
"#;

    fn sample() -> String {
        let version = env!("CARGO_PKG_VERSION");
        let list = format!(
            "Een \"dossier\"\n2025-10-30\n{version}\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/z.html\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.html\n"
        );
        SAMPLE.replace("VERSION", version).replace("DIGEST", &Sha256::of(list.as_bytes()).to_string())
    }

    #[test]
    fn is_written_sorted_and_indented_and_read_back() {
        let path = |text| PortablePath::new(text).expect("valid");
        let files = BTreeMap::from([(path("b.html"), Entry::of(b"abc")), (path("a/z.html"), Entry::of(b""))]);
        let imprint = Imprint { title: "Een \"dossier\"".into(), date: "2025-10-30".into() };
        let manifest = Manifest::new(imprint, files);
        assert_eq!(String::from_utf8(manifest.to_json()), Ok(sample()));
        assert_eq!(Manifest::read(sample().as_bytes()), Ok(manifest.clone()));
        assert_eq!(manifest.folders(), BTreeSet::from([path("a")]));
    }

    #[test]
    fn what_differs_is_told_by_kind() {
        let manifest = Manifest::read(sample().as_bytes()).expect("valid");
        let check = |found: &[(&str, Option<&[u8]>)], changed: &[&str], missing: &[&str], added: &[&str]| {
            let found = found.iter().map(|(p, b)| ((*p).to_owned(), b.map(Entry::of))).collect();
            let owned = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
            let expected =
                Difference { changed: owned(changed), missing: owned(missing), added: owned(added) };
            assert_eq!(manifest.compare(&found), expected);
        };
        let (empty, abc): (Option<&[u8]>, Option<&[u8]>) = (Some(b""), Some(b"abc"));
        check(&[("a/z.html", empty), ("b.html", abc)], &[], &[], &[]);
        check(&[("a/z.html", abc), ("b.html", None)], &["a/z.html", "b.html"], &[], &[]);
        check(&[("a/z.html", empty), ("c.html", abc)], &[], &["b.html"], &["c.html"]);
    }

    #[test]
    fn a_manifest_of_an_earlier_version_has_no_digest() {
        let start = sample().find("  \"digest\"").expect("there");
        let end = start + sample()[start..].find('\n').expect("there") + 1;
        let mut old = sample();
        old.replace_range(start..end, "");
        assert_eq!(Manifest::read(old.as_bytes()), Manifest::read(sample().as_bytes()));
    }

    #[test]
    fn a_damaged_manifest_is_refused() {
        let check = |from: &str, to: &str| {
            assert!(sample().contains(from));
            Manifest::read(sample().replace(from, to).as_bytes()).expect_err(to)
        };
        assert_eq!(check("\"fichewijzer\"", "\"other\""), ManifestFault::Tool);
        assert_eq!(check("\"format\": 1", "\"format\": 2"), ManifestFault::Format(2));
        assert_eq!(check("b.html", "../b.html"), ManifestFault::Path("../b.html".into()));
        assert_eq!(check("b.html", MANIFEST), ManifestFault::Path(MANIFEST.into()));
        assert_eq!(check("b.html", "a/z.html"), ManifestFault::Twice("a/z.html".into()));
        assert_eq!(check("2025-10-30", "2025-10-31"), ManifestFault::Digest);
        assert_eq!(check("e3b0c", "e3b0d"), ManifestFault::Digest);
        for (from, to) in [("e3b0", "E3B0"), ("e3b0", ""), ("  ]\n", ""), ("\"size\": 3", "\"size\": -3")] {
            assert!(matches!(check(from, to), ManifestFault::Json(_)), "{from} to {to}");
        }
        assert!(matches!(Manifest::read(b""), Err(ManifestFault::Json(_))));
    }
}
