//! Traps that converters fall into, one test each, on texts written for it.

use fichewijzer::diagnostic::{Code, Findings};
use fichewijzer::document::walk::{Leaf, LeafKind};
use fichewijzer::document::{BlockKind, Kind};
use fichewijzer::ingest::{Converted, EntryKind, Seed, SeedFacts, convert};

fn converted(text: &str, kind: Option<Kind>) -> (Converted, Vec<Code>) {
    let mut findings = Findings::default();
    let facts = SeedFacts { kind, title: Some("Titel".into()), ..SeedFacts::default() };
    let seed = Seed { name: "tekst.txt", bytes: text.as_bytes() };
    let converted = convert(&seed, &facts, &mut findings).unwrap();
    (converted, findings.iter().map(|d| d.code).collect())
}

/// The leaves in a short notation: `## heading`, `- item`, `^1 note`, marks as `{1}` behind the text.
fn outline(converted: &Converted) -> Vec<String> {
    let line = |leaf: &Leaf<'_, String>| {
        let marks: String = leaf.note_marks().iter().map(|mark| format!("{{{mark}}}")).collect();
        let sign = match leaf.kind {
            LeafKind::Heading(level) => "#".repeat(level.into()) + " ",
            LeafKind::Item => "- ".into(),
            LeafKind::Note => "^ ".into(),
            _ => String::new(),
        };
        format!("{sign}{}{marks}", leaf.text())
    };
    converted.body.leaves().iter().map(line).collect()
}

fn check(text: &str, kind: Kind, expected: &[&str]) {
    let (converted, findings) = converted(text, Some(kind));
    assert_eq!(outline(&converted), expected);
    assert_eq!(findings, []);
}

/// A PDF dump of lines, with a blank line between all of them. An empty one is an empty paragraph; `|`
/// begins a page and `^` a note, right behind the line before.
fn dump(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let words = line.trim_start_matches(['|', '^']);
        if words.len() < line.len() && text.ends_with("\n\n") {
            text.pop();
        }
        let margin = if line.starts_with('|') { " " } else { "" };
        text += &format!("{margin}{words} \n\n");
    }
    text
}

const FILL: [&str; 4] = [
    "Het netwerk van havens groeit al jaren en zal dat volgens de raming van de dienst ook de",
    "komende tien jaar blijven doen, zodat er meer kades nodig zijn dan er nu in de lidstaten",
    "zijn gebouwd, en die kades vragen op hun beurt om stroom, om ruimte en om mensen die er",
    "willen werken.",
];

#[test]
fn a_short_last_line_ends_a_paragraph_and_a_full_one_does_not() {
    let text = dump(
        &[
            &["|Havens"][..],
            &[""],
            &FILL,
            &["De volgende alinea begint met een lange regel die tot het einde van het blad loopt, zo."],
            &["Deze zin hoort daar nog bij, want de regel ervoor was vol en er was geen plaats meer om"],
            &["iets te zeggen."],
        ]
        .concat(),
    );
    let (converted, _) = converted(&text, Some(Kind::Document));
    let outline = outline(&converted);
    assert_eq!(outline.len(), 3, "{outline:#?}");
    assert!(outline[1].starts_with("Het netwerk") && outline[1].ends_with("willen werken."));
    assert!(outline[2].starts_with("De volgende") && outline[2].ends_with("te zeggen."));
}

#[test]
fn a_page_end_with_notes_parts_no_sentence_and_no_word() {
    let text = dump(
        &[
            &["|Havens"][..],
            &[""],
            &FILL[..2],
            &["zijn gebouwd1, en daarvoor stelt de Commissie in haar plan van 20252 een eigen AI-"],
            &[
                "",
                "^1 Raming van de havendienst, 2024.",
                "^2 Het plan",
                "|verordening voor. De havens zijn tevreden.",
            ],
        ]
        .concat(),
    );
    let (converted, findings) = converted(&text, Some(Kind::Document));
    let outline = outline(&converted);
    assert_eq!(findings, []);
    assert!(
        outline[1].ends_with("van 2025 een eigen AI-verordening voor. De havens zijn tevreden.{1}{2}"),
        "{outline:#?}"
    );
    assert_eq!(outline[2..], ["^ Raming van de havendienst, 2024.", "^ Het plan"]);
}

#[test]
fn a_heading_runs_over_lines_and_a_box_has_a_title() {
    let text = dump(
        &[
            &[
                "|1. Bouwen van grote havens met walstroom in alle zeehavens van de Unie en van de landen",
                "om de Unie heen",
            ][..],
            &FILL,
            &[
                "",
                "Walstroom voor veerboten: een proef met accu’s op de kade van een kleine haven in het",
                "noorden (Estland)",
            ],
            &[
                "De veerboot laadt in tien minuten genoeg voor de overtocht en wacht daarna op de volgende",
                "klanten.",
            ],
            &FILL,
        ]
        .concat(),
    );
    let (converted, _) = converted(&text, Some(Kind::Communication));
    let outline = outline(&converted);
    assert!(
        outline[0].starts_with("## 1. Bouwen") && outline[0].ends_with("landen om de Unie heen"),
        "{outline:#?}"
    );
    assert!(
        outline[2].starts_with("### Walstroom") && outline[2].ends_with("noorden (Estland)"),
        "{outline:#?}"
    );
    assert!(outline[3].starts_with("De veerboot"));
}

#[test]
fn lists_nest_by_their_signs() {
    let text = "1. Acties\n\nBelangrijkste acties van de Commissie:\n\n- een academie opzetten, met inbegrip van:\n\n\
                o beurzen;\n\no stages;\n\n- havens bouwen.\n\nDaarna volgt een evaluatie van alle acties samen.";
    let (converted, _) = converted(text, Some(Kind::Communication));
    let BlockKind::List { items, .. } = &converted.body.blocks[2].kind else { panic!("a list") };
    assert_eq!(items.len(), 2);
    let BlockKind::List { items, .. } = &items[0].children[0].kind else { panic!("a list within") };
    assert_eq!(items.len(), 2);
    assert_eq!(converted.lines.len(), 7);
}

#[test]
fn a_bullet_needs_no_blank_line() {
    check(
        "Het kabinet is positief over de strategie van de Commissie.\n\nZie ook\n  • Drinkwater\n  • Europese Unie\n\nDeel deze pagina",
        Kind::Document,
        &[
            "Het kabinet is positief over de strategie van de Commissie.",
            "Zie ook",
            "- Drinkwater",
            "- Europese Unie",
            "Deel deze pagina",
        ],
    );
}

#[test]
fn a_mark_on_a_line_of_its_own_belongs_to_the_next() {
    check(
        "COM(2026) 966 final\n\nMEDEDELING VAN DE COMMISSIE AAN DE RAAD\n\n1.\n\nInleiding\n\nDe Commissie stelt het volgende voor in deze mededeling:\n\n•\n\neen fonds; en\n\n•\n\neen wet.\n\n2.\n\nSlot\n\nDat was het.",
        Kind::Communication,
        &[
            "## 1. Inleiding",
            "De Commissie stelt het volgende voor in deze mededeling:",
            "- een fonds; en",
            "- een wet.",
            "## 2. Slot",
            "Dat was het.",
        ],
    );
}

#[test]
fn a_dash_in_a_sentence_is_no_list() {
    check(
        "Eerste zin van de tekst over havens\n- data en stroom -\nloopt hier nog door tot het einde\nvan de alinea.",
        Kind::Document,
        &[
            "Eerste zin van de tekst over havens - data en stroom - loopt hier nog door tot het einde van de alinea.",
        ],
    );
}

#[test]
fn the_rest_of_an_item_may_stand_behind_a_sign_of_its_own() {
    check(
        "De Commissie zal:\n\n- havens bouwen in de landen van de Unie die er nog geen hebben¹;\n\
         - schepen meten met apparaten op de kade en in het water, waaronder\n\n¹ Zie de raming.\n\n\
         - microfoons en boeien;\n- stroom leveren.",
        Kind::Document,
        &[
            "De Commissie zal:",
            "- havens bouwen in de landen van de Unie die er nog geen hebben;{1}",
            "- schepen meten met apparaten op de kade en in het water, waaronder microfoons en boeien;",
            "- stroom leveren.",
            "^ Zie de raming.",
        ],
    );
}

#[test]
fn a_number_that_begins_a_line_is_no_point() {
    check(
        "Het plan van de Commissie voor de bossen van de Unie kreeg in het Parlement een norm van\n\
         1. dat is weinig en daarom vraagt de Commissie de lidstaten om ieder jaar verslag te doen,\n\
         zodat de norm in 2030 kan worden aangepast aan wat er in de bossen gebeurt.",
        Kind::Document,
        &["Het plan van de Commissie voor de bossen van de Unie kreeg in het Parlement een norm van \
             1. dat is weinig en daarom vraagt de Commissie de lidstaten om ieder jaar verslag te doen, \
             zodat de norm in 2030 kan worden aangepast aan wat er in de bossen gebeurt."],
    );
}

#[test]
fn a_second_mark_of_a_note_is_kept() {
    check(
        "Bossen¹ zijn stil en havens² ook, zo zegt de raming¹.\n\n¹ Raming, 2025.\n\n² Zie het plan.",
        Kind::Document,
        &[
            "Bossen zijn stil en havens ook, zo zegt de raming.{1}{2}{1}",
            "^ Raming, 2025.",
            "^ Zie het plan.",
        ],
    );
}

#[test]
fn a_dash_that_closes_a_parenthesis_is_no_sign() {
    check(
        "De Commissie zal:\n\n- havens bouwen in de landen van de Unie die er nog geen hebben¹;\n\
         - schepen meten met apparaten – waaronder ook microfoons\n\n¹ Zie de raming.\n\n\
         - in het water en op de kade;\n- stroom leveren.",
        Kind::Document,
        &[
            "De Commissie zal:",
            "- havens bouwen in de landen van de Unie die er nog geen hebben;{1}",
            "- schepen meten met apparaten – waaronder ook microfoons - in het water en op de kade;",
            "- stroom leveren.",
            "^ Zie de raming.",
        ],
    );
}

#[test]
fn a_paragraph_cut_by_a_blank_is_one() {
    check(
        "Kop\n\nHet kabinet is positief over de omvorming van de havens naar centra voor stroom met een focus op\n\n\
         Stille havens in steden. Dat past bij het plan van de regering voor de kust.\n\nTweede kop\n\nSlot van de tekst met genoeg woorden erin.",
        Kind::News,
        &[
            "## Kop",
            "Het kabinet is positief over de omvorming van de havens naar centra voor stroom met een focus op \
             Stille havens in steden. Dat past bij het plan van de regering voor de kust.",
            "## Tweede kop",
            "Slot van de tekst met genoeg woorden erin.",
        ],
    );
}

#[test]
fn a_text_cut_in_mid_word_is_a_document() {
    check(
        "Een alinea die zomaar ophoudt in een wo",
        Kind::Document,
        &["Een alinea die zomaar ophoudt in een wo"],
    );
}

#[test]
fn an_unknown_text_is_a_plain_document_and_never_a_fiche() {
    let letter = "Geachte voorzitter,\n\nHierbij zend ik u twee fiches. In de fiches vindt u onder meer:\n\n\
                  Essentie voorstel\n\nBevoegdheid\n\nSubsidiariteit\n\nDe minister van Havens.";
    let (converted, findings) = converted(letter, None);
    assert_eq!(converted.front.kind, Kind::Document);
    assert_eq!(findings, [Code::UnknownGenre]);
    assert_eq!(converted.slug, "tekst");
}

#[test]
fn a_note_of_several_paragraphs_keeps_them() {
    let (converted, findings) = converted(
        "Tekst[1] en meer[2].\n\n[1] Zie het plan.\n\nZie ook de\n\nbijlage en https://a.eu/een…\n\n[2] Slot.",
        Some(Kind::Document),
    );
    assert_eq!(
        fichewijzer::document::print_body(&converted.body),
        "Tekst[^1] en meer[^2].\n\n[^1]: Zie het plan.\n\n    Zie ook de bijlage en https://a.eu/een…\n\n[^2]: Slot.\n"
    );
    assert_eq!(
        converted.lines.iter().map(|l| l.unwrap().to_string()).collect::<Vec<_>>(),
        ["1", "3", "5-7", "9"]
    );
    assert_eq!(findings, [Code::TruncatedAddress]);
}

#[test]
fn a_note_without_a_mark_stays_and_is_reported() {
    let (converted, findings) = converted("Tekst¹ zonder tweede.\n\n¹ Een.\n\n² Twee.", Some(Kind::Document));
    assert_eq!(outline(&converted), ["Tekst zonder tweede.{1}", "² Twee.", "^ Een."]);
    assert_eq!(findings, [Code::Footnote]);
}

#[test]
fn the_councils_cover_note_is_front_matter_and_ledger() {
    let text = "Brussel, 3 februari 2026\n(OR. en)\n\n1234/26\n\nTRANS 12\n\nBEGELEIDENDE NOTA\n\nvan:\tde secretaris-generaal\n\
                nr. Comdoc.:\tCOM(2026) 912 final\n\nBijlage: COM(2026) 912 final\n\nBrussel, 3.2.2026\nCOM(2026) 912 final\n\n\
                **MEDEDELING VAN DE COMMISSIE AAN HET EUROPEES PARLEMENT EN DE\nRAAD**\n\nStille havens\n\n1. Inleiding\n\n\
                Deze mededeling gaat over havens en over het geluid dat er te horen is.";
    let mut findings = Findings::default();
    let seed = Seed { name: "nota.txt", bytes: text.as_bytes() };
    let converted = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
    let front = &converted.front;
    assert_eq!((front.kind, front.title.as_str()), (Kind::Communication, "Stille havens"));
    assert_eq!(front.number.unwrap().to_string(), "COM(2026) 912");
    assert_eq!(front.date.unwrap().to_string(), "2026-02-03");
    assert_eq!(front.council_number.as_deref(), Some("1234/26"));
    assert_eq!(converted.slug, "com-2026-912");
    let kinds: Vec<_> = converted.ledger.iter().map(|e| (e.kind, e.lines.first, e.lines.last)).collect();
    assert_eq!(kinds, [(EntryKind::CoverNote, 1, 13), (EntryKind::TitleBlock, 15, 19)]);
    assert_eq!(outline(&converted).len(), 2);
}
