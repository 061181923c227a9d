//! A build that takes over what an earlier one made is the build of a dossier that nobody built before.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

#[path = "memo/change.rs"]
mod change;
mod support;

use change::{Change, WAYS, change, make, replace};
use fichewijzer::diagnostic::{Style, human};
use fichewijzer::dossier::{self, Inputs, Memo, Mode, Outcome};
use fichewijzer::fingerprint::Fingerprint;
use fichewijzer::output::{Ask, Made};
use fichewijzer::phase::Nobody;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file of the site.
type Written = (String, Vec<u8>);

/// Findings, changes of content, files.
type All = (String, Vec<String>, Vec<Written>);

/// What builds after one another know of those before.
#[derive(Default)]
struct Past {
    memo: Memo,
    /// The digests of files by their paths and by what they were made from.
    seen: BTreeMap<(String, String), blake3::Hash>,
    /// What files were made from the last time.
    last: BTreeMap<String, Fingerprint>,
}

impl Past {
    /// Insists that no file has other bytes than an earlier one that was made from the same. Gives the paths of those
    /// that are made from something else than the last time.
    fn holds_for(&mut self, files: &[Written], made_from: BTreeMap<String, Fingerprint>) -> Vec<String> {
        for (path, bytes) in files {
            let Some(fingerprint) = made_from.get(path) else { continue };
            let bytes = blake3::hash(bytes);
            let before = *self.seen.entry((path.clone(), fingerprint.to_string())).or_insert(bytes);
            assert_eq!(before, bytes, "{path} is made from the same as before, and is not the same");
        }
        let last = std::mem::replace(&mut self.last, made_from);
        let is_other =
            |(path, now): &(&String, &Fingerprint)| last.get(*path).is_some_and(|last| last != *now);
        self.last.iter().filter(is_other).map(|(path, _)| path.clone()).collect()
    }
}

/// All that a run says and would write.
fn everything(outcome: &Outcome) -> All {
    everything_with_fingerprints(outcome).0
}

/// The same, and what files are made from.
fn everything_with_fingerprints(outcome: &Outcome) -> (All, BTreeMap<String, Fingerprint>) {
    let changes = outcome.changes.iter().map(|change| format!("{change:?}")).collect();
    let (mut files, mut made_from) = (Vec::new(), BTreeMap::new());
    for (path, file) in outcome.tree.iter() {
        let bytes = match file.make(Ask::Fingerprint) {
            Ok(Made::Bytes { bytes, fingerprint }) => {
                made_from.extend(fingerprint.map(|fingerprint| (path.to_string(), fingerprint)));
                bytes.into_owned()
            }
            Ok(Made::Same) => unreachable!("no fingerprint was asked about"),
            Err(fault) => format!("{fault:?}").into_bytes(),
        };
        files.push((path.to_string(), bytes));
    }
    ((human(&outcome.findings, &outcome.sources, Style::Plain), changes, files), made_from)
}

fn is_a_clean_build(past: &mut Past, inputs: &Inputs, mode: Mode) -> Outcome {
    compared(past, inputs, mode).0
}

/// The outcome of a build with the memo, and all that a clean build says and would write, which is the same.
fn compared(past: &mut Past, inputs: &Inputs, mode: Mode) -> (Outcome, All) {
    let (outcome, clean, _) = fully_compared(past, inputs, mode);
    (outcome, clean)
}

/// The same, with the files that are made from something else than the last time.
fn fully_compared(past: &mut Past, inputs: &Inputs, mode: Mode) -> (Outcome, All, Vec<String>) {
    let outcome = dossier::build_with(&mut past.memo, inputs, mode, None, &Nobody);
    let ((found, changes, files), made_from) = everything_with_fingerprints(&outcome);
    let other = past.holds_for(&files, made_from);
    let clean = everything(&dossier::build(inputs, mode, None));
    assert_eq!(found, clean.0);
    assert_eq!(changes, clean.1);
    assert_eq!(files.len(), clean.2.len());
    for (ours, theirs) in files.iter().zip(&clean.2) {
        assert!(ours == theirs, "{} and {} differ", ours.0, theirs.0);
    }
    (outcome, clean, other)
}

/// Writes what a run wants written.
fn apply(inputs: &mut Inputs, outcome: &Outcome) {
    for change in &outcome.changes {
        match &change.new {
            Some(new) => inputs.insert(change.path.to_string(), new.clone()),
            None => inputs.remove(change.path.as_str()),
        }
    }
}

/// Paths of the files that are in one of two lists only or have other bytes.
fn differing<'a>(before: &'a [Written], now: &'a [Written]) -> BTreeSet<&'a str> {
    let both: [BTreeSet<&Written>; 2] = [before, now].map(|files| files.iter().collect());
    both[0].symmetric_difference(&both[1]).map(|(path, _)| path.as_str()).collect()
}

fn water() -> Inputs {
    support::inputs_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers/water"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_run_with_a_memo_is_a_clean_build(
        changes in prop::collection::vec((change(), any::<bool>()), 1..8),
        writes in any::<bool>(),
    ) {
        let mut inputs = water();
        let mut past = Past::default();
        is_a_clean_build(&mut past, &inputs, Mode::Merge);
        for (change, frozen) in &changes {
            let before = inputs.clone();
            make(change, &mut inputs);
            let mode = if *frozen { Mode::Frozen } else { Mode::Merge };
            let outcome = is_a_clean_build(&mut past, &inputs, mode);
            if outcome.findings.has_errors() {
                // Somebody takes it back.
                inputs = before;
            } else if writes {
                apply(&mut inputs, &outcome);
            }
        }
        is_a_clean_build(&mut past, &inputs, Mode::Merge);
    }
}

/// Each way to change each kind of input, from the dossier as it is; at once the change before is taken back. The change
/// shows, in the memo's build as in a clean one.
#[test]
fn every_kind_of_input_counts() {
    let kinds: [fn(usize) -> Change; 7] = [
        Change::Setting,
        Change::Facts,
        Change::Beside,
        Change::Static,
        Change::Template,
        Change::Theme,
        Change::Words,
    ];
    let mut past = Past::default();
    let (_, before) = compared(&mut past, &water(), Mode::Preview);
    let mut silent = Vec::new();
    for change in kinds.iter().flat_map(|kind| (0..WAYS).map(kind)) {
        let mut inputs = water();
        make(&change, &mut inputs).expect("the dossier has such files");
        if compared(&mut past, &inputs, Mode::Preview).1 == before {
            silent.push(format!("{change:?}"));
        }
    }
    // A note in the settings, a file that is the theme's own, and what takes away what is not there.
    assert_eq!(silent, ["Setting(3)", "Theme(3)", "Words(0)", "Words(1)"]);
}

#[test]
fn this_dossier_is_built_again_with_a_memo() {
    let mut inputs = support::repository();
    let mut past = Past::default();
    is_a_clean_build(&mut past, &inputs, Mode::Merge);
    let changes = [
        Change::Edit(3, "COM(2025) 165 zegt:"),
        Change::Cut(4, 5),
        Change::Alias(7, "AI-fabriek"),
        Change::Rename(5, true),
        Change::Seed(1),
    ];
    for change in &changes {
        make(change, &mut inputs).expect("the dossier has such files");
        is_a_clean_build(&mut past, &inputs, Mode::Merge);
    }
}

/// What words of a document say, each with whether the run takes over the joins of the last run without errors: all of it
/// comes out as in a clean build, also when the words go again.
#[test]
fn what_changed_words_say_is_renewed_and_the_rest_taken_over() {
    let plan = "content/documenten/com-2026-951.md";
    let [fiche, other] = ["952", "951"].map(|number| format!("content/fiches/fiche-com-2026-{number}.md"));
    let (fiche, other) = (fiche.as_str(), other.as_str());
    let news = "content/nieuws/2026-02-12-brussel-wil-water-langer-vasthouden.md";
    let (spot, list) = ("Gezonde bodems werken", "Belangrijkste acties van de Commissie:\n\n");
    let with_action = format!("{list}- Zij komt met een waterwet (derde kwartaal 2027).\n");
    let edits: [(&str, &str, &str, bool); 34] = [
        (plan, spot, "Gezonde bodems en meren werken", true),
        (plan, spot, "Zie Verordening (EU) 2024/1991 en COM(2020) 7. Gezonde bodems werken", true),
        (plan, spot, "Zie Verordening (EU) 2024/1991 of COM(2020) 7. Gezonde bodems werken", true),
        (fiche, "Het kabinet is", "Net als in COM(2026) 951 is het zo. Het kabinet is", true),
        (fiche, "Het kabinet is", "Net als COM(2026) 951 zegt is het zo. Het kabinet is", true),
        (plan, spot, "Het Waterreservefonds krijgt 3 miljard EUR. Gezonde bodems werken", true),
        (plan, spot, "Het Zeemeetnet meet. Gezonde bodems werken", true),
        (plan, spot, "Het Europees Waterberaad (EWB) komt bijeen. Gezonde bodems werken", true),
        (plan, list, &with_action, true),
        (plan, "\n## 3. ", "\nEen nieuwe alinea over de derde opgave.\n\n## 3. ", true),
        (other, "Het kabinet is", "Zie ook COM(2026) 952. Het kabinet is", true),
        // A quotation that stands in another block now.
        (plan, "naar zee. De eerste", "naar zee.\n\nDe eerste", true),
        // A passage that an editor gave to a term is a heading, a quotation stands nowhere, a section has another id.
        (news, "Vissers wijzen", "## Vissers wijzen", false),
        (plan, spot, "Zij zal in 2027 COM(2026) 952 voorstellen. Gezonde bodems werken", false),
        (plan, spot, "De Commissie zal in 2028 COM(2026) 952 voorstellen. Gezonde bodems werken", true),
        (plan, "Wat niet wordt gemeten, ", "Wat niemand meet, ", false),
        // What was said before goes again, and with it a relation.
        (plan, spot, "Gezonde bodems en vijvers werken", false),
        // Links, to pages and to places that none led to before; then such a place is gone.
        (plan, spot, "Zie [daar](#s2). Gezonde bodems werken", true),
        (plan, spot, "Zie [daar](doc:fiche-com-2026-952). Gezonde bodems werken", true),
        (plan, spot, "Zie [daar](doc:fiche-com-2026-952#s3b). Gezonde bodems werken", true),
        (fiche, "Het kabinet is", "Zie [daar](doc:com-2026-951#s3). Het kabinet is", true),
        (plan, "\n## 3. ", "\nEen nieuwe alinea, zie [hier](#s3).\n\n## 3. ", true),
        (
            fiche,
            "Het kabinet is",
            "Zie [daar](term:zeemeetnet) of [hier](https://example.org/). Het kabinet is",
            true,
        ),
        // Faults, each mended by the next.
        (plan, spot, "Zie [daar](#s77). Gezonde bodems werken", false),
        (plan, spot, "Zie [daar](#s2) en elders. Gezonde bodems werken", true),
        (plan, spot, "Zie [daar](doc:niets). Gezonde bodems werken", false),
        (fiche, "Het kabinet is", "Zie [daar](doc:niets#s1). Het kabinet is", false),
        (plan, "naar zee. De eerste", "naar zee.\n\nDe eerste", true),
        (plan, "Wat niet wordt gemeten, ", "Wat niemand meet, ", false),
        (plan, spot, "Gezonde bodems en beken werken", true),
        (fiche, "Het kabinet is", "Zie [daar](doc:com-2026-951#p-ie6yti). Het kabinet is", true),
        (plan, "{#s5}", "{#s9}", false),
        (plan, "title = \"Waterplan", "title = \"Het waterplan", false),
        (plan, "date = 2026-02-11", "date = 2026-02-12", false),
    ];
    let mut past = Past::default();
    let roster = |outcome: &Outcome| outcome.site.as_ref().expect("planned").corpus.roster.clone();
    let (first, mut clean) = compared(&mut past, &water(), Mode::Preview);
    let mut last_good = roster(&first);
    for (file, from, to, is_taken_over) in &edits {
        let mut inputs = water();
        replace(&mut inputs, file, from, to).expect("the dossier has the file");
        let (outcome, now) = compared(&mut past, &inputs, Mode::Preview);
        assert!(now != clean, "{to}: nothing changed");
        assert_eq!(roster(&outcome) == last_good, *is_taken_over, "{to}: {}", now.0);
        if !outcome.findings.has_errors() {
            last_good = roster(&outcome);
        }
        clean = now;
    }
}

/// Pages and twins that are made again for an edit: those of the document, and those that quote its words or count them.
#[test]
fn what_shows_nothing_else_is_made_from_the_same() {
    let plan = "content/documenten/com-2026-951.md";
    // Its own, its seed's, which shows what of it was changed, and those of the four terms that have the paragraph, which
    // stands beside the fiche's too.
    let always = [
        "bron/com-2026-951.html",
        "documenten/com-2026-951.html",
        "documenten/com-2026-951.json",
        "documenten/com-2026-951.md",
        "gebieden/donau.html",
        "gebieden/maas.html",
        "middelen/waterreservefonds.html",
        "opgaven/zoet-water.html",
        "vergelijk/fiche-com-2026-951.html",
    ];
    let check = |to: &str, besides: &[&str]| {
        let (mut past, mut inputs) = (Past::default(), water());
        let before = compared(&mut past, &inputs, Mode::Merge).1;
        replace(&mut inputs, plan, "Gezonde bodems werken", to).expect("the dossier has the file");
        let (outcome, now, other) = fully_compared(&mut past, &inputs, Mode::Merge);
        for (path, file) in outcome.tree.iter() {
            if let Some(fingerprint) = past.last.get(path.as_str()) {
                assert_eq!(file.make(Ask::Unless(fingerprint)), Ok(Made::Same), "{path}");
            }
        }
        let mut expected: Vec<&str> = always.iter().chain(besides).copied().collect();
        expected.sort_unstable();
        assert_eq!(other, expected, "{to}");
        // None of them in vain.
        let differing = differing(&before.2, &now.2);
        assert!(expected.iter().all(|path| differing.contains(path)), "{to}: {differing:?}");
    };
    check("Gezonde bodems en meren werken", &[]);
    // Two pages list what is cited, and one what has no page here.
    check("Zie C(2025) 7. Gezonde bodems werken", &["verwijzingen.html"]);
}

/// A page keeps a picture's place free: with another size it is another page.
#[test]
fn a_picture_of_another_size_counts_for_the_page_that_shows_it() {
    let plan = "content/documenten/com-2026-951.md";
    let (mut past, mut inputs) = (Past::default(), water());
    let shown = "![Kringloop](../uitleg/kringloop.svg)\n\nGezonde bodems werken";
    replace(&mut inputs, plan, "Gezonde bodems werken", shown).expect("the dossier has the file");
    compared(&mut past, &inputs, Mode::Merge);
    replace(&mut inputs, "content/uitleg/kringloop.svg", "width=\"320\"", "width=\"160\"").expect("the same");
    let other = fully_compared(&mut past, &inputs, Mode::Merge).2;
    assert!(other.iter().any(|path| path == "documenten/com-2026-951.html"), "{other:?}");
}

/// A document that moves to another section has another address in the texts that lead to it.
#[test]
fn an_address_counts_for_the_texts_that_lead_to_it() {
    let plan = "content/documenten/com-2026-951.md";
    let news = "content/nieuws/2026-02-12-brussel-wil-water-langer-vasthouden.md";
    let (mut past, mut inputs) = (Past::default(), water());
    let leading =
        "Zie [het bericht](doc:2026-02-12-brussel-wil-water-langer-vasthouden). Gezonde bodems werken";
    replace(&mut inputs, plan, "Gezonde bodems werken", leading).expect("the dossier has the file");
    compared(&mut past, &inputs, Mode::Merge);
    replace(&mut inputs, news, "kind = \"news\"", "kind = \"document\"").expect("the same");
    let other = fully_compared(&mut past, &inputs, Mode::Merge).2;
    assert!(other.iter().any(|path| path == "documenten/com-2026-951.md"), "{other:?}");
}

/// An id that leads to a block since its own is gone is an anchor of the page, though no word of the text changed.
#[test]
fn a_former_id_counts_for_the_page() {
    let map = "content/.ingest/documenten/com-2026-951.map";
    let (mut past, mut inputs) = (Past::default(), water());
    compared(&mut past, &inputs, Mode::Merge);
    let text = String::from_utf8(inputs.get(map).expect("there").to_vec()).expect("text");
    inputs.insert(map, format!("{text}p-oudere\tleads to\ts3\n").into_bytes());
    let other = fully_compared(&mut past, &inputs, Mode::Merge).2;
    assert!(other.iter().any(|path| path == "documenten/com-2026-951.html"), "{other:?}");
}
