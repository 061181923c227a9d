//! What changed since somebody looked: collected by watchers, taken by the builder.

use super::quiet::{Burst, QUIET};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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

/// A burst of changes as far as nobody has taken it yet. What comes while the builder works waits here.
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

    /// Waits for a change and for so long a silence after it, or for the end of its burst, and takes what changed until
    /// then. The burst goes on until [`Pending::rest`] sees its end.
    pub(super) fn first(&self, silence: Duration) -> Touched {
        let mut collected = self.lock();
        loop {
            let left = collected.burst.map(|burst| burst.remaining(now(), silence));
            collected = match left {
                None => self.more.wait(collected).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => return collected.take(),
                Some(left) => self.wait(collected, left),
            };
        }
    }

    /// Waits for the end of the burst of which the beginning was taken, and takes what came since; `None` where nothing
    /// did.
    pub(super) fn rest(&self) -> Option<Touched> {
        let mut collected = self.lock();
        while let Some(burst) = collected.burst {
            let left = burst.remaining(now(), QUIET);
            if left.is_zero() {
                collected.burst = None;
            } else {
                collected = self.wait(collected, left);
            }
        }
        (collected.everything || !collected.paths.is_empty()).then(|| collected.take())
    }

    fn wait<'a>(&self, collected: MutexGuard<'a, Collected>, left: Duration) -> MutexGuard<'a, Collected> {
        self.more.wait_timeout(collected, left).unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, Collected> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Collected {
    fn take(&mut self) -> Touched {
        let paths = std::mem::take(&mut self.paths);
        if std::mem::take(&mut self.everything) { Touched::Everything } else { Touched::Paths(paths) }
    }
}

#[allow(clippy::disallowed_methods, reason = "a burst ends by the clock; nothing that is made depends on it")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths<const N: usize>(names: [&str; N]) -> Touched {
        Touched::Paths(names.map(PathBuf::from).into())
    }

    /// Takes a burst whole.
    fn whole(pending: &Pending) -> Touched {
        let touched = pending.first(QUIET);
        assert_eq!(pending.rest(), None);
        touched
    }

    #[test]
    fn a_burst_is_taken_whole_and_once() {
        let pending = Pending::default();
        pending.note(["a".into(), "b".into()]);
        pending.note(["b".into(), "c".into()]);
        assert_eq!(whole(&pending), paths(["a", "b", "c"]));
        pending.note(["d".into()]);
        assert_eq!(whole(&pending), paths(["d"]));
    }

    #[test]
    fn the_rest_of_a_burst_is_what_came_after_its_beginning() {
        let pending = Pending::default();
        pending.note(["a".into()]);
        assert_eq!(pending.first(Duration::ZERO), paths(["a"]));
        pending.note(["a".into(), "b".into()]);
        pending.note(["c".into()]);
        assert_eq!(pending.rest(), Some(paths(["a", "b", "c"])));
        assert_eq!(pending.rest(), None);
        pending.note(["d".into()]);
        assert_eq!(pending.first(Duration::ZERO), paths(["d"]));
        pending.note([]);
        assert_eq!(pending.rest(), Some(Touched::Everything));
    }

    #[test]
    fn what_nobody_can_name_is_everything() {
        let pending = Pending::default();
        pending.note(["a".into()]);
        pending.note([]);
        assert_eq!(whole(&pending), Touched::Everything);
        pending.note((0..=MOST).map(|n| n.to_string().into()));
        assert_eq!(whole(&pending), Touched::Everything);
    }

    #[test]
    fn what_comes_while_somebody_waits_wakes_them() {
        let pending = std::sync::Arc::new(Pending::default());
        let other = pending.clone();
        let waiting = std::thread::spawn(move || other.first(QUIET));
        pending.note(["a".into()]);
        assert_eq!(waiting.join().expect("ends"), paths(["a"]));
    }
}
