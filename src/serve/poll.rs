//! Watching by looking again and again, for folders on a network whose changes nobody reports.

use super::pending::Pending;
use super::watch::{Depth, Watched};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// How long after one look the next follows.
const EVERY: Duration = Duration::from_millis(400);
/// How many looks a file that changed counts as changed: another save may leave its date and size the same
/// where dates are coarse (two seconds on the coarsest file systems).
const AGAIN: u8 = 6;

/// How a file looks from outside. Any difference counts, also a date that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    modified: Option<SystemTime>,
    length: u64,
}

type Looks = BTreeMap<PathBuf, Look>;

/// Looks at the folders from now on, as long as `pending` lives.
pub(super) fn start(folders: Arc<Mutex<BTreeSet<Watched>>>, pending: &Arc<Pending>) {
    let pending = Arc::downgrade(pending);
    let mut before = look(&folders);
    std::thread::spawn(move || {
        let mut suspects = Suspects::default();
        loop {
            std::thread::sleep(EVERY);
            let now = look(&folders);
            let changed = suspects.after(changes(&before, &now));
            before = now;
            let Some(pending) = Weak::upgrade(&pending) else { return };
            if !changed.is_empty() {
                pending.note(changed);
            }
        }
    });
}

fn look(folders: &Mutex<BTreeSet<Watched>>) -> Looks {
    let folders = folders.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut looks = Looks::new();
    for Watched { folder, depth } in folders {
        let deepest = if depth == Depth::Own { 1 } else { usize::MAX };
        let walk = WalkDir::new(folder).follow_links(true).max_depth(deepest);
        // What cannot be looked at looks as if it were not there.
        for entry in walk.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            if let Ok(metadata) = entry.metadata() {
                let look = Look { modified: metadata.modified().ok(), length: metadata.len() };
                looks.insert(entry.into_path(), look);
            }
        }
    }
    looks
}

/// The files that look otherwise, or are on one side only.
fn changes(before: &Looks, now: &Looks) -> BTreeSet<PathBuf> {
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let other = now.iter().filter(|(path, look)| before.get(*path) != Some(look)).map(|(path, _)| path);
    gone.chain(other).cloned().collect()
}

/// Files that changed a short while ago.
#[derive(Debug, Default)]
struct Suspects(BTreeMap<PathBuf, u8>);

impl Suspects {
    /// What counts as changed after a look.
    fn after(&mut self, changed: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        self.0.extend(changed.into_iter().map(|path| (path, AGAIN)));
        let out = self.0.keys().cloned().collect();
        self.0.retain(|_, left| {
            *left -= 1;
            *left > 0
        });
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(files: &[(&str, u64, u64)]) -> Looks {
        let look = |seconds, length| Look {
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
            length,
        };
        files.iter().map(|(path, seconds, length)| (path.into(), look(*seconds, *length))).collect()
    }

    #[test]
    fn any_difference_counts() {
        let before =
            looks(&[("same", 5, 1), ("later", 5, 1), ("earlier", 5, 1), ("longer", 5, 1), ("gone", 5, 1)]);
        let now =
            looks(&[("same", 5, 1), ("later", 9, 1), ("earlier", 2, 1), ("longer", 5, 2), ("new", 5, 1)]);
        let changed: Vec<PathBuf> = changes(&before, &now).into_iter().collect();
        assert_eq!(changed, ["earlier", "gone", "later", "longer", "new"].map(PathBuf::from));
    }

    #[test]
    fn what_changed_is_looked_at_again_for_a_while() {
        let mut suspects = Suspects::default();
        let one: BTreeSet<PathBuf> = [PathBuf::from("a")].into();
        assert_eq!(suspects.after(one.clone()), one);
        for _ in 1..AGAIN {
            assert_eq!(suspects.after(BTreeSet::new()), one);
        }
        assert!(suspects.after(BTreeSet::new()).is_empty());
    }
}
