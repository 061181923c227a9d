//! Which passages belong to which terms.

use super::content::Read;
use super::fold::{Folded, Letters, fold};
use super::gazetteer::{Hit, Name};
use super::mentions::Mentions;
use super::{Document, FoundBy, Passage, Target, Voice};
use crate::config::{Matching, Role, Settings, TaxonomySettings};
use crate::document::walk::{Leaf, each_inline, plain};
use crate::document::{DocumentFront, Inline, Kind};
use crate::fields::At;
use crate::scan::each_odd;
use crate::taxonomy::{Case, Compounds, NameRule, Place, TermFront};
use regex::Regex;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A term: index of its taxonomy, index among its terms.
pub(super) type TermAt = (usize, usize);

/// The terms as read, by taxonomy in the order of the settings.
pub(super) struct Terms<'a> {
    pub(super) taxonomies: Vec<(&'a TaxonomySettings, &'a [Arc<Read<TermFront>>])>,
    /// The terms by their numbers.
    pub(super) at: Vec<TermAt>,
}

impl<'a> Terms<'a> {
    /// Of a dossier.
    pub(super) fn new(
        settings: &'a Settings,
        terms: &'a BTreeMap<String, Vec<Arc<Read<TermFront>>>>,
    ) -> Self {
        let of = |key: &String| terms.get(key).map_or(&[][..], Vec::as_slice);
        let taxonomies: Vec<_> = settings.taxonomies.iter().map(|t| (t, of(&t.key))).collect();
        let all = taxonomies.iter().enumerate();
        let at = all.flat_map(|(taxonomy, (_, terms))| (0..terms.len()).map(move |term| (taxonomy, term)));
        Terms { at: at.collect(), taxonomies }
    }

    /// The names of all terms, which are known by their numbers.
    pub(super) fn names(&self) -> Vec<Name> {
        let of = |(number, (taxonomy, term)): (usize, &TermAt)| {
            let (settings, terms) = self.taxonomies[*taxonomy];
            names_of(&terms[*term].front, settings.matching, number)
        };
        self.at.iter().enumerate().flat_map(of).collect()
    }

    /// The front matter of all terms with their ids, by taxonomy.
    pub(super) fn fronts(
        settings: &Settings,
        terms: &BTreeMap<String, Vec<Arc<Read<TermFront>>>>,
    ) -> Vec<Vec<(String, TermFront)>> {
        let fronts = |taxonomy: &TaxonomySettings| {
            let terms = terms.get(&taxonomy.key).into_iter().flatten();
            terms.map(|term| (term.slug.clone(), term.front.clone())).collect()
        };
        settings.taxonomies.iter().map(fronts).collect()
    }

    /// The passages of every term: by taxonomy, by term, in the order in which they come.
    pub(super) fn by_term(
        &self,
        found: impl IntoIterator<Item = (TermAt, Passage)>,
    ) -> Vec<Vec<Vec<Passage>>> {
        let mut out: Vec<Vec<Vec<Passage>>> =
            self.taxonomies.iter().map(|(_, terms)| vec![Vec::new(); terms.len()]).collect();
        for ((taxonomy, term), passage) in found {
            out[taxonomy][term].push(passage);
        }
        out
    }

    /// The passages that one document has for all terms, in reading order. Depends on nothing but the document, the
    /// terms and whether the text is about the plan; `mentions` are where the document names terms.
    pub(super) fn passages_in(
        &self,
        document: &Document,
        mentions: &Mentions,
        about: &About,
    ) -> Vec<(TermAt, Passage)> {
        let mut out = Vec::new();
        let has_places = self.have_places_in(&document.id);
        let id: Arc<str> = document.id.as_str().into();
        for (number, leaf) in document.body.leaves().iter().enumerate() {
            if !leaf.kind.is_passage() || leaf.id.is_empty() {
                continue;
            }
            let place = Here { document, leaf, about, has_places };
            let found = self.of_leaf(&place, mentions.in_searched(number));
            if found.is_empty() {
                continue;
            }
            let (path, part) = document.outline.path_and_part(leaf.id);
            let voice = Voice::of(document.front.kind, path);
            out.extend(found.into_iter().map(|(term, found)| {
                let passage = Passage {
                    document: id.clone(),
                    anchor: leaf.id.clone(),
                    voice,
                    found_by: found.by,
                    named_at: found.named_at,
                    near: super::PartHint::at(part),
                };
                (term, passage)
            }));
        }
        out
    }

    /// Whether an editor or a map of sections gives some term a place in a document.
    fn have_places_in(&self, document: &str) -> bool {
        let mut fronts = self.taxonomies.iter().flat_map(|(_, terms)| terms.iter()).map(|term| &term.front);
        fronts.any(|front| front.sections.iter().chain(&front.include).any(|p| p.value.document == document))
    }

    fn of_leaf(&self, here: &Here<'_>, hits: impl Iterator<Item = Hit>) -> BTreeMap<TermAt, Found> {
        let named = self.named(here, hits);
        if named.is_empty() && !here.has_places {
            return BTreeMap::new();
        }
        let instruments = self.instruments_of(&named, here);
        let found = |at: TermAt| {
            let named_at = named.get(&at).copied();
            let by_name = named_at.map(|_| FoundBy::Name);
            let by = by_name.or_else(|| self.found_unnamed(at, &instruments, here))?;
            let is_excluded = here.among(&self.front(at).exclude);
            (!is_excluded).then_some((at, Found { by, named_at }))
        };
        self.may_belong(&named, here).into_iter().filter_map(found).collect()
    }

    fn front(&self, (taxonomy, term): TermAt) -> &'a TermFront {
        &self.taxonomies[taxonomy].1[term].front
    }

    /// The terms that a leaf may belong to: without places all that it names, and every pillar, one of whose instruments it
    /// may name.
    fn may_belong(&self, named: &BTreeMap<TermAt, usize>, here: &Here<'_>) -> Vec<TermAt> {
        let taxonomies = self.taxonomies.iter().enumerate();
        let taxonomies =
            taxonomies.filter(|(_, (settings, _))| here.has_places || settings.role == Some(Role::Pillar));
        let terms =
            taxonomies.flat_map(|(taxonomy, (_, terms))| (0..terms.len()).map(move |at| (taxonomy, at)));
        named.keys().copied().chain(terms).collect()
    }

    /// Why a leaf belongs to a term that it does not name, if it does; `instruments` are those of the leaf.
    fn found_unnamed(&self, at: TermAt, instruments: &[&TermFront], here: &Here<'_>) -> Option<FoundBy> {
        let (settings, terms) = self.taxonomies[at.0];
        let (slug, front) = (&terms[at.1].slug, self.front(at));
        let is_of_pillar = |instrument: &&TermFront| instrument.pillars.iter().any(|p| p.value == *slug);
        let by_instrument = || {
            settings.role == Some(Role::Pillar)
                && !here.about.is_plan(&here.document.id)
                && instruments.iter().any(is_of_pillar)
        };
        if here.in_sections(front) {
            Some(FoundBy::Section)
        } else if by_instrument() {
            Some(FoundBy::Instrument)
        } else {
            here.among(&front.include).then_some(FoundBy::Editor)
        }
    }

    /// The terms that a leaf names, by their names or, of pillars, by their ordinals, each with the byte of the
    /// searched text where it first does so (an ordinal: after the names). A pillar is named only in a text that is
    /// about its plan.
    fn named(&self, here: &Here<'_>, hits: impl Iterator<Item = Hit>) -> BTreeMap<TermAt, usize> {
        let mut out: BTreeMap<TermAt, usize> = BTreeMap::new();
        for hit in hits {
            let term = self.at[hit.term];
            if self.may_be_named(term.0, here) {
                out.entry(term).or_insert(hit.span.start);
            }
        }
        for (taxonomy, (settings, terms)) in self.taxonomies.iter().enumerate() {
            if settings.role == Some(Role::Pillar) && self.may_be_named(taxonomy, here) {
                let text = searched_text(here.leaf);
                let ordinals = here.about.ordinals.named(&fold(&text, Letters::Lower));
                for (index, term) in terms.iter().enumerate() {
                    if term.front.ordinal.is_some_and(|n| ordinals.contains(&n)) {
                        out.entry((taxonomy, index)).or_insert(text.len());
                    }
                }
            }
        }
        out
    }

    fn may_be_named(&self, taxonomy: usize, here: &Here<'_>) -> bool {
        self.taxonomies[taxonomy].0.role != Some(Role::Pillar) || here.about.about_plan(&here.document.id)
    }

    /// The instruments that a leaf belongs to by name or because an editor says so.
    fn instruments_of(&self, named: &BTreeMap<TermAt, usize>, here: &Here<'_>) -> Vec<&'a TermFront> {
        let is_instrument =
            |(taxonomy, _): &TermAt| self.taxonomies[*taxonomy].0.role == Some(Role::Instrument);
        let belongs = |at: &TermAt| named.contains_key(at) || here.among(&self.front(*at).include);
        let all = self.may_belong(named, here).into_iter();
        let instruments = all.filter(|at| is_instrument(at) && belongs(at));
        instruments.map(|at| self.front(at)).filter(|front| !here.among(&front.exclude)).collect()
    }
}

/// By what the terms of a taxonomy are put in order: ordinal or `order`, then name, then id.
pub(super) fn order_of_term(front: &TermFront, id: &str) -> (bool, Option<i64>, String, String) {
    let place = front.ordinal.or(front.page.order);
    (place.is_none(), place, fold(&front.name, Letters::Lower).text, id.to_owned())
}

/// The names of a term that texts are searched for; `term` is the caller's own index.
pub(super) fn names_of(front: &TermFront, matching: Matching, term: usize) -> Vec<Name> {
    let plain =
        |text: &String| Name { term, text: text.clone(), case: Case::Any, compounds: Compounds::Open };
    let mut names: Vec<Name> = front
        .aliases
        .iter()
        .map(|a| Name { term, text: a.text.clone(), case: a.case, compounds: a.compounds })
        .collect();
    if matching == Matching::Names {
        names.extend(front.names.values().chain(&front.abbreviation).map(plain));
        if front.name_rule == NameRule::Searched {
            names.push(plain(&front.name));
        }
    }
    // An alias that says more of itself than the name of the same spelling does, stands for both.
    let said: BTreeSet<String> = front
        .aliases
        .iter()
        .filter(|a| a.case == Case::AsWritten || a.compounds == Compounds::Closed)
        .map(|a| a.text.clone())
        .collect();
    names
        .retain(|n| n.case == Case::AsWritten || n.compounds == Compounds::Closed || !said.contains(&n.text));
    names
}

/// Why a leaf belongs to a term, and where it first names it.
struct Found {
    by: FoundBy,
    named_at: Option<usize>,
}

/// A leaf and where it stands.
struct Here<'a> {
    document: &'a Document,
    leaf: &'a Leaf<'a, Target>,
    about: &'a About,
    /// Whether some block of the document may belong to a term that it does not name.
    has_places: bool,
}

impl Here<'_> {
    fn in_sections(&self, term: &TermFront) -> bool {
        term.sections.iter().any(|place| {
            place.value.document == self.document.id
                && self.document.outline.stands_in(self.leaf.id, &place.value.block)
        })
    }

    fn among(&self, places: &[At<Place>]) -> bool {
        places.iter().any(|p| p.value.document == self.document.id && p.value.block == *self.leaf.id)
    }
}

/// The words of a leaf in which names are searched: addresses do not count.
pub(super) fn searched_text<L>(leaf: &Leaf<'_, L>) -> String {
    let mut out = String::new();
    for part in &leaf.parts {
        searched(part, &mut out);
        out.push(' ');
    }
    if !may_hold_address(&out) {
        return out;
    }
    out.split_inclusive(char::is_whitespace).map(|word| if is_address(word) { " " } else { word }).collect()
}

/// Whether names are searched in all words of a leaf, addresses apart.
pub(super) fn is_searched_whole<L>(leaf: &Leaf<'_, L>) -> bool {
    let mut has_code = leaf.code.is_some();
    for part in &leaf.parts {
        each_inline(part, &mut |inline| has_code |= matches!(inline, Inline::Code(_)));
    }
    !has_code
}

fn searched<L>(content: &[Inline<L>], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::SoftBreak | Inline::HardBreak | Inline::Code(_) => out.push(' '),
            Inline::Image(image) => out.push_str(&image.alt),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                searched(inner, out);
            }
            Inline::Link(link) if is_address(&plain(&link.content)) => out.push(' '),
            Inline::Link(link) => searched(&link.content, out),
            Inline::NoteRef(_) | Inline::Html(_) => {}
        }
    }
}

/// Whether a text may have a word that is an address; most have none.
pub(super) fn may_hold_address(text: &str) -> bool {
    let mut found = false;
    each_odd(
        text,
        |byte| (byte == b':') | (byte == b'.'),
        |at| found |= text[at..].starts_with("://") || text[..=at].ends_with("www."),
    );
    found
}

/// A text with blanks in the place of its addresses, so that all other words stay where they are.
pub(super) fn without_addresses(text: &str) -> Cow<'_, str> {
    if !may_hold_address(text) {
        return Cow::Borrowed(text);
    }
    let blank = |word: &str| if is_address(word) { " ".repeat(word.len()) } else { word.to_owned() };
    text.split_inclusive(char::is_whitespace).map(blank).collect()
}

pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '“', '"', '[']);
    ["http://", "https://", "www."].iter().any(|scheme| word.starts_with(scheme))
}

/// Which texts are about the plan whose pillars the dossier has.
#[derive(Debug)]
pub(super) struct About {
    plan: Option<String>,
    documents: BTreeSet<String>,
    ordinals: Ordinals,
}

impl About {
    /// The plan itself, and what assesses it, follows it up, or reports on it as news.
    pub(super) fn new(settings: &Settings, documents: &[Arc<Read<DocumentFront>>]) -> Self {
        let pillars = settings.with_role(Role::Pillar);
        let plan = pillars.and_then(|p| p.plan.clone());
        let documents = documents
            .iter()
            .filter(|d| plan.as_ref().is_none_or(|plan| is_about(d, plan)))
            .map(|d| d.slug.clone())
            .collect();
        let nouns = pillars.map_or(["", ""], |p| [&p.singular, &p.title]);
        About { plan, documents, ordinals: Ordinals::new(nouns) }
    }

    fn is_plan(&self, id: &str) -> bool {
        self.plan.as_deref() == Some(id)
    }

    /// Whether a document is about the plan.
    pub(super) fn about_plan(&self, id: &str) -> bool {
        self.documents.contains(id)
    }
}

fn is_about(document: &Read<DocumentFront>, plan: &str) -> bool {
    let front = &document.front;
    document.slug == plan
        || front.kind == Kind::News
        || front.assesses.iter().any(|n| n.id() == plan)
        || front.follows_up.iter().any(|d| d.id() == plan)
}

/// Finds "de eerste pijler", "(derde pijler)", "de tweede en vijfde pijler".
#[derive(Debug)]
struct Ordinals {
    /// What most texts do not have.
    nouns: [String; 2],
    pattern: Option<Regex>,
}

/// Dutch ordinals from first to twelfth, folded.
const ORDINALS: [&str; 12] = [
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende",
    "elfde", "twaalfde",
];

impl Ordinals {
    /// `nouns` is the taxonomy's word for one of its terms and for several.
    fn new(nouns: [&str; 2]) -> Self {
        let one = ORDINALS.join("|");
        let nouns = nouns.map(|noun| fold(noun, Letters::Lower).text);
        let pattern = nouns.iter().all(|noun| !noun.is_empty()).then(|| {
            let noun = nouns.each_ref().map(|noun| regex::escape(noun)).join("|");
            Regex::new(&format!(r"\b((?:(?:{one})(?:, | en | of ))*(?:{one})) (?:{noun})\b"))
                .expect("the nouns are escaped")
        });
        Ordinals { nouns, pattern }
    }

    fn named(&self, text: &Folded) -> BTreeSet<i64> {
        let may_name = self.nouns.iter().any(|noun| text.text.contains(noun.as_str()));
        let Some(pattern) = self.pattern.as_ref().filter(|_| may_name) else { return BTreeSet::new() };
        pattern
            .captures_iter(&text.text)
            .filter_map(|found| found.get(1))
            .flat_map(|words| words.as_str().split([',', ' ']))
            .filter_map(|word| ORDINALS.iter().zip(1..).find(|(ordinal, _)| **ordinal == word))
            .map(|(_, number)| number)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_name_pillars() {
        let opgaven = Ordinals::new(["Opgave", "Opgaven"]);
        let named = |ordinals: &Ordinals, text| ordinals.named(&fold(text, Letters::Lower));
        assert_eq!(named(&opgaven, "De tweede en derde opgaven worden samen gedaan"), BTreeSet::from([2, 3]));
        let ordinals = Ordinals::new(["Pijler", "Pijlers"]);
        for (text, expected) in [
            ("In de eerste pijler stelt de Commissie", &[1][..]),
            ("te stimuleren (derde pijler), zal", &[3]),
            ("De tweede en vijfde pijler van deze mededeling", &[2, 5]),
            ("de eerste, derde en vierde pijlers", &[1, 3, 4]),
            ("ten eerste … ten vijfde", &[]),
            ("waarbij beide pijlers een vermindering", &[]),
        ] {
            assert_eq!(named(&ordinals, text), expected.iter().copied().collect(), "{text}");
        }
    }
}
