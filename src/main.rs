//! The command line program.

use std::process::ExitCode;

/// Building makes and drops many small strings on all cores at once; the system's allocator takes a tenth longer for it,
/// and more memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fichewijzer::app::run()
}
