//! Terms: the front matter of a term's page, which makes terms data.

use crate::citation::DocumentNumber;
use crate::config::{Role, TaxonomySettings};
use crate::diagnostic::{FilePath, Findings, Span};
use crate::document::{BlockId, PageFront, take_page};
use crate::fields::{self, At, Fields, StringOrTable};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Front matter of a term.
#[derive(Debug, Clone, PartialEq)]
pub struct TermFront {
    pub name: String,
    /// Names in other languages, by BCP 47 tag.
    pub names: BTreeMap<String, String>,
    pub abbreviation: Option<String>,
    pub aliases: Vec<Alias>,
    /// Whether `name` itself is searched in the texts.
    pub name_rule: NameRule,
    /// The number of an act or a communication, as its texts print it.
    pub number: Option<String>,
    /// The page of the document that the term is, too.
    pub document: Option<At<String>>,
    /// The editor's words: always editorial.
    pub summary: Option<String>,
    pub quotes: Vec<Quote>,
    /// Sections all of whose passages belong to the term.
    pub sections: Vec<At<Place>>,
    /// Blocks that belong to the term because an editor says so.
    pub include: Vec<At<Place>>,
    /// Blocks that do not belong to the term, whatever else is true.
    pub exclude: Vec<At<Place>>,
    /// Of an instrument: ids of its pillars.
    pub pillars: Vec<At<String>>,
    /// Of a pillar: its number in the plan.
    pub ordinal: Option<i64>,
    /// Values of the keys that the taxonomy declares.
    pub fields: BTreeMap<String, String>,
    pub page: PageFront,
}

/// Whether a term's `name` is one of the names that are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRule {
    Searched,
    /// The name is too general; the aliases alone are searched.
    NotSearched,
}

/// Another name of a term, as texts use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    pub text: String,
    pub case: Case,
    pub compounds: Compounds,
}

/// Whether upper and lower case must be as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Any,
    AsWritten,
}

/// Whether the name also counts as part of a compound with a hyphen ("InvestAI-faciliteit").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compounds {
    Open,
    Closed,
}

/// A verbatim quotation from a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub document: At<String>,
    pub text: At<String>,
}

/// A block of a document, written `com-2025-165#s1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub document: String,
    pub block: BlockId,
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (document, block) = text.split_once('#').ok_or(())?;
        let valid = !document.is_empty() && BlockId::is_valid(block);
        valid.then(|| Place { document: document.to_owned(), block: BlockId::new(block) }).ok_or(())
    }
}

/// Reads the front matter of a term of a taxonomy; `text` begins at byte `from` of the file.
pub fn read_term(
    file: &FilePath,
    text: &str,
    from: usize,
    taxonomy: &TaxonomySettings,
    findings: &mut Findings,
) -> Option<TermFront> {
    let mut fields = fields::parse(file, text, from, findings);
    let name = fields.required("name");
    let names = fields.table("names").map(|t| t.free_strings(findings)).unwrap_or_default();
    let abbreviation = fields.string("abbreviation").map(|at| at.value);
    let aliases = aliases(&mut fields, findings);
    let name_rule = match fields.boolean("match_name") {
        Some(At { value: false, .. }) => NameRule::NotSearched,
        _ => NameRule::Searched,
    };
    let front = TermFront {
        name: name.map(|at| at.value).unwrap_or_default(),
        names: names.into_iter().map(|(k, v)| (k.value, v.value)).collect(),
        abbreviation,
        aliases,
        name_rule,
        number: number(&mut fields),
        document: fields.string("document"),
        summary: fields.string("summary").map(|at| at.value),
        quotes: quotes(&mut fields, findings),
        sections: places(&mut fields, "sections"),
        include: places(&mut fields, "include"),
        exclude: places(&mut fields, "exclude"),
        pillars: if taxonomy.role == Some(Role::Instrument) { fields.strings("pillars") } else { Vec::new() },
        ordinal: ordinal(&mut fields, taxonomy),
        fields: declared(&mut fields, taxonomy),
        page: take_page(&mut fields),
    };
    fields.finish(findings);
    (!front.name.is_empty()).then_some(front)
}

/// An act's number is free text; a communication's must be one that can be read.
fn number(fields: &mut Fields<'_>) -> Option<String> {
    let At { value, span } = fields.string("number")?;
    let looks_like_document =
        value.split(['(', ' ']).next().is_some_and(|w| ["COM", "JOIN", "SWD"].contains(&w));
    if looks_like_document && DocumentNumber::from_str(&value).is_err() {
        fields.wrong(&span, format!("`{value}` is no document number"), "write it as \"COM(2025) 165\"");
        return None;
    }
    Some(value)
}

fn aliases(fields: &mut Fields<'_>, findings: &mut Findings) -> Vec<Alias> {
    let mut out = Vec::new();
    for entry in fields.strings_or_tables("aliases") {
        match entry {
            StringOrTable::Text(At { value, .. }) => {
                out.push(Alias { text: value, case: Case::Any, compounds: Compounds::Open });
            }
            StringOrTable::Table(mut table) => {
                let text = table.required("text");
                let case = if table.boolean("case").is_some_and(|at| at.value) {
                    Case::AsWritten
                } else {
                    Case::Any
                };
                let closed = table.boolean("closed").is_some_and(|at| at.value);
                let compounds = if closed { Compounds::Closed } else { Compounds::Open };
                table.finish(findings);
                out.extend(text.map(|text| Alias { text: text.value, case, compounds }));
            }
        }
    }
    out
}

fn quotes(fields: &mut Fields<'_>, findings: &mut Findings) -> Vec<Quote> {
    let mut out = Vec::new();
    for mut table in fields.tables("quotes") {
        let document = table.required("document");
        let text = table.required("text");
        table.finish(findings);
        if let (Some(document), Some(text)) = (document, text) {
            out.push(Quote { document, text });
        }
    }
    out
}

fn places(fields: &mut Fields<'_>, key: &'static str) -> Vec<At<Place>> {
    fields.parsed_list(key, "write it as \"com-2025-165#s1\": a document's id, #, the block's id")
}

fn ordinal(fields: &mut Fields<'_>, taxonomy: &TaxonomySettings) -> Option<i64> {
    if taxonomy.role != Some(Role::Pillar) {
        return None;
    }
    let At { value, span } = fields.integer("ordinal")?;
    if !(1..=12).contains(&value) {
        fields.wrong(
            &span,
            format!("a pillar's number is 1 to 12, not {value}"),
            "leave it out where it has none",
        );
        return None;
    }
    Some(value)
}

/// The keys that the taxonomy declares.
fn declared(fields: &mut Fields<'_>, taxonomy: &TaxonomySettings) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for field in &taxonomy.fields {
        let Some(At { value, span }) = fields.string(&field.key) else { continue };
        if field.values.is_empty() || field.values.iter().any(|(v, _)| *v == value) {
            out.insert(field.key.clone(), value);
        } else {
            let known: Vec<&str> = field.values.iter().map(|(v, _)| v.as_str()).collect();
            unknown_value(fields, &span, &field.key, &value, &known);
        }
    }
    out
}

fn unknown_value(fields: &mut Fields<'_>, span: &Span, key: &str, value: &str, known: &[&str]) {
    use crate::diagnostic::{Code, Diagnostic};
    let file = fields.file().clone();
    fields.report(
        Diagnostic::new(Code::WrongValue, format!("`{value}` is no value for `{key}`"))
            .at(&file, span.clone())
            .did_you_mean(value, known.iter().copied()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{FieldSettings, Matching};

    fn instruments() -> TaxonomySettings {
        TaxonomySettings {
            key: "instrumenten".into(),
            title: "Instrumenten".into(),
            singular: "Instrument".into(),
            description: None,
            role: Some(Role::Instrument),
            matching: Matching::Names,
            plan: None,
            fields: vec![FieldSettings {
                key: "kind".into(),
                label: "Soort".into(),
                values: vec![("fund".into(), "fonds".into()), ("act".into(), "wet".into())],
            }],
        }
    }

    fn check(text: &str) -> (Option<TermFront>, Vec<String>) {
        let mut findings = Findings::default();
        let front = read_term(&"t.md".into(), text, 0, &instruments(), &mut findings);
        let lines = findings
            .iter()
            .map(|d| format!("{}: {} ({})", d.code.as_str(), d.message, d.hint.as_deref().unwrap_or("")))
            .collect();
        (front, lines)
    }

    #[test]
    fn an_alias_is_a_string_or_says_more() {
        let (front, found) = check(
            "name = \"InvestAI\"\nkind = \"fund\"\naliases = [\"a b\", { text = \"DIGITAL\", case = true, closed = true }]",
        );
        assert!(found.is_empty(), "{found:?}");
        let front = front.expect("complete");
        assert_eq!(front.aliases[0].compounds, Compounds::Open);
        assert_eq!(
            front.aliases[1],
            Alias { text: "DIGITAL".into(), case: Case::AsWritten, compounds: Compounds::Closed }
        );
    }

    #[test]
    fn faults_come_together() {
        let (_, found) = check("nam = \"x\"\nkind = \"funds\"\nsections = [\"com-2025-165\"]\nordinal = 3\n");
        assert_eq!(
            found,
            [
                "missing-key: `name` is missing (add `name = \"…\"`)",
                "wrong-value: `com-2025-165` is no value for `sections` (write it as \"com-2025-165#s1\": a document's id, #, the block's id)",
                "wrong-value: `funds` is no value for `kind` (did you mean `fund`?)",
                "unknown-key: unknown key `nam` (did you mean `name`?)",
                "unknown-key: unknown key `ordinal` (known here: name, names, abbreviation, aliases, match_name, number, \
                 document, summary, quotes, sections, include, exclude, pillars, kind, description, order, draft, \
                 former, extra)",
            ]
        );
    }
}
