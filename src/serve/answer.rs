//! From a request to its answer.

use super::Shared;
use super::address::{self, Found};
use super::body::Answer;
use super::decorate::{Decorated, decorate};
use super::events::{self, Asked};
use super::guard;
use super::state::{Made, Site, State};
use crate::output::PortablePath;
use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    LOCATION, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The preview's own files; names that begin so belong to the program, no tree has them.
const SCRIPT: &str = "/.fichewijzer/preview.js";
const STYLE: &str = "/.fichewijzer/preview.css";
const EVENTS: &str = "/.fichewijzer/events";

/// What is shown where there is no site yet.
const WAITING: &str = include_str!("client/waiting.html");
/// How long a request waits for the first build before it is told to wait itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers a request, whatever it is.
pub(super) async fn answer<B>(shared: Arc<Shared>, request: Request<B>) -> Response<Answer> {
    let (method, uri) = (request.method(), request.uri());
    if let Err(refused) = guard::check(shared.bound, method, uri, request.headers()) {
        return refusal(refused);
    }
    let path = uri.path();
    match path {
        SCRIPT => file(include_str!("client/preview.js"), path),
        STYLE => file(include_str!("client/preview.css"), path),
        EVENTS if *method == Method::GET => {
            let asked = Asked::from_query(uri.query().unwrap_or_default());
            let mut response = respond(StatusCode::OK, "text/event-stream", Bytes::new());
            *response.body_mut() = Answer::Events(events::open(&shared, asked));
            response
        }
        path => {
            let path = path.to_owned();
            let state = first(&shared).await;
            // Making a page takes long enough to be in the way of others.
            let page = tokio::task::spawn_blocking(move || page(&shared, &state, &path)).await;
            page.unwrap_or_else(|_| {
                let text = "the page cannot be made: a fault of fichewijzer; the terminal has more\n";
                respond(StatusCode::INTERNAL_SERVER_ERROR, TEXT, Bytes::from_static(text.as_bytes()))
            })
        }
    }
}

/// The state now; where there is none yet, the first one that comes within a while.
async fn first(shared: &Shared) -> Arc<State> {
    let mut states = shared.states.subscribe();
    let first = tokio::time::timeout(PATIENCE, states.wait_for(|state| state.version > 0));
    match first.await {
        Ok(Ok(state)) => state.clone(),
        _ => Arc::default(),
    }
}

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// What stands at a path.
fn page(shared: &Shared, state: &State, path: &str) -> Response<Answer> {
    let Some(site) = &state.site else { return waiting(shared, state) };
    match address::find(&site.tree, &site.base, path) {
        Found::Folder => {
            let mut response = respond(StatusCode::TEMPORARY_REDIRECT, TEXT, Bytes::new());
            if let Ok(to) = HeaderValue::from_str(&format!("{path}/")) {
                response.headers_mut().insert(LOCATION, to);
            }
            response
        }
        Found::File(found) => match site.file(&found) {
            Some(Ok(made)) => sent(shared, state, found.as_str(), &made),
            _ => waiting(shared, state),
        },
        Found::Nothing => not_found(shared, state, site),
    }
}

fn sent(shared: &Shared, state: &State, path: &str, made: &Made) -> Response<Answer> {
    let media = address::media_type(path);
    let mut response = if media == HTML {
        page_of(StatusCode::OK, as_sent(shared, &shared.name(state), made))
    } else {
        respond(StatusCode::OK, media, made.bytes.clone())
    };
    if let Ok(tag) = HeaderValue::from_str(&made.tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The dossier's own page for unknown addresses, or a line.
fn not_found(shared: &Shared, state: &State, site: &Site) -> Response<Answer> {
    let page = PortablePath::new("404.html").ok().and_then(|page| site.file(&page));
    match page {
        Some(Ok(made)) => html(shared, state, StatusCode::NOT_FOUND, &made.bytes),
        _ => html(shared, state, StatusCode::NOT_FOUND, b"<!doctype html><title>404</title><p>404"),
    }
}

/// The page that stands in for one that cannot be shown, says why, and goes on by itself.
fn waiting(shared: &Shared, state: &State) -> Response<Answer> {
    let mut response = html(shared, state, StatusCode::SERVICE_UNAVAILABLE, WAITING.as_bytes());
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// A page of a state with this name as it is sent.
pub(super) fn as_sent(shared: &Shared, name: &str, made: &Made) -> Decorated {
    with_script(shared, name, &made.bytes, &made.tag)
}

/// A page with the preview's script and style; `tag` says which bytes it was made from, where it is one of the
/// tree.
fn with_script(shared: &Shared, name: &str, bytes: &[u8], tag: &str) -> Decorated {
    let tag = tag.trim_matches('"');
    let lines = format!(
        "<script src=\"{SCRIPT}\" data-state=\"{name}\" data-page=\"{tag}\" defer></script>\
         <link rel=\"stylesheet\" href=\"{STYLE}\">"
    );
    decorate(bytes, &lines, &shared.policy)
}

/// A page that is none of the tree.
fn html(shared: &Shared, state: &State, status: StatusCode, bytes: &[u8]) -> Response<Answer> {
    page_of(status, with_script(shared, &shared.name(state), bytes, ""))
}

fn page_of(status: StatusCode, page: Decorated) -> Response<Answer> {
    let mut response = respond(status, HTML, Bytes::from(page.html));
    if let Ok(policy) = HeaderValue::from_str(&page.policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A file of the preview itself.
fn file(text: &'static str, path: &str) -> Response<Answer> {
    respond(StatusCode::OK, address::media_type(path), Bytes::from_static(text.as_bytes()))
}

fn refusal(refused: guard::Refused) -> Response<Answer> {
    let (status, text) = refused.answer();
    let mut response = respond(status, TEXT, Bytes::from_static(text.as_bytes()));
    let headers = response.headers_mut();
    // What follows on the connection may be the body that nobody reads.
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if refused == guard::Refused::Method {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// An answer with what all answers have: nothing is kept, nothing is guessed, nothing is for other sites.
fn respond(status: StatusCode, media: &'static str, bytes: Bytes) -> Response<Answer> {
    let mut response = Response::new(Answer::Whole(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, media),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
        (REFERRER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
