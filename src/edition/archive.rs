//! Archives that are equal for equal contents: one order, one date, the same permissions everywhere.

use super::name::stem;
use super::selection::Selection;
use crate::diagnostic::Findings;
use crate::document::PartialDate;
use crate::output::{OutputFile, OutputTree, PortablePath};
use crate::publish::{Entry, Imprint, MANIFEST, Manifest, Unfilled};
use crate::site::Site;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, PreparedZipFile, System, ZipWriter};

/// How many files are made and packed before they are written, so that a large site never stands in memory whole.
const AT_A_TIME: usize = 256;

/// An archive that is being written.
pub(super) struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    options: SimpleFileOptions,
}

impl<W: Write + Seek> Archive<W> {
    /// An archive whose files all have this date; formats of archives know none before 1980.
    pub(super) fn new(out: W, date: Option<PartialDate>) -> Self {
        let options = SimpleFileOptions::default()
            .last_modified_time(date.and_then(date_time).unwrap_or_default())
            .unix_permissions(0o644)
            // Wherever it was made.
            .system(System::Unix);
        Archive { zip: ZipWriter::new(out), options }
    }

    /// Adds a file as it is.
    pub(super) fn store(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(path, bytes, CompressionMethod::Stored)
    }

    /// Adds a file, packed.
    pub(super) fn pack(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(path, bytes, CompressionMethod::Deflated)
    }

    fn add(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) -> io::Result<()> {
        let options = self.options.compression_method(method);
        let file = PreparedZipFile::from_data(path, options, bytes).map_err(io::Error::from)?;
        self.zip.add_prepared_file(file).map_err(io::Error::from)
    }

    /// Adds all files of a tree, packed, each under its path behind `prefix`; gives what the manifest says of them.
    /// Works in the caller's thread pool.
    pub(super) fn pack_tree(
        &mut self,
        prefix: &str,
        tree: &OutputTree,
    ) -> Result<BTreeMap<PortablePath, Entry>, Unfilled> {
        let options = self.options.compression_method(CompressionMethod::Deflated);
        let files: Vec<_> = tree.iter().collect();
        let mut entries = BTreeMap::new();
        let mut faults: Option<Findings> = None;
        for some in files.chunks(AT_A_TIME) {
            let packed: Vec<_> = some
                .par_iter()
                .map(|(path, file)| packed(&format!("{prefix}{path}"), file, options))
                .collect();
            for ((path, _), packed) in some.iter().zip(packed) {
                match packed {
                    Ok((entry, packed)) => {
                        entries.insert((*path).clone(), entry);
                        self.zip.add_prepared_file(packed).map_err(io::Error::from)?;
                    }
                    Err(Unfilled::Content(found)) => faults.get_or_insert_default().append(found),
                    Err(io) => return Err(io),
                }
            }
        }
        match faults {
            Some(mut findings) => {
                findings.sort();
                Err(Unfilled::Content(findings))
            }
            None => Ok(entries),
        }
    }

    /// Writes the list of the files, which completes the archive.
    pub(super) fn finish(self) -> io::Result<()> {
        self.zip.finish().map_err(io::Error::from)?.flush()
    }
}

/// A file made and packed, not yet written.
fn packed(
    path: &str,
    file: &OutputFile,
    options: SimpleFileOptions,
) -> Result<(Entry, PreparedZipFile), Unfilled> {
    let bytes = file.bytes().map_err(Unfilled::Content)?;
    let packed = PreparedZipFile::from_data(path, options, &bytes).map_err(io::Error::from)?;
    Ok((Entry::of(&bytes), packed))
}

fn date_time(date: PartialDate) -> Option<DateTime> {
    let part = |n: i8| u8::try_from(n).ok();
    let year = u16::try_from(date.year()).ok()?;
    DateTime::from_date_and_time(
        year,
        part(date.month().unwrap_or(1))?,
        part(date.day().unwrap_or(1))?,
        0,
        0,
        0,
    )
    .ok()
}

/// Writes a tree as a zip with one top folder, the manifest in it last; gives the manifest.
///
/// # Errors
/// What recipes find, or what writing meets.
pub fn zip(
    site: &Site,
    tree: &OutputTree,
    imprint: &Imprint,
    out: &mut (impl Write + Seek),
) -> Result<Manifest, Unfilled> {
    let top = stem(&imprint.title, &Selection::whole());
    let mut archive = Archive::new(out, site.date);
    let entries = archive.pack_tree(&format!("{top}/"), tree)?;
    let manifest = Manifest::new(imprint.clone(), entries);
    archive.pack(&format!("{top}/{MANIFEST}"), &manifest.to_json())?;
    archive.finish()?;
    Ok(manifest)
}
