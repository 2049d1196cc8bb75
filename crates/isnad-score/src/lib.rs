//! Scores what a coder took from reports against gold annotations.
//!
//! The measures are those of the project's reference scorers `gold/score.py` and `gold/score_gsr.py`,
//! and the text returned is what those print, to the digit: whoever wants to check a figure can run either.
//! [`gold_reports`] and [`gsr_reports`] give the reports to be coded, one JSON line each.
//!
//! ```
//! use isnad_score::score;
//! use serde_json::json;
//!
//! let gold = json!({
//!     "id": "r1", "published": "2020-10-01", "publishers": ["رويترز"],
//!     "sentences": ["زار الوزير موسكو."],
//!     "attributions": [],
//!     "events": [{ "id": "e1", "s": 0, "trigger": "زار", "type": "CONSULT", "status": "actual", "in": [],
//!                  "actor": [], "recipient": [{ "text": "موسكو", "code": "RUS GOV" }],
//!                  "date": null, "place": null }],
//! });
//! let output = json!({
//!     "id": "r1", "text": "زار الوزير موسكو.", "publishers": ["رويترز"], "attributions": [],
//!     "events": [{ "id": "e1", "type": "CONSULT", "status": "actual", "in": [],
//!                  "trigger": { "start": 0, "end": 3, "text": "زار" },
//!                  "actor": [], "recipient": [{ "text": "موسكو", "code": "RUS GOV" }] }],
//! });
//! let table = score(&[("r1.json".into(), gold)], output.to_string().as_bytes(), false)?;
//! assert!(table.starts_with("event  "));
//! assert!(table.contains("P 1.000  R 1.000  F1 1.000   (1 of 1 gold, 1 found)"));
//! # Ok::<(), isnad_score::ScoreError>(())
//! ```
//!
//! Offsets in outputs are Unicode code points of the report's text, as the record format says.
//! Where the Python stops with an exception, these functions return a [`ScoreError`] that names file, line and field.

pub mod align;
mod codes;
pub mod conllu;
pub mod conventions;
mod count;
pub mod entities;
mod error;
mod field;
mod gold;
mod gsr;
mod input;
mod names;
mod pairing;
mod repr;
mod text;

pub use error::ScoreError;
pub use gold::{gold_reports, score, score_dir};
pub use gsr::{gsr_reports, score_gsr};
pub use names::{alike, plain};
