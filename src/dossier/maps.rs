//! Maps of documents that have none yet: changes of content whose bytes are made from the documents when they are
//! written.

use crate::corpus::{Document, Read};
use crate::document::{DocumentFront, WordlessMap};
use crate::output::PortablePath;
use crate::publish::content::{ContentChange, NewFile};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A map that is made when it is written.
#[derive(Debug)]
pub(super) struct LateMap {
    path: String,
    /// Its document's id.
    document: String,
    map: WordlessMap,
}

impl LateMap {
    /// The map of a document that is to stand at `path`, where nothing stands.
    pub(super) fn new(path: String, document: &str, map: WordlessMap) -> Self {
        LateMap { path, document: document.to_owned(), map }
    }

    /// The change that writes it.
    fn change<D: Mapped>(self, document: Arc<D>) -> Option<ContentChange> {
        let map = self.map;
        let text = move || document.printed(&map).into_bytes();
        let path = PortablePath::new(&self.path).ok()?;
        Some(ContentChange { path, expected: None, new: Some(NewFile::made_by(text)) })
    }
}

/// A document that a map can be made of: read, or resolved. Links and marks change no word.
pub(super) trait Mapped: Send + Sync + 'static {
    /// The map as it stands in its file.
    fn printed(&self, map: &WordlessMap) -> String;
}

impl Mapped for Read<DocumentFront> {
    fn printed(&self, map: &WordlessMap) -> String {
        map.print(&self.body, |id| self.provenance.lines.get(id).copied())
    }
}

impl Mapped for Document {
    fn printed(&self, map: &WordlessMap) -> String {
        map.print(&self.body, |id| self.provenance.lines.get(id).copied())
    }
}

/// Adds what writes maps to the changes of a run; `documents` are those that the maps are of, by their ids. Of a
/// document that is not there no map is written.
pub(super) fn add<'d, D: Mapped>(
    changes: &mut Vec<ContentChange>,
    late: Vec<LateMap>,
    documents: impl Iterator<Item = (&'d str, &'d Arc<D>)>,
) {
    let documents: BTreeMap<&str, &Arc<D>> = documents.collect();
    let of = |late: LateMap| {
        let document = documents.get(late.document.as_str()).copied()?.clone();
        late.change(document)
    };
    changes.extend(late.into_iter().filter_map(of));
    changes.sort_by(|a, b| (a.new.is_none(), &a.path).cmp(&(b.new.is_none(), &b.path)));
}
