//! Reads one news report and writes down who says that who did what to whom.
//!
//! The crate is a pure function of text, metadata and packs: it reads no file, no clock and no socket.
//! The stages stand in the order in which a report passes them: [`text`], [`words`], [`mentions`],
//! [`anaphora`], [`predicates`], [`attributions`], [`events`], [`voices`], [`record`]; [`coder`] leads through them.

pub mod anaphora;
pub mod attributions;
pub mod coded;
pub mod coder;
pub mod confidence;
pub mod counts;
pub mod dateline;
pub mod dyads;
pub mod entry;
pub mod events;
pub mod inflect;
pub mod lexicon;
pub mod mentions;
pub mod ontology;
pub mod pack;
pub mod predicates;
pub mod record;
pub mod report;
pub mod span;
pub mod table;
pub mod text;
pub mod times;
pub mod voices;
pub mod words;

pub use report::Report;
