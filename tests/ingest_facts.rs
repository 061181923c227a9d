//! Holds the converter to the facts that were written by hand from the seeds.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use fichewijzer::diagnostic::{Code, Findings};
use fichewijzer::document::walk::{Leaf, LeafKind, each_inline, plain};
use fichewijzer::document::{Inline, RawLink, normalise};
use fichewijzer::ingest::{Converted, Place, Remark, Seed, SeedFacts, convert};
use std::fs;
use std::path::{Path, PathBuf};

const NUMBERS: [&str; 5] = ["000", "001", "002", "003", "004"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The seed whose name begins with a number, converted with what `seeds.toml` knows about it.
fn converted(number: &str) -> Converted {
    let dir = fs::read_dir(root().join("seeds")).unwrap();
    let path = dir
        .map(|entry| entry.unwrap().path())
        .find(|p| p.file_name().unwrap().to_str().unwrap().starts_with(&format!("{number}_")))
        .unwrap();
    let facts = match number {
        "002" => SeedFacts {
            number: "COM(2025) 165".parse().ok(),
            date: "2025-04-09".parse().ok(),
            ..SeedFacts::default()
        },
        "004" => SeedFacts { title: Some("AI Continent Actieplan".into()), ..SeedFacts::default() },
        _ => SeedFacts::default(),
    };
    let mut findings = Findings::default();
    let name = path.file_name().unwrap().to_str().unwrap();
    let seed = Seed { name, bytes: &fs::read(&path).unwrap() };
    let converted = convert(&seed, &facts, &mut findings).unwrap();
    let findings: Vec<_> = findings.iter().map(|d| (d.code, d.message.as_str())).collect();
    assert_eq!(findings, warnings(number));
    converted
}

/// What the seeds say against themselves, read by eye: the fiche's dates, and a parliamentary year that
/// began after the fiche was written.
fn warnings(number: &str) -> Vec<(Code, &'static str)> {
    let messages: &[&str] = match number {
        "000" => &[
            "published on 24 januari 2025 and received on 9 april 2025: one cannot be so",
            "`Kamerstuk 2025-2026` did not exist yet on 2025-05-16",
        ],
        _ => &[],
    };
    messages.iter().map(|message| (Code::Contradiction, *message)).collect()
}

fn rows(number: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join(format!("tests/facts/ingest/{number}.tsv"))).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// What the converter says of each kind of fact, in the form of the facts.
struct Seen<'a> {
    converted: &'a Converted,
    leaves: Vec<(Leaf<'a, RawLink>, usize, usize)>,
}

impl<'a> Seen<'a> {
    fn new(converted: &'a Converted) -> Self {
        let leaves = converted.body.leaves();
        assert_eq!(leaves.len(), converted.lines.len(), "each leaf has its lines");
        let leaves = leaves.into_iter().zip(&converted.lines);
        let leaves = leaves.map(|(leaf, lines)| (leaf, lines.unwrap().first, lines.unwrap().last)).collect();
        Seen { converted, leaves }
    }

    fn headings(&self) -> Vec<Vec<String>> {
        let heading = |(leaf, first, _): &(Leaf<'_, RawLink>, usize, usize)| match leaf.kind {
            LeafKind::Heading(level) => {
                Some(vec!["heading".into(), first.to_string(), level.to_string(), leaf.text()])
            }
            _ => None,
        };
        self.leaves.iter().filter_map(heading).collect()
    }

    fn notes(&self) -> Vec<Vec<String>> {
        let definitions = self.leaves.iter().filter(|(leaf, ..)| leaf.kind == LeafKind::Note);
        self.converted
            .body
            .notes
            .iter()
            .zip(definitions)
            .map(|(note, (leaf, first, _))| {
                let (line, word) = self.mark(&note.label);
                let text = leaf.text();
                let words: Vec<&str> = text.split_whitespace().collect();
                let start = words[..words.len().min(3)].join(" ");
                let end = words[words.len().saturating_sub(2)..].join(" ");
                let end = if words.len() == 1 { start.clone() } else { end };
                vec!["note".into(), note.label.clone(), line, word, first.to_string(), start, end]
            })
            .collect()
    }

    /// Line and word before a mark. The line is that of the word in the seed, looked for among the
    /// lines of the leaf.
    fn mark(&self, label: &str) -> (String, String) {
        for (leaf, first, last) in &self.leaves {
            for part in &leaf.parts {
                let Some(before) = before_mark(part, label) else { continue };
                let word = before.split_whitespace().next_back().unwrap_or("").to_owned();
                return (self.line_of(&word, label, *first, *last), word);
            }
        }
        (String::new(), "no mark".into())
    }

    fn line_of(&self, word: &str, label: &str, first: usize, last: usize) -> String {
        let superscript: String =
            label.chars().map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c as usize - 48).unwrap()).collect();
        let tail: String = {
            let chars: Vec<char> = word.chars().collect();
            chars[chars.len().saturating_sub(3)..].iter().collect()
        };
        let lines: Vec<&str> = self.converted.text.lines().collect();
        let printed = |line: &&str| {
            let line = line.replace('*', "");
            [label, &superscript].iter().any(|digits| line.contains(&format!("{tail}{digits}")))
        };
        let found = (first..=last).find(|number| lines.get(number - 1).is_some_and(printed));
        found.map_or_else(|| "?".to_owned(), |line| line.to_string())
    }

    /// Whether some leaf that runs over a line has these words one after the other.
    fn joins(&self, line: usize, words: &str) -> bool {
        let padded = format!(" {words} ");
        self.leaves.iter().any(|(leaf, first, last)| {
            (*first..=*last).contains(&line) && *last > line && format!(" {} ", leaf.text()).contains(&padded)
        })
    }

    fn starts(&self, line: usize, words: &str) -> bool {
        self.leaves.iter().any(|(leaf, first, _)| *first == line && leaf.text().starts_with(words))
    }
}

/// A text without marks of notes and Markdown.
fn letters(text: &str) -> String {
    let words = text.replace("](#)", "");
    let words = words.chars().filter(|c| !c.is_numeric() && !"*<>[]".contains(*c));
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text before a mark, if the content holds it.
fn before_mark(content: &[Inline], label: &str) -> Option<String> {
    let mut before = String::new();
    let mut found = false;
    each_inline(content, &mut |inline| match inline {
        Inline::NoteRef(own) if own == label => found = true,
        Inline::Text(text) if !found => before.push_str(text),
        _ => {}
    });
    found.then_some(before)
}

fn check(number: &str) {
    let converted = converted(number);
    let seen = Seen::new(&converted);
    let facts = rows(number);
    let of = |kind: &str| facts.iter().filter(|row| row[0] == kind).cloned().collect::<Vec<_>>();
    let mut missed: Vec<String> = Vec::new();
    compare(&of("heading"), &seen.headings(), &mut missed);
    compare(&of("note"), &seen.notes(), &mut missed);
    for row in of("join").iter().chain(&of("hyphen")).chain(&of("start")) {
        let line: usize = row[1].parse().unwrap();
        let met = match row[0].as_str() {
            "join" => seen.joins(line, &format!("{} {}", row[2], row[3])),
            "hyphen" => seen.joins(line, &row[2]),
            _ => seen.starts(line, &row[2]),
        };
        if !met {
            missed.push(row.join(" | "));
        }
    }
    assert!(missed.is_empty(), "{} of {} facts not met:\n{}", missed.len(), facts.len(), missed.join("\n"));
}

/// Notes down what is missing and what is too much.
fn compare(facts: &[Vec<String>], seen: &[Vec<String>], missed: &mut Vec<String>) {
    missed.extend(facts.iter().filter(|row| !seen.contains(row)).map(|row| format!("- {}", row.join(" | "))));
    missed.extend(seen.iter().filter(|row| !facts.contains(row)).map(|row| format!("+ {}", row.join(" | "))));
}

#[test]
fn seed_000() {
    check("000");
}

#[test]
fn seed_001() {
    check("001");
}

#[test]
fn seed_002() {
    check("002");
}

#[test]
fn seed_003() {
    check("003");
}

#[test]
fn seed_004() {
    check("004");
}

/// The facts about passages were written by others from the same texts: where they say that a block
/// starts, one starts, but for those that only the sense tells apart.
#[test]
fn passages_start_where_blocks_start() {
    for number in NUMBERS {
        let converted = converted(number);
        let seen = Seen::new(&converted);
        let by_sense: Vec<String> =
            rows(number).into_iter().filter(|row| row[0] == "sense").map(|row| row[1].clone()).collect();
        let text = fs::read_to_string(root().join(format!("tests/facts/passages/{number}.tsv"))).unwrap();
        for row in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut cells = row.split('\t');
            let (line, words) = (cells.next().unwrap(), cells.nth(1).unwrap());
            let Ok(start) = line.parse::<usize>() else { continue };
            let met = seen.leaves.iter().any(|(leaf, first, _)| {
                *first == start && letters(&leaf.text()).starts_with(&letters(words))
            }) || by_sense.contains(&line.to_owned());
            assert!(met, "{number}: no block starts at {line} with `{words}`");
        }
    }
}

/// The tree can be written as Markdown as it is; otherwise its lines would not fit its leaves.
#[test]
fn the_tree_needs_no_normalising() {
    for number in NUMBERS {
        let body = converted(number).body;
        let normal = normalise(body.clone());
        for (own, other) in body.blocks.iter().zip(&normal.blocks) {
            assert_eq!(own, other, "{number}");
        }
        assert!(body == normal, "{number}");
    }
}

/// Front matter as the seeds print it, read by eye; a line each key that is there.
#[test]
fn front_matter_is_derived() {
    let common = "language nl";
    for (number, slug, expected) in [
        (
            "000",
            "fiche-com-2025-165",
            "fiche 1: Mededeling AI Continent Actieplan; date 2025-05-16; celex 52025DC0165; assesses COM(2025) 165; \
             received 2025-04-09; council Raad voor Vervoer, Telecom en Energie (Telecom); \
             ministry Ministerie van Economische Zaken; assessment none; tk 2025D22022; case 2025Z09639",
        ),
        (
            "001",
            "fiche-com-2024-28",
            "fiche 4: Mededeling stimuleren van startups en innovatie in betrouwbare AI; celex 52024DC0028; \
             assesses COM(2024) 28; received 2024-01-24; council Raad Vervoer, Telecommunicatie en Energie (Telecom); \
             ministry Ministerie van Economische Zaken en Klimaat; assessment none",
        ),
        (
            "002",
            "com-2025-165",
            "communication : Actieplan voor het AI-continent; number COM(2025) 165; date 2025-04-09; editorial number date",
        ),
        (
            "003",
            "com-2025-723",
            "communication : AI-toepassingsstrategie; number COM(2025) 723; date 2025-10-08; council_number 13731/25",
        ),
        (
            "004",
            "2025-04-ai-continent-actieplan",
            "news : AI Continent Actieplan; date 2025-04; editorial title",
        ),
    ] {
        let converted = converted(number);
        assert_eq!(front_line(&converted), format!("{expected}; {common}"));
        assert_eq!(converted.slug, slug);
    }
}

fn front_line(converted: &Converted) -> String {
    let front = &converted.front;
    let number = front.fiche_number.clone().unwrap_or_default();
    let mut line = format!("{} {number}: {}", front.kind, front.title);
    let source = front.source.as_ref().unwrap();
    let assesses: Vec<String> = front.assesses.iter().map(ToString::to_string).collect();
    for (key, value) in [
        ("number", front.number.map(|n| n.to_string())),
        ("date", front.date.map(|d| d.to_string())),
        ("celex", front.celex.clone()),
        ("assesses", Some(assesses.join(", "))),
        ("received", front.received.map(|d| d.to_string())),
        ("council", front.council.clone()),
        ("ministry", Some(front.ministry.join(" + "))),
        ("assessment", front.impact_assessment.clone()),
        ("council_number", front.council_number.clone()),
        ("tk", front.tk_number.clone()),
        ("case", front.case_number.clone()),
        ("editorial", Some(source.editorial.join(" "))),
        ("language", front.language.clone()),
    ] {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            line += &format!("; {key} {value}");
        }
    }
    line
}

#[test]
fn a_remark_names_the_leaves_it_is_about() {
    let converted = converted("000");
    let leaves = converted.body.leaves();
    let places: Vec<(Place, Place)> = converted.remarks.iter().map(Remark::places).collect();
    let starts = |place: Place, words: &str| match place {
        Place::Leaf(leaf) => leaves[leaf].text().starts_with(words),
        Place::Front => false,
    };
    assert!(starts(places[0].0, "9 april 2025") && starts(places[0].1, "Op 24 januari 2025"));
    assert!(starts(places[1].0, "Dit beleid wordt in meerdere") && places[1].0 == places[1].1);
}

#[test]
fn plain_text_has_no_leftovers() {
    for number in NUMBERS {
        let converted = converted(number);
        for leaf in converted.body.leaves() {
            let text = leaf.parts.iter().map(|part| plain(part)).collect::<String>();
            assert_eq!(text.trim(), text, "{number}");
            assert!(!text.is_empty() && !text.contains("  ") && !text.contains('↩'), "{number}: {text}");
        }
    }
}
