//! The command line.

use crate::document::PartialDate;
use crate::edition;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// Turns the raw texts of a policy dossier into Markdown and a cross-linked static site.
#[derive(Debug, Parser)]
#[command(name = "fichewijzer", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,

    #[command(flatten)]
    pub(super) common: Common,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing wrong, or warnings only
  1  at least one error in the content
  2  wrong usage or configuration
  3  the environment failed (disk, port, permissions)";

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// The dossier's folder [default: the nearest folder upwards with a site.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,

    /// The build's date [default: SOURCE_DATE_EPOCH, then `date` in site.toml, then the newest document's]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) date: Option<PartialDate>,

    /// How many threads to use [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// How a build goes.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct How {
    /// Write no content; fail when a seed's conversion and its base differ
    #[arg(long)]
    pub(super) frozen: bool,

    /// Tell how long each part of the build took
    #[arg(long)]
    pub(super) timings: bool,

    /// Build once more, without what earlier builds left, and fail where one byte differs
    #[arg(long)]
    pub(super) verify: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Convert the seeds, merge what is new into content/, and write the site
    Build {
        /// Where the site goes [default: public/ in the dossier]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,

        #[command(flatten)]
        how: How,
    },

    /// Convert seeds to Markdown in content/, without building the site
    Ingest {
        /// Names of files in seeds/ [default: all]
        #[arg(value_name = "SEED")]
        seeds: Vec<String>,

        /// Write nothing; fail when a seed's conversion and its base differ
        #[arg(long)]
        check: bool,

        /// Write nothing; print what became of every line
        #[arg(long, conflicts_with = "check")]
        report: bool,

        /// How the report is printed
        #[arg(long, value_enum, default_value_t = Format::Human, requires = "report")]
        format: Format,
    },

    /// Show the site in a browser and keep the open pages up to date on every save
    Serve {
        /// The address to listen on; any other than this machine's own lets others in
        #[arg(long, value_name = "IP", default_value = "127.0.0.1", value_parser = host)]
        host: IpAddr,

        /// The port, or the next one that is free; 0 for any
        #[arg(long, value_name = "N", default_value_t = 4000)]
        port: u16,

        /// Open the site in the browser
        #[arg(long)]
        open: bool,

        /// Look for changes again and again, for folders on a network
        #[arg(long)]
        poll: bool,

        /// Write what the converter makes of the seeds to content/, as `ingest` does
        #[arg(long)]
        write: bool,
    },

    /// Find everything that is wrong, and write nothing
    Check {
        /// How the findings are printed
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },

    /// Make an edition for reading without a network
    Export(Export),

    /// Compare an edition or a published folder with the digests in it
    ///
    /// Finds damage: what was changed, what is missing, what was added. It does not prove who made the edition: whoever
    /// changes it on purpose can change the digests too. Compare the printed digest with the one that its maker gives.
    Verify {
        /// A folder, zip, EPUB or HTML file that `export` or `build` made
        #[arg(value_name = "PATH")]
        path: PathBuf,
    },

    /// Make a new dossier that builds at once
    Init {
        /// An empty folder, or one that does not exist yet
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// What `export` is to make.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The form of the edition
    #[arg(long, value_enum)]
    pub(super) format: EditionFormat,

    /// Only these documents, terms or pages, and what a fiche assesses (html, epub, pdf)
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',')]
    pub(super) only: Vec<String>,

    /// Where the edition goes [default: export/ in the dossier, under the words of its title]
    #[arg(long, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,

    /// Replace what is there, even where fichewijzer did not write it
    #[arg(long)]
    pub(super) force: bool,

    /// The Chromium that prints (pdf) [default: the first one found]
    #[arg(long, value_name = "PATH")]
    pub(super) chromium: Option<PathBuf>,
}

/// The forms of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EditionFormat {
    /// The site as a folder that opens from disk
    Folder,
    /// The folder in an archive
    Zip,
    /// One HTML file that holds everything
    Html,
    /// A book for e-readers
    Epub,
    /// The one file, printed by a Chromium
    Pdf,
}

impl From<EditionFormat> for edition::Format {
    fn from(format: EditionFormat) -> Self {
        match format {
            EditionFormat::Folder => edition::Format::Folder,
            EditionFormat::Zip => edition::Format::Zip,
            EditionFormat::Html => edition::Format::Html,
            EditionFormat::Epub => edition::Format::Epub,
            EditionFormat::Pdf => edition::Format::Pdf,
        }
    }
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

fn date(text: &str) -> Result<PartialDate, String> {
    let date: PartialDate = text.parse().map_err(|()| format!("`{text}` is no date"))?;
    match date.full() {
        Some(_) => Ok(date),
        None => Err("a build's date has year, month and day, as 2025-04-09".to_owned()),
    }
}

/// An address to listen on; `localhost` is one whatever the machine's list of names says.
fn host(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(Ipv4Addr::LOCALHOST.into()),
        _ => text.parse().map_err(|_| format!("`{text}` is no IP address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
