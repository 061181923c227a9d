//! What documents say of each other: the sentences that the program finds, against the list that was written by hand
//! from the texts before (`tests/facts/relations.tsv`), and how relations are shown.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::citation::DocumentNumber;
use fichewijzer::corpus::{Corpus, RelationKind};
use fichewijzer::dossier::{Inputs, Outcome};
use proptest::prelude::*;
use scraper::{Html, Selector};
use std::collections::BTreeSet;

use std::fs;

/// A sentence that the list says states a relation of the seed's own document.
#[derive(Debug)]
struct Fact {
    from: String,
    to: String,
    kind: RelationKind,
    words: String,
    line: String,
}

fn corpus(outcome: &Outcome) -> &Corpus {
    &outcome.site.as_ref().expect("planned").corpus
}

fn page(outcome: &Outcome, path: &str) -> String {
    let (_, file) = outcome.tree.iter().find(|(p, _)| p.as_str() == path).expect(path);
    String::from_utf8(file.bytes().expect("rendered").to_vec()).expect("UTF-8")
}

/// The rows that make a relation of this site: said by the seed's document itself, of one that is no bare term.
fn facts(outcome: &Outcome) -> Vec<Fact> {
    let text = fs::read_to_string(support::root().join("tests/facts/relations.tsv")).expect("is there");
    let mut out = Vec::new();
    for row in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let kind = match cells[3] {
            "announces" => RelationKind::Announces,
            "follows_up" => RelationKind::FollowsUp,
            _ => continue,
        };
        if cells[2] != "-" {
            assert!(!corpus(outcome).documents.contains_key(&id(cells[2])), "it speaks for itself: {row}");
            continue;
        }
        if cells[4].starts_with("term:") {
            continue;
        }
        let seed = outcome.seeds.iter().find(|s| s.name.starts_with(cells[0])).expect("converted");
        out.push(Fact {
            from: seed.id.clone(),
            to: id(cells[4]),
            kind,
            words: cells[5].to_owned(),
            line: format!("{}:{}", cells[0], cells[1]),
        });
    }
    out
}

fn id(named: &str) -> String {
    named.parse::<DocumentNumber>().map_or_else(|()| named.to_owned(), |number| number.id())
}

#[test]
fn what_texts_say_of_each_other_is_what_the_list_says() {
    let outcome = support::build(&support::repository());
    let facts = facts(&outcome);
    assert_eq!(facts.len(), 10, "the list has rows");
    let mut missing: Vec<&Fact> = facts.iter().collect();
    let mut invented = Vec::new();
    for relation in corpus(&outcome).relations.iter() {
        if !matches!(relation.kind, RelationKind::Announces | RelationKind::FollowsUp) {
            continue;
        }
        for place in &relation.places {
            let sentence = format!("{}{}{}", place.before, place.words, place.after);
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_it = |f: &&Fact| {
                f.kind == relation.kind
                    && f.from == relation.from
                    && f.to == relation.to
                    && sentence.contains(&f.words)
            };
            match missing.iter().position(is_it) {
                Some(at) => drop(missing.remove(at)),
                None => {
                    invented.push(format!("{} {} {}: {sentence}", relation.from, relation.kind, relation.to));
                }
            }
            assert_eq!(place.document, relation.from);
        }
        assert!(!relation.editorial, "the text says it itself: {relation:?}");
    }
    let lines: Vec<String> = missing.iter().map(|f| format!("{} {}", f.line, f.words)).collect();
    assert!(missing.is_empty() && invented.is_empty(), "missing: {lines:#?}\ninvented: {invented:#?}");
}

const SITE: &str = "title = \"Proef\"\ndescription = \"Verbanden\"\n\n[taxonomies.wetten]\ntitle = \"Wetten\"\nsingular = \"Wet\"\nrole = \"instrument\"\n";

/// A dossier of content files, by their paths below `content/`.
fn dossier(files: &[(String, String)]) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.insert("site.toml".to_owned(), SITE.as_bytes().to_vec());
    for (path, text) in files {
        inputs.insert(format!("content/{path}.md"), text.clone().into_bytes());
    }
    inputs
}

fn communication(n: u32, keys: &str, body: &str) -> (String, String) {
    let front = format!(
        "title = \"Stuk {n}\"\nkind = \"communication\"\nnumber = \"COM(2025) {n}\"\ndate = 2025-0{n}-01\n{keys}"
    );
    (format!("documenten/com-2025-{n}"), format!("+++\n{front}+++\n\n{body}\n"))
}

fn fiche(n: u32, keys: &str) -> (String, String) {
    let front = format!("title = \"Fiche {n}\"\nkind = \"fiche\"\n{keys}");
    (
        format!("fiches/fiche-com-2025-{n}"),
        format!("+++\n{front}+++\n\nDe Commissie zal COM(2025) 9 vaststellen.\n"),
    )
}

/// The relations from a document in short: type, other end, who says so, number of sentences.
fn from(outcome: &Outcome, id: &str) -> Vec<String> {
    let all = corpus(outcome).relations_from(id);
    all.map(|r| {
        format!("{} {} {} {}", r.kind, r.to, if r.editorial { "editor" } else { "text" }, r.places.len())
    })
    .collect()
}

fn check(files: &[(String, String)], id: &str, expected: &[&str]) {
    let outcome = support::build(&dossier(files));
    assert_eq!(from(&outcome, id), expected, "{files:?}");
}

#[test]
fn a_text_wins_over_an_editor_and_an_editor_alone_is_marked() {
    let body = "Deze mededeling is een vervolg op COM(2025) 1.";
    let keys = "follows_up = [\"COM(2025) 1\", \"COM(2025) 2\"]\n";
    let files = [communication(1, "", "A."), communication(2, "", "B."), communication(3, keys, body)];
    check(
        &files,
        "com-2025-3",
        &["cites com-2025-1 text 1", "follows_up com-2025-1 text 1", "follows_up com-2025-2 editor 0"],
    );
    let html = page(&support::build(&dossier(&files)), "documenten/com-2025-3.html");
    let marks = html.matches("<span class=\"editorial-mark\">").count();
    assert_eq!(marks, 1, "{html}");
    assert!(
        html.contains("<q>Deze mededeling is een vervolg op <strong>COM(2025) 1</strong>.</q>"),
        "{html}"
    );
}

#[test]
fn the_dates_must_fit() {
    let ahead = "De Commissie zal COM(2025) 3 vaststellen.";
    check(
        &[communication(2, "", ahead), communication(3, "", "C.")],
        "com-2025-2",
        &["cites com-2025-3 text 1", "announces com-2025-3 text 1"],
    );
    let behind = "De Commissie zal COM(2025) 1 vaststellen.";
    check(
        &[communication(1, "", "A."), communication(2, "", behind)],
        "com-2025-2",
        &["cites com-2025-1 text 1"],
    );
    let later = "Deze mededeling bouwt voort op COM(2025) 3.";
    check(
        &[communication(2, "", later), communication(3, "", "C.")],
        "com-2025-2",
        &["cites com-2025-3 text 1"],
    );
}

#[test]
fn a_fiche_announces_nothing_and_a_name_for_two_names_neither() {
    let celex = "assesses = [\"COM(2025) 1\"]\ncelex = \"52025DC0001\"\n";
    check(
        &[communication(1, "", "A."), fiche(1, celex), communication(9, "", "B.")],
        "fiche-com-2025-1",
        &["assesses com-2025-1 editor 0", "cites com-2025-9 text 1"],
    );
    let term = |n: u32| {
        let front = format!("name = \"Waterwet\"\ndocument = \"com-2025-{n}\"\n");
        (format!("wetten/wet-{n}"), format!("+++\n{front}+++\n"))
    };
    let body = "De Commissie zal de Waterwet vaststellen.";
    check(&[communication(1, "", body), term(3)], "com-2025-1", &["announces com-2025-3 text 1"]);
    check(&[communication(1, "", body), term(3), term(4)], "com-2025-1", &[]);
}

#[test]
fn what_a_text_announces_has_a_page_that_says_where() {
    let files = [communication(1, "", "In de komende mededeling over COM(2025) 7 staat meer.")];
    let outcome = support::build(&dossier(&files));
    let html = page(&outcome, "documenten/com-2025-7.html");
    assert!(html.contains("<dt>Aangekondigd in</dt>"), "{html}");
    assert!(html.contains("href=\"com-2025-1.html#p-"), "{html}");
    assert!(page(&outcome, "documenten/com-2025-1.html").contains("<dt>Kondigt aan</dt>"));
    let outcome = support::build(&support::repository());
    let html = page(&outcome, "documenten/com-2025-270.html");
    assert!(html.contains("<h1>EU-strategie voor start-ups en scale-ups</h1>"), "{html}");
    assert!(html.contains("<dt>Aangekondigd in</dt>") && html.contains("COM:2025:270:FIN"), "{html}");
}

#[test]
fn every_type_has_its_label_at_both_ends() {
    let outcome = support::build(&support::repository());
    for (path, labels) in [
        (
            "documenten/com-2025-165.html",
            &["Beoordeeld door", "Gevolgd door", "Kondigt aan", "Geciteerd door"][..],
        ),
        ("documenten/com-2025-723.html", &["Volgt op", "Aangekondigd in", "Citeert"]),
        ("fiches/fiche-com-2025-165.html", &["Beoordeelt", "Citeert"]),
    ] {
        let html = page(&outcome, path);
        for label in labels {
            assert!(html.contains(&format!("<dt>{label}</dt>")), "{path}: {label}");
        }
    }
}

/// The gaps by kind: `kind document: others`.
fn gaps(outcome: &Outcome) -> Vec<String> {
    let all = corpus(outcome).coverage.iter();
    all.map(|g| format!("{} {}: {}", g.kind.as_str(), g.document, g.others.join(", "))).collect()
}

#[test]
fn coverage_of_this_dossier() {
    let outcome = support::build(&support::repository());
    assert_eq!(
        gaps(&outcome),
        [
            "no_fiche com-2025-270: com-2025-165, com-2025-723",
            "no_fiche com-2025-723: com-2025-165",
            "no_text com-2024-28: fiche-com-2024-28",
            "no_text com-2025-270: com-2025-165, com-2025-723",
            "no_document fiche-com-2024-28: com-2024-28",
        ]
    );
    let html = page(&outcome, "dekking.html");
    for (key, count) in [("no_fiche", 2), ("no_text", 2), ("no_document", 1), ("no_number", 0)] {
        assert!(html.contains(&format!("data-gap=\"{key}\" data-count=\"{count}\"")), "{key}: {html}");
    }
    assert!(html.contains("Elk fiche heeft het nummer van EUR-Lex"), "an empty group says what that means");
    assert!(html.contains("uri=CELEX:52024DC0028"), "the official address of what is not here");
    assert!(page(&outcome, "index.html").contains("href=\"dekking.html\""));
}

#[test]
fn coverage_of_fiches_without_numbers_and_of_nothing() {
    let files = [communication(1, "", "A."), fiche(1, "assesses = [\"COM(2025) 1\"]\n"), fiche(2, "")];
    let outcome = support::build(&dossier(&files));
    let expected = [
        "no_document fiche-com-2025-2: ",
        "no_number fiche-com-2025-1: com-2025-1",
        "no_number fiche-com-2025-2: ",
    ];
    assert_eq!(gaps(&outcome), expected);
    let outcome = support::build(&dossier(&[]));
    assert!(page(&outcome, "dekking.html").contains("Er ontbreekt niets."));
}

#[test]
fn a_long_list_of_gaps_goes_on_on_other_pages() {
    let many: Vec<String> =
        (1..=501).map(|n| format!("De Commissie zal COM(2026) {n} vaststellen.")).collect();
    let files = [communication(1, "", &many.join("\n\n"))];
    let outcome = support::build(&dossier(&files));
    let first = page(&outcome, "dekking.html");
    assert!(
        first.contains("data-gap=\"no_text\" data-count=\"501\"") && !first.contains("<table"),
        "{first}"
    );
    assert!(first.contains("href=\"dekking-3.html\""), "{first}");
    assert!(page(&outcome, "dekking-4.html").contains("COM(2026) 501"));
}

/// What one of five documents may say of the others, in its front matter and in its text.
fn sayings() -> impl Strategy<Value = Vec<(String, String)>> {
    let key = prop_oneof![Just("cites"), Just("announces"), Just("follows_up")];
    let keys = proptest::collection::btree_map(key, 1u32..=7, 0..3).prop_map(|keys| {
        keys.iter().map(|(key, n)| format!("{key} = [\"COM(2025) {n}\"]\n")).collect::<String>()
    });
    let sentence = prop_oneof![
        (1u32..=7).prop_map(|n| format!("De Commissie zal COM(2025) {n} vaststellen.")),
        (1u32..=7).prop_map(|n| format!("Deze mededeling bouwt voort op COM(2025) {n}.")),
        (1u32..=7).prop_map(|n| format!("Zie COM(2025) {n}.")),
    ];
    let body = proptest::collection::vec(sentence, 0..6).prop_map(|sentences| sentences.join("\n\n"));
    proptest::collection::vec((keys, body), 5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every relation of every type has its reverse with the same sentences, said by the same; both ends have a page;
    /// each stands once; on the page of each end the other one is linked.
    #[test]
    fn relations_are_their_own_transposed(sayings in sayings(), assessed in 1u32..=7) {
        let mut files: Vec<(String, String)> =
            sayings.iter().zip(1..).map(|((keys, body), n)| communication(n, keys, body)).collect();
        files.push(fiche(assessed, &format!("assesses = [\"COM(2025) {assessed}\"]\n")));
        let outcome = support::build(&dossier(&files));
        let corpus = corpus(&outcome);
        let mut ends = BTreeSet::new();
        for relation in corpus.relations.iter() {
            prop_assert!(ends.insert((&relation.from, &relation.to, relation.kind)));
            prop_assert!(corpus.title(&relation.from).is_some() && corpus.title(&relation.to).is_some());
            let back = corpus.relations.iter().find(|r| {
                r.from == relation.to && r.to == relation.from && r.kind == relation.kind.reverse()
            });
            let back = back.map(|r| (r.editorial, &r.places));
            prop_assert_eq!(back, Some((relation.editorial, &relation.places)));
            let folder = if relation.from.starts_with("fiche") { "fiches" } else { "documenten" };
            let html = page(&outcome, &format!("{folder}/{}.html", relation.from));
            let link = format!("data-relation=\"{}\">{}</a>", relation.kind, corpus.title(&relation.to).expect("has"));
            prop_assert!(html.contains(&link), "{}", link);
        }
    }
}

/// The texts of what a selector finds on a page, with their white space folded.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
    page.select(&selector).map(|e| text(e).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The header of a page that hundreds cite stays short, and no link of it is lost.
#[test]
fn what_is_cited_by_many_is_read_without_scrolling_past_them() {
    let mut inputs = support::with_long_lists();
    let citing = "content/documenten/com-2021-0.md";
    let numbers: Vec<String> = (10..22).map(|n| format!("COM(2022) {n}")).collect();
    let text = String::from_utf8(inputs.get(citing).expect("there").to_vec()).expect("UTF-8");
    inputs.insert(citing, format!("{text}\nZie {}.\n", numbers.join(", ")).into_bytes());
    let outcome = support::build(&inputs);
    let plan = Html::parse_document(&page(&outcome, "documenten/com-2025-165.html"));
    let shown = texts(&plan, ".facts [data-relation=cited_by]");
    assert_eq!(shown.len(), 5, "{shown:?}");
    assert_eq!(shown[0], "Mededeling AI Continent Actieplan", "the newest comes first");
    let citing = corpus(&outcome).relations_from("com-2025-165").filter(|r| r.kind == RelationKind::CitedBy);
    let citing = citing.count();
    assert!(citing > 500, "{citing}");
    let left = texts(&plan, ".facts a[href='#_cited-by']");
    assert_eq!(left, [format!("nog {} documenten, met de zinnen erbij", citing - 5)]);
    // The section with the sentences has the newest, and says where the others are.
    assert_eq!(texts(&plan, ".cited-by [data-document]").len(), 500);
    let left = texts(&plan, ".cited-by > p");
    assert_eq!(
        left,
        [format!(
            "Nog {} documenten verwijzen hierheen. Alle verwijzingen staan op de pagina Verwijzingen",
            citing - 500
        )]
    );
    let citing = Html::parse_document(&page(&outcome, "documenten/com-2021-0.html"));
    assert_eq!(texts(&citing, ".facts dd > ul > li > [data-relation=cites]").len(), 5);
    assert_eq!(texts(&citing, ".facts details [data-relation=cites]").len(), 8, "COM(2025) 165 too");
    assert_eq!(texts(&citing, ".facts dd > details > summary"), ["nog 8 documenten"]);
    let stub = Html::parse_document(&page(&outcome, "documenten/com-2025-270.html"));
    assert_eq!(texts(&stub, ".named-in [data-document]").len(), 500);
    let left = texts(&stub, ".named-in > p:last-child");
    assert!(
        left[0].ends_with(
            "documenten noemen dit. Alle plaatsen staan bij EU-strategie voor start-ups en scale-ups"
        ),
        "{left:?}"
    );
}
