//! A reference as CSL-JSON (version 1.0): a list of one item.

use super::Bibliographic;
use crate::document::{Kind, PartialDate};
use serde::Serialize;

/// An item, with the field names of the format.
#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// The name of an institution.
#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Date {
    #[serde(rename = "date-parts")]
    parts: [Vec<i16>; 1],
}

pub(super) fn print(of: &Bibliographic<'_>) -> String {
    let item = Item {
        id: of.id,
        kind: match of.kind {
            Kind::Fiche | Kind::Communication => "report",
            Kind::News => "article-newspaper",
            Kind::Document => "document",
        },
        title: &of.title,
        author: of.authors.iter().map(|literal| Name { literal }).collect(),
        publisher: (of.is_report() && !of.authors.is_empty()).then(|| of.authors.join(", ")),
        genre: of.genre(),
        number: of.report_number(),
        issued: of.date.map(date),
        accessed: of.accessed.filter(|_| of.address.is_some()).map(date),
        language: of.language,
        url: of.url(),
        note: of.note(),
    };
    let mut out = serde_json::to_string_pretty(&[item]).expect("facts are plain data");
    out.push('\n');
    out
}

fn date(date: PartialDate) -> Date {
    let rest = [date.month(), date.day()].into_iter().flatten().map(i16::from);
    Date { parts: [std::iter::once(date.year()).chain(rest).collect()] }
}
