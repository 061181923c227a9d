//! Fichewijzer turns the raw texts of a policy dossier into Markdown with front matter and renders
//! a cross-linked static site.
//!
//! Data flows one way; each arrow returns a new type, owned by the module that makes it:
//!
//! ```text
//! seeds ─ingest→ Converted ─print→ content/*.md ─parse→ Document ─resolve→ Corpus ─plan→ Site
//!       ─render→ OutputTree ─publish→ folder
//! ```
//!
//! ARCHITECTURE.md has the map and the invariants.

pub mod app;
pub mod citation;
pub mod config;
pub mod corpus;
pub mod data;
pub mod deadline;
pub mod diagnostic;
pub mod document;
pub mod dossier;
pub mod edition;
pub mod fields;
pub mod fingerprint;
pub mod ingest;
pub mod money;
pub mod output;
pub mod phase;
pub mod publish;
pub mod render;
mod scan;
pub mod search;
pub mod serve;
pub mod site;
pub mod taxonomy;
