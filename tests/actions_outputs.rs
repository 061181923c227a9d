//! The page of actions, the table, the calendar and the data say the same; each is read back by a parser that is
//! not ours.
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod support;

use fichewijzer::deadline::Period;
use fichewijzer::dossier::{self, Inputs, Mode, Outcome};
use fichewijzer::output::OutputTree;
use ical::parser::ical::component::IcalEvent;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

/// A deadline of an action as every output can tell it: printed words, first and last period.
type Due = (String, String, String);

/// An action as every output can tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    id: String,
    document: String,
    anchor: String,
    pillars: Vec<String>,
    instruments: Vec<String>,
    text: String,
    deadlines: Vec<Due>,
    done: Option<(String, String)>,
}

fn bytes(tree: &OutputTree, path: &str) -> Vec<u8> {
    let (_, file) = tree.iter().find(|(p, _)| p.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    file.bytes().expect("can be made").to_vec()
}

fn has(tree: &OutputTree, path: &str) -> bool {
    tree.iter().any(|(p, _)| p.as_str() == path)
}

fn text(tree: &OutputTree, path: &str) -> String {
    String::from_utf8(bytes(tree, path)).expect("UTF-8")
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn of_json(tree: &OutputTree) -> Vec<Told> {
    let all: Vec<Value> = serde_json::from_slice(&bytes(tree, "data/actions.json")).expect("JSON");
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").iter().map(string).collect();
    let due = |d: &Value| (string(&d["printed"]), string(&d["from"]), string(&d["to"]));
    all.iter()
        .map(|action| Told {
            id: string(&action["id"]),
            document: string(&action["document"]),
            anchor: string(&action["anchor"]),
            pillars: list(&action["pillars"]),
            instruments: list(&action["instruments"]),
            text: string(&action["text"]),
            deadlines: action["deadlines"].as_array().expect("a list").iter().map(due).collect(),
            done: action["done"].as_object().map(|d| (string(&d["document"]), string(&d["anchor"]))),
        })
        .collect()
}

fn of_csv(tree: &OutputTree) -> Vec<Told> {
    let table = bytes(tree, "acties.csv");
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let names = reader.headers().expect("a header row").clone();
    let mut out: Vec<Told> = Vec::new();
    for record in reader.records() {
        let record = record.expect("as wide as the header");
        let row: BTreeMap<&str, &str> = names.iter().zip(record.iter()).collect();
        let due = (!row["deadline_from"].is_empty()).then(|| {
            let part = |name: &str| row[name].to_owned();
            (part("deadline_printed"), part("deadline_from"), part("deadline_to"))
        });
        match out.last_mut().filter(|told| told.id == row["id"]) {
            Some(same) => same.deadlines.extend(due),
            None => out.push(Told {
                id: row["id"].to_owned(),
                document: row["document"].to_owned(),
                anchor: row["anchor"].to_owned(),
                pillars: words(row["pillars"]),
                instruments: words(row["instruments"]),
                text: row["text"].to_owned(),
                deadlines: due.into_iter().collect(),
                done: (!row["done_document"].is_empty())
                    .then(|| (row["done_document"].to_owned(), row["done_anchor"].to_owned())),
            }),
        }
    }
    out
}

fn select<'a>(within: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    within.select(&Selector::parse(css).expect("a selector")).collect()
}

fn said(element: ElementRef<'_>) -> String {
    words(&element.text().collect::<String>()).join(" ")
}

/// A place that a link names: document and block.
fn place(href: &str) -> (String, String) {
    let (path, block) = href.split_once('#').expect("names a block");
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".html")).expect("a page");
    (name.to_owned(), block.to_owned())
}

fn of_page(tree: &OutputTree, path: &str) -> Vec<Told> {
    let page = Html::parse_document(&text(tree, path));
    let href = |cell: ElementRef<'_>| {
        select(cell, "a").last().and_then(|a| a.attr("href").map(place)).expect("a link to a place")
    };
    select(page.root_element(), "table[data-actions] tbody tr")
        .into_iter()
        .map(|row| {
            let cells = select(row, "th, td");
            let (document, anchor) = href(cells[1]);
            let due = |deadline: ElementRef<'_>| {
                let mut all = said(deadline);
                for extra in select(deadline, ".days, .deadline-of") {
                    all = all.replace(&said(extra), "").trim().to_owned();
                }
                let of = |name: &str| deadline.attr(name).expect("has it").to_owned();
                (all, of("data-from"), of("data-to"))
            };
            Told {
                id: row.attr("id").expect("an id").to_owned(),
                document,
                anchor,
                pillars: words(row.attr("data-pillars").expect("pillars")),
                instruments: words(row.attr("data-instruments").expect("instruments")),
                text: said(cells[0]),
                deadlines: select(cells[4], ".deadline").into_iter().map(due).collect(),
                done: (row.attr("data-state") == Some("done")).then(|| href(cells[5])),
            }
        })
        .collect()
}

fn value<'a>(event: &'a IcalEvent, name: &str) -> &'a str {
    let property = event.properties.iter().find(|p| p.name == name);
    property.and_then(|p| p.value.as_deref()).unwrap_or_else(|| panic!("no {name} in {event:?}"))
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

fn calendar(tree: &OutputTree) -> Vec<IcalEvent> {
    let file = bytes(tree, "acties.ics");
    let mut parser = ical::IcalParser::new(file.as_slice());
    let calendar = parser.next().expect("a calendar").expect("well-formed");
    assert!(parser.next().is_none());
    calendar.events
}

fn repository() -> Outcome {
    support::build(&support::repository())
}

#[test]
fn page_table_and_data_say_the_same() {
    let outcome = repository();
    let json = of_json(&outcome.tree);
    assert_eq!(json.len(), 68);
    assert_eq!(json.iter().map(|a| a.deadlines.len()).sum::<usize>(), 32);
    assert_eq!(json.iter().filter(|a| a.done.is_some()).count(), 6);
    assert_eq!(of_csv(&outcome.tree), json);
    assert_eq!(of_page(&outcome.tree, "acties.html"), json);
}

#[test]
fn the_calendar_has_an_event_for_each_deadline() {
    let outcome = repository();
    let expected: Vec<[String; 4]> = of_json(&outcome.tree)
        .into_iter()
        .flat_map(|action| {
            let events = action.deadlines.into_iter().enumerate();
            events
                .map(|(at, (_, from, to))| {
                    let day = |period: &str| period.parse::<Period>().expect("a period");
                    let end = day(&to).last().tomorrow().expect("not the last of days");
                    let compact = |day: jiff::civil::Date| day.to_string().replace('-', "");
                    let uid = format!("{}-{}@fichewijzer", action.id, at + 1);
                    [uid, compact(day(&from).first()), compact(end), action.text.clone()]
                })
                .collect::<Vec<_>>()
        })
        .collect();
    let events = calendar(&outcome.tree);
    let found: Vec<[String; 4]> = events
        .iter()
        .map(|event| ["UID", "DTSTART", "DTEND", "SUMMARY"].map(|name| unescaped(value(event, name))))
        .collect();
    assert_eq!(found, expected);
    for event in &events {
        assert_eq!(value(event, "DTSTAMP"), "20251008T000000Z");
        let start = event.properties.iter().find(|p| p.name == "DTSTART").expect("a start");
        assert_eq!(start.params, Some(vec![("VALUE".to_owned(), vec!["DATE".to_owned()])]));
    }
}

#[test]
fn lines_of_calendar_and_table_end_as_their_standards_have_it() {
    let outcome = repository();
    let calendar = text(&outcome.tree, "acties.ics");
    assert!(calendar.split_terminator("\r\n").all(|l| l.len() <= 75 && !l.contains(['\r', '\n'])));
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(text(&outcome.tree, "acties.csv").starts_with("id,document,anchor,section,pillars,"));
}

#[test]
fn the_state_is_of_the_builds_date() {
    let states = |date: &str| {
        let date = Some(date.parse().expect("a date"));
        let outcome = dossier::build(&support::repository(), Mode::Merge, date);
        let page = Html::parse_document(&text(&outcome.tree, "acties.html"));
        let rows = select(page.root_element(), "table[data-actions] tbody tr");
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            *counts.entry(row.attr("data-state").expect("a state").to_owned()).or_default() += 1;
        }
        counts
    };
    let expected = |done, past, ahead, undated| -> BTreeMap<String, usize> {
        [("done", done), ("past", past), ("ahead", ahead), ("undated", undated)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| (state.to_owned(), count))
            .collect()
    };
    // 32 with a deadline or two less 2; 6 of them done; no deadline: 2 and 36.
    assert_eq!(states("2025-04-09"), expected(6, 0, 24, 38));
    assert_eq!(states("2027-01-01"), expected(6, 24, 0, 38));
}

/// A dossier with one communication of `count` actions.
fn long(count: usize, roles: &str) -> Inputs {
    let mut inputs = Inputs::default();
    inputs.insert(
        "site.toml",
        format!("title = \"Lang\"\ndescription = \"Een lange lijst.\"\n{roles}").into_bytes(),
    );
    let items: String = (1..=count).map(|n| format!("- nummer {n} opzetten (juli 2026);\n")).collect();
    let page = format!(
        "+++\ntitle = \"Plan\"\nkind = \"communication\"\n+++\n\n## 1. Wat {{#s1}}\n\nDaartoe zal de Commissie:\n\n{items}"
    );
    inputs.insert("content/documenten/plan.md", page.into_bytes());
    inputs
}

const PILLARS: &str = "[taxonomies.pijlers]\ntitle = \"Pijlers\"\nsingular = \"Pijler\"\nrole = \"pillar\"\n";

#[test]
fn a_long_list_goes_on_and_its_first_page_shows_counts() {
    let outcome = support::build(&long(501, PILLARS));
    let first = text(&outcome.tree, "acties.html");
    assert!(!first.contains("<table class=\"action-table\"") && first.contains("data-actions=\"501\""));
    assert!(first.contains("href=\"acties-2.html#plan-a1-1\""));
    let ids = |path: &str| {
        let page = Html::parse_document(&text(&outcome.tree, path));
        select(page.root_element(), "table[data-actions] tbody tr").len()
    };
    assert_eq!((ids("acties-2.html"), ids("acties-3.html")), (500, 1));
    let document = text(&outcome.tree, "documenten/plan.html");
    assert!(document.contains("href=\"../acties-3.html#plan-a1-501\""));
}

#[test]
fn without_roles_there_are_no_actions_and_without_a_date_no_calendar() {
    let none = support::build(&long(2, ""));
    for path in ["acties.html", "acties.csv", "acties.ics", "data/actions.json"] {
        assert!(!has(&none.tree, path), "{path}");
    }
    let undated = support::build(&long(2, PILLARS));
    assert!(has(&undated.tree, "acties.csv") && !has(&undated.tree, "acties.ics"));
    assert!(!text(&undated.tree, "acties.html").contains(".ics"));
}
