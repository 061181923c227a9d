//! Texts as they are met in the wild, written for this project in layouts that no seed here has.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::print_body;
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};
use std::fs;
use std::path::Path;

fn layout(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(format!("{name}.txt"));
    fs::read_to_string(path).unwrap()
}

fn converted(text: &str) -> Converted {
    let mut findings = Findings::default();
    let seed = Seed { name: "wild.txt", bytes: text.as_bytes() };
    let converted = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
    let findings: Vec<_> = findings.iter().map(|d| (d.code, &d.message)).collect();
    assert!(findings.is_empty(), "{findings:?}");
    converted
}

const AIRPORTS: &str = "\
## 1. INLEIDING

De Europese luchtvaart verbindt mensen, bedrijven en regio’s. In 2025 vertrokken er vanaf de luchthavens van de Unie meer dan negen miljoen vluchten[^1]. Dat brengt welvaart, maar ook geluid: volgens het Europees Milieuagentschap worden meer dan drie miljoen mensen ernstig gehinderd door vliegtuiggeluid[^2]. De Commissie wil dat aantal tegen 2035 halveren.

Deze mededeling bouwt voort op de strategie voor duurzame en slimme mobiliteit[^3] en op de richtlijn omgevingslawaai. Zij bevat drie actielijnen, die hieronder worden toegelicht, en sluit af met een tijdpad voor de uitvoering door de Commissie, de lidstaten en de luchthavens.

## 2. MINDER GELUID BIJ DE BRON

### 2.1. Stillere vliegtuigen

De Commissie zal in het eerste kwartaal van 2027 een voorstel doen voor een herziening van Verordening (EU) nr. 598/2014[^4]. Daarin komen:

- strengere geluidsnormen voor nieuwe toestellen;
- een einddatum voor toestellen die maar net aan de oude norm voldoen, met een uitzondering voor vrachtvluchten naar de ultraperifere gebieden.

### 2.2. Stillere procedures

Luchtverkeersleiders kunnen vliegtuigen langer hoog houden. De Commissie zal de lidstaten daarbij ondersteunen met 40 miljoen EUR uit Horizon Europa.

## 3. CONCLUSIE

De Commissie verzoekt het Europees Parlement en de Raad deze strategie te steunen en nodigt de lidstaten uit om voor eind 2027 hun plannen voor stille luchthavens in te dienen.

[^1]: Eurostat, Luchtvervoer van passagiers, 2025.

[^2]: Europees Milieuagentschap, Environmental noise in Europe, 2025, blz. 14. De cijfers gelden voor luchthavens met meer dan 50 000 vliegbewegingen per jaar.

[^3]: COM(2020) 789 final.

[^4]: Verordening (EU) nr. 598/2014 van het Europees Parlement en de Raad van 16 april 2014 (PB L 173 van 12.6.2014, blz. 65).
";

/// A PDF of the Commission as programs print its pages: numbers of headings and notes and list signs on rows
/// of their own or before their words, the foot of the page in one row or in three, with or without form feeds.
#[test]
fn pages_with_feet_and_notes() {
    for name in ["communication_pages", "communication_feet"] {
        for text in [layout(name), layout(name).replace('\u{c}', "\n")] {
            let converted = converted(&text);
            assert_eq!(print_body(&converted.body), AIRPORTS, "{name}");
            let front = &converted.front;
            assert_eq!(front.title, "Europese strategie voor stille luchthavens");
            assert_eq!(converted.slug, "com-2026-301");
            assert_eq!(front.date.unwrap().to_string(), "2026-06-11");
        }
    }
}

/// The template for legislation over three pages: lists, notes at their feet, labels on two lines.
#[test]
fn a_fiche_on_pages() {
    let text = layout("fiche_pages");
    let plain = converted(&text);
    let front = &plain.front;
    assert_eq!(front.title, "Verordening Europees netwerk van laadhavens");
    assert_eq!(front.celex.as_deref(), Some("52026PC0045"));
    assert_eq!(front.received.unwrap().to_string(), "2026-01-14");
    assert_eq!(front.impact_assessment.as_deref(), Some("SWD(2026) 12 en SEC(2026) 8"));
    assert_eq!(
        front.ministry,
        ["Ministerie van Infrastructuur en Waterstaat", "Ministerie van Klimaat en Groene Groei"]
    );
    let printed = print_body(&plain.body);
    for piece in [
        "### e) Nr. impact assessment Commissie en Opinie Raad voor Regelgevingstoetsing\n",
        "1. een verplichting voor zeehavens om vanaf 2030 walstroom te leveren aan alle schepen die langer dan twee uur \
         aan de kade liggen;\n2. een register van laadpunten; en\n3. een fonds van 1,2 miljard euro.\n\n### b) Impact",
        "die ook ingaat op de capaciteit van het elektriciteitsnet.\n\n### b) Beoordeling",
        "### a) Consequenties voor nationale en decentrale regelgeving en/of sanctionering beleid (inclusief toepassing van \
         de lex silencio positivo)\n",
        "aansluiting.[^4] Het kabinet",
        "## 8. Implicaties voor ontwikkelingslanden\n\nGeen.\n\n[^1]: COM(2026) 45.\n\n[^2]: COM(2025) 670.\n\n\
         [^3]: SWD(2026) 12, blz. 41.\n\n[^4]: Kamerstuk 31 409, nr. 421.\n",
    ] {
        assert!(printed.contains(piece), "{piece}\n{printed}");
    }
    assert_eq!(print_body(&converted(&text.replace('\u{c}', "\n\n")).body), printed);
}
