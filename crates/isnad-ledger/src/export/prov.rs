//! PROV-O: the chains as one JSON-LD document, written node by node, one a line.
//!
//! Entities are the reports, what is attributed in them (quotations and contents) and the events as claims; agents are the
//! publishers and the voices. A claim was derived from its report and had as primary source the contents nearest to it; a
//! content was quoted from the content around it, or from the report, and is attributed to its source. A report that is a
//! copy was derived from the one it goes back to. Status and stance are properties of isnad's own.
//!
//! ```
//! # use isnad_ledger::{export::prov, store::{Ledger, Snapshot}};
//! # let folder = tempfile::tempdir()?;
//! # drop(Ledger::open_or_create(folder.path())?);
//! let mut out = Vec::new();
//! prov::write(&Snapshot::open(folder.path())?, &mut out)?;
//! let document: serde_json::Value = serde_json::from_slice(&out)?;
//! assert_eq!(document["@context"]["prov"], "http://www.w3.org/ns/prov#");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use super::story::{Attribution, Event, Party, Reading, Story, walk};
use super::webannotation::NAMES;
use super::{Written, unwritten};
use crate::columns;
use crate::error::LedgerError;
use crate::schema::Table;
use crate::store::Snapshot;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// Writes the chains of a ledger.
///
/// # Errors
/// A file of the ledger that cannot be read, an output that cannot be written.
pub fn write(snapshot: &Snapshot, out: &mut dyn io::Write) -> Result<Written, LedgerError> {
    let context = json!({
        "prov": "http://www.w3.org/ns/prov#",
        "isnad": NAMES,
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    });
    write!(out, "{{\"@context\":{context},\"@graph\":[").map_err(unwritten)?;
    let mut written = Written::default();
    let mut put = |node: Value| {
        let comma = if written.rows == 0 { "\n" } else { ",\n" };
        written.rows += 1;
        out.write_all(comma.as_bytes()).map_err(unwritten)?;
        serde_json::to_writer(&mut *out, &node).map_err(|e| unwritten(e.into()))
    };
    walk(snapshot, Reading::Bare, |story| nodes(story, &mut put))?;
    for batch in snapshot.batches(Table::Copies, &[]) {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            if let Some(node) = copy(&batch, row) {
                put(node)?;
            }
        }
    }
    out.write_all(b"\n]}\n").map_err(unwritten)?;
    Ok(written)
}

fn link(id: &str) -> Value {
    json!({"@id": id})
}

fn links(ids: &[String]) -> Value {
    ids.iter().map(|id| link(id)).collect()
}

/// Words as part of a name: letters and digits as they are, all else by its bytes.
fn encoded(words: &str) -> String {
    let mut out = String::new();
    for b in words.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

/// A publisher is the same in all reports that print its name.
fn publisher(name: &str) -> String {
    format!("urn:isnad:publisher:{}", encoded(name))
}

/// A known voice is the same everywhere; another one is known in its report only.
fn voice(story: &Story, a: &Attribution) -> String {
    if a.source.id.is_empty() { format!("urn:isnad:{}:{}:source", story.key, a.name) } else { format!("urn:isnad:agent:{}", encoded(&a.source.id)) }
}

fn named(story: &Story, what: &str) -> String {
    format!("urn:isnad:{}:{what}", story.key)
}

/// Drops what is empty.
fn node(fields: Vec<(&str, Value)>) -> Value {
    let empty = |v: &Value| v.is_null() || v.as_str().is_some_and(str::is_empty) || v.as_array().is_some_and(Vec::is_empty);
    Value::Object(fields.into_iter().filter(|(_, v)| !empty(v)).map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

fn nodes(story: &Story, put: &mut impl FnMut(Value) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let mut agents: BTreeSet<String> = BTreeSet::new();
    for name in &story.publishers {
        if agents.insert(publisher(name)) {
            put(node(vec![("@id", json!(publisher(name))), ("@type", json!("prov:Agent")), ("rdfs:label", json!(name))]))?;
        }
    }
    let publishers: Vec<String> = story.publishers.iter().map(|p| publisher(p)).collect();
    put(node(vec![
        ("@id", json!(story.urn())),
        ("@type", json!("prov:Entity")),
        ("rdfs:label", json!(story.title)),
        ("rdfs:seeAlso", if story.address() == story.urn() { Value::Null } else { link(&story.address()) }),
        ("prov:wasAttributedTo", links(&publishers)),
        ("isnad:id", json!(story.id)),
        ("isnad:published", json!(story.published)),
        ("isnad:text_sha256", json!(story.text_sha256)),
    ]))?;
    for a in &story.attributions {
        if agents.insert(voice(story, a)) {
            put(agent(&voice(story, a), &a.source))?;
        }
        put(content(story, a))?;
    }
    for e in &story.events {
        put(claim(story, e))?;
    }
    Ok(())
}

fn agent(id: &str, p: &Party) -> Value {
    node(vec![("@id", json!(id)), ("@type", json!("prov:Agent")), ("rdfs:label", json!(p.called())), ("isnad:code", json!(p.code))])
}

fn content(story: &Story, a: &Attribution) -> Value {
    let outer = a.within.as_deref().map_or_else(|| story.urn(), |w| named(story, w));
    let words = a.content.as_ref();
    node(vec![
        ("@id", json!(named(story, &a.name))),
        ("@type", json!("prov:Entity")),
        ("prov:value", json!(words.map(|w| &w.text))),
        ("prov:wasAttributedTo", link(&voice(story, a))),
        ("prov:wasQuotedFrom", link(&outer)),
        ("isnad:stance", json!(a.stance)),
        ("isnad:start", json!(words.map(|w| w.start))),
        ("isnad:end", json!(words.map(|w| w.end))),
        ("isnad:via", json!(a.via.as_ref().map(|w| &w.text))),
    ])
}

fn claim(story: &Story, e: &Event) -> Value {
    let sources: Vec<String> = e.within.iter().map(|a| named(story, a)).collect();
    let primary = if sources.is_empty() { vec![story.urn()] } else { sources };
    let codes = |parties: &[Party]| -> Value { parties.iter().map(|p| json!(if p.code.is_empty() { &p.words.text } else { &p.code })).collect() };
    // The order of voices in a chain is their meaning.
    let chains: Vec<Value> = e.chains.iter().map(|c| json!({"@list": c.iter().map(|l| json!(format!("{} ({})", l.who, l.stance))).collect::<Vec<_>>()})).collect();
    node(vec![
        ("@id", json!(named(story, &e.name))),
        ("@type", json!("prov:Entity")),
        ("prov:value", json!(e.trigger.text)),
        ("prov:wasDerivedFrom", link(&story.urn())),
        ("prov:hadPrimarySource", links(&primary)),
        ("isnad:type", json!(e.kind)),
        ("isnad:mode", json!(e.mode)),
        ("isnad:status", json!(e.status)),
        ("isnad:actor", codes(&e.actors)),
        ("isnad:recipient", codes(&e.recipients)),
        ("isnad:date", json!(e.date)),
        ("isnad:place", json!(e.place.as_ref().map(|p| &p.text))),
        ("isnad:chain", chains.into_iter().map(|c| json!({"isnad:voices": c})).collect()),
        ("isnad:start", json!(e.trigger.start)),
        ("isnad:end", json!(e.trigger.end)),
        ("isnad:correction", json!(e.corrected.as_ref().map(|c| &c.said))),
    ])
}

/// A report that goes back to another one; none for the first of its text.
fn copy(batch: &arrow_array::RecordBatch, row: usize) -> Option<Value> {
    let report = columns::text(batch, "report", row);
    let origin = columns::some_text(batch, "origin", row).filter(|o| !o.is_empty() && *o != report)?;
    Some(node(vec![
        ("@id", json!(format!("urn:isnad:report:{report}"))),
        ("prov:wasDerivedFrom", link(&format!("urn:isnad:report:{origin}"))),
        ("isnad:relation", json!(columns::text(batch, "relation", row))),
        ("isnad:share", json!(columns::float(batch, "share", row))),
    ]))
}
