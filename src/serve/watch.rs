//! Watching folders: by what the system reports, or by looking again and again.

use super::pending::Pending;
use super::{Tell, Told, Watching, poll};
use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A folder in which changes count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched {
    /// Absolute, without symbolic links.
    pub folder: PathBuf,
    pub depth: Depth,
}

/// How deep a folder is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What stands in the folder itself.
    Own,
    /// All below it.
    All,
}

/// What tells one folder from another that takes its place.
type Identity = (u64, u64);

/// Watches folders and notes what changes.
pub(super) struct Watcher {
    means: Means,
    watched: BTreeMap<Watched, Identity>,
    /// Whether folders have been followed already.
    begun: bool,
    pending: Arc<Pending>,
    tell: Tell,
}

/// Why the system reports no more of some folders, where it said so on a thread of its own.
type Lost = Arc<Mutex<Option<notify::Error>>>;

enum Means {
    Reports(RecommendedWatcher, Lost),
    Looking(Arc<Mutex<BTreeSet<Watched>>>),
}

impl Watcher {
    /// A watcher that watches nothing yet.
    pub(super) fn new(watching: Watching, pending: Arc<Pending>, tell: Tell) -> Self {
        let mut watcher = Watcher {
            means: Means::Looking(Arc::default()),
            watched: BTreeMap::new(),
            begun: false,
            pending,
            tell,
        };
        match watching {
            Watching::Looking => watcher.look(),
            Watching::Reports => match reports(watcher.pending.clone()) {
                Ok((means, lost)) => watcher.means = Means::Reports(means, lost),
                Err(error) => watcher.look_because(&error),
            },
        }
        watcher
    }

    /// Watches these folders and no others. A folder that is watched from now on, also one that took the
    /// place of another, is noted as changed: nobody knows what happened before. The first time nothing has
    /// been read yet that could have changed.
    pub(super) fn follow(&mut self, wanted: Vec<Watched>) {
        let wanted: BTreeMap<Watched, Identity> =
            wanted.into_iter().filter_map(|w| identity(&w.folder).map(|identity| (w, identity))).collect();
        if let Means::Looking(folders) = &self.means {
            *folders.lock().unwrap_or_else(PoisonError::into_inner) = wanted.keys().cloned().collect();
            self.watched = wanted;
            return;
        }
        if let Some(error) = self.lost() {
            self.watched = wanted;
            return self.look_because(&error);
        }
        let stale: Vec<Watched> =
            self.watched.iter().filter(|(w, i)| wanted.get(w) != Some(i)).map(|(w, _)| w.clone()).collect();
        stale.iter().for_each(|watched| self.forget(watched));
        let is_new = |watched: &Watched| !self.watched.contains_key(watched);
        let new: Vec<(Watched, Identity)> =
            wanted.iter().filter(|(w, _)| is_new(w)).map(|(w, i)| (w.clone(), *i)).collect();
        for (watched, identity) in new {
            if let Err(error) = self.report(&watched) {
                // A folder that went away in between is none of the trouble.
                if !watched.folder.is_dir() {
                    continue;
                }
                self.watched.extend(wanted);
                return self.look_because(&error);
            }
            if self.begun {
                self.pending.note([watched.folder.clone()]);
            }
            self.watched.insert(watched, identity);
        }
        self.begun = true;
    }

    /// What the system said of folders that came later and are not watched: there is no room for more.
    fn lost(&self) -> Option<notify::Error> {
        match &self.means {
            Means::Reports(_, lost) => lost.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Means::Looking(_) => None,
        }
    }

    fn report(&mut self, watched: &Watched) -> notify::Result<()> {
        let mode = match watched.depth {
            Depth::Own => RecursiveMode::NonRecursive,
            Depth::All => RecursiveMode::Recursive,
        };
        match &mut self.means {
            Means::Reports(means, _) => means.watch(&watched.folder, mode),
            Means::Looking(_) => Ok(()),
        }
    }

    fn forget(&mut self, watched: &Watched) {
        self.watched.remove(watched);
        if let Means::Reports(means, _) = &mut self.means {
            // A folder that is gone is watched no longer anyway.
            let _ = means.unwatch(&watched.folder);
        }
    }

    /// Goes over to looking again and again.
    fn look_because(&mut self, error: &notify::Error) {
        let why = match error.kind {
            ErrorKind::MaxFilesWatch => "the system watches no more folders; it has a limit, on Linux \
                `fs.inotify.max_user_watches`"
                .to_owned(),
            _ => format!("the system cannot report them: {error}"),
        };
        (self.tell)(&Told::Looking { why });
        self.look();
    }

    fn look(&mut self) {
        let folders: Arc<Mutex<BTreeSet<Watched>>> =
            Arc::new(Mutex::new(self.watched.keys().cloned().collect()));
        poll::start(folders.clone(), &self.pending);
        self.means = Means::Looking(folders);
        self.pending.note([]);
    }
}

fn reports(pending: Arc<Pending>) -> notify::Result<(RecommendedWatcher, Lost)> {
    let lost = Lost::default();
    let noted = lost.clone();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| match event {
        Ok(event) if event.need_rescan() => pending.note([]),
        Ok(event) if counts(event.kind) => pending.note(event.paths),
        Ok(_) => {}
        // Something was lost; what, nobody knows.
        Err(error) => {
            if matches!(error.kind, ErrorKind::MaxFilesWatch) {
                *noted.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            }
            pending.note([]);
        }
    })?;
    Ok((watcher, lost))
}

/// Whether an event can mean that a file has other bytes. Reading does not, closing after writing does.
fn counts(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// What tells the folder at a path from another one, or `None` where there is none.
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let created = metadata.created().ok();
        let since = created.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        Some((0, since.map_or(0, |since| since.as_nanos() as u64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, MetadataKind, ModifyKind, RemoveKind, RenameMode};

    #[test]
    fn reading_is_no_change() {
        for (kind, expected) in [
            (EventKind::Access(AccessKind::Read), false),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), true),
            (EventKind::Create(CreateKind::File), true),
            (EventKind::Remove(RemoveKind::Folder), true),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), true),
            (EventKind::Modify(ModifyKind::Name(RenameMode::Both)), true),
            (EventKind::Modify(ModifyKind::Metadata(MetadataKind::WriteTime)), true),
            (EventKind::Any, true),
        ] {
            assert_eq!(counts(kind), expected, "{kind:?}");
        }
    }
}
