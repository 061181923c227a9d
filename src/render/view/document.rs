//! Views of documents and stubs.

use super::relations::{RelationGroup, Sentences};
use super::{ActionView, AssessmentView, CiteView, CitingView, DocumentLink, NamedIn, OmittedView, Views};
use crate::corpus::{Celex, Document, Outline, Stub, Voice};
use crate::document::{DocumentFront, PartialDate};
use crate::render::links::LinkPolicy;
use crate::render::texts::Text;
use crate::site::relative;
use serde::Serialize;
use tera::Value;

/// A document's page.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentView {
    pub id: String,
    pub kind: &'static str,
    pub kind_label: String,
    /// Whose words the document has on the whole: `commission`, `cabinet`, `press` or `other`.
    pub voice: &'static str,
    pub voice_label: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
    /// Whether the title is the editors', not the source's.
    pub editorial_title: bool,
    /// What its header says, in the order in which it is shown.
    pub facts: Vec<FactView>,
    pub relations: Vec<RelationGroup>,
    /// What a fiche says outright: a fiche's own, of another document that of each fiche that assesses it.
    pub assessments: Vec<AssessmentView>,
    pub source: Option<SourceView>,
    /// Where the text officially stands, for documents with a number.
    pub official: Option<String>,
    pub toc: Vec<TocEntry>,
    /// What cites the document, with the sentences.
    pub cited_by: Vec<CitingView>,
    /// How many documents are left out there; the page of all references has them.
    pub cited_by_left: usize,
    /// Where it is named by the name of the instrument that it is.
    pub named_in: Vec<NamedIn>,
    /// Terms that the document names, by taxonomy.
    pub terms: Vec<TermsHere>,
    /// What it promises.
    pub actions: Vec<ActionView>,
    /// What it says is done.
    pub reports: Vec<ActionView>,
    /// The text, as HTML.
    pub html: String,
    /// The section of footnotes, as HTML; empty where there are none.
    pub notes_html: String,
    /// How many blocks are the editors'.
    pub editorial_blocks: usize,
    /// What the source says and the editors left out.
    pub omitted: Vec<OmittedView>,
    /// What the source says against itself before its text begins, as the editors note it.
    pub remarks: Vec<String>,
    /// Address of the page with the raw text, where the seed is there.
    pub raw_text: Option<String>,
    /// Address of the JSON twin.
    pub json: String,
    /// Address of the Markdown twin.
    pub markdown: String,
    /// How the document is cited.
    pub cite: Option<CiteView>,
    /// The document before it in its section, by date.
    pub previous: Option<DocumentLink>,
    /// The document after it.
    pub next: Option<DocumentLink>,
}

/// The page of a document that is known by reference only.
#[derive(Debug, Clone, Serialize)]
pub struct StubView {
    pub id: String,
    pub number: String,
    pub celex: Option<FactValue>,
    /// Its official address.
    pub address: String,
    pub relations: Vec<RelationGroup>,
    /// As of a document.
    pub assessments: Vec<AssessmentView>,
    /// What cites it, with the sentences.
    pub cited_by: Vec<CitingView>,
    /// How many documents are left out there; the page of all references has them.
    pub cited_by_left: usize,
    /// Where it is named by the name of the instrument that it is.
    pub named_in: Vec<NamedIn>,
    /// How the document is cited.
    pub cite: Option<CiteView>,
}

/// An entry of a document's header.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// The key in the front matter.
    pub key: &'static str,
    pub label: String,
    pub values: Vec<FactValue>,
    /// Whether an editor says so, not the source.
    pub editorial: bool,
}

/// A value in a document's header.
#[derive(Debug, Clone, Serialize)]
pub struct FactValue {
    pub text: String,
    /// The date behind the text, ISO 8601.
    pub datetime: Option<String>,
    /// The other document that says so, where the document itself does not.
    pub taken_from: Option<DocumentLink>,
}

/// Entries of a document's header, named after their keys in the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    Kind,
    Number,
    FicheNumber,
    Date,
    Received,
    Ministry,
    Council,
    ImpactAssessment,
    Celex,
    CouncilNumber,
    TkNumber,
    CaseNumber,
}

impl Fact {
    fn key(self) -> &'static str {
        match self {
            Fact::Kind => "kind",
            Fact::Number => "number",
            Fact::FicheNumber => "fiche_number",
            Fact::Date => "date",
            Fact::Received => "received",
            Fact::Ministry => "ministry",
            Fact::Council => "council",
            Fact::ImpactAssessment => "impact_assessment",
            Fact::Celex => "celex",
            Fact::CouncilNumber => "council_number",
            Fact::TkNumber => "tk_number",
            Fact::CaseNumber => "case_number",
        }
    }
}

/// Where a text comes from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    pub file: String,
    pub sha256: String,
    /// Its first twelve digits.
    pub sha256_short: String,
    pub address: Option<String>,
    pub retrieved: Option<String>,
    pub editorial_address: bool,
}

/// An entry of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    pub href: String,
    pub text: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<String>,
    /// Level of the heading, 2 to 6.
    pub level: u8,
    pub children: Vec<TocEntry>,
}

/// The terms of a taxonomy that a document names.
#[derive(Debug, Clone, Serialize)]
pub struct TermsHere {
    pub key: String,
    pub title: String,
    pub terms: Vec<TermHere>,
}

/// A term that a document names.
#[derive(Debug, Clone, Serialize)]
pub struct TermHere {
    /// The [`TermLink`](super::TermLink), made ready for templates: many pages show it alike.
    pub term: Value,
    /// How many passages of this document belong to it.
    pub here: usize,
}

impl Views<'_> {
    /// The view of a document's page, still without its text.
    pub(in crate::render) fn document(&self, document: &Document) -> DocumentView {
        let front = &document.front;
        let celex = document.celex.as_ref().map(|c| c.number.as_str());
        let voice = Voice::of_whole(front.kind);
        let beside = self.site.beside(document);
        let (cited_by, cited_by_left) = self.cited_by(&document.id);
        DocumentView {
            id: document.id.clone(),
            kind: front.kind.as_str(),
            kind_label: self.strings.text(front.kind.into()),
            voice: voice.as_str(),
            voice_label: self.strings.text(voice.into()),
            language: self.foreign(front.language.as_deref()),
            editorial_title: is_editorial(front, "title"),
            facts: self.facts(document),
            relations: self.relations(&document.id, Sentences::Shown),
            assessments: self.assessments(&document.id),
            source: front.source.as_ref().map(source),
            official: front.number.map(|n| n.official_address(celex)),
            toc: toc(&document.outline, &self.links, self.foreign(front.language.as_deref()).as_deref()),
            cited_by,
            cited_by_left,
            named_in: self.named_in(&document.id),
            terms: self.terms_in(&document.id),
            actions: self.site.corpus.actions.promised_in(&document.id).map(|a| self.action(a)).collect(),
            reports: self.site.corpus.actions.reported_in(&document.id).map(|a| self.action(a)).collect(),
            html: String::new(),
            notes_html: String::new(),
            editorial_blocks: document.provenance.editorial.len(),
            remarks: self.opening_remarks(document),
            omitted: self.omitted(document),
            raw_text: self.seed_page(document),
            json: relative(&self.planned.path, &self.site.twin_path(&document.id)),
            markdown: relative(&self.planned.path, &self.site.path_beside(&document.id, "md")),
            cite: self.cite(&document.id),
            previous: beside.previous.map(|d| self.link_to_document(d)),
            next: beside.next.map(|d| self.link_to_document(d)),
        }
    }

    pub(in crate::render) fn stub(&self, stub: &Stub) -> StubView {
        let (cited_by, cited_by_left) = self.cited_by(&stub.id);
        StubView {
            id: stub.id.clone(),
            number: stub.number.to_string(),
            celex: stub.celex.as_ref().map(|c| self.celex(c)),
            address: stub.address.clone(),
            relations: self.relations(&stub.id, Sentences::Shown),
            assessments: self.assessments(&stub.id),
            cited_by,
            cited_by_left,
            named_in: self.named_in(&stub.id),
            cite: self.cite(&stub.id),
        }
    }

    fn facts(&self, document: &Document) -> Vec<FactView> {
        let front = &document.front;
        let impact = match front.impact_assessment.as_deref() {
            Some("none") => Some(self.strings.text(Text::IMPACT_NONE)),
            other => other.map(str::to_owned),
        };
        let texts = |text: Option<String>| text.into_iter().map(plain).collect::<Vec<_>>();
        [
            (Fact::Kind, texts(Some(self.strings.text(front.kind.into())))),
            (Fact::Number, texts(front.number.map(|n| n.to_string()))),
            (Fact::FicheNumber, texts(front.fiche_number.clone())),
            (Fact::Date, self.dates(front.date)),
            (Fact::Received, self.dates(front.received)),
            (Fact::Ministry, front.ministry.iter().cloned().map(plain).collect()),
            (Fact::Council, texts(front.council.clone())),
            (Fact::ImpactAssessment, texts(impact)),
            (Fact::Celex, self.celex_of(document)),
            (Fact::CouncilNumber, texts(front.council_number.clone())),
            (Fact::TkNumber, texts(front.tk_number.clone())),
            (Fact::CaseNumber, texts(front.case_number.clone())),
        ]
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(fact, values)| {
            let key = fact.key();
            let label = self.strings.text(fact.into());
            FactView { key, label, values, editorial: is_editorial(front, key) }
        })
        .collect()
    }

    /// A Commission document's own CELEX number; a fiche's field, which is about another document, as printed.
    fn celex_of(&self, document: &Document) -> Vec<FactValue> {
        match &document.celex {
            Some(celex) => vec![self.celex(celex)],
            None => document.front.celex.iter().cloned().map(plain).collect(),
        }
    }

    fn celex(&self, celex: &Celex) -> FactValue {
        let taken_from = celex.taken_from.as_deref().and_then(|id| self.document_link(id));
        FactValue { text: celex.number.clone(), datetime: None, taken_from }
    }

    fn dates(&self, date: Option<PartialDate>) -> Vec<FactValue> {
        let value = |date: PartialDate| FactValue {
            text: crate::render::format::date(self.strings.language(), date),
            datetime: Some(date.to_string()),
            taken_from: None,
        };
        date.map(value).into_iter().collect()
    }

    fn terms_in(&self, document: &str) -> Vec<TermsHere> {
        let mut out = Vec::new();
        for (at, taxonomy) in self.site.corpus.taxonomies.iter().enumerate() {
            let counts = taxonomy.terms.iter().map(|term| term.passages.count_in(document)).enumerate();
            let terms: Vec<TermHere> = counts
                .filter(|(_, here)| *here > 0)
                .map(|(term, here)| TermHere { term: self.term_value((at, term)), here })
                .collect();
            if !terms.is_empty() {
                let settings = &taxonomy.settings;
                out.push(TermsHere { key: settings.key.clone(), title: settings.title.clone(), terms });
            }
        }
        out
    }
}

/// Whether an editor gave the value of a key.
fn is_editorial(front: &DocumentFront, key: &str) -> bool {
    front.source.as_ref().is_some_and(|s| s.editorial.iter().any(|k| k == key))
}

fn plain(text: String) -> FactValue {
    FactValue { text, datetime: None, taken_from: None }
}

fn source(source: &crate::document::Source) -> SourceView {
    SourceView {
        file: source.file.clone(),
        sha256: source.sha256.clone(),
        sha256_short: source.sha256.chars().take(12).collect(),
        address: source.address.clone(),
        retrieved: source.retrieved.map(|d| d.to_string()),
        editorial_address: source.editorial.iter().any(|k| k == "address"),
    }
}

/// The headings as a tree: each stands under the nearest one before it that is of a higher rank.
pub(super) fn toc(outline: &Outline, links: &dyn LinkPolicy, language: Option<&str>) -> Vec<TocEntry> {
    let mut entries = outline
        .headings
        .iter()
        .map(|h| TocEntry {
            href: format!("#{}", links.id(h.id.as_str())),
            text: h.text.clone(),
            language: language.map(str::to_owned),
            level: h.level,
            children: vec![],
        })
        .peekable();
    let mut out = Vec::new();
    while let Some(entry) = entries.next() {
        out.push(with_children(entry, &mut entries));
    }
    out
}

fn with_children(
    mut entry: TocEntry,
    rest: &mut std::iter::Peekable<impl Iterator<Item = TocEntry>>,
) -> TocEntry {
    while let Some(child) = rest.next_if(|next| next.level > entry.level) {
        entry.children.push(with_children(child, rest));
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(level: u8, text: &str) -> TocEntry {
        TocEntry { href: format!("#{text}"), text: text.into(), language: None, level, children: vec![] }
    }

    fn shape(entries: &[TocEntry]) -> String {
        entries.iter().map(|e| format!("{}({})", e.text, shape(&e.children))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_table_of_contents_nests_by_level_even_where_levels_are_skipped() {
        let flat = [(2, "a"), (3, "b"), (4, "c"), (3, "d"), (2, "e"), (4, "f"), (3, "g")];
        let mut entries = flat.iter().map(|(l, t)| entry(*l, t)).peekable();
        let mut tree = Vec::new();
        while let Some(next) = entries.next() {
            tree.push(with_children(next, &mut entries));
        }
        assert_eq!(shape(&tree), "a(b(c()) d()) e(f() g())");
    }
}
