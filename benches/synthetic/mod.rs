//! Synthetic dossiers and seeds: the same ones each time, of any size, with the words of a dossier's own seeds.
//!
//! Text made at random finds the wrong bottlenecks when its vocabulary is too small, too even or full of
//! numbers. Words here are the seeds' own in their own order of frequency, followed by compounds of them, and
//! are drawn by Zipf's law; numbers stand where policy texts have them: in references, dates and amounts.
//! Among the paragraphs made up stand some of the seeds', so that a search for what they say has answers.

mod document;
mod material;
mod random;
mod seed;

pub(crate) use document::{Documents, File};
pub(crate) use material::Material;
pub(crate) use seed::{Layout, seed};
