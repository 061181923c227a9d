//! One file of a tree: bytes, or what makes them.

use crate::diagnostic::Findings;
use crate::fingerprint::Fingerprint;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

/// What makes a file's bytes, or finds out why they cannot be made.
pub type Recipe = Arc<dyn Fn() -> Result<Vec<u8>, Findings> + Send + Sync>;

/// What somebody needs of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask<'a> {
    /// Its bytes alone.
    Bytes,
    /// Its bytes, and the fingerprint of what they are made from where the maker can tell.
    Fingerprint,
    /// As [`Ask::Fingerprint`], but no bytes where they are made from the same as those of this fingerprint.
    Unless(&'a Fingerprint),
}

impl Ask<'_> {
    /// The answer of a maker that can tell the fingerprint of what it makes the bytes from.
    pub fn answer(
        self,
        fingerprint: impl FnOnce() -> Fingerprint,
        make: impl FnOnce() -> Result<Vec<u8>, Findings>,
    ) -> Result<Made<'static>, Findings> {
        let fingerprint = self.wants_fingerprint().then(fingerprint);
        if self.is_answered_by(fingerprint.as_ref()) {
            return Ok(Made::Same);
        }
        Ok(Made::Bytes { bytes: Cow::Owned(make()?), fingerprint })
    }

    /// Whether more than bytes is asked for.
    pub fn wants_fingerprint(self) -> bool {
        self != Ask::Bytes
    }

    /// Whether the fingerprint is the one that was asked about: the bytes are not wanted then.
    pub fn is_answered_by(self, fingerprint: Option<&Fingerprint>) -> bool {
        matches!((self, fingerprint), (Ask::Unless(known), Some(found)) if known == found)
    }
}

/// What was made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made<'a> {
    Bytes {
        bytes: Cow<'a, [u8]>,
        fingerprint: Option<Fingerprint>,
    },
    /// Nothing: it has the fingerprint that was asked about.
    Same,
}

/// What makes many files, each by its number.
pub type Series = Arc<dyn Fn(usize, Ask<'_>) -> Result<Made<'static>, Findings> + Send + Sync>;

/// What writes a file's bytes one after the other.
pub type Pieces = Arc<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync>;

#[derive(Clone)]
enum Source {
    Ready(Arc<[u8]>),
    Recipe(Recipe),
    Numbered(Series, usize),
    Pieces(Pieces),
}

/// One file of a tree.
#[derive(Clone)]
pub struct OutputFile {
    source: Source,
}

impl OutputFile {
    /// A file whose bytes are there already.
    pub fn ready(bytes: impl Into<Arc<[u8]>>) -> Self {
        OutputFile { source: Source::Ready(bytes.into()) }
    }

    /// A file whose bytes `recipe` makes; it must make the same bytes each time that it is asked.
    pub fn made_by(recipe: impl Fn() -> Result<Vec<u8>, Findings> + Send + Sync + 'static) -> Self {
        OutputFile { source: Source::Recipe(Arc::new(recipe)) }
    }

    /// The file with a number in a series; as [`OutputFile::made_by`], with one recipe for all of them.
    pub fn numbered(series: &Series, number: usize) -> Self {
        OutputFile { source: Source::Numbered(series.clone(), number) }
    }

    /// A file that `write` writes piece by piece, the same bytes each time, so that a long list need not stand in memory
    /// whole; its only errors are those of what it writes to.
    pub fn written_by(write: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Self {
        OutputFile { source: Source::Pieces(Arc::new(write)) }
    }

    /// What writes the file piece by piece, where it is made so.
    pub fn pieces(&self) -> Option<&Pieces> {
        match &self.source {
            Source::Pieces(write) => Some(write),
            Source::Ready(_) | Source::Recipe(_) | Source::Numbered(..) => None,
        }
    }

    /// Makes the bytes; the error says what in the content or the templates stands in the way.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Findings> {
        match self.make(Ask::Bytes)? {
            Made::Bytes { bytes, .. } => Ok(bytes),
            Made::Same => unreachable!("nothing was asked about"),
        }
    }

    /// Makes what is asked for; errors as of [`OutputFile::bytes`].
    pub fn make(&self, ask: Ask<'_>) -> Result<Made<'_>, Findings> {
        let bytes = match &self.source {
            Source::Numbered(series, number) => return series(*number, ask),
            Source::Ready(bytes) => Cow::Borrowed(&**bytes),
            Source::Recipe(recipe) => Cow::Owned(recipe()?),
            Source::Pieces(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes).expect("memory takes what is written to it");
                Cow::Owned(bytes)
            }
        };
        Ok(Made::Bytes { bytes, fingerprint: None })
    }
}

impl fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Ready(bytes) => write!(f, "{} bytes", bytes.len()),
            Source::Recipe(_) | Source::Numbered(..) | Source::Pieces(_) => f.write_str("recipe"),
        }
    }
}
