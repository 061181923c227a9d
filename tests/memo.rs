//! A build that takes over what an earlier one made is the build of a dossier that nobody built before.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::diagnostic::{Style, human};
use fichewijzer::dossier::{self, Inputs, Memo, Mode, Outcome};
use fichewijzer::fingerprint::Fingerprint;
use fichewijzer::output::{Ask, Made};
use fichewijzer::phase::Nobody;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A change that somebody makes of a dossier's files.
#[derive(Debug, Clone)]
enum Change {
    /// A word is put before a paragraph of a content file.
    Edit(usize, &'static str),
    /// A paragraph goes.
    Cut(usize, usize),
    /// A paragraph comes to the end.
    Add(usize, &'static str),
    Delete(usize),
    /// The file gets another name; `former` names the old one where the flag says so.
    Rename(usize, bool),
    /// Another file is put in its place.
    Copy(usize, usize),
    /// Words are put before one of the paragraphs of a document.
    Say(usize, usize, &'static str),
    /// A line of front matter, in the place of the one with its key where there is one.
    Front(usize, &'static str),
    /// The same of a term.
    TermFront(usize, &'static str),
    /// Another name for a term.
    Alias(usize, &'static str),
    Setting(usize),
    Seed(usize),
    /// What somebody knows of the seeds.
    Facts(usize),
    /// A file beside the pages, a picture among them.
    Beside(usize),
    Static(usize),
    Template(usize),
    /// A file of the theme: a style sheet, a template.
    Theme(usize),
    /// The words of the theme.
    Words(usize),
}

/// What somebody may write, each for a join of its own.
const SAYINGS: [&str; 14] = [
    "Nieuw",
    "Zie COM(2026) 952 en Verordening (EU) 2024/1991.",
    "Zie ook COM(2024) 123 en C(2025) 7.",
    "De Commissie zal in 2027 een voorstel doen, COM(2026) 952.",
    "Zij zal in het najaar COM(2026) 952 voorstellen.",
    "Het Waterreservefonds krijgt 3 miljard EUR.",
    "Het Zeemeetnet en de Kaderrichtlijn water horen bij de derde opgave.",
    "Het Europees Waterberaad (EWB) komt bijeen.",
    "Het EWB en de KRW gelden.",
    "- een waterwet (derde kwartaal 2027)\n\n",
    "Wat niet wordt gemeten, wordt niet beschermd.",
    "Zie [het plan](doc:com-2026-951#s3).",
    "## Een kop\n\n",
    "Zie ![](kringloop.svg) en [niets](niets.md).",
];

/// Front matter of documents.
const FRONTS: [&str; 14] = [
    "title = \"Een geheel andere titel\"",
    "title = \"Waterplan voor Europa en de zee\"",
    "date = 2026-03-01",
    "date = \"2025-12\"",
    "number = \"COM(2026) 977\"",
    "celex = \"52026DC0977\"",
    "draft = true",
    "cites = [\"COM(2026) 952\"]",
    "follows_up = [\"com-2026-951\"]",
    "announces = [\"niets\"]",
    "assesses = [\"COM(2026) 978\"]",
    "former = [\"documenten/oud.html\"]",
    "description = \"Waar het over gaat.\"",
    "kind = \"document\"",
];

/// Front matter of terms.
const TERM_FRONTS: [&str; 8] = [
    "name = \"Zeegras\"",
    "abbreviation = \"EWB\"",
    "aliases = [\"lidstaten\", \"bodems\"]",
    "include = [\"com-2026-951#p-ie6yti\"]",
    "exclude = [\"com-2026-951#p-ie6yti\"]",
    "sections = [\"com-2026-951#s2.1\"]",
    "number = \"COM(2026) 952\"",
    "draft = true",
];

/// How many different changes there are of each of the last kinds.
const WAYS: usize = 4;

fn change() -> impl Strategy<Value = Change> {
    let words = || {
        prop::sample::select(vec![
            "Nieuw",
            "COM(2024) 123",
            "[water](doc:com-2024-123#s1)",
            "Verordening (EU) 2024/1689",
            "Een fonds van 20 miljoen euro voor de Waterstrategie.",
            "Waterstrategie (WS)",
            "[hier](#s1)",
            "<b>",
        ])
    };
    let at = || 0..64_usize;
    let way = || 0..WAYS;
    prop_oneof![
        4 => (at(), words()).prop_map(|(file, words)| Change::Edit(file, words)),
        2 => (at(), at()).prop_map(|(file, place)| Change::Cut(file, place)),
        2 => (at(), words()).prop_map(|(file, words)| Change::Add(file, words)),
        1 => at().prop_map(Change::Delete),
        1 => (at(), any::<bool>()).prop_map(|(file, told)| Change::Rename(file, told)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Copy(from, to)),
        1 => (at(), words()).prop_map(|(file, words)| Change::Alias(file, words)),
        6 => (at(), at(), prop::sample::select(SAYINGS.to_vec()))
            .prop_map(|(file, place, words)| Change::Say(file, place, words)),
        2 => (at(), prop::sample::select(FRONTS.to_vec())).prop_map(|(file, line)| Change::Front(file, line)),
        1 => (at(), prop::sample::select(TERM_FRONTS.to_vec()))
            .prop_map(|(file, line)| Change::TermFront(file, line)),
        1 => way().prop_map(Change::Setting),
        1 => at().prop_map(Change::Seed),
        1 => way().prop_map(Change::Facts),
        1 => way().prop_map(Change::Beside),
        1 => way().prop_map(Change::Static),
        1 => way().prop_map(Change::Template),
        1 => way().prop_map(Change::Theme),
        1 => way().prop_map(Change::Words),
    ]
}

/// The nth file whose path begins and ends so, counted round and round.
fn nth(inputs: &Inputs, begin: &str, end: &str, n: usize) -> Option<(String, String)> {
    let wanted = |path: &str| path.starts_with(begin) && path.ends_with(end) && !path.contains("/.ingest/");
    let files: Vec<_> = inputs.iter().filter(|(path, _)| wanted(path)).collect();
    let (path, bytes) = files.get(n.checked_rem(files.len())?)?;
    Some((path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
}

/// A document, counted round and round.
fn document(inputs: &Inputs, n: usize) -> Option<(String, String)> {
    let sections = ["content/documenten/", "content/fiches/", "content/nieuws/"];
    nth(inputs, sections[n % sections.len()], ".md", n / sections.len())
}

/// The text with a line of front matter, at the top or in the place of the line with the same key.
fn with_front(text: &str, line: &str) -> Option<String> {
    let key = line.split(" = ").next()?;
    let (front, body) = text.strip_prefix("+++\n")?.split_once("+++\n")?;
    let others = front.lines().filter(|other| !other.starts_with(&format!("{key} = ")));
    let lines: Vec<&str> = [line].into_iter().chain(others).collect();
    Some(format!("+++\n{}\n+++\n{body}", lines.join("\n")))
}

/// The text with words before one of its paragraphs.
fn saying(text: &str, place: usize, words: &str) -> Option<String> {
    let body = text.find("\n+++\n")? + 5;
    let starts: Vec<usize> = text[body..].match_indices("\n\n").map(|(at, _)| body + at + 2).collect();
    let at = *starts.get(place % starts.len().max(1))?;
    Some(format!("{}{words} {}", &text[..at], &text[at..]))
}

fn make(change: &Change, inputs: &mut Inputs) -> Option<()> {
    let content = |inputs: &Inputs, n| nth(inputs, "content/", ".md", n);
    match change {
        Change::Edit(n, words) => {
            let (path, text) = content(inputs, *n)?;
            let at = text.rfind("\n\n")? + 2;
            inputs.insert(path, format!("{}{words} {}", &text[..at], &text[at..]).into_bytes());
        }
        Change::Say(n, place, words) => {
            let (path, text) = document(inputs, *n)?;
            inputs.insert(path, saying(&text, *place, words)?.into_bytes());
        }
        Change::Front(n, line) => {
            let (path, text) = document(inputs, *n)?;
            inputs.insert(path, with_front(&text, line)?.into_bytes());
        }
        Change::TermFront(n, line) => {
            let section = ["content/middelen/", "content/opgaven/"][n % 2];
            let (path, text) = nth(inputs, section, ".md", n / 2)?;
            inputs.insert(path, with_front(&text, line)?.into_bytes());
        }
        Change::Cut(n, place) => {
            let (path, text) = content(inputs, *n)?;
            let mut parts: Vec<&str> = text.split("\n\n").collect();
            (parts.len() > 2).then(|| parts.remove(1 + place % (parts.len() - 1)))?;
            inputs.insert(path, parts.join("\n\n").into_bytes());
        }
        Change::Add(n, words) => {
            let (path, text) = content(inputs, *n)?;
            inputs.insert(path, format!("{text}\n{words}\n").into_bytes());
        }
        Change::Delete(n) => inputs.remove(&content(inputs, *n)?.0),
        Change::Rename(n, told) => {
            let (path, text) = content(inputs, *n)?;
            let former = path.trim_start_matches("content/").replace(".md", ".html");
            let told = if *told { format!("+++\nformer = [\"{former}\"]\n") } else { "+++\n".to_owned() };
            inputs.remove(&path);
            inputs.insert(path.replace(".md", "-nieuw.md"), text.replacen("+++\n", &told, 1).into_bytes());
        }
        Change::Copy(from, to) => {
            let (_, text) = content(inputs, *from)?;
            inputs.insert(content(inputs, *to)?.0, text.into_bytes());
        }
        Change::Alias(n, words) => {
            let (path, text) = nth(inputs, "content/middelen/", ".md", *n)
                .or_else(|| nth(inputs, "content/instrumenten/", ".md", *n))?;
            let name = format!("+++\nname = \"{words}\"\n");
            let rest = text.splitn(3, '\n').nth(2)?;
            inputs.insert(path, format!("{name}{rest}").into_bytes());
        }
        Change::Seed(n) => {
            let (path, text) = nth(inputs, "seeds/", ".txt", *n)?;
            inputs.insert(path, format!("{text}\nEen nieuwe laatste alinea.\n").into_bytes());
        }
        Change::Setting(way) => setting(*way, inputs)?,
        Change::Facts(way) => facts(*way, inputs)?,
        Change::Beside(way) => beside(*way, inputs)?,
        Change::Static(way) => statics(*way, inputs),
        Change::Template(way) => template(*way, inputs),
        Change::Theme(way) => theme(*way, inputs),
        Change::Words(way) => words(*way, inputs),
    }
    Some(())
}

/// Puts other words in the place of the first ones; those of a file that is not there any more are none.
fn replace(inputs: &mut Inputs, path: &str, from: &str, to: &str) -> Option<()> {
    let text = String::from_utf8_lossy(inputs.get(path)?).into_owned();
    inputs.insert(path, text.replacen(from, to, 1).into_bytes());
    Some(())
}

fn setting(way: usize, inputs: &mut Inputs) -> Option<()> {
    let (from, to) = match way {
        0 => ("title = \"", "title = \"Ook "),
        1 => ("base_url = ", "# base_url = "),
        2 => ("plan = \"com-2026-951\"\n", ""),
        _ => ("title = ", "# A note.\ntitle = "),
    };
    replace(inputs, "site.toml", from, to)
}

fn facts(way: usize, inputs: &mut Inputs) -> Option<()> {
    let (from, to) = match way {
        0 => ("2026-03-20", "2026-03-21"),
        1 => ("announces = ", "follows_up = "),
        2 => ("cites = [\"COM(2026) 951\"]", "title = \"Een andere titel\""),
        _ => ("date = ", "datum = "),
    };
    replace(inputs, "seeds/seeds.toml", from, to)
}

fn beside(way: usize, inputs: &mut Inputs) -> Option<()> {
    match way {
        0 => inputs.insert("content/uitleg/bijlage.txt", format!("{}", inputs.iter().count()).into_bytes()),
        1 => inputs.insert("content/documenten/com-2026-951.json", b"taken".to_vec()),
        2 => inputs.remove("content/uitleg/kringloop.svg"),
        _ => return replace(inputs, "content/uitleg/kringloop.svg", "viewBox=\"0 0 ", "viewBox=\"0 0 1"),
    }
    Some(())
}

fn statics(way: usize, inputs: &mut Inputs) {
    match way {
        0 => inputs.insert("static/map/x.txt", format!("{}", inputs.iter().count()).into_bytes()),
        1 => inputs.insert("static/Index.html", b"differs in capitals only".to_vec()),
        2 => inputs.remove("static/robots.txt"),
        _ => inputs.insert("static/llms.txt", b"instead of ours".to_vec()),
    }
}

fn template(way: usize, inputs: &mut Inputs) {
    let page = |block: &str| format!("{{% extends \"theme/page.html\" %}}\n{block}\n").into_bytes();
    match way {
        0 => inputs.remove("templates/index.html"),
        1 => {
            let title = inputs.iter().count();
            inputs.insert(
                "templates/page.html",
                page(&format!("{{% block title %}}{title}{{% endblock title %}}")),
            );
        }
        2 => inputs
            .insert("templates/page.html", page("{% block main %}{{ nergens.iets }}{% endblock main %}")),
        _ => inputs.insert("templates/section.html", b"{% extends".to_vec()),
    }
}

fn theme(way: usize, inputs: &mut Inputs) {
    match way {
        0 => inputs.insert("themes/standaard/static/site.css", b"p { order: 1 }".to_vec()),
        1 => inputs.insert("themes/standaard/templates/404.html", b"{{ page.title }}".to_vec()),
        2 => inputs.insert("themes/standaard/static/eigen.js", b"1;".to_vec()),
        _ => inputs.remove("themes/standaard/static/site.css"),
    }
}

fn words(way: usize, inputs: &mut Inputs) {
    let path = "themes/standaard/i18n/nl.toml";
    let ours = std::fs::read(support::root().join(path)).expect("the theme has it");
    match way {
        0 => inputs.insert(path, ours),
        1 => inputs.remove(path),
        _ => {
            inputs.insert(path, ours);
            let to = if way == 2 { "anchor = \"Hierheen\"" } else { "anker = \"x\"" };
            replace(inputs, path, "anchor = \"Link naar deze plek\"", to).expect("was put there");
        }
    }
}

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
