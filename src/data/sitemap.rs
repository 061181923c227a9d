//! What crawlers read: `sitemap.xml` (sitemaps.org, 0.9) and `robots.txt`.

use super::xml::Xml;
use crate::config::BaseUrl;
use crate::site::{PageKind, Site};

/// The most addresses that one file may have.
const LONGEST: usize = 50_000;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// The files by their addresses. `robots.txt` forbids nothing; where the site has an address, it names the map,
/// and the map names every page but former addresses and the one for unknown ones. When a page changed is known to nobody, so
/// that no dates stand in it.
pub(super) fn files(site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut robots = String::from("User-agent: *\nDisallow:\n");
    let mut out = Vec::new();
    if let Some(base) = &site.settings.base_url {
        robots.push_str(&format!("\nSitemap: {}\n", base.join("sitemap.xml")));
        let pages = site.pages.iter().filter(|p| is_page(&p.kind));
        let addresses: Vec<String> = pages.map(|p| base.join(&p.path)).collect();
        out.extend(maps(base, &addresses, LONGEST));
    }
    out.push(("robots.txt".to_owned(), robots.into_bytes()));
    out
}

/// Whether readers find something there: not at a former address, nor where a server says that there is nothing.
fn is_page(kind: &PageKind) -> bool {
    !matches!(kind, PageKind::NotFound | PageKind::Former(_))
}

/// One map, or several and a map of them at the first one's address.
fn maps(base: &BaseUrl, addresses: &[String], longest: usize) -> Vec<(String, Vec<u8>)> {
    if addresses.len() <= longest {
        return vec![("sitemap.xml".to_owned(), list("urlset", "url", addresses))];
    }
    let parts: Vec<(String, Vec<u8>)> = addresses
        .chunks(longest)
        .zip(1..)
        .map(|(part, n)| (format!("sitemap-{n}.xml"), list("urlset", "url", part)))
        .collect();
    let all: Vec<String> = parts.iter().map(|(path, _)| base.join(path)).collect();
    std::iter::once(("sitemap.xml".to_owned(), list("sitemapindex", "sitemap", &all))).chain(parts).collect()
}

fn list(root: &'static str, name: &'static str, addresses: &[String]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(root, &[NAMESPACE]);
    for address in addresses {
        xml.open(name, &[]);
        xml.element("loc", &[], address);
        xml.close();
    }
    xml.close();
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_becomes_a_map_of_maps() {
        let base: BaseUrl = "https://example.org/a".parse().expect("an address");
        let addresses: Vec<String> = (0..5).map(|n| base.join(&format!("{n}.html"))).collect();
        let paths =
            |longest| maps(&base, &addresses, longest).into_iter().map(|(p, _)| p).collect::<Vec<_>>();
        assert_eq!(paths(5), ["sitemap.xml"]);
        assert_eq!(paths(2), ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
        let index = String::from_utf8(maps(&base, &addresses, 2).remove(0).1).expect("UTF-8");
        assert!(index.contains("<loc>https://example.org/a/sitemap-3.xml</loc>"), "{index}");
    }
}
