//! What a page loads, put into the file: styles, scripts, pictures and fonts, and the policy that admits these only.

use super::base64::base64;
use super::{Medium, marked};
use crate::output::{OutputTree, PortablePath};
use crate::render::{FileChapter, Theme, paper_styles};
use sha2::{Digest as _, Sha256};

/// Style sheets for the screen, in their order; those that a theme does not have are left out. The last is the one
/// file's own.
const STYLES: [&str; 5] =
    ["static/fonts.css", "static/site.css", "static/aids.css", "static/search.css", "edition/edition.css"];
const PRINT: &str = "static/print.css";
/// The path under which the running heads of the chapters stand in the manifest.
const PAPER: &str = "_paper.css";
/// The site's search, in the order in which its scripts need each other.
const SCRIPTS: [&str; 4] =
    ["static/search.js", "static/search-mark.js", "edition/edition.js", "static/search-page.js"];
const ICON: &str = "static/favicon.svg";

/// A style sheet or a script, finished.
struct Inline {
    path: &'static str,
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Style,
    PrintStyle,
    Script,
}

/// All that stands inline in the file.
pub(super) struct Resources(Vec<Inline>);

/// What the theme has for one file, and the running heads of these chapters.
pub(super) fn all(theme: &Theme, chapters: &[FileChapter], medium: Medium) -> Resources {
    let style = |path: &'static str, kind| {
        let text = with_resources(&theme.text(path)?, path, theme);
        Some(Inline { path, text, kind })
    };
    let mut out: Vec<Inline> = STYLES.iter().filter_map(|path| style(path, Kind::Style)).collect();
    out.extend(style(PRINT, Kind::PrintStyle));
    out.push(Inline { path: PAPER, text: paper_styles(chapters), kind: Kind::PrintStyle });
    if medium == Medium::Screen {
        let script = |path: &&'static str| Some(Inline { path, text: theme.text(path)?, kind: Kind::Script });
        out.extend(SCRIPTS.iter().filter_map(script));
    }
    for inline in &mut out {
        inline.text = contained(&inline.text);
    }
    Resources(out)
}

impl Resources {
    /// The content security policy: nothing is loaded, and of what stands in the file only this runs.
    pub(super) fn policy(&self) -> String {
        let hashes = |wanted: fn(Kind) -> bool| -> String {
            let own = self.0.iter().filter(|inline| wanted(inline.kind));
            let hashes = own.map(|i| format!(" 'sha256-{}'", base64(&Sha256::digest(i.text.as_bytes()))));
            let hashes: String = hashes.collect();
            if hashes.is_empty() { " 'none'".to_owned() } else { hashes }
        };
        format!(
            "default-src 'none'; style-src{}; script-src{}; img-src data:; font-src data:; base-uri 'none'; \
             form-action 'none'",
            hashes(|kind| kind != Kind::Script),
            hashes(|kind| kind == Kind::Script),
        )
    }

    /// The style elements.
    pub(super) fn styles(&self) -> String {
        let own = self.0.iter().filter(|inline| inline.kind != Kind::Script);
        let elements = own.map(|inline| {
            let media = if inline.kind == Kind::PrintStyle { " media=\"print\"" } else { "" };
            marked(inline.path, &format!("<style{media}>{}</style>", inline.text))
        });
        elements.collect::<Vec<_>>().join("\n")
    }

    /// The script elements.
    pub(super) fn scripts(&self) -> String {
        let own = self.0.iter().filter(|inline| inline.kind == Kind::Script);
        let elements = own.map(|inline| marked(inline.path, &format!("<script>{}</script>", inline.text)));
        elements.collect::<Vec<_>>().join("\n")
    }
}

/// A style sheet or a script as it can stand in an element: no words of its end the element, or begin a comment. In
/// the strings and comments that they stand in, a backslash before a sign changes nothing.
fn contained(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        out.push(c);
        let follows =
            |word: &str| text[at + 1..].get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
        if c == '<' && ["/script", "/style", "!--"].into_iter().any(follows) {
            out.push('\\');
        }
    }
    out
}

/// The theme's icon as an address.
pub(super) fn icon(theme: &Theme) -> Option<String> {
    Some(address(ICON, theme.file(ICON)?))
}

/// A picture of the site as an address; `None` where the site has no such file or it cannot be made.
pub(super) fn picture(tree: &OutputTree, path: &str) -> Option<String> {
    let path = PortablePath::new(path).ok()?;
    let bytes = tree.get(&path)?.bytes().ok()?;
    Some(address(path.as_str(), &bytes))
}

fn address(path: &str, bytes: &[u8]) -> String {
    format!("data:{};base64,{}", media_type(path), base64(bytes))
}

/// A style sheet with the fonts and pictures that it names, as far as the theme has them.
fn with_resources(css: &str, path: &str, theme: &Theme) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let name = after[..end].trim().trim_matches(['"', '\'']);
        match theme.file(&format!("{folder}/{name}")) {
            Some(bytes) => out.push_str(&address(name, bytes)),
            None => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        _ => "application/octet-stream",
    }
}
