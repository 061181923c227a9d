//! The output tree of a site: which files it has besides its pages, and what makes each.

use super::content;
use super::inputs::Inputs;
use super::machine;
use super::memo::Memo;
use crate::data;
use crate::data::cite::Format;
use crate::diagnostic::{Code, Diagnostic, FilePath, Findings};
use crate::output::{LateFiles, Made, OutputFile, OutputTree, Places, PortablePath, Series};
use crate::render::{self, Grounds};
use crate::search;
use crate::site::{Planned, Site};
use std::sync::Arc;

fn cannot_write(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::AddressTaken, format!("cannot write `{path}`: {why}"))
}

/// Files that crawlers look for at one address: a dossier's own in `static/` stands in the place of ours.
const REPLACEABLE: [&str; 2] = ["robots.txt", "llms.txt"];

/// A file of the site that does not follow from the plan, before it has its place.
struct Entry {
    path: String,
    file: OutputFile,
    /// The dossier's own file that it is, where it is one.
    from: Option<FilePath>,
}

/// Why what a twin or a reference is of can be found.
const PLANNED: &str = "it is planned for what exists";

/// Where the files of a site stand.
#[derive(Debug)]
pub(super) struct Laid {
    /// The plan that the first of them follow from.
    pages: Arc<Vec<Planned>>,
    beside: Arc<Beside>,
    places: Places,
}

/// The tree of a site. Where it has the same places as the one before, these are taken over.
pub(super) fn tree(
    memo: &mut Memo,
    site: &Arc<Site>,
    theme: &Arc<render::Theme>,
    inputs: &Inputs,
    findings: &mut Findings,
) -> OutputTree {
    let known = memo.laid.take().filter(|laid| Arc::ptr_eq(&laid.pages, &site.pages));
    let beside = known.as_ref().map_or_else(|| Arc::new(Beside::of(site)), |laid| laid.beside.clone());
    let (late, entries) = (search::files(site), entries(site, theme, inputs));
    let first = beside.files(site, theme);
    let filled = match &known {
        Some(Laid { places, .. }) => {
            let late = std::slice::from_ref(&late);
            places.fill(late, first, entries, |entry| &entry.path, |entry| entry.file)
        }
        None => Err((first, entries)),
    };
    let (tree, laid) = match filled {
        Ok(tree) => (tree, known),
        Err((first, entries)) => {
            let first = beside.paths(site).zip(first);
            let first = first.map(|(path, file)| Entry { path, file, from: None });
            let (tree, places) = laid_out(late, first.chain(entries), findings);
            (tree, places.map(|places| Laid { pages: site.pages.clone(), beside, places }))
        }
    };
    memo.laid = laid.filter(|_| memo.keeps());
    tree
}

/// What stands beside the pages of documents, in the order of the files.
#[derive(Debug)]
struct Beside {
    /// Documents with a twin in JSON and one in Markdown.
    twins: Vec<String>,
    references: Vec<(String, Format)>,
}

impl Beside {
    fn of(site: &Site) -> Self {
        let references = data::cite::references(site).map(|(_, id, format)| (id.to_owned(), format));
        Beside {
            twins: data::twins(site).map(|(_, id)| id.to_owned()).collect(),
            references: references.collect(),
        }
    }

    /// The files that follow from the plan: the pages, and these.
    fn files(self: &Arc<Self>, site: &Arc<Site>, theme: &Arc<render::Theme>) -> Vec<OutputFile> {
        let grounds = Arc::new(Grounds::new(site, theme));
        let all: [(Series, usize); 4] = [
            (render::pages(&grounds), site.pages.len()),
            (self.json_twins(&grounds), self.twins.len()),
            (self.references(site), self.references.len()),
            (self.markdown_twins(&grounds), self.twins.len()),
        ];
        let mut files = Vec::with_capacity(all.iter().map(|(_, count)| count).sum());
        for (series, count) in &all {
            files.extend((0..*count).map(|number| OutputFile::numbered(series, number)));
        }
        files
    }

    /// Their addresses, in their order.
    fn paths(&self, site: &Site) -> impl Iterator<Item = String> {
        let pages = site.pages.iter().map(|planned| planned.path.clone());
        let twins = data::twins(site).map(|(path, _)| path);
        let references = data::cite::references(site).map(|(path, ..)| path);
        let markdown = render::markdown_twins(site).map(|(path, _)| path);
        pages.chain(twins).chain(references).chain(markdown)
    }

    fn json_twins(self: &Arc<Self>, grounds: &Arc<Grounds>) -> Series {
        let (grounds, beside) = (grounds.clone(), self.clone());
        Arc::new(move |at, ask| {
            let site = grounds.site();
            let document = site.document(&beside.twins[at]).expect(PLANNED);
            ask.answer(
                || grounds.of_text(document, &data::twin_front(site, document)),
                || Ok(data::twin(site, document)),
            )
        })
    }

    fn references(self: &Arc<Self>, site: &Arc<Site>) -> Series {
        let (site, beside) = (site.clone(), self.clone());
        Arc::new(move |at, _| {
            let (id, format) = &beside.references[at];
            let bytes = data::cite::reference(&site, id, *format);
            // So short that to tell what it is made from would take as long.
            Ok(Made::Bytes { bytes: bytes.expect(PLANNED).into(), fingerprint: None })
        })
    }

    fn markdown_twins(self: &Arc<Self>, grounds: &Arc<Grounds>) -> Series {
        let (grounds, beside) = (grounds.clone(), self.clone());
        Arc::new(move |at, ask| {
            let (site, strings) = (grounds.site(), grounds.theme().strings());
            let document = site.document(&beside.twins[at]).expect(PLANNED);
            ask.answer(
                || grounds.of_text(document, &render::twin_front(document)),
                || Ok(render::markdown_twin(site, strings, document)),
            )
        })
    }
}

/// Puts the files in their places, and gives these where all files have one.
fn laid_out(
    late: LateFiles,
    entries: impl Iterator<Item = Entry>,
    findings: &mut Findings,
) -> (OutputTree, Option<Places>) {
    let mut tree = OutputTree::default();
    let mut whole = true;
    if let Err(why) = tree.insert_late(late) {
        whole = false;
        findings.push(cannot_write(search::FOLDER, &why.to_string()));
    }
    for Entry { path, file, from } in entries {
        let inserted = PortablePath::new(&path)
            .map_err(|e| e.to_string())
            .and_then(|path| tree.insert(path, file).map_err(|e| e.to_string()));
        if let Err(why) = inserted {
            whole = false;
            let mut diagnostic = cannot_write(&path, &why);
            if let Some(from) = from {
                diagnostic = diagnostic.in_file(&from).hint("rename the file");
            }
            findings.push(diagnostic);
        }
    }
    let places = whole.then(|| tree.places());
    (tree, places)
}

/// The files of a site that do not follow from its plan, but those of the search index.
fn entries(site: &Arc<Site>, theme: &Arc<render::Theme>, inputs: &Inputs) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |path: String, file: OutputFile, from: Option<&FilePath>| {
        entries.push(Entry { path, file, from: from.cloned() });
    };
    for (path, file) in render::statics(theme) {
        add(path, file, None);
    }
    let replaced =
        |path: &str| REPLACEABLE.contains(&path) && inputs.get(&format!("static/{path}")).is_some();
    for (path, file) in data::files(site).into_iter().filter(|(path, _)| !replaced(path)) {
        let site = site.clone();
        add(path, OutputFile::written_by(move |out| file.write(&site, out)), None);
    }
    for (path, file) in machine::files(site, theme).into_iter().filter(|(path, _)| !replaced(path)) {
        add(path, file, None);
    }
    for (path, bytes) in inputs.under("static/") {
        let below = path.trim_start_matches("static/").to_owned();
        add(below, OutputFile::ready(bytes.clone()), Some(path));
    }
    for (path, bytes) in inputs.under("content/") {
        let below = path.strip_prefix("content/").unwrap_or(path);
        let copied =
            !path.starts_with(content::INGEST) && !below.ends_with(".md") && !below.ends_with(".rej");
        if copied {
            add(below.to_owned(), OutputFile::ready(bytes.clone()), Some(path));
        }
    }
    entries
}
