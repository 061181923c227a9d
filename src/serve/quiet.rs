//! When a burst of changes is over.

use std::time::{Duration, Instant};

/// How long nothing must happen before a burst counts as over.
pub(super) const QUIET: Duration = Duration::from_millis(20);
/// How long nothing must happen before it is worth building already, so that it is done when the burst is over: longer
/// than an editor takes from one step of a save to the next.
pub(super) const LULL: Duration = Duration::from_millis(4);
/// How long the first change of a burst waits at most.
pub(super) const LONGEST: Duration = Duration::from_millis(200);

/// A burst of changes that somebody waits for the end of. The caller brings the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Burst {
    first: Instant,
    last: Instant,
}

impl Burst {
    /// A burst that begins with a change at `now`.
    pub(super) fn begun(now: Instant) -> Self {
        Burst { first: now, last: now }
    }

    /// Another change.
    pub(super) fn note(&mut self, now: Instant) {
        self.last = now;
    }

    /// How long it still is, if nothing more happens, until there was so long a silence, or the burst has lasted as long
    /// as one may; with [`QUIET`] until it is over. Zero where that is past.
    pub(super) fn remaining(&self, now: Instant, silence: Duration) -> Duration {
        let end = (self.last + silence).min(self.first + LONGEST);
        end.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock that moves only when a test says so; where it begins does not matter.
    #[allow(clippy::disallowed_methods, reason = "any instant serves as the start of a made-up clock")]
    fn clock() -> impl Fn(u64) -> Instant {
        let start = Instant::now();
        move |milliseconds| start + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_single_change_waits_for_quiet() {
        let at = clock();
        let burst = Burst::begun(at(0));
        assert_eq!(burst.remaining(at(0), QUIET), QUIET);
        assert_eq!(burst.remaining(at(19), QUIET), Duration::from_millis(1));
        assert_eq!(burst.remaining(at(20), QUIET), Duration::ZERO);
        assert_eq!(burst.remaining(at(5_000), QUIET), Duration::ZERO);
        assert_eq!(burst.remaining(at(1), LULL), Duration::from_millis(3));
        assert_eq!(burst.remaining(at(4), LULL), Duration::ZERO);
    }

    #[test]
    fn each_further_change_starts_the_quiet_anew() {
        let at = clock();
        let mut burst = Burst::begun(at(0));
        burst.note(at(15));
        assert_eq!(burst.remaining(at(20), QUIET), Duration::from_millis(15));
        burst.note(at(30));
        assert_eq!(burst.remaining(at(35), QUIET), Duration::from_millis(15));
    }

    #[test]
    fn a_storm_without_end_waits_no_longer_than_the_limit() {
        let at = clock();
        let mut burst = Burst::begun(at(0));
        (1..20).for_each(|n| burst.note(at(n * 10)));
        assert_eq!(burst.remaining(at(190), QUIET), Duration::from_millis(10));
        burst.note(at(199));
        assert_eq!(burst.remaining(at(200), QUIET), Duration::ZERO);
    }
}
