//! Decides what the index knows of an event, a claim or a report: the one schema of its three shelves.
//!
//! ```
//! use isnad_serve::index::fields::Fields;
//!
//! assert!(Fields::new().schema.get_field("actor").is_ok());
//! ```

use super::words;
use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

/// The version of what stands in the index: one of another version is made anew.
pub const VERSION: u32 = 3;

/// What the index knows of a thing.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names are those of the filters; docs/SERVE.md says what each means")]
pub struct Fields {
    pub schema: Schema,
    /// The thing's own key: `REPORT/EVENT`, a claim's id, a report's key.
    pub key: Field,
    /// A number that no other thing has, for the order of things that are alike.
    pub tie: Field,
    /// What its row was made of, beside rows that never change: one that has the same needs not be written again.
    pub mark: Field,
    /// Of an event: the number of its report.
    pub of: Field,
    /// What a list shows, as JSON.
    pub item: Field,
    /// What a page of its own shows beside that, as JSON.
    pub more: Field,
    pub words: Field,
    pub r#type: Field,
    pub mode: Field,
    pub status: Field,
    pub stance: Field,
    pub actor: Field,
    pub recipient: Field,
    pub source: Field,
    /// Codes with the country of each beside it, for the filters.
    pub actor_in: Field,
    pub recipient_in: Field,
    pub source_in: Field,
    /// Voice and its stance, by a tab; with the country of each voice beside it, for the filters.
    pub said: Field,
    pub said_in: Field,
    pub country: Field,
    pub publisher: Field,
    pub lang: Field,
    pub report: Field,
    pub claim: Field,
    /// Place as the list of places shows it, as JSON.
    pub place: Field,
    /// Voice, stance, party and role, by tabs.
    pub voice: Field,
    pub date_from: Field,
    pub date_to: Field,
    pub seen_from: Field,
    pub seen_to: Field,
    pub latitude: Field,
    pub longitude: Field,
    pub confidence: Field,
    pub chains: Field,
    pub reports: Field,
    pub contested: Field,
    pub corrected: Field,
}

impl Default for Fields {
    fn default() -> Fields {
        Fields::new()
    }
}

impl Fields {
    /// The schema.
    pub fn new() -> Fields {
        let mut b = SchemaBuilder::new();
        let value = |b: &mut SchemaBuilder, name: &str| b.add_text_field(name, STRING | FAST);
        let sought = |b: &mut SchemaBuilder, name: &str| b.add_text_field(name, STRING);
        let shown = |b: &mut SchemaBuilder, name: &str| b.add_text_field(name, TextOptions::default().set_fast("raw"));
        let number = || NumericOptions::default().set_fast();
        let text = TextFieldIndexing::default().set_tokenizer(words::NAME).set_index_option(IndexRecordOption::WithFreqsAndPositions);
        Fields {
            key: sought(&mut b, "key"),
            tie: b.add_u64_field("tie", number().set_indexed()),
            mark: b.add_u64_field("mark", number()),
            of: b.add_u64_field("of", number()),
            item: b.add_bytes_field("item", STORED),
            more: b.add_bytes_field("more", STORED),
            words: b.add_text_field("words", TextOptions::default().set_indexing_options(text)),
            r#type: value(&mut b, "type"),
            mode: value(&mut b, "mode"),
            status: value(&mut b, "status"),
            stance: value(&mut b, "stance"),
            actor: value(&mut b, "actor"),
            recipient: value(&mut b, "recipient"),
            source: value(&mut b, "source"),
            actor_in: sought(&mut b, "actor_in"),
            recipient_in: sought(&mut b, "recipient_in"),
            source_in: sought(&mut b, "source_in"),
            said: shown(&mut b, "said"),
            said_in: sought(&mut b, "said_in"),
            country: value(&mut b, "country"),
            publisher: value(&mut b, "publisher"),
            lang: value(&mut b, "lang"),
            report: sought(&mut b, "report"),
            claim: sought(&mut b, "claim"),
            place: shown(&mut b, "place"),
            voice: shown(&mut b, "voice"),
            date_from: b.add_i64_field("date_from", number()),
            date_to: b.add_i64_field("date_to", number()),
            seen_from: b.add_i64_field("seen_from", number()),
            seen_to: b.add_i64_field("seen_to", number()),
            latitude: b.add_f64_field("latitude", number()),
            longitude: b.add_f64_field("longitude", number()),
            confidence: b.add_f64_field("confidence", number()),
            chains: b.add_i64_field("chains", number()),
            reports: b.add_i64_field("reports", number()),
            contested: b.add_u64_field("contested", number()),
            corrected: b.add_u64_field("corrected", number()),
            schema: b.build(),
        }
    }
}
