//! `/facets`: which values things have, and how many things each.

use super::KINDS;
use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Parameters, shortened};
use crate::index::Kind;
use crate::walk::{Count, Values, Visit, walk};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The fields whose values can be counted.
pub const FIELDS: [&str; 10] = ["type", "mode", "status", "stance", "actor", "recipient", "source", "country", "publisher", "lang"];

/// How values are asked for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct FacetParameters {
    /// `events`, `claims` or `reports`
    of: Option<String>,
    /// Fields by commas: `type,mode,status,stance,actor,recipient,source,country,publisher,lang`
    fields: Option<String>,
    /// How many values of each, the most frequent first
    #[param(minimum = 1, maximum = 1000, default = 20)]
    top: Option<usize>,
}

/// Values of fields.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// The commit of the ledger.
    pub state: u64,
    /// How many things the filters mean.
    pub total: u64,
    /// For each field its values. A field is counted without what was asked of itself, so that more can be chosen.
    pub facets: BTreeMap<String, Vec<Counted>>,
}

/// A value.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counted {
    /// The value.
    pub value: String,
    /// How many things have it.
    pub count: u64,
}

/// Which values things have
#[utoipa::path(get, path = "/api/v1/facets", tag = "counts", params(FilterParameters, FacetParameters), responses((status = 200, body = Facets), (status = 400, body = crate::fault::Wrong)))]
pub async fn facets(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Facets>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let kind = asked.choice("of", Kind::Events, &KINDS)?;
    let top = asked.number("top", 20, 1, 1000)?;
    let named = asked.one("fields")?.unwrap_or_else(|| FIELDS.join(","));
    asked.end()?;
    let mut fields: Vec<&'static str> = Vec::new();
    for name in named.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        let known = FIELDS
            .iter()
            .find(|f| **f == name)
            .ok_or_else(|| Fault::asked(format!("«{}» is no field that can be counted", shortened(name)), "fields", format!("write some of {}", FIELDS.join(", "))))?;
        if !fields.contains(known) {
            fields.push(known);
        }
    }
    let facets = app
        .search(move |keeper, state, stop| {
            let known = &keeper.known;
            let searcher = state.shelves.of(kind);
            let mut count = Count::default();
            let mut out = BTreeMap::new();
            let listed = |values: Values| values.top(top).into_iter().map(|(value, count)| Counted { value, count }).collect::<Vec<_>>();
            // One walk for all fields of which nothing is asked, and one for each of the others.
            let mut plain: Vec<(&'static str, Values)> = fields.iter().filter(|f| !filters.has(f)).map(|f| (*f, Values::of(f))).collect();
            let mut visits: Vec<&mut dyn Visit> = plain.iter_mut().map(|(_, v)| v as &mut dyn Visit).collect();
            visits.push(&mut count);
            walk(searcher, &known.fields, &known.words, &filters, false, stop, &mut visits)?;
            out.extend(plain.into_iter().map(|(name, values)| (name.to_owned(), listed(values))));
            for field in fields.iter().filter(|f| filters.has(f)) {
                let mut values = Values::of(field);
                walk(searcher, &known.fields, &known.words, &filters.without(field), false, stop, &mut [&mut values])?;
                out.insert((*field).to_owned(), listed(values));
            }
            Ok(Facets { state: state.commit, total: count.0, facets: out })
        })
        .await?;
    Ok(Json(facets))
}
