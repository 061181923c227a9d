//! Which feeds exist, and which documents each has.

use super::{LIST_LENGTH, Site};
use crate::corpus::{Document, PageRef, Term};
use crate::document::PartialDate;
use std::cmp::Reverse;

/// A feed: news about the whole site, or about one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address in the site.
    pub path: String,
    pub of: FeedOf,
}

/// What a feed is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedOf {
    /// All documents.
    Site,
    /// The documents with a passage of a term.
    Term { taxonomy: String, id: String },
}

/// The date by which a document stands in feeds: its own, or where it has none the day on which the Council
/// received what it assesses. Without either it stands in no feed: an entry without a date cannot be written.
pub fn feed_date(document: &Document) -> Option<PartialDate> {
    document.front.date.or(document.front.received)
}

impl Site {
    /// The feeds. Without an address of the site there are none: their entries must have full addresses. A
    /// feed without entries is none either.
    pub fn feeds(&self) -> Vec<Feed> {
        let mut all = vec![Feed { path: "feed.xml".into(), of: FeedOf::Site }];
        for taxonomy in &self.corpus.taxonomies {
            let key = &taxonomy.settings.key;
            if self.settings.feeds.contains(key) {
                all.extend(taxonomy.terms.iter().map(|t| Feed {
                    path: format!("{key}/{}.xml", t.id),
                    of: FeedOf::Term { taxonomy: key.clone(), id: t.id.clone() },
                }));
            }
        }
        all.retain(|feed| self.has_feed(&feed.of));
        all
    }

    /// The address of the feed about a page, where it has one.
    pub fn feed_path(&self, page: &PageRef) -> Option<String> {
        let (of, path) = match page {
            PageRef::Home => (FeedOf::Site, "feed.xml".to_owned()),
            PageRef::Term { taxonomy, id } if self.settings.feeds.contains(taxonomy) => {
                (FeedOf::Term { taxonomy: taxonomy.clone(), id: id.clone() }, format!("{taxonomy}/{id}.xml"))
            }
            _ => return None,
        };
        self.has_feed(&of).then_some(path)
    }

    fn has_feed(&self, of: &FeedOf) -> bool {
        self.settings.base_url.is_some() && self.entries(of).next().is_some()
    }

    /// The documents of a feed, the newest first, then by id; no more than a page of a list has.
    pub fn feed_documents(&self, of: &FeedOf) -> Vec<&Document> {
        let mut all: Vec<&Document> = self.entries(of).collect();
        all.sort_by_key(|d| (Reverse(feed_date(d)), &d.id));
        all.truncate(LIST_LENGTH);
        all
    }

    fn entries<'a>(&'a self, of: &FeedOf) -> impl Iterator<Item = &'a Document> + use<'a> {
        let term = match of {
            FeedOf::Site => None,
            FeedOf::Term { taxonomy, id } => Some(self.term(taxonomy, id)),
        };
        let named = move |d: &&Document| match term {
            None => true,
            Some(term) => term.is_some_and(|t| t.passages.count_in(&d.id) > 0),
        };
        self.corpus.documents.values().filter(named).filter(|d| feed_date(d).is_some())
    }

    /// A term by its taxonomy and id.
    pub fn term(&self, taxonomy: &str, id: &str) -> Option<&Term> {
        self.corpus.taxonomy(taxonomy)?.terms.iter().find(|t| t.id == id)
    }
}
