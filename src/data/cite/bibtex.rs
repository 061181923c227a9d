//! A reference as BibTeX, with the fields of BibLaTeX beside (`date`, `urldate`, `langid`): each program reads
//! its own and passes over the others.

use super::Bibliographic;
use crate::document::PartialDate;
use std::fmt::Write;

pub(super) fn print(of: &Bibliographic<'_>) -> String {
    let kind = if of.is_report() { "techreport" } else { "misc" };
    let mut out = format!("@{kind}{{{},\n", of.id);
    let institutions = of.authors.iter().map(|a| words(a)).collect::<Vec<_>>();
    field(&mut out, "title", Some(words(&of.title)));
    field(&mut out, "author", joined(&institutions, " and "));
    if of.is_report() {
        let plain: Vec<String> = of.authors.iter().map(|a| escaped(a)).collect();
        field(&mut out, "institution", joined(&plain, ", ").map(|all| format!("{{{all}}}")));
    }
    field(&mut out, "type", of.genre().map(words));
    field(&mut out, "number", of.report_number().map(|n| words(&n)));
    field(&mut out, "year", of.date.map(|d| d.year().to_string()));
    field(&mut out, "month", of.date.and_then(PartialDate::month).map(|m| m.to_string()));
    field(&mut out, "date", of.date.map(|d| d.to_string()));
    field(&mut out, "langid", of.language.and_then(langid).map(str::to_owned));
    field(&mut out, "url", of.url().map(address));
    field(&mut out, "urldate", of.accessed.filter(|_| of.address.is_some()).map(|d| d.to_string()));
    field(&mut out, "note", of.note().map(|n| words(&n)));
    out.push_str("}\n");
    out
}

fn field(out: &mut String, name: &str, value: Option<String>) {
    if let Some(value) = value {
        writeln!(out, "  {name} = {{{value}}},").expect("writing to a string cannot fail");
    }
}

fn joined(parts: &[String], by: &str) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(by))
}

/// Words whose capitals stay as they are, and that are one name where they name somebody.
fn words(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// What TeX would read as a command, escaped. A brace is a command of its own: BibTeX counts braces even behind
/// a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c => out.push(c),
        }
    }
    out
}

/// An address is read as it stands; only a brace would end the field.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D")
}

/// The name by which BibLaTeX knows a language.
fn langid(tag: &str) -> Option<&'static str> {
    Some(match tag.split('-').next()? {
        "nl" => "dutch",
        "en" => "english",
        "de" => "german",
        "fr" => "french",
        _ => return None,
    })
}
