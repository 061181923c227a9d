//! Texts that nobody has seen: encodings and blanks of all kinds, cut short, of no known genre. Nothing
//! wrong comes of them, and never a fiche that is none.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use fichewijzer::diagnostic::{Code, Findings};
use fichewijzer::document::Kind;
use fichewijzer::document::walk::LeafKind;
use fichewijzer::ingest::{Converted, Seed, SeedFacts, convert};
use std::fs;
use std::path::Path;

fn layout(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(format!("{name}.txt"));
    fs::read_to_string(path).unwrap()
}

fn run(bytes: &[u8]) -> (Converted, Vec<Code>) {
    let mut findings = Findings::default();
    let converted =
        convert(&Seed { name: "tekst.txt", bytes }, &SeedFacts::default(), &mut findings).unwrap();
    (converted, findings.iter().map(|d| d.code).collect())
}

/// Leaves in a short notation, with plain spaces.
fn outline(converted: &Converted) -> Vec<String> {
    let leaves = converted.body.leaves();
    let line = |leaf: &fichewijzer::document::walk::Leaf<'_, String>| {
        let sign = match leaf.kind {
            LeafKind::Heading(_) => "# ",
            LeafKind::Item => "- ",
            LeafKind::Note => "^ ",
            LeafKind::Row => "| ",
            _ => "",
        };
        let marks: String = leaf.note_marks().iter().map(|mark| format!("{{{mark}}}")).collect();
        format!("{sign}{}{marks}", leaf.text()).replace(['\u{a0}', '\u{202f}'], " ")
    };
    leaves.iter().map(line).collect()
}

const LAYOUTS: [&str; 13] = [
    "bare",
    "bullets",
    "columns",
    "dots",
    "eurlex",
    "gazette",
    "legislation",
    "letters",
    "ones",
    "paged",
    "sheets",
    "spaced",
    "tight",
];

/// Checks that another form of each layout gives the same text and metadata.
fn check_form(form: impl Fn(&str) -> Vec<u8>, codes: &[Code]) {
    for name in LAYOUTS {
        let text = layout(name);
        let (plain, own) = run(text.as_bytes());
        let (other, found) = run(&form(&text));
        assert_eq!(own, [], "{name}");
        assert_eq!(found, codes, "{name}");
        assert_eq!(outline(&other), outline(&plain), "{name}");
        let titles = [&plain, &other].map(|c| c.front.title.replace(['\u{a0}', '\u{202f}'], " "));
        assert_eq!(titles[0], titles[1], "{name}");
        assert_eq!(other.front.received, plain.front.received, "{name}");
        assert_eq!(other.front.assesses, plain.front.assesses, "{name}");
        assert_eq!(other.slug, plain.slug, "{name}");
    }
}

#[test]
fn line_ends_and_marks_of_other_systems() {
    check_form(|text| text.replace('\n', "\r\n").into_bytes(), &[]);
    check_form(|text| text.replace('\n', "\r").into_bytes(), &[]);
    check_form(|text| format!("\u{feff}{text}").into_bytes(), &[]);
}

#[test]
fn utf_16_of_both_orders() {
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    };
    check_form(|text| units(text, u16::to_le_bytes), &[Code::Converted]);
    check_form(|text| units(text, u16::to_be_bytes), &[Code::Converted]);
}

#[test]
fn latin_1_where_the_text_fits_it() {
    for name in ["columns", "tight"] {
        let text = layout(name);
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let (other, codes) = run(&bytes);
        assert_eq!(codes, [Code::Converted], "{name}");
        assert_eq!(outline(&other), outline(&run(text.as_bytes()).0), "{name}");
    }
}

/// Word spaces of every kind; those at line starts and ends lay the text out and stay.
#[test]
fn no_break_and_thin_spaces() {
    let with = |text: &str, space: &str| -> Vec<u8> {
        let line = |line: &str| {
            let inner = line.trim();
            line.replace(inner, &inner.replace(' ', space))
        };
        text.lines().map(line).collect::<Vec<_>>().join("\n").into_bytes()
    };
    for space in ["\u{a0}", "\u{2009}", "\u{202f}", "\t"] {
        check_form(|text| with(text, space), &[]);
    }
}

#[test]
fn a_fiche_cut_short_anywhere_loses_nothing() {
    for name in LAYOUTS {
        let text = layout(name);
        for end in (20..text.len()).step_by(41).filter(|end| text.is_char_boundary(*end)) {
            let mut findings = Findings::default();
            let seed = Seed { name: "tekst.txt", bytes: &text.as_bytes()[..end] };
            let converted = convert(&seed, &SeedFacts::default(), &mut findings).unwrap();
            assert!(findings.iter().all(|d| d.code != Code::Unaccounted), "{name} {end}");
            assert_eq!(converted.body.leaves().len(), converted.lines.len(), "{name} {end}");
        }
    }
}

fn check(text: &str, kind: Kind, title: &str, expected: &[&str]) {
    let (converted, codes) = run(text.as_bytes());
    assert_eq!((converted.front.kind, converted.front.title.as_str()), (kind, title), "{text}");
    let unknown: &[Code] = if kind == Kind::Document { &[Code::UnknownGenre] } else { &[] };
    assert_eq!(codes, unknown, "{text}");
    assert_eq!(outline(&converted), expected, "{text}");
}

#[test]
fn an_english_communication() {
    check(
        "Brussels, 4.5.2026\n\nCOM(2026) 88 final\n\nCOMMUNICATION FROM THE COMMISSION TO THE EUROPEAN PARLIAMENT AND \
         THE COUNCIL\n\nQuiet forests for Europe\n\n1. Introduction\n\nThis communication is about forests and \
         the noise in them.1\n\n2. Actions\n\n2.1. Measuring\n\nThe Commission will:\n\n- measure the noise;\n\n\
         - report to the Council in 2027.\n\n3. Conclusion\n\nThe Commission asks the Council for its support.\n\n\
         1 Forest report of the Agency, 2025.",
        Kind::Communication,
        "Quiet forests for Europe",
        &[
            "# 1. Introduction",
            "This communication is about forests and the noise in them.{1}",
            "# 2. Actions",
            "# 2.1. Measuring",
            "The Commission will:",
            "- measure the noise;",
            "- report to the Council in 2027.",
            "# 3. Conclusion",
            "The Commission asks the Council for its support.",
            "^ Forest report of the Agency, 2025.",
        ],
    );
}

#[test]
fn a_press_article_that_begins_with_its_headline() {
    check(
        "Commissie wil stille bossen\n\nDe Commissie heeft vandaag een plan voor stille bossen bekendgemaakt.\n\n\
         Wat er verandert\n\nVanaf 2030 geldt een norm voor alle bossen die groter zijn dan tien hectare.",
        Kind::Document,
        "Commissie wil stille bossen",
        &[
            "De Commissie heeft vandaag een plan voor stille bossen bekendgemaakt.",
            "# Wat er verandert",
            "Vanaf 2030 geldt een norm voor alle bossen die groter zijn dan tien hectare.",
        ],
    );
}

#[test]
fn a_letter_that_lists_fiches_is_none() {
    check(
        "Geachte voorzitter,\n\nOvereenkomstig de afspraken zend ik u twee fiches.\n\nFiche 1: Mededeling stille \
         bossen\n\nFiche 2: Verordening stille havens (Kamerstuk 22 112, nr. 3052)\n\nDe minister van Landbouw.",
        Kind::Document,
        "tekst",
        &[
            "Geachte voorzitter,",
            "Overeenkomstig de afspraken zend ik u twee fiches.",
            "Fiche 1: Mededeling stille bossen",
            "Fiche 2: Verordening stille havens (Kamerstuk 22 112, nr. 3052)",
            "De minister van Landbouw.",
        ],
    );
}

#[test]
fn a_dump_of_data_keeps_its_lines() {
    check(
        "{\n  \"titel\": \"Stille bossen\",\n  \"nummers\": [1, 2, 3],\n  \"open\": true\n}",
        Kind::Document,
        "tekst",
        &["{", "\"titel\": \"Stille bossen\",", "\"nummers\": [1, 2, 3],", "\"open\": true", "}"],
    );
}

#[test]
fn lines_of_a_table_are_its_rows() {
    check(
        "Bosgebied     Hectare   Geluid\nVeluwe        91000     38\nBiesbosch     9000      35\n",
        Kind::Document,
        "tekst",
        &["| Bosgebied Hectare Geluid", "| Veluwe 91000 38", "| Biesbosch 9000 35"],
    );
}
