//! Files of which it takes work to know how many there are.

use super::{OutputFile, PortablePath};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Files by their paths.
pub(super) type Files = BTreeMap<PortablePath, OutputFile>;

/// Files of which it takes work to know how many there are: found out when somebody looks for one of them, or for all.
/// Their paths are a beginning of their own (`zoek/`), letters and digits, and an ending of their own (`.js`).
#[derive(Clone)]
pub struct LateFiles {
    pub(super) folder: &'static str,
    pub(super) ending: &'static str,
    make: Arc<dyn Fn() -> Vec<(String, OutputFile)> + Send + Sync>,
    made: Arc<OnceLock<Files>>,
}

impl LateFiles {
    /// Files in `folder` (without a slash, one level) that end in `ending` (with its dot). `make` gives their names
    /// without folder and ending, small letters and digits each, none twice.
    pub fn new(
        folder: &'static str,
        ending: &'static str,
        make: impl Fn() -> Vec<(String, OutputFile)> + Send + Sync + 'static,
    ) -> Self {
        LateFiles { folder, ending, make: Arc::new(make), made: Arc::default() }
    }

    /// Whether a path, in small letters, may be one of them.
    pub(super) fn claims(&self, path: &str) -> bool {
        let name = path.strip_prefix(self.folder).and_then(|below| below.strip_prefix('/'));
        name.is_some_and(|name| name.ends_with(self.ending) && !name.contains('/'))
    }

    pub(super) fn files(&self) -> &Files {
        self.made.get_or_init(|| {
            let path = |name: &str| PortablePath::new(&format!("{}/{name}{}", self.folder, self.ending));
            let file = |(name, file): (String, _)| (path(&name).expect("letters and digits"), file);
            (self.make)().into_iter().map(file).collect()
        })
    }
}

impl fmt::Debug for LateFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/…{}", self.folder, self.ending)
    }
}
