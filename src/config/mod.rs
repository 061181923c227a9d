//! `site.toml`: from what is written to validated settings.

mod contact;
mod taxonomy;

pub use contact::Contact;
pub use taxonomy::{FieldSettings, Matching, Role, TaxonomySettings};

use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::document::{Kind, PartialDate, RawHtml};
use crate::fields::{self, At, Fields};
use std::collections::BTreeMap;
use std::str::FromStr;

/// The settings of a dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub title: String,
    pub description: String,
    /// Where the site is published; without one there is no canonical address, site map or feed.
    pub base_url: Option<BaseUrl>,
    /// The build's date, where neither the command line nor the environment gives one.
    pub date: Option<PartialDate>,
    /// The language of the interface: one a build.
    pub language: Language,
    /// Name of the theme, `themes/<name>/` or the one inside the program, and where it is set; an empty place
    /// where it is not.
    pub theme: At<String>,
    pub raw_html: RawHtml,
    /// In the order of the file.
    pub taxonomies: Vec<TaxonomySettings>,
    /// Titles of sections that the program does not know by itself.
    pub sections: BTreeMap<String, SectionSettings>,
    /// Keys of the taxonomies whose terms have a feed of their own, in the order of the taxonomies.
    pub feeds: Vec<String>,
    /// Where readers can report a problem.
    pub contact: Option<Contact>,
}

impl Settings {
    /// The taxonomy with this key.
    pub fn taxonomy(&self, key: &str) -> Option<&TaxonomySettings> {
        self.taxonomies.iter().find(|t| t.key == key)
    }

    /// The taxonomy that plays a role, if any.
    pub fn with_role(&self, role: Role) -> Option<&TaxonomySettings> {
        self.taxonomies.iter().find(|t| t.role == Some(role))
    }
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Dutch,
    English,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Dutch => "nl",
            Language::English => "en",
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(tag: &str) -> Result<Self, ()> {
        [Language::Dutch, Language::English].into_iter().find(|l| l.tag() == tag).ok_or(())
    }
}

/// Where the site is published: http or https, a host, and a path that ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address, ending in `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its path, beginning and ending in `/`.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        self.0[host..].find('/').map_or("/", |at| &self.0[host + at..])
    }

    /// The full address of a page of the site.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromStr for BaseUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(())?;
        let host = rest.split('/').next().unwrap_or_default();
        let plain = text.chars().all(|c| c.is_ascii_graphic() && !"?#\"<>\\".contains(c));
        if host.is_empty() || !plain {
            return Err(());
        }
        Ok(BaseUrl(format!("{}/", text.trim_end_matches('/'))))
    }
}

/// How a section is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionSettings {
    pub title: String,
    pub description: Option<String>,
    /// Place in the navigation, after the sections that the program knows.
    pub order: Option<i64>,
}

/// Reads `site.toml`. `None` where a setting without which nothing can be made is missing or wrong; the
/// findings say what.
pub fn read(file: &FilePath, text: &str, findings: &mut Findings) -> Option<Settings> {
    let mut fields = fields::parse(file, text, 0, findings);
    let title = fields.required("title");
    let description = fields.required("description");
    let base_url = fields.parsed("base_url", "write it as \"https://example.org/dossier/\"");
    let date = fields.date("date");
    let language = fields.parsed("language", "known here: nl, en");
    let theme = fields.string("theme").filter(|theme| plain_name(theme, &mut fields));
    let contact =
        fields.parsed("contact", "write an e-mail address, or the address of a page: \"https://…\"");
    let raw_html = match fields.boolean("raw_html") {
        Some(At { value: true, .. }) => RawHtml::Allowed,
        _ => RawHtml::Forbidden,
    };
    let taxonomies = taxonomy::read_all(fields.table("taxonomies"), findings);
    let feeds = feeds(&mut fields, &taxonomies);
    let sections = sections(fields.table("sections"), findings);
    fields.finish(findings);
    Some(Settings {
        title: title?.value,
        description: description?.value,
        base_url: base_url.map(|at| at.value),
        date: date.map(|at| at.value),
        language: language.map_or(Language::Dutch, |at| at.value),
        theme: theme.unwrap_or_else(|| At { value: "standaard".to_owned(), span: 0..0 }),
        raw_html,
        taxonomies,
        sections,
        feeds,
        contact: contact.map(|at| at.value),
    })
}

/// The taxonomies whose terms have feeds: those that `feeds` names, or all where the key is absent.
fn feeds(fields: &mut Fields<'_>, taxonomies: &[TaxonomySettings]) -> Vec<String> {
    let known = || taxonomies.iter().map(|t| t.key.as_str());
    if !fields.has("feeds") {
        return known().map(str::to_owned).collect();
    }
    let wanted = fields.strings("feeds");
    let file = fields.file().clone();
    for At { value, span } in wanted.iter().filter(|at| known().all(|key| key != at.value)) {
        fields.report(
            Diagnostic::new(Code::WrongValue, format!("there is no taxonomy `{value}` to make feeds of"))
                .at(&file, span.clone())
                .did_you_mean(value, known()),
        );
    }
    known().filter(|key| wanted.iter().any(|at| at.value == *key)).map(str::to_owned).collect()
}

/// Whether a name is one plain part of a path: it becomes a folder's name and part of addresses.
fn plain_name(name: &At<String>, fields: &mut Fields<'_>) -> bool {
    let plain = is_plain_name(&name.value);
    if !plain {
        fields.wrong(
            &name.span,
            format!("`{}` cannot be the name of a folder", name.value),
            "use lower-case letters, digits and hyphens",
        );
    }
    plain
}

/// Lower-case letters, digits and hyphens, beginning with a letter.
pub(crate) fn is_plain_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Sections that the program makes itself and names in the interface's language.
const OWN_SECTIONS: [&str; 3] = ["documenten", "fiches", "nieuws"];

/// Folders of the site that hold no section.
const RESERVED: [&str; 4] = ["data", "vergelijk", "bron", "static"];

fn sections(table: Option<Fields<'_>>, findings: &mut Findings) -> BTreeMap<String, SectionSettings> {
    let mut out = BTreeMap::new();
    let Some(table) = table else { return out };
    for (key, mut fields) in table.free_tables(findings) {
        check_section_name(&key, &mut fields);
        let title = fields.required("title");
        let description = fields.string("description").map(|at| at.value);
        let order = fields.integer("order").map(|at| at.value);
        fields.finish(findings);
        if let Some(title) = title {
            out.insert(key.value, SectionSettings { title: title.value, description, order });
        }
    }
    out
}

/// Reports a section or taxonomy whose name cannot be a folder of the site, or is one already.
fn check_section_name(key: &At<String>, fields: &mut Fields<'_>) {
    if plain_name(key, fields) && (RESERVED.contains(&&*key.value) || OWN_SECTIONS.contains(&&*key.value)) {
        let file = fields.file().clone();
        let kinds: Vec<_> = Kind::ALL.iter().map(|k| k.section()).collect();
        fields.report(
            Diagnostic::new(
                Code::AddressTaken,
                format!("`{}` is a folder that the program fills", key.value),
            )
            .at(&file, key.span.clone())
            .hint(format!(
                "choose another name than {}, {}",
                kinds.join(", "),
                RESERVED.join(", ")
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (Option<Settings>, Vec<String>) {
        let mut findings = Findings::default();
        let settings = read(&"site.toml".into(), text, &mut findings);
        let lines = findings.iter().map(|d| format!("{}: {}", d.code.as_str(), d.message)).collect();
        (settings, lines)
    }

    #[test]
    fn a_small_dossier_needs_two_keys() {
        let (settings, found) = check("title = \"Chips\"\ndescription = \"Over chips\"\n");
        let settings = settings.expect("complete");
        assert!(found.is_empty(), "{found:?}");
        assert_eq!((settings.language, settings.theme.value.as_str()), (Language::Dutch, "standaard"));
    }

    #[test]
    fn faults_are_named_all_at_once() {
        let (settings, found) = check(
            "titel = \"x\"\ndescription = \"y\"\nbase_url = \"ftp://x\"\nlanguage = \"de\"\n\
             [taxonomies.data]\ntitle = \"Data\"\nsingular = \"Gegeven\"\nrole = \"pilar\"\n",
        );
        assert!(settings.is_none());
        for part in [
            "missing-key: `title` is missing",
            "unknown-key: unknown key `titel`",
            "wrong-value: `ftp://x` is no value for `base_url`",
            "wrong-value: `de` is no value for `language`",
            "wrong-value: `pilar` is no value for `role`",
            "address-taken: `data` is a folder that the program fills",
        ] {
            assert!(found.iter().any(|l| l == part), "{part} not in {found:#?}");
        }
    }

    #[test]
    fn feeds_are_made_of_all_taxonomies_or_of_those_that_are_named() {
        let taxonomies = "[taxonomies.a]\ntitle = \"A\"\nsingular = \"a\"\n\
                          [taxonomies.b]\ntitle = \"B\"\nsingular = \"b\"\n";
        for (key, expected) in
            [("", &["a", "b"][..]), ("feeds = []\n", &[]), ("feeds = [\"b\", \"b\"]\n", &["b"])]
        {
            let (settings, found) = check(&format!("title = \"x\"\ndescription = \"y\"\n{key}{taxonomies}"));
            assert!(found.is_empty(), "{key}: {found:?}");
            assert_eq!(settings.expect("complete").feeds, expected, "{key}");
        }
        let (_, found) = check(&format!("title = \"x\"\ndescription = \"y\"\nfeeds = [\"c\"]\n{taxonomies}"));
        assert_eq!(found, ["wrong-value: there is no taxonomy `c` to make feeds of"]);
    }

    #[test]
    fn a_role_is_played_once() {
        let (_, found) = check(
            "title = \"x\"\ndescription = \"y\"\n\
             [taxonomies.a]\ntitle = \"A\"\nsingular = \"a\"\nrole = \"pillar\"\n\
             [taxonomies.b]\ntitle = \"B\"\nsingular = \"b\"\nrole = \"pillar\"\n",
        );
        assert_eq!(found, ["wrong-value: the role `pillar` is played by two taxonomies"]);
    }

    #[test]
    fn a_base_url_may_have_a_path_and_ends_in_a_slash() {
        for (given, kept) in [
            ("https://example.org", Some("https://example.org/")),
            ("https://example.org/a/b/", Some("https://example.org/a/b/")),
            ("https://", None),
            ("//example.org", None),
            ("https://example.org/?q", None),
        ] {
            assert_eq!(given.parse::<BaseUrl>().ok().map(|u| u.0).as_deref(), kept, "{given}");
        }
        let path = |url: &str| url.parse::<BaseUrl>().map(|u| u.path().to_owned());
        assert_eq!(path("https://example.org"), Ok("/".to_owned()));
        assert_eq!(path("https://example.org/a/b"), Ok("/a/b/".to_owned()));
    }
}
