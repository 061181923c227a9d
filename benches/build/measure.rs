//! What a run of a program costs, read from outside it.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a running program is looked at. Its peak memory is the kernel's own high-water mark, so that only
/// what it grows by in the last moment of its life can be missed.
const GLANCE: Duration = Duration::from_millis(2);

/// Ticks a second in `/proc/PID/stat`: 100 on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

/// What a run cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of processor time over all threads. Where other programs are busy, this is the steadier figure.
    pub(crate) cpu: f64,
    /// Largest resident size, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program to its end; that it fails is an error. What it says goes to the file `log`.
pub(crate) fn run(command: &mut Command, log: &Path) -> Result<Cost> {
    settle_disk();
    let said = fs::File::create(log).context("the log")?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{command:?}"))?;
    let process = format!("/proc/{}", child.id());
    let mut cost = Cost::default();
    // A dead process keeps its times until somebody waits for it, but not its memory.
    while !look(&process, &mut cost) {
        sleep(GLANCE);
    }
    cost.wall = started.elapsed().as_secs_f64();
    if !child.wait()?.success() {
        let said = fs::read_to_string(log).unwrap_or_default();
        let tail = said.len().saturating_sub(2000);
        bail!("{command:?} failed:\n{}", said.get(tail..).unwrap_or(&said));
    }
    Ok(cost)
}

/// Brings the figures up to date; tells whether the process has ended.
fn look(process: &str, cost: &mut Cost) -> bool {
    if let Ok(status) = fs::read_to_string(format!("{process}/status")) {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        cost.peak = cost.peak.max(peak.unwrap_or(0) * 1024);
    }
    let Ok(stat) = fs::read_to_string(format!("{process}/stat")) else { return true };
    // The program's name stands in brackets and may hold anything; after it state, and from there on 11th and 12th
    // the times in user and kernel mode (proc_pid_stat(5)).
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    cost.cpu = (ticks(11) + ticks(12)) / TICKS;
    fields.first().is_some_and(|state| ["Z", "X"].contains(state))
}

/// Lets what earlier runs wrote reach the disk, so that this run does not pay for it.
fn settle_disk() {
    // Where there is no such program, the figures are less steady and that is all.
    let _ = Command::new("sync").status();
}

/// The run of middle duration.
pub(crate) fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    let peak = costs.iter().map(|cost| cost.peak).max().unwrap_or(0);
    costs.get(costs.len() / 2).map(|middle| Cost { peak, ..*middle }).unwrap_or_default()
}

/// How many files stand in a folder, and their bytes.
pub(crate) fn size_of(folder: &Path) -> (u64, u64) {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(|entry| entry.ok()?.metadata().ok().filter(fs::Metadata::is_file))
        .fold((0, 0), |(files, bytes), file| (files + 1, bytes + file.len()))
}
