//! Identifiers of documents: recognise, normalise, print.
//!
//! [`recognise`] finds the references of a text, each with its canonical [`Id`], its official address and,
//! where something about it is doubtful, the [`Reason`]. One file knows one family of printed forms; all of them
//! read the same cleaned copy of the text, and none of them guesses: what the words do not prove is reported.

mod act;
mod address;
mod anchors;
mod annex;
mod celex;
mod clean;
mod context;
mod council;
mod document;
mod id;
mod journal;
mod kamerstuk;
mod number;
mod origins;
mod parliament;
mod plain;
mod reason;
mod reference;
mod title;
mod treaty;

#[cfg(test)]
mod tests;

pub use act::act_number;
pub use celex::CelexNumber;
pub use context::{Annexes, Context, PlaceKind};
pub use council::CouncilNumber;
pub use id::{CitationKind, Id};
pub use journal::Journal;
pub use kamerstuk::Kamerstuk;
pub use number::{DocumentNumber, Series, find_celex, find_impossible_numbers, find_numbers};
pub(crate) use origins::Origins;
pub use parliament::ParliamentNumber;
pub(crate) use plain::{STRETCH, may_change, plain_beginning};
pub use reason::{Reason, Standing};
pub use reference::{Reference, recognise};
pub use title::{DocumentClass, class_of_title};
pub use treaty::{Treaty, TreatyArticle};
