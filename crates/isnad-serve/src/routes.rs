//! Decides which address is answered by what; the description of the interface is made of the same list.
//!
//! ```
//! let api = isnad_serve::openapi();
//! assert!(api.paths.paths.contains_key("/api/v1/events"));
//! ```

use crate::Fault;
use crate::answers::{code, corrections, counts, lists, places, saved, server, timeline, voices, whole};
use crate::app::App;
use crate::filter::shortened;
use crate::guard::guard;
use crate::pages::page;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(title = "isnad", description = "A ledger of newswire: who says that who did what to whom. The meaning of every field stands in docs/SERVE.md, docs/LEDGER.md and docs/RECORD.md."),
    tags(
        (name = "lists", description = "Events, claims and reports, page by page"),
        (name = "counts", description = "How many things there are of what sort, when, where, and by whom"),
        (name = "whole", description = "One thing with all that belongs to it"),
        (name = "files", description = "Lists whole"),
        (name = "corrections", description = "The user's own word. Requests that change something need the header X-Isnad: 1"),
        (name = "coder", description = "Coding a report"),
        (name = "server", description = "What the server is at"),
    )
)]
struct Described;

fn listed() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(lists::events))
        .routes(routes!(lists::claims))
        .routes(routes!(lists::reports))
        .routes(routes!(counts::facets))
        .routes(routes!(timeline::timeline))
        .routes(routes!(places::places))
        .routes(routes!(voices::voices))
        .routes(routes!(whole::claim))
        .routes(routes!(whole::report))
        .routes(routes!(whole::explain))
        .routes(routes!(saved::events_lines))
        .routes(routes!(saved::claims_lines))
        .routes(routes!(saved::reports_lines))
        .routes(routes!(saved::events_csv))
        .routes(routes!(saved::claims_csv))
        .routes(routes!(saved::reports_csv))
        .routes(routes!(corrections::list, corrections::add))
        .routes(routes!(corrections::remove))
        .routes(routes!(code::code))
        .routes(routes!(server::state))
        .routes(routes!(server::codes))
        .routes(routes!(server::health))
        .routes(routes!(server::metrics))
}

/// The description of the interface (OpenAPI).
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut api = listed().into_openapi();
    let token = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    api.components.get_or_insert_with(Default::default).add_security_scheme("token", token);
    api
}

/// Errors that a layer below made in words of its own are told as all others are.
async fn told(request: Request, next: Next) -> Response {
    let path = shortened(request.uri().path());
    let answer = next.run(request).await;
    let status = answer.status();
    let json = answer.headers().get(axum::http::header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    if json || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::new(status, "the body is too long", path, "send less at once").into_response(),
        StatusCode::METHOD_NOT_ALLOWED => Fault::new(status, "this method is not answered here", path, "see /openapi.json for what there is").into_response(),
        StatusCode::NOT_FOUND => Fault::missing("there is nothing at this address", path, "see /openapi.json for what there is").into_response(),
        status if status.is_client_error() => Fault::new(status, "the request cannot be read", path, "see /openapi.json for what can be asked").into_response(),
        status => Fault::new(status, "the server failed", path, "ask again; if it stays so, start the server anew").into_response(),
    }
}

/// All addresses.
pub(crate) fn router(app: &App) -> Router {
    let api = openapi();
    let (routes, _) = listed().split_for_parts();
    routes
        .route("/openapi.json", get(move || std::future::ready(Json(api.clone()))))
        .route(
            "/api/{*rest}",
            axum::routing::any(|request: Request| async move { Fault::missing("there is nothing at this address", shortened(request.uri().path()), "see /openapi.json for what there is") }),
        )
        .fallback_service(get(page))
        .layer(DefaultBodyLimit::max(app.limits.body))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Fault::broken("the server failed at this request", "the server").into_response()))
        .layer(from_fn(told))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), guard))
        .with_state(app.clone())
}
