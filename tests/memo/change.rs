//! What people change of a dossier's files between two builds.

use fichewijzer::dossier::Inputs;
use proptest::prelude::*;

/// A change that somebody makes of a dossier's files.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// A word is put before a paragraph of a content file.
    Edit(usize, &'static str),
    /// A paragraph goes.
    Cut(usize, usize),
    /// A paragraph comes to the end.
    Add(usize, &'static str),
    Delete(usize),
    /// The file gets another name; `former` names the old one where the flag says so.
    Rename(usize, bool),
    /// Another file is put in its place.
    Copy(usize, usize),
    /// Words are put before one of the paragraphs of a document.
    Say(usize, usize, &'static str),
    /// A line of front matter, in the place of the one with its key where there is one.
    Front(usize, &'static str),
    /// The same of a term.
    TermFront(usize, &'static str),
    /// Another name for a term.
    Alias(usize, &'static str),
    Setting(usize),
    Seed(usize),
    /// What somebody knows of the seeds.
    Facts(usize),
    /// A file beside the pages, a picture among them.
    Beside(usize),
    Static(usize),
    Template(usize),
    /// A file of the theme: a style sheet, a template.
    Theme(usize),
    /// The words of the theme.
    Words(usize),
}

/// What somebody may write, each for a join of its own.
const SAYINGS: [&str; 14] = [
    "Nieuw",
    "Zie COM(2026) 952 en Verordening (EU) 2024/1991.",
    "Zie ook COM(2024) 123 en C(2025) 7.",
    "De Commissie zal in 2027 een voorstel doen, COM(2026) 952.",
    "Zij zal in het najaar COM(2026) 952 voorstellen.",
    "Het Waterreservefonds krijgt 3 miljard EUR.",
    "Het Zeemeetnet en de Kaderrichtlijn water horen bij de derde opgave.",
    "Het Europees Waterberaad (EWB) komt bijeen.",
    "Het EWB en de KRW gelden.",
    "- een waterwet (derde kwartaal 2027)\n\n",
    "Wat niet wordt gemeten, wordt niet beschermd.",
    "Zie [het plan](doc:com-2026-951#s3).",
    "## Een kop\n\n",
    "Zie ![](kringloop.svg) en [niets](niets.md).",
];

/// Front matter of documents.
const FRONTS: [&str; 14] = [
    "title = \"Een geheel andere titel\"",
    "title = \"Waterplan voor Europa en de zee\"",
    "date = 2026-03-01",
    "date = \"2025-12\"",
    "number = \"COM(2026) 977\"",
    "celex = \"52026DC0977\"",
    "draft = true",
    "cites = [\"COM(2026) 952\"]",
    "follows_up = [\"com-2026-951\"]",
    "announces = [\"niets\"]",
    "assesses = [\"COM(2026) 978\"]",
    "former = [\"documenten/oud.html\"]",
    "description = \"Waar het over gaat.\"",
    "kind = \"document\"",
];

/// Front matter of terms.
const TERM_FRONTS: [&str; 8] = [
    "name = \"Zeegras\"",
    "abbreviation = \"EWB\"",
    "aliases = [\"lidstaten\", \"bodems\"]",
    "include = [\"com-2026-951#p-ie6yti\"]",
    "exclude = [\"com-2026-951#p-ie6yti\"]",
    "sections = [\"com-2026-951#s2.1\"]",
    "number = \"COM(2026) 952\"",
    "draft = true",
];

/// How many different changes there are of each of the last kinds.
pub(super) const WAYS: usize = 4;

pub(super) fn change() -> impl Strategy<Value = Change> {
    let words = || {
        prop::sample::select(vec![
            "Nieuw",
            "COM(2024) 123",
            "[water](doc:com-2024-123#s1)",
            "Verordening (EU) 2024/1689",
            "Een fonds van 20 miljoen euro voor de Waterstrategie.",
            "Waterstrategie (WS)",
            "[hier](#s1)",
            "<b>",
        ])
    };
    let at = || 0..64_usize;
    let way = || 0..WAYS;
    prop_oneof![
        4 => (at(), words()).prop_map(|(file, words)| Change::Edit(file, words)),
        2 => (at(), at()).prop_map(|(file, place)| Change::Cut(file, place)),
        2 => (at(), words()).prop_map(|(file, words)| Change::Add(file, words)),
        1 => at().prop_map(Change::Delete),
        1 => (at(), any::<bool>()).prop_map(|(file, told)| Change::Rename(file, told)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Copy(from, to)),
        1 => (at(), words()).prop_map(|(file, words)| Change::Alias(file, words)),
        6 => (at(), at(), prop::sample::select(SAYINGS.to_vec()))
            .prop_map(|(file, place, words)| Change::Say(file, place, words)),
        2 => (at(), prop::sample::select(FRONTS.to_vec())).prop_map(|(file, line)| Change::Front(file, line)),
        1 => (at(), prop::sample::select(TERM_FRONTS.to_vec()))
            .prop_map(|(file, line)| Change::TermFront(file, line)),
        1 => way().prop_map(Change::Setting),
        1 => at().prop_map(Change::Seed),
        1 => way().prop_map(Change::Facts),
        1 => way().prop_map(Change::Beside),
        1 => way().prop_map(Change::Static),
        1 => way().prop_map(Change::Template),
        1 => way().prop_map(Change::Theme),
        1 => way().prop_map(Change::Words),
    ]
}

/// The nth file whose path begins and ends so, counted round and round.
fn nth(inputs: &Inputs, begin: &str, end: &str, n: usize) -> Option<(String, String)> {
    let wanted = |path: &str| path.starts_with(begin) && path.ends_with(end) && !path.contains("/.ingest/");
    let files: Vec<_> = inputs.iter().filter(|(path, _)| wanted(path)).collect();
    let (path, bytes) = files.get(n.checked_rem(files.len())?)?;
    Some((path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
}

/// A document, counted round and round.
fn document(inputs: &Inputs, n: usize) -> Option<(String, String)> {
    let sections = ["content/documenten/", "content/fiches/", "content/nieuws/"];
    nth(inputs, sections[n % sections.len()], ".md", n / sections.len())
}

/// The text with a line of front matter, at the top or in the place of the line with the same key.
fn with_front(text: &str, line: &str) -> Option<String> {
    let key = line.split(" = ").next()?;
    let (front, body) = text.strip_prefix("+++\n")?.split_once("+++\n")?;
    let others = front.lines().filter(|other| !other.starts_with(&format!("{key} = ")));
    let lines: Vec<&str> = [line].into_iter().chain(others).collect();
    Some(format!("+++\n{}\n+++\n{body}", lines.join("\n")))
}

/// The text with words before one of its paragraphs.
fn saying(text: &str, place: usize, words: &str) -> Option<String> {
    let body = text.find("\n+++\n")? + 5;
    let starts: Vec<usize> = text[body..].match_indices("\n\n").map(|(at, _)| body + at + 2).collect();
    let at = *starts.get(place % starts.len().max(1))?;
    Some(format!("{}{words} {}", &text[..at], &text[at..]))
}

pub(super) fn make(change: &Change, inputs: &mut Inputs) -> Option<()> {
    let content = |inputs: &Inputs, n| nth(inputs, "content/", ".md", n);
    match change {
        Change::Edit(n, words) => {
            let (path, text) = content(inputs, *n)?;
            let at = text.rfind("\n\n")? + 2;
            inputs.insert(path, format!("{}{words} {}", &text[..at], &text[at..]).into_bytes());
        }
        Change::Say(n, place, words) => {
            let (path, text) = document(inputs, *n)?;
            inputs.insert(path, saying(&text, *place, words)?.into_bytes());
        }
        Change::Front(n, line) => {
            let (path, text) = document(inputs, *n)?;
            inputs.insert(path, with_front(&text, line)?.into_bytes());
        }
        Change::TermFront(n, line) => {
            let section = ["content/middelen/", "content/opgaven/"][n % 2];
            let (path, text) = nth(inputs, section, ".md", n / 2)?;
            inputs.insert(path, with_front(&text, line)?.into_bytes());
        }
        Change::Cut(n, place) => {
            let (path, text) = content(inputs, *n)?;
            let mut parts: Vec<&str> = text.split("\n\n").collect();
            (parts.len() > 2).then(|| parts.remove(1 + place % (parts.len() - 1)))?;
            inputs.insert(path, parts.join("\n\n").into_bytes());
        }
        Change::Add(n, words) => {
            let (path, text) = content(inputs, *n)?;
            inputs.insert(path, format!("{text}\n{words}\n").into_bytes());
        }
        Change::Delete(n) => inputs.remove(&content(inputs, *n)?.0),
        Change::Rename(n, told) => {
            let (path, text) = content(inputs, *n)?;
            let former = path.trim_start_matches("content/").replace(".md", ".html");
            let told = if *told { format!("+++\nformer = [\"{former}\"]\n") } else { "+++\n".to_owned() };
            inputs.remove(&path);
            inputs.insert(path.replace(".md", "-nieuw.md"), text.replacen("+++\n", &told, 1).into_bytes());
        }
        Change::Copy(from, to) => {
            let (_, text) = content(inputs, *from)?;
            inputs.insert(content(inputs, *to)?.0, text.into_bytes());
        }
        Change::Alias(n, words) => {
            let (path, text) = nth(inputs, "content/middelen/", ".md", *n)
                .or_else(|| nth(inputs, "content/instrumenten/", ".md", *n))?;
            let name = format!("+++\nname = \"{words}\"\n");
            let rest = text.splitn(3, '\n').nth(2)?;
            inputs.insert(path, format!("{name}{rest}").into_bytes());
        }
        Change::Seed(n) => {
            let (path, text) = nth(inputs, "seeds/", ".txt", *n)?;
            inputs.insert(path, format!("{text}\nEen nieuwe laatste alinea.\n").into_bytes());
        }
        Change::Setting(way) => setting(*way, inputs)?,
        Change::Facts(way) => facts(*way, inputs)?,
        Change::Beside(way) => beside(*way, inputs)?,
        Change::Static(way) => statics(*way, inputs),
        Change::Template(way) => template(*way, inputs),
        Change::Theme(way) => theme(*way, inputs),
        Change::Words(way) => words(*way, inputs),
    }
    Some(())
}

/// Puts other words in the place of the first ones; those of a file that is not there any more are none.
pub(super) fn replace(inputs: &mut Inputs, path: &str, from: &str, to: &str) -> Option<()> {
    let text = String::from_utf8_lossy(inputs.get(path)?).into_owned();
    inputs.insert(path, text.replacen(from, to, 1).into_bytes());
    Some(())
}

fn setting(way: usize, inputs: &mut Inputs) -> Option<()> {
    let (from, to) = match way {
        0 => ("title = \"", "title = \"Ook "),
        1 => ("base_url = ", "# base_url = "),
        2 => ("plan = \"com-2026-951\"\n", ""),
        _ => ("title = ", "# A note.\ntitle = "),
    };
    replace(inputs, "site.toml", from, to)
}

fn facts(way: usize, inputs: &mut Inputs) -> Option<()> {
    let (from, to) = match way {
        0 => ("2026-03-20", "2026-03-21"),
        1 => ("announces = ", "follows_up = "),
        2 => ("cites = [\"COM(2026) 951\"]", "title = \"Een andere titel\""),
        _ => ("date = ", "datum = "),
    };
    replace(inputs, "seeds/seeds.toml", from, to)
}

fn beside(way: usize, inputs: &mut Inputs) -> Option<()> {
    match way {
        0 => inputs.insert("content/uitleg/bijlage.txt", format!("{}", inputs.iter().count()).into_bytes()),
        1 => inputs.insert("content/documenten/com-2026-951.json", b"taken".to_vec()),
        2 => inputs.remove("content/uitleg/kringloop.svg"),
        _ => return replace(inputs, "content/uitleg/kringloop.svg", "viewBox=\"0 0 ", "viewBox=\"0 0 1"),
    }
    Some(())
}

fn statics(way: usize, inputs: &mut Inputs) {
    match way {
        0 => inputs.insert("static/map/x.txt", format!("{}", inputs.iter().count()).into_bytes()),
        1 => inputs.insert("static/Index.html", b"differs in capitals only".to_vec()),
        2 => inputs.remove("static/robots.txt"),
        _ => inputs.insert("static/llms.txt", b"instead of ours".to_vec()),
    }
}

fn template(way: usize, inputs: &mut Inputs) {
    let page = |block: &str| format!("{{% extends \"theme/page.html\" %}}\n{block}\n").into_bytes();
    match way {
        0 => inputs.remove("templates/index.html"),
        1 => {
            let title = inputs.iter().count();
            inputs.insert(
                "templates/page.html",
                page(&format!("{{% block title %}}{title}{{% endblock title %}}")),
            );
        }
        2 => inputs
            .insert("templates/page.html", page("{% block main %}{{ nergens.iets }}{% endblock main %}")),
        _ => inputs.insert("templates/section.html", b"{% extends".to_vec()),
    }
}

fn theme(way: usize, inputs: &mut Inputs) {
    match way {
        0 => inputs.insert("themes/standaard/static/site.css", b"p { order: 1 }".to_vec()),
        1 => inputs.insert("themes/standaard/templates/404.html", b"{{ page.title }}".to_vec()),
        2 => inputs.insert("themes/standaard/static/eigen.js", b"1;".to_vec()),
        _ => inputs.remove("themes/standaard/static/site.css"),
    }
}

fn words(way: usize, inputs: &mut Inputs) {
    let path = "themes/standaard/i18n/nl.toml";
    let ours = std::fs::read(crate::support::root().join(path)).expect("the theme has it");
    match way {
        0 => inputs.insert(path, ours),
        1 => inputs.remove(path),
        _ => {
            inputs.insert(path, ours);
            let to = if way == 2 { "anchor = \"Hierheen\"" } else { "anker = \"x\"" };
            replace(inputs, path, "anchor = \"Link naar deze plek\"", to).expect("was put there");
        }
    }
}
