//! A build that takes over what an earlier one made is the build of a dossier that nobody built before.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::diagnostic::{Style, human};
use fichewijzer::dossier::{self, Inputs, Memo, Mode, Outcome};
use fichewijzer::phase::Nobody;
use proptest::prelude::*;
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
    /// Another name for a term.
    Alias(usize, &'static str),
    Title,
    Seed(usize),
}

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
    prop_oneof![
        4 => (at(), words()).prop_map(|(file, words)| Change::Edit(file, words)),
        2 => (at(), at()).prop_map(|(file, place)| Change::Cut(file, place)),
        2 => (at(), words()).prop_map(|(file, words)| Change::Add(file, words)),
        1 => at().prop_map(Change::Delete),
        1 => (at(), any::<bool>()).prop_map(|(file, told)| Change::Rename(file, told)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Copy(from, to)),
        1 => (at(), words()).prop_map(|(file, words)| Change::Alias(file, words)),
        1 => Just(Change::Title),
        1 => at().prop_map(Change::Seed),
    ]
}

/// The nth file whose path begins and ends so, counted round and round.
fn nth(inputs: &Inputs, begin: &str, end: &str, n: usize) -> Option<(String, String)> {
    let wanted = |path: &str| path.starts_with(begin) && path.ends_with(end) && !path.contains("/.ingest/");
    let files: Vec<_> = inputs.iter().filter(|(path, _)| wanted(path)).collect();
    let (path, bytes) = files.get(n.checked_rem(files.len())?)?;
    Some((path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
}

fn make(change: &Change, inputs: &mut Inputs) -> Option<()> {
    let content = |inputs: &Inputs, n| nth(inputs, "content/", ".md", n);
    match change {
        Change::Edit(n, words) => {
            let (path, text) = content(inputs, *n)?;
            let at = text.rfind("\n\n")? + 2;
            inputs.insert(path, format!("{}{words} {}", &text[..at], &text[at..]).into_bytes());
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
        Change::Title => {
            let (path, text) = nth(inputs, "site.toml", "", 0)?;
            inputs.insert(path, format!("# {}\n{text}", text.len()).into_bytes());
        }
        Change::Seed(n) => {
            let (path, text) = nth(inputs, "seeds/", ".txt", *n)?;
            inputs.insert(path, format!("{text}\nEen nieuwe laatste alinea.\n").into_bytes());
        }
    }
    Some(())
}

/// A file of the site.
type Written = (String, Vec<u8>);

/// All that a run says and would write.
fn everything(outcome: &Outcome) -> (String, Vec<String>, Vec<Written>) {
    let changes = outcome.changes.iter().map(|change| format!("{change:?}")).collect();
    let bytes = |file: &fichewijzer::output::OutputFile| match file.bytes() {
        Ok(bytes) => bytes.into_owned(),
        Err(fault) => format!("{fault:?}").into_bytes(),
    };
    let files = outcome.tree.iter().map(|(path, file)| (path.to_string(), bytes(file))).collect();
    (human(&outcome.findings, &outcome.sources, Style::Plain), changes, files)
}

fn is_a_clean_build(memo: &mut Memo, inputs: &Inputs, mode: Mode) -> Outcome {
    let outcome = dossier::build_with(memo, inputs, mode, None, &Nobody);
    let (found, changes, files) = everything(&outcome);
    let clean = everything(&dossier::build(inputs, mode, None));
    assert_eq!(found, clean.0);
    assert_eq!(changes, clean.1);
    assert_eq!(files.len(), clean.2.len());
    for (ours, theirs) in files.iter().zip(&clean.2) {
        assert!(ours == theirs, "{} and {} differ", ours.0, theirs.0);
    }
    outcome
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
        let mut memo = Memo::default();
        is_a_clean_build(&mut memo, &inputs, Mode::Merge);
        for (change, frozen) in &changes {
            let before = inputs.clone();
            make(change, &mut inputs);
            let mode = if *frozen { Mode::Frozen } else { Mode::Merge };
            let outcome = is_a_clean_build(&mut memo, &inputs, mode);
            if outcome.findings.has_errors() {
                // Somebody takes it back.
                inputs = before;
            } else if writes {
                apply(&mut inputs, &outcome);
            }
        }
        is_a_clean_build(&mut memo, &inputs, Mode::Merge);
    }
}

#[test]
fn this_dossier_is_built_again_with_a_memo() {
    let mut inputs = support::repository();
    let mut memo = Memo::default();
    is_a_clean_build(&mut memo, &inputs, Mode::Merge);
    let changes = [
        Change::Edit(3, "COM(2025) 165 zegt:"),
        Change::Cut(4, 5),
        Change::Alias(7, "AI-fabriek"),
        Change::Rename(5, true),
        Change::Seed(1),
    ];
    for change in &changes {
        make(change, &mut inputs).expect("the dossier has such files");
        is_a_clean_build(&mut memo, &inputs, Mode::Merge);
    }
}
