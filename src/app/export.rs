//! `export`: offline editions.

use super::arguments::{Common, Export};
use super::commands::{date, imprint, read, refuse, root};
use super::watch::{Timings, Watch};
use super::{Exit, UsageError, chromium, disk, report, terminal};
use crate::diagnostic::Findings;
use crate::dossier::{self, Mode, Outcome};
use crate::edition::onefile::Medium;
use crate::edition::{self, Format, Selection, archive};
use crate::publish::{self, Imprint, Manifest, Overwrite, PublishError, Unfilled, Written};
use crate::render::Theme;
use crate::site::Site;
use anyhow::Result;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folder of a dossier where editions go when nobody says otherwise.
const FOLDER: &str = "export";

/// Everything that an edition is made from, and where it goes.
struct Plan<'a> {
    site: &'a Arc<Site>,
    theme: &'a Arc<Theme>,
    outcome: &'a Outcome,
    /// Of a PDF: what prints it.
    chromium: Option<PathBuf>,
    imprint: Imprint,
    selection: Selection,
    target: PathBuf,
    overwrite: Overwrite,
}

/// What was made: the manifest whose digest names the edition, and what became of the target.
struct Made {
    manifest: Manifest,
    how: String,
    /// The file to open.
    open: PathBuf,
}

/// Makes an edition of the dossier as it is; writes no content.
pub(super) fn export(common: &Common, request: &Export) -> Result<Exit> {
    let watch = Watch::start(Timings::Untold);
    let format = Format::from(request.format);
    check_usage(request, format)?;
    let prints = format == Format::Pdf;
    let chromium = prints.then(|| chromium::find(request.chromium.as_deref())).transpose()?;
    let root = root(common)?;
    if let Some(target) = &request.out {
        disk::check_target(&root, target)?;
        if request.force {
            disk::check_forced(target)?;
        }
    }
    let mut outcome = dossier::build(&read(&root)?, Mode::Merge, date(common)?);
    if outcome.findings.has_errors() {
        return Ok(refuse(&outcome, "nothing was written"));
    }
    let plan = plan(&root, request, &outcome, chromium)?;
    publish::recover(&plan.target)?;
    let made = match make(&plan, format) {
        Ok(made) => made,
        Err(error) => match error.downcast() {
            Ok(PublishError::Content(found)) => {
                outcome.findings.append(found);
                outcome.findings.sort();
                return Ok(refuse(&outcome, "nothing was written"));
            }
            Ok(other) => return Err(other.into()),
            Err(error) => return Err(error),
        },
    };
    terminal::show(&outcome.findings, &outcome.sources);
    terminal::say(&format!("{} ({:.2} s)", made.how, watch.elapsed().as_secs_f64()));
    // Two prints of one text differ in bytes: they have no digest to compare.
    if format != Format::Pdf {
        terminal::say(&format!("digest {}", made.manifest.digest()));
    }
    report::print(&format!("open {}\n", made.open.display()));
    Ok(Exit::Clean)
}

fn check_usage(request: &Export, format: Format) -> Result<()> {
    let wrong = |message: String| Err(UsageError(message).into());
    if !request.only.is_empty() && !format.takes_parts() {
        return wrong(format!(
            "--only makes no part of a {}; it goes with html, epub and pdf",
            format.as_str()
        ));
    }
    if request.chromium.is_some() && format != Format::Pdf {
        return wrong("--chromium goes with --format pdf".to_owned());
    }
    Ok(())
}

fn plan<'a>(
    root: &Path,
    request: &Export,
    outcome: &'a Outcome,
    chromium: Option<PathBuf>,
) -> Result<Plan<'a>> {
    let site = outcome.site.as_ref().expect("a build without errors has a site");
    let theme = outcome.theme.as_ref().expect("a build without errors has a theme");
    let selection = Selection::of(site, &request.only).map_err(|e| UsageError(e.to_string()))?;
    let name = edition::file_name(&site.settings.title, &selection, request.format.into());
    let target = request.out.clone().unwrap_or_else(|| root.join(FOLDER).join(name));
    let overwrite = if request.force { Overwrite::Anything } else { Overwrite::Ours };
    Ok(Plan { site, theme, outcome, chromium, imprint: imprint(outcome), selection, target, overwrite })
}

fn make(plan: &Plan<'_>, format: Format) -> Result<Made> {
    let made = match format {
        Format::Folder => folder(plan),
        Format::Zip => single(plan, &|file| edition::is_intact(file), &mut |out| {
            let tree = edition::with_readme(plan.site, plan.theme.strings(), &plan.outcome.tree);
            archive::zip(plan.site, &tree, &plan.imprint, out)
        }),
        Format::Html => single(plan, &|file| edition::is_intact(file), &mut |out| {
            let (text, manifest) = onefile(plan, Medium::Screen).map_err(Unfilled::Content)?;
            out.write_all(text.as_bytes())?;
            Ok(manifest)
        }),
        Format::Pdf => return pdf(plan),
        Format::Epub => single(plan, &|file| edition::is_intact(file), &mut |out| {
            edition::epub(plan.site, plan.theme, &plan.outcome.tree, &plan.selection, &plan.imprint, out)
        }),
    };
    Ok(made?)
}

/// The one file, printed.
fn pdf(plan: &Plan<'_>) -> Result<Made> {
    let chromium = plan.chromium.as_deref().expect("looked for before anything was made");
    // What goes wrong with the printing is told as it is, not as a fault of the target.
    let mut fault = None;
    let made = single(plan, &is_own_pdf, &mut |out| {
        let (text, manifest) = onefile(plan, Medium::Paper).map_err(Unfilled::Content)?;
        match chromium::print(chromium, &text, &plan.target) {
            Ok(printed) => out.write_all(&edition::pdf::marked(printed))?,
            Err(error) => {
                fault = Some(error);
                return Err(Unfilled::Io(io::Error::other("nothing was printed")));
            }
        }
        Ok(manifest)
    });
    match fault {
        Some(fault) => Err(fault),
        None => Ok(made?),
    }
}

/// Whether a file is a PDF that this program wrote and nobody changed.
fn is_own_pdf(file: &mut File) -> bool {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).is_ok() && edition::pdf::is_intact(&bytes)
}

/// The one file and its manifest.
fn onefile(plan: &Plan<'_>, medium: Medium) -> Result<(String, Manifest), Findings> {
    let imprint = plan.imprint.clone();
    edition::onefile::html(plan.site, plan.theme, &plan.outcome.tree, &plan.selection, imprint, medium)
}

fn folder(plan: &Plan<'_>) -> Result<Made, PublishError> {
    let tree = edition::with_readme(plan.site, plan.theme.strings(), &plan.outcome.tree);
    let (published, manifest) = publish::folder_over(&tree, &plan.target, &plan.imprint, plan.overwrite)?;
    let how = format!("{} files: {published}", tree.len());
    Ok(Made { manifest, how, open: plan.target.join("index.html") })
}

/// An edition that is one file; `write` fills it and gives its manifest.
fn single(
    plan: &Plan<'_>,
    is_ours: &dyn Fn(&mut File) -> bool,
    write: &mut dyn FnMut(&mut BufWriter<&mut File>) -> Result<Manifest, Unfilled>,
) -> Result<Made, PublishError> {
    let mut manifest = None;
    let written = publish::file(&plan.target, plan.overwrite, is_ours, &mut |file| {
        let mut out = BufWriter::new(file);
        manifest = Some(write(&mut out)?);
        out.flush()?;
        Ok(())
    })?;
    let manifest = manifest.expect("a file that was written was filled");
    let how = match written {
        Written::Added => "1 file added",
        Written::Changed => "1 file changed",
        Written::Kept => "1 file unchanged",
    };
    let how = format!("{} parts; {how}", manifest.files.len());
    Ok(Made { manifest, how, open: plan.target.clone() })
}
