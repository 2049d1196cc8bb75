//! `/events.ndjson`, `/claims.csv` and so on: a list whole, as a file. It is sent as fast as the client reads, and no faster; a
//! client that stops reading is given up after a while.

use super::lists::{ListParameters, order};
use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Parameters};
use crate::index::Kind;
use crate::index::fields::Fields;
use crate::order::{By, Place, Sorted};
use crate::state::State as Served;
use crate::walk::walk_all;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use isnad_ledger::export::cell::safe;
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio::sync::mpsc;

/// How much is sent at once, in bytes.
const PIECE: usize = 64 << 10;
/// How many pieces wait for the client.
const WAITING: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    Csv,
}

/// The columns of a table of events.
const EVENTS: [&str; 29] = [
    "key",
    "report",
    "event",
    "claim",
    "type",
    "mode",
    "status",
    "trigger",
    "actors",
    "actor_codes",
    "recipients",
    "recipient_codes",
    "date",
    "date_from",
    "date_to",
    "place",
    "place_name",
    "place_country",
    "latitude",
    "longitude",
    "precision",
    "counts",
    "confidence",
    "chains",
    "stances",
    "publisher",
    "day",
    "sentence",
    "corrected",
];
/// The columns of a table of claims.
const CLAIMS: [&str; 25] = [
    "claim",
    "type",
    "mode",
    "status",
    "actors",
    "recipients",
    "date_from",
    "date_to",
    "place",
    "place_country",
    "mentions",
    "reports",
    "chains",
    "asserts",
    "alleges",
    "doubts",
    "denies",
    "contested",
    "contested_why",
    "figures",
    "first_seen",
    "last_seen",
    "latitude",
    "longitude",
    "corrected",
];

/// The columns of a table of reports.
const REPORTS: [&str; 15] = ["report", "id", "title", "publisher", "publishers", "published", "day", "lang", "url", "words", "sentences", "events", "attributions", "withdrawn", "snippet"];

fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(items) => items.iter().map(said).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn each(item: &Map<String, Value>, list: &str, field: &str) -> String {
    let items = item.get(list).and_then(Value::as_array);
    items.map_or_else(String::new, |items| items.iter().map(|i| said(&i[field])).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("; "))
}

/// Numbers of people in a cell: «killed 3 to 5».
fn figures(item: &Map<String, Value>, list: &str) -> String {
    let items = item.get(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let figure = |f: &Value| {
        let (low, high) = (f["low"].as_i64().unwrap_or_default(), f["high"].as_i64());
        let number = match high {
            Some(high) if high == low => format!("{low}"),
            Some(high) => format!("{low} to {high}"),
            None => format!("at least {low}"),
        };
        format!("{} {number}", said(&f["of"])).trim().to_owned()
    };
    items.iter().map(figure).collect::<Vec<_>>().join("; ")
}

/// A chain in a cell: «outlet ← minister (alleges)».
fn chain(chain: &Value) -> String {
    let link = |l: &Value| match l["stance"].as_str() {
        Some("asserts") | None => said(&l["who"]),
        Some(stance) => format!("{} ({stance})", said(&l["who"])),
    };
    chain.as_array().map_or_else(String::new, |c| c.iter().map(link).collect::<Vec<_>>().join(" ← "))
}

fn cell(kind: Kind, item: &Map<String, Value>, column: &str) -> String {
    let place = |field: &str| item.get(if kind == Kind::Events { "place" } else { "where" }).map_or_else(String::new, |p| said(&p[field]));
    match (kind, column) {
        (Kind::Events, "actors" | "recipients") => each(item, column, "text"),
        (Kind::Events, "actor_codes") => each(item, "actors", "code"),
        (Kind::Events, "recipient_codes") => each(item, "recipients", "code"),
        (Kind::Events, "place") => place("text"),
        (Kind::Events, "place_name") => place("name"),
        (Kind::Events, "place_country") => place("country"),
        (_, "latitude" | "longitude" | "precision") => place(column),
        (Kind::Events, "sentence") => item.get("sentence").map_or_else(String::new, |s| said(&s["text"])),
        (Kind::Events, "chains") => item.get("chains").and_then(Value::as_array).map_or_else(String::new, |c| c.iter().map(chain).collect::<Vec<_>>().join("; ")),
        (_, "counts" | "figures") => figures(item, column),
        _ => item.get(column).map_or_else(String::new, said),
    }
}

/// A row of a table; no cell is run by a spreadsheet.
fn row(kind: Kind, item: Option<&Map<String, Value>>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let columns: &[&str] = match kind {
        Kind::Events => &EVENTS,
        Kind::Claims => &CLAIMS,
        Kind::Reports => &REPORTS,
    };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let written = match item {
        None => writer.write_record(columns),
        Some(item) => writer.write_record(columns.iter().map(|c| safe(&cell(kind, item, c)).into_owned())),
    };
    written.and_then(|()| writer.flush().map_err(Into::into)).map_err(|e| Fault::broken(e.to_string(), "the table"))
}

async fn save(app: App, kind: Kind, form: Form, query: Option<String>) -> Result<Response, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let order = order(&mut asked, kind, filters.q.is_some())?;
    asked.end()?;
    let permit = Arc::clone(&app.saving).try_acquire_owned().map_err(|_| Fault::busy("enough lists are being saved", "ask again when one is ready"))?;
    let state = app.keeper.now();
    let places = app
        .search_in(Arc::clone(&state), move |keeper, state, stop| {
            let mut sorted = Sorted::new(order, None, usize::MAX);
            walk_all(&state.shelves, kind, &keeper.known, &filters, order.by == By::Relevance, stop, &mut [&mut sorted])?;
            Ok(sorted.places())
        })
        .await?;
    let (send, receive) = mpsc::channel::<Result<Bytes, std::io::Error>>(WAITING);
    let (name, shown) = (format!("{}.{}", kind.name(), if form == Form::Csv { "csv" } else { "ndjson" }), state.commit);
    let stalled = app.limits.stalled;
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let ship = |piece: Vec<u8>| handle.block_on(async { tokio::time::timeout(stalled, send.send(Ok(piece.into()))).await }).is_ok_and(|sent| sent.is_ok());
        if let Err(e) = written(&app.keeper.known.fields, &state, kind, form, &places, &ship) {
            // The client sees that the file is torn.
            let _ = handle.block_on(async { tokio::time::timeout(stalled, send.send(Err(std::io::Error::other(e.to_string())))).await });
        }
    });
    // What compresses asks once more after the end.
    let pieces = stream::unfold(receive, |mut receive| async move { receive.recv().await.map(|piece| (piece, receive)) }).fuse();
    let body = Body::from_stream(pieces);
    let mime = if form == Form::Csv { "text/csv; charset=utf-8; header=present" } else { "application/x-ndjson" };
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"isnad-{name}\"")),
        (header::HeaderName::from_static("x-isnad-state"), shown.to_string()),
    ];
    Ok((headers, body).into_response())
}

fn written(fields: &Fields, state: &Served, kind: Kind, form: Form, places: &[Place], ship: &dyn Fn(Vec<u8>) -> bool) -> Result<(), Fault> {
    let searcher = state.shelves.of(kind);
    let mut piece: Vec<u8> = Vec::with_capacity(PIECE + 4096);
    if form == Form::Csv {
        // Spreadsheets take a file for UTF-8 by this mark.
        piece.extend("\u{FEFF}".as_bytes());
        row(kind, None, &mut piece)?;
    }
    for (_, _, at) in places {
        let item = super::item(searcher, fields, *at)?;
        match form {
            Form::Lines => {
                serde_json::to_writer(&mut piece, &item).map_err(|e| Fault::broken(e.to_string(), "a line"))?;
                piece.push(b'\n');
            }
            Form::Csv => row(kind, Some(&item), &mut piece)?,
        }
        if piece.len() >= PIECE && !ship(std::mem::take(&mut piece)) {
            return Ok(());
        }
    }
    ship(piece);
    Ok(())
}

macro_rules! file {
    ($(#[$doc:meta])* $name:ident, $path:literal, $mime:literal, $kind:expr, $form:expr) => {
        $(#[$doc])*
        #[utoipa::path(get, path = $path, tag = "files", params(FilterParameters, ListParameters), responses((status = 200, body = String, content_type = $mime), (status = 400, body = crate::fault::Wrong)))]
        pub async fn $name(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
            save(app, $kind, $form, query).await
        }
    };
}

file!(/// Events, one JSON object a line
    events_lines, "/api/v1/events.ndjson", "application/x-ndjson", Kind::Events, Form::Lines);
file!(/// Claims, one JSON object a line
    claims_lines, "/api/v1/claims.ndjson", "application/x-ndjson", Kind::Claims, Form::Lines);
file!(/// Reports, one JSON object a line
    reports_lines, "/api/v1/reports.ndjson", "application/x-ndjson", Kind::Reports, Form::Lines);
file!(/// Events as a table
    events_csv, "/api/v1/events.csv", "text/csv", Kind::Events, Form::Csv);
file!(/// Claims as a table
    claims_csv, "/api/v1/claims.csv", "text/csv", Kind::Claims, Form::Csv);
file!(/// Reports as a table
    reports_csv, "/api/v1/reports.csv", "text/csv", Kind::Reports, Form::Csv);
