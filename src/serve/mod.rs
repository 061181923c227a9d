//! The preview: a site served from memory, built again when something changes, and told to open pages.
//!
//! Three parties work side by side and never wait for each other. *Watchers* note which files may have
//! changed; the *builder*, a thread, has the dossier built again when something did, and puts the result in
//! the place of the last one when the burst is over; the *server* answers from the state that is there, and each open page
//! has a stream that tells it about every new one. The only async code of the program is here.

mod address;
mod answer;
mod aside;
mod body;
mod builder;
mod connections;
mod decorate;
mod events;
mod guard;
mod pending;
mod poll;
mod quiet;
mod state;
mod watch;

pub use pending::Touched;
pub use state::Built;
pub use watch::{Depth, Watched};

use crate::output::PortablePath;
use aside::Aside;
use state::State;
use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch as channel;

/// What is served how.
#[derive(Debug, Clone)]
pub struct Options {
    pub host: IpAddr,
    /// The port, or the first that is tried; 0 for any.
    pub port: u16,
    pub watching: Watching,
    /// The Content-Security-Policy of pages that bring none; every page's is widened by the preview's own needs.
    pub policy: String,
}

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The system reports them.
    Reports,
    /// By looking again and again.
    Looking,
}

/// A dossier that can be built again. It lives on the builder's thread.
pub trait Dossier: Send + 'static {
    /// Reads what may have changed and builds. `None` where nothing did. Nobody hears of it yet: it may be read in the
    /// middle of a burst.
    fn build(&mut self, touched: &Touched) -> Option<Built>;

    /// What was built last is shown from now on: says what there is to say of it, and does what was left for this
    /// moment. Gives what went wrong, a sentence each.
    fn shown(&mut self) -> Vec<String>;

    /// The folders in which changes count, as things are now.
    fn watched(&self) -> Vec<Watched>;
}

/// What there is to tell people meanwhile.
#[derive(Debug)]
pub enum Told {
    /// From now on pages are served; `taken` is the port that was asked for and is somebody else's.
    Listening { address: SocketAddr, taken: Option<u16> },
    /// Changes are noticed by looking again and again, because the system cannot report them.
    Looking { why: String },
}

/// Hears what there is to tell, on any thread.
pub type Tell = Arc<dyn Fn(&Told) + Send + Sync>;

/// Why nothing can be served. Exit code 3.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {host}, port {port}: {source}")]
    Listen { host: IpAddr, port: u16, source: io::Error },
    #[error("the ports {first} to {last} are all taken; name another one with --port")]
    NoPort { first: u16, last: u16 },
    #[error("the network cannot be used: {0}")]
    Network(io::Error),
}

/// What server, streams and builder share.
#[derive(Debug)]
struct Shared {
    /// The address that the server listens on.
    bound: IpAddr,
    /// The policy of pages that bring none.
    policy: String,
    states: channel::Sender<Arc<State>>,
    /// For work that must not hold the builder up.
    aside: Aside,
    /// The pages that somebody looks at, and how many do.
    open: Mutex<BTreeMap<PortablePath, usize>>,
}

impl Shared {
    /// The name of a state, also among those of other runs.
    fn name(&self, state: &State) -> String {
        format!("{}-{}", std::process::id(), state.version)
    }

    /// The state after a build, with the pages made that somebody looks at. Nobody sees it yet.
    fn after(&self, built: Built) -> State {
        let open: Vec<PortablePath> =
            self.open.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
        let before = self.states.borrow().clone();
        before.after(built, &open)
    }

    /// Serves a state, and tells open pages.
    fn show(&self, state: State) {
        self.states.send_replace(Arc::new(state));
    }
}

/// Serves the dossier until the process is asked to end (SIGINT, SIGTERM).
pub fn run(options: &Options, dossier: impl Dossier, tell: Tell) -> Result<(), ServeError> {
    let (listener, address) = connections::bind(options.host, options.port)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(8)
        .enable_all()
        .build()
        .map_err(ServeError::Network)?;
    let shared = Arc::new(Shared {
        bound: address.ip(),
        policy: options.policy.clone(),
        states: channel::Sender::new(Arc::default()),
        aside: Aside::default(),
        open: Mutex::default(),
    });
    let ended = runtime.block_on(async {
        let stop = stop().map_err(ServeError::Network)?;
        listener.set_nonblocking(true).map_err(ServeError::Network)?;
        let listener = tokio::net::TcpListener::from_std(listener).map_err(ServeError::Network)?;
        let taken = (options.port != address.port() && options.port != 0).then_some(options.port);
        tell(&Told::Listening { address, taken });
        let (for_builder, watching) = (shared.clone(), options.watching);
        std::thread::spawn(move || builder::keep_building(dossier, &for_builder, watching, tell));
        tokio::spawn(connections::accept(listener, shared));
        stop.await;
        Ok(())
    });
    // Whoever still reads is cut off.
    runtime.shutdown_background();
    ended
}

/// Waits for a request to end. From the moment that this returns the signals no longer kill the process.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for a request to end.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "as on Unix, where it can fail")]
fn stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
