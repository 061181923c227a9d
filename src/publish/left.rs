//! What a run knows of the files that it left: how they stood, and what they were made from.

use super::digest::Sha256;
use super::footprint::{Footprint, Stood};
use super::manifest::Entry;
use super::ownership::OldTree;
use crate::fingerprint::Fingerprint;
use crate::output::PortablePath;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a run left in a folder. A later run of the same program need not make a file again that stands untouched and
/// would be made from the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub footprint: Footprint,
    /// Of the files whose makers tell what they are made from, by their paths.
    pub(super) fingerprints: Vec<(String, Fingerprint)>,
}

impl Left {
    /// It as text: how many fingerprints there are, a line for each, and the footprint.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.fingerprints.len());
        for (path, fingerprint) in &self.fingerprints {
            let _ = writeln!(out, "{fingerprint} {path}");
        }
        out + &self.footprint.to_text()
    }

    /// Reads what [`Left::to_text`] wrote; `None` where it is anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (count, mut rest) = text.split_once('\n')?;
        let mut fingerprints = Vec::new();
        for _ in 0..count.parse::<usize>().ok()? {
            let (line, after) = rest.split_once('\n')?;
            let (fingerprint, path) = line.split_once(' ')?;
            fingerprints.push((path.to_owned(), fingerprint.parse().ok()?));
            rest = after;
        }
        Some(Left { footprint: Footprint::read(rest)?, fingerprints })
    }
}

/// What of a tree on disk a run left that is remembered.
pub(super) struct Known<'a> {
    tree: &'a OldTree,
    fingerprints: BTreeMap<&'a str, &'a Fingerprint>,
    stood: BTreeMap<&'a str, Stood>,
}

impl<'a> Known<'a> {
    /// Nothing, where another run wrote the tree.
    pub(super) fn of(left: &'a Left, tree: &'a OldTree) -> Option<Self> {
        let is_its = left.footprint.is_of(&Sha256::of(&tree.json));
        let fingerprints = || left.fingerprints.iter().map(|(path, print)| (path.as_str(), print)).collect();
        is_its.then(|| Known { tree, fingerprints: fingerprints(), stood: left.footprint.by_path() })
    }

    /// What a file was made from and what the manifest says of it, where it is as it was left.
    pub(super) fn at(&self, path: &PortablePath) -> Option<(&'a Fingerprint, Entry)> {
        let fingerprint = *self.fingerprints.get(path.as_str())?;
        let entry = self.tree.manifest.files.get(path)?;
        let stood = self.stood.get(path.as_str())?;
        stood.still_at(&path.within(self.tree.root())).then_some((fingerprint, *entry))
    }
}
