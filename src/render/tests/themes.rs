//! Themes: faults as findings, overriding, strings.

use super::fixture::{files, load, site, theme, theme_with};
use super::{attributes, render_all, select, texts};
use crate::config::Language;
use crate::diagnostic::{Findings, Sources, json};
use crate::render;
use serde_json::Value;
use std::sync::Arc;

/// One line for a finding: code, place, message, hint.
fn lines(findings: &Findings, sources: &Sources) -> Vec<String> {
    let Value::Array(list) = json(findings, sources) else { unreachable!("findings are an array") };
    list.iter()
        .map(|d| {
            let text = |key: &str| d[key].as_str().unwrap_or("-").to_owned();
            let place = match (&d["line"], &d["column"], &d["end_column"]) {
                (Value::Number(line), Value::Number(from), Value::Number(to)) => {
                    format!("{line}:{from}-{to}")
                }
                _ => "-".into(),
            };
            format!("{} {}:{place} {} ({})", text("code"), text("file"), text("message"), text("hint"))
        })
        .collect()
}

/// Checks what is found when a dossier with these files is loaded.
fn check(dossier: &[(&str, &str)], expected: &[&str]) {
    let given = files(dossier);
    let mut findings = Findings::default();
    let theme = load("standaard", Language::Dutch, &given, &mut findings);
    assert!(theme.is_none(), "a theme with faults was loaded");
    findings.sort();
    assert_eq!(lines(&findings, &render::texts(given.clone())), expected);
}

/// Checks what is found when the home page is rendered with these files.
fn check_rendering(dossier: &[(&str, &str)], expected: &[&str]) {
    let theme = theme_with(dossier);
    let site = site();
    let home = site.pages.iter().find(|p| p.path == "index.html").expect("there is a home page");
    let found = render::page(&site, &theme, home).expect_err("the template is at fault");
    assert_eq!(lines(&found, theme.sources()), expected);
}

const SYNTAX_HINT: &str =
    "`{{ value }}` prints, `{% block name %}…{% endblock %}` and other tags direct; the language is Tera 2";

#[test]
fn syntax_errors_of_all_templates_are_told_at_once() {
    check(
        &[
            ("templates/a.html", "é\n  {% if x %}open"),
            ("templates/b.html", "{{ 1 + }}"),
            ("templates/index.html", "{% extends \"theme/index.html\" %}\n{% blok main %}{% endblock %}"),
        ],
        &[
            &format!(
                "template templates/a.html:2:13-17 this template cannot be read: unexpected end of input ({SYNTAX_HINT})"
            ),
            &format!(
                "template templates/b.html:1:8-10 this template cannot be read: found `}}}}` but expected one of: integer, \
             float, string, bool, ident, `-`, `not`, `<`, `{{`, `[` or `(` ({SYNTAX_HINT})"
            ),
            &format!(
                "template templates/index.html:2:4-8 this template cannot be read: unknown tag ({SYNTAX_HINT})"
            ),
        ],
    );
}

#[test]
fn what_does_not_exist_is_named_with_a_guess() {
    check(
        &[(
            "templates/index.html",
            "{% extends \"theme/index.html\" %}\n\
             {% block intro %}{{ site.title | dat }}{{ tt(key=\"x\") }}{{ <editorial_mrk /> }}\
             {% include \"bas.html\" %}{% endblock intro %}\n\
             {% block pilars %}{% endblock pilars %}",
        )],
        &[
            "template templates/index.html:2:34-37 unknown filter `dat` (did you mean `date`?)",
            "template templates/index.html:2:43-54 unknown function `tt` (did you mean `t`?)",
            "template templates/index.html:2:60-77 unknown component `editorial_mrk` (did you mean `editorial_mark`?)",
            "template templates/index.html:2:91-101 unknown template `bas.html` (did you mean `base.html`?)",
            "template templates/index.html:3:10-16 block `pilars` is not defined in any parent template \
             (did you mean `pillars`?)",
        ],
    );
}

#[test]
fn templates_that_hang_in_the_air_or_in_a_circle() {
    check(
        &[
            ("templates/a.html", "{% extends \"theme/indx.html\" %}"),
            ("templates/b.html", "{% extends \"c.html\" %}"),
            ("templates/c.html", "{% extends \"b.html\" %}"),
            ("templates/d.html", "{{ x | filtre }}"),
            ("templates/e.html", "{% extends \"a.html\" %}"),
        ],
        &[
            "template templates/a.html:1:13-28 there is no template `theme/indx.html` to extend \
             (did you mean `theme/index.html`?)",
            "template templates/b.html:1:13-19 `b.html` leads back to itself: c.html → b.html (-)",
            "template templates/d.html:1:8-14 unknown filter `filtre` (-)",
        ],
    );
}

#[test]
fn a_component_defined_twice_names_both_places() {
    check(
        &[
            ("templates/a.html", "{% component kaart() %}{% endcomponent kaart %}"),
            ("templates/b.html", "\n{% component kaart() %}{% endcomponent kaart %}"),
        ],
        &["template templates/b.html:2:14-19 the component `kaart` is defined twice (-)"],
    );
}

#[test]
fn a_template_that_is_not_utf8_is_told() {
    let mut given = files(&[]);
    given.push(("templates/a.html".into(), Arc::from(&b"caf\xe9"[..])));
    let mut findings = Findings::default();
    assert!(load("standaard", Language::Dutch, &given, &mut findings).is_none());
    assert_eq!(
        lines(&findings, &render::texts(given.clone())),
        ["unknown-encoding templates/a.html:- the file is not UTF-8 (save it as UTF-8)"]
    );
}

#[test]
fn faults_of_rendering_name_the_place_and_what_is_there() {
    let index = |body: &str| {
        format!("{{% extends \"theme/index.html\" %}}{{% block intro %}}\n{body}{{% endblock intro %}}")
    };
    check_rendering(
        &[("templates/index.html", &index("{{ site.titel }}"))],
        &["template templates/index.html:2:9-14 field `titel` is not defined (did you mean `title`?)"],
    );
    check_rendering(
        &[("templates/index.html", &index("{{ sit.title }}"))],
        &["template templates/index.html:2:4-7 variable `sit` is not defined (did you mean `site`?)"],
    );
    check_rendering(
        &[("templates/index.html", &index("{{ site.title | date }}"))],
        &["template templates/index.html:2:17-21 `Voorbeeld` is no date such as 2025-04-09 (-)"],
    );
    check_rendering(
        &[("templates/index.html", &index("{{ t(key=\"count.passages\") }}"))],
        &[
            "template templates/index.html:2:4-27 the string `count.passages` depends on a number: add `n=…` (-)",
        ],
    );
}

#[test]
fn a_dossier_overrides_one_block_and_keeps_the_rest() {
    let own = "{% extends \"theme/index.html\" %}\n{% block pillars_title %}Eigen titel{% endblock pillars_title %}";
    let theme = theme_with(&[("templates/index.html", own)]);
    let changed = render_all(&site(), &theme);
    let home = &changed["index.html"];
    assert!(texts(home, "h2").contains(&"Eigen titel".to_owned()));
    assert_eq!(select(home, ".pillar").len(), 2);
    let plain = render_all(&site(), &super::fixture::theme());
    assert_eq!(changed["fiches/index.html"].html(), plain["fiches/index.html"].html());
}

#[test]
fn a_dossiers_base_holds_for_all_pages_and_its_component_replaces_the_themes() {
    let theme = theme_with(&[
        (
            "templates/base.html",
            "{% extends \"theme/base.html\" %}\n{% block footer %}<p>Eigen voet</p>{% endblock footer %}",
        ),
        ("templates/own.html", "{% component editorial_mark() %}<b>wij</b>{% endcomponent editorial_mark %}"),
    ]);
    let pages = render_all(&site(), &theme);
    for (path, page) in &pages {
        assert_eq!(texts(page, ".site-footer"), ["Eigen voet"], "{path}");
    }
    assert_eq!(texts(&pages["index.html"], ".pillar .editorial b"), ["wij"]);
}

#[test]
fn this_dossiers_own_home_page_extends_the_themes() {
    let own = include_str!("../../../templates/index.html");
    let theme = theme_with(&[("templates/index.html", own)]);
    let pages = render_all(&site(), &theme);
    assert_eq!(texts(&pages["index.html"], "h1"), ["Het AI-continent: plan en antwoord"]);
    assert_eq!(select(&pages["index.html"], ".pillar").len(), 2);
}

#[test]
fn a_theme_of_a_dossier_stands_before_the_one_inside_the_program() {
    let given = files(&[
        ("themes/mooi/theme.toml", "name = \"Mooi\"\nviews = 1\n"),
        (
            "themes/mooi/templates/page.html",
            "{% extends \"base.html\" %}{% block main %}<h1>mooi</h1>{% endblock main %}",
        ),
        ("themes/mooi/static/site.css", "h1 { color: red }"),
        ("themes/mooi/static/extra.css", ""),
        ("themes/mooi/i18n/nl.toml", "[page]\nskip = \"Spring\"\n"),
        ("themes/ander/templates/page.html", "{{ kapot"),
    ]);
    let mut findings = Findings::default();
    let theme = load("mooi", Language::Dutch, &given, &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    let theme = theme.expect("complete");
    assert_eq!(&*theme.statics()["static/site.css"], b"h1 { color: red }");
    assert!(theme.statics().contains_key("static/extra.css"));
    let pages = render_all(&site(), &theme);
    assert_eq!(texts(&pages["handleiding/thema.html"], "h1"), ["mooi"]);
    assert_eq!(texts(&pages["index.html"], ".skip"), ["Spring"]);
    assert_eq!(attributes(&pages["index.html"], "[aria-label]", "aria-label")[0], "Onderdelen");
}

#[test]
fn themes_that_cannot_be_used() {
    let fails = |name: &str, given: &[(&str, &str)]| {
        let given = files(given);
        let mut findings = Findings::default();
        assert!(load(name, Language::Dutch, &given, &mut findings).is_none());
        lines(&findings, &render::texts(given.clone()))
    };
    assert_eq!(
        fails("standard", &[]),
        ["theme site.toml:- there is no theme `standard` (did you mean `standaard`?)"]
    );
    assert_eq!(
        fails("mooi", &[("themes/mooi/static/x.css", "")]),
        [
            "theme themes/mooi/theme.toml:- the theme has no `theme.toml` (write `name = \"mooi\"` and `views = 1` in it)"
        ]
    );
    assert_eq!(
        fails("mooi", &[("themes/mooi/theme.toml", "name = \"Mooi\"\nviews = 7\nkleur = 1\n")]),
        [
            "unknown-key themes/mooi/theme.toml:3:1-6 unknown key `kleur` (known here: name, views)",
            "theme themes/mooi/theme.toml:2:9-10 the theme must be written for version 1 of the views \
             (see what changed, then write `views = 1`)",
        ]
    );
}

#[test]
fn strings_that_are_missing_or_that_nobody_uses() {
    check(
        &[
            ("themes/standaard/i18n/nl.toml", "[page]\nskp = \"Spring\"\n"),
            (
                "templates/a.html",
                "{{ t(n=1, key=\"page.skp\") }} {{ t(key=\"page.skiip\") }} {{ t(n=(1), key=x) }}",
            ),
        ],
        &[
            "theme templates/a.html:1:40-50 there is no string `page.skiip` (did you mean `page.skip`?)",
            "theme templates/a.html:1:61-73 the key of a string must be written out \
             (write it as t(key=\"block.notes\"))",
        ],
    );
    check(
        &[("themes/standaard/i18n/nl.toml", "[page]\nskp = \"Spring\"\n")],
        &[
            "theme themes/standaard/i18n/nl.toml:2:7-15 nothing uses the string `page.skp` (did you mean `page.skip`?)",
        ],
    );
}

#[test]
fn both_languages_say_the_same_things() {
    let in_language = |language| {
        let mut findings = Findings::default();
        let theme = load("standaard", language, &files(&[]), &mut findings);
        assert!(findings.is_empty(), "{findings:#?}");
        theme.expect("complete")
    };
    let (dutch, english) = (in_language(Language::Dutch), in_language(Language::English));
    let keys: Vec<&str> = dutch.strings().keys().collect();
    assert_eq!(keys, english.strings().keys().collect::<Vec<_>>());
    for key in keys {
        assert_eq!(dutch.strings().names(key), english.strings().names(key), "{key}");
    }
}

#[test]
fn the_style_sheet_stays_small_and_asks_nobody() {
    let theme = theme();
    let css = std::str::from_utf8(&theme.statics()["static/site.css"]).expect("text");
    // A page with all that it loads has 100 KB, compressed.
    assert!(css.len() <= 32 * 1024, "{} bytes", css.len());
    assert!(!css.contains("url(") && !css.contains("@import"), "the style sheet loads something");
}
