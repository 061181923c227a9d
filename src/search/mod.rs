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
mod dutch;
mod forms;
mod hash;
mod held;
mod identifier;
mod index;
mod lexicon;
mod merge;
mod postings;
mod shard;
mod split;
mod stem;
mod subject;
mod token;
mod words;

use crate::corpus::PageRef;
use crate::document::each_odd;
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
            let (index, name) = (index.clone(), part.name());
            (part.name(), OutputFile::made_by(move || Ok(script(&name, &index.part(part)))))
        };
        index.parts().into_iter().map(file).collect()
    })
}

/// The parts of an index of some pages only, by their names, each as JSON that may stand in a page: it has no `<`.
/// `places` has those pages, each with the address that readers of this index find it at.
pub fn data(site: &Arc<Site>, places: BTreeMap<PageRef, String>) -> Vec<(String, String)> {
    let index = Index::of(site.clone(), Held::Places(places));
    let json = |part: Part| {
        let mut json = String::new();
        contained(&index.part(part), &mut json);
        (part.name(), json)
    };
    index.parts().into_par_iter().map(json).collect()
}

/// A script that hands over a part of the index.
fn script(name: &str, json: &str) -> Vec<u8> {
    let mut out = String::with_capacity(json.len() + json.len() / 64 + 32);
    out.push_str("fichewijzerZoek(\"");
    out.push_str(name);
    out.push_str("\",");
    contained(json, &mut out);
    out.push_str(");\n");
    out.into_bytes()
}

/// Writes JSON that stands in an element of a page: no text in it ends the element, none ends a line of a script.
fn contained(json: &str, out: &mut String) {
    let mut done = 0;
    each_odd(
        json,
        |byte| (byte == b'<') | (byte == 0xe2),
        |at| {
            let (length, written) = match json.as_bytes()[at..] {
                [b'<', ..] => (1, "\\u003c"),
                [0xe2, 0x80, 0xa8, ..] => (3, "\\u2028"),
                [0xe2, 0x80, 0xa9, ..] => (3, "\\u2029"),
                _ => return,
            };
            out.push_str(&json[done..at]);
            out.push_str(written);
            done = at + length;
        },
    );
    out.push_str(&json[done..]);
}
