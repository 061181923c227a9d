//! Views of addresses that pages had before.

use super::Views;
use crate::config::BaseUrl;
use crate::corpus::PageRef;
use serde::Serialize;

/// An address that a page had before.
#[derive(Debug, Clone, Serialize)]
pub struct FormerView {
    /// Where the page is now.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its full address, where the site has one.
    pub canonical: Option<String>,
}

impl Views<'_> {
    pub(in crate::render) fn former(&self, page: &PageRef) -> FormerView {
        let base: Option<&BaseUrl> = self.site.settings.base_url.as_ref();
        FormerView {
            href: self.links.page(page.clone()),
            title: self.title_of(page),
            canonical: base.map(|base| base.join(self.site.path(page))),
        }
    }

    /// The title of a page that can have former addresses.
    fn title_of(&self, page: &PageRef) -> String {
        let corpus = &self.site.corpus;
        let title = match page {
            PageRef::Document(id) | PageRef::Source(id) | PageRef::Comparison(id) => corpus.title(id),
            PageRef::Page(key) => corpus.pages.get(key).map(|page| page.front.title.as_str()),
            PageRef::Term { taxonomy, id } => corpus
                .taxonomy(taxonomy)
                .and_then(|t| t.terms.iter().find(|term| term.id == *id))
                .map(|term| term.front.name.as_str()),
            PageRef::Home
            | PageRef::Definitions
            | PageRef::Actions
            | PageRef::References
            | PageRef::Coverage
            | PageRef::Search
            | PageRef::Map
            | PageRef::Accessibility
            | PageRef::Section(_) => None,
        };
        title.unwrap_or(&self.site.settings.title).to_owned()
    }
}
