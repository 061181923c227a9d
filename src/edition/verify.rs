//! Whether an edition is what its manifest says.

use super::digest;
use crate::publish::{Difference, Entry, Found, MANIFEST, Manifest, ManifestFault, Sha256};
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use zip::ZipArchive;

/// What was examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    Folder,
    Zip,
    Epub,
    Html,
}

impl Carrier {
    /// The word in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Carrier::Folder => "folder",
            Carrier::Zip => "zip",
            Carrier::Epub => "EPUB",
            Carrier::Html => "HTML file",
        }
    }
}

/// An edition against its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub carrier: Carrier,
    pub manifest: Manifest,
    pub difference: Difference,
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotIntact {
    #[error("it has no manifest of fichewijzer, so there is nothing to compare it with")]
    NoManifest,
    #[error("its manifest cannot be used: {0}")]
    BadManifest(#[from] ManifestFault),
    #[error("the archive is damaged or cut off: {0}")]
    Archive(String),
    #[error("it cannot be read: {0}")]
    Unreadable(String),
}

impl Verified {
    /// From what [`crate::publish::examine`] gives.
    pub fn folder(
        (manifest, found): (Option<Result<Manifest, ManifestFault>>, Found),
    ) -> Result<Self, NotIntact> {
        let manifest = manifest.ok_or(NotIntact::NoManifest)??;
        Ok(Verified::of(Carrier::Folder, manifest, &found))
    }

    fn of(carrier: Carrier, manifest: Manifest, found: &BTreeMap<String, Option<Entry>>) -> Self {
        let difference = manifest.compare(found);
        Verified { carrier, manifest, difference }
    }
}

/// Whether a file is an edition as this program wrote it.
pub fn is_intact(file: &mut (impl Read + Seek)) -> bool {
    verify(file).is_ok_and(|verified| verified.difference.is_empty())
}

/// Compares a file with the manifest in it: a zip, an EPUB, or the one HTML file.
pub fn verify(file: &mut (impl Read + Seek)) -> Result<Verified, NotIntact> {
    let unreadable = |e: io::Error| NotIntact::Unreadable(e.to_string());
    let mut start = [0; 2];
    let is_zip = file.read_exact(&mut start).is_ok() && start == *b"PK";
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if is_zip {
        return archive(file);
    }
    let mut html = Vec::new();
    file.read_to_end(&mut html).map_err(unreadable)?;
    let (manifest, found) = digest::examine(&html).ok_or(NotIntact::NoManifest)?;
    Ok(Verified::of(Carrier::Html, manifest?, &found))
}

fn archive(file: &mut (impl Read + Seek)) -> Result<Verified, NotIntact> {
    let damaged = |e: zip::result::ZipError| NotIntact::Archive(e.to_string());
    let mut zip = ZipArchive::new(file).map_err(damaged)?;
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned))
        .collect::<Result<_, _>>()
        .map_err(damaged)?;
    let suffix = format!("/{MANIFEST}");
    let in_top = |name: &&String| name.strip_suffix(&suffix).is_some_and(|top| !top.contains('/'));
    let (carrier, name, prefix) = if names.iter().any(|name| name == digest::EPUB_MANIFEST) {
        (Carrier::Epub, digest::EPUB_MANIFEST.to_owned(), String::new())
    } else if let Some(name) = names.iter().find(in_top) {
        (Carrier::Zip, name.clone(), name[..name.len() - MANIFEST.len()].to_owned())
    } else {
        return Err(NotIntact::NoManifest);
    };
    let mut json = Vec::new();
    let mut found = BTreeMap::new();
    for (at, path) in names.iter().enumerate() {
        if *path == name {
            unpack(&mut zip, at, &mut json)
                .ok_or_else(|| NotIntact::Archive(format!("{name} cannot be unpacked")))?;
        } else {
            let below = path.strip_prefix(&prefix).map_or_else(|| format!("../{path}"), str::to_owned);
            found.insert(below, entry(&mut zip, at));
        }
    }
    let manifest = Manifest::read_unchanged(&json)?;
    Ok(Verified::of(carrier, manifest, &found))
}

/// Reads a file of an archive into `out`; `None` where it cannot be unpacked, or is no plain file.
fn unpack<R: Read + Seek>(zip: &mut ZipArchive<R>, at: usize, out: &mut impl Write) -> Option<u64> {
    let mut file = zip.by_index(at).ok()?;
    let read = io::copy(&mut file, out).ok()?;
    file.is_file().then_some(read)
}

/// What a manifest would say of a file of an archive.
fn entry<R: Read + Seek>(zip: &mut ZipArchive<R>, at: usize) -> Option<Entry> {
    let mut hash = Hashing(sha2::Sha256::default());
    let size = unpack(zip, at, &mut hash)?;
    Some(Entry { size, sha256: Sha256::from_bytes(hash.0.finalize().into()) })
}

/// Bytes that are only counted in a digest, so that no archive fills the memory.
struct Hashing(sha2::Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
