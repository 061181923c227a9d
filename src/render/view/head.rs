//! What the head of a page tells programs: links to the same facts in other forms, and who wrote what when.

use super::Views;
use crate::corpus::PageRef;
use crate::data::cite::Bibliographic;
use crate::data::linked;
use crate::document::PartialDate;
use crate::site::{PageKind, relative};
use serde::Serialize;
use serde_json::Value;

/// The machine-readable part of a page's head.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HeadView {
    pub links: Vec<HeadLink>,
    pub meta: Vec<MetaView>,
    /// JSON-LD, ready to stand in a script element of the type `application/ld+json`, which no browser runs.
    pub json_ld: Option<String>,
}

/// A link of the head.
#[derive(Debug, Clone, Serialize)]
pub struct HeadLink {
    pub rel: &'static str,
    pub href: String,
    pub media_type: Option<&'static str>,
    pub title: Option<String>,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetaView {
    pub name: &'static str,
    pub content: String,
}

impl Views<'_> {
    pub(super) fn head(&self) -> HeadView {
        let mut head = match &self.planned.kind {
            PageKind::Document(id) | PageKind::Stub(id) => self.head_of_document(id),
            PageKind::Term { taxonomy, id, part: 1 } => self.head_of_term(taxonomy, id),
            PageKind::Home => {
                HeadView { json_ld: Some(embedded(&linked::home(self.site))), ..HeadView::default() }
            }
            _ => HeadView::default(),
        };
        if !matches!(self.planned.kind, PageKind::NotFound | PageKind::Former(_)) {
            let title = self.site.settings.title.clone();
            head.links.extend(self.feed_link(&PageRef::Home, title));
        }
        head
    }

    fn head_of_document(&self, id: &str) -> HeadView {
        let Some(of) = Bibliographic::of(self.site, id) else { return HeadView::default() };
        let mut links = Vec::new();
        // What is to be cited is the official text where there is one, and this page where there is none.
        let cited = of.official.clone().or_else(|| of.address.clone());
        links.extend(cited.map(|href| HeadLink { rel: "cite-as", href, media_type: None, title: None }));
        if self.site.corpus.documents.contains_key(id) {
            links.push(self.alternate(id, "json", "application/json"));
            links.push(self.alternate(id, "md", "text/markdown"));
        }
        links.extend(self.cite_files(id).into_iter().map(|file| HeadLink {
            rel: "alternate",
            href: file.href,
            media_type: Some(file.media_type),
            title: Some(file.name.to_owned()),
        }));
        let mut meta = if of.is_report() { highwire(&of) } else { Vec::new() };
        meta.extend(dublin_core(&of));
        let json_ld = linked::document(self.site, id).map(|facts| embedded(&facts));
        HeadView { links, meta, json_ld }
    }

    fn head_of_term(&self, taxonomy: &str, id: &str) -> HeadView {
        let term = self.site.term(taxonomy, id).zip(self.site.corpus.taxonomy(taxonomy));
        let Some((term, of)) = term else { return HeadView::default() };
        let page = PageRef::Term { taxonomy: taxonomy.to_owned(), id: id.to_owned() };
        let facts = linked::term(self.site, of, term, self.canonical().as_deref());
        HeadView {
            links: self.feed_link(&page, term.front.name.clone()).into_iter().collect(),
            meta: Vec::new(),
            json_ld: Some(embedded(&facts)),
        }
    }

    fn alternate(&self, id: &str, ending: &str, media_type: &'static str) -> HeadLink {
        let href = relative(&self.planned.path, &self.site.path_beside(id, ending));
        HeadLink { rel: "alternate", href, media_type: Some(media_type), title: None }
    }

    fn feed_link(&self, page: &PageRef, title: String) -> Option<HeadLink> {
        let path = self.site.feed_path(page)?;
        let href = relative(&self.planned.path, &path);
        Some(HeadLink {
            rel: "alternate",
            href,
            media_type: Some("application/atom+xml"),
            title: Some(title),
        })
    }
}

/// The Highwire Press tags that hold of a report of an institution.
fn highwire(of: &Bibliographic<'_>) -> Vec<MetaView> {
    let one = |name, value: Option<String>| value.map(|content| MetaView { name, content });
    let mut out = vec![MetaView { name: "citation_title", content: of.title.clone() }];
    for name in &of.authors {
        out.push(MetaView { name: "citation_author", content: (*name).to_owned() });
    }
    out.extend(one("citation_publication_date", of.date.map(slashed)));
    for name in &of.authors {
        out.push(MetaView { name: "citation_technical_report_institution", content: (*name).to_owned() });
    }
    out.extend(one("citation_technical_report_number", of.report_number()));
    out.extend(one("citation_language", of.language.map(str::to_owned)));
    out.extend(one("citation_public_url", of.address.clone()));
    out
}

/// Dublin Core elements.
fn dublin_core(of: &Bibliographic<'_>) -> Vec<MetaView> {
    let one = |name, value: Option<String>| value.map(|content| MetaView { name, content });
    let mut out = vec![MetaView { name: "DC.title", content: of.title.clone() }];
    for name in &of.authors {
        out.push(MetaView { name: "DC.creator", content: (*name).to_owned() });
    }
    out.extend(one("DC.date", of.date.map(|d| d.to_string())));
    out.extend(one("DC.language", of.language.map(str::to_owned)));
    out.push(MetaView { name: "DC.type", content: "Text".into() });
    let celex = of.celex.map(|c| format!("CELEX {c}"));
    for content in of.report_number().into_iter().chain(celex).chain(of.official.clone()) {
        out.push(MetaView { name: "DC.identifier", content });
    }
    for number in of.assesses {
        out.push(MetaView { name: "DC.relation", content: number.to_string() });
    }
    out
}

/// `2025/04/09`, as precise as the date is.
fn slashed(date: PartialDate) -> String {
    date.to_string().replace('-', "/")
}

/// JSON that cannot end the script element that it stands in.
fn embedded(facts: &Value) -> String {
    facts.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn embedded_json_cannot_end_its_element() {
        let facts = json!({ "name": "a </script><!-- b" });
        let text = embedded(&facts);
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), facts);
    }
}
