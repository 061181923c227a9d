//! Numbers of documents: whose they are, and where they are cited.

use super::hash::WordMap;
use super::held::Held;
use super::subject::{Key, Subject};
use crate::citation::{CelexNumber, CouncilNumber, DocumentNumber, Id, ParliamentNumber, act_number};
use crate::corpus::Corpus;
use crate::document::Kind;
use crate::site::Site;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a number leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Pages whose own number it is.
    pub(super) pages: BTreeSet<u32>,
    /// Blocks that cite it.
    pub(super) blocks: BTreeSet<u32>,
}

/// By [`keys_of`] numbers what they lead to. `starts` has each page's first block.
pub(super) fn identifiers(
    site: &Site,
    held: &Held,
    keys: &[Key],
    starts: &[u32],
) -> BTreeMap<String, Places> {
    let corpus = &site.corpus;
    let mut out: BTreeMap<String, Places> = BTreeMap::new();
    let mut pages: BTreeMap<&str, u32> = BTreeMap::new();
    for (page, key) in (0..).zip(keys) {
        let subject = key.subject(site, held);
        if let Key::Document(id) = key {
            pages.insert(id, page);
        }
        for name in own(corpus, &subject) {
            out.entry(name).or_default().pages.insert(page);
        }
    }
    // The same numbers are cited again and again: their names are found once.
    let mut names: BTreeMap<&Id, usize> = BTreeMap::new();
    let mut cited: BTreeMap<u32, Vec<(usize, &str)>> = BTreeMap::new();
    for citation in corpus.citations.iter() {
        let (Some(id), Some(anchor)) = (&citation.id, citation.anchor()) else { continue };
        let Some(page) = pages.get(citation.document.as_str()) else { continue };
        let next = names.len();
        let id = *names.entry(id).or_insert(next);
        cited.entry(*page).or_default().push((id, anchor.as_str()));
    }
    let cited: Vec<(u32, Vec<(usize, &str)>)> = cited.into_iter().collect();
    let blocks: Vec<Vec<(usize, u32)>> = cited
        .into_par_iter()
        .map(|(page, citations)| {
            let blocks = keys[page as usize].subject(site, held).blocks();
            let anchors = blocks.iter().zip(starts[page as usize]..);
            let at: WordMap<&str, u32> =
                anchors.filter_map(|(block, at)| Some((block.anchor?.as_str(), at))).collect();
            citations.into_iter().filter_map(|(id, anchor)| Some((id, *at.get(anchor)?))).collect()
        })
        .collect();
    let mut by_id: Vec<Vec<u32>> = vec![Vec::new(); names.len()];
    for (id, block) in blocks.into_iter().flatten() {
        by_id[id].push(block);
    }
    for (id, at) in names {
        if !by_id[at].is_empty() {
            for name in keys_of(id) {
                out.entry(name).or_default().blocks.extend(&by_id[at]);
            }
        }
    }
    out
}

/// A page's own numbers. What a fiche prints are numbers of what it assesses, but for the Tweede Kamer's.
fn own(corpus: &Corpus, subject: &Subject<'_>) -> BTreeSet<String> {
    let mut ids: Vec<Id> = Vec::new();
    let mut out = BTreeSet::new();
    match subject {
        Subject::Document(document) => {
            let front = &document.front;
            let parliament = front.tk_number.as_deref().and_then(|n| n.parse::<ParliamentNumber>().ok());
            ids.extend(parliament.map(Id::Parliament));
            ids.extend(front.number.map(Id::Document));
            if front.kind != Kind::Fiche {
                let council = front.council_number.as_deref().and_then(|n| n.parse::<CouncilNumber>().ok());
                ids.extend(council.map(Id::Council));
                ids.extend(celex(corpus.celex(&document.id)));
            }
            out.extend(front.case_number.as_deref().map(key));
        }
        Subject::Stub(stub) => {
            ids.push(Id::Document(stub.number));
            ids.extend(celex(corpus.celex(&stub.id)));
        }
        Subject::Term(_, term, _) => {
            let number = term.front.number.as_deref();
            let document = number.and_then(|n| n.parse::<DocumentNumber>().ok()).map(Id::Document);
            ids.extend(document.or_else(|| number.and_then(act_number).map(Id::Celex)));
        }
        Subject::Page(..) => {}
    }
    out.extend(ids.iter().flat_map(keys_of));
    out
}

fn celex(number: Option<&str>) -> Option<Id> {
    number.and_then(|n| n.parse::<CelexNumber>().ok()).map(Id::Celex)
}

/// How a number is looked up: its canonical form in small letters without blanks, and what else it is called by: an act by
/// year and number in either order, a CELEX number of a Commission document by the document's.
fn keys_of(id: &Id) -> Vec<String> {
    let mut out = vec![key(&id.to_string())];
    let Id::Celex(celex) = id else { return out };
    out.extend(celex.document().map(|number| key(&number.to_string())));
    let act = celex.as_str().strip_prefix('3').and_then(|rest| {
        let (year, rest) = rest.split_at_checked(4)?;
        let number = rest.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches('0');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        (digits(year) && digits(number)).then_some((year, number))
    });
    if let Some((year, number)) = act {
        out.extend([format!("{year}/{number}"), format!("{number}/{year}")]);
    }
    out
}

fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_looked_up_without_blanks_and_by_their_other_names() {
        for (id, keys) in [
            ("COM(2025) 165", &["com(2025)165"][..]),
            ("kst-36543-B", &["kst-36543-b"]),
            ("ST 13731/25", &["st13731/25"]),
            ("CELEX 32016R0679", &["celex32016r0679", "2016/679", "679/2016"]),
            ("CELEX 52025DC0148", &["celex52025dc0148", "com(2025)148"]),
            ("VWEU 165", &["vweu165"]),
        ] {
            assert_eq!(keys_of(&id.parse().expect("an id")), keys, "{id}");
        }
    }
}
