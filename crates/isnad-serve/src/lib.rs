//! A ledger over HTTP: search, counts, claims with their evidence, corrections, and pages for a browser.
//!
//! ```text
//! ledger ─ state ─▶ index (events, claims, reports) ─ filter, walk ─▶ answers ─ guard ─▶ HTTP
//! ```
//!
//! The index is made of one snapshot of the ledger and holds all that answers need, so that a ledger which is written
//! meanwhile shows one whole state after the other. What the interface answers stands in `docs/SERVE.md` and, made of the code,
//! in `/openapi.json`. The crate prints nothing and takes no decision of a command line.

pub mod answers;
mod app;
pub mod days;
mod fault;
pub mod filter;
mod guard;
pub mod index;
mod metrics;
pub mod names;
pub mod order;
mod pages;
pub mod pool;
mod routes;
mod server;
mod settings;
mod state;
pub mod walk;

pub use app::{App, Shared};
pub use fault::{Fault, Said, ServeError, Wrong};
pub use index::Kind;
pub use metrics::Metrics;
pub use routes::openapi;
pub use server::Server;
pub use settings::{Limits, Settings};
pub use state::{Keeper, State};
