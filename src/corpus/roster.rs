//! Which documents, stubs, terms and hand-written pages a corpus has.

use std::sync::Arc;

/// Two corpora with equal rosters are about the same documents, stubs, terms and pages with the same front matter,
/// whatever else the documents say. Of others nothing is known.
#[derive(Debug, Clone, Default)]
pub struct Roster(Arc<()>);

impl PartialEq for Roster {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
