//! Front matter: what the text prints, and what somebody knows beside it.

use super::genre::Printed;
use crate::citation::DocumentNumber;
use crate::document::{DocumentFront, DocumentRef, Kind, PartialDate, Source, slug};
use std::collections::BTreeMap;

/// What is known about a seed beside its text: an entry of `seeds.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeedFacts {
    pub kind: Option<Kind>,
    pub title: Option<String>,
    pub number: Option<DocumentNumber>,
    pub date: Option<PartialDate>,
    pub celex: Option<String>,
    pub language: Option<String>,
    pub council_number: Option<String>,
    pub cites: Vec<DocumentRef>,
    pub announces: Vec<DocumentRef>,
    pub follows_up: Vec<DocumentRef>,
    /// By action id: the place that says it is done, `document#block`.
    pub actions: BTreeMap<String, String>,
    /// Where the text was found.
    pub address: Option<String>,
    pub retrieved: Option<PartialDate>,
}

/// Puts both together. A fact goes before what is printed, and counts as editorial where it differs
/// from it.
pub(super) fn front(printed: Printed, facts: &SeedFacts, kind: Kind, mut source: Source) -> DocumentFront {
    let mut editorial = Vec::new();
    let title = merge("title", printed.title, &facts.title, &mut editorial);
    let mut front = DocumentFront::new(title.unwrap_or_else(|| stem(&source.file).to_owned()), kind);
    front.number = merge("number", printed.number, &facts.number, &mut editorial);
    front.date = merge("date", printed.date, &facts.date, &mut editorial);
    front.celex = merge("celex", printed.celex, &facts.celex, &mut editorial);
    front.council_number =
        merge("council_number", printed.council_number, &facts.council_number, &mut editorial);
    front.language = merge("language", printed.language, &facts.language, &mut editorial);
    front.fiche_number = printed.fiche_number;
    front.assesses = printed.assesses;
    front.received = printed.received;
    front.council = printed.council;
    front.ministry = printed.ministry;
    front.impact_assessment = printed.impact_assessment;
    front.tk_number = printed.tk_number;
    front.case_number = printed.case_number;
    for (key, known, place) in [
        ("cites", &facts.cites, &mut front.cites),
        ("announces", &facts.announces, &mut front.announces),
        ("follows_up", &facts.follows_up, &mut front.follows_up),
    ] {
        if !known.is_empty() {
            editorial.push(key.to_owned());
            place.clone_from(known);
        }
    }
    front.actions.clone_from(&facts.actions);
    source.editorial = editorial;
    source.address.clone_from(&facts.address);
    source.retrieved = facts.retrieved;
    front.source = Some(source);
    front
}

fn merge<T: Clone + PartialEq>(
    key: &str,
    printed: Option<T>,
    known: &Option<T>,
    editorial: &mut Vec<String>,
) -> Option<T> {
    match known {
        Some(fact) if printed.as_ref() != Some(fact) => {
            editorial.push(key.to_owned());
            known.clone()
        }
        _ => printed,
    }
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    file.strip_suffix(".txt").unwrap_or(file)
}

/// The document's id, as the contract forms it, without the suffix that tells clashing ones apart.
pub(super) fn id(front: &DocumentFront, file: &str) -> String {
    let by_number = match front.kind {
        Kind::Communication => front.number.map(|number| number.id()),
        Kind::Fiche => front.assesses.first().map(|number| format!("fiche-{}", number.id())),
        Kind::News => front.date.map(|date| format!("{date}-{}", slug(&front.title))),
        Kind::Document => None,
    };
    by_number.unwrap_or_else(|| slug(stem(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source { file: "005_x.txt".into(), ..Source::default() }
    }

    #[test]
    fn facts_go_before_print_and_count_as_editorial_where_they_differ() {
        let printed = Printed { title: Some("Titel".into()), celex: Some("A".into()), ..Printed::default() };
        let facts = SeedFacts {
            title: Some("Titel".into()),
            celex: Some("B".into()),
            follows_up: vec![DocumentRef::Id("com-2025-165".into())],
            actions: BTreeMap::from([("a-1".into(), "b#p-c".into())]),
            ..SeedFacts::default()
        };
        let front = front(printed, &facts, Kind::News, source());
        assert_eq!((front.title.as_str(), front.celex.as_deref()), ("Titel", Some("B")));
        assert_eq!(front.actions, facts.actions);
        assert_eq!(front.source.unwrap().editorial, ["celex", "follows_up"]);
    }

    #[test]
    fn ids_by_kind() {
        let mut front = DocumentFront::new("Één wereldleider", Kind::News);
        assert_eq!(id(&front, "004_x.txt"), "004-x");
        front.date = "2025-04".parse().ok();
        assert_eq!(id(&front, "004_x.txt"), "2025-04-een-wereldleider");
        front.kind = Kind::Fiche;
        front.assesses = vec!["JOIN(2025) 140".parse().unwrap()];
        assert_eq!(id(&front, "004_x.txt"), "fiche-join-2025-140");
    }
}
