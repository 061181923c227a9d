//! The map of a content file: which block came from which lines of the seed, and what id it has.

use super::block::{BlockId, Body};
use super::ids::{Seen, fingerprint};
use super::page::is_address;
use super::space::one_space;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// First and last line in the seed, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Its words, where the base does not have them: what it is known by when they change again.
    pub words: Option<String>,
}

/// All leaves of a content file in its order, and what led to them once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockMap {
    pub entries: Vec<MapEntry>,
    /// Ids that no block has any more, each with the block that it leads to now, if there is any block.
    pub former: BTreeMap<BlockId, Option<BlockId>>,
    /// Addresses that the page had before the program moved it, `documenten/brief.html`.
    pub pages: BTreeSet<String>,
}

pub(super) const HEAD: &str =
    "# Blocks of the content file, written by the program: id, fingerprint, lines in the seed.";

impl BlockMap {
    /// The map of a body whose ids are assigned; `lines` tells where a leaf stands in the seed.
    pub fn of<L>(body: &Body<L>, lines: impl Fn(&BlockId) -> Option<SeedLines>) -> Self {
        let entry = |leaf: &super::walk::Leaf<'_, L>| MapEntry {
            id: leaf.id.clone(),
            fingerprint: fingerprint(leaf),
            lines: lines(leaf.id),
            words: None,
        };
        BlockMap { entries: body.leaves().iter().map(entry).collect(), ..BlockMap::default() }
    }

    /// The same, where the leaves were looked at before.
    pub fn of_seen(body: &Body, seen: &[Seen], lines: impl Fn(&BlockId) -> Option<SeedLines>) -> Self {
        let entry = |(leaf, seen): (super::walk::Leaf<'_, _>, &Seen)| MapEntry {
            id: leaf.id.clone(),
            fingerprint: seen.fingerprint().to_owned(),
            lines: lines(leaf.id),
            words: None,
        };
        BlockMap { entries: body.leaves().into_iter().zip(seen).map(entry).collect(), ..BlockMap::default() }
    }

    /// Notes the words of the blocks whose fingerprints are none of `known`; `seen` are the leaves that this is the
    /// map of.
    pub fn note_words(&mut self, seen: &[Seen], known: &BTreeSet<String>) {
        for (entry, leaf) in self.entries.iter_mut().zip(seen) {
            let words = || one_space(leaf.text()).into_owned();
            entry.words = (!known.contains(&entry.fingerprint)).then(words).filter(|words| !words.is_empty());
        }
    }

    /// Reads a map. A damaged line is a finding and is left out; so is one that repeats an id.
    pub fn parse(file: &FilePath, text: &str, findings: &mut Findings) -> Self {
        let mut map = BlockMap::default();
        let mut seen = BTreeSet::new();
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let line = raw.trim_end();
            let span = at..at + line.len();
            at += raw.len();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = match Line::read(line) {
                None => "this is no line of a map",
                Some(Line::Block(MapEntry { id, .. }) | Line::Former(id, _)) if !seen.insert(id.clone()) => {
                    "an id that stands here twice"
                }
                Some(line) => {
                    map.add(line);
                    continue;
                }
            };
            findings.push(
                Diagnostic::new(Code::WrongValue, fault).at(file, span).hint(
                    "restore the file; a line is an id, a fingerprint and lines or `-`, parted by tabs",
                ),
            );
        }
        map
    }

    fn add(&mut self, line: Line) {
        match line {
            Line::Block(entry) => self.entries.push(entry),
            Line::Former(id, target) => {
                self.former.insert(id, target);
            }
            Line::Page(address) => {
                self.pages.insert(address);
            }
        }
    }

    /// The map as it stands in its file.
    pub fn print(&self) -> String {
        let mut out = format!("{HEAD}\n");
        for MapEntry { id, fingerprint, lines, words } in &self.entries {
            print_block(id, fingerprint, *lines, &mut out);
            words.iter().for_each(|words| out.extend(["\t", words.as_str()]));
            out.push('\n');
        }
        print_former(&self.former, &self.pages, &mut out);
        out
    }
}

/// What a line tells of a block but its words.
fn print_block(id: &BlockId, fingerprint: &str, lines: Option<SeedLines>, out: &mut String) {
    [id.as_str(), "\t", fingerprint, "\t"].iter().for_each(|part| out.push_str(part));
    match lines {
        Some(lines) => out.push_str(&lines.to_string()),
        None => out.push('-'),
    }
}

fn print_former(former: &BTreeMap<BlockId, Option<BlockId>>, pages: &BTreeSet<String>, out: &mut String) {
    for (id, target) in former {
        let target = target.as_ref().map_or("-", BlockId::as_str);
        out.push_str(&format!("{id}\t{LEADS_TO}\t{target}\n"));
    }
    for address in pages {
        out.push_str(&format!("{address}\t{LEADS_HERE}\n"));
    }
}

/// A map without ids, words and lines, which its document has: what is kept of a map until it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordlessMap {
    /// The fingerprint of each leaf, and what the map tells of its words.
    leaves: Box<[([u8; FINGERPRINT], Told)]>,
    former: BTreeMap<BlockId, Option<BlockId>>,
    pages: BTreeSet<String>,
}

/// How many characters a fingerprint has.
pub(super) const FINGERPRINT: usize = 12;

/// Whether a text can be a fingerprint.
pub(super) fn is_fingerprint(text: &[u8]) -> bool {
    text.len() == FINGERPRINT && text.iter().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(b))
}

/// What a map tells of the words of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    /// As the leaf has them: to look for white space again, when the document is not in fast memory any more, took a fortieth
    /// of a first build.
    Words,
    /// With one space between them.
    SpacedWords,
}

impl WordlessMap {
    /// What is kept of a map; `seen` are the leaves that it is the map of.
    pub fn of(map: BlockMap, seen: &[Seen]) -> Self {
        let leaf = |(entry, seen): (&MapEntry, &Seen)| {
            let mut fingerprint = [b'a'; FINGERPRINT];
            fingerprint.iter_mut().zip(entry.fingerprint.bytes()).for_each(|(to, byte)| *to = byte);
            let told = match entry.words.as_deref() {
                None => Told::Nothing,
                Some(words) if words == seen.text() => Told::Words,
                Some(_) => Told::SpacedWords,
            };
            (fingerprint, told)
        };
        let leaves = map.entries.iter().zip(seen).map(leaf).collect();
        WordlessMap { leaves, former: map.former, pages: map.pages }
    }

    /// The whole map as it stands in its file; `body` has the leaves that it is a map of, wherever their links lead, and
    /// `lines` tells where they stand in the seed.
    pub fn print<L>(&self, body: &Body<L>, lines: impl Fn(&BlockId) -> Option<SeedLines>) -> String {
        let mut out = format!("{HEAD}\n");
        for (leaf, (fingerprint, told)) in body.leaves().iter().zip(&self.leaves) {
            let fingerprint = String::from_utf8_lossy(fingerprint);
            print_block(leaf.id, &fingerprint, lines(leaf.id), &mut out);
            if *told != Told::Nothing {
                out.push('\t');
            }
            match told {
                Told::Nothing => {}
                Told::Words => leaf.text_into(&mut out),
                Told::SpacedWords => out.push_str(&one_space(&leaf.words())),
            }
            out.push('\n');
        }
        print_former(&self.former, &self.pages, &mut out);
        out
    }
}

/// The text of a map with an address that the page had, until the program moved it; of a new map where there
/// is none.
pub fn with_former_page(map: Option<&str>, address: &str) -> String {
    let mut text = map.map_or_else(|| BlockMap::default().print(), str::to_owned);
    let line = format!("{address}\t{LEADS_HERE}");
    if !text.lines().any(|other| other == line) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What stands between a former id and the block that it leads to.
const LEADS_TO: &str = "leads to";

/// What stands after a former address of the page.
const LEADS_HERE: &str = "leads here";

/// A line of a map.
enum Line {
    Block(MapEntry),
    Former(BlockId, Option<BlockId>),
    Page(String),
}

impl Line {
    fn read(line: &str) -> Option<Line> {
        let fields: Vec<&str> = line.split('\t').collect();
        let id = |text: &str| text.parse::<BlockId>().ok();
        match fields[..] {
            [former, LEADS_TO, "-"] => Some(Line::Former(id(former)?, None)),
            [former, LEADS_TO, target] => Some(Line::Former(id(former)?, Some(id(target)?))),
            [address, LEADS_HERE] => is_address(address).then(|| Line::Page(address.to_owned())),
            [block, fingerprint, lines] => entry(id(block)?, fingerprint, lines, None),
            [block, fingerprint, lines, words] => entry(id(block)?, fingerprint, lines, Some(words)),
            _ => None,
        }
    }
}

fn entry(id: BlockId, fingerprint: &str, lines: &str, words: Option<&str>) -> Option<Line> {
    let lines = if lines == "-" { None } else { Some(lines.parse().ok()?) };
    let words = words.map(str::to_owned);
    is_fingerprint(fingerprint.as_bytes())
        .then(|| Line::Block(MapEntry { id, fingerprint: fingerprint.to_owned(), lines, words }))
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
    fn a_map_tells_the_words_that_the_base_does_not_have_and_what_led_here_once() {
        let text = format!(
            "{HEAD}\np-abc234\tabcdefghijk7\t9\tEen  alinea.\np-old\tleads to\tp-abc234\np-older\tleads to\t-\n\
             documenten/brief.html\tleads here\n"
        );
        let (map, found) = read(&text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(map.entries[0].words.as_deref(), Some("Een  alinea."));
        let former: Vec<_> = map.former.iter().map(|(id, to)| (id.as_str(), to.clone())).collect();
        assert_eq!(former, [("p-old", Some(BlockId::new("p-abc234"))), ("p-older", None)]);
        assert!(map.pages.contains("documenten/brief.html"));
        assert_eq!(map.print(), text);
    }

    #[test]
    fn words_are_noted_that_are_not_known_otherwise() {
        let body = parse_body(
            &"a.md".into(),
            "een\n\ntwee\ndrie\n\n-\n",
            0,
            RawHtml::Forbidden,
            &mut Findings::default(),
        );
        let mut map = BlockMap::of(&body, |_| None);
        let known = BTreeSet::from([map.entries[0].fingerprint.clone()]);
        map.note_words(&Seen::all(&body), &known);
        let words: Vec<_> = map.entries.iter().map(|e| e.words.as_deref()).collect();
        assert_eq!(words, [None, Some("twee drie"), None]);
    }

    #[test]
    fn a_map_without_words_is_whole_again_with_its_document() {
        let text = "## A {#s1}\n\n- b[^1]\n  - c  *d*\n\n```\nx  y\n```\n\n[^1]: e\n";
        let mut body = parse_body(&"a.md".into(), text, 0, RawHtml::Forbidden, &mut Findings::default());
        crate::document::assign(&mut body, crate::document::HeadingStyle::WordsAlone, &BlockMap::default());
        let lines = |id: &BlockId| (id.as_str() != "s1").then_some(SeedLines { first: 3, last: 4 });
        let seen = Seen::all(&body);
        let mut map = BlockMap::of_seen(&body, &seen, lines);
        map.note_words(&seen, &BTreeSet::from([map.entries[1].fingerprint.clone()]));
        map.former.insert(BlockId::new("p-old"), Some(BlockId::new("s1")));
        map.pages.insert("documenten/brief.html".to_owned());
        let told: Vec<bool> = map.entries.iter().map(|entry| entry.words.is_some()).collect();
        assert_eq!(told, [true, false, true, true, true]);
        assert_eq!(WordlessMap::of(map.clone(), &seen).print(&body, lines), map.print());
    }

    #[test]
    fn damaged_lines_are_found_and_left_out() {
        let good = "s1\tabcdefghijkl\t1\n";
        for bad in [
            "s2",
            "s2\tabcdefghijkl",
            "s2\tabcdefghijkl\t1\t2\t3",
            "p-a\tleads to",
            "p-a\tleads to\tS1",
            "s1\tleads to\ts1",
            "../a.html\tleads here",
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
            assert_eq!((map.entries.len(), map.former.len(), map.pages.len()), (1, 0, 0), "{bad}");
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
