//! What changed since somebody looked: collected by watchers, taken by the builder.

use super::quiet::Burst;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// These files and folders, with all that is in them; whether they are there or not.
    Paths(BTreeSet<PathBuf>),
    /// Nobody knows what.
    Everything,
}

/// More paths than these are no longer told apart: reading everything costs as much.
const MOST: usize = 20_000;

#[derive(Debug, Default)]
struct Collected {
    paths: BTreeSet<PathBuf>,
    everything: bool,
    burst: Option<Burst>,
}

/// A burst of changes that nobody has taken yet. What comes while the builder works waits here.
#[derive(Debug, Default)]
pub(super) struct Pending {
    collected: Mutex<Collected>,
    more: Condvar,
}

impl Pending {
    /// Notes paths that may have changed; none at all stands for everything.
    pub(super) fn note(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut collected = self.lock();
        let before = collected.paths.len();
        let mut any = false;
        for path in paths {
            any = true;
            collected.paths.insert(path);
        }
        if !any || before.max(collected.paths.len()) > MOST {
            collected.everything = true;
        }
        let at = now();
        match &mut collected.burst {
            Some(burst) => burst.note(at),
            None => collected.burst = Some(Burst::begun(at)),
        }
        self.more.notify_all();
    }

    /// Waits for a change and the end of its burst, and takes what changed.
    pub(super) fn wait(&self) -> Touched {
        let mut collected = self.lock();
        loop {
            let left = collected.burst.map(|burst| burst.remaining(now()));
            collected = match left {
                None => self.more.wait(collected).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => return take(&mut collected),
                Some(left) => {
                    self.more.wait_timeout(collected, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Collected> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(collected: &mut Collected) -> Touched {
    let Collected { paths, everything, .. } = std::mem::take(collected);
    if everything { Touched::Everything } else { Touched::Paths(paths) }
}

#[allow(clippy::disallowed_methods, reason = "a burst ends by the clock; nothing that is made depends on it")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_whole_and_once() {
        let pending = Pending::default();
        pending.note(["a".into(), "b".into()]);
        pending.note(["b".into(), "c".into()]);
        assert_eq!(pending.wait(), Touched::Paths(["a", "b", "c"].map(PathBuf::from).into()));
        pending.note(["d".into()]);
        assert_eq!(pending.wait(), Touched::Paths(["d"].map(PathBuf::from).into()));
    }

    #[test]
    fn what_nobody_can_name_is_everything() {
        let pending = Pending::default();
        pending.note(["a".into()]);
        pending.note([]);
        assert_eq!(pending.wait(), Touched::Everything);
        pending.note((0..=MOST).map(|n| n.to_string().into()));
        assert_eq!(pending.wait(), Touched::Everything);
    }

    #[test]
    fn what_comes_while_somebody_waits_wakes_them() {
        let pending = std::sync::Arc::new(Pending::default());
        let other = pending.clone();
        let waiting = std::thread::spawn(move || other.wait());
        pending.note(["a".into()]);
        assert_eq!(waiting.join().expect("ends"), Touched::Paths(["a"].map(PathBuf::from).into()));
    }
}
