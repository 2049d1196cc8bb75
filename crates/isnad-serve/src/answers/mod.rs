//! The answers: one module for each sort of question.

pub mod code;
pub mod corrections;
pub mod counts;
pub mod lists;
pub mod places;
pub mod saved;
pub mod server;
pub mod timeline;
pub mod voices;
pub mod whole;

use crate::Fault;
use crate::index::Kind;
use crate::index::fields::Fields;
use crate::walk::broken;
use serde_json::{Map, Value};
use tantivy::schema::{Field, Value as _};
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// What `of` may say.
pub(crate) const KINDS: [(&str, Kind); 3] = [("events", Kind::Events), ("claims", Kind::Claims), ("reports", Kind::Reports)];

/// A thing as it was put on its shelf.
pub(crate) fn stored(searcher: &Searcher, at: DocAddress) -> Result<TantivyDocument, Fault> {
    searcher.doc(at).map_err(broken)
}

/// The JSON of a field.
pub(crate) fn json(doc: &TantivyDocument, field: Field) -> Result<Map<String, Value>, Fault> {
    let bytes = doc.get_first(field).and_then(|v| v.as_bytes()).unwrap_or(b"{}");
    serde_json::from_slice(bytes).map_err(broken)
}

/// What a list shows of a thing.
pub(crate) fn item(searcher: &Searcher, fields: &Fields, at: DocAddress) -> Result<Map<String, Value>, Fault> {
    json(&stored(searcher, at)?, fields.item)
}
