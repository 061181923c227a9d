//! What file systems can do, some of them only: exchange, rename without replacing, hard links.

use super::left::Left;
use crate::phase::{Follow, Nobody};
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Whether to try what only some file systems can do. Tests choose `Never` to walk the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    WhereSupported,
    Never,
}

/// What an exchange came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    Done,
    Unsupported,
}

/// The file system as it is used, and a place to be interrupted at after each step that changes it.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) exchange: Try,
    pub(super) hard_links: Try,
    /// Forcing files to the disk, which only a loss of power makes necessary and which takes long.
    pub(super) flush: Try,
    /// Called after each change on disk; a test stops the run there, as a kill would.
    pub(super) after_step: &'a (dyn Fn() + Sync),
    /// Who is told of each file that is made.
    pub(super) follow: &'a dyn Follow,
    pub(super) memory: Memory<'a>,
}

/// What is known of the files that an earlier run left, and whether a later one will want to know.
#[derive(Clone, Copy)]
pub(super) enum Memory<'a> {
    Nothing,
    Kept(Option<&'a Left>),
}

impl Memory<'_> {
    /// Whether a later run will want to know.
    pub(super) fn is_kept(self) -> bool {
        matches!(self, Memory::Kept(_))
    }
}

impl Means<'static> {
    /// All that the file system can do.
    pub(super) fn all() -> Self {
        let all = Try::WhereSupported;
        Means {
            exchange: all,
            hard_links: all,
            flush: all,
            after_step: &|| {},
            follow: &Nobody,
            memory: Memory::Nothing,
        }
    }
}

impl Means<'_> {
    /// Marks that something on disk changed.
    pub(super) fn step(&self) {
        (self.after_step)();
    }

    /// Lets two files or folders change places in one atomic step.
    pub(super) fn exchange(&self, a: &Path, b: &Path) -> io::Result<Exchange> {
        if self.exchange == Try::Never {
            return Ok(Exchange::Unsupported);
        }
        let done = exchange(a, b)?;
        if done == Exchange::Done {
            self.step();
        }
        Ok(done)
    }

    /// Renames; what stands at `to` is replaced where the system allows that.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.step();
        Ok(())
    }

    /// Renames to a name that must be free, in one step; `AlreadyExists` where it is not.
    pub(super) fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<Exchange> {
        if self.exchange == Try::Never {
            return Ok(Exchange::Unsupported);
        }
        let done = rename_no_replace(from, to)?;
        if done == Exchange::Done {
            self.step();
        }
        Ok(done)
    }

    /// Renames a file or link to a name that must be free, where need be in two steps; `AlreadyExists`
    /// where it is not.
    pub(super) fn rename_to_free(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.rename_no_replace(from, to)? == Exchange::Done {
            return Ok(());
        }
        match fs::hard_link(from, to) {
            Ok(()) => {
                self.step();
                self.remove(from)
            }
            Err(e) if matches!(e.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => Err(e),
            // No hard links either: look first, then rename.
            Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(from, to),
        }
    }

    /// Lets `to` be the same file as `from`, or else a copy with its modification time.
    pub(super) fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        let linked = match self.hard_links {
            Try::WhereSupported => fs::hard_link(from, to),
            Try::Never => Err(io::ErrorKind::Unsupported.into()),
        };
        match linked {
            Err(e) if e.kind() != io::ErrorKind::NotFound => copy(from, to)?,
            other => other?,
        }
        self.step();
        Ok(())
    }

    /// Forces a file, or the names in a folder, to the disk. Not every system can do that with a folder.
    pub(super) fn flush(&self, path: &Path) -> io::Result<()> {
        match self.flush {
            Try::WhereSupported => File::open(path)?.sync_all(),
            Try::Never => Ok(()),
        }
    }

    /// Removes a file or link.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)?;
        self.step();
        Ok(())
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut copy = File::create_new(to)?;
    io::copy(&mut source, &mut copy)?;
    copy.set_modified(source.metadata()?.modified()?)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<Exchange> {
    rename_with(a, b, rustix::fs::RenameFlags::EXCHANGE)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_no_replace(from: &Path, to: &Path) -> io::Result<Exchange> {
    rename_with(from, to, rustix::fs::RenameFlags::NOREPLACE)
}

/// Kernels, file systems and overlays say in different ways that they cannot do it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_with(from: &Path, to: &Path, how: rustix::fs::RenameFlags) -> io::Result<Exchange> {
    use rustix::io::Errno;
    match rustix::fs::renameat_with(rustix::fs::CWD, from, rustix::fs::CWD, to, how) {
        Ok(()) => Ok(Exchange::Done),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV) => Ok(Exchange::Unsupported),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<Exchange> {
    Ok(Exchange::Unsupported)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_no_replace(_: &Path, _: &Path) -> io::Result<Exchange> {
    Ok(Exchange::Unsupported)
}
