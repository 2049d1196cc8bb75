//! PLOVER: its JSON record, one a line, for every event.
//!
//! Status has a place: PLOVER's auxiliary modes (`future`, `hypothetical`, `negation`) stand behind the mode. Stance stands
//! with the voices in `cite_info`, and in `comment` where an event is alleged, doubted or denied, or corrected by a user. What a user
//! rejected has `has_event` false. Nothing is left out.
//!
//! ```
//! assert_eq!(isnad_ledger::export::plover::auxiliary("negated"), Some("negation"));
//! assert_eq!(isnad_ledger::export::plover::auxiliary("actual"), None);
//! ```

use super::fields::{Points, Told, quad};
use super::story::{Event, Party, Reading, Story, walk};
use super::{Written, json_line};
use crate::error::LedgerError;
use crate::goldstein;
use crate::store::Snapshot;
use isnad::pack::lines;
use serde_json::{Map, Value, json};
use std::io;

/// How much of a long line is given around an event's words, in code points.
const ROOM: usize = 600;

/// PLOVER's auxiliary mode for a status; none for what is told as having happened.
pub fn auxiliary(status: &str) -> Option<&'static str> {
    lines("auxiliary.txt", include_str!("../../data/auxiliary.txt")).find(|l| l.field(0) == status).map(|l| l.field(1))
}

/// Writes the events of a ledger.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let mut written = Written::default();
    walk(snapshot, Reading::Text, |story| {
        let points = Points::new(&story.text);
        for event in &story.events {
            json_line(out, &record(story, event, &points))?;
            written.rows += 1;
        }
        Ok(())
    })?;
    Ok(written)
}

fn record(story: &Story, event: &Event, points: &Points<'_>) -> Value {
    let modes: Vec<&str> = Some(event.mode.as_str()).filter(|m| !m.is_empty()).into_iter().chain(auxiliary(&event.status)).collect();
    let chains: Vec<Value> = event.chains.iter().map(|c| c.iter().map(|l| json!({"who": l.who, "code": l.code, "stance": l.stance})).collect()).collect();
    let comment = match event.told() {
        Told::Contested => "contested: a voice denies or doubts it, see cite_info",
        Told::Alleged => "alleged, see cite_info",
        Told::Unreal | Told::Plainly | Told::Rejected => "",
    };
    let corrected = event.corrected.as_ref().map_or("", |c| &c.said);
    let comment = [comment, corrected].into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join("; ");
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = matches!(&value, Value::Null) || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            record.insert(name.to_owned(), value);
        }
    };
    put("id", json!(story.named(&event.name)));
    put("has_event", json!(event.told() != Told::Rejected));
    put("date", json!(event.date));
    put("actor", event.actors.iter().map(party).collect());
    put("recipient", event.recipients.iter().map(party).collect());
    put("event", json!([event.kind]));
    put("event_loc", place(event));
    put("event_text", json!(event.trigger.text));
    put("quad_code", json!(quad(&event.kind)));
    put("event_scale", json!(goldstein::of(&event.cameo)));
    put("mode", json!(modes));
    put("link", json!(story.url));
    put("text", json!(points.line(&event.trigger, ROOM)));
    put("text_info", json!({"report": story.key, "start": event.trigger.start, "end": event.trigger.end, "text_sha256": story.text_sha256, "confidence": event.confidence}));
    put("cite_info", json!({"id": story.id, "publishers": story.publishers, "published": story.published, "language": story.lang, "chains": chains}));
    put("coder", json!(story.version()));
    put("comment", json!(comment));
    Value::Object(record)
}

fn party(p: &Party) -> Value {
    let mut out = json!({"actor_text": p.words.text, "code": p.country, "sector": p.sector});
    if let Some(fields) = out.as_object_mut() {
        fields.retain(|_, v| v.as_str().is_some_and(|s| !s.is_empty()));
        for (name, value) in [("name", &p.name), ("id", &p.id)] {
            if !value.is_empty() {
                fields.insert(name.to_owned(), json!(value));
            }
        }
    }
    out
}

fn place(event: &Event) -> Value {
    let Some(words) = &event.place else { return Value::Null };
    let mut out = Map::from_iter([("text".to_owned(), json!(words.text))]);
    for (name, value) in [("name", &event.place_name), ("country", &event.place_country)] {
        if !value.is_empty() {
            out.insert(name.to_owned(), json!(value));
        }
    }
    if let Some((latitude, longitude)) = event.at {
        out.extend([("lat".to_owned(), json!(latitude)), ("lon".to_owned(), json!(longitude))]);
    }
    if let Some(id) = event.geonames {
        out.insert("geonames".to_owned(), json!(id));
    }
    Value::Object(out)
}
