//! Listening, and connections with bounds: how many there are, how long a head may take and be, and how
//! long a reader may leave what it asked for.

use super::{ServeError, Shared, answer};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// How many connections there may be; each open page of a browser holds one, and some more while it loads.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take, and how long a connection may be idle.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// How long the head of a request may be, in bytes, and how many lines it may have.
const HEAD_BYTES: usize = 16 << 10;
const HEAD_LINES: usize = 100;
/// How long a reader may take nothing of an answer.
const STALLED_AFTER: Duration = Duration::from_secs(30);
/// How many ports are tried.
const PORTS: u16 = 20;

/// Listens on the port, or on the next one that is free; port 0 stands for any.
pub(super) fn bind(host: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr), ServeError> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS - 1) };
    for candidate in port..=last {
        match TcpListener::bind((host, candidate)) {
            Ok(listener) => {
                let address = listener.local_addr().map_err(ServeError::Network)?;
                return Ok((listener, address));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(source) => return Err(ServeError::Listen { host, port: candidate, source }),
        }
    }
    Err(ServeError::NoPort { first: port, last })
}

/// Answers whoever connects, for ever.
pub(super) async fn accept(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, permit, shared.clone()));
            }
            // Out of file handles, or a connection that was given up at once: others may come.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, permit: OwnedSemaphorePermit, shared: Arc<Shared>) {
    // Small answers leave at once; a failure makes them late at worst.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(answer::answer(shared, request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEAD_LINES)
        .serve_connection(TokioIo::new(Patient { stream, stalled: None }), service)
        .await;
    // Whatever went wrong went wrong for the one who asked, who is gone.
    drop((served, permit));
}

/// A connection that ends when nothing can be written for too long.
struct Patient {
    stream: TcpStream,
    /// Runs while something waits to be written.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn watch<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(STALLED_AFTER)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_free_port_is_taken_as_asked() {
        let (listener, address) = bind(HERE, 0).expect("some port is free");
        assert_eq!(address.ip(), HERE);
        drop(listener);
        let (_listener, again) = bind(HERE, address.port()).expect("is free again");
        assert!(again.port() >= address.port(), "the port itself, or a later one if somebody was faster");
    }

    #[test]
    fn a_port_that_is_taken_leads_to_a_later_one() {
        let (_taken, address) = bind(HERE, 0).expect("some port is free");
        let (_listener, next) = bind(HERE, address.port()).expect("one of the next is free");
        assert!(next.port() > address.port() && next.port() < address.port() + PORTS);
    }

    #[test]
    fn an_address_of_another_machine_is_an_error() {
        // An address for documentation (RFC 5737), which no machine has.
        let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        assert!(matches!(bind(elsewhere, 0), Err(ServeError::Listen { .. })));
    }
}
