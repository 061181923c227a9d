//! References in whole dossiers: what becomes a link and where it leads, what is told, and the way back.
#![allow(clippy::disallowed_methods, reason = "the shared support reads files")]

mod support;

use fichewijzer::corpus::{Citation, Corpus, PageRef, RelationKind, Target};
use fichewijzer::document::walk::{each_inline, plain};
use fichewijzer::document::{Body, Inline};
use fichewijzer::dossier::{Inputs, Outcome};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SITE: &str = "title = \"Proef\"\ndescription = \"Verwijzingen\"\n\n[taxonomies.wetten]\ntitle = \"Wetten\"\nsingular = \"Wet\"\nrole = \"instrument\"\n";

/// A dossier of content files, by their paths below `content/`.
fn dossier(files: &[(&str, String)]) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.insert("site.toml".to_owned(), SITE.as_bytes().to_vec());
    for (path, text) in files {
        inputs.insert(format!("content/{path}.md"), text.clone().into_bytes());
    }
    inputs
}

fn communication(number: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Plan {number}\"\nkind = \"communication\"\nnumber = \"{number}\"\n+++\n\n{body}\n"
    )
}

fn fiche(assesses: &str, celex: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Fiche\"\nkind = \"fiche\"\ncelex = \"{celex}\"\nassesses = [\"{assesses}\"]\n+++\n\n{body}\n"
    )
}

fn corpus(outcome: &Outcome) -> &Corpus {
    &outcome.site.as_ref().expect("planned").corpus
}

fn page(outcome: &Outcome, path: &str) -> String {
    let (_, file) = outcome.tree.iter().find(|(p, _)| p.as_str() == path).expect("is there");
    String::from_utf8(file.bytes().expect("rendered").to_vec()).expect("UTF-8")
}

/// The links of a body: their words, and where they lead, in the order of the text.
fn links(body: &Body<Target>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for leaf in body.leaves() {
        for part in leaf.parts.iter().copied() {
            each_inline(part, &mut |inline| {
                if let Inline::Link(link) = inline {
                    let target = match &link.target {
                        Target::Page { page: PageRef::Document(id), .. } => id.clone(),
                        Target::Page { page: PageRef::Term { id, .. }, .. } => format!("term {id}"),
                        Target::External(address) => {
                            address.rsplit("uri=").next().unwrap_or(address).to_owned()
                        }
                        other => format!("{other:?}"),
                    };
                    out.push((plain(&link.content), target));
                }
            });
        }
    }
    out
}

fn check(body: &str, expected: &[(&str, &str)]) {
    let act = "+++\nname = \"AVG\"\nnumber = \"Verordening (EU) 2016/679\"\n+++\n";
    let files = [
        ("documenten/com-2025-1", communication("COM(2025) 1", body)),
        ("documenten/com-2025-2", communication("COM(2025) 2", "Tekst.")),
        ("fiches/fiche-com-2025-3", fiche("COM(2025) 3", "52025PC0003", "Tekst.")),
        ("wetten/avg", act.to_owned()),
    ];
    let outcome = support::build(&dossier(&files));
    let found = links(&corpus(&outcome).documents["com-2025-1"].body);
    let found: Vec<(&str, &str)> = found.iter().map(|(w, t)| (w.as_str(), t.as_str())).collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn words_lead_to_the_page_here_or_to_the_official_address() {
    check("Zie COM(2025) 2 final.", &[("COM(2025) 2 final", "com-2025-2")]);
    check("Zie COM(2025) 3.", &[("COM(2025) 3", "com-2025-3")]);
    check("Zie Verordening (EU) 2016/679.", &[("Verordening (EU) 2016/679", "term avg")]);
    check("Zie COM(2025) 4.", &[("COM(2025) 4", "COM:2025:4:FIN")]);
    check("EUR-Lex - 52025DC0002 - NL - EUR-Lex", &[("EUR-Lex - 52025DC0002 - NL - EUR-Lex", "com-2025-2")]);
    check("Deze mededeling is COM(2025) 1.", &[]);
    check("Verordening (EG) 1998/2006, zaak 2025Z09639 en bijlage I.", &[]);
}

#[test]
fn references_are_found_over_marking_lines_and_notes() {
    check("Zie **COM(2025)** 2.", &[("COM(2025) 2", "com-2025-2")]);
    check("Zie COM(2025) **2 en** meer.", &[("COM(2025) ", "com-2025-2"), ("2", "com-2025-2")]);
    check(
        "De verordening[^1] (EU) 2016/679.\n\n[^1]: Noot.",
        &[("verordening", "term avg"), (" (EU) 2016/679", "term avg")],
    );
    check("Zie **COM(2025) 2**.", &[("COM(2025) 2", "com-2025-2")]);
    check("Zie COM(2025)\n2.", &[("COM(2025) 2", "com-2025-2")]);
    check(
        "Zie COM(2025) 2[^1].\n\n[^1]: Ook COM(2025) 3.",
        &[("COM(2025) 2", "com-2025-2"), ("COM(2025) 3", "com-2025-3")],
    );
    check("## Over COM(2025) 2 {#over}\n\nTekst.", &[("COM(2025) 2", "com-2025-2")]);
    check("| a |\n| --- |\n| COM(2025) 2 |", &[("COM(2025) 2", "com-2025-2")]);
    check("- een\n  - COM(2025) 2", &[("COM(2025) 2", "com-2025-2")]);
}

#[test]
fn code_and_addresses_are_not_read_and_links_keep_their_target() {
    check("`COM(2025) 2`", &[]);
    check("```\nCOM(2025) 2\n```", &[]);
    check("[COM(2025) 2](https://example.org/a)", &[("COM(2025) 2", "https://example.org/a")]);
    check(
        "<https://example.org/COM(2025)2>",
        &[("https://example.org/COM(2025)2", "https://example.org/COM(2025)2")],
    );
    check(
        "Zie https://eur-lex.europa.eu/?uri=CELEX:52025DC0002.",
        &[("https://eur-lex.europa.eu/?uri=CELEX:52025DC0002", "CELEX:52025DC0002")],
    );
}

#[test]
fn a_table_of_contents_shows_the_words_of_a_heading_with_a_reference() {
    let text = communication("COM(2025) 1", "## Over COM(2025) 2 {#over}\n\nTekst.");
    let other = communication("COM(2025) 2", "Tekst.");
    let files = [("documenten/com-2025-1", text), ("documenten/com-2025-2", other)];
    let html = page(&support::build(&dossier(&files)), "documenten/com-2025-1.html");
    assert!(html.contains("<li><a href=\"#over\">Over COM(2025) 2</a>"), "{html}");
    assert!(html.contains("<h2 id=\"over\">Over <a href=\"com-2025-2.html\">COM(2025) 2</a></h2>"), "{html}");
}

#[test]
fn a_number_and_a_celex_number_that_disagree_are_both_shown() {
    let text = fiche("COM(2020) 18", "52020JC0018", "Het gaat om COM (2020) 18 en om COM(2020) 19.");
    let outcome = support::build(&dossier(&[("fiches/fiche-com-2020-18", text)]));
    let citations: Vec<&Citation> = corpus(&outcome).citations.iter().collect();
    assert_eq!(citations.len(), 2);
    assert_eq!(citations[0].status.as_str(), "conflict");
    assert_eq!(citations[0].text, "COM (2020) 18");
    assert_eq!(citations[1].status.as_str(), "derived");
    let neutral = "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=COM:2020:18:FIN";
    assert_eq!(corpus(&outcome).stubs["com-2020-18"].address, neutral);
    for path in ["fiches/fiche-com-2020-18.html", "verwijzingen.html"] {
        let html = page(&outcome, path);
        assert!(html.contains("De bron noemt hier COM (2020) 18."), "{path}: {html}");
        assert!(html.contains("52020JC0018, is van een ander stuk"), "{path}: {html}");
    }
}

#[test]
fn a_double_nr_is_noted_where_it_stands_and_in_the_list() {
    let text = communication("COM(2025) 1", "Zie Kamerstuk 2025-2026, nr. 29362, nr. 1331.");
    let outcome = support::build(&dossier(&[("documenten/com-2025-1", text)]));
    for path in ["documenten/com-2025-1.html", "verwijzingen.html"] {
        assert!(page(&outcome, path).contains("Wij lezen dat als kst-29362-1331."), "{path}");
    }
}

#[test]
fn digits_that_may_hold_the_mark_of_a_note_are_told() {
    let note = "[^1]: Niemand wijst hiernaar.";
    let text = communication("COM(2025) 1", &format!("Zie COM(2025) 301.\n\n{note}"));
    let outcome = fichewijzer::dossier::build(
        &dossier(&[("documenten/com-2025-1", text)]),
        fichewijzer::dossier::Mode::Merge,
        None,
    );
    let of: Vec<&str> = corpus(&outcome).citations.iter().map(|c| c.status.as_str()).collect();
    assert_eq!(of, ["local", "ambiguous"]);
}

#[test]
fn cites_stands_beside_assesses_and_an_editors_word() {
    let body = "Het nummer is COM(2025) 3. Zie ook COM(2025) 2.";
    let front = "+++\ntitle = \"Fiche\"\nkind = \"fiche\"\nassesses = [\"COM(2025) 3\"]\ncites = [\"com-2025-2\", \"com-2025-4\"]\n+++\n";
    let files = [
        ("fiches/fiche-com-2025-3", format!("{front}\n{body}\n")),
        ("documenten/com-2025-2", communication("COM(2025) 2", "Tekst.")),
        ("documenten/com-2025-4", communication("COM(2025) 4", "Tekst.")),
    ];
    let outcome = support::build(&dossier(&files));
    let from = corpus(&outcome).relations_from("fiche-com-2025-3");
    let from: Vec<String> = from.map(|r| format!("{} {} {}", r.kind, r.to, r.editorial)).collect();
    let expected = [
        "cites com-2025-2 false",
        "assesses com-2025-3 true",
        "cites com-2025-3 false",
        "cites com-2025-4 true",
    ];
    assert_eq!(from, expected);
    assert!(
        page(&outcome, "documenten/com-2025-3.html").contains("Het nummer is <strong>COM(2025) 3</strong>.")
    );
}

#[test]
fn a_fiches_field_tells_the_address_of_the_number_everywhere() {
    let files = [
        ("fiches/fiche-com-2025-1", fiche("COM(2025) 1", "52025PC0001", "Over COM(2025) 1.")),
        ("documenten/com-2025-1", communication("COM(2025) 1", "Tekst.")),
    ];
    let outcome = support::build(&dossier(&files));
    let addresses: Vec<&str> =
        corpus(&outcome).citations.iter().filter_map(|c| c.address.as_deref()).collect();
    assert_eq!(addresses, ["https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52025PC0001"; 2]);
}

#[test]
fn a_long_list_goes_on_on_other_pages() {
    let body: Vec<String> = (1..=501).map(|n| format!("Zie Kamerstuk 26 643, nr. {n}.")).collect();
    let text = communication("COM(2025) 1", &body.join("\n\n"));
    let outcome = support::build(&dossier(&[("documenten/com-2025-1", text)]));
    let first = page(&outcome, "verwijzingen.html");
    assert!(first.contains("501 verwijzingen") && !first.contains("nr. 21"), "{first}");
    assert!(page(&outcome, "verwijzingen-2.html").contains("nr. 500"));
    let last = page(&outcome, "verwijzingen-3.html");
    assert!(last.contains("nr. 501") && !last.contains("nr. 500"));
}

/// Five documents, each of which may cite any, itself too.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        (1u32..=7).prop_map(|n| format!("COM(2025) {n}")),
        (1u32..=7).prop_map(|n| format!("**COM(2025) {n} final**")),
        Just("`COM(2025) 1`".to_owned()),
        Just("een plan".to_owned()),
        Just("\n\n## Kop\n\n".to_owned()),
        Just("\n\n- punt ".to_owned()),
    ];
    let text = proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(", "));
    proptest::collection::vec(text, 5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every link of a body to another document is a back-link of that document, and the other way round; the pairs
    /// are the relations.
    #[test]
    fn back_links_are_the_links_transposed(texts in texts()) {
        let files: Vec<(String, String)> = texts.iter().enumerate().map(|(i, body)| {
            let n = i + 1;
            (format!("documenten/com-2025-{n}"), communication(&format!("COM(2025) {n}"), body))
        }).collect();
        let files: Vec<(&str, String)> = files.iter().map(|(p, t)| (p.as_str(), t.clone())).collect();
        let outcome = support::build(&dossier(&files));
        let corpus = corpus(&outcome);

        let mut forward: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for document in corpus.documents.values() {
            for (_, to) in links(&document.body).iter().filter(|(_, to)| to.starts_with("com-")) {
                forward.entry(to.clone()).or_default().push(document.id.clone());
            }
        }
        let mut back: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in corpus.documents.keys() {
            let citing: Vec<String> =
                corpus.citations.to(&PageRef::Document(id.clone())).map(|c| c.document.clone()).collect();
            if !citing.is_empty() {
                back.insert(id.clone(), citing);
            }
        }
        prop_assert_eq!(&back, &forward);

        let edges = |kind: RelationKind| -> BTreeSet<(String, String)> {
            let of = corpus.relations.iter().filter(|r| r.kind == kind);
            of.map(|r| (r.from.clone(), r.to.clone())).collect()
        };
        let pairs: BTreeSet<(String, String)> =
            back.iter().flat_map(|(to, from)| from.iter().map(|f| (f.clone(), to.clone()))).collect();
        prop_assert_eq!(&edges(RelationKind::Cites), &pairs);
        let reversed: BTreeSet<_> = edges(RelationKind::CitedBy).into_iter().map(|(a, b)| (b, a)).collect();
        prop_assert_eq!(&reversed, &pairs);
    }
}

#[test]
fn the_table_of_references_says_what_the_data_say() {
    let outcome = support::build(&support::repository());
    let bytes = |path: &str| {
        let (_, file) = outcome.tree.iter().find(|(p, _)| p.as_str() == path).expect("is there");
        file.bytes().expect("can be made").to_vec()
    };
    let all: Vec<BTreeMap<String, Option<String>>> =
        serde_json::from_slice(&bytes("data/citations.json")).expect("JSON");
    let table = bytes("verwijzingen.csv");
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    let filled = |entry: &BTreeMap<String, Option<String>>| {
        entry.iter().map(|(key, value)| (key.clone(), value.clone().unwrap_or_default())).collect()
    };
    let expected: Vec<BTreeMap<String, String>> = all.iter().map(filled).collect();
    assert!(rows.len() > 50, "{} rows", rows.len());
    assert_eq!(rows, expected);
}
