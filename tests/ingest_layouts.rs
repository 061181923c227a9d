//! The layouts in which fiches are met in the wild. `tests/layouts/` holds one fiche, written for this
//! project, in each of them.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod support;

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::walk::LeafKind;
use fichewijzer::document::{DocumentFront, Kind};
use fichewijzer::dossier::Inputs;
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};
use std::fs;
use std::path::Path;

fn converted(layout: &str) -> Converted {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(format!("{layout}.txt"));
    let mut findings = Findings::default();
    let seed = Seed { name: layout, bytes: &fs::read(path).unwrap() };
    let converted = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
    let findings: Vec<_> = findings.iter().map(|d| (d.code, &d.message)).collect();
    assert!(findings.is_empty(), "{layout}: {findings:?}");
    converted
}

/// Headings with their level, paragraphs and notes, each with its marks.
fn outline(converted: &Converted) -> Vec<String> {
    let leaves = converted.body.leaves();
    let line = |leaf: &fichewijzer::document::walk::Leaf<'_, String>| {
        let marks: String = leaf.note_marks().iter().map(|mark| format!(" [^{mark}]")).collect();
        let kind = match leaf.kind {
            LeafKind::Heading(level) => "#".repeat(level.into()) + " ",
            LeafKind::Note => "note: ".to_owned(),
            LeafKind::Item => "- ".to_owned(),
            _ => String::new(),
        };
        format!("{kind}{}{marks}", leaf.text())
    };
    leaves.iter().map(line).collect()
}

/// The metadata without what differs by the dump: its file, and what only a web page's header has.
fn facts(converted: &Converted) -> DocumentFront {
    DocumentFront { source: None, date: None, tk_number: None, case_number: None, ..converted.front.clone() }
}

const LAYOUTS: [&str; 9] =
    ["ones", "bullets", "dots", "bare", "columns", "tight", "spaced", "gazette", "paged"];

#[test]
fn a_fiche_has_the_same_metadata_in_every_layout() {
    let plain = converted("letters");
    let front = &plain.front;
    assert_eq!(
        (front.kind, front.title.as_str()),
        (Kind::Fiche, "Mededeling Europese strategie voor stille havens")
    );
    assert_eq!(front.fiche_number.as_deref(), Some("2"));
    assert_eq!(front.assesses[0].to_string(), "COM(2026) 912");
    assert_eq!(front.celex.as_deref(), Some("52026DC0912"));
    assert_eq!(front.received.unwrap().to_string(), "2026-02-03");
    assert_eq!(front.council.as_deref(), Some("Raad voor Vervoer, Telecom en Energie (Vervoer)"));
    assert_eq!(front.ministry, ["Ministerie van Infrastructuur en Waterstaat"]);
    assert_eq!(front.impact_assessment.as_deref(), Some("none"));
    assert_eq!(front.language.as_deref(), Some("nl"));
    assert_eq!(front.date.unwrap().to_string(), "2026-03-06");
    assert_eq!(front.tk_number.as_deref(), Some("2026D04711"));
    assert_eq!(front.case_number.as_deref(), Some("2026Z01234"));
    assert_eq!(plain.slug, "fiche-com-2026-912");
    assert_eq!(converted("gazette").front.date.unwrap().to_string(), "2026-03-06");
    for layout in LAYOUTS {
        let other = converted(layout);
        assert_eq!(facts(&other), facts(&plain), "{layout}");
        assert_eq!(other.slug, plain.slug, "{layout}");
    }
}

#[test]
fn a_fiche_has_the_same_text_in_every_layout() {
    let plain = outline(&converted("letters"));
    assert!(plain.contains(&"### g) Eerstverantwoordelijk ministerie".to_owned()));
    assert!(plain.iter().any(|line| line.starts_with("De acties verdelen") && line.ends_with(" [^2]")));
    for layout in ["ones", "bullets", "columns", "tight", "spaced", "gazette", "paged"] {
        assert_eq!(outline(&converted(layout)), plain, "{layout}");
    }
    // Without its first heading the parts below it stand at the top; the other sections keep their numbers.
    let fields = plain.iter().position(|line| line.starts_with("## 2.")).unwrap();
    let raised = plain[1..fields].iter().map(|line| line.replace("### ", "## "));
    let expected: Vec<_> = raised.chain(plain[fields..].iter().cloned()).collect();
    assert_eq!(outline(&converted("bare")), expected, "bare");
    // Letters with full stops and other words in the labels stay as printed.
    let dots = outline(&converted("dots"));
    assert!(dots.contains(&"### a. Titel Voorstel".to_owned()), "{dots:?}");
    assert_eq!(dots.len(), plain.len());
}

#[test]
fn the_template_for_legislation() {
    let converted = converted("legislation");
    let front = &converted.front;
    assert_eq!(front.title, "Verordening en richtlijn meetnet havens");
    let assesses: Vec<_> = front.assesses.iter().map(ToString::to_string).collect();
    assert_eq!(assesses, ["COM(2026) 913", "COM(2026) 914"]);
    assert_eq!(front.received.unwrap().to_string(), "2026-02");
    assert_eq!(front.celex.as_deref(), Some("52026PC0913"));
    assert_eq!(front.impact_assessment.as_deref(), Some("SWD(2026) 77, met de opinie bij COM(2026) 913"));
    assert_eq!(
        front.ministry,
        ["Ministerie van Infrastructuur en Waterstaat", "Ministerie van Economische Zaken"]
    );
    let outline = outline(&converted);
    for heading in [
        "## j) Rol Europees Parlement",
        "### b) Impact assessment Commissie",
        "### b) Kosten voor de havens zelf",
    ] {
        assert!(outline.contains(&heading.to_owned()), "{heading}");
    }
}

/// "d) EUR-Lex" is not in every fiche: the fields behind it keep their letters and their values.
#[test]
fn a_fiche_without_its_eur_lex_field() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts/letters.txt");
    let text = fs::read_to_string(path).unwrap();
    let without = text.replace("d) EUR-Lex\n\nEUR-Lex - 52026DC0912 - NL - EUR-Lex\n\n", "");
    assert!(without.len() < text.len());
    let mut findings = Findings::default();
    let seed = Seed { name: "zonder", bytes: without.as_bytes() };
    let other = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
    let plain = converted("letters");
    assert_eq!(findings.iter().count(), 0);
    assert_eq!(facts(&other), DocumentFront { celex: None, ..facts(&plain) });
    let expected: Vec<_> = outline(&plain).into_iter().filter(|line| !line.contains("EUR-Lex")).collect();
    assert_eq!(outline(&other), expected);
}

/// A communication as a PDF dump has it that breaks lines without blank ones between them: page numbers,
/// language codes in the corners, notes at the foot of each page with their numbers on lines of their own.
#[test]
fn a_communication_on_sheets() {
    let converted = converted("sheets");
    let front = &converted.front;
    assert_eq!(
        (front.title.as_str(), front.language.as_deref()),
        ("A European strategy for drinking water", Some("en"))
    );
    let expected = "\
        ## 1. INTRODUCTION
        Clean drinking water can no longer be taken for granted in Europe. In 2022 one in ten households faced a temporary restriction and demand keeps growing. The Commission has therefore announced in its political guidelines that it will propose a strategy. [^1] [^2]
        This communication builds on the Water Framework Directive and on the action plan \"Zero pollution\". [^3]
        ## 2. WHAT IS AT STAKE
        ### 2.1. Drought and demand
        The summers of 2018, 2019 and 2022 showed how vulnerable supply is. Three things stand out:
        - groundwater no longer recovers fully in winter;
        - discharges of new substances make treatment dearer; and
        - networks lose 23% of the water on average. [^4]
        The Commission will in particular present a proposal to revise Directive (EU) 2020/2184, and adopt guidelines on reuse by the end of 2026.
        ## 3. CONCLUSION
        The Commission calls on the European Parliament and the Council to endorse this strategy and to work together on its implementation.
        note: European Environment Agency, Water in figures, 2023.
        note: Political guidelines for the next European Commission 2024-2029.
        note: Directive 2000/60/EC (OJ L 327, 22.12.2000, p. 1).
        note: Commission estimate.";
    let expected: Vec<_> = expected.lines().map(str::trim).collect();
    assert_eq!(outline(&converted), expected);
}

/// A communication as EUR-Lex has it on a web page: numbers of headings and list signs without a blank behind
/// them, note marks with blanks around them, notes in round brackets at the end.
#[test]
fn a_communication_of_eur_lex() {
    let converted = converted("eurlex");
    let front = &converted.front;
    assert_eq!(
        (front.kind, front.title.as_str(), converted.slug.as_str()),
        (Kind::Communication, "Een Europese strategie voor drinkwater", "com-2024-934")
    );
    assert_eq!(front.celex.as_deref(), Some("52024DC0934"));
    assert_eq!(front.date.unwrap().to_string(), "2024-11-14");
    let expected = "\
        ## 1. Inleiding
        Schoon drinkwater is in Europa geen vanzelfsprekendheid meer. In 2022 had een op de tien huishoudens te maken met een tijdelijke beperking, en de vraag blijft stijgen. De Commissie heeft daarom in haar politieke richtsnoeren aangekondigd dat zij een strategie zal voorstellen. [^1] [^2]
        Deze mededeling bouwt voort op de kaderrichtlijn water en op het actieplan “Verontreiniging naar nul”. [^3] [^4]
        ## 2. Wat er op het spel staat
        ### 2.1. Droogte en vraag
        De zomers van 2018, 2019 en 2022 lieten zien hoe kwetsbaar de voorziening is. Drie zaken vallen op:
        - de grondwaterstand herstelt zich in de winter niet meer volledig;
        - lozingen van nieuwe stoffen maken zuivering duurder; en [^5]
        - de netten verliezen gemiddeld 23 % van het water. [^6]
        ### 2.2. Kosten
        De jaarlijkse investeringen liggen 20 miljard EUR lager dan nodig is. [^7]
        ## 3. Maatregelen
        De Commissie zal:
        - in het tweede kwartaal van 2025 een voorstel doen voor een herziening van Richtlijn (EU) 2020/2184; [^8]
        - uiterlijk in 2026 richtsnoeren vaststellen voor hergebruik;
        - de lidstaten ondersteunen bij:
        - het meten van verliezen; en
        - het delen van gegevens.
        ## 4. Conclusie
        De Commissie roept het Europees Parlement en de Raad op deze strategie te bekrachtigen.
        note: Europees Milieuagentschap, Water in cijfers, 2023.
        note: https://commission.europa.eu/document/e6cd4328-673c-4e7a-8683-f63ffb2cf648_nl.
        note: Richtlijn 2000/60/EG (PB L 327 van 22.12.2000, blz. 1).
        note: COM(2021) 400 final.
        note: Zoals PFAS.
        note: Zie het werkdocument van de diensten van de Commissie, SWD(2024) 212 final, blz. 14. Zie ook: https://water.europa.eu/.
        note: Raming van de Commissie.
        note: Richtlijn (EU) 2020/2184 van het Europees Parlement en de Raad van 16 december 2020 (PB L 435 van 23.12.2020, blz. 1).";
    let expected: Vec<_> = expected.lines().map(str::trim).collect();
    assert_eq!(outline(&converted), expected);
}

/// Whatever a text lacks: what the converter makes of it is content without an error.
#[test]
fn every_layout_builds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut inputs = Inputs::default();
        inputs.insert("site.toml", &b"title = \"Proef\"\ndescription = \"Proef\"\nlanguage = \"nl\"\n"[..]);
        inputs.insert(format!("seeds/{name}"), fs::read(&path).unwrap());
        let outcome = support::build(&inputs);
        assert_eq!(outcome.seeds.len(), 1, "{name}");
    }
}
