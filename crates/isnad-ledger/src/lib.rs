//! The ledger: many coded reports in Parquet files, the copies among them, and the claims that they make together.
//!
//! A ledger is a folder that DuckDB, pandas, Spark and everything else that reads Parquet can read as it is; its columns
//! are documented in `docs/LEDGER.md`.
//!
//! ```
//! use isnad::Report;
//! use isnad_ledger::ingest::Ingest;
//! use isnad_ledger::schema::Table;
//! use isnad_ledger::store::{Ledger, Snapshot};
//!
//! let folder = tempfile::tempdir()?;
//! let mut ledger = Ledger::open_or_create(folder.path())?;
//! let mut ingest = Ingest::new(&mut ledger)?;
//! let report = Report::with_title("r1", "عنوان", "نص الخبر.");
//! ingest.uncoded("news.jsonl", 0, "news.jsonl:1", &report, None)?;
//! let summary = ingest.finish()?;
//! assert_eq!((summary.reports, summary.known), (1, 0));
//! drop(ledger);
//! assert_eq!(Snapshot::open(folder.path())?.rows(Table::Reports), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod claims;
mod columns;
pub mod copies;
pub mod derived;
mod error;
pub mod evidence;
pub mod export;
pub mod goldstein;
pub mod ingest;
pub mod reports;
pub mod rows;
pub mod schema;
pub mod store;

pub use error::LedgerError;
