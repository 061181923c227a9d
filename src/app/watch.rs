//! The clock, and the bar that shows how far a long run is.
#![allow(clippy::disallowed_methods, reason = "how long a run took is told to people and goes into no file")]

use super::terminal;
use crate::phase::{Follow, Phase};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A phase that is shorter shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the bar is drawn anew at most: reading the clock for every file would cost more than the file.
const STRIDE: usize = 64;

/// Whether the phases are told at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timings {
    Told,
    Untold,
}

/// Whether somebody would see a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bars {
    Shown,
    Hidden,
}

/// Times a run from its start.
#[derive(Debug)]
pub(super) struct Watch {
    started: Instant,
    timings: Timings,
    bars: Bars,
    laps: Mutex<Laps>,
    done: AtomicUsize,
}

#[derive(Debug, Default)]
struct Laps {
    over: Vec<Lap>,
    current: Option<(Phase, usize, Instant)>,
    bar: Option<ProgressBar>,
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
        let bars = if terminal::is_watched() { Bars::Shown } else { Bars::Hidden };
        let (laps, done) = (Mutex::default(), AtomicUsize::new(0));
        Watch { started: Instant::now(), timings, bars, laps, done }
    }

    /// Since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// The last phase is over: what comes now belongs to none, and the bar is gone.
    pub(super) fn rest(&self) {
        self.laps().end();
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
    }

    fn count(&self, items: usize) {
        if let Some(current) = &mut self.laps().current {
            current.1 = items;
        }
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(STRIDE) && self.bars == Bars::Shown {
            self.laps().show(done);
        }
    }
}

impl Laps {
    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if let Some((phase, items, since)) = self.current.take() {
            self.over.push(Lap { phase, items, took: since.elapsed() });
        }
    }

    /// Draws the bar of a phase that takes long.
    fn show(&mut self, done: usize) {
        let Some((phase, items, since)) = self.current else { return };
        if self.bar.is_none() && since.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| bar(phase, items));
        bar.set_position(done as u64);
    }
}

fn bar(phase: Phase, items: usize) -> ProgressBar {
    let style = "{msg} {wide_bar} {pos}/{len}";
    // The pattern is ours; without it indicatif's own does.
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(items as u64).with_style(style).with_message(phase.names().0)
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
