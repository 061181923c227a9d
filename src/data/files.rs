//! Which data files there are, and the bytes of each, made when they are asked for: the lists of a large dossier do not
//! stand in memory together.

use super::indented::Indented;
use super::{actions, calendar, citations, documents, relation, sitemap, term};
use crate::corpus::Taxonomy;
use crate::site::{REFERENCES, Site};
use serde::{Serialize, Serializer as _};
use std::io::{self, BufWriter, Write};

/// Schemas (JSON Schema 2020-12) by their names in `data/schema/`.
const SCHEMAS: [(&str, &str); 6] = [
    ("actions.json", include_str!("schema/actions.json")),
    ("citations.json", include_str!("schema/citations.json")),
    ("document.json", include_str!("schema/document.json")),
    ("documents.json", include_str!("schema/documents.json")),
    ("relations.json", include_str!("schema/relations.json")),
    ("taxonomy.json", include_str!("schema/taxonomy.json")),
];

/// A data file that is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Citations,
    CitationTable,
    Documents,
    Relations,
    /// The terms of a taxonomy, by its key.
    Terms(String),
    Actions,
    ActionTable,
    Calendar,
    /// Small enough to be made at once.
    Ready(Vec<u8>),
}

/// All data files by their addresses in the site, but the twins of documents. Actions have theirs where the dossier has
/// actions, references a table where it has references.
pub fn files(site: &Site) -> Vec<(String, DataFile)> {
    let mut out = vec![
        ("data/citations.json".to_owned(), Form::Citations),
        ("data/documents.json".to_owned(), Form::Documents),
        ("data/relations.json".to_owned(), Form::Relations),
    ];
    for taxonomy in &site.corpus.taxonomies {
        let key = &taxonomy.settings.key;
        out.push((format!("data/{key}.json"), Form::Terms(key.clone())));
    }
    if site.corpus.citations.iter().next().is_some() {
        out.push((format!("{REFERENCES}.csv"), Form::CitationTable));
    }
    if !site.corpus.actions.is_empty() {
        out.push(("data/actions.json".to_owned(), Form::Actions));
        out.push((site.actions_path("csv"), Form::ActionTable));
        out.extend(site.date.map(|_| (site.actions_path("ics"), Form::Calendar)));
    }
    let schemas = SCHEMAS.map(|(name, text)| (format!("data/schema/{name}"), text.as_bytes().to_vec()));
    let ready = sitemap::files(site).into_iter().chain(schemas);
    out.extend(ready.map(|(path, bytes)| (path, Form::Ready(bytes))));
    out.into_iter().map(|(path, form)| (path, DataFile(form))).collect()
}

/// The addresses of the JSON files with facts, as [`files`] makes them.
pub fn lists(site: &Site) -> Vec<String> {
    let actions = (!site.corpus.actions.is_empty()).then_some("data/actions.json");
    let own =
        ["data/citations.json", "data/documents.json", "data/relations.json"].into_iter().chain(actions);
    let taxonomies = site.corpus.taxonomies.iter().map(|t| format!("data/{}.json", t.settings.key));
    own.map(str::to_owned).chain(taxonomies).collect()
}

impl DataFile {
    /// Writes the file, of the site that it was planned for, to `out`, whose errors come back.
    pub fn write(&self, site: &Site, out: &mut dyn Write) -> io::Result<()> {
        let corpus = &site.corpus;
        match &self.0 {
            Form::Citations => list(out, citations::entries(site)),
            Form::CitationTable => out.write_all(&citations::table(citations::entries(site))),
            Form::Documents => list(out, documents(site)),
            Form::Relations => list(out, corpus.relations.iter().map(relation)),
            Form::Terms(key) => {
                let taxonomy: &Taxonomy = corpus.taxonomy(key).expect("planned for a taxonomy that is there");
                list(out, taxonomy.terms.iter().map(|of| term(site, key, of)))
            }
            Form::Actions => list(out, actions(corpus)),
            Form::ActionTable => out.write_all(&actions::table(&actions(corpus))),
            Form::Calendar => out.write_all(&calendar::calendar(site, &actions(corpus)).unwrap_or_default()),
            Form::Ready(bytes) => out.write_all(bytes),
        }
    }
}

/// A list as indented JSON; one entry at a time is in memory.
fn list<T: Serialize>(out: &mut dyn Write, entries: impl IntoIterator<Item = T>) -> io::Result<()> {
    // JSON is written sign by sign: to a buffer whose type is known that takes little.
    let mut out = BufWriter::new(out);
    serde_json::Serializer::with_formatter(&mut out, Indented::default()).collect_seq(entries)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A value as indented JSON; `room` is about how many bytes it takes.
pub(super) fn json<T: Serialize>(value: &T, room: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(room);
    let mut printer = serde_json::Serializer::with_formatter(&mut bytes, Indented::default());
    value.serialize(&mut printer).expect("facts are plain data");
    bytes.push(b'\n');
    bytes
}
