//! `POST /code`: the record of a report that somebody sends.

use crate::Fault;
use crate::app::App;
use crate::filter::{Parameters, shortened};
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use isnad::Report;
use isnad::record::Record;
use serde::Deserialize;
use utoipa::ToSchema;

/// The longest text that is coded, in bytes.
pub const LONGEST: usize = 512 << 10;

/// A report as it is sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct Sent {
    /// The name by which the record is found again.
    pub id: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The text below the title.
    pub body: Option<String>,
    /// The same by another name.
    pub text: Option<String>,
    /// When it was published: `YYYY-MM-DD`, with or without a time behind it.
    pub published: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

/// Codes a report
#[utoipa::path(post, path = "/api/v1/code", tag = "coder", request_body(content((Sent = "application/json"), (String = "text/plain"))), responses((status = 200, body = Object, description = "The record of docs/RECORD.md"), (status = 400, body = crate::fault::Wrong), (status = 413, body = crate::fault::Wrong)))]
pub async fn code(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap, body: Bytes) -> Result<Response, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("text/plain");
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let report = match kind.as_str() {
        "application/json" => {
            let sent: Sent =
                serde_json::from_slice(&body).map_err(|e| Fault::asked(format!("this is no report in JSON ({e})"), "the body", "send an object with id, title, body, published, publisher, url"))?;
            let text = sent.body.or(sent.text).ok_or_else(|| Fault::asked("the report has no text", "the body", "send it as «body»"))?;
            let mut report = Report::with_title(sent.id.as_deref().unwrap_or("report"), sent.title.as_deref().unwrap_or_default(), &text);
            (report.published, report.publisher, report.url) = (sent.published, sent.publisher, sent.url);
            report
        }
        "text/plain" => {
            let text = std::str::from_utf8(&body).map_err(|e| Fault::asked(format!("this is no UTF-8 (at byte {})", e.valid_up_to()), "the body", "send the text in UTF-8"))?;
            Report::from_plain("report", text)
        }
        other => {
            return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("«{}» is not read", shortened(other)), "the header Content-Type", "send text/plain or application/json"));
        }
    };
    if report.text.trim().is_empty() {
        return Err(Fault::asked("the report is empty", "the body", "send a text"));
    }
    if report.text.len() > LONGEST {
        return Err(Fault::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the text has {} bytes, and {LONGEST} are coded at most", report.text.len()),
            "the body",
            "send a part of it, or use `isnad code`",
        ));
    }
    let run = app.pool.run(move |pack, coder| {
        let coded = coder.code(&report);
        serde_json::to_vec(&Record::new(pack.lexicon(), &report, &coded, isnad_ar::VERSION)).unwrap_or_default()
    });
    let bytes = tokio::time::timeout(app.limits.request, run).await.map_err(|_| Fault::busy("coding took too long", "send a shorter text, or ask again later"))??;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}
