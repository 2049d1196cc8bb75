//! Decides who is answered: which hosts, which tokens, how many at once; and what every answer says to the browser.
//!
//! A page of another site must not read a ledger on this machine: the name under which the server was asked must be one of
//! this machine (else a name that an attacker points at 127.0.0.1 would do), requests that change something carry a header
//! that no foreign page can send without asking, and nothing allows a foreign page to ask.

use crate::Fault;
use crate::app::App;
use crate::metrics::Asked;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Instant;
use subtle::ConstantTimeEq;

/// What the pages may load and do: nothing but what comes from this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What every answer says.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    (header::CACHE_CONTROL, "no-store"),
];

/// The header that a request has that changes something.
pub const OWN: &str = "x-isnad";

/// Lets a request in, counts it, and puts on every answer what every answer says.
pub async fn guard(State(app): State<App>, matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = matched.map_or_else(|| "other".to_owned(), |m| m.as_str().to_owned());
    let mut answer = match let_in(&app, &request) {
        Err(fault) => fault.into_response(),
        Ok(()) => match app.requests.try_acquire() {
            Err(_) => {
                app.metrics.refused.inc();
                Fault::busy("too many requests are under way", "ask again in a moment").into_response()
            }
            Ok(_permit) => {
                let late = || Fault::busy(format!("the answer took longer than {:.1} s and was given up", app.limits.request.as_secs_f64()), "ask for less, or again later").into_response();
                // What searches has a bound of its own below this one.
                tokio::time::timeout(app.limits.request + app.limits.request / 4, next.run(request)).await.unwrap_or_else(|_| late())
            }
        },
    };
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    app.metrics.seconds.observe(began.elapsed().as_secs_f64());
    app.metrics.requests.get_or_create(&Asked { route, status: answer.status().as_u16() }).inc();
    answer
}

fn let_in(app: &App, request: &Request) -> Result<(), Fault> {
    if app.address.ip().is_loopback() {
        let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).or_else(|| request.uri().authority().map(|a| a.as_str()));
        if !host.is_some_and(own_host) {
            return Err(Fault::new(StatusCode::MISDIRECTED_REQUEST, "this name is none of this machine's", "the header Host", "ask by localhost, 127.0.0.1 or [::1]"));
        }
    }
    let path = request.uri().path();
    let open = !(path.starts_with("/api/") || path == "/metrics" || path == "/openapi.json");
    if let Some(token) = app.token.as_deref().filter(|_| !open) {
        let given = request.headers().get(header::AUTHORIZATION).and_then(|h| h.to_str().ok()).and_then(bearer).unwrap_or_default();
        // Compared in a time that does not tell how much of it was right.
        if !bool::from(given.as_bytes().ct_eq(token.as_bytes())) {
            return Err(Fault::new(StatusCode::UNAUTHORIZED, "the token is missing or wrong", "the header Authorization", "send «Authorization: Bearer TOKEN», or open the pages with #token=TOKEN"));
        }
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && !request.headers().contains_key(OWN) {
        return Err(Fault::new(StatusCode::FORBIDDEN, "a request that changes something has to say that it means it", "the header X-Isnad", "send «X-Isnad: 1»"));
    }
    Ok(())
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a host is a name of this machine.
fn own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for own in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:80", "[::1]", "LOCALHOST:9", "127.9.9.9"] {
            assert!(own_host(own), "{own}");
        }
        for foreign in ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "[::2]:1", "[fe80::1]", "127.0.0.1@evil"] {
            assert!(!own_host(foreign), "{foreign}");
        }
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
    }
}
