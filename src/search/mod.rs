//! The search index: made from block trees, written as classic scripts that a page loads one by one, from a server and
//! from disk alike. Each script calls `fichewijzerZoek(name, data)`.
//!
//! | file in `zoek/` | holds |
//! | --- | --- |
//! | `kern.js` | what every search needs: how the rest is cut, the kind and the number of blocks of each page |
//! | `w….js`, `r….js` | forms with their groups, sorted; forms sorted by their ends, for typing errors |
//! | `p….js` | groups: words with their places |
//! | `n….js` | numbers of documents |
//! | `t….js` | texts of blocks |
//! | `i….js` | titles and addresses of pages |
//! | `f.js` | facets |
//!
//! All knowledge of language is used here; `search.js` folds letters, cuts words and looks things up.

mod broken;
mod code;
mod collect;
mod compounds;
mod dutch;
mod forms;
mod hash;
mod held;
mod identifier;
mod index;
mod json;
mod lexicon;
mod listed;
mod merge;
mod postings;
mod shard;
mod split;
mod stem;
mod subject;
mod token;
mod words;

use crate::corpus::PageRef;
use crate::output::{LateFiles, OutputFile};
use crate::site::Site;
use held::Held;
use index::{Index, Part};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The folder of the index.
pub const FOLDER: &str = "zoek";

/// The files of the index, each with the recipe that writes it: how many there are is known when the index is made,
/// and that is when somebody asks for one.
pub fn files(site: &Arc<Site>) -> LateFiles {
    let site = site.clone();
    LateFiles::new(FOLDER, ".js", move || {
        let index = Arc::new(Index::of(site.clone(), Held::Site));
        let file = |part: Part| {
            let index = index.clone();
            (part.name(), OutputFile::made_by(move || Ok(script(&index, part))))
        };
        index.parts().into_iter().map(file).collect()
    })
}

/// The parts of an index of some pages only, by their names, each as JSON that may stand in a page: it has no `<`.
/// `places` has those pages, each with the address that readers of this index find it at.
pub fn data(site: &Arc<Site>, places: BTreeMap<PageRef, String>) -> Vec<(String, String)> {
    let index = Index::of(site.clone(), Held::Places(places));
    let json = |part: Part| {
        let mut json = Vec::new();
        index.write(part, &mut json);
        (part.name(), String::from_utf8(json).expect("JSON is UTF-8, places are ASCII"))
    };
    index.parts().into_par_iter().map(json).collect()
}

/// About how much room a file of the index takes, so that it is not moved while it grows.
const ROOM: usize = 72 * 1024;

/// A script that hands over a part of the index.
fn script(index: &Index, part: Part) -> Vec<u8> {
    let mut out = Vec::with_capacity(ROOM);
    out.extend_from_slice(b"fichewijzerZoek(\"");
    out.extend_from_slice(part.name().as_bytes());
    out.extend_from_slice(b"\",");
    index.write(part, &mut out);
    out.extend_from_slice(b");\n");
    out
}
