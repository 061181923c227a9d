//! A lock against two runs that write the same folder.

use super::error::{Doing, Fault};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How often to start again where another run removes its lock file while we open it.
const ATTEMPTS: usize = 100;

/// Held as long as it lives; the system releases it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock file at `path`, or `None` where another run holds it.
    pub(super) fn take(path: &Path) -> Result<Option<Self>, Fault> {
        for _ in 0..ATTEMPTS {
            let file = File::options().create(true).write(true).truncate(false).open(path);
            let file = file.doing("make the lock file", path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(e)) => return Err(e).doing("lock", path),
            }
            // The former holder may have removed the file between our opening and locking it; a third run
            // could then lock a new file of the same name.
            if is_at(&file, path).doing("read", path)? {
                return Ok(Some(Lock { path: path.to_path_buf(), file }));
            }
        }
        Ok(None)
    }
}

impl Lock {
    /// The present moment by the clock of the file system, which need not be that of this machine.
    pub(super) fn moment(&self) -> Result<SystemTime, Fault> {
        let touched = (&self.file).write_all(b".").and_then(|()| self.file.metadata()?.modified());
        touched.doing("write", &self.path)
    }
}

impl Drop for Lock {
    /// Removes the file while it is still locked, see `take`.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (ours.dev(), ours.ino())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

/// Elsewhere a file that is open and locked keeps its name.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_it_and_nothing_is_left() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let path = dir.path().join(".x.lock");
        let first = Lock::take(&path).expect("no fault").expect("free");
        assert!(Lock::take(&path).expect("no fault").is_none());
        drop(first);
        assert!(!path.exists());
        assert!(Lock::take(&path).expect("no fault").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_file_that_was_removed_or_replaced_does_not_count() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let path = dir.path().join(".x.lock");
        let file = File::create(&path).expect("makes");
        assert!(is_at(&file, &path).expect("reads"));
        fs::remove_file(&path).expect("removes");
        assert!(!is_at(&file, &path).expect("reads"));
        File::create(&path).expect("makes");
        assert!(!is_at(&file, &path).expect("reads"));
    }

    #[test]
    fn threads_that_race_for_it_never_hold_it_together() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let dir = tempfile::tempdir().expect("temporary folder");
        let path = dir.path().join(".x.lock");
        let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        if let Some(_lock) = Lock::take(&path).expect("no fault") {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            inside.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert!(taken.into_inner() > 0);
        assert!(!path.exists());
    }
}
