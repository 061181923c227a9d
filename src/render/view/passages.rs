//! Views of the passages of a term.

use super::Views;
use crate::config::Role;
use crate::corpus::{Document, FoundBy, Passage, Target, Taxonomy, Voice, passage_leaves};
use crate::document::walk::Leaf;
use crate::render::block::BlockRenderer;
use crate::render::format;
use crate::render::links::LinkPolicy;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Value;

/// Passages that are shown under one title.
#[derive(Debug, Clone, Serialize)]
pub struct PassageGroup {
    /// `plan`, `cabinet`, `later`, `earlier`, `press`, `summary`, `policy`, `fiche`, `other`; `all` where
    /// passages are not parted by whose words they are.
    pub key: &'static str,
    /// None for `all`.
    pub title: Option<String>,
    /// A sentence about whose words these are.
    pub about: Option<String>,
    /// Whether these words must not be taken for anybody's opinion: summaries, existing policy, data.
    pub background: bool,
    pub count: usize,
    /// The oldest document first.
    pub documents: Vec<DocumentPassages>,
}

/// Passages of one document.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentPassages {
    /// The [`DocumentLink`](super::DocumentLink), made ready for templates: many pages show it alike.
    pub document: Value,
    /// The [`PassageView`]s, made ready for templates one by one: what they are made from need not be kept.
    pub passages: Vec<Value>,
}

/// A passage as it is quoted.
#[derive(Debug, Clone, Serialize)]
pub struct PassageView<'a> {
    /// Its id on this page.
    pub id: String,
    /// Id of its document.
    pub document: &'a str,
    /// Its id in its document.
    pub anchor: &'a str,
    /// Address of its place.
    pub href: String,
    pub voice: &'static str,
    pub voice_label: &'a str,
    pub found_by: &'static str,
    pub found_by_label: &'a Value,
    /// The words of the headings above it, outermost first.
    pub path: Vec<&'a str>,
    /// Its words, as HTML.
    pub html: String,
    /// The text's language, where that is not the interface's.
    pub language: Option<&'a str>,
    /// Whether the words are an editor's, not the source's.
    pub editorial: bool,
}

/// The groups of a pillar's page, in their order. What is not opinion comes last and is titled so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassageGroupKey {
    /// What the plan itself says.
    Plan,
    Cabinet,
    /// Later documents of the Commission.
    Later,
    /// Its earlier ones.
    Earlier,
    Press,
    Summary,
    Policy,
    Fiche,
    Other,
}

impl PassageGroupKey {
    fn as_str(self) -> &'static str {
        match self {
            PassageGroupKey::Plan => "plan",
            PassageGroupKey::Cabinet => "cabinet",
            PassageGroupKey::Later => "later",
            PassageGroupKey::Earlier => "earlier",
            PassageGroupKey::Press => "press",
            PassageGroupKey::Summary => "summary",
            PassageGroupKey::Policy => "policy",
            PassageGroupKey::Fiche => "fiche",
            PassageGroupKey::Other => "other",
        }
    }

    fn is_background(self) -> bool {
        self >= PassageGroupKey::Summary
    }
}

/// A passage with its document and the leaf that it is.
struct Quoted<'a> {
    passage: &'a Passage,
    document: &'a Document,
    leaf: Option<Leaf<'a, Target>>,
}

impl Views<'_> {
    /// The passages in groups: by whose words they are where the taxonomy holds pillars, else in one group.
    pub(super) fn passage_groups(&self, taxonomy: &Taxonomy, passages: &[Passage]) -> Vec<PassageGroup> {
        let by_voice = taxonomy.settings.role == Some(Role::Pillar);
        let mut groups: BTreeMap<Option<PassageGroupKey>, Vec<Quoted<'_>>> = BTreeMap::new();
        // Those of a document stand together.
        for of_one in passages.chunk_by(|a, b| a.document == b.document) {
            let Some(document) = self.site.document(&of_one[0].document) else { continue };
            for (passage, leaf) in passage_leaves(document, of_one) {
                let quoted = Quoted { passage, document, leaf };
                let key = by_voice.then(|| self.group_of(taxonomy, &quoted));
                groups.entry(key).or_default().push(quoted);
            }
        }
        let all = [FoundBy::Name, FoundBy::Section, FoundBy::Instrument, FoundBy::Editor];
        let labels = all.map(|found_by| (found_by, Value::from(self.found_by_label(found_by)))).into();
        groups.into_iter().map(|(key, members)| self.group(key, &members, &labels)).collect()
    }

    fn group_of(&self, taxonomy: &Taxonomy, quoted: &Quoted<'_>) -> PassageGroupKey {
        let document = quoted.document;
        match quoted.passage.voice {
            Voice::Commission => match taxonomy.settings.plan.as_deref() {
                Some(plan) if plan != document.id => self.before_or_after(plan, document),
                _ => PassageGroupKey::Plan,
            },
            Voice::Cabinet => PassageGroupKey::Cabinet,
            Voice::Summary => PassageGroupKey::Summary,
            Voice::Policy => PassageGroupKey::Policy,
            Voice::Fiche => PassageGroupKey::Fiche,
            Voice::Press => PassageGroupKey::Press,
            Voice::Other => PassageGroupKey::Other,
        }
    }

    fn before_or_after(&self, plan: &str, document: &Document) -> PassageGroupKey {
        let plan = self.site.document(plan).and_then(|d| d.front.date);
        match (document.front.date, plan) {
            (Some(date), Some(plan)) if date < plan => PassageGroupKey::Earlier,
            _ => PassageGroupKey::Later,
        }
    }

    fn group(
        &self,
        key: Option<PassageGroupKey>,
        members: &[Quoted<'_>],
        labels: &BTreeMap<FoundBy, Value>,
    ) -> PassageGroup {
        let texts = key.map(PassageGroupKey::texts);
        let documents = members.chunk_by(|a, b| a.document.id == b.document.id).filter_map(|of_one| {
            Some(DocumentPassages {
                document: self.document_value(&of_one[0].document.id)?,
                passages: of_one
                    .iter()
                    .map(|quoted| Value::from_serializable(&self.passage(quoted, labels)))
                    .collect(),
            })
        });
        PassageGroup {
            key: key.map_or("all", PassageGroupKey::as_str),
            title: texts.map(|(title, _)| self.strings.text(title)),
            about: texts.map(|(_, about)| self.strings.text(about)),
            background: key.is_some_and(PassageGroupKey::is_background),
            count: members.len(),
            documents: documents.collect(),
        }
    }

    fn passage<'v>(&'v self, quoted: &Quoted<'v>, labels: &'v BTreeMap<FoundBy, Value>) -> PassageView<'v> {
        let Quoted { passage, document, leaf } = quoted;
        let renderer = BlockRenderer {
            links: &self.links,
            syntax: self.syntax,
            strings: self.strings,
            provenance: &document.provenance,
            seed: None,
        };
        let path = document.outline.path(&passage.anchor).iter();
        PassageView {
            id: self.links.id(&passage.quoted_id()),
            document: &document.id,
            anchor: passage.anchor.as_str(),
            href: self.links.place(&document.id, &passage.anchor),
            voice: passage.voice.as_str(),
            voice_label: self.strings.word(passage.voice.into()),
            found_by: passage.found_by.as_str(),
            found_by_label: &labels[&passage.found_by],
            path: path.filter_map(|id| document.outline.heading(id)).map(|h| h.text.as_str()).collect(),
            html: leaf.as_ref().map(|leaf| renderer.quote(leaf)).unwrap_or_default(),
            language: self.other_language(document.front.language.as_deref()),
            editorial: document.provenance.is_editorial(&passage.anchor),
        }
    }

    /// Why a passage belongs to its term, with the dossier's own word for what plays the instruments' role.
    fn found_by_label(&self, found_by: FoundBy) -> String {
        let instruments =
            self.with_role(Role::Instrument).map(|t| format::within_sentence(&t.settings.title));
        self.strings
            .text_with(found_by.into(), &[("instruments", instruments.as_deref().unwrap_or_default())])
    }
}
