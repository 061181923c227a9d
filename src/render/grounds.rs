//! What pages are made from, in short: the fingerprints by which a page of an earlier build is known to be the same.
//!
//! A page is its view, put into templates. So its fingerprint is that of the view by value, whatever the view was gathered
//! from, and of what all pages are made with: the theme, and the addresses that links lead to. Only the text of a
//! document's own page is not made for it; it follows from the block tree, where its words come from, and the same
//! addresses.

use super::page::Content;
use super::theme::Theme;
use super::view::PageView;
use crate::corpus::{Document, PageRef, Target};
use crate::document::Inline;
use crate::document::walk::each_inline;
use crate::fingerprint::{Fingerprint, Taker};
use crate::site::Site;
use serde::Serialize;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// What is known of what a site's pages are made from; found out when somebody asks.
pub struct Grounds {
    site: Arc<Site>,
    theme: Arc<Theme>,
    whole: OnceLock<Fingerprint>,
    /// Of the texts of documents, by their numbers.
    texts: Vec<OnceLock<Fingerprint>>,
}

impl Grounds {
    /// Those of the pages of a site.
    pub fn new(site: &Arc<Site>, theme: &Arc<Theme>) -> Self {
        let texts = (0..site.linked()).map(|_| OnceLock::new()).collect();
        Grounds { site: site.clone(), theme: theme.clone(), whole: OnceLock::new(), texts }
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The theme.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// What every file with a text is made with: the theme, all addresses, and the sizes of pictures.
    pub fn whole(&self) -> &Fingerprint {
        self.whole.get_or_init(|| {
            let mut taker = Taker::default();
            self.theme.fingerprint().hash(&mut taker);
            self.site.pages.hash(&mut taker);
            self.site.corpus.pictures.hash(&mut taker);
            taker.fingerprint()
        })
    }

    /// A document's text: its blocks with the places that their links lead to, its outline, and where its words come from.
    pub fn text(&self, document: &Document) -> Fingerprint {
        let made = || {
            let text = (&document.id, &document.body, &document.outline, &document.provenance);
            Fingerprint::of_value(&(text, self.parts_led_to(document)))
        };
        match self.site.number(&document.id) {
            Some(number) => *self.texts[number].get_or_init(made),
            None => made(),
        }
    }

    /// Where the list of short forms goes on in parts: those that a document's marks lead to. An entry moves from one to the
    /// next as the list grows.
    fn parts_led_to(&self, document: &Document) -> Vec<&str> {
        let (forms, mut parts) = (self.site.short_forms(), Vec::new());
        let leaves = if forms.is_empty() { Vec::new() } else { document.body.leaves() };
        for part in leaves.iter().flat_map(|leaf| &leaf.parts) {
            each_inline(part, &mut |inline| {
                if let Inline::Link(link) = inline
                    && let Target::Page { page: PageRef::Definitions, fragment: Some(place) } = &link.target
                {
                    parts.extend(forms.path(place));
                }
            });
        }
        parts
    }

    /// The fingerprint of a file with a document's text, and with what `shown` says besides.
    pub fn of_text(&self, document: &Document, shown: &impl Serialize) -> Fingerprint {
        let mut taker = Taker::default();
        self.whole().hash(&mut taker);
        self.text(document).hash(&mut taker);
        shows(&mut taker, shown);
        taker.fingerprint()
    }

    /// The fingerprint of a page without its document's text, which shows `site` of the site.
    pub(super) fn of_page(
        &self,
        site: &Fingerprint,
        page: &PageView,
        content: &Content<'_>,
        document: Option<&Document>,
    ) -> Fingerprint {
        let mut taker = Taker::default();
        self.whole().hash(&mut taker);
        site.hash(&mut taker);
        document.map(|document| self.text(document)).hash(&mut taker);
        // JSON has no words for some numbers that TOML has.
        page.extra.to_string().hash(&mut taker);
        shows(&mut taker, &(page, &content.view));
        taker.fingerprint()
    }
}

/// The fingerprint of what templates are shown.
pub(super) fn of_shown(shown: &impl Serialize) -> Fingerprint {
    let mut taker = Taker::default();
    shows(&mut taker, shown);
    taker.fingerprint()
}

/// JSON names every value of a view, in the order in which templates see them.
fn shows(taker: &mut Taker, shown: &impl Serialize) {
    serde_json::to_writer(&mut *taker, shown).expect("views are texts and numbers");
    // JSON has no such byte: what follows is something else.
    taker.write_u8(0);
}
