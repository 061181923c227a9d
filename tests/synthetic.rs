//! The dossiers and seeds that benchmarks measure are sound: they build cleanly, are the same each time, and hold
//! what they are to hold.

mod support;
#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::walk::LeafKind;
use fichewijzer::dossier::{self, Inputs, Mode};
use fichewijzer::ingest::{Seed, SeedFacts, convert};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use synthetic::{Documents, File, Layout, Material, seed};

const COUNT: u64 = 100;

fn material() -> &'static Material {
    static MATERIAL: OnceLock<Material> = OnceLock::new();
    MATERIAL.get_or_init(|| {
        let repository = support::repository();
        let seeds: Vec<(&str, &[u8])> = repository
            .under("seeds/")
            .filter(|(path, _)| path.ends_with(".txt"))
            .map(|(path, bytes)| (&**path, &**bytes))
            .collect();
        Material::of(&seeds, vec!["InvestAI".into(), "AI-verordening".into()])
    })
}

fn files() -> Vec<File> {
    Documents::new(material(), COUNT).files().collect()
}

#[test]
fn a_hundred_documents_build_without_a_fault() {
    let mut inputs: Inputs = support::repository();
    let before = dossier::build(&inputs, Mode::Merge, None);
    for File { path, text } in files() {
        assert!(inputs.get(&path).is_none(), "{path} twice");
        inputs.insert(path, text.into_bytes());
    }
    let outcome = support::build(&inputs);
    assert_eq!(outcome.findings.counts(), before.findings.counts(), "{:?}", outcome.findings);
    let site = outcome.site.expect("planned");
    assert_eq!(site.corpus.documents.len(), 5 + usize::try_from(COUNT).expect("small"));
    assert!(site.corpus.stubs.contains_key("com-2024-20000"), "some fiche assesses what nobody has");
    let passages: usize =
        site.corpus.taxonomies.iter().flat_map(|t| &t.terms).map(|t| t.passages.len()).sum();
    assert!(passages > 1000, "only {passages} passages");
}

#[test]
fn documents_hold_what_policy_documents_hold() {
    let all: String = files().into_iter().map(|file| file.text).collect();
    for (what, least) in [
        ("[^1]: ", 90),
        ("](doc:com-", 300),
        ("Kamerstuk ", 50),
        ("| --- |", 30),
        ("\n- ", 500),
        ("InvestAI", 100),
    ] {
        assert!(all.matches(what).count() >= least, "{what}: {}", all.matches(what).count());
    }
    let words = all.split_whitespace().count() / usize::try_from(COUNT).expect("small");
    assert!((1200..2000).contains(&words), "{words} words a document");
    let mut distinct: BTreeMap<&str, usize> = BTreeMap::new();
    for word in all.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *distinct.entry(word).or_default() += 1;
    }
    let numbers = distinct.keys().filter(|w| w.bytes().all(|b| b.is_ascii_digit())).count();
    assert!(distinct.len() > 10_000, "only {} words", distinct.len());
    assert!(numbers * 5 < distinct.len(), "{numbers} numbers of {} words", distinct.len());
}

#[test]
fn a_document_is_the_same_each_time() {
    assert_eq!(files(), files());
}

/// The notes that were written are the notes that are read: otherwise the layouts are not those that the converter
/// knows, and it would be measured on the wrong thing.
#[test]
fn seeds_convert_with_their_notes() {
    for layout in Layout::ALL {
        let text = seed(material(), layout, 60_000);
        assert!((60_000..70_000).contains(&text.len()), "{} bytes", text.len());
        let mut findings = Findings::default();
        let made = convert(
            &Seed { name: layout.as_str(), bytes: text.as_bytes() },
            &SeedFacts::default(),
            &mut findings,
        );
        let made = made.expect("a text");
        assert!(findings.is_empty(), "{layout:?}: {findings:?}");
        assert!(made.body.notes.len() > 15, "{layout:?}: {} notes", made.body.notes.len());
        let headings = made.body.leaves().iter().filter(|l| matches!(l.kind, LeafKind::Heading(_))).count();
        assert!(headings > 4, "{layout:?}: {headings} headings");
    }
}
