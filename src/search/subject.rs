//! What is searched: the pages that readers look for, and the blocks of each.

use super::held::Held;
use crate::config::Role;
use crate::corpus::{Document, Outline, Page, PageRef, Passage, PassageWords, Stub, Target, Taxonomy, Term};
use crate::document::walk::{Leaf, LeafKind};
use crate::document::{BlockId, Body, Kind, PartialDate};
use crate::site::Site;
use std::borrow::Cow;
use std::cmp::Reverse;

/// Where a block's words stand; their order is that of a page's blocks in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// A name of the page itself: title, name, abbreviation, alias, number.
    Name,
    Heading,
    Body,
    Note,
}

/// A block of a page.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) field: Field,
    /// `None` for what is about the page as a whole.
    pub(super) anchor: Option<&'a BlockId>,
    /// Of what the page only quotes: where it is from.
    pub(super) quoted: Option<(&'a Document, &'a Passage)>,
    words: Words<'a>,
}

/// Where the words of a block are. They are only put together when they are wanted.
#[derive(Debug)]
enum Words<'a> {
    Text(Cow<'a, str>),
    Leaf(Leaf<'a, Target>),
}

impl Block<'_> {
    /// Its words without marks and marking.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match &self.words {
            Words::Text(text) => Cow::Borrowed(text),
            Words::Leaf(leaf) => leaf.words(),
        }
    }

    /// Its id on its page; empty for what is about the page as a whole.
    pub(super) fn id(&self) -> Cow<'_, str> {
        match (self.quoted, self.anchor) {
            (Some((_, passage)), _) => Cow::Owned(passage.quoted_id()),
            (None, anchor) => Cow::Borrowed(anchor.map_or("", BlockId::as_str)),
        }
    }
}

/// A page that can be found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Term(&'a Taxonomy, &'a Term, Around<'a>),
    Document(&'a Document),
    Stub(&'a Stub),
    Page(&'a str, &'a Page),
}

/// The site, and which of its pages the index is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    site: &'a Site,
    held: &'a Held,
}

/// Dutch ordinals, for "vijfde pijler".
const ORDINALS: [&str; 12] = [
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende",
    "elfde", "twaalfde",
];

/// What a [`Subject`] is found by again.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// Index of the taxonomy, index among its terms.
    Term(usize, usize),
    Document(String),
    Stub(String),
    Page(String),
}

impl Key {
    /// The subject, in the site that it is of.
    pub(super) fn subject<'a>(&self, site: &'a Site, held: &'a Held) -> Subject<'a> {
        let corpus = &site.corpus;
        let reason = "keys are of subjects of the same site";
        match self {
            Key::Term(taxonomy, term) => {
                let taxonomy = &corpus.taxonomies[*taxonomy];
                Subject::Term(taxonomy, &taxonomy.terms[*term], Around { site, held })
            }
            Key::Document(id) => Subject::Document(&corpus.documents[id]),
            Key::Stub(id) => Subject::Stub(&corpus.stubs[id]),
            Key::Page(key) => {
                let (key, page) = corpus.pages.get_key_value(key).expect(reason);
                Subject::Page(key, page)
            }
        }
    }
}

/// All pages that can be found, as they stand in the index: terms, documents from new to old, stubs, other pages.
pub(super) fn keys(site: &Site) -> Vec<Key> {
    let corpus = &site.corpus;
    let terms = corpus
        .taxonomies
        .iter()
        .enumerate()
        .flat_map(|(t, of)| (0..of.terms.len()).map(move |i| Key::Term(t, i)));
    let mut documents: Vec<&Document> = corpus.documents.values().collect();
    documents.sort_by_key(|d| (Reverse(d.front.date), &d.id));
    let documents = documents.into_iter().map(|d| Key::Document(d.id.clone()));
    let stubs = corpus.stubs.keys().cloned().map(Key::Stub);
    let pages = corpus.pages.keys().cloned().map(Key::Page);
    terms.chain(documents).chain(stubs).chain(pages).collect()
}

impl<'a> Subject<'a> {
    pub(super) fn page(&self) -> PageRef {
        match self {
            Subject::Term(taxonomy, term, _) => {
                PageRef::Term { taxonomy: taxonomy.settings.key.clone(), id: term.id.clone() }
            }
            Subject::Document(document) => PageRef::Document(document.id.clone()),
            Subject::Stub(stub) => PageRef::Document(stub.id.clone()),
            Subject::Page(key, _) => PageRef::Page((*key).to_owned()),
        }
    }

    pub(super) fn title(&self) -> &'a str {
        match self {
            Subject::Term(_, term, _) => &term.front.name,
            Subject::Document(document) => &document.front.title,
            Subject::Stub(stub) => &stub.title,
            Subject::Page(_, page) => &page.front.title,
        }
    }

    /// The word of its kind: a document's kind, a taxonomy's key, or `page`.
    pub(super) fn kind(&self) -> &'a str {
        match self {
            Subject::Term(taxonomy, ..) => &taxonomy.settings.key,
            Subject::Document(document) => document.front.kind.as_str(),
            Subject::Stub(_) => Kind::Communication.as_str(),
            Subject::Page(..) => "page",
        }
    }

    pub(super) fn date(&self) -> Option<PartialDate> {
        match self {
            Subject::Document(document) => document.front.date,
            _ => None,
        }
    }

    /// The year that it is of: its date's, else its number's; of a fiche without a date the year in which its document
    /// came in, else that document's.
    pub(super) fn year(&self) -> Option<u32> {
        let of_number = |number: crate::citation::DocumentNumber| u32::from(number.year);
        match self {
            Subject::Document(document) => {
                let front = &document.front;
                let of_date = |date: PartialDate| date.to_string().get(..4)?.parse().ok();
                let own = front.date.and_then(of_date).or(front.number.map(of_number));
                let assessed = || front.received.and_then(of_date);
                own.or_else(assessed).or_else(|| front.assesses.first().copied().map(of_number))
            }
            Subject::Stub(stub) => Some(of_number(stub.number)),
            _ => None,
        }
    }

    /// Its own number, as results show it.
    pub(super) fn number(&self) -> Option<String> {
        match self {
            Subject::Document(document) => document.front.number.map(|n| n.to_string()),
            Subject::Stub(stub) => Some(stub.number.to_string()),
            Subject::Term(_, term, _) => term.front.number.clone(),
            Subject::Page(..) => None,
        }
    }

    /// The language of its texts, where it is known.
    pub(super) fn language(&self) -> Option<&'a str> {
        match self {
            Subject::Document(document) => document.front.language.as_deref(),
            _ => None,
        }
    }

    pub(super) fn document(&self) -> Option<&'a Document> {
        match *self {
            Subject::Document(document) => Some(document),
            _ => None,
        }
    }

    /// Whether a term is about another: it is that term, or an instrument of that pillar.
    pub(super) fn is_about(&self, taxonomy: &Taxonomy, term: &Term) -> bool {
        match self {
            Subject::Term(of, own, _) if of.settings.key == taxonomy.settings.key => own.id == term.id,
            Subject::Term(_, own, _) => {
                taxonomy.settings.role == Some(Role::Pillar)
                    && own.front.pillars.iter().any(|pillar| pillar.value == term.id)
            }
            Subject::Document(_) | Subject::Stub(_) | Subject::Page(..) => false,
        }
    }

    /// Its blocks in the order of the index: names, headings, other texts, notes; each in reading order.
    pub(super) fn blocks(&self) -> Vec<Block<'a>> {
        let mut out = Vec::new();
        let whole =
            |field, text: Cow<'a, str>| Block { field, anchor: None, quoted: None, words: Words::Text(text) };
        let name = |text: &'a str| whole(Field::Name, text.into());
        match *self {
            Subject::Term(taxonomy, term, around) => {
                out.extend(names(taxonomy, term).into_iter().map(|n| whole(Field::Name, n.into())));
                if let Some(summary) = &term.front.summary {
                    out.push(whole(Field::Body, summary.into()));
                }
                leaves(&term.body, &mut out);
                let mut words = PassageWords::new(&around.site.corpus.documents);
                out.extend(
                    around.held.only_quoted(around.site, term).into_iter().map(|quoted| Block {
                        quoted: Some(quoted),
                        ..whole(Field::Body, words.of(quoted.1))
                    }),
                );
            }
            Subject::Document(document) => {
                out.push(name(&document.front.title));
                leaves(&document.body, &mut out);
            }
            Subject::Stub(stub) => out.push(name(&stub.title)),
            Subject::Page(_, page) => {
                out.push(name(&page.front.title));
                leaves(&page.body, &mut out);
            }
        }
        // Stable: within a field the order of reading stays.
        out.sort_by_key(|block| block.field);
        out
    }

    /// The headings above its blocks.
    pub(super) fn outline(&self) -> Option<&'a Outline> {
        match self {
            Subject::Term(_, term, _) => Some(&term.outline),
            Subject::Document(document) => Some(&document.outline),
            Subject::Stub(_) => None,
            Subject::Page(_, page) => Some(&page.outline),
        }
    }
}

/// Every name that a reader may type for a term, the first one its own; none twice.
fn names(taxonomy: &Taxonomy, term: &Term) -> Vec<String> {
    let front = &term.front;
    let mut out = vec![front.name.clone()];
    out.extend(front.abbreviation.clone());
    out.extend(front.names.values().cloned());
    out.extend(front.aliases.iter().map(|alias| alias.text.clone()));
    if let Some(ordinal) = front.ordinal {
        let noun = &taxonomy.settings.singular;
        let word = usize::try_from(ordinal - 1).ok().and_then(|at| ORDINALS.get(at));
        out.extend(word.map(|word| format!("{word} {noun}")));
        out.push(format!("{noun} {ordinal}"));
    }
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|name| seen.insert(name.to_lowercase()));
    out
}

/// Headings first, as the index has them: what stands in order already costs nothing to sort.
fn leaves<'a>(body: &'a Body<Target>, out: &mut Vec<Block<'a>>) {
    let (mut in_notes, mut others) = (false, Vec::new());
    for leaf in body.leaves() {
        in_notes |= leaf.kind == LeafKind::Note;
        let (field, blocks) = match leaf.kind {
            LeafKind::Heading(_) => (Field::Heading, &mut *out),
            _ if in_notes => (Field::Note, &mut others),
            _ => (Field::Body, &mut others),
        };
        if !leaf.id.is_empty() {
            blocks.push(Block { field, anchor: Some(leaf.id), quoted: None, words: Words::Leaf(leaf) });
        }
    }
    out.append(&mut others);
}
