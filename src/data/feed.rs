//! Atom feeds (RFC 4287): one of all documents, one of each term. Dates are those of the documents, never of
//! the build, so that a feed changes only when a document does.

use super::cite::Bibliographic;
use super::xml::Xml;
use crate::config::BaseUrl;
use crate::corpus::{Document, PageRef, Term, passage_leaves};
use crate::document::PartialDate;
use crate::site::{Feed, FeedOf, Site, feed_date};

/// The bytes of a feed. None where the site has no address: feeds are full of full addresses.
pub fn feed(site: &Site, feed: &Feed) -> Option<Vec<u8>> {
    let base = site.settings.base_url.as_ref()?;
    let (page, title, term) = match &feed.of {
        FeedOf::Site => (PageRef::Home, site.settings.title.clone(), None),
        FeedOf::Term { taxonomy, id } => {
            let term = site.term(taxonomy, id)?;
            let title = format!("{} – {}", term.front.name, site.settings.title);
            (PageRef::Term { taxonomy: taxonomy.clone(), id: id.clone() }, title, Some(term))
        }
    };
    let documents = site.feed_documents(&feed.of);
    let address = base.join(&feed.path);
    let mut xml = Xml::new();
    let language = site.settings.language.tag();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)]);
    xml.element("id", &[], &address);
    xml.element("title", &[], &title);
    xml.element("updated", &[], &instant(documents.iter().filter_map(|d| feed_date(d)).max()?));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &address)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &base.join(site.path(&page)))]);
    // Every entry needs an author: this one stands for documents that name none.
    author(&mut xml, &site.settings.title);
    for document in documents {
        entry(&mut xml, site, base, document, term.map(|term| (term, address.as_str())));
    }
    xml.close();
    Some(xml.finish())
}

/// A document; in a term's feed with the passages of that term, and an id of its own, since it says something
/// else there.
fn entry(xml: &mut Xml, site: &Site, base: &BaseUrl, document: &Document, term: Option<(&Term, &str)>) {
    let of = Bibliographic::of_document(site, document);
    let page = base.join(of.path);
    let id = term.map_or_else(|| page.clone(), |(_, feed)| format!("{feed}#{}", document.id));
    let Some(date) = feed_date(document) else { return };
    let attributes = of.language.map(|tag| ("xml:lang", tag));
    xml.open("entry", attributes.as_slice());
    xml.element("id", &[], &id);
    xml.element("title", &[], &of.title);
    xml.element("updated", &[], &instant(date));
    if let Some(date) = of.date {
        xml.element("published", &[], &instant(date));
    }
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
    if let Some(official) = &of.official {
        xml.empty("link", &[("rel", "via"), ("href", official)]);
    }
    of.authors.iter().for_each(|name| author(xml, name));
    xml.empty("category", &[("term", of.kind.as_str())]);
    if let Some((term, _)) = term {
        let passages = passage_leaves(document, term.passages.in_document(&document.id));
        let texts: Vec<_> = passages.filter_map(|(_, leaf)| Some(leaf?.words())).collect();
        xml.element("content", &[("type", "text")], &texts.join("\n\n"));
    } else if let Some(description) = &document.front.page.description {
        xml.element("summary", &[], description);
    }
    xml.close();
}

fn author(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.element("name", &[], name);
    xml.close();
}

/// A date as RFC 3339 asks for it: the first instant of the day, or of the month or year where no more is known.
fn instant(date: PartialDate) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_full_as_the_format_wants_it() {
        for (date, expected) in [
            ("2025-04-09", "2025-04-09T00:00:00Z"),
            ("2025-04", "2025-04-01T00:00:00Z"),
            ("2025", "2025-01-01T00:00:00Z"),
        ] {
            assert_eq!(instant(date.parse().expect("a date")), expected);
        }
    }
}
