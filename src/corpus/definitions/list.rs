//! All short forms of a dossier: those that its documents define, and the abbreviations of its terms.

use super::{Definition, definition_anchor};
use crate::corpus::fold::{Letters, fold};
use crate::corpus::{Corpus, Term};
use crate::document::BlockId;
use std::collections::BTreeMap;

/// A short form with all that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortForm {
    /// Its place in the list.
    pub anchor: BlockId,
    /// As documents print it: "EDIH", "EDIHs"; sorted.
    pub forms: Vec<String>,
    /// Whether it is an abbreviation; otherwise an ordinary word or a name.
    pub is_abbreviation: bool,
    /// In the order of the documents' ids; what only a term's page says comes last.
    pub meanings: Vec<Meaning>,
}

/// Words that a short form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// As printed where they were found first.
    pub full: String,
    /// `en` where small words say that the words are English.
    pub language: Option<&'static str>,
    /// Documents that define the short form so, each with the first block that does.
    pub places: Vec<(String, BlockId)>,
    /// The term that has the full words or the short form as a name: its taxonomy and id.
    pub term: Option<(String, String)>,
}

impl Corpus {
    /// Whether there is anything to list.
    pub fn has_short_forms(&self) -> bool {
        let of_terms =
            || self.taxonomies.iter().flat_map(|t| &t.terms).any(|t| t.front.abbreviation.is_some());
        !self.definitions.is_empty() || of_terms()
    }

    /// The short forms, abbreviations first, each by the letters of the alphabet, whatever their capitals and accents.
    pub fn short_forms(&self) -> Vec<ShortForm> {
        let names = Names::of(self);
        let mut all: BTreeMap<BlockId, ShortForm> = BTreeMap::new();
        for definition in self.definitions.iter() {
            let entry = entry(&mut all, &definition.short);
            entry.is_abbreviation |= definition.is_abbreviation();
            entry.add(definition, &names);
        }
        for taxonomy in &self.taxonomies {
            for term in &taxonomy.terms {
                let Some(short) = &term.front.abbreviation else { continue };
                let entry = entry(&mut all, short);
                entry.is_abbreviation = true;
                entry.add_term(&taxonomy.settings.key, term);
            }
        }
        let mut list: Vec<ShortForm> = all.into_values().collect();
        list.sort_by_cached_key(|short| {
            (!short.is_abbreviation, letters(&short.forms[0]), short.anchor.clone())
        });
        list
    }
}

fn entry<'a>(all: &'a mut BTreeMap<BlockId, ShortForm>, short: &str) -> &'a mut ShortForm {
    let anchor = definition_anchor(short);
    let entry = all.entry(anchor.clone()).or_insert_with(|| ShortForm {
        anchor,
        forms: Vec::new(),
        is_abbreviation: false,
        meanings: Vec::new(),
    });
    if let Err(at) = entry.forms.binary_search_by(|form| form.as_str().cmp(short)) {
        entry.forms.insert(at, short.to_owned());
    }
    entry
}

impl ShortForm {
    fn add(&mut self, definition: &Definition, names: &Names) {
        let same = |m: &Meaning| lower(&m.full) == lower(&definition.full);
        let at = self.meanings.iter().position(same).unwrap_or_else(|| {
            self.meanings.push(Meaning {
                full: definition.full.clone(),
                language: is_english(&definition.full).then_some("en"),
                places: Vec::new(),
                term: names.find(definition),
            });
            self.meanings.len() - 1
        });
        let places = &mut self.meanings[at].places;
        if places.iter().all(|(document, _)| *document != definition.document) {
            places.push((definition.document.clone(), definition.anchor.clone()));
        }
    }

    /// Adds a term that has the short form as its abbreviation, unless a document's words lead to it already.
    fn add_term(&mut self, taxonomy: &str, term: &Term) {
        let of_term = (taxonomy.to_owned(), term.id.clone());
        if self.meanings.iter().any(|m| m.term.as_ref() == Some(&of_term)) {
            return;
        }
        let full = term.front.name.clone();
        let language = is_english(&full).then_some("en");
        self.meanings.push(Meaning { full, language, places: Vec::new(), term: Some(of_term) });
    }
}

/// What terms are called.
struct Names {
    /// In small letters.
    full: BTreeMap<String, (String, String)>,
    /// As written.
    short: BTreeMap<String, (String, String)>,
}

impl Names {
    fn of(corpus: &Corpus) -> Self {
        let mut names = Names { full: BTreeMap::new(), short: BTreeMap::new() };
        for taxonomy in &corpus.taxonomies {
            for term in &taxonomy.terms {
                let front = &term.front;
                let of_term = || (taxonomy.settings.key.clone(), term.id.clone());
                let aliases = front.aliases.iter().map(|a| &a.text);
                for name in std::iter::once(&front.name).chain(front.names.values()).chain(aliases.clone()) {
                    names.full.entry(lower(name)).or_insert_with(of_term);
                }
                for name in front.abbreviation.iter().chain(std::iter::once(&front.name)).chain(aliases) {
                    names.short.entry(name.clone()).or_insert_with(of_term);
                }
            }
        }
        names
    }

    fn find(&self, definition: &Definition) -> Option<(String, String)> {
        let full = lower(&definition.full);
        // A plural's name is its term's: "Europese digitale innovatiehubs".
        let singular = ["en", "s", "n"].iter().filter_map(|ending| full.strip_suffix(ending));
        let by_full = std::iter::once(full.as_str()).chain(singular).find_map(|name| self.full.get(name));
        let base = super::short::without_plural(&definition.short);
        by_full.or_else(|| self.short.get(&definition.short)).or_else(|| self.short.get(base)).cloned()
    }
}

fn lower(text: &str) -> String {
    fold(text, Letters::Lower).text
}

/// What a name is filed under: its letters and digits without accents.
fn letters(text: &str) -> String {
    lower(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether small words of English, and none of Dutch, stand in a name. A name without any tells nothing.
fn is_english(full: &str) -> bool {
    const ENGLISH: [&str; 5] = ["and", "for", "of", "on", "the"];
    const DUTCH: [&str; 8] = ["de", "een", "en", "het", "op", "van", "voor", "tot"];
    let has = |small: &[&str]| full.split_whitespace().any(|w| small.contains(&w.to_lowercase().as_str()));
    has(&ENGLISH) && !has(&DUTCH)
}
