//! `/places`: where things are told to have happened, one item a place.

use super::KINDS;
use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Parameters};
use crate::index::Kind;
use crate::walk::{Values, walk_all};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// How places are asked for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct PlaceParameters {
    /// `events`, `claims` or `reports`
    of: Option<String>,
    /// How many places, those with most things first
    #[param(minimum = 1, maximum = 10000, default = 2000)]
    top: Option<usize>,
}

/// Places.
#[derive(Debug, Serialize, ToSchema)]
pub struct Places {
    /// The commit of the ledger.
    pub state: u64,
    /// Each with `geonames`, `name`, `country`, `latitude`, `longitude`, `precision` (`point`, `region`, `country`) and `count`. Whole
    /// countries have no degrees.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Value>,
    /// Things without a place that the gazetteer has.
    pub unplaced: u64,
    /// How many places there are in all.
    pub total: usize,
}

/// Where things are told to have happened
#[utoipa::path(get, path = "/api/v1/places", tag = "counts", params(FilterParameters, PlaceParameters), responses((status = 200, body = Places), (status = 400, body = crate::fault::Wrong)))]
pub async fn places(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Places>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let kind = asked.choice("of", Kind::Events, &KINDS)?;
    let top = asked.number("top", 2000, 1, 10_000)?;
    asked.end()?;
    let places = app
        .search(move |keeper, state, stop| {
            let mut values = Values::of("place");
            walk_all(&state.shelves, kind, &keeper.known, &filters, false, stop, &mut [&mut values])?;
            let (unplaced, total) = (values.without, values.counts.len());
            let shown = |(place, count): (String, u64)| {
                let mut place: Value = serde_json::from_str(&place).ok()?;
                place.as_object_mut()?.insert("count".to_owned(), count.into());
                Some(place)
            };
            Ok(Places { state: state.commit, items: values.top(top).into_iter().filter_map(shown).collect(), unplaced, total })
        })
        .await?;
    Ok(Json(places))
}
