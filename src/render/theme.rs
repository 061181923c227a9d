//! Themes: templates, styles and words, looked up in the dossier, in its theme, and in the theme inside the
//! program, in this order.

use super::strings::Strings;
use super::template_faults::string_uses;
use super::templates::{Source, THEME_PREFIX, TemplateSources, Templates};
use super::texts::Text;
use super::view;
use crate::config::{Language, Settings};
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings, Sources, Span};
use crate::fields::{self, At};
use crate::fingerprint::Fingerprint;
use rust_embed::RustEmbed;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Name of the theme inside the program.
const STANDARD: &str = "standaard";

/// Address of the file in which a theme changes colours and measures. The theme inside the program has none.
const TOKENS: &str = "static/tokens.css";

#[derive(RustEmbed)]
#[folder = "themes/standaard"]
struct Standard;

/// Files by their path in the dossier: `templates/index.html`, `themes/standaard/static/site.css`.
type Files = BTreeMap<FilePath, Arc<[u8]>>;

/// A theme that can render pages.
#[derive(Clone)]
pub struct Theme {
    templates: Templates,
    strings: Arc<Strings>,
    statics: BTreeMap<String, Arc<[u8]>>,
    /// Files that editions take into themselves, by their path in the theme: `edition/edition.css`.
    embedded: BTreeMap<String, Arc<[u8]>>,
    sources: Sources,
    fingerprint: Fingerprint,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("statics", &self.statics.keys()).finish_non_exhaustive()
    }
}

/// A file of a theme, whether it comes from the dossier or from the program.
#[derive(Debug, Clone)]
struct ThemeFile {
    file: FilePath,
    bytes: Cow<'static, [u8]>,
}

/// The files of a theme by their path within it.
type Layer = BTreeMap<String, ThemeFile>;

impl Theme {
    /// Loads the theme that the settings name, for their language. Of `files` those below `templates/` and
    /// `themes/<name>/` count. `None` where something is wrong; the findings say what, and [`texts`] has what
    /// their excerpts are from.
    pub fn load(
        settings: &Settings,
        files: impl IntoIterator<Item = (FilePath, Arc<[u8]>)>,
        findings: &mut Findings,
    ) -> Option<Theme> {
        let At { value: name, span } = &settings.theme;
        let files: Files = files.into_iter().collect();
        let fingerprint = Fingerprint::of_value(&(settings.language.tag(), name, &files));
        let mut found = Findings::default();
        let inside = standard();
        let own = layer(&files, &format!("themes/{name}/"));
        if own.is_empty() && name != STANDARD {
            found.push(no_theme(name, span, &files));
        }
        check_theme_file(name, &own, &mut found);
        let strings = Arc::new(load_strings(settings.language, [&inside, &own], &mut found));
        let sources = template_sources(&files, &[&inside, &own], &mut found);
        let replaced = template_sources(&Files::new(), &[&inside], &mut found);
        check_strings(&strings, &sources, &replaced, &mut found);
        let templates = Templates::load(sources, &strings, &mut found);
        let layers = [inside, own];
        let (statics, embedded) = (below("static/", &layers), below("edition/", &layers));
        let complete = !found.has_errors();
        findings.append(found);
        let sources = texts(files);
        templates.filter(|_| complete).map(|templates| Theme {
            templates,
            strings,
            statics,
            embedded,
            sources,
            fingerprint,
        })
    }

    /// What it was made from, but for what is in the program.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The words of the interface.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The theme's static files, by their address in the site: `static/site.css`.
    pub fn statics(&self) -> &BTreeMap<String, Arc<[u8]>> {
        &self.statics
    }

    /// What templates get to know of the theme.
    pub(super) fn view(&self) -> view::ThemeView {
        view::ThemeView { tokens: self.statics.contains_key(TOKENS) }
    }

    /// A file of the theme's `static/` or `edition/`, by its path in the theme.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.statics.get(path).or_else(|| self.embedded.get(path)).map(|bytes| &**bytes)
    }

    /// Such a file as text, where it is one.
    pub fn text(&self, path: &str) -> Option<String> {
        std::str::from_utf8(self.file(path)?).ok().map(str::to_owned)
    }

    /// The texts of the theme's files, for excerpts in messages about them.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// A page's text. Faults of the template are findings.
    pub(super) fn render(&self, template: &str, view: &impl Serialize) -> Result<String, Findings> {
        let bytes = self.render_bytes(template, view)?;
        Ok(String::from_utf8(bytes).expect("templates and what they print are text"))
    }

    /// The same as bytes.
    pub(super) fn render_bytes(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, Findings> {
        self.templates.render(template, view)
    }
}

/// The texts that findings about themes show excerpts from: those of the given files, and of the theme inside
/// the program.
pub fn texts(files: impl IntoIterator<Item = (FilePath, Arc<[u8]>)>) -> Sources {
    let inside = standard().into_values().map(|f| (f.file, Arc::from(f.bytes)));
    let text = |bytes: &[u8]| Some(Arc::from(std::str::from_utf8(bytes).ok()?));
    inside
        .chain(files)
        .filter_map(|(file, bytes): (FilePath, Arc<[u8]>)| Some((file, text(&bytes)?)))
        .collect()
}

fn standard() -> Layer {
    Standard::iter()
        .filter_map(|path| {
            let bytes = Standard::get(&path)?.data;
            let file: FilePath = format!("themes/{STANDARD}/{path}").into();
            Some((path.into_owned(), ThemeFile { file, bytes }))
        })
        .collect()
}

fn layer(files: &Files, folder: &str) -> Layer {
    files
        .iter()
        .filter_map(|(file, bytes)| {
            let path = file.strip_prefix(folder)?;
            Some((path.to_owned(), ThemeFile { file: file.clone(), bytes: Cow::Owned(bytes.to_vec()) }))
        })
        .collect()
}

fn no_theme(name: &str, span: &Span, files: &Files) -> Diagnostic {
    let known: BTreeSet<&str> = files
        .keys()
        .filter_map(|file| file.strip_prefix("themes/")?.split('/').next())
        .chain([STANDARD])
        .collect();
    Diagnostic::new(Code::Theme, format!("there is no theme `{name}`"))
        .at(&"site.toml".into(), span.clone())
        .did_you_mean(name, known)
}

/// Reads `theme.toml`, which every theme has but one that only changes files of the one inside the program.
fn check_theme_file(name: &str, own: &Layer, findings: &mut Findings) {
    let Some(theme) = own.get("theme.toml") else {
        if name != STANDARD && !own.is_empty() {
            let file: FilePath = format!("themes/{name}/theme.toml").into();
            findings.push(
                Diagnostic::new(Code::Theme, "the theme has no `theme.toml`")
                    .in_file(&file)
                    .hint(format!("write `name = \"{name}\"` and `views = {}` in it", view::VERSION)),
            );
        }
        return;
    };
    let Some(text) = utf8(theme, findings) else { return };
    let mut fields = fields::parse(&theme.file, &text, 0, findings);
    fields.required("name");
    let views = fields.integer("views");
    fields.finish(findings);
    let wrong = views.as_ref().is_none_or(|at| at.value != view::VERSION);
    if wrong {
        let span = views.map_or(0..1, |at| at.span);
        let message = format!("the theme must be written for version {} of the views", view::VERSION);
        let hint = format!("see what changed, then write `views = {}`", view::VERSION);
        findings.push(Diagnostic::new(Code::Theme, message).at(&theme.file, span).hint(hint));
    }
}

fn load_strings(language: Language, layers: [&Layer; 2], findings: &mut Findings) -> Strings {
    let mut strings = Strings::new(language);
    let path = format!("i18n/{}.toml", language.tag());
    for file in layers.iter().filter_map(|layer| layer.get(&path)) {
        if let Some(text) = utf8(file, findings) {
            strings.add(&file.file, &text, findings);
        }
    }
    strings
}

/// The theme's templates as `theme/NAME`, the dossier's own as `NAME`.
fn template_sources(files: &Files, layers: &[&Layer], findings: &mut Findings) -> TemplateSources {
    let mut sources = TemplateSources::new();
    let mut add = |name: String, file: &ThemeFile| {
        if let Some(text) = utf8(file, findings) {
            sources.insert(name, Source { file: file.file.clone(), text });
        }
    };
    for (path, file) in layers.iter().flat_map(|layer| layer.iter()) {
        if let Some(name) = path.strip_prefix("templates/") {
            add(format!("{THEME_PREFIX}{name}"), file);
        }
    }
    for (name, file) in &layer(files, "templates/") {
        add(name.clone(), file);
    }
    sources
}

fn utf8(file: &ThemeFile, findings: &mut Findings) -> Option<Arc<str>> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(text.into()),
        Err(_) => {
            let diagnostic = Diagnostic::new(Code::UnknownEncoding, "the file is not UTF-8");
            findings.push(diagnostic.in_file(&file.file).hint("save it as UTF-8"));
            None
        }
    }
}

/// Every string that is asked for must be there, and nobody may write one that nobody asks for. Templates
/// of the theme inside the program that are `replaced` asked for strings too; theirs may stay.
fn check_strings(
    strings: &Strings,
    sources: &TemplateSources,
    replaced: &TemplateSources,
    findings: &mut Findings,
) {
    let asked = string_uses(sources);
    for (key, places) in &asked {
        missing_in_templates(key.as_deref(), places, strings, findings);
    }
    let needed: BTreeSet<&str> = Text::ALL.iter().map(|t| t.key()).collect();
    let file: FilePath = format!("themes/{STANDARD}/i18n/{}.toml", strings.language().tag()).into();
    for key in needed.iter().filter(|key| strings.place(key).is_none()) {
        let message = format!("the string `{key}` is missing");
        findings.push(Diagnostic::new(Code::Theme, message).in_file(&file));
    }
    let before = string_uses(replaced);
    let in_templates = asked.keys().chain(before.keys()).flatten().map(String::as_str);
    let used: BTreeSet<&str> = needed.into_iter().chain(in_templates).collect();
    for key in strings.keys().filter(|key| !used.contains(key)) {
        if let Some((file, span)) = strings.place(key) {
            let message = format!("nothing uses the string `{key}`");
            let diagnostic = Diagnostic::new(Code::Theme, message).at(file, span.clone());
            findings.push(diagnostic.did_you_mean(key, used.iter().copied()));
        }
    }
}

fn missing_in_templates(
    key: Option<&str>,
    places: &[(&Source, Span)],
    strings: &Strings,
    findings: &mut Findings,
) {
    if key.is_some_and(|key| strings.place(key).is_some()) {
        return;
    }
    for (source, span) in places {
        let diagnostic = match key {
            Some(key) => Diagnostic::new(Code::Theme, format!("there is no string `{key}`"))
                .did_you_mean(key, strings.keys()),
            None => Diagnostic::new(Code::Theme, "the key of a string must be written out")
                .hint("write it as t(key=\"block.notes\")"),
        };
        findings.push(diagnostic.at(&source.file, span.clone()));
    }
}

/// The files of a folder; those of later layers stand in the place of earlier ones.
fn below(folder: &str, layers: &[Layer]) -> BTreeMap<String, Arc<[u8]>> {
    layers
        .iter()
        .flatten()
        .filter(|(path, _)| path.starts_with(folder))
        .map(|(path, file)| (path.clone(), Arc::from(&*file.bytes)))
        .collect()
}
