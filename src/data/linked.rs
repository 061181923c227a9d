//! JSON-LD with the words of schema.org: what a page is about, for search engines and other programs.

use super::cite::{Bibliographic, Format};
use crate::citation::DocumentNumber;
use crate::corpus::{Taxonomy, Term};
use crate::document::Kind;
use crate::site::Site;
use serde_json::{Map, Value, json};

/// The facts of a document's or stub's page. A fiche is a report about the documents that it assesses.
pub fn document(site: &Site, id: &str) -> Option<Value> {
    let of = Bibliographic::of(site, id)?;
    let mut out = work(&of);
    let about: Vec<Value> = of
        .assesses
        .iter()
        .filter_map(|number| Bibliographic::of(site, &number.id()))
        .map(|assessed| Value::Object(work(&assessed)))
        .collect();
    set(&mut out, "about", about);
    set(&mut out, "encoding", encodings(site, &of));
    set(&mut out, "isPartOf", vec![website(site)]);
    Some(in_context(out))
}

fn work(of: &Bibliographic<'_>) -> Map<String, Value> {
    let (kind, name) = match of.kind {
        Kind::Fiche | Kind::Communication => ("Report", "name"),
        Kind::News => ("NewsArticle", "headline"),
        Kind::Document => ("CreativeWork", "name"),
    };
    let mut out = typed(kind);
    let text = |value: Option<String>| value.into_iter().map(Value::from).collect::<Vec<_>>();
    set(&mut out, "@id", text(of.address.clone()));
    set(&mut out, "url", text(of.address.clone()));
    set(&mut out, name, vec![json!(of.title)]);
    let author = |name: &&str| json!({ "@type": "GovernmentOrganization", "name": name });
    set(&mut out, "author", of.authors.iter().map(author).collect());
    set(&mut out, "datePublished", text(of.date.map(|d| d.to_string())));
    set(&mut out, "inLanguage", text(of.language.map(str::to_owned)));
    if of.is_report() {
        set(&mut out, "reportNumber", text(of.report_number()));
    }
    set(&mut out, "genre", text(of.genre().map(str::to_owned)));
    let celex = of.celex.map(|c| format!("CELEX {c}"));
    set(&mut out, "identifier", of.report_number().into_iter().chain(celex).map(Value::from).collect());
    set(&mut out, "sameAs", text(of.official.clone()));
    out
}

/// The same facts and text in other formats, where they have full addresses.
fn encodings(site: &Site, of: &Bibliographic<'_>) -> Vec<Value> {
    let Some(base) = &site.settings.base_url else { return Vec::new() };
    let mut endings: Vec<(&str, &str)> = Vec::new();
    if site.corpus.documents.contains_key(of.id) {
        endings.extend([("json", "application/json"), ("md", "text/markdown")]);
    }
    endings.extend(Format::ALL.map(|f| (f.ending(), f.media_type())));
    let encoding = |(ending, media): (&str, &str)| {
        let address = base.join(&site.path_beside(of.id, ending));
        json!({ "@type": "MediaObject", "encodingFormat": media, "contentUrl": address })
    };
    endings.into_iter().map(encoding).collect()
}

/// The facts of a term's page. A term with a number that is no Commission document's is an act: only that is
/// legislation.
pub fn term(site: &Site, taxonomy: &Taxonomy, term: &Term, address: Option<&str>) -> Value {
    let front = &term.front;
    let act = front.number.as_ref().filter(|n| n.parse::<DocumentNumber>().is_err());
    let mut out = typed(if act.is_some() { "Legislation" } else { "DefinedTerm" });
    set(&mut out, "name", vec![json!(front.name)]);
    let others = front.abbreviation.iter().chain(front.names.values());
    set(&mut out, "alternateName", others.map(|n| json!(n)).collect());
    set(&mut out, "description", front.summary.iter().map(|s| json!(s)).collect());
    match act {
        Some(number) => set(&mut out, "legislationIdentifier", vec![json!(number)]),
        None => {
            let of = json!({ "@type": "DefinedTermSet", "name": taxonomy.settings.title });
            set(&mut out, "inDefinedTermSet", vec![of]);
        }
    }
    set(&mut out, "mainEntityOfPage", address.into_iter().map(Value::from).collect());
    set(&mut out, "subjectOf", vec![website(site)]);
    in_context(out)
}

/// The facts of the home page: the site and, where it has an address, its data.
pub fn home(site: &Site) -> Value {
    let settings = &site.settings;
    let mut out = typed("WebSite");
    set(&mut out, "name", vec![json!(settings.title)]);
    set(&mut out, "description", vec![json!(settings.description)]);
    set(&mut out, "inLanguage", vec![json!(settings.language.tag())]);
    if let Some(base) = &settings.base_url {
        set(&mut out, "@id", vec![json!(base.as_str())]);
        set(&mut out, "url", vec![json!(base.as_str())]);
        let set_of = |path: &str| {
            let download = json!({
                "@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": base.join(path)
            });
            json!({ "@type": "Dataset", "name": path, "distribution": download })
        };
        let sets: Vec<Value> = super::lists(site).iter().map(|path| set_of(path)).collect();
        let catalog = json!({ "@type": "DataCatalog", "name": settings.title, "dataset": sets });
        set(&mut out, "hasPart", vec![catalog]);
    }
    in_context(out)
}

fn website(site: &Site) -> Value {
    let mut out = typed("WebSite");
    set(&mut out, "name", vec![json!(site.settings.title)]);
    set(&mut out, "url", site.settings.base_url.iter().map(|b| json!(b.as_str())).collect());
    Value::Object(out)
}

fn typed(kind: &str) -> Map<String, Value> {
    Map::from_iter([("@type".to_owned(), json!(kind))])
}

fn in_context(mut out: Map<String, Value>) -> Value {
    out.insert("@context".into(), json!("https://schema.org"));
    Value::Object(out)
}

/// Sets a property: nothing, one value, or a list.
fn set(out: &mut Map<String, Value>, name: &str, mut values: Vec<Value>) {
    let value = match values.len() {
        0 => return,
        1 => values.remove(0),
        _ => Value::Array(values),
    };
    out.insert(name.to_owned(), value);
}
