//! Offline editions: how large each form is, and how long it takes beside a build of the same site. The one file is
//! printed up to a size, and only where there is a Chromium.

use super::measure::{Cost, median, size_of};
use super::ours::{Bench, dossier};
use super::synthetic::Material;
use super::table::{megabytes, ratio, seconds};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// The forms that are measured, in the order of the columns.
const FORMS: [Form; 5] = [
    Form { name: "folder", at_most: u64::MAX, verified: true },
    Form { name: "zip", at_most: u64::MAX, verified: true },
    Form { name: "html", at_most: u64::MAX, verified: true },
    Form { name: "epub", at_most: u64::MAX, verified: true },
    Form { name: "pdf", at_most: 500, verified: false },
];

/// A form as it is measured.
struct Form {
    /// The word on the command line.
    name: &'static str,
    /// Dossiers of more documents are not made into it here.
    at_most: u64,
    /// Whether it carries digests that `verify` reads.
    verified: bool,
}

/// Head of the table.
pub(crate) fn head() -> String {
    let mut head = "| documents | cold build s |".to_owned();
    let mut rule = "| --: | --: |".to_owned();
    for Form { name, verified, .. } in FORMS {
        head.push_str(&format!(" {name} MB | {name} s | {name} × build | {name} peak MB |"));
        rule.push_str(" --: | --: | --: | --: |");
        if verified {
            head.push_str(" verify s |");
            rule.push_str(" --: |");
        }
    }
    format!("{head}\n{rule}")
}

impl Bench<'_> {
    /// A row of it.
    pub(crate) fn editions(&self, documents: u64, material: &Material) -> Result<String> {
        let place = self.place.join(format!("editions-{documents}"));
        let dossier = dossier(&place, documents, material)?;
        let run = |arguments: &[&str], out: &str| -> Result<Cost> {
            let mut command = Command::new(&self.options.program);
            self.cost(command.args(arguments).arg("--root").arg(&dossier).arg("--out").arg(place.join(out)))
        };
        let mut built = Vec::new();
        for at in 0..self.options.runs {
            built.push(run(&["build"], &format!("site-{at}"))?);
        }
        let built = median(built);
        let mut row = format!("| {documents} | {} |", seconds(built.wall));
        for form in FORMS {
            row.push_str(&self.edition(&form, documents, built.wall, &run, &place)?);
        }
        Ok(row)
    }

    /// The cells of a form. What cannot be made here has none.
    fn edition(
        &self,
        form: &Form,
        documents: u64,
        build: f64,
        run: &dyn Fn(&[&str], &str) -> Result<Cost>,
        place: &Path,
    ) -> Result<String> {
        let Form { name, at_most, verified } = *form;
        let nothing = || Ok(" – |".repeat(if verified { 5 } else { 4 }));
        if documents > at_most {
            return nothing();
        }
        let (mut made, mut checked) = (Vec::new(), Vec::new());
        for at in 0..self.options.runs {
            let out = format!("{name}-{at}");
            match run(&["export", "--format", name], &out) {
                Ok(cost) => made.push(cost),
                // Where no browser is at hand, or it runs out of memory.
                Err(error) if name == "pdf" => {
                    eprintln!("{error}");
                    return nothing();
                }
                Err(error) => return Err(error),
            }
            if verified {
                let mut verify = Command::new(&self.options.program);
                checked.push(self.cost(verify.arg("verify").arg(place.join(&out)))?);
            }
        }
        let made = median(made);
        let size = size_of(&place.join(format!("{name}-0"))).1;
        let mut cells = format!(
            " {} | {} | {} | {} |",
            megabytes(size),
            seconds(made.wall),
            ratio(made.wall, build),
            megabytes(made.peak),
        );
        if verified {
            cells.push_str(&format!(" {} |", seconds(median(checked).wall)));
        }
        Ok(cells)
    }
}
