//! The index of the search as data blocks: JSON in elements that no browser runs, read when a search asks for them.

use super::marked;
use crate::render::Jumps;
use crate::search;
use crate::site::Site;
use std::sync::Arc;

/// What the id of a block begins with; the name of its part follows. `edition.js` looks for it.
const ID: &str = "_index.";

/// The parts of the index of the pages that the file holds.
pub(super) fn blocks(site: &Arc<Site>, jumps: &Jumps<'_>) -> String {
    let parts = search::data(site, jumps.places().clone());
    let blocks = parts.iter().map(|(name, json)| {
        let block = format!("<script type=\"application/json\" id=\"{ID}{name}\">{json}</script>");
        marked(&format!("{}/{name}.json", search::FOLDER), &block)
    });
    blocks.collect::<Vec<_>>().join("\n")
}
