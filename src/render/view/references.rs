//! Views of what is cited: the page "Verwijzingen", and on a document's page what cites it.

use super::term::DocumentCount;
use super::{PartLink, TermLink, Views};
use crate::citation::{CitationKind, Reason};
use crate::corpus::{
    Around, Citation, CitationPlace, Document, FoundBy, PageRef, Passage, PassageWords, Target, Term,
};
use crate::document::{BlockId, Note};
use crate::render::texts::Text;
use crate::site::LIST_LENGTH;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::Value;

/// The page of all references, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct ReferencesView {
    /// How many references there are, on all parts together.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// By kind; what could not be resolved comes last. None on the first of several parts.
    pub groups: Vec<ReferenceGroup>,
    pub part: usize,
    /// All parts, where there are several.
    pub parts: Vec<PartLink>,
    /// On the first of several parts: how many references each document has, and where they begin.
    pub by_document: Vec<DocumentCount>,
}

/// References of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct ReferenceGroup {
    /// The kind's word in the data, or `unresolved`.
    pub key: &'static str,
    pub title: String,
    /// A sentence about the group.
    pub about: Option<String>,
    /// How many references of it stand on this part.
    pub count: usize,
    pub cited: Vec<CitedView>,
}

/// Something that is cited.
#[derive(Debug, Clone, Serialize)]
pub struct CitedView {
    /// The words that it is known by: as printed for acts, journals and papers, else the canonical id; the printed
    /// words where it has none.
    pub name: String,
    /// Its canonical id, where the name is another.
    pub id: Option<String>,
    /// Its page here.
    pub local: Option<LocalLink>,
    /// Its official address.
    pub address: Option<String>,
    /// How often it is cited on this part.
    pub count: usize,
    pub places: Vec<CitingView>,
}

/// A page of this site.
#[derive(Debug, Clone, Serialize)]
pub struct LocalLink {
    pub href: String,
    pub title: String,
    /// The title's language, where that is not the interface's.
    pub language: Option<String>,
}

/// A document and the places in it that cite or name something.
#[derive(Debug, Clone, Serialize)]
pub struct CitingView {
    /// The [`DocumentLink`](super::DocumentLink), made ready for templates: many pages show it alike.
    pub document: Value,
    /// The [`MentionView`]s, made ready for templates.
    pub mentions: Vec<Value>,
}

/// A sentence with the words that cite or name something.
#[derive(Debug, Clone, Serialize)]
pub struct MentionView<'a> {
    /// Address of the place; of the document's page where the words stand in its header.
    pub href: String,
    /// Where in the document: the note or the heading.
    pub place: PlaceName<'a>,
    pub before: &'a str,
    pub words: &'a str,
    pub after: &'a str,
    /// What is doubtful, or what a reader should know.
    pub note: Option<String>,
}

/// The name of a place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceName<'a> {
    pub text: Cow<'a, str>,
    /// The text's language, where that is not the interface's.
    pub language: Option<&'a str>,
}

/// The id of the section with what cites a document.
pub(super) const CITED_BY: &str = "_cited-by";

/// Where a document is named by the name of the instrument that it is.
#[derive(Debug, Clone, Serialize)]
pub struct NamedIn {
    pub term: TermLink,
    /// By document; of more than a page has room for the newest.
    pub places: Vec<CitingView>,
    /// How many documents are left out; the term's page has them.
    pub left: usize,
}

/// What a list shows under one heading, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GroupKey {
    Kind(CitationKind),
    Unresolved,
}

impl GroupKey {
    fn of(citation: &Citation) -> Self {
        if citation.status.needs_work() { GroupKey::Unresolved } else { GroupKey::Kind(citation.kind) }
    }

    fn as_str(self) -> &'static str {
        match self {
            GroupKey::Kind(kind) => kind.as_str(),
            GroupKey::Unresolved => "unresolved",
        }
    }
}

impl Views<'_> {
    pub(in crate::render) fn references(&self, part: usize) -> ReferencesView {
        let citations = &self.site.corpus.citations;
        let all = citations.listed();
        let several = all.len() > LIST_LENGTH;
        let from = part.saturating_sub(2) * LIST_LENGTH;
        let shown: Vec<&Citation> = match (several, part) {
            (false, _) => all.clone().collect(),
            (true, 1) => Vec::new(),
            (true, _) => all.clone().skip(from).take(LIST_LENGTH).collect(),
        };
        ReferencesView {
            count: all.len(),
            documents: citations.listing_documents(),
            groups: self.reference_groups(&shown),
            part,
            parts: self.list_parts(&PageRef::References, all.len(), part),
            by_document: if several && part == 1 {
                self.references_by_document(&all.collect::<Vec<_>>())
            } else {
                Vec::new()
            },
        }
    }

    fn reference_groups(&self, shown: &[&Citation]) -> Vec<ReferenceGroup> {
        let mut out = Vec::new();
        for members in shown.chunk_by(|a, b| GroupKey::of(a) == GroupKey::of(b)) {
            let group = GroupKey::of(members[0]);
            out.push(ReferenceGroup {
                key: group.as_str(),
                title: self.strings.text(group.into()),
                about: (group == GroupKey::Unresolved)
                    .then(|| self.strings.text(Text::CITED_UNRESOLVED_ABOUT)),
                count: members.len(),
                cited: members.chunk_by(|a, b| a.name() == b.name()).map(|same| self.cited(same)).collect(),
            });
        }
        out
    }

    fn cited(&self, same: &[&Citation]) -> CitedView {
        let first = same[0];
        let canonical = first.name();
        let address = same.iter().filter_map(|c| c.address.as_ref()).max_by_key(|a| a.contains("CELEX:"));
        let printed = same.iter().map(|l| &l.text).max_by_key(|text| text.chars().count());
        let name = match first.kind {
            CitationKind::Act | CitationKind::Oj | CitationKind::Kamerstuk => printed.unwrap_or(&first.text),
            _ => &canonical,
        };
        CitedView {
            id: (*name != canonical).then(|| canonical.clone()),
            name: name.clone(),
            local: first.local.as_ref().and_then(|page| self.local(page)),
            address: address.cloned(),
            count: same.len(),
            places: self.citing(same.chunk_by(|a, b| a.document == b.document)),
        }
    }

    fn local(&self, page: &PageRef) -> Option<LocalLink> {
        let corpus = &self.site.corpus;
        let (title, language) = match page {
            PageRef::Document(id) => {
                let link = self.document_link(id)?;
                (link.title, link.language)
            }
            PageRef::Term { taxonomy, id } => {
                let front = &corpus.taxonomy(taxonomy)?.terms.iter().find(|t| t.id == *id)?.front;
                (front.name.clone(), self.language_of_name(front))
            }
            _ => return None,
        };
        Some(LocalLink { href: self.links.page(page.clone()), title, language })
    }

    /// Citations by document.
    fn citing<'c>(&self, by_document: impl IntoIterator<Item = &'c [&'c Citation]>) -> Vec<CitingView> {
        let of_document = |of_one: &[&Citation]| {
            Some(CitingView {
                document: self.document_value(&of_one[0].document)?,
                mentions: of_one.iter().map(|citation| self.mention(citation)).collect(),
            })
        };
        by_document.into_iter().filter_map(of_document).collect()
    }

    /// The [`MentionView`] of a citation, made ready for templates.
    fn mention(&self, citation: &Citation) -> Value {
        let (href, place) = match &citation.place {
            CitationPlace::Block(id) => {
                (self.links.place(&citation.document, id), self.place(&citation.document, id))
            }
            CitationPlace::Front(_) => {
                let header = PlaceName { text: self.strings.word(Text::CITED_HEADER).into(), language: None };
                (self.links.document(&citation.document), header)
            }
        };
        let note = citation.reason.as_ref().map(|reason| {
            let id = citation.id.as_ref().map(ToString::to_string).unwrap_or_default();
            self.reason(reason, &citation.text, &id)
        });
        let Around { before, after } = &citation.around;
        Value::from_serializable(&MentionView { href, place, before, words: &citation.text, after, note })
    }

    /// The name of a place in a document: its note, or the heading that it stands under.
    pub(super) fn place(&self, document: &str, block: &BlockId) -> PlaceName<'_> {
        let own = |text| PlaceName { text, language: None };
        let Some(document) = self.site.document(document) else { return own(Cow::default()) };
        if let Some(note) = note(document, block) {
            return own(self.strings.text_with(Text::NOTE_MARK, &[("label", &note.label)]).into());
        }
        // A heading has none above it.
        let heading = document.outline.path(block).last().unwrap_or(block);
        match document.outline.heading(heading) {
            Some(heading) => {
                let language = self.other_language(document.front.language.as_deref());
                PlaceName { text: heading.text.as_str().into(), language }
            }
            None => own(self.strings.word(Text::CITED_TOP).into()),
        }
    }

    fn reason(&self, reason: &Reason, printed: &str, id: &str) -> String {
        let other = reason.against().map(ToString::to_string).unwrap_or_default();
        self.strings.text_with(reason.into(), &[("here", printed), ("other", &other), ("id", id)])
    }

    /// What cites a document from elsewhere, and how many documents more there are than a page has room for.
    pub(super) fn cited_by(&self, id: &str) -> (Vec<CitingView>, usize) {
        let cited = PageRef::Document(id.to_owned());
        let citations: Vec<&Citation> = self.site.corpus.citations.to(&cited).collect();
        let mut by_document: Vec<_> = citations.chunk_by(|a, b| a.document == b.document).collect();
        let left = self.keep_newest(&mut by_document, |of_one| &of_one[0].document);
        (self.citing(by_document), left)
    }

    /// The places that name the instruments that a document is, in other documents.
    pub(super) fn named_in(&self, id: &str) -> Vec<NamedIn> {
        let mut out = Vec::new();
        for taxonomy in &self.site.corpus.taxonomies {
            let is_it = |term: &&Term| term.front.document.as_ref().is_some_and(|at| at.value == id);
            for term in taxonomy.terms.iter().filter(is_it) {
                let passages =
                    term.passages.iter().filter(|p| *p.document != *id && p.found_by == FoundBy::Name);
                let passages: Vec<&Passage> = passages.collect();
                let mut by_document: Vec<_> = passages.chunk_by(|a, b| a.document == b.document).collect();
                by_document.sort_by(|a, b| a[0].document.cmp(&b[0].document));
                let left = self.keep_newest(&mut by_document, |of_one| &of_one[0].document);
                let places = self.naming(term, &by_document);
                if !places.is_empty() {
                    out.push(NamedIn { term: self.term_link(taxonomy, term), places, left });
                }
            }
        }
        out
    }

    fn naming(&self, term: &Term, by_document: &[&[&Passage]]) -> Vec<CitingView> {
        let names = names(term);
        let mut words = PassageWords::new(&self.site.corpus.documents);
        let view = |of_one: &&[&Passage]| {
            let mentions = of_one.iter().map(|passage| self.named(passage, &words.of(passage), &names));
            let mentions = mentions.collect();
            Some(CitingView { document: self.document_value(&of_one[0].document)?, mentions })
        };
        by_document.iter().filter_map(view).collect()
    }

    /// The [`MentionView`] of the first of these names in the words of a passage.
    fn named(&self, passage: &Passage, text: &str, names: &[String]) -> Value {
        let lower = text.to_lowercase();
        let span = names.iter().find_map(|name| lower.find(name).map(|at| at..at + name.len()));
        // Lower case can change the length of a letter: then no words are marked.
        let span = span.filter(|s| text.get(s.clone()).is_some_and(|w| w.to_lowercase() == lower[s.clone()]));
        let span = span.unwrap_or(0..0);
        let Around { before, after } = Around::of(text, &span);
        Value::from_serializable(&MentionView {
            href: self.links.place(&passage.document, &passage.anchor),
            place: self.place(&passage.document, &passage.anchor),
            before: &before,
            words: &text[span],
            after: &after,
            note: None,
        })
    }

    fn references_by_document(&self, all: &[&Citation]) -> Vec<DocumentCount> {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, citation) in all.iter().enumerate() {
            counts.entry(&citation.document).or_insert((at, 0)).1 += 1;
        }
        let view = |(id, (at, count))| {
            let href = self.list_entry(&PageRef::References, at, all.len(), None);
            Some(DocumentCount { document: self.document_value(id)?, count, href })
        };
        counts.into_iter().filter_map(view).collect()
    }
}

/// The note that a block is. Ids of notes begin as no others do, and most blocks are none.
fn note<'a>(document: &'a Document, block: &BlockId) -> Option<&'a Note<Target>> {
    let notes = if block.as_str().starts_with("fn-") { document.body.notes.as_slice() } else { &[] };
    notes.iter().find(|note| note.id == *block)
}

/// The names by which texts call a term, longest first, in lower case.
fn names(term: &Term) -> Vec<String> {
    let front = &term.front;
    let aliases = front.aliases.iter().map(|a| &a.text);
    let mut names: Vec<String> =
        aliases.chain(front.names.values()).chain([&front.name]).map(|n| n.to_lowercase()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

impl From<GroupKey> for Text {
    fn from(key: GroupKey) -> Self {
        match key {
            GroupKey::Kind(kind) => kind.into(),
            GroupKey::Unresolved => Text::CITED_UNRESOLVED,
        }
    }
}
