//! The builder: builds when something changed, and shows it when the burst is over.
//!
//! It does not wait for the quiet to begin: after a short lull most bursts have said all, and what is built of them
//! by then is shown as soon as they are over. Where more comes, it builds again, once, with all of it.

use super::pending::{Pending, Touched};
use super::quiet::{LONGEST, LULL, QUIET};
use super::state::{Built, State};
use super::watch::Watcher;
use super::{Dossier, Shared, Tell, Watching};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Builds, watches, waits, for ever.
pub(super) fn keep_building(dossier: impl Dossier, shared: &Shared, watching: Watching, tell: Tell) {
    let pending = Arc::new(Pending::default());
    let mut watcher = Watcher::new(watching, pending.clone(), tell);
    // Before anything is read, so that no change falls between reading and watching.
    watcher.follow(dossier.watched());
    let mut builder = Builder { dossier, shared, is_sound: true, took: Duration::ZERO };
    let mut next = builder.build(&Touched::Everything);
    loop {
        if let Some(state) = next {
            builder.show(state);
        }
        watcher.follow(builder.dossier.watched());
        let beginning = builder.build(&pending.first(builder.patience()));
        next = match pending.rest() {
            Some(rest) => builder.build(&rest).or(beginning),
            None => beginning,
        };
    }
}

struct Builder<'a, D> {
    dossier: D,
    shared: &'a Shared,
    /// Whether the last build came to an end. After a fault of the program everything is read anew.
    is_sound: bool,
    /// How long the last build took.
    took: Duration,
}

impl<D: Dossier> Builder<'_, D> {
    /// How long nothing must happen before the next build begins. Where that may have been in vain, it must not keep
    /// the next one waiting for long.
    fn patience(&self) -> Duration {
        if self.took < LONGEST { LULL } else { QUIET }
    }

    /// Builds, and gives the state in which that would be shown. `None` where nothing changed.
    fn build(&mut self, touched: &Touched) -> Option<State> {
        let since = now();
        let touched = if self.is_sound { touched } else { &Touched::Everything };
        // A fault of the program must not end the preview: the next change may not meet it.
        let built = catch_unwind(AssertUnwindSafe(|| {
            let built = self.dossier.build(touched)?;
            Some(self.shared.after(built))
        }));
        self.is_sound = built.is_ok();
        let state = built.unwrap_or_else(|_| Some(self.shared.after(fault())));
        self.took = since.elapsed();
        state
    }

    fn show(&mut self, state: State) {
        let failures = if self.is_sound { self.dossier.shown() } else { Vec::new() };
        self.shared.show(state.with_failures(&failures));
    }
}

fn fault() -> Built {
    Built {
        failures: vec!["building failed: a fault of fichewijzer; the terminal has more".to_owned()],
        ..Built::default()
    }
}

#[allow(clippy::disallowed_methods, reason = "how long a build took decides only when the next begins")]
fn now() -> Instant {
    Instant::now()
}
