//! Tables: those with certain edges become tables, the others stay what they were and are reported.

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::{Kind, print_body};
use fichewijzer::ingest::{Converted, EntryKind, Seed, SeedFacts, Suspicion, convert};

fn converted(text: &str) -> Converted {
    let mut findings = Findings::default();
    let facts = SeedFacts { kind: Some(Kind::Document), title: Some("Titel".into()), ..SeedFacts::default() };
    let converted =
        convert(&Seed { name: "tabel.txt", bytes: text.as_bytes() }, &facts, &mut findings).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    converted
}

fn check(text: &str, expected: &str) {
    let converted = converted(text);
    assert_eq!(print_body(&converted.body), expected, "{text}");
    assert_eq!(converted.body.leaves().len(), converted.lines.len());
    assert_eq!(converted.doubts, []);
}

#[test]
fn a_table_of_a_web_page() {
    let text = "De kosten zijn als volgt verdeeld.\n\n| Post | Jaar | Bedrag[1] |\n|------|-----:|---|\n\
                | Walstroom | 2027 | € 40 miljoen |\n| Meetnet | | [plan](https://a.eu/b) |\n\nDaarna volgt een verslag.\n\n\
                [1] In prijzen van 2025.";
    check(
        text,
        "De kosten zijn als volgt verdeeld.\n\n| Post | Jaar | Bedrag[^1] |\n| --- | --- | --- |\n\
         | Walstroom | 2027 | € 40 miljoen |\n| Meetnet |  | [plan](https://a.eu/b) |\n\nDaarna volgt een verslag.\n\n\
         [^1]: In prijzen van 2025.\n",
    );
    let lines: Vec<_> = converted(text).lines.iter().map(|lines| lines.unwrap().to_string()).collect();
    assert_eq!(lines, ["1", "3", "5", "6", "8", "10"]);
    assert!(converted(text).ledger.iter().any(|e| e.kind == EntryKind::Markup && e.text == "-----:"));
}

#[test]
fn a_table_of_a_text_dump() {
    check(
        "Kosten\n\nHieronder staan de kosten van het plan voor stille havens, per jaar en in miljoenen euro’s.\n\n\
         Post          Looptijd        Bedrag\n\
         Walstroom     tot 2030            40\n\
         Meetnet       tot en met 2031    125\n\n\
         Slot van de tekst.",
        "## Kosten\n\nHieronder staan de kosten van het plan voor stille havens, per jaar en in miljoenen euro’s.\n\n\
         | Post | Looptijd | Bedrag |\n| --- | --- | --- |\n| Walstroom | tot 2030 | 40 |\n\
         | Meetnet | tot en met 2031 | 125 |\n\nSlot van de tekst.\n",
    );
}

#[test]
fn rows_without_certain_columns_stay_and_are_reported() {
    let text = "De kosten:\n\nWalstroom   40\nMeetnet     in jaar 1   125\nBeheer      7\n\nSlot.";
    let converted = converted(text);
    assert_eq!(
        print_body(&converted.body),
        "De kosten:\n\nWalstroom 40\n\nMeetnet in jaar 1 125\n\nBeheer 7\n\nSlot.\n"
    );
    let doubts: Vec<_> = converted.doubts.iter().map(|d| (d.suspicion, d.piece.lines.to_string())).collect();
    assert_eq!(doubts, [(Suspicion::Table, "3-5".to_owned())]);
}
