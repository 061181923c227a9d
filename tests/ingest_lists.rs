//! Counted lists become lists: figures are Markdown's, letters and Roman numbers stay in the words.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::{Kind, print_body};
use fichewijzer::ingest::{Converted, EntryKind, Seed, SeedFacts, convert};
use std::fs;
use std::path::Path;

fn converted(text: &str, kind: Option<Kind>) -> Converted {
    let mut findings = Findings::default();
    let title = kind.map(|_| "Titel".to_owned());
    let facts = SeedFacts { kind, title, ..SeedFacts::default() };
    let seed = Seed { name: "tekst.txt", bytes: text.as_bytes() };
    let converted = convert(&seed, &facts, &mut findings).unwrap();
    let findings: Vec<_> = findings.iter().map(|d| (d.code, &d.message)).collect();
    assert!(findings.is_empty(), "{findings:?}");
    converted
}

fn layout(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(format!("{name}.txt"));
    fs::read_to_string(path).unwrap()
}

/// The body that becomes of a plain document, as Markdown.
fn check(text: &str, expected: &str) {
    assert_eq!(print_body(&converted(text, Some(Kind::Document)).body), expected, "{text}");
}

/// The part of a document's Markdown from one heading to the next of its level.
fn section(converted: &Converted, heading: &str) -> String {
    let text = print_body(&converted.body);
    let from = text.find(&format!("{heading}\n")).expect("the heading is there") + heading.len();
    let mark = format!("\n{} ", heading.split(' ').next().unwrap());
    text[from..].split(&mark).next().unwrap().trim().to_owned()
}

const COLUMNS: &str = "De Commissie zal voor alle bossen van de Unie en voor de landen er omheen:\n\
                       1. het geluid meten van wegen en van vliegtuigen die laag over de bossen gaan en van\n\
                       treinen;\n\
                       2. een norm stellen;\n\
                       3. de Raad daarover ieder jaar een verslag sturen.";

#[test]
fn figures_are_counted_by_markdown() {
    let expected = "De Commissie zal voor alle bossen van de Unie en voor de landen er omheen:\n\n\
                    1. het geluid meten van wegen en van vliegtuigen die laag over de bossen gaan en van treinen;\n\
                    2. een norm stellen;\n\
                    3. de Raad daarover ieder jaar een verslag sturen.\n";
    check(COLUMNS, expected);
    let brackets = COLUMNS.replace("1.", "1)").replace("2.", "2)").replace("3.", "3)");
    check(&brackets, expected);
    let kinds = |text: &str| -> Vec<(EntryKind, String)> {
        converted(text, Some(Kind::Document)).ledger.into_iter().map(|e| (e.kind, e.text)).collect()
    };
    let marks = |kind, marks: [&str; 3]| marks.map(|mark| (kind, mark.to_owned()));
    assert_eq!(kinds(COLUMNS), marks(EntryKind::ListMark, ["1.", "2.", "3."]));
    assert_eq!(kinds(&brackets), marks(EntryKind::RenumberedMark, ["1)", "2)", "3)"]));
}

#[test]
fn letters_and_brackets_stay_words() {
    for signs in [
        ["a)", "b)", "c)"],
        ["a.", "b.", "c."],
        ["(1)", "(2)", "(3)"],
        ["(a)", "(b)", "(c)"],
        ["i)", "ii)", "iii)"],
    ] {
        let text = ["1.", "2.", "3."]
            .iter()
            .zip(signs)
            .fold(COLUMNS.to_owned(), |t, (from, to)| t.replace(from, to));
        let [a, b, c] = signs;
        let expected = format!(
            "De Commissie zal voor alle bossen van de Unie en voor de landen er omheen:\n\n\
             - {a} het geluid meten van wegen en van vliegtuigen die laag over de bossen gaan en van treinen;\n\
             - {b} een norm stellen;\n\
             - {c} de Raad daarover ieder jaar een verslag sturen.\n"
        );
        check(&text, &expected);
        assert!(converted(&text, Some(Kind::Document)).ledger.is_empty());
    }
}

#[test]
fn points_without_stops_are_told_by_their_order() {
    check(
        "De Commissie zal het volgende doen:\n\na) meten\nb) normen stellen\nc) verslag doen\n\nDat begint in 2027.",
        "De Commissie zal het volgende doen:\n\n- a) meten\n- b) normen stellen\n- c) verslag doen\n\nDat begint in 2027.\n",
    );
}

#[test]
fn one_point_is_no_list() {
    check(
        "Er is een punt:\n\na) het geluid van wegen.\n\nVerder niets.",
        "Er is een punt:\n\na) het geluid van wegen.\n\nVerder niets.\n",
    );
    check("1. Eerst dit.\n\nEen alinea.\n\n2. Dan dat.", "1\\. Eerst dit.\n\nEen alinea.\n\n2\\. Dan dat.\n");
    check("2. Tweede.\n\n3. Derde.", "2\\. Tweede.\n\n3\\. Derde.\n");
}

#[test]
fn lists_stand_in_lists() {
    check(
        "De norm:\n\n1. Havens:\n\n- grote;\n\n- kleine.\n\n2. Bossen, te weten:\n\na) natte;\n\nb) droge:\n\ni) op zand;\n\n\
         ii) op klei;\n\nc) andere.\n\n3. Steden.\n\nSlot.",
        "De norm:\n\n1. Havens:\n   - grote;\n   - kleine.\n2. Bossen, te weten:\n   - a) natte;\n   - b) droge:\n     - i) op zand;\n     \
         - ii) op klei;\n   - c) andere.\n3. Steden.\n\nSlot.\n",
    );
    check(
        "De norm:\n\na) voor havens:\n\n1. grote;\n\n2. kleine;\n\nb) voor bossen.",
        "De norm:\n\n- a) voor havens:\n  1. grote;\n  2. kleine;\n- b) voor bossen.\n",
    );
    check(
        "De norm:\n\n1. havens;\n\n2. bossen:\n\n- natte;\n\n- droge.\n\nSlot.",
        "De norm:\n\n1. havens;\n2. bossen:\n   - natte;\n   - droge.\n\nSlot.\n",
    );
}

#[test]
fn a_list_ends_at_a_new_one() {
    check(
        "Eerst:\n\n1. meten;\n\n2. normen.\n\n1. Daarna bouwen;\n\n2. en verslag doen.",
        "Eerst:\n\n1. meten;\n2. normen.\n\n1) Daarna bouwen;\n2) en verslag doen.\n",
    );
}

#[test]
fn the_lists_of_a_fiche_are_neither_its_sections_nor_its_fields() {
    let fiche = converted(&layout("fiche_list"), None);
    assert_eq!(
        section(&fiche, "## 2. Essentie voorstel"),
        "De Commissie kondigt in de mededeling drie acties aan:\n\n\
         1. een meetnet voor sluizen, met:\n   - a) microfoons op de sluisdeuren;\n   \
         - b) een register dat voor iedereen open is;\n\
         2. een norm voor het geluid van sluisdeuren;\n3. steun voor schippers die hun motor vervangen.\n\n\
         De acties gaan in 2027 in."
    );
    assert_eq!(
        section(&fiche, "### b) Beoordeling + inzet ten aanzien van dit voorstel"),
        "Het kabinet is positief en heeft drie vragen. Die zal het in de Raad stellen.\n\n\
         1. Wie betaalt de microfoons op sluizen die van een provincie zijn?\n\
         2. Geldt de norm ook voor sluizen die alleen in de zomer open zijn, en voor die in havens?\n\
         3. Kan de Commissie zeggen wanneer de steun begint?\n\n\
         Het kabinet ziet ook risico’s:\n\n\
         - (i) de kosten voor kleine sluizen;\n- (ii) de termijn, die kort is:\n  - voor de bouw;\n  \
         - voor de vergunningen;\n- (iii) de privacy van schippers."
    );
    assert_eq!(
        section(&fiche, "### c) Eerste inschatting van krachtenveld"),
        "De meeste lidstaten zijn positief."
    );
}

#[test]
fn the_points_of_a_communication_go_on_over_a_page_end() {
    let communication = converted(&layout("communication_letters"), None);
    assert_eq!(communication.front.title, "Stille bruggen in Europa");
    assert_eq!(
        print_body(&communication.body),
        "## 1. Inleiding\n\n\
         Deze mededeling gaat over bruggen en over het geluid dat auto’s, treinen en schepen er maken in de steden van \
         de Unie. De Commissie wil dat geluid voor 2035 halveren.\n\n\
         De Commissie zal daarvoor samen met de lidstaten en met de beheerders van de bruggen:\n\n\
         - (a) het geluid van alle bruggen in de Unie meten die langer zijn dan honderd meter, en de uitkomsten ieder \
         jaar voor iedereen openbaar maken;[^1]\n\
         - (b) een norm stellen voor nieuwe bruggen die rekening houdt met het verkeer dat er de komende dertig jaar over \
         zal rijden, en met de bruggen die er al staan in de steden eromheen;\n\
         - (c) de Raad in 2028 een verslag sturen.\n\n\
         ## 2. Acties in de lidstaten\n\n\
         De lidstaten nemen de norm voor nieuwe bruggen over in hun eigen wetten en passen die toe op alle bruggen \
         waarvan de bouw na 2028 begint.\n\n\
         ## 3. Conclusie\n\n\
         De Commissie vraagt de Raad en het Parlement om deze mededeling te steunen en om de norm voor nieuwe bruggen \
         nog dit jaar te bespreken.\n\n\
         [^1]: Raming van het bruggenbureau, 2025.\n"
    );
}

#[test]
fn points_that_look_like_headings_are_no_sections() {
    let text = "Stille havens\n\n1. Inleiding\n\nDeze mededeling gaat over havens. Zij heeft de volgende doelen:\n\n\
                1. Meten van geluid\n\n2. Normen voor schepen\n\n3. Steun voor kleine havens\n\n\
                De Commissie werkt die hieronder uit.\n\n2. Meten\n\nDe Commissie zal het geluid meten.\n\n\
                3. Normen\n\nDe Commissie zal een norm stellen.\n\n4. Steun\n\nDe Commissie zal kleine havens steunen.";
    let communication = converted(text, Some(Kind::Communication));
    let headings: Vec<String> = print_body(&communication.body)
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    assert_eq!(headings, ["## 1. Inleiding", "## 2. Meten", "## 3. Normen", "## 4. Steun"]);
}
