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
        words: Some((*text).to_owned()),
    };
    BlockMap { entries: entries.iter().map(entry).collect(), ..BlockMap::default() }
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
fn an_id_comes_back_with_its_words_or_its_number() {
    let id = format!("p-{}", hash("nieuw", 6));
    let mut old = map(&[("s1", "1. Weg")]);
    old.former.insert(BlockId::new(id.as_str()), Some(BlockId::new("s1")));
    let mut body = parse("## 1. Nieuw\n\nnieuw\n");
    let moved = assign(&mut body, HeadingStyle::UnderNumber, &old);
    assert_eq!(ids(&body), ["s1".to_owned(), id]);
    assert_eq!(moved, Moved::default());
}

#[test]
fn an_id_that_a_block_keeps_is_nobody_elses() {
    let id = format!("p-{}", hash("nieuw", 6));
    let mut body = parse("nieuw\n\niets anders\n");
    assign(&mut body, HeadingStyle::UnderNumber, &map(&[(&id, "iets anders")]));
    assert_eq!(ids(&body), [format!("{id}-2"), id]);
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

/// What became of the ids of a map when its document became `text`: the ids now, `old→new` of those that no
/// block has any more, and which of these are lost.
fn check_moved(entries: &[(&str, &str)], text: &str, now: &[&str], former: &[&str], lost: &[&str]) {
    let mut body = parse(text);
    let moved = assign(&mut body, HeadingStyle::UnderNumber, &map(entries));
    assert_eq!(ids(&body), now, "{text}");
    let to = |to: &Option<BlockId>| to.as_ref().map_or("-", BlockId::as_str).to_owned();
    let found: Vec<String> = moved.former.iter().map(|(id, t)| format!("{id}→{}", to(t))).collect();
    assert_eq!(found, former, "{text}");
    assert_eq!(moved.lost.iter().map(BlockId::as_str).collect::<Vec<_>>(), lost, "{text}");
}

const CAT: (&str, &str) = ("p-cat", "de kat zit vandaag op de mat");
const DOG: (&str, &str) = ("p-dog", "een hond ligt morgen onder tafel");
const EEL: (&str, &str) = ("p-eel", "alle palingen zwemmen graag naar zee");

#[test]
fn a_block_that_moves_or_is_reworded_a_little_keeps_its_id() {
    let all = [CAT, DOG, EEL];
    check_moved(
        &all,
        "de kat zit nu op de mat\n\nX\n\nEEN hond ligt onder tafel\n",
        &["p-cat", &new("X"), "p-dog"],
        &["p-eel→p-dog"],
        &["p-eel"],
    );
    let text = format!("{}\n\n{}\n\n{}\n", EEL.1, CAT.1, DOG.1);
    check_moved(&all, &text, &["p-eel", "p-cat", "p-dog"], &[], &[]);
    let text = format!("{} toe\n\n{} weer\n\n{}\n", EEL.1, CAT.1, DOG.1);
    check_moved(&all, &text, &["p-eel", "p-cat", "p-dog"], &[], &[]);
}

fn new(text: &str) -> String {
    format!("p-{}", hash(text, 6))
}

#[test]
fn what_changed_beyond_recognition_leads_to_what_took_its_place() {
    let other = new("heel iets anders");
    let text = format!("{}\n\nheel iets anders\n\n{}\n", CAT.1, EEL.1);
    check_moved(&[CAT, DOG, EEL], &text, &["p-cat", &other, "p-eel"], &[&format!("p-dog→{other}")], &[]);
    let both = format!("{} {}\n", CAT.1, DOG.1);
    check_moved(&[CAT, DOG], &both, &["p-cat"], &["p-dog→p-cat"], &[]);
    let parted = "de kat zit vandaag\n\nop de mat\n";
    check_moved(&[CAT], parted, &["p-cat", &new("op de mat")], &[], &[]);
}

#[test]
fn a_deleted_block_leads_to_its_neighbour_in_the_same_section() {
    let all = [("s1", "1. Een"), CAT, DOG, ("s2", "2. Twee"), EEL];
    let text = |a: &str, b: &str| format!("## 1. Een\n\n{a}\n\n{b}\n\n## 2. Twee\n\n{}\n", EEL.1);
    check_moved(&all, &text("", DOG.1), &["s1", "p-dog", "s2", "p-eel"], &["p-cat→p-dog"], &["p-cat"]);
    check_moved(&all, &text(CAT.1, ""), &["s1", "p-cat", "s2", "p-eel"], &["p-dog→p-cat"], &["p-dog"]);
    let gone = ["p-cat→s1", "p-dog→s1"];
    check_moved(&all, &text("", ""), &["s1", "s2", "p-eel"], &gone, &["p-cat", "p-dog"]);
    check_moved(&[CAT], "", &[], &["p-cat→-"], &["p-cat"]);
    check_moved(&[("p-a", ""), CAT], CAT.1, &["p-cat"], &["p-a→p-cat"], &[]);
}

#[test]
fn a_headings_number_and_a_notes_label_go_before_the_map() {
    check_moved(
        &[("s3", "3. Positie van het kabinet")],
        "## 4. Positie van het kabinet\n",
        &["s4"],
        &["s3→s4"],
        &[],
    );
    check_moved(&[("s3", "3. Positie")], "## 3. Iets anders\n", &["s3"], &[], &[]);
    check_moved(
        &[("regeldruk-bedrijven", "Regeldruk bedrijven")],
        "## Regeldruk voor bedrijven\n",
        &["regeldruk-bedrijven"],
        &[],
        &[],
    );
    check_moved(&[("regeldruk", "Regeldruk")], "## Lasten\n", &["lasten"], &["regeldruk→lasten"], &[]);
    check_moved(&[("oud", "Kop")], "## Kop {#nieuw}\n", &["nieuw"], &["oud→nieuw"], &[]);
    let notes = [("p-a", "x"), ("fn-1", "noot een"), ("fn-2", "noot twee")];
    check_moved(&notes, "x[^1]\n\n[^1]: noot twee\n", &["p-a", "fn-1"], &["fn-2→fn-1"], &[]);
    check_moved(&notes, "x[^1]\n\n[^1]: noot een\n", &["p-a", "fn-1"], &["fn-2→fn-1"], &["fn-2"]);
}

#[test]
fn former_ids_follow_their_block() {
    let mut old = map(&[CAT, DOG]);
    for (id, to) in [("p-x", Some("p-cat")), ("p-y", Some("p-dog")), ("p-z", None), ("p-w", Some("p-gone"))] {
        old.former.insert(BlockId::new(id), to.map(BlockId::new));
    }
    let mut body = parse(&format!("heel iets anders\n\n{}\n", DOG.1));
    let moved = assign(&mut body, HeadingStyle::UnderNumber, &old);
    let other = new("heel iets anders");
    let found: Vec<String> = moved
        .former
        .iter()
        .map(|(id, t)| format!("{id}→{}", t.as_ref().expect("there are blocks")))
        .collect();
    let expected = [
        format!("p-cat→{other}"),
        format!("p-w→{other}"),
        format!("p-x→{other}"),
        "p-y→p-dog".to_owned(),
        format!("p-z→{other}"),
    ];
    assert_eq!(found, expected);
    assert!(moved.lost.is_empty());
}

#[test]
fn of_repeated_words_those_stay_that_have_the_same_neighbours() {
    let entries = [("p-n", "nee"), ("s1", "1. Een"), ("p-n-2", "nee"), ("s2", "2. Twee"), ("p-n-3", "nee")];
    check_moved(
        &entries,
        "## 1. Een\n\nnee\n\n## 2. Twee\n\nnee\n",
        &["s1", "p-n-2", "s2", "p-n-3"],
        &["p-n→s1"],
        &["p-n"],
    );
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
