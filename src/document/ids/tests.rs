use super::*;
use crate::diagnostic::{FilePath, Findings};
use crate::document::{RawHtml, parse_body};

fn parse(text: &str) -> Body {
    let file: FilePath = "a.md".into();
    parse_body(&file, text, 0, RawHtml::Forbidden, &mut Findings::default())
}

fn ids(body: &Body) -> Vec<String> {
    body.leaves().iter().map(|leaf| leaf.id.to_string()).collect()
}

fn check_headings(style: HeadingStyle, text: &str, expected: &[&str]) {
    let mut body = parse(text);
    assign(&mut body, style, &BlockMap::default());
    assert_eq!(ids(&body), expected, "{text}");
}

#[test]
fn slugs_are_ascii_and_end_with_a_word() {
    for (text, expected) in [
        ("Regeldruk/administratieve lasten", "regeldruk-administratieve-lasten"),
        ("Coördinatie: één Europa's programma’s", "coordinatie-een-europas-programmas"),
        ("  — ", "x"),
        ("", "x"),
        ("Straße Ærø ﬁche ½", "strasse-aero-fiche-1-2"),
        ("αβγ 12", "12"),
        (
            "Een heel lange kop die meer dan zestig tekens telt en dus wordt afgekapt",
            "een-heel-lange-kop-die-meer-dan-zestig-tekens-telt-en-dus",
        ),
        (
            "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc",
            "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij",
        ),
        (
            "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij abc",
            "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij",
        ),
    ] {
        assert_eq!(slug(text), expected, "{text}");
    }
}

#[test]
fn a_headings_id_comes_from_its_number() {
    check_headings(
        HeadingStyle::UnderNumber,
        "## Samenvatting\n## 1. Algemene gegevens\n### a) Titel\n### b) Datum\n## 2.1. Data\n### Kader\n#### Diep\n## 4\\. Gevolgen\n### e) Gevolgen\n#### Regeldruk\n#### Regeldruk\n",
        &[
            "samenvatting",
            "s1",
            "s1a",
            "s1b",
            "s2.1",
            "s2.1-kader",
            "s2.1-diep",
            "s4",
            "s4e",
            "s4e-regeldruk",
            "s4e-regeldruk-2",
        ],
    );
    check_headings(
        HeadingStyle::UnderNumber,
        "## a) Los\n## 2025 in beeld\n## P plan\n## 1. Een\n## 1. Een\n### b) Twee\n### Drie\n",
        &["s-a", "s-2025-in-beeld", "s-p-plan", "s1", "s1-2", "s1b", "s1-2-drie"],
    );
    check_headings(HeadingStyle::WordsAlone, "## 1. Een\n### Twee\n### Twee\n", &["s1", "twee", "twee-2"]);
}

#[test]
fn explicit_ids_stay_and_nobody_else_gets_them() {
    check_headings(
        HeadingStyle::UnderNumber,
        "## 1. Een\n## Anders {#s1}\n### Kind\n",
        &["s1-2", "s1", "kind"],
    );
    check_headings(
        HeadingStyle::UnderNumber,
        "## 3. Positie {#positie}\n### a) Kern\n### Los\n",
        &["positie", "s3a", "positie-los"],
    );
}

#[test]
fn other_leaves_get_the_hash_of_their_words() {
    let mut body = parse("Een alinea[^1].\n\n- een  ALINEA.\n- b\n\n[^1]: noot\n");
    assign(&mut body, HeadingStyle::UnderNumber, &BlockMap::default());
    let ids = ids(&body);
    // BLAKE3 of "een alinea." begins with the bytes that spell this in base32.
    let first = hash("een alinea.", 6);
    assert_eq!(ids[0], format!("p-{first}"));
    assert_eq!(ids[1], format!("p-{first}-2"));
    assert_eq!(ids[3], "fn-1");
    assert!(ids.iter().all(|id| BlockId::is_valid(id)), "{ids:?}");
}

#[test]
fn the_hash_is_base32_of_blake3() {
    // The test vector of BLAKE3 for no input: af1349b9 f5f9a1a6 …; its first 60 bits in RFC 4648 base32.
    assert_eq!(hash("", 12), "v4jutopv7gq2");
    assert_eq!(hash("A  b\n", 12), hash("a b", 12));
    assert_ne!(hash("a b", 12), hash("ab", 12));
}

fn map(entries: &[(&str, &str)]) -> BlockMap {
    let entry = |(id, text): &(&str, &str)| crate::document::MapEntry {
        id: BlockId::new(*id),
        fingerprint: hash(text, 12),
        lines: None,
    };
    BlockMap { entries: entries.iter().map(entry).collect() }
}

#[test]
fn known_blocks_keep_the_ids_of_the_map() {
    let map = map(&[
        ("s9", "Kop"),
        ("p-aaaaaa", "een"),
        ("p-bbbbbb", "een"),
        ("p-cccccc", "weg"),
        ("p-kop", "Kop"),
        ("fn-3", "noot"),
    ]);
    let mut body = parse("## Kop\n\neen\n\ntwee[^4]\n\neen\n\neen\n\nKop\n\n[^4]: noot\n");
    assign(&mut body, HeadingStyle::UnderNumber, &map);
    let ids = ids(&body);
    assert_eq!(ids[..2], ["s9", "p-aaaaaa"]);
    assert_eq!(ids[3], "p-bbbbbb");
    assert_eq!(ids[4], format!("p-{}", hash("een", 6)));
    assert_eq!(ids[5..], ["p-kop", "fn-4"]);
}

#[test]
fn new_ids_are_none_of_the_map() {
    let taken = format!("p-{}", hash("nieuw", 6));
    let map = map(&[(&taken, "iets anders"), ("s1", "1. Weg")]);
    let mut body = parse("## 1. Nieuw\n\nnieuw\n");
    assign(&mut body, HeadingStyle::UnderNumber, &map);
    assert_eq!(ids(&body), ["s1-2".to_owned(), format!("{taken}-2")]);
}

#[test]
fn assigning_again_changes_nothing() {
    let mut body = parse("## 1. Een\n\na\n\na\n\n- b\n  - a\n\n| c |\n| - |\n| a |\n\n```\na\n```\n");
    assign(&mut body, HeadingStyle::UnderNumber, &BlockMap::default());
    let once = body.clone();
    let map = BlockMap::of(&body, |_| None);
    assign(&mut body, HeadingStyle::UnderNumber, &map);
    assert_eq!(body, once);
    body.each_id_mut(&mut |_, id| *id = BlockId::default());
    assign(&mut body, HeadingStyle::UnderNumber, &map);
    assert_eq!(body, once);
    let mut unique = ids(&body);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids(&body).len());
}

#[test]
fn notes_keep_the_ids_of_their_labels_when_the_map_knows_them() {
    let text = "een[^1]\n\ntwee[^2]\n\n[^1]: noot\n\n[^2]: noot\n";
    let mut first = parse(text);
    assign(&mut first, HeadingStyle::UnderNumber, &BlockMap::default());
    let map = BlockMap::of(&first, |_| None);
    let mut again = parse(text);
    assign(&mut again, HeadingStyle::UnderNumber, &map);
    assert_eq!(ids(&again)[2..], ["fn-1", "fn-2"]);
}
