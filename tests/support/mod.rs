//! What the tests share: this repository's own dossier as inputs, and folders to work in.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]
#![allow(dead_code, reason = "not every test needs everything")]

#[cfg(unix)]
pub(crate) mod preview;

use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The repository's root, which is itself a dossier.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The input files below a folder, as the program reads them.
pub(crate) fn inputs_of(root: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    for top in ["site.toml", "content", "seeds", "static", "templates", "themes"] {
        for entry in WalkDir::new(root.join(top)).into_iter().flatten() {
            if entry.file_type().is_file() {
                let below = entry.path().strip_prefix(root).expect("walked from there");
                let name = below.to_str().expect("names here are UTF-8").replace('\\', "/");
                inputs.insert(name, fs::read(entry.path()).expect("is there"));
            }
        }
    }
    inputs
}

/// This repository's dossier.
pub(crate) fn repository() -> Inputs {
    inputs_of(&root())
}

/// This repository's dossier with more documents, instruments and short forms than a list has on one page. A document
/// explains one of the short forms, cites COM(2025) 165, and names a strategy, COM(2025) 270.
pub(crate) fn with_long_lists() -> Inputs {
    const WORDS: [&str; 10] =
        ["Aarde", "Boom", "Cirkel", "Dal", "Eik", "Fort", "Gras", "Huis", "Idee", "Jaar"];
    let mut inputs = repository();
    for n in 0..510 {
        let year = if n < 8 { 2021 } else { 2022 };
        let front = format!(
            "title = \"Mededeling nummer {n}\"\nkind = \"communication\"\nnumber = \"COM({year}) {n}\"\n\
             date = {year}-03-01\nlanguage = \"nl\"\n"
        );
        let [first, second, third] = [n / 100, n / 10 % 10, n % 10].map(|digit| WORDS[digit]);
        let short: String = ["F", first, second, third].map(|word| &word[..1]).concat();
        let text = format!("Het Fonds {first} {second} {third} ({short}) komt er. Het {short} is nieuw.");
        let cited = "Het volgt uit COM(2025) 165 en uit de EU-strategie voor start-ups en scale-ups.";
        let document = format!("+++\n{front}+++\n\n## Inleiding\n\n{text} {cited}\n");
        inputs.insert(format!("content/documenten/com-{year}-{n}.md"), document.into_bytes());
        let term = format!(
            "+++\nname = \"Onderneming {n:03}\"\nabbreviation = \"OX{n:03}\"\nkind = \"initiative\"\n+++\n"
        );
        inputs.insert(format!("content/instrumenten/onderneming-{n:03}.md"), term.into_bytes());
    }
    inputs
}

/// Builds in memory and insists that nothing is wrong.
pub(crate) fn build(inputs: &Inputs) -> Outcome {
    let outcome = dossier::build(inputs, Mode::Merge, None);
    assert!(
        !outcome.findings.has_errors(),
        "{}",
        fichewijzer::diagnostic::human(
            &outcome.findings,
            &outcome.sources,
            fichewijzer::diagnostic::Style::Plain
        )
    );
    outcome
}
