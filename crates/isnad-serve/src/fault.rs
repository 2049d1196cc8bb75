//! Decides how a request that cannot be answered is told: what, where, and what to do.
//!
//! ```
//! use isnad_serve::Fault;
//!
//! let fault = Fault::asked("«wolf» is no type", "type", "write one of ASSAULT, PROTEST, …");
//! assert_eq!(fault.status().as_u16(), 400);
//! ```

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use isnad_ledger::LedgerError;
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// Why a request was not answered.
#[derive(Debug, Clone)]
pub struct Fault {
    status: StatusCode,
    said: Said,
}

/// The body of every answer that is an error.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Wrong {
    /// What went wrong.
    pub error: Said,
}

/// What went wrong, in words for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Said {
    /// What happened.
    pub what: String,
    /// Where: the parameter, address or file.
    pub r#where: String,
    /// What to do about it.
    pub r#do: String,
}

impl Fault {
    /// A fault with a status of its own.
    pub fn new(status: StatusCode, what: impl Into<String>, place: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault { status, said: Said { what: what.into(), r#where: place.into(), r#do: remedy.into() } }
    }

    /// The request makes no sense as it stands.
    pub fn asked(what: impl Into<String>, place: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, what, place, remedy)
    }

    /// There is no such thing.
    pub fn missing(what: impl Into<String>, place: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::new(StatusCode::NOT_FOUND, what, place, remedy)
    }

    /// The server has too much to do.
    pub fn busy(what: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, what, "the server", remedy)
    }

    /// Something of the server's own broke.
    pub fn broken(what: impl Into<String>, place: impl Into<String>) -> Fault {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, what, place, "ask again; if it stays so, start the server anew")
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.said.r#where, self.said.what, self.said.r#do)
    }
}

impl std::error::Error for Fault {}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(Wrong { error: self.said })).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}

/// Why a server could not begin, or had to end.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// The call makes no sense.
    Call(String),
    /// The ledger cannot be read.
    Ledger(LedgerError),
    /// The index cannot be made or read.
    Index(String),
    /// The address cannot be listened on, or the network fails.
    Network(String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Ledger(e) => write!(f, "{e}"),
            ServeError::Call(what) | ServeError::Index(what) | ServeError::Network(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for ServeError {}

impl From<LedgerError> for ServeError {
    fn from(e: LedgerError) -> ServeError {
        ServeError::Ledger(e)
    }
}

impl From<tantivy::TantivyError> for ServeError {
    fn from(e: tantivy::TantivyError) -> ServeError {
        ServeError::Index(format!("the index: {e}; make room where it is kept, and start the server anew"))
    }
}
