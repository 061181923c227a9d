//! Work that nobody waits for: one piece after the other, on a thread of its own, so that the builder, whose work is
//! shared out among all other threads, always finds one.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Where such work is done; there is no thread before the first.
#[derive(Debug, Default)]
pub(super) struct Aside(Arc<Mutex<Option<ThreadPool>>>);

impl Aside {
    /// Waits until nobody else is at work; whoever has the turn is.
    pub(super) async fn turn(&self) -> Turn {
        Turn(self.0.clone().lock_owned().await)
    }
}

/// The right to work.
#[derive(Debug)]
pub(super) struct Turn(OwnedMutexGuard<Option<ThreadPool>>);

impl Turn {
    /// Does the work and waits for it.
    pub(super) fn run<T: Send>(mut self, work: impl FnOnce() -> T + Send) -> T {
        if self.0.is_none() {
            *self.0 = ThreadPoolBuilder::new().num_threads(1).build().ok();
        }
        match &*self.0 {
            Some(thread) => thread.install(work),
            // The system gives none.
            None => work(),
        }
    }
}
