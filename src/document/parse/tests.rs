use super::*;
use crate::document::block::Inline;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const FROM: usize = 100;

fn parse(text: &str, html: RawHtml) -> (Body, Vec<String>) {
    let file: FilePath = "content/nieuws/a.md".into();
    let mut findings = Findings::default();
    let body = parse_body(&file, text, FROM, html, &mut findings);
    findings.sort();
    let lines = findings
        .iter()
        .map(|d| {
            let at = d.at.as_ref().expect("every finding here has a place");
            let also: Vec<&str> =
                d.also.iter().map(|(at, _)| &text[at.start - FROM..at.end - FROM]).collect();
            let also = if also.is_empty() { String::new() } else { format!(" also [{}]", also.join("] [")) };
            format!("{} [{}]{also}", d.code.as_str(), &text[at.start - FROM..at.end - FROM])
        })
        .collect();
    (body, lines)
}

fn check_findings(text: &str, expected: &[&str]) {
    let (_, found) = parse(text, RawHtml::Forbidden);
    assert_eq!(found, expected, "{text}");
}

/// The tree in a short notation, without spans.
fn shape(text: &str) -> String {
    let (body, found) = parse(text, RawHtml::Allowed);
    assert!(found.is_empty(), "{text}: {found:?}");
    let notes: String = body
        .notes
        .iter()
        .map(|n| format!(" ^{}({}{})", n.label, words(&n.lead), blocks(&n.children)))
        .collect();
    format!("{}{notes}", blocks(&body.blocks).trim_start())
}

fn blocks(list: &[Block]) -> String {
    list.iter()
        .map(|block| match &block.kind {
            BlockKind::Heading { level, content } => format!(" h{level}#{}({})", block.id, words(content)),
            BlockKind::Paragraph(content) => format!(" p({})", words(content)),
            BlockKind::List { start, tight, items } => {
                let mark = start.map_or("ul".to_owned(), |n| format!("ol{n}"));
                let loose = if *tight { "" } else { " loose" };
                let items: String = items.iter().map(item).collect();
                format!(" {mark}{loose}{items}")
            }
            BlockKind::Quote { alert, blocks: inner } => {
                format!(
                    " q{}[{}]",
                    alert.map_or(String::new(), |a| format!("{a:?}")),
                    blocks(inner).trim_start()
                )
            }
            BlockKind::Code { info, text } => format!(" code<{info}>({text:?})"),
            BlockKind::Table { align, header, rows } => {
                let rows: Vec<String> =
                    std::iter::once(&**header).chain(rows).map(|row| cells(&row.cells)).collect();
                format!(" t{align:?}[{}]", rows.join("/"))
            }
            BlockKind::Definitions(entries) => entries
                .iter()
                .map(|entry| match entry {
                    Definition::Term { content, .. } => format!(" dt({})", words(content)),
                    Definition::Description(entry) => format!(" dd{}", item(entry)),
                })
                .collect(),
            BlockKind::Rule => " hr".to_owned(),
            BlockKind::Html(html) => format!(" html({html})"),
        })
        .collect()
}

fn item(item: &Item) -> String {
    format!(" -({}{})", words(&item.lead), blocks(&item.children))
}

fn cells(cells: &[Vec<Inline>]) -> String {
    cells.iter().map(|cell| words(cell)).collect::<Vec<_>>().join("|")
}

fn words(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Emphasis(inner) => format!("/{}/", words(inner)),
            Inline::Strong(inner) => format!("*{}*", words(inner)),
            Inline::Strikethrough(inner) => format!("~{}~", words(inner)),
            Inline::Link(link) => format!("<{} {}>", link.target, words(&link.content)),
            Inline::Image(image) => format!("<!{} {}>", image.target, image.alt),
            Inline::NoteRef(label) => format!("^{label}"),
            Inline::SoftBreak => "␤".to_owned(),
            Inline::HardBreak => "⏎".to_owned(),
            Inline::Html(html) => format!("html({html})"),
        })
        .collect()
}

#[test]
fn blocks_become_a_tree() {
    for (text, expected) in [
        ("## 1. Algemene gegevens {#s1}\n", "h2#s1(1. Algemene gegevens)"),
        ("Titel\n-----\n", "h2#(Titel)"),
        ("een\ntwee\n\ndrie\n", "p(een␤twee) p(drie)"),
        ("- a\n- b\n", "ul -(a) -(b)"),
        ("- a\n\n- b\n", "ul loose -(a) -(b)"),
        ("- a\n  - b\n- c\n", "ul -(a ul -(b)) -(c)"),
        ("- a\n\n  b\n", "ul loose -(a p(b))"),
        ("3. a\n4. b\n", "ol3 -(a) -(b)"),
        ("- - a\n", "ul -( ul -(a))"),
        ("> a\n>\n> - b\n", "q[p(a) ul -(b)]"),
        ("> [!WARNING]\n> let op\n", "qWarning[p(let op)]"),
        ("```sh\ncargo\n\ntest\n```\n", "code<sh>(\"cargo\\n\\ntest\")"),
        ("    a\n", "code<>(\"a\")"),
        ("| a | b |\n| :-- | --: |\n| c `x\\|y` | |\n", "t[Left, Right][a|b/c `x|y`|]"),
        ("Term\n: wat het is\n: en nog\n", "dt(Term) dd -(wat het is) dd -(en nog)"),
        ("***\n", "hr"),
        ("<div>\n\nx\n", "html(<div>) p(x)"),
        ("a[^12] b\n\n[^12]: noot\n\n    en meer\n", "p(a^12 b) ^12(noot p(en meer))"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn words_keep_their_marking() {
    for (text, expected) in [
        ("**Doel**s en *nadruk*", "p(*Doel*s en /nadruk/)"),
        ("~~weg~~ \\*ster\\* &amp; <b>x</b>", "p(~weg~ *ster* & html(<b>)xhtml(</b>))"),
        (
            "[a *b*](doc:x \"t\") <https://a.nl> <a@b.nl>",
            "p(<doc:x a /b/> <https://a.nl https://a.nl> <mailto:a@b.nl a@b.nl>)",
        ),
        ("![een *mooie* foto](a.png)", "p(<!a.png een mooie foto>)"),
        ("een\\\ntwee", "p(een⏎twee)"),
        ("[x][y] [z]\n\n[y]: a.md", "p(<a.md x> [z])"),
        ("\\[^9] `[^9]` \\\\", "p([^9] `[^9]` \\)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn spans_cover_a_block_and_nothing_else() {
    let text = "\n## Kop {#s1}\n\nEen alinea\nover twee.\n\n- a\n  - b\n\n> - c\n>\n>   d\n\nna[^1] [x](y)\n\n| k |\n| - |\n| r |\n\n[^1]:  noot\n";
    let (body, found) = parse(text, RawHtml::Forbidden);
    assert!(found.is_empty(), "{found:?}");
    let at = |span: &Span| &text[span.start - FROM..span.end - FROM];
    let spans: Vec<&str> = body.blocks.iter().map(|b| at(&b.span)).collect();
    assert_eq!(
        spans,
        [
            "## Kop {#s1}",
            "Een alinea\nover twee.",
            "- a\n  - b",
            "> - c\n>\n>   d",
            "na[^1] [x](y)",
            "| k |\n| - |\n| r |"
        ]
    );
    let leaves: Vec<&str> = body.leaves().iter().map(|leaf| at(leaf.span)).collect();
    assert_eq!(
        leaves,
        [
            "## Kop {#s1}",
            "Een alinea\nover twee.",
            "- a\n  - b",
            "- b",
            "- c\n>\n>   d",
            "d",
            "na[^1] [x](y)",
            "| k |",
            "| r |",
            "[^1]:  noot"
        ]
    );
    let mut links = Vec::new();
    body.map_links(&mut |_, span| links.push(at(span).to_owned()));
    assert_eq!(links, ["[x](y)"]);
}

#[test]
fn raw_html_is_found_and_becomes_words() {
    check_findings(
        "a <b>x</b> `<i>`\n\n<div>\nx\n</div>\n",
        &["raw-html [<b>]", "raw-html [</b>]", "raw-html [<div>\nx\n</div>]"],
    );
    let (body, _) = parse("a <b>x\n\n<script>x</script>\n", RawHtml::Forbidden);
    assert_eq!(blocks(&body.blocks), " p(a <b>x) p(<script>x</script>)");
}

#[test]
fn headings_begin_at_the_second_level_and_go_down_by_one() {
    check_findings("# Titel\n\n### Diep\n\n## Weer\n", &["heading-level [# Titel]"]);
    check_findings(
        "### Diep\n\n##### Dieper\n\n## Terug\n\n### Goed\n",
        &["heading-level [### Diep]", "heading-level [##### Dieper]"],
    );
}

#[test]
fn headings_ids_are_checked() {
    check_findings("## a {#s1}\n\n## b {#s1}\n", &["duplicate-id [{#s1}] also [{#s1}]"]);
    check_findings("## a {#S1}\n", &["bad-id [{#S1}]"]);
    check_findings("## a {#s1 .breed}\n", &["unknown-key [{#s1 .breed}]"]);
    check_findings("a {lang=en}\n---\n", &["unknown-key [{lang=en}]"]);
    let (body, _) = parse("## a {#S1}\n", RawHtml::Forbidden);
    assert!(body.blocks[0].id.is_empty());
}

#[test]
fn addresses_that_run_code_are_found_and_taken_out() {
    check_findings(
        "[a](javascript:x) ![b](data:x) <javascript:y> [c](<java\tscript:z>) [d](java&#115;cript:x) [e](//x.nl)",
        &[
            "forbidden-link [[a](javascript:x)]",
            "forbidden-link [![b](data:x)]",
            "forbidden-link [<javascript:y>]",
            "forbidden-link [[c](<java\tscript:z>)]",
            "forbidden-link [[d](java&#115;cript:x)]",
            "forbidden-link [[e](//x.nl)]",
        ],
    );
    let (body, _) = parse("[a *b*](javascript:x) ![c](data:x)", RawHtml::Forbidden);
    assert_eq!(blocks(&body.blocks), " p(a /b/ c)");
}

#[test]
fn notes_and_their_marks_belong_together() {
    check_findings("a[^1] b![^2]\n\n- c[^3]\n\n[^1]: x\n", &["note-mismatch [[^2]]", "note-mismatch [[^3]]"]);
    check_findings("a\n\n[^1]: x[^2]\n\n[^2]: y\n", &["note-mismatch [[^1]:]"]);
    check_findings("a[^1]\n\n[^1]: x\n\n[^1]: y\n", &["note-mismatch [[^1]:] also [[^1]:]"]);
    check_findings("a[^N]\n\n[^n]: x\n", &["note-mismatch [[^N]]", "note-mismatch [[^n]:]"]);
    check_findings("\\[^1] `[^2]` [^1]\n\n    [^3]\n\n[^1]: x\n", &[]);
}

#[test]
fn deep_nesting_dissolves() {
    let deep = format!("{}a *b*\n\n{}c\n", "> ".repeat(5000), "- ".repeat(3000));
    let (body, _) = parse(&deep, RawHtml::Forbidden);
    let text: Vec<String> =
        body.leaves().iter().map(crate::document::walk::Leaf::text).filter(|t| !t.is_empty()).collect();
    assert_eq!(text, ["a b", "c"]);
    let marks = format!("{}a{}\n", "*a **b ".repeat(500), "** *".repeat(500));
    parse(&marks, RawHtml::Forbidden);
    parse(&">[^1]:".repeat(2000), RawHtml::Forbidden);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(165), ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn no_text_makes_the_reader_panic(text in "([ -~\n\r\t]|[é€“\u{a0}]|\\[\\^1\\]:? |- |> |    |```|<b>|: |\\| ){0,60}") {
        let (body, _) = parse(&text, RawHtml::Forbidden);
        for leaf in body.leaves() {
            prop_assert!(leaf.span.start >= FROM && leaf.span.end <= FROM + text.len());
            prop_assert!(text.is_char_boundary(leaf.span.start - FROM));
            prop_assert!(text.is_char_boundary(leaf.span.end - FROM));
        }
    }
}
