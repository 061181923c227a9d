//! A save in the preview, until it is in the open page of a real browser: measured by the script that drives the browser.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The script, in the repository. It prints a table of its own.
const SCRIPT: &str = "tests/browser/bench-preview.mjs";

/// Prints the table of saves in these dossiers, each of which the script leaves as it was. Where Node, its packages or a
/// browser are missing, says so instead.
pub(crate) fn measure(program: &Path, dossiers: &[PathBuf]) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Some(missing) = missing(root) {
        println!("A save in the preview was not measured: {missing}; `tests/run` installs it.");
        return Ok(());
    }
    let program = std::path::absolute(program).context("the program")?;
    let mut node = Command::new("node");
    node.arg(root.join(SCRIPT)).args(dossiers).env("FICHEWIJZER", program).stdin(Stdio::null());
    if !node.status().context("node")?.success() {
        bail!("{SCRIPT} failed");
    }
    Ok(())
}

/// What of the script's needs is not there. It looks for the browser itself.
fn missing(root: &Path) -> Option<&'static str> {
    let has_node = Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok();
    let has_packages = || root.join("tests/browser/node_modules/playwright-core").is_dir();
    match (has_node, has_node && has_packages()) {
        (false, _) => Some("there is no Node"),
        (_, false) => Some("the packages in tests/browser are not there"),
        _ => None,
    }
}
