//! Templates: loaded together, their faults as findings, rendered with a view.

use super::format;
use super::inlined::counting_filter;
use super::strings::Strings;
use super::template_faults as faults;
use crate::diagnostic::{FilePath, Findings};
use crate::document::PartialDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// What a theme's template is called before its file name, so that a dossier's own can extend it.
pub(super) const THEME_PREFIX: &str = "theme/";

/// A template's file.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: FilePath,
    pub(super) text: Arc<str>,
}

/// The files of the templates, by the name that Tera knows them by: `theme/NAME` for the theme's, `NAME` for
/// the dossier's. A `NAME` that the dossier does not have is looked up as `theme/NAME`.
pub(super) type TemplateSources = BTreeMap<String, Source>;

/// Templates that fit together.
#[derive(Clone)]
pub(super) struct Templates {
    /// As they are written.
    tera: Tera,
    /// With the words of the interface in them: pages are made with these, and they print the same.
    inlined: Tera,
    sources: TemplateSources,
}

impl Templates {
    /// Loads all templates. `None` where one of them is at fault; every fault that can be told is a finding.
    pub(super) fn load(
        sources: TemplateSources,
        strings: &Arc<Strings>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut lost = BTreeSet::new();
        for (name, source) in &sources {
            if let Err(error) = parse(name, &source.text) {
                findings.push(faults::syntax(&error, source));
                lost.insert(name.clone());
            }
        }
        let tera = assemble(&sources, &mut lost, strings, findings)?;
        lost.is_empty().then(|| {
            let mut inlined = engine(strings);
            add_counting_filters(&mut inlined, strings);
            let added = inlined.add_raw_templates(super::inlined::inlined(&sources, strings));
            Templates { inlined: if added.is_ok() { inlined } else { tera.clone() }, tera, sources }
        })
    }

    /// The text of a page, in UTF-8.
    pub(super) fn render(&self, name: &str, view: &impl Serialize) -> Result<Vec<u8>, Findings> {
        let rendered = Context::from_serialize(view).and_then(|context| {
            // A fault is told by its place in the template as it is written.
            let inlined = written(&self.inlined, name, &context);
            inlined.or_else(|_| written(&self.tera, name, &context))
        });
        rendered.map_err(|error| {
            let mut findings = Findings::default();
            findings.push(faults::rendering(&error, name, &self.sources));
            findings
        })
    }
}

/// Room for most pages, so that they need not be moved while they grow.
const ROOM: usize = 64 * 1024;

fn written(tera: &Tera, name: &str, context: &Context) -> TeraResult<Vec<u8>> {
    let mut out = Vec::with_capacity(ROOM);
    tera.render_to(name, context, &mut out)?;
    Ok(out)
}

/// Parses a template by itself; a parent that is missing is no fault yet.
fn parse(name: &str, text: &str) -> Result<(), Box<tera::ReportError>> {
    match Tera::default().add_raw_template(name, text).map_err(|error| error.kind().clone()) {
        Err(ErrorKind::SyntaxError(report)) => Err(report),
        _ => Ok(()),
    }
}

/// Puts the templates together. Each round leaves out those that the round before found at fault, so that
/// one run names them all; `lost` are those left out.
fn assemble(
    sources: &TemplateSources,
    lost: &mut BTreeSet<String>,
    strings: &Arc<Strings>,
    findings: &mut Findings,
) -> Option<Tera> {
    loop {
        let mut tera = engine(strings);
        let good = sources.iter().filter(|(name, _)| !lost.contains(*name));
        let error = match tera.add_raw_templates(good.map(|(name, source)| (name.as_str(), &*source.text))) {
            Ok(()) => return Some(tera),
            Err(error) => error,
        };
        let found = faults::assembly(&error, sources, lost);
        for diagnostic in found.diagnostics {
            findings.push(diagnostic);
        }
        // A fault that belongs to no template ends the search; so does one that was seen before.
        let before = lost.len();
        lost.extend(found.at_fault);
        if lost.len() == before {
            return None;
        }
    }
}

/// Tera with the filters and functions that templates may use.
fn engine(strings: &Arc<Strings>) -> Tera {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([THEME_PREFIX]).expect("no template was added yet");
    let language = strings.language();
    tera.register_filter("date", move |iso: &str, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let date: PartialDate = iso
            .parse()
            .map_err(|()| tera::Error::message(format!("`{iso}` is no date such as 2025-04-09")))?;
        Ok(format::date(language, date))
    });
    // Tera's own copies the text, and those of documents are long.
    tera.register_filter("safe", |value: Value, _: Kwargs, _: &State<'_>| match value.is_string() {
        true => value.mark_safe(),
        false => Value::safe_string(&value.to_string()),
    });
    tera.register_filter("number", move |n: i64, _: Kwargs, _: &State<'_>| format::number(language, n));
    let strings = strings.clone();
    let constant: HashMap<String, Value> =
        strings.constant().map(|(key, words)| (key.to_owned(), Value::from(words))).collect();
    tera.register_function("t", move |values: Kwargs, _: &State<'_>| {
        let key = if values.iter().nth(1).is_none() { values.get::<&str>("key")? } else { None };
        match key.and_then(|key| constant.get(key)) {
            Some(words) => Ok(words.clone()),
            None => translate(&strings, &values).map(Value::from),
        }
    });
    tera
}

/// The filters that the calls of `t` with a number become.
fn add_counting_filters(tera: &mut Tera, strings: &Arc<Strings>) {
    for key in strings.counted() {
        let (strings, key) = (strings.clone(), key.to_owned());
        tera.register_filter(counting_filter(&key), move |n: i64, _: Kwargs, _: &State<'_>| {
            strings.fill(&key, Some(n), &[]).map_err(tera::Error::message)
        });
    }
}

/// The function `t(key="…", n=…, name=…)`: a string of the theme.
fn translate(strings: &Strings, values: &Kwargs) -> TeraResult<String> {
    let key: &str = values.must_get("key")?;
    let n: Option<i64> = values.get("n")?;
    let names = values.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
    let others: Vec<(&str, String)> = names
        .filter(|(name, _)| !matches!(*name, "key" | "n"))
        .map(|(name, value)| (name, value.to_string()))
        .collect();
    let others: Vec<(&str, &str)> = others.iter().map(|(n, v)| (*n, v.as_str())).collect();
    strings.fill(key, n, &others).map_err(tera::Error::message)
}
