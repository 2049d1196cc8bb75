//! `/claims/{id}`, `/reports/{key}` and its explanation: one thing, whole.

use crate::Fault;
use crate::app::App;
use crate::filter::{Choice, Filters, Parameters, shortened};
use crate::index::Kind;
use crate::index::fields::Fields;
use crate::order::{By, Order, Sorted};
use crate::pool::Explained;
use crate::state::State as Served;
use crate::walk::{Stop, broken, walk};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use isnad::Report;
use serde_json::{Map, Value};
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

/// How many mentions of a claim are shown.
const MENTIONS: usize = 500;

/// The thing of a key.
pub(crate) fn find(searcher: &Searcher, fields: &Fields, key: &str) -> Result<Option<DocAddress>, Fault> {
    let query = TermQuery::new(Term::from_field_text(fields.key, key), IndexRecordOption::Basic);
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher)).map_err(broken)?;
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let mut scorer = weight.scorer(segment, 1.0).map_err(broken)?;
        let mut doc = scorer.doc();
        // What a newer row has replaced stays in its file until files are put together.
        while doc != TERMINATED && segment.is_deleted(doc) {
            doc = scorer.advance();
        }
        if doc != TERMINATED {
            return Ok(Some(DocAddress::new(ord as u32, doc)));
        }
    }
    Ok(None)
}

/// A thing whole: what a list shows, and what stands beside it.
fn whole(state: &Served, fields: &Fields, kind: Kind, key: &str) -> Result<Map<String, Value>, Fault> {
    let searcher = state.shelves.of(kind);
    let Some(at) = find(searcher, fields, key)? else {
        let (what, remedy) = match kind {
            Kind::Reports => ("no report of this key is in the ledger", "/api/v1/reports lists them"),
            _ => ("no claim of this id is in the ledger", "/api/v1/claims lists them; ids change when earlier reports come in"),
        };
        return Err(Fault::missing(what, shortened(key), remedy));
    };
    let doc = super::stored(searcher, at)?;
    let mut out = super::json(&doc, fields.item)?;
    out.extend(super::json(&doc, fields.more)?);
    out.insert("state".to_owned(), state.commit.into());
    Ok(out)
}

fn claim_of(state: &Served, fields: &Fields, words: &crate::index::words::Words, stop: &Stop, id: &str) -> Result<Value, Fault> {
    let mut out = whole(state, fields, Kind::Claims, id)?;
    let filters = Filters { many: vec![Choice { name: "claim", any: vec![id.to_owned()], none: Vec::new() }], ..Filters::default() };
    let mut sorted = Sorted::new(Order { by: By::Seen, falling: false }, None, MENTIONS);
    let searcher = state.shelves.of(Kind::Events);
    walk(searcher, fields, words, &filters, false, stop, &mut [&mut sorted])?;
    let total = sorted.total;
    let mut mentions = Vec::new();
    for (_, _, at) in sorted.places() {
        stop.go_on()?;
        mentions.push(Value::Object(super::item(searcher, fields, at)?));
    }
    out.insert("mentions".to_owned(), mentions.into());
    out.insert("mention_count".to_owned(), total.into());
    Ok(Value::Object(out))
}

/// A claim with every voice and the words of every report
#[utoipa::path(get, path = "/api/v1/claims/{id}", tag = "whole", params(("id" = String, Path, description = "The claim's id")), responses((status = 200, body = Object), (status = 404, body = crate::fault::Wrong)))]
pub async fn claim(State(app): State<App>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Result<Json<Value>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    Ok(Json(app.search(move |keeper, state, stop| claim_of(state, &keeper.known.fields, &keeper.known.words, stop, &id)).await?))
}

/// A report with its text, attributions, events and copies
#[utoipa::path(get, path = "/api/v1/reports/{key}", tag = "whole", params(("key" = String, Path, description = "The report's key")), responses((status = 200, body = Object), (status = 404, body = crate::fault::Wrong)))]
pub async fn report(State(app): State<App>, Path(key): Path<String>, RawQuery(query): RawQuery) -> Result<Json<Value>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    Ok(Json(app.search(move |keeper, state, _| Ok(Value::Object(whole(state, &keeper.known.fields, Kind::Reports, &key)?))).await?))
}

/// Why each record of a report is as it is
#[utoipa::path(get, path = "/api/v1/reports/{key}/explain", tag = "whole", params(("key" = String, Path, description = "The report's key")), responses((status = 200, body = Vec<Explained>), (status = 404, body = crate::fault::Wrong), (status = 501, body = crate::fault::Wrong)))]
pub async fn explain(State(app): State<App>, Path(key): Path<String>, RawQuery(query): RawQuery) -> Result<Json<Vec<Explained>>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    let report = app.search(move |keeper, state, _| whole(state, &keeper.known.fields, Kind::Reports, &key)).await?;
    if report.get("coded") != Some(&Value::Bool(true)) {
        return Ok(Json(Vec::new()));
    }
    let by = |column: &str| report.get(column).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (then, now) = ((by("coder"), by("pack")), (env!("CARGO_PKG_VERSION").to_owned(), isnad_ar::VERSION.to_owned()));
    let report = as_it_was(&report);
    let mut said = app.pool.run(move |pack, coder| pack.explain(coder, &report)).await?;
    if let Some(said) = said.as_mut().filter(|_| then != now) {
        let lines = vec![format!("the ledger's records are of isnad {} with {}, this explanation is of isnad {} with {}: numbers and reasons may differ", then.0, then.1, now.0, now.1)];
        said.insert(0, Explained { about: crate::pool::About::Record("report".to_owned()), lines });
    }
    said.map(Json).ok_or_else(|| Fault::new(StatusCode::NOT_IMPLEMENTED, "this server explains nothing", "the server", "use `isnad explain`"))
}

/// The report that a row was made of.
fn as_it_was(row: &Map<String, Value>) -> Report {
    let some = |column: &str| row.get(column).and_then(Value::as_str).map(str::to_owned);
    let text = some("text").unwrap_or_default();
    let title = some("title").and_then(|t| text.find(&t).map(|at| at..at + t.len()));
    Report { id: some("id").unwrap_or_default(), title, text, published: some("published"), publisher: some("publisher"), url: some("url"), ..Report::default() }
}
