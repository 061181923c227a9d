//! Taxonomies: what kinds of term a dossier has is data.

use super::check_section_name;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::fields::{At, Fields};
use std::str::FromStr;

/// A taxonomy as the dossier declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomySettings {
    /// Folder in `content/` and in the site, and name of its data file.
    pub key: String,
    /// Plural name, "Instrumenten".
    pub title: String,
    /// Name of one term, "Instrument".
    pub singular: String,
    pub description: Option<String>,
    pub role: Option<Role>,
    /// Which names of a term are searched in the texts.
    pub matching: Matching,
    /// Of pillars: the document whose pillars they are. Ordinals ("de eerste pijler") name a pillar in this
    /// document, and in those that assess it, follow it up or report on it.
    pub plan: Option<String>,
    /// Further front matter keys of its terms, in the order of the file.
    pub fields: Vec<FieldSettings>,
}

/// A role that the program knows what to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The main parts of a plan.
    Pillar,
    /// Acts, funds, networks, bodies; each names its pillars.
    Instrument,
}

impl Role {
    /// The word in `site.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Pillar => "pillar",
            Role::Instrument => "instrument",
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Role::Pillar, Role::Instrument].into_iter().find(|r| r.as_str() == word).ok_or(())
    }
}

/// Which names of a taxonomy's terms are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    /// Name, names in other languages, abbreviation and aliases.
    Names,
    /// Aliases alone, because the names are ordinary words ("Data").
    Aliases,
}

impl FromStr for Matching {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "names" => Ok(Matching::Names),
            "aliases" => Ok(Matching::Aliases),
            _ => Err(()),
        }
    }
}

/// A front matter key that a taxonomy adds to its terms: one of a list of values, each with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSettings {
    pub key: String,
    pub label: String,
    /// Value and label, in the order of the file.
    pub values: Vec<(String, String)>,
}

/// Reads `[taxonomies.*]`.
pub(super) fn read_all(table: Option<Fields<'_>>, findings: &mut Findings) -> Vec<TaxonomySettings> {
    let Some(table) = table else { return Vec::new() };
    let mut entries = table.free_tables(findings);
    entries.sort_by_key(|(key, _)| key.span.start);
    let mut out: Vec<(TaxonomySettings, Option<At<Role>>)> = Vec::new();
    for (key, mut fields) in entries {
        check_section_name(&key, &mut fields);
        let role = read_role(&mut fields, &out);
        if let Some(settings) = read_one(key, role.as_ref(), fields, findings) {
            out.push((settings, role));
        }
    }
    out.into_iter().map(|(settings, _)| settings).collect()
}

fn read_role(fields: &mut Fields<'_>, before: &[(TaxonomySettings, Option<At<Role>>)]) -> Option<At<Role>> {
    let role: At<Role> = fields.parsed("role", "known here: pillar, instrument")?;
    let first = before.iter().find_map(|(_, r)| r.as_ref().filter(|r| r.value == role.value));
    if let Some(first) = first {
        let file = fields.file().clone();
        let message = format!("the role `{}` is played by two taxonomies", role.value.as_str());
        fields.report(Diagnostic::new(Code::WrongValue, message).at(&file, role.span.clone()).also(
            &file,
            first.span.clone(),
            "first here",
        ));
    }
    Some(role)
}

fn read_one(
    key: At<String>,
    role: Option<&At<Role>>,
    mut fields: Fields<'_>,
    findings: &mut Findings,
) -> Option<TaxonomySettings> {
    let title = fields.required("title");
    let singular = fields.required("singular");
    let description = fields.string("description").map(|at| at.value);
    let matching = fields.parsed("match", "known here: names, aliases");
    let role = role.map(|r| r.value);
    let plan = (role == Some(Role::Pillar)).then(|| fields.string("plan")).flatten().map(|at| at.value);
    let own = read_fields(fields.table("fields"), findings);
    fields.finish(findings);
    Some(TaxonomySettings {
        key: key.value,
        title: title?.value,
        singular: singular?.value,
        description,
        role,
        matching: matching.map_or(Matching::Names, |at| at.value),
        plan,
        fields: own,
    })
}

fn read_fields(table: Option<Fields<'_>>, findings: &mut Findings) -> Vec<FieldSettings> {
    let Some(table) = table else { return Vec::new() };
    let mut entries = table.free_tables(findings);
    entries.sort_by_key(|(key, _)| key.span.start);
    let mut out = Vec::new();
    for (key, mut fields) in entries {
        let label = fields.required("label");
        let mut values = fields.table("values").map(|t| t.free_strings(findings)).unwrap_or_default();
        values.sort_by_key(|(value, _)| value.span.start);
        fields.finish(findings);
        if let Some(label) = label {
            let values = values.into_iter().map(|(v, l)| (v.value, l.value)).collect();
            out.push(FieldSettings { key: key.value, label: label.value, values });
        }
    }
    out
}
