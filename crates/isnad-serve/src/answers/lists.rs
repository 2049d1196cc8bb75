//! `/events`, `/claims`, `/reports`: lists, page by page.

use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Filters, Parameters, shortened};
use crate::index::Kind;
use crate::order::{By, Cursor, Order, Sorted};
use crate::state::{Keeper, State as Served};
use crate::walk::{Stop, walk_all};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// How a list is asked for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct ListParameters {
    /// `date`, `seen`, `confidence`, `chains`, `reports` or `relevance`; `-` before it turns the order round
    sort: Option<String>,
    /// How many things, 1 to 200
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<usize>,
    /// `next` of the page before
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    /// The commit of the ledger that it is of.
    pub state: u64,
    /// How many things the filters mean.
    pub total: u64,
    /// The things; their fields are those of docs/SERVE.md.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Value>,
    /// The cursor of the next page; null where this is the last.
    pub next: Option<String>,
}

/// The order that a list is asked in.
///
/// # Errors
/// An order that this list has not.
pub(crate) fn order(asked: &mut Parameters, kind: Kind, words: bool) -> Result<Order, Fault> {
    let usual = match kind {
        _ if words => Order { by: By::Relevance, falling: true },
        Kind::Claims => Order { by: By::Chains, falling: true },
        _ => Order { by: By::Seen, falling: true },
    };
    let Some(text) = asked.one("sort")? else { return Ok(usual) };
    let (falling, name) = text.strip_prefix('-').map_or((false, text.as_str()), |name| (true, name));
    let known: Vec<&str> = By::NAMES.iter().filter(|(_, by)| kind == Kind::Claims || !matches!(by, By::Reports)).map(|(name, _)| *name).collect();
    let by = By::NAMES.iter().find(|(n, _)| *n == name && known.contains(n)).map(|(_, by)| *by);
    match by {
        // Without words nothing is more relevant than anything else; and nobody asks for the least relevant first.
        Some(By::Relevance) => Ok(if words { Order { by: By::Relevance, falling: true } } else { usual }),
        Some(by) => Ok(Order { by, falling }),
        None => Err(Fault::asked(format!("«{}» is no order of {}", shortened(&text), kind.name()), "sort", format!("write one of {}, with «-» before it to turn it round", known.join(", ")))),
    }
}

async fn list(app: App, kind: Kind, query: Option<String>) -> Result<Json<Page>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let order = order(&mut asked, kind, filters.q.is_some())?;
    let limit = asked.number("limit", 50, 1, 200)?;
    let cursor = asked.one("cursor")?;
    asked.end()?;
    let cursor = cursor.map(|text| Cursor::read(&text).ok_or_else(|| Fault::asked("this is no cursor", "cursor", "send «next» of the page before, or leave it out"))).transpose()?;
    let state = match cursor {
        None => app.keeper.now(),
        Some(cursor) => {
            if cursor.fingerprint != filters.fingerprint() || cursor.order != order {
                return Err(Fault::asked("the cursor is of another question", "cursor", "send the filters and the order of the page before, or leave the cursor out"));
            }
            goes_on(&app.keeper, kind, &cursor)?
        }
    };
    let page = app.search_in(state, move |keeper, state, stop| page(keeper, state, stop, kind, &filters, order, limit, cursor)).await?;
    Ok(Json(page))
}

/// The state in which a list goes on.
fn goes_on(keeper: &Keeper, kind: Kind, cursor: &Cursor) -> Result<Arc<Served>, Fault> {
    if let Some(state) = keeper.at(cursor.state, cursor.edition) {
        return Ok(state);
    }
    // What events and reports are put in order by never changes; of claims it does.
    let steady = kind != Kind::Claims && matches!(cursor.order.by, By::Date | By::Seen | By::Confidence);
    if steady {
        return Ok(keeper.now());
    }
    Err(Fault::new(StatusCode::GONE, "the ledger has changed since the first page, and that state is no longer kept", "cursor", "begin the list again without a cursor"))
}

#[allow(clippy::too_many_arguments, reason = "these are what a page is asked with")]
fn page(keeper: &Keeper, state: &Served, stop: &Stop, kind: Kind, filters: &Filters, order: Order, limit: usize, cursor: Option<Cursor>) -> Result<Page, Fault> {
    let (searcher, fields) = (state.shelves.of(kind), &keeper.known.fields);
    let mut sorted = Sorted::new(order, cursor.map(|c| (c.key, c.tie)), limit + 1);
    walk_all(&state.shelves, kind, &keeper.known, filters, order.by == By::Relevance, stop, &mut [&mut sorted])?;
    let total = sorted.total;
    let places = sorted.places();
    let mut items = Vec::with_capacity(limit.min(places.len()));
    for (_, _, at) in places.iter().take(limit) {
        stop.go_on()?;
        items.push(Value::Object(super::item(searcher, fields, *at)?));
    }
    let next = (places.len() > limit).then(|| places.get(limit - 1)).flatten();
    let next = next.map(|(key, tie, _)| Cursor { state: state.commit, edition: state.edition, fingerprint: filters.fingerprint(), order, key: *key, tie: *tie }.to_string());
    Ok(Page { state: state.commit, total, items, next })
}

/// Events of reports
#[utoipa::path(get, path = "/api/v1/events", tag = "lists", params(FilterParameters, ListParameters), responses((status = 200, body = Page), (status = 400, body = crate::fault::Wrong), (status = 410, body = crate::fault::Wrong)))]
pub async fn events(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Page>, Fault> {
    list(app, Kind::Events, query).await
}

/// What reports claim together
#[utoipa::path(get, path = "/api/v1/claims", tag = "lists", params(FilterParameters, ListParameters), responses((status = 200, body = Page), (status = 400, body = crate::fault::Wrong), (status = 410, body = crate::fault::Wrong)))]
pub async fn claims(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Page>, Fault> {
    list(app, Kind::Claims, query).await
}

/// Reports
#[utoipa::path(get, path = "/api/v1/reports", tag = "lists", params(FilterParameters, ListParameters), responses((status = 200, body = Page), (status = 400, body = crate::fault::Wrong), (status = 410, body = crate::fault::Wrong)))]
pub async fn reports(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Page>, Fault> {
    list(app, Kind::Reports, query).await
}
