//! Where the short forms of a dossier stand, where their list is longer than a page.

use super::planning::{DEFINITIONS, LIST_LENGTH, list_path, part_with};
use crate::corpus::Corpus;
use crate::document::BlockId;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The parts of a long list of short forms.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ShortForms {
    /// The address of the part that has each short form; empty where one page has all.
    paths: HashMap<BlockId, Arc<str>>,
}

impl ShortForms {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let terms = corpus.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
        let of_terms = terms.filter_map(|term| term.front.abbreviation.as_deref());
        let printed = corpus.definitions.iter().map(|definition| &*definition.short).chain(of_terms);
        // Each is printed in one way or more. To put them into their order takes longer than to count them.
        if printed.collect::<HashSet<&str>>().len() <= LIST_LENGTH {
            return ShortForms::default();
        }
        let all = corpus.short_forms();
        if all.len() <= LIST_LENGTH {
            return ShortForms::default();
        }
        let count = all.len();
        let mut last: (usize, Arc<str>) = (0, "".into());
        let path = |at: usize| {
            let part = part_with(at, count);
            if last.0 != part {
                last = (part, list_path(DEFINITIONS, part).into());
            }
            last.1.clone()
        };
        let paths = (0..count).map(path);
        ShortForms { paths: all.into_iter().map(|short| short.anchor).zip(paths).collect() }
    }

    /// How many stand on several parts together; 0 where one page has all.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether one page has all.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The address of the part that has the short form with this id, where there are several.
    pub fn path(&self, anchor: &BlockId) -> Option<&str> {
        self.paths.get(anchor).map(|path| &**path)
    }
}
