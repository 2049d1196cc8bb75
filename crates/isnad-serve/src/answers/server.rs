//! `/state`, `/codes`, `/healthz`, `/metrics`: what the server is at.

use crate::Fault;
use crate::app::App;
use crate::filter::Parameters;
use crate::index::Kind;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What is served.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    /// The commit of the ledger.
    pub state: u64,
    /// How many reports.
    pub reports: u64,
    /// How many events.
    pub events: u64,
    /// How many claims.
    pub claims: u64,
    /// When the index was made ready.
    pub built: String,
    /// Whether a newer state is on its way.
    pub busy: bool,
    /// Why the newest state is not served, where it is not.
    pub trouble: Option<String>,
    /// The version of isnad.
    pub version: &'static str,
}

/// What is served now
#[utoipa::path(get, path = "/api/v1/state", tag = "server", responses((status = 200, body = Standing)))]
pub async fn state(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Standing>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    let state = app.keeper.now();
    Ok(Json(Standing {
        state: state.commit,
        reports: state.count(Kind::Reports),
        events: state.count(Kind::Events),
        claims: state.count(Kind::Claims),
        built: state.built.clone(),
        busy: app.keeper.busy(),
        trouble: app.keeper.trouble(),
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// What codes are called, in Arabic and English
#[utoipa::path(get, path = "/api/v1/codes", tag = "server", responses((status = 200, body = Object)))]
pub async fn codes(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Value>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    Ok(Json(app.keeper.known.names.json()))
}

/// Whether the server answers
#[utoipa::path(get, path = "/healthz", tag = "server", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn health() -> &'static str {
    "ok\n"
}

/// Counters for Prometheus
#[utoipa::path(get, path = "/metrics", tag = "server", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], app.metrics.text(&app.keeper))
}
