//! Which requests are answered at all: those of the reader's own browser for this server.
//!
//! A page of another site can make a browser send requests here. Its scripts read the answers when a name
//! of its own is made to lead to this machine ("DNS rebinding"), and a `<script src>` reads what is a script.
//! The first is told by `Host`, the second by what browsers say of where a request comes from.

use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, ORIGIN, TRANSFER_ENCODING};
use hyper::http::uri::Authority;
use hyper::{Method, StatusCode, Uri};
use std::net::IpAddr;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// No `Host`, several, or one that is none.
    NoHost,
    /// Asked for under a name that is not this server's.
    ForeignHost,
    /// Asked for by a page of another site.
    ForeignOrigin,
    /// Neither GET nor HEAD.
    Method,
    /// With a body, which no request for a page has.
    Body,
}

impl Refused {
    /// The status of the answer, and what it says.
    pub(super) fn answer(self) -> (StatusCode, &'static str) {
        match self {
            Refused::NoHost => (StatusCode::BAD_REQUEST, "the request does not say which host it is for\n"),
            Refused::ForeignHost => {
                (StatusCode::FORBIDDEN, "this preview answers to its own address only; use the IP address\n")
            }
            Refused::ForeignOrigin => {
                (StatusCode::FORBIDDEN, "pages of other sites may not read this preview\n")
            }
            Refused::Method => (StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n"),
            Refused::Body => (StatusCode::PAYLOAD_TOO_LARGE, "requests have no body here\n"),
        }
    }
}

/// Checks what a request says of itself; `bound` is the address that the server listens on.
pub(super) fn check(bound: IpAddr, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Refused::Method);
    }
    let has_length = headers.get_all(CONTENT_LENGTH).iter().any(|length| length.as_bytes() != b"0");
    if has_length || headers.contains_key(TRANSFER_ENCODING) {
        return Err(Refused::Body);
    }
    let host = host(headers)?;
    let named = uri.authority().is_none_or(|authority| is_own(bound, authority.host()));
    if !named || !is_own(bound, host.host()) {
        return Err(Refused::ForeignHost);
    }
    if is_foreign(&host, headers) {
        return Err(Refused::ForeignOrigin);
    }
    Ok(())
}

fn host(headers: &HeaderMap) -> Result<Authority, Refused> {
    let mut all = headers.get_all(HOST).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return Err(Refused::NoHost) };
    let authority = Authority::try_from(one.as_bytes()).map_err(|_| Refused::NoHost)?;
    // "user@host" is an authority, but no host.
    if one.as_bytes().contains(&b'@') { Err(Refused::NoHost) } else { Ok(authority) }
}

/// Whether a host is this server: by its IP address, or `localhost`. The port does not count, so that a
/// tunnel may have another. A server on all addresses cannot know them; any of them is an address and no
/// name, which is what matters.
fn is_own(bound: IpAddr, host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return bound.is_loopback() || bound.is_unspecified();
    }
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.is_ok_and(|ip| bound.is_unspecified() || ip == bound || (bound.is_loopback() && ip.is_loopback()))
}

/// Whether a page of another site asks. Following a link to the preview is no asking of that kind.
fn is_foreign(host: &Authority, headers: &HeaderMap) -> bool {
    let own = format!("http://{host}");
    let origins = headers.get_all(ORIGIN).iter();
    if origins.into_iter().any(|origin| !origin.as_bytes().eq_ignore_ascii_case(own.as_bytes())) {
        return true;
    }
    let says = |name: &HeaderName| headers.get(name).map(hyper::header::HeaderValue::as_bytes);
    let site = says(&SEC_FETCH_SITE).unwrap_or(b"none");
    !matches!(site, b"none" | b"same-origin") && says(&SEC_FETCH_MODE) != Some(b"navigate")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn verdict(bound: &str, method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<(), Refused> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            map.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        check(bound.parse().expect("an address"), &method, &uri.parse().expect("a target"), &map)
    }

    fn host(bound: &str, host: &str) -> Result<(), Refused> {
        verdict(bound, "GET", "/", &[("host", host)])
    }

    #[test]
    fn the_server_answers_to_its_own_names_only() {
        for own in ["127.0.0.1:4000", "127.0.0.1", "localhost:4000", "LocalHost:9", "[::1]:4000"] {
            assert_eq!(host("127.0.0.1", own), Ok(()), "{own}");
        }
        for foreign in [
            "evil.example",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.1.evil.example",
            "192.168.1.5:4000",
            "0.0.0.0:4000",
        ] {
            assert_eq!(host("127.0.0.1", foreign), Err(Refused::ForeignHost), "{foreign}");
        }
        for none in ["", "a b", "http://127.0.0.1", "user@127.0.0.1", "/"] {
            assert_eq!(host("127.0.0.1", none), Err(Refused::NoHost), "{none}");
        }
        assert_eq!(verdict("127.0.0.1", "GET", "/", &[]), Err(Refused::NoHost));
        let two = [("host", "127.0.0.1"), ("host", "evil.example")];
        assert_eq!(verdict("127.0.0.1", "GET", "/", &two), Err(Refused::NoHost));
    }

    #[test]
    fn on_other_addresses_ip_addresses_are_own_and_names_are_not() {
        assert_eq!(host("0.0.0.0", "192.168.1.5:4000"), Ok(()));
        assert_eq!(host("::", "[fe80::1]:4000"), Ok(()));
        assert_eq!(host("0.0.0.0", "evil.example"), Err(Refused::ForeignHost));
        assert_eq!(host("192.168.1.5", "192.168.1.5:4000"), Ok(()));
        assert_eq!(host("192.168.1.5", "192.168.1.6:4000"), Err(Refused::ForeignHost));
        assert_eq!(host("192.168.1.5", "localhost:4000"), Err(Refused::ForeignHost));
    }

    #[test]
    fn a_target_with_a_host_of_its_own_must_be_ours_too() {
        let headers = [("host", "127.0.0.1:4000")];
        let of = |uri| verdict("127.0.0.1", "GET", uri, &headers);
        assert_eq!(of("http://evil.example/"), Err(Refused::ForeignHost));
        assert_eq!(of("http://127.0.0.1:4000/"), Ok(()));
    }

    #[test]
    fn pages_of_other_sites_get_nothing_but_may_link_here() {
        let with = |headers: &[(&str, &str)]| {
            let all: Vec<_> = [("host", "127.0.0.1:4000")].iter().chain(headers).copied().collect();
            verdict("127.0.0.1", "GET", "/", &all)
        };
        assert_eq!(with(&[("origin", "http://127.0.0.1:4000")]), Ok(()));
        for origin in ["http://evil.example", "null", "https://127.0.0.1:4000", "http://127.0.0.1:4001", ""] {
            assert_eq!(with(&[("origin", origin)]), Err(Refused::ForeignOrigin), "{origin}");
        }
        assert_eq!(with(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")]), Ok(()));
        assert_eq!(with(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), Ok(()));
        for site in ["cross-site", "same-site"] {
            let script = [("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")];
            assert_eq!(with(&script), Err(Refused::ForeignOrigin), "{site}");
        }
    }

    #[test]
    fn only_requests_without_a_body_that_read() {
        let with = |method, headers: &[(&str, &str)]| {
            let all: Vec<_> = [("host", "127.0.0.1")].iter().chain(headers).copied().collect();
            verdict("127.0.0.1", method, "/", &all)
        };
        assert_eq!(with("HEAD", &[("content-length", "0")]), Ok(()));
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "WHATEVER"] {
            assert_eq!(with(method, &[]), Err(Refused::Method), "{method}");
        }
        assert_eq!(with("GET", &[("content-length", "1")]), Err(Refused::Body));
        assert_eq!(with("GET", &[("transfer-encoding", "chunked")]), Err(Refused::Body));
    }
}
