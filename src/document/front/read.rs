//! Front matter of documents: TOML → [`DocumentFront`].

use super::{DocumentFront, DocumentRef, KEYS, Kind, SOURCE_KEYS, Source};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Span};
use crate::document::page::take_page;
use crate::fields::{self, At, Fields};
use std::collections::BTreeMap;
use std::str::FromStr;

const NUMBER_FORMS: &str = "write the number as it is printed: \"COM(2025) 165\", \"JOIN(2023) 20\"";
const REFERENCE_FORMS: &str = "write a page's id, such as \"com-2025-165\", or a number, \"COM(2025) 165\"";

/// Reads the front matter of a document; `text` begins at byte `from` of the file. None where title or
/// kind cannot be read.
pub fn read_document(
    file: &FilePath,
    text: &str,
    from: usize,
    findings: &mut Findings,
) -> Option<DocumentFront> {
    let mut fields = fields::parse(file, text, from, findings);
    let mut spans = fields.value_spans();
    let title = fields.required("title");
    let kind = kind(&mut fields);
    let front = DocumentFront {
        number: fields.parsed("number", NUMBER_FORMS).map(value),
        fiche_number: text_of(&mut fields, "fiche_number"),
        date: fields.date("date").map(value),
        celex: text_of(&mut fields, "celex"),
        language: text_of(&mut fields, "language"),
        assesses: list(&mut fields, "assesses", NUMBER_FORMS, &mut spans),
        received: fields.date("received").map(value),
        council: text_of(&mut fields, "council"),
        ministry: fields.strings("ministry").into_iter().map(value).collect(),
        impact_assessment: text_of(&mut fields, "impact_assessment"),
        council_number: text_of(&mut fields, "council_number"),
        tk_number: text_of(&mut fields, "tk_number"),
        case_number: text_of(&mut fields, "case_number"),
        cites: list(&mut fields, "cites", REFERENCE_FORMS, &mut spans),
        announces: list(&mut fields, "announces", REFERENCE_FORMS, &mut spans),
        follows_up: list(&mut fields, "follows_up", REFERENCE_FORMS, &mut spans),
        retired: list(&mut fields, "retired", "write a block's id, such as \"p-k3x9qa\"", &mut spans),
        page: take_page(&mut fields),
        actions: take_actions(&mut fields, &mut spans, findings),
        source: source(&mut fields, &mut spans, findings),
        spans,
        ..DocumentFront::new("", Kind::Document)
    };
    fields.finish(findings);
    Some(DocumentFront { title: title?.value, kind: kind?, ..front })
}

fn value<T>(at: At<T>) -> T {
    at.value
}

fn text_of(fields: &mut Fields<'_>, key: &str) -> Option<String> {
    fields.string(key).map(value)
}

fn kind(fields: &mut Fields<'_>) -> Option<Kind> {
    let At { value, span } = fields.required("kind")?;
    let kind = value.parse().ok();
    if kind.is_none() {
        let unknown = Diagnostic::new(Code::UnknownKind, format!("there is no kind `{value}`"))
            .at(&fields.file().clone(), span)
            .did_you_mean(&value, Kind::ALL.map(Kind::as_str));
        fields.report(unknown);
    }
    kind
}

/// The values of a list; the place of each goes to `spans` as `key.0`, `key.1` …
fn list<T: FromStr>(
    fields: &mut Fields<'_>,
    key: &str,
    forms: &str,
    spans: &mut BTreeMap<String, Span>,
) -> Vec<T> {
    let place = |(i, At { value, span })| {
        spans.insert(format!("{key}.{i}"), span);
        value
    };
    fields.parsed_list(key, forms).into_iter().enumerate().map(place).collect()
}

/// Takes `[actions.ID] done` out of a table; the place of each goes to `spans` as `actions.ID`.
pub(crate) fn take_actions(
    fields: &mut Fields<'_>,
    spans: &mut BTreeMap<String, Span>,
    findings: &mut Findings,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let Some(table) = fields.table("actions") else { return out };
    for (id, mut action) in table.free_tables(findings) {
        if let Some(At { value, span }) = action.required("done") {
            let is_place = value
                .split_once('#')
                .is_some_and(|(page, block)| !page.is_empty() && !block.is_empty() && !block.contains('#'));
            if is_place {
                spans.insert(format!("actions.{}", id.value), span);
                out.insert(id.value, value);
            } else {
                let message = format!("`{value}` names no block");
                action.wrong(
                    &span,
                    message,
                    "write the document's id and the block's, \"com-2025-723#s3.1\"",
                );
            }
        }
        action.finish(findings);
    }
    out
}

fn source(
    fields: &mut Fields<'_>,
    spans: &mut BTreeMap<String, Span>,
    findings: &mut Findings,
) -> Option<Source> {
    let mut table = fields.table("source")?;
    for (key, span) in table.value_spans() {
        spans.insert(format!("source.{key}"), span);
    }
    let file = table.required("file");
    let sha256 = table.required("sha256").filter(|at| is_sha256(&mut table, at));
    let editorial = table.strings("editorial");
    let source = Source {
        editorial: editorial.into_iter().filter(|at| is_key(&mut table, at)).map(value).collect(),
        address: text_of(&mut table, "address"),
        retrieved: table.date("retrieved").map(value),
        ..Source::default()
    };
    table.finish(findings);
    Some(Source { file: file?.value, sha256: sha256?.value, ..source })
}

fn is_sha256(table: &mut Fields<'_>, hash: &At<String>) -> bool {
    let is_hash = hash.value.len() == 64
        && hash.value.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !is_hash {
        let hint = "it is 64 digits and small letters a to f; `fichewijzer ingest` writes it";
        table.wrong(&hash.span, "this is no SHA-256", hint);
    }
    is_hash
}

/// Whether a name in `editorial` is one of a key that a document can have.
fn is_key(table: &mut Fields<'_>, name: &At<String>) -> bool {
    let known = KEYS.iter().chain(SOURCE_KEYS).copied();
    let is_known = known.clone().any(|key| key == name.value);
    if !is_known {
        let message = format!("`{}` is no key of the front matter", name.value);
        let unknown = Diagnostic::new(Code::WrongValue, message)
            .at(&table.file().clone(), name.span.clone())
            .did_you_mean(&name.value, known);
        table.report(unknown);
    }
    is_known
}

impl FromStr for DocumentRef {
    type Err = ();

    /// A number in any printed form, or an id: small letters, digits, hyphens and dots.
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(number) = text.parse() {
            return Ok(DocumentRef::Number(number));
        }
        let is_id = text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b));
        is_id.then(|| DocumentRef::Id(text.to_owned())).ok_or(())
    }
}
