//! `/facets`: which values things have, and how many things each.

use super::KINDS;
use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Filters, OF_REPORTS, Parameters, shortened};
use crate::index::Kind;
use crate::index::build::Known;
use crate::state::State as Served;
use crate::walk::{Count, Counts, Distinct, Stop, Values, Visit, ties, walk_all};
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
            let mut count = Count::default();
            let mut out = BTreeMap::new();
            let listed = |values: Vec<(String, u64)>| values.into_iter().map(|(value, count)| Counted { value, count }).collect::<Vec<_>>();
            // One walk for all fields of which nothing is asked and that are asked together with no other, and one for each of the others.
            let (alone, plain): (Vec<&'static str>, Vec<&'static str>) = fields.iter().copied().partition(|f| filters.has(f) || bound(f, kind, &filters));
            let mut plain: Vec<(&'static str, Values)> = plain.into_iter().map(|f| (f, Values::of(f))).collect();
            let mut visits: Vec<&mut dyn Visit> = plain.iter_mut().map(|(_, v)| v as &mut dyn Visit).collect();
            visits.push(&mut count);
            walk_all(&state.shelves, kind, known, &filters, false, stop, &mut visits)?;
            out.extend(plain.into_iter().map(|(name, values)| (name.to_owned(), listed(values.top(top)))));
            for field in alone {
                out.insert(field.to_owned(), listed(values_of(field, kind, state, known, &filters.without(field), top, stop)?));
            }
            Ok(Facets { state: state.commit, total: count.0, facets: out })
        })
        .await?;
    Ok(Json(facets))
}

/// Whether a field's values are counted of what holds together with other filters: of one event of a report, of one voice.
fn bound(field: &str, kind: Kind, filters: &Filters) -> bool {
    let others = filters.without(field);
    let voice = (field == "stance" && !others.any("source").is_empty()) || (field == "source" && !others.any("stance").is_empty());
    voice || (kind == Kind::Reports && !OF_REPORTS.contains(&field) && others.apart(kind).1.is_some())
}

/// Whether a voice is one of some, or of their country.
fn among(code: &str, chosen: &[String]) -> bool {
    chosen.iter().any(|c| c == code || (c.len() == 3 && code.starts_with(c.as_str())))
}

/// The values of one field, without what was asked of itself: each counts the things that would be listed if it were chosen.
fn values_of(field: &'static str, kind: Kind, state: &Served, known: &Known, filters: &Filters, top: usize, stop: &Stop) -> Result<Vec<(String, u64)>, Fault> {
    if !bound(field, kind, filters) {
        let mut values = Values::of(field);
        walk_all(&state.shelves, kind, known, filters, false, stop, &mut [&mut values])?;
        return Ok(values.top(top));
    }
    let (sources, stances) = (filters.any("source").to_vec(), filters.any("stance").to_vec());
    let (column, counted): (_, Counts) = match field {
        "stance" if !sources.is_empty() => ("said", Box::new(move |said| said.split_once('\t').filter(|(code, _)| among(code, &sources)).map(|(_, stance)| stance.to_owned()))),
        "source" if !stances.is_empty() => {
            ("said", Box::new(move |said| said.split_once('\t').filter(|(code, stance)| !code.is_empty() && stances.iter().any(|s| s == stance)).map(|(code, _)| code.to_owned())))
        }
        _ => (field, Box::new(|value| Some(value.to_owned()))),
    };
    let (own, events) = filters.apart(kind);
    if let Some(events) = events {
        let reports = ties(&state.shelves, kind, "tie", known, &own, stop)?;
        let mut values = Distinct::new(column, Some(("of", &reports)), counted);
        walk_all(&state.shelves, Kind::Events, known, &events, false, stop, &mut [&mut values])?;
        return Ok(values.top(top));
    }
    let mut values = Distinct::new(column, None, counted);
    walk_all(&state.shelves, kind, known, filters, false, stop, &mut [&mut values])?;
    Ok(values.top(top))
}
