//! A document: front matter and block tree, with anchors and spans.
//!
//! The tree is the one source for everything made from a document: pages, twins, search, tables of
//! contents, links. Its links have a type parameter: as written ([`RawLink`]), or resolved to pages
//! of this site; half-resolved documents cannot be written down.

pub mod align;
mod block;
mod date;
mod file;
mod front;
mod ids;
mod map;
mod normalise;
mod number;
mod page;
mod parse;
mod print;
mod space;
pub mod walk;

pub use block::{
    Alert, Align, Block, BlockId, BlockKind, Body, Definition, Image, Inline, Item, Link, Note, RawLink, Row,
};
pub use date::PartialDate;
pub use file::{Parts, parse_document, print_document, split_file, up_to_body};
pub(crate) use front::take_actions;
pub use front::{
    DocumentFront, DocumentRef, KEYS, Kind, PageFront, SOURCE_KEYS, Source, print_front, read_document,
};
pub use ids::{HeadingStyle, Moved, Seen, assign, assign_as_told, assign_seen, fingerprint, slug};
pub use map::{BlockMap, MapEntry, SeedLines, WordlessMap, with_former_page};
pub use normalise::normalise;
pub use number::{Printed, printed_number};
pub(crate) use page::take_page;
pub use page::{HandwrittenFront, read_handwritten};
pub use parse::parse_body;
pub use print::{Printing, print_body, print_body_with};
pub(crate) use space::one_space;

/// Whether raw HTML may stand in content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    Forbidden,
    Allowed,
}
