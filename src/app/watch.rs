//! The clock, and the bar that shows how far a long run is.
#![allow(clippy::disallowed_methods, reason = "how long a run took is told to people and goes into no file")]

use super::terminal;
use crate::phase::{Follow, Phase};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A run that is shorter shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the bar moves where nothing is counted.
const TICK: Duration = Duration::from_millis(100);

/// How often the bar is drawn anew at most: reading the clock for every file would cost more than the file.
const STRIDE: usize = 64;

/// Whether the phases are told at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timings {
    Told,
    Untold,
}

/// Times a run from its start.
#[derive(Debug)]
pub(super) struct Watch {
    started: Instant,
    timings: Timings,
    /// Where somebody would see it.
    bar: Option<Bar>,
    laps: Mutex<Laps>,
    done: AtomicUsize,
}

#[derive(Debug, Default)]
struct Laps {
    over: Vec<Lap>,
    current: Option<(Phase, usize, Instant)>,
}

/// A phase that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lap {
    phase: Phase,
    items: usize,
    took: Duration,
}

impl Watch {
    /// Starts the clock.
    pub(super) fn start(timings: Timings) -> Self {
        let bar = terminal::is_watched().then(Bar::new);
        let (laps, done) = (Mutex::default(), AtomicUsize::new(0));
        Watch { started: Instant::now(), timings, bar, laps, done }
    }

    /// Since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The last phase is over: what comes now belongs to none, and the bar is gone.
    pub(super) fn rest(&self) {
        self.laps().end();
        if let Some(bar) = &self.bar {
            bar.clear();
        }
    }

    /// Ends the run, and tells how long its phases took where that is wanted.
    pub(super) fn finish(&self) {
        self.rest();
        if self.timings == Timings::Told {
            terminal::say(table(&self.laps().over, self.elapsed()).trim_end());
        }
    }

    fn laps(&self) -> MutexGuard<'_, Laps> {
        // Nothing panics while it is held; if it did, the figures would still be good.
        self.laps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Follow for Watch {
    fn begin(&self, phase: Phase, items: usize) {
        let mut laps = self.laps();
        laps.end();
        laps.current = Some((phase, items, Instant::now()));
        self.done.store(0, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.begin(phase, items, self.elapsed());
        }
    }

    fn count(&self, items: usize) {
        if let Some(current) = &mut self.laps().current {
            current.1 = items;
        }
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = self.bar.as_ref().filter(|_| done.is_multiple_of(STRIDE)) {
            bar.show(done, self.elapsed());
        }
    }
}

impl Laps {
    fn end(&mut self) {
        if let Some((phase, items, since)) = self.current.take() {
            self.over.push(Lap { phase, items, took: since.elapsed() });
        }
    }
}

/// Shows which phase a long run is in, and how far it is where its items are counted one by one.
#[derive(Debug)]
struct Bar(ProgressBar);

impl Bar {
    /// A bar that nobody sees yet.
    fn new() -> Self {
        Bar(ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()))
    }

    fn begin(&self, phase: Phase, items: usize, since_start: Duration) {
        self.0.reset();
        let counted = matches!(phase, Phase::Write | Phase::Verify);
        let pattern = if counted { "{msg} {wide_bar} {pos}/{len}" } else { "{msg} {spinner}" };
        // The patterns are ours; without them indicatif's own do.
        self.0.set_style(
            ProgressStyle::with_template(pattern).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        self.0.set_message(phase.names().0);
        self.0.set_length(items as u64);
        self.show(0, since_start);
    }

    fn show(&self, done: usize, since_start: Duration) {
        if self.0.is_hidden() && since_start >= PATIENCE {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
            self.0.enable_steady_tick(TICK);
        }
        self.0.set_position(done as u64);
    }

    /// Takes it off the screen, so that something can be said.
    fn clear(&self) {
        self.0.disable_steady_tick();
        self.0.finish_and_clear();
        self.0.set_draw_target(ProgressDrawTarget::hidden());
    }
}

/// One line a phase: name, seconds, count.
fn table(laps: &[Lap], whole: Duration) -> String {
    let mut out = String::new();
    for Lap { phase, items, took } in laps {
        let (name, what) = phase.names();
        let count = if *items > 0 { format!(" {items:>9} {what}") } else { String::new() };
        let _ = writeln!(out, "{name:<16} {:>8.3} s{count}", took.as_secs_f64());
    }
    let _ = writeln!(out, "{:<16} {:>8.3} s", "whole", whole.as_secs_f64());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_told_one_a_line_and_aligned() {
        let lap = |phase, items, ms| Lap { phase, items, took: Duration::from_millis(ms) };
        let laps = [lap(Phase::Read, 1132, 31), lap(Phase::Plan, 0, 7), lap(Phase::Write, 65000, 12_345)];
        let expected = "\
read                0.031 s      1132 files
plan                0.007 s
render and write   12.345 s     65000 files of the site
whole              12.400 s
";
        assert_eq!(table(&laps, Duration::from_millis(12_400)), expected);
    }

    #[test]
    fn a_phase_ends_where_the_next_begins_and_only_once() {
        let watch = Watch::start(Timings::Untold);
        watch.begin(Phase::Read, 0);
        watch.count(3);
        watch.begin(Phase::Parse, 2);
        watch.rest();
        watch.rest();
        let phases: Vec<(Phase, usize)> = watch.laps().over.iter().map(|l| (l.phase, l.items)).collect();
        assert_eq!(phases, [(Phase::Read, 3), (Phase::Parse, 2)]);
    }
}
