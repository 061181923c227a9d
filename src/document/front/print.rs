//! Front matter of documents: [`DocumentFront`] → TOML, in the contract's order of keys.

use super::{DocumentFront, DocumentRef, PageFront, Source};
use crate::document::PartialDate;
use std::fmt::Write;
use toml::{Table, Value};

/// Longest line of an array; a longer one gets a line for each entry.
const LONGEST_LINE: usize = 100;

/// Prints front matter as TOML, without the `+++` lines. Keys without a value are left out.
pub fn print_front(front: &DocumentFront) -> String {
    let mut out = Printer::default();
    out.text("title", Some(&front.title));
    out.text("kind", Some(front.kind.as_str()));
    out.text("number", front.number.map(|n| n.to_string()).as_deref());
    out.text("fiche_number", front.fiche_number.as_deref());
    out.date("date", front.date);
    out.text("celex", front.celex.as_deref());
    out.text("language", front.language.as_deref());
    out.list("assesses", front.assesses.iter().map(ToString::to_string));
    out.date("received", front.received);
    out.text("council", front.council.as_deref());
    out.list("ministry", front.ministry.iter().cloned());
    out.text("impact_assessment", front.impact_assessment.as_deref());
    out.text("council_number", front.council_number.as_deref());
    out.text("tk_number", front.tk_number.as_deref());
    out.text("case_number", front.case_number.as_deref());
    out.list("cites", front.cites.iter().map(reference));
    out.list("announces", front.announces.iter().map(reference));
    out.list("follows_up", front.follows_up.iter().map(reference));
    out.list("retired", front.retired.iter().map(ToString::to_string));
    out.page(&front.page);
    for (id, done) in &front.actions {
        out.header(&["actions", id]);
        out.text("done", Some(done));
    }
    out.extra(&front.page.extra);
    if let Some(source) = &front.source {
        out.source(source);
    }
    out.text
}

fn reference(reference: &DocumentRef) -> String {
    match reference {
        DocumentRef::Id(id) => id.clone(),
        DocumentRef::Number(number) => number.to_string(),
    }
}

#[derive(Default)]
struct Printer {
    text: String,
}

impl Printer {
    fn line(&mut self, key: &str, value: &str) {
        writeln!(self.text, "{key} = {value}").expect("writing to a string cannot fail");
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(key, &quoted(value));
        }
    }

    /// A date known to the day is a TOML date, another one a string.
    fn date(&mut self, key: &str, date: Option<PartialDate>) {
        let Some(date) = date else { return };
        match date.full() {
            Some(_) => self.line(key, &date.to_string()),
            None => self.line(key, &quoted(&date.to_string())),
        }
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        let values: Vec<String> = values.map(|value| quoted(&value)).collect();
        if values.is_empty() {
            return;
        }
        let line = values.join(", ");
        if key.len() + line.len() + " = []".len() <= LONGEST_LINE {
            self.line(key, &format!("[{line}]"));
        } else {
            self.line(key, &format!("[\n    {},\n]", values.join(",\n    ")));
        }
    }

    fn page(&mut self, page: &PageFront) {
        self.text("description", page.description.as_deref());
        if let Some(order) = page.order {
            self.line("order", &order.to_string());
        }
        if page.draft {
            self.line("draft", "true");
        }
        self.list("former", page.former.iter().cloned());
    }

    fn header(&mut self, path: &[&str]) {
        let path: Vec<String> = path.iter().map(|key| bare_or_quoted(key)).collect();
        writeln!(self.text, "\n[{}]", path.join(".")).expect("writing to a string cannot fail");
    }

    fn extra(&mut self, extra: &Table) {
        if extra.is_empty() {
            return;
        }
        let table = Table::from_iter([("extra".to_owned(), Value::Table(extra.clone()))]);
        self.text.push('\n');
        self.text.push_str(&table.to_string());
    }

    fn source(&mut self, source: &Source) {
        self.header(&["source"]);
        self.text("file", Some(&source.file));
        self.text("sha256", Some(&source.sha256));
        self.list("editorial", source.editorial.iter().cloned());
        self.text("address", source.address.as_deref());
        self.date("retrieved", source.retrieved);
    }
}

/// A TOML string: in double quotes; in single ones where that saves escapes.
fn quoted(text: &str) -> String {
    let is_control = |c: char| c.is_control() && c != '\t';
    if text.contains(['"', '\\']) && !text.contains('\'') && !text.contains(is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                write!(out, "\\u{:04X}", u32::from(c)).expect("writing to a string cannot fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn bare_or_quoted(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_bare { key.to_owned() } else { quoted(key) }
}
