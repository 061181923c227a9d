//! The command line program: arguments, reading inputs into memory, wiring, exit codes.

mod account;
mod arguments;
mod build;
mod cache;
mod commands;
mod disk;
mod export;
mod init;
mod preview;
mod report;
mod terminal;
mod verify;
mod watch;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing wrong, or warnings only.
    Clean = 0,
    /// At least one error in the content.
    Content = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// The environment failed.
    Environment = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with the arguments of the process. Results go to standard output, findings and errors
/// to standard error.
pub fn run() -> ExitCode {
    let Arguments { command, common } = Arguments::parse();
    let outcome = terminal::threads(common.jobs).and_then(|()| match command {
        Command::Build { out, how } => build::build(&common, out.as_deref(), how),
        Command::Ingest { seeds, check, report, format } => {
            let what = commands::Ingest::of(check, report, format);
            commands::ingest(&common, &seeds, what)
        }
        Command::Check { format } => commands::check(&common, format),
        Command::Export(request) => export::export(&common, &request),
        Command::Verify { path } => verify::verify(&path),
        Command::Serve { host, port, open, poll, write } => {
            preview::serve(&common, &preview::Wanted { host, port, open, poll, write })
        }
        Command::Init { folder } => init::init(&folder),
    });
    outcome.unwrap_or_else(|error| terminal::failed(&error)).into()
}

/// An error of usage or configuration, exit code 2; other errors are the environment's.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);
