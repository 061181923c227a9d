//! Offline editions: other plans of the same site and the same blocks, for people without a network.
//!
//! A folder and a zip hold the site's own files; a book, and the one file, hold its pages as [`Selection`] chooses
//! them. Every edition carries the digests of its parts ([`digest`]), which [`verify`](verify()) checks: that
//! detects damage, and proves no author.

pub mod archive;
pub mod digest;
mod epub;
mod name;
pub mod onefile;
pub mod pdf;
mod plan;
mod readme;
mod selection;
mod verify;

pub use epub::epub;
pub use name::file_name;
pub use readme::with_readme;
pub use selection::{Selection, SelectionError};
pub use verify::{Carrier, NotIntact, Verified, is_intact, verify};

/// The forms of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The site as a folder, to be opened from disk.
    Folder,
    /// The folder in an archive.
    Zip,
    /// One HTML file that holds everything.
    Html,
    /// An EPUB.
    Epub,
    /// The one file, printed.
    Pdf,
}

impl Format {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Folder => "folder",
            Format::Zip => "zip",
            Format::Html => "html",
            Format::Epub => "epub",
            Format::Pdf => "pdf",
        }
    }

    /// What the target's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Folder => "",
            Format::Zip => ".zip",
            Format::Html => ".html",
            Format::Epub => ".epub",
            Format::Pdf => ".pdf",
        }
    }

    /// Whether an edition of this form can hold a part of the site.
    pub fn takes_parts(self) -> bool {
        matches!(self, Format::Html | Format::Epub | Format::Pdf)
    }
}
