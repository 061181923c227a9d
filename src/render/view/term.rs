//! The view of a term.

use super::parts::runs;
use super::{
    ActionView, AmountView, ComparisonLink, DocumentLink, PartLink, PassageGroup, SignView, TermLink, Views,
};
use crate::config::Role;
use crate::corpus::{FoundQuote, PageRef, Passage, Taxonomy, Term, Voice};
use crate::render::block::RenderedBody;
use crate::render::texts::Text;
use crate::site::{LIST_LENGTH, on_part};
use serde::Serialize;
use tera::Value;

/// A term's page, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    pub id: String,
    pub name: String,
    /// The name's language, where that is not the interface's.
    pub language: Option<String>,
    /// Key, name of one term, and address of its taxonomy.
    pub taxonomy: String,
    pub singular: String,
    pub taxonomy_title: String,
    pub taxonomy_href: String,
    /// `pillar`, `instrument`, or nothing.
    pub role: Option<&'static str>,
    pub ordinal: Option<i64>,
    /// Of a pillar with a number.
    pub sign: Option<SignView>,
    pub abbreviation: Option<String>,
    /// Names in other languages.
    pub names: Vec<NameView>,
    pub aliases: Vec<String>,
    /// Values of the keys that the taxonomy declares.
    pub fields: Vec<FieldValue>,
    /// Number of an act or a communication.
    pub number: Option<String>,
    /// The document that the term is, too.
    pub document: Option<DocumentLink>,
    /// Of an instrument.
    pub pillars: Vec<TermLink>,
    /// Title of the pillars' taxonomy.
    pub pillars_title: Option<String>,
    /// Of a pillar: its instruments, with their counts.
    pub instruments: Vec<TermLink>,
    /// Title of the instruments' taxonomy.
    pub instruments_title: Option<String>,
    /// Of a pillar: where the cabinet's words on it stand beside what it assesses.
    pub comparisons: Vec<ComparisonLink>,
    /// The editor's words.
    pub summary: Option<String>,
    pub quotes: Vec<QuoteView>,
    /// Of an instrument: the money that sentences say is for it.
    pub amounts: Vec<AmountView>,
    /// The page's own text, as HTML.
    pub html: String,
    pub notes_html: String,
    /// How many passages the term has, on all parts together.
    pub passages: usize,
    /// How many documents have one.
    pub documents: usize,
    /// The passages of this part; none on the first of several.
    pub groups: Vec<PassageGroup>,
    /// Which part this is, from 1.
    pub part: usize,
    /// All parts, where there are several.
    pub parts: Vec<PartLink>,
    /// On the first part: actions of the pillar, or that name the instrument.
    pub actions: Vec<ActionView>,
    /// On the first of several parts: where each document's passages begin.
    pub by_document: Vec<DocumentCount>,
}

/// A name in another language.
#[derive(Debug, Clone, Serialize)]
pub struct NameView {
    /// BCP 47 tag.
    pub language: String,
    /// The language's name.
    pub label: String,
    pub text: String,
}

/// A value of a key that the taxonomy declares, with the words for both.
#[derive(Debug, Clone, Serialize)]
pub struct FieldValue {
    pub key: String,
    pub label: String,
    pub value: String,
    pub text: String,
}

/// A quotation that the editor chose.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteView {
    pub text: String,
    pub href: String,
    pub document: DocumentLink,
    pub voice: &'static str,
    pub voice_label: String,
}

/// How many passages a document has, and where they begin.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentCount {
    /// The [`DocumentLink`], made ready for templates: many pages show it alike.
    pub document: Value,
    pub count: usize,
    pub href: String,
}

impl Views<'_> {
    pub(in crate::render) fn term(
        &self,
        taxonomy: &Taxonomy,
        term: &Term,
        part: usize,
        body: RenderedBody,
    ) -> TermView {
        let front = &term.front;
        let link = self.term_link(taxonomy, term);
        let settings = &taxonomy.settings;
        let instruments =
            (settings.role == Some(Role::Pillar)).then(|| self.with_role(Role::Instrument)).flatten();
        // A name in the language of the term's own name says nothing new.
        let others = front.names.iter().filter(|(_, name)| **name != front.name);
        TermView {
            id: term.id.clone(),
            name: link.name,
            language: link.language,
            taxonomy: settings.key.clone(),
            singular: settings.singular.clone(),
            taxonomy_title: settings.title.clone(),
            taxonomy_href: self.links.page(PageRef::Section(settings.key.clone())),
            role: settings.role.map(Role::as_str),
            ordinal: link.ordinal,
            sign: link.sign,
            abbreviation: link.abbreviation,
            names: others.map(|(tag, name)| self.name(tag, name)).collect(),
            aliases: aliases(term),
            fields: self.fields(taxonomy, term),
            number: front.number.clone(),
            document: front.document.as_ref().and_then(|at| self.document_link(&at.value)),
            pillars: self.pillars_of(term),
            pillars_title: self.with_role(Role::Pillar).map(|t| t.settings.title.clone()),
            instruments: instruments.map(|t| self.instruments_of(t, &term.id)).unwrap_or_default(),
            instruments_title: instruments.map(|t| t.settings.title.clone()),
            comparisons: if part == 1 { self.comparisons_with(taxonomy, term) } else { Vec::new() },
            summary: front.summary.clone(),
            quotes: term.quotes.iter().filter_map(|q| self.quote(q)).collect(),
            amounts: self.amounts(term),
            html: body.blocks,
            notes_html: body.notes,
            passages: link.passages,
            documents: link.documents,
            groups: self.passage_groups(taxonomy, on_part(&term.passages, part)),
            part,
            parts: self.list_parts(&page_of(taxonomy, term), term.passages.len(), part),
            actions: if part == 1 { self.actions_of_term(taxonomy, term) } else { Vec::new() },
            by_document: if part == 1 { self.by_document(taxonomy, term) } else { Vec::new() },
        }
    }

    fn name(&self, tag: &str, name: &str) -> NameView {
        let label = match tag {
            "nl" => Text::NAME_NL,
            "en" => Text::NAME_EN,
            "de" => Text::NAME_DE,
            "fr" => Text::NAME_FR,
            _ => Text::NAME_IN,
        };
        let label = self.strings.text_with(label, &[("tag", tag)]);
        NameView { language: tag.to_owned(), label, text: name.to_owned() }
    }

    /// The values of the declared keys, in the order of the declaration.
    pub(super) fn fields(&self, taxonomy: &Taxonomy, term: &Term) -> Vec<FieldValue> {
        let declared = taxonomy.settings.fields.iter();
        declared
            .filter_map(|field| {
                let value = term.front.fields.get(&field.key)?;
                let text = field.values.iter().find(|(v, _)| v == value).map_or(value, |(_, label)| label);
                Some(FieldValue {
                    key: field.key.clone(),
                    label: field.label.clone(),
                    value: value.clone(),
                    text: text.clone(),
                })
            })
            .collect()
    }

    /// The pillars of an instrument, in the pillars' order.
    pub(super) fn pillars_of(&self, term: &Term) -> Vec<TermLink> {
        let Some(pillars) = self.with_role(Role::Pillar) else { return Vec::new() };
        let named = |id: &str| term.front.pillars.iter().any(|at| at.value == id);
        pillars.terms.iter().filter(|p| named(&p.id)).map(|p| self.term_link(pillars, p)).collect()
    }

    fn instruments_of(&self, instruments: &Taxonomy, pillar: &str) -> Vec<TermLink> {
        let of_pillar = |t: &&Term| t.front.pillars.iter().any(|at| at.value == pillar);
        instruments.terms.iter().filter(of_pillar).map(|t| self.term_link(instruments, t)).collect()
    }

    fn quote(&self, quote: &FoundQuote) -> Option<QuoteView> {
        let document = self.site.document(&quote.document)?;
        let voice = Voice::of(document.front.kind, document.outline.path(&quote.anchor));
        Some(QuoteView {
            text: quote.text.clone(),
            href: self.links.place(&quote.document, &quote.anchor),
            document: self.link_to_document(document),
            voice: voice.as_str(),
            voice_label: self.strings.text(voice.into()),
        })
    }

    fn by_document(&self, taxonomy: &Taxonomy, term: &Term) -> Vec<DocumentCount> {
        if term.passages.len() <= LIST_LENGTH {
            return Vec::new();
        }
        let (page, all) = (page_of(taxonomy, term), term.passages.len());
        let of_one = |(at, passages): (usize, &[Passage])| {
            let document = self.document_value(&passages[0].document)?;
            let place = passages[0].quoted_id();
            let href = self.list_entry(&page, at, all, Some(&place));
            Some(DocumentCount { document, count: passages.len(), href })
        };
        // Those of a document stand together.
        runs(&term.passages, |a, b| a.document == b.document).filter_map(of_one).collect()
    }
}

fn page_of(taxonomy: &Taxonomy, term: &Term) -> PageRef {
    PageRef::Term { taxonomy: taxonomy.settings.key.clone(), id: term.id.clone() }
}

/// The aliases as texts, each once, without those that only repeat the name or the abbreviation.
pub(super) fn aliases(term: &Term) -> Vec<String> {
    let front = &term.front;
    let mut out: Vec<String> = Vec::new();
    for alias in &front.aliases {
        let said = alias.text == front.name
            || front.abbreviation.as_ref() == Some(&alias.text)
            || front.names.values().any(|n| *n == alias.text);
        if !said && !out.contains(&alias.text) {
            out.push(alias.text.clone());
        }
    }
    out
}
