//! `export`: offline editions.

use super::arguments::{Common, Export};
use super::commands::{date, imprint, read, refuse, root};
use super::watch::{Timings, Watch};
use super::{Exit, UsageError, disk, report, terminal};
use crate::dossier::{self, Mode, Outcome};
use crate::edition::{self, Format, Selection, archive};
use crate::publish::{self, Imprint, Manifest, Overwrite, PublishError, Unfilled, Written};
use crate::render::Theme;
use crate::site::Site;
use anyhow::Result;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folder of a dossier where editions go when nobody says otherwise.
const FOLDER: &str = "export";

/// Everything that an edition is made from, and where it goes.
struct Plan<'a> {
    site: &'a Arc<Site>,
    theme: &'a Arc<Theme>,
    outcome: &'a Outcome,
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
    let plan = plan(&root, request, &outcome)?;
    publish::recover(&plan.target)?;
    let made = match make(&plan, format) {
        Ok(made) => made,
        Err(PublishError::Content(found)) => {
            outcome.findings.append(found);
            outcome.findings.sort();
            return Ok(refuse(&outcome, "nothing was written"));
        }
        Err(other) => return Err(other.into()),
    };
    terminal::show(&outcome.findings, &outcome.sources);
    terminal::say(&format!("{} ({:.2} s)", made.how, watch.elapsed().as_secs_f64()));
    terminal::say(&format!("digest {}", made.manifest.digest()));
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
    match format {
        Format::Folder | Format::Zip | Format::Epub => Ok(()),
        Format::Html | Format::Pdf => wrong(format!("--format {} is not there yet", format.as_str())),
    }
}

fn plan<'a>(root: &Path, request: &Export, outcome: &'a Outcome) -> Result<Plan<'a>> {
    let site = outcome.site.as_ref().expect("a build without errors has a site");
    let theme = outcome.theme.as_ref().expect("a build without errors has a theme");
    let selection = Selection::of(site, &request.only).map_err(|e| UsageError(e.to_string()))?;
    let name = edition::file_name(&site.settings.title, &selection, request.format.into());
    let target = request.out.clone().unwrap_or_else(|| root.join(FOLDER).join(name));
    let overwrite = if request.force { Overwrite::Anything } else { Overwrite::Ours };
    Ok(Plan { site, theme, outcome, imprint: imprint(outcome), selection, target, overwrite })
}

fn make(plan: &Plan<'_>, format: Format) -> Result<Made, PublishError> {
    match format {
        Format::Folder => folder(plan),
        Format::Zip => single(plan, &mut |out| {
            let tree = edition::with_readme(plan.site, plan.theme.strings(), &plan.outcome.tree);
            archive::zip(plan.site, &tree, &plan.imprint, out)
        }),
        Format::Epub => single(plan, &mut |out| {
            edition::epub(plan.site, plan.theme, &plan.outcome.tree, &plan.selection, &plan.imprint, out)
        }),
        Format::Html | Format::Pdf => unreachable!("refused as usage"),
    }
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
    write: &mut dyn FnMut(&mut BufWriter<&mut File>) -> Result<Manifest, Unfilled>,
) -> Result<Made, PublishError> {
    let mut manifest = None;
    let written =
        publish::file(&plan.target, plan.overwrite, &|file| edition::is_intact(file), &mut |file| {
            manifest = Some(write(&mut BufWriter::new(file))?);
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
