//! Decides which files the pages are: those that were built into the program, and nothing from a disk.

use crate::Fault;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "pages/dist/"]
#[allow_missing = true]
struct Dist;

/// A file of the pages.
pub async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    match Dist::get(path) {
        Some(file) => served(path, file, &headers),
        None if path == "index.html" => {
            let text = "The pages are not in this build. The interface is under /api/v1 and described in /openapi.json.\n";
            (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        None => Fault::missing("there is nothing at this address", crate::filter::shortened(uri.path()), "see /openapi.json for what there is").into_response(),
    }
}

fn served(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|v| v.split(',').any(|t| t.trim().trim_start_matches("W/") == tag));
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let mime = if mime.type_() == "text" || mime.subtype() == "javascript" { format!("{mime}; charset=utf-8") } else { mime.to_string() };
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let mut answer = if known { StatusCode::NOT_MODIFIED.into_response() } else { file.data.into_owned().into_response() };
    answer.headers_mut().insert(header::CONTENT_TYPE, value(&mime));
    answer.headers_mut().insert(header::ETAG, value(&tag));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}
