//! Offline editions: how large each form is, and how long it takes beside a build of the same site.

use super::measure::{Cost, median, size_of};
use super::ours::{Bench, dossier};
use super::synthetic::Material;
use super::table::{megabytes, ratio, seconds};
use anyhow::Result;
use std::process::Command;

/// The forms that are measured, in the order of the columns.
const FORMS: [&str; 3] = ["folder", "zip", "epub"];

/// Head of the table.
pub(crate) fn head() -> String {
    let mut head = "| documents | cold build s |".to_owned();
    let mut rule = "| --: | --: |".to_owned();
    for form in FORMS {
        head.push_str(&format!(" {form} MB | {form} × build | {form} peak MB | verify s |"));
        rule.push_str(" --: | --: | --: | --: |");
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
            let (mut made, mut verified) = (Vec::new(), Vec::new());
            for at in 0..self.options.runs {
                let out = format!("{form}-{at}");
                made.push(run(&["export", "--format", form], &out)?);
                let mut verify = Command::new(&self.options.program);
                verified.push(self.cost(verify.arg("verify").arg(place.join(&out)))?);
            }
            let (made, verified) = (median(made), median(verified));
            let size = size_of(&place.join(format!("{form}-0"))).1;
            row.push_str(&format!(
                " {} | {} | {} | {} |",
                megabytes(size),
                ratio(made.wall, built.wall),
                megabytes(made.peak),
                seconds(verified.wall)
            ));
        }
        Ok(row)
    }
}
