//! What each kind of block becomes.

use super::fixture::{
    block, body, every_kind, external, heading, id, item, link, list, mark, note, paragraph, row, text, theme,
};
use super::{ElementRef, Html};
use crate::corpus::{PageRef, Provenance, SourceWords, Target};
use crate::document::{
    Alert, Align, Block, BlockId, BlockKind, Body, Definition, Image, Inline, Link, Note, SeedLines,
};
use crate::render::{BlockRenderer, LinkPolicy, RenderedBody, Syntax};
use proptest::prelude::*;

/// Links that show what they were made from.
struct Plain;

impl LinkPolicy for Plain {
    fn href(&self, target: &Target) -> Option<String> {
        Some(match target {
            Target::External(address) => address.clone(),
            Target::File(path) => format!("../{path}"),
            Target::Page { page, fragment } => {
                let id = match page {
                    PageRef::Document(id) => id.as_str(),
                    _ => "other",
                };
                format!("{id}.html{}", fragment.as_ref().map(|f| format!("#{f}")).unwrap_or_default())
            }
        })
    }

    fn permalink(&self, _: &BlockId) -> Option<String> {
        None
    }
}

/// Links of a page that holds several texts.
struct Jumps;

impl LinkPolicy for Jumps {
    fn href(&self, target: &Target) -> Option<String> {
        Plain.href(target)
    }

    fn id(&self, place: &str) -> String {
        format!("doc-{place}")
    }
}

fn render_with(
    links: &dyn LinkPolicy,
    syntax: Syntax,
    editorial: &[&str],
    text: &Body<Target>,
) -> RenderedBody {
    let editorial = editorial.iter().map(|e| (id(e), Vec::new())).collect();
    let provenance = Provenance { editorial, ..Provenance::default() };
    render_from(links, syntax, &provenance, text)
}

/// Renders a body of known provenance, with a page for its seed.
fn render_from(
    links: &dyn LinkPolicy,
    syntax: Syntax,
    provenance: &Provenance,
    text: &Body<Target>,
) -> RenderedBody {
    let theme = theme();
    let seed = Some("../bron/x.html");
    BlockRenderer { links, syntax, strings: theme.strings(), provenance, seed }.body(text)
}

/// Checks the HTML of blocks, line ends aside.
fn check(blocks: Vec<Block<Target>>, expected: &str) {
    let html = render_with(&Plain, Syntax::Html, &[], &body(blocks, vec![])).blocks;
    assert_eq!(html.replace('\n', ""), expected);
}

fn check_inline(content: Vec<Inline<Target>>, expected: &str) {
    check(vec![paragraph("p-a", content)], &format!("<p id=\"p-a\">{expected}</p>"));
}

#[test]
fn inline_texts() {
    check_inline(vec![text("a < b & \"c\"")], "a &lt; b &amp; &quot;c&quot;");
    check_inline(vec![Inline::Code("<b>".into())], "<code>&lt;b&gt;</code>");
    check_inline(
        vec![Inline::Emphasis(vec![text("x"), Inline::Strong(vec![text("y")])])],
        "<em>x<strong>y</strong></em>",
    );
    check_inline(vec![Inline::Strikethrough(vec![text("x")])], "<s>x</s>");
    check_inline(vec![text("x"), Inline::HardBreak, text("y")], "x<br>y");
    check_inline(vec![Inline::Html("<kbd>x</kbd>".into())], "<kbd>x</kbd>");
}

#[test]
fn links_and_images() {
    check_inline(
        vec![external("https://x.org/?a=1&b=\"2\"", "x")],
        "<a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\">x</a>",
    );
    let target = Target::Page { page: PageRef::Document("com-2025-165".into()), fragment: Some(id("s1.2")) };
    check_inline(
        vec![Inline::from(Link {
            target,
            span: 0..0,
            title: "Een \"titel\"".into(),
            content: vec![text("x")],
        })],
        "<a href=\"com-2025-165.html#s1.2\" title=\"Een &quot;titel&quot;\">x</a>",
    );
    let image = |alt: &str| Image {
        target: Target::File("a.png".into()),
        span: 0..0,
        title: String::new(),
        alt: alt.into(),
    };
    check_inline(vec![Inline::from(image("kaart"))], "<img src=\"../a.png\" alt=\"kaart\">");
    check_inline(vec![Inline::from(image(""))], "<img src=\"../a.png\" alt=\"\">");
}

#[test]
fn a_long_address_can_break_and_other_words_stay_whole() {
    check_inline(
        vec![text("zie https://x.org/a/b?c=d of en/of")],
        "zie https://x.org<wbr>/a<wbr>/b<wbr>?c<wbr>=d of en/of",
    );
}

#[test]
fn the_hyphen_of_a_word_left_out_stays_with_its_word() {
    let kept = |word: &str| format!("<span class=\"keep\">{word}</span>");
    check_inline(
        vec![text("modellen en -toepassingen, (-diensten) of -data, AI-pact - en -5 of -")],
        &format!(
            "modellen en {} (-diensten) of {} AI-pact - en -5 of -",
            kept("-toepassingen,"),
            kept("-data,")
        ),
    );
    let long = "en -toepassingsmogelijkhedenoverzicht";
    check_inline(vec![text(long)], long);
}

#[test]
fn headings_keep_their_level_and_number() {
    check(
        vec![heading("s1", 2, "1. Algemeen"), heading("s1.1", 6, "1.1 Meer")],
        "<div class=\"heading heading-2\"><h2 id=\"s1\">1. Algemeen</h2></div>\
         <div class=\"heading heading-6\"><h6 id=\"s1.1\">1.1 Meer</h6></div>",
    );
}

#[test]
fn lists_keep_their_start_and_their_nesting() {
    check(
        vec![list(
            Some(3),
            true,
            vec![item("p-a", "x", vec![list(None, true, vec![item("p-b", "y", vec![])])])],
        )],
        "<ol start=\"3\"><li id=\"p-a\">x<ul><li id=\"p-b\">y</li></ul></li></ol>",
    );
    check(vec![list(Some(1), true, vec![item("p-a", "x", vec![])])], "<ol><li id=\"p-a\">x</li></ol>");
    check(
        vec![list(None, false, vec![item("p-a", "x", vec![paragraph("p-b", vec![text("y")])])])],
        "<ul><li id=\"p-a\"><p>x</p><p id=\"p-b\">y</p></li></ul>",
    );
}

#[test]
fn tables_scroll_and_their_headers_have_a_scope() {
    check(
        vec![block(
            "",
            BlockKind::Table {
                align: vec![Align::None, Align::Right, Align::Center],
                header: row("p-a", &["Fonds", "Bedrag", ""]).into(),
                rows: vec![row("p-b", &["InvestAI", "200", "x"])],
            },
        )],
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Tabel\"><table><thead><tr id=\"p-a\">\
         <th scope=\"col\">Fonds</th><th class=\"align-right\" scope=\"col\">Bedrag</th><td class=\"align-center\"></td>\
         </tr></thead><tbody><tr id=\"p-b\"><td>InvestAI</td><td class=\"align-right\">200</td>\
         <td class=\"align-center\">x</td></tr></tbody></table></div>",
    );
}

#[test]
fn quotations_callouts_rules_and_raw_html() {
    check(
        vec![block("", BlockKind::Quote { alert: None, blocks: vec![paragraph("p-a", vec![text("x")])] })],
        "<blockquote><p id=\"p-a\">x</p></blockquote>",
    );
    for (alert, class, title) in [
        (Alert::Note, "note", "Opmerking"),
        (Alert::Tip, "tip", "Tip"),
        (Alert::Important, "important", "Belangrijk"),
        (Alert::Warning, "warning", "Let op"),
        (Alert::Caution, "caution", "Pas op"),
    ] {
        check(
            vec![block(
                "",
                BlockKind::Quote { alert: Some(alert), blocks: vec![paragraph("p-a", vec![text("x")])] },
            )],
            &format!(
                "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\
                 <p id=\"p-a\">x</p></div>"
            ),
        );
    }
    check(vec![block("", BlockKind::Rule)], "<hr>");
    check(vec![block("", BlockKind::Html("<video></video>".into()))], "<video></video>");
}

#[test]
fn definition_lists() {
    let term = Definition::Term { id: id("p-a"), span: 0..0, content: vec![text("fiche")] };
    let description = Definition::Description(item("p-b", "een oordeel", vec![]));
    check(
        vec![block("", BlockKind::Definitions(vec![term, description]))],
        "<dl><dt id=\"p-a\">fiche</dt><dd id=\"p-b\">een oordeel</dd></dl>",
    );
}

#[test]
fn code_is_highlighted_where_its_language_is_known() {
    let code =
        |info: &str| vec![block("p-a", BlockKind::Code { info: info.into(), text: "a = <1>\n".into() })];
    check(
        code(""),
        "<div class=\"code\"><pre id=\"p-a\" tabindex=\"0\" role=\"group\" aria-label=\"Codevoorbeeld\">\
         <code>a = &lt;1&gt;</code></pre></div>",
    );
    check(
        code("nieuwspraak"),
        "<div class=\"code\"><pre id=\"p-a\" tabindex=\"0\" role=\"group\" aria-label=\"Codevoorbeeld\">\
         <code class=\"language-nieuwspraak\">a = &lt;1&gt;</code></pre></div>",
    );
    let toml = render_with(&Plain, Syntax::Html, &[], &body(code("toml"), vec![])).blocks;
    assert!(toml.contains("<span class=\"hl-source hl-toml\">"), "{toml}");
}

#[test]
fn a_leaf_links_to_itself_beside_its_words() {
    struct Own;
    impl LinkPolicy for Own {
        fn href(&self, target: &Target) -> Option<String> {
            Plain.href(target)
        }
    }
    let blocks = vec![heading("s1", 2, "1. X"), paragraph("p-a", vec![text("y")])];
    let html = render_with(&Own, Syntax::Html, &[], &body(blocks, vec![])).blocks;
    assert_eq!(
        html,
        "<div class=\"heading heading-2\"><h2 id=\"s1\">1. X</h2>\
         <a class=\"anchor\" href=\"#s1\" aria-label=\"Link naar deze plek\"></a></div>\n\
         <p id=\"p-a\">y<a class=\"anchor\" href=\"#p-a\" aria-label=\"Link naar deze plek\"></a></p>\n"
    );
}

#[test]
fn notes_keep_the_sources_numbers_and_lead_back_to_every_mark() {
    let blocks = vec![
        paragraph("p-a", vec![text("x"), mark("12")]),
        paragraph("p-b", vec![text("y"), mark("12"), mark("99")]),
        // What stands between two marks parts them already.
        paragraph("p-c", vec![mark("98"), text("z"), mark("99")]),
    ];
    let rendered =
        render_with(&Plain, Syntax::Html, &[], &body(blocks, vec![note("12", "Bron."), note("14", "Leeg.")]));
    assert_eq!(
        rendered.blocks,
        "<p id=\"p-a\">x<sup class=\"note-ref\"><a id=\"fnref-12\" href=\"#fn-12\" role=\"doc-noteref\" \
         aria-label=\"Voetnoot 12\">12</a></sup></p>\n\
         <p id=\"p-b\">y<sup class=\"note-ref\"><a id=\"fnref-12-2\" href=\"#fn-12\" role=\"doc-noteref\" \
         aria-label=\"Voetnoot 12\">12</a></sup><sup class=\"note-gap\"></sup><sup class=\"note-ref\">99</sup></p>\n\
         <p id=\"p-c\"><sup class=\"note-ref\">98</sup>z<sup class=\"note-ref\">99</sup></p>\n"
    );
    assert_eq!(
        rendered.notes,
        "<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"_notes\"><h2 id=\"_notes\">Voetnoten</h2>\n\
         <ol>\n<li id=\"fn-12\" value=\"12\"><p>Bron. <a class=\"note-back\" href=\"#fnref-12\" role=\"doc-backlink\" \
         aria-label=\"Terug naar de tekst\">↩\u{fe0e}</a> <a class=\"note-back\" href=\"#fnref-12-2\" \
         role=\"doc-backlink\" aria-label=\"Terug naar de tekst, plek 2\">↩\u{fe0e}2</a></p></li>\n\
         <li id=\"fn-14\" value=\"14\"><p>Leeg.</p></li>\n</ol></section>"
    );
}

#[test]
fn notes_with_other_labels_show_them_as_text() {
    let blocks = vec![paragraph("p-a", vec![text("x"), mark("a"), mark("2")])];
    let notes =
        render_with(&Plain, Syntax::Html, &[], &body(blocks, vec![note("a", "Een."), note("2", "Twee.")]))
            .notes;
    assert!(notes.contains("<ul>\n<li id=\"fn-a\"><span class=\"note-label\">a</span> <p>Een."), "{notes}");
    assert!(!notes.contains("<ol>"), "{notes}");
}

#[test]
fn a_mark_in_a_note_counts_too() {
    let inner = Note { lead: vec![text("zie "), mark("1")], ..note("2", "") };
    let blocks = vec![paragraph("p-a", vec![mark("1"), mark("2")])];
    let rendered = render_with(&Plain, Syntax::Html, &[], &body(blocks, vec![note("1", "Een."), inner]));
    assert!(rendered.notes.contains("id=\"fnref-1-2\""), "{}", rendered.notes);
    assert!(rendered.notes.contains("href=\"#fnref-1-2\""), "{}", rendered.notes);
}

#[test]
fn editors_blocks_carry_the_word() {
    let blocks = vec![
        paragraph("p-a", vec![text("bron")]),
        paragraph("p-b", vec![text("eigen")]),
        list(None, true, vec![item("p-c", "punt", vec![])]),
    ];
    let html = render_with(&Plain, Syntax::Html, &["p-b", "p-c"], &body(blocks, vec![])).blocks;
    assert_eq!(
        html.replace('\n', ""),
        "<p id=\"p-a\">bron</p>\
         <p id=\"p-b\" class=\"editorial\"><span class=\"editorial-mark\">redactie</span> eigen</p>\
         <ul><li id=\"p-c\" class=\"editorial\"><span class=\"editorial-mark\">redactie</span> punt</li></ul>"
    );
}

/// Lines of blocks, and what the source says in the place of editors' blocks (from line 7 on).
fn provenance(lines: &[(&str, usize, usize)], editorial: &[(&str, &[&str])]) -> Provenance {
    let said =
        |text: &&str| SourceWords { text: (*text).to_owned(), lines: Some(SeedLines { first: 7, last: 8 }) };
    Provenance {
        lines: lines
            .iter()
            .map(|(name, first, last)| (id(name), SeedLines { first: *first, last: *last }))
            .collect(),
        editorial: editorial
            .iter()
            .map(|(name, words)| (id(name), words.iter().map(said).collect()))
            .collect(),
        ..Provenance::default()
    }
}

#[test]
fn a_block_leads_to_its_lines_in_the_seed() {
    let blocks =
        vec![heading("s1", 2, "1. X"), paragraph("p-a", vec![text("y")]), paragraph("p-b", vec![text("z")])];
    let lines = provenance(&[("s1", 3, 3), ("p-a", 120, 134)], &[]);
    let html = render_from(&Plain, Syntax::Html, &lines, &body(blocks, vec![])).blocks;
    assert_eq!(
        html.replace('\n', ""),
        "<div class=\"heading heading-2\"><h2 id=\"s1\">1. X</h2>\
         <a class=\"lines\" href=\"../bron/x.html#r3\" aria-label=\"bron: regel 3\"></a></div>\
         <p id=\"p-a\">y<a class=\"lines\" href=\"../bron/x.html#r120\" \
         aria-label=\"bron: regels 120–134\"></a></p>\
         <p id=\"p-b\">z</p>"
    );
}

#[test]
fn an_editors_block_says_what_the_source_says() {
    let blocks = vec![paragraph("p-a", vec![text("eigen")]), paragraph("p-b", vec![text("erbij")])];
    let edited = provenance(&[], &[("p-a", &["een <b>", "twee"]), ("p-b", &[])]);
    let html = render_from(&Plain, Syntax::Html, &edited, &body(blocks, vec![])).blocks;
    let mark = "<span class=\"editorial-mark\">redactie</span> ";
    let way = "<a class=\"lines\" href=\"../bron/x.html#r7\">bron: regels 7–8</a>";
    assert_eq!(
        html.replace('\n', ""),
        format!(
            "<p id=\"p-a\" class=\"editorial\">{mark}eigen\
             <a class=\"lines\" href=\"../bron/x.html#r7\" aria-label=\"bron: regels 7–8\"></a></p>\
             <details class=\"source-words\"><summary lang=\"nl\">Wat de bron zegt</summary>\
             <p>een &lt;b&gt; {way}</p><p>twee {way}</p></details>\
             <p id=\"p-b\" class=\"editorial\">{mark}erbij</p>"
        )
    );
}

#[test]
fn every_kind_of_block_can_be_an_editors() {
    let text = every_kind();
    let names: Vec<String> = text.leaves().iter().map(|l| l.id.to_string()).collect();
    let words: &[&str] = &["bron"];
    let edited: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), words)).collect();
    let rendered = render_from(&Plain, Syntax::Html, &provenance(&[], &edited), &text);
    let page = Html::parse_fragment(&(rendered.blocks + &rendered.notes));
    let told = super::select(&page, "details.source-words");
    assert_eq!(told.len(), names.len());
    // A parser that repairs nothing finds none of them in a paragraph, nor a paragraph that it closed early.
    assert!(super::select(&page, "p details, p:empty").is_empty());
    assert_eq!(super::select(&page, ".editorial-mark").len(), names.len());
}

#[test]
fn a_policy_makes_the_ids_of_several_texts_unique() {
    let rendered = render_with(&Jumps, Syntax::Html, &[], &every_kind());
    let page = Html::parse_fragment(&(rendered.blocks + &rendered.notes));
    let own: Vec<&str> = page
        .root_element()
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter_map(|e| e.value().attr("id"))
        .collect();
    assert!(own.len() > 12 && own.iter().all(|id| id.starts_with("doc-")), "{own:?}");
    for href in super::attributes(&page, "a[href^='#']", "href") {
        assert!(own.contains(&&href[1..]), "{href} leads nowhere");
    }
}

#[test]
fn a_quoted_leaf_has_its_links_but_no_marks_and_no_ids() {
    let text = every_kind();
    let theme = theme();
    let provenance = provenance(&[("p-ffffff", 3, 4)], &[("p-aaaaaa", &["bron"])]);
    let renderer = BlockRenderer {
        links: &Plain,
        syntax: Syntax::Html,
        strings: theme.strings(),
        provenance: &provenance,
        seed: Some("x.html"),
    };
    let quote = |name: &str| {
        let leaves = text.leaves();
        renderer.quote(leaves.iter().find(|l| l.id.as_str() == name).expect("a leaf"))
    };
    assert_eq!(quote("p-iiiiii"), "<p>Data zijn <strong>nodig</strong>.</p>");
    assert_eq!(quote("p-ffffff"), "<p>InvestAI | 200</p>");
    assert_eq!(quote("fn-12"), "<p>COM(2025) 1, blz. 4.</p>");
    assert_eq!(quote("p-bbbbbb"), "<p>eerste punt</p>");
    assert_eq!(quote("p-jjjjjj"), "<pre>key = &quot;&lt;x&gt;&quot; # noot\n</pre>");
    assert!(quote("p-aaaaaa").contains("<a href=\"https://example.org/"));
    let linked =
        paragraph("p-x", vec![link(Target::File("x.pdf".into()), "x"), Inline::Html("<b id=\"y\">".into())]);
    let other = body(vec![linked], vec![]);
    assert_eq!(renderer.quote(&other.leaves()[0]), "<p><a href=\"../x.pdf\">x</a></p>");
}

#[test]
fn xhtml_ends_every_element() {
    let mut text = every_kind();
    text.blocks.push(paragraph("p-x", vec![Inline::HardBreak, text_image()]));
    let rendered = render_with(&Plain, Syntax::Xhtml, &[], &text);
    let html = rendered.blocks + &rendered.notes;
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1).map(|t| t.split('>').next().unwrap_or_default()) {
        let name = tag.split([' ', '/']).find(|w| !w.is_empty()).unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {html}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    for void in ["<br/>", "<hr/>", "<wbr/>", "<img src="] {
        assert!(html.contains(void), "{void} not in {html}");
    }
}

fn text_image() -> Inline<Target> {
    Inline::from(Image {
        target: Target::File("a.png".into()),
        span: 0..0,
        title: String::new(),
        alt: "a".into(),
    })
}

/// A body that holds `words` in every place where text can stand.
fn everywhere(words: &str) -> Body<Target> {
    let inline = || {
        vec![
            text(words),
            Inline::Code(words.into()),
            Inline::Emphasis(vec![text(words)]),
            Inline::from(Link {
                target: Target::External(words.into()),
                span: 0..0,
                title: format!("x{words}"),
                content: vec![text(words)],
            }),
            Inline::from(Image {
                target: Target::File(words.into()),
                span: 0..0,
                title: format!("x{words}"),
                alt: words.into(),
            }),
            mark("1"),
        ]
    };
    let table = BlockKind::Table {
        align: vec![],
        header: row("p-h", &["x"]).into(),
        rows: vec![crate::document::Row { id: id("p-r"), span: 0..0, cells: vec![inline()] }],
    };
    body(
        vec![
            block("s1", BlockKind::Heading { level: 2, content: inline() }),
            paragraph("p-a", inline()),
            block("p-c", BlockKind::Code { info: "toml".into(), text: words.into() }),
            block("p-d", BlockKind::Code { info: format!("x{words}"), text: words.into() }),
            block("", table),
        ],
        vec![Note { lead: vec![text(words)], ..note("1", "") }],
    )
}

/// The elements of a rendered body in order, without those that depend on the words alone.
fn elements(words: &str) -> Vec<String> {
    let rendered = render_with(&Jumps, Syntax::Html, &[], &everywhere(words));
    let page = Html::parse_fragment(&(rendered.blocks + &rendered.notes));
    let elements = page.root_element().descendants().filter_map(ElementRef::wrap);
    let names = elements.map(|e| e.value().name().to_owned());
    names.filter(|name| name != "wbr" && name != "span").collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_changes_the_elements_around_it(words in prop_oneof![
        any::<String>(),
        "[<>&\"'/=a-z!-]{0,24}",
        Just("</p><script>x</script><!-- ]]> -->".to_owned()),
    ]) {
        prop_assert_eq!(elements(&words), elements("x"));
    }
}
