//! From a [`Site`](crate::site::Site) to pages: the only place with HTML and Tera.
//!
//! One block renderer writes all text, with two parameters: where links lead ([`LinkPolicy`]) and which
//! syntax of HTML is written ([`Syntax`]). Templates get complete views ([`view`]) and look nothing up.

mod block;
mod book;
pub mod format;
mod grounds;
mod highlight;
mod html;
mod inline;
mod inlined;
mod jumps;
mod links;
mod llms;
mod map;
mod official;
mod one_file;
mod order;
mod page;
pub mod policy;
mod provenance;
mod seed;
mod strings;
mod template_faults;
mod templates;
mod texts;
mod theme;
mod timeline;
mod twin;
pub mod view;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use block::{BlockRenderer, RenderedBody};
pub use book::{BookEntry, BookView, TEMPLATES as BOOK_TEMPLATES, book_file};
pub use grounds::Grounds;
pub use html::Syntax;
pub use jumps::{CONTENTS, COVER, Embed, Jumps};
pub use links::{EditionLinks, FileLinks, LinkPolicy};
pub use llms::llms;
pub use one_file::{Assembly, ChapterPlan, FileChapter, Scope, chapter, file_title, one_file, paper_styles};
pub use order::{Chapter, Group, reading_order};
pub use page::{EditionPage, edition_page, page, pages, statics};
pub use strings::{StringError, Strings};
pub(crate) use texts::Text;
pub use theme::{Theme, texts};
pub use twin::{markdown_twin, markdown_twins, twin_front};
