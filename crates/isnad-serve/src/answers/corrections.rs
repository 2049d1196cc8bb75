//! `/corrections`: the user's own word. The file is changed in one step, and only by who has seen how it stands; claims are then
//! derived anew in the background. The tables of evidence are never changed.

use super::whole::find;
use crate::Fault;
use crate::app::App;
use crate::filter::{Parameters, shortened};
use crate::index::Kind;
use crate::state::{Keeper, State as Served, corrections_file};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use isnad_ledger::claims::{CORRECTIONS_FILE, Correction, CorrectionKind, Corrections, recoded};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::sync::PoisonError;
use utoipa::{IntoParams, ToSchema};

/// The longest note, in code points.
const LONGEST_WHY: usize = 500;
/// The largest file of corrections that is written, in bytes.
const LARGEST: usize = 16 << 20;

/// The corrections of a ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed {
    /// Each with `line`, `kind`, `mentions`, `value` and `why`.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Correction>,
    /// The version of the file; who changes it says which version was seen.
    pub version: String,
    /// Lines that are no corrections; until they are mended, no claims are derived.
    pub faults: Vec<String>,
}

/// A new correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct New {
    /// `same`, `different`, `reject` or `recode`.
    #[schema(value_type = String)]
    pub kind: String,
    /// Mentions, each `REPORT/EVENT`: two for `same` and `different`, one else.
    pub mentions: Vec<String>,
    /// For `recode`: `TYPE` or `TYPE/MODE`.
    pub value: Option<String>,
    /// A note.
    pub why: Option<String>,
    /// The version of the file that was seen.
    pub version: String,
}

/// Which version of the file was seen.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
pub struct VersionParameter {
    /// The version of the file that was seen
    version: String,
}

fn listed(keeper: &Keeper) -> Result<(String, Listed), Fault> {
    let (text, version) = corrections_file(keeper.ledger()).map_err(|e| Fault::broken(e.to_string(), CORRECTIONS_FILE))?;
    let (corrections, faults) = Corrections::parse(CORRECTIONS_FILE, &text);
    let items = corrections.iter().cloned().collect();
    Ok((text, Listed { items, version, faults: faults.iter().map(ToString::to_string).collect() }))
}

/// The user's corrections
#[utoipa::path(get, path = "/api/v1/corrections", tag = "corrections", responses((status = 200, body = Listed)))]
pub async fn list(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Listed>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    app.search(|keeper, _, _| Ok(Json(listed(keeper)?.1))).await
}

/// Adds a correction
#[utoipa::path(post, path = "/api/v1/corrections", tag = "corrections", request_body = New, responses((status = 200, body = Listed), (status = 400, body = crate::fault::Wrong), (status = 409, body = crate::fault::Wrong)))]
pub async fn add(State(app): State<App>, RawQuery(query): RawQuery, body: Bytes) -> Result<Json<Listed>, Fault> {
    Parameters::parse(query.as_deref())?.end()?;
    let new: New = serde_json::from_slice(&body).map_err(|e| Fault::asked(format!("this is no correction ({e})"), "the body", "send an object with kind, mentions, value, why, version"))?;
    app.search(move |keeper, state, _| {
        let correction = checked(keeper, state, &new)?;
        let written = change(keeper, &new.version, |text| {
            let mut out = text.to_owned();
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&correction.written());
            out.push('\n');
            Ok(out)
        })?;
        Ok(Json(written))
    })
    .await
}

/// Takes a correction back
#[utoipa::path(delete, path = "/api/v1/corrections/{line}", tag = "corrections", params(("line" = u32, Path, description = "Its line in the file, from 1"), VersionParameter), responses((status = 200, body = Listed), (status = 404, body = crate::fault::Wrong), (status = 409, body = crate::fault::Wrong)))]
pub async fn remove(State(app): State<App>, Path(line): Path<String>, RawQuery(query): RawQuery) -> Result<Json<Listed>, Fault> {
    let mut asked = Parameters::parse(query.as_deref())?;
    let version = asked.one("version")?;
    asked.end()?;
    let version = version.ok_or_else(|| Fault::asked("the version that was seen is missing", "version", "send «version» of GET /api/v1/corrections"))?;
    let number: u32 = line.parse().map_err(|_| Fault::asked(format!("«{}» is no line", shortened(&line)), "the address", "write the number of a line"))?;
    app.search(move |keeper, _, _| {
        let written = change(keeper, &version, |text| {
            let (corrections, _) = Corrections::parse(CORRECTIONS_FILE, text);
            if !corrections.iter().any(|c| c.line == number) {
                return Err(Fault::missing(format!("there is no correction in line {number}"), CORRECTIONS_FILE, "GET /api/v1/corrections lists them"));
            }
            Ok(text.split_inclusive('\n').enumerate().filter(|(k, _)| *k as u64 + 1 != u64::from(number)).map(|(_, l)| l).collect())
        })?;
        Ok(Json(written))
    })
    .await
}

/// A correction that makes sense in the ledger as it is served.
fn checked(keeper: &Keeper, state: &Served, new: &New) -> Result<Correction, Fault> {
    let kind = CorrectionKind::named(&new.kind).ok_or_else(|| Fault::asked(format!("«{}» is no correction", shortened(&new.kind)), "kind", "write same, different, reject or recode"))?;
    if new.mentions.len() != kind.mentions() {
        return Err(Fault::asked(format!("{} mentions, where {} is about {}", new.mentions.len(), kind.name(), kind.mentions()), "mentions", "write each as REPORT/EVENT"));
    }
    for mention in &new.mentions {
        let shaped = mention
            .split_once('/')
            .is_some_and(|(r, e)| r.len() == 16 && r.bytes().all(|b| b.is_ascii_hexdigit()) && e.strip_prefix('e').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())));
        if !shaped || find(state.shelves.of(Kind::Events), &keeper.known.fields, mention)?.is_none() {
            return Err(Fault::asked(format!("no event «{}» is in the ledger", shortened(mention)), "mentions", "write REPORT/EVENT as «key» of an event"));
        }
    }
    if kind.mentions() == 2 && new.mentions.first() == new.mentions.last() {
        return Err(Fault::asked("both mentions are one", "mentions", "write two"));
    }
    let value = match (kind, new.value.as_deref().map(str::trim).filter(|v| !v.is_empty())) {
        (CorrectionKind::Recode, Some(value)) => {
            let (kind, mode) = recoded(value).map_err(|what| Fault::asked(what, "value", "write TYPE or TYPE/MODE"))?;
            Some(mode.map_or_else(|| kind.to_owned(), |mode| format!("{kind}/{mode}")))
        }
        (CorrectionKind::Recode, None) => return Err(Fault::asked("what the event is instead is missing", "value", "write TYPE or TYPE/MODE")),
        (_, Some(_)) => return Err(Fault::asked(format!("{} has no value", kind.name()), "value", "leave it out")),
        (_, None) => None,
    };
    let why = new.why.as_deref().map(str::trim).filter(|w| !w.is_empty());
    if why.is_some_and(|w| w.chars().count() > LONGEST_WHY) {
        return Err(Fault::asked(format!("the note has more than {LONGEST_WHY} letters"), "why", "shorten it"));
    }
    Ok(Correction { line: 0, kind, mentions: new.mentions.clone(), value, why: why.map(str::to_owned) })
}

/// Changes the file in one step, where it stands as the client has seen it.
fn change(keeper: &Keeper, seen: &str, to: impl FnOnce(&str) -> Result<String, Fault>) -> Result<Listed, Fault> {
    let _alone = keeper.writing.lock().unwrap_or_else(PoisonError::into_inner);
    let (text, now) = listed(keeper)?;
    if now.version != seen {
        return Err(Fault::new(StatusCode::CONFLICT, "somebody else has changed the corrections meanwhile", CORRECTIONS_FILE, "read them again, and send the correction with their new version"));
    }
    if let Some(fault) = now.faults.first() {
        return Err(Fault::new(StatusCode::CONFLICT, format!("the file has a line that is no correction ({})", shortened(fault)), CORRECTIONS_FILE, "mend that line in the ledger's folder first"));
    }
    let next = to(&text)?;
    if next.len() > LARGEST {
        return Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "the file of corrections is full", CORRECTIONS_FILE, "take some back"));
    }
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".corrections-").suffix(".tmp").tempfile_in(keeper.ledger())?;
        file.write_all(next.as_bytes())?;
        let path = keeper.ledger().join(CORRECTIONS_FILE);
        // Whoever could read the file before can read it after.
        if let Ok(before) = std::fs::metadata(&path).or_else(|_| std::fs::metadata(keeper.ledger().join("ledger.json"))) {
            file.as_file().set_permissions(before.permissions())?;
        }
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|e| {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the corrections cannot be written ({e})"), CORRECTIONS_FILE, "give the server the right to write into the ledger's folder")
    })?;
    keeper.corrected();
    Ok(listed(keeper)?.1)
}
