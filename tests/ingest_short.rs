//! Short texts of every genre, laid out in every way: few lines tell little about how lines are broken,
//! and must still not be taken for what they are not.

use fichewijzer::diagnostic::Findings;
use fichewijzer::document::Kind;
use fichewijzer::document::walk::LeafKind;
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};

/// A piece of a text before it is laid out.
#[derive(Clone, Copy)]
enum Part {
    /// A title, a heading, a label or a value.
    Line(&'static str),
    Paragraph(&'static str),
    Note(u32, &'static str),
}

use Part::{Line, Note, Paragraph};

/// A way of laying texts out on lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A paragraph a line, blank lines between, notes of a web page at the end.
    Web,
    /// A paragraph a line, no blank lines.
    Lines,
    /// Broken at 90 columns, blank lines between paragraphs.
    Columns,
    /// Broken at 90 columns, no blank lines.
    Tight,
    /// A PDF dump: a blank line between all lines.
    Dump,
}

const LAYOUTS: [Layout; 5] = [Layout::Web, Layout::Lines, Layout::Columns, Layout::Tight, Layout::Dump];

fn lay_out(parts: &[Part], layout: Layout) -> String {
    let mut text = String::new();
    for part in parts {
        let (words, number) = match part {
            Line(words) | Paragraph(words) => (*words, None),
            Note(number, words) => (*words, Some(*number)),
        };
        let own = match (number, layout) {
            (None, _) => words.to_owned(),
            (Some(number), Layout::Web) => format!("  {number}. {words}↩︎"),
            (Some(number), Layout::Dump | Layout::Lines) => format!("{number} {words}"),
            (Some(number), Layout::Columns | Layout::Tight) => format!("[{number}] {words}"),
        };
        match layout {
            Layout::Web => text += &format!("{own}\n\n"),
            Layout::Lines => text += &format!("{own}\n"),
            Layout::Columns => text += &format!("{}\n\n", wrapped(&own).join("\n")),
            Layout::Tight => text += &format!("{}\n", wrapped(&own).join("\n")),
            Layout::Dump => dump(&wrapped(&own), *part, &mut text),
        }
    }
    // Marks are written `{1}` in the parts.
    match layout {
        Layout::Columns | Layout::Tight => text.replace('{', "[").replace('}', "]"),
        _ => text.replace(['{', '}'], ""),
    }
}

fn dump(lines: &[String], part: Part, text: &mut String) {
    if let Note(..) = part {
        // A note begins right behind the line before; the first behind a line of blanks.
        if text.ends_with(" \n\n") && !text.contains("\n1 ") {
            *text += " \n";
        } else if text.ends_with("\n\n") {
            text.pop();
        }
    }
    if text.is_empty() {
        text.push(' ');
    }
    *text += &lines.iter().map(|line| format!("{line} \n\n")).collect::<String>();
    if let Paragraph(_) = part {
        *text += " \n\n";
    }
}

/// Broken at 90 columns.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 90 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn converted(text: &str) -> Converted {
    let mut findings = Findings::default();
    let seed = Seed { name: "kort.txt", bytes: text.as_bytes() };
    let converted = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
    let faults: Vec<_> = findings.iter().filter(|d| d.code.as_str() != "unknown-genre").collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    converted
}

/// Leaves in a short notation.
fn outline(converted: &Converted) -> Vec<String> {
    let leaves = converted.body.leaves();
    let line = |leaf: &fichewijzer::document::walk::Leaf<'_, String>| {
        let sign = match leaf.kind {
            LeafKind::Heading(_) => "# ",
            LeafKind::Item => "- ",
            LeafKind::Note => "^ ",
            _ => "",
        };
        let marks: String = leaf.note_marks().iter().map(|mark| format!("{{{mark}}}")).collect();
        format!("{sign}{}{marks}", leaf.text())
    };
    leaves.iter().map(line).collect()
}

/// The same outline in every layout, and the kind that the text has.
fn check(parts: &[Part], layouts: &[Layout], kind: Kind, expected: &[&str]) {
    for layout in layouts {
        let text = lay_out(parts, *layout);
        let converted = converted(&text);
        assert_eq!(converted.front.kind, kind, "{layout:?}");
        assert_eq!(outline(&converted), expected, "{layout:?}\n{text}");
    }
}

const LABELS: [Part; 17] = [
    Line("Fiche 3: Mededeling over een strategie voor stille bossen"),
    Line("1. Algemene gegevens"),
    Line("a) Titel voorstel"),
    Line("Mededeling over een strategie voor stille bossen"),
    Line("b) Datum ontvangst Commissiedocument"),
    Line("2 maart 2026"),
    Line("c) Nr. Commissiedocument"),
    Line("COM(2026) 77"),
    Line("d) EUR-Lex"),
    Line("EUR-Lex - 52026DC0077 - NL - EUR-Lex"),
    Line("e) Nr. impact assessment Commissie en Opinie"),
    Line("Niet opgesteld"),
    Line("f) Behandelingstraject Raad"),
    Line("Milieuraad"),
    Line("g) Eerstverantwoordelijk ministerie"),
    Line("Ministerie van Landbouw"),
    Line("2. Essentie voorstel"),
];

const LABELS_OUT: [&str; 16] = [
    "# 1. Algemene gegevens",
    "# a) Titel voorstel",
    "Mededeling over een strategie voor stille bossen",
    "# b) Datum ontvangst Commissiedocument",
    "2 maart 2026",
    "# c) Nr. Commissiedocument",
    "COM(2026) 77",
    "# d) EUR-Lex",
    "EUR-Lex - 52026DC0077 - NL - EUR-Lex",
    "# e) Nr. impact assessment Commissie en Opinie",
    "Niet opgesteld",
    "# f) Behandelingstraject Raad",
    "Milieuraad",
    "# g) Eerstverantwoordelijk ministerie",
    "Ministerie van Landbouw",
    "# 2. Essentie voorstel",
];

#[test]
fn a_fiche_of_one_line_paragraphs() {
    let parts = [
        Paragraph("De Commissie wil dat bossen stil zijn.{1} Zij stelt een norm voor."),
        Line("3. Nederlandse positie ten aanzien van het voorstel"),
        Line("a) Essentie Nederlands beleid op dit terrein"),
        Paragraph("Nederland heeft stiltegebieden."),
        Paragraph("Het kabinet is positief over de norm.{2}"),
        Note(1, "Zie de mededeling."),
        Note(2, "Zie de brief van de minister."),
    ];
    let expected = [
        "De Commissie wil dat bossen stil zijn. Zij stelt een norm voor.{1}",
        "# 3. Nederlandse positie ten aanzien van het voorstel",
        "# a) Essentie Nederlands beleid op dit terrein",
        "Nederland heeft stiltegebieden.",
        "Het kabinet is positief over de norm.{2}",
        "^ Zie de mededeling.",
        "^ Zie de brief van de minister.",
    ];
    let (parts, expected) = ([&LABELS[..], &parts].concat(), [&LABELS_OUT[..], &expected].concat());
    check(&parts, &[Layout::Web, Layout::Columns, Layout::Tight, Layout::Dump], Kind::Fiche, &expected);
}

#[test]
fn a_fiche_of_three_line_paragraphs() {
    let parts = [
        Paragraph(
            "De Commissie wil dat de bossen van de Unie stil zijn, en stelt daarvoor een norm voor die de \
             lidstaten in hun eigen wetten zullen opnemen.{1} De norm geldt vanaf 2030 voor alle bossen die \
             groter zijn dan tien hectare, en voor kleinere bossen als een lidstaat dat wil.",
        ),
        Line("3. Nederlandse positie ten aanzien van het voorstel"),
        Line("a) Essentie Nederlands beleid op dit terrein"),
        Paragraph(
            "Nederland heeft sinds lang stiltegebieden, waarin het geluid van wegen en van vliegtuigen \
             niet boven een grens mag komen. De provincies wijzen deze gebieden aan en meten het geluid, \
             en het rijk betaalt een deel van de kosten.",
        ),
        Line("b) Beoordeling + inzet ten aanzien van dit voorstel"),
        Paragraph(
            "Het kabinet is positief over de norm, maar vraagt de Commissie om de lidstaten genoeg tijd \
             te geven voor het meten van het geluid in alle bossen die onder de norm vallen.{2}",
        ),
        Note(1, "Zie de mededeling van de Commissie."),
        Note(2, "Zie de brief van de minister."),
    ];
    let text = |at: usize| match parts[at] {
        Paragraph(text) | Line(text) | Note(_, text) => text.to_owned(),
    };
    let expected = [
        text(0).replace("{1}", "") + "{1}",
        format!("# {}", text(1)),
        format!("# {}", text(2)),
        text(3),
        format!("# {}", text(4)),
        text(5),
        format!("^ {}", text(6)),
        format!("^ {}", text(7)),
    ];
    let expected: Vec<&str> = LABELS_OUT.into_iter().chain(expected.iter().map(String::as_str)).collect();
    let parts = [&LABELS[..], &parts].concat();
    check(&parts, &[Layout::Web, Layout::Columns, Layout::Tight, Layout::Dump], Kind::Fiche, &expected);
}

#[test]
fn a_short_communication() {
    let parts = [
        Line("Een plan voor stille bossen"),
        Line("1. Inleiding"),
        Paragraph("Deze mededeling gaat over bossen. Zij zijn te luid."),
        Line("2. Acties"),
        Line("2.1 Meten"),
        Paragraph("De Commissie zal het geluid meten."),
        Line("3. Besluit"),
        Paragraph("De Commissie vraagt de Raad om steun."),
    ];
    let expected = [
        "# 1. Inleiding",
        "Deze mededeling gaat over bossen. Zij zijn te luid.",
        "# 2. Acties",
        "# 2.1 Meten",
        "De Commissie zal het geluid meten.",
        "# 3. Besluit",
        "De Commissie vraagt de Raad om steun.",
    ];
    check(&parts, &LAYOUTS, Kind::Communication, &expected);
}

#[test]
fn a_short_press_article() {
    let parts = [
        Line("date 2026-03-04 Commissie wil stille bossen"),
        Paragraph("De Commissie heeft een plan voor stille bossen. Het kost tien miljoen euro."),
        Line("Meten"),
        Paragraph("Eerst wordt het geluid van wegen en vliegtuigen gemeten."),
    ];
    let expected = [
        "De Commissie heeft een plan voor stille bossen. Het kost tien miljoen euro.",
        "# Meten",
        "Eerst wordt het geluid van wegen en vliegtuigen gemeten.",
    ];
    check(&parts, &[Layout::Web, Layout::Columns], Kind::News, &expected);
}

#[test]
fn a_letter() {
    let parts = [
        Paragraph("Geachte voorzitter,"),
        Paragraph("Hierbij zend ik u de fiche over stille bossen."),
        Paragraph("De minister van Landbouw."),
    ];
    let expected = [
        "Geachte voorzitter,",
        "Hierbij zend ik u de fiche over stille bossen.",
        "De minister van Landbouw.",
    ];
    check(&parts, &LAYOUTS[..1], Kind::Document, &expected);
}

#[test]
fn verses_stay_on_their_lines() {
    let poem = "het bos is stil\nen ieder blad\nwacht op de wind die komt vannacht\nuit zee\nmaar wie\n\
                luistert er nog als alles zwijgt\nbehalve een uil";
    let spaced = poem.replace('\n', "\n\n");
    assert_eq!(outline(&converted(&spaced)).len(), 7, "{:?}", outline(&converted(&spaced)));
}
