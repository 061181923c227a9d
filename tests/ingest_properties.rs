//! Properties of the converter on texts that nobody wrote: it never panics, loses nothing, invents
//! nothing.

use fichewijzer::diagnostic::{Code, Findings};
use fichewijzer::document::{Kind, normalise};
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces of which seeds are made, traps among them.
const PIECES: &[&str] = &[
    "De Commissie stelt een plan voor",
    "dat de lidstaten helpt",
    "Zo.",
    "en zo verder,",
    "AI-",
    "verordening4",
    "cloud-",
    "en -",
    "diensten",
    "20245.",
    "1 ",
    "2 ",
    "3 Een noot.",
    "¹ ",
    "²",
    "kmo's²",
    "[1]",
    "[2] Noot",
    "1. ",
    "1. Inleiding",
    "1.1 Onderdeel",
    "2. Besluit",
    "a) Titel voorstel",
    "b) Nr. Commissiedocument",
    "COM(2025) 165",
    "Essentie voorstel",
    "Algemene gegevens",
    "• ",
    "- ",
    "o ",
    "— ",
    "*",
    "**",
    "** vet **",
    "[woord](#)",
    "[](#)",
    "[woord](https://a.eu)",
    "<https://a.eu/b>",
    "https://a.eu/een-",
    "twee.",
    "\\",
    "\\(",
    "↩︎",
    "\u{a0}",
    "\u{2009}",
    "\u{ad}",
    "\u{200b}",
    "\t",
    " ",
    "#",
    "> ",
    "| a | b |",
    "| c | d |",
    "| - | -- |",
    "|  |  |",
    "a   b   c",
    "dd  e   f",
    "g\th",
    "a) een;",
    "b) twee",
    "c) drie.",
    "1. een;",
    "2. twee:",
    "(i) x",
    "(ii) y",
    "2) z",
    "Fiche 1: Titel",
    "MEDEDELING VAN DE COMMISSIE",
    "Brussel, 8.10.2025",
    "date 2025-04 ",
    "3",
    "€ 20 miljoen",
    "“zo”",
];
const ENDS: &[&str] = &["\n", "\n\n", " \n\n", " \n", "\r\n", "\n \n\n", "  \n\n", " ", "", "\n "];

fn text() -> impl Strategy<Value = String> {
    vec((select(PIECES), select(ENDS)), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, end)| format!("{piece}{end}")).collect())
}

fn run(bytes: &[u8], kind: Option<Kind>) -> (Option<Converted>, Findings) {
    let mut findings = Findings::default();
    let facts = SeedFacts { kind, title: Some("Titel".into()), ..SeedFacts::default() };
    let converted = convert(&Seed { name: "a.txt", bytes }, &facts, &mut findings);
    (converted, findings)
}

/// The visible characters of a text, sorted.
fn letters<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<char> {
    let visible = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let mut letters: Vec<char> = texts.flat_map(str::chars).filter(visible).collect();
    letters.sort_unstable();
    letters
}

/// The account balances, each leaf has its lines, and the tree can be written as it is.
fn check(text: &str, kind: Option<Kind>) -> Result<(), TestCaseError> {
    let (converted, findings) = run(text.as_bytes(), kind);
    prop_assert!(findings.iter().all(|d| d.code != Code::Unaccounted), "{:?}", findings);
    let Some(converted) = converted else { return Ok(()) };
    prop_assert_eq!(converted.body.leaves().len(), converted.lines.len());
    prop_assert_eq!(&normalise(converted.body.clone()), &converted.body);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..400)) {
        run(&bytes, None);
    }

    #[test]
    fn any_text_is_accounted_for(text in any::<String>()) {
        check(&text, None)?;
    }

    #[test]
    fn any_mixture_of_traps_is_accounted_for(
        text in text(),
        kind in prop::option::of(select(&Kind::ALL[..])),
    ) {
        check(&text, kind)?;
    }

    /// The other way round: what stands in the document and in the ledger is the seed's, letter for
    /// letter. A plain document has no title of its own here and no restored numbers.
    #[test]
    fn nothing_is_invented(text in text()) {
        let (Some(converted), _) = run(text.as_bytes(), Some(Kind::Document)) else { return Ok(()) };
        let leaves: Vec<String> = converted.body.leaves().iter().map(fichewijzer::document::walk::Leaf::text).collect();
        let ledger = converted.ledger.iter().map(|entry| entry.text.as_str());
        prop_assert_eq!(letters(leaves.iter().map(String::as_str).chain(ledger)), letters([text.as_str()].into_iter()));
    }
}
