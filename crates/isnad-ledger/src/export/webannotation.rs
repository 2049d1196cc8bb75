//! W3C Web Annotations: one a line, for every attribution and every event, with the words as quote and as position.
//!
//! Positions are code points of the report's text. Status, stance and chains are bodies, so nothing is left out. Names of
//! isnad's own stand under `isnad:`, which the context declares; whoever does not know them has the model's own fields.
//!
//! ```
//! assert_eq!(isnad_ledger::export::webannotation::AROUND, 32); // code points of prefix and suffix
//! ```

use super::fields::Points;
use super::story::{Attribution, Event, Party, Reading, Story, Words, walk};
use super::{Written, json_line};
use crate::error::LedgerError;
use crate::store::Snapshot;
use serde_json::{Value, json};
use std::io;

/// How many code points stand before and behind a quote.
pub const AROUND: usize = 32;
/// The names that the model does not have.
pub(super) const NAMES: &str = "urn:isnad:terms:";

/// Writes the attributions and events of a ledger.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let mut written = Written::default();
    walk(snapshot, Reading::Text, |story| {
        let points = Points::new(&story.text);
        let mut put = |name: &str, words: &Words, motive: &str, bodies: Vec<Value>| {
            written.rows += 1;
            json_line(out, &annotation(story, &points, name, words, motive, bodies))
        };
        for a in &story.attributions {
            if let Some(words) = a.content.as_ref().or(a.cue.as_ref()) {
                put(&a.name, words, "identifying", attribution(a))?;
            }
        }
        for e in &story.events {
            put(&e.name, &e.trigger, "classifying", event(e))?;
        }
        Ok(())
    })?;
    Ok(written)
}

fn annotation(story: &Story, points: &Points<'_>, name: &str, words: &Words, motive: &str, bodies: Vec<Value>) -> Value {
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"isnad": NAMES}],
        "id": format!("urn:isnad:{}:{name}", story.key),
        "type": "Annotation",
        "motivation": motive,
        "generator": {"type": "Software", "name": story.version()},
        "body": bodies,
        "target": {
            "source": story.address(),
            "isnad:report": story.urn(),
            "isnad:text_sha256": story.text_sha256,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": points.of(words.start, words.end),
                    "prefix": points.of(words.start.saturating_sub(AROUND), words.start),
                    "suffix": points.of(words.end, words.end + AROUND),
                },
                {"type": "TextPositionSelector", "start": words.start, "end": words.end},
            ],
        },
    })
}

/// A code or name as a body that says which field it is.
fn body(field: &str, value: &str) -> Option<Value> {
    (!value.is_empty()).then(|| json!({"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": value, "isnad:field": field}))
}

/// Words of the report as a body, with their place.
fn quoted(field: &str, words: &Words) -> Value {
    json!({"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": words.text, "isnad:field": field, "isnad:start": words.start, "isnad:end": words.end})
}

fn party(field: &str, p: &Party) -> Value {
    let mut out = quoted(field, &p.words);
    for (name, value) in [("isnad:code", &p.code), ("isnad:name", &p.name), ("isnad:id", &p.id)] {
        if !value.is_empty() {
            out[name] = json!(value);
        }
    }
    out
}

fn attribution(a: &Attribution) -> Vec<Value> {
    let mut bodies = vec![party("source", &a.source)];
    bodies.extend(body("stance", &a.stance));
    bodies.extend(a.cue.as_ref().map(|w| quoted("cue", w)));
    bodies.extend(a.via.as_ref().map(|w| quoted("via", w)));
    bodies.extend(body("in", a.within.as_deref().unwrap_or_default()));
    bodies.extend(body("rule", &a.rule));
    bodies
}

fn event(e: &Event) -> Vec<Value> {
    let mut bodies: Vec<Value> = [("type", &e.kind), ("mode", &e.mode), ("status", &e.status), ("cameo", &e.cameo), ("date", &e.date)].into_iter().filter_map(|(f, v)| body(f, v)).collect();
    bodies.extend(e.actors.iter().map(|p| party("actor", p)));
    bodies.extend(e.recipients.iter().map(|p| party("recipient", p)));
    bodies.extend(e.date_words.as_ref().map(|w| quoted("date_span", w)));
    if let Some(words) = &e.place {
        let mut place = quoted("place", words);
        for (name, value) in [("isnad:name", json!(e.place_name)), ("isnad:country", json!(e.place_country)), ("isnad:geonames", json!(e.geonames))] {
            if !value.is_null() && value != "" {
                place[name] = value;
            }
        }
        bodies.push(place);
    }
    for c in &e.counts {
        let mut count = quoted("count", &c.words);
        count["isnad:of"] = json!(c.of);
        count["isnad:low"] = json!(c.low);
        count["isnad:high"] = json!(c.high);
        bodies.push(count);
    }
    bodies.extend(e.corrected.as_ref().and_then(|c| body("correction", &c.said)));
    for chain in &e.chains {
        let told: Vec<String> = chain.iter().map(|l| format!("{} ({})", l.who, l.stance)).collect();
        bodies.extend(body("chain", &told.join(" ← ")));
    }
    bodies.extend(e.within.iter().filter_map(|a| body("in", a)));
    bodies.extend(body("confidence", &e.confidence.to_string()));
    bodies.extend(body("rule", &e.rule));
    bodies
}
