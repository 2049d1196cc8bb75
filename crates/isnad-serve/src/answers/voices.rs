//! `/voices`: who speaks of whom, and how.

use super::KINDS;
use crate::Fault;
use crate::app::App;
use crate::filter::{FilterParameters, Parameters, shortened};
use crate::index::Kind;
use crate::walk::{Values, walk_all};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// The ways to speak of somebody.
const MANNERS: [&str; 6] = ["accuses", "backs", "denies", "doubts", "alleges", "asserts"];

/// How voices are asked for.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct VoiceParameters {
    /// `events`, `claims` or `reports`
    of: Option<String>,
    /// Only pairs of these `stance`s, with commas between them
    #[param(example = "accuses,backs,denies")]
    how: Option<String>,
    /// How many pairs, the most frequent first
    #[param(minimum = 1, maximum = 5000, default = 500)]
    top: Option<usize>,
}

/// Who speaks of whom.
#[derive(Debug, Serialize, ToSchema)]
pub struct Voices {
    /// The commit of the ledger.
    pub state: u64,
    /// The pairs.
    pub items: Vec<Pair>,
    /// Things in which nobody with a code speaks, in any way, of a party with one.
    pub without: u64,
    /// How many pairs there are in all.
    pub total: usize,
}

/// A voice and a party.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pair {
    /// The code of the voice nearest to the event; of who accuses or backs, that of the actor.
    pub source: String,
    /// What that is called, in English.
    pub source_name: String,
    /// The code of the party.
    pub of: String,
    /// How the voice stands to what the party does or suffers: `asserts`, `alleges`, `doubts`, `denies`; or what it does to the party by its
    /// words: `accuses`, `backs`.
    pub stance: String,
    /// `actor` or `recipient`.
    pub role: String,
    /// In how many things.
    pub count: u64,
}

/// Who speaks of whom
#[utoipa::path(get, path = "/api/v1/voices", tag = "counts", params(FilterParameters, VoiceParameters), responses((status = 200, body = Voices), (status = 400, body = crate::fault::Wrong)))]
pub async fn voices(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Voices>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let filters = asked.filters()?;
    let kind = asked.choice("of", Kind::Events, &KINDS)?;
    let top = asked.number("top", 500, 1, 5000)?;
    let named = asked.one("how")?.unwrap_or_else(|| MANNERS.join(","));
    asked.end()?;
    let manners: Vec<String> = named.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    if let Some(other) = manners.iter().find(|m| !MANNERS.contains(&m.as_str())) {
        return Err(Fault::asked(format!("«{}» is no way to speak of somebody", shortened(other)), "how", format!("write some of {}", MANNERS.join(", "))));
    }
    let voices = app
        .search(move |keeper, state, stop| {
            let mut values = Values::of("voice");
            walk_all(&state.shelves, kind, &keeper.known, &filters, false, stop, &mut [&mut values])?;
            values.counts.retain(|pair, _| pair.split('\t').nth(2).is_some_and(|how| manners.iter().any(|m| m == how)));
            let (without, total) = (values.without, values.counts.len());
            let pair = |(pair, count): (String, u64)| {
                let mut parts = pair.split('\t').map(str::to_owned);
                let (source, of, stance, role) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
                Some(Pair { source_name: keeper.known.names.code(&source).1, source, of, stance, role, count })
            };
            Ok(Voices { state: state.commit, items: values.top(top).into_iter().filter_map(pair).collect(), without, total })
        })
        .await?;
    Ok(Json(voices))
}
