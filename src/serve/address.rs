//! From the path of a request to a file of the tree. The tree is a map: what is not in it cannot be reached,
//! whatever an address looks like.

use crate::output::{OutputTree, PortablePath};

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file of the tree.
    File(PortablePath),
    /// A folder with an index, asked for without the slash at its end; relative links would go astray.
    Folder,
    Nothing,
}

/// The page of a folder.
const INDEX: &str = "index.html";

/// Looks up the path of a request (`/fiches/`). `base` is the path that the site will have on its own server
/// (`/dossiers/ai/`, `/` mostly): pages may name addresses with it.
pub(super) fn find(tree: &OutputTree, base: &str, path: &str) -> Found {
    match find_from_root(tree, path) {
        Found::Nothing => {
            let below = path.strip_prefix(base.trim_end_matches('/')).filter(|below| *below != path);
            match below {
                Some("") => Found::Folder,
                Some(below) => find_from_root(tree, below),
                None => Found::Nothing,
            }
        }
        found => found,
    }
}

/// Whether it takes work to find out what stands at the path of a request, which [`find`] does then.
pub(super) fn takes_work(tree: &OutputTree, base: &str, path: &str) -> bool {
    let is_late = |path: &str| {
        let path = path.strip_prefix('/').and_then(decoded);
        path.and_then(|path| PortablePath::new(&path).ok()).is_some_and(|path| tree.is_late(&path))
    };
    is_late(path) || path.strip_prefix(base.trim_end_matches('/')).is_some_and(is_late)
}

fn find_from_root(tree: &OutputTree, path: &str) -> Found {
    let Some(path) = path.strip_prefix('/').and_then(decoded) else { return Found::Nothing };
    let file = |path: &str| PortablePath::new(path).ok().filter(|path| tree.get(path).is_some());
    if path.is_empty() || path.ends_with('/') {
        return file(&format!("{path}{INDEX}")).map_or(Found::Nothing, Found::File);
    }
    match file(&path) {
        Some(path) => Found::File(path),
        None if file(&format!("{path}/{INDEX}")).is_some() => Found::Folder,
        None => Found::Nothing,
    }
}

/// The text of a path with `%` escapes; `None` where it is no UTF-8, or where an escape hides what parts a
/// path.
fn decoded(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
        let value = digit(bytes.next())? * 16 + digit(bytes.next())?;
        match u8::try_from(value).ok()? {
            b'/' | b'\\' | 0 => return None,
            byte => out.push(byte),
        }
    }
    String::from_utf8(out).ok()
}

/// Media types by the endings of names; of texts with their encoding.
const MEDIA_TYPES: [(&str, &str); 27] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("md", "text/markdown; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("bib", "application/x-bibtex; charset=utf-8"),
    ("ris", "application/x-research-info-systems; charset=utf-8"),
    ("xml", "application/xml"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("wasm", "application/wasm"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
];

/// The media type of a file by its name.
pub(super) fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    MEDIA_TYPES
        .iter()
        .find(|(known, _)| *known == ending)
        .map_or("application/octet-stream", |(_, media)| media)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::OutputFile;

    fn tree() -> OutputTree {
        let mut tree = OutputTree::default();
        for path in
            ["index.html", "404.html", "fiches/index.html", "fiches/één.html", "data/a b.json", "leeg/x.txt"]
        {
            let path = PortablePath::new(path).expect("valid");
            tree.insert(path, OutputFile::ready(*b"")).expect("free");
        }
        tree
    }

    #[test]
    fn addresses_lead_to_files() {
        let file = |path: &str| Found::File(PortablePath::new(path).expect("valid"));
        for (address, found) in [
            ("/", file("index.html")),
            ("/index.html", file("index.html")),
            ("/fiches/", file("fiches/index.html")),
            ("/fiches", Found::Folder),
            ("/fiches/%C3%A9%C3%A9n.html", file("fiches/één.html")),
            ("/data/a%20b.json", file("data/a b.json")),
            ("/leeg/", Found::Nothing),
            ("/leeg", Found::Nothing),
            ("/geen.html", Found::Nothing),
        ] {
            assert_eq!(find(&tree(), "/", address), found, "{address}");
        }
    }

    #[test]
    fn nothing_outside_the_tree_has_an_address() {
        for address in [
            "",
            "index.html",
            "//index.html",
            "/../index.html",
            "/fiches/../index.html",
            "/fiches/%2e%2e/index.html",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/..%5c..%5cwindows",
            "/fiches%2Findex.html",
            r"/fiches\index.html",
            "/fiches/./index.html",
            "/index.html%00.txt",
            "/%c3.html",
            "/%zz",
            "/%4",
            "/etc/passwd",
            "/site.toml",
            "/INDEX.html",
        ] {
            assert_eq!(find(&tree(), "/", address), Found::Nothing, "{address}");
        }
    }

    #[test]
    fn the_path_of_the_future_server_leads_to_the_same() {
        let of = |address| find(&tree(), "/dossiers/ai/", address);
        let index = Found::File(PortablePath::new("index.html").expect("valid"));
        assert_eq!(of("/dossiers/ai/"), index);
        assert_eq!(of("/dossiers/ai"), Found::Folder);
        assert_eq!(of("/"), index);
        assert_eq!(of("/dossiers/ai/fiches/"), find(&tree(), "/", "/fiches/"));
        assert_eq!(of("/dossiers/aix"), Found::Nothing);
        assert_eq!(of("/dossiers/ai/../index.html"), Found::Nothing);
        assert_eq!(of("/dossiers/"), Found::Nothing);
    }

    #[test]
    fn names_tell_media_types() {
        assert_eq!(media_type("a/b.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("x.WOFF2"), "font/woff2");
        assert_eq!(media_type("CNAME"), "application/octet-stream");
        assert_eq!(media_type("a.b/c"), "application/octet-stream");
    }
}
