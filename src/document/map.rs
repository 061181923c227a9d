//! The map of a content file: which block came from which lines of the seed, and what id it has.

use super::block::{BlockId, Body};
use super::ids::fingerprint;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// First and last line in the seed, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeedLines {
    pub first: usize,
    pub last: usize,
}

impl fmt::Display for SeedLines {
    /// `120-134`; one line as `120`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

impl FromStr for SeedLines {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let line = |digits: &str| match digits.parse() {
            Ok(line) if line > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(line),
            _ => Err(()),
        };
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let lines = SeedLines { first: line(first)?, last: line(last)? };
        (lines.first <= lines.last).then_some(lines).ok_or(())
    }
}

/// A block in a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapEntry {
    pub id: BlockId,
    /// As [`fingerprint`] gives it.
    pub fingerprint: String,
    /// Where it stands in the seed; none for what an editor wrote.
    pub lines: Option<SeedLines>,
}

/// All leaves of a content file in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockMap {
    pub entries: Vec<MapEntry>,
}

const HEAD: &str =
    "# Blocks of the content file, written by the program: id, fingerprint, lines in the seed.";

impl BlockMap {
    /// The map of a body whose ids are assigned; `lines` tells where a leaf stands in the seed.
    pub fn of<L>(body: &Body<L>, lines: impl Fn(&BlockId) -> Option<SeedLines>) -> Self {
        let entry = |leaf: &super::walk::Leaf<'_, L>| MapEntry {
            id: leaf.id.clone(),
            fingerprint: fingerprint(leaf),
            lines: lines(leaf.id),
        };
        BlockMap { entries: body.leaves().iter().map(entry).collect() }
    }

    /// Reads a map. A damaged line is a finding and is left out; so is one that repeats an id.
    pub fn parse(file: &FilePath, text: &str, findings: &mut Findings) -> Self {
        let mut entries: Vec<MapEntry> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let line = raw.trim_end();
            let span = at..at + line.len();
            at += raw.len();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = match entry(line) {
                None => "this is no line of a map",
                Some(entry) if !seen.insert(entry.id.clone()) => "an id that stands here twice",
                Some(entry) => {
                    entries.push(entry);
                    continue;
                }
            };
            findings.push(
                Diagnostic::new(Code::WrongValue, fault).at(file, span).hint(
                    "restore the file; a line is an id, a fingerprint and lines or `-`, parted by tabs",
                ),
            );
        }
        BlockMap { entries }
    }

    /// The map as it stands in its file.
    pub fn print(&self) -> String {
        let mut out = format!("{HEAD}\n");
        for MapEntry { id, fingerprint, lines } in &self.entries {
            let lines = lines.map_or_else(|| "-".to_owned(), |lines| lines.to_string());
            out.push_str(&format!("{id}\t{fingerprint}\t{lines}\n"));
        }
        out
    }
}

fn entry(line: &str) -> Option<MapEntry> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, fingerprint, lines] = fields[..] else { return None };
    let is_hash = fingerprint.len() == 12
        && fingerprint.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
    let lines = if lines == "-" { None } else { Some(lines.parse().ok()?) };
    let entry = MapEntry { id: BlockId::new(id), fingerprint: fingerprint.to_owned(), lines };
    (BlockId::is_valid(id) && is_hash).then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{RawHtml, parse_body};

    fn read(text: &str) -> (BlockMap, Vec<String>) {
        let file: FilePath = "content/.ingest/nieuws/a.map".into();
        let mut findings = Findings::default();
        let map = BlockMap::parse(&file, text, &mut findings);
        let found = findings
            .iter()
            .map(|d| {
                let at = d.at.as_ref().expect("a place");
                format!("{} [{}]", d.code.as_str(), &text[at.start..at.end])
            })
            .collect();
        (map, found)
    }

    #[test]
    fn a_map_is_read_as_it_was_printed() {
        let text =
            format!("{HEAD}\ns1\tabcdefghijkl\t120-134\np-abc234\tabcdefghijk7\t9\nfn-1\t222222222222\t-\n");
        let (map, found) = read(&text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(map.entries[0].lines, Some(SeedLines { first: 120, last: 134 }));
        assert_eq!(map.entries[1].lines, Some(SeedLines { first: 9, last: 9 }));
        assert_eq!(map.entries[2].lines, None);
        assert_eq!(map.print(), text);
    }

    #[test]
    fn damaged_lines_are_found_and_left_out() {
        let good = "s1\tabcdefghijkl\t1\n";
        for bad in [
            "s2",
            "s2\tabcdefghijkl",
            "s2\tabcdefghijkl\t1\t2",
            "S2\tabcdefghijkl\t1",
            "s2\tabcdefghijk1\t1",
            "s2\tabc\t1",
            "s2\tabcdefghijkl\t0",
            "s2\tabcdefghijkl\t3-2",
            "s2\tabcdefghijkl\t+3",
            "s2\tabcdefghijkl\tx",
            "s1\tabcdefghijkl\t1",
            "<<<<<<< HEAD",
        ] {
            let (map, found) = read(&format!("{good}{bad}\r\n\n"));
            assert_eq!(map.entries.len(), 1, "{bad}");
            assert_eq!(found, [format!("wrong-value [{bad}]")]);
        }
    }

    #[test]
    fn a_map_has_a_line_for_each_leaf() {
        let file: FilePath = "a.md".into();
        let text = "## A {#s1}\n\n- b[^1]\n  - c\n\n[^1]: d\n";
        let body = parse_body(&file, text, 0, RawHtml::Forbidden, &mut Findings::default());
        let heading = SeedLines { first: 3, last: 4 };
        let map = BlockMap::of(&body, |id| (id.as_str() == "s1").then_some(heading));
        let lines: Vec<_> = map.entries.iter().map(|e| e.lines).collect();
        assert_eq!(lines, [Some(heading), None, None, None]);
        assert_eq!(map.entries[0].id.as_str(), "s1");
    }
}
