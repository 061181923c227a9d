use super::print_body;
use crate::diagnostic::{FilePath, Findings};
use crate::document::block::{Block, BlockId, BlockKind, Body, Definition, Inline, Item, Link, Note};
use crate::document::{RawHtml, normalise, parse_body};
use regex::Regex;
use std::sync::LazyLock;

pub(super) fn parse(text: &str) -> (Body, Findings) {
    let file: FilePath = "a.md".into();
    let mut findings = Findings::default();
    let body = parse_body(&file, text, 0, RawHtml::Allowed, &mut findings);
    (body, findings)
}

/// The tree without spans, to compare.
pub(super) fn bare(body: &Body) -> String {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"span: \d+\.\.\d+,").expect("compiles"));
    SPAN.replace_all(&format!("{body:#?}"), "").into_owned()
}

/// Text in canonical form is printed as it is.
fn check(text: &str) {
    let (body, _) = parse(text);
    let printed = print_body(&body);
    assert_eq!(printed, text);
    assert_eq!(bare(&normalise(body.clone())), bare(&body), "{text}");
}

pub(super) fn paragraph(content: Vec<Inline>) -> Body {
    Body { blocks: vec![Block::new(BlockKind::Paragraph(content))], notes: Vec::new() }
}

fn check_words(content: Vec<Inline>, expected: &str) {
    let body = normalise(paragraph(content));
    assert_eq!(print_body(&body).trim_end(), expected);
    assert_eq!(bare(&parse(expected).0), bare(&body), "{expected}");
}

#[test]
fn canonical_markdown_stays_as_it_is() {
    check(
        "## 1. Algemene gegevens {#s1}\n\nEen alinea met **vet**, *nadruk* en `code`.\n\n### a) Titel {#s1a}\n",
    );
    check("- a\n  - b\n\n    c\n- d\n\n1. e\n\n   f\n\n2. g\n");
    check("9. a\n   - b\n10. c\n    - d\n");
    check("Tekst[^1] en meer.[^2]\n\n[^1]: Een noot.\n\n[^2]: Nog een.\n\n    Met een alinea.\n");
    check("> [!NOTE]\n> Let op.\n>\n> - a\n> - b\n\n> citaat\n");
    check("| a | b |\n| :-- | --: |\n| 1 | *2* |\n|  | x\\|y |\n");
    check(
        "```sh\ncargo build\n\n  # klaar\n```\n\n***\n\nTerm\n: uitleg\n: meer\n\n  en meer\n\nTerm twee\n: uitleg\n",
    );
    check("a[^\\ ]\n\n[^\\ ]: b\n");
    check("| a[^x\\|y] |\n| --- |\n\n[^x|y]: b\n");
    // The parser looks for a link's definition before it knows of a term.
    check("\\[\n: x]: y\n");
    check("een\\\ntwee\n");
    check("x <b>vet</b>\n\n<div>\nx\n</div>\n");
    check("[woorden](../a.md#s1 \"titel\") en <https://a.nl/?a=b&c=d>, <a@b.nl>, ![alt](a.png)\n");
}

#[test]
fn other_markdown_is_made_canonical() {
    for (text, expected) in [
        ("Kop\n---\neen\ntwee\n", "## Kop\n\neen twee\n"),
        ("* a\n* b\n", "- a\n- b\n"),
        ("* a\n\n\n- b\n", "- a\n\n+ b\n"),
        ("1) a\n1) b\n", "1. a\n2. b\n"),
        ("__a__ _b_\n", "**a** *b*\n"),
        ("    code\n", "```\ncode\n```\n"),
        ("a | b\n--|--\n1\n", "| a | b |\n| --- | --- |\n| 1 |  |\n"),
        ("a[^1]\n\n[^1]: x\n\nb\n", "a[^1]\n\nb\n\n[^1]: x\n"),
        ("[a][b]\n\n[b]: c.md\n", "[a](c.md)\n"),
        ("1. a\n\n2. b\n   1. c\n", "1. a\n\n2. b\n\n   1. c\n"),
    ] {
        assert_eq!(print_body(&normalise(parse(text).0)), expected, "{text}");
    }
}

#[test]
fn ordinary_prose_is_not_escaped() {
    for line in [
        "De EU (COM(2025) 165) wil 20% meer – \"AI-gigafabrieken\" – voor € 10 mld. & meer; zie 'noot' #3.",
        "Art. 4, lid 2 [sic] en [2025/0123 (COD)]: 1. eerst, 2. dan > 5 en < 10, a < b.",
        "Zie https://a.nl/snake_case/x?a=1&b=2#c of mail a@b.nl!",
        "Prijs* van ca. ~5 euro en C:\\map\\bestand + 3 - 2 = 5 | 6.",
        "2025 was het jaar. En 3.5 ook, 1.000.",
        "§ 3, ‘zo’, “zus”, 't Hof, é è ë … © {x} $5 ^2 50%",
        "-5 graden",
        "#hashtag",
        "+31 70 1234567",
        "1.5 miljoen",
    ] {
        check_words(vec![Inline::text(line)], line);
    }
}

#[test]
fn what_would_mean_something_is_escaped() {
    for (text, printed) in [
        ("1. x", "1\\. x"),
        ("2025) x", "2025\\) x"),
        ("- x", "\\- x"),
        ("+", "\\+"),
        ("# x", "\\# x"),
        ("> x", "\\> x"),
        (": x", "\\: x"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("a *b* _c_ d_e_f", "a \\*b\\* \\_c\\_ d_e_f"),
        ("a * b", "a * b"),
        ("[^3] [a](b) [a]: b", "\\[^3] [a\\](b) [a]: b"),
        ("[a]: b", "\\[a]: b"),
        ("[!NOTE]", "\\[!NOTE]"),
        ("<b> <5> <= < b &amp; &", "\\<b> \\<5> <= < b \\&amp; &"),
        ("`a` ~~b~~", "\\`a\\` \\~\\~b\\~\\~"),
        ("\\* \\a \\", "\\\\* \\a \\\\"),
        ("|-|", "\\|-|"),
    ] {
        check_words(vec![Inline::text(text)], printed);
    }
}

fn strong(text: &str) -> Inline {
    Inline::Strong(vec![Inline::text(text)])
}

fn emphasis(text: &str) -> Inline {
    Inline::Emphasis(vec![Inline::text(text)])
}

fn link(target: &str, content: Vec<Inline>) -> Inline {
    Inline::from(Link { target: target.into(), span: 0..0, title: String::new(), content })
}

#[test]
fn marking_survives_beside_words() {
    let text = Inline::text;
    for (content, printed) in [
        (vec![strong("Doel"), text("s")], "**Doel**s"),
        (vec![strong("Doel:"), text("x")], "**Doel:**&#120;"),
        (vec![text("x"), strong("(Doel)")], "&#120;**(Doel)**"),
        (vec![strong("Doel: "), text("x")], "**Doel:** x"),
        (vec![text("a"), emphasis("b"), strong("c"), text("d")], "a*b*__c__&#100;"),
        (vec![Inline::Strong(vec![emphasis("a")])], "***a***"),
        (vec![Inline::Strong(vec![emphasis("a"), text(" b")])], "**_a_ b**"),
        (vec![Inline::Strong(vec![text("a "), emphasis("b")])], "**a _b_**"),
        (vec![Inline::Emphasis(vec![emphasis("a")]), emphasis("b")], "*ab*"),
        (vec![strong(" "), text("a")], "a"),
        (vec![Inline::Strikethrough(vec![strong("*"), text("a")]), text("b")], "~~**\\***&#97;~~&#98;"),
        (vec![link("a.md", vec![Inline::Code("]:".into()), text("x")])], "[\\]:x](a.md)"),
        (vec![text("["), Inline::HardBreak, text("[r]: d.md")], "\\[\\\n\\[r]: d.md"),
        (vec![link("a(b)c.md", vec![text("x ")]), text("y")], "[x](a(b)c.md) y"),
        (vec![link("a b(", vec![text("[x]")])], "[\\[x\\]](<a b(>)"),
        (vec![link("a.md", vec![link("b.md", vec![text("x")])])], "[x](a.md)"),
        (vec![text("!"), link("a.md", vec![text("x")])], "\\![x](a.md)"),
        (vec![Inline::Code("a`b".into()), text(" "), Inline::Code("`".into())], "``a`b`` `` ` ``"),
        (vec![text(" a "), Inline::HardBreak, text(" - b"), Inline::SoftBreak], "a\\\n\\- b"),
    ] {
        check_words(content, printed);
    }
}

#[test]
fn a_mark_stays_a_mark() {
    let note = |content: Vec<Inline>, printed: &str| {
        let body = Body {
            notes: vec![Note {
                id: BlockId::default(),
                span: 0..0,
                label: "1".into(),
                lead: vec![Inline::text("x")],
                children: vec![],
            }],
            ..paragraph(content)
        };
        let body = normalise(body);
        let text = print_body(&body);
        assert_eq!(text, format!("{printed}\n\n[^1]: x\n"));
        assert_eq!(bare(&parse(&text).0), bare(&body));
    };
    let mark = || Inline::NoteRef("1".into());
    note(vec![mark(), Inline::text(": a")], "[^1]\\: a");
    note(vec![Inline::text("a!"), mark(), Inline::text("(b)")], "a![^1]\\(b)");
    note(vec![Inline::text("[sic]"), mark(), mark()], "[sic][^1][^1]");
    note(vec![mark(), link("a.md", vec![Inline::text("b")])], "[^1] [b](a.md)");
    note(vec![link("a.md", vec![Inline::text("b"), mark()])], "[b](a.md)[^1]");
}

/// Labels that only a careless hand writes; the parser gives them, so they must come back.
#[test]
fn odd_labels_of_notes_survive() {
    for (text, printed) in [
        ("a[^\\\u{c}]\n\n[^\\\u{c}]: b\n", "a[^\\ ]\n\n[^\\ ]: b\n"),
        ("[^17\u{c}).\\\u{c}]: <ht\n", "[^17 ).\\ ]: \\<ht\n"),
        ("[^a\\]:b] c\n\n[^a\\]:b]: d\n", "[^a\\]:b] c\n\n[^a\\]:b]: d\n"),
        ("[^a\\\\]: b\n", "[^a\\\\]: b\n"),
        ("> [^x  y]: b\n", "[^x y]: b\n"),
        ("- [^x]: b\n", "[^x]: b\n"),
        (&format!("{}[^x]: [^x]\n", ">".repeat(48)), "[^x]: [^x]\n"),
        ("   [^x]: b\n", "[^x]: b\n"),
        ("| a |\n| --- |\n| [^x\\|y] |\n\n[^x|y]: b\n", "| a |\n| --- |\n| [^x\\|y] |\n\n[^x|y]: b\n"),
    ] {
        let body = normalise(parse(text).0);
        assert_eq!(print_body(&body), printed, "{text}");
        assert_eq!(bare(&parse(printed).0), bare(&body), "{text}");
    }
}

#[test]
fn trees_that_cannot_be_written_become_near_ones() {
    let item = |lead: &str, children: Vec<Block>| Item {
        id: BlockId::default(),
        span: 0..0,
        lead: vec![Inline::text(lead)],
        children,
    };
    let list = |start, tight, items| Block::new(BlockKind::List { start, tight, items });
    let text = |text: &str| Block::new(BlockKind::Paragraph(vec![Inline::text(text)]));
    let print = |blocks: Vec<Block>| print_body(&normalise(Body { blocks, notes: Vec::new() }));
    assert_eq!(print(vec![text(" "), text("a")]), "a\n");
    assert_eq!(
        print(vec![list(None, true, vec![item("", vec![]), item("a", vec![text("b")])])]),
        "- a\n\n  b\n"
    );
    assert_eq!(print(vec![list(None, true, vec![item("", vec![text("a")])])]), "- a\n");
    assert_eq!(
        print(vec![list(None, true, vec![item("a", vec![list(Some(3), true, vec![item("b", vec![])])])])]),
        "- a\n\n  3. b\n"
    );
    let term = |text: &str| Definition::Term {
        id: BlockId::default(),
        span: 0..0,
        content: vec![Inline::text(text)],
    };
    let described = |text: &str| Definition::Description(item(text, vec![]));
    let entries = vec![described("a"), term("b"), term("c"), described("d"), term("e")];
    assert_eq!(print(vec![Block::new(BlockKind::Definitions(entries))]), "a\n\nb\n\nc\n: d\n\ne\n");
}
